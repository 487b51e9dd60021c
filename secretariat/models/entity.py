"""Entities of the Organization, named populations of them, and thresholds."""

from django.db import models
from django.db.models import Q

from ledger.models import Record
from ledger.texts import LineField
from secretariat.models.statement import SourcedStatement


class NameStanding(models.TextChoices):
    """Whether a name is the official one or the portal's rendering of it."""

    OFFICIAL = "official", "official"
    OUR_RENDERING = "our_rendering", "our rendering"


class LineKind(models.TextChoices):
    """Kinds of reporting line."""

    SOLID = "solid", "reports to"
    DOTTED = "dotted", "also reports to"


class Entity(Record):
    """A department, office, mission or unit. Retired, never deleted."""

    code = models.CharField(max_length=40, unique=True)

    class Meta:
        verbose_name_plural = "entities"

    def __str__(self) -> str:
        return self.code


class EntityParticulars(SourcedStatement):
    """What an entity is called, and whether it still exists."""

    subject = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="particulars")
    name = LineField()
    name_standing = models.CharField(max_length=13, choices=NameStanding.choices)
    name_zh = LineField(blank=True, default="")
    name_zh_standing = models.CharField(
        max_length=13, choices=NameStanding.choices, default=NameStanding.OFFICIAL
    )
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "as_of"], name="entity_particulars_of")]

    def __str__(self) -> str:
        return self.name


class EntityAlias(SourcedStatement):
    """Another name an entity goes by in a document."""

    subject = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="aliases")
    name = LineField()
    language = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "name"], condition=Q(corrects__isnull=True), name="alias_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReportingLine(SourcedStatement):
    """To whom an entity reports, from ``as_of`` on; several lines may run at a time."""

    subject = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="lines")
    superior = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="lines_in")
    kind = models.CharField(max_length=6, choices=LineKind.choices)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "superior", "as_of"],
                condition=Q(corrects__isnull=True),
                name="reporting_line_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} → {self.superior_id}"


class Population(Record):
    """A named group that a source counts. Two groups of equal size are still two groups."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class PopulationCount(SourcedStatement):
    """How many a source says belong to a population."""

    subject = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="counts")
    name = LineField()
    count = models.PositiveIntegerField()
    as_printed = LineField()

    class Meta:
        indexes = [models.Index(fields=["subject", "as_of"], name="population_count_of")]

    def __str__(self) -> str:
        return f"{self.name}: {self.count}"


class Threshold(Record):
    """A number a flag compares with, such as the lowest acceptable implementation rate."""

    code = models.CharField(max_length=60, unique=True)
    name = LineField()
    unit = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.code


class ThresholdValue(SourcedStatement):
    """The value of a threshold from ``as_of`` on."""

    subject = models.ForeignKey(Threshold, on_delete=models.PROTECT, related_name="values_set")
    value = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["subject", "as_of"], name="threshold_value_of")]

    def __str__(self) -> str:
        return str(self.value)
