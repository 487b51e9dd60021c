"""Tables of money and posts as printed, what stands out in them, and the organization chart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.days import anniversary, period_text
from projects import numbers
from projects.comparisons import Outcome, compared, matching
from projects.lifecycle import CellState, Fund
from projects.models import FundingEndStatement, ResourceAmount, TableParticulars
from projects.numbers import Grid, grid
from secretariat.models import Entity
from secretariat.pages import Page
from secretariat.queries import entity_names

#: Tables that a card of the overview is drawn from.
BY_FUND, TWO_MILLION, TREND, CHART, POSTS = "29C.14", "29C.69", "P59", "ANNEX-I", "29C.15"
#: The totals of each source of funds, each with the column of the estimate for 2021.
FUND_TOTALS = (
    ("regular-total", "estimate-2021-after"),
    ("other-assessed-total", "estimate-2021"),
    ("extrabudgetary-total", "estimate-2021"),
)
#: The unit at the top of the organization chart.
TOP = "OICT"


class ResourceTables(Page):
    """All tables by document, and what stands out in them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The overview."""
        tables = list(numbers.tables_at(self.moment, demonstration=self.demonstration))
        amounts = self._amounts(tables, {BY_FUND, TWO_MILLION, TREND})
        named = {table.subject.code: table for table in tables}
        outcomes = compared(self.moment, self.demonstration)
        total = _at(amounts[TWO_MILLION], "total", "amount")
        context = {
            "tables": _with_differences(tables, outcomes),
            "named": named,
            "shares": _shares(amounts[BY_FUND]),
            "shares_total": _at(amounts[BY_FUND], "total", "estimate-2021"),
            "two_million": _parts(amounts[TWO_MILLION]),
            "two_million_total": total,
            "two_million_value": numbers.plain(total.thousandths) if total else None,
            "trend": _trend(amounts[TREND]),
            "by_fund": named.get(BY_FUND),
            "explains": named.get(TWO_MILLION),
            "over_years": named.get(TREND),
            "ends": _ends(
                numbers.funding_ends(self.moment, demonstration=self.demonstration),
                self.moment.as_of,
            ),
            "moment": self.moment,
        }
        return render(request, "projects/resource_tables.html", context)

    def _amounts(
        self, tables: Iterable[TableParticulars], wanted: set[str]
    ) -> dict[str, list[ResourceAmount]]:
        held = sorted(wanted & {table.subject.code for table in tables})
        found: dict[str, list[ResourceAmount]] = {code: [] for code in wanted}
        for amount in numbers.amounts_at(held, self.moment):
            found[amount.subject.table.code].append(amount)
        return found


def _with_differences(
    tables: Iterable[TableParticulars], outcomes: Sequence[Outcome]
) -> list[tuple[TableParticulars, int, int]]:
    """Each table with how many comparisons touch it and how many of them differ."""
    counted = []
    for table in tables:
        touching = [one for one in outcomes if one.touches(table.subject.code)]
        differ = sum(one.outcome == "differs" for one in touching)
        counted.append((table, len(touching), differ))
    return counted


def _at(amounts: Iterable[ResourceAmount], row: str, column: str) -> ResourceAmount | None:
    wanted = (row, column)
    return next((a for a in amounts if (a.subject.row, a.subject.column) == wanted), None)


def _shares(amounts: Sequence[ResourceAmount]) -> list[dict[str, Any]]:
    """The parts of a bar: thousandths of a thousand dollars are dollars."""
    found = [_at(amounts, row, column) for row, column in FUND_TOTALS]
    return [
        {
            "key": amount.fund,
            "label": Fund(amount.fund).label.capitalize(),
            "count": amount.thousandths,
        }
        for amount in found
        if amount is not None and amount.thousandths
    ]


def _parts(amounts: Sequence[ResourceAmount]) -> list[dict[str, Any]]:
    """What a total is made of, in whole dollars."""
    return [
        {
            "key": amount.subject.row,
            "label": amount.row_label,
            "count": amount.thousandths // 1000,
        }
        for amount in amounts
        if amount.thousandths and amount.subject.row != "total"
    ]


def _trend(amounts: Sequence[ResourceAmount]) -> list[dict[str, Any]]:
    """Points of two lines, with and without Umoja, at the end of each biennium."""
    return [
        {
            "series": amount.column_label,
            "day": date(int(amount.year[-4:]), 12, 31),
            "period": amount.year,
            "value": numbers.plain(amount.thousandths),
            "printed": amount.as_printed,
        }
        for amount in amounts
        if amount.measure == "amount" and amount.thousandths and amount.year[-4:].isdigit()
    ]


@dataclass(frozen=True)
class Ending:
    """Money that ends, and how near the end is."""

    said: FundingEndStatement
    severity: str
    over: bool

    @property
    def when(self) -> str:
        """The end in the way it is written."""
        return period_text(self.said.ends_on, self.said.ends_precision)


def _ends(rows: Iterable[FundingEndStatement], as_of: date) -> list[Ending]:
    """Red within the last year, when somebody has to act; amber before and after."""
    found = []
    for said in rows:
        over = said.ends_on <= as_of
        near = not over and said.ends_on <= anniversary(as_of, 1)
        found.append(Ending(said, "red" if near else "amber", over))
    return found


class ResourceTableDetail(Page):
    """One table as printed, with what is computed beside it, and each cell with its source."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The table; ``?cell=row:column`` opens one cell."""
        table = self._table(code)
        outcomes = [
            one for one in compared(self.moment, table.subject.demonstration) if one.touches(code)
        ]
        amounts = list(numbers.amounts_at([code], self.moment))
        shown = grid(amounts, 0, outcomes)
        context = {
            "table": table,
            "grid": shown,
            "cell": self._cell(shown),
            "outcomes": outcomes,
            "matching": matching(outcomes),
            "funds": sorted({a.get_fund_display() for a in amounts if a.fund}),
            "moment": self.moment,
        }
        return render(request, "projects/resource_table.html", context)

    def _table(self, code: str) -> TableParticulars:
        for demonstration in (self.demonstration, not self.demonstration):
            rows = numbers.tables_at(self.moment, demonstration=demonstration)
            found: TableParticulars | None = rows.filter(subject__code=code).first()
            if found is not None:
                return found
        raise Http404

    def _cell(self, shown: Grid) -> Any:
        asked = self.request.GET.get("cell", "")
        if not asked:
            return None
        found = shown.cell(asked)
        if found is None:
            raise Http404
        return found


