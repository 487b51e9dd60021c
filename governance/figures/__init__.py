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
)
from governance.figures.requests import FULFILLED

__all__ = [
    "FRAMEWORK",
    "FULFILLED",
    "MEETINGS",
    "OUTPUTS",
    "PARAMETERS",
    "codes_of",
    "due_outputs",
    "framework",
    "is_demonstration",
    "meetings",
    "outputs_delivered",
    "performances",
    "period_name",
    "period_of",
]
