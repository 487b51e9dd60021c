"""Preparing, issuing and withdrawing editions. Nothing else writes them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from ictportal.editions import files, freezing, policies
from ictportal.editions.freezing import Pinned, Progress, no_progress
from ictportal.models import (
    DraftState,
    Edition,
    EditionDraft,
    EditionIssue,
    EditionPart,
    EditionWithdrawal,
)
from ictportal.reports.content import digest
from ictportal.reports.span import first_day
from ictportal.reports.writing import FORMS
from ledger import days, seals
from ledger.errors import Invalid, Stale, WrongState
from ledger.history import Recording, declare_kinds, recording, take
from ledger.models import Seal
from ledger.texts import clean_line, clean_prose
from secretariat.models import Classification, Person

declare_kinds(
    {
        "ictportal.edition.prepared": "prepared an edition",
        "ictportal.edition.changed": "changed an edition in preparation",
        "ictportal.edition.dropped": "dropped an edition in preparation",
        "ictportal.edition.issued": "issued an edition",
        "ictportal.edition.withdrawn": "withdrew an edition",
    }
)


def prepare_edition(
    *,
    by: Person,
    title: str,
    as_of: date,
    demonstration: bool,
    document: str = "",
    known: int | None = None,
    classification: str = Classification.UNCLASSIFIED,
    note: str = "",
    replaces: str = "",
) -> EditionDraft:
    """Prepare an edition: what it is called, the day it speaks for, and what it counts as known.

    ``known`` is the number of the last seal that counts; without it, all that is sealed now.
    ``replaces`` is the code of the edition it corrects. Raises ``Invalid`` for a day that has not
    come or lies before the record, and for a seal that is not there yet.
    """
    role = policies.check_can_prepare(
        by, demonstration=demonstration, classification=classification
    )
    draft = EditionDraft(
        demonstration=demonstration, prepared_by=by.number, prepared_at=timezone.now()
    )
    given = {"title": title, "document": document, "note": note, "classification": classification}
    _fill(draft, **given, as_of=as_of, known=known, replaces=replaces)
    with recording(by=by, role=role) as record:
        draft.save(force_insert=True)
        record.entry("ictportal.edition.prepared", draft, after=_told(draft))
    return draft


def change_draft(
    *, by: Person, draft_id: UUID, expected_version: int, **given: Any
) -> EditionDraft:
    """Change an edition in preparation; takes what :func:`prepare_edition` takes, but the layer."""
    draft = find_draft(draft_id)
    classification = given.get("classification", draft.classification)
    role = policies.check_can_prepare(
        by, demonstration=draft.demonstration, classification=classification
    )
    before = _told(draft)
    kept = {name: getattr(draft, name) for name in ("title", "document", "note", "as_of", "known")}
    _fill(draft, **{**kept, "classification": classification, "replaces": "", **given})
    with recording(by=by, role=role) as record:
        _move(draft, expected_version, {DraftState.PREPARED}, DraftState.PREPARED)
        draft.prepared_by = by.number
        draft.save(force_update=True)
        record.entry("ictportal.edition.changed", draft, before=before, after=_told(draft))
    return draft


def drop_draft(*, by: Person, draft_id: UUID, expected_version: int, reason: str) -> EditionDraft:
    """Give up an edition in preparation, with the reason."""
    draft = find_draft(draft_id)
    role = policies.check_can_prepare(
        by, demonstration=draft.demonstration, classification=draft.classification
    )
    why = clean_prose(reason, field="reason", required=True)
    with recording(by=by, role=role) as record:
        _move(draft, expected_version, {DraftState.PREPARED}, DraftState.DROPPED)
        record.entry("ictportal.edition.dropped", draft, before=_told(draft), reason=why)
    return draft


def issue_edition(
    *,
    by: Person,
    draft_id: UUID,
    expected_version: int,
    forms: Collection[str] = tuple(FORMS),
    progress: Progress = no_progress,
) -> Edition:
    """Freeze what the draft pins, and issue it. What was issued never changes.

    The content is computed first and written in one transaction with the history; a draft that
    changed meanwhile raises ``Stale``, a number that disagrees with its rows ``Invalid``. ``forms``
    are the kinds of files to keep beside the tables.
    """
    draft = find_draft(draft_id)
    role = policies.check_can_issue(by, draft)
    if draft.state not in {DraftState.PREPARED, DraftState.ISSUING}:
        raise WrongState(f"This edition is {draft.get_state_display()}.")
    content = freezing.frozen(pinned(draft), progress)
    parts = [*freezing.parts(content), *files.made(draft, content, forms)]
    try:
        with recording(by=by, role=role) as record:
            edition = _new_edition(draft, expected_version)
            _state_issue(record, by, draft, edition, parts)
    except IntegrityError as error:
        said = "Another edition was issued in the same moment. Issue this one again."
        raise Stale(said) from error
    return edition


def _new_edition(draft: EditionDraft, expected_version: int) -> Edition:
    """The record of the edition, and the draft issued as it."""
    open_ones = {DraftState.PREPARED, DraftState.ISSUING}
    edition = Edition(code=next_code(draft.demonstration), demonstration=draft.demonstration)
    edition.save(force_insert=True)
    _move(draft, expected_version, open_ones, DraftState.ISSUED, edition=edition)
    return edition


def withdraw_edition(*, by: Person, code: str, reason: str) -> EditionWithdrawal:
    """Withdraw an issued edition, with the reason that readers will see. It stays readable."""
    issue = find_issue(code)
    role = policies.check_can_withdraw(by, issue.subject)
    why = clean_prose(reason, field="reason", required=True)
    if EditionWithdrawal.objects.filter(subject=issue.subject).exists():
        raise WrongState("This edition was withdrawn before.")
    with recording(by=by, role=role) as record:
        take(issue.subject)
        entry = record.entry("ictportal.edition.withdrawn", issue.subject, reason=why)
        row: EditionWithdrawal = entry.state(
            EditionWithdrawal(
                subject=issue.subject, as_of=days.today(), reason=why, withdrawn_by=by.number
            )
        )
    return row


# --- the draft -----------------------------------------------------------------------------------
def find_draft(draft_id: UUID) -> EditionDraft:
    """The draft with this id; raises ``Invalid``."""
    found = EditionDraft.objects.select_related("replaces", "edition").filter(pk=draft_id).first()
    if found is None:
        raise Invalid(fields={"draft": "There is no such edition in preparation."})
    return found


def find_issue(code: str) -> EditionIssue:
    """The issue of the edition with this code; raises ``Invalid``."""
    found = EditionIssue.objects.select_related("subject").filter(subject__code=code).first()
    if found is None:
        raise Invalid(fields={"code": f"There is no edition {code[:20]}."})
    return found


def pinned(draft: EditionDraft) -> Pinned:
    """What the draft pins."""
    return Pinned(draft.as_of, draft.known, draft.demonstration, draft.classification)


def _fill(draft: EditionDraft, **given: Any) -> None:
    draft.title = clean_line(given["title"], field="title", required=True)
    draft.document = clean_line(given["document"], field="document")
    draft.note = clean_prose(given["note"], field="note")
    draft.classification = Classification(given["classification"]).value
    draft.as_of = _day(given["as_of"], draft.demonstration)
    draft.known = _seal(given["known"])
    draft.replaces = _replaced(given["replaces"], draft.demonstration)


def _day(as_of: date, demonstration: bool) -> date:
    """A day that has come and on which the register has something to say."""
    if as_of > days.today():
        said = f"{as_of.isoformat()} has not come yet. Choose today or an earlier day."
        raise Invalid(said, fields={"as_of": said})
    first = first_day(demonstration)
    if first is None or as_of < first:
        begins = f"begins on {first.isoformat()}" if first else "has nothing on record yet"
        said = f"The register {begins}: there is nothing to freeze on {as_of.isoformat()}."
        raise Invalid(said, fields={"as_of": said})
    return as_of


def _seal(known: int | None) -> int:
    """A seal that is set; without a number the last one, after sealing what waits."""
    if known is None:
        seals.seal_pending()
        return seals.head()[0]
    last = Seal.objects.order_by("-no").values_list("no", flat=True).first() or 0
    if not 0 < known <= last:
        said = f"The last seal is number {last}. Choose a number from 1 to {last}."
        raise Invalid(said, fields={"known": said})
    return known


def _replaced(code: str, demonstration: bool) -> Edition | None:
    if not code:
        return None
    found = Edition.objects.filter(code=code, demonstration=demonstration).first()
    if found is None:
        said = f"There is no edition {code[:20]} in this layer."
        raise Invalid(said, fields={"replaces": said})
    return found


def order_issue(*, by: Person, draft_id: UUID, expected_version: int) -> EditionDraft:
    """Mark a draft as being issued, so that a job can do it; checks all rights first."""
    draft = find_draft(draft_id)
    policies.check_can_issue(by, draft)
    _move(draft, expected_version, {DraftState.PREPARED, DraftState.ISSUING}, DraftState.ISSUING)
    return draft


def _move(
    draft: EditionDraft,
    expected_version: int,
    before: set[DraftState],
    after: DraftState,
    **more: Any,
) -> None:
    """Take the draft by one conditional update; raises ``Stale`` or ``WrongState``."""
    rows = EditionDraft.objects.filter(pk=draft.pk, version=expected_version, state__in=before)
    if not rows.update(version=F("version") + 1, state=after, **more):
        draft.refresh_from_db()
        if draft.version != expected_version:
            raise Stale("This edition was changed after you opened it. Look at it again.")
        raise WrongState(f"This edition is {draft.get_state_display()}.")
    draft.version, draft.state = expected_version + 1, after


def _told(draft: EditionDraft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "document": draft.document,
        "as_of": draft.as_of,
        "known": draft.known,
        "classification": draft.classification,
        "replaces": draft.replaces.code if draft.replaces else "",
    }


# --- the issue -----------------------------------------------------------------------------------
def next_code(demonstration: bool) -> str:
    """The next number: E1, E2 of the record, DE1, DE2 of the demonstration."""
    prefix = "DE" if demonstration else "E"
    return f"{prefix}{Edition.objects.filter(demonstration=demonstration).count() + 1}"


def _state_issue(
    record: Recording, by: Person, draft: EditionDraft, edition: Edition, parts: list[EditionPart]
) -> None:
    manifest = manifest_of(edition.code, draft, parts)
    entry = record.entry(
        "ictportal.edition.issued",
        edition,
        after={**_told(draft), "code": edition.code, "manifest_sha256": digest(manifest)},
    )
    issue = entry.state(
        EditionIssue(
            subject=edition,
            as_of=draft.as_of,
            title=draft.title,
            document=draft.document,
            known=draft.known,
            classification=draft.classification,
            note=draft.note,
            prepared_by=draft.prepared_by,
            issued_by=by.number,
            replaces=draft.replaces,
            manifest=manifest,
            manifest_sha256=digest(manifest),
        )
    )
    for part in parts:
        part.issue = issue
        entry.part(part)


def manifest_of(code: str, draft: EditionDraft, parts: list[EditionPart]) -> Mapping[str, Any]:
    """What the edition pins and every part with its SHA-256 and size in bytes."""
    return {
        "edition": code,
        "title": draft.title,
        "as_of": draft.as_of.isoformat(),
        "known": draft.known,
        "layer": "demonstration" if draft.demonstration else "record",
        "classification": draft.classification,
        "parts": [
            {"kind": str(part.kind), "key": part.key, "sha256": part.sha256, "size": part.size}
            for part in parts
        ],
    }
