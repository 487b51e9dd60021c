"""What the front door itself keeps: editions and their parts, and reports that are sent."""

from ictportal.models.edition import (
    DraftState,
    Edition,
    EditionDraft,
    EditionIssue,
    EditionPart,
    EditionWithdrawal,
    PartKind,
)
from ictportal.models.subscription import ReportSubscription, Rhythm

__all__ = [
    "DraftState",
    "Edition",
    "EditionDraft",
    "EditionIssue",
    "EditionPart",
    "EditionWithdrawal",
    "PartKind",
    "ReportSubscription",
    "Rhythm",
]
