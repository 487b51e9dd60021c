"""A list as plain data: what it is called, which rows it has, and what each says under its headings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ledger.moments import Moment
from secretariat.access import may
from secretariat.models import Provenance
from secretariat.roles import Permission

#: What one cell says of a row; :func:`text` writes it.
Cell = Callable[[Any], object]


@dataclass(frozen=True)
class Rows:
    """The rows behind a number.

    ``lines`` are the cells of each row by its stable id, in the order of the list; ``total`` is
    how many the rows stand for, which is more than there are where a source gives only a count.
    """

    title: str
    columns: tuple[str, ...]
    lines: Mapping[str, tuple[str, ...]]
    total: int


@dataclass(frozen=True)
class Sought:
    """Which rows of a list are meant: what the viewer sees of one layer at a moment, filtered.

    ``read`` holds the rows of the list at the moment that were read before, by id.
    """

    viewer: Any
    moment: Moment
    demonstration: bool
    given: Mapping[str, str]
    read: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def layer(self) -> dict[str, bool]:
        """The layer, as the queries of the domains take it."""
        return {"demonstration": self.demonstration}

    @property
    def parameters(self) -> dict[str, str]:
        """The filters with the layer among them, as figures take it."""
        chosen = {"provenance": Provenance.DEMONSTRATION.value} if self.demonstration else {}
        return {**self.given, **chosen}

    @property
    def may_read(self) -> bool:
        """Whether the viewer may see what is open to everybody who reads the register."""
        return may(self.viewer, Permission.READ_REGISTER)


@dataclass(frozen=True)
class Listed:
    """A list: its title, what finds its rows, their stable id, and their headed cells.

    ``find`` raises ``Invalid`` for a filter the list does not know.
    """

    title: Any
    find: Callable[[Sought], Iterable[Any]]
    key: Cell
    columns: tuple[tuple[Any, Cell], ...]
    total: Callable[[Sequence[Any]], int] = len

    def rows(self, sought: Sought) -> Rows:
        """Its rows."""
        found = list(self.find(sought))
        return Rows(
            title=str(self.title),
            columns=tuple(str(heading) for heading, _cell in self.columns),
            lines={str(self.key(row)): self._cells(row) for row in found},
            total=self.total(found),
        )

    def _cells(self, row: Any) -> tuple[str, ...]:
        return tuple(text(cell(row)) for _heading, cell in self.columns)


# --- how cells are written -----------------------------------------------------------------------
def text(value: object) -> str:
    """A value in words: 31 December 2018, yes or no, nothing for ``None``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value)


def word(name: str) -> Cell:
    """The declared word that a field of the row holds, as it is read."""
    return lambda row: capfirst(str(getattr(row, f"get_{name}_display")()))


def provenance(value: str) -> str:
    """The layer a statement is of, in words."""
    return capfirst(str(Provenance(value).label)) if value else ""


def source(said: Any) -> str:
    """Symbol and place of the document a statement rests on; empty where it cites none."""
    return str(said.citation) if said is not None and said.citation else ""


def code_of(record: Any) -> str:
    """The code of a record that need not be there."""
    return str(record.code) if record else ""
