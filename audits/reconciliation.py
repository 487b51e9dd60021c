"""Printed against computed, cell by cell. The register shows both and corrects neither."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.figures import population
from ledger import figures
from ledger.errors import DomainError
from ledger.figures import Answer, Figure, Part
from ledger.moments import Moment
from secretariat.models import Measure, PrintedFigure, PrintedValue, Provenance

OUTCOMES: Mapping[str, str] = {
    "matches": "match",
    "by_construction": "matches by construction",
    "differs": "differ",
    "cannot": "cannot compute",
}


@dataclass(frozen=True)
class Line:
    """One printed number beside the computed one."""

    printed: PrintedValue
    figure: Figure | None
    name: str
    computed: int | None
    outcome: str
    rows: Mapping[str, str]

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return OUTCOMES[self.outcome]


def reconcile(viewer: Any, moment: Moment) -> list[Line]:
    """Every printed number known at the moment, each held against its own day.

    A number whose rows were allotted so that it comes out reconciles as *matches by construction*,
    never as a match.
    """
    printed = (
        PrintedValue.objects.filter(as_of__lte=moment.as_of, subject__demonstration=False)
        .standing(known=moment.known)
        .select_related("subject", "citation__document")
        .order_by("subject__code", "as_of", "pk")
    )
    return [_line(viewer, moment, value) for value in printed]


def _line(viewer: Any, moment: Moment, value: PrintedValue) -> Line:
    cell = value.subject
    day = Moment(as_of=value.as_of, known_at=moment.known_at, known=moment.known)
    try:
        figure = figures.get(cell.figure)
        answer = figure.answer(viewer, day, cell.parameters)
    except (KeyError, DomainError):
        return Line(value, None, cell.code, None, "cannot", {})
    part = next((part for part in answer.parts if part.key == cell.part), None)
    computed = _computed(cell, answer, part)
    rows = part.rows if part else answer.rows
    name = f"{figure.name}: {part.label}" if part else figure.name
    outcome = _outcome(viewer, day, value, computed)
    return Line(value, figure, f"{name} ({cell.get_measure_display()})", computed, outcome, rows)


def _computed(cell: PrintedFigure, answer: Answer, part: Part | None) -> int | None:
    if cell.part:
        if part is None:
            return 0 if cell.measure == Measure.COUNT and answer.denominator else None
        return part.share_printed if cell.measure == Measure.SHARE else part.count
    return {
        Measure.COUNT: int(answer.value) if answer.value is not None else None,
        Measure.SHARE: answer.share_printed,
        Measure.NUMERATOR: answer.numerator,
        Measure.DENOMINATOR: answer.denominator,
    }[Measure(cell.measure)]


def _outcome(viewer: Any, day: Moment, value: PrintedValue, computed: int | None) -> str:
    if computed is None:
        return "cannot"
    if computed != value.value:
        return "differs"
    rows = population(viewer, day, value.subject.parameters)
    allotted = rows.filter(provenance=Provenance.RECONSTRUCTED).exists()
    return "by_construction" if allotted else "matches"
