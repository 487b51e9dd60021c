"""The words and marks every page shares: statuses, provenance, dates, links that keep the day.

Loaded into every template (``builtins`` in the settings). A status is always a drawn glyph and a
word; the colour only repeats what the two say.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()

EN_DASH = "\N{EN DASH}"

# --- glyphs --------------------------------------------------------------------------------------
# One filled path each on a 16 by 16 field, even-odd: the same shape on every machine and on paper,
# where a character of a font would change size and weight from one system to the next.
_RING = (
    "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm0 1.7a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6Z"
)
GLYPHS = {
    "disc": "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z",
    "half": "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm0 1.7v9.6a4.8 4.8 0 0 0 0-9.6Z",
    "ring": _RING,
    "diamond": "M8 .8 15.2 8 8 15.2.8 8Zm0 2.6L3.4 8 8 12.6 12.6 8Z",
    "dot": "M8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z",
    "asked": _RING + "M7.2 11 4.6 8.4l1.1-1.1 1.5 1.5 3.1-3.1 1.1 1.1Z",
    "refused": _RING + "M5 7.2h6v1.6H5Z",
    "triangle": "M8 1.5 15.5 14.5H.5Z",
    "triangle-open": "M8 1.5 15.5 14.5H.5Zm0 3.4L3.3 12.9h9.4Z",
    "check": "M6.3 13 1.8 8.5l1.7-1.7 2.8 2.8 6.2-6.2 1.7 1.7Z",
    "differs": "M2 4.8h6.9L10.3 2l1.4.7-1 2.1H14v1.7H9.9L8.4 9.5H14v1.7H7.5L6.1 14l-1.4-.7"
    " 1-2.1H2V9.5h4.6l1.5-3H2Z",
    "cross": "M4 2.4 8 6.4l4-4L13.6 4l-4 4 4 4-1.6 1.6-4-4-4 4L2.4 12l4-4-4-4Z",
    "page": "M3 1h6.6L13 4.4V15H3Zm1.6 1.6v10.8h6.8V5.1L8.9 2.6ZM6 6.8h4v1.3H6Zm0 2.7h4v1.3H6Z",
    "pieces": "M2 2h4v1.6H3.6V6H2Zm8 0h4v4h-1.6V3.6H10ZM2 10h1.6v2.4H6V14H2Zm10.4 0H14v4h-4v-1.6"
    "h2.4ZM6.2 6.2h3.6v3.6H6.2Z",
    "pencil": "M11.4 1.2 14.8 4.6 5.5 13.9 1 15l1.1-4.5Zm0 2.3L3.6 11.3l-.4 1.5 1.5-.4 7.8-7.8Z",
    "hatch": "M1.5 1.5h13v13h-13ZM3 3v10h10V3ZM4 12v-2l6-6h2ZM8 12l4-4v2l-2 2ZM4 8V6l2-2h2Z",
    "lock": "M8 1a3.4 3.4 0 0 1 3.4 3.4v2.1H13v8.5H3V6.5h1.6V4.4A3.4 3.4 0 0 1 8 1Zm0 1.6a1.8 1.8"
    " 0 0 0-1.8 1.8v2.1h3.6V4.4A1.8 1.8 0 0 0 8 2.6Z",
    "info": _RING + "M7.2 7h1.7v4.6H7.2Zm0-2.7h1.7V6H7.2Z",
    "back": "M10.3 2.2 12 3.9 7.9 8l4.1 4.1-1.7 1.7L4.5 8Z",
    "forward": "M5.7 2.2 11.5 8l-5.8 5.8L4 12.1 8.1 8 4 3.9Z",
    "down": "M2.2 5.7 3.9 4 8 8.1 12.1 4l1.7 1.7L8 11.5Z",
    "search": "M7 1.2a5.8 5.8 0 0 1 4.6 9.3l3.2 3.2-1.2 1.2-3.2-3.2A5.8 5.8 0 1 1 7 1.2Zm0 1.7a4.1"
    " 4.1 0 1 0 0 8.2 4.1 4.1 0 0 0 0-8.2Z",
    "bell": "M8 1a1 1 0 0 1 1 1v.6a4 4 0 0 1 3 3.9v3L13.7 12v1H2.3v-1L4 9.5v-3a4 4 0 0 1 3-3.9V2a1"
    " 1 0 0 1 1-1ZM6.3 13.8h3.4a1.7 1.7 0 0 1-3.4 0Z",
    "menu": "M1.5 3h13v1.8h-13Zm0 4.1h13v1.8h-13Zm0 4.1h13V13h-13Z",
    "person": "M8 1.5a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4ZM1.8 14.5c0-3.4 2.6-5.3 6.2-5.3s6.2"
    " 1.9 6.2 5.3Z",
    "clock": _RING + "M7.2 4.2h1.6v3.5l2.5 1.7-.9 1.3-3.2-2.2Z",
    "filter": "M1.5 2.5h13v1.8h-13Zm2.3 4.4h8.4v1.8H3.8Zm2.4 4.4h3.6v1.8H6.2Z",
}


@register.simple_tag
def glyph(name: str) -> SafeString:
    """One of ``GLYPHS`` as a small drawing in the colour of its text; silent for screen readers."""
    return format_html(
        '<svg class="glyph glyph-{}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"'
        ' focusable="false"><path fill-rule="evenodd" d="{}"/></svg>',
        name,
        GLYPHS.get(name, GLYPHS["dot"]),
    )


# --- marks: a glyph and a word -------------------------------------------------------------------
class Mark(NamedTuple):
    """How one value of a vocabulary looks: the glyph, the tone (a CSS class) and the word."""

    glyph: str
    tone: str
    label: str | Promise


STATUSES = {
    "implemented": Mark("disc", "good", _("Implemented")),
    "under_implementation": Mark("half", "partial", _("Under implementation")),
    "not_implemented": Mark("ring", "bad", _("Not implemented")),
    "closed_by_body": Mark("check", "gone", _("Closed by the oversight body")),
    "overtaken_by_events": Mark("diamond", "gone", _("Overtaken by events")),
    "not_assessed": Mark("dot", "none", _("Not assessed")),
}
CLAIMS = {
    "under_implementation": Mark("half", "partial", _("Under implementation")),
    "closure_requested": Mark("asked", "good", _("Closure requested")),
    "not_accepted": Mark("refused", "bad", _("Not accepted")),
    "not_stated": Mark("dot", "none", _("No status stated")),
}
PROVENANCES = {
    "documented": Mark("page", "documented", _("Documented")),
    "reconstructed": Mark("pieces", "reconstructed", _("Reconstructed")),
    "entered": Mark("pencil", "entered", _("Entered")),
    "demonstration": Mark("hatch", "demonstration", _("Demonstration")),
}
CLASSIFICATIONS = {
    "unclassified": Mark("dot", "unclassified", _("Unclassified")),
    "confidential": Mark("lock", "confidential", _("Confidential")),
    "strictly_confidential": Mark("lock", "strictly-confidential", _("Strictly confidential")),
}
# The glyph that goes with a tone when a page names only the tone.
TONES = {
    "good": "disc",
    "partial": "half",
    "bad": "ring",
    "gone": "diamond",
    "none": "dot",
}


def _find(vocabulary: Mapping[str, Mark], key: object) -> Mark:
    """The mark of a key; an unknown key shows as its own word rather than breaking the page."""
    name = str(key or "").replace("-", "_")
    return vocabulary.get(name) or Mark(
        "dot", "none", name.replace("_", " ").capitalize() or EN_DASH
    )


def _badge(kind: str, look: Mark, printed: str = "") -> SafeString:
    said = ""
    if printed and printed.casefold() != str(look.label).casefold():
        said = format_html(' <q class="printed">{}</q>', printed)
    return format_html(
        '<span class="{} {}">{}<span>{}</span></span>{}',
        kind,
        look.tone,
        glyph(look.glyph),
        look.label,
        said,
    )


@register.simple_tag
def status(key: object, printed: str = "") -> SafeString:
    """What an oversight body found, on the common scale; ``printed``: its own word."""
    return _badge("status", _find(STATUSES, key), printed)


@register.simple_tag
def claim(key: object, printed: str = "") -> SafeString:
    """What the Administration says: drawn hollow, because only an assessment closes."""
    return _badge("claim", _find(CLAIMS, key), printed)


@register.simple_tag
def provenance(key: object) -> SafeString:
    """Which of the four layers of data a statement belongs to."""
    return _badge("provenance", _find(PROVENANCES, key))


@register.simple_tag
def classification(key: object) -> SafeString:
    """The classification of a record or file."""
    return _badge("classification", _find(CLASSIFICATIONS, key))


@register.simple_tag
def mark(tone: str, label: object, shape: str = "") -> SafeString:
    """Any other state, as glyph and word; tone: good, partial, bad, gone or none."""
    return _badge("status", Mark(shape or TONES.get(tone, "dot"), tone, str(label)))


RATINGS = {
    "green": ("good", _("On track"), "check"),
    "amber": ("partial", _("At risk"), "half"),
    "red": ("bad", _("Off track"), "triangle"),
    "not_rated": ("none", _("Not rated"), "dot"),
}


@register.simple_tag
def rating(key: object) -> SafeString:
    """A rating of a status report, as glyph and word."""
    return mark(*RATINGS.get(str(key), RATINGS["not_rated"]))


# --- dates and numbers ---------------------------------------------------------------------------
def _office_day(value: date | datetime | None) -> date | None:
    """The calendar day of an instant at the office of the portal; a day stays as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = value.astimezone(ZoneInfo(getattr(settings, "OFFICE_TIME_ZONE", "UTC")))
    return value


