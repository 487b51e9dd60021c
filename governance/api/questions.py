"""Questions in writing over HTTP: the list, and one of them with its answers."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.api.meetings import ordering_of
from governance.filters.questions import QuestionFilter
from governance.models import QuestionLink
from governance.queries import questions as queries
from governance.queries.questions import Answered, QuestionRow
from ledger.moments import Moment
from ledger.rest.paging import Pages
from ledger.rest.queries import MOMENT, read_filters, read_moment, refuse_unknown
from ledger.rest.versions import etag
from projects import filters
from projects.actions import NotFound
from projects.api import outputs
from projects.api.numbers import AS_AT, layer_of
from secretariat.reconciliation import Line

FILTERS = [
    OpenApiParameter(name, str, description=str(field.label or name))
    for name, field in QuestionFilter.base_filters.items()
]
ABOUT = ("project", "body", "mandate")


# --- what is answered ----------------------------------------------------------------------------
def question_out(row: QuestionRow, links: list[QuestionLink]) -> dict[str, Any]:
    """A question as lists show it."""
    said = row.said
    return {
        **outputs.statement(said),
        "id": str(said.subject_id),
        "version": said.subject.version,
        "code": said.subject.code,
        "asked_by": said.asked_by,
        "asked_by_label": said.get_asked_by_display(),
        "number": said.number,
        "title": said.title,
        "text": said.text,
        "asked_on": said.asked_on,
        "due_on": said.due_on,
        "session": said.session,
        "concerns": said.concerns.symbol if said.concerns else None,
        "office": said.office.code if said.office else None,
        "state": row.state.value,
        "state_label": str(row.state.label),
        "answered_on": said.answered_on,
        "days_late": row.days_late,
        "answers": said.answers,
        "figures_quoted": said.quoted,
        "links": [_link(link) for link in links],
    }


def _link(link: QuestionLink) -> dict[str, Any]:
    kind = next((name for name in ABOUT if getattr(link, f"{name}_id")), "recommendation")
    code = getattr(link, kind).code if kind in ABOUT else link.recommendation
    source = {"citation": outputs.citation(link.citation), "provenance": link.provenance}
    return {"kind": kind, "code": code, **source}


def _answer(one: Answered) -> dict[str, Any]:
    return {
        **outputs.statement(one.said),
        "text": one.said.text,
        "office": one.said.office.code if one.said.office else None,
        "figures": [_quoted(line) for line in one.lines],
    }


def _quoted(line: Line) -> dict[str, Any]:
    quoted = line.printed
    return {
        **outputs.statement(quoted),
        "figure": quoted.figure,
        "parameters": quoted.parameters,
        "part": quoted.part,
        "measure": quoted.measure,
        "figure_as_of": line.day,
        "value": quoted.value,
        "as_printed": quoted.as_printed,
        "explanation": quoted.explanation,
        "computed": line.computed,
        "difference": line.gap,
        "outcome": line.outcome,
        "cannot_compute_because": line.why,
    }


# --- endpoints -----------------------------------------------------------------------------------
class QuestionList(APIView):
    """Questions at a day; they are recorded through their register, like its rows."""

    @extend_schema(parameters=[*AS_AT, *FILTERS], responses=dict, operation_id="questions")
    def get(self, request: Request) -> Response:
        """A page of questions, the newest first, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        layer = {"demonstration": layer_of(given)}
        visible = queries.questions(request.user, moment, **layer)
        rows = filters.apply(QuestionFilter, visible, given, moment)
        sort = ordering_of(request, queries.ORDERINGS, "-asked")
        pages = Pages()
        page = pages.paginate_queryset(queries.ordered(rows, sort), request, self)
        links = queries.links_of(request.user, [said.subject_id for said in page], moment, **layer)
        found = [QuestionRow(said, moment.as_of) for said in page]
        return pages.get_paginated_response(
            [question_out(row, links.get(row.said.subject_id, [])) for row in found]
        )


class QuestionDetail(APIView):
    """One question."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="question")
    def get(self, request: Request, code: str) -> Response:
        """It as it stood, each answer with the figures it quotes held against the register."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        said = _load(request, code, moment)
        layer = {"demonstration": said.subject.demonstration}
        links = queries.links_of(request.user, [said.subject_id], moment, **layer)
        answers = queries.answers_to(request.user, said, moment)
        row = QuestionRow(said, moment.as_of)
        body = {
            **question_out(row, links.get(said.subject_id, [])),
            "answers": [_answer(one) for one in answers],
        }
        return Response(body, headers={"ETag": etag(said.subject.version)})


def _load(request: Request, code: str, moment: Moment) -> Any:
    """The question with this code at the moment, of either layer; else 404."""
    for demonstration in (False, True):
        found = queries.find_question(request.user, code, moment, demonstration=demonstration)
        if found is not None:
            return found
    raise NotFound("There is no such question on this day.")
