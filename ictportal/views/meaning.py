"""What things mean: definitions of figures and flags, roles, entities, documents, sessions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from audits import ageing, lifecycle, queries
from audits.models import WordMapping
from audits.policies import viewable_by
from ledger.figures import all_figures
from ledger.flags import all_flags
from secretariat.imports import latest
from secretariat.models import (
    Citation,
    Document,
    DocumentParticulars,
    DocumentRelation,
    EntityParticulars,
    LegislativeAct,
    PopulationCount,
    SessionPartDates,
)
from secretariat.pages import Page
from secretariat.queries import entities_at, entity_names
from secretariat.roles import ROLES, Role

SHOWN = 100


class Definitions(Page):
    """How every figure is counted and every flag raised, from the code that does it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page."""
        context = {
            "figures": all_figures(),
            "flags": all_flags(),
            "words": [
                {"word": row.subject.word, "body": row.subject.body, "row": row}
                for row in latest(WordMapping)
                if row.subject.demonstration == self.demonstration
            ],
            "findings": lifecycle.Finding.choices,
            "claims": lifecycle.Claim.choices,
            "classes": ageing.LABELS,
            "roles": [
                (Role(role).label, about.sentence)
                for role, about in ROLES.items()
                if role is not Role.SYSTEM
            ],
            "sessions": latest(SessionPartDates),
            "populations": [
                row
                for row in latest(PopulationCount)
                if row.subject.demonstration == self.demonstration
            ],
        }
        return render(request, "ictportal/definitions.html", context)


class Entities(Page):
    """Entities with the names they had on the day."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """All entities of the layer."""
        rows = entities_at(self.moment, demonstration=self.demonstration)
        context = {"rows": rows, "moment": self.moment}
        return render(request, "ictportal/entities.html", context)


class EntityDetail(Page):
    """One entity: its names, its lines, what it answers for."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Everything the register knows of it on the day."""
        rows = entities_at(self.moment, demonstration=False) | entities_at(
            self.moment, demonstration=True
        )
        entity = rows.filter(code=code).first()
        if entity is None:
            raise Http404
        names = entity_names(self.moment)
        lines = [
            {"line": line, "name": names[line.superior_id][0]}
            for line in entity.lines.filter(as_of__lte=self.moment.as_of)
            .standing(known=self.moment.known)
            .select_related("superior", "citation__document")
        ]
        context = {
            "entity": entity,
            "particulars": EntityParticulars.objects.filter(subject=entity)
            .standing(known=self.moment.known)
            .select_related("citation__document")
            .order_by("-as_of", "-ordinal"),
            "aliases": entity.aliases.standing().select_related("citation__document"),
            "lines": lines,
            "moment": self.moment,
        }
        return render(request, "ictportal/entity_detail.html", context)


class Documents(Page):
    """Every document the record cites."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """All documents of the layer, by symbol."""
        rows = [
            row
            for row in latest(DocumentParticulars)
            if row.subject.demonstration == self.demonstration
        ]
        rows.sort(key=lambda row: row.subject.symbol)
        return render(request, "ictportal/documents.html", {"rows": rows})


class DocumentDetail(Page):
    """One document: what it is, how it relates, which places of it the record cites."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The document."""
        document = get_object_or_404(Document, pk=pk)
        relations: Any = DocumentRelation.objects.standing().select_related("subject", "other")
        citations = Citation.objects.filter(document=document).order_by("locator", "pk")
        context = {
            "document": document,
            "particulars": document.particulars.standing().order_by("-as_of", "-ordinal").first(),
            "relations": relations.filter(subject=document),
            "related": relations.filter(other=document),
            "acts": LegislativeAct.objects.filter(document=document).order_by("section"),
            "citations": citations,
            "recommendations": self._recommendations(document),
            "moment": self.moment,
        }
        return render(request, "ictportal/document_detail.html", context)

    def _recommendations(self, document: Document) -> dict[str, Any]:
        """What the viewer may see of the recommendations recorded from it."""
        visible = viewable_by(self.request.user, self.moment, demonstration=document.demonstration)
        rows = visible.filter(recommendation__report__document=document).order_by("sort_key")
        ids = list(rows.values_list("recommendation", flat=True))
        return {"total": len(ids), "rows": queries.load(ids[:SHOWN], visible, self.moment)}
