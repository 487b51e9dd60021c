"""The demonstration people, one per role, and a second lead and focal point."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from secretariat.access import system
from secretariat.actions import grant_role
from secretariat.models import Entity, Person
from secretariat.roles import Role

BODY = "DEMO-AUDIT"
SINCE = date(2017, 1, 1)


@dataclass(frozen=True)
class Member:
    """A demonstration person: address, name, role, for what, and the entity they belong to.

    With ``last_scope`` the role is for each project from ``scope`` to that one.
    """

    email: str
    name: str
    role: Role
    scope: str = ""
    entity: str = ""
    last_scope: str = ""

    @property
    def what(self) -> str:
        """The role in words."""
        until = f" to {self.last_scope}" if self.last_scope else ""
        return f"{self.role.label} {self.scope}{until}".strip()

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the role is granted for: one thing, or the projects from the first to the last."""
        if not self.last_scope:
            return (self.scope,)
        first, last = (int(code.removeprefix("DP")) for code in (self.scope, self.last_scope))
        return tuple(f"DP{number:02d}" for number in range(first, last + 1))


CAST = (
    Member("auditor@demo.example", "Karin Novak", Role.AUDITOR, BODY),
    Member("officer@demo.example", "Mariam Diallo", Role.OFFICER, entity="DEMO-ICT"),
    Member("lead@demo.example", "Tomas Reyes", Role.LEAD, "DP01", "DEMO-ICT", "DP10"),
    Member("lead2@demo.example", "Aiko Brandt", Role.LEAD, "DP11", "DEMO-ICT", "DP20"),
    Member("focal-point@demo.example", "Leila Haddad", Role.FOCAL_POINT, "DEMO-FIN", "DEMO-FIN"),
    Member("focal-point2@demo.example", "Peter Owusu", Role.FOCAL_POINT, "DEMO-OPS", "DEMO-OPS"),
    Member("secretary@demo.example", "Ingrid Larsen", Role.SECRETARY, entity="DEMO-ICT"),
    Member("approver@demo.example", "Chen Wei", Role.APPROVER, entity="DEMO-HQ"),
    Member("reader@demo.example", "Samuel Okafor", Role.READER),
    Member("admin@demo.example", "Rosa Martín", Role.ADMINISTRATOR),
    Member("client@demo.example", "Reporting system", Role.CLIENT),
)


def administrator(password: str) -> Person:
    """The first of the cast to come: lays the ground for the others."""
    return _add(next(m for m in CAST if m.role is Role.ADMINISTRATOR), password)


def add_others(passwords: Mapping[str, str]) -> None:
    """Add the rest of the cast with these passwords, each with the one role."""
    for member in CAST:
        if member.role is not Role.ADMINISTRATOR:
            _add(member, passwords[member.email])


def _add(member: Member, password: str) -> Person:
    entity = Entity.objects.filter(code=member.entity).first() if member.entity else None
    person = Person(email=member.email, name=member.name, entity=entity, demonstration=True)
    person.set_password(password)
    person.save()
    for scope in member.scopes:
        grant_role(
            by=system(),
            person=person,
            role=member.role,
            scope_code=scope,
            valid_from=SINCE,
            reason="Demonstration",
        )
    return person
