"""The tracker's endpoints. Each loads, reads, makes one domain call, and answers."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audits import actions, filters, policies, queries
from audits.actions.particulars import described_with
from audits.api import inputs, outputs
from audits.filters import RecommendationFilter
from audits.models import RecommendationState
from audits.policies import can_read, viewable_by
from ledger import moments
from ledger.errors import Invalid
from ledger.moments import Moment
from ledger.rest.paging import Pages
from ledger.rest.parsing import StrictJSONParser
from ledger.rest.queries import MOMENT, read_filters, read_moment, refuse_unknown
from ledger.rest.repeats import once
from ledger.rest.versions import etag, expected_version
from secretariat.api.authentication import caller
from secretariat.models import Provenance

AS_AT = [
    OpenApiParameter("as_of", str, description="The day the answer speaks for; today without it."),
    OpenApiParameter("known_at", str, description="What was known at this instant or day."),
]
FILTERS = [
    OpenApiParameter(name, str, description=str(field.label or name))
    for name, field in RecommendationFilter.base_filters.items()
]


def demonstration_asked(given: Mapping[str, str]) -> bool:
    """Whether a query asks for the demonstration layer; without a word it is the record."""
    return given.get("provenance") == Provenance.DEMONSTRATION


class RecommendationList(APIView):
    """Recommendations at a day."""

    @extend_schema(parameters=[*AS_AT, *FILTERS], responses=dict, operation_id="recommendations")
    def get(self, request: Request) -> Response:
        """A page of recommendations that the caller may see, with the total."""
        moment = read_moment(request.query_params)
        given = read_filters(request.query_params)
        ordering = request.query_params.get("ordering", "place")
        if ordering not in queries.ORDERINGS:
            said = f"Order by one of: {', '.join(queries.ORDERINGS)}."
            raise Invalid(said, fields={"ordering": said})
        visible = viewable_by(request.user, moment, demonstration=demonstration_asked(given))
        rows = filters.apply(visible, given, moment)
        pages = Pages()
        ids = queries.ordered(rows, ordering).values_list("recommendation", flat=True)
        page = pages.paginate_queryset(ids, request, self)
        found = queries.with_entities(queries.load(page, visible, moment))
        return pages.get_paginated_response([outputs.recommendation(row) for row in found])


def load_state(request: Request, recommendation_id: UUID, moment: Moment) -> RecommendationState:
    """The recommendation at the moment, if the caller may see it; else 404."""
    for demonstration in (False, True):
        rows = viewable_by(request.user, moment, demonstration=demonstration)
        found = queries.load([recommendation_id], rows, moment)
        if found:
            return found[0].state
    raise actions.NotFound("There is no such recommendation on this day.")


class RecommendationDetail(APIView):
    """One recommendation."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="recommendation")
    def get(self, request: Request, pk: UUID) -> Response:
        """The recommendation as it stood, with what links and follow-ups it has."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        state = load_state(request, pk, moment)
        return detail(state, moment)

    @extend_schema(
        request=inputs.ParticularsInput, responses=dict, operation_id="recommendation_change"
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Change particulars from a day on, or from the start."""
        state = actions.find_state(request.user, pk)

        def act() -> Response:
            policies.check_can_keep(request.user, state)
            version = expected_version(request, state.recommendation.version)
            given = read(inputs.ParticularsInput, request)
            actions.describe_recommendation(
                by=caller(request),
                recommendation_id=pk,
                expected_version=version,
                description=described_with(state.particulars, given),
                as_of=given["as_of"],
                reason=given["reason"],
                from_the_start=given["from_the_start"],
            )
            return detail(load_state(request, pk, moments.now()), moments.now())

        return once(request, caller(request).number, act)


def detail(state: RecommendationState, moment: Moment) -> Response:
    """A recommendation with its links, as an answer with its entity tag."""
    row = queries.with_details([state], moment)[0]
    pk = state.recommendation_id
    body = {
        **outputs.recommendation(row),
        "followed_up_in": [outputs.follow_up(f) for f in queries.follow_ups(pk, moment)],
        "links": [outputs.link(link) for link in queries.links(pk, moment)],
        "reiterated_by": [str(link.subject_id) for link in queries.links_in(pk, moment)],
        "citation": outputs.citation(state.particulars.citation),
        "as_of": moment.as_of,
    }
    return Response(body, headers={"ETag": etag(state.recommendation.version)})


