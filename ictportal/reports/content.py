"""What a report says, as plain data: the same for screen, print, files and frozen editions.

A report is a list of sections; a section is a list of blocks: numbers, tables, charts and words.
Nothing here knows the database, the page or the file it ends up in.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Opens:
    """The rows behind a number: the list (name of its page), its filter, and how many it has.

    ``count`` is ``None`` where the number is no count of rows (a sum of money). ``as_of`` is an
    ISO day, where the rows are those of another day than the report's.
    """

    view: str
    query: Mapping[str, str]
    count: int | None
    as_of: str = ""

    @property
    def key(self) -> str:
        """A short name that is the same for the same rows."""
        told = json.dumps([self.view, dict(self.query), self.as_of], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Leads:
    """The page about one thing, for those who may open the live register."""

    view: str
    args: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Share:
    """One part of a number: its count out of ``whole``, and its rows. ``tone`` colours it."""

    key: str
    label: str
    count: int
    whole: int
    opens: Opens | None = None
    tone: str = ""


@dataclass(frozen=True)
class Number:
    """A figure and what it answered, with how it is counted.

    ``value`` is as it is printed; ``numerator`` and ``denominator`` where it is a share of a
    whole; ``minimum`` and ``maximum`` where the sources leave it open. ``observed_through`` is an
    ISO day. ``note`` says what a reader must know to read the number aright.
    """

    figure: str
    version: int
    name: str
    question: str
    unit: str
    status: str
    value: str
    numerator: int | None = None
    denominator: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    share: int | None = None
    parts: tuple[Share, ...] = ()
    opens: Opens | None = None
    observed_through: str = ""
    formula: str = ""
    definition: str = ""
    sources: tuple[str, ...] = ()
    title: str = ""
    note: str = ""
    tone: str = ""

    @property
    def heading(self) -> str:
        """What stands above it."""
        return self.title or self.name


@dataclass(frozen=True)
class Column:
    """A column of a table. ``kind``: text, long, number or mark (a cross, centred)."""

    heading: str
    kind: str = "text"


@dataclass(frozen=True)
class Cell:
    """One cell: what is printed; the number it is, if it is one; what it opens; its footnotes.

    ``notes`` are the numbers, from 1, of the table's footnotes. ``tone`` (good, partial, bad,
    gone, none) puts a glyph before the words.
    """

    text: str = ""
    number: int | None = None
    opens: Opens | None = None
    leads: Leads | None = None
    notes: tuple[int, ...] = ()
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a table. ``kind``: row, total, or group (a heading of level 1 to 3 over all columns)."""

    cells: tuple[Cell, ...]
    kind: str = "row"
    level: int = 1


@dataclass(frozen=True)
class Table:
    """A table; renderers number the tables of a report in their order.

    ``notes`` are its footnotes, ``sources`` the symbols and paragraphs it rests on, ``empty`` the
    sentence that stands for a table without lines. A ``folded`` one opens on request on a screen.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    lead: str = ""
    empty: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing made from ``data`` (plain JSON) by the drawer of its ``kind``, with its table.

    Kinds and the shape of their data are declared in ``ictportal.reports.drawing``.
    """

    key: str
    kind: str
    title: str
    description: str
    data: Any
    note: str = ""


@dataclass(frozen=True)
class Words:
    """Paragraphs of text, or a list of points. ``tone`` marks a notice."""

    paragraphs: tuple[str, ...]
    listed: bool = False
    tone: str = ""


Block = Number | Table | Chart | Words


@dataclass(frozen=True)
class Section:
    """Blocks under one heading. Neighbouring numbers stand beside each other as cards."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    lead: str = ""


@dataclass(frozen=True)
class Meaning:
    """How one figure of the report is counted, for its end."""

    figure: str
    version: int
    name: str
    formula: str
    definition: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that one report says at its cut-off date.

    ``as_of`` is an ISO day, ``known`` the last seal that counts (``None``: all that is known),
    ``layer`` record or demonstration, ``subject`` what a report about one thing is about.
    """

    key: str
    title: str
    as_of: str
    known: int | None
    layer: str
    sections: tuple[Section, ...]
    subject: str = ""
    lead: str = ""

    @property
    def day(self) -> date:
        """The cut-off date."""
        return date.fromisoformat(self.as_of)

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block, in order."""
        for section in self.sections:
            yield from section.blocks

    @property
    def numbers(self) -> list[Number]:
        """Every number, in order."""
        return [block for block in self.blocks if isinstance(block, Number)]

    @property
    def tables(self) -> list[Table]:
        """Every table, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def meanings(self) -> list[Meaning]:
        """How each figure that occurs is counted, each once."""
        found = {
            one.figure: Meaning(
                one.figure, one.version, one.name, one.formula, one.definition, one.sources
            )
            for one in self.numbers
            if one.figure
        }
        return list(found.values())

    @property
    def opened(self) -> list[Opens]:
        """All rows that any number of the report opens, each once for each count it is said to be."""
        return list({(one.key, one.count): one for one in _opens(self)}.values())


def _opens(value: Any) -> Iterator[Opens]:
    """Every ``Opens`` inside a value; in charts it stands as plain data under ``opens``."""
    if isinstance(value, Opens):
        yield value
    elif isinstance(value, Chart):
        yield from _opens_in_data(value.data)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _opens(getattr(value, one.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _opens(item)


def _opens_in_data(data: Any) -> Iterator[Opens]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name == "opens" and value:
                yield from_plain(Opens, value)
            else:
                yield from _opens_in_data(value)
    elif isinstance(data, list | tuple):
        for item in data:
            yield from _opens_in_data(item)


# --- to plain data and back ----------------------------------------------------------------------
BLOCKS: Mapping[str, type[Any]] = {
    "number": Number,
    "table": Table,
    "chart": Chart,
    "words": Words,
}
_NAMES = {kind: name for name, kind in BLOCKS.items()}


def as_plain(report: Report) -> dict[str, Any]:
    """The report as plain JSON; each block says its kind."""
    told = asdict(report)
    for section, plain in zip(report.sections, told["sections"], strict=True):
        plain["blocks"] = [
            {"block": _NAMES[type(block)], **asdict(block)} for block in section.blocks
        ]
    return told


def canonical(plain: Any) -> bytes:
    """The one way its bytes are written, so that equal content has an equal digest."""
    told = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return told.encode()


def digest(plain: Any) -> str:
    """The SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(plain)).hexdigest()


def report_from(plain: Mapping[str, Any]) -> Report:
    """A report from its plain JSON."""
    found: Report = from_plain(Report, plain)
    return found


def from_plain(kind: Any, plain: Any) -> Any:
    """A value of one of the classes above from plain JSON."""
    origin, inner = get_origin(kind), get_args(kind)
    if plain is None or kind is Any:
        return plain
    if origin in {Union, UnionType}:
        return _of_union(inner, plain)
    if origin is tuple:
        return tuple(from_plain(inner[0], item) for item in plain)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: from_plain(hints[name], value) for name, value in plain.items()})  # type: ignore[operator]
    return plain


def _of_union(inner: tuple[Any, ...], plain: Any) -> Any:
    """A block by its name; otherwise the one kind beside ``None``."""
    if isinstance(plain, Mapping) and "block" in plain:
        rest = {name: value for name, value in plain.items() if name != "block"}
        return from_plain(BLOCKS[plain["block"]], rest)
    [kind] = [one for one in inner if one is not type(None)]
    return from_plain(kind, plain)
