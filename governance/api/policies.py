"""Policies over HTTP: the list, one of them, and its moves."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance import policies as rights
from governance.actions.policies import Issue, move_policy
from governance.filters.policies import PolicyFilter
from governance.forms.policies import ISSUE
from governance.lifecycle import ReviewDone
from governance.models import ComplianceReview, PolicyParticulars
from governance.queries import policies as queries
from governance.queries.mandates import decisions_about
from governance.queries.policies import PolicyRow
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
from projects.api.numbers import AS_AT, LAYER, citation, layer_of
from projects.api.reporting import read
from secretariat.api.authentication import caller

FILTERS = [
    OpenApiParameter(name, str, description=str(field.label or name))
    for name, field in PolicyFilter.base_filters.items()
]


REVIEWS = [
    OpenApiParameter("word", str, description=f"One of: {', '.join(ReviewDone.values)}."),
    OpenApiParameter("year", str, description="The year that was reviewed or not."),
    LAYER,
]


class MoveInput(Strict):
    """Where a policy goes, and why; how it is issued when it comes into force."""

    state = serializers.CharField(max_length=16)
    reason = serializers.CharField(max_length=PROSE_LIMIT)
    issued_on = serializers.DateField(required=False)
    issued_as = serializers.CharField(max_length=80, required=False)
    number = serializers.CharField(max_length=LINE_LIMIT, required=False)
    edition = serializers.CharField(max_length=LINE_LIMIT, required=False)
    review_on = serializers.DateField(required=False)


# --- what is answered ----------------------------------------------------------------------------
def policy_out(row: PolicyRow) -> dict[str, Any]:
    """A policy as lists show it."""
    said = row.said
    return {
        "id": str(said.subject_id),
        "code": said.subject.code,
        **_particulars(said),
        "in_force": row.in_force,
        "review_day_passed": row.review_day_passed,
        "gap": row.has_gap,
        "said_on": said.as_of,
        "citation": citation(said),
        "provenance": said.provenance,
    }


def _particulars(said: PolicyParticulars) -> dict[str, Any]:
    return {
        "title": said.title,
        "title_zh": said.title_zh,
        "kind": said.kind,
        "state": said.state,
        "state_label": said.get_state_display(),
        "number": said.number,
        "edition": said.edition,
        "owner": said.owner.code if said.owner else None,
        "issued_on": said.issued_on,
        "issued_as": said.issued_as.symbol if said.issued_as else None,
        "review_on": said.review_on,
        "text": said.text,
    }


def version_out(said: PolicyParticulars) -> dict[str, Any]:
    """One word on a policy, with why it was recorded."""
    return {**outputs.statement(said), **_particulars(said), "reason": said.entry.reason}


def detail_out(viewer: Any, said: PolicyParticulars, moment: Moment) -> dict[str, Any]:
    """A policy with its versions, and what concerns it."""
    policy = said.subject
    reviewed = queries.reviews(viewer, moment, demonstration=policy.demonstration, policy=policy)
    return {
        **policy_out(PolicyRow(said, moment.as_of)),
        "version": policy.version,
        "note": said.note,
        "next_states": [state.value for state in queries.moves_from(said)],
        "versions": [version_out(one) for one in queries.versions(policy.pk, moment)],
        "rounds": [one.subject.code for one in queries.rounds_about(policy, moment)],
        "decisions": [link.subject.code for link, _word in decisions_about(moment, policy=policy)],
        "reviews": [
            {**outputs.statement(one), "unit": one.subject.code, "year": one.year, "word": one.word}
            for one in reviewed
        ],
        "as_of": moment.as_of,
    }


def review_out(one: ComplianceReview) -> dict[str, Any]:
    """A review of compliance."""
    return {
        **outputs.statement(one),
        "unit": one.subject.code,
        "name": one.name,
        "year": one.year,
        "policy": one.policy.code if one.policy else None,
        "word": one.word,
        "result": one.result,
    }


# --- endpoints -----------------------------------------------------------------------------------
def ordering_of(request: Request) -> str:
    """The order asked for; raises ``Invalid`` for one that is not declared."""
    ordering = request.query_params.get("ordering", "code")
    if ordering.removeprefix("-") not in queries.ORDERINGS:
        said = f"Order by one of: {', '.join(queries.ORDERINGS)}."
        raise Invalid(said, fields={"ordering": said})
    return ordering


class PolicyList(APIView):
    """Policies at a day."""

    @extend_schema(parameters=[*AS_AT, *FILTERS], responses=dict, operation_id="policies")
    def get(self, request: Request) -> Response:
        """A page of policies, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        visible = rights.current(
            request.user, PolicyParticulars, moment, demonstration=layer_of(given)
        )
        found = filters.apply(PolicyFilter, visible, given, moment)
        ordered = queries.related(queries.ordered(found, ordering_of(request)))
        pages = Pages()
        page = pages.paginate_queryset(ordered, request, self)
        rows = queries.policy_rows(page, moment)
        return pages.get_paginated_response([policy_out(row) for row in rows])


def load_policy(request: Request, code: str, moment: Moment) -> PolicyParticulars:
    """The policy with this code at the moment, of either layer; else 404."""
    for demonstration in (False, True):
        found = queries.find_policy(request.user, code, moment, demonstration=demonstration)
        if found is not None:
            return found
    raise NotFound("There is no such policy on this day.")


class PolicyDetail(APIView):
    """One policy."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="policy")
    def get(self, request: Request, code: str) -> Response:
        """It as it stood, with every version and what concerns it."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        said = load_policy(request, code, moment)
        body = detail_out(request.user, said, moment)
        return Response(body, headers={"ETag": etag(said.subject.version)})


class Moves(APIView):
    """The moves of a policy."""

    @extend_schema(request=MoveInput, responses={201: dict}, operation_id="policy_move")
    def post(self, request: Request, code: str) -> Response:
        """Move it to its next state, with the reason; issuing needs the day."""
        said = load_policy(request, code, moments.now())

        def act() -> Response:
            rights.check_can_keep(request.user, said.subject)
            expected = expected_version(request, said.subject.version)
            given = read(MoveInput, request)
            move_policy(
                by=caller(request),
                policy_id=said.subject_id,
                expected_version=expected,
                state=given["state"],
                reason=given["reason"],
                issue=Issue(**{name: given[name] for name in ISSUE if name in given}),
            )
            moved = load_policy(request, code, moments.now())
            body = detail_out(request.user, moved, moments.now())
            return Response(body, status=201, headers={"ETag": etag(moved.subject.version)})

        return once(request, caller(request).number, act)


class ComplianceReviewList(APIView):
    """Reviews of compliance at a day."""

    @extend_schema(parameters=[*AS_AT, *REVIEWS], responses=dict, operation_id="compliance_reviews")
    def get(self, request: Request) -> Response:
        """A page of reviews, by unit and year, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        refuse_unknown(given, tuple(queries.REVIEW_PARAMETERS))
        layer = layer_of(given)
        rows = queries.reviews_asked(request.user, moment, given, demonstration=layer)
        pages = Pages()
        page = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response([review_out(one) for one in page])
