"""Which status report was due for which project and quarter, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger import days
from ledger.moments import Moment
from projects.models import ProjectState, StatusReport
from projects.queries import Quarter
from projects.state import report_due_days

#: ``late`` is a report that was received after its day, so it is one of the received too.
STATES = ("received", "late", "missing")
Held = Mapping[tuple[Any, int], StatusReport]


@dataclass(frozen=True)
class Due:
    """A project and a quarter a report was due for."""

    state: ProjectState
    quarter: Quarter

    @property
    def word(self) -> str:
        """``received``, ``late`` or ``missing``."""
        return self.quarter.word

    def counts_as(self, asked: str) -> bool:
        """Whether it is one of those asked for."""
        return self.word == asked or (asked == "received" and self.word == "late")


@dataclass
class Line:
    """A project with a place for each of the quarters shown."""

    state: ProjectState
    cells: list[Due | None] = field(default_factory=list)


def reports_of(projects: Iterable[Any], moment: Moment) -> Held:
    """The reports published by the day, by project and quarter: one statement."""
    rows = StatusReport.objects.filter(
        subject__in=list(projects), as_of__lte=moment.as_of, published_on__lte=moment.as_of
    )
    standing = rows.standing(known=moment.known).select_related("citation__document")
    return {
        (report.subject_id, report.quarter_no): report for report in standing.order_by("ordinal")
    }


class Calendar:
    """The reports due for some projects at a moment: two statements, however many there are."""

    def __init__(self, states: Sequence[ProjectState], moment: Moment) -> None:
        self.states = states
        self.due_days = report_due_days(moment)
        self.held = reports_of((state.project_id for state in states), moment)

    def due(self, state: ProjectState, number: int) -> Due | None:
        """What became of the report on a quarter; ``None`` when none was due."""
        first, last = state.first_due_no, state.last_due_no
        if first is None or not first <= number <= last:
            return None
        name = days.quarter_named(number)
        ended = days.parse_quarter(name).last
        due_on = date.fromordinal(ended.toordinal() + self.due_days)
        report = self.held.get((state.project_id, number))
        return Due(state, Quarter(name, ended, due_on, report))

    def all_due(self) -> list[Due]:
        """Every report due, by project, the newest quarter first."""
        return [
            found
            for state in self.states
            for number in range(state.last_due_no, (state.first_due_no or 1 << 30) - 1, -1)
            if (found := self.due(state, number))
        ]

    def span(self) -> tuple[int, int] | None:
        """The first and the last quarter anything was due for."""
        due = [state for state in self.states if state.due]
        if not due:
            return None
        first = min(state.first_due_no for state in due if state.first_due_no is not None)
        return first, max(state.last_due_no for state in due)

    def lines(self, numbers: Sequence[int]) -> list[Line]:
        """Each project with these quarters."""
        return [
            Line(state, [self.due(state, number) for number in numbers]) for state in self.states
        ]


def count(found: Iterable[Due]) -> dict[str, int]:
    """How many were due, received (late ones too), late and missing."""
    words = [one.word for one in found]
    late, missing = words.count("late"), words.count("missing")
    return {
        "due": len(words),
        "received": len(words) - missing,
        "late": late,
        "missing": missing,
    }
