"""The files a report can be taken as, for its page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django import template
from django.urls import reverse

from ictportal.reports.writing import FORMS, here

register = template.Library()
#: What the pages call the layer, and what it is called in the interface for programs.
LAYER = {("layer", "demonstration"): ("provenance", "demonstration")}


@dataclass(frozen=True)
class Offer:
    """A form of file: where it is, or the sentence that says why there is none."""

    key: str
    label: str
    url: str
    missing: str


@register.simple_tag
def files_of(key: str, query: str = "") -> Sequence[Offer]:
    """The files of a live report."""
    asked = f"?{query}" if query else ""
    return _offers(lambda form: reverse("report-file", args=[key, form]) + asked)


@register.simple_tag
def edition_files_of(code: str, key: str) -> Sequence[Offer]:
    """The files of a report of an edition."""
    return _offers(lambda form: reverse("edition-report-file", args=[code, key, form]))


def _offers(address: Callable[[str], str]) -> Sequence[Offer]:
    return [
        Offer(form.key, str(form.label), address(form.key), here.missing(form.key))
        for form in FORMS.values()
    ]


@register.simple_tag
def data_of(key: str, query: str = "") -> str:
    """The report as data in the interface for programs."""
    pairs = [LAYER.get(pair, pair) for pair in parse_qsl(query) if pair != ("layer", "record")]
    address = reverse("api-report", args=[key])
    return f"{address}?{urlencode(pairs)}" if pairs else address


@register.simple_tag
def sending_of(key: str, query: str = "") -> str:
    """The form that has a report sent: its choices and layer, without the day."""
    days = {"as_of", "known_at"}
    pairs = [(name, value) for name, value in parse_qsl(query) if name not in days]
    address = reverse("subscription-new", args=[key])
    return f"{address}?{urlencode(pairs)}" if pairs else address
