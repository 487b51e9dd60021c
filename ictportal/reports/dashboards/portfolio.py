"""The portfolio at a glance: what the 20 projects report, what they reached, and when."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

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
from ictportal.reports.dashboards.milestones import dates
from ictportal.reports.dashboards.tables import of_layer
from ictportal.reports.numbers import number, trend, year_ends
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.templatetags.portal import short_date
from projects import figures as counted
from projects import policies, queries
from projects.lifecycle import Met, Rating, TitleStatus
from projects.milestone_figures import SLIPPED
from projects.models import ProjectState
from projects.queries import Row

LIST = "project-list"
IN = {"portfolio": "in"}
YEARS = 5
RATING_TONES: Mapping[str, str] = {
    Rating.GREEN: "good",
    Rating.AMBER: "partial",
    Rating.RED: "bad",
    Rating.NOT_RATED: "none",
}
#: The classes of what is reported and of what is met, in the order in which they are drawn.
REPORTED = ("yes", "no")
REACHED = (Met.YES, Met.NO, Met.NOT_ASSESSED)


@dataclass(frozen=True)
class Portfolio:
    """The projects in the portfolio on the day, by code, and the names of drivers by code."""

    rows: Sequence[Row]
    drivers: Mapping[str, str]

    @property
    def states(self) -> list[ProjectState]:
        """Where each stands."""
        return [row.state for row in self.rows]

    def of(self, driver: str) -> list[Row]:
        """The projects of a driver or enabler; of an empty code those without one."""
        return [row for row in self.rows if driver_of(row.state) == driver]


def driver_of(state: ProjectState) -> str:
    """The code of the driver or enabler of a project; empty without one."""
    return state.driver.code if state.driver else ""


def read(asked: Asked) -> Portfolio:
    """The projects with milestones and objectives: a fixed number of statements."""
    viewer, moment, layer = asked.viewer, asked.moment, {"demonstration": asked.demonstration}
    states = queries.related(counted.population(viewer, moment, asked.layer)).order_by("code")
    names = queries.element_names(moment)
    rows = queries.with_details(
        states,
        policies.viewable_milestones(viewer, moment, **layer),
        policies.viewable_objectives(viewer, moment, **layer),
        names,
    )
    held = {row.state.driver_id: row for row in rows if row.state.driver_id}
    order = sorted(held, key=lambda pk: (names[pk].subject.kind, names[pk].order, str(pk)))
    drivers = {names[pk].subject.code: names[pk].name for pk in order}
    loose = any(not driver_of(row.state) for row in rows)
    return Portfolio(rows, {**drivers, **({"": _("no driver stated")} if loose else {})})


def build(asked: Asked) -> Sequence[Section]:
    """Completion, ratings, reports, dates; the course of years; every project."""
    held = read(asked)
    unmet = number(
        asked,
        counted.COMPLETE_BUT_UNMET,
        title=_("Reported complete, objective unmet"),
    )
    return (
        Section(
            "stand",
            _("What is reported and what is reached"),
            (
                unmet,
                number(asked, counted.BY_RATING, tones=dict(RATING_TONES)),
                _reporting(number(asked, counted.REPORTS_RECEIVED, tones={"missing": "bad"})),
                number(asked, SLIPPED, tones={"passed": "bad"}),
            ),
            lead=said_of(unmet),
        ),
        Section(
            "against",
            _("Reported completion against objectives"),
            (completion(held), by_driver(held)),
            lead=_(
                "What a project reports of itself and whether its objectives are met are two facts "
                "with two sources. An objective counts as met or unmet only where somebody said so."
            ),
        ),
        Section(
            "course",
            _("Over the years"),
            (
                _course(asked, counted.COMPLETE_BUT_UNMET, _("Objective unmet, of all complete")),
                _course(asked, counted.REPORTS_RECEIVED, _("Status reports received, of all due")),
            ),
            lead=_("Each day is computed back from the record; nothing is stored."),
        ),
        dates(asked),
        Section("projects", _("All projects"), (of_layer(asked, projects(held)),)),
    )


def said_of(unmet: Number) -> str:
    """The first question in a sentence."""
    if not unmet.denominator:
        return _("On this day no project is on record as reported complete.")
    if not unmet.numerator:
        return _("Of no project reported complete is an objective on record as unmet.")
    return ngettext(
        "%(n)s project is reported at 100 per cent while an objective is not met.",
        "%(n)s projects are reported at 100 per cent while an objective is not met.",
        unmet.numerator,
    ) % {"n": unmet.numerator}


def _reporting(told: Number) -> Number:
    """The number of reports; where none is due, why."""
    if told.denominator:
        return told
    return replace(told, note=_("No duty to report is on record and no report: none is due."))


def _course(asked: Asked, figure: Any, title: str) -> Chart:
    return trend(asked, figure, year_ends(asked, YEARS), title=title)


# --- in two directions ---------------------------------------------------------------------------
def completion(held: Portfolio) -> Chart:
    """Projects by what is reported of them and by what became of their objectives."""
    found = Counter(
        ("yes" if state.percent == 100 else "no", state.objective_word) for state in held.states
    )
    words = {
        Met.YES: _("all met"),
        Met.NO: _("unmet"),
        Met.NOT_ASSESSED: _("no word"),
    }
    return Chart(
        key="completion",
        kind="heat",
        title=_("Projects by reported completion and objectives"),
        description=_("Rows: reported at 100 per cent or not. Columns: objectives met or not."),
        data={
            "rows": [_("Reported at 100 per cent"), _("Less, or no percentage stated")],
            "columns": [words[word] for word in REACHED],
            "cells": [
                {
                    "row": REPORTED.index(complete),
                    "column": REACHED.index(word),
                    "count": n,
                    "opens": _rows({"complete": complete, "met": str(word)}, n),
                }
                for (complete, word), n in sorted(found.items())
            ],
            "unit": _("Projects"),
        },
        note=_("“No word” counts projects of which nobody assessed every objective."),
    )


def by_driver(held: Portfolio) -> Chart:
    """Projects by driver or enabler and by overall rating."""
    found = Counter((driver_of(state), state.overall) for state in held.states)
    drivers, ratings = list(held.drivers), [word for word in Rating]
    return Chart(
        key="drivers",
        kind="heat",
        title=_("Projects by driver or enabler and overall rating"),
        description=_("Rows: drivers and enablers of the strategy. Columns: overall ratings."),
        data={
            "rows": [held.drivers[code] for code in drivers],
            "columns": [str(word.label) for word in ratings],
            "cells": [
                {
                    "row": drivers.index(code),
                    "column": ratings.index(Rating(word)),
                    "count": n,
                    "opens": _rows({**_of_driver(code), "overall": word}, n),
                }
                for (code, word), n in sorted(found.items())
            ],
            "unit": _("Projects"),
        },
    )


def _of_driver(code: str) -> dict[str, str]:
    return {"driver": code} if code else {"gap": "driver"}


def _rows(query: Mapping[str, str], count: int) -> dict[str, Any]:
    return asdict(Opens(LIST, {**IN, **query}, count))


# --- every project -------------------------------------------------------------------------------
def projects(held: Portfolio) -> Table:
    """All projects under their drivers."""
    working = any(state.title_status == TitleStatus.WORKING for state in held.states)
    return Table(
        key="projects",
        title=_("Projects as they stand"),
        columns=(
            Column(_("Code")),
            Column(_("Project")),
            Column(_("Lead")),
            Column(_("Overall rating")),
            Column(_("Per cent reported"), "number"),
            Column(_("Objectives met")),
            Column(_("Reports received"), "number"),
            Column(_("Latest against first date")),
            Column(_("Source")),
        ),
        lines=tuple(_lines(held)),
        notes=(_("Working title: the official one is not in the available sources."),)
        if working
        else (),
        sources=("A/74/588, paras 2, 10, 14 (a)",),
        empty=_("On this day no project is on record in the portfolio."),
    )


def _lines(held: Portfolio) -> Iterable[Line]:
    for code, name in held.drivers.items():
        yield Line((Cell(name),), kind="group")
        yield from (Line(_project(row)) for row in held.of(code))


def _project(row: Row) -> tuple[Cell, ...]:
    state = row.state
    page = Leads("project-detail", (state.code,))
    rating = Rating(state.overall)
    return (
        Cell(state.code, leads=page),
        Cell(
            state.title,
            leads=page,
            notes=(1,) if state.title_status == TitleStatus.WORKING else (),
        ),
        Cell(state.lead_entity.code if state.lead_entity else _("not stated")),
        Cell(capfirst(str(rating.label)), tone=RATING_TONES[rating]),
        _percent(state),
        _objectives(state),
        _reports(state),
        _slip(row),
        Cell(str(state.particulars.citation or "")),
    )


def _percent(state: ProjectState) -> Cell:
    """What is reported, and since when; marked where an objective is unmet all the same."""
    if state.percent is None:
        return Cell(_("not stated"))
    said = {"percent": state.percent, "day": short_date(state.percent_as_of)}
    tone = "bad" if state.is_complete_but_unmet else ""
    return Cell(_("%(percent)s (%(day)s)") % said, number=state.percent, tone=tone)


def _objectives(state: ProjectState) -> Cell:
    """How many are met; where nobody assessed one, that is what is said."""
    if not state.objectives:
        return Cell(_("none stated"))
    said = {"met": state.met, "all": state.objectives}
    if not state.met and not state.unmet:
        return Cell(_("none of %(all)s assessed") % said)
    tone = {Met.NO: "bad", Met.YES: "good"}.get(state.objective_word, "")
    return Cell(_("%(met)s of %(all)s") % said, number=state.met, tone=tone)


def _reports(state: ProjectState) -> Cell:
    """Received of due."""
    if not state.due:
        return Cell(_("none due"))
    query = {**IN, "code": state.code, "state": "received"}
    said = _("%(n)s of %(due)s") % {"n": state.received, "due": state.due}
    opens = Opens("status-report-list", query, state.received)
    return Cell(said, number=state.received, opens=opens)


def _slip(row: Row) -> Cell:
    """By how much its worst milestone is later than first promised."""
    slip = row.worst_slip
    page = Leads("slippage", query={"project": row.state.code})
    if slip is None:
        return Cell(_("nothing to compare"))
    if slip <= 0:
        return Cell(_("as first promised"), leads=page)
    said = ngettext("%(n)s day later", "%(n)s days later", slip) % {"n": f"{slip:,}"}
    return Cell(said, leads=page, tone="bad")


declare(
    ReportKind(
        key="portfolio",
        title=later("Portfolio"),  # type: ignore[arg-type]
        about=later("What the projects report, what they reached, and which dates were kept."),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        sources=("A/74/588, paras 2, 10, 14, 19", "A/69/517, annex I"),
    )
)
