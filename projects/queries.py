"""Read answers about projects for pages, API and exports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ledger import days
from ledger.models import Entry
from ledger.moments import Moment
from projects.models import (
    Closure,
    ElementParticulars,
    IndicatorState,
    IndicatorValue,
    MilestoneDate,
    MilestoneState,
    ObjectiveAssessment,
    ObjectiveState,
    PercentComplete,
    PortfolioEvent,
    Project,
    ProjectBudget,
    ProjectLink,
    ProjectState,
    StatusReport,
)

ORDERINGS = {
    "code": ("code",),
    "title": ("title",),
    "driver": ("driver__code",),
    "overall": ("overall",),
    "percent": ("percent",),
    "unmet": ("unmet",),
    "slipped": ("slipped",),
    "report": ("report_no",),
    "lead": ("lead_entity__code",),
}
INDICATOR_ORDERINGS = {
    "group": ("group", "order"),
    "code": ("code",),
    "name": ("name",),
    "actual": ("actual_end",),
}


def ordered(rows: QuerySet[Any], ordering: str, known: Mapping[str, tuple[str, ...]]) -> Any:
    """The rows in one of the declared orders, a minus turning it, always ending on the code."""
    down = ordering.startswith("-")
    names = known.get(ordering.lstrip("-"), ("code",))
    return rows.order_by(*(f"-{name}" if down else name for name in names), "code")


def related(rows: QuerySet[ProjectState]) -> QuerySet[ProjectState]:
    """The rows joined with all a list shows of each."""
    return rows.select_related(
        "project", "plan", "particulars__citation__document", "driver", "lead_entity", "report"
    )


def series(model: Any, subject: UUID, moment: Moment) -> Any:
    """What one series said about a subject up to the moment, newest first."""
    rows = model.objects.filter(subject=subject, as_of__lte=moment.as_of)
    standing = rows.standing(known=moment.known).order_by("-as_of", "-ordinal")
    return standing.select_related("citation__document", "entry")


def latest_per(rows: Iterable[Any], *names: str) -> list[Any]:
    """Of rows with the same values of these attributes the newest; rows come newest first."""
    found: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        found.setdefault(tuple(getattr(row, name) for name in names), row)
    return list(found.values())


def status_reports(subject: UUID, moment: Moment) -> QuerySet[StatusReport]:
    """The published reports of a project, the newest quarter first."""
    rows: QuerySet[StatusReport] = series(StatusReport, subject, moment)
    return rows.order_by("-quarter_no")


def percents(subject: UUID, moment: Moment) -> QuerySet[PercentComplete]:
    """How far the project was said to be."""
    rows: QuerySet[PercentComplete] = series(PercentComplete, subject, moment)
    return rows


def portfolio_events(subject: UUID, moment: Moment) -> QuerySet[PortfolioEvent]:
    """Entries to and exits from the portfolio."""
    rows: QuerySet[PortfolioEvent] = series(PortfolioEvent, subject, moment)
    return rows


def closures(subject: UUID, moment: Moment) -> QuerySet[Closure]:
    """How the project ended."""
    rows: QuerySet[Closure] = series(Closure, subject, moment)
    return rows


def budgets(subject: UUID, moment: Moment) -> list[ProjectBudget]:
    """Budget, forecast and actual by year and fund, as last stated."""
    rows = latest_per(series(ProjectBudget, subject, moment), "year", "fund")
    return sorted(rows, key=lambda row: (row.year, row.fund))


def links(subject: UUID, moment: Moment) -> list[ProjectLink]:
    """What the project depends on or shares a risk with."""
    rows = series(ProjectLink, subject, moment).select_related(
        "other", "citation__document", "entry"
    )
    return latest_per(rows, "kind", "other_id")


def links_in(subject: UUID, moment: Moment) -> list[ProjectLink]:
    """What depends on the project or shares a risk with it."""
    rows = ProjectLink.objects.filter(other=subject, as_of__lte=moment.as_of)
    standing = rows.standing(known=moment.known).order_by("-as_of", "-ordinal")
    return latest_per(
        standing.select_related("subject", "citation__document"), "kind", "subject_id"
    )


def assessments(subject: UUID, moment: Moment) -> QuerySet[ObjectiveAssessment]:
    """What both voices said about an objective."""
    rows: QuerySet[ObjectiveAssessment] = series(ObjectiveAssessment, subject, moment)
    return rows


def values(indicators: Sequence[UUID], moment: Moment) -> dict[UUID, list[IndicatorValue]]:
    """Every value of these indicators that stood at the moment, oldest period first."""
    rows = IndicatorValue.objects.filter(subject__in=indicators, as_of__lte=moment.as_of)
    standing = rows.standing(known=moment.known).select_related("citation__document")
    found: dict[UUID, list[IndicatorValue]] = defaultdict(list)
    for value in standing.order_by("period_end", "role", "as_of", "ordinal"):
        found[value.subject_id].append(value)
    return found


def milestone_dates(milestones: Sequence[UUID], moment: Moment) -> dict[UUID, list[MilestoneDate]]:
    """Every date ever named for these milestones, in the order in which they were named."""
    rows = MilestoneDate.objects.filter(subject__in=milestones, as_of__lte=moment.as_of)
    standing = rows.standing(known=moment.known).select_related("citation__document", "entry")
    found: dict[UUID, list[MilestoneDate]] = defaultdict(list)
    for named in standing.order_by("as_of", "ordinal"):
        found[named.subject_id].append(named)
    return found


def element_names(moment: Moment) -> dict[UUID, ElementParticulars]:
    """The particulars in force of every element of every plan, by element."""
    rows = ElementParticulars.objects.current(moment.as_of, known=moment.known)
    return {row.subject_id: row for row in rows.select_related("subject", "citation__document")}


def history(subject: UUID, known: int | None = None) -> QuerySet[Entry]:
    """Every action on a project, newest first, with its seal."""
    rows = Entry.objects.filter(subject_type=Project._meta.label_lower, subject_id=str(subject))
    if known is not None:
        rows = rows.filter(seal__no__lte=known)
    return rows.select_related("seal").order_by("-recorded_at", "-pk")


@dataclass(frozen=True)
class Quarter:
    """A quarter a report was due for: received, received late, or missing."""

    name: str
    last: date
    due_on: date
    report: StatusReport | None

    @property
    def word(self) -> str:
        """``received``, ``late`` or ``missing``."""
        if self.report is None:
            return "missing"
        return "late" if self.report.published_on > self.due_on else "received"


def quarters_due(
    state: ProjectState, reports: Iterable[StatusReport], due_days: int
) -> list[Quarter]:
    """Every quarter a report was due for, the newest first."""
    if state.first_due_no is None:
        return []
    held = {report.quarter_no: report for report in reports}
    return [
        _quarter(number, held.get(number), due_days)
        for number in range(state.last_due_no, state.first_due_no - 1, -1)
    ]


def _quarter(number: int, report: StatusReport | None, due_days: int) -> Quarter:
    name = days.quarter_named(number)
    last = days.parse_quarter(name).last
    return Quarter(name, last, date.fromordinal(last.toordinal() + due_days), report)


@dataclass
class Row:
    """A project as lists show it."""

    state: ProjectState
    driver_name: str = ""
    milestones: list[MilestoneState] = field(default_factory=list)
    objectives: list[ObjectiveState] = field(default_factory=list)

    @property
    def worst_slip(self) -> int | None:
        """The most days by which a milestone is later than first promised."""
        slips = [m.slip_first for m in self.milestones if m.slip_first is not None]
        return max(slips) if slips else None

    @property
    def moves(self) -> int:
        """How often dates were moved, all milestones together."""
        return sum(milestone.moves for milestone in self.milestones)


def with_details(
    states: Iterable[ProjectState],
    milestones: QuerySet[MilestoneState],
    objectives: QuerySet[ObjectiveState],
    names: Mapping[UUID, ElementParticulars],
) -> list[Row]:
    """Add milestones and objectives: two statements for any number of rows."""
    rows = {state.project_id: Row(state) for state in states}
    for row in rows.values():
        driver = row.state.driver_id
        row.driver_name = names[driver].name if driver and driver in names else ""
    for milestone in milestones.filter(project__in=list(rows)).order_by("code"):
        rows[milestone.project_id].milestones.append(milestone)
    for objective in objectives.filter(project__in=list(rows)).order_by("code"):
        rows[objective.project_id].objectives.append(objective)
    return list(rows.values())


def with_values(
    states: Sequence[IndicatorState], moment: Moment
) -> list[tuple[IndicatorState, list[IndicatorValue]]]:
    """Indicators with all their values: one statement for any number of rows."""
    found = values([state.indicator_id for state in states], moment)
    return [(state, found.get(state.indicator_id, [])) for state in states]
