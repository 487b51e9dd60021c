"""Who acts in the demonstration's governance, and the days and sessions its history is told by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from ictportal.demonstration import people
from ledger import days
from secretariat.actions import add_person, grant_role
from secretariat.models import Entity, Person, SessionPartDates, SessionPartName
from secretariat.roles import Role

#: How far back, at the least, all meetings of the bodies are on record.
REMEMBERED = timedelta(days=913)
SATURDAY = 5
#: Focal points beside those of the cast: they certify, and nobody signs in as they.
FOCAL_POINTS = (
    ("focal-point-ict@demo.example", "Amina Berg", "DEMO-ICT"),
    ("focal-point-hr@demo.example", "Luis Tanaka", "DEMO-HR"),
    ("focal-point-conf@demo.example", "Nora Silva", "DEMO-CONF"),
    ("focal-point-reg1@demo.example", "Daniel Mensah", "DEMO-REG1"),
)


class Calendar:
    """Years counted from the present one: 0 is this year, 1 the year before."""

    def __init__(self) -> None:
        self.today = days.today()
        self.year = self.today.year
        #: The day since which every meeting of the bodies is on record.
        self.first = date((self.today - REMEMBERED).year, 1, 1)

    def day(self, back: int, month: int, day: int) -> date:
        """A day so many years back; of a week-end the Monday after."""
        chosen = date(self.year - back, month, day)
        free = chosen.weekday() - SATURDAY
        return chosen + timedelta(days=2 - free) if free >= 0 else chosen

    def iso(self, back: int, month: int, day: int) -> str:
        """Exactly this day, as a sheet writes it."""
        return date(self.year - back, month, day).isoformat()


@dataclass(frozen=True)
class Part:
    """A part of a session of the Assembly by the portal's calendar."""

    session: int
    part: str
    ends_on: date


class Sessions:
    """The sessions of the Assembly; ``last`` is the last whose main part is over."""

    def __init__(self, today: date) -> None:
        rows = SessionPartDates.objects.current(days.FAR_FUTURE).select_related("subject")
        self.parts = [
            Part(row.subject.session, row.subject.part, row.ends_on)
            for row in rows.order_by("ends_on")
        ]
        self.today = today

    @cached_property
    def last(self) -> int:
        """The last session whose main part is over."""
        over = [one.session for one in self._main if one.ends_on <= self.today]
        return max(over)

    @property
    def _main(self) -> list[Part]:
        return [one for one in self.parts if one.part == SessionPartName.MAIN]

    def closes(self, session: int) -> date:
        """The last day of its main part."""
        return next(one.ends_on for one in self._main if one.session == session)

    @property
    def ahead(self) -> list[Part]:
        """The parts still to come, the next first."""
        return [one for one in self.parts if one.ends_on > self.today]


class Office:
    """Who acts: secretary, administrator, officer, and the focal points by their entity."""

    def __init__(self) -> None:
        found = {person.email: person for person in Person.objects.filter(demonstration=True)}
        named = {member.role: found[member.email] for member in people.CAST}
        self.secretary, self.admin = named[Role.SECRETARY], named[Role.ADMINISTRATOR]
        self.officer = named[Role.OFFICER]
        self.focal_points: Mapping[str, Person] = {
            **_of_the_cast(found),
            **{row[2]: _added(self.admin, *row) for row in FOCAL_POINTS},
        }


def _of_the_cast(found: Mapping[str, Person]) -> dict[str, Person]:
    return {
        member.scope: found[member.email]
        for member in people.CAST
        if member.role is Role.FOCAL_POINT
    }


def _added(admin: Person, email: str, name: str, entity: str) -> Person:
    """A focal point without a password."""
    person = add_person(by=admin, email=email, name=name, entity=Entity.objects.get(code=entity))
    grant_role(
        by=admin,
        person=person,
        role=Role.FOCAL_POINT,
        scope_code=entity,
        valid_from=people.SINCE,
        reason="Demonstration",
    )
    return person
