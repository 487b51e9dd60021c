"""The filters of questions in writing."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q

from governance.filters.meetings import clean_period
from governance.lifecycle import Asker, QuestionState
from governance.models import Body, Mandate, QuestionAnswer, QuestionLink, QuestionParticulars
from ledger.errors import Invalid
from projects.filters import YES_NO, MomentFilter, Words, known
from projects.models import Project
from secretariat.models import Document, Entity, Provenance
from secretariat.symbols import normal


class QuestionFilter(MomentFilter):
    """What can be asked of the questions."""

    q = django_filters.CharFilter(method="search", label="Code, number, question or answer")
    asked_by = Words(field_name="asked_by", choices=Asker.choices, label="Who asked")
    state = Words(field_name="state", choices=QuestionState.choices, label="State")
    office = django_filters.CharFilter(method="by_office", label="Responsible office")
    period = django_filters.CharFilter(method="by_period", label="Asked in")
    session = django_filters.NumberFilter(
        field_name="session", label="Session", min_value=1, max_value=999
    )
    document = django_filters.CharFilter(method="by_document", label="Report it is about")
    project = django_filters.CharFilter(method="by_project", label="Project")
    body = django_filters.CharFilter(method="by_body", label="Governing body")
    mandate = django_filters.CharFilter(method="by_mandate", label="Request or recommendation")
    quotes = django_filters.ChoiceFilter(
        method="by_quotes", choices=YES_NO, label="Answer quotes figures"
    )
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = QuestionParticulars
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Code, number, what is asked, and what was answered up to the day."""
        text = value.strip()[:300]
        said = QuestionAnswer.objects.filter(
            subject=OuterRef("subject"), as_of__lte=self.moment.as_of, text__icontains=text
        )
        return rows.filter(
            Q(subject__code__icontains=text)
            | Q(number__icontains=text)
            | Q(title__icontains=text)
            | Q(text__icontains=text)
            | Exists(said.standing(known=self.moment.known))
        )

    def by_office(self, rows: Any, name: str, value: str) -> Any:
        """To be answered by the entity with this code; ``none`` where none is stated."""
        if value == "none":
            return rows.filter(office__isnull=True)
        return rows.filter(office=known(Entity, name, value))

    def by_period(self, rows: Any, name: str, value: str) -> Any:
        """Asked in the period."""
        period = clean_period(name, value)
        return rows.filter(asked_on__gte=period.first, asked_on__lte=period.last)

    def by_document(self, rows: Any, name: str, value: str) -> Any:
        """About the report with this symbol."""
        try:
            symbol = normal(value)
        except ValueError as error:
            raise Invalid(fields={name: str(error)}) from error
        found = Document.objects.filter(symbol=symbol).first()
        if found is None:
            raise Invalid(fields={name: f"The register does not know “{value[:80]}”."})
        return rows.filter(concerns=found)

    def by_project(self, rows: Any, name: str, value: str) -> Any:
        """About the project with this code."""
        return self._about(rows, project=known(Project, name, value))

    def by_body(self, rows: Any, name: str, value: str) -> Any:
        """About the governing body with this code."""
        return self._about(rows, body=known(Body, name, value))

    def by_mandate(self, rows: Any, name: str, value: str) -> Any:
        """About the request or recommendation with this code."""
        return self._about(rows, mandate=known(Mandate, name, value))

    def by_quotes(self, rows: Any, name: str, value: str) -> Any:
        """With an answer that quotes figures of the register, or without."""
        return rows.filter(quoted__gt=0) if value == "yes" else rows.filter(quoted=0)

    def _about(self, rows: Any, **about: Any) -> Any:
        links = QuestionLink.objects.filter(
            subject=OuterRef("subject"), as_of__lte=self.moment.as_of, **about
        )
        return rows.filter(Exists(links.standing(known=self.moment.known)))
