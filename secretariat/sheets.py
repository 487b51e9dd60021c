"""Sheets: kinds of import declared as columns over a record and the statements about it.

A sheet names the cells that find or make the record and those that fill the statement. Reading,
checking, writing with history, and the form of a page all follow from that declaration.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from ledger.errors import Forbidden, Invalid
from ledger.history import Draft, declare_kinds, recording, take_all
from ledger.importing.kinds import Cells, Change, ImportKind, Key
from ledger.importing.reading import Fault
from ledger.models import Record
from ledger.texts import clean_prose
from secretariat import policies
from secretariat.cells import Cell, Codes, Shown
from secretariat.models import Person, Provenance
from secretariat.reference import provenance_of_row
from secretariat.roles import Permission
from secretariat.sources import SOURCE_CELLS, cite

declare_kinds(
    {
        "secretariat.row.recorded": "recorded",
        "secretariat.row.withdrawn": "withdrew a row",
    }
)

#: So many subjects are looked up by id; of more the whole table is read.
FEW = 400
Rule = Callable[[Sequence[Change]], Iterable[Fault]]
Parts = Callable[[Any, Cells, Codes], Iterable[Any]]


def no_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """Nothing beyond the single cells."""
    return ()


@dataclass(frozen=True)
class Sheet:
    """One kind of rows.

    ``finds`` are the cells that identify the record, ``makes`` those that are fixed when it is
    first recorded. ``within`` names the cells that, beside them, tell several statements about
    one record apart; empty where a record has one current statement. ``restates``: another
    statement with the same key always corrects the earlier one, whatever its day.
    """

    key: str
    name: str
    record: type[Record]
    statement: Any
    finds: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    makes: tuple[Cell, ...] = ()
    within: tuple[str, ...] = ()
    new_records: bool = True
    restates: bool = False
    permission: Permission = Permission.IMPORT_REFERENCE
    rule: Rule = no_rule
    fill: Callable[[Any], None] = lambda statement: None
    parts: Parts = lambda statement, cells, codes: ()

    @property
    def natural_key(self) -> tuple[str, ...]:
        """The cells that tell one row from another."""
        return (*(cell.name for cell in self.finds), *self.within)

    @property
    def about(self) -> str:
        """What a row says, in a sentence."""
        first = (self.statement.__doc__ or "").partition("\n")[0].partition(". ")[0]
        return f"{first.removesuffix('.')}." if first else ""

    @property
    def all_cells(self) -> tuple[Cell, ...]:
        """Every cell, in the order of the columns."""
        return (*self.finds, *self.makes, *self.cells, *SOURCE_CELLS)

    def kind(self) -> ImportKind:
        """The sheet as a kind of import."""
        return ImportKind(
            key=self.key,
            name=self.name,
            columns=[cell.column for cell in self.all_cells],
            natural_key=self.natural_key,
            permission=self.permission,
            current=lambda: current(self),
            write=self.write,
            check=lambda changes: check(self, changes),
        )

    def write(self, by: Person, reason: str, changes: Sequence[Change]) -> None:
        """Record each row, for the importer."""
        write(self, by, reason, changes)


_sheets: dict[str, Sheet] = {}


def declare_sheet(sheet: Sheet) -> ImportKind:
    """Add a sheet to the register of those a page can edit; answers its kind of import."""
    _sheets[sheet.key] = sheet
    return sheet.kind()


def all_sheets() -> list[Sheet]:
    """Every sheet, in order of declaration."""
    return list(_sheets.values())


def get_sheet(key: str) -> Sheet:
    """The sheet with this key; raises ``KeyError``."""
    return _sheets[key]


def current(sheet: Sheet) -> Mapping[Key, Cells]:
    """The rows on record, by natural key: of statements with one key the latest."""
    rows: dict[Key, Cells] = {}
    for statement in in_order(statements(sheet).standing()):
        cells = row_of(sheet, statement)
        rows[tuple(cells[name] for name in sheet.natural_key)] = cells
    return dict(sorted(rows.items()))


def statements(sheet: Sheet) -> Any:
    """All statements of a sheet with everything its cells read: a fixed number of queries."""
    related = {"subject", *(path for cell in sheet.all_cells for path in cell.related)}
    beside = {name for cell in sheet.all_cells for name in cell.prefetch}
    rows = sheet.statement.objects.select_related(*sorted(related))
    return rows.prefetch_related(*sorted(beside))


def in_order(rows: Any) -> Any:
    """Statements so that of those with one key the last is the one that counts."""
    return rows.order_by("as_of", "ordinal", "pk")


def key_of(sheet: Sheet, statement: Any) -> Key:
    """The natural key of a statement's row."""
    shown, names = Shown(statement.subject, statement), sheet.natural_key
    cells = {cell.name: cell.show(shown) for cell in sheet.all_cells if cell.name in names}
    return tuple(cells[name] for name in names)


