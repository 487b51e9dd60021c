"""Transcriptions: what a published annex says, proposed by one person and confirmed by another."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from audits import policies
from audits.actions.common import clean_reason, find_state
from audits.actions.voices import check_verdict, write_assessment
from audits.models import Assessment, RecommendationState, Transcription, TranscriptionState
from ledger.errors import Invalid, WrongState
from ledger.history import recording
from ledger.texts import clean_line
from secretariat.models import Citation, Document, Person
from secretariat.symbols import normal


def propose_transcription(
    *,
    by: Person,
    recommendation_id: UUID,
    word: str,
    as_of: date,
    reasoning: str,
    symbol: str,
    locator: str,
) -> Transcription:
    """Propose to enter a published assessment with its citation. Nothing is stated yet."""
    row = find_state(by, recommendation_id)
    role = policies.check_can_transcribe(by, row)
    verdict = check_verdict(row, word, as_of, reasoning, None, "the annex names none")
    open_ones = Transcription.objects.filter(
        recommendation=row.recommendation, as_of=as_of, state=TranscriptionState.PROPOSED
    )
    if open_ones.exists():
        raise WrongState("A transcription for this day waits for the second person already.")
    proposal = Transcription(
        recommendation=row.recommendation,
        word=verdict.word,
        as_of=as_of,
        reasoning=verdict.reasoning,
        document=find_document(symbol),
        locator=clean_line(locator, field="locator", required=True),
        proposed_by=by.number,
        proposed_at=timezone.now(),
    )
    with recording(by=by, role=role) as record:
        proposal.save()
        record.entry(
            "audits.transcription.proposed",
            row.recommendation,
            after={"word": str(verdict.word), "as_of": as_of, "citation": f"{symbol}, {locator}"},
        )
    return proposal


def find_document(symbol: str) -> Document:
    """The document with this symbol, however it is typed; raises ``Invalid``."""
    try:
        found = Document.objects.filter(symbol=normal(symbol)).first()
    except ValueError as error:
        raise Invalid(fields={"symbol": str(error)}) from error
    if found is None:
        raise Invalid(fields={"symbol": f"The register does not know the document {symbol}."})
    return found


def confirm_transcription(*, by: Person, transcription_id: int) -> Assessment:
    """The second person confirms: now the assessment is stated, with its citation."""
    proposal, row = _open(by, transcription_id)
    role = policies.check_can_confirm(by, row, proposal.proposed_by)
    verdict = check_verdict(
        row,
        proposal.word.word,
        proposal.as_of,
        proposal.reasoning,
        None,
        "the annex names none",
    )
    citation, _ = Citation.objects.get_or_create(
        document=proposal.document, locator=proposal.locator, value_as_printed=proposal.word.word
    )
    with recording(by=by, role=role) as record:
        _decide(proposal, by, TranscriptionState.CONFIRMED, "")
        record.entry(
            "audits.transcription.confirmed",
            row.recommendation,
            after={"proposed_by": proposal.proposed_by, "word": proposal.word.word},
        )
        return write_assessment(
            by,
            role,
            row,
            verdict,
            expected_version=row.recommendation.version,
            transcribed=True,
            citation=citation,
        )


def refuse_transcription(*, by: Person, transcription_id: int, reason: str) -> Transcription:
    """The second person refuses, with the reason."""
    proposal, row = _open(by, transcription_id)
    role = policies.check_can_confirm(by, row, proposal.proposed_by)
    why = clean_line(clean_reason(reason), field="reason", required=True)
    with recording(by=by, role=role) as record:
        _decide(proposal, by, TranscriptionState.REFUSED, why)
        record.entry("audits.transcription.refused", row.recommendation, reason=why)
    return proposal


def _open(by: Person, transcription_id: int) -> tuple[Transcription, RecommendationState]:
    proposal = (
        Transcription.objects.select_related("word", "document").filter(pk=transcription_id).first()
    )
    if proposal is None:
        raise Invalid(fields={"transcription": "There is no such proposal."})
    row = find_state(by, proposal.recommendation_id)
    if proposal.state != TranscriptionState.PROPOSED:
        raise WrongState(f"This proposal was {proposal.get_state_display()} before.")
    return proposal, row


def _decide(proposal: Transcription, by: Person, outcome: TranscriptionState, reason: str) -> None:
    decided = Transcription.objects.filter(
        pk=proposal.pk, state=TranscriptionState.PROPOSED
    ).update(
        state=outcome,
        decided_by=by.number,
        decided_at=timezone.now(),
        decision_reason=reason,
    )
    if not decided:
        raise WrongState("Somebody else has just decided on this proposal.")
    proposal.refresh_from_db()
