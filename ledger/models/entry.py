"""History entries and the seals that put them in order."""

import uuid
from typing import Any

from django.db import models

from ledger.texts import ProseField


class AppendOnly(models.Model):
    """A table whose rows are never changed or removed (see ``ledger.guards``)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only; the database refuses the rest too."""
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the record keeps everything."""
        raise TypeError(f"{self._meta.verbose_name} rows are never deleted.")


class Entry(AppendOnly):
    """One action: who, under which role, when, what before and after, and why.

    ``digest`` covers the entry itself and every statement row written with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recorded_at = models.DateTimeField(db_index=True)
    actor = models.BigIntegerField()
    acting_role = models.CharField(max_length=40)
    kind = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = ProseField(blank=True, default="")
    correlation_id = models.UUIDField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "history entry"
        verbose_name_plural = "history entries"
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "recorded_at"], name="entry_subject"
            ),
            models.Index(fields=["actor", "recorded_at"], name="entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class Seal(AppendOnly):
    """The portal's only order: seal ``no`` binds one entry to all that were sealed before it."""

    no = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"seal {self.no}"


class AwaitingSeal(models.Model):
    """A committed entry the sealer has not reached yet; the row goes when the seal is set."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.entry_id)


class Lease(models.Model):
    """The right to do something alone, for a while. A row, so it survives any process."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"
