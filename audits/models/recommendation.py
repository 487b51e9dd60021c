"""Recommendations and everything said about them."""

from django.db import models
from django.db.models import F, Q

from audits.lifecycle import (
    RECORDABLE,
    Acceptance,
    Claim,
    EvidenceMove,
    Finding,
    LinkKind,
    Priority,
)
from audits.models.reference import (
    AuditCycle,
    AuditFinding,
    OversightBody,
    Report,
    Theme,
    VocabularyWord,
)
from ledger.models import AppendOnly, Record, StatementPart
from ledger.texts import LineField, ProseField
from projects.models import Project
from secretariat.models import Classification, Entity, SourcedStatement


def declared(name: str, field: str, values: list[str]) -> models.CheckConstraint:
    """A rule of the table: the column holds a declared word."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Recommendation(Record):
    """A recommendation: a report and a paragraph, or an annex row while its origin is unknown."""

    body = models.ForeignKey(
        OversightBody, on_delete=models.PROTECT, related_name="recommendations"
    )
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="recommendations")
    annex = models.CharField(max_length=60, blank=True, default="")
    item = models.CharField(max_length=60)
    finding = models.ForeignKey(
        AuditFinding,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    sort_key = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "annex", "item"], name="recommendation_identity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report.document.symbol}, {self.place}"

    @property
    def place(self) -> str:
        """The paragraph, or the annex and its item, as people cite it."""
        return f"{self.annex}, item {self.item}" if self.annex else self.item


class Particulars(SourcedStatement):
    """All that can change about a recommendation and is shown, filtered or counted.

    The issue date is a pair of bounds, equal where the day is known. ``surely_older_from`` and
    ``possibly_older_from`` are the first days on which the recommendation is older than two years
    by the latest and by the earliest possible issue date.
    """

    subject = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="particulars"
    )
    title = LineField()
    text = ProseField(blank=True, default="")
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead = models.ForeignKey(
        Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    priority = models.CharField(
        max_length=10, choices=Priority.choices, default=Priority.NOT_STATED
    )
    acceptance = models.CharField(
        max_length=19, choices=Acceptance.choices, default=Acceptance.NOT_STATED
    )
    classification = models.CharField(
        max_length=21, choices=Classification.choices, default=Classification.UNCLASSIFIED
    )
    made_in = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_not_before = models.DateField(null=True, blank=True)
    issued_not_after = models.DateField()
    surely_older_from = models.DateField()
    possibly_older_from = models.DateField(null=True, blank=True)
    root_cause = ProseField(blank=True, default="")
    corrective_action = ProseField(blank=True, default="")

    class Meta:
        verbose_name_plural = "particulars"
        constraints = [
            declared("particulars_priority_declared", "priority", Priority.values),
            declared("particulars_acceptance_declared", "acceptance", Acceptance.values),
            declared("particulars_class_declared", "classification", Classification.values),
            models.CheckConstraint(
                condition=Q(issued_not_before__isnull=True)
                | Q(issued_not_before__lte=F("issued_not_after")),
                name="particulars_bounds_in_order",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-as_of", "-ordinal"], name="particulars_of")]

    def __str__(self) -> str:
        return self.title


class ResponsibleEntity(StatementPart):
    """An entity that answers for a recommendation beside or as its lead."""

    particulars = models.ForeignKey(Particulars, on_delete=models.PROTECT, related_name="entities")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "responsible entities"
        constraints = [
            models.UniqueConstraint(fields=["particulars", "entity"], name="responsible_once")
        ]

    def __str__(self) -> str:
        return str(self.entity)


class AdministrationUpdate(SourcedStatement):
    """The Administration's voice: what it claims, and by when it means to be done."""

    subject = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="updates")
    claim = models.CharField(max_length=20, choices=Claim.choices)
    target = models.CharField(max_length=7, blank=True, default="")
    narrative = ProseField()
    classification = models.CharField(
        max_length=21, choices=Classification.choices, default=Classification.UNCLASSIFIED
    )
    on_behalf_of = models.ForeignKey(
        Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            declared("update_claim_declared", "claim", Claim.values),
            declared("update_class_declared", "classification", Classification.values),
        ]
        indexes = [models.Index(fields=["subject", "-as_of", "-ordinal"], name="updates_of")]

    def __str__(self) -> str:
        return self.get_claim_display()


