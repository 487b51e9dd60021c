"""Policies, reviews of compliance, and rounds of self-certification."""

from django.db import models
from django.db.models import F, Q

from governance.lifecycle import (
    CertifiedWord,
    FormState,
    PolicyKind,
    PolicyState,
    ReviewDone,
)
from ledger.days import Precision
from ledger.models import Record, StatementPart
from ledger.texts import LineField, ProseField
from projects.models.plan import about, declared
from secretariat.models import Document, Entity, SourcedStatement


class Policy(Record):
    """An ICT policy, technical procedure or guideline."""

    code = models.CharField(max_length=60, unique=True)

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.code


class PolicyParticulars(SourcedStatement):
    """What a policy is called, where it stands, who owns it, and when it is to be reviewed."""

    subject = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="particulars")
    title = LineField()
    title_zh = LineField(blank=True, default="")
    kind = models.CharField(max_length=19, choices=PolicyKind.choices)
    state = models.CharField(max_length=16, choices=PolicyState.choices)
    number = LineField(blank=True, default="")
    edition = LineField(blank=True, default="")
    owner = models.ForeignKey(
        Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    issued_as = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = ProseField(blank=True, default="")

    class Meta:
        verbose_name_plural = "policy particulars"
        constraints = [
            declared("policy_kind_declared", "kind", PolicyKind.values),
            declared("policy_state_declared", "state", PolicyState.values),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(review_on__isnull=True)
                | Q(issued_on__lte=F("review_on")),
                name="policy_days_in_order",
            ),
        ]
        indexes = [about("policy_particulars_of")]

    def __str__(self) -> str:
        return self.title


class ReviewedUnit(Record):
    """A unit, or a group of units, whose compliance with policies has to be reviewed."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class ComplianceReview(SourcedStatement):
    """Whether the compliance of a unit was reviewed in a year, and what was found."""

    subject = models.ForeignKey(ReviewedUnit, on_delete=models.PROTECT, related_name="reviews")
    name = LineField()
    year = models.PositiveIntegerField()
    word = models.CharField(max_length=10, choices=ReviewDone.choices)
    policy = models.ForeignKey(
        Policy, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = ProseField(blank=True, default="")

    class Meta:
        constraints = [declared("review_done_declared", "word", ReviewDone.values)]
        indexes = [about("compliance_review_of")]

    def __str__(self) -> str:
        return f"{self.name}, {self.year}"


class CertificationRound(Record):
    """A round in which entities certify their own compliance with policies."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class RoundParticulars(SourcedStatement):
    """When a round runs, whom it asks about which policies, and the totals a document prints.

    Where ``printed_…`` is given the entities and policies are not all known by name, and the
    printed totals count (A/74/588 para 18: 5 of 70 entities, 2 of 42 policies).
    """

    subject = models.ForeignKey(
        CertificationRound, on_delete=models.PROTECT, related_name="particulars"
    )
    name = LineField()
    opened_on = models.DateField()
    opened_precision = models.CharField(max_length=8, choices=Precision.choices, default="day")
    closes_on = models.DateField(null=True, blank=True)
    printed_asked = models.PositiveIntegerField(null=True, blank=True)
    printed_complete = models.PositiveIntegerField(null=True, blank=True)
    printed_in_force = models.PositiveIntegerField(null=True, blank=True)
    printed_covered = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "round particulars"
        constraints = [
            declared("round_opened_declared", "opened_precision", Precision.values),
            models.CheckConstraint(
                condition=Q(printed_asked__isnull=True)
                | Q(printed_complete__isnull=True)
                | Q(printed_complete__lte=F("printed_asked")),
                name="round_complete_within_asked",
            ),
            models.CheckConstraint(
                condition=Q(printed_in_force__isnull=True)
                | Q(printed_covered__isnull=True)
                | Q(printed_covered__lte=F("printed_in_force")),
                name="round_covered_within_in_force",
            ),
        ]
        indexes = [about("round_particulars_of")]

    def __str__(self) -> str:
        return self.name


class RoundEntity(StatementPart):
    """An entity that is asked in a round."""

    particulars = models.ForeignKey(
        RoundParticulars, on_delete=models.PROTECT, related_name="entities"
    )
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "round entities"
        constraints = [
            models.UniqueConstraint(fields=["particulars", "entity"], name="asked_once_in_a_round")
        ]

    def __str__(self) -> str:
        return str(self.entity)


class RoundPolicy(StatementPart):
    """A policy that a round asks about."""

    particulars = models.ForeignKey(
        RoundParticulars, on_delete=models.PROTECT, related_name="policies"
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "round policies"
        constraints = [
            models.UniqueConstraint(
                fields=["particulars", "policy"], name="covered_once_in_a_round"
            )
        ]

    def __str__(self) -> str:
        return str(self.policy)


class CertificationForm(Record):
    """The form of one entity in one round."""

    round = models.ForeignKey(CertificationRound, on_delete=models.PROTECT, related_name="forms")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "entity"], name="form_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.entity}"


class SelfCertification(SourcedStatement):
    """What an entity certifies of itself in a round: self-certified, not verified by anybody."""

    subject = models.ForeignKey(
        CertificationForm, on_delete=models.PROTECT, related_name="certifications"
    )
    state = models.CharField(max_length=10, choices=FormState.choices)
    signed_by = LineField()
    remark = ProseField(blank=True, default="")

    class Meta:
        constraints = [declared("form_state_declared", "state", FormState.values)]
        indexes = [about("self_certification_of")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_state_display()}"


class CertifiedPolicy(StatementPart):
    """What the entity says of one policy, and what shows it."""

    certification = models.ForeignKey(
        SelfCertification, on_delete=models.PROTECT, related_name="answers"
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=14, choices=CertifiedWord.choices)
    evidence = ProseField(blank=True, default="")

    class Meta:
        verbose_name_plural = "certified policies"
        constraints = [
            declared("certified_word_declared", "word", CertifiedWord.values),
            models.UniqueConstraint(fields=["certification", "policy"], name="certified_once"),
        ]

    def __str__(self) -> str:
        return f"{self.policy}: {self.get_word_display()}"
