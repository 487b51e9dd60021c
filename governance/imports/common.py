"""What the sheets of governance share."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger import days
from ledger.importing.kinds import Change
from ledger.importing.reading import Fault
from projects.imports.common import AS_OF, NAME, NAME_ZH, merged
from secretariat import cells
from secretariat.cells import Cell
from secretariat.roles import Permission

KEEP = Permission.KEEP_GOVERNANCE
NOTHING_AFTER = "The last day lies before the first."


def the(name: str, what: str) -> Cell:
    """The record a row speaks about, by its code."""
    return cells.text(name, f"code of the {what}", attribute="code", on_record=True, required=True)


def last_day(text: str) -> date | None:
    """The last day of a cell that may hold a year, quarter, month or day."""
    return days.parse_period(text).last if text else None


def days_in_order(first: str, last: str) -> Any:
    """A rule: of two cells with a day the second is not before the first."""

    def rule(changes: Sequence[Change]) -> Iterable[Fault]:
        for change in changes:
            row = merged(change)
            begins, ends = last_day(row.get(first, "")), last_day(row.get(last, ""))
            if begins and ends and begins > ends:
                yield Fault(change.line, last, "order", NOTHING_AFTER)

    return rule


def both(*rules: Any) -> Any:
    """Several rules as one."""

    def rule(changes: Sequence[Change]) -> Iterable[Fault]:
        for each in rules:
            yield from each(changes)

    return rule


def codes_of(model: Any, *values: str) -> Mapping[str, tuple[Any, ...]]:
    """Values of a model's records by code."""
    return {row[0]: tuple(row[1:]) for row in model.objects.values_list("code", *values)}


__all__ = [
    "AS_OF",
    "KEEP",
    "NAME",
    "NAME_ZH",
    "Fault",
    "both",
    "codes_of",
    "days_in_order",
    "last_day",
    "merged",
    "the",
]
