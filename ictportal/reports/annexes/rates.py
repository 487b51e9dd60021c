"""The implementation rate under every definition, body beside body.

A rate says little without what it is a share of. Each definition stands in a line of its own;
the formula that a body uses itself is marked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.lifecycle import Acceptance, Finding
from ictportal.reports.annexes import voices
from ictportal.reports.annexes.board_annex import last_report
from ictportal.reports.annexes.counting import Query, counted, number
from ictportal.reports.content import Cell, Column, Line, Opens, Section, Table
from ictportal.reports.dashboards.recommendations import LIST, bodies
from ictportal.reports.numbers import grouped
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare
from ledger.figures import percent_printed, share_of

#: What says what is implemented, accepted and due.
VOICES = ("particulars", "assessment", "update")
DONE = Finding.IMPLEMENTED.value
STANDING = ",".join(sorted(word.value for word in Finding if word != Finding.OVERTAKEN_BY_EVENTS))


@dataclass(frozen=True)
class Definition:
    """A way to count a rate: its name, and the filter of its population on a day.

    ``within`` answers ``None`` where the population does not exist (no report followed anything up).
    """

    key: str
    name: Any
    within: Callable[[Asked, Query], Query | None]


def _followed_up(asked: Asked, body: Query) -> Query | None:
    symbol = last_report(asked, body)
    return {**body, "followed_up_in": symbol} if symbol else None


def _prior_year(asked: Asked, body: Query) -> Query:
    return {**body, "year": str(asked.moment.as_of.year - 1)}


DEFINITIONS = (
    Definition("all", later("Implemented ÷ all"), lambda asked, body: body),
    Definition(
        "followed_up", later("Implemented ÷ those the last report followed up"), _followed_up
    ),
    Definition(
        "accepted",
        later("Implemented ÷ accepted"),
        lambda asked, body: {**body, "acceptance": Acceptance.ACCEPTED.value},
    ),
    Definition(
        "due",
        later("Implemented ÷ due (target quarter over)"),
        lambda asked, body: {**body, "target": "due"},
    ),
    Definition(
        "without_overtaken",
        later("Implemented ÷ all but those overtaken by events"),
        lambda asked, body: {**body, "status": STANDING},
    ),
    Definition("prior_year", later("Implemented ÷ issued in the year before"), _prior_year),
)
#: The definition a body uses itself, and where that is seen.
OWN: Mapping[str, tuple[str, str]] = {"BOA": ("followed_up", "A/74/588, para 4")}


@dataclass(frozen=True)
class Rate:
    """One rate of one body: its population and how many of it are implemented."""

    within: Query
    done: int
    whole: int


def rate(asked: Asked, definition: Definition, body: str) -> Rate | None:
    """The rate of a body under a definition; ``None`` where there is no such population."""
    within = definition.within(asked, {"body": body})
    if within is None:
        return None
    rows = counted(asked, within)
    return Rate(within, rows.filter(finding=Finding.IMPLEMENTED).count(), rows.count())


def build(asked: Asked) -> Sequence[Section]:
    """The rates, and below them what each is a share of."""
    shown = _shown(asked)
    sources = voices.cited(counted(asked, {}).filter(body__code__in=dict(shown)), *VOICES)
    found = {(d.key, code): rate(asked, d, code) for d in DEFINITIONS for code, _name in shown}
    headings = (Column(_("Definition")), *(Column(name) for _code, name in shown))
    return (
        Section("rates", _("The rates"), (_rates(shown, found, headings, sources),)),
        Section(
            "populations",
            _("What they are shares of"),
            (_populations(shown, found, headings, sources),),
        ),
    )


def _shown(asked: Asked) -> list[tuple[str, str]]:
    """The body chosen, or every body of whose recommendations the viewer sees any."""
    chosen = asked.parameters.get("body", "")
    counting = {chosen} if chosen else set(counted(asked, {}).values_list("body__code", flat=True))
    return [(code, name) for code, name in bodies(asked) if code in counting]


Found = Mapping[tuple[str, str], Rate | None]
Headings = tuple[Column, ...]
Sources = tuple[str, ...]


def _rates(
    shown: Sequence[tuple[str, str]], found: Found, headings: Headings, sources: Sources
) -> Table:
    codes = [code for code, _name in shown]
    marked = [code for code in codes if code in OWN]
    return Table(
        key="rates",
        title=_("Implementation rate, by definition and oversight body"),
        columns=headings,
        lines=tuple(
            Line((Cell(str(one.name)), *(_rated(one, code, found, marked) for code in codes)))
            for one in DEFINITIONS
            if codes
        ),
        notes=tuple(
            _("The formula of the body itself: %(source)s.") % {"source": OWN[code][1]}
            for code in marked
        ),
        sources=sources,
        lead=_(
            "Implemented means found so by the oversight body. Not accepted and overtaken by events "
            "never count as implemented; nothing out of nothing is not applicable. Where no formula "
            "is marked, that of the body is not in the available sources."
        ),
        empty=_("No recommendation is on record at this day."),
    )


def _rated(one: Definition, code: str, found: Found, marked: Sequence[str]) -> Cell:
    own = code in marked and OWN[code][0] == one.key
    notes = (marked.index(code) + 1,) if own else ()
    told = found[one.key, code]
    share = share_of(told.done, told.whole) if told else None
    if told is None or share is None:
        return Cell(_("not applicable"), notes=notes)
    said = _("%(n)s of %(whole)s (%(share)s per cent)") % {
        "n": grouped(told.done),
        "whole": grouped(told.whole),
        "share": percent_printed(share),
    }
    return Cell(said, opens=_implemented(told), notes=notes)


def _implemented(told: Rate) -> Opens | None:
    query = {**told.within, "status": DONE}
    return Opens(LIST, dict(sorted(query.items())), told.done) if told.done else None


def _populations(
    shown: Sequence[tuple[str, str]], found: Found, headings: Headings, sources: Sources
) -> Table:
    return Table(
        key="populations",
        title=_("Recommendations counted, by definition and oversight body"),
        columns=(headings[0], *(Column(one.heading, "number") for one in headings[1:])),
        lines=tuple(
            Line((Cell(_of_what(one)), *(_population(found[one.key, code]) for code, _n in shown)))
            for one in DEFINITIONS
            if shown
        ),
        sources=sources,
        empty=_("No recommendation is on record at this day."),
    )


def _of_what(one: Definition) -> str:
    return capfirst(str(one.name).partition("÷")[2].strip())


def _population(told: Rate | None) -> Cell:
    return Cell("–") if told is None else number(told.whole, told.within)


def subject(asked: Asked) -> str:
    """The oversight body, if one is chosen."""
    return dict(bodies(asked)).get(asked.parameters.get("body", ""), "")


declare(
    ReportKind(
        key="rates",
        title=later("Implementation rate under every definition"),  # type: ignore[arg-type]
        about=later("One question, six answers: what the rate is a share of decides what it says."),  # type: ignore[arg-type]
        shelf=Shelf.REPORT,
        build=build,
        choices=(Choice("body", later("Oversight body"), bodies),),  # type: ignore[arg-type]
        sources=("A/74/588, para 4",),
        subject=subject,
    )
)
