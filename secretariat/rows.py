"""Single rows of sheets: read at a moment with their history, and recorded one at a time."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import IntegrityError, transaction

from ledger.digests import canonical
from ledger.errors import DomainError, Forbidden, Invalid, Stale
from ledger.history import sentence
from ledger.importing.kinds import Cells, Change, Key
from ledger.importing.reading import Fault
from ledger.moments import Moment, now
from ledger.texts import clean_prose
from secretariat import policies
from secretariat.cells import Cell, Codes, Shown
from secretariat.models import Person
from secretariat.queries import names_of
from secretariat.roles import Role
from secretariat.sheets import (
    Sheet,
    find_record,
    find_statement,
    in_order,
    key_of,
    row_of,
    statements,
    withdraw_row,
)

_PARTS = re.compile(r"(?<!\\)\|")
EMPTY = "This cell cannot be empty."
UNCHANGED = "Nothing differs from what is on record, so there is nothing to record."
MEANWHILE = "This row was changed after you opened it. See what is new and send again."


def key_text(key: Iterable[str]) -> str:
    """A natural key as one text, its parts joined by bars."""
    return "|".join(part.replace("|", r"\|") for part in key)


def parse_key(text: str) -> Key:
    """The natural key such a text holds."""
    return tuple(part.replace(r"\|", "|") for part in _PARTS.split(text))


def tag_of(cells: Cells) -> str:
    """What tells this version of a row from any other."""
    return hashlib.sha256(canonical(dict(cells)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Row:
    """One row as it stands: its key, its cells, and the statement they are read from."""

    key: Key
    cells: Cells
    statement: Any

    @cached_property
    def tag(self) -> str:
        """The tag of this version."""
        return tag_of(self.cells)

    @property
    def query(self) -> str:
        """The query that names the row in an address."""
        return urlencode({"key": key_text(self.key)})


def _as_row(sheet: Sheet, statement: Any) -> Row:
    cells = row_of(sheet, statement)
    return Row(tuple(cells[name] for name in sheet.natural_key), cells, statement)


def _standing(sheet: Sheet, moment: Moment, demonstration: bool) -> Any:
    rows = statements(sheet).standing(known=moment.known).filter(as_of__lte=moment.as_of)
    return in_order(rows.filter(subject__demonstration=demonstration))


def rows_at(sheet: Sheet, moment: Moment, *, demonstration: bool = False) -> list[Row]:
    """The rows of a layer at a moment: of statements with one key the latest, by key."""
    standing = _standing(sheet, moment, demonstration)
    found = {row.key: row for row in (_as_row(sheet, one) for one in standing)}
    return [found[key] for key in sorted(found)]


def count_at(sheet: Sheet, moment: Moment, *, demonstration: bool = False) -> int:
    """How many rows :func:`rows_at` answers."""
    standing = _standing(sheet, moment, demonstration)
    if not sheet.within:
        return int(standing.order_by().values("subject").distinct().count())
    return len({key_of(sheet, statement) for statement in standing})


def row_at(sheet: Sheet, key: Key, moment: Moment, *, demonstration: bool = False) -> Row | None:
    """The row with this key at a moment; ``None`` where nothing stands under it."""
    record = find_record(sheet, key)
    if record is None:
        return None
    standing = _standing(sheet, moment, demonstration).filter(subject=record)
    found = [statement for statement in standing if key_of(sheet, statement) == key]
    return _as_row(sheet, found[-1]) if found else None


def fixed_cells(sheet: Sheet, key: Key) -> dict[str, str]:
    """The cells that a key and the record behind it give, whether a statement stands or not."""
    cells = dict(zip(sheet.natural_key, key, strict=False))
    record = find_record(sheet, key)
    if record is not None:
        shown = Shown(record, None)
        cells |= {cell.name: cell.show(shown) for cell in (*sheet.finds, *sheet.makes)}
    return cells


@dataclass(frozen=True)
class Difference:
    """A cell that a statement changed."""

    cell: Cell
    before: str
    after: str

    @property
    def before_worded(self) -> str:
        """The cell before, as a person reads it."""
        return self.cell.worded(self.before)

    @property
    def after_worded(self) -> str:
        """The cell after, as a person reads it."""
        return self.cell.worded(self.after)


@dataclass(frozen=True)
class Told:
    """One statement of a row's history: who said what, when and why, and what became of it."""

    statement: Any
    differences: list[Difference]
    actor: str
    role: str
    said: str
    reason: str
    corrected: bool
    seal: int | None
    first: bool


