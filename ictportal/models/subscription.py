"""Reports that are sent: an ordinary row, the subscriber's own, changed by its actions alone."""

import uuid

from django.db import models
from django.db.models import Q

from ledger.texts import LineField


class Rhythm(models.TextChoices):
    """How often a report is sent: on the first day after the period."""

    MONTHLY = "monthly", "every month"
    QUARTERLY = "quarterly", "every quarter"


class ReportSubscription(models.Model):
    """A report somebody has sent: which one, about what, as which file, how often.

    ``person`` is a stable number. ``last_period`` is the last day of the period it was last due
    for, ``said`` why nothing came of it, empty where the file was promised. ``job`` is that file's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.BigIntegerField(db_index=True)
    report = models.CharField(max_length=120)
    parameters = models.JSONField(default=dict)
    form = models.CharField(max_length=8)
    demonstration = models.BooleanField(default=False)
    rhythm = models.CharField(max_length=9, choices=Rhythm.choices)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_period = models.DateField(null=True)
    said = LineField(blank=True, default="")
    job = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values), name="subscription_rhythm_declared"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.rhythm}"
