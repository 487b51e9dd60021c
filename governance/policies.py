"""Who may read and write what in governance. Each rule raises with a reason, or answers yes or no."""

from typing import Any

from django.db.models import QuerySet

from governance.lifecycle import (
    AHEAD,
    MEETING_MOVES,
    POLICY_MOVES,
    WRITER,
    MeetingState,
    PolicyState,
)
from governance.models import (
    MandateState,
    Meeting,
    MeetingParticulars,
    Minutes,
    PolicyParticulars,
)
from governance.state import mandates_at
from ledger.errors import DomainError, Forbidden, WrongState
from ledger.models import Record
from ledger.moments import Moment
from secretariat.access import is_person, may, role_for
from secretariat.models import Entity
from secretariat.provenance import check_same_layer
from secretariat.roles import Permission, Role


def viewable(viewer: Any, rows: Any, *, demonstration: bool = False) -> Any:
    """Statements of one layer that a person may see: the live register is open to its staff."""
    if not may(viewer, Permission.READ_REGISTER):
        return rows.none()
    return rows.filter(subject__demonstration=demonstration)


def current(viewer: Any, model: Any, moment: Moment, *, demonstration: bool = False) -> Any:
    """What stands at a moment of one kind of statement, as far as the person may see it."""
    rows = model.objects.current(moment.as_of, known=moment.known)
    return viewable(viewer, rows, demonstration=demonstration)


def standing(viewer: Any, model: Any, moment: Moment, *, demonstration: bool = False) -> Any:
    """All that stands up to a moment of a kind of which a record may have several at once."""
    rows = model.objects.standing(known=moment.known).filter(as_of__lte=moment.as_of)
    return viewable(viewer, rows, demonstration=demonstration)


def viewable_mandates(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> QuerySet[MandateState]:
    """The requests and recommendations a person may see at a moment."""
    rows = mandates_at(moment)
    if not may(viewer, Permission.READ_REGISTER):
        return rows.none()
    return rows.filter(demonstration=demonstration)


def check_can_keep(viewer: Any, record: Record | None = None) -> Role:
    """The governance secretary keeps bodies, meetings, decisions, requests and policies."""
    role = role_for(viewer, WRITER["body"], any_scope=True)
    if role is None:
        raise Forbidden("Only a governance secretary can do this.")
    assert is_person(viewer)
    if record is not None:
        check_same_layer(viewer, record)
    return role


def check_can_certify(viewer: Any, entity: Entity) -> Role:
    """A focal point certifies for the own entity alone."""
    role = role_for(viewer, WRITER["certification"], entities=frozenset({entity.code}))
    if role is None:
        raise Forbidden(f"Only a focal point of {entity.code} can certify for it.")
    assert is_person(viewer)
    check_same_layer(viewer, entity)
    return role


def check_can_move(said: MeetingParticulars, target: MeetingState) -> None:
    """Raise when a meeting cannot go there: what was held, cancelled or merged stays so."""
    state = MeetingState(said.state)
    if target not in MEETING_MOVES[state]:
        raise WrongState(f"The meeting is {state.label}; it cannot become {target.label}.")


def check_is_ahead(said: MeetingParticulars) -> None:
    """Raise when a meeting is no longer to come."""
    if MeetingState(said.state) not in AHEAD:
        raise WrongState(f"The meeting is {said.get_state_display()}.")


def check_can_move_policy(said: PolicyParticulars, target: PolicyState) -> None:
    """Raise when a policy cannot go there from where it stands."""
    state = PolicyState(said.state)
    if target not in POLICY_MOVES[state]:
        raise WrongState(f"The policy is {state.label}; it cannot become {target.label}.")


def is_locked(meeting: Meeting) -> bool:
    """Whether the minutes are approved, so that only corrigenda follow."""
    return Minutes.objects.filter(subject=meeting).standing().exists()


def check_not_locked(meeting: Meeting) -> None:
    """Raise when the minutes are approved."""
    if is_locked(meeting):
        raise WrongState(
            "The minutes of this meeting are approved and locked. Record a corrigendum instead."
        )


def check_has_agenda(said: MeetingParticulars) -> None:
    """Raise when a meeting has no agenda to work on: cancelled, merged, or its minutes approved."""
    if MeetingState(said.state) not in AHEAD | {MeetingState.HELD}:
        raise WrongState(f"The meeting is {said.get_state_display()}.")
    check_not_locked(said.subject)


def check_was_held(said: MeetingParticulars) -> None:
    """Raise when a meeting has not taken place, or not yet."""
    if said.state != MeetingState.HELD:
        state = said.get_state_display()
        raise WrongState(f"The meeting is {state}. Record first that it was held.")


def check_can_minute(said: MeetingParticulars) -> None:
    """Raise when there is nothing to minute yet, or the minutes are locked."""
    check_was_held(said)
    check_not_locked(said.subject)


def can(check: Any, *given: Any) -> bool:
    """The same rule as a ``check_…`` function, as yes or no, for a button."""
    try:
        check(*given)
    except DomainError:
        return False
    return True
