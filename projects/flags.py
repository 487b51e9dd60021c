"""The flags of projects: what a rule finds, since which day, with the rows that prove it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from ledger import days
from ledger.flags import FewRaised, Flag, Raised, RaisedRows, declare
from ledger.moments import Moment
from projects import filters
from projects.lifecycle import Met, PortfolioMove
from projects.models import MilestoneState, ObjectiveAssessment, ProjectState, StatusReport
from projects.policies import viewable_by, viewable_milestones
from projects.state import objectives_at, report_due_days
from secretariat.access import may
from secretariat.models import PopulationCount
from secretariat.queries import threshold
from secretariat.roles import Permission

PARA_10 = "A/74/588, para 10"
IN_PORTFOLIO = Q(event_kind=PortfolioMove.ENTRY)
POPULATION = "strategic-projects"


@dataclass(frozen=True)
class RaisedProjects:
    """Findings that are rows of the portfolio; ``tell`` dates and proves them, all at once."""

    rows: QuerySet[ProjectState]
    tell: Callable[[list[ProjectState]], Iterator[tuple[ProjectState, date, list[str]]]]

    def count(self) -> int:
        """How many there are."""
        return self.rows.count()

    def __iter__(self) -> Iterator[Raised]:
        for state, since, proof in self.tell(list(self.rows.order_by("code"))):
            yield Raised(
                subject_id=str(state.project_id),
                since=since,
                proof=proof,
                label=f"{state.code} {state.title}",
                view="project-detail",
                code=state.code,
            )


Told = Iterator[tuple[ProjectState, date, list[str]]]


def _inside(viewer: Any, moment: Moment, demonstration: bool) -> QuerySet[ProjectState]:
    rows = viewable_by(viewer, moment, demonstration=demonstration)
    return rows.filter(IN_PORTFOLIO).select_related("particulars", "percent_said", "report")


def complete_but_unmet(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Reported at 100 per cent while an objective is unmet; since both were on record."""
    rows = _inside(viewer, moment, demonstration).filter(filters.complete_but_unmet())

    def tell(states: list[ProjectState]) -> Told:
        found = _unmet(states, moment)
        for state in states:
            said = found[state.project_id]
            assert state.percent_as_of is not None
            since = max(state.percent_as_of, min(one.as_of for one in said))
            yield state, since, [str(state.percent_said_id), *(str(one.pk) for one in said)]

    return RaisedProjects(rows, tell)


def _unmet(states: list[ProjectState], moment: Moment) -> dict[Any, list[ObjectiveAssessment]]:
    """The words that call an objective of these projects unmet."""
    ids = [state.project_id for state in states]
    rows = objectives_at(moment).filter(project__in=ids, met__in=[Met.NO, Met.PARTLY])
    found: dict[Any, list[ObjectiveAssessment]] = {}
    for row in rows.select_related("owner", "auditor"):
        said = row.auditor or row.owner
        assert said is not None
        found.setdefault(row.project_id, []).append(said)
    return found


