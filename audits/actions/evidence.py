"""Evidence: asked for, supplied, accepted or returned."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from audits import policies, storage
from audits.actions.common import clean_classification, clean_reason, find_state
from audits.lifecycle import EVIDENCE_MOVES, EvidenceMove
from audits.models import Evidence, EvidenceFile, RecommendationState
from ledger import days
from ledger.errors import Invalid, WrongState
from ledger.history import recording, take
from ledger.texts import clean_line
from secretariat.models import Classification, Person
from secretariat.provenance import provenance_of
from secretariat.roles import Role


def request_evidence(
    *, by: Person, recommendation_id: UUID, expected_version: int, said: str
) -> Evidence:
    """The auditor asks the Administration for evidence."""
    row = find_state(by, recommendation_id)
    role = policies.check_can_review_evidence(by, row)
    evidence = Evidence(move=EvidenceMove.REQUESTED, said=clean_reason(said, field="said"))
    return _write(by, role, row, evidence, expected_version)


def supply_evidence(
    *,
    by: Person,
    recommendation_id: UUID,
    expected_version: int,
    upload: UploadedFile,
    said: str,
    classification: str = Classification.UNCLASSIFIED,
    request_id: UUID | None = None,
) -> Evidence:
    """The Administration supplies a file. The bytes reach the disk before any row is written."""
    row = find_state(by, recommendation_id)
    role = policies.check_can_supply_evidence(by, row)
    answers = _answered(row, request_id, EvidenceMove.SUPPLIED) if request_id else None
    evidence = Evidence(
        move=EvidenceMove.SUPPLIED,
        said=clean_reason(said, field="said"),
        answers=answers,
        file_name=_safe_name(upload.name or "file"),
        classification=clean_classification(classification),
    )
    evidence.file = storage.receive(upload)
    return _write(by, role, row, evidence, expected_version, file=evidence.file)


def review_evidence(
    *,
    by: Person,
    recommendation_id: UUID,
    expected_version: int,
    evidence_id: UUID,
    move: str,
    said: str,
) -> Evidence:
    """The auditor accepts supplied evidence or returns it with the reason."""
    row = find_state(by, recommendation_id)
    role = policies.check_can_review_evidence(by, row)
    if move not in {EvidenceMove.ACCEPTED, EvidenceMove.RETURNED}:
        raise Invalid(fields={"move": "Accept the evidence or return it."})
    answers = _answered(row, evidence_id, EvidenceMove(move))
    evidence = Evidence(move=move, said=clean_reason(said, field="said"), answers=answers)
    evidence.classification = answers.classification
    return _write(by, role, row, evidence, expected_version)


def _answered(row: RecommendationState, evidence_id: UUID, move: EvidenceMove) -> Evidence:
    """The move this one answers; refused when it belongs elsewhere or cannot be answered so."""
    found = Evidence.objects.filter(pk=evidence_id, subject=row.recommendation_id).first()
    if found is None:
        raise Invalid(fields={"evidence": "This evidence belongs to another recommendation."})
    if move not in EVIDENCE_MOVES[EvidenceMove(found.move)]:
        raise WrongState(f"Evidence that was {found.get_move_display()} cannot be {move.label}.")
    if move is not EvidenceMove.SUPPLIED and found.answered_by.exists():
        raise WrongState("This evidence was judged before.")
    return found


def _write(
    by: Person,
    role: Role,
    row: RecommendationState,
    evidence: Evidence,
    expected_version: int,
    *,
    file: EvidenceFile | None = None,
) -> Evidence:
    evidence.subject = row.recommendation
    evidence.as_of = days.today()
    evidence.provenance = provenance_of(by)
    with recording(by=by, role=role) as record:
        take(row.recommendation, expected_version=expected_version)
        if file is not None and not EvidenceFile.objects.filter(pk=file.pk).exists():
            file.save()
        draft = record.entry(
            f"audits.evidence.{evidence.move}",
            row.recommendation,
            after={"file": evidence.file_name, "sha256": evidence.file_id or ""},
            reason=evidence.said,
        )
        draft.state(evidence)
    return evidence


def _safe_name(name: str) -> str:
    """The name people see: no path, no control sign, at most 120 characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in bare if sign.isprintable() and sign not in '"<>|:*?')
    return clean_line(kept[-120:] or "file", field="file")
