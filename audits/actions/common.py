"""What the tracker's actions share: finding the row to act on, and reading what people typed."""

from datetime import date
from typing import Any
from uuid import UUID

from audits.models import Particulars, Recommendation, RecommendationState
from audits.policies import viewable_by
from ledger import days, moments
from ledger.errors import DomainError, Invalid
from ledger.history import declare_kinds
from ledger.texts import clean_prose
from secretariat.models import Classification

KINDS = {
    "audits.recommendation.recorded": "recorded the recommendation",
    "audits.recommendation.described": "changed the particulars",
    "audits.recommendation.updated": "recorded the Administration's update",
    "audits.recommendation.assessed": "recorded the oversight body's assessment",
    "audits.recommendation.reopened": "reopened the recommendation",
    "audits.assessment.corrected": "corrected an assessment",
    "audits.assessment.withdrawn": "withdrew an assessment",
    "audits.recommendation.linked": "linked the recommendation to another",
    "audits.recommendation.followed_up": "recorded that a report followed it up",
    "audits.recommendation.voided": "voided the recommendation",
    "audits.evidence.requested": "asked for evidence",
    "audits.evidence.supplied": "supplied evidence",
    "audits.evidence.accepted": "accepted evidence",
    "audits.evidence.returned": "returned evidence",
    "audits.transcription.proposed": "proposed a transcription",
    "audits.transcription.confirmed": "confirmed a transcription",
    "audits.transcription.refused": "refused a transcription",
}
declare_kinds(KINDS)


class NotFound(DomainError):
    """There is no such thing, or the person may not see it: the answer is the same."""

    code = "not_found"
    status = 404


def find_state(viewer: Any, recommendation_id: UUID) -> RecommendationState:
    """The recommendation as it stands now, if the viewer may see it; else ``NotFound``."""
    layers = Recommendation.objects.filter(pk=recommendation_id)
    layer = layers.values_list("demonstration", flat=True).first()
    rows = viewable_by(viewer, moments.now(), demonstration=bool(layer))
    found = (
        rows.select_related("recommendation", "body", "lead", "particulars", "target")
        .filter(recommendation=recommendation_id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such recommendation.")
    return found


def clean_as_of(as_of: date, particulars: Particulars, *, field: str = "as_of") -> date:
    """A day that has come and on which the recommendation was there."""
    if as_of > days.today():
        raise Invalid(fields={field: f"{as_of.isoformat()} has not come yet."})
    first = particulars.issued_not_before or particulars.issued_not_after
    if as_of < first:
        raise Invalid(
            fields={field: f"The recommendation was not made before {first.isoformat()}."}
        )
    return as_of


def clean_quarter(text: str, particulars: Particulars) -> str:
    """A target quarter that does not end before the recommendation was made; empty stays empty."""
    text = text.strip().upper()
    if not text:
        return ""
    try:
        period = days.parse_quarter(text)
    except ValueError as error:
        raise Invalid(fields={"target": str(error)}) from error
    first = particulars.issued_not_before or particulars.issued_not_after
    if period.last < first:
        raise Invalid(
            fields={"target": f"{text} ends before the recommendation was made ({first})."}
        )
    return text


def clean_classification(text: str) -> str:
    """One of the three classes."""
    if text not in Classification.values:
        raise Invalid(fields={"classification": "Choose one of the three classes."})
    return text


def clean_reason(text: str, *, field: str = "reason") -> str:
    """A reason that is not empty."""
    return clean_prose(text, field=field, required=True)
