"""The lists of the portfolio: projects, their reports and milestones, indicators, money, plans."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audits.policies import viewable_by as viewable_recommendations
from audits.queries import open_per_project
from ictportal.reports.rows.listed import Listed, Sought, code_of, provenance, source, text, word
from ledger.errors import Invalid
from ledger.importing.cells import decimal_text
from ledger.rest.queries import refuse_unknown
from projects import columns, figures, filters, numbers, plans, policies, queries, slippage
from projects.comparisons import OUTCOMES, Outcome, compared, touching
from projects.controls import ControlFilter, viewable_controls
from projects.filters import IndicatorFilter, ProjectFilter
from projects.lifecycle import Met
from projects.models import ControlStatement, ObjectiveState
from projects.numbers import IndicatorRow, Said
from projects.plans import PlanRow
from projects.queries import Row
from projects.reports_due import STATES, Calendar, Due
from projects.slippage import Memory

#: What became of a report that was due, in words.
REPORTED: Mapping[str, Any] = {
    "received": _("received"),
    "late": _("received late"),
    "missing": _("missing"),
}


# --- projects ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Project:
    """A project as its list shows it, with how many recommendations on it are open."""

    row: Row
    recommendations: int

    @property
    def state(self) -> Any:
        """Where it stands."""
        return self.row.state


def _states(sought: Sought, given: Mapping[str, str]) -> Any:
    visible = policies.viewable_by(sought.viewer, sought.moment, **sought.layer)
    found = filters.apply(ProjectFilter, visible, given, sought.moment)
    return queries.ordered(found, "code", queries.ORDERINGS)


def _projects(sought: Sought) -> Iterable[Project]:
    viewer, moment = sought.viewer, sought.moment
    rows = queries.with_details(
        queries.related(_states(sought, sought.given)),
        policies.viewable_milestones(viewer, moment, **sought.layer),
        policies.viewable_objectives(viewer, moment, **sought.layer),
        queries.element_names(moment),
    )
    visible = viewable_recommendations(viewer, moment, **sought.layer)
    held = open_per_project(visible, moment)
    return [Project(row, held.get(row.state.project_id, 0)) for row in rows]


def _reports(sought: Sought) -> Iterable[Due]:
    """The reports due, of the state asked for."""
    asked = sought.given.get("state", "")
    if asked and asked not in STATES:
        raise Invalid(fields={"state": f"Choose one of: {', '.join(STATES)}."})
    given = {name: value for name, value in sought.given.items() if name != "state"}
    states = list(_states(sought, given).select_related("project"))
    due = Calendar(states, sought.moment).all_due()
    return [one for one in due if not asked or one.counts_as(asked)]


@dataclass(frozen=True)
class Case:
    """Projects reported complete with an objective unmet that a document names as one case."""

    name: str
    objectives: list[ObjectiveState]

    @property
    def projects(self) -> list[str]:
        """The codes of its projects."""
        return list(dict.fromkeys(one.project.code for one in self.objectives))


def _cases(sought: Sought) -> Iterable[Case]:
    """Case by case, those that no document names last."""
    refuse_unknown(sought.given, ())
    states = _states(sought, {"portfolio": "in", "complete_but_unmet": "yes"})
    objectives = policies.viewable_objectives(sought.viewer, sought.moment, **sought.layer)
    unmet = objectives.filter(
        project__in=list(states.values_list("project", flat=True)), met__in=[Met.NO, Met.PARTLY]
    )
    cases: dict[str, list[ObjectiveState]] = {}
    for one in unmet.select_related("project").order_by("project__code", "code"):
        cases.setdefault(one.case, []).append(one)
    ordered = sorted(cases, key=lambda name: (not name, name))
    return [Case(name, cases[name]) for name in ordered]


def _of(one: Due, name: str) -> str:
    """What the report says that was received; empty where none was."""
    return text(getattr(one.quarter.report, name)) if one.quarter.report else ""


def _rated(one: Due) -> object:
    return word("overall")(one.quarter.report) if one.quarter.report else ""


def _met(one: ObjectiveState) -> str:
    return str(one.get_met_display())


# --- milestones, indicators, amounts -------------------------------------------------------------
def _milestones(sought: Sought) -> Iterable[Memory]:
    visible = policies.viewable_milestones(sought.viewer, sought.moment, **sought.layer)
    rows = visible.order_by("project__code", "code")
    states = slippage.worst_first(rows, sought.given, sought.moment)
    return slippage.memories(states, sought.moment)


def _indicators(sought: Sought) -> Iterable[IndicatorRow]:
    visible = policies.viewable_indicators(sought.viewer, sought.moment, **sought.layer)
    found = filters.apply(IndicatorFilter, visible, sought.given, sought.moment)
    ordered = queries.ordered(found, "group", queries.INDICATOR_ORDERINGS)
    return numbers.indicator_rows(numbers.related_indicators(ordered), sought.moment)


def _value(said: Said | None) -> str:
    """The number with its period, or the words where there is no number."""
    if said is None:
        return ""
    value = said.value
    number = decimal_text(value.thousandths) or value.text or value.get_state_display()
    return f"{number} ({said.period})"


def _amounts(sought: Sought) -> Iterable[Any]:
    """The amounts of the components, in the order of the printed table."""
    given = {**figures.DEFAULT_AMOUNTS, **sought.parameters}
    rows = figures.amounts(sought.viewer, sought.moment, given)
    joined = rows.select_related("subject__table", "citation__document")
    return joined.order_by("row_order", "subject__row", "column_order", "subject__column")


# --- print against print, plans ------------------------------------------------------------------
def _compared(sought: Sought) -> Iterable[Outcome]:
    refuse_unknown(sought.given, ("outcome", "table"))
    words = [one for one in sought.given.get("outcome", "").split(",") if one]
    if any(one not in OUTCOMES for one in words):
        raise Invalid(fields={"outcome": f"Choose one of: {', '.join(OUTCOMES)}."})
    outcomes = compared(sought.moment, sought.demonstration) if sought.may_read else []
    found = touching(outcomes, sought.given.get("table", ""))
    return [one for one in found if not words or one.outcome in words]


def _plans(sought: Sought) -> Iterable[PlanRow]:
    refuse_unknown(sought.given, ())
    return plans.plan_rows(sought.moment, **sought.layer) if sought.may_read else []


def _controls(sought: Sought) -> Iterable[ControlStatement]:
    visible = viewable_controls(sought.viewer, sought.moment, **sought.layer)
    return filters.apply(ControlFilter, visible, sought.given, sought.moment)


LISTS: Mapping[str, Listed] = {
    "project-list": Listed(
        title=_("Projects"),
        find=_projects,
        key=lambda one: one.state.project_id,
        columns=(
            (_("Code"), lambda one: one.state.code),
            (_("Title"), lambda one: one.state.title),
            (_("Kind of title"), lambda one: word("title_status")(one.state)),
            (_("Driver or enabler"), lambda one: one.row.driver_name),
            (_("Lead entity"), lambda one: code_of(one.state.lead_entity)),
            (_("Overall rating"), lambda one: word("overall")(one.state)),
            (_("Per cent complete"), lambda one: one.state.percent),
            (_("Stated as at"), lambda one: one.state.percent_as_of),
            (_("Objectives"), lambda one: one.state.objectives),
            (_("Objectives met"), lambda one: one.state.met),
            (_("Objectives not met or partly met"), lambda one: one.state.unmet),
            (_("Days late at worst"), lambda one: one.row.worst_slip),
            (_("Last report"), lambda one: columns.last_quarter(one.row)),
            (_("Reports due"), lambda one: one.state.due),
            (_("Reports received"), lambda one: one.state.received),
            (_("Open recommendations"), lambda one: one.recommendations),
            (_("Provenance"), lambda one: provenance(one.state.provenance)),
        ),
    ),
    "status-report-list": Listed(
        title=_("Status reports"),
        find=_reports,
        key=lambda one: f"{one.state.code}:{one.quarter.name}",
        columns=(
            (_("Code"), lambda one: one.state.code),
            (_("Title"), lambda one: one.state.title),
            (_("Quarter"), lambda one: one.quarter.name),
            (_("Due on"), lambda one: one.quarter.due_on),
            (_("State"), lambda one: capfirst(str(REPORTED[one.word]))),
            (_("Published on"), lambda one: _of(one, "published_on")),
            (_("Per cent complete"), lambda one: _of(one, "percent")),
            (_("Overall rating"), _rated),
        ),
    ),
    "complete-but-unmet": Listed(
        title=_("Reported complete, objective unmet"),
        find=_cases,
        key=lambda case: case.name or "-",
        columns=(
            (_("Case"), lambda case: case.name or _("no document names a case")),
            (_("Projects"), lambda case: ", ".join(case.projects)),
            (
                _("Objectives not met or partly met"),
                lambda case: "; ".join(f"{one.name} ({_met(one)})" for one in case.objectives),
            ),
        ),
    ),
    "slippage": Listed(
        title=_("Milestones"),
        find=_milestones,
        key=lambda memory: memory.state.milestone_id,
        columns=(
            (_("Project"), lambda memory: f"{memory.state.project.code} {memory.title}"),
            (_("Milestone"), lambda memory: memory.state.name),
            (_("First promised for"), lambda memory: memory.first_words),
            (_("Expected or reached"), lambda memory: memory.expected_words),
            (_("Reached"), lambda memory: memory.state.reached),
            (_("Days after the first promise"), lambda memory: memory.state.slip_first),
            (_("Times moved"), lambda memory: memory.state.moves),
            (_("Passed without a word"), lambda memory: memory.passed),
            (_("Source"), lambda memory: source(memory.state.particulars)),
            (_("Provenance"), lambda memory: provenance(memory.state.particulars.provenance)),
        ),
    ),
    "indicator-list": Listed(
        title=_("Indicators"),
        find=_indicators,
        key=lambda row: row.state.indicator_id,
        columns=(
            (_("Code"), lambda row: row.state.code),
            (_("Indicator"), lambda row: row.state.name),
            (_("Group"), lambda row: word("group")(row.state)),
            (_("Unit"), lambda row: row.state.unit),
            (_("Baseline"), lambda row: _value(row.baseline)),
            (_("Actual"), lambda row: _value(row.actual)),
            (_("Planned or target"), lambda row: _value(row.aim)),
            (_("Below plan"), lambda row: row.state.is_below_plan),
            (_("Proxy"), lambda row: row.state.proxy),
            (_("Source"), lambda row: source(row.state.particulars)),
            (_("Provenance"), lambda row: provenance(row.state.provenance)),
        ),
    ),
    "resource-amount-list": Listed(
        title=_("Amounts behind a total"),
        find=_amounts,
        key=lambda row: row.subject_id,
        columns=(
            (_("Table"), lambda row: row.subject.table.code),
            (_("Line"), lambda row: row.row_label),
            (_("Column"), lambda row: row.column_label),
            (_("Source of the money"), word("fund")),
            (_("As printed"), lambda row: row.as_printed),
            (_("Source"), source),
            (_("Provenance"), lambda row: provenance(row.provenance)),
        ),
    ),
    "discrepancies": Listed(
        title=_("Discrepancies"),
        find=_compared,
        key=lambda one: one.key,
        columns=(
            (_("Code"), lambda one: one.code),
            (_("What is compared"), lambda one: one.name),
            (_("Row or column"), lambda one: one.star_label),
            (_("Outcome"), lambda one: capfirst(OUTCOMES[one.outcome])),
            (_("As printed"), lambda one: one.as_printed or one.printed_text),
            (_("Computed"), lambda one: one.computed_text),
            (_("Difference"), lambda one: one.difference_text),
            (_("Explanation"), lambda one: one.missing or one.explanation),
            (_("Source"), source),
            (_("Provenance"), lambda one: provenance(one.provenance)),
        ),
    ),
    "control-list": Listed(
        title=_("Security controls"),
        find=_controls,
        key=lambda row: row.subject_id,
        columns=(
            (_("Plan"), lambda row: row.subject.plan.code),
            (_("Control"), lambda row: row.name),
            (_("Planned measure"), lambda row: row.planned_measure),
            (_("In its place"), lambda row: row.substitute),
            (_("What was reported"), lambda row: row.reported_state),
            (_("The auditors' view"), lambda row: row.audit_view),
            (_("Verification"), word("verification")),
            (_("Source"), source),
            (_("Provenance"), lambda row: provenance(row.provenance)),
        ),
    ),
    "plan-list": Listed(
        title=_("Strategies and plans"),
        find=_plans,
        key=lambda row: row.said.subject_id,
        columns=(
            (_("Code"), lambda row: row.code),
            (_("Name"), lambda row: row.said.name),
            (_("Kind"), lambda row: word("kind")(row.said.subject)),
            (_("Years"), lambda row: row.period),
            (_("Follows"), lambda row: code_of(row.said.predecessor)),
            (_("Part of"), lambda row: code_of(row.said.part_of)),
            (_("Source"), lambda row: source(row.said)),
            (_("Provenance"), lambda row: provenance(row.said.provenance)),
        ),
    ),
}
