"""Answers of figures on a page: their parts with addresses, and the sources they name."""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ictportal.templatetags.portal import EN_DASH, at, rows_query
from ledger.figures import Answer, Part
from ledger.models import NightlyRun
from secretariat.models import Citation, Document
from secretariat.symbols import split_locator

register = template.Library()

_PARAGRAPH = re.compile(r"\b(paras?)(?=\s+\d|\s+[IVXL0-9])")
_RANGE = re.compile(r"(?<=\d)-(?=\d)")


@register.simple_tag(takes_context=True)
def opened(context: Context, parts: Iterable[Part], **tones: str) -> list[dict[str, Any]]:
    """The parts of an answer, each with the address of the list that has exactly its rows.

    ``yes="bad"`` gives the part of that key a tone.
    """
    return [
        {
            "key": part.key,
            "label": part.label,
            "count": part.count,
            "tone": tones.get(part.key, ""),
            "url": at(context, "recommendation-list", query=rows_query(part.rows)),
        }
        for part in parts
    ]


@register.simple_tag
def part(answer: Answer, key: str) -> Part | None:
    """One part of an answer, by its key."""
    return next((one for one in answer.parts if one.key == key), None)


@register.simple_tag(takes_context=True)
def narrowed(context: Context, query: str, **scope: Collection[str]) -> str:
    """The list filtered by a query and the one code of a scope.

    Empty with none or several codes: no one list has those rows.
    """
    [(name, codes)] = scope.items()
    if len(codes) != 1:
        return ""
    own = urlencode({name: next(iter(codes))})
    return at(context, "recommendation-list", query=f"{query}&{own}")


@register.filter
def with_gaps(nights: Iterable[NightlyRun], gaps: Iterable[date]) -> list[dict[str, Any]]:
    """Nights and the stretches without one, newest first."""
    lines: list[dict[str, Any]] = []
    after = max(gaps, default=None)
    following = after + timedelta(days=1) if after else None
    for night in sorted(nights, key=lambda night: night.as_of, reverse=True):
        missed = (following - night.as_of).days - 1 if following else 0
        if missed > 0 and following:
            last, first = following - timedelta(days=1), night.as_of + timedelta(days=1)
            lines.append({"as_of": last, "first": first, "nights": missed, "gap": True})
        lines.append({"as_of": night.as_of, "night": night})
        following = night.as_of
    return lines


@register.filter
def by_place(citations: Iterable[Citation]) -> list[tuple[str, list[str]]]:
    """The places cited, in the order of the document, each with the values printed there."""
    places: dict[str, list[str]] = {}
    for citation in sorted(citations, key=lambda one: _in_order(one.locator)):
        values = places.setdefault(citation.locator, [])
        if citation.value_as_printed:
            values.append(citation.value_as_printed)
    return list(places.items())


def _in_order(text: str) -> list[tuple[int, str]]:
    """A key that puts para 4 before para 10."""
    return [(int(run), "") if run.isdigit() else (0, run) for run in re.split(r"(\d+)", text)]


@register.simple_tag
def undocs(document: Document) -> str:
    """Where the United Nations publish a document; empty for references of our own."""
    if document.demonstration or document.symbol.startswith(("DRAFT-", "DEMO")):
        return ""
    return f"https://undocs.org/{quote(document.symbol)}"


@register.filter
def days_until(first: date, last: date) -> int:
    """The days from one day to another."""
    return (last - first).days


@register.filter
def place(text: object) -> str:
    """A place in a document as it is printed: para. 4, paras. 8-14 with the dash of print."""
    return _RANGE.sub(EN_DASH, _PARAGRAPH.sub(r"\1.", str(text)))


@register.filter
def without_value(text: str) -> str:
    """A source without the value in brackets that is printed there."""
    return text.split(" (", maxsplit=1)[0]


@register.simple_tag(takes_context=True)
def source_url(context: Context, text: str) -> str:
    """The address of the document a source such as ``A/74/588, para 4`` names, if it is known."""
    symbol = _symbol(text)
    pk = _documents(context).get(symbol)
    return at(context, "document", pk) if pk else ""


@register.simple_tag(takes_context=True)
def source(context: Context, text: str) -> SafeString:
    """A source as it is written in a definition, as a citation that opens its document."""
    url = source_url(context, text)
    return render_to_string("components/citation.html", {"symbol": place(text), "url": url})


@register.simple_tag(takes_context=True)
def cited(context: Context, citation: Citation | None) -> SafeString | str:
    """A citation of the record, opening its document; nothing where there is none."""
    if citation is None:
        return ""
    words = {
        "symbol": citation.document.symbol,
        "place": place(citation.locator),
        "url": at(context, "document", citation.document_id),
    }
    return render_to_string("components/citation.html", words)


def _symbol(text: str) -> str:
    try:
        return str(split_locator(text.split(" (", maxsplit=1)[0])[0])
    except ValueError:
        return ""


def _documents(context: Context) -> dict[str, Any]:
    """Symbols and ids, read once for a page."""
    known: dict[str, Any] | None = context.render_context.get("documents by symbol")
    if known is None:
        known = dict(Document.objects.values_list("symbol", "pk"))
        context.render_context["documents by symbol"] = known
    return known
