"""A year of meetings: a lane per body with each expected meeting, what became of it, and the count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.dates import MONTHS_3
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
    link_to,
    linked,
    nothing,
    number,
    read,
    rect_at,
    svg_of,
    text_at,
    width_of,
)
from ictportal.templatetags.portal import glyph, short_date

WIDTH = 600
BOX, GAP = 24, 3
#: How each outcome of an expected meeting is drawn: a class, a glyph, the word of the legend.
OUTCOMES = {
    "met": ("met", "check", later("held in its time")),
    "late": ("late", "clock", later("held late")),
    "missed": ("missed", "cross", later("missed")),
    "open": ("open", "", later("not yet due")),
}


@dataclass(frozen=True)
class _Field:
    """Where the days of the period lie."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """The place where a day begins; days outside lie at the edge."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return min(max(share, 0), 1) * WIDTH

    def months(self) -> list[date]:
        """The first day of each month."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            found.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        return found


def year_strip(
    lanes: Iterable[Any] | None,
    first: date,
    last: date,
    title: str = "",
    description: str = "",
    now: date | None = None,
    ident: str = "",
) -> SafeString:
    """Lanes over the days of a period, stacked where there is little room.

    A lane has ``name url sub result tone glyph word note kind`` and, by kind: ``expected`` (each
    with ``first last outcome``, the day ``met_on``, and its ``number`` ``of`` several in the same
    days), ``dots`` (``day label url``) and ``marks`` (``day label``) where it is ``dated``;
    ``count``, ``required`` and ``says`` where it is ``count``; ``says`` where it is ``unknown``.
    A lane with days of its own, ``first`` and ``last``, shows another year under the same months.
    """
    found = list(lanes or ())
    if not found:
        return nothing("year-strip", title, _("Nothing to show: there is no body."))
    field = _Field(first, last)
    name = title or _("Meetings over the year")
    ident = ident or identify("strip", name, first, [read(lane, "name") for lane in found])
    drawn = [_lane(field, lane, f"{ident}-{place}", now) for place, lane in enumerate(found)]
    return format_html(
        '<figure class="chart year-strip">{}<p class="visually-hidden">{}</p>{}'
        '<ul class="strip-lanes">{}</ul>{}{}</figure>',
        caption_of(title),
        description or _("One lane for each body; the table after them tells the same."),
        _axis(field),
        join_all(drawn),
        _legend(found),
        _table(name, found),
    )


# --- the frame -----------------------------------------------------------------------------------
def _axis(field: _Field) -> SafeString:
    """The names of the months over the lanes."""
    pieces = [
        text_at(field.x(day) + 3, 12, MONTHS_3[day.month].capitalize(), "month")
        for day in field.months()
    ]
    drawing = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="drawing" direction="ltr"'
        ' viewBox="0 0 {} 16" aria-hidden="true">{}</svg>',
        WIDTH,
        join_all(pieces),
    )
    return format_html('<div class="strip-axis" aria-hidden="true"><div>{}</div></div>', drawing)


def _lane(field: _Field, lane: Any, ident: str, now: date | None) -> SafeString:
    """One body: its name, its year, what it came to."""
    field = _Field(read(lane, "first", default=field.first), read(lane, "last", default=field.last))
    dated = read(lane, "kind") == "dated"
    height = BOX + (24 if dated else 8)
    drawing = join_all(
        [
            _hatch(ident),
            *(line_at("grid", field.x(d), 0, field.x(d), height) for d in field.months()[1:]),
            _drawn(field, lane, ident),
            _now(field, now, height),
        ]
    )
    svg = svg_of(
        ident,
        (WIDTH, height),
        (str(read(lane, "name")), _told(lane)),
        drawing,
        links=any(read(dot, "url") for dot in read(lane, "dots", default=())),
    )
    note = read(lane, "note")
    return format_html(
        '<li class="strip-lane"><div class="strip-name">{}{}</div><div class="strip-year">{}{}</div>'
        '<div class="strip-result {}"><b>{}</b> <span class="status {}">{}{}</span></div></li>',
        link_to(str(read(lane, "url")), read(lane, "name")),
        format_html('<span class="sub">{}</span>', read(lane, "sub")) if read(lane, "sub") else "",
        svg,
        format_html('<p class="strip-note">{}</p>', note) if note else "",
        read(lane, "tone"),
        read(lane, "result"),
        read(lane, "tone"),
        glyph(str(read(lane, "glyph", default="dot"))),
        read(lane, "word"),
    )


def _hatch(ident: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}-h" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/>'
        '<rect class="hatch-line" width="2.5" height="6"/></pattern></defs>',
        ident,
    )


def _now(field: _Field, now: date | None, height: int) -> SafeString | str:
    """The end of the day the page shows, when the period has it."""
    if now is None or not field.first <= now < field.last:
        return ""
    x = field.x(now + timedelta(days=1))
    return linked("", short_date(now), line_at("now", x, 0, x, height))


def _drawn(field: _Field, lane: Any, ident: str) -> SafeString:
    kind = read(lane, "kind")
    if kind == "dated":
        return _dated(field, lane, ident)
    if kind == "count":
        return _counted(lane)
    return _band("unknown", read(lane, "says"), "quiet")


# --- what is drawn -------------------------------------------------------------------------------
def _dated(field: _Field, lane: Any, ident: str) -> SafeString:
    """Each expected meeting as a box, each meeting held as a dot below, each new rule as a mark."""
    base = BOX + 14
    boxes = [_expected(field, one, ident) for one in read(lane, "expected", default=())]
    dots = [_dot(field, one, base) for one in read(lane, "dots", default=())]
    marks = [_mark(field, one, base) for one in read(lane, "marks", default=())]
    return join_all([*boxes, line_at("axis", 0, base, WIDTH, base), *marks, *dots])


def _expected(field: _Field, one: Any, ident: str) -> SafeString:
    css, shape, _word = OUTCOMES[str(read(one, "outcome"))]
    starts = field.x(read(one, "first"))
    ends = field.x(read(one, "last") + timedelta(days=1))
    share, place = int(read(one, "of", default=1)), int(read(one, "number", default=1)) - 1
    width = (ends - starts) / share
    return _box((css, shape), starts + place * width, width, _told_of(one), hatch=f"{ident}-h")


def _box(
    look: tuple[str, str], x: float, room: float, label: str, *, hatch: str = ""
) -> SafeString:
    """A box with its glyph where there is room for one; hatched where it is late."""
    css, shape = look
    width = max(room - GAP, 2)
    box = rect_at(f"slot {css}", x + GAP / 2, 4, width, BOX - 4, 3)
    if css == "late":
        box = format_html(
            '<rect class="slot late" x="{}" y="4" width="{}" height="{}" rx="3" fill="url(#{})"/>',
            number(x + GAP / 2),
            number(width),
            BOX - 4,
            hatch,
        )
    size = min(13.0, width - 3)
    icon = (
        icon_at(shape, f"slot-glyph {css}", x + room / 2 - size / 2, 14 - size / 2, size)
        if shape and size >= 6
        else ""
    )
    return linked("", label, join_all([box, icon]))


def _dot(field: _Field, one: Any, base: float) -> SafeString:
    day = read(one, "day")
    x = min(max((field.x(day) + field.x(day + timedelta(days=1))) / 2, 7), WIDTH - 7)
    shape = format_html(
        '<circle class="reach" cx="{}" cy="{}" r="10"/><circle class="held" cx="{}" cy="{}" r="5"/>',
        number(x),
        number(base),
        number(x),
        number(base),
    )
    return linked(str(read(one, "url")), _dated_label(one), shape)


def _mark(field: _Field, one: Any, base: float) -> SafeString:
    """A rule begins on a day."""
    x = field.x(read(one, "day"))
    flag = format_html('<path class="rule-flag" d="M{} {}l5 4-5 4Z"/>', number(x), number(base + 1))
    line = line_at("rule", x, 0, x, base + 9)
    return linked("", _dated_label(one), join_all([line, flag]))


def _counted(lane: Any) -> SafeString:
    """A count without dates: as many of the places as were held, the missing ones hollow."""
    count = int(read(lane, "count", default=0))
    required = int(read(lane, "required", default=0))
    if count >= required:
        return _band("whole", read(lane, "says"), "on-solid")
    room = WIDTH / required
    boxes: list[object] = [
        _box(("missed", "cross" if required > 1 else ""), place * room, room, _("missed"))
        for place in range(count, required)
    ]
    said = str(read(lane, "says"))
    if count:
        solid = rect_at("slot whole", GAP / 2, 4, room * count - GAP, BOX - 4, 3)
        words = _fitted(said, room * count, room * count / 2, "on-solid")
        boxes.insert(0, linked("", said, join_all([solid, words])))
    elif required == 1:
        boxes.append(_fitted(said, WIDTH, WIDTH / 2, "red"))
    return join_all(boxes)


def _band(css: str, said: Any, words: str) -> SafeString:
    band = rect_at(f"slot {css}", GAP / 2, 4, WIDTH - GAP, BOX - 4, 3)
    text = _fitted(str(said), WIDTH, WIDTH / 2, words)
    return linked("", str(said), join_all([band, text]))


def _fitted(said: str, room: float, middle: float, css: str) -> SafeString | str:
    """Words in a box that has room for them; they stand beside the strip all the same."""
    if width_of(said, 12.5) > room - 8:
        return ""
    return text_at(middle, 18.5, said, f"strip-words {css}", "middle")


# --- in words ------------------------------------------------------------------------------------
def _told_of(one: Any) -> str:
    """An expected meeting: from when to when, what became of it, and the day it was held."""
    _css, _shape, word = OUTCOMES[str(read(one, "outcome"))]
    met_on = read(one, "met_on", default=None)
    held = f", {short_date(met_on)}" if met_on else ""
    several = int(read(one, "of", default=1))
    which = (
        _("%(n)s of %(of)s, ") % {"n": read(one, "number"), "of": several} if several > 1 else ""
    )
    days = f"{short_date(read(one, 'first'))} – {short_date(read(one, 'last'))}"
    return f"{which}{days}: {word}{held}"


def _dated_label(one: Any) -> str:
    return f"{short_date(read(one, 'day'))}: {read(one, 'label')}"


def _labels(lane: Any) -> list[str]:
    """Each expected meeting and each new rule, in words."""
    expected = [_told_of(one) for one in read(lane, "expected", default=())]
    return expected + [_dated_label(one) for one in read(lane, "marks", default=())]


def _told(lane: Any) -> str:
    """What the lane shows, as a sentence for those who do not see it."""
    parts = [str(read(lane, name)) for name in ("sub", "result", "word", "note")]
    parts += _labels(lane)
    return "; ".join(part for part in parts if part)


def _table(name: str, lanes: Sequence[Any]) -> SafeString:
    heads = [
        _("Body"),
        _("Has to meet"),
        _("Held and required"),
        _("Standing"),
        _("Each expected meeting"),
    ]
    rows = [
        (
            link_to(str(read(lane, "url")), read(lane, "name")),
            read(lane, "sub", default="–"),
            read(lane, "result"),
            read(lane, "word"),
            _each(lane),
        )
        for lane in lanes
    ]
    return data_table(name, heads, rows)


def _each(lane: Any) -> object:
    labels = _labels(lane)
    if not labels:
        return read(lane, "note", default="–")
    return format_html_join("", "{}<br>", ((label,) for label in labels))


def _legend(lanes: Sequence[Any]) -> SafeString | str:
    """The signs that occur, each once."""
    used = {
        str(read(one, "outcome")) for lane in lanes for one in read(lane, "expected", default=())
    }
    if any(_falls_short(lane) for lane in lanes):
        used.add("missed")
    items: list[tuple[object, object]] = [
        (_key(css, shape), word) for key, (css, shape, word) in OUTCOMES.items() if key in used
    ]
    if any(read(lane, "kind") == "count" and int(read(lane, "count", default=0)) for lane in lanes):
        items.append((_key("whole", ""), _("held, dates not in the sources")))
    if any(read(lane, "dots", default=()) for lane in lanes):
        dot = format_html('<circle class="held" cx="{}" cy="8" r="5"/>', 8)
        items.append((dot, _("a meeting, on its day")))
    if any(read(lane, "marks", default=()) for lane in lanes):
        flag = format_html('<path class="rule-flag" d="M{} 2l9 6-9 6Z"/>', 4)
        items.append((flag, _("new terms of reference begin")))
    if len(items) < 2:
        return ""
    return format_html(
        '<ul class="legend">{}</ul>',
        format_html_join(
            "",
            '<li><span class="item"><svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">'
            "{}</svg><span>{}</span></span></li>",
            items,
        ),
    )


def _falls_short(lane: Any) -> bool:
    count, required = read(lane, "count", default=None), read(lane, "required", default=0)
    return read(lane, "kind") == "count" and count is not None and count < required


def _key(css: str, shape: str) -> SafeString:
    box = rect_at(f"slot {css}", 1, 1, 14, 14, 3)
    return join_all([box, icon_at(shape, f"slot-glyph {css}", 3, 3, 10) if shape else ""])
