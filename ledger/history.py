"""Writing to the memory. Every action opens one recording; nothing else inserts statements."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import timezone

from ledger.digests import entry_digest, plain, row_digest
from ledger.errors import Stale
from ledger.models import AwaitingSeal, Entry, Record, Statement, StatementPart

_correlation: ContextVar[uuid.UUID | None] = ContextVar("correlation", default=None)
_kinds: dict[str, str] = {}


class Actor(Protocol):
    """Whoever acts: known to the memory only by a stable number."""

    @property
    def number(self) -> int: ...


@contextmanager
def correlated(correlation_id: uuid.UUID | None = None) -> Iterator[uuid.UUID]:
    """Give everything recorded inside one correlation id (a request, a job, a load)."""
    chosen = correlation_id or uuid.uuid4()
    token = _correlation.set(chosen)
    try:
        yield chosen
    finally:
        _correlation.reset(token)


def declare_kinds(kinds: Mapping[str, str]) -> None:
    """Declare kinds of history, each with the sentence that shows it."""
    _kinds.update(kinds)


def sentence(kind: str) -> str:
    """The declared sentence of a kind; the kind itself for one no longer declared."""
    return _kinds.get(kind, kind)


@dataclass
class Draft:
    """An entry being composed, with the statements and parts it will write."""

    entry: Entry
    ordinal: int
    rows: list[models.Model] = field(default_factory=list)

    def state(self, statement: Any) -> Any:
        """Add a statement; fills in what every statement of this action shares."""
        statement.entry = self.entry
        statement.recorded_at = self.entry.recorded_at
        statement.ordinal = self.ordinal
        self.rows.append(statement)
        return statement

    def part(self, row: Any) -> Any:
        """Add a child row of one of the statements, or another append-only row."""
        row.entry = self.entry
        self.rows.append(row)
        return row


@dataclass
class Recording:
    """All entries of one action."""

    actor: Actor
    acting_role: str
    recorded_at: datetime
    correlation_id: uuid.UUID
    drafts: list[Draft] = field(default_factory=list)
    derivations: list[Callable[[], None]] = field(default_factory=list)

    def derive(self, derivation: Callable[[], None]) -> None:
        """Have a projection derived anew once the rows are written, in the same transaction."""
        self.derivations.append(derivation)

    def entry(
        self,
        kind: str,
        subject: models.Model,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> Draft:
        """Begin one history entry about ``subject``; raises ``KeyError`` for an undeclared kind."""
        if kind not in _kinds:
            raise KeyError(f"{kind} is no declared kind of history.")
        entry = Entry(
            recorded_at=self.recorded_at,
            actor=self.actor.number,
            acting_role=self.acting_role,
            kind=kind,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            before=plain(before or {}),
            after=plain(after or {}),
            reason=reason,
            correlation_id=self.correlation_id,
        )
        draft = Draft(entry=entry, ordinal=getattr(subject, "version", 1))
        self.drafts.append(draft)
        return draft


@contextmanager
def recording(*, by: Actor, role: str) -> Iterator[Recording]:
    """One action: everything inside commits together with its history, or not at all.

    ``by`` is the actor, ``role`` the role that permitted it. On leaving, the entries get their
    digests and all rows are inserted in bulk, entries first; then the projections are derived.
    """
    with transaction.atomic():
        record = Recording(
            actor=by,
            acting_role=role,
            recorded_at=timezone.now(),
            correlation_id=_correlation.get() or uuid.uuid4(),
        )
        yield record
        _insert(record.drafts)
        for derivation in record.derivations:
            derivation()


def _insert(drafts: list[Draft]) -> None:
    rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for draft in drafts:
        digests = [row_digest(row) for row in draft.rows]
        draft.entry.digest = entry_digest(draft.entry, digests)
        for row in draft.rows:
            rows[type(row)].append(row)
    entries = [draft.entry for draft in drafts]
    Entry.objects.bulk_create(entries, batch_size=500)
    for model, members in rows.items():
        model._default_manager.bulk_create(members, batch_size=500)
    AwaitingSeal.objects.bulk_create([AwaitingSeal(entry=e) for e in entries], batch_size=500)


def take(record: Record, *, expected_version: int | None = None) -> None:
    """Lock ``record`` for the rest of the transaction and raise its version by one.

    One conditional update, so that it guards SQLite and PostgreSQL alike. ``expected_version`` is
    the version the person saw; raises ``Stale`` when the record has moved on.
    """
    seen = record.version if expected_version is None else expected_version
    rows = type(record)._default_manager.filter(pk=record.pk, version=seen)
    if not rows.update(version=models.F("version") + 1):
        raise Stale("This record was changed after you opened it. See what is new and send again.")
    record.version = seen + 1


def take_all(model: type[Record], ids: Sequence[Any]) -> dict[Any, int]:
    """Lock many records and raise their versions by one; answers the new version of each."""
    versions: dict[Any, int] = {}
    for start in range(0, len(ids), 500):
        rows = model._default_manager.filter(pk__in=ids[start : start + 500])
        rows.update(version=models.F("version") + 1)
        versions |= dict(rows.values_list("pk", "version"))
    return versions


__all__ = [
    "Actor",
    "Draft",
    "Recording",
    "Statement",
    "StatementPart",
    "correlated",
    "declare_kinds",
    "recording",
    "sentence",
    "take",
    "take_all",
]
