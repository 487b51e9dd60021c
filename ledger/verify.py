"""Proof that the memory is whole: recompute every digest and follow the chain of seals."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, models

from ledger.digests import (
    GENESIS,
    columns,
    entry_digest,
    seal_digest,
    values_digest,
)
from ledger.guards import guarded_models, missing_guards
from ledger.models import Entry, Seal


@dataclass(frozen=True)
class Fault:
    """Something that does not hold; ``no`` is the seal number of the entry concerned, if any."""

    what: str
    no: int | None = None

    def __str__(self) -> str:
        return f"entry {self.no}: {self.what}" if self.no else self.what


def verify(*, head: tuple[int, str] | None = None) -> list[Fault]:
    """All faults of the ledger, in order; an empty list when it is whole.

    ``head`` is the number and digest of a seal published earlier: proves that no tail was cut.
    """
    numbers = dict(Seal.objects.values_list("entry_id", "no"))
    return [
        *_guard_faults(),
        *_chain_faults(),
        *_entry_faults(numbers),
        *_head_faults(head),
    ]


def _guard_faults() -> Iterator[Fault]:
    for guard in missing_guards(connection):
        yield Fault(f"the guard {guard.name} of table {guard.table} is missing")


def _chain_faults() -> Iterator[Fault]:
    digests = dict(Entry.objects.values_list("pk", "digest"))
    previous, expected = GENESIS, 1
    for seal in Seal.objects.order_by("no").iterator(chunk_size=5_000):
        if seal.no != expected:
            yield Fault(f"the seals {expected} to {seal.no - 1} were removed", expected)
        elif seal.previous != previous:
            yield Fault("the seal does not follow the one before it", seal.no)
        held = digests.get(seal.entry_id)
        if held is None:
            yield Fault("the entry was removed", seal.no)
        elif seal.digest != seal_digest(seal.no, seal.entry_id, held, seal.previous):
            yield Fault("the seal does not fit its entry", seal.no)
        previous, expected = seal.digest, seal.no + 1


def _entry_faults(numbers: dict[UUID, int]) -> Iterator[Fault]:
    rows = _row_digests()
    for entry in Entry.objects.order_by("recorded_at", "pk").iterator(chunk_size=5_000):
        written = rows.pop(entry.pk, [])
        if entry.digest != entry_digest(entry, written):
            said = "the entry or a statement it wrote was changed, added or removed"
            yield Fault(f"{said} ({entry.pk})", numbers.get(entry.pk))
    for entry_id in rows:
        yield Fault(f"statements name the entry {entry_id}, which is gone", numbers.get(entry_id))


def _row_digests() -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for model in guarded_models():
        if "entry_id" in columns(model) and model is not Seal:
            for entry_id, digest in _digests_of(model):
                found[entry_id].append(digest)
    return found


def _digests_of(model: type[models.Model]) -> Iterator[tuple[UUID, str]]:
    rows = model._default_manager.order_by().values(*columns(model))
    for values in rows.iterator(chunk_size=5_000):
        yield values["entry_id"], values_digest(model._meta.label_lower, values)


def _head_faults(head: tuple[int, str] | None) -> Iterator[Fault]:
    if head is None:
        return
    no, digest = head
    held = Seal.objects.filter(no=no).values_list("digest", flat=True).first()
    if held is None:
        yield Fault("the tail was cut: this seal was published and is gone", no)
    elif held != digest:
        yield Fault("this seal was published with another digest", no)
