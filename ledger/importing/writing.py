"""From rows to a file: CSV and XLSX that open safely in a spreadsheet and read back the same."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ledger.importing.xlsx import ABOUT

CHUNK = 64 * 1024
COLUMN_WIDTH = 24
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DOUBTFUL = re.compile(r"'+[=+\-@\t\r]")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark and CRLF, in pieces of about 64 KiB.

    A text a spreadsheet would take for a formula gets a leading apostrophe; numbers stay bare.
    """
    buffer = StringIO("\ufeff", newline="")
    buffer.seek(0, 2)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_defused(name) for name in columns])
    for row in rows:
        writer.writerow([_safe(value) for value in row])
        if buffer.tell() >= CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _safe(value: object) -> str:
    number = isinstance(value, int | float | Decimal)
    return _text(value) if number else _defused(_text(value))


def _defused(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _text(value: object) -> str:
    """A value as the reader of a workbook would give it: ISO dates, ``true`` and ``false``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def xlsx_bytes(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str,
    about: Sequence[tuple[str, str]],
) -> bytes:
    """A workbook with the rows, and a sheet About with pairs of label and value.

    ``sheet`` is shortened and freed of signs Excel forbids in names. Raises ``ValueError`` for a
    text above 32,767 characters, more rows than a sheet has, or a sheet that is named About.
    """
    buffer = BytesIO()
    # One row at a time in memory; texts stay texts, whatever they begin with.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(_sheet_name(sheet))
        _fill(page, columns, rows, bold, day)
        _tell(book.add_worksheet(ABOUT), about, bold)
    return buffer.getvalue()


def _sheet_name(name: str) -> str:
    name = re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip("' ") or "Data"
    if name.casefold() == ABOUT.casefold():
        raise ValueError(f"A sheet of rows cannot be named {ABOUT}.")
    return name


def _fill(
    page: Worksheet,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    bold: Format,
    day: Format,
) -> None:
    page.set_column(0, len(columns) - 1, COLUMN_WIDTH)
    page.freeze_panes(1, 0)
    for column, name in enumerate(columns):
        _write_text(page, 0, column, name, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(page, last, column, value, day)
    page.autofilter(0, 0, last, len(columns) - 1)


def _tell(page: Worksheet, about: Sequence[tuple[str, str]], bold: Format) -> None:
    page.set_column(0, 1, COLUMN_WIDTH)
    for row, (label, value) in enumerate(about):
        _write_text(page, row, 0, label, bold)
        _write_text(page, row, 1, value)


def _write(page: Worksheet, row: int, column: int, value: object, day: Format) -> None:
    """Write one cell: a number or day as what it is, anything else as text."""
    if (
        isinstance(value, int | float | Decimal)
        and not isinstance(value, bool)
        and _is_exact(value)
    ):
        _check(page.write_number(row, column, value), row, column)
    elif isinstance(value, date) and not isinstance(value, datetime) and value.year > 1900:
        _check(page.write_datetime(row, column, value, day), row, column)
    else:
        _write_text(page, row, column, _text(value))


def _write_text(
    page: Worksheet, row: int, column: int, text: str, form: Format | None = None
) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # A cell of text needs no defusing, but an apostrophe of its own is doubled as in CSV,
    # because reading takes one off.
    text = f"'{text}" if _DOUBTFUL.match(text) else text
    if text:
        _check(page.write_string(row, column, text, form), row, column)


def _check(answer: int, row: int, column: int) -> None:
    """Raise ``ValueError`` when the writer left a cell out, which it does without a word."""
    if answer:
        raise ValueError(f"Row {row + 1}, column {column + 1} does not fit into a workbook.")


def _is_exact(value: float | Decimal) -> bool:
    """Whether a workbook, which holds nothing but floats, can hold this number unchanged."""
    number = Decimal(str(value))
    return number.is_finite() and Decimal(f"{float(number):.15g}") == number
