"""Anniversaries, periods and the two-year rule."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from ledger import days
from ledger.days import Precision

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2016, 12, 31), 2, date(2018, 12, 31)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
        (date(2020, 2, 29), 4, date(2024, 2, 29)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),
    ],
)
def test_anniversary_keeps_the_day_and_turns_29_february_into_28(
    day: date, years: int, expected: date
) -> None:
    assert days.anniversary(day, years) == expected


def test_exactly_two_years_is_not_older() -> None:
    assert not days.is_older(date(2016, 12, 31), 2, date(2018, 12, 31))
    assert days.is_older(date(2016, 12, 30), 2, date(2018, 12, 31))


@given(DAYS, st.integers(1, 5))
def test_latest_older_is_the_edge_of_the_rule(as_of: date, years: int) -> None:
    edge = days.latest_older(as_of, years)
    assert days.is_older(edge, years, as_of)
    assert not days.is_older(edge + timedelta(days=1), years, as_of)


@given(DAYS, DAYS, st.integers(1, 5))
def test_comparing_with_the_edge_is_the_rule_itself(issued: date, as_of: date, years: int) -> None:
    assert (issued <= days.latest_older(as_of, years)) == days.is_older(issued, years, as_of)


@pytest.mark.parametrize(
    ("text", "last", "precision"),
    [
        ("2018", date(2018, 12, 31), Precision.YEAR),
        ("2018-Q1", date(2018, 3, 31), Precision.QUARTER),
        ("2024-02", date(2024, 2, 29), Precision.MONTH),
        ("2018-12-31", date(2018, 12, 31), Precision.DAY),
    ],
)
def test_periods_end_on_their_last_day(text: str, last: date, precision: Precision) -> None:
    period = days.parse_period(text)
    assert (period.last, period.precision) == (last, precision)


@pytest.mark.parametrize("text", ["", "2018-13", "2018-02-30", "31/12/2018", "2018-Q5", "٢٠١٨"])
def test_other_writings_are_refused_with_the_forms_understood(text: str) -> None:
    with pytest.raises(ValueError):
        days.parse_period(text)


def test_the_office_day_decides() -> None:
    with time_machine.travel("2026-01-01T03:00:00Z"):
        assert days.today() == date(2025, 12, 31)
    assert days.end_of_day(date(2018, 12, 31)).isoformat() == "2019-01-01T04:59:59.999999+00:00"
    assert days.quarter_of(date(2018, 12, 31)) == "2018-Q4"
