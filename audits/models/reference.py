"""Oversight bodies, their words, reports, cycles and themes."""

from django.db import models
from django.db.models import F, Q

from audits.lifecycle import Finding
from ledger.models import Record
from ledger.texts import LineField, ProseField
from secretariat.models import SourcedStatement


class OversightBody(Record):
    """Somebody who issues recommendations and says how far they are carried out."""

    code = models.CharField(max_length=20, unique=True)
    name = LineField()
    name_zh = LineField(blank=True, default="")

    class Meta:
        verbose_name_plural = "oversight bodies"

    def __str__(self) -> str:
        return self.name


class VocabularyWord(Record):
    """A status word as one body prints it."""

    body = models.ForeignKey(OversightBody, on_delete=models.PROTECT, related_name="words")
    word = LineField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "word"], name="word_once")]

    def __str__(self) -> str:
        return self.word


class WordMapping(SourcedStatement):
    """Where a body's word stands on the common scale."""

    subject = models.ForeignKey(VocabularyWord, on_delete=models.PROTECT, related_name="mappings")
    finding = models.CharField(max_length=20, choices=Finding.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=Finding.values), name="mapping_finding_declared"
            )
        ]

    def __str__(self) -> str:
        return self.finding


class Theme(Record):
    """A subject under which recommendations stand.

    Ten are the areas in which the Board of Auditors found shortfalls (A/74/588, para 3); others
    are subject headings as reports print them.
    """

    code = models.CharField(max_length=60, unique=True)
    order = models.PositiveIntegerField()
    name = LineField()
    name_zh = LineField(blank=True, default="")

    def __str__(self) -> str:
        return self.name


class Report(Record):
    """A document of an oversight body that makes or follows up recommendations."""

    document = models.OneToOneField(
        "secretariat.Document", on_delete=models.PROTECT, related_name="oversight_report"
    )
    body = models.ForeignKey(OversightBody, on_delete=models.PROTECT, related_name="reports")

    def __str__(self) -> str:
        return self.document.symbol


class AuditCycle(Record):
    """One audit of a series: what period it covers and when the fieldwork was."""

    body = models.ForeignKey(OversightBody, on_delete=models.PROTECT, related_name="cycles")
    ordinal = models.PositiveIntegerField()
    name = LineField()
    period_start = models.DateField()
    period_end = models.DateField()
    fieldwork_start = models.DateField(null=True, blank=True)
    fieldwork_end = models.DateField(null=True, blank=True)
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="cycles"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "ordinal"], name="cycle_once"),
            models.CheckConstraint(
                condition=Q(period_start__lte=F("period_end")), name="cycle_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AuditFinding(Record):
    """What the auditors found at a paragraph; recommendations hang under it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="findings")
    paragraph = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "paragraph"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.report}, {self.paragraph}"


class AuditFindingText(SourcedStatement):
    """A finding in the portal's own words."""

    subject = models.ForeignKey(AuditFinding, on_delete=models.PROTECT, related_name="texts")
    title = LineField()
    text = ProseField(blank=True, default="")

    def __str__(self) -> str:
        return self.title
