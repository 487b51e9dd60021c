"""What the Administration and the oversight body said of recommendations, as a viewer may read it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from audits.filters import Rows
from audits.lifecycle import Claim
from audits.models import AdministrationUpdate, FollowUp, RecommendationState
from audits.policies import can_read, know_responsible
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.register import Asked
from secretariat.models import Classification

#: Up to how many places of one document are named.
FEW = 4


def joined(rows: Rows) -> list[RecommendationState]:
    """The rows with both voices beside them, in order of place: two statements for any number."""
    related = rows.select_related(
        "recommendation__report__document",
        "body",
        "lead",
        "theme",
        "made_in__document",
        "particulars__citation__document",
        "assessment__word",
        "assessment__citation__document",
        "update__citation__document",
    )
    found = list(related.order_by("body__code", "sort_key", "recommendation"))
    if any(_is_classified(state.update) for state in found):
        know_responsible(found)
    return found


def _is_classified(said: Any) -> bool:
    return said is not None and said.classification != Classification.UNCLASSIFIED


def answers_in(asked: Asked, symbol: str, rows: Rows) -> dict[UUID, AdministrationUpdate]:
    """What a document says the Administration did, by recommendation: the last word in it."""
    said = AdministrationUpdate.objects.filter(
        citation__document__symbol=symbol,
        as_of__lte=asked.moment.as_of,
        subject__in=rows.values("recommendation"),
    ).standing(known=asked.moment.known)
    joined = said.select_related("citation__document").order_by("as_of", "ordinal")
    return {update.subject_id: update for update in joined}


def response(viewer: Any, state: RecommendationState, update: AdministrationUpdate | None) -> str:
    """The Administration's words, with its claim and the day where it made one."""
    if update is None:
        return _("No response of the Administration is on record.")
    if not can_read(viewer, update.classification, state):
        return _("The words are classified.")
    if update.claim == Claim.NOT_STATED:
        return str(update.narrative)
    claim = {"claim": update.get_claim_display(), "day": day_said(update.as_of)}
    return f"{update.narrative} {_('(%(claim)s, as at %(day)s)') % claim}"


def found(state: RecommendationState) -> str:
    """The oversight body's reasons; its absence in words."""
    if state.assessment is None:
        return _("No assessment of the oversight body is on record.")
    return str(state.assessment.reasoning)


def sources(*said: Any) -> tuple[str, ...]:
    """The documents that statements cite, in order, each with its places where these are few."""
    places = {one.citation for one in said if one is not None and one.citation}
    return documents((place.document.symbol, place.locator) for place in places)


def cited(rows: Rows, *voices: str) -> tuple[str, ...]:
    """As :func:`sources`, of all that rows rest on: one statement for each voice."""
    found: set[tuple[str, str]] = set()
    for voice in voices:
        place = f"{voice}__citation"
        named = rows.filter(**{f"{place}__isnull": False}).order_by()
        found |= set(
            named.values_list(f"{place}__document__symbol", f"{place}__locator").distinct()
        )
    return documents(found)


def documents(places: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Pairs of symbol and place, by symbol; of a document cited at many places the symbol alone."""
    found: dict[str, set[str]] = defaultdict(set)
    for symbol, locator in places:
        found[symbol].add(locator)
    return tuple(
        f"{symbol}, {'; '.join(sorted(found[symbol]))}" if _are_few(found[symbol]) else symbol
        for symbol in sorted(found)
    )


def _are_few(places: set[str]) -> bool:
    return "" not in places and len(places) <= FEW


def sources_of(states: Sequence[RecommendationState]) -> tuple[str, ...]:
    """The citations of what recommendations ask and of both voices."""
    return sources(
        *(s for state in states for s in (state.particulars, state.assessment, state.update))
    )


def tied_to(symbol: str, asked: Asked) -> Q:
    """Recommendations that a document answers, or that it followed up."""
    at = {"as_of__lte": asked.moment.as_of}
    answered = AdministrationUpdate.objects.filter(citation__document__symbol=symbol, **at)
    listed = FollowUp.objects.filter(report__document__symbol=symbol, **at)
    known = asked.moment.known
    return Q(recommendation__in=answered.standing(known=known).values("subject")) | Q(
        recommendation__in=listed.standing(known=known).values("subject")
    )
