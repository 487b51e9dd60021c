"""Minutes: drafted, approved once and then locked; what comes later is a corrigendum."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from governance import policies
from governance.actions.common import (
    clean_day,
    find_meeting,
    keep_row,
    layer_of,
    receive,
    spoken_on,
)
from governance.models import (
    AgendaItem,
    Attendance,
    Corrigendum,
    Meeting,
    MinutedAttendance,
    MinutedItem,
    Minutes,
    MinutesDraft,
)
from ledger.errors import Invalid, WrongState
from ledger.history import Draft, declare_kinds, recording, take
from ledger.texts import clean_line, clean_prose
from secretariat.models import Person

declare_kinds(
    {
        "governance.minutes.drafted": "drafted the minutes",
        "governance.minutes.approved": "approved the minutes",
        "governance.corrigendum.recorded": "recorded a corrigendum to the minutes",
    }
)
APPROVED_ALREADY = "The minutes of this meeting are approved already. Record a corrigendum instead."
SAY_NOTHING = "The minutes say nothing yet. Write a summary or a minute, or add their file."


def write_minutes(
    *,
    by: Person,
    meeting_id: UUID,
    expected_version: int,
    summary: str,
    items: Mapping[int, str],
    upload: UploadedFile | None = None,
) -> MinutesDraft:
    """Keep the draft of the minutes of a meeting that was held: a summary and what each item says.

    ``items`` maps the id of an item of the agenda to its minute; one left out stays as it is.
    Raises ``Stale`` when somebody changed the meeting meanwhile, ``WrongState`` once approved.
    """
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    policies.check_can_minute(said)
    file, file_name = receive(upload)
    text = clean_prose(summary, field="summary")
    minutes = {pk: clean_prose(minute, field=f"item-{pk}") for pk, minute in items.items()}
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        keep_row(file)
        named = {"file": file, "file_name": file_name} if file else {}
        draft, _ = MinutesDraft.objects.update_or_create(
            meeting=said.subject, defaults={"summary": text, **named}
        )
        for pk, minute in minutes.items():
            AgendaItem.objects.filter(pk=pk, meeting=said.subject).update(minute=minute)
        after = {"items": len([one for one in minutes.values() if one]), "file": draft.file_name}
        record.entry("governance.minutes.drafted", said.subject, after=after)
    return draft


def approve_minutes(
    *,
    by: Person,
    meeting_id: UUID,
    expected_version: int,
    approved_on: date,
    approved_by: str,
) -> Minutes:
    """State the minutes as they are drafted, with items and attendance: from now on they are locked.

    ``approved_by`` is the body or office whose approval it was. Raises ``WrongState`` for a meeting
    that was not held and for minutes approved already, ``Invalid`` for minutes that say nothing.
    """
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    if policies.is_locked(said.subject):
        raise WrongState(APPROVED_ALREADY)
    policies.check_was_held(said)
    assert said.day is not None
    if clean_day(approved_on, field="approved_on") < said.day:
        raise Invalid(
            fields={"approved_on": "Minutes are approved on or after the day of the meeting."}
        )
    made = _drafted(said.subject)
    made.approved_on = made.as_of = approved_on
    made.approved_by = clean_line(approved_by, field="approved_by", required=True)
    made.provenance = layer_of(by, said.subject)
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        after = {"approved_on": approved_on, "approved_by": made.approved_by}
        draft = record.entry("governance.minutes.approved", said.subject, after=after)
        draft.state(made)
        _state_parts(draft, made)
    return made


def _drafted(meeting: Meeting) -> Minutes:
    """The minutes as the draft has them; raises ``Invalid`` when nothing is written."""
    draft = MinutesDraft.objects.filter(meeting=meeting).first() or MinutesDraft(meeting=meeting)
    written = draft.summary or draft.file_id or meeting.agenda.exclude(minute="").exists()
    if not written:
        raise Invalid(SAY_NOTHING)
    return Minutes(
        subject=meeting, summary=draft.summary, file=draft.file, file_name=draft.file_name
    )


def _state_parts(draft: Draft, made: Minutes) -> None:
    for item in AgendaItem.objects.filter(meeting=made.subject).order_by("position", "pk"):
        draft.part(
            MinutedItem(
                minutes=made,
                position=item.position,
                title=item.title,
                purpose=item.purpose,
                presented_by=item.presented_by,
                minute=item.minute,
                file=item.file,
                file_name=item.file_name,
            )
        )
    for one in Attendance.objects.filter(meeting=made.subject).order_by("pk"):
        draft.part(
            MinutedAttendance(
                minutes=made,
                seat=one.seat,
                office=one.office,
                standing=one.standing,
                present_as=one.present_as,
            )
        )


def record_corrigendum(
    *,
    by: Person,
    meeting_id: UUID,
    expected_version: int,
    item: int | None,
    text: str,
    reason: str,
    on: date | None = None,
) -> Corrigendum:
    """Correct approved minutes, or one of their items by its number; the minutes stay as they are."""
    said = find_meeting(by, meeting_id)
    role = policies.check_can_keep(by, said.subject)
    minutes = Minutes.objects.filter(subject=said.subject).standing().first()
    if minutes is None:
        raise WrongState("The minutes are not approved yet: change the draft instead.")
    if item is not None and not minutes.items.filter(position=item).exists():
        raise Invalid(fields={"item": f"The minutes have no item {item}."})
    made = Corrigendum(
        subject=said.subject,
        item=item,
        text=clean_prose(text, field="text", required=True),
        reason=clean_prose(reason, field="reason", required=True),
        as_of=max(spoken_on(by, on), minutes.as_of),
        provenance=layer_of(by, said.subject),
    )
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        made.number = said.subject.corrigenda.filter(corrects__isnull=True).count() + 1
        after = {"number": made.number, "item": item}
        kind = "governance.corrigendum.recorded"
        record.entry(kind, said.subject, after=after, reason=made.reason).state(made)
    return made
