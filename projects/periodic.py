"""What the portfolio does at night, besides figures and flags: remind people of reports."""

from collections.abc import Mapping

from ledger import nightly
from ledger.moments import Moment
from projects import notifications

FIGURES = ("projects.by_rating", "projects.reports_received", "projects.complete_but_unmet")


def remind(moment: Moment) -> Mapping[str, int]:
    """Tell project leads what they owe."""
    return {"project notices": notifications.remind(moment)}


def nightly_snapshots() -> None:
    """Keep the figures of the whole record each night."""
    for key in (*FIGURES, "indicators.value", "resources.total"):
        nightly.declare_snapshot(key, {})


nightly_snapshots()
nightly.declare_step("project reminders", remind)
