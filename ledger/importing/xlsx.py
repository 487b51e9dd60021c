"""Workbooks: what is refused before one is opened, and the one sheet of it that is read.

Every part is unpacked once, counted and scanned as a stream; only the parts found harmless are
copied into the archive that openpyxl opens, so nothing it parses has gone unseen.
"""

import math
import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from ledger.errors import Invalid

MIB = 1024 * 1024
PART_LIMIT = 1_000
UNPACKED_LIMIT = 60 * MIB
RATIO_LIMIT, RATIO_FREE = 200, 5 * MIB
COLUMN_LIMIT = 200
EMPTY_RUN = 1_000
ROWS_IN_EXCEL, COLUMNS_IN_EXCEL = 1_048_576, 16_384
# Elements of one row, one text or one small part: what a parser holds in memory together.
HELD_LIMIT = 500_000
DEPTH_LIMIT = 100
ABOUT = "About"

ZIP_MAGICS, OLE_MAGIC = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types "
# Parts that hold no cell; left out so that a flaw in one of them cannot spoil the reading.
_UNREAD = ("docprops/", "customxml/", "xl/chartsheets/", "xl/drawings/", "xl/charts/", "xl/theme/")
_ESCAPES = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)|_x000D_\n?")

NOT_A_WORKBOOK = (
    "The file is no workbook that can be read. Open it in Excel and save it again as "
    "“Excel Workbook (.xlsx)”, or save it as CSV UTF-8."
)
BOMB = "The workbook is built to unpack into far more than it holds. It was not opened."


@dataclass(frozen=True)
class Fault:
    """Why a row, or the whole file, is refused.

    ``line`` is the line of the text file or the row of the sheet, the first being 1; without it
    the fault is the file's. ``rule`` is a short stable code, ``said`` the sentence for a person.
    """

    line: int | None
    column: str | None
    rule: str
    said: str

    def as_dict(self) -> dict[str, int | str | None]:
        """The fault as it is stored and answered."""
        return {"line": self.line, "column": self.column, "rule": self.rule, "said": self.said}


class Unreadable(Invalid):
    """The file cannot be turned into a table; ``faults`` holds everything found."""

    code = "import_refused"

    def __init__(self, faults: list[Fault]) -> None:
        count = f"{len(faults):,} faults were found in the file. The first: "
        super().__init__((count if len(faults) > 1 else "") + faults[0].said)
        self.faults = faults


@dataclass(frozen=True)
class Record:
    """One line of texts as the file holds it; faults by index of the cell, ``None`` for all."""

    line: int
    cells: list[str]
    faults: dict[int | None, Fault] = field(default_factory=dict)


def refuse(rule: str, said: str, *, line: int | None = None) -> NoReturn:
    """Refuse the whole file with one fault; always raises ``Unreadable``."""
    raise Unreadable([Fault(line, None, rule, said)])


def is_workbook(content: bytes, file_name: str) -> bool:
    """Whether the bytes are to be read as a workbook, whatever the name says.

    Raises ``Unreadable`` for the old or encrypted formats and for a workbook in name only.
    """
    if content.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in content:
            refuse("encrypted", "The workbook has a password. Remove it and upload it again.")
        refuse("not_a_workbook", "The file has the old Excel format. Save it as .xlsx.")
    if content.startswith(ZIP_MAGICS):
        return True
    if re.search(r"\.(xls[xmb]?|xlt[xm]|ods)$", file_name.lower()):
        refuse("not_a_workbook", NOT_A_WORKBOOK)
    return False


def read_workbook(content: bytes, *, limit: int) -> list[Record]:
    """The first ``limit`` records, wholly empty rows left out, of the one sheet with data.

    Hidden sheets and the sheet About do not count. Raises ``Unreadable`` and nothing else.
    """
    try:
        with warnings.catch_warnings():
            # The library warns of features it drops; none of them touches the value of a cell.
            warnings.simplefilter("ignore")
            return _read(content, limit)
    except Unreadable:
        raise
    except Exception as error:
        # A damaged workbook raises almost anything: KeyError, zlib.error, ExpatError, TypeError.
        raise Unreadable([Fault(None, None, "not_a_workbook", NOT_A_WORKBOOK)]) from error


def _read(content: bytes, limit: int) -> list[Record]:
    clean, found = _vetted(content)
    book = load_workbook(clean, read_only=True, data_only=True, keep_links=False)
    if not book.worksheets:
        refuse("not_a_workbook", NOT_A_WORKBOOK)
    sheets = [
        (sheet, found[sheet._worksheet_path])  # type: ignore[attr-defined]
        for sheet in book.worksheets
        if sheet.sheet_state == "visible" and sheet.title.casefold() != ABOUT.casefold()
    ]
    filled = [(sheet, scan) for sheet, scan in sheets if scan.last_row]
    if not filled:
        refuse("empty_file", "The workbook has no visible sheet with anything in it.")
    if len(filled) > 1:
        names = ", ".join(f"“{sheet.title}”" for sheet, _ in filled)
        refuse("several_sheets", f"Several sheets hold data: {names}. Leave one of them.")
    return _records(*filled[0], limit)


