"""The flags of plans, indicators and resources."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from ledger.flags import FewRaised, Flag, Raised, RaisedRows, declare
from ledger.moments import Moment
from projects import filters
from projects.comparisons import DIFFERS, compared
from projects.lifecycle import AssumptionWord, ElementKind, Verification
from projects.models import (
    AssumptionState,
    ComparisonRule,
    ControlStatement,
    ElementParticulars,
    FundingEndStatement,
    IndicatorState,
)
from projects.policies import viewable_indicators
from secretariat.access import may
from secretariat.queries import threshold
from secretariat.roles import Permission


def _current(model: Any, viewer: Any, moment: Moment, demonstration: bool) -> QuerySet[Any]:
    rows = model.objects.current(moment.as_of, known=moment.known)
    if not may(viewer, Permission.READ_REGISTER):
        rows = rows.none()
    found: QuerySet[Any] = rows.filter(subject__demonstration=demonstration)
    return found.select_related("subject")


def _of_plans(rows: QuerySet[Any]) -> FewRaised:
    """Statements about parts of plans, as findings that open the plan."""
    return FewRaised(
        [
            Raised(
                subject_id=str(row.subject_id),
                since=row.as_of,
                proof=[str(row.pk)],
                label=f"{row.subject.code} {row.name}",
                view="plan-detail",
                code=row.subject.plan.code,
            )
            for row in rows.select_related("subject__plan").order_by("subject__code")
        ]
    )


def goal_without_action(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A goal of a plan under which no action stands."""
    rows = _current(ElementParticulars, viewer, moment, demonstration)
    acted_on = rows.filter(subject__kind=ElementKind.ACTION, parent__isnull=False)
    goals = rows.filter(subject__kind=ElementKind.GOAL)
    return _of_plans(goals.exclude(subject__in=list(acted_on.values_list("parent", flat=True))))


def control_unverified(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A control that nobody beside the responsible office has verified."""
    rows = _current(ControlStatement, viewer, moment, demonstration)
    unverified = [Verification.NOT_VERIFIED, Verification.CANNOT_VERIFY]
    return _of_plans(rows.filter(verification__in=unverified))


def assumption_broken(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A planning assumption that does not hold."""
    rows = _current(AssumptionState, viewer, moment, demonstration)
    return _of_plans(rows.filter(state=AssumptionWord.BROKEN))


def funding_ends(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Funding that ends within the days set, or has ended since less than a year."""
    ahead = moment.as_of + timedelta(days=threshold("funding_warning_days", moment))
    rows = _current(FundingEndStatement, viewer, moment, demonstration)
    near = rows.filter(ends_on__lte=ahead, ends_on__gte=moment.as_of - timedelta(days=365))
    return FewRaised(
        [
            Raised(
                subject_id=str(row.subject_id),
                since=max(row.as_of, row.ends_on - (ahead - moment.as_of)),
                proof=[str(row.pk)],
                label=f"{row.name}: ends {row.ends_on.isoformat()}",
            )
            for row in near.order_by("ends_on")
        ]
    )


@dataclass(frozen=True)
class RaisedIndicators:
    """Findings that are indicators."""

    rows: QuerySet[IndicatorState]

    def count(self) -> int:
        """How many there are."""
        return self.rows.count()

    def __iter__(self) -> Iterator[Raised]:
        for state in self.rows.order_by("code"):
            assert state.actual_end is not None
            yield Raised(
                subject_id=str(state.indicator_id),
                since=state.actual_end,
                proof=[str(state.actual_id)],
                label=state.name,
                view="indicator-detail",
                code=state.code,
            )


def below_plan(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """The last actual value falls short of what was planned for it."""
    rows = viewable_indicators(viewer, moment, demonstration=demonstration)
    return RaisedIndicators(rows.filter(filters.below_plan()))


def below_threshold(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """The last actual value lies under the indicator's threshold."""
    rows = viewable_indicators(viewer, moment, demonstration=demonstration)
    return RaisedIndicators(rows.filter(Q(actual_number__lt=F("threshold"))))


def printed_differs(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Something printed is not what the portal computes from the same document."""
    if not may(viewer, Permission.READ_REGISTER):
        return FewRaised([])
    found: dict[str, Raised] = {}
    for outcome in compared(moment, demonstration=demonstration):
        rule = outcome.source
        if outcome.outcome == DIFFERS and isinstance(rule, ComparisonRule):
            label = f"{outcome.code} {rule.name}"
            raised = Raised(str(rule.subject_id), rule.as_of, [str(rule.pk)], label)
            found.setdefault(outcome.code, raised)
    return FewRaised([found[code] for code in sorted(found)])


def _declare(
    key: str,
    name: str,
    search: Callable[[Any, Moment, bool], RaisedRows],
    definition: str,
    sources: tuple[str, ...],
    *,
    rows: dict[str, str] | None = None,
    shown_in: str = "plan-list",
    severity: str = "warning",
) -> Flag:
    return declare(
        Flag(
            key=key,
            name=name,
            definition=definition,
            sources=sources,
            severity=severity,
            rows=rows or {},
            search=search,
            page=shown_in,
        )
    )


_declare(
    "plans.goal_without_action",
    "Goal without action",
    goal_without_action,
    "A goal of a plan under which no action is recorded.",
    ("DRAFT-78-133, OP 7 (a)",),
)
_declare(
    "plans.control_unverified",
    "Control not verified",
    control_unverified,
    "Nobody beside the responsible office has verified a control, or says that it cannot.",
    ("A/74/588, para 19 (b)",),
    severity="serious",
)
_declare(
    "plans.assumption_broken",
    "Planning assumption broken",
    assumption_broken,
    "An assumption a plan rests on is stated not to hold.",
    ("A/75/6 (Sect. 29C), para 29C.9",),
)
_declare(
    "resources.funding_ends",
    "Funding ends",
    funding_ends,
    "Money or posts end within the days set by the administrator, or ended less than a year ago.",
    ("A/69/517, para 14", "A/75/6 (Sect. 29C), para 29C.72"),
)
_declare(
    "indicators.below_plan",
    "Below plan",
    below_plan,
    "The last actual value falls short of what was planned or targeted for its period, or of the "
    "last target; where less is better, it exceeds it.",
    ("A/75/6 (Sect. 29C), table 29C.17",),
    rows={"below_plan": "yes"},
    shown_in="indicator-list",
)
_declare(
    "indicators.below_threshold",
    "Below the threshold",
    below_threshold,
    "The last actual value lies under the value below which the indicator warns.",
    ("A/75/6 (Sect. 29C), para 29C.48",),
    shown_in="indicator-list",
)
_declare(
    "resources.printed_differs",
    "Printed and computed differ",
    printed_differs,
    "A printed number is not what the portal computes from the numbers printed beside it. It "
    "corrects neither.",
    ("A/69/517, annex III", "A/75/6 (Sect. 29C)"),
    shown_in="discrepancies",
)
