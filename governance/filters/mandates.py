"""The filters of requests and recommendations of the Assembly and its Advisory Committee."""

from typing import Any

import django_filters
from django.db.models import Q

from governance.lifecycle import Authority, MandateStatus, Verb
from governance.models import Mandate, MandateState
from ledger.errors import Invalid
from projects.filters import YES_NO, MomentFilter, Words, known
from projects.models import Project
from secretariat.models import Document, Provenance, SessionPartName
from secretariat.symbols import normal

#: Asks for what is due at a session of which no part is named.
NO_PART = "none"


class MandateFilter(MomentFilter):
    """What can be asked of the requests and recommendations."""

    q = django_filters.CharFilter(method="search", label="Text, symbol or paragraph")
    authority = Words(field_name="authority", choices=Authority.choices, label="Whose word")
    verb = Words(field_name="verb", choices=Verb.choices, label="Verb")
    status = Words(field_name="status", choices=MandateStatus.choices, label="Status")
    document = django_filters.CharFilter(method="by_document", label="Act or report")
    session = django_filters.NumberFilter(
        field_name="due_session", label="Due at session", min_value=1, max_value=999
    )
    part = django_filters.ChoiceFilter(
        method="by_part",
        choices=[*SessionPartName.choices, (NO_PART, "no part named")],
        label="Due at part of session",
    )
    addressee = django_filters.CharFilter(method="by_addressee", label="Addressee")
    addressed = django_filters.ChoiceFilter(
        method="by_addressed", choices=YES_NO, label="Names an addressee"
    )
    through = django_filters.CharFilter(method="by_vehicle", label="Comes through")
    project = django_filters.CharFilter(method="by_project", label="Project")
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = MandateState
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Code, title, text, deliverable, and the symbol and paragraph as people type them."""
        text = value.strip()[:300]
        try:
            symbol = normal(text)
        except ValueError:
            symbol = text
        return rows.filter(
            Q(code__icontains=text)
            | Q(title__icontains=text)
            | Q(particulars__text__icontains=text)
            | Q(particulars__deliverable__icontains=text)
            | Q(document__symbol__icontains=symbol)
            | Q(document__symbol__icontains=text)
            | Q(mandate__paragraph__icontains=text)
        )

    def by_document(self, rows: Any, name: str, value: str) -> Any:
        """Of the resolution or report with this symbol."""
        try:
            symbol = normal(value)
        except ValueError as error:
            raise Invalid(fields={name: str(error)}) from error
        found = Document.objects.filter(symbol=symbol).first()
        if found is None:
            raise Invalid(fields={name: f"The register does not know “{value[:80]}”."})
        return rows.filter(document=found)

    def by_part(self, rows: Any, name: str, value: str) -> Any:
        """Due at this part of a session."""
        if value == NO_PART:
            return rows.filter(due_session__isnull=False, due_part="")
        return rows.filter(due_part=value)

    def by_addressee(self, rows: Any, name: str, value: str) -> Any:
        """Asked of this addressee."""
        return rows.filter(particulars__addressee__icontains=value.strip()[:300])

    def by_addressed(self, rows: Any, name: str, value: str) -> Any:
        """Whether an addressee is named."""
        unnamed = Q(particulars__addressee="")
        return rows.filter(~unnamed if value == "yes" else unnamed)

    def by_vehicle(self, rows: Any, name: str, value: str) -> Any:
        """To be answered through the request with this code."""
        return rows.filter(vehicle=known(Mandate, name, value))

    def by_project(self, rows: Any, name: str, value: str) -> Any:
        """Concerning the project with this code."""
        return rows.filter(particulars__project=known(Project, name, value))
