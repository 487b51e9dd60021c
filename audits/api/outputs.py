"""What the tracker's endpoints answer. Lists are built as plain values: serializers cost per row."""

from typing import Any

from audits.models import (
    AdministrationUpdate,
    Assessment,
    Evidence,
    FollowUp,
    Link,
    Target,
)
from audits.queries import Row
from ledger.models import Entry
from secretariat.models import Citation


def recommendation(row: Row) -> dict[str, Any]:
    """A recommendation as lists and details show it."""
    state = row.state
    said = state.particulars
    return {
        "id": str(state.recommendation_id),
        "version": row.recommendation.version,
        "body": state.body.code,
        "report": row.recommendation.report.document.symbol,
        "annex": row.recommendation.annex,
        "item": row.recommendation.item,
        "title": said.title,
        "text": said.text,
        "theme": state.theme.code if state.theme else None,
        "lead": state.lead.code if state.lead else None,
        "entities": row.entities,
        "priority": state.priority,
        "acceptance": state.acceptance,
        "classification": state.classification,
        "made_in": state.made_in.document.symbol if state.made_in else None,
        "issued_not_before": state.issued_not_before,
        "issued_not_after": state.issued_not_after,
        "status": state.finding,
        "word": state.assessment.word.word if state.assessment else None,
        "assessed_as_of": state.assessed_as_of,
        "claim": state.claim,
        "claimed_as_of": state.claimed_as_of,
        "first_target": row.first_target or None,
        "target": row.target or None,
        "target_moves": row.target_moves,
        "target_slip_days": row.slip_days,
        "overdue_days": row.overdue_days,
        "open": row.is_open,
        "older_than_two_years": row.older,
        "provenance": state.provenance,
        "note": said.note,
    }


def citation(place: Citation | None) -> dict[str, str] | None:
    """Where something is printed."""
    if place is None:
        return None
    return {
        "document": place.document.symbol,
        "locator": place.locator,
        "value_as_printed": place.value_as_printed,
    }


def statement(row: Any) -> dict[str, Any]:
    """What every statement answers: its two dates, its source, its place in the correction line."""
    return {
        "id": str(row.pk),
        "as_of": row.as_of,
        "as_of_precision": row.as_of_precision,
        "recorded_at": row.recorded_at,
        "provenance": row.provenance,
        "citation": citation(row.citation) if hasattr(row, "citation") else None,
        "corrects": str(row.corrects_id) if row.corrects_id else None,
        "note": row.note,
    }


def assessment(row: Assessment) -> dict[str, Any]:
    """The oversight body's voice."""
    return {
        **statement(row),
        "status": row.finding,
        "word": row.word.word,
        "reasoning": row.reasoning,
        "reopens": row.reopens,
        "transcribed": row.transcribed,
        "cycle": row.cycle.name if row.cycle else None,
    }


def update(row: AdministrationUpdate, *, readable: bool = True) -> dict[str, Any]:
    """The Administration's voice; without its words where the class forbids them."""
    return {
        **statement(row),
        "claim": row.claim,
        "target": row.target or None,
        "classification": row.classification,
        "narrative": row.narrative if readable else None,
        "on_behalf_of": row.on_behalf_of.code if row.on_behalf_of else None,
    }


def target(row: Target) -> dict[str, Any]:
    """A target quarter."""
    return {
        "id": str(row.pk),
        "as_of": row.as_of,
        "recorded_at": row.recorded_at,
        "quarter": row.quarter,
        "ends_on": row.ends_on,
        "reason": row.reason,
        "provenance": row.provenance,
    }


def evidence(row: Evidence, *, readable: bool = True) -> dict[str, Any]:
    """One move of evidence."""
    return {
        "id": str(row.pk),
        "as_of": row.as_of,
        "recorded_at": row.recorded_at,
        "move": row.move,
        "answers": str(row.answers_id) if row.answers_id else None,
        "said": row.said if readable else None,
        "file_name": row.file_name if readable else None,
        "sha256": row.file_id if readable else None,
        "size": row.file.size if row.file and readable else None,
        "classification": row.classification,
        "provenance": row.provenance,
    }


def link(row: Link) -> dict[str, Any]:
    """A link to another recommendation."""
    return {
        **statement_without_note(row),
        "kind": row.kind,
        "other": str(row.other_id),
        "other_place": str(row.other),
    }


def statement_without_note(row: Any) -> dict[str, Any]:
    """As :func:`statement`, for short rows."""
    answer = statement(row)
    answer.pop("note")
    return answer


def follow_up(row: FollowUp) -> dict[str, Any]:
    """A report that followed it up."""
    return {
        **statement_without_note(row),
        "report": row.report.document.symbol,
        "annex": row.annex,
        "item": row.item,
    }


def entry(row: Entry) -> dict[str, Any]:
    """A history entry: people appear by their stable number."""
    seal = getattr(row, "seal", None)
    return {
        "id": str(row.pk),
        "no": seal.no if seal else None,
        "recorded_at": row.recorded_at,
        "actor": row.actor,
        "acting_role": row.acting_role,
        "kind": row.kind,
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "before": row.before,
        "after": row.after,
        "reason": row.reason,
        "correlation_id": str(row.correlation_id),
        "digest": row.digest,
    }
