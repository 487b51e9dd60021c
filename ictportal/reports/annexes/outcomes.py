"""What is reported of projects beside what became of their objectives: two facts, two sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ictportal.reports.annexes.counting import day_said
from ictportal.reports.annexes.voices import sources
from ictportal.reports.content import Cell, Column, Leads, Line, Section, Table
from ictportal.reports.dashboards.cells import counted
from ictportal.reports.dashboards.portfolio import IN, LIST, Portfolio, completion, read, said_of
from ictportal.reports.numbers import number
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from projects import figures
from projects.lifecycle import UNMET, Met
from projects.models import ObjectiveAssessment, ObjectiveState, ProjectState
from projects.policies import viewable_objectives

PARA_10 = "A/74/588, para 10"
TONES: Mapping[str, str] = {Met.YES: "good", Met.PARTLY: "partial", Met.NO: "bad"}


@dataclass(frozen=True)
class Outcomes:
    """The projects in the portfolio, with their objectives and the words of both voices."""

    portfolio: Portfolio
    objectives: Mapping[UUID, Sequence[ObjectiveState]]

    @property
    def states(self) -> list[ProjectState]:
        """The projects; those reported complete while an objective is unmet come first."""
        states = self.portfolio.states
        return sorted(states, key=lambda one: (not one.is_complete_but_unmet, one.code))

    def of(self, state: ProjectState) -> Sequence[ObjectiveState]:
        """The objectives of a project."""
        return self.objectives.get(state.project_id, ())


def outcomes(asked: Asked) -> Outcomes:
    """A fixed number of statements for any number of projects."""
    held = read(asked)
    visible = viewable_objectives(asked.viewer, asked.moment, demonstration=asked.demonstration)
    rows = visible.filter(project__in=[state.project_id for state in held.states])
    found: dict[UUID, list[ObjectiveState]] = {}
    for one in rows.select_related(
        "project", "owner__citation__document", "auditor__citation__document"
    ).order_by("code"):
        found.setdefault(one.project_id, []).append(one)
    return Outcomes(held, found)


def build(asked: Asked) -> Sequence[Section]:
    """The cases first, then every project with its objectives."""
    held = outcomes(asked)
    unmet = number(asked, figures.COMPLETE_BUT_UNMET)
    return (
        Section(
            "cases",
            _("Reported complete, objective unmet"),
            (unmet, cases(held)),
            lead=said_of(unmet),
        ),
        Section(
            "against", _("Reported completion against objectives"), (completion(held.portfolio),)
        ),
        Section("objectives", _("Every objective"), (objectives(held),)),
    )


# --- the cases -----------------------------------------------------------------------------------
def cases(held: Outcomes) -> Table:
    """Objectives unmet on projects reported complete, under the names a document gives the cases."""
    named: dict[str, list[ObjectiveState]] = {}
    for state in held.states:
        if state.is_complete_but_unmet:
            for one in held.of(state):
                if one.met in UNMET:
                    named.setdefault(one.case, []).append(one)
    order = sorted(named, key=lambda name: (not name, name))
    return Table(
        key="cases",
        title=_("Cases, as documents count them"),
        columns=(
            Column(_("Case")),
            Column(_("Projects"), "number"),
            Column(_("Which")),
            Column(_("Objectives not met or partly met"), "long"),
            Column(_("Source")),
        ),
        lines=tuple(Line(_case(name, named[name])) for name in order),
        notes=(_("One case may stand on several projects; the split is the portal's."),)
        if named
        else (),
        sources=(PARA_10, "A/74/588, para 19 (c)"),
        empty=_("On this day no project is reported complete while an objective is unmet."),
    )


def _case(name: str, found: Sequence[ObjectiveState]) -> tuple[Cell, ...]:
    codes = sorted({one.project.code for one in found})
    query = {**IN, "complete_but_unmet": "yes", "case": name}
    several = counted(LIST, query, len(codes)) if name else Cell(str(len(codes)), len(codes))
    said = sources(*(one.auditor or one.owner for one in found))
    return (
        Cell(name or _("no document names a case"), notes=(1,)),
        several,
        Cell(", ".join(codes)),
        Cell("\n".join(f"{one.name} ({one.get_met_display()})" for one in found)),
        Cell("; ".join(said)),
    )


# --- every objective -----------------------------------------------------------------------------
def objectives(held: Outcomes) -> Table:
    """Every objective of the portfolio."""
    return objectives_of(held.states, held.objectives)


def objectives_of(
    states: Iterable[ProjectState], found: Mapping[UUID, Sequence[ObjectiveState]]
) -> Table:
    """Under each project with its reported percentage, its objectives in both voices."""
    return Table(
        key="objectives",
        title=_("Objectives of the projects, in the words of owner and auditors"),
        columns=(
            Column(_("Objective")),
            Column(_("Per cent reported"), "number"),
            Column(_("Taken as")),
            Column(_("The owner says"), "long"),
            Column(_("The auditors find"), "long"),
            Column(_("Source")),
        ),
        lines=tuple(
            line for state in states for line in _project(state, found.get(state.project_id, ()))
        ),
        lead=_(
            "The auditors' last word counts, or the owner's where no auditor has spoken. Where "
            "nobody has spoken, nothing is taken as met."
        ),
        sources=(PARA_10,),
        empty=_("On this day no project is on record in the portfolio."),
    )


def _project(state: ProjectState, found: Sequence[ObjectiveState]) -> Iterable[Line]:
    yield Line((Cell(_heading(state)),), kind="group")
    for one in found:
        yield Line(_objective(one, state))
    if not found:
        yield Line((Cell(_("No objective is on record.")), *(Cell("–"),) * 5))


def _heading(state: ProjectState) -> str:
    said = {"code": state.code, "title": state.title, "n": state.percent}
    if state.percent is None:
        return _("%(code)s %(title)s: no percentage stated") % said
    said["day"] = day_said(state.percent_as_of)
    return _("%(code)s %(title)s: %(n)s per cent, stated as at %(day)s") % said


def _objective(one: ObjectiveState, state: ProjectState) -> tuple[Cell, ...]:
    tone = TONES.get(one.met, "none")
    per_cent = "–" if state.percent is None else str(state.percent)
    return (
        Cell(one.name, leads=Leads("project-detail", (state.code,))),
        Cell(per_cent, number=state.percent),
        Cell(capfirst(str(one.get_met_display())), tone=tone),
        Cell(_word(one.owner)),
        Cell(_word(one.auditor)),
        Cell("; ".join(sources(one.owner, one.auditor))),
    )


def _word(said: ObjectiveAssessment | None) -> str:
    """A voice with its day and reasons; its silence in words."""
    if said is None:
        return _("nothing said")
    told = {"word": capfirst(said.get_met_display()), "day": day_said(said.as_of)}
    return f"{_('%(word)s, as at %(day)s.') % told} {said.reasoning}"


declare(
    ReportKind(
        key="outcomes",
        title=later("Outcomes against completion"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "What projects report of themselves beside whether their objectives are met, and the "
            "cases in which the two do not go together."
        ),
        shelf=Shelf.REPORT,
        build=build,
        sources=(PARA_10, "A/74/588, para 19 (c)"),
    )
)
