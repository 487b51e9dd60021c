"""Whether a body met as often as its terms of reference say: expected meetings and their outcomes.

The rules come from A/74/588 para 14 (at least once a year; every six weeks, which is 8 full
intervals in 2018) and A/69/517 paras 47-48 (at least yearly; quarterly). Only full intervals
require a meeting. A period has ended on its last day, the end of that day counting.
"""

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from operator import attrgetter

from governance.lifecycle import Cadence
from ledger import days

ONE_DAY = timedelta(days=1)


#: The rules: how often terms of reference say that a body meets.
Rule = Cadence


@dataclass(frozen=True)
class Span:
    """The days, both ends included, in which one rule was in force for a body.

    ``n``, from 1 up, is the meetings in a calendar year (``PER_YEAR``) or the weeks from one to
    the next (``EVERY_WEEKS``); other rules do not use it. Spans of one body never overlap.
    """

    first: date
    last: date
    rule: Rule
    n: int = 1


@dataclass(frozen=True, order=True)
class Gathering:
    """A meeting that counts as held, and the key of its row."""

    day: date
    key: str


@dataclass(frozen=True)
class Slot:
    """One expected meeting: the days, both ends included, on one of which it has to be held.

    Where several are expected in the same days, this one is ``number`` (from 1) ``of`` them.
    """

    first: date
    last: date
    rule: Rule
    of: int = 1
    number: int = 1


class Outcome(StrEnum):
    """What became of an expected meeting; ``OPEN`` is not yet due."""

    MET = "met"
    LATE = "late"
    MISSED = "missed"
    OPEN = "open"


@dataclass(frozen=True)
class Expected:
    """An expected meeting, its outcome, and the meeting that served it, in time or late."""

    slot: Slot
    outcome: Outcome
    gathering: Gathering | None


def slots(
    spans: Sequence[Span], first: date, last: date, sessions: Sequence[date] = ()
) -> list[Slot]:
    """The expected meetings whose last day lies in ``first`` to ``last``, in order of days.

    ``sessions`` are the first days of the Assembly's sessions, in order.
    """
    years = range(first.year, last.year + 1)
    found = (slot for span in spans for slot in _of_span(span, years, sessions))
    within = (slot for slot in found if first <= slot.last <= last)
    return sorted(within, key=attrgetter("first", "last", "number"))


def _of_span(span: Span, years: range, sessions: Sequence[date]) -> Iterator[Slot]:
    if span.rule is Rule.BEFORE_SESSION:
        yield from _before_sessions(span, sessions)
    elif span.rule in _IN_A_YEAR:
        for year in years:
            first, last = max(span.first, date(year, 1, 1)), min(span.last, date(year, 12, 31))
            if first <= last:
                yield from _IN_A_YEAR[span.rule](replace(span, first=first, last=last))


def _share_of_year(part: Span) -> Iterator[Slot]:
    """As many as the covered days are of the year, rounded down: 4 from 1 July on make 2."""
    need = part.n * _length(part) // (366 if calendar.isleap(part.first.year) else 365)
    for number in range(1, need + 1):
        yield Slot(part.first, part.last, part.rule, need, number)


