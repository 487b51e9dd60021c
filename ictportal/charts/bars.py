"""One whole and its parts; counts in ordered classes."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ictportal.charts.markup import (
    THINNEST,
    WHOLE,
    Part,
    caption_of,
    data_table,
    identify,
    join_all,
    line_at,
    link_to,
    linked,
    nothing,
    read_parts,
    rect_at,
    share_printed,
    svg_of,
    text_at,
    width_of,
)
from ictportal.templatetags.portal import (
    CLAIMS,
    GLYPHS,
    STATUSES,
    thousands,
)


def _widths(counts: Sequence[int]) -> list[int]:
    """Whole widths that sum to ``WHOLE``: none vanishes, the largest pays for the rounding."""
    total = sum(counts)
    widths = [max(count * WHOLE // total, THINNEST) if count else 0 for count in counts]
    owed = WHOLE - sum(widths)
    largest = max(range(len(counts)), key=counts.__getitem__)
    widths[largest] += owed
    return widths


_SWATCHES = {mark.tone: mark.glyph for mark in STATUSES.values()}


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
    found = read_parts(parts)
    total = sum(part.count for part in found)
    if not total:
        return nothing("share", title, _("Nothing to show: there are no rows."))
    ident = ident or identify("share", title, found)
    said = "; ".join(
        f"{p.label}: {thousands(p.count)} ({share_printed(p.count, total)})" for p in found
    )
    bars, start = [], 0
    for part, width in zip(found, _widths([p.count for p in found]), strict=True):
        if width:
            label = f"{part.label}: {thousands(part.count)}"
            bars.append(linked(part.url, label, rect_at(f"part {part.tone}", start, 0, width, 28)))
        start += width
    legend = format_html_join(
        "",
        "<li>{}</li>",
        ((_legend_item(part, total),) for part in found),
    )
    return format_html(
        '<figure class="chart share">{}{}<ul class="legend">{}</ul>{}</figure>',
        caption_of(title),
        svg_of(
            ident,
            (WHOLE, 28),
            (title or _("Shares of the whole"), description or said),
            join_all(bars),
            links=any(part.url for part in found),
            stretch=True,
        ),
        legend,
        data_table(
            title or _("Shares of the whole"),
            [_("Part"), unit or _("Rows"), _("Share")],
            [
                (link_to(p.url, p.label), thousands(p.count), share_printed(p.count, total))
                for p in found
            ],
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
        share_printed(part.count, total),
    )
    return (
        link_to(part.url, inner) if part.url else format_html('<span class="item">{}</span>', inner)
    )


# --- counts in ordered classes -------------------------------------------------------------------
_FIELD, _TALL, _BASE = 380, 140, 180


def _lines(words: str, room: float, size: float) -> list[str]:
    """A label broken between words where it would run into its neighbour."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _columns(parts: Sequence[Part]) -> SafeString:
    """The columns on their base, each with its count above and its class below."""
    step, top = _FIELD / len(parts), max(part.count for part in parts)
    drawn: list[object] = [line_at("axis", 0, _BASE, _FIELD, _BASE)]
    for place, part in enumerate(parts):
        height = max(part.count / top * _TALL, 2 if part.count else 0)
        middle = (place + 0.5) * step
        shape = join_all(
            [
                rect_at(
                    f"part {part.tone}", middle - step / 3, _BASE - height, step / 1.5, height, 2
                ),
                text_at(
                    middle, _BASE - height - 7, thousands(part.count), "strong value", "middle"
                ),
            ]
        )
        drawn.append(linked(part.url, f"{part.label}: {thousands(part.count)}", shape))
        for row, words in enumerate(_lines(part.label, step - 4, 13.5)):
            drawn.append(text_at(middle, _BASE + 19 + 16 * row, words, "", "middle"))
    return join_all(drawn)


def _threshold(parts: Sequence[Part], after: int, label: str) -> SafeString | str:
    """A line between two classes, and the sum of what stands beyond it."""
    if not 0 < after < len(parts):
        return ""
    x = after * _FIELD / len(parts)
    said = f"{label}: {thousands(sum(part.count for part in parts[after:]))}"
    fits = x + 8 + width_of(said, 13.5) < _FIELD
    words = text_at(x + 8, 12, said, "red") if fits else text_at(x - 8, 12, said, "red", "end")
    return join_all([line_at("after", x, 0, x, _BASE), words])


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
    found = read_parts(parts)
    total = sum(part.count for part in found)
    if not total:
        return nothing("columns", title, _("Nothing to show: there are no rows."))
    ident = ident or identify("columns", title, found)
    drawing = join_all([_columns(found), _threshold(found, mark_after, mark_label)])
    said = "; ".join(f"{part.label}: {thousands(part.count)}" for part in found)
    return format_html(
        '<figure class="chart columns">{}{}{}</figure>',
        caption_of(title),
        svg_of(
            ident,
            (_FIELD, _BASE + 44),
            (title or _("Rows by class"), description or said),
            drawing,
            links=any(part.url for part in found),
        ),
        data_table(
            title or _("Rows by class"),
            [_("Class"), unit or _("Rows"), _("Share")],
            [
                (link_to(p.url, p.label), thousands(p.count), share_printed(p.count, total))
                for p in found
            ],
        ),
    )
