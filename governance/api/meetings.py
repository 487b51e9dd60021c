"""Meetings over HTTP: the list, one of them, what becomes of it, its minutes, a calendar."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance import actions, calendar
from governance.api import inputs
from governance.filters.meetings import MeetingFilter
from governance.lifecycle import MeetingState
from governance.models import Body, Meeting, MeetingParticulars
from governance.policies import check_can_keep, check_can_move
from governance.queries import decisions as decision_queries
from governance.queries import meetings as queries
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
    for name, field in MeetingFilter.base_filters.items()
]
Given = Mapping[str, Any]


# --- what is answered ----------------------------------------------------------------------------
def meeting_out(said: Any) -> dict[str, Any]:
    """A meeting as lists show it."""
    return {
        **outputs.statement(said),
        "id": str(said.subject_id),
        "version": said.subject.version,
        "code": said.subject.code,
        "body": said.subject.body.code,
        "title": said.title,
        "day": said.day,
        "starts_at": said.starts_at or None,
        "kind": said.kind,
        "state": said.state,
        "state_label": said.get_state_display(),
        "into": said.into.code if said.into else None,
        "place": said.place,
        "reason": said.reason,
        "minutes_approved": said.is_minuted,
    }


def detail_out(viewer: Any, said: MeetingParticulars, moment: Moment) -> dict[str, Any]:
    """A meeting with agenda, minutes, quorum, decisions and actions.

    The agenda before approval is a working paper without days: answered for now alone.
    """
    meeting, minutes = said.subject, queries.minutes_of(said.subject, moment)
    attended = list(minutes.attendance.all()) if minutes else []
    holders = queries.members_on(said, moment)
    items: Any = minutes.items.all() if minutes else []
    if minutes is None and moment.is_now:
        items = meeting.agenda.all()
    return {
        **meeting_out(said),
        "agenda": [_item(one) for one in sorted(items, key=lambda one: one.position)],
        "seats": [{"seat": h.subject.code, "office": h.office, "role": h.role} for h in holders],
        "quorum": _quorum(queries.quorum_of(said, attended, holders, moment)),
        "minutes": _minutes(minutes) if minutes else None,
        "corrigenda": [_corrigendum(one) for one in queries.corrigenda_of(meeting, moment)],
        "decisions": [
            one.subject.code for one in decision_queries.decisions_of(viewer, meeting, moment)
        ],
        "actions": [_action(one) for one in queries.actions_of(meeting, moment)],
        "carried": [_action(one) for one in queries.carried_to(said, moment)],
    }


def _item(item: Any) -> dict[str, Any]:
    told = {name: getattr(item, name) for name in ("position", "title", "purpose", "presented_by")}
    return {**told, "paper": item.file_name or None}


def _quorum(quorum: queries.Quorum) -> dict[str, Any]:
    told = {"needed": quorum.needed, "members": quorum.seats}
    there = quorum.there if quorum.recorded else None
    return {**told, "there": there, "reached": quorum.is_reached}


def _minutes(minutes: Any) -> dict[str, Any]:
    return {
        **outputs.statement(minutes),
        "approved_on": minutes.approved_on,
        "approved_by": minutes.approved_by,
        "summary": minutes.summary,
        "file": minutes.file_name or None,
        "sha256": minutes.file_id,
        "items": [
            {"position": one.position, "title": one.title, "minute": one.minute}
            for one in sorted(minutes.items.all(), key=lambda one: one.position)
        ],
        "attendance": [
            {"office": one.office, "standing": one.standing, "present_as": one.present_as or None}
            for one in minutes.attendance.all()
        ],
    }


def _corrigendum(one: Any) -> dict[str, Any]:
    told = {"number": one.number, "item": one.item, "text": one.text, "reason": one.reason}
    return {**outputs.statement(one), **told}


def _action(one: Any) -> dict[str, Any]:
    return {
        **outputs.statement(one),
        "code": one.subject.code,
        "title": one.title,
        "responsible": one.responsible,
        "due_on": one.due_on,
        "word": one.word,
        "outcome": one.outcome,
    }


# --- endpoints -----------------------------------------------------------------------------------
def ordering_of(request: Request, known: Mapping[str, Any], default: str) -> str:
    """The order asked for; raises ``Invalid`` for one that is not declared."""
    ordering = request.query_params.get("ordering", default)
    if ordering.removeprefix("-") not in known:
        said = f"Order by one of: {', '.join(known)}."
        raise Invalid(said, fields={"ordering": said})
    return ordering


def find_body(code: str) -> Body:
    """The body with this code; raises ``Invalid`` naming the member."""
    found = Body.objects.filter(code=code).first()
    if found is None:
        raise Invalid(fields={"body": f"The register does not know “{code[:60]}”."})
    return found


class MeetingList(APIView):
    """Meetings at a day; a meeting is planned here."""

    @extend_schema(parameters=[*AS_AT, *FILTERS], responses=dict, operation_id="meetings")
    def get(self, request: Request) -> Response:
        """A page of meetings, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        visible = queries.meetings(request.user, moment, demonstration=layer_of(given))
        rows = filters.apply(MeetingFilter, visible, given, moment)
        sort = ordering_of(request, queries.ORDERINGS, "-day")
        pages = Pages()
        ordered = queries.ordered(rows, sort, queries.ORDERINGS)
        page = pages.paginate_queryset(ordered, request, self)
        return pages.get_paginated_response([meeting_out(said) for said in page])

    @extend_schema(request=inputs.MeetingInput, responses={201: dict}, operation_id="meeting_plan")
    def post(self, request: Request) -> Response:
        """Plan a meeting of a body; the portal gives it its code."""

        def act() -> Response:
            check_can_keep(request.user)
            given = read(inputs.MeetingInput, request)
            body = find_body(given.pop("body"))
            made = actions.plan_meeting(by=caller(request), body_id=body.pk, **given)
            return answer(request, made.code, status=201)

        return once(request, caller(request).number, act)


