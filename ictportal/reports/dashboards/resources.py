"""Money and posts as the documents print them, over years and funds, with what does not add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from ictportal.reports.content import (
    Block,
    Chart,
    Number,
    Section,
    Table,
    Words,
)
from ictportal.reports.dashboards.tables import (
    Printed,
    as_printed,
    by_fund,
    differences,
    every_table,
)
from ictportal.reports.numbers import number
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ledger.figures import Status
from projects import figures as counted
from projects import numbers
from projects.comparisons import ANY_TABLE, compared
from projects.lifecycle import CellState, Fund
from projects.models import ResourceAmount
from projects.resource_figures import DIFFERING, POSTS
from secretariat.access import may
from secretariat.roles import Permission

#: The tables drawn by fund: the three biennia of annex III, the programme budget, its posts.
BIENNIA, BUDGET, STAFF = "III", "29C.14", "29C.15"
#: Columns of annex III that add up others.
SUMS = frozenset({"total", "total-with-umoja", "average", "average-with-umoja"})
#: Rows of the programme budget with the total of one source of funds.
FUND_TOTALS = ("regular-total", "other-assessed-total", "extrabudgetary-total")
#: How each source of funds is drawn, the same in every biennium.
TONES: Mapping[str, str] = {
    Fund.REGULAR: "plain-2",
    Fund.EXTRABUDGETARY: "plain-1",
    Fund.SUPPORT_ACCOUNT: "plain-3",
    Fund.PEACEKEEPING: "plain-4",
    Fund.SPECIAL_POLITICAL: "plain-5",
    Fund.UMOJA: "none",
}
#: What a year of the programme budget is, by measure: spent, approved or proposed.
MEASURES: Mapping[str, Any] = {
    "expenditure": later("%(year)s spent"),
    "appropriation": later("%(year)s approved"),
    "estimate": later("%(year)s estimate"),
}


@dataclass(frozen=True)
class Held:
    """The printed tables of the layer on the day, by code, with the comparisons about them."""

    tables: Mapping[str, Printed]

    def amounts(self, code: str) -> Sequence[ResourceAmount]:
        """The cells of a table; none where it is not on record."""
        return self.tables[code].amounts if code in self.tables else ()

    @property
    def others(self) -> list[Printed]:
        """The tables that are not drawn in a way of their own."""
        own = {BIENNIA, BUDGET, STAFF}
        return [table for code, table in self.tables.items() if code not in own]


def read(asked: Asked) -> Held:
    """The tables with their cells and comparisons: a fixed number of statements."""
    if not may(asked.viewer, Permission.READ_REGISTER):
        return Held({})
    found = list(numbers.tables_at(asked.moment, demonstration=asked.demonstration))
    outcomes = compared(asked.moment, asked.demonstration)
    cells: dict[str, list[ResourceAmount]] = {table.subject.code: [] for table in found}
    for amount in numbers.amounts_at(sorted(cells), asked.moment):
        cells[amount.subject.table.code].append(amount)
    return Held(
        {
            table.subject.code: Printed(
                table,
                cells[table.subject.code],
                [one for one in outcomes if one.touches(table.subject.code)],
            )
            for table in found
        }
    )


def build(asked: Asked) -> Sequence[Section]:
    """What it costs and who pays; budgets over years; tables as printed; what does not add up."""
    held = read(asked)
    found = [
        Section("cost", _("What it costs and who pays"), cards(asked), lead=said_of(held)),
        *_over_years(held),
        *_tables(held, asked.demonstration),
        Section(
            "print",
            _("Printed and computed"),
            (differences(held.tables.values()), every_table(held.tables.values())),
            lead=_(
                "The register adds up what the documents print. Where a sum differs both numbers "
                "stand, with what explains it; neither is corrected."
            ),
        ),
    ]
    return tuple(found)


def said_of(held: Held) -> str:
    """What is on record, in a sentence."""
    if not held.tables:
        return _("On this day no table of money or posts is on record.")
    told = ngettext(
        "%(n)s table of money or posts is on record, cell by cell as printed.",
        "%(n)s tables of money or posts are on record, cell by cell as printed.",
        len(held.tables),
    )
    return told % {"n": len(held.tables)}


def cards(asked: Asked) -> tuple[Block, ...]:
    """Estimates by fund, posts by component, comparisons that differ; a word where a table lacks."""
    money = number(
        asked,
        counted.RESOURCES_TOTAL,
        title=_("Estimates for 2021, United States dollars"),
        note=_("Before recosting. The printed total takes the regular budget after recosting."),
    )
    staff = number(asked, POSTS, title=_("Posts proposed for 2021"))
    differ = number(asked, DIFFERING, {"table": ANY_TABLE}, tones={"differs": "bad"})
    shown = [one for one in (money, staff, differ) if one.status != Status.NOT_APPLICABLE]
    return (*shown, *_lacking(money, asked.demonstration))


def _lacking(money: Number, demonstration: bool) -> tuple[Block, ...]:
    if money.status != Status.NOT_APPLICABLE:
        return ()
    said = (
        _("The demonstration has no programme budget by component and source of funds.")
        if demonstration
        else _("On this day no programme budget by component and source of funds is on record.")
    )
    return (Words((said,)),)


# --- over the years ------------------------------------------------------------------------------
def _over_years(held: Held) -> Iterable[Section]:
    charts = [*_budget_chart(held), *_biennia_charts(held)]
    if charts:
        yield Section(
            "years",
            _("Over the years"),
            tuple(charts),
            lead=_(
                "Two ranges of years from two documents, counted in different ways: they are not "
                "joined. Expenditure is printed for 2019 alone; the other years are budgets."
            ),
        )


def _budget_chart(held: Held) -> Iterable[Chart]:
    """The three sources of funds of the programme budget: spent, approved, proposed."""
    points = [
        {
            "series": fund_name(amount.fund),
            "day": date(int(amount.year), 12, 31).isoformat(),
            "period": str(MEASURES[amount.measure]) % {"year": amount.year},
            "value": str(numbers.plain(amount.thousandths)),
        }
        for amount in held.amounts(BUDGET)
        if amount.subject.row in FUND_TOTALS
        and amount.measure in MEASURES
        and amount.state == CellState.NUMBER
    ]
    if points:
        yield Chart(
            key="budget",
            kind="measures",
            title=_("2019-2021 by source of funds, thousands of United States dollars"),
            description=_("Thousands of United States dollars, by year and source of funds."),
            data={"points": points, "unit": _("thousands of United States dollars")},
            note=_(
                "2019 is expenditure; 2020 the appropriation of the regular budget and estimates "
                "of the other funds; 2021 the estimate before recosting. A/75/6 (Sect. 29C), "
                "table 29C.14."
            ),
        )


def _biennia_charts(held: Held) -> Iterable[Chart]:
    """What each biennium of annex III is made of."""
    rows: dict[str, list[ResourceAmount]] = {}
    for amount in held.amounts(BIENNIA):
        if amount.subject.column not in SUMS and amount.subject.row != "total":
            rows.setdefault(amount.subject.row, []).append(amount)
    for row, amounts in rows.items():
        yield Chart(
            key=f"biennium-{row}",
            kind="shares",
            title=_("%(years)s by source of funds, thousands of United States dollars")
            % {"years": row},
            description="",
            data={
                "parts": [
                    {
                        "key": amount.subject.column,
                        "label": fund_name(amount.fund),
                        "count": amount.thousandths,
                        "tone": TONES.get(amount.fund, ""),
                    }
                    for amount in amounts
                    if amount.state == CellState.NUMBER
                ],
                "unit": _("thousands of United States dollars"),
            },
            note=_biennium_note(amounts),
        )


def _biennium_note(amounts: Sequence[ResourceAmount]) -> str:
    """The caveats of annex III, and what stands under another fund."""
    elsewhere = [one for one in amounts if one.state == CellState.INCLUDED_ELSEWHERE]
    said = _("Umoja included. Read with notes a to d of the table below. A/69/517, annex III.")
    if not elsewhere:
        return said
    inside = _("%(fund)s: contained in the regular budget, in an amount that is not printed.")
    return " ".join([*(inside % {"fund": fund_name(one.fund)} for one in elsewhere), said])


def fund_name(fund: str) -> str:
    """A source of funds in words."""
    return capfirst(str(Fund(fund).label))


# --- the tables ----------------------------------------------------------------------------------
def _tables(held: Held, demonstration: bool) -> Iterable[Section]:
    """Those by fund in a way of their own; in the demonstration all it has, as printed."""
    shown: list[Table] = []
    if BUDGET in held.tables:
        shown.append(by_fund(held.tables[BUDGET], BUDGET_COLUMNS))
    if BIENNIA in held.tables:
        shown.append(as_printed(held.tables[BIENNIA]))
    if STAFF in held.tables:
        shown.append(by_fund(held.tables[STAFF], STAFF_COLUMNS))
    if demonstration:
        shown += [as_printed(table) for table in held.others]
    if shown:
        yield Section("tables", _("As printed"), tuple(shown), lead=_reading())


def _reading() -> str:
    """How the tables are read."""
    return _(
        "Numbers as the documents print them. In a line “computed” stands what the register makes "
        "of the same cells; a marked number differs from it, and its note says how."
    )


#: Columns of the programme budget: heading, and the year and measures of its cells.
BUDGET_COLUMNS = (
    (later("2019 expenditure"), "2019", ("expenditure",)),
    (later("2020 appropriation or estimate"), "2020", ("appropriation", "estimate")),
    (later("2021 estimate before recosting"), "2021", ("estimate",)),
    (later("Recosting"), "2021", ("amount",)),
    (later("2021 estimate after recosting"), "2021", ("estimate_recosted",)),
)
STAFF_COLUMNS = (
    (later("2020"), "2020", ("posts",)),
    (later("2021"), "2021", ("posts",)),
)

declare(
    ReportKind(
        key="resources",
        title=later("Resources"),  # type: ignore[arg-type]
        about=later("Budgets, expenditure and posts as printed, and what does not add up."),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        sources=("A/69/517, annex III", "A/75/6 (Sect. 29C), tables 29C.11-29C.21"),
    )
)
