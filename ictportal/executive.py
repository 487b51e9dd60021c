"""Five questions about the whole register, answered by the figures that other pages show too."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits import figures as audited
from audits.views.registers import board_parameters, layer_parameters
from governance import bodies
from governance import figures as governing
from governance.bodies import BodyRow
from governance.figures import requests
from governance.lifecycle import Cadence, MandateStatus, TermsState
from governance.lifecycle import Kept as Standing
from governance.models import MandateState
from governance.performance import known_bodies
from governance.queries import bodies as body_queries
from ledger import days
from ledger.days import Period
from ledger.figures import Answer, Figure, Part, Status
from ledger.moments import Moment
from projects import figures as portfolio
from projects.comparisons import DIFFERS, compared
from projects.filters import complete_but_unmet
from projects.lifecycle import Met
from projects.models import ProjectState
from projects.policies import viewable_objectives
from secretariat.models import Citation
from secretariat.reconciliation import Line, reconcile

#: How many rows of a list the page shows; the rest is behind the link.
SHOWN = 4
OVERDUE_SHOWN = 3
#: How many places of printed numbers a card cites.
PLACES = 2


@dataclass(frozen=True)
class Told:
    """A figure and what it answers."""

    figure: Figure
    answer: Answer

    def part(self, key: str) -> Part | None:
        """One part of the answer; nothing where it counts none."""
        return next((one for one in self.answer.parts if one.key == key), None)


@dataclass(frozen=True)
class Aged:
    """What is open after two years: on the day, and when it was last assessed.

    ``assessed`` stands only where the sources leave it open on the day and did not on the day of
    the last assessment; the rows of its answer name that day.
    """

    told: Told
    assessed: Told | None = None

    @property
    def shown(self) -> Told:
        """The answer that is certain, where there is one."""
        return self.assessed or self.told


@dataclass(frozen=True)
class Unmet:
    """A project reported complete while an objective is unmet, and the cases it stands in."""

    project: ProjectState
    cases: Sequence[str]


@dataclass(frozen=True)
class Completion:
    """Which projects are called complete while their objective is unmet."""

    told: Told
    rows: Sequence[Unmet]

    @property
    def left_out(self) -> int:
        """How many of the projects are not among ``rows``."""
        return (self.told.answer.numerator or 0) - len(self.rows)


@dataclass(frozen=True)
class Kept:
    """How one body met in the year shown: a part of the figure, and what was required of it."""

    row: BodyRow
    part: Part

    @property
    def required(self) -> str:
        """The number required, with *at least* where the terms of reference say so."""
        counted = {"n": self.part.whole}
        said = _("at least %(n)s") if self._is(Cadence.PER_YEAR) else "%(n)s"
        return said % counted

    @property
    def computed(self) -> str:
        """How the number required comes about, where it is the portal that computes it.

        The full intervals of A/74/588, para 14: a number of weeks, under one rule in the year.
        """
        if not self._is(Cadence.EVERY_WEEKS):
            return ""
        weeks = apnumber(self._terms[0].cadence_number)
        said = ngettext(
            "%(n)s full %(weeks)s-week interval, computed by the portal",
            "%(n)s full %(weeks)s-week intervals, computed by the portal",
            self.part.whole,
        )
        return said % {"n": self.part.whole, "weeks": weeks}

    @property
    def is_missed(self) -> bool:
        """Whether it met too seldom."""
        return self.row.did.status is Standing.MISSED

    def _is(self, cadence: Cadence) -> bool:
        return {one.cadence for one in self._terms} == {cadence} and len(self._terms) == 1

    @property
    def _terms(self) -> list[Any]:
        """The terms of reference in force in the year."""
        period = self.row.did.period
        return [
            one
            for one in self.row.known.terms
            if one.state == TermsState.IN_FORCE
            and one.valid_from <= period.last
            and (one.valid_to is None or one.valid_to >= period.first)
        ]


@dataclass(frozen=True)
class Year:
    """Whether the governing bodies met, in the last ended year of which the register knows.

    ``rows`` has those that met too seldom first.
    """

    told: Told
    period: Period
    ended: str
    rows: Sequence[BodyRow]

    @property
    def name(self) -> str:
        """The year as it is written."""
        return days.period_text(self.period.last, self.period.precision)

    @property
    def shown(self) -> Sequence[BodyRow]:
        """The first bodies."""
        return self.rows[:SHOWN]

    @property
    def kept(self) -> list[Kept]:
        """Those of the first bodies of which a number is required and known."""
        parts = {part.key: part for part in self.told.answer.parts}
        return [Kept(row, parts[row.code]) for row in self.shown if row.code in parts]


@dataclass(frozen=True)
class Agreement:
    """What was told the General Assembly, and whether the register still agrees.

    ``lines`` holds each printed number against the register; ``differing`` counts comparisons
    inside the documents.
    """

    lines: Sequence[Line]
    compared: int
    differing: int

    @property
    def printed(self) -> int:
        """How many printed numbers were held against the register."""
        return len(self.lines)

    @property
    def outcomes(self) -> Mapping[str, int]:
        """How many of them came to each outcome."""
        return Counter(line.outcome for line in self.lines)

    @property
    def observed_through(self) -> date | None:
        """The last day a printed number speaks for."""
        return max((line.printed.as_of for line in self.lines), default=None)

    @property
    def citations(self) -> list[Citation]:
        """Where the numbers are printed, each place once; the first of them."""
        places = {
            (one.document.symbol, one.locator): one
            for one in (line.printed.citation for line in self.lines)
            if one is not None
        }
        return list(places.values())[:PLACES]


@dataclass(frozen=True)
class Asked:
    """What the Assembly asked for: the figure, the first overdue rows, and self-certification."""

    told: Told
    overdue: Sequence[MandateState]
    response: Told


@dataclass(frozen=True)
class Overview:
    """The five answers."""

    status: Told
    older: Aged
    completion: Completion
    year: Year
    agreement: Agreement
    asked: Asked


def overview(viewer: Any, moment: Moment, *, demonstration: bool = False) -> Overview:
    """The five answers at a moment, in one layer, over what the viewer may see."""
    board = board_parameters(demonstration)
    layer = layer_parameters(demonstration)
    return Overview(
        status=_told(viewer, moment, board, audited.STATUS),
        older=_aged(viewer, moment, board),
        completion=_completion(viewer, moment, layer),
        year=_year(viewer, moment, demonstration),
        agreement=_agreement(viewer, moment, demonstration),
        asked=_asked(viewer, moment, layer),
    )


def _told(viewer: Any, moment: Moment, parameters: Mapping[str, str], figure: Figure) -> Told:
    return Told(figure, figure.answer(viewer, moment, parameters))


def _aged(viewer: Any, moment: Moment, board: Mapping[str, str]) -> Aged:
    """Open after two years; where that is uncertain, as it was when last assessed."""
    told = _told(viewer, moment, board, audited.OLDER)
    last = told.answer.observed_through
    if told.answer.status != Status.UNDETERMINED or last is None:
        return Aged(told)
    then = Moment(as_of=last, known_at=moment.known_at, known=moment.known)
    before = _told(viewer, then, board, audited.OLDER)
    certain = before.answer.status == Status.OK
    return Aged(told, replace(before, answer=_on_day(before.answer, last)) if certain else None)


def _on_day(answer: Answer, day: date) -> Answer:
    """The same answer, its rows those of another day than the page's."""
    asked = {"as_of": day.isoformat()}
    parts = [replace(part, rows={**part.rows, **asked}) for part in answer.parts]
    return replace(answer, rows={**answer.rows, **asked}, parts=parts)


