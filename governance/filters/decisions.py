"""The filters of the decision register."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q

from governance.filters.meetings import clean_period
from governance.lifecycle import DecisionWord
from governance.models import Body, DecisionLink, DecisionParticulars, Meeting
from projects.filters import YES_NO, MomentFilter, Words, known
from projects.models import Project
from secretariat.models import Provenance

DUE = [("passed", "due date passed, still open"), ("ahead", "still to come"), ("none", "not dated")]


class DecisionFilter(MomentFilter):
    """What can be asked of the decisions."""

    q = django_filters.CharFilter(method="search", label="Number, title or text")
    body = django_filters.CharFilter(method="by_body", label="Governing body")
    period = django_filters.CharFilter(method="by_period", label="Decided in")
    word = Words(field_name="word", choices=DecisionWord.choices, label="State")
    due = django_filters.ChoiceFilter(method="by_due", choices=DUE, label="Due")
    superseded = django_filters.ChoiceFilter(
        method="by_superseded", choices=YES_NO, label="Superseded"
    )
    meeting = django_filters.CharFilter(method="by_meeting", label="Meeting")
    project = django_filters.CharFilter(method="by_project", label="Project")
    responsible = django_filters.CharFilter(
        field_name="responsible", lookup_expr="icontains", label="Responsible office"
    )
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = DecisionParticulars
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Number, title, text, outcome, offices."""
        text = value.strip()[:300]
        return rows.filter(
            Q(subject__code__icontains=text)
            | Q(title__icontains=text)
            | Q(text__icontains=text)
            | Q(outcome__icontains=text)
            | Q(responsible__icontains=text)
        )

    def by_body(self, rows: Any, name: str, value: str) -> Any:
        """Of the body with this code."""
        return rows.filter(subject__body=known(Body, name, value))

    def by_period(self, rows: Any, name: str, value: str) -> Any:
        """Decided in the period."""
        period = clean_period(name, value)
        return rows.filter(decided_on__gte=period.first, decided_on__lte=period.last)

    def by_due(self, rows: Any, name: str, value: str) -> Any:
        """Open past the due date, due later, or without a due date."""
        day = self.moment.as_of
        passed = Q(due_on__lt=day, word=DecisionWord.OPEN, superseded_by__isnull=True)
        asked = {"passed": passed, "ahead": Q(due_on__gte=day), "none": Q(due_on__isnull=True)}
        return rows.filter(asked[value])

    def by_superseded(self, rows: Any, name: str, value: str) -> Any:
        """Replaced by a later decision or not."""
        return rows.filter(superseded_by__isnull=value == "no")

    def by_meeting(self, rows: Any, name: str, value: str) -> Any:
        """Of the meeting with this code."""
        return rows.filter(meeting=known(Meeting, name, value))

    def by_project(self, rows: Any, name: str, value: str) -> Any:
        """About the project with this code."""
        links = DecisionLink.objects.filter(
            subject=OuterRef("subject"),
            project=known(Project, name, value),
            as_of__lte=self.moment.as_of,
        )
        return rows.filter(Exists(links.standing(known=self.moment.known)))
