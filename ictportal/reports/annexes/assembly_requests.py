"""Requests of the Assembly and recommendations of its Advisory Committee, paragraph by paragraph."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance import figures as governing
from governance.chains import Step
from governance.figures.requests import population
from governance.lifecycle import MandateStatus
from governance.models import MandatePart, MandateState
from governance.queries.mandates import MandateRow, mandate_rows, ordered, related
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.annexes.voices import sources
from ictportal.reports.content import Cell, Column, Leads, Line, Section, Table
from ictportal.reports.dashboards.cells import counted
from ictportal.reports.dashboards.requests import HAPPENED, LIST, SHORT, TONES
from ictportal.reports.numbers import grouped, number
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ictportal.templatetags.sessions import session as session_name

PARAS = ("A/74/588, paras 4-30", "DRAFT-78-133, OP 1-14")


def build(asked: Asked) -> Sequence[Section]:
    """How they stand in numbers; then each paragraph with what is asked and what was said."""
    rows = read(asked)
    tones = {str(word): tone for word, tone in TONES.items()}
    return (
        Section(
            "stand",
            _("How they stand"),
            (
                number(asked, governing.OVERDUE, tones={"overdue": "bad"}),
                number(asked, governing.FULFILLED, tones=tones),
                by_status(rows),
            ),
            lead=_(
                "Overdue is only what a later document says was not done. A day that passed "
                "without a word is not called overdue."
            ),
        ),
        Section(
            "each",
            _("Paragraph by paragraph"),
            (asked_table(rows),),
            lead=_(
                "Due is a session and its part, as printed; the day is that of the portal's "
                "calendar of sessions. “No word”: the day has passed, and no document says what "
                "became of it."
            ),
        ),
        Section("parts", _("Requests in parts"), (parts(rows),)),
    )


def read(asked: Asked) -> list[MandateRow]:
    """The requests of the layer with parts and chains, in the order of their documents."""
    states = related(ordered(population(asked.viewer, asked.moment, asked.layer), "document"))
    return mandate_rows(states, asked.moment, demonstration=asked.demonstration)


# --- in numbers ----------------------------------------------------------------------------------
def by_status(rows: Sequence[MandateRow]) -> Table:
    """By the document that asks and by status; the totals under all."""
    held = Counter((row.state.document.symbol, row.state.status) for row in rows)
    symbols = sorted({symbol for symbol, _status in held})
    shown = [word for word in MandateStatus if any(held[one, word] for one in symbols)]
    return Table(
        key="status",
        title=_("By document and status"),
        columns=(
            Column(_("Act or report")),
            Column(_("All"), "number"),
            *(Column(capfirst(str(word.label)), "number") for word in shown),
        ),
        lines=(
            *(Line(_of_document(held, one, shown)) for one in symbols),
            *_totals(rows, shown),
        ),
        sources=PARAS,
        empty=_("On this day no request or recommendation is on record."),
    )


def _of_document(
    held: Mapping[tuple[str, str], int], symbol: str, shown: Sequence[MandateStatus]
) -> tuple[Cell, ...]:
    within = {"document": symbol}
    together = sum(n for (one, _status), n in held.items() if one == symbol)
    counts = [counted(LIST, {**within, "status": word.value}, held[symbol, word]) for word in shown]
    return (Cell(symbol), counted(LIST, within, together), *counts)


def _totals(rows: Sequence[MandateRow], shown: Sequence[MandateStatus]) -> Iterable[Line]:
    if not rows:
        return
    held = Counter(row.state.status for row in rows)
    counts = [counted(LIST, {"status": word.value}, held[word]) for word in shown]
    yield Line((Cell(_("All")), counted(LIST, {}, len(rows)), *counts), kind="total")


# --- paragraph by paragraph ----------------------------------------------------------------------
def asked_table(rows: Sequence[MandateRow], *, title: str = "", empty: str = "") -> Table:
    """Under each document its paragraphs: what is asked, when it is due, what was said, the chain."""
    documents = list(dict.fromkeys(row.state.document.symbol for row in rows))
    return Table(
        key="requests",
        title=title or _("What is asked, when it is due, and what was said of it"),
        columns=(
            Column(_("Paragraph")),
            Column(_("What is asked"), "long"),
            Column(_("Addressee")),
            Column(_("Due as printed")),
            Column(_("Due at"), "long"),
            Column(_("Status")),
            Column(_("Days past its day"), "number"),
            Column(_("What was said of it"), "long"),
            Column(_("Before and after"), "long"),
        ),
        lines=tuple(line for symbol in documents for line in _document(symbol, rows)),
        sources=sources(
            *(one for row in rows for one in (row.state.particulars, row.state.finding))
        ),
        empty=empty or _("On this day no request or recommendation is on record."),
    )


def _document(symbol: str, rows: Iterable[MandateRow]) -> Iterable[Line]:
    yield Line((Cell(symbol),), kind="group")
    for row in rows:
        if row.state.document.symbol == symbol:
            yield Line(_request(row))


def _request(row: MandateRow) -> tuple[Cell, ...]:
    state, said, late = row.state, row.state.particulars, row.days_past_due
    asked = [f"{capfirst(state.get_verb_display())}: {state.title}", said.deliverable]
    return (
        Cell(state.mandate.paragraph, leads=Leads("mandate-detail", (state.code,))),
        Cell("\n".join(text for text in asked if text)),
        Cell(said.addressee or _("none named")),
        Cell(said.due_text or "–"),
        Cell(_due(state)),
        short_status(state),
        Cell(grouped(late), number=late) if late else Cell("–"),
        Cell(finding_said(state)),
        Cell("\n".join(map(_step, row.chain)) or "–"),
    )


def _due(state: MandateState) -> str:
    """The session with its part, the day of the portal's calendar, and through what it comes."""
    told = []
    if state.due_session is not None:
        part = state.get_due_part_display() if state.due_part else ""
        told.append(", ".join(word for word in (session_name(state.due_session), part) if word))
    if state.due_on is not None:
        told.append(_("by %(day)s") % {"day": day_said(state.due_on)})
    if state.vehicle is not None:
        told.append(_("through %(carrier)s") % {"carrier": state.vehicle})
    return "\n".join(told) or _("not dated")


