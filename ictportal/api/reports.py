"""Dashboards and reports over the API: the same content as the page, as data."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ictportal.api.editions import Absent
from ictportal.reports import register
from ictportal.reports.content import as_plain
from ictportal.reports.register import Asked, ReportKind
from ledger.rest.queries import read_filters, read_moment, refuse_unknown
from projects.api.numbers import AS_AT, LAYER, layer_of


def told(kind: ReportKind) -> dict[str, Any]:
    """What a report is and what it can be asked."""
    return {
        "key": kind.key,
        "title": str(kind.title),
        "about": str(kind.about),
        "shelf": str(kind.shelf),
        "parameters": [
            {"name": choice.name, "label": str(choice.label), "required": choice.required}
            for choice in kind.choices
        ],
        "citations": list(kind.sources),
    }


class ReportList(APIView):
    """Every dashboard and report."""

    @extend_schema(responses=dict, operation_id="reports")
    def get(self, request: Request) -> Response:
        """Keys, titles and parameters."""
        refuse_unknown(request.query_params, [])
        rows = [told(kind) for kind in register.all_reports()]
        return Response({"count": len(rows), "results": rows})


class ReportDetail(APIView):
    """One report at a moment."""

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict, operation_id="report")
    def get(self, request: Request, key: str) -> Response:
        """Its sections with numbers, tables and charts as data; parameters are its choices."""
        try:
            kind = register.get(key)
        except KeyError as error:
            raise Absent("There is no report with this key.") from error
        given = read_filters(request.query_params)
        demonstration = layer_of(given)
        chosen = {name: value for name, value in given.items() if name != "provenance"}
        asked = Asked(request.user, read_moment(request.query_params), demonstration, chosen)
        return Response(as_plain(kind.made(asked)))
