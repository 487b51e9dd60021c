"""Who may administer people and reference data. Each rule raises, or answers yes or no."""

from typing import Any

from ledger.errors import Forbidden
from secretariat.access import is_person, may, role_for
from secretariat.models import Person
from secretariat.roles import Permission, Role


def check_holds(viewer: Any, permission: Permission) -> Role:
    """The role that gives the right; raises ``Forbidden`` with the right in words."""
    role = role_for(viewer, permission, any_scope=True)
    if role is None:
        raise Forbidden(f"Your roles do not let you {permission.label}.")
    return role


def check_can_administer(viewer: Any) -> Role:
    """People, roles, tokens and thresholds are the administrator's."""
    return check_holds(viewer, Permission.ADMINISTER)


def can_administer(viewer: Any) -> bool:
    """As :func:`check_can_administer`, for a button."""
    return may(viewer, Permission.ADMINISTER)


def check_can_change_person(viewer: Any, person: Person) -> Role:
    """Nobody changes the own roles; demonstration people administer demonstration people only."""
    role = check_can_administer(viewer)
    assert is_person(viewer)
    if viewer.pk == person.pk:
        raise Forbidden("Nobody changes the own roles. Ask another administrator.")
    if viewer.demonstration and not person.demonstration:
        raise Forbidden("Demonstration people can change demonstration people only.")
    return role


def check_can_make_token(viewer: Any, owner: Person) -> Role:
    """A token is made by its owner or by an administrator."""
    if is_person(viewer) and viewer.pk == owner.pk:
        return role_for(viewer, Permission.READ_EDITIONS, any_scope=True) or Role.CLIENT
    return check_can_change_person(viewer, owner)


def check_can_import(viewer: Any, permission: str) -> Role:
    """Bringing in a kind of file needs the right that the kind names."""
    return check_holds(viewer, Permission(permission))
