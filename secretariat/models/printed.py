"""Figures as documents print them, to be held against what the register computes."""

from django.db import models

from ledger.models import Record
from ledger.texts import LineField
from secretariat.models.statement import SourcedStatement


class Measure(models.TextChoices):
    """What of a figure the document prints."""

    COUNT = "count", "count"
    SHARE = "share", "per cent"
    NUMERATOR = "numerator", "numerator"
    DENOMINATOR = "denominator", "denominator"


class PrintedFigure(Record):
    """A printed number and the figure of the portal that answers the same question."""

    code = models.CharField(max_length=80, unique=True)
    figure = models.CharField(max_length=80)
    parameters = models.JSONField(default=dict)
    part = models.CharField(max_length=60, blank=True, default="")
    measure = models.CharField(max_length=11, choices=Measure.choices)

    def __str__(self) -> str:
        return self.code


class PrintedValue(SourcedStatement):
    """The number a document prints for a figure, for the day it speaks for."""

    subject = models.ForeignKey(PrintedFigure, on_delete=models.PROTECT, related_name="printed")
    value = models.IntegerField()
    as_printed = LineField()
    explanation = LineField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["subject", "as_of"], name="printed_value_of")]

    def __str__(self) -> str:
        return self.as_printed
