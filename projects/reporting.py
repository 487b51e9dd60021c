"""What a status report asks for, what the form opens with, and how what was typed is read.

What is typed is a flat table of texts (``percent``, ``schedule``, ``milestone:P07-M1:expected``,
``risk:0:title``), so that a draft keeps everything and two versions can be laid side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ledger import days
from ledger.errors import Invalid
from ledger.importing import cells as read
from ledger.texts import PROSE_LIMIT, clean_line, clean_prose, text_fault
from projects.lifecycle import RATED, SEVERITY, Rating
from projects.models import MilestoneState, PercentComplete, StatusReport

TEXTS = ("achievements", "challenges", "lessons", "next_steps")
RISK_PARTS = ("title", "rating", "response")
RISKS = 5
Content = Mapping[str, str]


@dataclass(frozen=True)
class Before:
    """What the last quarter said: the form opens with it, and changes are held against it."""

    report: StatusReport | None
    percent: PercentComplete | None
    milestones: Sequence[MilestoneState]
    starts_on: date | None
    period: days.Period


@dataclass
class ReadMilestone:
    """A milestone as the report states it."""

    state: MilestoneState
    expected: date
    reached: bool
    reason: str

    @property
    def moved(self) -> bool:
        """Whether the date differs from what stood before."""
        return self.expected != self.state.expected


@dataclass
class ReadReport:
    """A report that is complete and meets every rule."""

    percent: int
    method: str
    percent_reason: str
    ratings: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    milestones: list[ReadMilestone] = field(default_factory=list)
    risks: list[tuple[str, str, str]] = field(default_factory=list)
    correction_reason: str = ""


def names(before: Before) -> list[str]:
    """Every field there is, in the order of the form."""
    milestones = [
        f"milestone:{state.code}:{part}"
        for state in before.milestones
        for part in ("expected", "reached", "reason")
    ]
    risks = [f"risk:{n}:{part}" for n in range(RISKS) for part in RISK_PARTS]
    ratings = [f"{name}{part}" for name in RATED for part in ("", "_reason")]
    return [
        "percent",
        "method",
        "percent_reason",
        *ratings,
        *TEXTS,
        *milestones,
        *risks,
        "correction_reason",
    ]


def opening(before: Before) -> dict[str, str]:
    """What the form opens with: last quarter's values; reasons for changes stay empty."""
    content = dict.fromkeys(names(before), "")
    if before.percent is not None:
        content |= {"percent": str(before.percent.percent), "method": before.percent.method}
    report = before.report
    if report is not None:
        for name in RATED:
            content[name] = getattr(report, name)
            content[f"{name}_reason"] = getattr(report, f"{name}_reason")
        content["next_steps"] = report.next_steps
        for n, risk in enumerate(report.risks.order_by("order")[:RISKS]):
            for part in RISK_PARTS:
                content[f"risk:{n}:{part}"] = getattr(risk, part)
    for state in before.milestones:
        content[f"milestone:{state.code}:expected"] = read.as_text(state.expected)
    return content


def keep(content: Content, before: Before) -> dict[str, str]:
    """What a draft keeps: known fields, as typed. Raises ``Invalid`` for what cannot be stored."""
    kept: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name in names(before):
        typed = content.get(name, "")
        if said := text_fault(typed.replace("\r", ""), limit=PROSE_LIMIT):
            faults[name] = said
        kept[name] = typed.replace("\r\n", "\n").replace("\r", "\n")
    if faults:
        raise Invalid(fields=faults)
    return kept


