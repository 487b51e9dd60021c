"""Meetings: planned, and then held, postponed, cancelled or merged; and the actions agreed there."""

from datetime import date
from typing import Any
from uuid import UUID

from governance import policies
from governance.actions.common import (
    check_meets,
    check_within_life,
    clean_day,
    clean_word,
    find_body,
    find_code,
    find_meeting,
    find_one,
    layer_of,
    make_numbered,
    spoken_on,
)
from governance.imports.meetings import clean_hour
from governance.lifecycle import ActionWord, MeetingKind, MeetingState
from governance.models import ActionItem, ActionItemParticulars, Meeting, MeetingParticulars
from ledger.errors import Invalid, WrongState
from ledger.history import declare_kinds, recording, take
from ledger.texts import clean_line, clean_prose
from secretariat.models import Person

declare_kinds(
    {
        "governance.meeting.planned": "planned the meeting",
        "governance.meeting.held": "recorded that the meeting was held",
        "governance.meeting.postponed": "postponed the meeting",
        "governance.meeting.cancelled": "cancelled the meeting",
        "governance.meeting.merged": "merged the meeting with another",
        "governance.action.agreed": "recorded an action agreed at the meeting",
        "governance.action.closed": "closed an action",
    }
)
GONE = frozenset({MeetingState.CANCELLED, MeetingState.MERGED})
CLOSED = (ActionWord.DONE, ActionWord.DROPPED)


def plan_meeting(
    *,
    by: Person,
    body_id: UUID,
    day: date,
    kind: str = MeetingKind.REGULAR,
    starts_at: str = "",
    title: str = "",
    place: str = "",
    on: date | None = None,
) -> Meeting:
    """Plan a meeting; the portal gives it its code, such as ``ICT-BOARD-2026-03``.

    Raises ``Invalid`` for a day outside the life of the body, ``WrongState`` for a body that is
    not in place. A day that has passed already may be planned, to be recorded as held.
    """
    body = find_body(by, body_id)
    role = policies.check_can_keep(by, body.subject)
    check_meets(body, day)
    said = MeetingParticulars(
        title=clean_line(title, field="title"),
        day=day,
        starts_at=_hour(starts_at),
        kind=clean_word(MeetingKind, kind, field="kind"),
        state=MeetingState.PLANNED,
        place=clean_line(place, field="place"),
        as_of=min(spoken_on(by, on), day),
        provenance=layer_of(by, body.subject),
    )
    with recording(by=by, role=role) as record:
        said.subject = make_numbered(
            Meeting,
            f"{body.subject.code[:50]}-{day.year}-",
            body=body.subject,
            demonstration=body.subject.demonstration,
        )
        after = {"code": said.subject.code, "day": day, "kind": kind}
        record.entry("governance.meeting.planned", said.subject, after=after).state(said)
    return said.subject


