"""Rows into tables by COPY, entries with their digests, and the chain of seals over them."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.db import connection, models
from django.utils import timezone

from ledger.digests import entry_digest, row_digest, seal_digest
from ledger.models import Entry, Seal
from ledger.seals import head

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Writer:
    """Collects entries with the rows they wrote, and sends both in large pieces."""

    def __init__(self, piece: int = 20_000) -> None:
        self.piece = piece
        self.waiting: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.sealed: list[tuple[datetime, Any, str]] = []

    def record(self, row: models.Model) -> None:
        """A record: no statement, so no digest."""
        self.waiting[type(row)].append(row)

    def write(self, entry: Entry, rows: Sequence[models.Model]) -> None:
        """An entry and its rows, with the digest that ``ledger.verify`` computes."""
        entry.digest = entry_digest(entry, [row_digest(row) for row in rows])
        self.sealed.append((entry.recorded_at, entry.pk, entry.digest))
        for row in (entry, *rows):
            self.waiting[type(row)].append(row)

    def send(self, *, all: bool = False) -> None:
        """COPY what waits, once there is enough of it. Foreign keys are checked at commit."""
        if all or sum(map(len, self.waiting.values())) >= self.piece:
            for model, rows in self.waiting.items():
                copy(model, rows)
            self.waiting.clear()

    def seal(self) -> None:
        """Seal every entry in the order in which it was recorded."""
        number, previous = head()
        now = timezone.now()
        seals: list[Seal] = []
        for _, pk, held in sorted(self.sealed):
            number += 1
            digest = seal_digest(number, pk, held, previous)
            seals.append(
                Seal(no=number, entry_id=pk, digest=digest, previous=previous, sealed_at=now)
            )
            previous = digest
        for start in range(0, len(seals), self.piece):
            copy(Seal, seals[start : start + self.piece])


def copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """COPY rows of one table."""
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    lines = StringIO()
    for row in rows:
        cells = (_cell(getattr(row, field.attname)) for field in fields)
        lines.write("\t".join(cells) + "\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', lines)


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date | datetime):
        return value.isoformat()
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    return text.translate(_ESCAPES)