def _whole_intervals(part: Span) -> Iterator[Slot]:
    """The intervals of ``n`` weeks that fit, counted from the first day of the part."""
    interval = timedelta(weeks=part.n)
    for number in range(_length(part) // interval.days):
        first = part.first + number * interval
        yield Slot(first, first + interval - ONE_DAY, part.rule)


def _whole_quarters(part: Span) -> Iterator[Slot]:
    """The calendar quarters of which no day is missing."""
    for number in range(1, 5):
        quarter = days.parse_quarter(f"{part.first.year}-Q{number}")
        if part.first <= quarter.first and quarter.last <= part.last:
            yield Slot(quarter.first, quarter.last, part.rule)


def _before_sessions(span: Span, sessions: Sequence[date]) -> Iterator[Slot]:
    """From the start of the previous session, where one is known, to the eve of the next."""
    for previous, start in pairwise([span.first, *sessions]):
        first, last = max(previous, span.first), start - ONE_DAY
        if first <= last <= span.last:
            yield Slot(first, last, span.rule)


#: What a rule expects of the part of a span that lies in one calendar year.
_IN_A_YEAR: Mapping[Rule, Callable[[Span], Iterator[Slot]]] = {
    Rule.PER_YEAR: _share_of_year,
    Rule.EVERY_WEEKS: _whole_intervals,
    Rule.QUARTERLY: _whole_quarters,
}


def _length(part: Span) -> int:
    return (part.last - part.first).days + 1


def required(spans: Sequence[Span], first: date, last: date, sessions: Sequence[date] = ()) -> int:
    """How many meetings were due by days from ``first`` to ``last``."""
    return len(slots(spans, first, last, sessions))


def judge(slots: Sequence[Slot], gatherings: Sequence[Gathering], as_of: date) -> list[Expected]:
    """What became of each expected meeting of one body, by the end of ``as_of``.

    ``slots`` in the order of :func:`slots`. Each meeting serves one of them at most. An expected
    meeting that is not held in its days is late when the days of the next one hold a meeting too
    many; so whether the last of ``slots`` is late shows only with those of the period after it.
    """
    unused = sorted(gathering for gathering in gatherings if gathering.day <= as_of)
    served = [_take(unused, slot) for slot in slots]
    return [
        Expected(slot, Outcome.MET, own) if own else _unmet(slot, slots[place:], unused, as_of)
        for place, (slot, own) in enumerate(zip(slots, served, strict=True))
    ]


def _unmet(slot: Slot, rest: Sequence[Slot], unused: list[Gathering], as_of: date) -> Expected:
    if slot.last > as_of:
        return Expected(slot, Outcome.OPEN, None)
    following = next((later for later in rest if later.first > slot.first), None)
    surplus = _take(unused, following) if following else None
    return Expected(slot, Outcome.LATE if surplus else Outcome.MISSED, surplus)


def _take(unused: list[Gathering], slot: Slot) -> Gathering | None:
    """The earliest meeting in the days of the slot, which is then no longer unused."""
    found = next((one for one in unused if slot.first <= one.day <= slot.last), None)
    if found:
        unused.remove(found)
    return found


def held(gatherings: Sequence[Gathering], first: date, last: date, as_of: date) -> int:
    """How many meetings were held from ``first`` to ``last``, up to ``as_of``."""
    return sum(first <= gathering.day <= min(last, as_of) for gathering in gatherings)


def longest_gap(
    gatherings: Sequence[Gathering], first: date, last: date, as_of: date
) -> int | None:
    """The most days from one meeting to the next, or to the end, that ran out in the period.

    The end is ``last`` or ``as_of``, the earlier. The meeting before ``first`` counts as a
    beginning; the time before the first meeting of all does not. ``None`` without any meeting.
    """
    end = min(last, as_of)
    met_on = sorted(gathering.day for gathering in gatherings if gathering.day <= end)
    stretches = pairwise([*met_on, end])
    return max(
        ((after - before).days for before, after in stretches if after >= first), default=None
    )


def next_due(
    spans: Sequence[Span],
    gatherings: Sequence[Gathering],
    as_of: date,
    sessions: Sequence[date] = (),
) -> date | None:
    """The day by which the next meeting is due under the rule in force on ``as_of``.

    Only a rule in weeks can give a day before ``as_of``: the meeting is then overdue. On the last
    day of a quarter or year that one is judged already, so the one after it is due. ``None`` when
    no rule is in force, the rule names no time, or the calendar knows no further session.
    """
    span = next((span for span in spans if span.first <= as_of <= span.last), None)
    met_on = [gathering.day for gathering in gatherings if gathering.day <= as_of]
    if span is None:
        return None
    if span.rule is Rule.EVERY_WEEKS:
        return max([span.first, *met_on]) + timedelta(weeks=span.n)
    if span.rule is Rule.QUARTERLY:
        return _quarter_due(met_on, as_of)
    if span.rule is Rule.PER_YEAR:
        return _year_due(span, met_on, as_of)
    if span.rule is Rule.BEFORE_SESSION:
        return _session_due(span, met_on, as_of, sessions)
    return None


def _quarter_due(met_on: Sequence[date], as_of: date) -> date:
    number = days.quarter_number_of(as_of)
    this, following = (days.parse_quarter(days.quarter_named(no)) for no in (number, number + 1))
    settled = as_of == this.last or any(day >= this.first for day in met_on)
    return following.last if settled else this.last


def _year_due(span: Span, met_on: Sequence[date], as_of: date) -> date | None:
    """The end of the year or of the span; ``None`` when the span ends in a year that is served."""
    settled = as_of == date(as_of.year, 12, 31)
    settled = settled or sum(day.year == as_of.year for day in met_on) >= span.n
    year = as_of.year + settled
    return min(date(year, 12, 31), span.last) if year <= span.last.year else None


def _session_due(
    span: Span, met_on: Sequence[date], as_of: date, sessions: Sequence[date]
) -> date | None:
    """The eve of the next session, or of the one after it when a meeting prepared the next."""
    begun = max([span.first, *(start for start in sessions if start <= as_of)])
    coming = [start - ONE_DAY for start in sessions if start > as_of]
    coming = coming[1:] if any(day >= begun for day in met_on) else coming
    return coming[0] if coming else None
