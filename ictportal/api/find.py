"""The one search over the API: the same answer as the page."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ictportal.find import Found, find, read_question
from ictportal.find_kinds import Kind
from ictportal.find_lines import Line
from ledger.rest.queries import MOMENT, read_filters, read_moment, refuse_unknown
from projects.api.numbers import AS_AT, LAYER, layer_of

CARRIED = ("as_of", "known_at", "provenance")
Q = OpenApiParameter(
    "q", str, description="A symbol, a code, a name in English or Chinese, or text."
)


class Find(APIView):
    """What the register has of a text, kind by kind."""

    @extend_schema(parameters=[*AS_AT, LAYER, Q], responses=dict, operation_id="find")
    def get(self, request: Request) -> Response:
        """Every kind with its count and its first rows; no kind without a text."""
        given = read_filters(request.query_params)
        refuse_unknown(request.query_params, (*MOMENT, "provenance", "q"))
        question = read_question(given.get("q", ""))
        if not question.text:
            return Response({"q": "", "count": 0, "exactly": [], "kinds": []})
        moment = read_moment(request.query_params)
        answer = find(request.user, question, moment, demonstration=layer_of(given))
        exactly = [{"kind": kind.key, **told(kind, line)} for kind, line in answer.exactly]
        kinds = [self._kind(found, question.text) for found in answer.kinds]
        said = {"q": question.text, "count": answer.total, "exactly": exactly, "kinds": kinds}
        return Response(said)

    def _kind(self, found: Found, text: str) -> dict[str, Any]:
        return {
            "kind": found.kind.key,
            "label": str(found.kind.label),
            "count": found.total,
            "results": [told(found.kind, line) for line in found.lines],
            "rows_url": self._rows(found.kind, text),
        }

    def _rows(self, kind: Kind, text: str) -> str | None:
        """The list that has all of them; nothing where that list takes no text."""
        if not kind.is_filtered:
            return None
        query = {name: self.request.GET[name] for name in CARRIED if self.request.GET.get(name)}
        path = f"{reverse(kind.api_listing)}?{urlencode({'q': text, **query})}"
        return self.request.build_absolute_uri(path)


def told(kind: Kind, line: Line) -> dict[str, Any]:
    """One thing found as values, with the address of its page."""
    return {
        "code": line.code,
        "title": line.title,
        "title_zh": line.title_zh,
        "about": line.about,
        "day": line.day,
        "page": reverse(kind.page, args=[line.argument]),
    }
