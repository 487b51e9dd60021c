"""The only writer of the portfolio besides its sheets: one verb function per change."""

from projects.actions.common import NotFound, find_project
from projects.actions.milestones import (
    approve_baseline,
    find_proposal,
    plan_milestone,
    propose_baseline,
    refuse_baseline,
)
from projects.actions.outcomes import (
    allow_closing,
    assess_objective,
    close_project,
    find_objective,
    may_close_complete,
    record_measurement,
    unmet_objectives,
)
from projects.actions.reports import (
    before_report,
    clean_quarter,
    find_draft,
    publish_report,
    published,
    return_report,
    save_draft,
    submit_report,
)

__all__ = [
    "NotFound",
    "allow_closing",
    "approve_baseline",
    "assess_objective",
    "before_report",
    "clean_quarter",
    "close_project",
    "find_draft",
    "find_objective",
    "find_project",
    "find_proposal",
    "may_close_complete",
    "plan_milestone",
    "propose_baseline",
    "publish_report",
    "published",
    "record_measurement",
    "refuse_baseline",
    "return_report",
    "save_draft",
    "submit_report",
    "unmet_objectives",
]
