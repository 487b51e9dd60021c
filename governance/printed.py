"""The rows behind totals of a round that a document prints without names."""

from collections.abc import Collection
from dataclasses import dataclass

from governance.certification import RoundState, Share

FORMS = ("complete", "none")
COVERED = ("yes", "no")


@dataclass(frozen=True)
class PrintedRow:
    """So many entities or policies of a round, known by their number alone.

    ``word`` is the value of the filter that narrows to them: the state of the form, or covered.
    """

    state: RoundState
    word: str
    number: int


def printed_forms(state: RoundState, words: Collection[str] = ()) -> list[PrintedRow]:
    """The entities of a round that are counted and not named, by the state of their form.

    Empty for a round whose entities are known by name. ``words`` narrows, all without it.
    """
    if state.is_known_by_name or not state.response.printed:
        return []
    return _rows(state, state.response, FORMS, words)


def printed_policies(state: RoundState, words: Collection[str] = ()) -> list[PrintedRow]:
    """The policies of a round that are counted and not named, by whether it asks about them."""
    if not state.coverage.printed:
        return []
    return _rows(state, state.coverage, COVERED, words)


def _rows(
    state: RoundState, share: Share, names: tuple[str, str], words: Collection[str]
) -> list[PrintedRow]:
    numbers = (share.numerator, share.denominator - share.numerator)
    return [
        PrintedRow(state, name, number)
        for name, number in zip(names, numbers, strict=True)
        if not words or name in words
    ]


def total(rows: list[PrintedRow]) -> int:
    """How many entities or policies the rows stand for."""
    return sum(row.number for row in rows)
