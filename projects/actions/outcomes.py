"""Whether objectives are met, what measures them, and how a project ends."""

from datetime import date
from uuid import UUID

from ledger import days
from ledger.errors import Invalid, WrongState
from ledger.history import recording, take
from ledger.importing import cells as read
from ledger.importing.kinds import Change
from ledger.moments import now
from ledger.texts import clean_line, clean_prose
from projects import policies
from projects.actions.common import NotFound, clean_past, corrected, find_project
from projects.lifecycle import ClosingResult, Met, ValueRole, ValueState, Voice
from projects.models import (
    ClosingException,
    Closure,
    IndicatorValue,
    ObjectiveAssessment,
    ObjectiveState,
    ProjectState,
)
from projects.models.outcome import SAID
from projects.state import objectives_at
from secretariat import sheets
from secretariat.models import Person
from secretariat.provenance import provenance_of

#: Where the form of a measurement calls a cell by another name.
FORM_FIELDS = {"text": "evidence"}
REASONS = ("reasons", "systemic_causes", "organizational_factors", "lessons")


def find_objective(viewer: Person, objective_id: UUID) -> ObjectiveState:
    """The objective as it stands now, if the viewer may see its project; else ``NotFound``."""
    rows = objectives_at(now()).select_related("objective__project", "indicator", "particulars")
    found = rows.filter(objective=objective_id).first()
    if found is None:
        raise NotFound("There is no such objective.")
    find_project(viewer, found.project_id)
    return found


def assess_objective(
    *,
    by: Person,
    objective_id: UUID,
    voice: str,
    met: str,
    reasoning: str,
    as_of: date,
    case: str = "",
) -> ObjectiveAssessment:
    """Say whether an objective is met: the owner's word and the auditor's stand apart.

    A second word of one voice on one day corrects the first. Raises ``Forbidden`` or ``Invalid``.
    """
    state = find_objective(by, objective_id)
    project = state.objective.project
    if voice not in Voice.values:
        raise Invalid(fields={"voice": "Choose whose word it is."})
    check = policies.check_can_judge if voice == Voice.AUDITOR else policies.check_can_say_met
    role = check(by, project)
    if met not in [word.value for word in SAID]:
        raise Invalid(fields={"met": "Choose yes, partly or no."})
    said = ObjectiveAssessment(
        subject=state.objective,
        as_of=clean_past(as_of),
        voice=voice,
        met=met,
        case=clean_line(case, field="case"),
        reasoning=clean_prose(reasoning, field="reasoning", required=True),
        provenance=provenance_of(by),
    )
    with recording(by=by, role=role) as record:
        take(project)
        take(state.objective)
        said.corrects = corrected(ObjectiveAssessment, state.objective, as_of, voice=voice)
        draft = record.entry(
            "projects.objective.assessed",
            project,
            before={"objective": state.code, "met": state.met},
            after={"objective": state.code, "voice": voice, "met": met, "as_of": as_of},
            reason=said.reasoning,
        )
        draft.state(said)
        said.ordinal = state.objective.version
    return said


def record_measurement(
    *,
    by: Person,
    objective_id: UUID,
    period: str,
    value: str,
    unit: str,
    evidence: str,
    qualifier: str = "exactly",
) -> IndicatorValue:
    """Record what was measured for an objective, in the unit of its indicator, with the evidence.

    Raises ``Invalid`` naming the field, also for a missing or other unit and a decimal comma.
    """
    state = find_objective(by, objective_id)
    role = policies.check_can_measure(by, state.objective.project)
    if state.indicator is None:
        raise WrongState(f"{state.code} has no indicator. Name one first.")
    change = _measured(state, period, value, unit, evidence, qualifier)
    sheet = sheets.get_sheet("indicator_values")
    if faults := sheets.check(sheet, [change]):
        raise Invalid(
            fields={FORM_FIELDS.get(f.column or "", f.column or ""): f.said for f in faults}
        )
    with recording(by=by, role=role) as record:
        made: IndicatorValue = sheets.write_rows(
            sheet, by, record, f"Measured for {state.code}", [change]
        )[0]
        record.entry(
            "projects.objective.measured",
            state.objective.project,
            after={"objective": state.code, "value": value, "unit": unit, "period": period},
            reason=evidence,
        )
    return made


