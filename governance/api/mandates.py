"""Requests and recommendations over HTTP: the list, one of them, and what became of it."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.actions.mandates import record_finding
from governance.filters.mandates import MandateFilter
from governance.models import MandateState
from governance.policies import check_can_keep, viewable_mandates
from governance.queries import mandates as queries
from governance.queries.mandates import MandateRow
from ledger import moments
from ledger.errors import Invalid
from ledger.moments import Moment
from ledger.rest.paging import Pages
from ledger.rest.queries import MOMENT, read_filters, read_moment, refuse_unknown
from ledger.rest.repeats import once
from ledger.rest.shapes import Strict
from ledger.rest.versions import etag, expected_version
from ledger.texts import LINE_LIMIT, PROSE_LIMIT
from projects import filters
from projects.actions import NotFound
from projects.api import outputs
from projects.api.numbers import AS_AT, citation, layer_of
from projects.api.reporting import read
from secretariat.api.authentication import caller
from secretariat.models import SessionPartName

FILTERS = [
    OpenApiParameter(name, str, description=str(field.label or name))
    for name, field in MandateFilter.base_filters.items()
]


class FindingInput(Strict):
    """What a later report or resolution says became of a request."""

    word = serializers.CharField(max_length=13)
    document = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    locator = serializers.CharField(
        max_length=LINE_LIMIT, required=False, allow_blank=True, default=""
    )
    as_of = serializers.DateField()
    text = serializers.CharField(
        max_length=PROSE_LIMIT, required=False, allow_blank=True, default=""
    )


# --- what is answered ----------------------------------------------------------------------------
def mandate_out(row: MandateRow) -> dict[str, Any]:
    """A request or recommendation as lists show it."""
    state, said = row.state, row.state.particulars
    return {
        "id": str(state.mandate_id),
        "code": state.code,
        "document": state.document.symbol,
        "paragraph": state.mandate.paragraph,
        "verb": state.verb,
        "authority": state.authority,
        "authority_label": state.get_authority_display(),
        "title": state.title,
        "addressee": said.addressee,
        "deliverable": said.deliverable,
        "parts": [
            {"letter": part.letter, "title": part.title, "state": part.state} for part in row.parts
        ],
        "due": _due(state),
        "through": state.vehicle.code if state.vehicle else None,
        "status": state.status,
        "status_label": state.get_status_display(),
        "days_late": state.days_late,
        "days_past_due": row.days_past_due,
        "chain": [
            {
                "code": step.mandate.code,
                "document": step.mandate.document.symbol,
                "paragraph": step.mandate.paragraph,
                "kind": step.kind,
                "later": step.later,
                "session": step.session,
            }
            for step in row.chain
        ],
        "endorsed_by": said.endorsed_by.symbol if said.endorsed_by else None,
        "project": said.project.code if said.project else None,
        "citation": citation(said),
        "provenance": state.provenance,
    }


def _due(state: MandateState) -> dict[str, Any]:
    """The session and its part as asked for; the day is the portal's own, and says so."""
    return {
        "text": state.particulars.due_text,
        "session": state.due_session,
        "part": state.due_part or None,
        "part_label": SessionPartName(state.due_part).label if state.due_part else None,
        "on": state.due_on,
        "calendar_is_ours": state.due_on is not None,
    }


def finding_out(row: Any) -> dict[str, Any]:
    """What a later document says became of a request."""
    return {**outputs.statement(row), "word": row.word, "text": row.text}


def detail_out(row: MandateRow, carried: list[MandateState], moment: Moment) -> dict[str, Any]:
    """A request with its text, evidence, findings and decisions."""
    said, pk = row.state.particulars, row.state.mandate_id
    parts = [
        {
            **outputs.statement(part),
            "letter": part.letter,
            "title": part.title,
            "state": part.state,
            "evidence": part.evidence,
        }
        for part in row.parts
    ]
    return {
        **mandate_out(row),
        "version": row.state.mandate.version,
        "text": said.text,
        "note": said.note,
        "parts": parts,
        "carries": [state.code for state in carried],
        "findings": [finding_out(one) for one in queries.findings(pk, moment)],
        "decisions": [
            {"code": link.subject.code, "title": word.title if word else "", **_cited(link)}
            for link, word in queries.decisions_about(moment, mandate=pk)
        ],
        "said_on": said.as_of,
        "as_of": moment.as_of,
    }


def _cited(row: Any) -> dict[str, Any]:
    return {"citation": citation(row), "provenance": row.provenance}


# --- endpoints -----------------------------------------------------------------------------------
def ordering_of(request: Request) -> str:
    """The order asked for; raises ``Invalid`` for one that is not declared."""
    ordering = request.query_params.get("ordering", "session")
    if ordering.removeprefix("-") not in queries.ORDERINGS:
        said = f"Order by one of: {', '.join(queries.ORDERINGS)}."
        raise Invalid(said, fields={"ordering": said})
    return ordering


class MandateList(APIView):
    """Requests and recommendations at a day."""

    @extend_schema(parameters=[*AS_AT, *FILTERS], responses=dict, operation_id="mandates")
    def get(self, request: Request) -> Response:
        """A page of requests and recommendations, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        layer = layer_of(given)
        visible = viewable_mandates(request.user, moment, demonstration=layer)
        found = filters.apply(MandateFilter, visible, given, moment)
        ordered = queries.ordered(found, ordering_of(request))
        pages = Pages()
        page = pages.paginate_queryset(queries.related(ordered), request, self)
        rows = queries.mandate_rows(page, moment, demonstration=layer)
        return pages.get_paginated_response([mandate_out(row) for row in rows])


def load_state(request: Request, code: str, moment: Moment) -> MandateState:
    """The request with this code at the moment, of either layer; else 404."""
    for demonstration in (False, True):
        rows = viewable_mandates(request.user, moment, demonstration=demonstration)
        found: MandateState | None = queries.related(rows).filter(code=code).first()
        if found is not None:
            return found
    raise NotFound("There is no such request or recommendation on this day.")


class MandateDetail(APIView):
    """One request or recommendation."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="mandate")
    def get(self, request: Request, code: str) -> Response:
        """It as it stood, with parts, chain, findings and decisions."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        state = load_state(request, code, moment)
        layer = state.demonstration
        [row] = queries.mandate_rows([state], moment, demonstration=layer)
        visible = viewable_mandates(request.user, moment, demonstration=layer)
        carried = list(visible.filter(vehicle=state.mandate_id).order_by("code"))
        body = detail_out(row, carried, moment)
        return Response(body, headers={"ETag": etag(state.mandate.version)})


class Findings(APIView):
    """What became of a request."""

    @extend_schema(request=FindingInput, responses={201: dict}, operation_id="mandate_finding")
    def post(self, request: Request, code: str) -> Response:
        """Transcribe what a later report or resolution says; name the document and the place."""
        state = load_state(request, code, moments.now())

        def act() -> Response:
            check_can_keep(request.user, state.mandate)
            expected = expected_version(request, state.mandate.version)
            given = read(FindingInput, request)
            made = record_finding(
                by=caller(request),
                mandate_id=state.mandate_id,
                expected_version=expected,
                **given,
            )
            tag = etag(load_state(request, code, moments.now()).mandate.version)
            return Response(finding_out(made), status=201, headers={"ETag": tag})

        return once(request, caller(request).number, act)
