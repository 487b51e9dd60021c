"""What became of a request or recommendation: transcribed from a later report or resolution."""

from datetime import date
from typing import Any
from uuid import UUID

from governance import policies
from governance.imports.mandates import NEEDS_SOURCE
from governance.lifecycle import FindingWord
from governance.models import Mandate, MandateFinding
from ledger.errors import Invalid
from ledger.history import declare_kinds, recording, take
from ledger.texts import clean_line, clean_prose
from projects.actions import NotFound
from projects.actions.common import clean_past, corrected
from secretariat.models import Document, DocumentParticulars, Person
from secretariat.provenance import provenance_of
from secretariat.sources import place_in
from secretariat.symbols import normal

declare_kinds({"governance.request.found": "recorded what became of the request"})
OLDER = "It is older than the request. Only a later report or resolution says what became of it."
ITSELF = "The document that asks cannot say what became of the request: name a later one."


def find_mandate(viewer: Person, mandate_id: UUID) -> Mandate:
    """The request with this id; else ``NotFound``."""
    found = Mandate.objects.select_related("document").filter(pk=mandate_id).first()
    if found is None:
        raise NotFound("There is no such request or recommendation.")
    return found


def record_finding(
    *,
    by: Person,
    mandate_id: UUID,
    expected_version: int,
    word: str,
    document: str,
    locator: str,
    as_of: date,
    text: str = "",
) -> MandateFinding:
    """Transcribe what a later report or resolution says became of a request: nothing else closes one.

    A second finding of one day corrects the first. Raises ``Forbidden``, ``Stale``, or ``Invalid``
    for a finding without its place, from an older document, or for a day that has not come.
    """
    mandate = find_mandate(by, mandate_id)
    role = policies.check_can_keep(by, mandate)
    source = _source(mandate, document, locator)
    found = MandateFinding(
        subject=mandate,
        as_of=_clean_day(mandate, as_of),
        word=_clean_word(word),
        text=clean_prose(text, field="text"),
        provenance=provenance_of(by),
    )
    with recording(by=by, role=role) as record:
        take(mandate, expected_version=expected_version)
        found.citation = place_in(source.pk, clean_line(locator, field="locator"))
        found.corrects = corrected(MandateFinding, mandate, as_of)
        draft = record.entry(
            "governance.request.found",
            mandate,
            after={"word": word, "document": source.symbol, "locator": locator, "as_of": as_of},
            reason=found.text,
        )
        draft.state(found)
    return found


def _clean_word(word: str) -> str:
    if word not in FindingWord.values:
        raise Invalid(fields={"word": f"Choose one of: {', '.join(FindingWord.values)}."})
    return word


def _clean_day(mandate: Mandate, as_of: date) -> date:
    """A day that has come, and not before the request was made."""
    first = mandate.particulars.standing().order_by("as_of").first()
    if first is not None and clean_past(as_of) < first.as_of:
        said = f"The request speaks for {first.as_of.isoformat()}; nothing came of it before."
        raise Invalid(fields={"as_of": said})
    return clean_past(as_of)


def _source(mandate: Mandate, symbol: str, locator: str) -> Document:
    """The document and place that say so; raises ``Invalid`` where they cannot."""
    if not symbol.strip() or not locator.strip():
        raise Invalid(fields={"document" if not symbol.strip() else "locator": NEEDS_SOURCE})
    clean_line(locator, field="locator")
    found = _known(symbol)
    if found == mandate.document:
        raise Invalid(fields={"document": ITSELF})
    if _surely_older(found, mandate.document):
        raise Invalid(fields={"document": OLDER})
    return found


def _known(symbol: str) -> Document:
    try:
        wanted = normal(symbol)
    except ValueError as error:
        raise Invalid(fields={"document": str(error)}) from error
    found = Document.objects.filter(symbol=wanted).first()
    if found is None:
        said = f"The register does not know the document {wanted}. Record it first."
        raise Invalid(fields={"document": said})
    return found


def _surely_older(one: Document, other: Document) -> bool:
    """By the bounds of issue where they decide, else by the sessions of the Assembly."""
    held: dict[Any, DocumentParticulars] = {
        row.subject_id: row
        for row in DocumentParticulars.objects.filter(subject__in=[one, other])
        .standing()
        .order_by("as_of", "ordinal")
    }
    first, second = held.get(one.pk), held.get(other.pk)
    if first is None or second is None:
        return False
    if first.issued_not_after and second.issued_not_before:
        return first.issued_not_after < second.issued_not_before
    return bool(first.session and second.session and first.session < second.session)
