"""The memory of dates: what was promised for a milestone, when, by whom, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from ledger import days
from ledger.days import Precision
from ledger.errors import Invalid
from ledger.moments import Moment
from projects import filters, queries
from projects.lifecycle import DateKind
from projects.models import MilestoneDate, MilestoneState, Project, ProjectParticulars

FILTERS = ("project", "slipped", "passed")
COLUMNS = (
    "project",
    "project_title",
    "milestone",
    "name",
    "kind",
    "date",
    "precision",
    "said_on",
    "authority",
    "reason",
    "days_after_first_promise",
    "document",
    "locator",
    "provenance",
    "note",
)


def date_words(day: date | None, precision: str) -> str:
    """A date as exactly as it was named: 31 January 2017, January 2017, 2017-Q1, 2017."""
    if day is None:
        return ""
    if precision == Precision.DAY:
        return date_format(day, "j F Y")
    return (
        date_format(day, "F Y")
        if precision == Precision.MONTH
        else days.period_text(day, precision)
    )


@dataclass(frozen=True)
class Named:
    """One date named for a milestone, and how far it lies from the first promise."""

    said: MilestoneDate
    place: int
    first: date | None

    @property
    def day(self) -> date:
        """The last day that the date covers."""
        return self.said.day

    @property
    def words(self) -> str:
        """The date as exactly as it was named."""
        return date_words(self.said.day, self.said.day_precision)

    @property
    def is_first(self) -> bool:
        """Whether it is the first promise."""
        return self.place == 0

    @property
    def is_reached(self) -> bool:
        """Whether it says that the milestone was reached."""
        return self.said.kind == DateKind.ACTUAL

    @property
    def slip(self) -> int | None:
        """Days after the first promise; negative when earlier."""
        return (self.said.day - self.first).days if self.first else None


@dataclass
class Memory:
    """A milestone with every date ever named for it, in the order in which they were named."""

    state: MilestoneState
    title: str
    as_of: date
    dates: list[Named] = field(default_factory=list)

    @property
    def expected(self) -> MilestoneDate | None:
        """The statement that says when it is expected, or was reached."""
        return self.state.actual or self.state.forecast or self.state.current

    @property
    def expected_words(self) -> str:
        """The expected day as exactly as it was named."""
        said = self.expected
        return date_words(said.day, said.day_precision) if said else ""

    @property
    def first_words(self) -> str:
        """The first promise as exactly as it was named."""
        said = self.state.first
        return date_words(said.day, said.day_precision) if said else ""

    @property
    def passed(self) -> bool:
        """Whether the expected day is over and nobody has said that it was reached."""
        return self.state.has_passed(self.as_of)

    @property
    def days_passed(self) -> int:
        """How long ago the expected day was."""
        return (self.as_of - self.state.expected).days if self.state.expected else 0

    @property
    def is_late(self) -> bool:
        """Whether it is, by what was said, later than first promised."""
        return (self.state.slip_first or 0) > 0


def narrowed(rows: Any, given: Mapping[str, str]) -> Any:
    """The milestones that meet the filters; raises ``Invalid`` naming each that is no good."""
    faults: dict[str, str] = {}
    for name in set(given) - set(FILTERS):
        faults[name] = f"There is no such filter. Known are: {', '.join(sorted(FILTERS))}."
    for name in ("slipped", "passed"):
        if given.get(name, "yes") not in {"yes", "no"}:
            faults[name] = "Choose yes or no."
    code = given.get("project", "")
    if code and not Project.objects.filter(code=code).exists():
        faults["project"] = f"The register does not know “{code[:80]}”."
    if faults:
        raise Invalid(fields=faults)
    rows = rows.filter(project__code=code) if code else rows
    if given.get("slipped") == "yes":
        return rows.filter(filters.later_than_promised())
    return rows.exclude(filters.later_than_promised()) if given.get("slipped") else rows


def worst_first(rows: Any, given: Mapping[str, str], moment: Moment) -> list[MilestoneState]:
    """The milestones: the largest slip first, then dates that passed in silence, then the rest."""
    related = (
        "project",
        "first",
        "current",
        "forecast",
        "actual",
        "particulars__citation__document",
    )
    states = list(narrowed(rows, given).select_related(*related))
    if asked := given.get("passed"):
        states = [state for state in states if state.has_passed(moment.as_of) == (asked == "yes")]
    return sorted(states, key=lambda state: _badness(state, moment))


def _badness(state: MilestoneState, moment: Moment) -> tuple[Any, ...]:
    slip = state.slip_first
    passed = state.has_passed(moment.as_of)
    overdue = state.expected.toordinal() if passed and state.expected else 0
    return (-(slip or 0), not passed, overdue, slip is None, state.code)


def memories(states: Sequence[MilestoneState], moment: Moment) -> list[Memory]:
    """The milestones with their dates and the titles of their projects: two statements."""
    named = queries.milestone_dates([state.milestone_id for state in states], moment)
    titles = _titles({state.project_id for state in states}, moment)
    return [
        Memory(
            state,
            titles.get(state.project_id, ""),
            moment.as_of,
            _dates(named.get(state.milestone_id, []), state.first_day),
        )
        for state in states
    ]


def _dates(said: Iterable[MilestoneDate], first: date | None) -> list[Named]:
    return [Named(one, place, first) for place, one in enumerate(said)]


def _titles(projects: set[UUID], moment: Moment) -> dict[UUID, str]:
    rows = ProjectParticulars.objects.current(moment.as_of, known=moment.known)
    return dict(rows.filter(subject__in=projects).values_list("subject", "title"))


def projects_with_milestones(rows: Any, moment: Moment) -> list[tuple[str, str]]:
    """Code and title of the projects that have a milestone, for the filter."""
    ids = set(rows.values_list("project", flat=True))
    said = ProjectParticulars.objects.current(moment.as_of, known=moment.known)
    found = said.filter(subject__in=ids).values_list("subject__code", "title")
    return sorted(found)


def file_rows(found: Iterable[Memory]) -> Iterable[list[object]]:
    """A row for each date named; a milestone without any has one row too."""
    for memory in found:
        state = memory.state
        head: list[object] = [state.project.code, memory.title, state.code, state.name]
        for named in memory.dates:
            yield [*head, *_date_cells(named)]
        if not memory.dates:
            yield [*head, *[""] * (len(COLUMNS) - len(head))]


def _date_cells(named: Named) -> list[object]:
    said = named.said
    place = said.citation
    return [
        said.kind,
        said.day,
        said.day_precision,
        said.as_of,
        said.authority,
        said.reason,
        named.slip,
        place.document.symbol if place else "",
        place.locator if place else "",
        said.provenance,
        said.note,
    ]
