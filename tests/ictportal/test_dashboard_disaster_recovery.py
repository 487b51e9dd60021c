"""The dashboard of disaster recovery and its figure."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ictportal.reports.dashboards.disaster_recovery import tenths
from ledger.errors import Invalid
from ledger.figures import Status
from ledger.moments import Moment
from projects.recovery import READY
from secretariat.access import system
from tests.dashboards import dashboard, sealed, texts, wrong_rows
from tests.world import bring_in

pytestmark = pytest.mark.django_db
AUDIT = date(2019, 3, 31)


def counted(code: str, number: str, day: str = "2020-12-31") -> dict[str, str]:
    return {
        "indicator": code,
        "role": "actual",
        "period": day,
        "state": "number",
        "value": number,
        "unit": "applications",
        "as_of": day,
    }


def test_83_of_215_were_ready_and_print_says_38_per_cent() -> None:
    report = dashboard("disaster-recovery", AUDIT)
    pairs = [(one.numerator, one.denominator) for one in report.numbers]
    assert pairs == [(83, 215), (40, 93), (43, 122)]
    assert report.numbers[0].note == (
        "38.6 per cent of the critical applications. Printed: 38 per cent (A/69/517, para 21)."
    )
    assert texts(report, "compared")["D13"][1:3] == ["38", "38.6"]


def test_each_place_has_what_is_not_ready_too() -> None:
    lines = texts(dashboard("disaster-recovery", AUDIT), "places")
    assert lines["Headquarters"][:4] == ["93", "40", "53", "43.0"]
    assert lines["Together"][:4] == ["215", "83", "132", "38.6"]


def test_before_anything_is_counted_there_is_no_false_nought() -> None:
    report = dashboard("disaster-recovery", date(2010, 1, 1))
    assert {one.value for one in report.numbers} == {"not applicable"}
    assert report.tables[0].lines == () and report.tables[0].empty


def test_while_a_number_of_one_place_is_missing_the_figure_is_undetermined() -> None:
    answer = READY.answer(system(), Moment(date(2013, 12, 31)), {})
    assert (answer.status, answer.value, answer.parts) == (Status.UNDETERMINED, None, [])


def test_a_later_count_answers_from_its_day_and_not_at_an_earlier_seal() -> None:
    before = sealed()
    bring_in("indicator_values", counted("DR-READY-HQ", "60"))
    sealed()
    day = date(2021, 1, 1)
    assert dashboard("disaster-recovery", day).numbers[0].numerator == 103
    assert dashboard("disaster-recovery", day, known=before).numbers[0].numerator == 83
    assert dashboard("disaster-recovery", AUDIT).numbers[0].numerator == 83


def test_more_counts_take_no_more_statements() -> None:
    day = date(2022, 1, 1)
    with CaptureQueriesContext(connection) as few:
        dashboard("disaster-recovery", day)
    days = ("2020-06-30", "2020-12-31", "2021-06-30")
    bring_in("indicator_values", *(counted("DR-READY-OAH", "70", one) for one in days))
    with CaptureQueriesContext(connection) as many:
        report = dashboard("disaster-recovery", day)
    assert len(many) == len(few)
    assert wrong_rows(report, day) == []


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        READY.answer(system(), Moment(AUDIT), {"place": "moon"})
    assert refusal.value.fields == {"place": ["Choose one of: headquarters, away."]}


def test_a_share_is_written_to_one_decimal_with_halves_up() -> None:
    assert [tenths(83, 215), tenths(1, 2000), tenths(1, 1)] == ["38.6", "0.1", "100.0"]
