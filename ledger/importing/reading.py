"""From an uploaded file to a table of texts, or to a list of everything wrong with it."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from io import StringIO

from openpyxl.utils import get_column_letter

from ledger.importing.xlsx import (
    COLUMN_LIMIT,
    MIB,
    Fault,
    Record,
    Unreadable,
    is_workbook,
    read_workbook,
    refuse,
)

FAULT_LIMIT = 500
TEXT_LIMIT = 20_000
SEPARATORS = ",;\t"
_BLANK = SEPARATORS + '\r\n" '
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# An apostrophe of its own is doubled on the way out, so taking one off restores every text.
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class Row:
    """One row: where it stands in the file, and a text for each column of the file."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What a file holds; wholly empty rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Header:
    """The columns a file must have, and those it may have."""

    required: frozenset[str]
    known: frozenset[str]

    @cached_property
    def codes(self) -> dict[str, str]:
        """The columns by the form in which names are compared."""
        return {_code(known): known for known in self.known | self.required}

    def find(self, name: str) -> str | None:
        """The column meant by a name, however it is capitalized, spaced or hyphenated."""
        return self.codes.get(_code(name))


def read_table(
    content: bytes,
    *,
    file_name: str,
    header: Header,
    row_limit: int = 20_000,
    size_limit: int = 10 * MIB,
) -> Table:
    """Read a CSV or XLSX file; what it is, its content decides.

    ``size_limit`` is in bytes. Raises ``Unreadable`` with the faults of the header or, if the
    header is in order, of all rows (the first 500), and nothing else.
    """
    if len(content) > size_limit:
        refuse("too_large", f"The file is larger than {size_limit / MIB:g} MiB. Split it.")
    if is_workbook(content, file_name):
        # One record more than allowed, besides the header, tells that there are too many.
        records = iter(read_workbook(content, limit=row_limit + 2))
    else:
        records = _text_records(_decoded(content), header)
    first = next(records, None)
    if first is None:
        refuse("empty_file", "The file is empty.")
    columns = _columns(first, header)
    return Table(columns, tuple(_rows(records, columns, row_limit)))


def undefuse(text: str) -> str:
    """The text without the apostrophe that an export put before a formula sign."""
    return text[1:] if _DEFUSED.match(text) else text


def _clean(text: str) -> str:
    text = undefuse(text).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).strip()


def _decoded(content: bytes) -> str:
    mark = next((mark for mark in _BOMS if content.startswith(mark)), b"")
    codec, body = _BOMS.get(mark, "utf-8"), content[len(mark) :]
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(codec, "ignore")
        line = len(re.findall("\r\n|\r|\n", before)) + 1
        name = codec.upper().removesuffix("-LE").removesuffix("-BE")
        said = f"Line {line} holds a byte that is not {name}. Save the file as UTF-8."
        refuse("encoding", said, line=line)
    # Text in UTF-16 or UTF-32 without its mark shows itself by a NUL beside each letter.
    if "\0" in text[:4]:
        refuse("encoding", "The file is no text that can be read. Save the file as UTF-8.", line=1)
    return text


def _text_records(text: str, header: Header) -> Iterator[Record]:
    """The records of a text file that hold anything; one that breaks the format is the last."""
    separator = max(SEPARATORS, key=lambda sign: _fit(text, sign, header))
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(line, [], {None: _broken(line, str(error))})
            return
        # Spreadsheets end rows with empty cells as far as any row reaches.
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield Record(line, cells)


def _fit(text: str, separator: str, header: Header) -> tuple[int, int]:
    """How well a separator divides the first line: known names, then names at all."""
    lines = StringIO(text, newline="")
    first = next((line for line in lines if line.strip(_BLANK)), "")
    names = [name.strip(_BLANK) for name in first.split(separator, COLUMN_LIMIT)]
    return sum(1 for name in names if header.find(name)), len(names)


def _broken(line: int, said: str) -> Fault:
    if "field limit" in said:
        sentence = f"A text that begins in line {line} has more than {csv.field_size_limit():,} "
        return Fault(line, None, "too_long", sentence + "characters. Is a quotation mark missing?")
    if "end of data" in said:
        sentence = f"A quotation mark opened in line {line} is never closed. Close it."
        return Fault(line, None, "quote_not_closed", sentence)
    sentence = f"The row that begins in line {line} has a misplaced quotation mark. Double it."
    return Fault(line, None, "quote_misplaced", sentence)


