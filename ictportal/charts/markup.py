"""Pieces of markup and readers of what is given: every chart is made of these."""

import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ictportal.templatetags.portal import (
    CLAIMS,
    EN_DASH,
    GLYPHS,
    STATUSES,
)

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


def read(item: Any, *names: str, default: Any = "") -> Any:
    """The first of several names that an object or mapping has a value under."""
    for name in names:
        value = item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
        if value is not None and value != "":
            return value
    return default


class Address(str):
    """Where a shape leads, and how many rows stand there (``None``: they are no rows to count).

    It stays what it is through ``str``, so that readers of what is given pass the number on.
    """

    __slots__ = ("rows",)
    rows: int | None

    def __new__(cls, url: str, rows: int | None) -> "Address":
        made = super().__new__(cls, url)
        made.rows = rows
        return made

    def __str__(self) -> str:
        return self


def leading_to(url: str) -> SafeString:
    """The attributes of a link: its address, and the number of rows where it is known."""
    rows = getattr(url, "rows", None)
    told = format_html(' data-count="{}"', rows) if rows is not None else ""
    return format_html('href="{}"{}', url, told)


@dataclass(frozen=True)
class Part:
    """One part of a whole."""

    key: str
    label: str
    count: int
    url: str
    tone: str


def read_parts(given: Iterable[Any] | None) -> list[Part]:
    found = []
    for place, item in enumerate(given or (), start=1):
        key = str(read(item, "key")).replace("-", "_")
        own = STATUSES.get(key) or CLAIMS.get(key)
        found.append(
            Part(
                key=key,
                label=str(read(item, "label", default=own.label if own else key)),
                count=int(read(item, "count", default=0)),
                url=str(read(item, "url", "rows_url")),
                tone=str(read(item, "tone"))
                or (own.tone if own else "")
                or _MORE_TONES.get(key, f"plain-{min(place, 5)}"),
            )
        )
    return found


def share_printed(count: int, total: int) -> str:
    """A share in whole per cent, halves up; never 0 % of something, 100 % only of all."""
    if not total:
        return EN_DASH
    whole = int(Fraction(count * 100, total) + Fraction(1, 2))
    if count and not whole:
        return _("under 1 %")
    if whole == 100 and count < total:
        return _("over 99 %")
    return f"{whole} %"


def identify(*told: object) -> str:
    """An id that is the same for the same chart, so that a page renders the same twice."""
    return f"c{zlib.crc32(repr(told).encode()):08x}"


def number(value: float) -> str:
    """A coordinate: one decimal at most, and never the comma of some languages."""
    return f"{value:.1f}".removesuffix(".0")


def data_table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> SafeString:
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


def nothing(kind: str, title: str, said: str) -> SafeString:
    return format_html(
        '<figure class="chart {}">{}<p class="none-said">{}</p></figure>',
        kind,
        caption_of(title),
        said,
    )


def caption_of(title: str) -> SafeString | str:
    return format_html("<figcaption>{}</figcaption>", title) if title else ""


def svg_of(
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


def scrolling(label: str, inner: object) -> SafeString:
    return format_html(
        '<div class="chart-scroll" role="region" tabindex="0" aria-label="{}">{}</div>',
        label,
        inner,
    )


def linked(url: str, label: str, inner: object) -> SafeString:
    """A shape with its tooltip; a link when there is somewhere to go."""
    if not url:
        return format_html("<g><title>{}</title>{}</g>", label, inner)
    return format_html(
        '<a {} aria-label="{}"><title>{}</title>{}</a>', leading_to(url), label, label, inner
    )


def link_to(url: str, text: object) -> SafeString:
    if not url:
        return format_html("{}", text)
    return format_html("<a {}>{}</a>", leading_to(url), text)


def text_at(x: float, y: float, said: object, css: str = "", anchor: str = "start") -> SafeString:
    return format_html(
        '<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>',
        number(x),
        number(y),
        css,
        anchor,
        said,
    )


def rect_at(
    css: str, x: float, y: float, width: float, height: float, round_: float = 0
) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>',
        css,
        number(x),
        number(y),
        number(max(width, 0)),
        number(height),
        number(round_),
    )


def line_at(css: str, x1: float, y1: float, x2: float, y2: float) -> SafeString:
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        css,
        number(x1),
        number(y1),
        number(x2),
        number(y2),
    )


def icon_at(name: str, css: str, x: float, y: float, size: float) -> SafeString:
    return format_html(
        '<svg x="{}" y="{}" width="{}" height="{}" viewBox="0 0 16 16"><path class="{}"'
        ' fill-rule="evenodd" d="{}"/></svg>',
        number(x),
        number(y),
        number(size),
        number(size),
        css,
        GLYPHS[name],
    )


def width_of(text: str, size: float = 12.5) -> float:
    """About how wide a text is, erring on the wide side: a server has no font to measure."""
    wide = sum(1 for one in text if unicodedata.east_asian_width(one) in "WF")
    return (wide * 1.05 + (len(text) - wide) * 0.56) * size


def join_all(pieces: Iterable[object]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
