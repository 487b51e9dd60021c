"""Cells of a sheet: how one column is cleaned, shown and written, and what a form asks for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ledger import days
from ledger.importing import cells as read
from ledger.importing.cells import as_date, as_text
from ledger.importing.kinds import Clean, Column
from ledger.models import Record


class Shown(NamedTuple):
    """What a cell is read from: the record, and the statement about it where there is one."""

    record: Any
    statement: Any


#: Names of columns that would read badly as they are.
_LABELS = {"as_of": "As at", "locator": "Place in the document"}


class Codes:
    """The records that the cells of a sheet name by a code, read once per model."""

    def __init__(self, cells: Iterable["Cell"]) -> None:
        self._fields = {cell.model: cell.code_field for cell in cells if cell.model is not None}
        self._known: dict[type[Record], dict[str, Any]] = {}
        self._shown: dict[type[Record], frozenset[str]] = {}

    def of(self, model: type[Record]) -> dict[str, Any]:
        """The ids of a model's records by code."""
        if model not in self._known:
            rows = model._default_manager.values_list(self._field(model), "pk")
            self._known[model] = dict(rows)
        return self._known[model]

    def demonstration(self, model: type[Record]) -> frozenset[str]:
        """The codes of a model that belong to the demonstration."""
        if model not in self._shown:
            rows = model._default_manager.filter(demonstration=True)
            self._shown[model] = frozenset(rows.values_list(self._field(model), flat=True))
        return self._shown[model]

    def _field(self, model: type[Record]) -> str:
        return self._fields.get(model, "code")

    def add(self, model: type[Record], code: str, pk: Any) -> None:
        """Remember a record made by the same file, where other rows may name it."""
        if model in self._fields:
            self.of(model)[code] = pk


def _nothing(text: str, codes: Codes) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Cell:
    """A column with its two ways: ``show`` from the register, ``write`` into attributes.

    ``form`` says how a page asks for it. ``model`` is what a code names; ``several`` codes stand
    in one cell, separated by semicolons. ``offers`` answers what a page offers while one types,
    each value with its name.
    """

    name: str
    help: str
    show: Callable[[Shown], str]
    write: Callable[[str, Codes], dict[str, Any]] = _nothing
    clean: Clean = read.line
    required: bool = False
    form: str = "line"
    choices: tuple[tuple[str, str], ...] = ()
    model: type[Record] | None = None
    code_field: str = "code"
    several: bool = False
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    offers: Callable[[], Sequence[tuple[str, str]]] | None = None

    @property
    def label(self) -> str:
        """What a page calls the cell."""
        if self.name in _LABELS:
            return _LABELS[self.name]
        words = self.name.removesuffix("_zh").replace("_", " ").capitalize()
        return f"{words} in Chinese" if self.name.endswith("_zh") else words

    def worded(self, text: str) -> str:
        """The cell's text as a person reads it: the label of a declared word, else as it is."""
        return dict(self.choices).get(text, text)

    @property
    def column(self) -> Column:
        """The cell as a column of a file."""
        return Column(self.name, self.help, required=self.required, clean=self.clean)

    def unknown(self, text: str, codes: Codes, made: Iterable[str]) -> Iterator[str]:
        """A sentence for each code that nobody knows."""
        for model, code in self.names(text):
            if code not in codes.of(model) and code not in made:
                yield f"The register does not know “{code[:80]}”. Bring it in first."

    def names(self, text: str) -> Iterator[tuple[type[Record], str]]:
        """Each code the cell names, with the kind of record it is of."""
        if self.model is not None and text:
            for code in codes_in(text) if self.several else [text]:
                yield self.model, code

    def strange(self, text: str, codes: Codes, made: Iterable[str], layer: bool) -> Iterator[str]:
        """A sentence for each code of the other layer.

        The record never names the demonstration. The demonstration may name who and what both
        share (entities, documents, populations), and otherwise only what is its own.
        """
        for model, code in self.names(text):
            own = code in made or (code in codes.demonstration(model)) is layer
            if not own and not (layer and model._meta.app_label == "secretariat"):
                other = "the record" if layer else "the demonstration"
                yield f"“{code[:80]}” belongs to {other}; it cannot be named here."


def codes_in(text: str) -> list[str]:
    """The codes of a cell that may name several."""
    return [code.strip() for code in text.split(";") if code.strip()]


def _of(shown: Shown, attribute: str, on_record: bool) -> Any:
    return getattr(shown.record if on_record else shown.statement, attribute)


def text(
    name: str,
    help: str,
    *,
    attribute: str = "",
    clean: Clean = read.line,
    required: bool = False,
    on_record: bool = False,
    form: str = "line",
) -> Cell:
    """A line of text; ``clean`` may narrow it."""
    held = attribute or name
    return Cell(
        name,
        help,
        show=lambda shown: as_text(_of(shown, held, on_record)),
        write=lambda cell, codes: {held: cell},
        clean=clean,
        required=required,
        form=form,
    )


def prose(name: str, help: str, *, required: bool = False) -> Cell:
    """A passage of text."""
    return text(name, help, clean=read.prose, required=required, form="prose")


