"""Charts drawn on the server: plain SVG with classes, links and a table behind each.

Nothing here needs a script, an inline style or a library; the same drawing serves screen and paper.
Colour repeats what position, glyph and word already say. What the Administration says is drawn
hollow, what an oversight body found is drawn solid: only a finding closes.

Values in parts may be attributes or keys, so figures, dataclasses and plain dicts all serve.
"""

import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ictportal.templatetags.portal import (
    CLAIMS,
    EN_DASH,
    GLYPHS,
    STATUSES,
    Mark,
    short_date,
    thousands,
    uno_date,
)

register = template.Library()

WHOLE = 1000  # the width of a share bar; its parts sum to exactly this
THINNEST = 6  # a part with at least one row never disappears

_MORE_TONES = {
    "older": "bad",
    "missed": "bad",
    "unmet": "bad",
    "overdue": "bad",
    "undetermined": "none",
    "held": "good",
    "met": "good",
    "delivered": "good",
}


# --- reading what is given -----------------------------------------------------------------------
def _get(item: Any, *names: str, default: Any = "") -> Any:
    """The first of several names that an object or mapping has a value under."""
    for name in names:
        value = item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
        if value is not None and value != "":
            return value
    return default


@dataclass(frozen=True)
class Part:
    """One part of a whole."""

    key: str
    label: str
    count: int
    url: str
    tone: str


def _parts(given: Iterable[Any] | None) -> list[Part]:
    found = []
    for place, item in enumerate(given or (), start=1):
        key = str(_get(item, "key")).replace("-", "_")
        own = STATUSES.get(key) or CLAIMS.get(key)
        found.append(
            Part(
                key=key,
                label=str(_get(item, "label", default=own.label if own else key)),
                count=int(_get(item, "count", default=0)),
                url=str(_get(item, "url", "rows_url")),
                tone=str(_get(item, "tone"))
                or (own.tone if own else "")
                or _MORE_TONES.get(key, f"plain-{min(place, 5)}"),
            )
        )
    return found


def _share(count: int, total: int) -> str:
    """A share in whole per cent, halves up; never 0 % of something, 100 % only of all."""
    if not total:
        return EN_DASH
    whole = int(Fraction(count * 100, total) + Fraction(1, 2))
    if count and not whole:
        return _("under 1 %")
    if whole == 100 and count < total:
        return _("over 99 %")
    return f"{whole} %"


def _id(*told: object) -> str:
    """An id that is the same for the same chart, so that a page renders the same twice."""
    return f"c{zlib.crc32(repr(told).encode()):08x}"


def _n(value: float) -> str:
    """A coordinate: one decimal at most, and never the comma of some languages."""
    return f"{value:.1f}".removesuffix(".0")


# --- pieces of markup ----------------------------------------------------------------------------
def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> SafeString:
    """The table behind a chart: the first cell of a row names it."""
    head = format_html_join("", '<th scope="col">{}</th>', ((one,) for one in heads))
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (row[0], format_html_join("", "<td>{}</td>", ((one,) for one in row[1:])))
            for row in rows
        ),
    )
    return format_html(
        '<details class="more"><summary>{}</summary><div class="chart-scroll" role="region"'
        ' tabindex="0" aria-label="{}"><table class="data dense"><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>",
        _("Show as a table"),
        caption,
        caption,
        head,
        body,
    )


def _empty(kind: str, title: str, said: str) -> SafeString:
    return format_html(
        '<figure class="chart {}">{}<p class="none-said">{}</p></figure>',
        kind,
        _caption(title),
        said,
    )


def _caption(title: str) -> SafeString | str:
    return format_html("<figcaption>{}</figcaption>", title) if title else ""


