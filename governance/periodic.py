"""What governance does at night, besides flags: keep its figures, remind people."""

from collections.abc import Mapping

from governance import notifications
from ledger import nightly
from ledger.moments import Moment

FIGURES = (
    "governance.meetings",
    "governance.outputs",
    "governance.framework",
    "mandates.fulfilled",
    "policies.count",
    "certification.response",
    "certification.coverage",
    "delegation.in_force",
)


def remind(moment: Moment) -> Mapping[str, int]:
    """Tell secretaries of meetings and actions without a word, focal points of rounds."""
    told = notifications.remind_meetings(moment) + notifications.remind_rounds(moment)
    return {"governance notices": told}


def nightly_snapshots() -> None:
    """Keep the figures of the whole record each night."""
    for key in FIGURES:
        nightly.declare_snapshot(key, {})


nightly_snapshots()
nightly.declare_step("governance reminders", remind)
