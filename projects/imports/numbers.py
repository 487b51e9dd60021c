"""Sheets of indicators, tables of resources, and what is compared in them."""

from collections.abc import Iterable, Iterator, Sequence

from ledger import days
from ledger.importing import cells as read
from ledger.importing.kinds import Change
from ledger.importing.reading import Fault
from projects import expressions
from projects.imports.common import AS_OF, KEEP, NAME, NAME_ZH, merged
from projects.lifecycle import (
    CellState,
    ComparisonKind,
    Direction,
    Fund,
    IndicatorGroup,
    IndicatorKind,
    Qualifier,
    Unit,
    ValueRole,
    ValueState,
)
from projects.models import (
    Comparison,
    ComparisonRule,
    Indicator,
    IndicatorParticulars,
    IndicatorValue,
    PlanElement,
    ResourceAmount,
    ResourceCell,
    ResourceTable,
    TableParticulars,
)
from secretariat import cells
from secretariat.models import Population
from secretariat.sheets import Sheet


def _value_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """A number where the state says so, in the indicator's unit, of a period that has ended."""
    units = _units()
    for change in changes:
        row = merged(change)
        yield from _number_or_words(change, ValueState.NUMBER)
        unit = units.get(row["indicator"], "")
        if row["unit"] != unit:
            said = f"{row['indicator']} is measured in “{unit}”, not in “{row['unit']}”."
            yield Fault(change.line, "unit", "unit", said)
        if row["role"] == ValueRole.ACTUAL and days.parse_period(row["period"]).last > days.today():
            yield Fault(change.line, "period", "future", f"{row['period']} has not ended yet.")


def _units() -> dict[str, str]:
    rows = IndicatorParticulars.objects.current(days.FAR_FUTURE)
    return dict(rows.values_list("subject__code", "unit"))


def _number_or_words(change: Change, number: str) -> Iterable[Fault]:
    row = merged(change)
    if (row["state"] == number) != bool(row["value"]):
        said = (
            "The state says number, and no number is given."
            if row["state"] == number
            else f"The state says {row['state'].replace('_', ' ')}, so no number can stand here."
        )
        yield Fault(change.line, "value", "value", said)


def _amount_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    for change in changes:
        yield from _number_or_words(change, CellState.NUMBER)


def _comparison_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """Both sides of a computed comparison are expressions the portal understands."""
    for change in changes:
        row = merged(change)
        for side in ("printed", "computed"):
            if row["kind"] == ComparisonKind.COMPUTED:
                if said := expressions.fault(row[side]):
                    yield Fault(change.line, side, "expression", said)
            elif row[side]:
                yield Fault(change.line, side, "note", "A note has no expressions.")


def _parent_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    for change in changes:
        row = merged(change)
        if row["code"] == row["parent"]:
            yield Fault(change.line, "parent", "same", "An indicator is not part of itself.")
        if not row["unit"].strip():
            yield Fault(change.line, "unit", "required", "An indicator needs a unit.")


def sheets() -> Iterator[Sheet]:
    """Indicators and values; tables and amounts; comparisons."""
    yield Sheet(
        "indicators",
        "Indicators",
        Indicator,
        IndicatorParticulars,
        finds=(cells.code(),),
        cells=(
            cells.word(
                "group", "group of the performance framework", IndicatorGroup, required=True
            ),
            cells.word("kind", "what it counts", IndicatorKind, required=True),
            cells.named("element", "code of the plan element it belongs to", PlanElement),
            cells.named("parent", "code of the indicator it is part of", Indicator),
            cells.number("order", "place among its neighbours", default=0),
            NAME,
            NAME_ZH,
            cells.text("unit", "unit", required=True),
            cells.number("decimals", "digits after the point", default=0),
            cells.word("direction", "which way is better", Direction, default=Direction.NONE),
            cells.yes_no("proxy", "stands in for what cannot be measured"),
            cells.text("proxy_reason", "why a proxy"),
            cells.prose("definition", "what it counts and what not"),
            cells.named("population", "code of the population", Population),
            cells.decimal("threshold", "value under which it warns", attribute="threshold"),
            AS_OF,
        ),
        permission=KEEP,
        rule=_parent_rule,
    )
    yield Sheet(
        "indicator_values",
        "Values of indicators",
        Indicator,
        IndicatorValue,
        finds=(
            cells.text(
                "indicator",
                "code of the indicator",
                attribute="code",
                on_record=True,
                required=True,
            ),
        ),
        cells=(
            cells.word("role", "baseline, actual, planned or target", ValueRole, required=True),
            cells.period("period", "to what it refers", attribute="period_end", required=True),
            cells.word("state", "number, words, or why none", ValueState, required=True),
            cells.decimal("value", "the number"),
            cells.text("unit", "unit", required=True),
            cells.word("qualifier", "how exactly", Qualifier, default=Qualifier.EXACTLY),
            cells.prose("text", "in words"),
            cells.text("as_printed", "as the document prints it"),
            AS_OF,
        ),
        within=("role", "period", "document", "locator"),
        new_records=False,
        restates=True,
        permission=KEEP,
        rule=_value_rule,
    )
    yield from _tables()


def _tables() -> Iterator[Sheet]:
    yield Sheet(
        "resource_tables",
        "Tables of resources",
        ResourceTable,
        TableParticulars,
        finds=(cells.code(limit=40),),
        cells=(
            NAME,
            cells.word("unit", "unit", Unit, required=True),
            cells.text("unit_text", "unit as printed"),
            cells.number("decimals", "digits after the point", default=1),
            cells.text("printed_title_zh", "title as printed"),
            AS_OF,
        ),
        permission=KEEP,
    )
    place = [
        cells.text(
            name, f"code of the {name}", clean=cells.code_of(60), on_record=True, required=True
        )
        for name in ("row", "column")
    ]
    yield Sheet(
        "resource_amounts",
        "Amounts as printed",
        ResourceCell,
        ResourceAmount,
        finds=(
            cells.named("table", "code of the table", ResourceTable, on_record=True, required=True),
            *place,
        ),
        cells=(
            cells.number("row_order", "place of the row", default=0),
            cells.text("row_label", "the row as it is called", required=True),
            cells.text("row_label_zh", "Chinese name of the row"),
            cells.number("column_order", "place of the column", default=0),
            cells.text("column_label", "the column as it is called", required=True),
            cells.text("component", "component of the programme", clean=read.short(40)),
            cells.word("fund", "source of the money", Fund),
            cells.text("year", "year or biennium", clean=read.short(20)),
            cells.text("measure", "what it is", clean=read.short(30), required=True),
            cells.word("state", "number, or why none", CellState, required=True),
            cells.decimal("value", "the number"),
            cells.text("as_printed", "as the document prints it"),
            AS_OF,
        ),
        restates=True,
        permission=KEEP,
        rule=_amount_rule,
    )
    yield Sheet(
        "comparisons",
        "What is compared",
        Comparison,
        ComparisonRule,
        finds=(cells.code(),),
        makes=(
            cells.word("kind", "computed or noted", ComparisonKind, required=True, on_record=True),
        ),
        cells=(
            NAME,
            cells.prose("printed", "expression of what is printed"),
            cells.prose("computed", "expression of what is computed"),
            cells.number("decimals", "digits the printed value has", default=0),
            cells.prose("explanation", "what explains a difference"),
            AS_OF,
        ),
        permission=KEEP,
        rule=_comparison_rule,
    )
