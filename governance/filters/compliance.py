"""The filters of delegations, authorities, accountability, provisions, alignment and budgets."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q

from governance.conditions import in_force, not_reviewed_in_time
from governance.lifecycle import (
    Alignment,
    CertifiedWord,
    CoversICT,
    DelegationState,
    MeasureState,
    ReviewWord,
    Urgency,
)
from governance.models import (
    AccountabilityLine,
    AuthorityParticulars,
    BudgetReview,
    DelegationParticulars,
    EntityAlignment,
    ProtectionMeasureState,
    Provision,
    ProvisionCompliance,
    ProvisionParticulars,
)
from ledger.errors import Invalid
from projects.filters import YES_NO, MomentFilter, Words, known
from projects.lifecycle import Fund
from secretariat.models import Document, Entity, Provenance
from secretariat.symbols import normal


class StatementFilter(MomentFilter):
    """What every kind of statement can be asked."""

    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")


class DelegationFilter(StatementFilter):
    """What can be asked of the instruments of delegation."""

    state = Words(field_name="state", choices=DelegationState.choices, label="State")
    covers_ict = Words(field_name="covers_ict", choices=CoversICT.choices, label="Covers ICT")
    in_force = django_filters.ChoiceFilter(
        method="by_in_force", choices=YES_NO, label="In force on the day"
    )
    entity = django_filters.CharFilter(method="by_entity", label="Entity")

    class Meta:
        model = DelegationParticulars
        fields: list[str] = []

    def by_in_force(self, rows: Any, name: str, value: str) -> Any:
        """In force on the day, or not."""
        binding = rows.filter(in_force(self.moment)).values("pk")
        return rows.filter(pk__in=binding) if value == "yes" else rows.exclude(pk__in=binding)

    def by_entity(self, rows: Any, name: str, value: str) -> Any:
        """To this entity."""
        return rows.filter(entity=known(Entity, name, value))


class AuthorityFilter(StatementFilter):
    """What can be asked of the authorities of offices."""

    office = django_filters.CharFilter(field_name="office", lookup_expr="iexact", label="Office")
    valid = django_filters.ChoiceFilter(
        method="by_valid", choices=YES_NO, label="In force on the day"
    )

    class Meta:
        model = AuthorityParticulars
        fields: list[str] = []

    def by_valid(self, rows: Any, name: str, value: str) -> Any:
        """Neither to come nor over on the day; an open end counts as in force."""
        over = Q(valid_from__gt=self.moment.as_of) | Q(valid_to__lt=self.moment.as_of)
        held = rows.filter(over).values("pk")
        return rows.exclude(pk__in=held) if value == "yes" else rows.filter(pk__in=held)


class AccountabilityFilter(StatementFilter):
    """What can be asked of the lines of accountability."""

    body = django_filters.CharFilter(field_name="body__code", label="Body that monitors")

    class Meta:
        model = AccountabilityLine
        fields: list[str] = []


class MeasureFilter(StatementFilter):
    """What can be asked of the measures of data protection."""

    urgency = Words(field_name="urgency", choices=Urgency.choices, label="Urgency")
    state = Words(field_name="state", choices=MeasureState.choices, label="State")

    class Meta:
        model = ProtectionMeasureState
        fields: list[str] = []


class ProvisionFilter(StatementFilter):
    """What can be asked of the provisions."""

    document = django_filters.CharFilter(method="by_document", label="Bulletin or resolution")
    entity = django_filters.CharFilter(
        method="by_entity", label="Entity on which something is said"
    )
    word = Words(method="by_word", choices=CertifiedWord.choices, label="Compliance")

    class Meta:
        model = ProvisionParticulars
        fields: list[str] = []

    def by_document(self, rows: Any, name: str, value: str) -> Any:
        """Of the document with this symbol."""
        return rows.filter(subject__document=known_document(name, value))

    def _said(self) -> Any:
        said = ProvisionCompliance.objects.current(self.moment.as_of, known=self.moment.known)
        return said.filter(subject__provision=OuterRef("subject"))

    def by_entity(self, rows: Any, name: str, value: str) -> Any:
        """On which something is said about this entity."""
        entity = known(Entity, name, value)
        return rows.filter(Exists(self._said().filter(subject__entity=entity)))

    def by_word(self, rows: Any, name: str, value: list[str]) -> Any:
        """Of which one of these words is said about some entity."""
        return rows.filter(Exists(self._said().filter(word__in=value)))


class ComplianceFilter(StatementFilter):
    """What can be asked of the compliance of entities with provisions."""

    document = django_filters.CharFilter(method="by_document", label="Bulletin or resolution")
    provision = django_filters.CharFilter(method="by_provision", label="Provision")
    entity = django_filters.CharFilter(method="by_entity", label="Entity")
    word = Words(field_name="word", choices=CertifiedWord.choices, label="Compliance")

    class Meta:
        model = ProvisionCompliance
        fields: list[str] = []

    def by_document(self, rows: Any, name: str, value: str) -> Any:
        """With provisions of the document with this symbol."""
        return rows.filter(subject__provision__document=known_document(name, value))

    def by_provision(self, rows: Any, name: str, value: str) -> Any:
        """With the provision with this code."""
        return rows.filter(subject__provision=known(Provision, name, value))

    def by_entity(self, rows: Any, name: str, value: str) -> Any:
        """Of this entity."""
        return rows.filter(subject__entity=known(Entity, name, value))


class AlignmentFilter(StatementFilter):
    """What can be asked of the alignment of entities."""

    word = Words(field_name="word", choices=Alignment.choices, label="Harmonized or not")
    entity = django_filters.CharFilter(method="by_entity", label="Entity")

    class Meta:
        model = EntityAlignment
        fields: list[str] = []

    def by_entity(self, rows: Any, name: str, value: str) -> Any:
        """About this entity."""
        return rows.filter(subject=known(Entity, name, value))


class BudgetFilter(StatementFilter):
    """What can be asked of the ICT budgets."""

    year = django_filters.NumberFilter(field_name="year", label="Year", min_value=1, max_value=9999)
    entity = django_filters.CharFilter(method="by_entity", label="Entity")
    word = Words(field_name="word", choices=ReviewWord.choices, label="Review")
    gap = django_filters.ChoiceFilter(
        method="by_gap", choices=YES_NO, label="Not reviewed, or sent on before"
    )
    fund = Words(field_name="fund", choices=Fund.choices, label="Source of funds")

    class Meta:
        model = BudgetReview
        fields: list[str] = []

    def by_entity(self, rows: Any, name: str, value: str) -> Any:
        """Of this entity."""
        return rows.filter(subject__entity=known(Entity, name, value))

    def by_gap(self, rows: Any, name: str, value: str) -> Any:
        """Not reviewed in time, or reviewed in time."""
        late = rows.filter(not_reviewed_in_time()).values("pk")
        return rows.filter(pk__in=late) if value == "yes" else rows.exclude(pk__in=late)


def known_document(name: str, value: str) -> Document:
    """The document with this symbol; raises ``Invalid`` naming the parameter."""
    try:
        symbol = normal(value)
    except ValueError as error:
        raise Invalid(fields={name: str(error)}) from error
    found = Document.objects.filter(symbol=symbol).first()
    if found is None:
        raise Invalid(fields={name: f"The register does not know “{symbol[:80]}”."})
    return found
