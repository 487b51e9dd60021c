"""The dates of the portfolio: the road map with its milestones, and the worst of them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ictportal.reports.content import Cell, Chart, Column, Leads, Line, Section, Table, Words
from ictportal.reports.dashboards.tables import of_layer
from ictportal.reports.register import Asked
from ledger import days
from projects import plans, roadmap, slippage
from projects.models import MilestoneState
from projects.policies import viewable_milestones
from projects.roadmap import Drawing, RoadRow
from projects.slippage import Memory, date_words

#: How many milestones the table shows; the list of all is one click away.
SHOWN = 12


def dates(asked: Asked) -> Section:
    """The road map against the baseline in force, then the dates that were not kept."""
    drawn = drawing(asked)
    blocks = (road_map(asked, drawn),) if drawn and drawn.rows else (_nothing(),)
    return Section(
        "dates",
        _("Dates promised and kept"),
        (*blocks, of_layer(asked, worst(asked))),
        lead=_(
            "A hollow mark is the first promise, a filled one the day reached or now expected. "
            "Where a day has passed and nobody said what became of it, nothing is inferred."
        ),
    )


def _nothing() -> Words:
    return Words((_("On this day no strategy with a schedule is on record."),))


def drawing(asked: Asked) -> Drawing | None:
    """The usual road map of the layer: what has a bar or a date on record, under its branch."""
    found = list(plans.plans_at(asked.moment, demonstration=asked.demonstration))
    said = roadmap.default_plan(found)
    if said is None:
        return None
    ground = roadmap.read_ground(asked.viewer, said.subject, asked.moment)
    baselines = roadmap.baselines_at(said.subject, asked.moment)
    baseline = roadmap.usual_baseline(baselines, ground.bars)
    if baseline is None:
        return None
    drawn = roadmap.draw(ground, baseline)
    return Drawing(baseline, list(_told(drawn.rows)))


def _told(rows: Sequence[RoadRow]) -> Iterable[RoadRow]:
    """Rows with something to draw; a branch only where one follows below it."""
    branch: RoadRow | None = None
    for row in rows:
        if row.kind in roadmap.BRANCHES:
            branch = row
        elif row.bar or row.milestones:
            if branch is not None and row.depth:
                yield branch
                branch = None
            yield row


def road_map(asked: Asked, drawn: Drawing) -> Chart:
    """Bars and milestones over the quarters of the baseline."""
    return Chart(
        key="roadmap",
        kind="roadmap",
        title=_("Bars and milestones against the schedule “%(name)s”")
        % {"name": drawn.baseline.name},
        description=_("Rows of the road map and milestones of projects over quarters."),
        data={
            "first": drawn.first_no,
            "last": drawn.last_no,
            "own_first": drawn.first_no,
            "own_last": drawn.last_no,
            "now": asked.moment.as_of.isoformat(),
            "rows": [_row(row) for row in drawn.rows],
        },
        note=_("Drawn against the schedule of %(source)s. Rows without bar or date are left out.")
        % {"source": drawn.baseline.citation or drawn.baseline.authority},
    )


def _row(row: RoadRow) -> dict[str, Any]:
    leads = _leads("project-detail", row.code) if row.kind == "project" else None
    return {
        "kind": str(row.kind),
        "name": row.name,
        "code": row.code,
        "depth": row.depth,
        "first": days.quarter_number(row.bar.first_quarter) if row.bar else None,
        "last": days.quarter_number(row.bar.last_quarter) if row.bar else None,
        "provenance": row.bar.provenance if row.bar else "",
        "leads": leads,
        "milestones": [_mark(row, milestone) for milestone in row.milestones],
    }


def _mark(row: RoadRow, milestone: MilestoneState) -> dict[str, Any]:
    said = milestone.actual or milestone.forecast or milestone.current
    return {
        "name": f"{milestone.code} {milestone.name}",
        "first": _iso(milestone.first_day),
        "current": _iso(milestone.current_day),
        "expected": _iso(milestone.expected),
        "reached": milestone.reached,
        "late": (milestone.slip_first or 0) > 0,
        "words": date_words(said.day, said.day_precision) if said else "",
        "leads": {**_leads("slippage"), "query": {"project": row.code}},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _leads(view: str, *args: str) -> dict[str, Any]:
    return {**asdict(Leads(view)), "args": list(args)}


# --- the worst of them ---------------------------------------------------------------------------
def worst(asked: Asked) -> Table:
    """The milestones that are latest, then those whose day passed in silence, then the rest."""
    layer = {"demonstration": asked.demonstration}
    visible = viewable_milestones(asked.viewer, asked.moment, **layer)
    states = slippage.worst_first(visible.order_by("project__code", "code"), {}, asked.moment)
    shown = slippage.memories(states[:SHOWN], asked.moment)
    left = len(states) - len(shown)
    return Table(
        key="milestones",
        title=_("Milestones, the latest first"),
        columns=(
            Column(_("Project")),
            Column(_("Milestone")),
            Column(_("First promised for")),
            Column(_("Reached or expected")),
            Column(_("What became of it")),
            Column(_("Times moved"), "number"),
            Column(_("Source")),
        ),
        lines=tuple(Line(_milestone(memory)) for memory in shown),
        notes=(_rest(left),) if left > 0 else (),
        sources=("A/69/517, annex I", "A/74/588, para 8 and footnote 3"),
        empty=_("On this day no milestone is on record."),
    )


def _rest(left: int) -> str:
    said = ngettext(
        "%(n)s milestone more stands in the list of milestones.",
        "%(n)s milestones more stand in the list of milestones.",
        left,
    )
    return said % {"n": left}


def _milestone(memory: Memory) -> tuple[Cell, ...]:
    state, said = memory.state, memory.expected
    page = Leads("slippage", query={"project": state.project.code})
    source = (said or state.particulars).citation
    return (
        Cell(f"{state.project.code} {memory.title}", leads=page),
        Cell(state.name),
        Cell(memory.first_words or _("no day stated")),
        Cell(memory.expected_words or _("no day stated")),
        _became(memory),
        Cell(str(state.moves), number=state.moves),
        Cell(str(source or "")),
    )


def _became(memory: Memory) -> Cell:
    """Later, passed in silence, reached, or still ahead."""
    slip = memory.state.slip_first or 0
    if slip > 0:
        said = ngettext("%(n)s day later", "%(n)s days later", slip) % {"n": f"{slip:,}"}
        return Cell(said, tone="bad")
    if memory.passed:
        return Cell(_("day passed, nothing said"), tone="none")
    if memory.state.reached:
        return Cell(_("reached"), tone="good")
    return Cell(_("ahead") if memory.state.expected else _("no day stated"))