def code(name: str = "code", help: str = "short code", *, limit: int = 60) -> Cell:
    """The record's own code."""
    return text(name, help, attribute="code", clean=code_of(limit), required=True, on_record=True)


def code_of(limit: int) -> Clean:
    """A code: short, without the signs that expressions and lists use."""
    short = read.short(limit)

    def clean(text: str) -> str:
        if any(sign in text for sign in ";:{}*"):
            raise ValueError("A code holds none of the signs ; : { } *.")
        return short(text)

    return clean


def word(
    name: str,
    help: str,
    choices: Any,
    *,
    required: bool = False,
    on_record: bool = False,
    default: str = "",
) -> Cell:
    """One of the declared words."""
    known = [value for value in choices.values if value]
    return Cell(
        name,
        help,
        show=lambda shown: str(_of(shown, name, on_record)),
        write=lambda cell, codes: {name: cell or default},
        clean=read.one_of(known),
        required=required,
        form="choice",
        choices=tuple((str(value), str(label)) for value, label in choices.choices if value),
    )


def number(
    name: str,
    help: str,
    *,
    attribute: str = "",
    on_record: bool = False,
    default: int | None = None,
    required: bool = False,
) -> Cell:
    """A whole number, or none."""
    held = attribute or name
    return Cell(
        name,
        help,
        show=lambda shown: as_text(_of(shown, held, on_record)),
        write=lambda cell, codes: {held: int(cell) if cell else default},
        clean=read.whole_number,
        required=required,
        form="number",
    )


def decimal(name: str, help: str, *, attribute: str = "thousandths") -> Cell:
    """A number with at most three digits after the point, kept in thousandths."""
    return Cell(
        name,
        help,
        show=lambda shown: read.decimal_text(_of(shown, attribute, False)),
        write=lambda cell, codes: {attribute: read.thousandths(cell) if cell else None},
        clean=read.decimal_number,
        form="decimal",
    )


def day(name: str, help: str, *, required: bool = False) -> Cell:
    """A day and nothing less exact."""
    return Cell(
        name,
        help,
        show=lambda shown: as_text(_of(shown, name, False)),
        write=lambda cell, codes: {name: as_date(cell)},
        clean=read.exact_day,
        required=required,
        form="day",
    )


def period(
    name: str, help: str, *, attribute: str = "", precision: str = "", required: bool = False
) -> Cell:
    """A day, month, quarter or year: its last day and how exactly it is known."""
    held, exact = attribute or name, precision or f"{name}_precision"

    def write(cell: str, codes: Codes) -> dict[str, Any]:
        if not cell:
            return {held: None}
        found = days.parse_period(cell)
        return {held: found.last, exact: found.precision}

    return Cell(
        name,
        help,
        show=lambda shown: _period(_of(shown, held, False), _of(shown, exact, False)),
        write=write,
        clean=_clean_period,
        required=required,
        form="period",
    )


def _clean_period(text: str) -> str:
    found = days.parse_period(text)
    return days.period_text(found.last, found.precision)


def _period(last: date | None, precision: str) -> str:
    return days.period_text(last, precision) if last else ""


def quarter(name: str, help: str, *, required: bool = False) -> Cell:
    """A quarter, kept as it is written."""
    return text(name, help, clean=clean_quarter, required=required, form="quarter")


def clean_quarter(text: str) -> str:
    """A quarter such as 2025-Q2."""
    return days.quarter_of(days.parse_quarter(text.strip().upper()).last)


def quarter_number(name: str, help: str, *, attribute: str) -> Cell:
    """A quarter, kept as its number."""
    return Cell(
        name,
        help,
        show=lambda shown: _named(_of(shown, attribute, False)),
        write=lambda cell, codes: {attribute: days.quarter_number(cell) if cell else None},
        clean=clean_quarter,
        form="quarter",
    )


def _named(held: int | None) -> str:
    return days.quarter_named(held) if held is not None else ""


def yes_no(name: str, help: str, *, unknown: bool = False) -> Cell:
    """Yes or no; empty is no, or *not known* where that can be."""
    meaning = {"yes": True, "no": False, "": None if unknown else False}
    return Cell(
        name,
        help,
        show=lambda shown: as_text(_of(shown, name, False)),
        write=lambda cell, codes: {name: meaning[cell]},
        clean=read.yes_or_no,
        form="choice",
        choices=(("yes", "yes"), ("no", "no")),
    )


def named(
    name: str,
    help: str,
    model: type[Record],
    *,
    attribute: str = "",
    code_field: str = "code",
    required: bool = False,
    on_record: bool = False,
    clean: Clean = read.line,
) -> Cell:
    """Another record, named by its code."""
    held = attribute or name

    def show(shown: Shown) -> str:
        other = _of(shown, held, on_record)
        return str(getattr(other, code_field)) if other is not None else ""

    def write(cell: str, codes: Codes) -> dict[str, Any]:
        return {f"{held}_id": codes.of(model)[cell] if cell else None}

    return Cell(
        name,
        help,
        show=show,
        write=write,
        clean=clean,
        required=required,
        form="code",
        model=model,
        code_field=code_field,
        related=(f"subject__{held}" if on_record else held,),
    )
