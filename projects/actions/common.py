"""What the portfolio's actions share."""

from datetime import date
from typing import Any
from uuid import UUID

from ledger import days, moments
from ledger.errors import DomainError, Invalid
from ledger.history import declare_kinds
from ledger.moments import Moment
from projects.models import Project, ProjectState
from projects.policies import viewable_by

KINDS = {
    "projects.report.submitted": "submitted the status report",
    "projects.report.returned": "returned the status report",
    "projects.report.published": "published the status report",
    "projects.report.corrected": "corrected the status report",
    "projects.milestone.planned": "planned a milestone",
    "projects.baseline.proposed": "proposed a baseline",
    "projects.baseline.approved": "approved a baseline",
    "projects.baseline.refused": "refused a baseline",
    "projects.objective.assessed": "said whether the objective is met",
    "projects.objective.measured": "recorded a measurement",
    "projects.closing.excepted": "let the project close with an unmet objective",
    "projects.closed": "closed the project",
}
declare_kinds(KINDS)


class NotFound(DomainError):
    """There is no such thing, or the person may not see it: the answer is the same."""

    code = "not_found"
    status = 404


def find_project(viewer: Any, project_id: UUID, moment: Moment | None = None) -> ProjectState:
    """The project as it stands at the moment (now), if the viewer may see it; else ``NotFound``."""
    layer = Project.objects.filter(pk=project_id).values_list("demonstration", flat=True).first()
    rows = viewable_by(viewer, moment or moments.now(), demonstration=bool(layer))
    found = rows.select_related("project", "particulars", "driver", "lead_entity", "plan")
    state: ProjectState | None = found.filter(project=project_id).first()
    if state is None:
        raise NotFound("There is no such project.")
    return state


def clean_past(as_of: date, *, field: str = "as_of") -> date:
    """A day that has come."""
    if as_of > days.today():
        raise Invalid(fields={field: f"{as_of.isoformat()} has not come yet."})
    return as_of


def corrected(model: Any, subject: Any, as_of: date, **same: Any) -> Any:
    """The standing statement of the same day that a new one replaces; ``None`` when there is none."""
    rows = model.objects.filter(subject=subject, as_of=as_of, **same).standing()
    return rows.order_by("-ordinal").first()
