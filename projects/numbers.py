"""Read answers about indicators, tables of resources and reporting lines: page, API and export."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledger import days
from ledger.moments import Moment
from projects import queries
from projects.comparisons import Outcome, is_chinese
from projects.lifecycle import ValueRole, ValueState
from projects.models import (
    FundingEndStatement,
    IndicatorParticulars,
    IndicatorState,
    IndicatorValue,
    ResourceAmount,
    TableParticulars,
)
from secretariat.models import ReportingLine


def plain(thousandths: int | None, decimals: int = 0) -> Decimal | None:
    """A number with the digits it is kept with, or as many as it needs."""
    if thousandths is None:
        return None
    number = Decimal(thousandths) / 1000
    for digits in range(decimals, 3):
        shown = round(number, digits)
        if shown == number:
            return shown
    return round(number, 3)


# --- indicators ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Said:
    """A value of an indicator as it is shown."""

    value: IndicatorValue
    decimals: int = 0

    @property
    def number(self) -> Decimal | None:
        """The number, if there is one."""
        return plain(self.value.thousandths, self.decimals)

    @property
    def period(self) -> str:
        """The period in the way it is written."""
        return days.period_text(self.value.period_end, self.value.period_precision)

    @property
    def is_chinese(self) -> bool:
        """Whether the words as printed are Chinese."""
        return is_chinese(self.value.as_printed)

    @property
    def point(self) -> dict[str, Any]:
        """The value as a chart takes it."""
        return {
            "role": self.value.role,
            "day": self.value.period_end,
            "period": self.period,
            "value": self.number,
        }


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as lists show it, with every value that stood at the moment."""

    state: IndicatorState
    said: Sequence[Said]

    def _named(self, pk: Any) -> Said | None:
        return next((one for one in self.said if one.value.pk == pk), None)

    @property
    def baseline(self) -> Said | None:
        """The last baseline."""
        return self._named(self.state.baseline_id)

    @property
    def actual(self) -> Said | None:
        """The last actual value."""
        return self._named(self.state.actual_id)

    @property
    def aim(self) -> Said | None:
        """What the actual is held against: planned or target of its period, else the last one."""
        aims = [one for one in self.said if one.value.role in {"planned", "target"}]
        same = [
            one
            for one in aims
            if one.value.period_end == self.state.actual_end
            and one.value.thousandths == self.state.aim_number
        ]
        if same and self.state.aim_number is not None:
            return same[-1]
        return self._named(self.state.target_id) or self._named(self.state.planned_id)

    @property
    def actuals(self) -> list[Said]:
        """The actual numbers, one per period, the one said last: what a line is drawn from."""
        found = {
            one.value.period_end: one
            for one in self.said
            if one.value.role == ValueRole.ACTUAL and one.value.state == ValueState.NUMBER
        }
        return [found[end] for end in sorted(found)]

    @property
    def has_trend(self) -> bool:
        """Whether there are actual numbers of two periods at least."""
        return len(self.actuals) > 1

    @property
    def numbers(self) -> list[Said]:
        """Every number of every role, one per role and period, the one said last."""
        found = {
            (one.value.period_end, one.value.role): one
            for one in self.said
            if one.value.state == ValueState.NUMBER
        }
        return list(found.values())

    @property
    def points(self) -> list[dict[str, Any]]:
        """What the chart is drawn from."""
        return [one.point for one in self.numbers]

    @property
    def trend(self) -> list[dict[str, Any]]:
        """What the small line of a list is drawn from."""
        return [one.point for one in self.actuals]

    @property
    def threshold(self) -> Decimal | None:
        """The value under which the indicator warns."""
        return plain(self.state.threshold)


def indicator_rows(states: Iterable[IndicatorState], moment: Moment) -> list[IndicatorRow]:
    """Indicators with their values: one statement for any number of rows."""
    return [
        IndicatorRow(state, [Said(value, state.particulars.decimals) for value in values])
        for state, values in queries.with_values(list(states), moment)
    ]


@dataclass(frozen=True)
class Added:
    """The number of an indicator for a period beside the sum of its parts."""

    whole: Said
    parts: Decimal

    @property
    def agrees(self) -> bool:
        """Whether the parts add up to it."""
        return self.whole.number == self.parts


def added_up(row: IndicatorRow, children: Sequence[IndicatorRow]) -> list[Added]:
    """For each number of an indicator of which every part has one too: the sum of the parts."""
    held = [
        {(one.value.role, one.value.period_end): one.number for one in child.numbers}
        for child in children
        if child.state.unit == row.state.unit
    ]
    found = []
    for whole in row.numbers if held else ():
        parts = [numbers.get((whole.value.role, whole.value.period_end)) for numbers in held]
        known = [part for part in parts if part is not None]
        if len(known) == len(children):
            found.append(Added(whole, sum(known, Decimal(0))))
    return found


def related_indicators(rows: Any) -> Any:
    """The rows joined with all a list shows of each."""
    return rows.select_related(
        "particulars__citation__document", "particulars__population", "element", "parent"
    )


def elements_measured(moment: Moment, *, demonstration: bool = False) -> set[Any]:
    """The parts of plans that have an indicator on the day."""
    rows = IndicatorParticulars.objects.current(moment.as_of, known=moment.known)
    held = rows.filter(subject__demonstration=demonstration, element__isnull=False)
    return set(held.values_list("element", flat=True))


