"""Requests and recommendations of the Assembly and its Advisory Committee."""

from django.db import models
from django.db.models import F, Q

from governance.lifecycle import Authority, FindingWord, LinkKind, MandateStatus, MeasureState, Verb
from ledger.models import Record
from ledger.texts import LineField, ProseField
from projects.models import Project
from projects.models.plan import about, declared
from secretariat.models import Document, SessionPartName, SourcedStatement


class Mandate(Record):
    """A paragraph that asks for something, or notes it: one record each."""

    code = models.CharField(max_length=60, unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="mandates")
    paragraph = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "paragraph"], name="mandate_once")
        ]

    def __str__(self) -> str:
        return f"{self.document.symbol}, {self.paragraph}"


class MandateParticulars(SourcedStatement):
    """What is asked, of whom, by when, and through which other report it is to come.

    Due is a session and perhaps its part; ``due_text`` is what the source prints. ``vehicle`` is
    the request whose answer is to carry this one's.
    """

    subject = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="particulars")
    authority = models.CharField(max_length=8, choices=Authority.choices)
    verb = models.CharField(max_length=10, choices=Verb.choices)
    title = LineField()
    text = ProseField(blank=True, default="")
    addressee = LineField(blank=True, default="")
    deliverable = LineField(blank=True, default="")
    due_text = LineField(blank=True, default="")
    due_session = models.PositiveIntegerField(null=True, blank=True)
    due_part = models.CharField(
        max_length=14, choices=SessionPartName.choices, blank=True, default=""
    )
    vehicle = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    endorsed_by = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="governance_mandates"
    )

    class Meta:
        verbose_name_plural = "mandate particulars"
        constraints = [
            declared("mandate_authority_declared", "authority", Authority.values),
            declared("mandate_verb_declared", "verb", Verb.values),
            declared("mandate_part_declared", "due_part", ["", *SessionPartName.values]),
            models.CheckConstraint(
                condition=~Q(subject=F("vehicle")), name="mandate_carried_by_other"
            ),
            models.CheckConstraint(
                condition=Q(due_part="") | Q(due_session__isnull=False),
                name="mandate_part_of_a_session",
            ),
        ]
        indexes = [about("mandate_particulars_of")]

    def __str__(self) -> str:
        return self.title


class MandatePart(SourcedStatement):
    """One of several things that are to be delivered, each with its own state."""

    subject = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="parts")
    letter = models.CharField(max_length=10)
    title = LineField()
    state = models.CharField(max_length=11, choices=MeasureState.choices)
    evidence = LineField(blank=True, default="")

    class Meta:
        constraints = [declared("mandate_part_state_declared", "state", MeasureState.values)]
        indexes = [about("mandate_part_of")]

    def __str__(self) -> str:
        return f"({self.letter}) {self.title}"


class MandateFinding(SourcedStatement):
    """What a later report or resolution says became of a request. Nothing else closes one."""

    subject = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="findings")
    word = models.CharField(max_length=13, choices=FindingWord.choices)
    text = ProseField(blank=True, default="")

    class Meta:
        constraints = [declared("mandate_finding_declared", "word", FindingWord.values)]
        indexes = [about("mandate_finding_of")]

    def __str__(self) -> str:
        return self.get_word_display()


class MandateLink(SourcedStatement):
    """A later request or recommendation recalls, follows or endorses an earlier one."""

    subject = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=8, choices=LinkKind.choices)
    other = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="links_in")

    class Meta:
        constraints = [
            declared("mandate_link_declared", "kind", LinkKind.values),
            models.CheckConstraint(condition=~Q(subject=F("other")), name="mandate_link_to_other"),
        ]
        indexes = [about("mandate_link_of")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"


class MandateState(models.Model):
    """A request or recommendation as it stood at a moment; read by ``governance.state``."""

    mandate = models.ForeignKey(Mandate, on_delete=models.DO_NOTHING, related_name="+")
    code = models.CharField(max_length=60)
    demonstration = models.BooleanField()
    document = models.ForeignKey(Document, on_delete=models.DO_NOTHING, related_name="+")
    particulars = models.ForeignKey(
        MandateParticulars, on_delete=models.DO_NOTHING, related_name="+"
    )
    provenance = models.CharField(max_length=13)
    authority = models.CharField(max_length=8, choices=Authority.choices)
    verb = models.CharField(max_length=10, choices=Verb.choices)
    title = models.TextField()
    due_session = models.PositiveIntegerField(null=True)
    due_part = models.CharField(max_length=14, choices=SessionPartName.choices)
    due_on = models.DateField(null=True)
    vehicle = models.ForeignKey(Mandate, on_delete=models.DO_NOTHING, null=True, related_name="+")
    finding = models.ForeignKey(
        MandateFinding, on_delete=models.DO_NOTHING, null=True, related_name="+"
    )
    said_on = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=MandateStatus.choices)

    class Meta:
        managed = False
        db_table = "governance_mandatestate"

    def __str__(self) -> str:
        return self.code

    @property
    def is_due(self) -> bool:
        """Whether its day has come, by the portal's calendar."""
        return self.status in {
            MandateStatus.OVERDUE,
            MandateStatus.UNDOCUMENTED,
            MandateStatus.PARTLY,
        } or (self.status == MandateStatus.FULFILLED and self.due_on is not None)

    @property
    def days_late(self) -> int | None:
        """How many days after its due day it was fulfilled; kept for ever. ``None`` if it was not."""
        if self.status != MandateStatus.FULFILLED or self.due_on is None or self.said_on is None:
            return None
        return max((self.said_on - self.due_on).days, 0)
