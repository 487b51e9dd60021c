"""Decisions over HTTP: the register, one of them, and what came of it."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance import actions
from governance.api import inputs
from governance.api.meetings import find_body, ordering_of
from governance.filters.decisions import DecisionFilter
from governance.models import DecisionLink, DecisionParticulars, Meeting
from governance.policies import check_can_keep
from governance.queries import decisions as queries
from governance.queries.meetings import ordered
from ledger import moments
from ledger.errors import Invalid
from ledger.moments import Moment
from ledger.rest.paging import Pages
from ledger.rest.queries import MOMENT, read_filters, read_moment, refuse_unknown
from ledger.rest.repeats import once
from ledger.rest.versions import etag, expected_version
from projects import filters
from projects.api import outputs
from projects.api.numbers import AS_AT, layer_of
from projects.api.reporting import read
from secretariat.api.authentication import caller

FILTERS = [
    OpenApiParameter(name, str, description=str(field.label or name))
    for name, field in DecisionFilter.base_filters.items()
]


# --- what is answered ----------------------------------------------------------------------------
def decision_out(said: Any, links: list[DecisionLink]) -> dict[str, Any]:
    """A decision as the register shows it."""
    return {
        **outputs.statement(said),
        "id": str(said.subject_id),
        "version": said.subject.version,
        "code": said.subject.code,
        "body": said.subject.body.code,
        "meeting": said.meeting.code if said.meeting else None,
        "title": said.title,
        "text": said.text,
        "decided_on": said.decided_on,
        "decided_by": said.decided_by,
        "advised_by": said.advised_by,
        "responsible": said.responsible,
        "due_on": said.due_on,
        "word": said.word,
        "word_label": said.get_word_display(),
        "outcome": said.outcome,
        "supersedes": said.supersedes.code if said.supersedes else None,
        "superseded_by": said.superseded_by,
        "links": [_link(link) for link in links],
    }


def _link(link: DecisionLink) -> dict[str, Any]:
    kind = next(name for name in ("project", "policy", "mandate") if getattr(link, f"{name}_id"))
    return {
        "kind": kind,
        "code": getattr(link, kind).code,
        "citation": outputs.citation(link.citation),
        "provenance": link.provenance,
    }


def _earlier(said: DecisionParticulars) -> dict[str, Any]:
    return {**outputs.statement(said), "word": said.word, "outcome": said.outcome}


# --- endpoints -----------------------------------------------------------------------------------
class DecisionList(APIView):
    """The register at a day; a decision is recorded here."""

    @extend_schema(parameters=[*AS_AT, *FILTERS], responses=dict, operation_id="decisions")
    def get(self, request: Request) -> Response:
        """A page of decisions, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        layer = {"demonstration": layer_of(given)}
        visible = queries.decisions(request.user, moment, **layer)
        rows = filters.apply(DecisionFilter, visible, given, moment)
        sort = ordering_of(request, queries.ORDERINGS, "-decided")
        pages = Pages()
        page = pages.paginate_queryset(ordered(rows, sort, queries.ORDERINGS), request, self)
        links = queries.links_of(request.user, [row.subject_id for row in page], moment, **layer)
        found = [decision_out(row, links.get(row.subject_id, [])) for row in page]
        return pages.get_paginated_response(found)

    @extend_schema(
        request=inputs.DecisionInput, responses={201: dict}, operation_id="decision_record"
    )
    def post(self, request: Request) -> Response:
        """Enter a decision; the portal gives it its number."""

        def act() -> Response:
            check_can_keep(request.user)
            given = read(inputs.DecisionInput, request)
            body = find_body(given.pop("body"))
            made = actions.record_decision(
                by=caller(request),
                body_id=body.pk,
                meeting_id=_meeting(given.pop("meeting")),
                links=[(link["kind"], link["code"]) for link in given.pop("links")],
                **given,
            )
            return answer(request, made.code, moments.now(), status=201)

        return once(request, caller(request).number, act)


def _meeting(code: str | None) -> Any:
    """The id of a meeting; raises ``Invalid`` naming the member."""
    if not code:
        return None
    found = Meeting.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise Invalid(fields={"meeting": f"The register does not know “{code[:60]}”."})
    return found


def load_said(request: Request, code: str, moment: Moment) -> Any:
    """The decision with this code at the moment, of either layer; else 404."""
    for demonstration in (False, True):
        found = queries.find_decision(request.user, code, moment, demonstration=demonstration)
        if found is not None:
            return found
    raise actions.NotFound("There is no such decision on this day.")


def answer(request: Request, code: str, moment: Moment, status: int = 200) -> Response:
    """A decision as it stood, with what was said of it before and its entity tag."""
    said = load_said(request, code, moment)
    layer = {"demonstration": said.subject.demonstration}
    links = queries.links_of(request.user, [said.subject_id], moment, **layer)
    body = {
        **decision_out(said, links.get(said.subject_id, [])),
        "earlier": [_earlier(one) for one in queries.said_of(said.subject, moment)[1:]],
    }
    return Response(body, status=status, headers={"ETag": etag(said.subject.version)})


class DecisionDetail(APIView):
    """One decision."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="decision")
    def get(self, request: Request, code: str) -> Response:
        """It as it stood, with what was said of it before."""
        refuse_unknown(request.query_params, MOMENT)
        return answer(request, code, read_moment(request.query_params))


class FollowUps(APIView):
    """What came of a decision."""

    @extend_schema(
        request=inputs.FollowUpInput, responses={201: dict}, operation_id="decision_follow_up"
    )
    def post(self, request: Request, code: str) -> Response:
        """Say how far it has been carried out, and what came of it."""
        said = load_said(request, code, moments.now())

        def act() -> Response:
            check_can_keep(request.user, said.subject)
            version = expected_version(request, said.subject.version)
            actions.follow_up_decision(
                by=caller(request),
                decision_id=said.subject_id,
                expected_version=version,
                **read(inputs.FollowUpInput, request),
            )
            return answer(request, code, moments.now(), status=201)

        return once(request, caller(request).number, act)
