"""Who may read and write what in the portfolio. Each rule raises with a reason, or answers yes or no."""

from typing import Any

from django.db.models import Q, QuerySet

from ledger.errors import DomainError, Forbidden, WrongState
from ledger.moments import Moment
from projects.lifecycle import WRITER, DraftState
from projects.models import (
    BaselineProposal,
    IndicatorState,
    MilestoneState,
    ObjectiveState,
    Project,
    ProjectParticulars,
    ProjectState,
    ReportDraft,
)
from projects.state import indicators_at, milestones_at, objectives_at, projects_at
from secretariat.access import is_person, may, own_entities, role_for, scopes
from secretariat.provenance import check_same_layer
from secretariat.roles import Permission, Role, ScopeKind


def _readable(viewer: Any, rows: Any, demonstration: bool) -> Any:
    if not may(viewer, Permission.READ_REGISTER):
        return rows.none()
    return rows.filter(demonstration=demonstration)


def viewable_by(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> QuerySet[ProjectState]:
    """The projects a person may see at a moment: the live register is open to its staff."""
    rows: QuerySet[ProjectState] = _readable(viewer, projects_at(moment), demonstration)
    return rows


def viewable_milestones(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> QuerySet[MilestoneState]:
    """The milestones a person may see."""
    rows: QuerySet[MilestoneState] = _readable(viewer, milestones_at(moment), demonstration)
    return rows


def viewable_objectives(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> QuerySet[ObjectiveState]:
    """The objectives of projects a person may see."""
    rows: QuerySet[ObjectiveState] = _readable(viewer, objectives_at(moment), demonstration)
    return rows


def viewable_indicators(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> QuerySet[IndicatorState]:
    """The indicators a person may see."""
    rows: QuerySet[IndicatorState] = _readable(viewer, indicators_at(moment), demonstration)
    return rows


def viewable_drafts(viewer: Any) -> QuerySet[ReportDraft]:
    """Drafts are for those who report on the project and for those who publish; nobody else."""
    rows = ReportDraft.objects.exclude(state=DraftState.PUBLISHED)
    if not is_person(viewer):
        return rows.none()
    if may(viewer, Permission.PUBLISH):
        return rows
    return rows.filter(Q(project__code__in=own_projects(viewer)))


def own_projects(viewer: Any) -> frozenset[str]:
    """The codes of the projects a person reports on as their lead."""
    return scopes(viewer, Permission.REPORT, ScopeKind.PROJECT)


def _check(viewer: Any, series: str, project: Project, said: str) -> Role:
    role = role_for(viewer, WRITER[series], project=project.code)
    if role is None:
        raise Forbidden(said)
    assert is_person(viewer)
    check_same_layer(viewer, project)
    return role


def check_can_report(viewer: Any, project: Project) -> Role:
    """The lead of the project, or the portfolio officer for all."""
    return _check(
        viewer,
        "status_report",
        project,
        f"Only the lead of {project.code} or a portfolio officer can report on it.",
    )


def check_can_publish(viewer: Any, project: Project, submitted_by: int | None) -> Role:
    """A portfolio officer, and never the person who submitted the report."""
    role = _check(
        viewer, "publication", project, "Only a portfolio officer can publish a status report."
    )
    if viewer.number == submitted_by:
        raise Forbidden("You submitted this report; another person has to publish it.")
    return role


def check_can_return(viewer: Any, project: Project) -> Role:
    """Whoever may publish may also give a report back, the own one too."""
    return _check(
        viewer, "publication", project, "Only a portfolio officer can give a status report back."
    )


def check_can_measure(viewer: Any, project: Project) -> Role:
    """Those who report on a project also measure its objectives."""
    return _check(
        viewer,
        "measurement",
        project,
        f"Only the lead of {project.code} or a portfolio officer can record a measurement.",
    )


def check_can_say_met(viewer: Any, project: Project) -> Role:
    """The owner's word is the lead's."""
    return _check(
        viewer,
        "owner_assessment",
        project,
        f"Only the lead of {project.code} or a portfolio officer speaks for its owner.",
    )


def check_can_judge(viewer: Any, project: Project) -> Role:
    """The auditor's word is an auditor's, from outside the entity that leads the project."""
    role = role_for(viewer, WRITER["auditor_assessment"], any_scope=True)
    if role is None:
        raise Forbidden("Only an auditor can record whether the auditors find an objective met.")
    assert is_person(viewer)
    check_same_layer(viewer, project)
    if own_entities(viewer) & _leading(project):
        raise Forbidden("You belong to the entity that leads this project, so you cannot judge it.")
    return role


def _leading(project: Project) -> frozenset[str]:
    rows = ProjectParticulars.objects.filter(subject=project).standing()
    latest = rows.select_related("lead_entity").order_by("-as_of", "-ordinal").first()
    entity = latest.lead_entity if latest else None
    return frozenset({entity.code} if entity else ())


def check_can_propose(viewer: Any, project: Project) -> Role:
    """The lead proposes a new baseline."""
    return _check(
        viewer,
        "baseline_proposal",
        project,
        f"Only the lead of {project.code} or a portfolio officer can propose a baseline.",
    )


def check_can_approve(viewer: Any, proposal: BaselineProposal) -> Role:
    """An approver who did not propose it."""
    project = proposal.milestone.project
    role = _check(viewer, "baseline_approval", project, "Only an approver decides on a baseline.")
    if viewer.number == proposal.proposed_by:
        raise Forbidden("You proposed this baseline; a second person has to decide on it.")
    return role


def check_can_close(viewer: Any, project: Project) -> Role:
    """Those who report on a project also close it."""
    return _check(
        viewer,
        "closing",
        project,
        f"Only the lead of {project.code} or a portfolio officer can close it.",
    )


def check_can_except(viewer: Any, project: Project) -> Role:
    """An approver lets a project close although an objective is unmet."""
    return _check(
        viewer,
        "closing_exception",
        project,
        "Only an approver can let a project close with an unmet objective.",
    )


def check_can_keep(viewer: Any, project: Project) -> Role:
    """The portfolio officer keeps the portfolio."""
    return _check(viewer, "portfolio", project, "Only a portfolio officer keeps the portfolio.")


def check_is_open(state: ProjectState) -> None:
    """Raise when the project is closed: its record goes on by correction only."""
    if state.closure_id is not None:
        raise WrongState(f"{state.code} is closed.")


def can(check: Any, *given: Any) -> bool:
    """The same rule as a ``check_…`` function, as yes or no, for a button."""
    try:
        check(*given)
    except DomainError:
        return False
    return True