def _hour(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return clean_hour(text)
    except ValueError as error:
        raise Invalid(fields={"starts_at": str(error)}) from error


def hold_meeting(
    *, by: Person, meeting_id: UUID, expected_version: int, day: date
) -> MeetingParticulars:
    """The meeting took place on that day, which is not in the future."""
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    policies.check_can_move(said, MeetingState.HELD)
    clean_day(day, field="day")
    check_within_life(find_body(by, said.subject.body_id), day)
    return _move(by, role, said, expected_version, MeetingState.HELD, day, day=day)


def postpone_meeting(
    *,
    by: Person,
    meeting_id: UUID,
    expected_version: int,
    new_day: date | None,
    reason: str,
    on: date | None = None,
) -> MeetingParticulars:
    """The meeting will be on another day, or on one that is not known yet; says why."""
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    policies.check_can_move(said, MeetingState.POSTPONED)
    why, today = clean_prose(reason, field="reason", required=True), spoken_on(by, on)
    if new_day is not None:
        check_within_life(find_body(by, said.subject.body_id), new_day, field="new_day")
        if new_day < today:
            raise Invalid(fields={"new_day": "A meeting is postponed to a day still to come."})
    state = MeetingState.POSTPONED
    return _move(by, role, said, expected_version, state, today, day=new_day, reason=why)


def cancel_meeting(
    *, by: Person, meeting_id: UUID, expected_version: int, reason: str, on: date | None = None
) -> MeetingParticulars:
    """The meeting does not take place; says why."""
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    policies.check_can_move(said, MeetingState.CANCELLED)
    why, today = clean_prose(reason, field="reason", required=True), spoken_on(by, on)
    state = MeetingState.CANCELLED
    return _move(by, role, said, expected_version, state, today, reason=why)


def merge_meeting(
    *,
    by: Person,
    meeting_id: UUID,
    expected_version: int,
    into_code: str,
    reason: str,
    on: date | None = None,
) -> MeetingParticulars:
    """The meeting takes place as part of another, of the same body or of another one; says why."""
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    policies.check_can_move(said, MeetingState.MERGED)
    into = _target(by, said, into_code)
    why, today = clean_prose(reason, field="reason", required=True), spoken_on(by, on)
    state = MeetingState.MERGED
    return _move(by, role, said, expected_version, state, today, into=into, reason=why)


def _target(by: Person, said: MeetingParticulars, code: str) -> Meeting:
    """The meeting another is merged into: not itself, and one that still stands."""
    target = find_code(Meeting, code, said.subject, field="into_code")
    if target == said.subject:
        raise Invalid(fields={"into_code": "A meeting cannot be merged into itself."})
    other = find_meeting(by, target.pk)
    if MeetingState(other.state) in GONE:
        state = other.get_state_display()
        raise Invalid(fields={"into_code": f"{code.strip()} is {state}: name one that stands."})
    return target


def _move(
    by: Person,
    role: str,
    said: MeetingParticulars,
    expected_version: int,
    state: MeetingState,
    as_of: date,
    **changed: Any,
) -> MeetingParticulars:
    """State anew what stands about a meeting, with what changed; never before what was said last."""
    meeting = said.subject
    kept = {name: getattr(said, name) for name in ("title", "day", "starts_at", "kind", "place")}
    made = MeetingParticulars(
        subject=meeting,
        state=state,
        as_of=max(as_of, said.as_of),
        provenance=layer_of(by, meeting),
        **{**kept, **changed},
    )
    before = {"state": said.state, "day": said.day}
    after = {"state": state, "day": made.day, "into": made.into.code if made.into else ""}
    with recording(by=by, role=role) as record:
        take(meeting, expected_version=expected_version)
        kind = f"governance.meeting.{state}"
        draft = record.entry(kind, meeting, before=before, after=after, reason=made.reason)
        draft.state(made)
    return made


# --- actions agreed at a meeting -----------------------------------------------------------------
def find_action(viewer: Any, action_id: UUID) -> ActionItemParticulars:
    """An action as it stands now; else ``NotFound``."""
    said = "There is no such action."
    found: ActionItemParticulars = find_one(
        viewer, ActionItemParticulars, action_id, said, "subject__meeting__body"
    )
    return found


def agree_action(
    *, by: Person, meeting_id: UUID, title: str, responsible: str, due_on: date | None = None
) -> ActionItem:
    """Record what a meeting that was held asked an office to do; it speaks for the meeting's day."""
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    policies.check_was_held(said)
    assert said.day is not None
    if due_on is not None and due_on < said.day:
        raise Invalid(fields={"due_on": "It cannot be due before it was agreed."})
    made = ActionItemParticulars(
        title=clean_line(title, field="title", required=True),
        responsible=clean_line(responsible, field="responsible", required=True),
        due_on=due_on,
        word=ActionWord.OPEN,
        as_of=said.day,
        provenance=layer_of(by, said.subject),
    )
    meeting = said.subject
    layer = {"meeting": meeting, "demonstration": meeting.demonstration}
    with recording(by=by, role=role) as record:
        made.subject = make_numbered(ActionItem, f"{meeting.code}-A", digits=1, **layer)
        after = {"code": made.subject.code, "title": made.title, "due_on": due_on}
        record.entry("governance.action.agreed", made.subject, after=after).state(made)
    return made.subject


def close_action(
    *, by: Person, action_id: UUID, word: str, outcome: str, on: date | None = None
) -> ActionItemParticulars:
    """An action is done, or dropped; says what came of it. Raises ``WrongState`` a second time."""
    said = find_action(by, action_id)
    role = policies.check_can_keep(by, said.subject)
    if word not in CLOSED:
        raise Invalid(fields={"word": "Say whether it was done or dropped."})
    if said.word != ActionWord.OPEN:
        raise WrongState(f"This action is {said.get_word_display()} already.")
    made = ActionItemParticulars(
        subject=said.subject,
        title=said.title,
        responsible=said.responsible,
        due_on=said.due_on,
        word=word,
        outcome=clean_prose(outcome, field="outcome", required=True),
        as_of=max(spoken_on(by, on), said.as_of),
        provenance=layer_of(by, said.subject),
    )
    with recording(by=by, role=role) as record:
        take(said.subject)
        before, after = {"word": said.word}, {"code": said.subject.code, "word": word}
        kind = "governance.action.closed"
        draft = record.entry(kind, said.subject, before=before, after=after, reason=made.outcome)
        draft.state(made)
    return made