def row_of(sheet: Sheet, statement: Any) -> dict[str, str]:
    """A statement as the cells of its row."""
    shown = Shown(statement.subject, statement)
    return {cell.name: cell.show(shown) for cell in sheet.all_cells}


def check(sheet: Sheet, changes: Sequence[Change]) -> list[Fault]:
    """What no single cell shows: codes nobody knows, and the sheet's own rule."""
    codes = Codes(sheet.all_cells)
    found = []
    held: Mapping[Key, Record] | None = None
    made = {change.after.get("code", "") for change in changes} if sheet.new_records else set()
    for change in changes:
        cells = {**(change.before or {}), **change.after}
        for cell in sheet.all_cells:
            known = made if cell.model is sheet.record else frozenset[str]()
            for said in cell.unknown(cells.get(cell.name, ""), codes, known):
                found.append(Fault(change.line, cell.name, "unknown", said))
        if not sheet.new_records and change.before is None:
            held = _records(sheet) if held is None else held
            found.extend(_unknown_record(sheet, change, held))
    found = found or list(_fixed(sheet, changes))
    return found or list(sheet.rule(changes))


def _fixed(sheet: Sheet, changes: Sequence[Change]) -> Iterable[Fault]:
    """What is fixed when a record is first recorded stays so, whatever a later row says."""
    held = _records(sheet) if sheet.makes and changes else {}
    for change in changes:
        record = held.get(tuple(change.after.get(cell.name, "") for cell in sheet.finds))
        for cell in sheet.makes if record else ():
            fixed = cell.show(Shown(record, None))
            if change.after.get(cell.name, fixed) != fixed:
                said = f"This was fixed as “{fixed[:80]}” when {record} was first recorded."
                yield Fault(change.line, cell.name, "fixed", said)


def _unknown_record(sheet: Sheet, change: Change, held: Mapping[Key, Record]) -> Iterable[Fault]:
    key = tuple(change.after.get(cell.name, "") for cell in sheet.finds)
    if key not in held:
        said = (
            f"The register does not know “{', '.join(filter(None, key))[:80]}”. Bring it in first."
        )
        yield Fault(change.line, sheet.finds[0].name, "unknown", said)


def write(sheet: Sheet, by: Person, reason: str, changes: Sequence[Change]) -> list[Any]:
    """Record each row: a new record with its first statement, or a newer statement.

    Everything is read first and inserted in bulk; answers the statements in the order of the rows.
    """
    role = policies.check_can_import(by, sheet.permission)
    with recording(by=by, role=role) as record:
        return write_rows(sheet, by, record, reason, changes)


def write_rows(
    sheet: Sheet, by: Person, record: Any, reason: str, changes: Sequence[Change]
) -> list[Any]:
    """As :func:`write`, inside a recording the caller opened under its own right."""
    rows = [{**(change.before or {}), **change.after} for change in changes]
    codes = Codes(sheet.all_cells)
    subjects = _subjects(sheet, by, rows, codes)
    rivals = _rivals(sheet, {subject.pk for subject in subjects})
    citations = cite(rows, codes)
    made = []
    for change, cells, subject, place in zip(changes, rows, subjects, citations, strict=True):
        subject.version += 1
        draft = record.entry(
            "secretariat.row.recorded",
            subject,
            before=change.before or {},
            after=change.after,
            reason=reason,
        )
        statement = _statement(sheet, subject, cells, codes)
        statement.citation_id, statement.provenance = place, _provenance(by, subject, cells)
        statement.corrects = _corrected(sheet, rivals, subject, cells, statement.as_of)
        made.append(_state(sheet, draft, statement, cells, codes))
    return made


def _provenance(by: Person, subject: Record, cells: Cells) -> Provenance:
    """The layer of the record decides; a row cannot bring the demonstration into the record."""
    if subject.demonstration:
        return Provenance.DEMONSTRATION
    found = provenance_of_row(by, cells)
    if found is Provenance.DEMONSTRATION:
        said = "What is on record is never demonstration."
        raise Invalid(said, fields={"provenance": said})
    return found


def _state(sheet: Sheet, draft: Draft, statement: Any, cells: Cells, codes: Codes) -> Any:
    draft.state(statement)
    for part in sheet.parts(statement, cells, codes):
        draft.part(part)
    return statement


def _statement(sheet: Sheet, subject: Record, cells: Cells, codes: Codes) -> Any:
    values: dict[str, Any] = {}
    for cell in (*sheet.cells, *SOURCE_CELLS):
        values |= cell.write(cells.get(cell.name, ""), codes)
    statement = sheet.statement(subject=subject, **values)
    sheet.fill(statement)
    return statement