# --- the organization chart ----------------------------------------------------------------------
@dataclass
class Unit:
    """A unit of the chart: who it is, its posts as printed, and what reports to it."""

    entity: Entity
    name: str
    name_zh: str
    posts: Mapping[str, Decimal] = field(default_factory=dict)
    amounts: list[ResourceAmount] = field(default_factory=list)
    line: Any = None
    below: list["Unit"] = field(default_factory=list)

    @property
    def own(self) -> Decimal:
        """All posts printed for the unit itself."""
        return sum(self.posts.values(), Decimal(0))

    @property
    def count(self) -> int:
        """The unit's own posts as a count, for the choice of a word."""
        return int(self.own)

    @property
    def whole(self) -> Decimal:
        """The posts of the unit and of all below it."""
        return self.own + sum((unit.whole for unit in self.below), Decimal(0))

    @property
    def by_fund(self) -> list[tuple[str, Decimal]]:
        """The unit's own posts by source of funds, in words."""
        return [(str(Fund(fund).label), number) for fund, number in self.posts.items()]


class Organization(Page):
    """Who reports to whom below the office on the day, with the posts of each unit."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The chart, what of the printed chart has no place in it, and totals beside tables."""
        amounts = []
        if not self.demonstration:
            amounts = list(numbers.amounts_at([CHART, POSTS], self.moment))
        printed = [amount for amount in amounts if amount.subject.table.code == CHART]
        top, placed = self._tree(printed)
        rest = [amount for amount in printed if amount.subject.row not in placed]
        table = numbers.tables_at(self.moment).filter(subject__code=CHART).first()
        found = compared(self.moment, self.demonstration)
        outcomes = [one for one in found if one.touches(CHART)]
        context = {
            "top": top,
            "chart": table if printed else None,
            "rest": grid(rest, 0) if rest else None,
            "totals": _totals(printed, amounts),
            "funds": _funds(printed),
            "outcomes": outcomes,
            "matching": matching(outcomes),
            "moment": self.moment,
        }
        return render(request, "projects/organization.html", context)

    def _tree(self, printed: Sequence[ResourceAmount]) -> tuple[Unit | None, set[str]]:
        lines = numbers.lines_in_force(self.moment, demonstration=self.demonstration)
        names = entity_names(self.moment)
        entities = {entity.pk: entity for line in lines for entity in (line.subject, line.superior)}
        top = _top(lines)
        if top is None:
            return None, set()
        below: dict[Any, list[Any]] = {}
        for line in lines:
            below.setdefault(line.superior_id, []).append(line)
        placed: set[str] = set()
        rows = _by_row(printed)

        def unit(entity: Entity, line: Any, above: frozenset[Any]) -> Unit:
            name, name_zh = names.get(entity.pk, (entity.code, ""))
            row = _row_of(rows, name, name_zh)
            placed.add(row)
            amounts = rows.get(row, [])
            inner = above | {entity.pk}
            under = [
                unit(entities[one.subject_id], one, inner)
                for one in below.get(entity.pk, [])
                if one.subject_id not in inner
            ]
            return Unit(entity, name, name_zh, _by_fund(amounts), amounts, line, under)

        return unit(top, None, frozenset()), placed


