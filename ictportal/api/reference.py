"""Reference data of the organization, code lists, the change feed and the caller."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audits import lifecycle
from audits.api import outputs
from audits.api.reference import ReferenceList
from audits.models import Recommendation
from audits.policies import viewable_by
from ledger import moments
from ledger.days import Precision
from ledger.models import Entry
from ledger.rest.paging import whole
from ledger.rest.queries import MOMENT, read_moment, refuse_unknown
from secretariat.access import held_roles
from secretariat.api.authentication import caller
from secretariat.imports import latest
from secretariat.models import (
    Classification,
    DocumentParticulars,
    LegislativeAct,
    PopulationCount,
    Provenance,
    SessionPartDates,
)
from secretariat.queries import entities_at

CODE_LISTS: dict[str, Any] = {
    "status": lifecycle.Finding,
    "claim": lifecycle.Claim,
    "acceptance": lifecycle.Acceptance,
    "priority": lifecycle.Priority,
    "link": lifecycle.LinkKind,
    "evidence_move": lifecycle.EvidenceMove,
    "provenance": Provenance,
    "classification": Classification,
    "precision": Precision,
}


class CodeLists(ReferenceList):
    """Every code list with its labels."""

    def rows(self) -> list[dict[str, Any]]:
        """Codes with a label per language (English now; others come with their catalogue)."""
        return [
            {
                "list": name,
                "codes": [
                    {"code": code, "labels": {"en": str(label)}} for code, label in words.choices
                ],
            }
            for name, words in CODE_LISTS.items()
        ]


class Documents(ReferenceList):
    """Documents."""

    def rows(self) -> list[dict[str, Any]]:
        """Symbols, titles and bounds of issue."""
        return [
            {
                "id": str(row.subject_id),
                "symbol": row.subject.symbol,
                "kind": row.subject.kind,
                "title": row.title,
                "title_zh": row.title_zh,
                "session": row.session,
                "issued_not_before": row.issued_not_before,
                "issued_not_after": row.issued_not_after,
                "text_available": row.subject.available,
            }
            for row in latest(DocumentParticulars)
        ]


class Acts(ReferenceList):
    """Acts of the Assembly."""

    def rows(self) -> list[dict[str, Any]]:
        """Symbols, sections and dates of adoption."""
        acts = LegislativeAct.objects.select_related("document")
        return [
            {
                "symbol": act.document.symbol,
                "kind": act.document.kind,
                "section": act.section,
                "adopted_on": act.adopted_on,
            }
            for act in acts.order_by("adopted_on", "pk")
        ]


class Populations(ReferenceList):
    """Named populations."""

    def rows(self) -> list[dict[str, Any]]:
        """Counts as printed, each with its source."""
        return [
            {
                "code": row.subject.code,
                "name": row.name,
                "count": row.count,
                "as_printed": row.as_printed,
                "as_of": row.as_of,
                "provenance": row.provenance,
                "citation": outputs.citation(row.citation),
            }
            for row in latest(PopulationCount)
        ]


class Sessions(ReferenceList):
    """Sessions of the Assembly, by the portal's own calendar."""

    def rows(self) -> list[dict[str, Any]]:
        """Parts with their dates."""
        return [
            {
                "session": row.subject.session,
                "part": row.subject.part,
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "calendar": "ours",
            }
            for row in latest(SessionPartDates)
        ]


class Entities(APIView):
    """Entities with the names they had."""

    @extend_schema(
        parameters=[OpenApiParameter("as_of", str), OpenApiParameter("known_at", str)],
        responses=dict,
    )
    def get(self, request: Request) -> Response:
        """All entities of the record."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        rows = [
            {"id": str(e.pk), "code": e.code, "name": e.name, "name_zh": e.name_zh}
            for e in entities_at(moment)
        ]
        return Response({"count": len(rows), "results": rows})


class Changes(APIView):
    """The change feed: every sealed action on what the caller may see, in the order of the seals."""

    LIMIT = 500

    @extend_schema(parameters=[OpenApiParameter("after", int)], responses=dict)
    def get(self, request: Request) -> Response:
        """Actions sealed after number ``after``; nothing is ever pruned."""
        refuse_unknown(request.query_params, {"after", "page_size"})
        after = _after(request.query_params.get("after"))
        size = min(
            whole(request.query_params.get("page_size"), "page_size", default=100), self.LIMIT
        )
        label = Recommendation._meta.label_lower
        entries = Entry.objects.filter(seal__no__gt=after, subject_type=label)
        page = list(entries.select_related("seal").order_by("seal__no")[:size])
        seen = _visible(request.user, [row.subject_id for row in page])
        rows = [outputs.entry(row) for row in page if row.subject_id in seen]
        cursor = page[-1].seal.no if page else after
        return Response({"after": cursor, "complete": len(page) < size, "results": rows})


def _after(text: str | None) -> int:
    return 0 if text in {None, "", "0"} else whole(text, "after", default=0)


def _visible(viewer: Any, ids: list[str]) -> set[str]:
    """Which of these recommendations the viewer may see today, in either layer."""
    seen: set[str] = set()
    for demonstration in (False, True):
        rows = viewable_by(viewer, moments.now(), demonstration=demonstration)
        asked = [UUID(text) for text in ids]
        found = rows.filter(recommendation__in=asked).values_list("recommendation", flat=True)
        seen |= {str(pk) for pk in found}
    return seen


class Me(APIView):
    """Who is calling."""

    @extend_schema(responses=dict)
    def get(self, request: Request) -> Response:
        """The caller's number, roles and token scope."""
        refuse_unknown(request.query_params, [])
        person = caller(request)
        return Response(
            {
                "number": person.number,
                "name": person.name,
                "entity": person.entity.code if person.entity else None,
                "demonstration": person.demonstration,
                "roles": [
                    {"role": held.role, "scope": held.scope_code} for held in held_roles(person)
                ],
                "token_scope": getattr(request.auth, "scope", None),
            }
        )
