"""Paragraphs and tables of a Word document, written as its own elements: quick for many lines."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language_bidi
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P

from ictportal.reports.content import Cell, Column, Line, Table
from ictportal.reports.writing.paper import marks, right_to_left, weight

TWIPS = 635  # English metric units in a twentieth of a point
ALIGN = {"number": "right", "mark": "center"}
RULES = {"top": ("8", "0B2545"), "bottom": ("8", "0B2545"), "insideH": ("4", "C2CCD8")}
TINT = "EEF3F8"
MARGIN = 70  # of a cell, in twentieths of a point
INDENT = 170  # of each level, in twentieths of a point


def element(name: str, attributes: Mapping[str, str] | None = None, *inner: Any) -> Any:
    """An element with attributes of Word's own name space and what stands in it."""
    made = OxmlElement(name)
    for key, value in (attributes or {}).items():
        made.set(qn(f"w:{key}"), value)
    made.extend(inner)
    return made


# --- paragraphs ----------------------------------------------------------------------------------
def paragraph(
    said: str,
    style: str,
    *,
    raised: str = "",
    marks_after: str = "",
    bold: bool = False,
    align: str = "",
    indent: int = 0,
    keeps: bool = False,
) -> CT_P:
    """A paragraph; a mark before it (``raised``) or after it stands above the line.

    A text whose first letter runs from right to left is set so; lines break where it breaks.
    """
    rtl = right_to_left(said)
    properties = [element("w:pStyle", {"val": style.replace(" ", "")})]
    properties += [element("w:keepNext")] if keeps else []
    properties += [element("w:bidi")] if rtl else []
    properties += [element("w:ind", {"left": str(indent)})] if indent else []
    properties += [element("w:jc", {"val": align})] if align else []
    runs = [run(raised, up=True), run(" ")] if raised else []
    runs += [run(said, bold=bold, rtl=rtl)] if said else []
    runs += [run(marks_after, up=True)] if marks_after else []
    made: CT_P = element("w:p", None, element("w:pPr", None, *properties), *runs)
    return made


def run(said: str, *, bold: bool = False, up: bool = False, rtl: bool = False) -> Any:
    """Letters of one look."""
    properties = [element("w:b")] if bold else []
    properties += [element("w:bCs")] if bold else []
    properties += [element("w:vertAlign", {"val": "superscript"})] if up else []
    properties += [element("w:rtl")] if rtl else []
    made = element("w:r", None, *([element("w:rPr", None, *properties)] if properties else []))
    for place, line in enumerate(said.split("\n")):
        if place:
            made.append(element("w:br"))
        text = element("w:t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(text)
    return made


# --- tables --------------------------------------------------------------------------------------
def table_element(table: Table, width: int, *, short: bool = False) -> Any:
    """A table as wide as the page: rules above, below and between, a head that repeats.

    A ``short`` one stays on one page.
    """
    widths = _widths(table, width)
    grid = element("w:tblGrid", None, *(element("w:gridCol", {"w": str(one)}) for one in widths))
    head = _head(table, widths)
    rows = (
        _row(table, line, widths, keeps=short and line is not table.lines[-1])
        for line in table.lines
    )
    return element("w:tbl", None, _properties(table, sum(widths)), grid, head, *rows)


def _properties(table: Table, width: int) -> Any:
    rules = [
        element(f"w:{side}", {"val": "single", "sz": size, "space": "0", "color": color})
        for side, (size, color) in RULES.items()
    ]
    margins = [
        element(f"w:{side}", {"w": str(MARGIN), "type": "dxa"}) for side in ("left", "right")
    ]
    return element(
        "w:tblPr",
        None,
        *([element("w:bidiVisual")] if get_language_bidi() else []),
        element("w:tblW", {"w": str(width), "type": "dxa"}),
        element("w:tblBorders", None, *rules),
        element("w:tblLayout", {"type": "fixed"}),
        element("w:tblCellMar", None, *margins),
        element("w:tblLook", {"val": "0020", "firstRow": "1"}),
        element("w:tblCaption", {"val": table.title}),
    )


def _widths(table: Table, width: int) -> list[int]:
    """The room of the page in twentieths of a point, shared by the weights of the columns."""
    weights = [weight(column) for column in table.columns]
    room = width // TWIPS + 2 * MARGIN  # so that the words stand between the margins
    return [room * one // sum(weights) for one in weights]


def _head(table: Table, widths: list[int]) -> Any:
    cells = (
        _cell(
            width,
            paragraph(column.heading, "Table Head", align=ALIGN.get(column.kind, ""), keeps=True),
            valign="bottom",
        )
        for column, width in zip(table.columns, widths, strict=True)
    )
    properties = element("w:trPr", None, element("w:cantSplit"), element("w:tblHeader"))
    return element("w:tr", None, properties, *cells)


def _row(table: Table, line: Line, widths: list[int], *, keeps: bool) -> Any:
    properties = element("w:trPr", None, element("w:cantSplit"))
    if line.kind == "group":
        said = line.cells[0] if line.cells else Cell()
        words = paragraph(
            said.text,
            "Table Text",
            bold=True,
            marks_after=marks(said),
            indent=INDENT * (line.level - 1),
            keeps=True,
        )
        spanning = _cell(sum(widths), words, span=len(widths), fill=TINT)
        return element("w:tr", None, properties, spanning)
    cells = (
        _cell(width, _words(line, place, column, keeps=keeps))
        for place, (column, width) in enumerate(zip(table.columns, widths, strict=True))
    )
    return element("w:tr", None, properties, *cells)


def _words(line: Line, place: int, column: Column, *, keeps: bool) -> CT_P:
    cell = line.cells[place] if place < len(line.cells) else Cell()
    return paragraph(
        cell.text,
        "Table Text",
        bold=line.kind == "total",
        marks_after=marks(cell),
        align=ALIGN.get(column.kind, ""),
        indent=INDENT * (line.level - 1) if place == 0 else 0,
        keeps=keeps,
    )


def _cell(width: int, words: CT_P, *, span: int = 1, fill: str = "", valign: str = "") -> Any:
    properties = [element("w:tcW", {"w": str(width), "type": "dxa"})]
    properties += [element("w:gridSpan", {"val": str(span)})] if span > 1 else []
    if fill:
        properties.append(element("w:shd", {"val": "clear", "color": "auto", "fill": fill}))
    properties += [element("w:vAlign", {"val": valign})] if valign else []
    return element("w:tc", None, element("w:tcPr", None, *properties), words)
