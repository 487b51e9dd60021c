"""The only writer of the tracker: one verb function per change."""

from audits.actions.common import NotFound, find_state
from audits.actions.evidence import request_evidence, review_evidence, supply_evidence
from audits.actions.recommendations import (
    Description,
    NewRecommendation,
    describe_recommendation,
    description_of,
    record_recommendations,
)
from audits.actions.relations import (
    link_recommendation,
    record_follow_up,
    void_recommendation,
)
from audits.actions.transcriptions import (
    confirm_transcription,
    find_document,
    propose_transcription,
    refuse_transcription,
)
from audits.actions.voices import (
    assess_recommendation,
    correct_assessment,
    reopen_recommendation,
    update_recommendation,
)

__all__ = [
    "Description",
    "NewRecommendation",
    "NotFound",
    "assess_recommendation",
    "confirm_transcription",
    "correct_assessment",
    "describe_recommendation",
    "description_of",
    "find_document",
    "find_state",
    "link_recommendation",
    "propose_transcription",
    "record_follow_up",
    "record_recommendations",
    "refuse_transcription",
    "reopen_recommendation",
    "request_evidence",
    "review_evidence",
    "supply_evidence",
    "update_recommendation",
    "void_recommendation",
]