@register.filter
def uno_date(value: date | datetime | None) -> str:
    """31 December 2018."""
    day = _office_day(value)
    return date_format(day, "j F Y") if day else ""


@register.filter
def short_date(value: date | datetime | None) -> str:
    """31 Dec. 2018, for narrow columns."""
    day = _office_day(value)
    return date_format(day, "j N Y") if day else ""


@register.simple_tag
def day(value: date | datetime | None, form: str = "long") -> SafeString | str:
    """A date that never breaks over two lines and that programs can read, long or short."""
    if not value:
        return ""
    shown = short_date(value) if form == "short" else uno_date(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)


@register.filter
def thousands(value: float | Decimal | str | None) -> str:
    """1,234,567, grouped as the language of the page groups."""
    if value is None or value == "":
        return ""
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def paragraphs(value: object) -> str:
    """para. 4, or paras. 8-14, with the dash of print: as a citation names them."""
    places = str(value).replace("-", EN_DASH)
    several = any(sign in places for sign in (EN_DASH, ",", "&")) or " " in places
    word = gettext("paras. %(places)s") if several else gettext("para. %(places)s")
    return word % {"places": places}


# --- links ---------------------------------------------------------------------------------------
CARRIED = ("as_of", "known_at", "layer")


def _asked(context: Context) -> QueryDict:
    """The query of the request being answered; empty where there is none (a file, a mail)."""
    request = context.get("request")
    return request.GET if request is not None else QueryDict()


