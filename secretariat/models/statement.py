"""Statements with a source: where it is printed, and of which layer it is."""

from django.db import models

from ledger.models import Statement
from ledger.texts import LineField


class Provenance(models.TextChoices):
    """Where a statement comes from."""

    DOCUMENTED = "documented", "documented"
    RECONSTRUCTED = "reconstructed", "reconstructed"
    ENTERED = "entered", "entered"
    DEMONSTRATION = "demonstration", "demonstration"


class Classification(models.TextChoices):
    """Who may know (ST/SGB/2007/6): the least a record can be is unclassified."""

    UNCLASSIFIED = "unclassified", "unclassified"
    CONFIDENTIAL = "confidential", "confidential"
    STRICTLY_CONFIDENTIAL = "strictly_confidential", "strictly confidential"


class SourcedStatement(Statement):
    """A statement with its provenance and, where there is one, its citation."""

    provenance = models.CharField(
        max_length=13, choices=Provenance.choices, default=Provenance.ENTERED
    )
    citation = models.ForeignKey(
        "secretariat.Citation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = LineField(blank=True, default="")

    class Meta:
        abstract = True
