"""The calendar feed: what calendar programs read, parsed back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from governance.models import Meeting
from tests.governance_world import BODY, Governance

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_may() -> object:
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


def feed(governance: Governance, client: Client) -> bytes:
    client.force_login(governance.officer)
    answer = client.get(f"/bodies/{BODY}/calendar.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    content: bytes = answer.content
    return content


def events(governance: Governance, client: Client) -> dict[str, Any]:
    parsed = Calendar.from_ical(feed(governance, client))
    return {str(event["uid"]): event for event in parsed.walk("VEVENT")}


def event_of(governance: Governance, client: Client, meeting: Meeting) -> Any:
    return events(governance, client)[f"{meeting.pk}@ict-portal"]


def test_the_feed_has_what_the_format_requires(governance: Governance, client: Client) -> None:
    governance.plan(starts_at="10:00")
    parsed = Calendar.from_ical(feed(governance, client))
    assert parsed["version"] == "2.0" and parsed["prodid"]
    assert parsed["x-wr-calname"] == "Steering body"
    [event] = parsed.walk("VEVENT")
    assert event.errors == []
    for name in ("uid", "dtstamp", "dtstart", "summary", "sequence", "status", "url"):
        assert event.get(name) is not None, name


def test_lines_are_folded_and_end_as_the_format_says(
    governance: Governance, client: Client
) -> None:
    long = governance.plan(title="会议 " * 60, place="A very long place; with, signs\\ " * 8)
    content = feed(governance, client)
    lines = content.split(b"\r\n")
    assert lines[-1] == b"" and b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    event = event_of(governance, client, long)
    assert str(event["summary"]).endswith(("会议 " * 60).strip())
    assert str(event["location"]) == ("A very long place; with, signs\\ " * 8).strip()


def test_a_meeting_with_an_hour_begins_at_that_instant(
    governance: Governance, client: Client
) -> None:
    summer = governance.plan(date(2025, 7, 1), starts_at="10:00")
    winter = governance.plan(date(2025, 12, 1), starts_at="10:00")
    whole_day = governance.plan(date(2025, 7, 2))
    found = events(governance, client)
    begins = {name: event.decoded("dtstart") for name, event in found.items()}
    assert begins[f"{summer.pk}@ict-portal"] == datetime(2025, 7, 1, 14, tzinfo=UTC)
    assert begins[f"{winter.pk}@ict-portal"] == datetime(2025, 12, 1, 15, tzinfo=UTC)
    assert begins[f"{whole_day.pk}@ict-portal"] == date(2025, 7, 2)


def test_each_state_has_its_word_and_a_change_raises_the_sequence(
    governance: Governance, client: Client
) -> None:
    meeting = governance.plan()
    first = event_of(governance, client, meeting)
    assert (str(first["status"]), int(first["sequence"])) == ("CONFIRMED", 1)
    governance.change("postpone_meeting", meeting, new_day=date(2025, 6, 2), reason="No room.")
    second = event_of(governance, client, meeting)
    assert str(second["status"]) == "TENTATIVE" and second.decoded("dtstart") == date(2025, 6, 2)
    assert int(second["sequence"]) == 2 and second["uid"] == first["uid"]
    assert "No room." in str(second["description"])
    governance.change("cancel_meeting", meeting, reason="Nothing to decide.")
    third = event_of(governance, client, meeting)
    assert (str(third["status"]), int(third["sequence"])) == ("CANCELLED", 3)


def test_a_meeting_postponed_without_a_day_stays_tentative_on_its_last_day(
    governance: Governance, client: Client
) -> None:
    meeting = governance.plan(date(2025, 6, 2))
    governance.change("postpone_meeting", meeting, new_day=None, reason="No room.")
    event = event_of(governance, client, meeting)
    assert str(event["status"]) == "TENTATIVE"
    assert event.decoded("dtstart") == date(2025, 6, 2)


def test_a_merged_meeting_says_where_it_went(governance: Governance, client: Client) -> None:
    meeting, other = governance.plan(), governance.plan(body_id=governance.other.pk)
    governance.change("merge_meeting", meeting, into_code=other.code, reason="Joint.")
    event = event_of(governance, client, meeting)
    assert str(event["status"]) == "CANCELLED" and other.code in str(event["description"])


def test_a_body_that_is_not_there_has_no_calendar(governance: Governance, client: Client) -> None:
    client.force_login(governance.officer)
    assert client.get("/bodies/T-NOWHERE/calendar.ics").status_code == 404
    client.force_login(governance.reader)
    assert client.get(f"/bodies/{BODY}/calendar.ics").status_code == 403