def _top(lines: Sequence[Any]) -> Entity | None:
    """The office; in a layer without it the first unit that reports to nobody."""
    under = {line.subject_id for line in lines}
    named = [one for line in lines for one in (line.superior, line.subject) if one.code == TOP]
    heads = [line.superior for line in lines if line.superior_id not in under]
    return next(iter([*named, *heads]), None)


def _by_row(amounts: Iterable[ResourceAmount]) -> dict[str, list[ResourceAmount]]:
    rows: dict[str, list[ResourceAmount]] = {}
    for amount in amounts:
        rows.setdefault(amount.subject.row, []).append(amount)
    return rows


def _row_of(rows: Mapping[str, Sequence[ResourceAmount]], name: str, name_zh: str) -> str:
    """The printed row that bears the name of an entity, in either language; empty without one."""
    for row, amounts in rows.items():
        label = amounts[0].row_label
        same = label == name or label.endswith(f", {name}")
        if same or (name_zh and amounts[0].row_label_zh == name_zh):
            return row
    return ""


def _by_fund(amounts: Iterable[ResourceAmount]) -> dict[str, Decimal]:
    """Posts by source of funds; a post with a minus sign is one to be abolished, and no post."""
    found: dict[str, Decimal] = {}
    for amount in amounts:
        if amount.state == CellState.NUMBER and (amount.thousandths or 0) > 0:
            number = numbers.plain(amount.thousandths) or Decimal(0)
            found[amount.fund] = found.get(amount.fund, Decimal(0)) + number
    return found


def _funds(printed: Iterable[ResourceAmount]) -> list[str]:
    held = {amount.fund for amount in printed}
    return [fund for fund in Fund.values if fund in held]


@dataclass(frozen=True)
class Total:
    """The posts of one source of funds: the chart summed, and the total a table prints."""

    label: str
    chart: Decimal
    table: ResourceAmount | None
    printed: Decimal | None

    @property
    def differs(self) -> bool:
        """Whether both are on record and unlike."""
        return self.printed is not None and self.printed != self.chart


#: The row of the table of posts that holds the total of a fund of the chart.
TOTAL_ROWS = {
    Fund.REGULAR: "regular-total",
    Fund.SUPPORT_ACCOUNT: "other-assessed-total",
    Fund.EXTRABUDGETARY: "extrabudgetary-total",
}


def _totals(printed: Sequence[ResourceAmount], amounts: Sequence[ResourceAmount]) -> list[Total]:
    """Per fund the sum over the chart beside the total for 2021 of the table of posts."""
    sums = _by_fund(printed)
    found = []
    for fund in _funds(printed):
        row = TOTAL_ROWS.get(Fund(fund), "")
        held = [
            amount
            for amount in amounts
            if amount.subject.table.code == POSTS
            and amount.subject.row == row
            and amount.year == "2021"
            and amount.measure in {"posts", "estimate"}
        ]
        table = held[-1] if held else None
        number = numbers.plain(table.thousandths) if table else None
        label = str(Fund(fund).label).capitalize()
        found.append(Total(label, sums.get(fund, Decimal(0)), table, number))
    return found
