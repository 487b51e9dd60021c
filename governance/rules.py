"""Rules that several doors share: pages, API and imports refuse with the same sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from governance.lifecycle import Cadence

MOST_WEEKS = 52
MOST_A_YEAR = 366
QUARTER_DAYS = 90


@dataclass(frozen=True)
class Life:
    """The first and the last day of a body, as far as they are known."""

    first: date | None = None
    last: date | None = None


def outside_life(life: Life, day: date) -> str:
    """Why a body cannot have met on a day; empty when it can."""
    if life.first and day < life.first:
        return (
            f"The body was established on {life.first.isoformat()}; it did not exist on this day."
        )
    if life.last and day > life.last:
        return f"The body ended on {life.last.isoformat()}; it did not exist on this day."
    return ""


def cadence_fault(cadence: str, number: int, first: date, last: date | None) -> str:
    """Why a cadence rule cannot be met; empty when it can."""
    if cadence == Cadence.EVERY_WEEKS and not 1 <= number <= MOST_WEEKS:
        return f"Write a number of weeks from 1 to {MOST_WEEKS}."
    if cadence == Cadence.PER_YEAR and not 1 <= number <= MOST_A_YEAR:
        return f"A body cannot meet more than {MOST_A_YEAR} times a year, and not less than once."
    if cadence not in {Cadence.EVERY_WEEKS, Cadence.PER_YEAR} and number != 1:
        return "Only *so many times a year* and *every so many weeks* take a number."
    if last is None:
        return ""
    return _too_short(cadence, number, (last - first).days + 1)


def _too_short(cadence: str, number: int, length: int) -> str:
    shortest = {Cadence.EVERY_WEEKS: 7 * number, Cadence.QUARTERLY: QUARTER_DAYS}
    if length < shortest.get(Cadence(cadence), 0):
        return "These terms end before a single meeting of this cadence falls due."
    return ""


@dataclass(frozen=True)
class Stretch:
    """Terms of reference by code, from a day to a day or without end."""

    code: str
    first: date
    last: date | None


def overlap(stretches: Iterable[Stretch]) -> tuple[Stretch, Stretch] | None:
    """Two stretches that share a day, the later first; ``None`` when there are none."""
    ordered = sorted(stretches, key=lambda one: (one.first, one.code))
    for earlier, later in pairwise(ordered):
        if earlier.last is None or later.first <= earlier.last:
            return later, earlier
    return None


def overlap_said(later: Stretch, earlier: Stretch) -> str:
    """The sentence that refuses overlapping terms."""
    end = (later.first - timedelta(days=1)).isoformat()
    return (
        f"From {later.first.isoformat()} on, {earlier.code} is in force too. "
        f"End {earlier.code} on {end} first, or choose a later day."
    )


def supersession_fault(code: str, supersedes: str, known: Mapping[str, str]) -> str:
    """Why a decision cannot replace another; empty when it can.

    ``known`` says of each decision by code which one it replaces, the one in question left out.
    """
    if code == supersedes:
        return "A decision cannot supersede itself."
    other = next((one for one, replaced in known.items() if replaced == supersedes), None)
    if other is not None:
        return f"{supersedes} is superseded by {other} already."
    if code in _line_back(supersedes, known):
        return f"{supersedes} goes back to {code} itself: decisions cannot supersede in a circle."
    return ""


def _line_back(code: str, known: Mapping[str, str]) -> set[str]:
    """The decisions that a decision replaced, one after the other."""
    seen: set[str] = set()
    while (code := known.get(code, "")) and code not in seen:
        seen.add(code)
    return seen