def report_missing(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A status report that is due was not published; since the day it was due."""
    rows = _inside(viewer, moment, demonstration).filter(filters.missing_report())
    due_days = timedelta(days=report_due_days(moment))

    def tell(states: list[ProjectState]) -> Told:
        held = _quarters(states, moment)
        for state in states:
            first = _first_missing(state, held.get(state.project_id, set()))
            since = days.parse_quarter(days.quarter_named(first)).last + due_days
            yield state, since, [str(state.particulars_id)]

    return RaisedProjects(rows, tell)


def _quarters(states: list[ProjectState], moment: Moment) -> dict[Any, set[int]]:
    ids = [state.project_id for state in states]
    rows = StatusReport.objects.filter(subject__in=ids, published_on__lte=moment.as_of)
    found: dict[Any, set[int]] = {}
    for project, number in rows.standing(known=moment.known).values_list("subject", "quarter_no"):
        found.setdefault(project, set()).add(number)
    return found


def _first_missing(state: ProjectState, held: set[int]) -> int:
    assert state.first_due_no is not None
    due = range(state.first_due_no, state.last_due_no + 1)
    return next((number for number in due if number not in held), state.last_due_no)


def report_stale(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """The last status report speaks for a quarter that ended longer ago than the threshold."""
    after = threshold("report_stale_after_days", moment)
    last = moment.as_of - timedelta(days=after)
    rows = _inside(viewer, moment, demonstration).filter(
        closure__isnull=True, report__as_of__lt=last
    )

    def tell(states: list[ProjectState]) -> Told:
        for state in states:
            assert state.report is not None
            since = state.report.as_of + timedelta(days=after + 1)
            yield state, since, [str(state.report_id)]

    return RaisedProjects(rows, tell)


def gap(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """No objective, no driver or no owner; since the particulars say so."""
    rows = _inside(viewer, moment, demonstration).filter(filters.gap("any"))

    def tell(states: list[ProjectState]) -> Told:
        for state in states:
            yield state, state.particulars.as_of, [str(state.particulars_id)]

    return RaisedProjects(rows, tell)


def closing_without_reasons(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Reported at 100 per cent, and no closing says what came of it, why, and what was learned."""
    rows = _inside(viewer, moment, demonstration).filter(percent=100, closure__isnull=True)

    def tell(states: list[ProjectState]) -> Told:
        for state in states:
            assert state.percent_as_of is not None
            yield state, state.percent_as_of, [str(state.percent_said_id)]

    return RaisedProjects(rows, tell)


@dataclass(frozen=True)
class RaisedMilestones:
    """Findings that are milestones."""

    rows: QuerySet[MilestoneState]

    def count(self) -> int:
        """How many there are."""
        return self.rows.count()

    def __iter__(self) -> Iterator[Raised]:
        for state in self.rows.order_by("code"):
            named = state.actual or state.forecast or state.current
            assert named is not None
            yield Raised(
                subject_id=str(state.milestone_id),
                since=named.as_of,
                proof=[str(state.first_id), str(named.pk)],
                label=f"{state.code} {state.name}",
                view="project-detail",
                code=state.project.code,
            )


def milestone_slipped(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A milestone is, by what was said, later than first promised."""
    rows = viewable_milestones(viewer, moment, demonstration=demonstration)
    late = rows.filter(filters.later_than_promised())
    return RaisedMilestones(late.select_related("project", "actual", "forecast", "current"))


def count_differs(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """The portfolio does not hold as many projects as the sources count."""
    if demonstration or not may(viewer, Permission.READ_REGISTER):
        return FewRaised([])
    counts = PopulationCount.objects.filter(subject__code=POPULATION)
    stated = counts.current(moment.as_of, known=moment.known).first()
    held = _inside(viewer, moment, demonstration).count()
    if stated is None or held == stated.count:
        return FewRaised([])
    label = f"{held} projects in the portfolio, {stated.count} by {stated.as_printed}"
    return FewRaised([Raised(str(stated.subject_id), stated.as_of, [str(stated.pk)], label)])


def _declare(
    key: str,
    name: str,
    search: Callable[[Any, Moment, bool], RaisedRows],
    definition: str,
    *,
    rows: dict[str, str],
    severity: str = "warning",
    sources: tuple[str, ...] = (PARA_10,),
    shown_in: str = "project-list",
) -> Flag:
    return declare(
        Flag(
            key=f"projects.{key}",
            name=name,
            definition=definition,
            sources=sources,
            severity=severity,
            rows=rows,
            search=search,
            page=shown_in,
        )
    )


_declare(
    "complete_but_unmet",
    "Reported complete, objective unmet",
    complete_but_unmet,
    "The last stated percentage is 100 and an objective is not met or partly met, by the "
    "auditor's last word or else the owner's. Raised since both were on record.",
    rows={"portfolio": "in", "complete_but_unmet": "yes"},
    severity="serious",
)
_declare(
    "report_missing",
    "Status report missing",
    report_missing,
    "A status report that is due has not been published. Raised since the day the first missing "
    "one was due.",
    rows={"portfolio": "in", "reports": "missing"},
    sources=("A/74/588, para 14 (a)",),
)
_declare(
    "report_stale",
    "Status report stale",
    report_stale,
    "The last status report speaks for a quarter that ended longer ago than the threshold of days.",
    rows={"portfolio": "in", "stale": "yes"},
    sources=("A/74/588, para 14 (a)",),
)
_declare(
    "gap",
    "No objective, driver or owner",
    gap,
    "The particulars of a project name no objective of the strategy, no driver or enabler, or no "
    "lead entity.",
    rows={"portfolio": "in", "gap": "any"},
    sources=("A/69/517, paras 8-9, 44",),
)
_declare(
    "closing_without_reasons",
    "Complete without a closing",
    closing_without_reasons,
    "The last stated percentage is 100, and no closing says what came of the project, why, and "
    "what was learned.",
    rows={"portfolio": "in", "complete": "yes", "closed": "no"},
)
_declare(
    "milestone_slipped",
    "Milestone slipped",
    milestone_slipped,
    "By its forecast, its new baseline or the day it was reached, a milestone is later than its "
    "first baseline. Nothing is derived where nobody has said anything.",
    rows={"slipped": "yes"},
    sources=("A/74/588, footnote 3",),
    shown_in="slippage",
)
_declare(
    "count_differs",
    "Another number of projects",
    count_differs,
    "The portfolio does not hold as many projects as the sources count.",
    rows={},
    sources=("A/74/588, para 2",),
)