class _Reader:
    """Reads fields one by one and gathers every fault before it refuses."""

    def __init__(self, content: Content, before: Before) -> None:
        self.content, self.before = content, before
        self.faults: dict[str, str] = {}

    def line(self, name: str, *, required: bool = False) -> str:
        try:
            return clean_line(self.content.get(name, ""), field=name, required=required)
        except Invalid as refusal:
            self.faults[name] = refusal.fields[name][0]
            return ""

    def prose(self, name: str, *, required: bool = False) -> str:
        try:
            return clean_prose(self.content.get(name, ""), field=name, required=required)
        except Invalid as refusal:
            self.faults[name] = refusal.fields[name][0]
            return ""

    def percent(self) -> int:
        typed = self.content.get("percent", "").strip().rstrip("%").strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= 100):
            self.faults["percent"] = "Write a whole number from 0 to 100."
            return 0
        return int(typed)

    def percent_reason(self, percent: int) -> str:
        held = self.before.percent
        fell = held is not None and percent < held.percent
        reason = self.prose("percent_reason")
        if fell and held and not reason and "percent" not in self.faults:
            self.faults["percent_reason"] = (
                f"It falls from {held.percent} to {percent} per cent. Say why."
            )
        return reason

    def rating(self, name: str) -> tuple[str, str]:
        word = self.content.get(name, "").strip()
        if word not in SEVERITY:
            self.faults[name] = "Choose a rating."
        reason = self.line(f"{name}_reason", required=True)
        held = self.before.report
        if held is not None and word in SEVERITY and reason:
            was = getattr(held, name)
            worse = was in SEVERITY and SEVERITY[word] > SEVERITY[was]
            if worse and reason == getattr(held, f"{name}_reason"):
                said = f"It is worse than last time ({Rating(was).label}). Say what has changed."
                self.faults[f"{name}_reason"] = said
        return word, reason

    def milestone(self, state: MilestoneState) -> ReadMilestone | None:
        prefix = f"milestone:{state.code}"
        expected = self._day(f"{prefix}:expected", state)
        reached = self.content.get(f"{prefix}:reached", "") == "yes"
        reason = self.prose(f"{prefix}:reason")
        if expected is None:
            return None
        said = ReadMilestone(state, expected, reached, reason)
        if reached and expected > self.before.period.last:
            self.faults[f"{prefix}:expected"] = "It cannot have been reached after the quarter."
        if said.moved and state.expected is not None and not reached and not reason:
            self.faults[f"{prefix}:reason"] = (
                f"The date moves from {state.expected} to {expected}. Say why."
            )
        return said

    def _day(self, name: str, state: MilestoneState) -> date | None:
        typed = self.content.get(name, "").strip()
        if not typed:
            if state.expected is not None:
                self.faults[name] = "Say when it is expected."
            return None
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            self.faults[name] = "Write the day as 2025-06-30."
            return None
        start = self.before.starts_on
        if start is not None and day < start:
            self.faults[name] = f"The project starts on {start}; a milestone cannot lie before."
        return day

    def risk(self, n: int) -> tuple[str, str, str] | None:
        title = self.line(f"risk:{n}:title")
        rating = self.content.get(f"risk:{n}:rating", "").strip()
        response = self.prose(f"risk:{n}:response")
        if not title:
            if response:
                self.faults[f"risk:{n}:title"] = "Name the risk."
            return None
        if rating not in SEVERITY:
            self.faults[f"risk:{n}:rating"] = "Choose a rating."
        return title, rating, response


def read_report(content: Content, before: Before, *, correcting: bool = False) -> ReadReport:
    """A complete report; raises ``Invalid`` with a sentence for each field that is no good."""
    reader = _Reader(content, before)
    percent = reader.percent()
    report = ReadReport(
        percent=percent,
        method=reader.line("method", required=True),
        percent_reason=reader.percent_reason(percent),
    )
    for name in RATED:
        report.ratings[name], report.ratings[f"{name}_reason"] = reader.rating(name)
    report.texts = {name: reader.prose(name, required=name == "achievements") for name in TEXTS}
    stated = [reader.milestone(state) for state in before.milestones]
    report.milestones = [milestone for milestone in stated if milestone]
    report.risks = [risk for n in range(RISKS) if (risk := reader.risk(n))]
    report.correction_reason = reader.prose("correction_reason", required=correcting)
    if reader.faults:
        raise Invalid(fields=dict(reader.faults))
    return report
