"""Requests of the Assembly and recommendations of its Advisory Committee: what is late, and whose."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from governance import figures as governing
from governance.chains import Chains, Mark, time_line
from governance.chains import Line as ChainLine
from governance.figures import requests as counted
from governance.filters.mandates import NO_PART
from governance.lifecycle import MandateStatus
from governance.models import MandateState
from governance.queries.mandates import ordered, related
from ictportal.reports.content import (
    Cell,
    Chart,
    Column,
    Leads,
    Line,
    Number,
    Opens,
    Section,
    Table,
)
from ictportal.reports.dashboards.tables import of_layer
from ictportal.reports.numbers import number, trend, year_ends
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.templatetags.sessions import session as session_name
from secretariat.models import SessionPartName

LIST = "mandate-list"
YEARS = 5
TONES = {
    MandateStatus.FULFILLED: "good",
    MandateStatus.PARTLY: "partial",
    MandateStatus.OVERDUE: "bad",
    MandateStatus.UNDOCUMENTED: "gone",
    MandateStatus.NOT_YET_DUE: "none",
    MandateStatus.NOT_DATED: "none",
    MandateStatus.NOTHING_DUE: "none",
}
#: The statuses in few words, for columns and cells.
SHORT: Mapping[str, Any] = {
    MandateStatus.FULFILLED: later("fulfilled"),
    MandateStatus.PARTLY: later("partly"),
    MandateStatus.OVERDUE: later("overdue"),
    MandateStatus.UNDOCUMENTED: later("no word"),
    MandateStatus.NOT_YET_DUE: later("ahead"),
    MandateStatus.NOT_DATED: later("no date"),
    MandateStatus.NOTHING_DUE: later("no request"),
}
#: What happened to a request at a session, in words.
HAPPENED: Mapping[str, Any] = {
    "asked": later("asked"),
    "due": later("due"),
    "recalls": later("recalled as not submitted"),
    "follows": later("followed up"),
    "endorses": later("endorsed"),
    "fulfilled": later("fulfilled"),
    "partly": later("partly fulfilled"),
    "not_fulfilled": later("documented as not fulfilled"),
}


@dataclass(frozen=True)
class Requests:
    """All requests of the layer on the day, by due day and code, and how they hang together."""

    states: Sequence[MandateState]
    chains: Sequence[ChainLine]

    def having(self, **sought: str) -> int:
        """How many have this document or status."""
        reads = {
            "document": lambda one: one.document.symbol,
            "status": lambda one: one.status,
        }
        wanted = sought.items()
        return sum(all(reads[name](one) == word for name, word in wanted) for one in self.states)


def read(asked: Asked) -> Requests:
    """The requests with their chains: a fixed number of statements."""
    rows = counted.population(asked.viewer, asked.moment, asked.layer)
    states = list(related(ordered(rows, "session")))
    chains = Chains(asked.moment, demonstration=asked.demonstration)
    return Requests(states, time_line(states, chains, asked.moment, str))


def build(asked: Asked) -> Sequence[Section]:
    """What is late, by whom it was asked and of whom; chains; all of them."""
    held = read(asked)
    late = number(asked, governing.OVERDUE)
    return (
        Section(
            "late",
            _("What is late"),
            (
                replace(late, tone="bad" if late.numerator else ""),
                number(
                    asked,
                    governing.FULFILLED,
                    tones={str(word): tone for word, tone in TONES.items()},
                ),
                _next(number(asked, governing.NEXT_DUE)),
            ),
            lead=said_of(held, late),
        ),
        Section(
            "course",
            _("Over the years"),
            (
                _course(asked, governing.OVERDUE, _("Overdue, of all that was due")),
                _course(asked, governing.FULFILLED, _("Fulfilled, of all that was due")),
            ),
            lead=_("Each day is computed back from the record; nothing is stored."),
        ),
        Section(
            "asked",
            _("Who asks, and whom"),
            (by_document(held), of_layer(asked, by_addressee(held))),
        ),
        Section(
            "chains",
            _("From session to session"),
            (of_layer(asked, chains_of(held)),),
            lead=_(
                "The sources print sessions, not days; the days by which something is due are "
                "those of the portal's calendar."
            ),
        ),
        Section("all", _("All requests and recommendations"), (of_layer(asked, everything(held)),)),
    )


def said_of(held: Requests, late: Number) -> str:
    """The first question in a sentence."""
    if not held.states:
        return _("On this day no request or recommendation is on record.")
    if not late.denominator:
        return _("Nothing on record was due by this day.")
    if not late.numerator:
        return _("Of nothing that was due by this day is non-fulfilment documented.")
    said = ngettext(
        "Of %(n)s request or recommendation a later document says that it was not done, or the "
        "report was not submitted through which it was to come.",
        "Of %(n)s requests and recommendations a later document says that they were not done, or "
        "the report was not submitted through which they were to come.",
        late.numerator,
    )
    return said % {"n": late.numerator}


def _next(told: Number) -> Number:
    """The number of what is due next, with the session in its heading."""
    query = told.opens.query if told.opens else {}
    if "session" not in query:
        return replace(told, title=_("Due next"), note=_("Nothing on record is still to fall due."))
    named = {"session": session_name(int(query["session"]))}
    if query["part"] == NO_PART:
        return replace(told, title=_("Due next: %(session)s") % named)
    named["part"] = str(SessionPartName(query["part"]).label)
    return replace(told, title=_("Due next: %(session)s, %(part)s") % named)


def _course(asked: Asked, figure: Any, title: str) -> Chart:
    return trend(asked, figure, year_ends(asked, YEARS), title=title)


# --- who asks, and whom --------------------------------------------------------------------------
def by_document(held: Requests) -> Chart:
    """By the document that asks and by status."""
    found = Counter((one.document.symbol, one.status) for one in held.states)
    documents = sorted({symbol for symbol, _status in found})
    statuses = [str(word) for word in MandateStatus]
    return Chart(
        key="documents",
        kind="heat",
        title=_("By document and status"),
        description=_("Rows: the documents that ask. Columns: how what they ask stands."),
        data={
            "rows": documents,
            "columns": [str(SHORT[word]) for word in statuses],
            "cells": [
                {
                    "row": documents.index(symbol),
                    "column": statuses.index(status),
                    "count": n,
                    "opens": asdict(Opens(LIST, {"document": symbol, "status": status}, n)),
                }
                for (symbol, status), n in sorted(found.items())
            ],
            "unit": _("Requests and recommendations"),
        },
        note=_(
            "“No word”: the day has passed by the portal's calendar, and no document says what "
            "became of it. It is not called overdue. “No request”: the paragraph notes or endorses."
        ),
    )


def by_addressee(held: Requests) -> Table:
    """By the addressee named, with those asked together with others."""
    names = sorted({one.particulars.addressee for one in held.states})
    return Table(
        key="addressees",
        title=_("By addressee"),
        columns=(
            Column(_("Addressee")),
            Column(_("All"), "number"),
            *(Column(str(SHORT[word]).capitalize(), "number") for word in MandateStatus),
        ),
        lines=tuple(Line(_addressee(held, name)) for name in names),
        lead=_("What is asked of several addressees counts in the line of each that it names."),
        sources=("A/74/588, paras 4-30", "DRAFT-78-133, OP 1-14"),
        empty=_("On this day no request or recommendation is on record."),
    )


def _addressee(held: Requests, name: str) -> tuple[Cell, ...]:
    """How many are asked of the addressee, as the list finds them: its words within theirs."""
    own = [
        one
        for one in held.states
        if (name.lower() in one.particulars.addressee.lower())
        and (bool(name) or not one.particulars.addressee)
    ]
    counts = Counter(one.status for one in own)
    query = {"addressee": name} if name else {"addressed": "no"}
    return (
        Cell(name or _("none named")),
        _count(query, len(own)),
        *(_count({**query, "status": str(word)}, counts[word]) for word in MandateStatus),
    )


def _count(query: Mapping[str, str], n: int) -> Cell:
    """A count that opens its rows; a dash where there are none."""
    if not n:
        return Cell("–", number=0)
    return Cell(f"{n:,}", number=n, opens=Opens(LIST, query, n))


# --- chains --------------------------------------------------------------------------------------
def chains_of(held: Requests) -> Table:
    """What was asked, when it was due, and what later documents made of it."""
    by_code = {one.code: one for one in held.states}
    carried = Counter(one.vehicle_id for one in held.states)
    return Table(
        key="chains",
        title=_("Requests that were due, taken up again, or answered"),
        columns=(
            Column(_("Asked in")),
            Column(_("What is asked")),
            Column(_("Session by session"), "long"),
            Column(_("To come through it"), "number"),
            Column(_("Status")),
        ),
        lines=tuple(
            Line(_chain(by_code[line.state.code], line, carried[line.state.mandate_id]))
            for line in held.chains
        ),
        sources=("A/74/588, paras 8-30", "DRAFT-78-133, OP 3-14"),
        empty=_("On this day no request is on record that was due, taken up again or answered."),
    )


def _chain(state: MandateState, line: ChainLine, carried: int) -> tuple[Cell, ...]:
    page = Leads("mandate-detail", (state.code,))
    return (
        Cell(place_of(state), leads=page),
        Cell(state.title, leads=page),
        Cell("\n".join(_steps(line.marks))),
        _count({"through": state.code}, carried),
        Cell(str(SHORT[state.status]), tone=TONES[MandateStatus(state.status)]),
    )


def _steps(marks: Iterable[Mark]) -> Iterable[str]:
    for mark in marks:
        said = {
            "session": session_name(mark.session),
            "word": HAPPENED[mark.kind],
            "place": f"{mark.document}, {mark.paragraph}",
        }
        yield (
            _("%(session)s: %(word)s") % said
            if mark.kind == "due"
            else _("%(session)s: %(word)s (%(place)s)") % said
        )


def place_of(state: MandateState) -> str:
    """Symbol and paragraph."""
    return f"{state.document.symbol}, {state.mandate.paragraph}"


def status_cell(state: MandateState) -> Cell:
    """How it stands, in words."""
    status = MandateStatus(state.status)
    return Cell(str(status.label), tone=TONES[status])


# --- all of them ---------------------------------------------------------------------------------
def everything(held: Requests) -> Table:
    """Every request, in the order of its due day."""
    return Table(
        key="requests",
        title=_("In the order of the day by which they are due"),
        columns=(
            Column(_("Asked in")),
            Column(_("What is asked")),
            Column(_("Addressee")),
            Column(_("Due")),
            Column(_("Comes through")),
            Column(_("Status")),
            Column(_("What says so")),
        ),
        lines=tuple(Line(_request(one)) for one in held.states),
        sources=("A/74/588", "DRAFT-78-133"),
        empty=_("On this day no request or recommendation is on record."),
    )


def _request(state: MandateState) -> tuple[Cell, ...]:
    page = Leads("mandate-detail", (state.code,))
    finding, carrier = state.finding, state.vehicle
    return (
        Cell(place_of(state), leads=page),
        Cell(state.title, leads=page),
        Cell(state.particulars.addressee or "–"),
        Cell(_due(state)),
        Cell(str(carrier), leads=Leads("mandate-detail", (carrier.code,)))
        if carrier
        else Cell("–"),
        status_cell(state),
        Cell(str((finding or state.particulars).citation or "")),
    )


def _due(state: MandateState) -> str:
    """The session and its part; the words of the source where it names none."""
    if state.due_session is None:
        return state.particulars.due_text or _("not dated")
    session = session_name(state.due_session)
    if not state.due_part:
        return session
    named = {"session": session, "part": state.get_due_part_display()}
    return _("%(session)s, %(part)s") % named


declare(
    ReportKind(
        key="requests",
        title=later("Requests and recommendations of the Assembly"),  # type: ignore[arg-type]
        about=later(
            "What the General Assembly and its Advisory Committee asked, and what is late."
        ),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        sources=("A/74/588, paras 4-30", "DRAFT-78-133, OP 3-14"),
    )
)
