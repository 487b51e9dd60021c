"""Pairs of calls, ours against a floor, in one process and one round."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

Call = Callable[[], Any]


@dataclass(frozen=True)
class Pair:
    """Ours and the floor's way to the same answer, with the ratio aimed at."""

    name: str
    ours: Call
    floor: Call
    aim: float | None = None
    repeats: int | None = None


@dataclass
class Result:
    """What was found about a pair."""

    pair: Pair
    statements: tuple[int, int] = (0, 0)
    failure: str = ""
    ratios: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.ratios)

    def line(self) -> str:
        """The result as a line of the table."""
        if self.failure:
            return f"{self.pair.name:<64} FAILED: {self.failure}"
        aim = self.pair.aim
        verdict = "" if aim is None else "met" if self.ratio <= aim else "MISSED"
        spread = f"{min(self.ratios):.2f}-{max(self.ratios):.2f}"
        return (
            f"{self.pair.name:<64} {self.statements[0]:>4} :{self.statements[1]:>3}"
            f" {1000 * statistics.median(self.ours):>9.1f}"
            f" {1000 * statistics.median(self.floor):>8.1f}"
            f" {self.ratio:>7.2f}  {spread:<12} {aim or '':<4} {verdict}"
        )


HEAD = (
    f"{'ours : floor':<64} {'stmts':>9} {'ours ms':>9} {'floor':>8} {'ratio':>7}  "
    f"{'spread':<12} aim"
)


def statements(call: Call) -> list[str]:
    """The statements that a call sends."""
    with CaptureQueriesContext(connection) as caught:
        call()
    sent = [query["sql"] for query in caught.captured_queries]
    return [sql for sql in sent if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]


def compare(pairs: Sequence[Pair], *, rounds: int, repeats: int) -> list[Result]:
    """Each round runs every pair, call by call in turn; the order turns from round to round."""
    results = [_warmed(pair) for pair in pairs]
    for turn in range(rounds):
        running = [result for result in results if not result.failure]
        for result in running if turn % 2 == 0 else reversed(running):
            _round(result, result.pair.repeats or repeats, turn)
    return results


def _warmed(pair: Pair) -> Result:
    try:
        pair.ours(), pair.floor()
    except (DatabaseError, AssertionError) as failure:
        return Result(
            pair, failure=f"{type(failure).__name__}: {failure}".strip().splitlines()[0][:120]
        )
    return Result(pair, (len(statements(pair.ours)), len(statements(pair.floor))))


def _round(result: Result, repeats: int, turn: int) -> None:
    """Seconds of both sides in one round, as medians, and their ratio."""
    ours, floor = [], []
    for n in range(repeats):
        sides = [(ours, result.pair.ours), (floor, result.pair.floor)]
        for taken, call in sides if (n + turn) % 2 == 0 else reversed(sides):
            taken.append(seconds(call))
    mine, theirs = statistics.median(ours), statistics.median(floor)
    result.ours.append(mine)
    result.floor.append(theirs)
    result.ratios.append(mine / theirs)


def seconds(call: Call) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
