"""Chains of requests on a time line: sessions as columns, each chain a line with marks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ictportal.charts.markup import (
    caption_of,
    data_table,
    icon_at,
    identify,
    join_all,
    line_at,
    linked,
    nothing,
    rect_at,
    scrolling,
    svg_of,
    text_at,
)
from ictportal.charts.roadmap import fitted
from ictportal.templatetags.portal import GLYPHS

NAMES = 270  # the width of the column of names
HEAD = 34
LINE = 46
COLUMN = 92
WIDEST = 1000
ICON = 15
#: What can happen to a chain at a session: glyph, tone, and the word for it.
KINDS: dict[str, tuple[str, str, Any]] = {
    "asked": ("disc", "plain-4", later("asked")),
    "due": ("diamond", "plain-5", later("due")),
    "recalls": ("triangle", "bad", later("recalled as not submitted")),
    "follows": ("ring", "plain-4", later("followed up")),
    "endorses": ("check", "good", later("endorsed")),
    "fulfilled": ("check", "good", later("fulfilled")),
    "partly": ("half", "partial", later("partly fulfilled")),
    "not_fulfilled": ("triangle", "bad", later("not fulfilled")),
}


@dataclass(frozen=True)
class _Grid:
    """Where sessions and rows lie."""

    sessions: tuple[int, ...]
    rows: int

    @property
    def column(self) -> float:
        return min(COLUMN, WIDEST / len(self.sessions))

    @property
    def right(self) -> float:
        return NAMES + self.column * len(self.sessions)

    @property
    def height(self) -> int:
        return HEAD + LINE * self.rows + 6

    def x(self, session: int) -> float:
        return NAMES + (self.sessions.index(session) + 0.5) * self.column

    def y(self, row: int) -> float:
        return HEAD + LINE * row


def time_line(lines: Iterable[Any], title: str = "", now: int | None = None) -> SafeString:
    """Lines of chains over the sessions of the Assembly, with the table that tells the same.

    A line has ``state`` (``code title``), ``url``, ``carries`` and ``marks`` (``session kind code
    document paragraph url``). ``now`` is the session that is under way.
    """
    found = list(lines)
    if not found:
        return nothing("time-line", title, _("No request is tied to a session on this day."))
    told = [mark.session for line in found for mark in line.marks]
    grid = _Grid(tuple(range(min(told), max(told) + 1)), len(found))
    drawing = join_all(
        [_columns(grid, now), *(_row(grid, at, line) for at, line in enumerate(found))]
    )
    name = title or _("Chains of requests by session")
    said = (name, _("One line for each chain; the table below tells the same."))
    ident = identify(name, [(line.state.code, len(line.marks)) for line in found])
    svg = svg_of(ident, (int(grid.right) + 2, grid.height), said, drawing, links=True)
    return format_html(
        '<figure class="chart time-line">{}{}{}{}</figure>',
        caption_of(title),
        scrolling(name, svg),
        _legend(found),
        _table(name, found),
    )


def _columns(grid: _Grid, now: int | None) -> SafeString:
    """A column for each session, the one of the day shown in the shade."""
    pieces: list[object] = []
    if now in grid.sessions:
        left = grid.x(now) - grid.column / 2
        pieces.append(rect_at("now-band", left, 0, grid.column, grid.height))
    for session in grid.sessions:
        x = grid.x(session)
        pieces.append(line_at("grid", x, HEAD, x, grid.height))
        pieces.append(text_at(x, HEAD - 12, session, "strong", "middle"))
    pieces.append(text_at(6, HEAD - 12, _("Session"), "strong"))
    pieces.append(line_at("axis", 0, HEAD, grid.right, HEAD))
    return join_all(pieces)


def _row(grid: _Grid, at: int, line: Any) -> SafeString:
    y, sessions = grid.y(at), [mark.session for mark in line.marks]
    first = line.marks[0]
    name = text_at(6, y + 18, fitted(line.state.title, NAMES - 16), "strong")
    place = text_at(6, y + 34, fitted(_under(line, first), NAMES - 16))
    way = line_at("way", grid.x(min(sessions)), y + 16, grid.x(max(sessions)), y + 16)
    marks = [_marks(grid, y, held) for held in _by_session(line.marks)]
    edge = line_at("grid", 0, y + LINE, grid.right, y + LINE)
    return join_all([edge, linked(line.url, line.state.title, name), place, way, *marks])


def _under(line: Any, first: Any) -> str:
    """Where the chain begins, and how many requests come through it."""
    place = f"{first.document}, {first.paragraph}"
    if not line.carries:
        return place
    return _("%(place)s, with %(n)s more") % {"place": place, "n": line.carries}


def _by_session(marks: Sequence[Any]) -> list[list[Any]]:
    held: dict[int, list[Any]] = defaultdict(list)
    for mark in marks:
        held[mark.session].append(mark)
    return list(held.values())


def _marks(grid: _Grid, y: float, held: Sequence[Any]) -> SafeString:
    """The marks of one session side by side, with the place of the last under them."""
    wide = len(held) * (ICON + 4) - 4
    left = grid.x(held[0].session) - wide / 2
    pieces: list[object] = []
    for step, mark in enumerate(held):
        glyph, tone, _word = KINDS[mark.kind]
        x = left + step * (ICON + 4)
        ground = rect_at("mark-ground", x - 2, y + 7, ICON + 4, ICON + 2, 4)
        icon = join_all([ground, icon_at(glyph, f"part {tone}", x, y + 8, ICON)])
        pieces.append(linked(mark.url, told(mark), icon))
    words = str(KINDS["due"][2]) if held[-1].kind == "due" else held[-1].paragraph
    under = fitted(words, grid.column - 6)
    return join_all([*pieces, text_at(grid.x(held[0].session), y + 37, under, "", "middle")])


def _legend(lines: Sequence[Any]) -> SafeString:
    """The kinds of marks that occur, each as glyph and word."""
    seen = {mark.kind for line in lines for mark in line.marks}
    items = format_html_join(
        "",
        '<li><svg viewBox="0 0 16 16" aria-hidden="true"><path class="part {}" fill-rule="evenodd"'
        ' d="{}"/></svg> {}</li>',
        ((tone, GLYPHS[name], word) for kind, (name, tone, word) in KINDS.items() if kind in seen),
    )
    return format_html('<ul class="time-line-keys">{}</ul>', items)


def told(mark: Any) -> str:
    """A mark in words."""
    word = KINDS[mark.kind][2]
    return f"{mark.session}: {word}, {mark.document}, {mark.paragraph}"


def _table(name: str, lines: Sequence[Any]) -> SafeString:
    rows = [
        (line.state.title, line.carries, "; ".join(told(mark) for mark in line.marks))
        for line in lines
    ]
    heads = (_("Request"), _("Come through it"), _("Session by session"))
    return data_table(name, heads, rows)
