"""A report as a workbook: a sheet About, then one sheet for each table."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ictportal.reports.content import Cell, Column, Line, Report, Table
from ictportal.reports.writing.about import About, particulars, running_head
from ictportal.reports.writing.paper import Grid, Heading, Piece, mark, marks, pieces, printed
from ledger.errors import Invalid

A4 = 9
LONGEST_TEXT = 32_767  # characters of one cell
LONGEST_HEAD = 255  # characters of a printed head
WIDTHS = {"text": 26, "long": 60, "number": 13, "mark": 10}
NARROW, BROAD = 24, 90  # columns of the sheet About
NAVY, RULE, TINT = "#0B2545", "#8FA3B8", "#EEF3F8"
#: Letters raised as marks of footnotes; q has no raised form.
RAISED = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")


def write(report: Report, about: About) -> bytes:
    """A workbook without formulas; numbers are numbers, printed as the report prints them."""
    buffer = BytesIO()
    # One row at a time in memory; texts stay texts, whatever they begin with.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        book.set_properties(_properties(report, about))
        _Book(book, report, about).fill(pieces(report))
    return buffer.getvalue()


def _properties(report: Report, about: About) -> dict[str, Any]:
    return {
        "title": report.title,
        "subject": report.subject,
        "author": _("ICT Portal"),
        "category": about.mark,
        "comments": running_head(report, about),
        "created": datetime.combine(report.day, time()),
    }


class _Book:
    """One workbook while it is written: its formats, and what stands at the head of each sheet."""

    def __init__(self, book: Workbook, report: Report, about: About) -> None:
        self.book, self.report, self.about = book, report, about
        self.head = running_head(report, about)
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def form(self, **properties: Any) -> Format:
        """A format, made once: a workbook holds only so many."""
        wanted = {"valign": "top", "font_name": "Arial", "font_size": 10, **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(wanted)
        return self.formats[key]

    def fill(self, found: Sequence[Piece]) -> None:
        """About first, then a sheet for each table."""
        grids = [piece for piece in found if isinstance(piece, Grid)]
        names = sheet_names(grids)
        _tell(self, found, dict(zip(map(id, grids), names, strict=True)))
        for grid, name in zip(grids, names, strict=True):
            _fill(self, self.sheet(name, landscape=True), grid)

    def sheet(self, name: str, *, landscape: bool) -> Worksheet:
        """A sheet that prints on A4 with title, day, layer and classification on every page."""
        page = self.book.add_worksheet(name)
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
        if landscape:
            page.set_landscape()
        if get_language_bidi():
            page.right_to_left()
        room = LONGEST_HEAD - len(self.head) - 20
        title = self.report.title[:room].replace("&", "&&")
        page.set_header(f"&L&9{title}&R&9{self.head.replace('&', '&&')}")
        page.set_footer(f"&L&9{self.about.edition[:120].replace('&', '&&')}&R&9{_page_of()}")
        return page

    def text(self, page: Worksheet, row: int, column: int, said: str, **properties: Any) -> None:
        """Write a text as text; raises ``Invalid`` where it is too long for a cell."""
        if len(said) > LONGEST_TEXT:
            raise Invalid(
                _("A text of this report is too long for a workbook: take DOCX or PDF."),
                code="too_long",
            )
        page.write_string(row, column, said, self.form(**properties))


def _page_of() -> str:
    return _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}


def sheet_names(grids: Iterable[Grid]) -> list[str]:
    """The label of each table, or its title; each name once, as long as a workbook allows."""
    found: list[str] = []
    for grid in grids:
        name = grid.label or grid.table.title[:26]
        again = found.count(name) + sum(one.startswith(f"{name} (") for one in found)
        found.append(f"{name} ({again + 1})" if again else name)
    return found


# --- the sheet About -----------------------------------------------------------------------------
def _tell(book: _Book, found: Sequence[Piece], names: dict[int, str]) -> None:
    """Title, particulars, and the text of the report with each table where it belongs."""
    page = book.sheet(_("About"), landscape=False)
    page.set_column(0, 0, NARROW)
    page.set_column(1, 1, BROAD)
    book.text(page, 0, 0, book.report.title, bold=True, font_size=16, font_color=NAVY)
    row = 2
    for label, value in particulars(book.report, book.about):
        book.text(page, row, 0, label, bold=True)
        book.text(page, row, 1, value, text_wrap=True)
        row += 1
    for piece in found:
        row = _tell_piece(book, page, piece, names, row)


def _tell_piece(book: _Book, page: Worksheet, piece: Piece, names: dict[int, str], row: int) -> int:
    if isinstance(piece, Heading):
        book.text(page, row + 1, 0, piece.text, bold=True, font_size=12, font_color=NAVY)
        return row + 2
    if isinstance(piece, Grid):
        name = names[id(piece)]
        page.write_url(row, 0, f"internal:'{name}'!A1", book.form(underline=1), name)
        book.text(page, row, 1, piece.table.title, text_wrap=True)
        return row + 1
    for said in piece.words.paragraphs:
        book.text(page, row, 1, said, text_wrap=True)
        row += 1
    return row


# --- the sheet of a table ------------------------------------------------------------------------
def _fill(book: _Book, page: Worksheet, grid: Grid) -> None:
    table = grid.table
    for place, column in enumerate(table.columns):
        page.set_column(place, place, WIDTHS.get(column.kind, WIDTHS["text"]))
    title = f"{grid.label}. {table.title}" if grid.label else table.title
    book.text(page, 0, 0, title, bold=True, font_size=12, font_color=NAVY)
    book.text(page, 1, 0, f"{book.report.title} · {book.head}", font_color="#45556A")
    row = 2
    if table.lead:
        book.text(page, row, 0, table.lead)
        row += 1
    _head(book, page, table.columns, row + 1)
    last = _lines(book, page, table, row + 2)
    _foot(book, page, table, last + 1)


def _head(book: _Book, page: Worksheet, columns: Sequence[Column], row: int) -> None:
    """The line of headings, which stays in sight and is printed on every page."""
    for place, column in enumerate(columns):
        align = "left" if column.kind in {"text", "long"} else "right"
        book.text(
            page,
            row,
            place,
            column.heading,
            bold=True,
            text_wrap=True,
            bottom=2,
            bg_color=TINT,
            align=align,
        )
    page.freeze_panes(row + 1, 0)
    page.repeat_rows(row)


def _lines(book: _Book, page: Worksheet, table: Table, first: int) -> int:
    """The lines of a table; answers the row after the last."""
    row = first
    for row, line in enumerate(table.lines, start=first):
        for place, column in enumerate(table.columns):
            cell = line.cells[place] if place < len(line.cells) else Cell()
            _write(book, page, (row, place), cell, column, _look(line, place))
    if not table.lines:
        book.text(page, first, 0, table.empty, italic=True)
        return first + 1
    page.autofilter(first - 1, 0, row, len(table.columns) - 1)
    return row + 1


def _look(line: Line, place: int) -> dict[str, Any]:
    """How the cells of a line look: groups and totals bold, parts of a number set in."""
    look: dict[str, Any] = {"bottom": 1, "bottom_color": RULE}
    if line.kind == "group":
        look |= {"bold": True, "bg_color": TINT}
    elif line.kind == "total":
        look |= {"bold": True, "top": 1}
    if line.level > 1 and place == 0:
        look["indent"] = line.level - 1
    return look


def _write(
    book: _Book,
    page: Worksheet,
    at: tuple[int, int],
    cell: Cell,
    column: Column,
    look: dict[str, Any],
) -> None:
    """One cell: a number as the number it prints, anything else as text; marks raised."""
    raised = marks(cell).translate(RAISED)
    number = printed(cell, column)
    if number:
        form = f'{number.form}"{raised}"' if raised else number.form
        page.write_number(*at, number.value, book.form(num_format=form, align="right", **look))
        return
    align = {"number": "right", "mark": "center"}.get(column.kind)
    wanted = look | ({"align": align} if align else {"text_wrap": "group" not in look})
    book.text(page, *at, f"{cell.text} {raised}".rstrip(), **wanted)


def _foot(book: _Book, page: Worksheet, table: Table, row: int) -> None:
    """Footnotes and sources below a table."""
    for place, note in enumerate(table.notes, start=1):
        book.text(page, row, 0, f"{mark(place).translate(RAISED)} {note}")
        row += 1
    if table.sources:
        book.text(page, row, 0, _("Sources: %(said)s") % {"said": "; ".join(table.sources)})