def short_status(state: MandateState) -> Cell:
    """How it stands, in a word or two."""
    status = MandateStatus(state.status)
    return Cell(capfirst(str(SHORT[status])), tone=TONES[status])


def finding_said(state: MandateState) -> str:
    """What a later document says became of it, with its place; the silence in words."""
    if state.finding is None:
        return _("no later document on record says what became of it")
    told = {
        "word": capfirst(state.finding.get_word_display()),
        "text": state.finding.text,
        "source": source(state.finding),
    }
    return _("%(word)s. %(text)s (%(source)s)") % told


def _step(step: Step) -> str:
    """An earlier or later request of the chain, by session, with how the later one speaks of it."""
    at = _(" (%(session)s)") % {"session": session_name(step.session)} if step.session else ""
    kind = HAPPENED.get(step.kind, step.link.get_kind_display())
    said = {"which": step.mandate, "at": at, "kind": kind}
    if step.later:
        return _("later: %(which)s%(at)s, %(kind)s") % said
    return _("earlier: %(which)s%(at)s, %(kind)s") % said


# --- parts ---------------------------------------------------------------------------------------
def parts(rows: Sequence[MandateRow]) -> Table:
    """What is to be delivered in parts, each with its own state."""
    found: list[tuple[MandateState, MandatePart]] = [
        (row.state, part) for row in rows for part in row.parts
    ]
    return Table(
        key="parts",
        title=_("Parts of what is asked, with the state of each"),
        columns=(
            Column(_("Asked in")),
            Column(_("Part")),
            Column(_("What is asked"), "long"),
            Column(_("State")),
            Column(_("What shows it"), "long"),
            Column(_("Source")),
        ),
        lines=tuple(Line(_part(state, part)) for state, part in found),
        empty=_("On this day no request on record is divided into parts."),
    )


def _part(state: MandateState, part: MandatePart) -> tuple[Cell, ...]:
    return (
        Cell(str(state.mandate), leads=Leads("mandate-detail", (state.code,))),
        Cell(part.letter),
        Cell(part.title),
        Cell(capfirst(part.get_state_display())),
        Cell(part.evidence or "–"),
        Cell(source(part)),
    )


declare(
    ReportKind(
        key="requests-and-recommendations",
        title=later("Requests and recommendations"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "What the General Assembly and its Advisory Committee asked, when it is due, how it "
            "stands, and what later documents say of it."
        ),
        shelf=Shelf.REPORT,
        build=build,
        sources=PARAS,
    )
)
