"""Governing bodies over HTTP: the list, one body, how it did in a period, and what bodies owe."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance import bodies
from governance.bodies import BodyRow
from governance.cadence import Expected
from governance.figures import period_of
from governance.filters.bodies import BodyFilter, OutputFilter
from governance.models import SeatHolding, TermsParticulars
from governance.outputs import DueOutput
from governance.performance import Performance, known_bodies, perform
from governance.queries import bodies as queries
from governance.queries.bodies import Kin
from ledger.moments import Moment
from ledger.rest.paging import Pages
from ledger.rest.queries import MOMENT, read_filters, read_moment, refuse_unknown
from ledger.rest.versions import etag
from projects.api.numbers import AS_AT, NotFound, layer_of
from projects.api.outputs import citation, statement

PERIOD = OpenApiParameter(
    "period", str, description="A year or quarter; without it the last year that has ended."
)


def _filters(shape: Any) -> list[OpenApiParameter]:
    return [
        OpenApiParameter(name, str, description=str(field.label or name))
        for name, field in shape.base_filters.items()
    ]


# --- what is answered ----------------------------------------------------------------------------
def terms_out(said: TermsParticulars) -> dict[str, Any]:
    """Terms of reference; the basis is their citation."""
    return {
        **statement(said),
        "code": said.subject.code,
        "state": said.state,
        "cadence": said.cadence,
        "number": said.cadence_number,
        "cadence_text": queries.cadence_said(said),
        "chair": said.chair,
        "second_chair": said.second_chair,
        "members": said.members,
        "quorum": said.quorum,
        "role": said.role,
        "valid_from": said.valid_from,
        "valid_from_precision": said.valid_from_precision,
        "valid_to": said.valid_to,
        "valid_to_precision": said.valid_to_precision if said.valid_to else None,
        "basis": citation(said.citation),
        "reported_in": said.reported_in.symbol if said.reported_in else None,
    }


def expected_out(one: Expected) -> dict[str, Any]:
    """An expected meeting and what became of it."""
    return {
        "first": one.slot.first,
        "last": one.slot.last,
        "rule": one.slot.rule.value,
        "number": one.slot.number,
        "of": one.slot.of,
        "outcome": one.outcome.value,
        "held_on": one.gathering.day if one.gathering else None,
        "meeting": one.gathering.key if one.gathering else None,
    }


def performance_out(did: Performance) -> dict[str, Any]:
    """How a body did in a period; ``held`` is null where nobody says."""
    return {
        "period": did.period_name,
        "status": did.status.value,
        "status_label": str(did.status.label),
        "held": did.held,
        "at_least": did.at_least,
        "required": did.required,
        "outcomes": {word.value: n for word, n in did.outcomes().items()} if did.expected else None,
        "longest_gap": did.longest_gap,
        "next_due": did.known.next_due,
        "observed_through": did.observed_through,
        "count": _count(did),
        "expected": [expected_out(one) for one in did.expected],
    }


def _count(did: Performance) -> dict[str, Any] | None:
    if did.count is None:
        return None
    return {
        **statement(did.count),
        "count": did.count.count,
        "as_printed": did.count.as_printed,
    }


def body_out(row: BodyRow) -> dict[str, Any]:
    """A body as lists show it."""
    said = row.said
    return {
        "id": str(said.subject_id),
        "version": said.subject.version,
        "code": row.code,
        "name": said.name,
        "name_zh": said.name_zh,
        "level": said.level,
        "state": said.state,
        "parent": said.parent.code if said.parent else None,
        "task": said.task,
        "supported_by": said.supported_by,
        "established_on": said.established_on,
        "ended_on": said.ended_on,
        "recorded_from": said.recorded_from,
        "predecessors": [kin.code for kin in row.before],
        "successors": [kin.code for kin in row.after],
        "terms": terms_out(row.terms) if row.terms else None,
        "performance": performance_out(row.did),
        "citation": citation(said.citation),
        "provenance": said.provenance,
        "note": said.note,
    }


def _kin(one: Kin) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, **(statement(one.said) if one.said else {})}


def seat_out(one: SeatHolding) -> dict[str, Any]:
    """Who holds a seat; an office, never a person."""
    return {
        **statement(one),
        "seat": one.subject.code,
        "office": one.office,
        "entity": one.entity.code if one.entity else None,
        "role": one.role,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
    }


def output_out(one: DueOutput) -> dict[str, Any]:
    """An output or input of a period, and what became of it."""
    said, delivery = one.said, one.delivery
    return {
        "output": said.subject.code,
        "body": one.body_code,
        "name": said.name,
        "way": said.way,
        "rhythm": said.rhythm,
        "period": one.period_name,
        "word": one.word.value,
        "word_label": str(one.word.label),
        "delivered_on": delivery.delivered_on if delivery else None,
        "delivery": statement(delivery) if delivery else None,
        "citation": citation(said.citation),
        "provenance": said.provenance,
    }


# --- endpoints -----------------------------------------------------------------------------------
class BodyList(APIView):
    """Governing bodies at a day, each with the terms in force and how it did in a period."""

    @extend_schema(
        parameters=[*AS_AT, *_filters(BodyFilter)], responses=dict, operation_id="bodies"
    )
    def get(self, request: Request) -> Response:
        """A page of bodies that the caller may see, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        ordering = bodies.check_ordering(
            request.query_params.get("ordering", "code"), bodies.ORDERINGS
        )
        rows = bodies.body_rows(
            request.user, moment, given, demonstration=layer_of(given), ordering=ordering
        )
        pages = Pages()
        page = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response([body_out(row) for row in page])


