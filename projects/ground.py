"""What expressions refer to, read for a moment with one statement per kind of reference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from ledger import days
from ledger.moments import Moment
from projects import expressions
from projects.lifecycle import CellState
from projects.models import (
    BaselineParticulars,
    ComparisonRule,
    ElementParticulars,
    IndicatorValue,
    PlanParticulars,
    ResourceAmount,
)
from secretariat.models import LegislativeAct

#: Cells that print no number and count as nothing.
COUNTS_AS_ZERO = frozenset({CellState.NIL, CellState.INCLUDED_ELSEWHERE})


class Held(NamedTuple):
    """A number on record, with the words it is printed in."""

    number: Fraction | None
    as_printed: str


@dataclass
class Ground:
    """Everything an expression can name on a day."""

    cells: dict[tuple[str, str, str], Held] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    values: dict[tuple[str, str, str], Held] = field(default_factory=dict)
    quarters: dict[str, tuple[str, str]] = field(default_factory=dict)
    plans: dict[str, tuple[date, date]] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=dict)
    elements: dict[tuple[str, str], int] = field(default_factory=dict)

    def lookup(self, kind: str, parts: tuple[str, ...]) -> Fraction | None:
        """The number a reference names; ``None`` when it is not on record."""
        if kind in {"cell", "value"}:
            held = (self.cells if kind == "cell" else self.values).get(_three(parts))
            return held.number if held else None
        if kind == "rows":
            table = self.rows.get(parts[0])
            named = [row for row in table or () if row.startswith(parts[1])]
            return None if table is None else Fraction(len(named))
        if kind == "elements":
            return _counted(self.elements.get((parts[0], parts[1])))
        return _counted(self._span(kind, parts[0]))

    def _span(self, kind: str, code: str) -> int | None:
        if kind == "year_of_act":
            return self.acts.get(code)
        if code in self.quarters:
            first, last = (days.parse_quarter(quarter).last for quarter in self.quarters[code])
            if kind == "quarters":
                return days.quarter_number_of(last) - days.quarter_number_of(first) + 1
        elif code in self.plans and kind == "years":
            first, last = self.plans[code]
        else:
            return None
        return last.year - first.year + 1

    def places(self, cell: tuple[str, str, str]) -> list[str]:
        """The rows, or columns, in whose place a star stands and where a cell is on record."""
        table, row, column = cell
        if row == "*":
            return [one for one in self.rows.get(table, ()) if (table, one, column) in self.cells]
        return [one for one in self.columns.get(table, ()) if (table, row, one) in self.cells]

    def label(self, starred: Sequence[tuple[str, str, str]], star: str) -> str:
        """What the row or column of a star is called."""
        if not star or not starred:
            return ""
        table, row, _column = starred[0]
        labels = self.rows if row == "*" else self.columns
        return labels.get(table, {}).get(star, star)

    def as_printed(self, references: Sequence[tuple[str, tuple[str, ...]]], star: str) -> str:
        """The words in which the one number a side names is printed."""
        [(kind, parts)] = references
        if kind not in {"cell", "value"}:
            return ""
        held = (self.cells if kind == "cell" else self.values).get(
            _three(tuple(star if part == "*" else part for part in parts))
        )
        return held.as_printed if held else ""


def _three(parts: tuple[str, ...]) -> tuple[str, str, str]:
    return (parts[0], parts[1], parts[2])


def _counted(number: int | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def read_ground(rules: Iterable[ComparisonRule], moment: Moment, demonstration: bool) -> Ground:
    """Read what these rules name, and of each kind only when one of them does."""
    named: dict[str, set[str]] = {}
    for rule in rules:
        for kind, parts in expressions.references(f"{rule.printed} {rule.computed}"):
            named.setdefault(kind, set()).add(parts[0])
    ground = Ground()
    if tables := named.get("cell", set()) | named.get("rows", set()):
        _read_cells(ground, tables, moment, demonstration)
    if indicators := named.get("value"):
        _read_values(ground, indicators, moment, demonstration)
    _read_spans(ground, named, moment, demonstration)
    return ground


def _current(model: Any, moment: Moment, demonstration: bool) -> Any:
    rows = model.objects.current(moment.as_of, known=moment.known)
    return rows.filter(subject__demonstration=demonstration)


def _read_cells(ground: Ground, tables: set[str], moment: Moment, demonstration: bool) -> None:
    rows = _current(ResourceAmount, moment, demonstration).filter(
        subject__table__code__in=sorted(tables)
    )
    for table, row, column, *said in rows.order_by("row_order", "column_order").values_list(
        "subject__table__code",
        "subject__row",
        "subject__column",
        "state",
        "thousandths",
        "as_printed",
        "row_label",
        "column_label",
    ):
        state, thousandths, printed, row_label, column_label = said
        ground.cells[(table, row, column)] = Held(_number(state, thousandths), printed)
        ground.rows.setdefault(table, {}).setdefault(row, row_label)
        ground.columns.setdefault(table, {}).setdefault(column, column_label)


def _number(state: str, thousandths: int | None) -> Fraction | None:
    if state in COUNTS_AS_ZERO:
        return Fraction(0)
    return None if thousandths is None else Fraction(thousandths, 1000)


def _read_values(ground: Ground, codes: set[str], moment: Moment, demonstration: bool) -> None:
    """Of several values of one period the one said last."""
    rows = IndicatorValue.objects.filter(
        as_of__lte=moment.as_of,
        subject__code__in=sorted(codes),
        subject__demonstration=demonstration,
        thousandths__isnull=False,
    ).standing(known=moment.known)
    for code, role, end, precision, thousandths, printed in rows.order_by(
        "as_of", "ordinal"
    ).values_list(
        "subject__code", "role", "period_end", "period_precision", "thousandths", "as_printed"
    ):
        period = days.period_text(end, precision)
        ground.values[(code, role, period)] = Held(Fraction(thousandths or 0, 1000), printed)


def _read_spans(
    ground: Ground, named: Mapping[str, set[str]], moment: Moment, demonstration: bool
) -> None:
    if named.get("quarters") or named.get("years"):
        baselines = _current(BaselineParticulars, moment, demonstration)
        for code, first, last in baselines.values_list(
            "subject__code", "first_quarter", "last_quarter"
        ):
            ground.quarters[code] = (first, last)
    if named.get("years"):
        plans = _current(PlanParticulars, moment, demonstration)
        dated = plans.filter(starts_on__isnull=False, ends_on__isnull=False)
        for code, starts, ends in dated.values_list("subject__code", "starts_on", "ends_on"):
            ground.plans[code] = (starts, ends)
    if named.get("year_of_act"):
        ground.acts = _years_of_acts(named["year_of_act"], moment)
    if named.get("elements"):
        ground.elements = _element_counts(moment, demonstration)


def _years_of_acts(symbols: set[str], moment: Moment) -> dict[str, int]:
    rows = LegislativeAct.objects.filter(
        document__symbol__in=sorted(symbols), adopted_on__lte=moment.as_of
    )
    dated = rows.order_by("-adopted_on").values_list("document__symbol", "adopted_on")
    return {symbol: adopted.year for symbol, adopted in dated if adopted}


def _element_counts(moment: Moment, demonstration: bool) -> dict[tuple[str, str], int]:
    """How many elements are on record, by plan and kind."""
    found: dict[tuple[str, str], int] = {}
    rows = _current(ElementParticulars, moment, demonstration)
    for plan, kind in rows.values_list("subject__plan__code", "subject__kind"):
        found[(plan, kind)] = found.get((plan, kind), 0) + 1
    return found