def history(sheet: Sheet, key: Key, moment: Moment, *, demonstration: bool = False) -> list[Told]:
    """Every statement with this natural key that was known and speaks for the day, newest first."""
    record = find_record(sheet, key)
    if record is None or record.demonstration != demonstration:
        return []
    about = statements(sheet).select_related("entry", "entry__seal").filter(subject=record)
    known = [row for row in about.known(moment.known) if key_of(sheet, row) == key]
    known.sort(key=lambda row: (row.ordinal, row.recorded_at))
    corrected = {row.corrects_id for row in known}
    names = names_of(row.entry.actor for row in known)
    told, before = [], dict[str, str]()
    for row in known:
        after = {} if row.withdrawn else row_of(sheet, row)
        if row.as_of <= moment.as_of:
            changed = list(_differences(sheet, before, after))
            told.append(_told(row, changed, names, corrected, first=not before))
        before = after
    return told[::-1]


def _differences(sheet: Sheet, before: Cells, after: Cells) -> Iterator[Difference]:
    for cell in sheet.all_cells:
        one, other = before.get(cell.name, ""), after.get(cell.name, "")
        if one != other:
            yield Difference(cell, one, other)


def _told(
    row: Any,
    changed: list[Difference],
    names: Mapping[int, str],
    corrected: set[Any],
    *,
    first: bool,
) -> Told:
    entry = row.entry
    seal = getattr(entry, "seal", None)
    return Told(
        statement=row,
        differences=[] if row.withdrawn else changed,
        actor=names.get(entry.actor, ""),
        role=str(Role(entry.acting_role).label) if entry.acting_role in Role.values else "",
        said=sentence(entry.kind),
        reason=entry.reason,
        corrected=row.pk in corrected,
        seal=seal.no if seal else None,
        first=first,
    )


def record_row(
    *, by: Person, sheet: Sheet, given: Mapping[str, str], reason: str, seen: str
) -> Row:
    """Record one row through the checks of an import: a new row, a newer statement, a correction.

    ``given`` are cells by name; those left out stay as they are. ``seen`` is the tag of the row
    as the person saw it, empty for a new one. Raises ``Invalid`` with a sentence for each cell
    at fault (as ``cells.<name>``), ``Stale`` when the row moved on, ``Forbidden``.
    """
    policies.check_can_import(by, sheet.permission)
    reason = clean_prose(reason, field="reason", required=True)
    clean = cleaned(sheet, given)
    key = key_given(sheet, clean)
    try:
        with transaction.atomic():
            change = _change(by, sheet, key, clean, seen)
            sheet.kind().write(by, reason, [change])
    except IntegrityError as error:
        raise Stale(MEANWHILE) from error
    found = row_at(sheet, key, now(), demonstration=by.demonstration)
    assert found is not None
    return found


def withdraw(*, by: Person, sheet: Sheet, key: Key, reason: str, seen: str) -> None:
    """Withdraw the statement that stands under a key, unless it moved on since it was seen."""
    with transaction.atomic():
        _check_seen(_locked(by, sheet, key), seen)
        withdraw_row(sheet, by, key, reason)


