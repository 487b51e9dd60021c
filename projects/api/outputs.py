"""What the portfolio's endpoints answer. Lists are built as plain values: serializers cost per row."""

from typing import Any

from ledger import days
from ledger.importing.cells import decimal_text
from ledger.models import Entry
from projects import columns
from projects.lifecycle import RATED, Met, PortfolioMove
from projects.models import (
    IndicatorValue,
    MilestoneDate,
    MilestoneState,
    ObjectiveAssessment,
    ObjectiveState,
    PercentComplete,
    ProjectBudget,
    ProjectState,
    StatusReport,
)
from projects.queries import Row
from projects.reporting import TEXTS
from projects.reports_due import Due
from secretariat.models import Citation


def citation(place: Citation | None) -> dict[str, str] | None:
    """Where something is printed."""
    if place is None:
        return None
    return {"document": place.document.symbol, "locator": place.locator}


def statement(row: Any) -> dict[str, Any]:
    """What every statement answers: its two dates, its source, its place in the correction line."""
    return {
        "id": str(row.pk),
        "as_of": row.as_of,
        "as_of_precision": row.as_of_precision,
        "recorded_at": row.recorded_at,
        "provenance": row.provenance,
        "citation": citation(row.citation),
        "corrects": str(row.corrects_id) if row.corrects_id else None,
        "note": row.note,
    }


def project(row: Row) -> dict[str, Any]:
    """A project as lists and details show it."""
    state, said = row.state, row.state.particulars
    return {
        "id": str(state.project_id),
        "version": state.project.version,
        "code": state.code,
        "title": state.title,
        "title_zh": said.title_zh,
        "title_status": state.title_status,
        "plan": state.plan.code,
        "driver": state.driver.code if state.driver else None,
        "objectives": sorted(served.element.code for served in said.objectives.all()),
        "lead_entity": state.lead_entity.code if state.lead_entity else None,
        "strategic_office": said.strategic_office,
        "operational_office": said.operational_office,
        "sponsor": said.sponsor,
        "project_lead": said.project_lead,
        "description": said.description,
        "starts_on": said.starts_on,
        "ends_on": said.ends_on,
        "paragraphs": _paragraphs(said),
        "citation": citation(said.citation),
        **_standing(row),
        "provenance": state.provenance,
        "note": said.note,
    }


def _paragraphs(said: Any) -> list[dict[str, str] | None]:
    places = sorted((one.citation for one in said.paragraphs.all()), key=str)
    return [citation(place) for place in places]


def _standing(row: Row) -> dict[str, Any]:
    """How the project stands: what is reported apart from what was reached."""
    state = row.state
    return {
        "in_portfolio": state.event_kind == PortfolioMove.ENTRY,
        "closed": state.closure_id is not None,
        "percent": _percent(state),
        "overall": state.overall,
        "objective_word": state.objective_word,
        "objectives_recorded": state.objectives,
        "objectives_met": state.met,
        "objectives_unmet": state.unmet,
        "unmet": [_unmet(one) for one in row.objectives if one.met in {Met.NO, Met.PARTLY}],
        "complete_but_unmet": state.is_complete_but_unmet,
        "milestones": state.milestones,
        "worst_slip_days": row.worst_slip,
        "dates_moved": row.moves,
        "last_report": columns.last_quarter(row) or None,
        "reports_due": state.due,
        "reports_received": state.received,
    }


def _percent(state: ProjectState) -> dict[str, Any] | None:
    said = state.percent_said
    if said is None:
        return None
    return {
        "value": said.percent,
        "method": said.method,
        "as_of": said.as_of,
        "provenance": said.provenance,
        "citation": citation(said.citation),
    }


def _unmet(state: ObjectiveState) -> dict[str, Any]:
    said = state.auditor or state.owner
    return {
        "code": state.code,
        "name": state.name,
        "met": state.met,
        "case": state.case or None,
        "voice": said.voice if said else None,
        "citation": citation(said.citation) if said else None,
    }


def percent(row: PercentComplete) -> dict[str, Any]:
    """How far it was said to be."""
    return {**statement(row), "value": row.percent, "method": row.method, "reason": row.reason}


