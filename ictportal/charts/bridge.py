"""The way from one number to another, one signed step below the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

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
    read,
    rect_at,
    svg_of,
    text_at,
)
from ictportal.templatetags.portal import thousands

_FIELD, _ROOM, _ROW, _BAR, _THIN = 380, 322, 46, 17, 2
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class _Bar:
    """One bar: where it begins and ends, what it says, and whether it is a whole or a step."""

    label: str
    start: int
    end: int
    said: str
    css: str
    url: str


def signed(count: int) -> str:
    """A change with its sign: +5, −3, 0."""
    sign = "+" if count > 0 else MINUS if count < 0 else ""
    return f"{sign}{thousands(abs(count))}"


def _step(item: Any, start: int) -> _Bar:
    net = int(read(item, "net", default=0))
    css = "up" if net > 0 else "down"
    url = str(read(item, "url"))
    return _Bar(str(read(item, "label")), start, start + net, signed(net), css, url)


def _bars(first: tuple[str, int], steps: Sequence[Any], last: tuple[str, int]) -> list[_Bar]:
    """The first number, each step from where the one before ended, the last number."""
    nets = (int(read(step, "net", default=0)) for step in steps)
    starts = list(accumulate(nets, initial=first[1]))
    wholes = [
        _Bar(label, 0, value, thousands(value), "total", "") for label, value in (first, last)
    ]
    moved = [_step(step, start) for step, start in zip(steps, starts, strict=False)]
    return [wholes[0], *moved, wholes[1]]


def _drawn(bars: Sequence[_Bar]) -> SafeString:
    lowest = min(0, *(min(bar.start, bar.end) for bar in bars))
    highest = max(1, *(max(bar.start, bar.end) for bar in bars))
    unit = _ROOM / (highest - lowest)
    pieces: list[object] = []
    for place, bar in enumerate(bars):
        top, left = place * _ROW, (min(bar.start, bar.end) - lowest) * unit
        width = max(abs(bar.end - bar.start) * unit, _THIN)
        under = top + 20
        shape = join_all(
            [
                text_at(0, top + 13, bar.label, "strong" if bar.css == "total" else ""),
                rect_at(f"part {bar.css}", left, under, width, _BAR, 1),
                text_at(left + width + 6, under + 13, bar.said, "strong value"),
            ]
        )
        pieces.append(linked(bar.url, f"{bar.label}: {bar.said}", shape))
        if place + 1 < len(bars):
            end = (bar.end - lowest) * unit
            pieces.append(line_at("grid", end, under + _BAR, end, under + _ROW))
    return join_all(pieces)


def bridge(
    first_label: str,
    first: int,
    steps: Iterable[Any],
    last_label: str,
    last: int,
    title: str = "",
    ident: str = "",
) -> SafeString:
    """The steps between two numbers; each step has label, net and perhaps url.

    A step that adds is drawn solid, one that takes away hollow, and each prints its sign.
    """
    found = list(steps)
    bars = _bars((first_label, first), found, (last_label, last))
    ident = ident or identify("bridge", title, bars)
    said = "; ".join(f"{bar.label}: {bar.said}" for bar in bars)
    return format_html(
        '<figure class="chart bridge">{}{}{}</figure>',
        caption_of(title),
        svg_of(
            ident,
            (_FIELD, len(bars) * _ROW),
            (title or _("From one number to the other"), said),
            _drawn(bars),
            links=any(bar.url for bar in bars),
        ),
        data_table(
            title or _("From one number to the other"),
            [_("Step"), _("Change"), _("Number after it")],
            [
                (link_to(bar.url, bar.label), bar.said if bar.css != "total" else "", bar.end)
                for bar in bars
            ],
        ),
    )
