"""A report as it stands on paper: tables numbered, numbers as a table, charts with their table.

Every file is written from these pieces, so that all of them say the same in the same order.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count, groupby
from string import ascii_lowercase

from django.utils.translation import gettext as _

from ictportal.charts.markup import share_printed
from ictportal.reports.content import (
    Block,
    Cell,
    Chart,
    Column,
    Line,
    Meaning,
    Number,
    Report,
    Section,
    Share,
    Table,
    Words,
)
from ictportal.reports.writing.pictures import Picture, drawn
from ictportal.templatetags.portal import short_date
from ledger.errors import Invalid

#: The sum of weights of columns from which on a page is turned.
WIDE = 56
WEIGHTS = {"text": 8, "long": 18, "number": 5, "mark": 4}
#: Tables of so few lines and letters are not broken over pages.
SHORT, BRIEF = 10, 900


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a section) or 2."""

    text: str
    level: int = 1
    kind: str = "heading"


@dataclass(frozen=True)
class Text:
    """Paragraphs or a list of points."""

    words: Words
    kind: str = "text"


@dataclass(frozen=True)
class Grid:
    """A table under its label (``Table 1``, ``Figure I``, or none), and a picture before it."""

    table: Table
    label: str = ""
    picture: Picture | None = None
    kind: str = "grid"

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page."""
        letters = sum(len(cell.text) for line in self.table.lines for cell in line.cells)
        return len(self.table.lines) <= SHORT and letters <= BRIEF


Piece = Heading | Text | Grid


def pieces(report: Report) -> list[Piece]:
    """All that a report says, in order, with the definitions of its figures at the end."""
    tables, figures = count(1), count(1)
    found: list[Piece] = [Text(Words((report.lead,)))] if report.lead else []
    for section in report.sections:
        found.append(Heading(section.title))
        if section.lead:
            found.append(Text(Words((section.lead,))))
        found += _of_section(section, tables, figures)
    if report.meanings:
        found += [Heading(_("How it is counted")), Grid(meanings(report.meanings))]
    return found


def _of_section(section: Section, tables: Iterator[int], figures: Iterator[int]) -> Iterator[Piece]:
    for kind, blocks in groupby(section.blocks, type):
        if kind is Number:
            yield Grid(key_figures([one for one in blocks if isinstance(one, Number)]))
        else:
            for block in blocks:
                yield _piece(block, tables, figures)


def _piece(block: Block, tables: Iterator[int], figures: Iterator[int]) -> Piece:
    if isinstance(block, Words):
        return Text(block)
    if isinstance(block, Chart):
        picture, table = drawn(block)
        label = _("Figure %(number)s") % {"number": roman(next(figures))}
        return Grid(table, label, picture)
    assert isinstance(block, Table)
    return Grid(block, _("Table %(number)s") % {"number": next(tables)})


def grids(report: Report) -> list[Grid]:
    """The tables alone."""
    return [piece for piece in pieces(report) if isinstance(piece, Grid)]


# --- numbers and their definitions as tables -----------------------------------------------------
def key_figures(numbers: Sequence[Number]) -> Table:
    """Numbers that stand beside each other as one table, each with its parts below it."""
    notes = list(dict.fromkeys(one.note for one in numbers if one.note))
    sources = dict.fromkeys(source for one in numbers for source in one.sources)
    return Table(
        key="key-figures",
        title=_("Key figures"),
        columns=(
            Column(_("Figure")),
            Column(_("Unit")),
            Column(_("Number"), "number"),
            Column(_("Out of"), "number"),
            Column(_("Share"), "number"),
            Column(_("Rows observed through")),
        ),
        lines=tuple(line for one in numbers for line in _lines_of(one, notes)),
        notes=tuple(notes),
        sources=tuple(sources),
    )


def _lines_of(one: Number, notes: list[str]) -> Iterator[Line]:
    marks = (notes.index(one.note) + 1,) if one.note else ()
    whole = one.denominator if one.numerator is not None else None
    seen = short_date(date.fromisoformat(one.observed_through)) if one.observed_through else ""
    yield Line(
        (
            Cell(one.heading, notes=marks),
            Cell(one.unit),
            Cell(one.value),
            Cell("" if whole is None else f"{whole:,}", number=whole),
            Cell(
                share_printed(one.numerator, whole) if one.numerator is not None and whole else ""
            ),
            Cell(seen),
        )
    )
    for part in one.parts:
        yield Line(_cells_of(part), level=2)


def _cells_of(part: Share) -> tuple[Cell, ...]:
    return (
        Cell(part.label),
        Cell(),
        Cell(f"{part.count:,}", number=part.count),
        Cell(f"{part.whole:,}", number=part.whole),
        Cell(share_printed(part.count, part.whole)),
        Cell(),
    )


def meanings(found: Iterable[Meaning]) -> Table:
    """How each figure is counted."""
    return Table(
        key="how-it-is-counted",
        title=_("Definitions of the figures"),
        columns=(
            Column(_("Figure")),
            Column(_("How it is counted"), "long"),
            Column(_("What it means"), "long"),
            Column(_("Sources")),
        ),
        lines=tuple(
            Line((Cell(one.name), Cell(one.formula), Cell(one.definition), _joined(one.sources)))
            for one in found
        ),
    )


def _joined(sources: Iterable[str]) -> Cell:
    return Cell("; ".join(sources))


# --- marks, numbers, directions ------------------------------------------------------------------
def mark(number: int) -> str:
    """The mark of a footnote, from 1: a to z, then aa."""
    times, place = divmod(number - 1, len(ascii_lowercase))
    return ascii_lowercase[place] * (times + 1)


def marks(cell: Cell) -> str:
    """The marks of a cell's footnotes: ``a, c``."""
    return ", ".join(mark(number) for number in cell.notes)


