"""The imports of the tracker, in the order in which they are loaded."""

from audits.imports import domain, projects, vocabulary
from ledger.importing.kinds import declare
from secretariat.sheets import declare_sheet


def declare_all() -> None:
    """Declare every kind."""
    for kind in (*vocabulary.kinds(), *domain.kinds()):
        declare(kind)
    for sheet in projects.sheets():
        declare(declare_sheet(sheet))