# --- tables of resources -------------------------------------------------------------------------
@dataclass
class GridCell:
    """A cell as its table shows it: what is printed, and what is computed for it."""

    amount: ResourceAmount
    number: Decimal | None
    note: int = 0
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What tells the cell from the others of its table."""
        return f"{self.amount.subject.row}:{self.amount.subject.column}"

    @property
    def printed(self) -> str:
        """The digits as printed; empty where print has words."""
        printed = self.amount.as_printed
        return "" if is_chinese(printed) else printed

    @property
    def printed_words(self) -> str:
        """The words as printed, which are Chinese."""
        return "" if self.printed else self.amount.as_printed

    @property
    def differing(self) -> list[Outcome]:
        """The comparisons that do not come out."""
        return [one for one in self.outcomes if one.outcome == "differs"]

    @property
    def agrees(self) -> bool:
        """Whether something is computed for the cell and all of it comes out."""
        return bool(self.outcomes) and all(one.outcome == "matches" for one in self.outcomes)


@dataclass
class GridRow:
    """A row of a table, with a place for every column."""

    code: str
    label: str
    label_zh: str
    cells: list[GridCell | None]

    @property
    def is_total(self) -> bool:
        """Whether the row sums others, by its code."""
        return self.code == "total" or "total" in self.code.split("-")


@dataclass
class Grid:
    """A table as printed: columns, rows, footnotes."""

    columns: list[tuple[str, str]]
    rows: list[GridRow]
    notes: list[str]

    def cell(self, name: str) -> GridCell | None:
        """The cell with this name."""
        cells = (cell for row in self.rows for cell in row.cells if cell)
        return next((cell for cell in cells if cell.name == name), None)


def tables_at(moment: Moment, *, demonstration: bool = False) -> Any:
    """The tables on record, by document and code."""
    rows = TableParticulars.objects.current(moment.as_of, known=moment.known)
    rows = rows.filter(subject__demonstration=demonstration)
    return rows.select_related("subject", "citation__document").order_by(
        "citation__document__symbol", "subject__code"
    )


def amounts_at(codes: Iterable[str], moment: Moment) -> Any:
    """The cells of these tables, by row and column."""
    rows = ResourceAmount.objects.current(moment.as_of, known=moment.known)
    rows = rows.filter(subject__table__code__in=list(codes))
    return rows.select_related("subject__table", "citation__document").order_by(
        "subject__table__code", "row_order", "subject__row", "column_order", "subject__column"
    )


def grid(
    amounts: Sequence[ResourceAmount], decimals: int, outcomes: Iterable[Outcome] = ()
) -> Grid:
    """The cells as a table, with what is computed for each."""
    places = {
        amount.subject.column: (amount.column_order, amount.column_label) for amount in amounts
    }
    columns = sorted(places, key=lambda code: (places[code][0], code))
    notes = list(dict.fromkeys(amount.note for amount in amounts if amount.note))
    covering = _covering(outcomes)
    rows: dict[str, GridRow] = {}
    for amount in amounts:
        where = amount.subject
        row = rows.setdefault(
            where.row,
            GridRow(where.row, amount.row_label, amount.row_label_zh, [None] * len(columns)),
        )
        row.cells[columns.index(where.column)] = GridCell(
            amount,
            plain(amount.thousandths, decimals),
            notes.index(amount.note) + 1 if amount.note else 0,
            covering.get((where.table.code, where.row, where.column), []),
        )
    return Grid([(code, places[code][1]) for code in columns], list(rows.values()), notes)


def _covering(outcomes: Iterable[Outcome]) -> Mapping[tuple[str, str, str], list[Outcome]]:
    """Comparisons by the one cell whose print they test."""
    found: dict[tuple[str, str, str], list[Outcome]] = {}
    for outcome in outcomes:
        if len(outcome.cells) == 1:
            found.setdefault(outcome.cells[0], []).append(outcome)
    return found


def funding_ends(moment: Moment, *, demonstration: bool = False) -> list[FundingEndStatement]:
    """Money and posts that end, the first to end first."""
    rows = FundingEndStatement.objects.current(moment.as_of, known=moment.known)
    rows = rows.filter(subject__demonstration=demonstration)
    return list(rows.select_related("project", "citation__document").order_by("ends_on"))


# --- reporting lines -----------------------------------------------------------------------------
def lines_in_force(moment: Moment, *, demonstration: bool = False) -> list[ReportingLine]:
    """Who reports to whom on the day: of each line the last that was said."""
    rows = ReportingLine.objects.filter(
        as_of__lte=moment.as_of, subject__demonstration=demonstration
    ).standing(known=moment.known)
    found: dict[tuple[Any, ...], ReportingLine] = {}
    for line in rows.select_related("subject", "superior", "citation__document").order_by(
        "as_of", "ordinal"
    ):
        found[(line.subject_id, line.superior_id)] = line
    held = [line for line in found.values() if not _has_ended(line, moment)]
    return sorted(held, key=lambda line: (line.as_of, line.ordinal, line.subject.code))


def _has_ended(line: ReportingLine, moment: Moment) -> bool:
    """A line still holds on its last day, so that no day is without one."""
    return line.ended_on is not None and line.ended_on < moment.as_of
