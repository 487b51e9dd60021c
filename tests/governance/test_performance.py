"""Through the database: what terms, meetings and counts say of a body in a period."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance import cadence
from governance.cadence import Gathering, Outcome, Rule, Span
from governance.lifecycle import Kept
from governance.performance import Performance, known_bodies, parse_period, perform
from ledger import days
from ledger.errors import Invalid
from ledger.moments import parse_moment
from secretariat.models import Person
from tests import bodies
from tests.world import bring_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(people: Callable[..., Person]) -> Person:
    return people("secretary")


def did(viewer: Person, code: str, period: str, as_of: str) -> Performance:
    [known] = known_bodies(viewer, parse_moment(as_of, None), codes=[code])
    return perform(known, parse_period(period))


def outcomes(done: Performance) -> list[str]:
    return [one.outcome.value for one in done.expected]


# --- counts --------------------------------------------------------------------------------------
def test_a_count_of_nought_misses_one_required_meeting(viewer: Person) -> None:
    committee, _board, _policy = bodies.as_in_2018()
    done = did(viewer, committee, "2018", "2018-12-31")
    assert (done.held, done.required, done.status) == (0, 1, Kept.MISSED)
    assert done.shortfall == 1 and done.since == date(2018, 12, 31)


def test_two_of_eight_full_intervals_of_six_weeks(viewer: Person) -> None:
    _committee, board, _policy = bodies.as_in_2018()
    done = did(viewer, board, "2018", "2018-12-31")
    assert (done.held, done.required, done.status) == (2, 8, Kept.MISSED)
    assert done.longest_gap is None and not done.expected
    assert done.known.next_due is None


def test_before_the_count_speaks_nothing_is_stated_and_never_nought(viewer: Person) -> None:
    for code in bodies.as_in_2018():
        done = did(viewer, code, "2018", "2018-06-30")
        assert done.status is Kept.NOT_STATED and done.held is None, code
        assert done.observed_through is None


def test_a_count_where_no_number_is_required_misses_nothing(viewer: Person) -> None:
    _committee, _board, policy = bodies.as_in_2018()
    done = did(viewer, policy, "2018", "2018-12-31")
    assert (done.held, done.required, done.status) == (8, 0, Kept.NOTHING_REQUIRED)


def test_a_count_of_a_year_says_nothing_of_a_quarter(viewer: Person) -> None:
    _committee, board, _policy = bodies.as_in_2018()
    assert did(viewer, board, "2018-Q4", "2018-12-31").status is Kept.NOT_STATED


def test_what_is_on_record_of_a_year_not_recorded_is_a_least_number(viewer: Person) -> None:
    code = bodies.body("T-PARTLY")
    bodies.terms(code, "quarterly")
    bodies.meeting(code, "2017-02-01")
    done = did(viewer, code, "2017", "2017-12-31")
    assert done.status is Kept.NOT_STATED and done.held is None and done.at_least == 1


# --- silence -------------------------------------------------------------------------------------
def test_silence_is_missed_only_once_everything_is_recorded(viewer: Person) -> None:
    silent = bodies.body("T-SILENT")
    recorded = bodies.body("T-RECORDED", recorded_from="2020-01-01")
    for code in (silent, recorded):
        bodies.terms(code, "quarterly")
    assert did(viewer, silent, "2020", "2020-12-31").status is Kept.NOT_STATED
    done = did(viewer, recorded, "2020", "2020-12-31")
    assert outcomes(done) == ["missed"] * 4 and done.held == 0
    assert done.since == date(2020, 3, 31)


def test_an_interval_is_missed_at_the_end_of_its_last_day_and_not_before(viewer: Person) -> None:
    code = bodies.body("T-DAILY", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly")
    before, on = (did(viewer, code, "2020", day) for day in ("2020-03-30", "2020-03-31"))
    assert before.status is Kept.UNDER_WAY and outcomes(before) == ["open"] * 4
    assert on.status is Kept.MISSED and outcomes(on)[0] == "missed"


def test_a_year_before_the_recording_is_not_stated(viewer: Person) -> None:
    code = bodies.body("T-LATER", recorded_from="2020-07-01")
    bodies.terms(code, "quarterly")
    assert did(viewer, code, "2020", "2021-12-31").status is Kept.NOT_STATED
    assert did(viewer, code, "2021", "2021-12-31").status is Kept.MISSED


def test_a_year_before_the_terms_is_not_stated_when_it_was_not_recorded(viewer: Person) -> None:
    code = bodies.body("T-NEW-TERMS", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly", valid_from="2020-01-01")
    earlier = did(viewer, code, "2015", "2021-12-31")
    assert earlier.status is Kept.NOT_STATED and earlier.held is None


def test_a_year_before_the_body_was_set_up_requires_nothing(viewer: Person) -> None:
    code = bodies.body("T-YOUNG", established_on="2020-03-01", recorded_from="2020-03-01")
    bodies.terms(code, "quarterly", valid_from="2020-01-01")
    assert did(viewer, code, "2019", "2021-12-31").status is Kept.NOTHING_REQUIRED
    # Of 2020 only three quarters lie whole in its life.
    assert did(viewer, code, "2020", "2021-12-31").required == 3


# --- changes inside a year -----------------------------------------------------------------------
def test_terms_that_change_in_mid_year_require_by_each_day(viewer: Person) -> None:
    code = bodies.body("T-CHANGED", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly", valid_from="2019-01-01", valid_to="2020-06-30")
    bodies.terms(code, "every_weeks", 6, valid_from="2020-07-01")
    done = did(viewer, code, "2020", "2020-12-31")
    assert [one.slot.rule for one in done.expected] == [Rule.QUARTERLY] * 2 + [Rule.EVERY_WEEKS] * 4
    assert done.required == 6


def test_proposed_terms_require_nothing(viewer: Person) -> None:
    code = bodies.body("T-PROPOSED", recorded_from="2014-01-01")
    bodies.terms(code, "quarterly", valid_from="2014-01-01", state="proposed")
    assert did(viewer, code, "2015", "2015-12-31").status is Kept.NOTHING_REQUIRED


def test_a_body_abolished_in_a_year_owes_only_the_intervals_of_its_life(viewer: Person) -> None:
    code = bodies.body("T-ENDED", recorded_from="2020-01-01", ended_on="2020-08-15")
    bodies.terms(code, "quarterly")
    bodies.meeting(code, "2020-01-20")
    bodies.meeting(code, "2020-05-20")
    done = did(viewer, code, "2020", "2020-12-31")
    assert outcomes(done) == ["met", "met"] and done.status is Kept.MET


def test_the_longest_gap_of_a_body_abolished_ends_with_its_life(viewer: Person) -> None:
    code = bodies.body("T-GAP-ENDED", recorded_from="2020-01-01", ended_on="2020-08-15")
    bodies.terms(code, "quarterly")
    bodies.meeting(code, "2020-05-01")
    done = did(viewer, code, "2020", "2020-12-31")
    assert done.longest_gap == (date(2020, 8, 15) - date(2020, 5, 1)).days
    assert done.known.next_due is None


def test_a_cancelled_and_a_postponed_meeting_are_not_held(viewer: Person) -> None:
    code = bodies.body("T-CANCELLED", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly")
    bodies.meeting(code, "2020-02-01", state="cancelled", reason="No quorum.")
    bodies.meeting(code, "2020-05-01", state="postponed", reason="Travel.")
    bodies.meeting(code, "2020-08-01", kind="written")
    done = did(viewer, code, "2020", "2020-12-31")
    assert done.held == 0 and outcomes(done) == ["missed"] * 4


def test_a_meeting_merged_into_another_bodys_meeting_counts_for_both(viewer: Person) -> None:
    host, guest = (bodies.body(c, recorded_from="2020-01-01") for c in ("T-HOST", "T-GUEST"))
    for code in (host, guest):
        bodies.terms(code, "quarterly")
    joint = bodies.meeting(host, "2020-03-10")
    bodies.meeting(guest, "2020-02-20", state="merged", into=joint)
    bodies.meeting(guest, "2020-01-20", state="merged", into=joint)
    for code in (host, guest):
        done = did(viewer, code, "2020", "2020-12-31")
        assert done.held == 1 and outcomes(done) == ["met", "missed", "missed", "missed"], code
    assert did(viewer, guest, "2020", "2020-03-09").held == 0


def test_a_meeting_merged_into_one_of_the_same_body_counts_once(viewer: Person) -> None:
    code = bodies.body("T-DOUBLE", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly")
    kept = bodies.meeting(code, "2020-03-10")
    bodies.meeting(code, "2020-02-20", state="merged", into=kept)
    assert did(viewer, code, "2020", "2020-12-31").held == 1


def test_a_late_meeting_shows_in_the_interval_after_it_even_over_the_turn_of_the_year(
    viewer: Person,
) -> None:
    code = bodies.body("T-LATE", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly")
    for day in ("2020-02-01", "2020-05-01", "2020-08-01", "2021-01-05", "2021-02-20"):
        bodies.meeting(code, day)
    assert outcomes(did(viewer, code, "2020", "2020-12-31"))[-1] == "missed"
    late = did(viewer, code, "2020", "2021-03-31")
    assert outcomes(late) == ["met", "met", "met", "late"] and late.status is Kept.MET


def test_the_gap_and_the_next_day_due_are_told_where_every_meeting_is_recorded(
    viewer: Person,
) -> None:
    code = bodies.body("T-GAP", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly")
    bodies.meeting(code, "2020-01-10")
    bodies.meeting(code, "2020-06-10")
    done = did(viewer, code, "2020", "2020-07-01")
    assert done.longest_gap == (date(2020, 6, 10) - date(2020, 1, 10)).days
    assert done.known.next_due == date(2020, 9, 30)


def test_a_meeting_recorded_later_changes_nothing_that_was_known_before(viewer: Person) -> None:
    code = bodies.body("T-KNOWN", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly")
    bodies.meeting(code, "2020-02-01", as_of="2020-05-01")
    assert did(viewer, code, "2020", "2020-04-30").held == 0
    assert did(viewer, code, "2020", "2020-05-01").held == 1


def test_a_reader_sees_no_body(people: Callable[..., Person]) -> None:
    bodies.as_in_2018()
    assert known_bodies(people("reader"), parse_moment("2018-12-31", None)) == []


@pytest.mark.parametrize("asked", ["2018-06", "2018-06-30", "eighteen", ""])
def test_a_period_is_a_year_or_a_quarter(asked: str) -> None:
    with pytest.raises(Invalid, match="Write a year as 2018 or a quarter as 2018-Q4"):
        parse_period(asked)


# --- the database layer says what the pure rule says ---------------------------------------------
YEAR = st.dates(date(2019, 6, 1), date(2021, 6, 30))
RULES = st.sampled_from([("quarterly", 1), ("every_weeks", 6), ("per_year", 2), ("per_year", 1)])
#: One database holds what all examples made, so each makes a body of its own.
numbers = iter(range(10**6))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    first=RULES,
    second=RULES,
    change=st.dates(date(2020, 1, 2), date(2020, 12, 30)),
    ends=st.none() | st.dates(date(2020, 2, 1), date(2021, 3, 1)),
    held=st.lists(YEAR, max_size=8, unique=True),
    as_of=st.dates(date(2020, 1, 1), date(2021, 12, 31)),
)
def test_what_is_read_is_judged_as_the_pure_rule_judges_the_same_facts(
    viewer: Person,
    first: tuple[str, int],
    second: tuple[str, int],
    change: date,
    ends: date | None,
    held: list[date],
    as_of: date,
) -> None:
    code = _on_record(first, second, change, ends, held)
    done = did(viewer, code, "2020", as_of.isoformat())
    spans, sat = _facts(code, first, second, change, ends, held)
    slots = cadence.slots(spans, date(2020, 1, 1), date(2021, 12, 31))
    judged = [
        (one.slot, one.outcome)
        for one in cadence.judge(slots, sat, as_of)
        if one.slot.last <= date(2020, 12, 31)
    ]
    assert [(one.slot, one.outcome) for one in done.expected] == judged
    assert done.required == len(judged)
    assert done.held == sum(d.year == 2020 and d <= as_of for d in held)
    assert (done.status is Kept.MISSED) == any(word is Outcome.MISSED for _s, word in judged)


def _on_record(
    first: tuple[str, int],
    second: tuple[str, int],
    change: date,
    ends: date | None,
    held: list[date],
) -> str:
    code = bodies.body(
        f"T-ANY-{next(numbers)}",
        recorded_from="2019-01-01",
        ended_on=ends.isoformat() if ends else "",
    )
    eve = (change - timedelta(days=1)).isoformat()
    bodies.terms(code, *first, valid_from="2019-01-01", valid_to=eve)
    bodies.terms(code, *second, valid_from=change.isoformat(), as_of="2019-01-01")
    for day in held:
        bodies.meeting(code, day)
    bring_in(
        "meetings",
        {
            "code": f"{code}-NOT",
            "body": code,
            "day": "2020-04-02",
            "kind": "regular",
            "state": "cancelled",
            "as_of": "2019-01-01",
        },
    )
    return code


def _facts(
    code: str,
    first: tuple[str, int],
    second: tuple[str, int],
    change: date,
    ends: date | None,
    held: list[date],
) -> tuple[list[Span], list[Gathering]]:
    last = ends or days.FAR_FUTURE
    spans = [
        Span(date(2019, 1, 1), min(change - timedelta(days=1), last), Rule(first[0]), first[1])
    ]
    if change <= last:
        spans.append(Span(change, last, Rule(second[0]), second[1]))
    return spans, [Gathering(day, f"{code}-{day}") for day in held]
