"""Check a file, show the difference it makes, apply it whole or not at all."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ledger.errors import DomainError, Invalid, WrongState
from ledger.history import Actor
from ledger.importing.kinds import Cells, Change, ImportKind, Key, get
from ledger.importing.reading import Fault, Header, Row, Unreadable, read_table
from ledger.models import ImportRecord, ImportState

SHOWN_DIFFERENCES = 1_000


@dataclass(frozen=True)
class Checked:
    """What a file would do: its rows, what is wrong with them, what they would change."""

    rows: int
    faults: Sequence[Fault]
    changes: Sequence[Change]

    @property
    def unchanged(self) -> int:
        """Rows that are on record just so."""
        return self.rows - len(self.changes) - len({fault.line for fault in self.faults})


def check_import(
    *, kind: str, content: bytes, file_name: str, by: Actor, reason: str = ""
) -> ImportRecord:
    """Read and check a file without writing any of it; keeps the file and what was found.

    The record answers with state ``checked`` (ready to apply) or ``refused`` (with every faulty
    row named by line, column and rule).
    """
    checked = check(get(kind), content, file_name)
    return ImportRecord.objects.create(
        kind=kind,
        file_name=file_name[-300:],
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        state=ImportState.REFUSED if checked.faults else ImportState.CHECKED,
        rows=checked.rows,
        added=sum(1 for change in checked.changes if change.before is None),
        changed=sum(1 for change in checked.changes if change.before is not None),
        unchanged=max(checked.unchanged, 0),
        faults=[fault.as_dict() for fault in checked.faults],
        differences=[_as_difference(change) for change in checked.changes[:SHOWN_DIFFERENCES]],
        reason=reason,
        actor=by.number,
        created_at=timezone.now(),
    )


def apply_import(*, record: ImportRecord, by: Actor) -> ImportRecord:
    """Apply a checked file in one transaction, through the actions of its kind.

    The file is checked again first, outside the transaction, because the record may have moved
    on. Raises ``WrongState`` when it was applied or refused, ``Invalid`` when a row is now faulty.
    """
    if record.state != ImportState.CHECKED:
        raise WrongState(f"This import is {record.get_state_display()}; it cannot be applied.")
    kind = get(record.kind)
    checked = check(kind, bytes(record.content), record.file_name)
    if checked.faults:
        raise Invalid("The record has changed since the check, and some rows no longer fit.")
    with transaction.atomic():
        claimed = ImportRecord.objects.filter(pk=record.pk, state=ImportState.CHECKED).update(
            state=ImportState.APPLIED, applied_at=timezone.now()
        )
        if not claimed:
            raise WrongState("Somebody else has just applied this import.")
        if checked.changes:
            kind.write(by, record.reason or f"Import of {record.file_name}", checked.changes)
    record.refresh_from_db()
    return record


def check(kind: ImportKind, content: bytes, file_name: str) -> Checked:
    """What a file would do, computed without writing anything."""
    header = Header(
        required=frozenset(column.name for column in kind.columns if column.required),
        known=frozenset(kind.names),
    )
    try:
        table = read_table(content, file_name=file_name, header=header)
    except Unreadable as refusal:
        return Checked(rows=0, faults=refusal.faults, changes=[])
    current = kind.current()
    faults: list[Fault] = []
    changes: list[Change] = []
    seen: dict[Key, int] = {}
    for row in table.rows:
        cells = _clean_row(kind, row, faults)
        if cells is None:
            continue
        key = tuple(cells.get(name, "") for name in kind.natural_key)
        if key in seen:
            faults.append(_twice(kind, row, key, seen[key]))
            continue
        seen[key] = row.line
        changes.extend(_compare(kind, row, key, cells, current.get(key), faults))
    if not faults:
        faults.extend(kind.check(changes))
    return Checked(rows=len(table.rows), faults=faults, changes=changes)


def _clean_row(kind: ImportKind, row: Row, faults: list[Fault]) -> dict[str, str] | None:
    cells: dict[str, str] = {}
    found = list(_clean_cells(kind, row, cells))
    faults.extend(found)
    return None if found else cells


def _clean_cells(kind: ImportKind, row: Row, cells: dict[str, str]) -> Iterator[Fault]:
    for name, text in row.cells.items():
        column = kind.column(name)
        if column.read_only or (column.identity and not text):
            continue
        if column.required and not text:
            yield Fault(row.line, name, "required", "This cell cannot be empty.")
            continue
        try:
            cells[name] = column.clean(text) if text else ""
        except DomainError as error:
            yield Fault(row.line, name, error.code, error.message)
        except ValueError as error:
            yield Fault(row.line, name, "value", str(error))


def _compare(
    kind: ImportKind,
    row: Row,
    key: Key,
    cells: dict[str, str],
    current: Cells | None,
    faults: list[Fault],
) -> Iterator[Change]:
    change = Change(line=row.line, key=key, before=current, after=cells)
    if current is None:
        yield change
    elif change.changed_columns:
        if kind.changeable:
            yield change
        else:
            said = f"This row is on record with another {change.changed_columns[0]}; it cannot be changed by import."
            faults.append(Fault(row.line, change.changed_columns[0], "on_record", said))


def _twice(kind: ImportKind, row: Row, key: Key, first: int) -> Fault:
    names = ", ".join(kind.natural_key)
    said = f"The same {names} ({', '.join(key)}) stands in line {first} already."
    return Fault(row.line, kind.natural_key[-1], "twice", said)


def _as_difference(change: Change) -> dict[str, object]:
    before = change.before or {}
    return {
        "line": change.line,
        "key": list(change.key),
        "new": change.before is None,
        "cells": [
            {"column": name, "before": before.get(name, ""), "after": change.after[name]}
            for name in change.changed_columns
        ],
    }
