"""The explanation of changes over the API: the same question and the same steps as the page."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audits import queries
from audits.api import outputs
from audits.api.views import AS_AT, FILTERS
from audits.causes import CAUSES, Step
from audits.explanation import (
    ASKED,
    NUMBERS,
    WAYS,
    Explanation,
    Standpoint,
    explain,
    findings,
    moved_rows,
    read_question,
    read_step,
)
from ledger.rest.paging import Pages
from ledger.rest.queries import read_filters, read_moment

OWN = [
    OpenApiParameter("number", str, enum=list(NUMBERS), description="Which count is explained."),
    OpenApiParameter("before", str, description="The earlier day; a year earlier without it."),
    OpenApiParameter("after", str, description="The later day; as_of or today without it."),
    OpenApiParameter(
        "before_known_at", str, description="The earlier number as known at this instant or day."
    ),
    OpenApiParameter("cause", str, enum=list(CAUSES), description="List the rows of this cause."),
    OpenApiParameter("way", str, enum=list(WAYS), description="Only rows added, or removed."),
]


class ExplanationDetail(APIView):
    """Why a number of recommendations is another one on another day."""

    @extend_schema(parameters=[*OWN, *AS_AT, *FILTERS], responses=dict, operation_id="explanation")
    def get(self, request: Request) -> Response:
        """The number at both days and the steps between; with ``cause``, the rows of one step."""
        query = request.query_params
        parameters = read_filters(query, without=ASKED)
        question = read_question(query.dict(), parameters, read_moment(query))
        found = explain(request.user, question)
        if query.get("cause"):
            return self._rows(request, found)
        whole = explain(request.user, question.whole) if question.whole else None
        body = {**explained(request, found), "out_of": whole and explained(request, whole)}
        return Response(body)

    def _rows(self, request: Request, found: Explanation) -> Response:
        """A page of the rows of one step, each as it stood where the number counted it."""
        step, way = read_step(found, request.query_params.dict())
        pages = Pages()
        page = pages.paginate_queryset(moved_rows(found, step, way), request, self)
        lines = []
        for one in WAYS:
            look = found.counting(step, one)
            ids = [pk for moved, pk in page if moved == one]
            rows = queries.load(ids, look.rows, look.moment) if ids else []
            lines += [moved_row(found, step, one, row) for row in queries.with_entities(rows)]
        return pages.get_paginated_response(lines)


def moved_row(found: Explanation, step: Step, way: str, row: queries.Row) -> dict[str, Any]:
    """A recommendation that entered or left the number."""
    was, now = findings(found, step, row.state.recommendation_id)
    told = {"way": way, "status_before": was or None, "status_after": now or None}
    return {**told, "as_of": found.counting(step, way).moment.as_of, **outputs.recommendation(row)}


def standpoint(at: Standpoint, value: int) -> dict[str, Any]:
    """One end of the explanation."""
    return {"as_of": at.moment.as_of, "known_at": at.moment.known_at, "value": value}


def explained(request: Request, found: Explanation) -> dict[str, Any]:
    """An explanation as values: the nets of the parts sum to the difference."""
    question = found.question
    return {
        "number": question.number.key,
        "label": question.number.label,
        "figure": question.number.figure.key,
        "version": question.number.figure.version,
        "parameters": dict(question.parameters),
        "before": standpoint(question.before, found.before),
        "after": standpoint(question.after, found.after),
        "difference": found.difference,
        "parts": [part(request, found, step) for step in found.steps],
    }


def part(request: Request, found: Explanation, step: Step) -> dict[str, Any]:
    """One step with its cause and the address of its rows."""
    asked = {**request.query_params.dict(), "number": found.question.number.key}
    address = f"{reverse('api-explanation')}?{urlencode({**asked, 'cause': step.cause.key})}"
    moved = bool(step.added or step.removed)
    return {
        "key": step.cause.key,
        "label": step.cause.label,
        "meaning": step.cause.meaning,
        "added": len(step.added),
        "removed": len(step.removed),
        "net": step.net,
        "rows_url": request.build_absolute_uri(address) if moved else None,
    }
