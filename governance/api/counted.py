"""The meetings behind a number, over HTTP."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance import counted
from governance.counted import CountedRow
from governance.filters.bodies import CountedFilter
from ledger.rest.paging import Pages
from ledger.rest.queries import read_filters, read_moment
from projects.api.numbers import AS_AT, citation

FILTERS = [
    OpenApiParameter(name, str, description=str(field.label or name))
    for name, field in CountedFilter.base_filters.items()
]


def row_out(row: CountedRow) -> dict[str, Any]:
    """A meeting, a count or an expected meeting as values."""
    one = row.expected
    return {
        "body": row.did.body.code,
        "period": row.did.period_name,
        "meeting": row.code or None,
        "day": row.day,
        "meetings": row.stands_for,
        "expected": {"first": one.slot.first, "last": one.slot.last} if one else None,
        "outcome": one.outcome.value if one else None,
        "citation": citation(row.said) if row.said else None,
        "provenance": row.said.provenance if row.said else row.did.known.said.provenance,
    }


class CountedMeetings(APIView):
    """What the figure of meetings counts."""

    @extend_schema(parameters=[*AS_AT, *FILTERS], responses=dict, operation_id="counted_meetings")
    def get(self, request: Request) -> Response:
        """A page of rows; ``count`` is the number of meetings that all of them stand for."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        rows = counted.counted_rows(request.user, moment, given)
        pages = Pages()
        page = pages.paginate_queryset(rows, request, self)
        answer = pages.get_paginated_response([row_out(row) for row in page])
        answer.data["rows"], answer.data["count"] = len(rows), counted.total(rows)
        return answer
