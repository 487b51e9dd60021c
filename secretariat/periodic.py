"""What the organization does at night: keep the store of files clean."""

from collections.abc import Mapping

from ledger import nightly
from ledger.moments import Moment
from secretariat import files


def sweep_files(moment: Moment) -> Mapping[str, int]:
    """Remove files that a crash left without a row, a day after they came."""
    return {"files swept": files.sweep()}


nightly.declare_step("files", sweep_files)
