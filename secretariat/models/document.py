"""Documents, their symbols, how they relate, and the places in them that the record cites."""

from django.db import models
from django.db.models import F, Q

from ledger.models import Record, Statement
from ledger.texts import LineField


class DocumentKind(models.TextChoices):
    """What a document is."""

    SG_REPORT = "sg_report", "report of the Secretary-General"
    BOA_REPORT = "boa_report", "report of the Board of Auditors"
    ACABQ_REPORT = "acabq_report", "report of the Advisory Committee"
    JIU_REPORT = "jiu_report", "report of the Joint Inspection Unit"
    NOTE = "note", "note by the Secretary-General"
    RESOLUTION = "resolution", "resolution"
    DECISION = "decision", "decision"
    DRAFT = "draft", "draft resolution"
    BULLETIN = "bulletin", "Secretary-General's bulletin"
    BUDGET = "budget", "proposed programme budget"
    OTHER = "other", "other document"


class RelationKind(models.TextChoices):
    """How one document speaks of another."""

    CONSIDERS = "considers", "considers"
    COMMENTS_ON = "comments_on", "comments on"
    FOLLOWS_UP = "follows_up", "follows up"
    TRANSMITS = "transmits", "transmits"


class Document(Record):
    """A document, known by its symbol in one normal form (see ``secretariat.symbols``)."""

    symbol = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    available = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="document_kind_declared"
            )
        ]

    def __str__(self) -> str:
        return self.symbol


class DocumentParticulars(Statement):
    """What a document is called and when it was issued, as a pair of bounds."""

    subject = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="particulars")
    title = LineField()
    title_zh = LineField(blank=True, default="")
    session = models.PositiveIntegerField(null=True, blank=True)
    issued_not_before = models.DateField(null=True, blank=True)
    issued_not_after = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_not_before__isnull=True)
                | Q(issued_not_after__isnull=True)
                | Q(issued_not_before__lte=F("issued_not_after")),
                name="document_bounds_in_order",
            )
        ]
        indexes = [models.Index(fields=["subject", "as_of"], name="document_particulars_of")]

    def __str__(self) -> str:
        return self.title


class DocumentRelation(Statement):
    """One document speaks of another."""

    subject = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=12, choices=RelationKind.choices)
    other = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="related_from")
    locator = LineField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "other"],
                condition=Q(corrects__isnull=True),
                name="document_relation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.kind} {self.other_id}"


class Citation(models.Model):
    """A place in a document: a paragraph, table, annex row or footnote, and the value printed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="citations")
    locator = LineField(blank=True, default="")
    value_as_printed = LineField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "locator", "value_as_printed"], name="citation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document.symbol}, {self.locator}" if self.locator else self.document.symbol


class LegislativeAct(Record):
    """An act of the Assembly: a resolution or decision, or one section of it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="acts")
    section = models.CharField(max_length=40, blank=True, default="")
    adopted_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "section"], name="act_section_once")
        ]

    def __str__(self) -> str:
        return f"{self.document.symbol}, {self.section}" if self.section else self.document.symbol
