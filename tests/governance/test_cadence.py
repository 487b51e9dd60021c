"""Expected meetings and what became of them, by example and against a count day by day."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance import cadence
from governance.cadence import Expected, Gathering, Outcome, Rule, Slot, Span

ONE_DAY = timedelta(days=1)
NEW_YEAR, YEAR_END = date(2018, 1, 1), date(2018, 12, 31)
LONG_AGO, FAR = date(2014, 1, 1), date(9999, 12, 31)
SESSIONS = (date(2016, 9, 13), date(2017, 9, 12), date(2018, 9, 18), date(2019, 9, 17))


def always(rule: Rule, n: int = 1) -> list[Span]:
    return [Span(LONG_AGO, FAR, rule, n)]


def met(*days: str) -> list[Gathering]:
    return [Gathering(date.fromisoformat(day), str(no)) for no, day in enumerate(days)]


def in_2018(spans: Sequence[Span]) -> int:
    return cadence.required(spans, NEW_YEAR, YEAR_END, SESSIONS)


def outcomes(spans: Sequence[Span], held: list[Gathering], as_of: date) -> list[str]:
    """What became of the meetings expected in 2018 and, so that late ones show, in 2019."""
    slots = cadence.slots(spans, NEW_YEAR, date(2019, 12, 31), SESSIONS)
    judged = cadence.judge(slots, held, as_of)
    return [str(one.outcome) for one in judged if one.slot.last <= YEAR_END]


# What is expected


@pytest.mark.parametrize(
    ("rule", "n", "expected"),
    [
        (Rule.EVERY_WEEKS, 6, 8),
        (Rule.EVERY_WEEKS, 52, 1),
        (Rule.EVERY_WEEKS, 53, 0),
        (Rule.PER_YEAR, 1, 1),
        (Rule.PER_YEAR, 4, 4),
        (Rule.QUARTERLY, 1, 4),
        (Rule.BEFORE_SESSION, 1, 1),
        (Rule.AS_NEEDED, 1, 0),
        (Rule.NOT_STATED, 1, 0),
    ],
)
def test_a_whole_year_expects_its_full_intervals(rule: Rule, n: int, expected: int) -> None:
    assert in_2018(always(rule, n)) == expected


def test_the_eighth_six_weeks_end_on_2_december_and_the_next_begin_on_1_january() -> None:
    slots = cadence.slots(always(Rule.EVERY_WEEKS, 6), NEW_YEAR, date(2019, 2, 11))
    assert [(slot.first, slot.last) for slot in slots[-2:]] == [
        (date(2018, 10, 22), date(2018, 12, 2)),
        (date(2019, 1, 1), date(2019, 2, 11)),
    ]


def test_a_rule_changed_in_mid_year_expects_by_each_rule_in_its_days() -> None:
    changed = [
        Span(LONG_AGO, date(2018, 6, 30), Rule.QUARTERLY),
        Span(date(2018, 7, 1), FAR, Rule.EVERY_WEEKS, 6),
    ]
    slots = cadence.slots(changed[::-1], NEW_YEAR, YEAR_END)
    assert [slot.rule for slot in slots] == [Rule.QUARTERLY] * 2 + [Rule.EVERY_WEEKS] * 4
    assert (slots[2].first, slots[2].last) == (date(2018, 7, 1), date(2018, 8, 11))


def test_new_terms_with_the_same_rule_count_their_intervals_anew() -> None:
    renewed = [
        Span(LONG_AGO, date(2018, 2, 1), Rule.EVERY_WEEKS, 6),
        Span(date(2018, 2, 2), FAR, Rule.EVERY_WEEKS, 6),
    ]
    assert in_2018(renewed) == 7


def test_a_body_abolished_in_the_period_owes_only_what_fell_due_before() -> None:
    abolished = date(2018, 8, 31)
    assert in_2018([Span(LONG_AGO, abolished, Rule.QUARTERLY)]) == 2
    assert in_2018([Span(LONG_AGO, abolished, Rule.EVERY_WEEKS, 6)]) == 5
    assert in_2018([Span(LONG_AGO, abolished, Rule.PER_YEAR, 1)]) == 0
    assert in_2018([Span(LONG_AGO, abolished, Rule.BEFORE_SESSION)]) == 0


def test_a_body_created_on_1_july_with_four_a_year_owes_two_by_the_end_of_the_year() -> None:
    slots = cadence.slots([Span(date(2018, 7, 1), FAR, Rule.PER_YEAR, 4)], NEW_YEAR, YEAR_END)
    days = (date(2018, 7, 1), YEAR_END)
    assert slots == [Slot(*days, Rule.PER_YEAR, 2, 1), Slot(*days, Rule.PER_YEAR, 2, 2)]


def test_a_leap_year_takes_366_days() -> None:
    for last, expected in ((date(2020, 12, 31), 1), (date(2020, 12, 30), 0)):
        span = Span(date(2020, 1, 1), last, Rule.PER_YEAR)
        assert cadence.required([span], span.first, date(2020, 12, 31)) == expected


def test_what_falls_due_on_the_first_or_last_day_of_the_period_belongs_to_it() -> None:
    quarterly = always(Rule.QUARTERLY)
    assert cadence.required(quarterly, date(2018, 3, 31), date(2018, 6, 30)) == 2
    assert cadence.required(quarterly, date(2018, 4, 1), date(2018, 6, 29)) == 0


def test_a_quarter_with_one_day_missing_expects_nothing() -> None:
    assert in_2018([Span(date(2018, 1, 2), YEAR_END, Rule.QUARTERLY)]) == 3
    assert in_2018([Span(NEW_YEAR, date(2018, 12, 30), Rule.QUARTERLY)]) == 3


def test_the_days_before_a_session_begin_with_the_session_before() -> None:
    [slot] = cadence.slots(always(Rule.BEFORE_SESSION), NEW_YEAR, YEAR_END, SESSIONS)
    assert (slot.first, slot.last) == (date(2017, 9, 12), date(2018, 9, 17))


def test_without_an_earlier_session_they_begin_with_the_terms() -> None:
    spans = [Span(date(2018, 3, 1), FAR, Rule.BEFORE_SESSION)]
    for known in (SESSIONS, SESSIONS[2:]):
        [slot] = cadence.slots(spans, NEW_YEAR, YEAR_END, known)
        assert (slot.first, slot.last) == (date(2018, 3, 1), date(2018, 9, 17))


# What became of it


def test_a_body_that_never_met_missed_its_one_meeting() -> None:
    assert outcomes(always(Rule.PER_YEAR), [], date(2019, 1, 1)) == ["missed"]
    assert cadence.held([], NEW_YEAR, YEAR_END, date(2019, 1, 1)) == 0


def test_two_of_eight_leave_six_missed() -> None:
    board = always(Rule.EVERY_WEEKS, 6)
    count = Counter(outcomes(board, met("2018-02-01", "2018-09-20"), YEAR_END))
    assert count == {"met": 2, "missed": 6}


def test_a_meeting_is_missed_on_the_last_day_and_not_before() -> None:
    yearly = always(Rule.PER_YEAR)
    assert outcomes(yearly, [], date(2018, 12, 30)) == ["open"]
    assert outcomes(yearly, [], YEAR_END) == ["missed"]
    assert outcomes(yearly, met("2018-12-31"), YEAR_END) == ["met"]


def test_a_meeting_that_is_yet_to_come_serves_nothing() -> None:
    assert outcomes(always(Rule.PER_YEAR), met("2018-05-01"), date(2018, 4, 30)) == ["open"]


def test_two_meetings_in_one_quarter_meet_it_once_and_do_not_serve_the_next() -> None:
    held = met("2018-01-10", "2018-02-10")
    assert outcomes(always(Rule.QUARTERLY), held, YEAR_END) == ["met"] + ["missed"] * 3


def test_a_surplus_in_the_next_quarter_makes_a_late_meeting() -> None:
    quarterly = always(Rule.QUARTERLY)
    held = met("2018-04-10", "2018-05-10", "2018-06-10")
    assert outcomes(quarterly, held, date(2018, 4, 30))[:2] == ["missed", "met"]
    assert outcomes(quarterly, held, date(2018, 5, 10))[:2] == ["late", "met"]
    slots = cadence.slots(quarterly, NEW_YEAR, date(2018, 6, 30))
    [late, own] = cadence.judge(slots, held[::-1], YEAR_END)
    assert late == Expected(late.slot, Outcome.LATE, held[1])
    assert own == Expected(own.slot, Outcome.MET, held[0])


def test_a_surplus_makes_as_many_late_as_it_holds() -> None:
    twice = always(Rule.PER_YEAR, 2)
    one_over = met("2019-01-10", "2019-02-10", "2019-03-10")
    assert outcomes(twice, one_over, date(2019, 12, 31)) == ["late", "missed"]


# Gaps, counts and the next day


def test_the_longest_gap_runs_from_the_meeting_before_and_to_the_end() -> None:
    held = met("2017-12-01", "2018-03-01", "2018-04-01")
    assert cadence.longest_gap(held, NEW_YEAR, YEAR_END, date(2018, 5, 1)) == 90
    assert cadence.longest_gap(held, NEW_YEAR, YEAR_END, date(2019, 5, 1)) == 274


def test_no_meeting_has_no_gap() -> None:
    assert cadence.longest_gap([], NEW_YEAR, YEAR_END, YEAR_END) is None
    assert cadence.longest_gap(met("2019-02-01"), NEW_YEAR, YEAR_END, date(2019, 3, 1)) is None
    assert cadence.longest_gap(met("2017-02-01"), NEW_YEAR, YEAR_END, date(2017, 3, 1)) is None


def test_held_counts_the_days_of_the_period_up_to_the_day() -> None:
    held = met("2017-12-31", "2018-01-01", "2018-12-31", "2019-01-01")
    assert cadence.held(held, NEW_YEAR, YEAR_END, date(2020, 1, 1)) == 2
    assert cadence.held(held, NEW_YEAR, YEAR_END, date(2018, 12, 30)) == 1


@pytest.mark.parametrize(
    ("span", "held", "due"),
    [
        (Span(LONG_AGO, FAR, Rule.EVERY_WEEKS, 6), ["2018-03-01", "2018-01-01"], "2018-04-12"),
        (Span(date(2018, 5, 1), FAR, Rule.EVERY_WEEKS, 6), ["2018-03-01"], "2018-06-12"),
        (Span(date(2018, 5, 1), FAR, Rule.EVERY_WEEKS, 6), [], "2018-06-12"),
        (Span(LONG_AGO, FAR, Rule.QUARTERLY), ["2018-03-31"], "2018-06-30"),
        (Span(LONG_AGO, FAR, Rule.QUARTERLY), ["2018-04-01"], "2018-09-30"),
        (Span(LONG_AGO, FAR, Rule.QUARTERLY), ["2018-06-16"], "2018-06-30"),
        (Span(LONG_AGO, FAR, Rule.PER_YEAR, 2), ["2017-12-31", "2018-01-01"], "2018-12-31"),
        (Span(LONG_AGO, FAR, Rule.PER_YEAR, 2), ["2018-01-01", "2018-06-15"], "2019-12-31"),
        (Span(LONG_AGO, date(2018, 8, 31), Rule.PER_YEAR), [], "2018-08-31"),
        (Span(LONG_AGO, date(2018, 8, 31), Rule.PER_YEAR), ["2018-02-01"], None),
        (Span(LONG_AGO, date(2019, 8, 31), Rule.PER_YEAR), ["2018-02-01"], "2019-08-31"),
        (Span(LONG_AGO, FAR, Rule.BEFORE_SESSION), ["2017-09-11"], "2018-09-17"),
        (Span(LONG_AGO, FAR, Rule.BEFORE_SESSION), ["2017-09-12"], "2019-09-16"),
        (Span(date(2018, 3, 1), FAR, Rule.BEFORE_SESSION), ["2018-02-01"], "2018-09-17"),
        (Span(date(2018, 6, 15), date(2018, 6, 15), Rule.QUARTERLY), [], "2018-06-30"),
        (Span(LONG_AGO, FAR, Rule.AS_NEEDED), ["2018-01-01"], None),
        (Span(LONG_AGO, FAR, Rule.NOT_STATED), [], None),
        (Span(LONG_AGO, date(2018, 6, 14), Rule.QUARTERLY), [], None),
        (Span(date(2018, 6, 16), FAR, Rule.QUARTERLY), [], None),
    ],
)
def test_the_next_meeting_is_due_by(span: Span, held: list[str], due: str | None) -> None:
    found = cadence.next_due([span], met(*held), date(2018, 6, 15), SESSIONS)
    assert found == (date.fromisoformat(due) if due else None)


def test_on_the_last_day_of_a_period_the_meeting_of_the_next_one_is_due() -> None:
    whole = (date(2017, 1, 1), date(2020, 12, 31))
    quarterly, yearly = Span(*whole, Rule.QUARTERLY), Span(*whole, Rule.PER_YEAR, 1)
    assert cadence.next_due([quarterly], [], date(2018, 3, 30)) == date(2018, 3, 31)
    assert cadence.next_due([quarterly], [], date(2018, 3, 31)) == date(2018, 6, 30)
    assert cadence.next_due([yearly], [], date(2018, 12, 30)) == date(2018, 12, 31)
    assert cadence.next_due([yearly], [], date(2018, 12, 31)) == date(2019, 12, 31)


def test_a_meeting_before_a_session_began_does_not_prepare_the_next() -> None:
    spans, start = always(Rule.BEFORE_SESSION), date(2018, 9, 18)
    assert cadence.next_due(spans, met("2018-09-17"), start, SESSIONS) == date(2019, 9, 16)


def test_past_the_sessions_of_the_calendar_nothing_is_due() -> None:
    spans, eve, start = always(Rule.BEFORE_SESSION), SESSIONS[-1] - ONE_DAY, SESSIONS[-1]
    assert cadence.next_due(spans, [], eve, SESSIONS) == eve
    assert cadence.next_due(spans, met("2018-10-01"), eve, SESSIONS) is None
    assert cadence.next_due(spans, [], start, SESSIONS) is None


# The same, counted another way: one day after the other, with counters instead of intervals

BEGIN, END = date(2015, 1, 1), date(2018, 12, 31)
CALENDAR = [BEGIN + no * ONE_DAY for no in range((END - BEGIN).days + 1)]
YEARS = {date(year, 1, 1) for year in range(2015, 2020)}
QUARTERS = {date(year, month, 1) for year in range(2015, 2020) for month in (1, 4, 7, 10)}
MANY = settings(max_examples=200, deadline=None)
DAYS = st.sampled_from(CALENDAR)
AS_AT = DAYS | st.just(END)
STARTS = st.lists(DAYS, unique=True, max_size=8).map(sorted)
PERIODS = st.just([BEGIN, END]) | st.lists(DAYS, min_size=2, max_size=2).map(sorted)
LENGTHS = st.sampled_from([1, 42, 90, 91, 92, 181, 184, 365, 366, 730]) | st.integers(1, 900)
TIMED = st.sampled_from([Rule.PER_YEAR, Rule.EVERY_WEEKS, Rule.QUARTERLY, Rule.BEFORE_SESSION])


@st.composite
def drawn_spans(draw: st.DrawFn) -> list[Span]:
    """One to four spans, some adjacent, some apart, some with the same rule as the one before."""
    spans, first = [], draw(st.sampled_from(CALENDAR[:366]) | st.just(BEGIN))
    for _ in range(draw(st.integers(1, 4))):
        last = first + (draw(LENGTHS) - 1) * ONE_DAY
        rule = draw(TIMED | TIMED | st.sampled_from(Rule))
        spans.append(Span(first, last, rule, draw(st.sampled_from([1, 2, 3, 4, 6, 13]))))
        first = last + draw(st.sampled_from([1, 1, 2, 40, 300])) * ONE_DAY
    return spans


@st.composite
def drawn_gatherings(draw: st.DrawFn) -> list[Gathering]:
    """Meetings from some day on, now close together, now far apart, in no order."""
    day, drawn = draw(DAYS | st.just(BEGIN)), []
    for days in draw(st.lists(st.sampled_from([0, 1, 9, 30, 42, 80, 200]), max_size=40)):
        day += days * ONE_DAY
        drawn.append(Gathering(day, str(len(drawn))))
    return draw(st.permutations([one for one in drawn if one.day <= END]))


class Body(NamedTuple):
    """What the portal knows of a body: its rules, the sessions, its meetings."""

    spans: list[Span]
    starts: list[date]
    gatherings: list[Gathering]

    def slots(self, first: date = BEGIN, last: date = END) -> list[Slot]:
        return cadence.slots(self.spans, first, last, self.starts)

    def judged(self, as_of: date) -> list[Expected]:
        return cadence.judge(self.slots(), self.gatherings, as_of)


BODIES = st.builds(Body, drawn_spans(), STARTS, drawn_gatherings())


class Counted(NamedTuple):
    """A stretch of days that ended: the meetings it needed and those it saw."""

    ends: date
    need: int
    seen: int


class Walk:
    """Goes through the days in order and keeps the counters that the rules speak of."""

    def __init__(self, body: Body, as_of: date) -> None:
        self.body = body
        self.meetings = Counter(one.day for one in body.gatherings if one.day <= as_of)
        self.in_quarter = 0
        self.reset()

    def reset(self) -> None:
        self.run, self.seen, self.share = 0, 0, Fraction(0)

    def place(self, day: date) -> int | None:
        covering = (no for no, span in enumerate(self.body.spans) if span.first <= day <= span.last)
        return next(covering, None)

    def stretches(self) -> Iterator[Counted]:
        places = [self.place(day) for day in [*CALENDAR, END + ONE_DAY]]
        for day, before, here, after in zip(
            CALENDAR, [None, *places], places, places[1:], strict=False
        ):
            self.in_quarter = 1 if day in QUARTERS else self.in_quarter + 1
            if here is not None:
                span = self.body.spans[here]
                if here != before or self.begins_anew(day, span.rule):
                    self.reset()
                self.count(day, span)
                if need := self.need(day + ONE_DAY, span, ends=here != after):
                    yield Counted(day, need, self.seen)
                    self.reset()

    def begins_anew(self, day: date, rule: Rule) -> bool:
        starts = {Rule.BEFORE_SESSION: set(self.body.starts), Rule.QUARTERLY: QUARTERS}
        return day in starts.get(rule, YEARS)

    def count(self, day: date, span: Span) -> None:
        self.run += 1
        self.seen += self.meetings[day]
        if span.rule is Rule.PER_YEAR:
            self.share += Fraction(span.n, (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days)

    def need(self, tomorrow: date, span: Span, ends: bool) -> int:
        """How many meetings were due by the end of the day before ``tomorrow``."""
        if span.rule is Rule.EVERY_WEEKS:
            return int(self.run == 7 * span.n)
        if span.rule is Rule.QUARTERLY:
            return int(tomorrow in QUARTERS and self.run == self.in_quarter)
        if span.rule is Rule.PER_YEAR:
            return floor(self.share) if ends or tomorrow in YEARS else 0
        return int(span.rule is Rule.BEFORE_SESSION and tomorrow in self.body.starts)


def tally(stretches: list[Counted], as_of: date) -> Counter[str]:
    """Outcomes by numbers alone: who served whom does not matter."""
    count: Counter[str] = Counter()
    for this, following in pairwise([*stretches, Counted(END, 0, 0)]):
        lacking = this.need - min(this.seen, this.need)
        late = min(lacking, max(following.seen - following.need, 0)) if this.ends <= as_of else 0
        count["met"] += this.need - lacking
        count["late"] += late
        count["missed" if this.ends <= as_of else "open"] += lacking - late
    return +count


@MANY
@given(BODIES, PERIODS, AS_AT)
def test_it_agrees_with_the_count_day_by_day(body: Body, period: list[date], as_of: date) -> None:
    first, last = period
    within = [one for one in Walk(body, as_of).stretches() if first <= one.ends <= last]
    slots = body.slots(first, last)
    assert sorted({slot.last for slot in slots}) == [one.ends for one in within]
    assert cadence.required(body.spans, first, last, body.starts) == sum(s.need for s in within)
    judged = cadence.judge(slots, body.gatherings, as_of)
    assert Counter(str(one.outcome) for one in judged) == tally(within, as_of)


@MANY
@given(drawn_gatherings(), PERIODS, AS_AT)
def test_gaps_and_counts_agree_with_the_count_day_by_day(
    gatherings: list[Gathering], period: list[date], as_of: date
) -> None:
    since, longest, count = None, None, 0
    meetings = Counter(gathering.day for gathering in gatherings)
    for day in CALENDAR[: (min(as_of, period[1]) - BEGIN).days + 1]:
        if since is not None or meetings[day]:
            since = 0 if since is None else since + 1
            longest = max(longest or 0, since) if day >= period[0] else None
        since = 0 if meetings[day] else since
        count += meetings[day] if day >= period[0] else 0
    assert cadence.longest_gap(gatherings, *period, as_of) == longest
    assert cadence.held(gatherings, *period, as_of) == count


@MANY
@given(BODIES, AS_AT)
def test_every_expected_meeting_has_one_outcome_and_no_meeting_serves_twice(
    body: Body, as_of: date
) -> None:
    judged = body.judged(as_of)
    assert [one.slot for one in judged] == body.slots()
    count = Counter(one.outcome for one in judged)
    assert count.total() == cadence.required(body.spans, BEGIN, END, body.starts)
    used = [one.gathering for one in judged if one.gathering]
    assert len(set(used)) == len(used) == count[Outcome.MET] + count[Outcome.LATE]
    assert set(used) <= {one for one in body.gatherings if one.day <= as_of}


@MANY
@given(BODIES, AS_AT)
def test_a_meeting_is_met_on_its_days_late_after_them_and_missed_at_their_end(
    body: Body, as_of: date
) -> None:
    for slot, outcome, gathering in ((e.slot, e.outcome, e.gathering) for e in body.judged(as_of)):
        if gathering is None:
            assert outcome is (Outcome.MISSED if slot.last <= as_of else Outcome.OPEN)
        elif outcome is Outcome.MET:
            assert slot.first <= gathering.day <= slot.last
        else:
            assert outcome is Outcome.LATE
            assert slot.last < gathering.day <= as_of


@MANY
@given(BODIES, AS_AT, st.integers(0, 500))
def test_time_takes_nothing_back_that_was_served(body: Body, as_of: date, more: int) -> None:
    later = body.judged(as_of + more * ONE_DAY)
    for before, after in zip(body.judged(as_of), later, strict=True):
        if before.outcome in {Outcome.MET, Outcome.LATE}:
            assert after == before
        if before.outcome is Outcome.MISSED:
            assert after.outcome in {Outcome.MISSED, Outcome.LATE}


@MANY
@given(BODIES, PERIODS, DAYS)
def test_two_parts_of_a_period_require_what_the_whole_does(
    body: Body, period: list[date], cut: date
) -> None:
    first, last = period
    cut = min(max(cut, first), last)
    parts = body.slots(first, cut) + body.slots(cut + ONE_DAY, last)
    assert parts == body.slots(first, last)


@MANY
@given(BODIES, AS_AT)
def test_only_a_rule_in_weeks_is_overdue(body: Body, as_of: date) -> None:
    due = cadence.next_due(body.spans, body.gatherings, as_of, body.starts)
    rules = {span.rule for span in body.spans if span.first <= as_of <= span.last}
    assert due is None or due >= as_of or rules == {Rule.EVERY_WEEKS}