@register.simple_tag(takes_context=True)
def at(context: Context, view: str, /, *args: object, query: str = "", **kwargs: object) -> str:
    """The address of a view, keeping the day, the knowledge and the layer being looked at.

    ``{% at "audits:detail" pk=row.pk %}``; ``query="status=open"`` adds to the address and wins
    over what is carried.
    """
    asked = _asked(context)
    pairs = parse_qsl(query.lstrip("?"), keep_blank_values=True)
    own = {name for name, _value in pairs}
    kept = [(name, str(asked[name])) for name in CARRIED if asked.get(name) and name not in own]
    address = reverse(view, args=args or None, kwargs=kwargs or None)
    return f"{address}?{urlencode(pairs + kept)}" if pairs or kept else address


def _as_values(value: object) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(one) for one in value]
    return [str(value)]


def _as_address(asked: QueryDict) -> str:
    return f"?{asked.urlencode()}"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """This page's query with some parameters replaced; ``None`` or ``''`` removes one.

    Any change other than of the page itself goes back to page one.
    """
    asked = _asked(context).copy()
    asked.pop("page", None)
    for name, value in changes.items():
        asked.setlist(name, _as_values(value))
        if not asked.getlist(name):
            asked.pop(name)
    return _as_address(asked)


@register.simple_tag(takes_context=True)
def query_without(context: Context, name: str, value: object = None) -> str:
    """This page's query without one value of a parameter, or without the whole parameter."""
    asked = _asked(context).copy()
    asked.pop("page", None)
    kept = [] if value is None else [one for one in asked.getlist(name) if one != str(value)]
    asked.setlist(name, kept)
    if not kept:
        asked.pop(name)
    return _as_address(asked)


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: Context, name: str, label: str, css: str = "", parameter: str = "sort"
) -> dict[str, Any]:
    """A column head that sorts by ``name``, then by ``-name``, and says so in ``aria-sort``."""
    current = _asked(context).get(parameter, "")
    order = {name: "ascending", f"-{name}": "descending"}.get(current, "")
    following = f"-{name}" if order == "ascending" else name
    return {
        "label": label,
        "css": css,
        "order": order,
        "url": query(context, **{parameter: following}),
    }


@register.filter
def rows_query(rows: Mapping[str, str] | None) -> str:
    """The filter that opens the rows of a figure, a part or a flag, as a query for ``at``."""
    return urlencode(rows or {})


@register.filter
def page_range(page: Page[Any]) -> list[int | str]:
    """The page numbers to offer around the current one, an ellipsis standing for the rest."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def widget_kind(field: Any) -> str:
    """How a form field is laid out: ``check``, ``choices``, ``file``, ``long`` or ``line``."""
    kinds = {
        "checkbox": "check",
        "radioselect": "choices",
        "checkboxselectmultiple": "choices",
        "file": "file",
        "clearablefile": "file",
        "textarea": "long",
    }
    return kinds.get(field.widget_type, "line")


@register.filter
def error_count(form: Any) -> int:
    """How many sentences a form has to say about what was typed."""
    return sum(len(said) for said in form.errors.values())


@register.filter
def first_control(field: Any) -> str:
    """The id a link to a field must name: a group of choices has one per choice."""
    return f"{field.auto_id}_0" if widget_kind(field) == "choices" else str(field.auto_id)


@register.simple_tag
def yes_no(value: object) -> str:
    """Yes, No, or Not known for ``None``."""
    if value is None:
        return gettext("Not known")
    return gettext("Yes") if value else gettext("No")
