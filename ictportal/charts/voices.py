"""What is claimed and what is found, on one time line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ictportal.charts.markup import (
    data_table,
    icon_at,
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
from ictportal.templatetags.portal import (
    CLAIMS,
    STATUSES,
    Mark,
    thousands,
    uno_date,
)


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
        rect_at(
            f"part found {look.tone}" if solid else f"said-bar {look.tone}",
            x,
            y,
            width,
            _BAR,
            4,
        )
    ]
    if width > 24:
        pieces.append(
            icon_at(look.glyph, "icon-dark" if dark else "icon-light", x + 8, y + 9.5, 13)
        )
    for words in (label, str(look.label)):
        if width_of(words) < width - 34:
            pieces.append(text_at(x + 27, y + 20.5, words, "on-dark" if dark else "on-light"))
            break
    said = _("%(label)s, from %(start)s to %(end)s") % {
        "label": label,
        "start": uno_date(start),
        "end": uno_date(end),
    }
    return linked(str(item[4]) if len(item) > 4 else "", said, join_all(pieces))


def _years(scale: _Scale) -> SafeString:
    """A hairline at each new year; where years stand close, every second or fifth is named."""
    firsts = [date(year, 1, 1) for year in range(scale.first.year, scale.last.year + 2)]
    shown = [day for day in firsts if scale.first <= day <= scale.last]
    room = (scale.right - scale.left) / max(scale.days / 365.25, 1)
    every = next(step for step in (1, 2, 5, 10, 50) if room * step > 44 or step == 50)
    pieces: list[object] = []
    for day in shown:
        x = scale(day)
        pieces.append(line_at("grid", x, _TARGET_Y - 10, x, _YEARS_Y - 18))
        if day.year % every == 0 and x < scale.right - 12:
            pieces.append(text_at(x, _YEARS_Y, str(day.year), "", "middle"))
    if not shown:
        pieces.append(text_at(scale.left, _YEARS_Y, str(scale.first.year)))
    return join_all(pieces)


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
        pieces.append(line_at("move", x1 + 6 * way, y, x2 - 8 * way, y))
        tip = x2 - 7 * way
        pieces.append(
            format_html(
                '<path class="move-head" d="M{} {}l{} -4v8Z"/>',
                number(tip),
                number(y),
                number(-7 * way),
            )
        )
        words = _slip(after[3])
        if words and width_of(words, 11.5) < abs(x2 - x1) - 8:
            pieces.append(
                text_at(
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
        dot = format_html('<circle class="{}" cx="{}" cy="{}" r="6"/>', css, number(x), number(y))
        pieces.append(linked("", f"{told} ({moved})" if moved else told, dot))
        words = str(target[1])
        middle = min(max(x, scale.left + width_of(words) / 2), scale.right - width_of(words) / 2)
        if abs(middle - taken) > width_of(words) + 4:
            pieces.append(text_at(middle, y - 13, words, "strong" if last else "", "middle"))
            taken = middle
    return join_all(pieces)


def _differences(given: Iterable[Sequence[Any]], scale: _Scale) -> SafeString:
    """Where the two voices differ: a red field between the lanes and a dashed line that says so."""
    pieces: list[object] = []
    top, bottom = _CLAIM_Y + _BAR, _FOUND_Y
    for start, end, label in given:
        x, width = scale(start), max(scale(end) - scale(start) - 2, 4)
        middle = (top + bottom) / 2
        half = width_of(str(label), 13) / 2
        centre = min(max(x + width / 2, scale.left + half), scale.right - half)
        pieces.append(rect_at("gap", x, top, width, bottom - top))
        pieces.append(line_at("gap-line", x, middle - 8, x + width, middle - 8))
        pieces.append(text_at(centre, middle + 12, label, "red", "middle"))
    return join_all(pieces)


def two_voices(
    timeline: Any, title: str = "", description: str = "", ident: str = ""
) -> SafeString:
    """The recommendation chart: claims above, findings below, targets, and where the two differ.

    ``timeline`` has ``first``, ``last``, ``claims`` and ``findings`` (start, end, key, label and
    perhaps url), ``targets`` (set on, quarter, date, slip in days), ``differences`` (start, end,
    label) and ``body_name``.
    """
    claims = list(read(timeline, "claims", default=()))
    findings = list(read(timeline, "findings", default=()))
    targets = list(read(timeline, "targets", default=()))
    differences = list(read(timeline, "differences", default=()))
    body = str(read(timeline, "body_name", default=_("The oversight body")))
    title = title or _("What the Administration says and what %(body)s finds") % {"body": body}
    if not (claims or findings or targets):
        return nothing(
            "two-voices",
            title,
            _("Nobody has said anything about this recommendation yet."),
        )
    ident = ident or identify("voices", claims, findings, targets, differences)
    days = [one for item in (*claims, *findings) for one in item[:2]]
    days += [target[2] for target in targets]
    first = min([read(timeline, "first", default=min(days)), *days])
    last = max([read(timeline, "last", default=max(days)), *days])
    scale = _Scale(first, max(last, first + _NEVER), _LEFT, _RIGHT)
    wide = _RIGHT - _LEFT
    drawing = join_all(
        [
            rect_at("lane", _LEFT, _CLAIM_Y - 4, wide, _BAR + 8, 4),
            rect_at("lane", _LEFT, _FOUND_Y - 4, wide, _BAR + 8, 4),
            _years(scale),
            text_at(0, _TARGET_Y + 4, _("Target") if targets else ""),
            text_at(0, _CLAIM_Y + 13, _("Administration"), "lane-name"),
            text_at(0, _CLAIM_Y + 29, _("claims")),
            _lane_name(body),
            text_at(0, _FOUND_Y + 29, _("finds")),
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
        scrolling(title, svg_of(ident, (_WIDE, 244), (title, said), drawing, links=links)),
        data_table(title, [_("From"), _("To"), _("Voice"), _("Statement")], rows),
    )


def _lane_name(body: str) -> SafeString:
    """The name of the body, shortened where it would run into its lane; the table has it whole."""
    shown, words = body, body.split()
    while width_of(shown, 13) > _LEFT - 12 and len(words) > 1:
        words.pop()
        shown = " ".join(words) + "…"
    return linked("", body, text_at(0, _FOUND_Y + 13, shown, "lane-name"))


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
