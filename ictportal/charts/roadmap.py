"""The road map as a grid of quarters, and the promises of one milestone on a line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ictportal.charts.markup import (
    caption_of,
    identify,
    join_all,
    line_at,
    linked,
    nothing,
    number,
    read,
    rect_at,
    scrolling,
    svg_of,
    text_at,
    width_of,
)
from ictportal.templatetags.portal import short_date

NAMES = 300  # the width of the column of names
HEAD = 60
LINE = 27
INDENT = 14
ROOM = 900
BRANCHES = ("driver", "enabler")


def day_of_quarter(no: int) -> date:
    """The first day of the quarter with this number: 8101 is 2025-Q2."""
    return date(no // 4, no % 4 * 3 + 1, 1)


@dataclass(frozen=True)
class _Grid:
    """Where quarters, days and rows lie."""

    first: int
    last: int
    rows: int

    @property
    def quarter(self) -> float:
        return min(max(ROOM / (self.last - self.first + 1), 30), 50)

    @property
    def right(self) -> float:
        return NAMES + self.quarter * (self.last - self.first + 1)

    @property
    def height(self) -> int:
        return HEAD + LINE * self.rows + 6

    def x(self, no: float) -> float:
        return NAMES + (no - self.first) * self.quarter

    def of_day(self, day: date) -> float:
        """The place of a day; outside the grid it lies at the edge."""
        no = day.year * 4 + (day.month - 1) // 3
        starts, ends = day_of_quarter(no), day_of_quarter(no + 1)
        place = self.x(no + (day - starts).days / (ends - starts).days)
        return min(max(place, NAMES + 6), self.right - 6)

    def covers(self, day: date) -> bool:
        return day_of_quarter(self.first) <= day < day_of_quarter(self.last + 1)

    def y(self, row: int) -> float:
        return HEAD + LINE * row


def road_map(
    chart: Mapping[str, Any], title: str = "", description: str = "", label: str = ""
) -> SafeString:
    """Rows over quarters, announced as ``label``.

    ``chart`` has ``first last own_first own_last now rows``, by number of quarter.

    A row has ``kind name depth first last url milestones``; without ``first`` it has no bar.
    """
    rows: Sequence[Any] = chart.get("rows") or ()
    if not rows:
        return nothing("road-map", title, _("No row of a road map is on record."))
    grid = _Grid(int(chart["first"]), int(chart["last"]), len(rows))
    name = label or title or _("Road map")
    said = (name, description or _("Rows of the road map over quarters; the table tells the same."))
    drawing = join_all(
        [
            _outside(grid, chart),
            _phases(grid, rows),
            *(_ground(grid, at, row) for at, row in enumerate(rows)),
            _quarters(grid),
            *(_row(grid, at, row, chart) for at, row in enumerate(rows)),
            _now(grid, chart.get("now")),
        ]
    )
    links = any(read(row, "url") for row in rows)
    ident = identify(name, grid, [read(row, "name") for row in rows])
    svg = svg_of(ident, (int(grid.right) + 2, grid.height), said, drawing, links=links)
    return format_html(
        '<figure class="chart road-map">{}{}</figure>', caption_of(title), scrolling(name, svg)
    )


def _outside(grid: _Grid, chart: Mapping[str, Any]) -> SafeString:
    """Quarters that only another baseline has lie in the shade."""
    first, last = int(chart["own_first"]), int(chart["own_last"])
    spans = [(grid.first, first), (last + 1, grid.last + 1)]
    return join_all(
        rect_at("outside", grid.x(start), HEAD, grid.x(end) - grid.x(start), grid.height - HEAD)
        for start, end in spans
        if end > start
    )


def _phases(grid: _Grid, rows: Iterable[Any]) -> SafeString:
    """Phases with quarters of their own lie as bands behind all rows."""
    pieces = []
    for place, row in enumerate(row for row in rows if read(row, "kind") == "phase"):
        if first := read(row, "first", default=None):
            start, end = grid.x(first), grid.x(read(row, "last") + 1)
            css = "phase-band even" if place % 2 else "phase-band"
            pieces.append(rect_at(css, start, HEAD, end - start, grid.height - HEAD))
    return join_all(pieces)


def _ground(grid: _Grid, at: int, row: Any) -> SafeString | str:
    """A branch has a band of its own, so that the eye finds the driver of a row."""
    if read(row, "kind") not in BRANCHES:
        return ""
    return rect_at("branch", 0, grid.y(at), grid.right, LINE)


def _quarters(grid: _Grid) -> SafeString:
    pieces: list[object] = []
    for no in range(grid.first, grid.last + 2):
        new_year = no % 4 == 0
        top = HEAD - 40 if new_year else HEAD - 18
        pieces.append(
            line_at("axis" if new_year else "grid", grid.x(no), top, grid.x(no), grid.height)
        )
        if no <= grid.last:
            middle = grid.x(no) + grid.quarter / 2
            pieces.append(text_at(middle, HEAD - 6, f"Q{no % 4 + 1}", "quarter", "middle"))
            if new_year or no == grid.first:
                pieces.append(text_at(grid.x(no) + 5, HEAD - 26, no // 4, "strong"))
    pieces.append(line_at("axis", 0, HEAD, grid.right, HEAD))
    return join_all(pieces)


def _row(grid: _Grid, at: int, row: Any, chart: Mapping[str, Any]) -> SafeString:
    kind, url = str(read(row, "kind")), str(read(row, "url"))
    indent = int(read(row, "depth", default=0)) * INDENT
    name = str(read(row, "name"))
    if kind == "project":
        name = f"{read(row, 'code')} {name}"
    css = "strong" if kind in BRANCHES else ("of-project" if kind == "project" else "")
    shown = text_at(6 + indent, grid.y(at) + 18, fitted(name, NAMES - 14 - indent), css)
    pieces: list[object] = [linked(url, name, shown)]
    if kind in {"roadmap_row", "phase"}:
        pieces.append(_bar(grid, at, row, chart))
    marks = [one for one in read(row, "milestones", default=()) if read(one, "expected")]
    marks.sort(key=lambda one: read(one, "expected"))
    pieces.extend(_milestone(grid, at, mark) for mark in marks)
    pieces.append(_beyond(grid, at, marks))
    return join_all(pieces)


def _bar(grid: _Grid, at: int, row: Any, chart: Mapping[str, Any]) -> SafeString:
    """The quarters of a row; a hair line where no bar is on record."""
    first, y = read(row, "first", default=None), grid.y(at)
    if first is None:
        start, end = grid.x(int(chart["own_first"])), grid.x(int(chart["own_last"]) + 1)
        return line_at("lost", start + 4, y + LINE / 2, end - 4, y + LINE / 2)
    last = int(read(row, "last"))
    css = "phase-bar" if read(row, "kind") == "phase" else "part plain-3"
    start, end = max(grid.x(first), NAMES), min(grid.x(last + 1), grid.right)
    label = f"{read(row, 'name')}: {_quarter(first)} – {_quarter(last)}"
    return linked("", label, rect_at(css, start + 1.5, y + 6, end - start - 3, LINE - 12, 3))


def _quarter(no: int) -> str:
    return f"{no // 4}-Q{no % 4 + 1}"


def _beyond(grid: _Grid, at: int, marks: Iterable[Any]) -> SafeString | str:
    """The last of the days that lie after the grid, in words beside its edge."""
    later = [one for one in marks if read(one, "expected") >= day_of_quarter(grid.last + 1)]
    if not later:
        return ""
    words = read(max(later, key=lambda one: read(one, "expected")), "words")
    y = grid.y(at) + LINE / 2 + 4
    return text_at(grid.right - 18, y, f"{words} →", "strong haloed", "end")


def _milestone(grid: _Grid, at: int, mark: Any) -> SafeString:
    """First promise hollow, baseline in force small, expected day filled, joined by a line."""
    first, expected = read(mark, "first", default=None), read(mark, "expected")
    y = grid.y(at) + LINE / 2
    late = "late" if read(mark, "late", default=False) else ""
    pieces: list[object] = []
    if first and first != expected:
        pieces.append(line_at(f"moved {late}", grid.of_day(first), y, grid.of_day(expected), y))
        pieces.append(_diamond("promise", grid.of_day(first), y, 5.5))
    current = read(mark, "current", default=None)
    if current and current not in (first, expected):
        pieces.append(_diamond("promise", grid.of_day(current), y, 4))
    reached = "reached" if read(mark, "reached", default=False) else ""
    pieces.append(_diamond(f"expected {late} {reached}", grid.of_day(expected), y, 5.5))
    if not grid.covers(expected):
        place = grid.of_day(expected) - 10
        pieces.append(text_at(place, y + 4, f"{read(mark, 'words')} →", "strong", "end"))
    label = f"{read(mark, 'name')}: {read(mark, 'words')}"
    return linked(str(read(mark, "url")), label, join_all(pieces))


def _diamond(css: str, x: float, y: float, size: float) -> SafeString:
    return format_html(
        '<path class="{}" d="M{} {}l{} {}l-{} {}l-{} -{}Z"/>',
        css.strip(),
        number(x),
        number(y - size),
        *(number(size) for _step in range(6)),
    )


def _now(grid: _Grid, day: date | None) -> SafeString | str:
    """The day the page shows, when the grid has it."""
    if day is None or not grid.covers(day):
        return ""
    x, said = grid.of_day(day), short_date(day)
    anchor = "end" if x + width_of(said) > grid.right else "start"
    return join_all(
        [
            line_at("now", x, 2, x, grid.height),
            text_at(x + (4 if anchor == "start" else -4), 12, said, "strong", anchor),
        ]
    )


def fitted(text: str, room: float) -> str:
    """A text cut to the room there is; the whole stands in the tooltip and the table."""
    if width_of(text) <= room:
        return text
    while text and width_of(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


# --- the promises of one milestone ---------------------------------------------------------------
def promises(dates: Iterable[Any], now: date, title: str = "") -> SafeString:
    """The days named for a milestone on a line: the first hollow, the last filled, and the day."""
    found = list(dates)
    if not found:
        return nothing("promises", "", _("No date was ever named."))
    days = [read(one, "day") for one in found]
    start, end = min(*days, now), max(*days, now)
    margin = timedelta(days=max((end - start).days // 20, 20))
    field = _Line(start - margin, end + margin)
    words = "; ".join(str(read(one, "words")) for one in found)
    said = (title or _("Dates named"), _("In the order in which they were named: %s") % words)
    return format_html(
        '<figure class="chart promises">{}</figure>',
        svg_of(
            identify("promises", title, days, now),
            (230, 34),
            said,
            _line(field, days, found, now),
            links=False,
        ),
    )


@dataclass(frozen=True)
class _Line:
    start: date
    end: date

    def x(self, day: date) -> float:
        return 6 + (day - self.start).days / (self.end - self.start).days * 218


def _line(field: _Line, days: Sequence[date], found: Sequence[Any], now: date) -> SafeString:
    y = 14
    pieces: list[object] = [line_at("axis", 4, y, 226, y)]
    late = "late" if days[-1] > days[0] else ""
    if len(days) > 1:
        pieces.append(line_at(f"moved {late}", field.x(days[0]), y, field.x(days[-1]), y))
    for place, day in enumerate(days):
        last = place == len(days) - 1
        reached = "reached" if read(found[place], "is_reached", default=False) else ""
        css = f"expected {late} {reached}" if last and (place or reached) else "promise"
        pieces.append(_diamond(css, field.x(day), y, 5.5 if last or not place else 4))
    x = field.x(now)
    anchor = "end" if x > 115 else "start"
    pieces.append(line_at("now", x, 3, x, 25))
    pieces.append(text_at(x + (-4 if anchor == "end" else 4), 32, now.year, "", anchor))
    return join_all(pieces)