def load_said(request: Request, code: str, moment: Moment) -> Any:
    """The meeting with this code at the moment, of either layer; else 404."""
    for demonstration in (False, True):
        found = queries.find_meeting(request.user, code, moment, demonstration=demonstration)
        if found is not None:
            return found
    raise actions.NotFound("There is no such meeting on this day.")


def answer(request: Request, code: str, status: int = 200) -> Response:
    """A meeting as it stands now, with its entity tag."""
    moment = moments.now()
    said = load_said(request, code, moment)
    headers = {"ETag": etag(said.subject.version)}
    return Response(detail_out(request.user, said, moment), status=status, headers=headers)


class MeetingDetail(APIView):
    """One meeting."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="meeting")
    def get(self, request: Request, code: str) -> Response:
        """It as it stood, with agenda, minutes, decisions and actions."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        said = load_said(request, code, moment)
        body = detail_out(request.user, said, moment)
        return Response(body, headers={"ETag": etag(said.subject.version)})


# --- changes -------------------------------------------------------------------------------------
Act = Callable[..., Any]


def _hold(meeting: Given, given: Given) -> None:
    if given["day"] is None:
        raise Invalid(fields={"day": "Say on which day it took place."})
    actions.hold_meeting(**meeting, day=given["day"])


def _postpone(meeting: Given, given: Given) -> None:
    actions.postpone_meeting(**meeting, new_day=given["new_day"], reason=given["reason"])


def _cancel(meeting: Given, given: Given) -> None:
    actions.cancel_meeting(**meeting, reason=given["reason"])


def _merge(meeting: Given, given: Given) -> None:
    actions.merge_meeting(**meeting, into_code=given["into"], reason=given["reason"])


#: What each move needs beside the reason, the state it leads to, and the action behind it.
MOVES: dict[str, tuple[str, MeetingState, Callable[[Given, Given], None]]] = {
    "hold": ("day", MeetingState.HELD, _hold),
    "postpone": ("new_day", MeetingState.POSTPONED, _postpone),
    "cancel": ("", MeetingState.CANCELLED, _cancel),
    "merge": ("into", MeetingState.MERGED, _merge),
}


def refuse_strangers(given: Given, own: str) -> None:
    """Raise for members that the chosen move does not read, so that none is silently dropped."""
    strange = [n for n in ("day", "new_day", "into") if n != own and given[n]]
    if strange:
        said = f"*{given['move']}* does not take this member."
        raise Invalid(fields=dict.fromkeys(strange, said))


class MeetingChange(APIView):
    """A change of one meeting: refuse who may not, read the version and the shape, act once."""

    def perform(
        self, request: Request, code: str, shape: type[inputs.Strict], act: Act
    ) -> Response:
        """The meeting as it stands after the action."""
        said = load_said(request, code, moments.now())
        meeting: Meeting = said.subject

        def change() -> Response:
            check_can_keep(request.user, meeting)
            version = expected_version(request, meeting.version)
            given = read(shape, request)
            about = {
                "by": caller(request),
                "meeting_id": meeting.pk,
                "expected_version": version,
            }
            act(said, about, given)
            return answer(request, code, status=201)

        return once(request, caller(request).number, change)


class Moves(MeetingChange):
    """What became of a meeting."""

    @extend_schema(
        request=inputs.MeetingMoveInput, responses={201: dict}, operation_id="meeting_move"
    )
    def post(self, request: Request, code: str) -> Response:
        """Record that it was held, postponed, cancelled or merged."""

        def act(said: MeetingParticulars, about: Given, given: Given) -> None:
            own, state, move = MOVES[given["move"]]
            refuse_strangers(given, own)
            check_can_move(said, state)
            move(about, given)

        return self.perform(request, code, inputs.MeetingMoveInput, act)


class Approval(MeetingChange):
    """The approval of the minutes."""

    @extend_schema(request=inputs.ApprovalInput, responses={201: dict}, operation_id="minutes")
    def post(self, request: Request, code: str) -> Response:
        """Approve the minutes as they are drafted; they are locked from then on."""

        def act(said: MeetingParticulars, about: Given, given: Given) -> None:
            actions.approve_minutes(**about, **given)

        return self.perform(request, code, inputs.ApprovalInput, act)


# --- calendar ------------------------------------------------------------------------------------
class CalendarRenderer(BaseRenderer):
    """A calendar as it is; a refusal, which has no form of a calendar, as JSON."""

    media_type = "text/calendar"
    format = "ics"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """The bytes to send."""
        if isinstance(data, bytes):
            return data
        return json.dumps(data, default=str).encode()


class MeetingCalendar(APIView):
    """Meetings for a calendar program."""

    renderer_classes = (CalendarRenderer, JSONRenderer)

    @extend_schema(
        parameters=FILTERS,
        responses={(200, "text/calendar"): str},
        operation_id="meetings_calendar",
    )
    def get(self, request: Request) -> Response:
        """The meetings that meet the filters, as they stand now (iCalendar)."""
        moment, given = moments.now(), read_filters(request.query_params)
        refuse_unknown(request.query_params, MeetingFilter.base_filters)
        visible = queries.meetings(request.user, moment, demonstration=layer_of(given))
        rows = filters.apply(MeetingFilter, visible, given, moment)
        ordered = queries.ordered(rows, "day", queries.ORDERINGS)
        names = queries.body_names(moment)
        content = calendar.calendar("Meetings of ICT governance", ordered, names, moment)
        return Response(content, content_type=calendar.CONTENT_TYPE)
