"""Digests: SHA-256 over a canonical writing of rows, the same on every database."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from ledger.models.entry import Entry

GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """One writing for one value: keys sorted, dates in ISO form, instants in UTC."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical writing.")


def plain(value: Any) -> Any:
    """The value as it comes back from a JSON column: dates and identifiers as text."""
    return json.loads(canonical(value))


def sha256(text: str) -> str:
    """The digest of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a table that its digest covers: all of them."""
    return sorted(field.attname for field in model._meta.concrete_fields)


def row_digest(row: models.Model) -> str:
    """The digest of one statement row about to be written."""
    values = {name: getattr(row, name) for name in columns(type(row))}
    return values_digest(row._meta.label_lower, values)


def values_digest(label: str, values: Mapping[str, Any]) -> str:
    """The digest of one row given as a mapping from column to value."""
    return sha256(label + canonical(dict(values)))


def entry_digest(entry: Entry, row_digests: Iterable[str]) -> str:
    """The digest of an entry together with the digests of the rows it wrote."""
    values = {name: getattr(entry, name) for name in columns(Entry) if name != "digest"}
    return sha256(canonical(values) + "".join(sorted(row_digests)))


def seal_digest(no: int, entry: UUID, digest: str, previous: str) -> str:
    """The digest of a seal: its number, its entry, and the seal before it."""
    return sha256(canonical([no, entry, digest, previous]))
