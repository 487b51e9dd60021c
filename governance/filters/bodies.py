"""The filters of governing bodies and of what they owe."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q

from governance.cadence import Outcome
from governance.lifecycle import BodyState, Kept, Level, OutputWay, OutputWord
from governance.models import (
    Body,
    BodyAlias,
    BodyParticulars,
    MeetingParticulars,
    OutputParticulars,
)
from projects.filters import YES_NO, MomentFilter, Words, known
from secretariat.models import Provenance

FRAMEWORK = [("kept", "as required"), ("not_kept", "not as required")]


class BodyFilter(MomentFilter):
    """What can be asked of the bodies.

    Those of ``JUDGED`` depend on how a body did in the period: ``governance.bodies`` applies them.
    """

    JUDGED = ("standing", "framework", "behind")

    q = django_filters.CharFilter(method="search", label="Code, name or text")
    period = django_filters.CharFilter(method="left", label="Year or quarter")
    standing = Words(method="left", choices=Kept.choices, label="Met as often as required")
    level = Words(field_name="level", choices=Level.choices, label="Level")
    state = Words(field_name="state", choices=BodyState.choices, label="State")
    framework = django_filters.ChoiceFilter(
        method="left", choices=FRAMEWORK, label="Meetings and outputs"
    )
    behind = django_filters.ChoiceFilter(
        method="left", choices=YES_NO, label="Behind in this year or the last"
    )
    body = django_filters.CharFilter(method="by_body", label="Body")
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = BodyParticulars
        fields: list[str] = []

    def left(self, rows: Any, name: str, value: Any) -> Any:
        """Left to what judges the period."""
        return rows

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Code, either name, another name, task."""
        text = value.strip()[:300]
        aliases = BodyAlias.objects.filter(
            subject=OuterRef("subject"), name__icontains=text, as_of__lte=self.moment.as_of
        )
        return rows.filter(
            Q(subject__code__icontains=text)
            | Q(name__icontains=text)
            | Q(name_zh__icontains=text)
            | Q(task__icontains=text)
            | Exists(aliases.standing(known=self.moment.known))
        )

    def by_body(self, rows: Any, name: str, value: str) -> Any:
        """This one."""
        return rows.filter(subject=known(Body, name, value))


class OutputFilter(MomentFilter):
    """What can be asked of outputs and inputs; the word depends on the period."""

    JUDGED = ("word",)

    q = django_filters.CharFilter(method="search", label="Name or code")
    period = django_filters.CharFilter(method="left", label="Year or quarter")
    word = Words(method="left", choices=OutputWord.choices, label="What became of it")
    body = django_filters.CharFilter(method="by_body", label="Body")
    way = Words(field_name="way", choices=OutputWay.choices, label="Output or input")
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = OutputParticulars
        fields: list[str] = []

    def left(self, rows: Any, name: str, value: Any) -> Any:
        """Left to what judges the period."""
        return rows

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Code or name."""
        text = value.strip()[:300]
        return rows.filter(Q(subject__code__icontains=text) | Q(name__icontains=text))

    def by_body(self, rows: Any, name: str, value: str) -> Any:
        """Owed by this body."""
        return rows.filter(subject__body=known(Body, name, value))


class CountedFilter(MomentFilter):
    """What can be asked of the meetings behind a number; the period's judge answers all of it."""

    body = django_filters.CharFilter(method="left", label="Body")
    period = django_filters.CharFilter(method="left", label="Year or quarter")
    outcome = django_filters.ChoiceFilter(
        method="left",
        choices=[
            (Outcome.MET.value, "expected and held in its time"),
            (Outcome.LATE.value, "expected and held late"),
            (Outcome.MISSED.value, "expected and missed"),
            (Outcome.OPEN.value, "expected, not yet due"),
        ],
        label="Expected meetings",
    )
    provenance = Words(method="left", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = MeetingParticulars
        fields: list[str] = []

    def left(self, rows: Any, name: str, value: Any) -> Any:
        """Left to what judges the period."""
        return rows
