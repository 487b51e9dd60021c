"""Milestones and their baselines: proposed by the lead, decided by an approver."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from ledger import days
from ledger.errors import Invalid, WrongState
from ledger.history import recording, take
from ledger.texts import clean_line, clean_prose
from projects import notifications, policies
from projects.actions.common import NotFound, corrected, find_project
from projects.lifecycle import DateKind, ProposalState
from projects.models import (
    BaselineProposal,
    Milestone,
    MilestoneDate,
    MilestoneParticulars,
    ProjectState,
)
from secretariat.models import Person
from secretariat.provenance import provenance_of


def plan_milestone(
    *, by: Person, project_id: UUID, name: str, day: date, authority: str, reason: str
) -> Milestone:
    """Record a new milestone and propose its first baseline; raises ``Invalid`` or ``Forbidden``."""
    state = find_project(by, project_id)
    role = policies.check_can_propose(by, state.project)
    policies.check_is_open(state)
    _check_day(state, day)
    called = clean_line(name, field="name", required=True)
    with recording(by=by, role=role) as record:
        take(state.project)
        milestone = Milestone.objects.create(
            project=state.project,
            code=_next_code(state),
            demonstration=state.project.demonstration,
        )
        draft = record.entry(
            "projects.milestone.planned", state.project, after={"code": milestone.code}
        )
        draft.state(
            MilestoneParticulars(
                subject=milestone,
                as_of=days.today(),
                name=called,
                provenance=provenance_of(by),
            )
        )
        proposal = _propose(by, milestone, day, authority, reason)
        record.entry("projects.baseline.proposed", state.project, after=_said(proposal))
    notifications.tell_approvers(proposal)
    return milestone


def _next_code(state: ProjectState) -> str:
    number = Milestone.objects.filter(project=state.project_id).count() + 1
    while Milestone.objects.filter(code=f"{state.code}-M{number}").exists():
        number += 1
    return f"{state.code}-M{number}"


def _check_day(state: ProjectState, day: date) -> None:
    start = state.particulars.starts_on
    if start is not None and day < start:
        said = f"The project starts on {start}; a milestone cannot lie before that."
        raise Invalid(fields={"day": said})


def _propose(
    by: Person, milestone: Milestone, day: date, authority: str, reason: str
) -> BaselineProposal:
    return BaselineProposal.objects.create(
        milestone=milestone,
        day=day,
        authority=clean_line(authority, field="authority", required=True),
        reason=clean_prose(reason, field="reason", required=True),
        proposed_by=by.number,
        proposed_at=timezone.now(),
    )


def _said(proposal: BaselineProposal) -> dict[str, object]:
    return {"milestone": proposal.milestone.code, "day": proposal.day}


def propose_baseline(
    *, by: Person, milestone_id: UUID, day: date, authority: str, reason: str
) -> BaselineProposal:
    """Propose a new baseline of a milestone; it changes nothing until an approver agrees."""
    milestone = Milestone.objects.select_related("project").filter(pk=milestone_id).first()
    if milestone is None:
        raise NotFound("There is no such milestone.")
    state = find_project(by, milestone.project_id)
    role = policies.check_can_propose(by, state.project)
    policies.check_is_open(state)
    _check_day(state, day)
    if milestone.proposals.filter(state=ProposalState.PROPOSED).exists():
        raise WrongState("A baseline of this milestone waits for a decision already.")
    with recording(by=by, role=role) as record:
        proposal = _propose(by, milestone, day, authority, reason)
        record.entry(
            "projects.baseline.proposed",
            state.project,
            after=_said(proposal),
            reason=proposal.reason,
        )
    notifications.tell_approvers(proposal)
    return proposal


def find_proposal(proposal_id: int) -> BaselineProposal:
    """A proposed baseline; else ``NotFound``."""
    rows = BaselineProposal.objects.select_related("milestone__project")
    found = rows.filter(pk=proposal_id).first()
    if found is None:
        raise NotFound("There is no such proposal.")
    return found


def approve_baseline(*, by: Person, proposal_id: int) -> MilestoneDate:
    """An approver agrees: the new baseline stands from today, the earlier ones stay on record."""
    proposal = find_proposal(proposal_id)
    state = find_project(by, proposal.milestone.project_id)
    role = policies.check_can_approve(by, proposal)
    today = days.today()
    milestone = proposal.milestone
    dated = MilestoneDate(
        subject=milestone,
        kind=DateKind.BASELINE,
        as_of=today,
        day=proposal.day,
        day_precision=proposal.day_precision,
        authority=proposal.authority,
        reason=proposal.reason,
        provenance=provenance_of(by),
    )
    with recording(by=by, role=role) as record:
        _decide(proposal, by, ProposalState.APPROVED, "")
        take(state.project)
        take(milestone)
        dated.corrects = corrected(MilestoneDate, milestone, today, kind=DateKind.BASELINE)
        draft = record.entry(
            "projects.baseline.approved",
            state.project,
            after={**_said(proposal), "proposed_by": proposal.proposed_by},
            reason=proposal.reason,
        )
        draft.state(dated)
        dated.ordinal = milestone.version
    notifications.tell_proposer(proposal)
    return dated


def refuse_baseline(*, by: Person, proposal_id: int, reason: str) -> BaselineProposal:
    """An approver refuses, with the reason."""
    proposal = find_proposal(proposal_id)
    state = find_project(by, proposal.milestone.project_id)
    role = policies.check_can_approve(by, proposal)
    why = clean_line(reason, field="reason", required=True)
    with recording(by=by, role=role) as record:
        _decide(proposal, by, ProposalState.REFUSED, why)
        record.entry("projects.baseline.refused", state.project, after=_said(proposal), reason=why)
    notifications.tell_proposer(proposal)
    return proposal


def _decide(proposal: BaselineProposal, by: Person, outcome: ProposalState, reason: str) -> None:
    waiting = BaselineProposal.objects.filter(pk=proposal.pk, state=ProposalState.PROPOSED)
    decided = waiting.update(
        state=outcome, decided_by=by.number, decided_at=timezone.now(), decision_reason=reason
    )
    if not decided:
        raise WrongState("This proposal was decided on before.")
    proposal.refresh_from_db()
