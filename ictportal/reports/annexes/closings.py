"""How projects ended: result, reasons, systemic causes, organizational factors, lessons."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ictportal.reports.content import Cell, Column, Leads, Line, Table
from ictportal.reports.register import Asked
from ictportal.reports.rows.listed import source
from ledger import days
from projects.lifecycle import ClosingResult
from projects.models import ProjectState
from projects.policies import viewable_by

#: What a closing has to say beside its result (A/74/588 para 10).
FIELDS: Mapping[str, Any] = {
    "reasons": later("Reasons"),
    "systemic_causes": later("Systemic causes"),
    "organizational_factors": later("Organizational factors"),
    "lessons": later("Lessons"),
}
TONES: Mapping[str, str] = {
    ClosingResult.ACHIEVED: "good",
    ClosingResult.PARTLY: "partial",
    ClosingResult.FAILED: "bad",
    ClosingResult.STOPPED: "gone",
}


def closed_or_complete(asked: Asked) -> list[ProjectState]:
    """The projects that were closed or are reported at 100 per cent, by code."""
    rows = viewable_by(asked.viewer, asked.moment, demonstration=asked.demonstration)
    joined = rows.select_related("closure__citation__document", "percent_said__citation__document")
    return [one for one in joined.order_by("code") if one.closure_id or one.percent == 100]


def closings(asked: Asked) -> Table:
    """Each of them with the five fields; a gap where one is not on record."""
    return closing_table(closed_or_complete(asked))


def closing_table(states: Sequence[ProjectState]) -> Table:
    """What the closings of these projects say."""
    return Table(
        key="closings",
        title=_("Closings of projects, field by field"),
        columns=(
            Column(_("Project")),
            Column(_("Per cent"), "number"),
            Column(_("Result")),
            Column(_("Closed in")),
            *(Column(str(name), "long") for name in FIELDS.values()),
            Column(_("Missing"), "number"),
            Column(_("Source")),
        ),
        lines=tuple(Line(tuple(_closing(state))) for state in states),
        sources=("A/74/588, para 10",),
        empty=_("On this day no project is closed, and none is reported complete."),
    )


def missing(state: ProjectState) -> int:
    """How many of the five fields are not on record."""
    if state.closure is None:
        return len(FIELDS) + 1
    return sum(not getattr(state.closure, name) for name in FIELDS)


def _closing(state: ProjectState) -> Iterable[Cell]:
    closure, lacking = state.closure, missing(state)
    page = Leads("project-detail", (state.code,))
    yield Cell(f"{state.code} {state.title}", leads=page)
    per_cent = _("not stated") if state.percent is None else str(state.percent)
    yield Cell(per_cent, number=state.percent)
    if closure is None:
        yield _gap(_("no closing is on record"))
        yield Cell("–")
    else:
        yield Cell(capfirst(closure.get_result_display()), tone=TONES[closure.result])
        yield Cell(days.quarter_named(closure.quarter_no))
    for name in FIELDS:
        text = getattr(closure, name, "")
        yield Cell(text) if text else _gap(_("not on record"))
    yield Cell(str(lacking), number=lacking, tone="bad" if lacking else "good")
    yield Cell(source(closure or state.percent_said))


def _gap(text: str) -> Cell:
    return Cell(text, tone="bad")
