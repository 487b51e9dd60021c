"""The lines of the page of one project, and what its chart draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.flags import Flag
from ledger.importing.cells import decimal_text
from ledger.moments import Moment
from projects.lifecycle import ValueRole
from projects.models import (
    BaselineProposal,
    IndicatorValue,
    MilestoneDate,
    MilestoneState,
    ObjectiveAssessment,
    ObjectiveState,
    ProjectBudget,
    StatusReport,
)


@dataclass
class ObjectiveLine:
    """An objective with both voices and what measures it."""

    state: ObjectiveState
    words: list[ObjectiveAssessment] = field(default_factory=list)
    values: dict[str, IndicatorValue] = field(default_factory=dict)

    @property
    def differ(self) -> bool:
        """Whether the auditor does not follow the owner."""
        owner, auditor = self.state.owner, self.state.auditor
        return bool(owner and auditor and owner.met != auditor.met)

    @property
    def measured(self) -> list[tuple[IndicatorValue, str]]:
        """The last value of each role with its number, from baseline to what was measured."""
        order = (ValueRole.BASELINE, ValueRole.PLANNED, ValueRole.TARGET, ValueRole.ACTUAL)
        held = [self.values[role] for role in order if role in self.values]
        return [(value, decimal_text(value.thousandths)) for value in held]

    @property
    def earlier(self) -> list[ObjectiveAssessment]:
        """What each voice said before its last word."""
        return [w for w in self.words if w.pk not in {self.state.owner_id, self.state.auditor_id}]


@dataclass
class MilestoneLine:
    """A milestone with every date ever named for it and what waits for a decision."""

    state: MilestoneState
    passed: bool
    dates: list[MilestoneDate] = field(default_factory=list)
    proposals: list[BaselineProposal] = field(default_factory=list)


@dataclass(frozen=True)
class BudgetLine:
    """A year and fund, with what differs from the budget."""

    row: ProjectBudget

    @property
    def variance(self) -> int | None:
        """Actual, or else the forecast, less the budget."""
        spent = self.row.actual if self.row.actual is not None else self.row.forecast
        if spent is None or self.row.budget is None:
            return None
        return spent - self.row.budget


@dataclass(frozen=True)
class ReportLine:
    """A quarter: the report on it, or that it is missing."""

    quarter: str
    word: str
    due_on: date | None
    report: StatusReport | None


@dataclass(frozen=True)
class RaisedHere:
    """A flag about the project, or about one of its milestones."""

    flag: Flag
    since: date
    about: str


def drawn(
    percents: Sequence[Any],
    objectives: Sequence[ObjectiveLine],
    milestones: Sequence[MilestoneLine],
    moment: Moment,
) -> dict[str, Any]:
    """What the chart draws: percentages, words about objectives, and milestones by day."""
    words = [
        {
            "day": word.as_of,
            "voice": word.voice,
            "met": word.met,
            "label": line.state.name,
        }
        for line in objectives
        for word in line.words
    ]
    dated = [
        {
            "code": line.state.code,
            "name": line.state.name,
            "first": line.state.first_day,
            "day": line.state.expected,
            "reached": line.state.reached,
        }
        for line in milestones
        if line.state.expected is not None
    ]
    points = [
        {"day": one.as_of, "percent": one.percent, "method": one.method}
        for one in reversed(list(percents))
    ]
    return {"points": points, "words": words, "milestones": dated, "as_of": moment.as_of}
