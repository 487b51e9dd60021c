"""Recommendations counted in tables: cells that open their rows, and shares as they are printed."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audits import filters
from audits.filters import Rows
from audits.lifecycle import Finding
from audits.policies import viewable_by
from ictportal.reports.content import Cell, Opens
from ictportal.reports.numbers import grouped
from ictportal.reports.register import Asked
from ledger.figures import percent_printed, share_of

LIST = "recommendation-list"
#: The words of the Board of Auditors, in the order of its annexes.
ALWAYS = (
    Finding.IMPLEMENTED,
    Finding.UNDER_IMPLEMENTATION,
    Finding.NOT_IMPLEMENTED,
    Finding.OVERTAKEN_BY_EVENTS,
)
#: Words that get a column only where a recommendation stands at them.
SOMETIMES = (Finding.CLOSED_BY_BODY, Finding.NOT_ASSESSED)

Query = Mapping[str, str]


def counted(asked: Asked, query: Query) -> Rows:
    """The recommendations that meet a filter of the list, as the viewer sees them."""
    visible = viewable_by(asked.viewer, asked.moment, demonstration=asked.demonstration)
    return filters.apply(visible, query, asked.moment)


def number(count: int, query: Query | None = None, *, notes: tuple[int, ...] = ()) -> Cell:
    """A count that opens its rows; nothing opens where there are none or no filter is given."""
    opens = Opens(LIST, dict(sorted(query.items())), count) if query is not None and count else None
    return Cell(grouped(count), number=count, opens=opens, notes=notes)


def per_cent(count: int, whole: int) -> Cell:
    """A share in whole per cent, halves up, as annexes print it; a dash out of nothing."""
    share = share_of(count, whole)
    if share is None:
        return Cell("–")
    return Cell(str(percent_printed(share)), number=percent_printed(share))


def day_said(day: object) -> str:
    """A day in words; empty for none."""
    return date_format(day, "j F Y") if day else ""  # type: ignore[arg-type]


def heading(word: Finding) -> str:
    """A finding as the heading of a column."""
    return {
        Finding.IMPLEMENTED: _("Implemented"),
        Finding.UNDER_IMPLEMENTATION: _("Under implementation"),
        Finding.NOT_IMPLEMENTED: _("Not implemented"),
        Finding.OVERTAKEN_BY_EVENTS: _("Overtaken by events"),
        Finding.CLOSED_BY_BODY: _("Closed by the oversight body"),
        Finding.NOT_ASSESSED: _("Not assessed"),
    }[word]


def columns_for(found: Mapping[str, int]) -> tuple[Finding, ...]:
    """The findings that get a column: the four of the annex, and any other that occurs."""
    return (*ALWAYS, *(word for word in SOMETIMES if found.get(word)))