def budget(row: ProjectBudget) -> dict[str, Any]:
    """Budget, forecast and actual of a year and fund, in dollars."""
    return {
        **statement(row),
        "year": row.year,
        "fund": row.fund or None,
        "budget": row.budget,
        "forecast": row.forecast,
        "actual": row.actual,
    }


def milestone(state: MilestoneState, dates: list[MilestoneDate]) -> dict[str, Any]:
    """A milestone with every date ever named for it."""
    return {
        "id": str(state.milestone_id),
        "code": state.code,
        "name": state.name,
        "first_baseline": state.first_day,
        "current_baseline": state.current_day,
        "expected": state.expected,
        "reached": state.reached,
        "slip_first_days": state.slip_first,
        "slip_current_days": state.slip_current,
        "moves": state.moves,
        "citation": citation(state.particulars.citation),
        "provenance": state.particulars.provenance,
        "dates": [_date(named) for named in dates],
    }


def _date(row: MilestoneDate) -> dict[str, Any]:
    return {
        **statement(row),
        "kind": row.kind,
        "day": row.day,
        "day_precision": row.day_precision,
        "authority": row.authority,
        "reason": row.reason,
    }


def objective(state: ObjectiveState, values: list[IndicatorValue]) -> dict[str, Any]:
    """An objective with the word of each voice and what measures it."""
    return {
        "id": str(state.objective_id),
        "code": state.code,
        "name": state.name,
        "met": state.met,
        "case": state.case or None,
        "owner": assessment(state.owner) if state.owner else None,
        "auditor": assessment(state.auditor) if state.auditor else None,
        "indicator": state.indicator.code if state.indicator else None,
        "values": [measurement(value) for value in values],
        "citation": citation(state.particulars.citation),
        "provenance": state.particulars.provenance,
    }


def assessment(row: ObjectiveAssessment) -> dict[str, Any]:
    """What one voice said of an objective."""
    return {
        **statement(row),
        "voice": row.voice,
        "met": row.met,
        "case": row.case or None,
        "reasoning": row.reasoning,
    }


def measurement(row: IndicatorValue) -> dict[str, Any]:
    """A value of the indicator behind an objective."""
    return {
        **statement(row),
        "role": row.role,
        "period": days.period_text(row.period_end, row.period_precision),
        "state": row.state,
        "value": decimal_text(row.thousandths) if row.thousandths is not None else None,
        "unit": row.unit,
        "qualifier": row.qualifier,
        "text": row.text,
        "as_printed": row.as_printed,
    }


def report(row: StatusReport) -> dict[str, Any]:
    """A published status report."""
    ratings = {
        name: {"rating": getattr(row, name), "reason": getattr(row, f"{name}_reason")}
        for name in RATED
    }
    return {
        **statement(row),
        "quarter": row.quarter,
        "percent": row.percent,
        "method": row.method,
        "percent_reason": row.percent_reason,
        "ratings": ratings,
        **{name: getattr(row, name) for name in TEXTS},
        "milestones": [
            {
                "milestone": one.milestone.code,
                "expected": one.expected,
                "reached": one.reached,
                "reason": one.reason,
            }
            for one in row.milestones.all()
        ],
        "risks": [
            {"title": one.title, "rating": one.rating, "response": one.response}
            for one in row.risks.all()
        ],
        "submitted_by": row.submitted_by,
        "submitted_at": row.submitted_at,
        "published_on": row.published_on,
    }


def due(one: Due) -> dict[str, Any]:
    """A report that was due, and what became of it."""
    said = one.quarter.report
    return {
        "project": one.state.code,
        "quarter": one.quarter.name,
        "due_on": one.quarter.due_on,
        "state": one.word,
        "published_on": said.published_on if said else None,
        "percent": said.percent if said else None,
        "overall": said.overall if said else None,
        "id": str(said.pk) if said else None,
        "provenance": said.provenance if said else None,
    }


def entry(row: Entry, *, readable: bool = True) -> dict[str, Any]:
    """A history entry: people appear by their stable number."""
    seal = getattr(row, "seal", None)
    return {
        "id": str(row.pk),
        "no": seal.no if seal else None,
        "recorded_at": row.recorded_at,
        "actor": row.actor,
        "acting_role": row.acting_role,
        "kind": row.kind,
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "before": row.before,
        "after": row.after,
        "reason": row.reason if readable else None,
        "correlation_id": str(row.correlation_id),
        "digest": row.digest,
    }
