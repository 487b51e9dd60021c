"""What the tracker does at night, besides figures and flags: check the projection, remind people."""

from collections.abc import Mapping

from audits import notifications, state
from ledger import nightly
from ledger.moments import Moment
from secretariat.access import system

FIGURES = (
    "recommendations.status",
    "recommendations.implementation_rate",
    "recommendations.not_fully_implemented",
    "recommendations.older_than_two_years",
    "recommendations.ageing",
)


def check_projection(moment: Moment) -> Mapping[str, int]:
    """Hold the projection against the ledger; raises when they differ, after deriving it anew."""
    different = state.differences(moment.as_of)
    if different:
        state.refresh(different)
        if still := state.differences(moment.as_of):
            raise AssertionError(f"{len(still)} recommendations differ from the ledger.")
    return {"projection rows derived anew": len(different)}


def remind(moment: Moment) -> Mapping[str, int]:
    """Tell focal points and auditors what waits for them."""
    return {"notices": notifications.remind(moment)}


def nightly_snapshots() -> None:
    """Keep every figure of the whole record each night."""
    for key in FIGURES:
        nightly.declare_snapshot(key, {})


nightly_snapshots()
nightly.declare_step("projection", check_projection)
nightly.declare_step("reminders", remind)
nightly.declare_register(system)
