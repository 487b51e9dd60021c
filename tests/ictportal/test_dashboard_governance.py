"""The dashboard of governance: the numbers of the record on their day, and their rows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.dashboards import dashboard, figure, sealed, table, texts, wrong_rows
from tests.governance_world import Governance

pytestmark = pytest.mark.django_db
AUDIT = date(2019, 3, 31)


def test_in_2018_the_bodies_met_twice_instead_of_nine_times() -> None:
    report = dashboard("governance", AUDIT)
    met = figure(report, "governance.meetings")
    assert (met.numerator, met.denominator, met.tone) == (2, 9, "bad")
    lines = texts(report, "bodies")
    assert lines["ICT Board"][2:7] == ["–", "–", "–", "–", "2 of 8"]
    assert lines["ICT Executive Committee"][6] == "0 of 1"
    assert lines["ICT Policy Committee"][6] == "8"


def test_what_nobody_states_of_outputs_is_told_in_words_and_not_counted() -> None:
    told = figure(dashboard("governance", AUDIT), "governance.outputs")
    assert (told.value, told.denominator) == ("0", 1)
    assert told.note == "Of 4 more that were due nobody says what became of them."


def test_a_day_before_any_statement_says_so_instead_of_nought() -> None:
    report = dashboard("governance", date(1990, 1, 1))
    assert {one.value for one in report.numbers} <= {"not applicable", "not stated"}
    assert all(one.note for one in report.numbers)
    assert all(one.lines or one.empty for one in report.tables)
    assert report.opened == []


@pytest.mark.parametrize("day", [AUDIT, None])
def test_every_number_opens_as_many_rows_as_it_says(day: date | None) -> None:
    report = dashboard("governance", day)
    assert report.opened
    assert wrong_rows(report, day) == []


def test_decisions_stand_by_body_and_a_later_seal_does_not_show(governance: Governance) -> None:
    governance.decide()
    before = sealed()
    governance.decide(title="Open a third")
    sealed()
    day = date(2025, 12, 31)
    assert texts(dashboard("governance", day), "decisions")["Steering body"][0] == "2"
    then = dashboard("governance", day, known=before)
    assert texts(then, "decisions")["Steering body"][0] == "1"


def test_more_meetings_and_decisions_take_no_more_statements(governance: Governance) -> None:
    day = date(2025, 12, 31)
    governance.held()
    governance.decide()
    with CaptureQueriesContext(connection) as few:
        dashboard("governance", day)
    for month in (4, 5, 6, 7):
        governance.held(date(2025, month, 10))
        governance.decide(title=f"Decision of month {month}")
    with CaptureQueriesContext(connection) as many:
        report = dashboard("governance", day)
    assert len(many) == len(few)
    assert table(report, "decisions").lines and wrong_rows(report, day) == []
