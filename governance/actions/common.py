"""What the actions of governance share: finding, days, layers, numbers and stored files."""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction

from governance import policies, rules, storage
from governance.lifecycle import BodyState
from governance.models import BodyParticulars, MeetingFile, MeetingParticulars
from governance.rules import Life
from ledger import days, moments
from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.models import Record
from ledger.texts import clean_line
from projects.actions import NotFound
from secretariat.models import Person, Provenance
from secretariat.provenance import provenance_of

RecordT = TypeVar("RecordT", bound=Record)
NOT_YET = "This day has not come yet."
TAKEN = "Somebody recorded another one at the same time. Send it again."


def find_one(viewer: Any, model: Any, subject_id: UUID, said: str, *related: str) -> Any:
    """What stands now about a record of either layer that the viewer may see; else ``NotFound``."""
    subjects = model._meta.get_field("subject").related_model
    held = subjects._default_manager.filter(pk=subject_id)
    layer = bool(held.values_list("demonstration", flat=True).first())
    rows = policies.current(viewer, model, moments.now(), demonstration=layer)
    found = rows.select_related("subject", *related).filter(subject=subject_id).first()
    if found is None:
        raise NotFound(said)
    return found


def find_body(viewer: Any, body_id: UUID) -> BodyParticulars:
    """The body as it stands now; else ``NotFound``."""
    found: BodyParticulars = find_one(
        viewer, BodyParticulars, body_id, "There is no such governing body."
    )
    return found


def find_meeting(viewer: Any, meeting_id: UUID) -> MeetingParticulars:
    """The meeting as it stands now; else ``NotFound``."""
    found: MeetingParticulars = find_one(
        viewer, MeetingParticulars, meeting_id, "There is no such meeting.", "subject__body", "into"
    )
    return found


def find_code(model: type[RecordT], code: str, like: Record, *, field: str) -> RecordT:
    """The record of the same layer with this code; raises ``Invalid`` naming the field."""
    rows = model._default_manager.filter(demonstration=like.demonstration)
    found = rows.filter(code=code.strip()).first()
    if found is None:
        raise Invalid(fields={field: f"The register does not know “{code.strip()[:80]}”."})
    return found


def spoken_on(by: Person, on: date | None) -> date:
    """The day an action speaks for: today. The demonstration may tell a history."""
    if on is None:
        return days.today()
    if not by.demonstration:
        raise Forbidden("What is recorded here is dated on the day it is recorded.")
    return clean_day(on, field="on")


def clean_day(day: date, *, field: str) -> date:
    """A day that has come."""
    if day > days.today():
        raise Invalid(fields={field: NOT_YET})
    return day


def check_within_life(body: BodyParticulars, day: date, *, field: str = "day") -> None:
    """Raise when the body did not exist on a day."""
    if said := rules.outside_life(Life(body.established_on, body.ended_on), day):
        raise Invalid(fields={field: said})


def check_meets(body: BodyParticulars, day: date) -> None:
    """Raise when the body is not in place, or did not exist on the day."""
    check_within_life(body, day)
    if body.state != BodyState.IN_PLACE:
        raise WrongState(f"The body is {body.get_state_display()}: it holds no meetings.")


def layer_of(by: Person, record: Record) -> Provenance:
    """The layer of a statement: that of its record, whoever speaks."""
    return Provenance.DEMONSTRATION if record.demonstration else provenance_of(by)


def make_numbered(model: type[RecordT], stem: str, digits: int = 2, **values: Any) -> RecordT:
    """A new record with the next free number after the stem; raises ``Stale`` in a race for it."""
    held = model._default_manager.filter(code__startswith=stem).values_list("code", flat=True)
    numbers = [int(rest) for code in held if (rest := code.removeprefix(stem)).isdigit()]
    code = f"{stem}{max(numbers, default=0) + 1:0{digits}d}"
    try:
        with transaction.atomic():
            return model._default_manager.create(code=code, **values)
    except IntegrityError as error:
        raise Stale(TAKEN) from error


def receive(upload: UploadedFile | None) -> tuple[MeetingFile | None, str]:
    """Keep an uploaded file on disk and answer its row, perhaps unsaved, and the name people see."""
    if upload is None:
        return None, ""
    return storage.receive(upload), safe_name(upload.name or "file")


def keep_row(file: MeetingFile | None) -> None:
    """Write the row of a file that is new."""
    if file is not None and not MeetingFile.objects.filter(pk=file.pk).exists():
        file.save()


def safe_name(name: str) -> str:
    """The name people see: no path, no control sign, at most 120 characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in bare if sign.isprintable() and sign not in '"<>|:*?')
    return clean_line(kept[-120:] or "file", field="file")


def clean_word(choices: type[models.TextChoices], word: str, *, field: str) -> str:
    """One of the declared words; raises ``Invalid`` naming the field."""
    if word not in choices.values:
        known = ", ".join(choices.values)
        raise Invalid(fields={field: f"Choose one of: {known}."})
    return word


__all__ = [
    "NotFound",
    "check_meets",
    "check_within_life",
    "clean_day",
    "clean_word",
    "find_body",
    "find_code",
    "find_meeting",
    "find_one",
    "keep_row",
    "layer_of",
    "make_numbered",
    "receive",
    "spoken_on",
]
