"""Printed tables of money and posts as tables of a report, with what is computed beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ictportal.reports.content import Cell, Column, Leads, Line, Opens, Table
from ictportal.reports.register import Asked
from projects.comparisons import DIFFERS, Outcome, is_chinese
from projects.lifecycle import CellState, Fund
from projects.models import ResourceAmount, TableParticulars

#: A column of a table by fund: its heading, the year and the measures of its cells.
Heading = tuple[Any, str, Sequence[str]]


@dataclass(frozen=True)
class Printed:
    """A table on record: what it is called, its cells in print order, comparisons about it."""

    said: TableParticulars
    amounts: Sequence[ResourceAmount]
    outcomes: Sequence[Outcome]

    @property
    def code(self) -> str:
        """Its code, which is its number in the document."""
        return self.said.subject.code

    @property
    def source(self) -> str:
        """Symbol and place."""
        return str(self.said.citation or "")

    @property
    def rows(self) -> dict[str, list[ResourceAmount]]:
        """The cells of each row, in the order of print."""
        found: dict[str, list[ResourceAmount]] = {}
        for amount in self.amounts:
            found.setdefault(amount.subject.row, []).append(amount)
        return found

    def about(self, amount: ResourceAmount) -> list[Outcome]:
        """The computed comparisons that test this one cell."""
        place = (self.code, amount.subject.row, amount.subject.column)
        return [one for one in self.outcomes if one.cells == (place,) and one.computed_text]


@dataclass
class Footnotes:
    """The notes of a table, each once, in the order in which they are met."""

    texts: list[str] = field(default_factory=list)

    def mark(self, text: str) -> int:
        """The number of the note, from 1."""
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


def is_sum(row: str) -> bool:
    """Whether a row adds up others, by its code."""
    return "total" in row.split("-") or row.endswith("programme-of-work")


def of_layer(asked: Asked, table: Table) -> Table:
    """The table; in the demonstration, which rests on no document of the record, without sources."""
    return replace(table, sources=()) if asked.demonstration else table


# --- cells ---------------------------------------------------------------------------------------
def cell(table: Printed, amount: ResourceAmount | None, notes: Footnotes) -> Cell:
    """A cell as printed, with its notes; marked where a computed number differs."""
    if amount is None:
        return Cell()
    differing = [one for one in table.about(amount) if one.outcome == DIFFERS]
    said = [amount.note] if amount.note else []
    said += [_differs(one) for one in differing if not _tells_of(amount.note, one.code)]
    return Cell(
        printed(amount),
        number=_whole(amount),
        notes=tuple(notes.mark(text) for text in said),
        tone="bad" if differing else "",
    )


def printed(amount: ResourceAmount) -> str:
    """The digits as printed; words of another language give way to what they say."""
    if amount.state == CellState.NUMBER and not is_chinese(amount.as_printed):
        return str(amount.as_printed)
    if amount.state == CellState.NIL:
        return "–"
    if amount.state == CellState.NUMBER:
        return f"{(amount.thousandths or 0) / 1000:,}"
    return str(amount.get_state_display())


def _whole(amount: ResourceAmount) -> int | None:
    """The number, where it is a whole one."""
    value = amount.thousandths
    return value // 1000 if value is not None and value % 1000 == 0 else None


def _tells_of(note: str, code: str) -> bool:
    """Whether a note of the cell already names the comparison, or all of its family."""
    return code in note or f"comparison {code.split('-', maxsplit=1)[0]})" in note


def _differs(one: Outcome) -> str:
    said = {
        "code": one.code,
        "computed": one.computed_text,
        "printed": one.printed_text,
        "why": one.explanation,
    }
    told = _("Printed %(printed)s, computed %(computed)s (comparison %(code)s). %(why)s") % said
    return told.strip()


def computed(
    table: Printed, row: str, amounts: Sequence[ResourceAmount | None]
) -> tuple[Line, ...]:
    """A line with what is computed for the cells of a row that adds up; none where nothing is."""
    found = [table.about(amount) if amount else [] for amount in amounts]
    if not any(found) or not (is_sum(row) or _any_differs(found)):
        return ()
    cells = [Cell(_best(outcomes)) for outcomes in found]
    return (Line((Cell(_("computed")), *cells)),)


def _any_differs(found: Iterable[Sequence[Outcome]]) -> bool:
    return any(one.outcome == DIFFERS for outcomes in found for one in outcomes)


def _best(outcomes: Sequence[Outcome]) -> str:
    """What the sum comes to: the one that differs, where one does, so that it is seen."""
    ranked = sorted(outcomes, key=lambda one: (one.outcome != DIFFERS, one.code))
    return spaced(ranked[0].computed_text) if ranked else ""


def spaced(text: str) -> str:
    """A number with its thousands set apart by a space, as the printed ones beside it."""
    return f"{Decimal(text):,}".replace(",", " ")


# --- whole tables --------------------------------------------------------------------------------
def as_printed(table: Printed) -> Table:
    """Every row and column, and under a row that adds up what is computed."""
    places = {one.subject.column: (one.column_order, one.column_label) for one in table.amounts}
    columns = sorted(places, key=lambda code: (places[code][0], code))
    notes, lines = Footnotes(), list[Line]()
    for row, amounts in table.rows.items():
        held = {one.subject.column: one for one in amounts}
        placed = [held.get(code) for code in columns]
        shown = (cell(table, one, notes) for one in placed)
        kind = "total" if is_sum(row) else "row"
        lines.append(Line((Cell(amounts[0].row_label), *shown), kind=kind))
        lines.extend(computed(table, row, placed))
    headings = (Column(places[code][1], "number") for code in columns)
    return _table(table, (Column(_("Line")), *headings), lines, notes)


def by_fund(table: Printed, headings: Sequence[Heading]) -> Table:
    """The lines of each source of funds under its name, with some columns of the print."""
    notes, lines, fund = Footnotes(), list[Line](), ""
    for row, amounts in table.rows.items():
        if amounts[0].fund != fund:
            fund = amounts[0].fund
            lines.append(Line((Cell(capfirst(str(Fund(fund).label))),), kind="group"))
        placed = [_chosen(amounts, year, measures) for _heading, year, measures in headings]
        shown = (cell(table, one, notes) for one in placed)
        kind = "total" if is_sum(row) else "row"
        label = capfirst(amounts[0].row_label.removeprefix(f"{capfirst(str(Fund(fund).label))}: "))
        lines.append(Line((Cell(label), *shown), kind=kind))
        lines.extend(computed(table, row, placed))
    columns = (Column(str(heading), "number") for heading, _year, _measures in headings)
    return _table(table, (Column(_("Component")), *columns), lines, notes)


def _chosen(
    amounts: Sequence[ResourceAmount], year: str, measures: Sequence[str]
) -> ResourceAmount | None:
    found = [one for one in amounts if one.year == year and one.measure in measures]
    return found[0] if found else None


def _table(
    table: Printed, columns: Sequence[Column], lines: Sequence[Line], notes: Footnotes
) -> Table:
    said = table.said
    told = _("In %(unit)s. %(note)s") % {
        "unit": said.unit_text or said.get_unit_display(),
        "note": said.note,
    }
    return Table(
        key=f"table-{table.code}",
        title=said.name,
        columns=tuple(columns),
        lines=tuple(lines),
        notes=tuple(notes.texts),
        sources=(table.source,),
        lead=told.strip(),
    )


# --- what does not add up ------------------------------------------------------------------------
def differences(tables: Iterable[Printed]) -> Table:
    """Every comparison about a table that comes out differently, once."""
    found = {one.key: one for table in tables for one in table.outcomes if one.outcome == DIFFERS}
    return Table(
        key="differences",
        title=_("Printed numbers that differ from computed ones"),
        columns=(
            Column(_("No.")),
            Column(_("What is compared")),
            Column(_("Printed"), "number"),
            Column(_("Computed"), "number"),
            Column(_("Difference"), "number"),
            Column(_("What explains it"), "long"),
            Column(_("Source")),
        ),
        lines=tuple(Line(_difference(found[key])) for key in sorted(found)),
        empty=_("On this day no printed number of a table differs from what is computed."),
    )


def _difference(one: Outcome) -> tuple[Cell, ...]:
    return (
        Cell(one.key),
        Cell(f"{one.name} ({one.star_label})" if one.star_label else one.name),
        Cell(spaced(one.printed_text) if not one.is_year else one.printed_text),
        Cell(spaced(one.computed_text) if not one.is_year else one.computed_text),
        Cell(one.difference_text),
        Cell(one.explanation),
        Cell(str(one.citation or "")),
    )


def every_table(tables: Iterable[Printed]) -> Table:
    """All tables on record, with how many comparisons touch each and how many differ."""
    return Table(
        key="tables",
        title=_("Tables on record"),
        columns=(
            Column(_("Table")),
            Column(_("What it shows")),
            Column(_("Printed in")),
            Column(_("Cells"), "number"),
            Column(_("Compared"), "number"),
            Column(_("Differs"), "number"),
            Column(_("Source")),
        ),
        lines=tuple(Line(_on_record(table)) for table in tables),
        empty=_("On this day no table of money or posts is on record."),
    )


def _on_record(table: Printed) -> tuple[Cell, ...]:
    page = Leads("resource-table", (table.code,))
    return (
        Cell(table.code, leads=page),
        Cell(table.said.name, leads=page),
        Cell(table.said.get_unit_display()),
        Cell(f"{len(table.amounts):,}", number=len(table.amounts)),
        _compared(table),
        _compared(table, DIFFERS),
        Cell(table.source),
    )


def _compared(table: Printed, outcome: str = "") -> Cell:
    """How many comparisons touch the table, of one outcome or all; a dash for none."""
    n = sum(not outcome or one.outcome == outcome for one in table.outcomes)
    if not n:
        return Cell("–", number=0)
    query = {"table": table.code, **({"outcome": outcome} if outcome else {})}
    tone = "bad" if outcome == DIFFERS else ""
    return Cell(f"{n:,}", number=n, opens=Opens("discrepancies", query, n), tone=tone)
