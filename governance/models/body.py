"""Governing bodies, their terms of reference, who sits in them, and what they owe."""

from django.db import models
from django.db.models import F, Q

from governance.lifecycle import (
    BodyState,
    Cadence,
    DeliveryWord,
    Level,
    OutputWay,
    Rhythm,
    SeatRole,
    TermsState,
)
from ledger.days import Precision
from ledger.models import Record
from ledger.texts import LineField, ProseField
from projects.models.plan import about, declared
from secretariat.models import Document, Entity, SourcedStatement


class Body(Record):
    """A governing body: it goes by several names and changes its terms, and stays one body."""

    code = models.CharField(max_length=60, unique=True)

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.code


class BodyParticulars(SourcedStatement):
    """What a body is called, at which level it works, and whether it exists.

    ``recorded_from`` is the day since which every meeting of the body stands in the register;
    before it, and without it, a missing row says nothing about whether the body met.
    """

    subject = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="particulars")
    name = LineField()
    name_zh = LineField(blank=True, default="")
    level = models.CharField(max_length=11, choices=Level.choices)
    state = models.CharField(max_length=8, choices=BodyState.choices)
    parent = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    task = ProseField(blank=True, default="")
    supported_by = LineField(blank=True, default="")
    established_on = models.DateField(null=True, blank=True)
    established_precision = models.CharField(max_length=8, choices=Precision.choices, default="day")
    ended_on = models.DateField(null=True, blank=True)
    ended_precision = models.CharField(max_length=8, choices=Precision.choices, default="day")
    recorded_from = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "body particulars"
        constraints = [
            declared("body_level_declared", "level", Level.values),
            declared("body_state_declared", "state", BodyState.values),
            declared("body_established_declared", "established_precision", Precision.values),
            declared("body_ended_declared", "ended_precision", Precision.values),
            models.CheckConstraint(
                condition=Q(established_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(established_on__lte=F("ended_on")),
                name="body_days_in_order",
            ),
        ]
        indexes = [about("body_particulars_of")]

    def __str__(self) -> str:
        return self.name


class BodyAlias(SourcedStatement):
    """Another name a body goes by in a document."""

    subject = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="aliases")
    name = LineField()
    language = models.CharField(max_length=8)

    class Meta:
        verbose_name_plural = "body aliases"
        indexes = [about("body_alias_of")]

    def __str__(self) -> str:
        return self.name


class BodySuccession(SourcedStatement):
    """A body takes the place of an earlier one."""

    subject = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="predecessors")
    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successors")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject=F("predecessor")), name="body_succeeds_another"
            )
        ]
        indexes = [about("body_succession_of")]

    def __str__(self) -> str:
        return f"{self.subject_id} after {self.predecessor_id}"


class TermsOfReference(Record):
    """One version of a body's terms of reference."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="terms")
    code = models.CharField(max_length=60, unique=True)

    class Meta:
        verbose_name_plural = "terms of reference"

    def __str__(self) -> str:
        return self.code


class TermsParticulars(SourcedStatement):
    """What terms of reference say: from when to when, chair, members, how often to meet.

    The legal basis is the citation. A day that is not stated counts as the last it can be.
    ``reported_in`` is the document that told the Assembly of the change (A/74/588 para 16).
    """

    subject = models.ForeignKey(
        TermsOfReference, on_delete=models.PROTECT, related_name="particulars"
    )
    state = models.CharField(max_length=8, choices=TermsState.choices)
    valid_from = models.DateField()
    valid_from_precision = models.CharField(max_length=8, choices=Precision.choices, default="day")
    valid_to = models.DateField(null=True, blank=True)
    valid_to_precision = models.CharField(max_length=8, choices=Precision.choices, default="day")
    chair = LineField(blank=True, default="")
    second_chair = LineField(blank=True, default="")
    members = ProseField(blank=True, default="")
    quorum = models.PositiveIntegerField(null=True, blank=True)
    cadence = models.CharField(max_length=14, choices=Cadence.choices)
    cadence_number = models.PositiveIntegerField(default=1)
    role = ProseField(blank=True, default="")
    reported_in = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "terms particulars"
        constraints = [
            declared("terms_state_declared", "state", TermsState.values),
            declared("terms_cadence_declared", "cadence", Cadence.values),
            declared("terms_from_declared", "valid_from_precision", Precision.values),
            declared("terms_to_declared", "valid_to_precision", Precision.values),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="terms_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(cadence_number__gte=1), name="terms_cadence_number_counts"
            ),
        ]
        indexes = [about("terms_particulars_of")]

    def __str__(self) -> str:
        return self.subject.code


class Seat(Record):
    """A place in a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class SeatHolding(SourcedStatement):
    """Which office holds a seat, as what, from when to when. Offices, never persons."""

    subject = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    office = LineField()
    entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=10, choices=SeatRole.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            declared("seat_role_declared", "role", SeatRole.values),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="seat_days_in_order",
            ),
        ]
        indexes = [about("seat_holding_of")]

    def __str__(self) -> str:
        return self.office


class MandatedOutput(Record):
    """Something a body has to produce or to receive."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="outputs")
    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class OutputParticulars(SourcedStatement):
    """What an output or input is, how often it is due, and from when to when."""

    subject = models.ForeignKey(
        MandatedOutput, on_delete=models.PROTECT, related_name="particulars"
    )
    name = LineField()
    way = models.CharField(max_length=6, choices=OutputWay.choices)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    due_from = models.DateField(null=True, blank=True)
    due_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "output particulars"
        constraints = [
            declared("output_way_declared", "way", OutputWay.values),
            declared("output_rhythm_declared", "rhythm", Rhythm.values),
            models.CheckConstraint(
                condition=Q(due_from__isnull=True)
                | Q(due_to__isnull=True)
                | Q(due_from__lte=F("due_to")),
                name="output_days_in_order",
            ),
        ]
        indexes = [about("output_particulars_of")]

    def __str__(self) -> str:
        return self.name


class OutputDelivery(SourcedStatement):
    """Whether an output or input of a period came."""

    subject = models.ForeignKey(MandatedOutput, on_delete=models.PROTECT, related_name="deliveries")
    period = models.DateField()
    period_precision = models.CharField(max_length=8, choices=Precision.choices)
    word = models.CharField(max_length=10, choices=DeliveryWord.choices)
    delivered_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "output deliveries"
        constraints = [
            declared("delivery_word_declared", "word", DeliveryWord.values),
            declared("delivery_period_declared", "period_precision", Precision.values),
        ]
        indexes = [about("output_delivery_of")]

    def __str__(self) -> str:
        return self.get_word_display()


class MeetingCount(SourcedStatement):
    """How often a body met in a period, where a source gives the number and no dates."""

    subject = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meeting_counts")
    period = models.DateField()
    period_precision = models.CharField(max_length=8, choices=Precision.choices)
    count = models.PositiveIntegerField()
    as_printed = LineField(blank=True, default="")

    class Meta:
        constraints = [
            declared("meeting_count_period_declared", "period_precision", Precision.values)
        ]
        indexes = [about("meeting_count_of")]

    def __str__(self) -> str:
        return f"{self.count} in {self.period.year}"
