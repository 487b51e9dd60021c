"""Reference data: one shape for every kind that is a record with one current statement.

A kind says how its rows read now, how a row finds or makes its record, and how it becomes a
statement. Everything else (history, correction of the same day, layers) is the same for all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.errors import Forbidden, Invalid
from ledger.history import declare_kinds, recording, take
from ledger.importing.cells import as_date
from ledger.importing.kinds import Cells, Change, Column, ImportKind, Key
from ledger.models import Record, Statement
from secretariat import policies
from secretariat.models import Citation, Document, Person, Provenance
from secretariat.roles import Permission, Role
from secretariat.symbols import normal

declare_kinds({"secretariat.reference.loaded": "recorded reference data"})

Current = Callable[[], Mapping[Key, Cells]]
FindRecord = Callable[[Cells, bool], tuple[Record, bool]]
MakeStatement = Callable[[Any, Cells], Statement | None]


@dataclass(frozen=True)
class Reference:
    """How one kind of reference data is read and written."""

    record: FindRecord
    statement: MakeStatement


def symbol(text: str) -> str:
    """A document symbol in its normal form."""
    return normal(text)


SOURCE = (
    Column("document", "symbol of the document that says so", clean=symbol),
    Column("locator", "paragraph, table or annex in it"),
)


def kind(
    key: str,
    name: str,
    columns: Sequence[Column],
    natural_key: Sequence[str],
    current: Current,
    reference: Reference,
) -> ImportKind:
    """A kind of import of reference data; the administrator may bring it in."""
    return ImportKind(
        key=key,
        name=name,
        columns=columns,
        natural_key=natural_key,
        permission=Permission.IMPORT_REFERENCE,
        current=current,
        write=lambda by, reason, changes: write(reference, by, reason, changes),
    )


def write(reference: Reference, by: Any, reason: str, changes: Sequence[Change]) -> None:
    """Record each row: a new record with its first statement, or a newer statement."""
    role = policies.check_can_import(by, Permission.IMPORT_REFERENCE)
    with recording(by=by, role=role) as record:
        for change in changes:
            _write_row(reference, by, role, record, change, reason)


def _write_row(
    reference: Reference, by: Person, role: Role, record: Any, change: Change, reason: str
) -> None:
    cells = {**(change.before or {}), **change.after}
    subject, is_new = reference.record(cells, by.demonstration)
    if by.demonstration and not subject.demonstration:
        raise Forbidden(f"{change.key[0]} belongs to the record; demonstration cannot change it.")
    if is_new:
        subject.save(force_insert=True)
    else:
        take(subject)
    draft = record.entry(
        "secretariat.reference.loaded",
        subject,
        before=change.before or {},
        after=change.after,
        reason=reason,
    )
    statement = reference.statement(subject, cells)
    if statement is not None:
        if hasattr(statement, "provenance"):
            statement.provenance = provenance_of_row(by, cells)
        _correct_same_day(statement, is_new)
        draft.state(statement)


def _correct_same_day(statement: Statement, is_new: bool) -> None:
    """A second statement of one day corrects the first: a day has one."""
    if is_new:
        return
    model = type(statement)
    subject = {"subject": statement.subject}  # type: ignore[attr-defined]
    held = model._default_manager.filter(**subject, as_of=statement.as_of).standing()
    statement.corrects = held.order_by("-ordinal").first()


def provenance_of_row(by: Person, cells: Cells) -> Provenance:
    """The layer a row claims; without one, documented where it is cited and entered where not."""
    if by.demonstration:
        return Provenance.DEMONSTRATION
    if cells.get("provenance"):
        return Provenance(cells["provenance"])
    return Provenance.DOCUMENTED if cells.get("document") else Provenance.ENTERED


def citation(cells: Cells, *, printed: str = "") -> Citation | None:
    """The citation a row names; raises ``Invalid`` for a document the register does not know."""
    if not cells.get("document"):
        return None
    found, _ = Citation.objects.get_or_create(
        document=document(cells["document"]),
        locator=cells.get("locator", ""),
        value_as_printed=printed,
    )
    return found


def document(text: str) -> Document:
    """The document with this symbol."""
    found = Document.objects.filter(symbol=text).first()
    if found is None:
        said = f"The register does not know the document {text}. Bring it in first."
        raise Invalid(said, fields={"document": said})
    return found


def cited(statement: Any) -> dict[str, str]:
    """The two source columns of a statement."""
    place = statement.citation
    return {
        "document": place.document.symbol if place else "",
        "locator": place.locator if place else "",
    }


def source_date(cells: Cells, name: str = "as_of") -> Any:
    """The day a row speaks for; raises ``Invalid`` when it names none."""
    day = as_date(cells.get(name, ""))
    if day is None:
        raise Invalid(f"The row needs {name}.", fields={name: "This cell cannot be empty."})
    return day
