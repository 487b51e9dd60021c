"""Read answers about delegation, authority, accountability and data protection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from governance import policies
from governance.conditions import covers_ict_in_force
from governance.lifecycle import DelegationState
from governance.models import (
    AccountabilityLine,
    AuthorityParticulars,
    DelegationParticulars,
    ProtectionMeasureState,
)
from ledger.moments import Moment
from secretariat.models import PopulationCount

#: The delegations recorded in the portal of delegations: not to be read as ICT.
RECORDED = "delegations-recorded"


def stated(viewer: Any, model: Any, moment: Moment, *, demonstration: bool = False) -> Any:
    """What stands of one kind at a moment, with its record and source, by code."""
    rows = policies.current(viewer, model, moment, demonstration=demonstration)
    return rows.select_related("subject", "citation__document").order_by("subject__code")


@dataclass(frozen=True)
class Delegated:
    """Whether authority for ICT is delegated on a day, and what says so."""

    instruments: Sequence[DelegationParticulars]
    in_force: Sequence[DelegationParticulars]
    missing: DelegationParticulars | None

    @property
    def is_established(self) -> bool:
        """Whether an instrument in force covers ICT."""
        return bool(self.in_force)


def delegated(viewer: Any, moment: Moment, *, demonstration: bool = False) -> Delegated:
    """The instruments on record, those in force that cover ICT, and the word that there is none.

    A general delegation that does not clearly cover ICT establishes nothing (A/74/588 para 17).
    """
    rows = stated(viewer, DelegationParticulars, moment, demonstration=demonstration)
    found = list(rows.select_related("subject", "citation__document", "entity"))
    binding = set(rows.filter(covers_ict_in_force(moment)).values_list("pk", flat=True))
    missing = [row for row in found if row.state == DelegationState.NOT_ESTABLISHED]
    return Delegated(
        instruments=found,
        in_force=[row for row in found if row.pk in binding],
        missing=max(missing, key=lambda row: row.as_of, default=None),
    )


def authorities(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> list[AuthorityParticulars]:
    """Who has which authority and answers to whom: by office, from the first day on."""
    rows = stated(viewer, AuthorityParticulars, moment, demonstration=demonstration)
    first = F("valid_from").asc(nulls_last=True)
    return list(rows.order_by("office", first, "as_of", "subject__code"))


def accountabilities(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> list[AccountabilityLine]:
    """Who monitors what, by which indicator and evidence."""
    rows = stated(viewer, AccountabilityLine, moment, demonstration=demonstration)
    return list(rows.select_related("subject", "citation__document", "body"))


#: The most urgent first, as on the page.
URGENCIES = ("urgent", "soon", "routine", "not_stated")


def measures(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> list[ProtectionMeasureState]:
    """Measures of data protection, the most urgent first."""
    rows = stated(viewer, ProtectionMeasureState, moment, demonstration=demonstration)
    return sorted(rows, key=lambda row: URGENCIES.index(row.urgency))


def population(code: str, moment: Moment, *, demonstration: bool = False) -> PopulationCount | None:
    """How many a source counts in a named group, as known at the moment."""
    rows = PopulationCount.objects.current(moment.as_of, known=moment.known).filter(
        subject__code=code, subject__demonstration=demonstration
    )
    found: PopulationCount | None = rows.select_related("subject", "citation__document").first()
    return found
