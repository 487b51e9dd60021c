"""Meetings and decisions over HTTP, and the reminders of the night."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from governance import actions, notifications
from governance.models import Decision, Meeting
from ledger import moments
from secretariat.models import Notice, Person
from tests.governance_world import BODY, OTHER, Governance

pytestmark = [pytest.mark.django_db]
Api = Callable[..., APIClient]
MEETINGS, DECISIONS = "/api/v1/meetings/", "/api/v1/decisions/"


@pytest.fixture(autouse=True)
def in_may() -> object:
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def secretary(governance: Governance, api: Api) -> APIClient:
    return api(governance.secretary)


def post(client: APIClient, path: str, body: Any, version: int | None = None, key: str = "") -> Any:
    extra: dict[str, str] = {}
    if version is not None:
        extra["HTTP_IF_MATCH"] = f'"v{version}"'
    if key:
        extra["HTTP_IDEMPOTENCY_KEY"] = key
    return client.post(path, body, format="json", **extra)


# --- meetings ------------------------------------------------------------------------------------
def test_a_meeting_goes_from_plan_to_locked_minutes(
    governance: Governance, secretary: APIClient
) -> None:
    planned = post(secretary, MEETINGS, {"body": BODY, "day": "2025-05-12", "starts_at": "10:00"})
    assert planned.status_code == 201, planned.json()
    code, meeting = planned.json()["code"], Meeting.objects.get(code=planned.json()["code"])
    held = post(secretary, f"{MEETINGS}{code}/moves/", {"move": "hold", "day": "2025-05-12"}, 1)
    assert held.status_code == 201 and held.json()["state"] == "held", held.json()
    governance.change("write_minutes", meeting, summary="Short.", items={})
    approval = {"approved_on": "2025-05-15", "approved_by": "The steering body"}
    version = governance.version(meeting)
    approved = post(secretary, f"{MEETINGS}{code}/minutes/", approval, version)
    assert approved.status_code == 201, approved.json()
    assert approved["ETag"] == f'"v{version + 1}"'
    assert approved.json()["minutes"]["summary"] == "Short."
    again = post(secretary, f"{MEETINGS}{code}/minutes/", approval, version + 1)
    assert again.status_code == 409 and "corrigendum" in again.json()["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"move": "hold"}, "day"),
        ({"move": "hold", "day": "2025-05-16"}, "day"),
        ({"move": "cancel"}, "reason"),
        ({"move": "cancel", "reason": "x", "day": "2025-05-01"}, "day"),
        ({"move": "postpone", "new_day": "2025-06-01"}, "reason"),
        ({"move": "merge", "reason": "x", "into": "T-NOWHERE"}, "into_code"),
        ({"move": "vanish"}, "move"),
        ({"move": "cancel", "reason": "x", "mood": "good"}, "mood"),
    ],
)
def test_what_is_wrong_with_a_move_is_named(
    governance: Governance, secretary: APIClient, body: dict[str, str], field: str
) -> None:
    meeting = governance.plan()
    refused = post(secretary, f"{MEETINGS}{meeting.code}/moves/", body, 1)
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == [field]


def test_a_meeting_is_postponed_cancelled_and_merged(
    governance: Governance, secretary: APIClient
) -> None:
    other = governance.plan(date(2025, 6, 1), body_id=governance.other.pk)
    for move, extra, state in (
        ("postpone", {"new_day": "2025-06-02"}, "postponed"),
        ("cancel", {}, "cancelled"),
        ("merge", {"into": other.code}, "merged"),
    ):
        path = f"{MEETINGS}{governance.plan().code}/moves/"
        done = post(secretary, path, {"move": move, "reason": "Because.", **extra}, 1)
        assert (done.status_code, done.json()["state"]) == (201, state)


def test_a_change_says_which_version_it_saw(governance: Governance, secretary: APIClient) -> None:
    path = f"{MEETINGS}{governance.plan().code}/moves/"
    body = {"move": "cancel", "reason": "Nothing to decide."}
    assert post(secretary, path, body).status_code == 428
    assert post(secretary, path, body, 7).status_code == 412


def test_a_request_sent_twice_plans_once(governance: Governance, secretary: APIClient) -> None:
    body = {"body": BODY, "day": "2025-06-02"}
    first, second = (post(secretary, MEETINGS, body, key="k") for _ in range(2))
    assert first.json() == second.json()
    assert Meeting.objects.filter(body=governance.body).count() == 1


def test_others_read_and_do_not_write(governance: Governance, api: Api) -> None:
    meeting, officer = governance.plan(), api(governance.officer)
    for path in (MEETINGS, f"{MEETINGS}{meeting.code}/moves/", DECISIONS):
        assert post(officer, path, {}).status_code == 403
    assert officer.get(f"{MEETINGS}{meeting.code}/").status_code == 200
    assert api(governance.reader).get(MEETINGS).status_code == 403


def test_a_past_day_knows_what_was_known_then(governance: Governance, api: Api) -> None:
    meeting = governance.minuted()
    client = api(governance.auditor)
    path = f"{MEETINGS}{meeting.code}/"
    assert client.get(path).json()["minutes"]["items"][0]["minute"] == "Agreed to close two."
    assert client.get(path, {"as_of": "2025-03-09"}).status_code == 404
    assert client.get(path, {"as_of": "2025-03-10"}).json()["quorum"]["needed"] == 2
    assert client.get(path, {"colour": "red"}).status_code == 400


def test_drafted_minutes_are_not_answered(governance: Governance, api: Api) -> None:
    meeting = governance.held()
    item = governance.add(meeting, "A")
    governance.change("write_minutes", meeting, summary="Secret.", items={item.pk: "Hidden."})
    text = api(governance.officer).get(f"{MEETINGS}{meeting.code}/").content.decode()
    assert "Secret." not in text and "Hidden." not in text


def test_the_list_is_asked_by_body_period_state_and_minutes(
    governance: Governance, api: Api
) -> None:
    first = governance.minuted()
    second = governance.plan(date(2025, 6, 2))
    client = api(governance.officer)

    def codes(**asked: str) -> list[str]:
        answer = client.get(MEETINGS, {"body": BODY, "ordering": "code", **asked})
        return [row["code"] for row in answer.json()["results"]]

    assert codes() == [first.code, second.code]
    assert codes(period="2025-Q1") == [first.code]
    assert codes(state="planned,postponed") == [second.code]
    assert codes(minutes="yes") == [first.code]
    assert codes(kind="written") == codes(q="nothing like it") == []
    assert client.get(MEETINGS, {"period": "soon"}).status_code == 400
    assert client.get(MEETINGS, {"ordering": "mood"}).status_code == 400


# --- decisions -----------------------------------------------------------------------------------
def test_a_decision_is_recorded_and_followed_up(
    governance: Governance, secretary: APIClient
) -> None:
    meeting = governance.held()
    body = {
        "body": BODY,
        "meeting": meeting.code,
        "title": "Close two",
        "text": "The two smallest close.",
        "decided_on": "2025-03-10",
        "links": [{"kind": "project", "code": "P01"}],
    }
    made = post(secretary, DECISIONS, body)
    assert made.status_code == 201, made.json()
    assert made.json()["links"][0]["code"] == "P01"
    path = f"{DECISIONS}{made.json()['code']}/"
    follow_up = {"word": "done", "outcome": "Both closed."}
    assert post(secretary, f"{path}follow-ups/", follow_up).status_code == 428
    done = post(secretary, f"{path}follow-ups/", follow_up, 1)
    assert done.status_code == 201
    assert (done.json()["word"], done.json()["earlier"][0]["word"]) == ("done", "open")
    assert secretary.get(path, {"as_of": "2025-05-14"}).json()["word"] == "open"


def test_a_decision_superseded_twice_is_refused_with_its_sentence(
    governance: Governance, secretary: APIClient
) -> None:
    first = governance.decide()
    body = {
        "body": BODY,
        "title": "Close one",
        "text": "Only one closes.",
        "decided_on": "2025-03-11",
        "supersedes": first.code,
    }
    assert post(secretary, DECISIONS, body).status_code == 201
    refused = post(secretary, DECISIONS, body)
    assert "is superseded by" in refused.json()["errors"][0]["message"]
    assert Decision.objects.filter(body=governance.body).count() == 2


@pytest.mark.parametrize(("member", "value"), [("body", "T-NOWHERE"), ("meeting", "T-NOWHERE")])
def test_what_a_decision_names_is_known(
    governance: Governance, secretary: APIClient, member: str, value: str
) -> None:
    body = {"body": BODY, "title": "x", "text": "x", "decided_on": "2025-03-10", member: value}
    refused = post(secretary, DECISIONS, body)
    assert refused.status_code == 400 and refused.json()["errors"][0]["field"] == member


# --- cost ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [MEETINGS, DECISIONS, f"{MEETINGS}calendar.ics"])
def test_a_list_asks_as_often_for_three_rows_as_for_nine(
    governance: Governance, api: Api, path: str
) -> None:
    client = api(governance.officer)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path, {"body": BODY}).status_code == 200
        return len(asked)

    def more(number: int) -> None:
        for _ in range(number):
            governance.decide(links=[("project", "P01")])
            governance.change("postpone_meeting", governance.plan(), new_day=None, reason="x")

    more(3)
    cost()
    few = cost()
    more(6)
    assert cost() == few


# --- reminders -----------------------------------------------------------------------------------
def test_the_secretary_is_told_once_of_passed_meetings_and_overdue_actions(
    governance: Governance,
) -> None:
    passed, held = governance.plan(), governance.held(date(2025, 4, 1))
    governance.plan(date(2025, 6, 1))
    actions.agree_action(
        by=governance.secretary,
        meeting_id=held.pk,
        title="List the sites",
        responsible="OICT",
        due_on=date(2025, 5, 1),
    )
    assert notifications.remind_meetings(moments.now()) == 2
    assert notifications.remind_meetings(moments.now()) == 0
    told = Notice.objects.filter(person=governance.secretary).order_by("kind")
    assert [one.text.split(":")[0] for one in told] == [f"{held.code}-A1", passed.code]
    assert told[1].path == f"/meetings/{passed.code}/"


def test_nobody_is_told_where_there_is_no_secretary(governance: Governance) -> None:
    governance.plan()
    Person.objects.filter(pk=governance.secretary.pk).update(is_active=False)
    assert notifications.remind_meetings(moments.now()) == 0


def test_a_calendar_of_all_bodies_needs_a_token(governance: Governance, api: Api) -> None:
    governance.plan(), governance.plan(body_id=governance.other.pk)
    assert APIClient().get(f"{MEETINGS}calendar.ics").status_code == 401
    answer = api(governance.officer).get(
        f"{MEETINGS}calendar.ics", {"body": OTHER}, HTTP_ACCEPT="text/calendar"
    )
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.count(b"BEGIN:VEVENT") == 1
    refused = api(governance.officer).get(
        f"{MEETINGS}calendar.ics", {"mood": "x"}, HTTP_ACCEPT="text/calendar"
    )
    assert refused.status_code == 400