def load_row(request: Request, code: str, moment: Moment, period: str = "") -> BodyRow:
    """The body with this code on the day, if the caller may see it; else 404."""
    asked = period_of({"period": period} if period else {}, moment)
    for layer in (False, True):
        known = known_bodies(request.user, moment, demonstration=layer, codes=[code])
        if known:
            named = queries.family(request.user, moment, demonstration=layer)
            return BodyRow(perform(known[0], asked), named)
    raise NotFound("There is no such governing body on this day.")


class BodyDetail(APIView):
    """One governing body."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="body")
    def get(self, request: Request, code: str) -> Response:
        """The body as it stood: its terms, names, kin, seats, what it owes, and its years."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        row = load_row(request, code, moment)
        body = {**body_out(row), **_around(request, row, moment), "as_of": moment.as_of}
        return Response(body, headers={"ETag": etag(row.said.subject.version)})


def _around(request: Request, row: BodyRow, moment: Moment) -> dict[str, Any]:
    body, years = row.did.body, bodies.by_year(row.known)
    return {
        "aliases": [
            {**statement(one), "name": one.name, "language": one.language}
            for one in queries.aliases(body, moment)
        ],
        "predecessors": [_kin(one) for one in row.before],
        "successors": [_kin(one) for one in row.after],
        "all_terms": [terms_out(said) for said in reversed(row.known.terms)],
        "seats": [seat_out(one) for one in queries.seats(body, moment).sitting],
        "outputs": [
            output_out(one)
            for _said, due in bodies.outputs_by_period(request.user, body, moment, row.known)
            for one in due
        ],
        "performance_by_year": [performance_out(did) for did in years],
    }


class BodyPerformance(APIView):
    """How one governing body did in a period."""

    @extend_schema(parameters=[*AS_AT, PERIOD], responses=dict, operation_id="body_performance")
    def get(self, request: Request, code: str) -> Response:
        """Held and required, with each expected meeting where they are on record."""
        refuse_unknown(request.query_params, {*MOMENT, "period"})
        moment = read_moment(request.query_params)
        row = load_row(request, code, moment, request.query_params.get("period", ""))
        told = {"code": code, **performance_out(row.did), "as_of": moment.as_of}
        return Response(told, headers={"ETag": etag(row.said.subject.version)})


class OutputList(APIView):
    """What governing bodies had to produce and to receive, by period."""

    @extend_schema(
        parameters=[*AS_AT, *_filters(OutputFilter)], responses=dict, operation_id="outputs"
    )
    def get(self, request: Request) -> Response:
        """A page of outputs and inputs due in the period, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        bodies.check_ordering(request.query_params.get("ordering", ""), ())
        rows = bodies.output_rows(request.user, moment, given, demonstration=layer_of(given))
        pages = Pages()
        page = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response([output_out(one) for one in page])