def _svg(
    ident: str,
    size: tuple[int, int],
    said: tuple[str, str],
    drawing: object,
    *,
    links: bool,
    stretch: bool = False,
) -> SafeString:
    """The drawing with its title and description.

    With links inside it is a group, for an image hides its content from assistive technology. Time
    runs from left to right in every language, so the drawing keeps its own direction.
    """
    title, description = said
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{}" role="{}" direction="ltr"'
        ' viewBox="0 0 {} {}" preserveAspectRatio="{}" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        "bar" if stretch else "drawing",
        "group" if links else "img",
        size[0],
        size[1],
        "none" if stretch else "xMidYMid meet",
        ident,
        ident,
        ident,
        title,
        ident,
        description,
        drawing,
    )


def _scrolling(label: str, inner: object) -> SafeString:
    return format_html(
        '<div class="chart-scroll" role="region" tabindex="0" aria-label="{}">{}</div>',
        label,
        inner,
    )


def _linked(url: str, label: str, inner: object) -> SafeString:
    """A shape with its tooltip; a link when there is somewhere to go."""
    if not url:
        return format_html("<g><title>{}</title>{}</g>", label, inner)
    return format_html(
        '<a href="{}" aria-label="{}"><title>{}</title>{}</a>', url, label, label, inner
    )


def _link(url: str, text: object) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', url, text) if url else format_html("{}", text)


def _text(x: float, y: float, said: object, css: str = "", anchor: str = "start") -> SafeString:
    return format_html(
        '<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>',
        _n(x),
        _n(y),
        css,
        anchor,
        said,
    )


def _rect(
    css: str, x: float, y: float, width: float, height: float, round_: float = 0
) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>',
        css,
        _n(x),
        _n(y),
        _n(max(width, 0)),
        _n(height),
        _n(round_),
    )


def _line(css: str, x1: float, y1: float, x2: float, y2: float) -> SafeString:
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        css,
        _n(x1),
        _n(y1),
        _n(x2),
        _n(y2),
    )


def _icon(name: str, css: str, x: float, y: float, size: float) -> SafeString:
    return format_html(
        '<svg x="{}" y="{}" width="{}" height="{}" viewBox="0 0 16 16"><path class="{}"'
        ' fill-rule="evenodd" d="{}"/></svg>',
        _n(x),
        _n(y),
        _n(size),
        _n(size),
        css,
        GLYPHS[name],
    )


def _width(text: str, size: float = 12.5) -> float:
    """About how wide a text is, erring on the wide side: a server has no font to measure."""
    wide = sum(1 for one in text if unicodedata.east_asian_width(one) in "WF")
    return (wide * 1.05 + (len(text) - wide) * 0.56) * size