def roman(number: int) -> str:
    """A number in Roman capitals, as the figures of United Nations documents are numbered."""
    said = ""
    for value, sign in zip(
        (100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        times, number = divmod(number, value)
        said += sign * times
    return said


_GROUPS = ",\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_PRINTED = re.compile(
    rf"(?P<sign>[+\-\N{{MINUS SIGN}}]?)(?P<whole>\d{{1,3}}(?:[{_GROUPS}]\d{{3}})+|\d+)"
    r"(?P<rest>\.\d+)?(?P<percent>\s?%)?\Z"
)


@dataclass(frozen=True)
class Printed:
    """A number as it is printed: its value, and how it looks as a format of a spreadsheet."""

    value: Decimal
    form: str
    percent: bool


def printed(cell: Cell, column: Column) -> Printed | None:
    """The number a cell prints; ``None`` where it is text, or too long to be held exactly."""
    if column.kind != "number" and cell.number is None:
        return None
    found = _PRINTED.match(cell.text.strip())
    if not found:
        return None
    digits = re.sub(rf"[{_GROUPS}]", "", found["whole"])
    rest = found["rest"] or ""
    if len(digits + rest) > 15:
        return None
    negative = found["sign"] not in {"", "+"}
    plain = "#,##0" if digits != found["whole"] or len(digits) < 4 else "0"
    form = plain + rest[:1] + "0" * len(rest[1:]) + ('" %"' if found["percent"] else "")
    form = f"+{form};-{form};{form}" if found["sign"] == "+" else form
    value = Decimal(digits + rest) * (-1 if negative else 1)
    return Printed(value, form, bool(found["percent"]))


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    strong = (unicodedata.bidirectional(one) for one in text)
    return next((one in {"R", "AL"} for one in strong if one in {"L", "R", "AL"}), False)


# --- the page ------------------------------------------------------------------------------------
def weight(column: Column) -> int:
    """How much room a column takes beside the others."""
    return WEIGHTS.get(column.kind, WEIGHTS["text"])


def is_wide(found: Iterable[Piece]) -> bool:
    """Whether a table is too wide for an upright page."""
    return any(
        sum(weight(column) for column in piece.table.columns) > WIDE
        for piece in found
        if isinstance(piece, Grid)
    )


def check_length(report: Report, most: int) -> None:
    """Raise ``Invalid`` for a report of more lines than a form holds; CSV and XLSX hold any."""
    lines = sum(len(table.lines) for table in report.tables)
    if lines > most:
        said = _("This report has %(n)s lines, over %(most)s: take CSV or XLSX.")
        raise Invalid(said % {"n": f"{lines:,}", "most": f"{most:,}"}, code="too_long")
