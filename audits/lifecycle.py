"""The words of the tracker and who writes them. Pure data: pages, rules and tests all read it.

Sources: the Board's words A/74/588 para 4; the Administration's claims and the rule that only the
oversight body's finding closes, from the practice of the annual follow-up reports.
"""

from collections.abc import Mapping

from django.db import models

from secretariat.roles import Permission


class Finding(models.TextChoices):
    """The common scale of what an oversight body found. Each body's own word is kept beside it."""

    IMPLEMENTED = "implemented", "implemented"
    UNDER_IMPLEMENTATION = "under_implementation", "under implementation"
    NOT_IMPLEMENTED = "not_implemented", "not implemented"
    OVERTAKEN_BY_EVENTS = "overtaken_by_events", "overtaken by events"
    CLOSED_BY_BODY = "closed_by_body", "closed by the oversight body"
    NOT_ASSESSED = "not_assessed", "not assessed"


class Claim(models.TextChoices):
    """What the Administration says. None of these closes anything."""

    UNDER_IMPLEMENTATION = "under_implementation", "under implementation"
    CLOSURE_REQUESTED = "closure_requested", "closure requested"
    NOT_ACCEPTED = "not_accepted", "not accepted"
    NOT_STATED = "not_stated", "no status stated"


class Acceptance(models.TextChoices):
    """Whether the Administration accepted the recommendation: apart from carrying it out."""

    ACCEPTED = "accepted", "accepted"
    PARTLY = "partly", "partly accepted"
    NOT_ACCEPTED = "not_accepted", "not accepted"
    UNDER_CONSIDERATION = "under_consideration", "under consideration"
    NOT_STATED = "not_stated", "not stated"


class Priority(models.TextChoices):
    """The priority words seen in follow-up reports."""

    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    NOT_STATED = "not_stated", "not stated"


class LinkKind(models.TextChoices):
    """How one recommendation relates to another."""

    REITERATES = "reiterates", "reiterates"
    SUCCEEDED_BY = "succeeded_by", "is succeeded by"


class EvidenceMove(models.TextChoices):
    """What happens to evidence."""

    REQUESTED = "requested", "requested"
    SUPPLIED = "supplied", "supplied"
    ACCEPTED = "accepted", "accepted"
    RETURNED = "returned", "returned"


#: Findings after which a recommendation is closed.
CLOSING: frozenset[Finding] = frozenset(
    {Finding.IMPLEMENTED, Finding.OVERTAKEN_BY_EVENTS, Finding.CLOSED_BY_BODY}
)
#: Findings that say it is not done: these two together are "not fully implemented" (para 4).
NOT_DONE: frozenset[Finding] = frozenset({Finding.UNDER_IMPLEMENTATION, Finding.NOT_IMPLEMENTED})
#: Findings a body can record; "not assessed" is the absence of one.
RECORDABLE: frozenset[Finding] = frozenset(Finding) - {Finding.NOT_ASSESSED}

#: Which finding may follow which. A closed recommendation opens again only as a new episode.
MOVES: Mapping[Finding, frozenset[Finding]] = {
    Finding.NOT_ASSESSED: RECORDABLE,
    Finding.UNDER_IMPLEMENTATION: RECORDABLE,
    Finding.NOT_IMPLEMENTED: RECORDABLE,
    Finding.IMPLEMENTED: frozenset(),
    Finding.OVERTAKEN_BY_EVENTS: frozenset(),
    Finding.CLOSED_BY_BODY: frozenset(),
}
#: What evidence can become.
EVIDENCE_MOVES: Mapping[EvidenceMove, frozenset[EvidenceMove]] = {
    EvidenceMove.REQUESTED: frozenset({EvidenceMove.SUPPLIED}),
    EvidenceMove.SUPPLIED: frozenset({EvidenceMove.ACCEPTED, EvidenceMove.RETURNED}),
    EvidenceMove.ACCEPTED: frozenset(),
    EvidenceMove.RETURNED: frozenset(),
}
#: Who writes which series.
WRITER: Mapping[str, Permission] = {
    "assessment": Permission.ASSESS,
    "transcription": Permission.TRANSCRIBE,
    "confirmation": Permission.CONFIRM,
    "administration_update": Permission.UPDATE,
    "evidence": Permission.SUPPLY_EVIDENCE,
    "evidence_review": Permission.REVIEW_EVIDENCE,
    "particulars": Permission.KEEP_RECOMMENDATIONS,
}
#: Claims with which a finding of "not done" disagrees, and what each says.
DISAGREEMENT = {
    Claim.CLOSURE_REQUESTED: "closure requested, and the finding is that it is not done",
    Claim.NOT_ACCEPTED: "not accepted, and the finding keeps it open",
}
