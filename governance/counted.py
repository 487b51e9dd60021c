"""The rows behind the number of meetings: those that count as held, and those expected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.cadence import Expected, Outcome
from governance.figures.bodies import TOLD, is_demonstration, performances
from governance.filters.bodies import CountedFilter
from governance.models import MeetingParticulars
from governance.performance import Performance
from governance.policies import current
from ledger.moments import Moment
from projects import filters


@dataclass(frozen=True)
class CountedRow:
    """A meeting held, a count of meetings without days, or an expected meeting.

    ``stands_for`` is how many meetings the row stands for: the number of a count, otherwise one.
    ``said`` is the statement it is read from, where there is one.
    """

    did: Performance
    said: Any = None
    day: date | None = None
    code: str = ""
    expected: Expected | None = None
    stands_for: int = 1


def counted_rows(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> list[CountedRow]:
    """The rows that ``governance.meetings`` counts, by body and day; with ``outcome`` of its parts.

    Raises ``Invalid`` for an unknown parameter, body, period or outcome.
    """
    filters.apply(CountedFilter, MeetingParticulars.objects.none(), parameters, moment)
    outcome = Outcome(parameters["outcome"]) if "outcome" in parameters else None
    asked = {name: value for name, value in parameters.items() if name != "outcome"}
    found = performances(viewer, moment, asked)
    chosen = [did for did in found if did.status in TOLD or "body" in asked]
    if outcome is not None:
        return [row for did in chosen for row in _expected(did, outcome)]
    meetings = _meetings(viewer, moment, asked, chosen)
    return [row for did in chosen for row in _held(did, meetings)]


def _expected(did: Performance, outcome: Outcome) -> Iterator[CountedRow]:
    for one in did.expected:
        if one.outcome is outcome:
            held = one.gathering
            yield CountedRow(
                did,
                day=held.day if held else None,
                code=held.key if held else "",
                expected=one,
            )


def _held(did: Performance, meetings: Mapping[str, MeetingParticulars]) -> Iterator[CountedRow]:
    """The count where a source gives one for the period, else each meeting on record in it."""
    if did.count is not None:
        if did.count.count:
            yield CountedRow(did, said=did.count, stands_for=did.count.count)
        return
    until = min(did.period.last, did.known.as_of)
    for one in did.known.gatherings:
        if did.period.first <= one.day <= until:
            yield CountedRow(did, said=meetings.get(one.key), day=one.day, code=one.key)


def _meetings(
    viewer: Any, moment: Moment, asked: Mapping[str, str], chosen: list[Performance]
) -> dict[str, MeetingParticulars]:
    """The meetings of these bodies by code: one statement."""
    bodies = [did.body.pk for did in chosen]
    rows = current(viewer, MeetingParticulars, moment, demonstration=is_demonstration(asked))
    joined = rows.filter(subject__body__in=bodies).select_related(
        "subject", "into", "citation__document"
    )
    return {row.subject.code: row for row in joined}


def total(rows: list[CountedRow]) -> int:
    """How many meetings the rows stand for."""
    return sum(row.stands_for for row in rows)
