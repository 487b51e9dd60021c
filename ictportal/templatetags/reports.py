"""Reports on a page: their blocks, and where the numbers lead."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from ictportal.reports.content import (
    Block,
    Cell,
    Chart,
    Column,
    Leads,
    Number,
    Opens,
    Section,
    Table,
)
from ictportal.reports.drawing import address_of, draw

register = template.Library()
#: As many columns as fit the width of a phone.
FITS = 3
#: As many as fit a printed page.
FITS_ON_PAPER = 7
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@register.simple_tag(takes_context=True)
def rows_at(context: Context, opens: Opens | None) -> str:
    """The address of the rows behind a number; empty where nothing opens."""
    return str(context["links"].rows(opens))


@register.simple_tag(takes_context=True)
def page_at(context: Context, leads: Leads | None) -> str:
    """The address of the page about one thing."""
    return str(context["links"].page(leads))


@register.simple_tag(takes_context=True)
def drawn(context: Context, chart: Chart) -> SafeString:
    """A chart of a report with its table."""
    return draw(chart, context["links"])


@register.simple_tag(takes_context=True)
def parts_of(context: Context, number: Number) -> list[dict[str, Any]]:
    """The parts of a number for its bar, each with the address of its rows."""
    return [
        {
            "key": part.key,
            "label": part.label,
            "count": part.count,
            "tone": part.tone,
            "url": address_of(part.opens, context["links"]),
        }
        for part in number.parts
    ]


@register.filter
def runs(section: Section) -> Iterator[tuple[str, list[Block]]]:
    """The blocks of a section, neighbours of one kind together: numbers stand side by side."""
    for kind, blocks in groupby(section.blocks, key=kind_of):
        yield kind, list(blocks)


def kind_of(block: Block) -> str:
    """What a block is, in a word."""
    return type(block).__name__.lower()


@register.filter
def adds_up(number: Number) -> bool:
    """Whether the parts of a number are disjoint parts of one whole, so that a bar can show them."""
    wholes = {part.whole for part in number.parts}
    return bool(number.parts) and len(wholes) == 1 and sum(p.count for p in number.parts) in wholes


@register.simple_tag
def table_number(tables: Sequence[Table], table: Table) -> int:
    """The number of a table in its report, from 1."""
    return next(no for no, one in enumerate(tables, start=1) if one is table)


@register.simple_tag
def column_at(table: Table, place: int) -> Column:
    """The column a cell stands in."""
    return table.columns[place] if place < len(table.columns) else Column("")


@register.filter
def folds(table: Table) -> bool:
    """Whether each line becomes a block of its own on a phone: too wide to be read as a table.

    Numbers under each other are compared, so what is nothing but numbers stays a table.
    """
    words = [column for column in table.columns if column.kind != "number"]
    return len(table.columns) > FITS and len(words) > 1


@register.filter
def is_wide(table: Table) -> bool:
    """Whether it has more columns than a printed page takes at its usual size."""
    return len(table.columns) > FITS_ON_PAPER


@register.filter
def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing, so that a folded line leaves it out."""
    return not (cell.text or cell.tone or cell.notes)


@register.filter
def as_day(text: str) -> date:
    """A day of a report as a date."""
    return date.fromisoformat(text)


@register.filter
def footnote(place: int) -> str:
    """The mark of a footnote: a, b, c, as tables of the United Nations have it."""
    return ALPHABET[(place - 1) % len(ALPHABET)] * (1 + (place - 1) // len(ALPHABET))
