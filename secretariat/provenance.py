"""Which layer a statement belongs to, decided in one place."""

from ledger.errors import Forbidden
from ledger.models import Record
from secretariat.models import Person, Provenance


def provenance_of(person: Person) -> Provenance:
    """What a person says is *entered*; what a demonstration person says is *demonstration*."""
    return Provenance.DEMONSTRATION if person.demonstration else Provenance.ENTERED


def check_same_layer(person: Person, record: Record) -> None:
    """Demonstration people write about demonstration records only, others about the record only."""
    if person.demonstration and not record.demonstration:
        raise Forbidden(
            "Demonstration people can read the record and change the demonstration only."
        )