def _records(sheet: Any, scan: "SheetScan", limit: int) -> list[Record]:
    if scan.stray:
        refuse(*scan.stray)
    # What the file says about its own size is often wrong, so the scan decides.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=scan.last_row, max_col=scan.last_column)
    records: list[Record] = []
    for line, cells in enumerate(rows, start=1):
        record = _record(line, cells, scan)
        if record.faults or any(text.strip() for text in record.cells):
            records.append(record)
        if len(records) >= limit:
            break
    return records


def _record(line: int, cells: Iterable[Any], scan: "SheetScan") -> Record:
    record = Record(line, [])
    for index, cell in enumerate(cells):
        where = f"Cell {get_column_letter(index + 1)}{line}"
        text, rule, said = _plain(cell.value), "", ""
        if (line, index + 1) in scan.uncalculated:
            rule = "formula_without_value"
            said = "holds a formula without a value. Open the file in Excel and save it again."
        elif cell.data_type == "e" or text is None:
            rule, said = "error_value", f"holds the error {cell.value}. Correct the formula."
        record.cells.append(text or "")
        if rule:
            record.faults[index] = Fault(line, None, rule, f"{where} {said}")
    return record


def _plain(value: object) -> str | None:
    """The value of a cell as text; ``None`` for a number that is none."""
    if value is None or isinstance(value, str):
        # Excel writes some signs as _x000D_, and that writing itself as _x005F_x000D_.
        return _ESCAPES.sub(lambda sign: "_" if sign[0] == "_x005F_" else "\n", value or "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value) if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    # From 2**53 on a float no longer tells one integer from the next.
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def _vetted(content: bytes) -> tuple[BytesIO, dict[str, "SheetScan"]]:
    """A copy of the archive holding only scanned parts, and the scan of each by name."""
    # Counted before the table is built, which takes some hundred bytes for every part.
    if content.count(b"PK\x01\x02") > PART_LIMIT:
        refuse("bomb", BOMB)
    clean, scans, total = BytesIO(), {}, 0
    with ZipFile(BytesIO(content)) as source, ZipFile(clean, "w") as target:
        parts = [part for part in source.infolist() if not part.is_dir()]
        _check_names([part.filename for part in parts])
        _check_sizes(parts)
        for part in parts:
            name = part.filename.lower()
            if not name.endswith((".xml", ".rels", ".vml")):
                continue
            scans[part.filename], data = _scanned(source, part, UNPACKED_LIMIT - total)
            total += len(data)
            if not name.startswith(_UNREAD):
                target.writestr(part.filename, data)
    return clean, scans


def _check_names(names: list[str]) -> None:
    lowered = [name.lower() for name in names]
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in lowered):
        _refuse_macro()
    if any(name.startswith("xl/externallinks/") for name in lowered):
        said = "The workbook takes values from other files. Break the links in Excel (Data > Edit"
        refuse("external_link", f"{said} Links) and upload it again.")
    unsafe = any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    if unsafe or len(set(lowered)) < len(lowered):
        refuse("unsafe_part", f"The workbook is put together wrongly. {NOT_A_WORKBOOK}")
    if "[content_types].xml" not in lowered:
        refuse("not_a_workbook", NOT_A_WORKBOOK)


def _refuse_macro() -> NoReturn:
    refuse("macro", "The workbook holds macros. Save it as “Excel Workbook (.xlsx)” without them.")


