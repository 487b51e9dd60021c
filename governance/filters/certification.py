"""The filters of rounds of self-certification: entities asked, and policies asked about."""

from typing import Any

import django_filters

from governance.models import CertificationRound, PolicyParticulars, RoundEntity
from projects.filters import YES_NO, MomentFilter, Words, known
from secretariat.models import Entity, Provenance

STATES = [("complete", "complete"), ("incomplete", "incomplete"), ("none", "no answer")]


class AskedFilter(MomentFilter):
    """What can be asked of the entities of rounds."""

    round = django_filters.CharFilter(method="by_round", label="Round")
    state = Words(field_name="state", choices=STATES, label="Form")
    entity = django_filters.CharFilter(method="by_entity", label="Entity")
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = RoundEntity
        fields: list[str] = []

    def by_round(self, rows: Any, name: str, value: str) -> Any:
        """Of this round."""
        return rows.filter(particulars__subject=known(CertificationRound, name, value))

    def by_entity(self, rows: Any, name: str, value: str) -> Any:
        """This entity."""
        return rows.filter(entity=known(Entity, name, value))

    def by_provenance(self, rows: Any, name: str, value: list[str]) -> Any:
        """Of rounds of these layers."""
        return rows.filter(particulars__provenance__in=value)


class CoveredFilter(MomentFilter):
    """What can be asked of the policies in force when a round opened."""

    round = django_filters.CharFilter(method="by_round", label="Round")
    covered = django_filters.ChoiceFilter(
        method="by_covered", choices=YES_NO, label="Asked about in the round"
    )
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = PolicyParticulars
        fields: list[str] = []

    def by_round(self, rows: Any, name: str, value: str) -> Any:
        """The rows are those of the round already; an unknown one is named."""
        known(CertificationRound, name, value)
        return rows

    def by_covered(self, rows: Any, name: str, value: str) -> Any:
        """Asked about, or not."""
        return rows.filter(covered=value == "yes")
