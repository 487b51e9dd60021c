"""The course of events about one thing, and the documents with the places that speak of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ictportal.reports.annexes.counting import day_said
from ictportal.reports.content import Cell, Column, Line, Table
from ictportal.reports.register import Asked
from ictportal.reports.rows.listed import source
from secretariat.access import may
from secretariat.models import Citation, DocumentParticulars
from secretariat.roles import Permission


@dataclass(frozen=True)
class Event:
    """What happened or was said on a day, and the statement that says so."""

    day: date
    words: str
    said: Any = None

    @property
    def order(self) -> tuple[Any, ...]:
        """The earliest first; of one day by the words."""
        return (self.day, self.words)


def timeline(events: Iterable[Event]) -> Table:
    """The events in their order, each with its source."""
    return Table(
        key="timeline",
        title=_("What happened and what was said, in its order"),
        columns=(Column(_("Day")), Column(_("What"), "long"), Column(_("Source"))),
        lines=tuple(
            Line(
                (
                    Cell(day_said(event.day)),
                    Cell(event.words),
                    Cell(source(event.said)),
                )
            )
            for event in sorted(events, key=lambda event: event.order)
        ),
        empty=_("On this day nothing that happened is on record."),
    )


def documents(asked: Asked, said: Iterable[Any]) -> Table:
    """The documents that these statements cite, with every place: one statement for the titles."""
    places = cited(said)
    titles = _titles(asked, list(places))
    return Table(
        key="documents",
        title=_("Documents and the paragraphs that speak of it"),
        columns=(Column(_("Symbol")), Column(_("Title"), "long"), Column(_("Where"), "long")),
        lines=tuple(
            Line(
                (
                    Cell(symbol),
                    Cell(titles.get(symbol, "") or _("title not on record")),
                    Cell("; ".join(places[symbol]) or _("as a whole")),
                )
            )
            for symbol in sorted(places)
        ),
        empty=_("No document is cited."),
    )


def cited(said: Iterable[Any]) -> dict[str, list[str]]:
    """The places of each document that statements or citations name, sorted."""
    found: dict[str, set[str]] = {}
    for one in said:
        citation = one if isinstance(one, Citation) else getattr(one, "citation", None)
        if citation is not None:
            places = found.setdefault(citation.document.symbol, set())
            places |= {citation.locator} if citation.locator else set()
    return {symbol: sorted(places) for symbol, places in found.items()}


def _titles(asked: Asked, symbols: Sequence[str]) -> dict[str, str]:
    if not symbols or not may(asked.viewer, Permission.READ_REGISTER):
        return {}
    rows = DocumentParticulars.objects.filter(subject__symbol__in=symbols)
    standing = rows.standing(known=asked.moment.known).order_by("as_of", "ordinal")
    return dict(standing.values_list("subject__symbol", "title"))