def _check_sizes(parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        refuse("encrypted", "The file has a password. Remove it and upload it again.")
    if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
        refuse("not_a_workbook", NOT_A_WORKBOOK)
    for part in parts:
        packed = max(part.compress_size, 1)
        if part.file_size > RATIO_FREE and part.file_size / packed > RATIO_LIMIT:
            refuse("bomb", BOMB)
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        _refuse_unpacked()


def _refuse_unpacked() -> NoReturn:
    said = f"Unpacked, the workbook is larger than {UNPACKED_LIMIT // MIB} MiB. Delete empty"
    refuse("too_large", f"{said} formatted rows and pictures, or split it.")


def _scanned(source: ZipFile, part: ZipInfo, left: int) -> tuple["SheetScan", bytes]:
    # The table of the archive can state any size, so the bytes themselves are counted.
    with source.open(part) as stream:
        data = stream.read(left + 1)
    if len(data) > left:
        _refuse_unpacked()
    scan = SheetScan()
    _PartScanner(scan).scan(data)
    return scan, data


@dataclass
class SheetScan:
    """What a sheet holds: how far it is filled, and which formulas have no value."""

    last_row: int = 0
    last_column: int = 0
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    stray: tuple[str, str] | None = None

    def fill(self, row: int, column: int) -> None:
        """Note a cell that holds something; the first one out of reach is kept as stray."""
        where = f"Cell {get_column_letter(column)}{row} holds something"
        if column > COLUMN_LIMIT and not self.stray:
            said = f"{where} to the right of column {get_column_letter(COLUMN_LIMIT)}. Delete it."
            self.stray = ("row_too_wide", said)
        elif row - self.last_row > EMPTY_RUN and not self.stray:
            said = f"{where} below more than {EMPTY_RUN:,} empty rows. Delete it or move it up."
            self.stray = ("stray_cell", said)
        self.last_row, self.last_column = row, max(self.last_column, column)


class _PartScanner:
    """One XML part read as a stream: refuses what would harm a parser, notes what a sheet holds.

    Raises ``Unreadable``, or ``ValueError`` and ``expat.ExpatError`` for a malformed part.
    """

    def __init__(self, scan: SheetScan) -> None:
        self.sheet = scan
        self.depth = self.held = self.held_before = self.units = 0
        self.row = self.column = 0
        self.in_cell = self.formula = self.holds = False
        self.kind = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            TYPES + "Override": self._type,
            TYPES + "Default": self._type,
        }
        self.ends: dict[str, Callable[[], None]] = {}

    def scan(self, data: bytes) -> None:
        """Read the whole part."""
        self.parser.Parse(data, True)

    def _doctype(self, *_: object) -> None:
        refuse("doctype", "The workbook holds a document type declaration. Save it again in Excel.")

    def _type(self, attributes: dict[str, str]) -> None:
        if "macroenabled" in attributes.get("ContentType", "").lower():
            _refuse_macro()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self.depth:
            self._root(tag)
        self.depth += 1
        self.held += 1
        if self.depth > DEPTH_LIMIT or self.held > HELD_LIMIT:
            refuse("bomb", BOMB)
        if handler := self.starts.get(tag):
            handler(attributes)

    def _root(self, tag: str) -> None:
        if tag == MAIN + "sst":
            self.starts, self.ends = {MAIN + "si": self._unit}, {MAIN + "si": self._unit_end}
        elif tag == MAIN + "worksheet":
            names = {"row": self._row, "c": self._cell, "f": self._formula}
            names |= {"v": self._value, "t": self._value}
            self.starts = {MAIN + name: handler for name, handler in names.items()}
            ends = {"row": self._unit_end, "c": self._cell_end}
            self.ends = {MAIN + name: handler for name, handler in ends.items()}

    def _end(self, tag: str) -> None:
        self.depth -= 1
        self.parser.CharacterDataHandler = None
        if handler := self.ends.get(tag):
            handler()

    def _unit(self, _: dict[str, str]) -> None:
        self.held_before = self.held - 1

    def _unit_end(self) -> None:
        # A parser lets go of a row or a text once it is read, and of nothing else.
        self.held, self.units = self.held_before, self.units + 1
        if self.units > ROWS_IN_EXCEL:
            refuse("bomb", BOMB)

    def _row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self.row + 1))
        # Rows or cells out of order would be dropped without a word by the reading that follows.
        if not self.row < row <= ROWS_IN_EXCEL:
            raise ValueError("The rows are out of order.")
        self.row, self.column = row, 0
        self._unit(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        default = (self.row, self.column + 1)
        row, column = coordinate_to_tuple(attributes["r"]) if "r" in attributes else default
        if row != self.row or not self.column < column <= COLUMNS_IN_EXCEL:
            raise ValueError("The cells are out of order.")
        self.column, self.kind = column, attributes.get("t", "n")
        self.in_cell, self.formula, self.holds = True, False, False

    def _formula(self, _: dict[str, str]) -> None:
        self.formula = True

    def _value(self, _: dict[str, str]) -> None:
        if self.in_cell:
            self.parser.CharacterDataHandler = self._text

    def _text(self, data: str) -> None:
        self.holds = self.holds or bool(data.strip())

    def _cell_end(self) -> None:
        self.in_cell = False
        # A formula whose result is the empty text is calculated: its type says so.
        missing = self.formula and not self.holds and self.kind != "str"
        if missing:
            self.sheet.uncalculated.add((self.row, self.column))
        if missing or self.holds:
            self.sheet.fill(self.row, self.column)
