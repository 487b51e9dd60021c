"""The flags of the tracker: what a rule finds, since which day, with the rows that prove it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from audits import ageing, filters
from audits.filters import Rows
from audits.lifecycle import Finding, LinkKind
from audits.models import Link, OversightBody, RecommendationState
from audits.policies import viewable_by
from ledger.figures import percent_printed, share_of
from ledger.flags import FewRaised, Flag, Raised, RaisedRows, declare
from ledger.moments import Moment
from secretariat.access import may
from secretariat.queries import threshold
from secretariat.reconciliation import reconcile
from secretariat.roles import Permission

PARA_4 = "A/74/588, para 4"


@dataclass(frozen=True)
class RaisedStates:
    """Findings that are rows of the list: counted in SQL, read one by one."""

    rows: Rows
    proof: Callable[[RecommendationState], list[str]]

    def count(self) -> int:
        """How many there are."""
        return self.rows.count()

    def __iter__(self) -> Iterator[Raised]:
        for state in self.rows.order_by("sort_key", "pk").iterator(chunk_size=2_000):
            yield Raised(
                subject_id=str(state.recommendation_id),
                since=state.since,  # type: ignore[attr-defined]
                proof=self.proof(state),
            )


def _found(
    viewer: Any,
    moment: Moment,
    demonstration: bool,
    condition: Q,
    since: Any,
    proof: Callable[[RecommendationState], list[str]],
) -> RaisedStates:
    visible = viewable_by(viewer, moment, demonstration=demonstration)
    rows = visible.filter(condition).annotate(since=since)
    return RaisedStates(rows, proof)


def _particulars(state: RecommendationState) -> list[str]:
    return [str(state.particulars_id)]


def _claim_and_assessment(state: RecommendationState) -> list[str]:
    return [str(proof) for proof in (state.update_id, state.assessment_id) if proof]


def _target(state: RecommendationState) -> list[str]:
    return [str(state.target_id)]


def older_than_two_years(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Open more than two years, by even the latest possible issue date."""
    condition = ageing.older(moment.as_of)
    return _found(viewer, moment, demonstration, condition, F("surely_older_from"), _particulars)


