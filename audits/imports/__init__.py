"""The imports of the tracker, in the order in which they are loaded."""

from audits.imports import domain, vocabulary
from ledger.importing.kinds import declare


def declare_all() -> None:
    """Declare every kind."""
    for kind in (*vocabulary.kinds(), *domain.kinds()):
        declare(kind)
