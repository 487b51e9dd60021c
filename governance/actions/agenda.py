"""The agenda of a meeting and who took part, both open until the minutes are approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from governance import policies
from governance.actions.common import (
    NotFound,
    clean_word,
    find_meeting,
    keep_row,
    receive,
)
from governance.lifecycle import Purpose, Standing
from governance.models import AgendaItem, Attendance, Meeting, MeetingParticulars, SeatHolding
from governance.queries.meetings import members_on
from ledger import moments
from ledger.errors import Invalid
from ledger.history import declare_kinds, recording, take
from ledger.texts import clean_line
from secretariat.models import Person
from secretariat.roles import Role

declare_kinds(
    {
        "governance.agenda.added": "added an item to the agenda",
        "governance.agenda.changed": "changed an item of the agenda",
        "governance.agenda.moved": "moved an item of the agenda",
        "governance.agenda.removed": "removed an item from the agenda",
        "governance.attendance.recorded": "recorded who took part",
    }
)
DIRECTIONS = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Guest:
    """Somebody without a seat: which office, as what it took part, and whether it was there."""

    office: str
    present_as: str
    standing: str = Standing.PRESENT


def add_agenda_item(
    *,
    by: Person,
    meeting_id: UUID,
    expected_version: int,
    title: str,
    purpose: str,
    presented_by: str = "",
    upload: UploadedFile | None = None,
) -> AgendaItem:
    """Put an item at the end of the agenda, with a paper where there is one."""
    said, role = _to_prepare(by, meeting_id)
    file, file_name = receive(upload)
    item = AgendaItem(
        meeting=said.subject,
        position=said.subject.agenda.count() + 1,
        **_cleaned(title, purpose, presented_by),
        file=file,
        file_name=file_name,
    )
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        keep_row(file)
        item.save()
        record.entry("governance.agenda.added", said.subject, after=_told(item))
    return item


def change_agenda_item(
    *,
    by: Person,
    item_id: int,
    expected_version: int,
    title: str,
    purpose: str,
    presented_by: str = "",
    upload: UploadedFile | None = None,
) -> AgendaItem:
    """Word an item anew; a new file takes the place of its paper."""
    item, said, role = _item(by, item_id)
    before = _told(item)
    file, file_name = receive(upload)
    for name, value in _cleaned(title, purpose, presented_by).items():
        setattr(item, name, value)
    if file is not None:
        item.file, item.file_name = file, file_name
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        keep_row(file)
        item.save()
        record.entry("governance.agenda.changed", said.subject, before=before, after=_told(item))
    return item


def move_agenda_item(
    *, by: Person, item_id: int, expected_version: int, direction: str
) -> AgendaItem:
    """Move an item one place up or down; at the end of the list it stays where it is."""
    item, said, role = _item(by, item_id)
    if direction not in DIRECTIONS:
        raise Invalid(fields={"direction": "Move it up or down."})
    order = list(said.subject.agenda.order_by("position", "pk"))
    place = order.index(item)
    order.insert(max(place + DIRECTIONS[direction], 0), order.pop(place))
    before = {"position": item.position}
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        _number(order)
        item.refresh_from_db()
        record.entry("governance.agenda.moved", said.subject, before=before, after=_told(item))
    return item


def remove_agenda_item(*, by: Person, item_id: int, expected_version: int) -> Meeting:
    """Take an item off the agenda; those after it move up."""
    item, said, role = _item(by, item_id)
    before = _told(item)
    rest = [one for one in said.subject.agenda.order_by("position", "pk") if one != item]
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        item.delete()
        _number(rest)
        record.entry("governance.agenda.removed", said.subject, before=before)
    return said.subject


def _to_prepare(by: Person, meeting_id: UUID) -> tuple[MeetingParticulars, Role]:
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    policies.check_has_agenda(said)
    return said, role


def find_item(viewer: Any, item_id: int) -> tuple[AgendaItem, MeetingParticulars]:
    """An item of an agenda with its meeting as it stands now; else ``NotFound``."""
    item = AgendaItem.objects.select_related("meeting").filter(pk=item_id).first()
    if item is None:
        raise NotFound("There is no such item on an agenda.")
    return item, find_meeting(viewer, item.meeting_id)


def _item(by: Person, item_id: int) -> tuple[AgendaItem, MeetingParticulars, Role]:
    item, _ = find_item(by, item_id)
    return item, *_to_prepare(by, item.meeting_id)


def _cleaned(title: str, purpose: str, presented_by: str) -> dict[str, str]:
    return {
        "title": clean_line(title, field="title", required=True),
        "purpose": clean_word(Purpose, purpose, field="purpose"),
        "presented_by": clean_line(presented_by, field="presented_by"),
    }


def _told(item: AgendaItem) -> dict[str, Any]:
    told = {"position": item.position, "title": item.title, "purpose": item.purpose}
    return {**told, "paper": item.file_name}


def _number(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items, start=1):
        AgendaItem.objects.filter(pk=item.pk).update(position=position)


# --- attendance ----------------------------------------------------------------------------------
def record_attendance(
    *,
    by: Person,
    meeting_id: UUID,
    expected_version: int,
    seats: Mapping[UUID, str],
    guests: Sequence[Guest] = (),
) -> list[Attendance]:
    """Say who took part in a meeting that was held, all at once; an earlier list is replaced.

    ``seats`` maps a seat held on the meeting's day to the standing of its holder; a seat left out
    or empty is not recorded, nor is a guest without a word. Whoever holds no seat takes part *as*
    something, or is refused; the refusal names the line of the guest.
    """
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    policies.check_can_minute(said)
    named = [
        (n, one) for n, one in enumerate(guests) if one.office.strip() or one.present_as.strip()
    ]
    rows = [*_members(by, said, seats), *(_guest(said.subject, n, one) for n, one in named)]
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        Attendance.objects.filter(meeting=said.subject).delete()
        made = Attendance.objects.bulk_create(rows)
        after = {row.office: row.standing for row in made}
        record.entry("governance.attendance.recorded", said.subject, after=after)
    return made


def _members(by: Person, said: MeetingParticulars, seats: Mapping[UUID, str]) -> list[Attendance]:
    assert said.day is not None
    held = {one.subject_id: one for one in members_on(said, moments.now())}
    rows = []
    for seat, word in seats.items():
        if not word:
            continue
        if seat not in held:
            raise Invalid(fields={"seats": "This seat was not held on the day of the meeting."})
        rows.append(_attended(said.subject, held[seat], word))
    return rows


def _attended(meeting: Meeting, holding: SeatHolding, word: str) -> Attendance:
    return Attendance(
        meeting=meeting,
        seat=holding.subject,
        office=holding.office,
        standing=clean_word(Standing, word, field=f"seat-{holding.subject_id}"),
    )


def _guest(meeting: Meeting, number: int, guest: Guest) -> Attendance:
    line = f"guest-{number}"
    office = clean_line(guest.office, field=f"{line}-office", required=True)
    present_as = clean_line(guest.present_as, field=f"{line}-present_as")
    if not present_as:
        said = f"{office} holds no seat: say as what they took part."
        raise Invalid(said, fields={f"{line}-present_as": said})
    standing = clean_word(Standing, guest.standing, field=f"{line}-standing")
    return Attendance(meeting=meeting, office=office, standing=standing, present_as=present_as)