def reiterated(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A later recommendation repeats it."""
    links = Link.objects.filter(
        kind=LinkKind.REITERATES, other=OuterRef("recommendation"), as_of__lte=moment.as_of
    ).standing(known=moment.known)
    first = Subquery(links.order_by("as_of", "pk").values("as_of")[:1])
    visible = viewable_by(viewer, moment, demonstration=demonstration)
    rows = visible.annotate(since=first).filter(since__isnull=False)
    return RaisedStates(rows, _particulars)


def unanswered(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Open for longer than the threshold, and the Administration has said nothing."""
    days = threshold("unanswered_after_days", moment)
    condition = filters.unanswered() & Q(issued_not_after__lt=moment.as_of - timedelta(days=days))
    return _found(viewer, moment, demonstration, condition, F("issued_not_after"), _particulars)


def claimed_not_assessed(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Closure was requested longer ago than the threshold, and not assessed since."""
    days = threshold("claim_unassessed_after_days", moment)
    condition = filters.waiting() & Q(claimed_as_of__lt=moment.as_of - timedelta(days=days))
    return _found(
        viewer, moment, demonstration, condition, F("claimed_as_of"), _claim_and_assessment
    )


def voices_differ(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """The body assessed after the claim and did not follow it."""
    return _found(
        viewer, moment, demonstration, filters.differ(), F("assessed_as_of"), _claim_and_assessment
    )


def target_due(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """The target quarter ends within ninety days."""
    last = moment.as_of + timedelta(days=90)
    condition = ageing.OPEN & Q(target_ends_on__range=(moment.as_of, last))
    return _found(viewer, moment, demonstration, condition, F("target_ends_on"), _target)


def target_overdue(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Open, and the target quarter has ended."""
    condition = ageing.OPEN & Q(target_ends_on__lt=moment.as_of)
    return _found(viewer, moment, demonstration, condition, F("target_ends_on"), _target)


def low_rate(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A body's implementation rate lies under the threshold."""
    lowest = threshold("lowest_implementation_rate", moment)
    counted = (
        viewable_by(viewer, moment, demonstration=demonstration)
        .filter(assessment__isnull=False)
        .values("body")
        .annotate(
            n=Count("pk"),
            done=Count("pk", filter=Q(finding=Finding.IMPLEMENTED)),
            last=Max("assessed_as_of"),
        )
        .order_by("body")
    )
    bodies = {body.pk: body for body in OversightBody.objects.all()}
    return FewRaised(
        [
            _rate_of(bodies[row["body"]], row)
            for row in counted
            if 100 * row["done"] < lowest * row["n"]
        ]
    )


def _rate_of(body: OversightBody, row: Mapping[str, Any]) -> Raised:
    share = share_of(row["done"], row["n"])
    assert share is not None
    label = f"{body.name}: {row['done']} of {row['n']} ({percent_printed(share)} per cent)"
    since: date = row["last"]
    return Raised(subject_id=str(body.pk), since=since, proof=[], label=label)


def printed_differs(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A printed number is not what the register computes for the same day."""
    if not may(viewer, Permission.READ_REGISTER):
        return FewRaised([])
    return FewRaised(
        [
            Raised(
                subject_id=str(line.printed.subject_id),
                since=line.printed.as_of,
                proof=[str(line.printed.pk)],
                label=f"{line.name}: printed {line.printed.as_printed}, computed {line.computed}",
            )
            for line in reconcile(viewer, moment, demonstration=demonstration)
            if line.outcome == "differs"
        ]
    )


_ROWS: Mapping[str, Mapping[str, str]] = {
    "older_than_two_years": {"older_than_two_years": "yes"},
    "reiterated": {"reiterated": "yes"},
    "unanswered": {"voices": "unanswered"},
    "claimed_not_assessed": {"voices": "claimed_not_assessed"},
    "voices_differ": {"voices": "differ"},
    "target_due": {"target": "due_90"},
    "target_overdue": {"target": "overdue"},
}


def _declare(
    key: str,
    name: str,
    search: Callable[[Any, Moment, bool], RaisedRows],
    definition: str,
    *,
    severity: str = "warning",
    sources: tuple[str, ...] = (PARA_4,),
) -> Flag:
    return declare(
        Flag(
            key=f"recommendations.{key}",
            name=name,
            definition=definition,
            sources=sources,
            severity=severity,
            rows=_ROWS.get(key, {}),
            search=search,
        )
    )


_declare(
    "older_than_two_years",
    "Open more than two years",
    older_than_two_years,
    "Open on the day, and the day is later than the issue date plus two years, by even the "
    "latest possible issue date. Raised since the first such day.",
    severity="serious",
)
_declare(
    "reiterated",
    "Reiterated",
    reiterated,
    "A later recommendation repeats it, because the earlier action did not succeed.",
    severity="serious",
)
_declare(
    "unanswered",
    "Unanswered",
    unanswered,
    "Open for longer than the threshold of days without any update from the Administration.",
    sources=("A/74/588, para 20",),
)
_declare(
    "claimed_not_assessed",
    "Claimed, not assessed",
    claimed_not_assessed,
    "The Administration asked for closure longer ago than one cycle (the threshold of days), and "
    "the oversight body has not assessed it since.",
)
_declare(
    "voices_differ",
    "The two voices differ",
    voices_differ,
    "The oversight body assessed after the Administration's claim and did not follow it.",
)
_declare(
    "target_due",
    "Target due",
    target_due,
    "Open, and the target quarter ends within ninety days.",
)
_declare(
    "target_overdue",
    "Target date passed",
    target_overdue,
    "Open, and the target quarter has ended.",
    severity="serious",
)
_declare(
    "low_rate",
    "Low implementation rate",
    low_rate,
    "Implemented ÷ assessed of one oversight body lies under the threshold the administrator set.",
)
_declare(
    "printed_differs",
    "Printed and computed differ",
    printed_differs,
    "A number printed in a document is not what the register computes for the same day and "
    "population. The register corrects neither.",
)
