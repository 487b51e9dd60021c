"""What can be imported: each kind names its columns, its natural key, and the action that writes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.importing.reading import Fault

Cells = Mapping[str, str]
Key = tuple[str, ...]
Clean = Callable[[str], str]


def as_written(text: str) -> str:
    """A cell that needs no cleaning."""
    return text


@dataclass(frozen=True)
class Column:
    """A column: its name in the file, what it means, and how a cell is brought to one form.

    ``clean`` raises ``ValueError`` (or a ``DomainError``) with a sentence for the person. A
    ``read_only`` column stands in exports and is passed over when the file comes back. An
    ``identity`` column, such as the id, may be left empty.
    """

    name: str
    help: str
    required: bool = False
    clean: Clean = as_written
    read_only: bool = False
    identity: bool = False


@dataclass(frozen=True)
class Change:
    """One row that would change the record: ``before`` is ``None`` for a new one."""

    line: int
    key: Key
    before: Cells | None
    after: Cells

    @property
    def changed_columns(self) -> list[str]:
        """The columns whose cell differs."""
        before = self.before or {}
        return [name for name, cell in self.after.items() if before.get(name, "") != cell]


@dataclass(frozen=True)
class ImportKind:
    """A kind of import. Its export has the same columns, so that a file goes round.

    ``current`` answers the rows now on record, by natural key; ``check`` finds what no single
    cell shows (a second lead, an unknown entity); ``write`` calls the actions. Where
    ``second_person`` names a right, somebody else who holds it must apply the file.
    """

    key: str
    name: str
    columns: Sequence[Column]
    natural_key: Sequence[str]
    permission: str
    current: Callable[[], Mapping[Key, Cells]]
    write: Callable[[Any, str, Sequence[Change]], None]
    check: Callable[[Sequence[Change]], Sequence[Fault]] = field(default=lambda changes: [])
    changeable: bool = True
    second_person: str = ""

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> list[str]:
        """The names of the columns a file may have, in the order of an export."""
        return [column.name for column in self.columns]

    @property
    def exported(self) -> list[str]:
        """The names of the columns that say something of their own."""
        return [column.name for column in self.columns if not column.read_only]


_kinds: dict[str, ImportKind] = {}


def declare(kind: ImportKind) -> ImportKind:
    """Add a kind to the register; a key is declared once."""
    if kind.key in _kinds:
        raise ValueError(f"The import {kind.key} is declared twice.")
    _kinds[kind.key] = kind
    return kind


def all_kinds() -> list[ImportKind]:
    """Every kind, in order of declaration."""
    return list(_kinds.values())


def get(key: str) -> ImportKind:
    """The kind with this key; raises ``KeyError``."""
    return _kinds[key]


def export_rows(kind: ImportKind) -> list[list[Any]]:
    """All rows of a kind now on record, in the columns an import reads."""
    return [[row.get(name, "") for name in kind.exported] for row in kind.current().values()]