class Target(SourcedStatement):
    """The quarter by whose end the Administration means to be done. The first never changes."""

    subject = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="targets")
    quarter = models.CharField(max_length=7)
    ends_on = models.DateField()
    reason = ProseField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["subject", "-as_of", "-ordinal"], name="targets_of")]

    def __str__(self) -> str:
        return self.quarter


class Assessment(SourcedStatement):
    """The oversight body's voice: what it found. Only this closes a recommendation.

    ``word`` is the body's own; ``finding`` is that word on the common scale on the day.
    ``reopens`` marks the first assessment of a new episode. ``transcribed`` marks one taken from
    a published annex by two people of the staff.
    """

    subject = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="assessments"
    )
    word = models.ForeignKey(VocabularyWord, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=20, choices=Finding.choices)
    reasoning = ProseField()
    cycle = models.ForeignKey(
        AuditCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopens = models.BooleanField(default=False)
    transcribed = models.BooleanField(default=False)
    no_successor_reason = LineField(blank=True, default="")

    class Meta:
        constraints = [
            declared("assessment_finding_declared", "finding", sorted(RECORDABLE)),
            models.UniqueConstraint(
                fields=["subject", "as_of"],
                condition=Q(corrects__isnull=True),
                name="one_assessment_a_day",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-as_of", "-ordinal"], name="assessments_of")]

    def __str__(self) -> str:
        return self.get_finding_display()


class Link(SourcedStatement):
    """One recommendation repeats another, or takes its place."""

    subject = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    other = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links_in")

    class Meta:
        constraints = [
            declared("link_kind_declared", "kind", LinkKind.values),
            models.CheckConstraint(condition=~Q(subject=F("other")), name="link_to_another"),
            models.UniqueConstraint(
                fields=["subject", "kind", "other"],
                condition=Q(corrects__isnull=True),
                name="link_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"


class RecommendationProject(SourcedStatement):
    """A recommendation concerns a project of the portfolio."""

    subject = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="project_links"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="audits_recommendations"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "project"],
                condition=Q(corrects__isnull=True),
                name="recommendation_project_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.project}"


class FollowUp(SourcedStatement):
    """A report lists the recommendation among those it followed up."""

    subject = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="follow_ups")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="followed_up")
    annex = models.CharField(max_length=60, blank=True, default="")
    item = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "subject"],
                condition=Q(corrects__isnull=True),
                name="followed_up_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.annex}, item {self.item}"


class Voiding(SourcedStatement):
    """The recommendation was recorded in error: it was never there, on any day."""

    subject = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="voidings")
    reason = ProseField()

    def __str__(self) -> str:
        return self.reason


class EvidenceFile(AppendOnly):
    """A file kept outside the web root under its SHA-256, written once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Evidence(SourcedStatement):
    """One move of evidence: asked for, supplied, accepted or returned. ``answers`` is the move before."""

    subject = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="evidence")
    move = models.CharField(max_length=9, choices=EvidenceMove.choices)
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    said = ProseField()
    file = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = LineField(blank=True, default="")
    classification = models.CharField(
        max_length=21, choices=Classification.choices, default=Classification.UNCLASSIFIED
    )

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            declared("evidence_move_declared", "move", EvidenceMove.values),
            declared("evidence_class_declared", "classification", Classification.values),
            models.CheckConstraint(
                condition=(Q(move=EvidenceMove.SUPPLIED) & Q(file__isnull=False))
                | (~Q(move=EvidenceMove.SUPPLIED) & Q(file__isnull=True)),
                name="evidence_file_when_supplied",
            ),
        ]
        indexes = [models.Index(fields=["subject", "as_of"], name="evidence_of")]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.file_name}".strip()


class TranscriptionState(models.TextChoices):
    """Where a proposed transcription stands."""

    PROPOSED = "proposed", "proposed"
    CONFIRMED = "confirmed", "confirmed"
    REFUSED = "refused", "refused"


class Transcription(models.Model):
    """A proposal to enter a published assessment: an ordinary row until a second person confirms."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="transcriptions"
    )
    word = models.ForeignKey(VocabularyWord, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    reasoning = ProseField()
    document = models.ForeignKey("secretariat.Document", on_delete=models.PROTECT, related_name="+")
    locator = LineField()
    state = models.CharField(
        max_length=9, choices=TranscriptionState.choices, default=TranscriptionState.PROPOSED
    )
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = LineField(blank=True, default="")

    class Meta:
        constraints = [
            declared("transcription_state_declared", "state", TranscriptionState.values),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="transcription_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="transcription_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.word}"
