"""The tables of the tracker."""

from audits.models.decided import RecommendationDecision
from audits.models.recommendation import (
    AdministrationUpdate,
    Assessment,
    Evidence,
    EvidenceFile,
    FollowUp,
    Link,
    Particulars,
    Recommendation,
    RecommendationProject,
    ResponsibleEntity,
    Target,
    Transcription,
    TranscriptionState,
    Voiding,
)
from audits.models.reference import (
    AuditCycle,
    AuditFinding,
    AuditFindingText,
    OversightBody,
    Report,
    Theme,
    VocabularyWord,
    WordMapping,
)
from audits.models.state import RecommendationState

__all__ = [
    "AdministrationUpdate",
    "Assessment",
    "AuditCycle",
    "AuditFinding",
    "AuditFindingText",
    "Evidence",
    "EvidenceFile",
    "FollowUp",
    "Link",
    "OversightBody",
    "Particulars",
    "Recommendation",
    "RecommendationDecision",
    "RecommendationProject",
    "RecommendationState",
    "Report",
    "ResponsibleEntity",
    "Target",
    "Theme",
    "Transcription",
    "TranscriptionState",
    "VocabularyWord",
    "Voiding",
    "WordMapping",
]