def _completion(viewer: Any, moment: Moment, layer: Mapping[str, str]) -> Completion:
    """The figure, and the first projects with the cases a document counts them under."""
    told = _told(viewer, moment, layer, portfolio.COMPLETE_BUT_UNMET)
    found = portfolio.population(viewer, moment, layer).filter(complete_but_unmet())
    shown = list(found.order_by("code")[:SHOWN])
    unmet = viewable_objectives(
        viewer, moment, demonstration=portfolio.is_demonstration(layer)
    ).filter(project__in=[one.project_id for one in shown], met__in=[Met.NO, Met.PARTLY])
    cases: dict[Any, dict[str, None]] = {}
    for project, case in unmet.order_by("case").values_list("project", "case"):
        cases.setdefault(project, {})[case] = None
    rows = [Unmet(one, [case for case in cases.get(one.project_id, {}) if case]) for one in shown]
    return Completion(told, rows)


def _year(viewer: Any, moment: Moment, demonstration: bool) -> Year:
    """The bodies in the last ended year of which it is known of any how often it met."""
    known = known_bodies(viewer, moment, demonstration=demonstration)
    named = body_queries.family(viewer, moment, demonstration=demonstration)
    period = bodies.telling_period(known, moment)
    drawn = bodies.ordered(bodies.judged(known, period, named, lambda row: row.is_drawn), "")
    rows = sorted(drawn, key=lambda row: row.did.status is not Standing.MISSED)
    name = days.period_text(period.last, period.precision)
    parameters = {"period": name, **layer_parameters(demonstration)}
    told = _told(viewer, moment, parameters, governing.MEETINGS)
    return Year(told, period, governing.period_name({}, moment), rows)


def _agreement(viewer: Any, moment: Moment, demonstration: bool) -> Agreement:
    """Printed numbers against the register; print against print."""
    lines = reconcile(viewer, moment, demonstration=demonstration)
    found = compared(moment, demonstration)
    return Agreement(lines, len(found), sum(one.outcome == DIFFERS for one in found))


def _asked(viewer: Any, moment: Moment, layer: Mapping[str, str]) -> Asked:
    overdue = requests.population(viewer, moment, {**layer, "status": MandateStatus.OVERDUE.value})
    joined = overdue.select_related("document", "mandate", "particulars")
    return Asked(
        told=_told(viewer, moment, layer, governing.FULFILLED),
        overdue=list(joined.order_by("due_on", "code")[:OVERDUE_SHOWN]),
        response=_told(viewer, moment, layer, governing.RESPONSE),
    )