def _code(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", unicodedata.normalize("NFC", name).strip()).casefold()


def _columns(record: Record, header: Header) -> tuple[str, ...]:
    """The columns of the file in its order; raises ``Unreadable`` with every fault of them."""
    names = [_clean(cell) for cell in record.cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMN_LIMIT:
        said = f"The header has {len(names):,} columns; the limit is {COLUMN_LIMIT}."
        refuse("row_too_wide", said, line=record.line)
    # A header that cannot be read would only seem to lack columns.
    faults = [*record.faults.values()] or [*_header_faults(names, record.line, header)]
    if faults:
        raise Unreadable(faults[:FAULT_LIMIT])
    return tuple(header.find(name) or name for name in names)


def _header_faults(names: list[str], line: int, header: Header) -> Iterator[Fault]:
    found = [header.find(name) for name in names]
    if missing := sorted(header.required - set(found)):
        listed = ", ".join(missing)
        said = f"The header lacks: {listed}. Add what is missing, spelled so, to the first row."
        yield Fault(line, None, "header_missing", said)
    for column in sorted({name for name in found if name and found.count(name) > 1}):
        said = f"The column {column} stands in the header {found.count(column)} times. Leave one."
        yield Fault(line, column, "header_twice", said)
    for index, name in enumerate(names):
        if not found[index]:
            yield Fault(line, name[:300], "header_unknown", _unknown(index, name, header))


def _unknown(index: int, name: str, header: Header) -> str:
    if not name:
        return f"Column {get_column_letter(index + 1)} has no name. Name it or delete it."
    near = get_close_matches(_code(name)[:100], header.codes, n=1)
    hint = f"Is {header.codes[near[0]]} meant?" if near else "Delete it or give it a known name."
    return f"The column “{name[:100]}” is not known. {hint}"


def _rows(records: Iterator[Record], columns: tuple[str, ...], limit: int) -> list[Row]:
    rows: list[Row] = []
    faults: list[Fault] = []
    for record in records:
        if len(rows) >= limit:
            said = f"The file has more than {limit:,} rows. Split it."
            faults.append(Fault(record.line, None, "too_many_rows", said))
        if len(rows) >= limit or len(faults) >= FAULT_LIMIT:
            break
        cells = [_clean(cell) for cell in record.cells]
        faults.extend(_row_faults(record, cells, columns))
        texts = cells + [""] * (len(columns) - len(cells))
        rows.append(Row(record.line, dict(zip(columns, texts, strict=False))))
    if faults:
        raise Unreadable(faults[:FAULT_LIMIT])
    return rows


def _row_faults(record: Record, cells: list[str], columns: tuple[str, ...]) -> Iterator[Fault]:
    for index, fault in record.faults.items():
        known = index is not None and index < len(columns)
        yield replace(fault, column=columns[index]) if index is not None and known else fault
    if any(cells[len(columns) :]):
        said = f"The row has more cells than the header has columns ({len(columns)})."
        yield Fault(record.line, None, "row_too_wide", f"{said} Is a text not in quotation marks?")
    for column, text in zip(columns, cells, strict=False):
        if broken := _text_fault(text):
            yield Fault(record.line, column, *broken)


def _text_fault(text: str) -> tuple[str, str] | None:
    """The rule a text breaks and the sentence for it; ``None`` when it can be stored."""
    if text.isprintable() and len(text) <= TEXT_LIMIT:
        return None
    # Cc are the control characters, Cs the halves of a character.
    bad = {sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"}} - {"\n", "\t"}
    if bad:
        names = ", ".join(sorted(f"U+{ord(sign):04X}" for sign in bad))
        return "control_character", f"The text holds control characters ({names}). Remove them."
    if len(text) > TEXT_LIMIT:
        said = f"The text has {len(text):,} characters; the limit is {TEXT_LIMIT:,}."
        return "too_long", f"{said} Shorten it."
    return None


__all__ = ["Fault", "Header", "Row", "Table", "Unreadable", "read_table", "undefuse"]
