"""The overview of the projects: how each stands, what changed since the last report, who is silent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from ictportal.reports.annexes.counting import day_said
from ictportal.reports.content import Cell, Column, Leads, Line, Number, Opens, Section, Table
from ictportal.reports.dashboards.portfolio import RATING_TONES, Portfolio, projects, read, said_of
from ictportal.reports.numbers import number
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ictportal.reports.span import first_day
from ledger import days
from ledger.moments import Moment
from projects import figures as counted
from projects.lifecycle import Met, Rating
from projects.models import MilestoneState, StatusReport
from projects.policies import viewable_milestones
from projects.queries import Row
from projects.reports_due import Calendar, Due, reports_of
from projects.slippage import date_words

PARA_10 = "A/74/588, para 10"


# --- since when ----------------------------------------------------------------------------------
def since_of(asked: Asked) -> date:
    """The last day of the quarter chosen; else that of the year before the day shown."""
    chosen = asked.parameters.get("since", "")
    return days.parse_quarter(chosen).last if chosen else date(asked.moment.as_of.year - 1, 12, 31)


def quarters(asked: Asked) -> Sequence[tuple[str, str]]:
    """The quarters that ended before the day shown, back to the first word of the register."""
    first = first_day(asked.demonstration)
    if first is None:
        return []
    last = days.quarter_number(days.quarter_of(asked.moment.as_of))
    named = map(
        days.quarter_named,
        range(last - 1, days.quarter_number(days.quarter_of(first)) - 1, -1),
    )
    return [(name, day_said(days.parse_quarter(name).last)) for name in named]


@dataclass(frozen=True)
class Overview:
    """The projects on the day shown and on the earlier day, and what was reported between them."""

    now: Portfolio
    then: Mapping[UUID, Row]
    since: date
    until: date
    reports: Mapping[UUID, StatusReport]
    due: Sequence[Due]

    @property
    def rows(self) -> list[Row]:
        """The projects in the order of their codes."""
        return sorted(self.now.rows, key=lambda row: row.state.code)

    @property
    def silent(self) -> list[Row]:
        """Those of which neither a report nor a percentage speaks for a day of the cycle."""
        return [row for row in self.rows if not self.has_update(row)]

    def has_update(self, row: Row) -> bool:
        """Whether a report was published, or a percentage stated, since the earlier day."""
        stated = row.state.percent_as_of
        return row.state.project_id in self.reports or (stated is not None and stated > self.since)

    def due_of(self, row: Row) -> list[Due]:
        """The reports on quarters of the cycle that were due from a project."""
        return [one for one in self.due if one.state.project_id == row.state.project_id]


def overview(asked: Asked) -> Overview:
    """All of it in a fixed number of statements for any number of projects."""
    since, moment = since_of(asked), asked.moment
    before = replace(asked, moment=Moment(since, moment.known_at, moment.known))
    now, then = _dated(asked), _dated(before)
    states = [row.state for row in now.rows]
    due = [one for one in Calendar(states, moment).all_due() if one.quarter.last > since]
    return Overview(
        now=now,
        then={row.state.project_id: row for row in then.rows},
        since=since,
        until=moment.as_of,
        reports=_latest(reports_of((state.project_id for state in states), moment), since),
        due=due,
    )


def _dated(asked: Asked) -> Portfolio:
    """The projects with their milestones as exactly as their days were named."""
    held = read(asked)
    visible = viewable_milestones(asked.viewer, asked.moment, demonstration=asked.demonstration)
    rows = {row.state.project_id: row for row in held.rows}
    for row in rows.values():
        row.milestones = []
    found = visible.filter(project__in=list(rows)).select_related("actual", "forecast", "current")
    for milestone in found.order_by("code"):
        rows[milestone.project_id].milestones.append(milestone)
    return held


def _latest(
    held: Mapping[tuple[Any, int], StatusReport], since: date
) -> Mapping[UUID, StatusReport]:
    """The report on the latest quarter of each project, of those published after the day."""
    found: dict[UUID, StatusReport] = {}
    for (project, _number), report in sorted(held.items(), key=lambda pair: pair[0][1]):
        if report.published_on > since:
            found[project] = report
    return found


def build(asked: Asked) -> Sequence[Section]:
    """State of each project, main changes, detailed update, and who gave none."""
    held = overview(asked)
    day = day_said(held.since)
    unmet = number(asked, counted.COMPLETE_BUT_UNMET)
    return (
        Section("state", _("State of the projects"), _state(asked, held, unmet), said_of(unmet)),
        Section(
            "changes",
            _("Main changes since %(day)s") % {"day": day},
            (changes(held),),
            lead=_("Both days are computed back from the record, by all that is known now."),
        ),
        Section(
            "update",
            _("Detailed update"),
            (update(held),),
            lead=_("The last report of each project that was published after %(day)s.")
            % {"day": day},
        ),
        Section("complete", _("Is the overview complete?"), (completeness(held),), silence(held)),
    )


def _state(asked: Asked, held: Overview, unmet: Number) -> tuple[Number | Table, ...]:
    rated = number(asked, counted.BY_RATING, tones=dict(RATING_TONES))
    return (rated, unmet, projects(held.now))


# --- what changed --------------------------------------------------------------------------------
def _percent(row: Row) -> str:
    return _("not stated") if row.state.percent is None else str(row.state.percent)


def _rating(row: Row) -> str:
    return capfirst(str(Rating(row.state.overall).label))


def _objectives(row: Row) -> str:
    said = {
        "met": row.state.met,
        "unmet": row.state.unmet,
        "all": row.state.objectives,
    }
    return _("%(met)s met, %(unmet)s not or partly met, of %(all)s") % said


def _lead(row: Row) -> str:
    return row.state.lead_entity.code if row.state.lead_entity else _("not stated")


def _closed(row: Row) -> str:
    return _("closed") if row.state.closure_id else _("not closed")


def _last_report(row: Row) -> str:
    number_ = row.state.report_no
    return _("none") if number_ is None else days.quarter_named(number_)


#: What is compared between the two days: its name, and how it is read of a project.
COMPARED: tuple[tuple[Any, Callable[[Row], str]], ...] = (
    (later("Title"), lambda row: row.state.title),
    (later("Lead entity"), _lead),
    (later("Per cent reported"), _percent),
    (later("Overall rating"), _rating),
    (later("Objectives"), _objectives),
    (later("Last status report"), _last_report),
    (later("Closing"), _closed),
)


def changes(held: Overview) -> Table:
    """What of each project is not as it was on the earlier day."""
    return Table(
        key="changes",
        title=_("What changed"),
        columns=(
            Column(_("What changed")),
            Column(_("As at %(day)s") % {"day": day_said(held.since)}, "long"),
            Column(_("As at %(day)s") % {"day": day_said(held.until)}, "long"),
        ),
        lines=tuple(line for row in held.rows for line in _changed(row, held)),
        sources=(PARA_10,),
        empty=_("On this day no project is on record in the portfolio."),
    )


def _changed(row: Row, held: Overview) -> Iterable[Line]:
    """A project by name, and each thing that differs; what did not change is said too."""
    yield Line((Cell(f"{row.state.code} {row.state.title}"),), kind="group")
    before = held.then.get(row.state.project_id)
    if before is None:
        said = _("reported per cent: %(n)s") % {"n": _percent(row)}
        yield Line((Cell(_("New in the portfolio")), Cell("–"), Cell(said)))
        return
    found = [*_compared(before, row), *_moved(before, row)]
    for what, then, now in found:
        yield Line((Cell(what), Cell(then), Cell(now)))
    if not found:
        yield Line((Cell(_("no change on record")), Cell("–"), Cell("–")))


def _compared(before: Row, now: Row) -> Iterable[tuple[str, str, str]]:
    for name, told in COMPARED:
        if told(before) != told(now):
            yield str(name), told(before), told(now)


def _moved(before: Row, now: Row) -> Iterable[tuple[str, str, str]]:
    """Milestones that were named, moved or reached between the two days."""
    held = {one.milestone_id: one for one in before.milestones}
    for milestone in now.milestones:
        old = held.get(milestone.milestone_id)
        then = _expected(old) if old else _("not on record")
        if then != _expected(milestone):
            yield f"{milestone.code} {milestone.name}", then, _expected(milestone)


def _expected(milestone: MilestoneState) -> str:
    """The day of a milestone as exactly as it was named, and whether it was reached."""
    said = milestone.actual or milestone.forecast or milestone.current
    if said is None:
        return _("no day stated")
    day = date_words(said.day, said.day_precision)
    return _("reached: %(day)s") % {"day": day} if milestone.reached else day


# --- in detail -----------------------------------------------------------------------------------
def update(held: Overview) -> Table:
    """The words of the last report of each project in the cycle."""
    return Table(
        key="update",
        title=_("What the projects report"),
        columns=(
            Column(_("Project")),
            Column(_("Report on")),
            Column(_("Overall rating")),
            Column(_("Per cent"), "number"),
            Column(_("Achievements"), "long"),
            Column(_("Challenges and lessons"), "long"),
            Column(_("Next steps"), "long"),
            Column(_("Source")),
        ),
        lines=tuple(
            Line(_reported(row, held.reports[row.state.project_id]))
            for row in held.rows
            if row.state.project_id in held.reports
        ),
        empty=_("No status report was published after %(day)s.") % {"day": day_said(held.since)},
    )


def _reported(row: Row, report: StatusReport) -> tuple[Cell, ...]:
    page = Leads("status-report", (row.state.code, report.quarter))
    rating = Rating(report.overall)
    rated = f"{capfirst(str(rating.label))}: {report.overall_reason}".removesuffix(": ")
    return (
        Cell(f"{row.state.code} {row.state.title}"),
        Cell(report.quarter, leads=page),
        Cell(rated, tone=RATING_TONES[rating]),
        Cell(str(report.percent), number=report.percent),
        Cell(report.achievements or "–"),
        Cell("\n".join(text for text in (report.challenges, report.lessons) if text) or "–"),
        Cell(report.next_steps or "–"),
        Cell(source(report)),
    )


# --- who is silent -------------------------------------------------------------------------------
def silence(held: Overview) -> str:
    """How many projects have no update in the cycle, in a sentence."""
    if not held.rows:
        return _("On this day no project is on record in the portfolio.")
    if not held.silent:
        return _("Of every project something was reported in the cycle.")
    said = ngettext(
        "Of %(n)s project of %(all)s nothing was reported in the cycle.",
        "Of %(n)s projects of %(all)s nothing was reported in the cycle.",
        len(held.silent),
    )
    return said % {"n": len(held.silent), "all": len(held.rows)}


def completeness(held: Overview) -> Table:
    """Every project with what was due in the cycle and what came; the silent ones first."""
    ordered = sorted(held.rows, key=held.has_update)
    return Table(
        key="completeness",
        title=_("Updates in the cycle"),
        columns=(
            Column(_("Project")),
            Column(_("Update in the cycle")),
            Column(_("Reports due"), "number"),
            Column(_("Received"), "number"),
            Column(_("Last report on")),
            Column(_("Per cent stated as at")),
            Column(_("Objectives nobody assessed"), "number"),
        ),
        lines=tuple(Line(_complete(row, held)) for row in ordered),
        lead=_("An update is a status report published, or a percentage stated, since %(day)s.")
        % {"day": day_said(held.since)},
        sources=(PARA_10,),
        empty=_("On this day no project is on record in the portfolio."),
    )


def _complete(row: Row, held: Overview) -> tuple[Cell, ...]:
    state, due = row.state, held.due_of(row)
    came = sum(one.word != "missing" for one in due)
    word = _("yes") if held.has_update(row) else _("none")
    silent = sum(one.met == Met.NOT_ASSESSED for one in row.objectives)
    return (
        Cell(f"{state.code} {state.title}", leads=Leads("project-detail", (state.code,))),
        Cell(word, tone="good" if held.has_update(row) else "bad"),
        Cell(str(len(due)), number=len(due)),
        Cell(str(came), number=came),
        _all_reports(row),
        Cell(day_said(state.percent_as_of) or _("not stated")),
        Cell(str(silent), number=silent),
    )


def _all_reports(row: Row) -> Cell:
    """The last quarter reported on, opening all reports of the project that were received."""
    state = row.state
    if not state.received:
        return Cell(_last_report(row))
    query = {"code": state.code, "portfolio": "in", "state": "received"}
    return Cell(_last_report(row), opens=Opens("status-report-list", query, state.received))


def subject(asked: Asked) -> str:
    """Since when changes are told."""
    return _("changes since %(day)s") % {"day": day_said(since_of(asked))}


declare(
    ReportKind(
        key="portfolio-overview",
        title=later("Overview of the projects"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "How each project stands, what changed since the last report, what it says in detail, "
            "and of which nothing was reported."
        ),
        shelf=Shelf.REPORT,
        build=build,
        choices=(Choice("since", later("Changes since"), quarters),),  # type: ignore[arg-type]
        sources=(PARA_10,),
        subject=subject,
    )
)
