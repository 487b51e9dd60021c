"""Who holds which authority over ICT, who monitors what, and who keeps to the bulletin."""

from django.db import models
from django.db.models import F, Q

from governance.lifecycle import (
    Alignment,
    CertifiedWord,
    CoversICT,
    DelegationState,
    MeasureState,
    Urgency,
)
from governance.models.body import Body
from ledger.models import Record
from ledger.texts import LineField, ProseField
from projects.models.plan import about, declared
from secretariat.models import Document, Entity, SourcedStatement


class Delegation(Record):
    """An instrument by which authority is delegated, or that is missing."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class DelegationParticulars(SourcedStatement):
    """Who delegates what to whom by which instrument, from when to when, and whether it is ICT."""

    subject = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="particulars")
    name = LineField()
    state = models.CharField(max_length=15, choices=DelegationState.choices)
    covers_ict = models.CharField(max_length=11, choices=CoversICT.choices)
    instrument = LineField(blank=True, default="")
    delegator = LineField(blank=True, default="")
    delegate = LineField(blank=True, default="")
    entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scope = ProseField(blank=True, default="")
    issued_on = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "delegation particulars"
        constraints = [
            declared("delegation_state_declared", "state", DelegationState.values),
            declared("delegation_covers_declared", "covers_ict", CoversICT.values),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(issued_on__lte=F("valid_to")),
                name="delegation_days_in_order",
            ),
        ]
        indexes = [about("delegation_particulars_of")]

    def __str__(self) -> str:
        return self.name


class OfficeAuthority(Record):
    """A responsibility or authority of an office, such as the Chief Information Technology Officer."""

    code = models.CharField(max_length=60, unique=True)

    class Meta:
        verbose_name_plural = "office authorities"

    def __str__(self) -> str:
        return self.code


class AuthorityParticulars(SourcedStatement):
    """What an office is responsible for, to whom it answers, from when to when."""

    subject = models.ForeignKey(
        OfficeAuthority, on_delete=models.PROTECT, related_name="particulars"
    )
    office = LineField()
    title = LineField()
    text = ProseField(blank=True, default="")
    answers_to = LineField(blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "authority particulars"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="authority_days_in_order",
            )
        ]
        indexes = [about("authority_particulars_of")]

    def __str__(self) -> str:
        return self.title


class Accountability(Record):
    """A line of the accountability framework."""

    code = models.CharField(max_length=60, unique=True)

    class Meta:
        verbose_name_plural = "accountabilities"

    def __str__(self) -> str:
        return self.code


class AccountabilityLine(SourcedStatement):
    """Who monitors what, by which indicator or evidence."""

    subject = models.ForeignKey(Accountability, on_delete=models.PROTECT, related_name="lines")
    what = LineField()
    responsible = LineField(blank=True, default="")
    monitored_by = LineField(blank=True, default="")
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    indicator = LineField(blank=True, default="")
    evidence = ProseField(blank=True, default="")

    class Meta:
        indexes = [about("accountability_line_of")]

    def __str__(self) -> str:
        return self.what


class ProtectionMeasure(Record):
    """A measure to protect data."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class ProtectionMeasureState(SourcedStatement):
    """What a measure of data protection is, how urgent, and how far."""

    subject = models.ForeignKey(
        ProtectionMeasure, on_delete=models.PROTECT, related_name="particulars"
    )
    name = LineField()
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    responsible = LineField(blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=11, choices=MeasureState.choices)

    class Meta:
        constraints = [
            declared("protection_urgency_declared", "urgency", Urgency.values),
            declared("protection_state_declared", "state", MeasureState.values),
        ]
        indexes = [about("protection_measure_of")]

    def __str__(self) -> str:
        return self.name


class Provision(Record):
    """A provision of a bulletin or resolution that entities have to keep to."""

    code = models.CharField(max_length=60, unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="provisions")

    def __str__(self) -> str:
        return self.code


class ProvisionParticulars(SourcedStatement):
    """Which section a provision is, and what it demands, in own words."""

    subject = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="particulars")
    section = LineField()
    order = models.PositiveIntegerField(default=0)
    title = LineField()
    text = ProseField(blank=True, default="")

    class Meta:
        verbose_name_plural = "provision particulars"
        indexes = [about("provision_particulars_of")]

    def __str__(self) -> str:
        return self.title


class ProvisionEntity(Record):
    """One entity and one provision: a cell of the compliance matrix."""

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="entities")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "provision entities"
        constraints = [
            models.UniqueConstraint(fields=["provision", "entity"], name="matrix_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.provision} {self.entity}"


class ProvisionCompliance(SourcedStatement):
    """Whether an entity keeps to a provision, as far as somebody says so."""

    subject = models.ForeignKey(ProvisionEntity, on_delete=models.PROTECT, related_name="said")
    word = models.CharField(max_length=14, choices=CertifiedWord.choices)
    remark = LineField(blank=True, default="")

    class Meta:
        constraints = [declared("compliance_word_declared", "word", CertifiedWord.values)]
        indexes = [about("provision_compliance_of")]

    def __str__(self) -> str:
        return self.get_word_display()


class EntityAlignment(SourcedStatement):
    """Whether the ICT of an entity is harmonized with OICT, and why not."""

    subject = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="ict_alignments")
    word = models.CharField(max_length=14, choices=Alignment.choices)
    cause = ProseField(blank=True, default="")

    class Meta:
        constraints = [declared("alignment_declared", "word", Alignment.values)]
        indexes = [about("entity_alignment_of")]

    def __str__(self) -> str:
        return self.get_word_display()
