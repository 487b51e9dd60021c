"""Quoted against computed, cell by cell. The register shows both and corrects neither."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from ledger import figures
from ledger.errors import DomainError, Invalid
from ledger.figures import Answer, Figure, Part
from ledger.moments import Moment
from secretariat.models import Measure, PrintedValue, Provenance

OUTCOMES: Mapping[str, str] = {
    "matches": "match",
    "by_construction": "matches by construction",
    "differs": "differ",
    "cannot": "cannot compute",
}
NO_ANSWER = "The figure has no answer on that day."


class Quoted(Protocol):
    """Which number of which figure is quoted: a record of its own, or part of a statement."""

    figure: str
    parameters: Any
    part: str
    measure: str

    def get_measure_display(self) -> str:
        """What of the figure is quoted, in words."""


@dataclass(frozen=True)
class Line:
    """One quoted number beside the computed one.

    ``printed`` is the statement that quotes it, ``quoted`` names the number and ``day`` is the one
    it speaks for. ``why`` says what stands in the way where nothing can be computed.
    """

    printed: Any
    quoted: Quoted
    day: date
    figure: Figure | None
    name: str
    computed: int | None
    outcome: str
    rows: Mapping[str, str]
    why: str = ""
    has_numerator: bool = False

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return OUTCOMES[self.outcome]

    @property
    def gap(self) -> int | None:
        """Computed less printed; nothing where there is no gap to speak of."""
        if self.outcome != "differs" or self.computed is None:
            return None
        return self.computed - int(self.printed.value)

    @property
    def is_unexplained(self) -> bool:
        """Whether the two differ and nobody has said why: work to do."""
        return self.outcome == "differs" and not self.printed.explanation

    @property
    def provenance(self) -> str:
        """The layer of data the statement belongs to."""
        return str(self.printed.provenance)

    @property
    def is_share(self) -> bool:
        """Whether the number is in per cent."""
        return self.quoted.measure == Measure.SHARE

    @property
    def counts_rows(self) -> bool:
        """Whether ``rows`` has as many rows as ``computed`` says.

        A share counts none, and the rows of a figure are those of its numerator.
        """
        whole = self.quoted.measure == Measure.DENOMINATOR and not self.quoted.part
        return not self.is_share and (not whole or not self.has_numerator)


class Computed(NamedTuple):
    """A figure with its answer to one question, or why there is none."""

    figure: Figure | None
    answer: Answer | None
    allotted: bool
    why: str


class Reader:
    """Computes figures for one viewer; each question about a day once, however often quoted."""

    def __init__(self, viewer: Any, moment: Moment) -> None:
        self.viewer, self.moment = viewer, moment
        self._held: dict[tuple[Any, ...], Computed] = {}

    def line(self, printed: Any, quoted: Quoted, day: date, *, demonstration: bool) -> Line:
        """A quoted number held against its own day, in the layer it was quoted in."""
        held = self._answer(quoted, day, demonstration)
        if held.figure is None or held.answer is None:
            name = held.figure.name if held.figure else quoted.figure
            return Line(printed, quoted, day, held.figure, name, None, "cannot", {}, held.why)
        part = next((part for part in held.answer.parts if part.key == quoted.part), None)
        computed = _computed(quoted, held.answer, part)
        name = f"{held.figure.name}: {part.label}" if part else held.figure.name
        return Line(
            printed,
            quoted,
            day,
            held.figure,
            f"{name} ({quoted.get_measure_display()})",
            computed,
            _outcome(computed, printed.value, held.allotted),
            part.rows if part else held.answer.rows,
            NO_ANSWER if computed is None else "",
            held.answer.numerator is not None,
        )

    def _answer(self, quoted: Quoted, day: date, demonstration: bool) -> Computed:
        parameters = dict(quoted.parameters)
        if demonstration:
            parameters["provenance"] = Provenance.DEMONSTRATION.value
        key = (quoted.figure, day, *sorted(parameters.items()))
        if key not in self._held:
            self._held[key] = self._compute(quoted.figure, day, parameters)
        return self._held[key]

    def _compute(self, key: str, day: date, parameters: Mapping[str, str]) -> Computed:
        then = Moment(as_of=day, known_at=self.moment.known_at, known=self.moment.known)
        try:
            figure = figures.get(key)
        except KeyError:
            return Computed(None, None, False, f"There is no figure “{key}” any more.")
        try:
            answer = figure.answer(self.viewer, then, parameters)
        except DomainError as refusal:
            return Computed(figure, None, False, _said(refusal))
        return Computed(figure, answer, self._is_allotted(figure, then, parameters), "")

    def _is_allotted(self, figure: Figure, then: Moment, parameters: Mapping[str, str]) -> bool:
        """Whether any row it counts was allotted so that a printed total comes out."""
        if figure.counted is None:
            return False
        rows = figure.counted(self.viewer, then, parameters)
        return bool(rows.filter(provenance=Provenance.RECONSTRUCTED).exists())


def _said(refusal: DomainError) -> str:
    """A refusal in one sentence, those of its fields where it names some."""
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    return " ".join(said for saids in fields.values() for said in saids) or str(refusal)


def _computed(quoted: Quoted, answer: Answer, part: Part | None) -> int | None:
    if quoted.part:
        if part is None:
            return 0 if quoted.measure == Measure.COUNT and answer.denominator else None
        return part.share_printed if quoted.measure == Measure.SHARE else part.count
    return {
        Measure.COUNT: int(answer.value) if answer.value is not None else None,
        Measure.SHARE: answer.share_printed,
        Measure.NUMERATOR: answer.numerator,
        Measure.DENOMINATOR: answer.denominator,
    }[Measure(quoted.measure)]


def _outcome(computed: int | None, value: int, allotted: bool) -> str:
    """What comes of it; rows allotted so that it comes out make *by construction*, no match."""
    if computed is None:
        return "cannot"
    if computed != value:
        return "differs"
    return "by_construction" if allotted else "matches"


def reconcile(viewer: Any, moment: Moment, *, demonstration: bool = False) -> list[Line]:
    """Every printed number of a layer known at the moment, each held against its own day."""
    rows = PrintedValue.objects.filter(
        as_of__lte=moment.as_of, subject__demonstration=demonstration
    )
    printed = rows.standing(known=moment.known).select_related("subject", "citation__document")
    reader = Reader(viewer, moment)
    return [
        reader.line(value, value.subject, value.as_of, demonstration=demonstration)
        for value in printed.order_by("subject__code", "as_of", "pk")
    ]


def narrowed(lines: Iterable[Line], asked: Mapping[str, str]) -> list[Line]:
    """The lines that meet the filters ``outcome``, ``document`` and ``explained``.

    Raises ``Invalid`` naming a filter that is not known, or a word it does not have.
    """
    _check(asked)
    return [line for line in lines if all(FILTERS[name](line, asked[name]) for name in asked)]


def _check(asked: Mapping[str, str]) -> None:
    words: Mapping[str, Iterable[str]] = {"outcome": OUTCOMES, "explained": ("yes", "no")}
    for name, value in asked.items():
        if name not in FILTERS:
            said = f"There is no such filter. Known are: {', '.join(FILTERS)}."
            raise Invalid(fields={name: said})
        if name in words and value not in words[name]:
            said = f"“{value[:60]}” is not known here. Choose one of: {', '.join(words[name])}."
            raise Invalid(fields={name: said})


def symbol_of(line: Line) -> str:
    """The symbol of the document that prints the number."""
    place = line.printed.citation
    return str(place.document.symbol) if place else ""


FILTERS: Mapping[str, Any] = {
    "outcome": lambda line, value: line.outcome == value,
    "document": lambda line, value: symbol_of(line) == value,
    "explained": lambda line, value: (
        line.outcome == "differs" and line.is_unexplained == (value == "no")
    ),
}
