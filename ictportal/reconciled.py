"""Printed numbers beside computed ones, as page, files and interface list them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ledger.importing.cells import as_text
from ledger.moments import Moment
from secretariat.reconciliation import OUTCOMES, Line, narrowed, reconcile, symbol_of
from secretariat.sheets import get_sheet, row_of

SHEET = "printed_figures"
#: What a file or an answer adds to the columns of the import.
COMPUTED = ("name", "computed", "difference", "outcome", "cannot_compute_because", "id")
ORDER = ("differs", "cannot", "by_construction", "matches")


@dataclass(frozen=True)
class Reconciled:
    """The printed numbers of a layer at a moment, and those of them that were asked for."""

    viewer: Any
    moment: Moment
    demonstration: bool
    asked: Mapping[str, str]

    @cached_property
    def everything(self) -> list[Line]:
        """Every line, open work first: unexplained differences, then the others by outcome."""
        lines = reconcile(self.viewer, self.moment, demonstration=self.demonstration)
        return sorted(lines, key=lambda one: (not one.is_unexplained, ORDER.index(one.outcome)))

    @cached_property
    def lines(self) -> list[Line]:
        """The lines asked for; raises ``Invalid`` naming a filter that is no good."""
        return narrowed(self.everything, self.asked)

    def but(self, name: str) -> list[Line]:
        """The lines that meet all the filters asked for but this one."""
        return narrowed(self.everything, {k: v for k, v in self.asked.items() if k != name})

    @property
    def counts(self) -> dict[str, int]:
        """How many lines each outcome has, under the other filters."""
        rest = {k: v for k, v in self.asked.items() if k not in {"outcome", "explained"}}
        found = [line.outcome for line in narrowed(self.everything, rest)]
        return {outcome: found.count(outcome) for outcome in OUTCOMES}

    @property
    def unexplained(self) -> int:
        """How many differ without an explanation, in the document asked for."""
        rest = {k: v for k, v in self.asked.items() if k not in {"outcome", "explained"}}
        return len(narrowed(self.everything, {**rest, "explained": "no"}))

    @property
    def documents(self) -> list[tuple[str, int]]:
        """The documents that print the numbers, with how many of each meet the other filters."""
        found = [symbol_of(line) for line in self.but("document")]
        return [(symbol, found.count(symbol)) for symbol in sorted(set(found) - {""})]


def columns() -> list[str]:
    """The columns of the import, then what is computed."""
    return [*(cell.name for cell in get_sheet(SHEET).all_cells), *COMPUTED]


def cells_of(line: Line) -> list[str]:
    """A line as the cells of a file."""
    said = [
        line.name,
        as_text(line.computed),
        as_text(line.gap),
        line.outcome,
        line.why,
        str(line.printed.subject_id),
    ]
    return [*row_of(get_sheet(SHEET), line.printed).values(), *said]
