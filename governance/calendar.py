"""Meetings as a calendar other programs subscribe to (iCalendar, RFC 5545)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from governance.lifecycle import MeetingState
from governance.models import MeetingParticulars
from ledger import days
from ledger.moments import Moment

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//United Nations//ICT portal//EN"
#: What a calendar program makes of a state: a merged meeting takes place under another entry.
STATUS = {
    MeetingState.PLANNED: "CONFIRMED",
    MeetingState.HELD: "CONFIRMED",
    MeetingState.POSTPONED: "TENTATIVE",
    MeetingState.CANCELLED: "CANCELLED",
    MeetingState.MERGED: "CANCELLED",
}


def calendar(
    name: str, meetings: Iterable[MeetingParticulars], names: Mapping[UUID, str], moment: Moment
) -> bytes:
    """The meetings as a calendar, one event each, known by an identity that never changes.

    ``names`` are the names of bodies by id. A meeting postponed to a day not known yet stays, as
    tentative, on the last day it was to have; one that never had a day is left out.
    """
    rows = list(meetings)
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", name)
    last = _last_days([row.subject_id for row in rows if row.day is None], moment)
    for row in rows:
        day = row.day or last.get(row.subject_id)
        if day is not None:
            made.add_component(_event(row, day, names.get(row.subject.body_id, "")))
    return bytes(made.to_ical())


def _last_days(meetings: list[UUID], moment: Moment) -> dict[UUID, date]:
    """The last day that each of the meetings was to have: one statement for all."""
    rows = MeetingParticulars.objects.filter(
        subject__in=meetings, day__isnull=False, as_of__lte=moment.as_of
    )
    said = rows.standing(known=moment.known).order_by("as_of", "ordinal")
    return {row.subject_id: row.day for row in said if row.day is not None}


def _event(row: MeetingParticulars, day: date, body: str) -> Event:
    meeting = row.subject
    event = Event()
    event.add("uid", f"{meeting.pk}@ict-portal")
    event.add("dtstamp", row.recorded_at.replace(microsecond=0))
    event.add("sequence", meeting.version)
    event.add("dtstart", _begins(day, row.starts_at))
    event.add("summary", _summary(row, body or meeting.body.code))
    event.add("status", STATUS[MeetingState(row.state)])
    event.add("url", _address(row))
    if row.place:
        event.add("location", row.place)
    if described := _described(row):
        event.add("description", described)
    return event


def _begins(day: date, hour: str) -> date | datetime:
    """The day, or the instant in UTC where the hour at Headquarters is stated."""
    if not hour:
        return day
    local = datetime.combine(day, time.fromisoformat(hour), tzinfo=days.office_zone())
    return local.astimezone(UTC)


def _summary(row: MeetingParticulars, body: str) -> str:
    return f"{body}: {row.title}" if row.title else f"{body}: {row.get_kind_display()}"


def _described(row: MeetingParticulars) -> str:
    lines: list[Any] = [row.subject.code, row.get_state_display(), row.reason]
    if row.into is not None:
        lines.append(_("merged into %(code)s") % {"code": row.into.code})
    return "\n".join(str(line) for line in lines if line)


def _address(row: MeetingParticulars) -> str:
    path = reverse("meeting-detail", args=[row.subject.code])
    layer = "?layer=demonstration" if row.subject.demonstration else ""
    return f"{settings.PUBLIC_ADDRESS}{path}{layer}"
