"""The projection: what stood about each recommendation on each day."""

from typing import ClassVar

from django.db import models

from audits.lifecycle import Claim, Finding
from audits.models.recommendation import (
    AdministrationUpdate,
    Assessment,
    Particulars,
    Recommendation,
    Target,
)
from audits.models.reference import OversightBody, Report, Theme
from secretariat.models import Entity


class RecommendationState(models.Model):
    """A stretch of days during which everything said about a recommendation stood unchanged.

    A projection: derived from the statements by ``audits.state``, rebuilt at will, compared with
    the ledger every night. The row of a day is the one with ``from_day <= day < to_day``.
    """

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="states"
    )
    from_day = models.DateField()
    to_day = models.DateField()
    body = models.ForeignKey(OversightBody, on_delete=models.PROTECT, related_name="+")
    demonstration = models.BooleanField()
    sort_key = models.CharField(max_length=200)
    particulars = models.ForeignKey(Particulars, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    update = models.ForeignKey(
        AdministrationUpdate, on_delete=models.PROTECT, null=True, related_name="+"
    )
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, related_name="+")
    provenance = models.CharField(max_length=13)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="+")
    lead = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, related_name="+")
    made_in = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    priority = models.CharField(max_length=10)
    acceptance = models.CharField(max_length=19)
    classification = models.CharField(max_length=21)
    issued_not_before = models.DateField(null=True)
    issued_not_after = models.DateField()
    surely_older_from = models.DateField()
    possibly_older_from = models.DateField(null=True)
    finding = models.CharField(max_length=20, choices=Finding.choices)
    assessed_as_of = models.DateField(null=True)
    claim = models.CharField(max_length=20, choices=Claim.choices)
    claimed_as_of = models.DateField(null=True)
    target_ends_on = models.DateField(null=True)

    objects: ClassVar[models.Manager["RecommendationState"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "from_day"], name="state_stretch_once"
            )
        ]
        indexes = [
            models.Index(fields=["demonstration", "to_day", "sort_key"], name="state_list"),
            models.Index(fields=["demonstration", "to_day", "body", "finding"], name="state_count"),
            models.Index(fields=["demonstration", "sort_key", "from_day"], name="state_past"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.from_day} to {self.to_day}"
