"""Sheets of requests and recommendations, what they ask for, and what became of them."""

from collections.abc import Iterable, Iterator, Sequence

from governance.imports.common import AS_OF, KEEP, merged, the
from governance.lifecycle import Authority, FindingWord, LinkKind, MeasureState, Verb
from governance.models import (
    Mandate,
    MandateFinding,
    MandateLink,
    MandatePart,
    MandateParticulars,
)
from ledger.importing import cells as read
from ledger.importing.kinds import Change
from ledger.importing.reading import Fault
from projects.models import Project
from secretariat import cells
from secretariat.models import Document, SessionPartName
from secretariat.sheets import Sheet
from secretariat.symbols import normal

NEEDS_SOURCE = (
    "Only a later report or resolution closes a request: name the document and the place."
)


def _mandate_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    for change in changes:
        row = merged(change)
        if row.get("due_part") and not row.get("due_session"):
            yield Fault(change.line, "due_session", "session", "A part needs its session.")
        if row.get("vehicle") == row["code"]:
            said = "A request cannot be answered through itself."
            yield Fault(change.line, "vehicle", "itself", said)


def _finding_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """Only a transcribed later report or resolution says what became of a request."""
    for change in changes:
        row = merged(change)
        if not row.get("document") or not row.get("locator"):
            yield Fault(change.line, "document", "source", NEEDS_SOURCE)


def _link_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    for change in changes:
        row = merged(change)
        if row["other"] == row["mandate"]:
            yield Fault(change.line, "other", "itself", "It cannot speak of itself.")


def sheets() -> Iterator[Sheet]:
    """Requests and recommendations, their parts, findings and chains."""
    yield Sheet(
        "mandates",
        "Requests and recommendations",
        Mandate,
        MandateParticulars,
        finds=(cells.code(),),
        makes=(
            cells.named(
                "act",
                "symbol of the resolution or report that asks",
                Document,
                attribute="document",
                code_field="symbol",
                clean=normal,
                required=True,
                on_record=True,
            ),
            cells.text(
                "paragraph", "paragraph", clean=read.short(60), required=True, on_record=True
            ),
        ),
        cells=(
            cells.word("authority", "whose word it is", Authority, required=True),
            cells.word("verb", "the verb of the paragraph", Verb, required=True),
            cells.text("title", "what is asked, in a few words", required=True),
            cells.prose("text", "what is asked, in own words"),
            cells.text("addressee", "who is asked"),
            cells.text("deliverable", "what is to be delivered"),
            cells.text("due_text", "due as printed"),
            cells.number("due_session", "session at which it is due"),
            cells.word("due_part", "part of that session", SessionPartName),
            cells.named(
                "vehicle", "code of the request through whose answer it is to come", Mandate
            ),
            cells.named(
                "endorsed_by",
                "symbol of the resolution that endorsed it",
                Document,
                code_field="symbol",
                clean=normal,
            ),
            cells.named("project", "code of the project it concerns", Project),
            AS_OF,
        ),
        permission=KEEP,
        rule=_mandate_rule,
    )
    yield Sheet(
        "mandate_parts",
        "Parts of what was asked",
        Mandate,
        MandatePart,
        finds=(the("mandate", "request or recommendation"),),
        cells=(
            cells.text("letter", "letter or number", clean=read.short(10), required=True),
            cells.text("title", "what it is", required=True),
            cells.word("state", "how far it is", MeasureState, required=True),
            cells.text("evidence", "what shows it"),
            AS_OF,
        ),
        within=("letter",),
        new_records=False,
        permission=KEEP,
    )
    yield Sheet(
        "mandate_findings",
        "What became of requests",
        Mandate,
        MandateFinding,
        finds=(the("mandate", "request or recommendation"),),
        cells=(
            cells.word("word", "fulfilled or not", FindingWord, required=True),
            cells.prose("text", "what the later document says, in own words"),
            AS_OF,
        ),
        within=("as_of",),
        new_records=False,
        permission=KEEP,
        rule=_finding_rule,
    )
    yield Sheet(
        "mandate_links",
        "Chains of requests",
        Mandate,
        MandateLink,
        finds=(the("mandate", "later request or recommendation"),),
        cells=(
            cells.word("kind", "how it speaks of the earlier one", LinkKind, required=True),
            cells.named("other", "code of the earlier one", Mandate, required=True),
            AS_OF,
        ),
        within=("kind", "other"),
        new_records=False,
        permission=KEEP,
        rule=_link_rule,
    )
