"""The imports of the organization, in the order in which they are loaded."""

from ledger.importing.kinds import declare
from secretariat.imports import counts, documents, entities, printed
from secretariat.imports.common import BEGINNING, by_code, latest
from secretariat.sheets import declare_sheet

__all__ = ["BEGINNING", "by_code", "declare_all", "latest"]


def declare_all() -> None:
    """Declare every kind."""
    for kind in (*documents.kinds(), *entities.kinds(), *counts.kinds()):
        declare(kind)
    for sheet in printed.sheets():
        declare(declare_sheet(sheet))
