"""Printed numbers beside computed ones over HTTP."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ictportal.reconciled import SHEET, Reconciled
from ledger.rest.paging import Pages
from ledger.rest.queries import MOMENT, PAGES, read_filters, read_moment, refuse_unknown
from projects.api.numbers import AS_AT, citation, layer_of
from secretariat.reconciliation import FILTERS, OUTCOMES, Line
from secretariat.sheets import get_sheet, row_of

PARAMETERS = [
    OpenApiParameter("outcome", str, description=f"One of: {', '.join(OUTCOMES)}"),
    OpenApiParameter("document", str, description="Symbol of the document that prints it"),
    OpenApiParameter("explained", str, description="Of those that differ: yes or no"),
    OpenApiParameter("provenance", str, description="demonstration for the demonstration layer"),
]


def line_out(line: Line) -> dict[str, Any]:
    """A printed number with the computed one."""
    row = row_of(get_sheet(SHEET), line.printed)
    names = ("code", "figure", "part", "measure", "as_printed", "explanation")
    return {
        "id": str(line.printed.subject_id),
        **{name: row[name] for name in names},
        "parameters": line.quoted.parameters,
        "name": line.name,
        "as_of": line.day,
        "value": line.printed.value,
        "computed": line.computed,
        "difference": line.gap,
        "outcome": line.outcome,
        "outcome_label": line.outcome_label,
        "cannot_compute_because": line.why,
        "citation": citation(line.printed),
        "provenance": line.provenance,
    }


class ReconciliationList(APIView):
    """Each printed number held against the register."""

    @extend_schema(parameters=[*AS_AT, *PARAMETERS], responses=dict, operation_id="reconciliation")
    def get(self, request: Request) -> Response:
        """A page of printed numbers, unexplained differences first, with the total."""
        refuse_unknown(request.query_params, {*MOMENT, *PAGES, *FILTERS, "provenance"})
        given = read_filters(request.query_params)
        demonstration, words = layer_of(given), given.pop("provenance", "").split(",")
        moment = read_moment(request.query_params)
        found = Reconciled(request.user, moment, demonstration, given)
        lines = [line for line in found.lines if words == [""] or line.provenance in words]
        pages = Pages()
        page = pages.paginate_queryset(lines, request, self)
        return pages.get_paginated_response([line_out(line) for line in page])
