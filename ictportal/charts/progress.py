"""How far a project was said to be, what was said of its objectives, and where its dates went."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ictportal.charts.markup import (
    caption_of,
    data_table,
    icon_at,
    identify,
    join_all,
    line_at,
    linked,
    nothing,
    number,
    read,
    scrolling,
    svg_of,
    text_at,
    width_of,
)
from ictportal.templatetags.portal import short_date, thousands, uno_date

LANE = 24
MET = {
    "yes": ("disc", "good", "met"),
    "partly": ("half", "partial", "partly met"),
    "no": ("ring", "bad", "not met"),
}


class Said(NamedTuple):
    """A percentage for a day."""

    day: date
    percent: int
    method: str


class Word(NamedTuple):
    """What a voice said of an objective."""

    day: date
    voice: str
    met: str
    label: str


class Dated(NamedTuple):
    """A milestone: first promised, expected or reached."""

    code: str
    name: str
    first: date | None
    day: date
    reached: bool


class _Field:
    """The places of days and percentages, and the lanes below."""

    left, right, top, base = 112, 640, 18, 158

    def __init__(self, first: date, last: date, lanes: Sequence[str]) -> None:
        self.first, self.lanes = first, list(lanes)
        self.days = max((last - first).days, 1)
        self.height = self.base + 16 + LANE * len(self.lanes) + 26

    def x(self, day: date) -> float:
        return self.left + (day - self.first).days / self.days * (self.right - self.left)

    def y(self, percent: int) -> float:
        return self.base - percent / 100 * (self.base - self.top)

    def lane(self, name: str) -> float:
        return self.base + 16 + LANE * self.lanes.index(name) + LANE / 2

    def frame(self) -> SafeString:
        """Rules at each quarter of the whole, and a rule for every lane with its name."""
        pieces: list[object] = []
        for percent in (0, 50, 100):
            y = self.y(percent)
            pieces.append(line_at("grid" if percent else "axis", self.left, y, self.right, y))
            pieces.append(text_at(self.left - 8, y + 4, f"{percent} %", "", "end"))
        for name in self.lanes:
            y = self.lane(name)
            pieces.append(line_at("grid", self.left, y, self.right, y))
            pieces.append(text_at(self.left - 8, y + 4, name, "", "end"))
        return join_all(pieces)

    def dates(self, shown: Iterable[date]) -> SafeString:
        """As many of the days under the lanes as have room."""
        pieces: list[object] = []
        taken = -99.0
        for day in sorted(set(shown)):
            said = short_date(day)
            half = width_of(said) / 2
            middle = max(self.x(day), half)
            if middle - half > taken + 8:
                pieces.append(text_at(middle, self.height - 6, said, "", "middle"))
                taken = middle + half
        return join_all(pieces)


def _percentages(field: _Field, said: Sequence[Said], as_of: date) -> SafeString:
    """Steps: a percentage stands until the next one is said."""
    if not said:
        return join_all([])
    way: list[str] = []
    for one, after in zip(said, [*said[1:], None], strict=True):
        y = number(field.y(one.percent))
        until = after.day if after else max(as_of, one.day)
        way += [f"{number(field.x(one.day))},{y}", f"{number(field.x(until))},{y}"]
    pieces: list[object] = [format_html('<polyline class="line" points="{}"/>', " ".join(way))]
    for one in said:
        dot = format_html(
            '<circle class="point{}" cx="{}" cy="{}" r="4.5"/>',
            " last" if one is said[-1] else "",
            number(field.x(one.day)),
            number(field.y(one.percent)),
        )
        pieces.append(linked("", f"{uno_date(one.day)}: {one.percent} %, {one.method}", dot))
    last = said[-1]
    x = field.x(max(as_of, last.day))
    pieces.append(text_at(x + 8, field.y(last.percent) + 4, f"{last.percent} %", "strong"))
    return join_all(pieces)


def _words(field: _Field, words: Sequence[Word], names: Mapping[str, str]) -> SafeString:
    pieces = []
    for word in words:
        shape, tone, said = MET.get(word.met, ("dot", "none", word.met))
        icon = icon_at(
            shape, f"part {tone}", field.x(word.day) - 7, field.lane(names[word.voice]) - 7, 14
        )
        label = f"{uno_date(word.day)}, {names[word.voice]}: {word.label}: {_(said)}"
        pieces.append(linked("", label, icon))
    return join_all(pieces)


def _milestones(field: _Field, dated: Sequence[Dated]) -> SafeString:
    pieces: list[object] = []
    for one in dated:
        y, x = field.lane(one.code), field.x(one.day)
        inner: list[object] = []
        if one.first is not None and one.first != one.day:
            start = field.x(one.first)
            late = "late" if one.day > one.first else "early"
            inner.append(line_at(f"slip {late}", start, y, x, y))
            inner.append(_diamond("first", start, y))
        inner.append(_diamond("reached" if one.reached else "expected", x, y))
        pieces.append(linked("", _told(one), join_all(inner)))
    return join_all(pieces)


def _diamond(css: str, x: float, y: float) -> SafeString:
    corners = ((x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y))
    points = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
    return format_html('<polygon class="milestone {}" points="{}"/>', css, points)


def _slip(one: Dated) -> str:
    if one.first is None:
        return ""
    late = (one.day - one.first).days
    return f"{'+' if late > 0 else ''}{thousands(late)}"


def _told(one: Dated) -> str:
    word = _("reached") if one.reached else _("expected")
    first = _("first promised for %s") % uno_date(one.first) if one.first else ""
    parts = [f"{one.code} {one.name}: {word} {uno_date(one.day)}", first]
    return ", ".join(part for part in parts if part)


def _read(given: Mapping[str, Any]) -> tuple[list[Said], list[Word], list[Dated]]:
    said = [
        Said(read(one, "day"), int(read(one, "percent", default=0)), str(read(one, "method")))
        for one in given.get("points", ())
    ]
    words = [
        Word(read(one, "day"), read(one, "voice"), read(one, "met"), read(one, "label"))
        for one in given.get("words", ())
    ]
    dated = [
        Dated(
            str(read(one, "code"))[:14],
            read(one, "name"),
            read(one, "first", default=None),
            read(one, "day"),
            bool(read(one, "reached", default=False)),
        )
        for one in given.get("milestones", ())
    ]
    return sorted(said), sorted(words), dated


def progress(
    given: Mapping[str, Any], title: str = "", description: str = "", ident: str = ""
) -> SafeString:
    """Percentages over time above; below, the words about objectives and the milestones.

    ``given`` has ``points`` (day, percent, method), ``words`` (day, voice, met, label),
    ``milestones`` (code, name, first, day, reached) and ``as_of``.
    """
    said, words, dated = _read(given)
    as_of: date = given["as_of"]
    if not (said or words or dated):
        return nothing("progress-chart", title, _("Nothing to show: nothing was said by this day."))
    names = {"owner": _("Owner"), "auditor": _("Auditors")}
    spoken = {word.voice for word in words}
    lanes = [names[v] for v in names if v in spoken] + [one.code for one in dated]
    all_days = _all_days(said, words, dated)
    field = _Field(min(all_days), max(*all_days, as_of), lanes)
    now = field.x(max(as_of, field.first))
    drawing = join_all(
        [
            field.frame(),
            line_at("now", now, field.top - 8, now, field.height - 22),
            _percentages(field, said, as_of),
            _words(field, words, names),
            _milestones(field, dated),
            field.dates([*all_days, as_of]),
        ]
    )
    name = title or _("Reported progress, objectives and milestones")
    told = description or _described(said, words, dated, names)
    size = (720, int(field.height))
    svg = svg_of(
        ident or identify("progress", title, said, words, dated),
        size,
        (name, told),
        drawing,
        links=False,
    )
    return format_html(
        '<figure class="chart progress-chart">{}{}{}</figure>',
        caption_of(title),
        scrolling(name, svg),
        _table(name, said, words, dated, names),
    )


def _all_days(said: Iterable[Said], words: Iterable[Word], dated: Iterable[Dated]) -> list[date]:
    found = [*(one.day for one in said), *(one.day for one in words), *(one.day for one in dated)]
    return [*found, *(one.first for one in dated if one.first)]


def _rows(
    said: Iterable[Said], words: Iterable[Word], dated: Iterable[Dated], names: Mapping[str, str]
) -> list[tuple[date, str, str]]:
    rows = [(one.day, _("Reported"), f"{one.percent} %, {one.method}") for one in said]
    rows += [
        (w.day, names[w.voice], f"{w.label}: {_(MET.get(w.met, ('', '', w.met))[2])}")
        for w in words
    ]
    rows += [(one.day, _told(one), _slip(one)) for one in dated]
    return sorted(rows)


def _described(
    said: Iterable[Said], words: Iterable[Word], dated: Iterable[Dated], names: Mapping[str, str]
) -> str:
    rows = _rows(said, words, dated, names)
    return "; ".join(f"{uno_date(day)}: {who} {what}".strip() for day, who, what in rows)


def _table(
    name: str,
    said: Iterable[Said],
    words: Iterable[Word],
    dated: Iterable[Dated],
    names: Mapping[str, str],
) -> SafeString:
    rows = _rows(said, words, dated, names)
    heads = [_("Day"), _("What"), _("Says, or days against the first promise")]
    return data_table(name, heads, [(uno_date(day), who, what) for day, who, what in rows])
