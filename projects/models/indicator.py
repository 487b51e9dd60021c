"""Indicators and their values, each as printed and as a number."""

from django.db import models
from django.db.models import Q

from ledger.days import Precision
from ledger.models import Record
from ledger.texts import LineField, ProseField
from projects.lifecycle import (
    Direction,
    IndicatorGroup,
    IndicatorKind,
    Qualifier,
    ValueRole,
    ValueState,
)
from projects.models.plan import PlanElement, about, declared
from secretariat.models import Population, SourcedStatement


class Indicator(Record):
    """Something that is measured."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class IndicatorParticulars(SourcedStatement):
    """What an indicator measures, in which unit, and which way is better.

    ``threshold`` is in thousandths of the unit.
    """

    subject = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="particulars")
    group = models.CharField(max_length=9, choices=IndicatorGroup.choices)
    kind = models.CharField(max_length=14, choices=IndicatorKind.choices)
    element = models.ForeignKey(
        PlanElement, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    parent = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.PositiveIntegerField(default=0)
    name = LineField()
    name_zh = LineField(blank=True, default="")
    unit = LineField()
    decimals = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.NONE)
    proxy = models.BooleanField(default=False)
    proxy_reason = LineField(blank=True, default="")
    definition = ProseField(blank=True, default="")
    population = models.ForeignKey(
        Population, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    threshold = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "indicator particulars"
        constraints = [
            declared("indicator_group_declared", "group", IndicatorGroup.values),
            declared("indicator_kind_declared", "kind", IndicatorKind.values),
            declared("indicator_direction_declared", "direction", Direction.values),
        ]
        indexes = [about("indicator_particulars_of")]

    def __str__(self) -> str:
        return self.name


class IndicatorValue(SourcedStatement):
    """A value of an indicator: baseline, actual, planned or target of a period.

    ``thousandths`` is the number times one thousand, so that no database rounds it.
    """

    subject = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values_said")
    role = models.CharField(max_length=8, choices=ValueRole.choices)
    period_end = models.DateField()
    period_precision = models.CharField(max_length=8, choices=Precision.choices)
    state = models.CharField(max_length=14, choices=ValueState.choices)
    thousandths = models.BigIntegerField(null=True, blank=True)
    unit = LineField()
    qualifier = models.CharField(max_length=9, choices=Qualifier.choices, default=Qualifier.EXACTLY)
    text = ProseField(blank=True, default="")
    as_printed = LineField(blank=True, default="")

    class Meta:
        constraints = [
            declared("value_role_declared", "role", ValueRole.values),
            declared("value_period_declared", "period_precision", Precision.values),
            declared("value_state_declared", "state", ValueState.values),
            declared("value_qualifier_declared", "qualifier", Qualifier.values),
            models.CheckConstraint(
                condition=Q(state=ValueState.NUMBER, thousandths__isnull=False)
                | (~Q(state=ValueState.NUMBER) & Q(thousandths__isnull=True)),
                name="value_has_its_number",
            ),
        ]
        indexes = [
            about("indicator_value_of"),
            models.Index(
                fields=["subject", "role", "-period_end", "-as_of"], name="indicator_value_role"
            ),
        ]

    def __str__(self) -> str:
        return self.as_printed or self.text[:40]
