"""A chart as one self-contained picture with its table: for paper, which has no style sheet.

The drawing and its table come from ``drawing.draw``; the colours from the style sheet of the
portal, so that a chart looks the same on screen and on paper.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring
from django.conf import settings

from ictportal.charts.markup import number, width_of
from ictportal.reports.content import Cell, Chart, Column, Line, Table
from ictportal.reports.drawing import draw

SVG = "http://www.w3.org/2000/svg"
FONTS = "'Noto Sans', 'Noto Sans Arabic', 'Noto Sans CJK SC', sans-serif"
WIDTH = 720  # of a picture, in its own units
EDGE = 10
BAR, LABEL, ROW = 28, 18, 20  # heights of a share bar, a label above a drawing, a row of keys
KEY = 12
LONG = 40  # letters of a cell that needs a broad column
BREAK = "\N{LINE SEPARATOR}"  # of lines within a cell, while it is read


@dataclass(frozen=True)
class Picture:
    """A drawing without links: SVG of a size, and what it shows in words."""

    svg: str
    width: float
    height: float
    alt: str

    @property
    def png(self) -> bytes:
        """The picture as PNG, twice its size."""
        from resvg_py import svg_to_bytes

        made: bytes = svg_to_bytes(
            svg_string=self.svg, zoom=2, background="#ffffff", font_family="Noto Sans"
        )
        return bytes(made)


def drawn(chart: Chart) -> tuple[Picture | None, Table]:
    """A chart as picture and table.

    No picture where there is nothing to draw; without a table of its own it is described in words.
    """
    # Without name spaces, and with every element closed, the whole figure is one plain tree.
    figure = fromstring(draw(chart).replace(f' xmlns="{SVG}"', "").replace("<br>", "<br/>"))
    return _picture(figure, chart), _table(figure, chart)


# --- the table behind it -------------------------------------------------------------------------
def _table(figure: Element, chart: Chart) -> Table:
    found = figure.find(".//table")
    rows = [] if found is None else [_texts(row) for row in found.iter("tr")]
    heads, body = (rows[0], rows[1:]) if rows else ([], [])
    return Table(
        key=chart.key,
        title=chart.title,
        columns=tuple(_column(head, place, body) for place, head in enumerate(heads)),
        lines=tuple(Line(tuple(Cell(text) for text in row)) for row in body),
        lead=chart.note,
        empty="" if body else chart.description or _said(figure),
    )


def _texts(row: Element) -> list[str]:
    return [_said(cell) for cell in row]


def _column(head: str, place: int, body: list[list[str]]) -> Column:
    """A column of numbers is one that has digits and no letters in all its cells."""
    texts = [row[place] for row in body if place < len(row)]
    if any(len(text) > LONG for text in texts):
        return Column(head, "long")
    said = " ".join(texts)
    numeric = re.search(r"\d", said) and not re.search(r"[^\W\d_]", said)
    return Column(head, "number" if place and numeric else "text")


def _said(element: Element) -> str:
    """All words of an element but those inside drawings."""
    lines = " ".join(_words(element)).split(BREAK)
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield BREAK
        elif child.tag != "svg":
            yield from _words(child)
        yield child.tail or ""


# --- the picture ---------------------------------------------------------------------------------
def _picture(figure: Element, chart: Chart) -> Picture | None:
    """The drawings of a figure under each other, and the keys of its colours below them."""
    if not any(_is_drawing(svg) for svg in figure.iter("svg")):
        return None
    group = Element("g", {"class": figure.get("class", "")})
    height: float = EDGE
    for label, svg in _drawings(figure):
        height = _place(group, label, svg, height)
    height = _place_keys(group, _keys(figure), height)
    said = f"{chart.title}. {chart.description}".strip()
    return Picture(_whole(group, said, height), WIDTH, height, said)


def _whole(group: Element, said: str, height: float) -> str:
    root = Element(
        "svg",
        {
            "xmlns": SVG,
            "width": str(WIDTH),
            "height": number(height),
            "viewBox": f"0 0 {WIDTH} {number(height)}",
            "font-family": FONTS,
            "font-size": "12.5",
        },
    )
    SubElement(root, "title").text = said
    SubElement(root, "style").text = chart_css()
    root.append(group)
    return tostring(root, encoding="unicode")


def _is_drawing(svg: Element) -> bool:
    return bool({"drawing", "bar"} & set(svg.get("class", "").split()))


def _drawings(figure: Element) -> Iterator[tuple[str, Element]]:
    """Each drawing with what is said beside it, where it is one of several in a list."""
    labels = {
        id(svg): " · ".join(filter(None, map(_said, item)))
        for item in figure.iter("li")
        for svg in item.iter("svg")
    }
    for svg in figure.iter("svg"):
        if _is_drawing(svg):
            yield labels.get(id(svg), ""), svg


def _place(group: Element, label: str, svg: Element, top: float) -> float:
    """Put a drawing at a height, and answer where it ends."""
    if label:
        _write(group, EDGE, top + 12, label, "strong")
        top += LABEL
    _left, _top, wide, high = (float(one) for one in svg.get("viewBox", "0 0 1 1").split())
    room = WIDTH - 2 * EDGE
    stretched = svg.get("preserveAspectRatio") == "none"
    width = room if stretched else min(wide, room)
    height = BAR if stretched and high > BAR / 2 else high * width / wide
    group.append(_inline(svg, EDGE, top, width, height))
    return top + height + EDGE


def _inline(svg: Element, x: float, y: float, width: float, height: float) -> Element:
    """A drawing inside another as a plain group: not every program draws one within another."""
    left, top, wide, high = (float(one) for one in svg.get("viewBox", "0 0 1 1").split())
    across, down = width / wide, height / high
    moved = f"translate({x - left * across:g} {y - top * down:g}) scale({across:g} {down:g})"
    made = Element("g", {"class": svg.get("class", ""), "transform": moved})
    made.extend(svg)
    for parent in list(made.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == "svg":
                at = (float(child.get(name, "0")) for name in ("x", "y", "width", "height"))
                parent[place] = _inline(child, *at)
    return made


def _keys(figure: Element) -> list[tuple[Element, str]]:
    """The items of a list that have a small drawing of their own: what a colour means."""
    found = []
    for item in figure.iter("li"):
        svgs = list(item.iter("svg"))
        if svgs and not any(_is_drawing(svg) for svg in svgs):
            found.append((svgs[0], _said(item)))
    return found


def _place_keys(group: Element, keys: list[tuple[Element, str]], top: float) -> float:
    """Set the keys in rows, and answer the height they end at."""
    left: float = EDGE
    for svg, said in keys:
        width = KEY + 6 + width_of(said) + 18
        if left > EDGE and left + width > WIDTH:
            left, top = EDGE, top + ROW
        group.append(_inline(svg, left, top, KEY, KEY))
        _write(group, left + KEY + 6, top + 11, said)
        left += width
    return top + ROW if keys else top


def _write(group: Element, x: float, y: float, said: str, css: str = "") -> None:
    words = SubElement(group, "text", {"x": number(x), "y": number(y), "class": css})
    words.text = said


# --- its colours ---------------------------------------------------------------------------------
#: A stroke that lies under its fill on screen would lie over it on paper.
_ON_PAPER = ".chart .swatch .part,.chart .haloed{stroke:none}"
_KEPT = re.compile(r"fill|stroke|font-(?:size|weight)|paint-order|opacity")
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;{}]+);")
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")


@cache
def chart_css() -> str:
    """The rules of the portal's charts that a drawing knows, with their values put in."""
    sheet = (settings.BASE_DIR / "static" / "css" / "portal.css").read_text(encoding="utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    tokens = dict(_TOKEN.findall(sheet))
    rules = (rule for block in _layers(sheet, "charts") for rule in _RULE.findall(block))
    found = (
        f"{selector}{{{said}}}"
        for selectors, declared in rules
        if (said := _declared(declared, tokens))
        for selector in _plain(selectors)
    )
    return "\n".join([*found, _ON_PAPER])


def _layers(sheet: str, name: str) -> Iterator[str]:
    """What stands in each layer of a name, without the conditional rules in it."""
    for start in re.finditer(rf"@layer {name}\s*\{{", sheet):
        end = _closing(sheet, start.end())
        yield _unconditional(sheet[start.end() : end])


def _unconditional(block: str) -> str:
    while found := re.search(r"@[^{;]*\{", block):
        block = block[: found.start()] + block[_closing(block, found.end()) + 1 :]
    return block


def _closing(text: str, start: int) -> int:
    """Where the brace opened before ``start`` closes."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            return place
    return len(text)


def _declared(declared: str, tokens: dict[str, Any]) -> str:
    kept = []
    for one in declared.split(";"):
        name, _colon, value = (part.strip() for part in one.partition(":"))
        if _KEPT.match(name):
            value = re.sub(r"var\((--[\w-]+)[^)]*\)", lambda found: tokens.get(found[1], ""), value)
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _plain(selectors: str) -> Iterator[str]:
    """Selectors one by one, ``:is(a, b)`` written out; without those for pointers and keyboards."""
    for one in re.split(r",(?![^(]*\))", selectors.strip()):
        found = re.match(r"(.*?):is\(([^)]*)\)(.*)", one.strip())
        if found:
            before, choices, after = found.groups()
            for choice in choices.split(","):
                yield from _plain(f"{before}{choice.strip()}{after}")
        elif ":" not in one and "[" not in one:
            yield one.strip()
