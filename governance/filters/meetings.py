"""The filters of meetings."""

from typing import Any

import django_filters
from django.db.models import Q

from governance.lifecycle import MeetingKind, MeetingState
from governance.models import Body, MeetingParticulars
from ledger import days
from ledger.days import Period
from ledger.errors import Invalid
from projects.filters import YES_NO, MomentFilter, Words, known
from secretariat.models import Provenance


def clean_period(name: str, value: str) -> Period:
    """A year, quarter, month or day; raises ``Invalid`` naming the parameter."""
    try:
        return days.parse_period(value)
    except ValueError as error:
        raise Invalid(fields={name: str(error)}) from error


class MeetingFilter(MomentFilter):
    """What can be asked of the meetings."""

    q = django_filters.CharFilter(method="search", label="Code, title, place or reason")
    body = django_filters.CharFilter(method="by_body", label="Governing body")
    period = django_filters.CharFilter(method="by_period", label="Period")
    state = Words(field_name="state", choices=MeetingState.choices, label="State")
    kind = Words(field_name="kind", choices=MeetingKind.choices, label="Kind")
    minutes = django_filters.ChoiceFilter(
        method="by_minutes", choices=YES_NO, label="Minutes approved"
    )
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = MeetingParticulars
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Code, title, place, reason."""
        text = value.strip()[:300]
        return rows.filter(
            Q(subject__code__icontains=text)
            | Q(title__icontains=text)
            | Q(place__icontains=text)
            | Q(reason__icontains=text)
        )

    def by_body(self, rows: Any, name: str, value: str) -> Any:
        """Of the body with this code."""
        return rows.filter(subject__body=known(Body, name, value))

    def by_period(self, rows: Any, name: str, value: str) -> Any:
        """On a day of the period."""
        period = clean_period(name, value)
        return rows.filter(day__gte=period.first, day__lte=period.last)

    def by_minutes(self, rows: Any, name: str, value: str) -> Any:
        """With approved minutes or without."""
        return rows.filter(is_minuted=value == "yes")