def _subjects(sheet: Sheet, by: Person, rows: Sequence[Cells], codes: Codes) -> list[Record]:
    """The record of each row, made where it is new; versions rise by the number of rows."""
    held = _records(sheet)
    new: dict[Key, Record] = {}
    keys = [tuple(cells.get(cell.name, "") for cell in sheet.finds) for cells in rows]
    for key, cells in zip(keys, rows, strict=True):
        if key not in held and key not in new:
            new[key] = _new_record(sheet, by, cells, codes)
    for key, record in new.items():
        codes.add(sheet.record, key[-1], record.pk)
    found = [held.get(key) or new[key] for key in keys]
    _check_layer(by, found)
    counts = Counter(record.pk for record in found)
    for record in new.values():
        record.version = counts[record.pk]
    sheet.record._default_manager.bulk_create(new.values(), batch_size=500)
    for record in new.values():
        record.version = 0
    _take(sheet, [record for record in held.values() if record.pk in counts], counts)
    return found


def _records(sheet: Sheet) -> dict[Key, Record]:
    cells = (*sheet.finds, *sheet.makes)
    related = [path.removeprefix("subject__") for cell in cells for path in cell.related]
    records = sheet.record._default_manager.select_related(*related)
    return {
        tuple(cell.show(Shown(record, None)) for cell in sheet.finds): record for record in records
    }


def _take(sheet: Sheet, records: list[Record], counts: Mapping[Any, int]) -> None:
    """Lock the records and raise each version by the number of its rows."""
    versions = take_all(sheet.record, [record.pk for record in records])
    for record in records:
        record.version = versions[record.pk] - 1
    for count in sorted({counts[record.pk] for record in records} - {1}):
        several = [record.pk for record in records if counts[record.pk] == count]
        rows = sheet.record._default_manager.filter(pk__in=several)
        rows.update(version=F("version") + (count - 1))


def _new_record(sheet: Sheet, by: Person, cells: Cells, codes: Codes) -> Record:
    if not sheet.new_records:
        first = sheet.finds[0].name
        said = f"The register does not know “{cells.get(first, '')[:80]}”."
        raise Invalid(said, fields={first: said})
    values: dict[str, Any] = {"demonstration": by.demonstration}
    for cell in (*sheet.finds, *sheet.makes):
        values |= cell.write(cells.get(cell.name, ""), codes)
    return sheet.record(**values)


def _check_layer(by: Person, records: Iterable[Record]) -> None:
    for record in records:
        if by.demonstration and not record.demonstration:
            raise Forbidden(f"{record} belongs to the record; demonstration cannot change it.")


def _rivals(sheet: Sheet, subjects: set[Any]) -> dict[tuple[Any, ...], Any]:
    """The standing statements a new one might correct, by subject, key and day."""
    rows = statements(sheet).standing()
    if len(subjects) <= FEW:
        rows = rows.filter(subject__in=subjects)
    found: dict[tuple[Any, ...], Any] = {}
    for statement in in_order(rows):
        cells = row_of(sheet, statement) if sheet.within else {}
        key = tuple(cells[name] for name in sheet.within)
        found[(statement.subject_id, key, statement.as_of)] = statement
        found[(statement.subject_id, key, None)] = statement
    return found


def _corrected(
    sheet: Sheet, rivals: dict[tuple[Any, ...], Any], subject: Record, cells: Cells, day: date
) -> Any:
    key = tuple(cells.get(name, "") for name in sheet.within)
    return rivals.pop((subject.pk, key, None if sheet.restates else day), None)


def find_record(sheet: Sheet, key: Key) -> Any:
    """The record a key speaks of; ``None`` when there is none."""
    return _records(sheet).get(key[: len(sheet.finds)])


def find_statement(sheet: Sheet, key: Key) -> Any:
    """The latest standing statement with this natural key; ``None`` when there is none."""
    record = find_record(sheet, key)
    if record is None:
        return None
    said = in_order(statements(sheet).standing().filter(subject=record))
    found = [statement for statement in said if key_of(sheet, statement) == key]
    return found[-1] if found else None


def withdraw_row(sheet: Sheet, by: Person, key: Key, reason: str) -> None:
    """Withdraw what stands under this key, by a correction without a value.

    An earlier statement with the same key, where there is one, stands again.
    """
    role = policies.check_can_import(by, sheet.permission)
    reason = clean_prose(reason, field="reason")
    if not reason:
        raise Invalid(fields={"reason": "Say why the row is withdrawn."})
    with recording(by=by, role=role) as record:
        statement = find_statement(sheet, key)
        if statement is None:
            raise Invalid("There is no such row.")
        subject = statement.subject
        _check_layer(by, [subject])
        subject.version = take_all(sheet.record, [subject.pk])[subject.pk]
        before = row_of(sheet, statement)
        draft = record.entry("secretariat.row.withdrawn", subject, before=before, reason=reason)
        gone = _statement(sheet, subject, before, Codes(sheet.all_cells))
        gone.corrects, gone.withdrawn = statement, True
        gone.citation_id, gone.provenance = statement.citation_id, statement.provenance
        draft.state(gone)