def _join(pieces: Iterable[object]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


# --- one whole and its parts ---------------------------------------------------------------------
def _widths(counts: Sequence[int]) -> list[int]:
    """Whole widths that sum to ``WHOLE``: none vanishes, the largest pays for the rounding."""
    total = sum(counts)
    widths = [max(count * WHOLE // total, THINNEST) if count else 0 for count in counts]
    owed = WHOLE - sum(widths)
    largest = max(range(len(counts)), key=counts.__getitem__)
    widths[largest] += owed
    return widths


_SWATCHES = {mark.tone: mark.glyph for mark in STATUSES.values()}


@register.simple_tag
def share_bar(
    parts: Iterable[Any] | None,
    title: str = "",
    description: str = "",
    unit: str = "",
    ident: str = "",
) -> SafeString:
    """One stacked bar: each part has key, label, count and perhaps url and tone.

    ``title`` shows above the bar (leave it out where a card already says it), ``unit`` heads the
    column of counts in the table.
    """
    found = _parts(parts)
    total = sum(part.count for part in found)
    if not total:
        return _empty("share", title, _("Nothing to show: there are no rows."))
    ident = ident or _id("share", title, found)
    said = "; ".join(f"{p.label}: {thousands(p.count)} ({_share(p.count, total)})" for p in found)
    bars, start = [], 0
    for part, width in zip(found, _widths([p.count for p in found]), strict=True):
        if width:
            label = f"{part.label}: {thousands(part.count)}"
            bars.append(_linked(part.url, label, _rect(f"part {part.tone}", start, 0, width, 28)))
        start += width
    legend = format_html_join(
        "",
        "<li>{}</li>",
        ((_legend_item(part, total),) for part in found),
    )
    return format_html(
        '<figure class="chart share">{}{}<ul class="legend">{}</ul>{}</figure>',
        _caption(title),
        _svg(
            ident,
            (WHOLE, 28),
            (title or _("Shares of the whole"), description or said),
            _join(bars),
            links=any(part.url for part in found),
            stretch=True,
        ),
        legend,
        _table(
            title or _("Shares of the whole"),
            [_("Part"), unit or _("Rows"), _("Share")],
            [(_link(p.url, p.label), thousands(p.count), _share(p.count, total)) for p in found],
        ),
    )


def _legend_item(part: Part, total: int) -> SafeString:
    own = STATUSES.get(part.key)
    shape = own.glyph if own else _SWATCHES.get(part.tone, "")
    key = CLAIMS.get(part.key)
    if key and part.key not in STATUSES:
        shape = key.glyph
    if part.tone == "bad" and part.key not in STATUSES:
        shape = "triangle"
    swatch = format_html(
        '<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true"><path class="part {}"'
        ' fill-rule="evenodd" d="{}"/></svg>',
        part.tone,
        GLYPHS[shape] if shape else "M1 1h14v14H1Z",
    )
    inner = format_html(
        "{}<span><b>{}</b> {} <span>({})</span></span>",
        swatch,
        thousands(part.count),
        part.label,
        _share(part.count, total),
    )
    return (
        format_html('<a href="{}">{}</a>', part.url, inner)
        if part.url
        else format_html('<span class="item">{}</span>', inner)
    )


# --- counts in ordered classes -------------------------------------------------------------------
_FIELD, _TALL, _BASE = 380, 140, 180


def _lines(words: str, room: float, size: float) -> list[str]:
    """A label broken between words where it would run into its neighbour."""
    lines: list[str] = []
    for word in words.split():
        if lines and _width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _columns(parts: Sequence[Part]) -> SafeString:
    """The columns on their base, each with its count above and its class below."""
    step, top = _FIELD / len(parts), max(part.count for part in parts)
    drawn: list[object] = [_line("axis", 0, _BASE, _FIELD, _BASE)]
    for place, part in enumerate(parts):
        height = max(part.count / top * _TALL, 2 if part.count else 0)
        middle = (place + 0.5) * step
        shape = _join(
            [
                _rect(
                    f"part {part.tone}", middle - step / 3, _BASE - height, step / 1.5, height, 2
                ),
                _text(middle, _BASE - height - 7, thousands(part.count), "strong value", "middle"),
            ]
        )
        drawn.append(_linked(part.url, f"{part.label}: {thousands(part.count)}", shape))
        for row, words in enumerate(_lines(part.label, step - 4, 13.5)):
            drawn.append(_text(middle, _BASE + 19 + 16 * row, words, "", "middle"))
    return _join(drawn)


def _threshold(parts: Sequence[Part], after: int, label: str) -> SafeString | str:
    """A line between two classes, and the sum of what stands beyond it."""
    if not 0 < after < len(parts):
        return ""
    x = after * _FIELD / len(parts)
    said = f"{label}: {thousands(sum(part.count for part in parts[after:]))}"
    fits = x + 8 + _width(said, 13.5) < _FIELD
    words = _text(x + 8, 12, said, "red") if fits else _text(x - 8, 12, said, "red", "end")
    return _join([_line("after", x, 0, x, _BASE), words])


@register.simple_tag
def column_chart(
    parts: Iterable[Any] | None,
    title: str = "",
    description: str = "",
    unit: str = "",
    mark_after: int = 0,
    mark_label: str = "",
    ident: str = "",
) -> SafeString:
    """Upright columns in a fixed order, such as classes of age.

    ``mark_after=2`` draws a line after the second column and sums what stands behind it under
    ``mark_label``: the two-year line.
    """
    found = _parts(parts)
    total = sum(part.count for part in found)
    if not total:
        return _empty("columns", title, _("Nothing to show: there are no rows."))
    ident = ident or _id("columns", title, found)
    drawing = _join([_columns(found), _threshold(found, mark_after, mark_label)])
    said = "; ".join(f"{part.label}: {thousands(part.count)}" for part in found)
    return format_html(
        '<figure class="chart columns">{}{}{}</figure>',
        _caption(title),
        _svg(
            ident,
            (_FIELD, _BASE + 44),
            (title or _("Rows by class"), description or said),
            drawing,
            links=any(part.url for part in found),
        ),
        _table(
            title or _("Rows by class"),
            [_("Class"), unit or _("Rows"), _("Share")],
            [(_link(p.url, p.label), thousands(p.count), _share(p.count, total)) for p in found],
        ),
    )


# --- a rate over time ----------------------------------------------------------------------------
class Point(NamedTuple):
    """A rate on a day; ``rate`` is ``None`` where nothing could be counted."""

    day: date
    numerator: int
    denominator: int
    url: str
    rate: float | None


def _points(given: Iterable[Any] | None) -> list[Point]:
    found = []
    for item in given or ():
        above = int(_get(item, "numerator", default=0))
        below = int(_get(item, "denominator", default=0))
        found.append(
            Point(
                day=_get(item, "day", "as_of", "date"),
                numerator=above,
                denominator=below,
                url=str(_get(item, "url", "rows_url")),
                rate=above / below if below else None,
            )
        )
    return sorted(found, key=lambda point: point.day)


def _runs(points: Iterable[Point]) -> list[list[Point]]:
    """Unbroken runs: a day on which nothing could be counted breaks the line."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.rate is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


class _Field:
    """The field of a trend: places of days and rates, drawn between fixed edges."""

    left, right, top, base = 48, 570, 16, 196

    def __init__(self, points: Sequence[Point]) -> None:
        self.first = points[0].day
        self.days = max((points[-1].day - self.first).days, 1)

    def x(self, point: Point) -> float:
        return self.left + (point.day - self.first).days / self.days * (self.right - self.left)

    def y(self, point: Point) -> float:
        return self.base - (point.rate or 0) * (self.base - self.top)

    def scale(self) -> SafeString:
        """Rules at each quarter of the whole, named at the side."""
        pieces: list[object] = []
        for per_cent in (0, 25, 50, 75, 100):
            y = self.base - per_cent / 100 * (self.base - self.top)
            pieces.append(_line("grid" if per_cent else "axis", self.left, y, self.right, y))
            pieces.append(_text(self.left - 8, y + 4, f"{per_cent} %", "", "end"))
        return _join(pieces)

    def dates(self, points: Sequence[Point]) -> SafeString:
        """As many of the days under the axis as have room."""
        pieces: list[object] = []
        taken = -99.0
        for point in points:
            said = short_date(point.day)
            half = _width(said) / 2
            middle = max(self.x(point), half)
            if middle - half > taken + 8:
                pieces.append(_text(middle, self.base + 20, said, "", "middle"))
                taken = middle + half
        return _join(pieces)

    def run(self, run: Sequence[Point]) -> SafeString:
        """One unbroken stretch of the line, with the field under it."""
        way = " ".join(f"{_n(self.x(point))},{_n(self.y(point))}" for point in run)
        return format_html(
            '<polygon class="area" points="{},{} {} {},{}"/><polyline class="line" points="{}"/>',
            _n(self.x(run[0])),
            self.base,
            way,
            _n(self.x(run[-1])),
            self.base,
            way,
        )

    def point(self, point: Point, *, last: bool) -> SafeString:
        dot = format_html(
            '<circle class="{}" cx="{}" cy="{}" r="4.5"/>',
            "point last" if last else "point",
            _n(self.x(point)),
            _n(self.y(point)),
        )
        return _linked(point.url, f"{uno_date(point.day)}: {_rate(point)}", dot)


@register.simple_tag
def trend(
    points: Iterable[Any] | None, title: str = "", description: str = "", ident: str = ""
) -> SafeString:
    """A rate per date: each point has day, numerator, denominator and perhaps url."""
    found = _points(points)
    runs = _runs(found)
    if not runs:
        said = _("Nothing to show: the rate applies on none of these days.")
        return _empty("trend", title, said)
    counted = [point for run in runs for point in run]
    field, last = _Field(counted), counted[-1]
    drawing = _join(
        [
            field.scale(),
            *(field.run(run) for run in runs),
            *(field.point(point, last=point is last) for point in counted),
            _text(
                field.x(last) + 12,
                field.y(last) + 4,
                _rate(last),
                "strong",
            ),
            field.dates(counted),
        ]
    )
    said = description or "; ".join(f"{uno_date(point.day)}: {_rate(point)}" for point in found)
    name = title or _("Rate over time")
    links = any(point.url for point in found)
    svg = _svg(ident or _id("trend", title, found), (720, 224), (name, said), drawing, links=links)
    rows = [
        (
            _link(point.url, uno_date(point.day)),
            thousands(point.numerator),
            thousands(point.denominator),
            _rate_alone(point),
        )
        for point in found
    ]
    return format_html(
        '<figure class="chart trend">{}{}{}</figure>',
        _caption(title),
        _scrolling(name, svg),
        _table(name, [_("As at"), _("Count"), _("Of"), _("Rate")], rows),
    )


def _rate_alone(point: Point) -> str:
    if not point.denominator:
        return _("not applicable")
    return _share(point.numerator, point.denominator)


def _rate(point: Point) -> str:
    if not point.denominator:
        return _("not applicable")
    share = _share(point.numerator, point.denominator)
    return _("%(part)s of %(whole)s, %(share)s") % {
        "part": thousands(point.numerator),
        "whole": thousands(point.denominator),
        "share": share,
    }


# --- what is claimed and what is found -----------------------------------------------------------
class _Scale:
    """From days to places between the two edges of the field."""

    def __init__(self, first: date, last: date, left: float, right: float) -> None:
        self.first, self.last, self.left, self.right = first, last, left, right
        self.days = max((last - first).days, 1)

    def __call__(self, day: date) -> float:
        day = min(max(day, self.first), self.last)
        return self.left + (day - self.first).days / self.days * (self.right - self.left)


_LEFT, _RIGHT, _WIDE = 168, 944, 960
_TARGET_Y, _CLAIM_Y, _FOUND_Y, _BAR, _YEARS_Y = 34, 66, 160, 32, 232
_NEVER = timedelta(days=1)


def _bar(
    item: Sequence[Any],
    scale: _Scale,
    y: int,
    vocabulary: Mapping[str, Mark],
    *,
    solid: bool,
) -> SafeString:
    """One dated statement: its glyph, and as much of its words as surely fits."""
    start, end, key, label = item[:4]
    look = vocabulary.get(str(key), Mark("dot", "none", str(key)))
    label = str(label or look.label)
    x, width = scale(start), max(scale(end) - scale(start) - 2, 4)
    dark = solid and look.tone in ("good", "bad")
    pieces: list[object] = [
        _rect(
            f"part found {look.tone}" if solid else f"said-bar {look.tone}",
            x,
            y,
            width,
            _BAR,
            4,
        )
    ]
    if width > 24:
        pieces.append(_icon(look.glyph, "icon-dark" if dark else "icon-light", x + 8, y + 9.5, 13))
    for words in (label, str(look.label)):
        if _width(words) < width - 34:
            pieces.append(_text(x + 27, y + 20.5, words, "on-dark" if dark else "on-light"))
            break
    said = _("%(label)s, from %(start)s to %(end)s") % {
        "label": label,
        "start": uno_date(start),
        "end": uno_date(end),
    }
    return _linked(str(item[4]) if len(item) > 4 else "", said, _join(pieces))


def _years(scale: _Scale) -> SafeString:
    """A hairline at each new year; where years stand close, every second or fifth is named."""
    firsts = [date(year, 1, 1) for year in range(scale.first.year, scale.last.year + 2)]
    shown = [day for day in firsts if scale.first <= day <= scale.last]
    room = (scale.right - scale.left) / max(scale.days / 365.25, 1)
    every = next(step for step in (1, 2, 5, 10, 50) if room * step > 44 or step == 50)
    pieces: list[object] = []
    for day in shown:
        x = scale(day)
        pieces.append(_line("grid", x, _TARGET_Y - 10, x, _YEARS_Y - 18))
        if day.year % every == 0 and x < scale.right - 12:
            pieces.append(_text(x, _YEARS_Y, str(day.year), "", "middle"))
    if not shown:
        pieces.append(_text(scale.left, _YEARS_Y, str(scale.first.year)))
    return _join(pieces)


def _slip(days: int | None) -> str:
    if not days:
        return ""
    size = ngettext("%(n)s day", "%(n)s days", abs(days)) % {"n": thousands(abs(days))}
    return f"+{size}" if days > 0 else f"\N{MINUS SIGN}{size}"


def _targets(given: Sequence[Any], scale: _Scale) -> SafeString:
    """Each target date as a dot, hollow once given up, with arrows for the moves."""
    pieces: list[object] = []
    y = _TARGET_Y
    for before, after in pairwise(given):
        x1, x2 = scale(before[2]), scale(after[2])
        if abs(x2 - x1) < 14:
            continue
        way = 1 if x2 > x1 else -1
        pieces.append(_line("move", x1 + 6 * way, y, x2 - 8 * way, y))
        tip = x2 - 7 * way
        pieces.append(
            format_html(
                '<path class="move-head" d="M{} {}l{} -4v8Z"/>',
                _n(tip),
                _n(y),
                _n(-7 * way),
            )
        )
        words = _slip(after[3])
        if words and _width(words, 11.5) < abs(x2 - x1) - 8:
            pieces.append(
                _text(
                    (x1 + x2) / 2,
                    y + 16,
                    words,
                    "red" if way > 0 else "strong",
                    "middle",
                )
            )
    taken = -1000.0
    for place, target in enumerate(given):
        x, last = scale(target[2]), place == len(given) - 1
        css = "target" if last else "target former"
        told = _("target %(quarter)s, set on %(day)s") % {
            "quarter": target[1],
            "day": uno_date(target[0]),
        }
        moved = _slip(target[3])
        dot = format_html('<circle class="{}" cx="{}" cy="{}" r="6"/>', css, _n(x), _n(y))
        pieces.append(_linked("", f"{told} ({moved})" if moved else told, dot))
        words = str(target[1])
        middle = min(max(x, scale.left + _width(words) / 2), scale.right - _width(words) / 2)
        if abs(middle - taken) > _width(words) + 4:
            pieces.append(_text(middle, y - 13, words, "strong" if last else "", "middle"))
            taken = middle
    return _join(pieces)


def _differences(given: Iterable[Sequence[Any]], scale: _Scale) -> SafeString:
    """Where the two voices differ: a red field between the lanes and a dashed line that says so."""
    pieces: list[object] = []
    top, bottom = _CLAIM_Y + _BAR, _FOUND_Y
    for start, end, label in given:
        x, width = scale(start), max(scale(end) - scale(start) - 2, 4)
        middle = (top + bottom) / 2
        half = _width(str(label), 13) / 2
        centre = min(max(x + width / 2, scale.left + half), scale.right - half)
        pieces.append(_rect("gap", x, top, width, bottom - top))
        pieces.append(_line("gap-line", x, middle - 8, x + width, middle - 8))
        pieces.append(_text(centre, middle + 12, label, "red", "middle"))
    return _join(pieces)


@register.simple_tag
def two_voices(
    timeline: Any, title: str = "", description: str = "", ident: str = ""
) -> SafeString:
    """The recommendation chart: claims above, findings below, targets, and where the two differ.

    ``timeline`` has ``first``, ``last``, ``claims`` and ``findings`` (start, end, key, label and
    perhaps url), ``targets`` (set on, quarter, date, slip in days), ``differences`` (start, end,
    label) and ``body_name``.
    """
    claims = list(_get(timeline, "claims", default=()))
    findings = list(_get(timeline, "findings", default=()))
    targets = list(_get(timeline, "targets", default=()))
    differences = list(_get(timeline, "differences", default=()))
    body = str(_get(timeline, "body_name", default=_("The oversight body")))
    title = title or _("What the Administration says and what %(body)s finds") % {"body": body}
    if not (claims or findings or targets):
        return _empty(
            "two-voices",
            title,
            _("Nobody has said anything about this recommendation yet."),
        )
    ident = ident or _id("voices", claims, findings, targets, differences)
    days = [one for item in (*claims, *findings) for one in item[:2]]
    days += [target[2] for target in targets]
    first = min([_get(timeline, "first", default=min(days)), *days])
    last = max([_get(timeline, "last", default=max(days)), *days])
    scale = _Scale(first, max(last, first + _NEVER), _LEFT, _RIGHT)
    wide = _RIGHT - _LEFT
    drawing = _join(
        [
            _rect("lane", _LEFT, _CLAIM_Y - 4, wide, _BAR + 8, 4),
            _rect("lane", _LEFT, _FOUND_Y - 4, wide, _BAR + 8, 4),
            _years(scale),
            _text(0, _TARGET_Y + 4, _("Target") if targets else ""),
            _text(0, _CLAIM_Y + 13, _("Administration"), "lane-name"),
            _text(0, _CLAIM_Y + 29, _("claims")),
            _lane_name(body),
            _text(0, _FOUND_Y + 29, _("finds")),
            _differences(differences, scale),
            *(_bar(item, scale, _CLAIM_Y, CLAIMS, solid=False) for item in claims),
            *(_bar(item, scale, _FOUND_Y, STATUSES, solid=True) for item in findings),
            _targets(targets, scale),
        ]
    )
    rows = _voice_rows(claims, findings, targets, differences, body)
    said = description or "; ".join(f"{row[0]}, {row[2]}: {row[3]}" for row in rows)
    links = any(len(item) > 4 and item[4] for item in (*claims, *findings))
    return format_html(
        '<figure class="chart two-voices">{}{}</figure>',
        _scrolling(title, _svg(ident, (_WIDE, 244), (title, said), drawing, links=links)),
        _table(title, [_("From"), _("To"), _("Voice"), _("Statement")], rows),
    )


def _lane_name(body: str) -> SafeString:
    """The name of the body, shortened where it would run into its lane; the table has it whole."""
    shown, words = body, body.split()
    while _width(shown, 13) > _LEFT - 12 and len(words) > 1:
        words.pop()
        shown = " ".join(words) + "…"
    return _linked("", body, _text(0, _FOUND_Y + 13, shown, "lane-name"))


def _voice_rows(
    claims: Sequence[Any],
    findings: Sequence[Any],
    targets: Sequence[Any],
    differences: Sequence[Any],
    body: str,
) -> list[tuple[object, ...]]:
    """Everything the drawing shows, one row each, in the order of time."""
    told: list[tuple[date, object, object, date | None]] = []
    for item in claims:
        told.append((item[0], item[3], _("Administration"), item[1]))
    for item in findings:
        told.append((item[0], item[3], body, item[1]))
    for item in targets:
        moved = _slip(item[3])
        words = _("Target %(quarter)s") % {"quarter": item[1]}
        told.append(
            (
                item[0],
                f"{words} ({moved})" if moved else words,
                _("Administration"),
                item[2],
            )
        )
    for item in differences:
        told.append((item[0], item[2], _("Difference"), item[1]))
    told.sort(key=lambda row: row[0])
    return [(uno_date(row[0]), uno_date(row[3]), row[2], row[1]) for row in told]