def _measured(
    state: ObjectiveState, period: str, value: str, unit: str, evidence: str, qualifier: str
) -> Change:
    assert state.indicator is not None
    faults: dict[str, str] = {}
    cells = {
        "indicator": state.indicator.code,
        "role": ValueRole.ACTUAL.value,
        "state": ValueState.NUMBER.value,
        "qualifier": qualifier,
        "unit": clean_line(unit, field="unit", required=True),
        "text": clean_prose(evidence, field="evidence", required=True),
        "document": "",
        "locator": "",
    }
    try:
        found = days.parse_period(period)
        cells["period"] = days.period_text(found.last, found.precision)
        cells["as_of"] = min(found.last, days.today()).isoformat()
    except ValueError as error:
        faults["period"] = str(error)
    try:
        cells["value"] = read.decimal_number(value.strip())
    except ValueError as error:
        faults["value"] = str(error)
    if faults:
        raise Invalid(fields=dict(faults))
    return Change(line=1, key=(), before=None, after=cells)


def unmet_objectives(state: ProjectState) -> list[ObjectiveState]:
    """The objectives that nobody whose word counts calls met."""
    rows = objectives_at(now()).filter(project=state.project_id)
    return [row for row in rows.order_by("code") if row.met != Met.YES]


def may_close_complete(state: ProjectState) -> bool:
    """Whether a project at 100 per cent may close: every objective met, or an approver's exception."""
    if state.percent != 100 or not unmet_objectives(state):
        return True
    return bool(ClosingException.objects.filter(subject=state.project_id).standing().exists())


def allow_closing(*, by: Person, project_id: UUID, reason: str) -> ClosingException:
    """An approver lets a project close at 100 per cent although an objective is not met."""
    state = find_project(by, project_id)
    role = policies.check_can_except(by, state.project)
    policies.check_is_open(state)
    if may_close_complete(state):
        raise WrongState("No exception is needed: nothing stands against closing.")
    said = ClosingException(
        subject=state.project,
        as_of=days.today(),
        reason=clean_prose(reason, field="reason", required=True),
        provenance=provenance_of(by),
    )
    with recording(by=by, role=role) as record:
        take(state.project)
        unmet = [row.code for row in unmet_objectives(state)]
        record.entry(
            "projects.closing.excepted", state.project, after={"unmet": unmet}, reason=said.reason
        ).state(said)
    return said


def close_project(
    *,
    by: Person,
    project_id: UUID,
    expected_version: int,
    result: str,
    as_of: date,
    reasons: str,
    systemic_causes: str,
    organizational_factors: str,
    lessons: str,
) -> Closure:
    """Close a project with what came of it, why, and what was learned (A/74/588 para 10).

    Raises ``WrongState`` while it stands at 100 per cent with an objective that is not met and no
    approver's exception, ``Invalid`` while a reason is missing, ``Stale`` when it moved on.
    """
    state = find_project(by, project_id)
    role = policies.check_can_close(by, state.project)
    policies.check_is_open(state)
    if result not in ClosingResult.values:
        raise Invalid(fields={"result": "Choose how it ended."})
    if not may_close_complete(state):
        codes = ", ".join(row.code for row in unmet_objectives(state))
        raise WrongState(
            f"It is reported at 100 per cent, and these objectives are not met: {codes}. "
            "Lower the percentage, have the objectives assessed, or ask an approver for an exception."
        )
    given = {
        "reasons": reasons,
        "systemic_causes": systemic_causes,
        "organizational_factors": organizational_factors,
        "lessons": lessons,
    }
    said = Closure(
        subject=state.project,
        as_of=clean_past(as_of),
        quarter_no=days.quarter_number_of(as_of),
        result=result,
        provenance=provenance_of(by),
        **{name: clean_prose(given[name], field=name, required=True) for name in REASONS},
    )
    with recording(by=by, role=role) as record:
        take(state.project, expected_version=expected_version)
        record.entry(
            "projects.closed",
            state.project,
            before={"percent": state.percent},
            after={"result": result, "as_of": as_of},
            reason=said.reasons,
        ).state(said)
    return said
