"""Editions: what readers read. Prepared by one person, issued by another, and never changed."""

import uuid

from django.db import models
from django.db.models import Q

from ledger.models import Record, Statement, StatementPart
from ledger.texts import LineField, ProseField
from secretariat.models import Classification


class DraftState(models.TextChoices):
    """How far an edition in preparation is."""

    PREPARED = "prepared", "in preparation"
    ISSUING = "issuing", "being issued"
    ISSUED = "issued", "issued"
    DROPPED = "dropped", "dropped"


class PartKind(models.TextChoices):
    """What a part of an edition is."""

    REPORT = "report", "dashboard or report"
    ROWS = "rows", "rows of a list"
    OPENED = "opened", "which rows each number opens"
    FILE = "file", "file"


class Edition(Record):
    """A published state of the register. ``code`` is its number, such as E3 or DE1."""

    code = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.code


class EditionIssue(Statement):
    """The issue of an edition: what it pins, and the manifest of all that was frozen.

    ``as_of`` is the day it speaks for, ``known`` the number of the last seal it counts,
    ``document`` the document it belongs to as people write it. ``manifest`` lists every part with
    its SHA-256; ``manifest_sha256`` is the digest of the manifest itself. ``replaces`` is the
    edition it corrects. People are stable numbers.
    """

    subject = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="issues")
    title = LineField()
    document = LineField(blank=True, default="")
    known = models.BigIntegerField()
    classification = models.CharField(max_length=21, choices=Classification.choices)
    note = ProseField(blank=True, default="")
    prepared_by = models.BigIntegerField()
    issued_by = models.BigIntegerField()
    replaces = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    manifest = models.JSONField()
    manifest_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="edition_issued_once"),
            models.CheckConstraint(
                condition=Q(classification__in=Classification.values), name="edition_class_declared"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EditionPart(StatementPart):
    """One frozen thing: a report or rows as JSON, or a file in the store named by its SHA-256."""

    issue = models.ForeignKey(EditionIssue, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=6, choices=PartKind.choices)
    key = models.CharField(max_length=120)
    title = LineField()
    place = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100, blank=True, default="")
    content = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "kind", "key"], name="edition_part_once"),
            models.CheckConstraint(
                condition=Q(kind__in=PartKind.values), name="edition_part_kind_declared"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class EditionWithdrawal(Statement):
    """The withdrawal of an edition, with its reason; what was issued stays readable."""

    subject = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="withdrawals")
    reason = ProseField()
    withdrawn_by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="edition_withdrawn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} withdrawn"


class EditionDraft(models.Model):
    """An edition in preparation: an ordinary row that may change until it is issued."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    demonstration = models.BooleanField(default=False)
    title = LineField()
    document = LineField(blank=True, default="")
    as_of = models.DateField()
    known = models.BigIntegerField()
    classification = models.CharField(
        max_length=21, choices=Classification.choices, default=Classification.UNCLASSIFIED
    )
    note = ProseField(blank=True, default="")
    replaces = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=DraftState.choices, default=DraftState.PREPARED)
    prepared_by = models.BigIntegerField()
    prepared_at = models.DateTimeField()
    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, null=True, related_name="draft"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DraftState.ISSUED) | Q(edition__isnull=False),
                name="edition_of_issued_draft",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DraftState.values), name="edition_draft_state_declared"
            ),
            models.CheckConstraint(
                condition=Q(classification__in=Classification.values),
                name="edition_draft_class_declared",
            ),
        ]

    def __str__(self) -> str:
        return self.title
