"""Imports: what was brought in, from which file, and what it changed."""

import uuid

from django.db import models
from django.db.models import Q

from ledger.models.entry import AppendOnly
from ledger.models.statement import StatementPart
from ledger.texts import LineField, ProseField


class ImportState(models.TextChoices):
    """Where an import stands."""

    CHECKED = "checked", "checked, not applied"
    REFUSED = "refused", "refused"
    APPLIED = "applied", "applied"


class ImportRecord(models.Model):
    """A file that was read: its hash, every fault found, the difference it makes, the outcome."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    file_name = LineField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    state = models.CharField(max_length=8, choices=ImportState.choices)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    reason = LineField(blank=True, default="")
    actor = models.BigIntegerField()
    created_at = models.DateTimeField(db_index=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_is_declared"
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(state=ImportState.APPLIED),
                name="import_applied_at_only_when_applied",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_name}"


class FlagAcknowledgement(StatementPart):
    """Somebody's answer to a flag. It stays, whatever becomes of the flag."""

    rule = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    actor = models.BigIntegerField()
    answer = ProseField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rule", "subject_id"], name="acknowledged_flag")]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_id}"


class IdempotentAnswer(AppendOnly):
    """The answer given to a request that carried an Idempotency-Key, kept in its transaction."""

    actor = models.BigIntegerField()
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveIntegerField()
    body = models.JSONField()
    headers = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key
