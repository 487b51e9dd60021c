"""Numbers of an indicator over time: baseline, actual, planned and target, or named lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ictportal.charts.markup import (
    caption_of,
    data_table,
    identify,
    join_all,
    line_at,
    link_to,
    linked,
    nothing,
    number,
    read,
    scrolling,
    svg_of,
    text_at,
    width_of,
)
from ictportal.templatetags.portal import thousands

#: How each role is drawn: a class, and whether its points are joined by a line.
ROLES = {
    "baseline": ("baseline", False),
    "actual": ("actual", True),
    "planned": ("planned", True),
    "target": ("target", False),
}


@dataclass(frozen=True)
class Measured:
    """A number of a series at the end of a period."""

    series: str
    look: str
    joined: bool
    day: date
    period: str
    value: Decimal
    url: str


def _measured(given: Iterable[Any] | None) -> list[Measured]:
    found, lines = [], list[str]()
    for item in given or ():
        value = read(item, "value", default=None)
        if value is None:
            continue
        role = str(read(item, "role"))
        series = str(read(item, "series", default=role))
        if series not in lines:
            lines.append(series)
        look, joined = ROLES.get(role, (f"line-{min(lines.index(series) + 1, 3)}", True))
        day = read(item, "day")
        period = str(read(item, "period", default=day))
        found.append(
            Measured(series, look, joined, day, period, Decimal(value), str(read(item, "url")))
        )
    return sorted(found, key=lambda one: one.day)


def _step(most: Decimal) -> Decimal:
    """The distance of the rules behind the drawing: 1, 2 or 5 times a power of ten."""
    step = Decimal(1).scaleb(most.adjusted() - 1) if most else Decimal(1)
    while most / step > 5:
        for factor in (2, 5, 10):
            if most / (step * factor) <= 5:
                return step * factor
        step *= 10
    return step


class _Field:
    """Places of days and values between fixed edges; the scale begins at nought."""

    left, right, top, base = 72, 600, 20, 196

    def __init__(self, points: Sequence[Measured]) -> None:
        self.first = points[0].day
        self.days = (points[-1].day - self.first).days
        highest = max(*(point.value for point in points), Decimal(0))
        self.lowest = min(*(point.value for point in points), Decimal(0))
        self.step = _step(highest - self.lowest)
        self.highest = self.lowest
        while self.highest < highest or self.highest == self.lowest:
            self.highest += self.step

    def x(self, day: date) -> float:
        inner = self.right - self.left - 80
        share = (day - self.first).days / self.days if self.days else 0.5
        return self.left + 40 + share * inner

    def y(self, value: Decimal) -> float:
        share = float((value - self.lowest) / (self.highest - self.lowest))
        return self.base - share * (self.base - self.top)

    def scale(self) -> SafeString:
        pieces: list[object] = []
        value = self.lowest
        while value <= self.highest:
            y = self.y(value)
            css = "axis" if value == self.lowest else "grid"
            pieces.append(line_at(css, self.left, y, self.right, y))
            pieces.append(text_at(self.left - 8, y + 4, _short(value), "", "end"))
            value += self.step
        return join_all(pieces)

    def periods(self, points: Sequence[Measured]) -> SafeString:
        pieces: list[object] = []
        taken = -99.0
        for point in points:
            half = width_of(point.period) / 2
            middle = self.x(point.day)
            if middle - half > taken + 8:
                pieces.append(text_at(middle, self.base + 20, point.period, "", "middle"))
                taken = middle + half
        return join_all(pieces)


def _short(value: Decimal) -> str:
    """A number of the scale, short enough for the margin."""
    for size, letter in ((10**9, _("bn")), (10**6, _("m"))):
        if abs(value) >= size:
            return f"{thousands((value / size).normalize() + 0)} {letter}"
    return thousands(value.normalize() + 0)


def _dot(point: Measured, x: float, y: float) -> SafeString:
    """A disc for what is, a ring for where it began, a diamond for where it should be."""
    if point.look == "target":
        return format_html(
            '<path class="dot target" d="M{} {}l7 7-7 7-7-7Z"/>', number(x), number(y - 7)
        )
    return format_html(
        '<circle class="dot {}" cx="{}" cy="{}" r="5"/>', point.look, number(x), number(y)
    )


def _value(point: Measured) -> Decimal:
    return point.value


def _labels(field: _Field, points: Sequence[Measured]) -> SafeString:
    """The value over each point, where it does not run into another."""
    pieces, taken = [], list[tuple[float, float, float]]()
    tops = {max((p for p in points if p.day == one.day), key=_value) for one in points}
    feet = {min((p for p in points if p.day == one.day), key=_value) for one in points} - tops
    for point in sorted(points, key=lambda one: (one.day, -one.value)):
        said = thousands(point.value)
        x, half = field.x(point.day), width_of(said) / 2
        above, below = field.y(point.value) - 11, field.y(point.value) + 21
        places = (below, above) if point in feet else (above, below)
        for y in places:
            if all(abs(y - b) > 14 or abs(x - a) > half + c for a, b, c in taken):
                taken.append((x, y, half))
                pieces.append(text_at(x, y, said, "strong", "middle"))
                break
    return join_all(pieces)


def _series(points: Sequence[Measured]) -> dict[str, list[Measured]]:
    found: dict[str, list[Measured]] = {}
    for point in points:
        found.setdefault(point.series, []).append(point)
    return found


def _lines(field: _Field, points: Sequence[Measured]) -> SafeString:
    pieces = []
    for line in _series(points).values():
        if line[0].joined and len(line) > 1:
            way = " ".join(f"{number(field.x(p.day))},{number(field.y(p.value))}" for p in line)
            pieces.append(format_html('<polyline class="way {}" points="{}"/>', line[0].look, way))
    return join_all(pieces)


def _legend(points: Sequence[Measured]) -> SafeString:
    items = [
        (_dot(line[0], 8, 8), name.capitalize() if name in ROLES else name)
        for name, line in _series(points).items()
    ]
    return format_html_join(
        "",
        '<li><span class="item"><svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">'
        "{}</svg><span>{}</span></span></li>",
        items,
    )


def measures(
    points: Iterable[Any] | None,
    title: str = "",
    description: str = "",
    unit: str = "",
    ident: str = "",
) -> SafeString:
    """Values at the ends of periods: a point has value, day, period and a role or a series.

    Roles (baseline, actual, planned, target) have their own marks; other series are lines.
    """
    found = _measured(points)
    if not found:
        return nothing("measures", title, _("Nothing to show: there is no number."))
    field, name = _Field(found), title or _("Values by period")
    dots = [linked(p.url, _said(p, unit), _dot(p, field.x(p.day), field.y(p.value))) for p in found]
    drawing = join_all(
        [field.scale(), _lines(field, found), *dots, _labels(field, found), field.periods(found)]
    )
    said = description or "; ".join(_said(point, unit) for point in found)
    svg = svg_of(
        ident or identify("measures", title, found),
        (640, 226),
        (name, said),
        drawing,
        links=any(point.url for point in found),
    )
    rows = [(link_to(p.url, p.period), p.series.capitalize(), thousands(p.value)) for p in found]
    return format_html(
        '<figure class="chart measures">{}{}<ul class="legend">{}</ul>{}</figure>',
        caption_of(title),
        scrolling(name, svg),
        _legend(found),
        data_table(name, [_("Period"), _("What"), unit or _("Value")], rows),
    )


def _said(point: Measured, unit: str) -> str:
    said = f"{point.series.capitalize()}, {point.period}: {thousands(point.value)}"
    return f"{said} {unit}" if unit and unit != "words" else said


def spark(points: Iterable[Any] | None, title: str = "") -> SafeString | str:
    """A line as small as a word, for a cell of a table; nothing for fewer than two numbers."""
    found = _measured(points)
    if len(found) < 2:
        return ""
    low, high = min(p.value for p in found), max(p.value for p in found)
    days = (found[-1].day - found[0].day).days or 1
    places = [
        (
            4 + 72 * (p.day - found[0].day).days / days,
            20 - (float((p.value - low) / (high - low)) * 16 if high > low else 8),
        )
        for p in found
    ]
    way = " ".join(f"{number(x)},{number(y)}" for x, y in places)
    said = "; ".join(f"{p.period}: {thousands(p.value)}" for p in found)
    ident = identify("spark", title, found)
    dot = format_html(
        '<circle class="dot actual" cx="{}" cy="{}" r="3"/>',
        number(places[-1][0]),
        number(places[-1][1]),
    )
    line = format_html('<polyline class="way actual" points="{}"/>', way)
    drawing = svg_of(
        ident, (80, 24), (title or _("Trend"), said), join_all([line, dot]), links=False
    )
    return format_html('<span class="chart spark">{}</span>', drawing)
