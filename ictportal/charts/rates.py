"""A rate over time."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.html import format_html
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
    share_printed,
    svg_of,
    text_at,
    width_of,
)
from ictportal.templatetags.portal import (
    short_date,
    thousands,
    uno_date,
)


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
        above = int(read(item, "numerator", default=0))
        below = int(read(item, "denominator", default=0))
        found.append(
            Point(
                day=read(item, "day", "as_of", "date"),
                numerator=above,
                denominator=below,
                url=str(read(item, "url", "rows_url")),
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
            pieces.append(line_at("grid" if per_cent else "axis", self.left, y, self.right, y))
            pieces.append(text_at(self.left - 8, y + 4, f"{per_cent} %", "", "end"))
        return join_all(pieces)

    def dates(self, points: Sequence[Point]) -> SafeString:
        """As many of the days under the axis as have room."""
        pieces: list[object] = []
        taken = -99.0
        for point in points:
            said = short_date(point.day)
            half = width_of(said) / 2
            middle = max(self.x(point), half)
            if middle - half > taken + 8:
                pieces.append(text_at(middle, self.base + 20, said, "", "middle"))
                taken = middle + half
        return join_all(pieces)

    def run(self, run: Sequence[Point]) -> SafeString:
        """One unbroken stretch of the line, with the field under it."""
        way = " ".join(f"{number(self.x(point))},{number(self.y(point))}" for point in run)
        return format_html(
            '<polygon class="area" points="{},{} {} {},{}"/><polyline class="line" points="{}"/>',
            number(self.x(run[0])),
            self.base,
            way,
            number(self.x(run[-1])),
            self.base,
            way,
        )

    def point(self, point: Point, *, last: bool) -> SafeString:
        dot = format_html(
            '<circle class="{}" cx="{}" cy="{}" r="4.5"/>',
            "point last" if last else "point",
            number(self.x(point)),
            number(self.y(point)),
        )
        return linked(point.url, f"{uno_date(point.day)}: {_rate(point)}", dot)


def trend(
    points: Iterable[Any] | None, title: str = "", description: str = "", ident: str = ""
) -> SafeString:
    """A rate per date: each point has day, numerator, denominator and perhaps url."""
    found = _points(points)
    runs = _runs(found)
    if not runs:
        said = _("Nothing to show: the rate applies on none of these days.")
        return nothing("trend", title, said)
    counted = [point for run in runs for point in run]
    field, last = _Field(counted), counted[-1]
    drawing = join_all(
        [
            field.scale(),
            *(field.run(run) for run in runs),
            *(field.point(point, last=point is last) for point in counted),
            text_at(
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
    svg = svg_of(
        ident or identify("trend", title, found), (720, 224), (name, said), drawing, links=links
    )
    rows = [
        (
            link_to(point.url, uno_date(point.day)),
            thousands(point.numerator),
            thousands(point.denominator),
            _rate_alone(point),
        )
        for point in found
    ]
    return format_html(
        '<figure class="chart trend">{}{}{}</figure>',
        caption_of(title),
        scrolling(name, svg),
        data_table(name, [_("As at"), _("Count"), _("Of"), _("Rate")], rows),
    )


def _rate_alone(point: Point) -> str:
    if not point.denominator:
        return _("not applicable")
    return share_printed(point.numerator, point.denominator)


def _rate(point: Point) -> str:
    if not point.denominator:
        return _("not applicable")
    share = share_printed(point.numerator, point.denominator)
    return _("%(part)s of %(whole)s, %(share)s") % {
        "part": thousands(point.numerator),
        "whole": thousands(point.denominator),
        "share": share,
    }