def read(shape: type[inputs.Strict], request: Request) -> dict[str, Any]:
    """What was sent, in shape; raises a validation error naming each member."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    values: dict[str, Any] = given.validated_data
    return values


class Series(APIView):
    """One series of statements about a recommendation: read at a moment, added to by an action."""

    check: Callable[[Any, RecommendationState], Any]

    def rows(self, request: Request, state: RecommendationState, moment: Moment) -> list[Any]:
        """The rows of the series as values."""
        raise NotImplementedError

    @extend_schema(parameters=AS_AT, responses=dict)
    def get(self, request: Request, pk: UUID) -> Response:
        """What was said up to the moment, newest first."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        state = load_state(request, pk, moment)
        rows = self.rows(request, state, moment)
        tag = etag(state.recommendation.version)
        return Response({"count": len(rows), "results": rows}, headers={"ETag": tag})

    def add(
        self,
        request: Request,
        pk: UUID,
        shape: type[inputs.Strict],
        check: Callable[[Any, RecommendationState], Any],
        act: Callable[..., Any],
        show: Callable[[Any], Mapping[str, Any]],
    ) -> Response:
        """Refuse who may not, read the version and the shape, act once, answer 201."""
        state = actions.find_state(request.user, pk)

        def perform() -> Response:
            check(request.user, state)
            version = expected_version(request, state.recommendation.version)
            given = read(shape, request)
            made = act(by=caller(request), recommendation_id=pk, expected_version=version, **given)
            tag = etag(made.ordinal)
            return Response(dict(show(made)), status=201, headers={"ETag": tag})

        return once(request, caller(request).number, perform)


class Assessments(Series):
    """The oversight body's voice."""

    def rows(self, request: Request, state: RecommendationState, moment: Moment) -> list[Any]:
        """Assessments."""
        found = queries.assessments(state.recommendation_id, moment)
        return [outputs.assessment(row) for row in found]

    @extend_schema(request=inputs.AssessmentInput, responses={201: dict})
    def post(self, request: Request, pk: UUID) -> Response:
        """Record what the body found."""

        def act(*, successor: UUID | None, **given: Any) -> Any:
            return actions.assess_recommendation(successor_id=successor, **given)

        return self.add(
            request,
            pk,
            inputs.AssessmentInput,
            policies.check_can_assess,
            act,
            outputs.assessment,
        )


class Reopenings(Series):
    """New episodes of a closed recommendation."""

    def rows(self, request: Request, state: RecommendationState, moment: Moment) -> list[Any]:
        """Assessments that reopened it."""
        found = queries.assessments(state.recommendation_id, moment).filter(reopens=True)
        return [outputs.assessment(row) for row in found]

    @extend_schema(request=inputs.ReopeningInput, responses={201: dict})
    def post(self, request: Request, pk: UUID) -> Response:
        """Begin a new episode."""
        return self.add(
            request,
            pk,
            inputs.ReopeningInput,
            policies.check_can_reopen,
            actions.reopen_recommendation,
            outputs.assessment,
        )


class Updates(Series):
    """The Administration's voice."""

    def rows(self, request: Request, state: RecommendationState, moment: Moment) -> list[Any]:
        """Updates, each with its words where the caller may read them."""
        found = queries.updates(state.recommendation_id, moment)
        return [
            outputs.update(row, readable=can_read(request.user, row.classification, state))
            for row in found
        ]

    @extend_schema(request=inputs.UpdateInput, responses={201: dict})
    def post(self, request: Request, pk: UUID) -> Response:
        """Record the Administration's update."""
        return self.add(
            request,
            pk,
            inputs.UpdateInput,
            policies.check_can_update,
            actions.update_recommendation,
            outputs.update,
        )


class Targets(Series):
    """The target and every move of it."""

    def rows(self, request: Request, state: RecommendationState, moment: Moment) -> list[Any]:
        """Targets, the first one first."""
        found = queries.targets_of([state.recommendation_id], moment)
        return [outputs.target(row) for row in found]


