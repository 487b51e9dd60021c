"""What the front door does at night: send the reports that are due."""

from collections.abc import Mapping

from ictportal.reports import subscriptions
from ledger import nightly
from ledger.moments import Moment


def send_reports(moment: Moment) -> Mapping[str, int]:
    """Promise each report that is due, and tell whoever gets it."""
    return {"reports sent": subscriptions.send_due(moment)}


nightly.declare_step("reports", send_reports)
