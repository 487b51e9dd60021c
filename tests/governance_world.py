"""A small governance: one body of the record with terms, seats and a secretary, by the real actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance import actions
from governance.actions import Guest
from governance.models import Body, Decision, Meeting, MeetingParticulars, Seat
from ledger import moments
from secretariat.models import Person
from secretariat.roles import Role
from tests.world import bring_in

BODY = "T-STEERING"
OTHER = "T-ADVISORY"
START = "2020-01-01"


@dataclass
class Governance:
    """Who is here, and the two bodies that meet."""

    secretary: Person
    officer: Person
    focal_point: Person
    auditor: Person
    reader: Person
    body: Body
    other: Body

    def plan(self, day: date = date(2025, 3, 10), **given: Any) -> Meeting:
        """A meeting is planned, of the first body unless told otherwise."""
        asked = {"by": self.secretary, "body_id": self.body.pk, "day": day, **given}
        return actions.plan_meeting(**asked)

    def hold(self, meeting: Meeting, day: date | None = None) -> MeetingParticulars:
        """It took place, on its day unless told otherwise."""
        said = self.said(meeting)
        held_on = day or said.day
        assert held_on is not None
        return actions.hold_meeting(
            by=self.secretary,
            meeting_id=meeting.pk,
            expected_version=self.version(meeting),
            day=held_on,
        )

    def held(self, day: date = date(2025, 3, 10), **given: Any) -> Meeting:
        """A meeting that took place."""
        meeting = self.plan(day, **given)
        self.hold(meeting)
        return meeting

    def minuted(self, day: date = date(2025, 3, 10)) -> Meeting:
        """A meeting with one item whose minutes are approved."""
        meeting = self.held(day)
        item = self.add(meeting, "Data centres")
        self.change("write_minutes", meeting, summary="", items={item.pk: "Agreed to close two."})
        self.approve(meeting, day)
        return meeting

    def add(self, meeting: Meeting, title: str, **given: Any) -> Any:
        """An item on the agenda."""
        return self.change(
            "add_agenda_item", meeting, **{"title": title, "purpose": "decision", **given}
        )

    def approve(self, meeting: Meeting, day: date = date(2025, 3, 20)) -> Any:
        """The minutes as drafted are approved."""
        return self.change(
            "approve_minutes", meeting, approved_on=day, approved_by="The steering body"
        )

    def attend(self, meeting: Meeting, *guests: Guest, **seats: str) -> Any:
        """Who took part: seats by the last part of their code, and guests."""
        given = {Seat.objects.get(code=f"{BODY}-{name.upper()}").pk: w for name, w in seats.items()}
        return self.change("record_attendance", meeting, seats=given, guests=guests)

    def change(self, verb: str, meeting: Meeting, **given: Any) -> Any:
        """One of the actions on a meeting, at the version in force."""
        asked = {
            "by": self.secretary,
            "meeting_id": meeting.pk,
            "expected_version": self.version(meeting),
            **given,
        }
        return getattr(actions, verb)(**asked)

    def decide(self, **given: Any) -> Decision:
        """A decision of the first body, unless told otherwise."""
        asked = {
            "by": self.secretary,
            "body_id": self.body.pk,
            "title": "Close two data centres",
            "text": "The two smallest data centres close.",
            "decided_on": date(2025, 3, 10),
            **given,
        }
        return actions.record_decision(**asked)

    def said(self, meeting: Meeting) -> MeetingParticulars:
        """The meeting as it stands."""
        return actions.find_meeting(self.secretary, meeting.pk)

    def version(self, meeting: Meeting) -> int:
        """The version in force."""
        return Meeting.objects.values_list("version", flat=True).get(pk=meeting.pk)

    def seats(self, day: date) -> list[str]:
        """The codes of the seats held on a day."""
        from governance.queries.meetings import seats_on

        return [one.subject.code for one in seats_on(self.body, day, moments.now())]


def build_governance(people: Callable[..., Person]) -> Governance:
    """The two bodies with a cast of their own."""
    return governed(
        secretary=people(Role.SECRETARY),
        officer=people(Role.OFFICER),
        focal_point=people(Role.FOCAL_POINT, "OICT", entity="OICT"),
        auditor=people(Role.AUDITOR, "BOA"),
        reader=people(Role.READER),
    )


def governed(**cast: Person) -> Governance:
    """A steering body that meets every quarter, with four seats and a quorum of two, and another."""
    bring_in("bodies", *BODIES)
    bring_in("terms_of_reference", TERMS)
    bring_in("seats", *SEATS)
    return Governance(**cast, body=Body.objects.get(code=BODY), other=Body.objects.get(code=OTHER))


BODIES = [
    {
        "code": code,
        "name": name,
        "level": "secretariat",
        "state": "in_place",
        "established_on": START,
        "recorded_from": START,
        "as_of": START,
    }
    for code, name in ((BODY, "Steering body"), (OTHER, "Advisory body"))
]
TERMS = {
    "code": f"{BODY}-2020",
    "body": BODY,
    "state": "in_force",
    "valid_from": START,
    "chair": "Chief Information Technology Officer",
    "quorum": "2",
    "cadence": "quarterly",
    "as_of": START,
}
#: The member for field offices left at the end of 2024.
SEATS = [
    {
        "code": f"{BODY}-{name}",
        "body": BODY,
        "office": office,
        "role": role,
        "starts_on": START,
        "ends_on": ends_on,
        "as_of": START,
    }
    for name, office, role, ends_on in (
        ("CHAIR", "Chief Information Technology Officer", "chair", ""),
        ("FINANCE", "Office of the Controller", "member", ""),
        ("SUPPORT", "Department of Operational Support", "member", ""),
        ("FIELD", "Representative of field offices", "member", "2024-12-31"),
        ("NOTES", "Office of the secretary of the body", "secretary", ""),
    )
]
