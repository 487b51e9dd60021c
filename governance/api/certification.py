"""Rounds of self-certification over HTTP: read them, and certify for the own entity."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance import certification, policies, printed
from governance.actions.certification import (
    Answered,
    certify,
    correct_certification,
    find_round,
)
from governance.certification import FormRow, RoundState, Share
from governance.filters.certification import AskedFilter, CoveredFilter
from governance.models import CertificationForm, PolicyParticulars, SelfCertification
from governance.printed import PrintedRow
from ledger import moments
from ledger.errors import Forbidden, Invalid
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
from projects.api.numbers import AS_AT, LAYER, layer_of, of_provenance
from projects.api.reporting import read
from secretariat.access import may
from secretariat.api.authentication import caller
from secretariat.models import Entity
from secretariat.roles import Permission


class AnswerInput(Strict):
    """What is said of one policy."""

    word = serializers.CharField(max_length=14, required=False, allow_blank=True, default="")
    evidence = serializers.CharField(
        max_length=PROSE_LIMIT, required=False, allow_blank=True, default=""
    )


class CertificationInput(Strict):
    """The form of an entity. With ``correction_reason`` a complete form is corrected."""

    entity = serializers.CharField(max_length=40)
    answers = serializers.DictField(child=AnswerInput())
    signed_by = serializers.CharField(
        max_length=LINE_LIMIT, required=False, allow_blank=True, default=""
    )
    remark = serializers.CharField(
        max_length=PROSE_LIMIT, required=False, allow_blank=True, default=""
    )
    complete = serializers.BooleanField(default=True)
    correction_reason = serializers.CharField(
        max_length=PROSE_LIMIT, required=False, allow_blank=True, default=""
    )


# --- what is answered ----------------------------------------------------------------------------
def share_out(share: Share) -> dict[str, Any]:
    """So many of so many, and whether a document prints it."""
    return {
        "numerator": share.numerator,
        "denominator": share.denominator,
        "printed": share.printed,
    }


def round_out(state: RoundState) -> dict[str, Any]:
    """A round as lists show it."""
    said = state.said
    return {
        "id": str(said.subject_id),
        "code": state.code,
        "name": said.name,
        "opened_on": said.opened_on,
        "opened_precision": said.opened_precision,
        "closes_on": said.closes_on,
        "known_by_name": state.is_known_by_name,
        "response": share_out(state.response),
        "coverage": share_out(state.coverage),
        "policies": [policy.code for policy in state.policies],
        "provenance": said.provenance,
        "citation": outputs.citation(said.citation),
        "note": said.note,
    }


def form_out(row: FormRow) -> dict[str, Any]:
    """The form of an entity, with the tag a change has to send."""
    said = row.said
    return {
        "entity": row.entity.code,
        "name": row.name,
        "state": row.state,
        "late": row.is_late,
        "version": row.version,
        "etag": etag(row.version),
        "certified_on": said.as_of if said else None,
        "signed_by": said.signed_by if said else "",
        "remark": said.remark if said else "",
        "answers": [
            {"policy": one.policy.code, "word": one.word, "evidence": one.evidence}
            for one in sorted(row.answers.values(), key=lambda one: one.policy.code)
        ],
    }


class RoundList(APIView):
    """Rounds of self-certification at a day."""

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict, operation_id="certification_rounds")
    def get(self, request: Request) -> Response:
        """A page of rounds, newest first, with response and coverage."""
        moment = read_moment(request.query_params)
        given = read_filters(request.query_params)
        refuse_unknown(given, ("provenance",))
        found = certification.rounds_at(request.user, moment, demonstration=layer_of(given))
        kept = set(of_provenance([one.said for one in found], given))
        pages = Pages()
        page = pages.paginate_queryset([one for one in found if one.said in kept], request)
        return pages.get_paginated_response([round_out(one) for one in page])


class RoundDetail(APIView):
    """One round."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="certification_round")
    def get(self, request: Request, code: str) -> Response:
        """The round as it stood, with every entity asked and what it certified."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        state = certification.round_at(request.user, code, moment)
        if state is None:
            raise NotFound("There is no such round on this day.")
        rows = certification.forms(state, moment)
        return Response(
            {
                **round_out(state),
                "entities": [form_out(row) for row in rows],
                "not_responded": [row.entity.code for row in certification.not_responded(rows)],
                "as_of": moment.as_of,
                "known_at": moment.known_at,
            }
        )


# --- the rows of the figures ---------------------------------------------------------------------
class AskedList(APIView):
    """The entities asked in rounds."""

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict, operation_id="certification_answers")
    def get(self, request: Request) -> Response:
        """A page of entities asked, each with the state of its form."""
        moment = read_moment(request.query_params)
        given = read_filters(request.query_params)
        visible = certification.asked_entities(request.user, moment, demonstration=layer_of(given))
        pages = Pages()
        rows = filters.apply(AskedFilter, visible, given, moment)
        counted = self._printed(request, moment, given)
        if counted:
            return _printed_answer(counted)
        page = pages.paginate_queryset(rows, request)
        return pages.get_paginated_response([_asked_out(row) for row in page])

    def _printed(
        self, request: Request, moment: Moment, given: Mapping[str, str]
    ) -> list[PrintedRow]:
        """What a document counts without names, where one round is asked for."""
        code = given.get("round", "")
        state = certification.round_at(request.user, code, moment) if code else None
        words = given["state"].split(",") if "state" in given else ()
        return printed.printed_forms(state, words) if state else []


def _printed_answer(rows: list[PrintedRow]) -> Response:
    """Rows that each stand for a number; ``count`` is what they stand for together."""
    results = [
        {
            "round": row.state.code,
            "state": row.word,
            "number": row.number,
            "provenance": row.state.said.provenance,
            "citation": outputs.citation(row.state.said.citation),
        }
        for row in rows
    ]
    count = printed.total(rows)
    return Response(
        {"count": count, "rows": len(rows), "next": None, "previous": None, "results": results}
    )


def _asked_out(row: Any) -> dict[str, Any]:
    return {
        "round": row.particulars.subject.code,
        "entity": row.entity.code,
        "state": row.state,
        "provenance": row.particulars.provenance,
        "citation": outputs.citation(row.particulars.citation),
    }


class CoveredList(APIView):
    """The policies in force when a round opened."""

    @extend_schema(
        parameters=[*AS_AT, LAYER], responses=dict, operation_id="certification_policies"
    )
    def get(self, request: Request) -> Response:
        """A page of policies, each with whether the round asks about it."""
        moment = read_moment(request.query_params)
        given = read_filters(request.query_params)
        state = self._round(request, moment, given)
        visible = PolicyParticulars.objects.none()
        if state is not None:
            visible = certification.policies_in_force(request.user, state, moment)
        pages = Pages()
        rows = filters.apply(CoveredFilter, visible, given, moment)
        words = [given["covered"]] if "covered" in given else ()
        if state is not None and (counted := printed.printed_policies(state, words)):
            return _printed_answer(counted)
        page = pages.paginate_queryset(rows, request)
        return pages.get_paginated_response([_covered_out(row) for row in page])

    def _round(
        self, request: Request, moment: Moment, given: Mapping[str, str]
    ) -> RoundState | None:
        """The round asked for; without one the last that has begun."""
        code, layer = given.get("round", ""), layer_of(given)
        state = (
            certification.round_at(request.user, code, moment)
            if code
            else certification.latest_round(request.user, moment, demonstration=layer)
        )
        own = state is not None and state.said.subject.demonstration == layer
        return state if own else None


def _covered_out(row: Any) -> dict[str, Any]:
    return {
        "code": row.subject.code,
        "title": row.title,
        "kind": row.kind,
        "state": row.state,
        "covered": row.covered,
        "as_of": row.as_of,
        "provenance": row.provenance,
        "citation": outputs.citation(row.citation),
    }


# --- certifying ----------------------------------------------------------------------------------
class Certification(APIView):
    """What an entity certifies of itself in a round."""

    @extend_schema(request=CertificationInput, responses={201: dict})
    def post(self, request: Request, code: str) -> Response:
        """Certify, save as incomplete (``complete`` false), or correct with the reason.

        ``If-Match`` carries the tag of the entity's form, ``"v0"`` before anything was saved.
        """
        state = self._round(request, code)

        def act() -> Response:
            if not may(request.user, Permission.CERTIFY):
                raise Forbidden("Only a focal point of an entity can certify for it.")
            return self._certify(request, state, read(CertificationInput, request))

        return once(request, caller(request).number, act)

    def _round(self, request: Request, code: str) -> RoundState:
        found = certification.round_at(request.user, code, moments.now())
        if found is None:
            raise NotFound("There is no such round.")
        return found

    def _certify(self, request: Request, state: RoundState, sent: Mapping[str, Any]) -> Response:
        entity = Entity.objects.filter(code=sent["entity"]).first()
        if entity is None:
            said = f"The register does not know “{sent['entity'][:80]}”."
            raise Invalid(fields={"entity": said})
        policies.check_can_certify(request.user, entity)
        given = {
            "by": caller(request),
            "round_id": state.said.subject_id,
            "entity_id": entity.pk,
            "answers": {code: Answered(**one) for code, one in sent["answers"].items()},
            "signed_by": sent["signed_by"],
            "remark": sent["remark"],
            "expected_version": expected_version(request, _version(state, entity)),
        }
        made = _stated(given, sent)
        row = _row(find_round(request.user, state.said.subject_id), made)
        body = {"round": state.code, **form_out(row)}
        return Response(body, status=201, headers={"ETag": etag(row.version)})


def _stated(given: Mapping[str, Any], sent: Mapping[str, Any]) -> SelfCertification:
    """The one domain call; faults are named by the members of the request."""
    try:
        if sent["correction_reason"]:
            return correct_certification(**given, reason=sent["correction_reason"])
        return certify(**given, complete=sent["complete"])
    except Invalid as refusal:
        raise Invalid(fields={_member(name): said for name, said in refusal.fields.items()}) from (
            refusal
        )


def _member(name: str) -> str:
    """The member of the request a fault is about: ``answers.CODE.word`` for ``answer:CODE:word``."""
    return name.replace("answer:", "answers.", 1).replace(":", ".")


def _version(state: RoundState, entity: Entity) -> int:
    rows = CertificationForm.objects.filter(round=state.said.subject_id, entity=entity)
    return rows.values_list("version", flat=True).first() or 0


def _row(state: RoundState, made: SelfCertification) -> FormRow:
    """The form as it stands now, after a statement was made on it."""
    rows = certification.forms(state, moments.now())
    return next(row for row in rows if row.entity.pk == made.subject.entity_id)
