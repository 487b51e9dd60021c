"""The annex of the Board of Auditors: the status of its recommendations, one line each.

Form: the annexes of the Board's reports, as follow-up practice knows them: number, audit year,
reference, recommendation, the Administration's response, the Board's assessment, and one column
for each status, marked with an X; below them the total and the percentages.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.lifecycle import Finding
from audits.models import AuditCycle, FollowUp, RecommendationState
from audits.sorting import sort_key
from ictportal.reports.annexes import voices
from ictportal.reports.annexes.counting import (
    Query,
    columns_for,
    counted,
    day_said,
    heading,
    number,
    per_cent,
)
from ictportal.reports.content import Cell, Column, Leads, Line, Section, Table, Words
from ictportal.reports.dashboards.recommendations import scope
from ictportal.reports.numbers import opens
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare
from secretariat.models import PrintedValue
from secretariat.reconciliation import Line as Held
from secretariat.reconciliation import Reader

#: Columns before those of the status.
LEADING = 6


@dataclass(frozen=True)
class Annexed:
    """A recommendation in the annex: its number there and the year that was audited."""

    state: RecommendationState
    number: str
    year: str


def build(asked: Asked) -> Sequence[Section]:
    """The annex of the report chosen, or of the last that followed recommendations up."""
    symbol = report_of(asked)
    if not symbol:
        said = Words((_("No report that followed recommendations up is on record at this day."),))
        return (Section("annex", _("Status of implementation"), (said,)),)
    query = {"followed_up_in": symbol}
    rows = annexed(asked, query, symbol)
    return (
        Section("annex", _("Status of implementation"), (table(asked, rows, query),)),
        Section("printed", _("Printed and computed"), (printed(asked, symbol),)),
    )


def report_of(asked: Asked) -> str:
    """The symbol of the report chosen; the last one without a choice; empty where there is none."""
    return asked.parameters.get("followed_up_in", "") or last_report(asked, scope(asked))


def last_report(asked: Asked, within: Query) -> str:
    """The symbol of the last report that followed these up; empty where there is none."""
    return next((symbol for symbol, _label in _reports(asked, within)), "")


def reports(asked: Asked) -> Sequence[tuple[str, str]]:
    """Reports that followed up what the viewer sees, the last one first."""
    return _reports(asked, scope(asked))


def _reports(asked: Asked, within: Query) -> Sequence[tuple[str, str]]:
    visible = counted(asked, within).values("recommendation")
    rows = FollowUp.objects.filter(as_of__lte=asked.moment.as_of, subject__in=visible)
    listed = rows.standing(known=asked.moment.known).values_list(
        "report__document__symbol", "as_of"
    )
    last: dict[str, object] = {}
    for symbol, day in listed.distinct().order_by("as_of"):
        last[symbol] = day
    order = sorted(last, key=lambda symbol: (last[symbol], symbol), reverse=True)
    return [(symbol, symbol) for symbol in order]


def annexed(asked: Asked, query: Query, symbol: str) -> list[Annexed]:
    """The recommendations of the annex, by their number in it."""
    states = voices.joined(counted(asked, query))
    numbers = _numbers(asked, symbol)
    years = _years(states)
    found = [
        Annexed(state, numbers.get(state.recommendation_id, ""), years.get(state.made_in_id, ""))
        for state in states
    ]
    return sorted(found, key=lambda row: (sort_key("", "", row.number), row.state.sort_key))


def _numbers(asked: Asked, symbol: str) -> dict[UUID, str]:
    rows = FollowUp.objects.filter(report__document__symbol=symbol, as_of__lte=asked.moment.as_of)
    said = rows.standing(known=asked.moment.known).order_by("as_of", "ordinal")
    return dict(said.values_list("subject", "item"))


def _years(states: Sequence[RecommendationState]) -> dict[UUID | None, str]:
    """The years audited, by the report that made a recommendation."""
    made_in = {state.made_in_id for state in states} - {None}
    found: dict[UUID | None, set[int]] = {}
    for cycle in AuditCycle.objects.filter(report__in=made_in):
        found.setdefault(cycle.report_id, set()).add(cycle.period_end.year)
    return {report: ", ".join(map(str, sorted(years))) for report, years in found.items()}


# --- the table -----------------------------------------------------------------------------------
def table(asked: Asked, rows: Sequence[Annexed], query: Query) -> Table:
    """The lines with their total and percentages."""
    found: Mapping[str, int] = Counter(row.state.finding for row in rows)
    words = columns_for(found)
    body = [_line(asked, row, words) for row in rows]
    return Table(
        key="annex",
        title=_("Status of implementation of recommendations followed up in %(symbol)s")
        % {"symbol": query["followed_up_in"]},
        columns=(
            Column(_("No.")),
            Column(_("Audit year")),
            Column(_("Reference")),
            Column(_("Recommendation"), "long"),
            Column(_("Administration's response"), "long"),
            Column(_("Assessment of the oversight body"), "long"),
            *(Column(heading(word), "mark") for word in words),
        ),
        lines=(*body, *_totals(found, words, query)) if rows else (),
        notes=() if all(row.year for row in rows) else (_year_unknown(),),
        sources=voices.sources_of([row.state for row in rows]),
        empty=_("The report followed no recommendation up that you may see."),
    )


def _year_unknown() -> str:
    return _("The register knows no audit whose report made this recommendation.")


def _line(asked: Asked, row: Annexed, words: Sequence[Finding]) -> Line:
    state = row.state
    year = Cell(row.year) if row.year else Cell("–", notes=(1,))
    page = Leads("recommendation-detail", (str(state.recommendation_id),))
    said = state.particulars
    return Line(
        (
            Cell(row.number or "–"),
            year,
            Cell(str(state.recommendation), leads=page),
            Cell(said.text or said.title),
            Cell(voices.response(asked.viewer, state, state.update)),
            Cell(voices.found(state)),
            *(Cell("X" if state.finding == word else "") for word in words),
        )
    )


def _totals(found: Mapping[str, int], words: Sequence[Finding], query: Query) -> Iterator[Line]:
    """The total and, below it, the percentages."""
    whole = sum(found.values())
    blank = (Cell(),) * (LEADING - 3)
    counts = (number(found.get(w, 0), {**query, "status": w.value}) for w in words)
    yield Line((Cell(_("Total")), Cell(), number(whole, query), *blank, *counts), kind="total")
    shares = (per_cent(found.get(word, 0), whole) for word in words)
    yield Line(
        (Cell(_("Percentage")), Cell(), per_cent(whole, whole), *blank, *shares), kind="total"
    )


# --- as printed and as computed ------------------------------------------------------------------
def printed(asked: Asked, symbol: str) -> Table:
    """What documents print of this follow-up beside what the register computes for that day."""
    lines = held_against(asked, symbol)
    return Table(
        key="printed",
        title=_("Totals of %(symbol)s as printed and as computed") % {"symbol": symbol},
        columns=(
            Column(_("Number")),
            Column(_("As at")),
            Column(_("As printed")),
            Column(_("Computed"), "number"),
            Column(_("Outcome")),
        ),
        lines=tuple(Line(_held(asked, one)) for one in lines),
        sources=voices.sources(*(one.printed for one in lines)),
        empty=_("No document on record prints a total of this follow-up."),
    )


def held_against(asked: Asked, symbol: str) -> list[Held]:
    """The printed totals of a follow-up, each held against its own day."""
    values = PrintedValue.objects.filter(
        as_of__lte=asked.moment.as_of,
        subject__demonstration=asked.demonstration,
        subject__parameters__followed_up_in=symbol,
    ).standing(known=asked.moment.known)
    joined = values.select_related("subject", "citation__document")
    reader = Reader(asked.viewer, asked.moment)
    return [
        reader.line(value, value.subject, value.as_of, demonstration=asked.demonstration)
        for value in joined.order_by("subject__code", "as_of", "pk")
    ]


def _held(asked: Asked, one: Held) -> tuple[Cell, ...]:
    day = "" if one.day == asked.moment.as_of else one.day.isoformat()
    rows = None
    if one.figure and one.computed and one.counts_rows:
        rows = opens(one.figure, one.rows, one.computed, day)
    said = "–" if one.computed is None else str(one.computed)
    return (
        Cell(one.name),
        Cell(day_said(one.day)),
        Cell(one.printed.as_printed),
        Cell(said, number=one.computed, opens=rows),
        Cell(capfirst(_(one.outcome_label))),
    )


def subject(asked: Asked) -> str:
    """The report whose annex it is."""
    return report_of(asked)


declare(
    ReportKind(
        key="board-annex",
        title=later("Status of implementation, annex of the Board of Auditors"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "Every recommendation that a report followed up, with both voices and a mark under its "
            "status; totals and percentages below."
        ),
        shelf=Shelf.REPORT,
        build=build,
        choices=(Choice("followed_up_in", later("Followed up in"), reports),),  # type: ignore[arg-type]
        sources=("A/74/588, para 4",),
        subject=subject,
    )
)
