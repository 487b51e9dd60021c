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
from governance.figures.policies import COUNT
from governance.figures.requests import FULFILLED

__all__ = [
    "COUNT",
    "COVERAGE",
    "FRAMEWORK",
    "FULFILLED",
    "IN_FORCE",
    "MEETINGS",
    "OUTPUTS",
    "PARAMETERS",
    "RESPONSE",
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
