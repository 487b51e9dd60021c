"""Work to be done later or at length, and the nights it was done."""

import uuid

from django.db import models
from django.db.models import Q

from ledger.models.entry import AppendOnly
from ledger.texts import LineField, ProseField


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class Job(models.Model):
    """A promise written in the same commit as its reason. Celery or a thread only carries the id.

    ``key`` makes a job unique: a second promise with the same key is the first one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    said = LineField(blank=True, default="")
    result = models.JSONField(default=dict)
    error = ProseField(blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    actor = models.BigIntegerField()
    created_at = models.DateTimeField(db_index=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values), name="job_state_is_declared"
            )
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="job_state_created")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class NightlyRun(models.Model):
    """One night's run for one as-of day; the unique day makes a repetition harmless."""

    as_of = models.DateField(unique=True)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    errors = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"night of {self.as_of}"


class FigureSnapshot(AppendOnly):
    """What a figure answered on an as-of day, seen by the nightly run."""

    figure = models.CharField(max_length=80)
    parameters = models.CharField(max_length=300)
    as_of = models.DateField()
    answer = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "parameters", "as_of"], name="snapshot_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.as_of}"


class FlagObservation(AppendOnly):
    """A flag the nightly run saw raised on an as-of day."""

    rule = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    as_of = models.DateField()
    since = models.DateField()
    proof = models.JSONField(default=list)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_id", "as_of"], name="observation_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_id} {self.as_of}"
