"""What the sheets of the portfolio share."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ledger import days
from ledger.importing.kinds import Cells, Change
from ledger.importing.reading import Fault
from secretariat import cells
from secretariat.cells import Cell
from secretariat.roles import Permission

KEEP = Permission.KEEP_PORTFOLIO


def clean_as_of(text: str) -> str:
    """A period that has ended."""
    found = days.parse_period(text)
    if found.last > days.today():
        raise ValueError(f"{text} has not ended yet.")
    return days.period_text(found.last, found.precision)


def _as_of() -> Cell:
    made = cells.period("as_of", "the day it speaks for", required=True)
    return Cell(**{**made.__dict__, "clean": clean_as_of})


AS_OF = _as_of()
NAME = cells.text("name", "name", required=True)
NAME_ZH = cells.text("name_zh", "Chinese name")


def merged(change: Change) -> Cells:
    """The row as it will stand."""
    return {**(change.before or {}), **change.after}


def in_order(first: str, last: str, said: str) -> Any:
    """A rule: one quarter is not after the other."""

    def rule(changes: Sequence[Change]) -> Iterable[Fault]:
        for change in changes:
            row = merged(change)
            if row[first] and row[last] and row[first] > row[last]:
                yield Fault(change.line, last, "order", said)

    return rule


def held(model: Any, name: str = "code", *values: str) -> Mapping[str, tuple[Any, ...]]:
    """Values of a model's rows by code, for a rule that looks at other rows."""
    rows = model.objects.values_list(name, *values)
    return {row[0]: tuple(row[1:]) for row in rows}
