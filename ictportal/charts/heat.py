"""Counts in two directions: rows by columns, the fuller the darker, the count written in each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ictportal.charts.markup import (
    caption_of,
    data_table,
    identify,
    join_all,
    link_to,
    linked,
    nothing,
    read,
    rect_at,
    scrolling,
    svg_of,
    text_at,
)
from ictportal.charts.roadmap import fitted
from ictportal.templatetags.portal import thousands

NAMES, CELL, LINE, HEAD = 250, 74, 30, 46
#: A narrow one is not blown up to the width of the page.
NARROWEST = 900
#: Shades beside the empty one; the darkest carry light text.
SHADES = 5


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Iterable[Any],
    title: str = "",
    description: str = "",
    unit: str = "",
) -> SafeString:
    """Labels of rows and columns, and cells (``row column count`` and perhaps ``url``).

    ``row`` and ``column`` are places in the two lists; a place without a cell counts nothing.
    """
    found = {(int(read(one, "row")), int(read(one, "column"))): one for one in cells}
    name = title or _("Counts in two directions")
    if not any(int(read(one, "count", default=0)) for one in found.values()):
        return nothing("heat", title, _("Nothing to show: there are no rows."))
    most = max(int(read(one, "count", default=0)) for one in found.values())
    drawing = join_all(
        [
            *(_column(place, label) for place, label in enumerate(columns)),
            *(_row(place, label) for place, label in enumerate(rows)),
            *(
                _cell(at, found.get(at), most, f"{rows[at[0]]}, {columns[at[1]]}")
                for at in _places(len(rows), len(columns))
            ),
        ]
    )
    size = (max(NAMES + CELL * len(columns) + 4, NARROWEST), HEAD + LINE * len(rows) + 4)
    said = description or _("Rows by columns; the table tells the same.")
    ident = identify("heat", name, rows, columns, sorted(map(str, found)))
    links = any(read(one, "url") for one in found.values())
    return format_html(
        '<figure class="chart heat">{}{}{}</figure>',
        caption_of(title),
        scrolling(name, svg_of(ident, size, (name, said), drawing, links=links)),
        data_table(name, ["", *columns, _("All")], _table(rows, columns, found)),
    )


def _places(rows: int, columns: int) -> list[tuple[int, int]]:
    return [(row, column) for row in range(rows) for column in range(columns)]


def _column(place: int, label: str) -> SafeString:
    x = NAMES + CELL * (place + 0.5)
    return linked("", label, text_at(x, HEAD - 12, fitted(label, CELL - 6), "head", "middle"))


def _row(place: int, label: str) -> SafeString:
    y = HEAD + LINE * (place + 0.5) + 4
    return linked("", label, text_at(NAMES - 10, y, fitted(label, NAMES - 14), "name", "end"))


def _cell(at: tuple[int, int], cell: Any, most: int, label: str) -> SafeString:
    """One field: its shade, and its count where there is one."""
    count = int(read(cell, "count", default=0)) if cell is not None else 0
    x, y = NAMES + CELL * at[1], HEAD + LINE * at[0]
    shade = 0 if not count else 1 + (count - 1) * SHADES // max(most, 1)
    box = rect_at(f"heat-{min(shade, SHADES)}", x + 1, y + 1, CELL - 2, LINE - 2, 3)
    if not count:
        return box
    word = text_at(x + CELL / 2, y + LINE / 2 + 5, thousands(count), f"on-{shade}", "middle")
    return linked(str(read(cell, "url")), f"{label}: {thousands(count)}", join_all([box, word]))


def _table(rows: Sequence[str], columns: Sequence[str], found: Any) -> list[list[object]]:
    lines: list[list[object]] = []
    for row, label in enumerate(rows):
        counts = [found.get((row, column)) for column in range(len(columns))]
        numbers = [int(read(one, "count", default=0)) if one else 0 for one in counts]
        shown = [
            link_to(str(read(one, "url")), n) if one and n else "–"
            for one, n in zip(counts, numbers, strict=True)
        ]
        lines.append([label, *shown, thousands(sum(numbers))])
    return lines
