"""The figures of governance. Each counts what its viewer may see at a moment."""

from governance.figures.bodies import (
    FRAMEWORK,
    MEETINGS,
    OUTPUTS,
    PARAMETERS,
    codes_of,
    due_outputs,
    framework,
    is_demonstration,
    meetings,
    outputs_delivered,
    performances,
    period_name,
    period_of,
    working,
)
from governance.figures.compliance import COVERAGE, IN_FORCE, RESPONSE
from governance.figures.decisions import CARRIED_OUT
from governance.figures.policies import COUNT
from governance.figures.requests import FULFILLED, NEXT_DUE, OVERDUE
from governance.figures.reviews import GAPS, PROVISIONS_KEPT, REVIEWED

__all__ = [
    "CARRIED_OUT",
    "COUNT",
    "COVERAGE",
    "FRAMEWORK",
    "FULFILLED",
    "GAPS",
    "IN_FORCE",
    "MEETINGS",
    "NEXT_DUE",
    "OUTPUTS",
    "OVERDUE",
    "PARAMETERS",
    "PROVISIONS_KEPT",
    "RESPONSE",
    "REVIEWED",
    "codes_of",
    "due_outputs",
    "framework",
    "is_demonstration",
    "meetings",
    "outputs_delivered",
    "performances",
    "period_name",
    "period_of",
    "working",
]