class Links(Series):
    """Links to other recommendations."""

    def rows(self, request: Request, state: RecommendationState, moment: Moment) -> list[Any]:
        """Links from this one."""
        return [outputs.link(row) for row in queries.links(state.recommendation_id, moment)]

    @extend_schema(request=inputs.LinkInput, responses={201: dict})
    def post(self, request: Request, pk: UUID) -> Response:
        """Link it to another."""

        def act(*, other: UUID, **given: Any) -> Any:
            return actions.link_recommendation(other_id=other, **given)

        return self.add(request, pk, inputs.LinkInput, policies.check_can_keep, act, outputs.link)


class EvidenceMoves(Series):
    """Evidence: asked for, supplied, judged."""

    parser_classes = [StrictJSONParser, MultiPartParser]

    def rows(self, request: Request, state: RecommendationState, moment: Moment) -> list[Any]:
        """Moves of evidence, each with its words where the caller may read them."""
        found = queries.evidence(state.recommendation_id, moment)
        return [
            outputs.evidence(row, readable=can_read(request.user, row.classification, state))
            for row in found
        ]

    @extend_schema(
        request={
            "application/json": inputs.EvidenceRequestInput,
            "multipart/form-data": inputs.EvidenceSupplyInput,
        },
        responses={201: dict},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """A JSON body asks for evidence; a form with a file supplies it."""
        if request.content_type.startswith("multipart/"):
            return self._supply(request, pk)
        return self.add(
            request,
            pk,
            inputs.EvidenceRequestInput,
            policies.check_can_review_evidence,
            actions.request_evidence,
            outputs.evidence,
        )

    def _supply(self, request: Request, pk: UUID) -> Response:
        def act(*, file: Any, request: UUID | None, **given: Any) -> Any:
            return actions.supply_evidence(upload=file, request_id=request, **given)

        return self.add(
            request,
            pk,
            inputs.EvidenceSupplyInput,
            policies.check_can_supply_evidence,
            act,
            outputs.evidence,
        )


class EvidenceReviews(Series):
    """The auditor's word on one supplied file."""

    @extend_schema(request=inputs.EvidenceReviewInput, responses={201: dict})
    def post(self, request: Request, pk: UUID, evidence: UUID) -> Response:
        """Accept the evidence or return it."""

        def act(**given: Any) -> Any:
            return actions.review_evidence(evidence_id=evidence, **given)

        return self.add(
            request,
            pk,
            inputs.EvidenceReviewInput,
            policies.check_can_review_evidence,
            act,
            outputs.evidence,
        )

    http_method_names = ["post", "options"]


class Transcriptions(APIView):
    """Proposals to enter what a published annex says."""

    @extend_schema(request=inputs.TranscriptionInput, responses={201: dict})
    def post(self, request: Request, pk: UUID) -> Response:
        """Propose a transcription; a second person confirms it."""
        state = actions.find_state(request.user, pk)

        def act() -> Response:
            policies.check_can_transcribe(request.user, state)
            expected_version(request, state.recommendation.version)
            given = read(inputs.TranscriptionInput, request)
            made = actions.propose_transcription(by=caller(request), recommendation_id=pk, **given)
            return Response({"id": made.pk, "state": made.state}, status=201)

        return once(request, caller(request).number, act)


class TranscriptionConfirmation(APIView):
    """The second person's yes."""

    @extend_schema(request=None, responses={201: dict})
    def post(self, request: Request, transcription: int) -> Response:
        """Confirm: now the assessment is stated."""

        def act() -> Response:
            made = actions.confirm_transcription(by=caller(request), transcription_id=transcription)
            return Response(outputs.assessment(made), status=201)

        return once(request, caller(request).number, act)


class History(APIView):
    """Every action on a recommendation."""

    @extend_schema(parameters=AS_AT[1:], responses=dict)
    def get(self, request: Request, pk: UUID) -> Response:
        """Entries with reasons and seal numbers, newest first."""
        refuse_unknown(request.query_params, {"known_at", "page", "page_size"})
        moment = read_moment(request.query_params)
        load_state(request, pk, moment)
        pages = Pages()
        page = pages.paginate_queryset(queries.history(pk, moment.known), request, self)
        return pages.get_paginated_response([outputs.entry(row) for row in page])
