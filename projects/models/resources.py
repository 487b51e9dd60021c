"""Tables of money and posts, cell by cell as printed, and what the portal compares in them."""

from django.db import models
from django.db.models import Q

from ledger.models import Record
from ledger.texts import LineField, ProseField
from projects.lifecycle import CellState, ComparisonKind, Fund, Unit
from projects.models.plan import about, declared
from secretariat.models import SourcedStatement


class ResourceTable(Record):
    """A table as a document prints it."""

    code = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.code


class TableParticulars(SourcedStatement):
    """What a table is called and in what it is printed."""

    subject = models.ForeignKey(ResourceTable, on_delete=models.PROTECT, related_name="particulars")
    name = LineField()
    unit = models.CharField(max_length=12, choices=Unit.choices)
    unit_text = LineField(blank=True, default="")
    decimals = models.PositiveSmallIntegerField(default=1)
    printed_title_zh = LineField(blank=True, default="")

    class Meta:
        verbose_name_plural = "table particulars"
        constraints = [declared("table_unit_declared", "unit", Unit.values)]
        indexes = [about("table_particulars_of")]

    def __str__(self) -> str:
        return self.name


class ResourceCell(Record):
    """A place in a table: a row and a column."""

    table = models.ForeignKey(ResourceTable, on_delete=models.PROTECT, related_name="cells")
    row = models.CharField(max_length=60)
    column = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row", "column"], name="cell_once")]

    def __str__(self) -> str:
        return f"{self.row}, {self.column}"


class ResourceAmount(SourcedStatement):
    """What stands in a cell. ``thousandths`` is the number times one thousand, in the unit."""

    subject = models.ForeignKey(ResourceCell, on_delete=models.PROTECT, related_name="amounts")
    row_order = models.PositiveIntegerField(default=0)
    row_label = LineField()
    row_label_zh = LineField(blank=True, default="")
    column_order = models.PositiveIntegerField(default=0)
    column_label = LineField()
    component = models.CharField(max_length=40, blank=True, default="")
    fund = models.CharField(max_length=17, choices=Fund.choices, blank=True, default="")
    year = models.CharField(max_length=20, blank=True, default="")
    measure = models.CharField(max_length=30)
    state = models.CharField(max_length=18, choices=CellState.choices)
    thousandths = models.BigIntegerField(null=True, blank=True)
    as_printed = LineField(blank=True, default="")

    class Meta:
        constraints = [
            declared("amount_fund_declared", "fund", Fund.values),
            declared("amount_state_declared", "state", CellState.values),
            models.CheckConstraint(
                condition=Q(state=CellState.NUMBER, thousandths__isnull=False)
                | (~Q(state=CellState.NUMBER) & Q(thousandths__isnull=True)),
                name="amount_has_its_number",
            ),
        ]
        indexes = [about("resource_amount_of")]

    def __str__(self) -> str:
        return self.as_printed


class Comparison(Record):
    """Something printed that the portal holds against what it computes, or only notes."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=8, choices=ComparisonKind.choices)

    class Meta:
        constraints = [declared("comparison_kind_declared", "kind", ComparisonKind.values)]

    def __str__(self) -> str:
        return self.code


class ComparisonRule(SourcedStatement):
    """The two sides of a comparison, as expressions, and what explains a difference."""

    subject = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="rules")
    name = LineField()
    printed = ProseField(blank=True, default="")
    computed = ProseField(blank=True, default="")
    decimals = models.PositiveSmallIntegerField(default=0)
    explanation = ProseField(blank=True, default="")

    class Meta:
        indexes = [about("comparison_rule_of")]

    def __str__(self) -> str:
        return self.name
