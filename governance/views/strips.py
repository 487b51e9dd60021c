"""The lanes of the year strip: what a body's year looks like, from how it did."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.bodies import BodyRow
from governance.cadence import Expected
from governance.lifecycle import Kept, TermsState
from governance.performance import Performance
from governance.queries.bodies import cadence_said

#: The address of a page that keeps the day and the layer: its name, then what it takes.
Address = Callable[..., str]
CARRIED = ("as_of", "known_at", "layer")
#: How each standing looks: a tone and a glyph; the word stands beside it.
LOOKS = {
    Kept.MET: ("good", "check"),
    Kept.MISSED: ("bad", "triangle"),
    Kept.UNDER_WAY: ("none", "clock"),
    Kept.NOT_STATED: ("none", "dot"),
    Kept.NOTHING_REQUIRED: ("none", "dot"),
}


def addresses(request: HttpRequest) -> Address:
    """What answers the address of a page, keeping the day, the knowledge and the layer."""
    kept = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}

    def address(view: str, *args: Any, **query: str) -> str:
        path, asked = reverse(view, args=args), urlencode({**query, **kept})
        return f"{path}?{asked}" if asked else path

    return address


def standing_word(status: Kept) -> str:
    """How a body stands, short enough for the end of a lane."""
    return {
        Kept.MET: _("as required"),
        Kept.MISSED: _("too few"),
        Kept.UNDER_WAY: _("under way"),
        Kept.NOT_STATED: _("not stated"),
        Kept.NOTHING_REQUIRED: _("no number required"),
    }[status]


def result_said(did: Performance) -> str:
    """Held out of required, in figures."""
    if did.held is None:
        if did.at_least:
            return _("at least %(n)s") % {"n": did.at_least}
        return _("– of %(of)s") % {"of": did.required} if did.required else "–"
    if not did.required:
        return _("%(n)s held") % {"n": did.held}
    return _("%(n)s of %(of)s") % {"n": did.held, "of": did.required}


def lane(row: BodyRow, address: Address, *, name: str = "") -> dict[str, Any]:
    """One body, or one year of it under that ``name``, as a lane."""
    did = row.did
    tone, shape = LOOKS[did.status]
    return {
        "name": name or row.said.name,
        "url": "" if name else address("body-detail", row.code),
        "sub": _cadence_of(did),
        "result": result_said(did),
        "tone": tone,
        "glyph": shape,
        "word": standing_word(did.status),
        "note": _note(did),
        "first": did.period.first,
        "last": did.period.last,
        **_drawn(did, address),
    }


def lanes(rows: Sequence[BodyRow], address: Address) -> list[dict[str, Any]]:
    """Bodies as lanes."""
    return [lane(row, address) for row in rows]


def _cadence_of(did: Performance) -> str:
    """The rules in force in the period, in words."""
    said = [
        cadence_said(one)
        for one in did.known.terms
        if one.state == TermsState.IN_FORCE
        and one.valid_from <= did.period.last
        and (one.valid_to is None or one.valid_to >= did.period.first)
    ]
    return _(", then ").join(dict.fromkeys(said))


def _drawn(did: Performance, address: Address) -> dict[str, Any]:
    if did.count is not None:
        return {
            "kind": "count",
            "count": did.count.count,
            "required": did.required,
            "says": _count_says(did),
        }
    if did.held is None and not did.at_least:
        return {"kind": "unknown", "says": _("not stated")}
    return {
        "kind": "dated",
        "expected": [_expected(one) for one in did.expected],
        "dots": _dots(did, address),
        "marks": _marks(did),
    }


def _expected(one: Expected) -> dict[str, Any]:
    slot = one.slot
    return {
        "first": slot.first,
        "last": slot.last,
        "outcome": one.outcome.value,
        "met_on": one.gathering.day if one.gathering else None,
        "of": slot.of,
        "number": slot.number,
    }


def _dots(did: Performance, address: Address) -> list[dict[str, Any]]:
    return [
        {"day": one.day, "label": one.key, "url": address("meeting-detail", one.key)}
        for one in did.known.gatherings
        if did.period.first <= one.day <= did.period.last
    ]


def _marks(did: Performance) -> list[dict[str, Any]]:
    """The terms that begin inside the period."""
    return [
        {"day": one.valid_from, "label": cadence_said(one)}
        for one in did.known.terms
        if one.state == TermsState.IN_FORCE and did.period.first < one.valid_from <= did.period.last
    ]


def _count_says(did: Performance) -> str:
    assert did.count is not None
    number = did.count.count
    if number == 0:
        return _("no meeting in the period")
    if did.required > number:
        return _("%(n)s held") % {"n": number}
    said = ngettext(
        "%(n)s meeting in the period, its day not in the sources",
        "%(n)s meetings in the period, dates not in the sources",
        number,
    )
    return said % {"n": number}


def _note(did: Performance) -> str:
    """What the drawing cannot say."""
    if did.count is not None:
        if 0 < did.count.count < did.required:
            return _("The source gives the number of meetings and not their days.")
        return ""
    if did.held is not None:
        return ""
    if did.at_least:
        return _("On record are single meetings; how many there were is not stated.")
    return _("How often it met is not stated.") if did.required else ""
