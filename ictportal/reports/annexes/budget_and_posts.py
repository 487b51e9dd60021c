"""Every table of money and posts as printed, with what is computed beside it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ictportal.reports.content import Section, Table, Words
from ictportal.reports.dashboards import resources as dashboard
from ictportal.reports.dashboards.resources import BUDGET, BUDGET_COLUMNS, STAFF, STAFF_COLUMNS
from ictportal.reports.dashboards.tables import (
    Heading,
    Printed,
    as_printed,
    by_fund,
    differences,
    every_table,
)
from ictportal.reports.register import Asked, ReportKind, Shelf, declare

#: Tables whose lines stand under their source of funds, with the columns that are shown.
BY_FUND: dict[str, Sequence[Heading]] = {BUDGET: BUDGET_COLUMNS, STAFF: STAFF_COLUMNS}


def build(asked: Asked) -> Sequence[Section]:
    """Figures; the tables document by document; what does not add up."""
    held = dashboard.read(asked)
    tables = list(held.tables.values())
    return (
        Section("glance", _("In figures"), dashboard.cards(asked), dashboard.said_of(held)),
        *_sections(tables),
        Section(
            "print",
            _("Printed and computed"),
            (differences(tables), every_table(tables)),
            lead=_("Nothing is silently corrected: both numbers stand, with what explains them."),
        ),
    )


def _sections(tables: Sequence[Printed]) -> Iterable[Section]:
    """A section for each document, in the order in which its first table comes."""
    documents = list(dict.fromkeys(map(_symbol, tables)))
    for place, symbol in enumerate(documents, start=1):
        own = [table for table in tables if _symbol(table) == symbol]
        yield Section(
            f"document-{place}",
            symbol or _("Without a document"),
            tuple(_table(table) for table in own),
            lead=_reading(),
        )
    if not tables:
        yield Section("none", _("Tables"), (Words((_nothing(),)),))


def _symbol(table: Printed) -> str:
    citation = table.said.citation
    return str(citation.document.symbol) if citation else ""


def _table(table: Printed) -> Table:
    columns = BY_FUND.get(table.code)
    return by_fund(table, columns) if columns else as_printed(table)


def _reading() -> str:
    return _(
        "Numbers as the document prints them. In a line “computed” stands what the register makes "
        "of the same cells; a marked number differs from it, and its footnote says how."
    )


def _nothing() -> str:
    return _("On this day no table of money or posts is on record.")


declare(
    ReportKind(
        key="budget-and-posts",
        title=later("Budget and posts as printed"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "The tables of the strategy and of the programme budget, cell by cell, with what does "
            "not add up as footnotes."
        ),
        shelf=Shelf.REPORT,
        build=build,
        sources=("A/69/517, annex III", "A/75/6 (Sect. 29C), tables 29C.11-29C.21"),
    )
)
