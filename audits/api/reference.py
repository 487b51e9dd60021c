"""Reference data of the tracker: bodies, their words, reports, cycles, themes."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audits.models import AuditCycle, OversightBody, Report, Theme, WordMapping
from ledger.rest.queries import refuse_unknown
from secretariat.imports import latest


class ReferenceList(APIView):
    """A short list that is answered whole."""

    def rows(self) -> list[dict[str, Any]]:
        """The rows as values."""
        raise NotImplementedError

    @extend_schema(responses=dict)
    def get(self, request: Request) -> Response:
        """All rows of the record."""
        refuse_unknown(request.query_params, [])
        rows = self.rows()
        return Response({"count": len(rows), "results": rows})


class Bodies(ReferenceList):
    """Oversight bodies."""

    def rows(self) -> list[dict[str, Any]]:
        """Codes and names."""
        found = OversightBody.objects.order_by("code")
        return [dict(row) for row in found.values("code", "name", "name_zh", "demonstration")]


class Words(ReferenceList):
    """Each body's status words and their place on the common scale."""

    def rows(self) -> list[dict[str, Any]]:
        """Words with findings."""
        return [
            {
                "body": row.subject.body.code,
                "word": row.subject.word,
                "status": row.finding,
                "as_of": row.as_of,
                "note": row.note,
            }
            for row in latest(WordMapping)
        ]


class Reports(ReferenceList):
    """Reports of oversight bodies."""

    def rows(self) -> list[dict[str, Any]]:
        """Symbols and bodies."""
        found = Report.objects.select_related("document", "body").order_by("document__symbol")
        return [{"symbol": row.document.symbol, "body": row.body.code} for row in found]


class Themes(ReferenceList):
    """The themes."""

    def rows(self) -> list[dict[str, Any]]:
        """Codes and names in order."""
        themes = Theme.objects.order_by("order")
        return [dict(row) for row in themes.values("code", "order", "name", "name_zh")]


class Cycles(ReferenceList):
    """Audit cycles."""

    def rows(self) -> list[dict[str, Any]]:
        """Cycles with their periods and fieldwork."""
        found = AuditCycle.objects.select_related("body", "report__document")
        return [
            {
                "body": row.body.code,
                "ordinal": row.ordinal,
                "name": row.name,
                "period_start": row.period_start,
                "period_end": row.period_end,
                "fieldwork_start": row.fieldwork_start,
                "fieldwork_end": row.fieldwork_end,
                "report": row.report.document.symbol if row.report else None,
            }
            for row in found.order_by("body__code", "ordinal")
        ]