def cleaned(sheet: Sheet, given: Mapping[str, str]) -> dict[str, str]:
    """Cells brought to one form; raises ``Invalid`` naming every cell that cannot be."""
    cells: dict[str, str] = {}
    faults: dict[str, str | list[str]] = {}
    for cell in sheet.all_cells:
        if cell.name not in given:
            continue
        try:
            text = plain(given[cell.name])
            cells[cell.name] = cell.clean(text) if text else ""
        except DomainError as error:
            faults[f"cells.{cell.name}"] = error.message
        except ValueError as error:
            faults[f"cells.{cell.name}"] = str(error)
    unknown = sorted(set(given) - {cell.name for cell in sheet.all_cells})
    faults |= {f"cells.{name}": "This sheet has no such cell." for name in unknown}
    if faults:
        raise Invalid(fields=faults)
    return cells


def key_given(sheet: Sheet, given: Mapping[str, str]) -> Key:
    """The natural key of the row that given cells speak of, its parts brought to their form.

    Raises ``Invalid`` for a part that cannot be.
    """
    clean = cleaned(sheet, {name: given.get(name, "") for name in sheet.natural_key})
    return tuple(clean[name] for name in sheet.natural_key)


def plain(text: str) -> str:
    """A typed cell as a file's reader takes it: plain line ends, normal form C, no blank ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _change(by: Person, sheet: Sheet, key: Key, clean: Cells, seen: str) -> Change:
    if not seen and sheet.new_records:
        _check_free(by, sheet, key)
    held = _locked(by, sheet, key)
    if held is not None and not seen:
        said = "A row with this key is on record already. Open it to change it."
        raise Invalid(said, fields={f"cells.{sheet.natural_key[-1]}": said})
    _check_seen(held, seen)
    before = held.cells if held else None
    after = {cell.name: "" for cell in sheet.all_cells} | dict(before or {}) | dict(clean)
    change = Change(line=1, key=key, before=before, after=after)
    _check(sheet, change, by.demonstration)
    if not change.changed_columns:
        raise Invalid(UNCHANGED)
    return change


def _check_free(by: Person, sheet: Sheet, key: Key) -> None:
    """A code belongs to one layer: name the field where a new row takes one of the other."""
    record = find_record(sheet, key)
    if record is not None and record.demonstration != by.demonstration:
        said = "This code is taken. Choose another."
        raise Invalid(said, fields={f"cells.{sheet.finds[-1].name}": said})


def _locked(by: Person, sheet: Sheet, key: Key) -> Row | None:
    """The row on record, its record locked for the rest of the transaction."""
    record = find_record(sheet, key)
    if record is None:
        return None
    if record.demonstration != by.demonstration:
        layer = "the demonstration" if record.demonstration else "the record"
        raise Forbidden(f"{record} belongs to {layer}; you cannot change it.")
    list(sheet.record._default_manager.select_for_update().filter(pk=record.pk))
    held = find_statement(sheet, key)
    return _as_row(sheet, held) if held else None


def _check_seen(held: Row | None, seen: str) -> None:
    if seen != (held.tag if held else ""):
        raise Stale(MEANWHILE)


def _check(sheet: Sheet, change: Change, demonstration: bool) -> None:
    """Raise with every fault an import of this one row would name."""
    missing = {
        f"cells.{cell.name}": EMPTY
        for cell in sheet.all_cells
        if cell.required and not change.after.get(cell.name)
    }
    if missing:
        raise Invalid(fields=missing)
    faults = sheet.kind().check([change]) or list(_of_other_layer(sheet, change, demonstration))
    if not faults:
        return
    fields: dict[str, str | list[str]] = {}
    for fault in faults:
        held = fields.setdefault(f"cells.{fault.column}" if fault.column else "row", [])
        assert isinstance(held, list)
        held.append(fault.said)
    raise Invalid(fields=fields)


def _of_other_layer(sheet: Sheet, change: Change, demonstration: bool) -> Iterator[Fault]:
    codes = Codes(sheet.all_cells)
    made = {change.after.get("code", "")} if sheet.new_records else set()
    for cell in sheet.all_cells:
        own = made if cell.model is sheet.record else frozenset[str]()
        for said in cell.strange(change.after.get(cell.name, ""), codes, own, demonstration):
            yield Fault(change.line, cell.name, "layer", said)
