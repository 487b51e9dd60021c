"""What a person holds today. Rights are always today's, whatever day a page shows."""

from dataclasses import dataclass
from typing import Any, TypeGuard

from django.db.models import Q

from ledger import days
from secretariat.models import SYSTEM_EMAIL, Person, RoleGrant
from secretariat.roles import ROLES, Permission, Role, ScopeKind


@dataclass(frozen=True)
class Held:
    """One role in force: for everything, or for one entity, project or oversight body."""

    role: Role
    scope_kind: ScopeKind
    scope_code: str


@dataclass(frozen=True)
class EditionReader:
    """Whoever an edition is made for: reads every row up to a class, as it was classified then.

    Rights of people are always today's; what was once issued must come out the same for ever.
    """

    rights: frozenset[Permission]


def is_person(viewer: Any) -> TypeGuard[Person]:
    """Whether somebody is signed in."""
    return isinstance(viewer, Person) and viewer.is_active


def held_roles(person: Person) -> tuple[Held, ...]:
    """The roles a person holds today; read once per request and kept on the object."""
    cached: tuple[Held, ...] | None = getattr(person, "_held_roles", None)
    if cached is None:
        cached = _read_roles(person)
        person._held_roles = cached  # type: ignore[attr-defined]
    return cached


def forget_roles(person: Person) -> None:
    """Read the roles again at the next question."""
    person.__dict__.pop("_held_roles", None)


def _read_roles(person: Person) -> tuple[Held, ...]:
    if person.email == SYSTEM_EMAIL:
        return (Held(Role.SYSTEM, ScopeKind.EVERYWHERE, ""),)
    day = days.today()
    grants = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), person=person, valid_from__lte=day
    ).order_by("pk")
    return tuple(Held(Role(g.role), ScopeKind(g.scope_kind), g.scope_code) for g in grants)


def has_role(viewer: Any, role: Role) -> bool:
    """Whether the person holds the role for anything at all."""
    return is_person(viewer) and any(held.role is role for held in held_roles(viewer))


def may(viewer: Any, permission: Permission) -> bool:
    """Whether the person holds the right for anything at all."""
    return role_for(viewer, permission, any_scope=True) is not None


def role_for(
    viewer: Any,
    permission: Permission,
    *,
    entities: frozenset[str] = frozenset(),
    body: str = "",
    project: str = "",
    any_scope: bool = False,
) -> Role | None:
    """The role that gives the person this right over these entities, body or project, if any."""
    if isinstance(viewer, EditionReader):
        return Role.READER if permission in viewer.rights else None
    if not is_person(viewer):
        return None
    wanted = {
        ScopeKind.EVERYWHERE: lambda code: True,
        ScopeKind.ENTITY: lambda code: code in entities,
        ScopeKind.BODY: lambda code: code == body,
        ScopeKind.PROJECT: lambda code: code == project,
    }
    for held in held_roles(viewer):
        within = any_scope or wanted[held.scope_kind](held.scope_code)
        if within and permission in ROLES[held.role].may:
            return held.role
    return None


def scopes(viewer: Any, permission: Permission, kind: ScopeKind) -> frozenset[str]:
    """The codes of this kind for which the person holds the right."""
    if not is_person(viewer):
        return frozenset()
    return frozenset(
        held.scope_code
        for held in held_roles(viewer)
        if held.scope_kind is kind and permission in ROLES[held.role].may
    )


def holds_everywhere(viewer: Any, permission: Permission) -> bool:
    """Whether the person holds the right without any limit."""
    if isinstance(viewer, EditionReader):
        return permission in viewer.rights
    return is_person(viewer) and any(
        held.scope_kind is ScopeKind.EVERYWHERE and permission in ROLES[held.role].may
        for held in held_roles(viewer)
    )


def own_entities(person: Person) -> frozenset[str]:
    """The entities a person belongs to or speaks for: nobody judges what these answer for."""
    speaks_for = {
        held.scope_code for held in held_roles(person) if held.scope_kind is ScopeKind.ENTITY
    }
    if person.entity_id:
        assert person.entity is not None
        speaks_for.add(person.entity.code)
    return frozenset(speaks_for)


def system() -> Person:
    """The register itself, as an actor: nobody can sign in as it."""
    person, created = Person.objects.get_or_create(
        email=SYSTEM_EMAIL, defaults={"name": "The register", "is_active": True}
    )
    if created:
        person.set_unusable_password()
        person.save()
    return person
