"""The filters of policies, technical procedures and guidelines."""

from typing import Any

import django_filters
from django.db.models import Q

from governance.lifecycle import IN_FORCE, PolicyKind, PolicyState
from governance.models import PolicyParticulars
from ledger.moments import Moment
from projects.filters import YES_NO, MomentFilter, Words, known
from secretariat.models import Entity, Provenance

BINDING = Q(state__in=sorted(IN_FORCE))
LACKING = (PolicyState.NOT_STARTED, PolicyState.DUE_FOR_REVISION)


def review_day_passed(moment: Moment) -> Q:
    """In force, and the day by which it was to be reviewed is over."""
    return BINDING & Q(review_on__lt=moment.as_of)


def gap(moment: Moment) -> Q:
    """Not started, due for revision, or past the day of its review (A/74/588 para 18)."""
    return Q(state__in=LACKING) | review_day_passed(moment)


class PolicyFilter(MomentFilter):
    """What can be asked of the policies."""

    q = django_filters.CharFilter(method="search", label="Code, title or text")
    kind = Words(field_name="kind", choices=PolicyKind.choices, label="Kind")
    state = Words(field_name="state", choices=PolicyState.choices, label="State")
    owner = django_filters.CharFilter(method="by_owner", label="Owner")
    in_force = django_filters.ChoiceFilter(method="by_force", choices=YES_NO, label="In force")
    gaps = django_filters.ChoiceFilter(method="by_gap", choices=YES_NO, label="With a gap")
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = PolicyParticulars
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Code, number, title in either language, text."""
        text = value.strip()[:300]
        return rows.filter(
            Q(subject__code__icontains=text)
            | Q(number__icontains=text)
            | Q(title__icontains=text)
            | Q(title_zh__icontains=text)
            | Q(text__icontains=text)
        )

    def by_owner(self, rows: Any, name: str, value: str) -> Any:
        """Owned by the entity with this code; ``none`` where no owner is stated."""
        if value == "none":
            return rows.filter(owner__isnull=True)
        return rows.filter(owner=known(Entity, name, value))

    def by_force(self, rows: Any, name: str, value: str) -> Any:
        """Binding or not."""
        return rows.filter(BINDING if value == "yes" else ~BINDING)

    def by_gap(self, rows: Any, name: str, value: str) -> Any:
        """With a gap or without."""
        found = rows.filter(gap(self.moment)).values("pk")
        return rows.filter(pk__in=found) if value == "yes" else rows.exclude(pk__in=found)
