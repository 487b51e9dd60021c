"""A report as CSV: its tables one after another, each under its heading."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ictportal.reports.content import Line, Report, Table
from ictportal.reports.writing.about import About, particulars
from ictportal.reports.writing.paper import Grid, Heading, Piece, mark, marks, pieces, printed
from ledger.importing.writing import csv_bytes

Row = tuple[object, ...]


def write(report: Report, about: About) -> bytes:
    """UTF-8 with a byte order mark; whole numbers bare, texts like formulas made harmless."""
    return b"".join(csv_bytes([report.title], _rows(report, about)))


def _rows(report: Report, about: About) -> Iterator[Row]:
    yield from particulars(report, about)
    for piece in pieces(report):
        yield ()
        yield from _piece(piece)


def _piece(piece: Piece) -> Iterator[Row]:
    if isinstance(piece, Heading):
        yield (piece.text,)
    elif isinstance(piece, Grid):
        yield from _grid(piece)
    else:
        yield from ((said,) for said in piece.words.paragraphs)


def _grid(grid: Grid) -> Iterator[Row]:
    table = grid.table
    yield (f"{grid.label}. {table.title}" if grid.label else table.title,)
    if table.lead:
        yield (table.lead,)
    noted = any(cell.notes for line in table.lines for cell in line.cells)
    if table.columns:
        yield tuple(column.heading for column in table.columns) + ((_("Notes"),) if noted else ())
    for line in table.lines:
        yield _cells(table, line) + ((_marks(line),) if noted else ())
    if not table.lines and table.empty:
        yield (table.empty,)
    for number, note in enumerate(table.notes, start=1):
        yield (mark(number), note)
    if table.sources:
        yield (_("Sources"), "; ".join(table.sources))


def _cells(table: Table, line: Line) -> Row:
    """Numbers without their grouping; a group line fills the first cell and leaves the rest."""
    found: list[object] = []
    for cell, column in zip(line.cells, table.columns, strict=False):
        number = printed(cell, column)
        found.append(number.value if number and not number.percent else cell.text)
    return tuple(found) + ("",) * (len(table.columns) - len(found))


def _marks(line: Line) -> str:
    return "; ".join(marks(cell) for cell in line.cells if cell.notes)
