"""The dashboard of requests and recommendations: what is late, what opens, what is not inferred."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance import figures
from ictportal.reports.content import Chart, Number, Report
from ledger import seals
from ledger.moments import Moment
from secretariat.models import Person
from tests.governance.requests_world import build_requests, many
from tests.ictportal.reporting import asked, made, table, wrong_rows
from tests.world import bring_in

pytestmark = pytest.mark.django_db
KEY = "requests"
MARCH, JUNE = date(2019, 3, 31), date(2024, 6, 30)


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    return people("officer")


def numbers(report: Report) -> dict[str, Number]:
    return {one.figure: one for one in report.numbers}


def test_on_31_march_2019_the_one_request_that_was_due_is_fulfilled(officer: Person) -> None:
    report = made(KEY, asked(officer, MARCH))
    late, done = (numbers(report)[name] for name in ("mandates.overdue", "mandates.fulfilled"))
    assert (late.numerator, late.denominator, late.tone) == (0, 1, "")
    assert (done.numerator, done.denominator) == (1, 1)
    assert report.sections[0].lead.startswith("Of nothing that was due")


def test_what_is_due_next_names_its_session(officer: Person) -> None:
    told = numbers(made(KEY, asked(officer, MARCH)))["mandates.next_due"]
    assert told.heading == "Due next: 75th session"
    assert (told.numerator, told.denominator) == (1, 1)


def test_the_part_of_the_session_that_ends_first_comes_first(officer: Person) -> None:
    told = numbers(made(KEY, asked(officer, date(2020, 1, 31))))["mandates.next_due"]
    assert told.opens is not None
    assert told.opens.query["session"] in {"74", "75"}
    earlier = figures.NEXT_DUE.answer(officer, Moment(date(2020, 1, 31)), {})
    assert earlier.rows["part"] in {"main", "none"}
    assert 0 < (earlier.numerator or 0) < earlier.denominator


def test_what_the_78th_session_recalls_is_overdue_with_all_that_was_to_come_through_it(
    officer: Person,
) -> None:
    report = made(KEY, asked(officer, JUNE))
    late = numbers(report)["mandates.overdue"]
    assert (late.numerator, late.tone) == (8, "bad")
    assert [(part.key, part.count) for part in late.parts] == [("acabq", 8)]
    chain = next(
        one for one in table(report, "chains").lines if one.cells[0].text == "A/74/588, para 8"
    )
    assert "78th session: recalled as not submitted (DRAFT-78-133, para 3)" in chain.cells[2].text
    assert (chain.cells[3].number, chain.cells[4].text) == (7, "overdue")


def test_a_day_that_passed_without_a_word_is_not_called_overdue(officer: Person) -> None:
    report = made(KEY, asked(officer, JUNE))
    found = {one.cells[0].text: one for one in table(report, "requests").lines}
    assert found["A/74/588, para 21"].cells[5].text == "due date passed, fulfilment not documented"
    assert found["A/74/588, para 8"].cells[5].tone == "bad"


@pytest.mark.parametrize("day", [MARCH, JUNE])
def test_every_count_opens_as_many_rows_as_it_says(officer: Person, day: date) -> None:
    question = asked(officer, day)
    report = made(KEY, question)
    assert len(report.opened) > 20
    assert wrong_rows(question, report) == []


def test_every_request_stands_in_the_table_and_in_one_place_of_the_map(officer: Person) -> None:
    report = made(KEY, asked(officer, JUNE))
    [drawn] = [one for one in report.blocks if isinstance(one, Chart) and one.key == "documents"]
    assert len(table(report, "requests").lines) == 45
    assert sum(one["count"] for one in drawn.data["cells"]) == 45


def test_who_is_asked_together_with_others_counts_in_each_line(officer: Person) -> None:
    lines = {one.cells[0].text: one for one in table(made(KEY, asked(officer)), "addressees").lines}
    joint = next(name for name in lines if name.startswith("Secretary-General;"))
    alone = lines["Secretary-General"].cells[1].number
    assert lines[joint].cells[1].number == 1
    assert alone == 32
    assert lines["none named"].cells[1].number == 11


def test_a_day_before_the_first_request_says_so(officer: Person) -> None:
    report = made(KEY, asked(officer, date(2005, 1, 1)))
    assert report.sections[0].lead == ("On this day no request or recommendation is on record.")
    assert {one.value for one in report.numbers} == {"not applicable"}
    assert table(report, "requests").lines == ()
    assert table(report, "chains").empty


def test_what_is_sealed_later_is_not_known_at_an_earlier_seal(officer: Person) -> None:
    build_requests()
    seals.seal_pending()
    known = seals.head()[0]
    said = {"mandate": "T-5", "word": "fulfilled", "text": "Done.", "as_of": "2025-01-31"}
    bring_in("mandate_findings", {**said, "document": "A/79/902", "locator": "para 1"})
    now = numbers(made(KEY, asked(officer)))["mandates.fulfilled"]
    then = numbers(made(KEY, asked(officer, known=known)))["mandates.fulfilled"]
    assert (now.numerator, then.numerator) == (2, 1)


def test_who_may_not_read_the_register_sees_no_request(people: Callable[..., Person]) -> None:
    report = made(KEY, asked(people("reader")))
    assert table(report, "requests").lines == ()
    assert table(report, "chains").lines == ()
    assert report.opened == []


def test_more_requests_cost_no_statement_more(officer: Person) -> None:
    build_requests()

    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            made(KEY, asked(officer))
        return len(counted)

    statements()
    before = statements()
    many(12)
    assert statements() == before


def test_the_list_can_be_asked_for_a_part_of_a_session_and_for_what_names_no_addressee(
    officer: Person,
) -> None:
    client = Client()
    client.force_login(officer)

    def total(**given: str) -> int:
        found = client.get("/requests/", given).context["total"]
        assert isinstance(found, int)
        return found

    assert total(session="75") == total(session="75", part="main") + total(
        session="75", part="none"
    )
    assert 0 < total(session="75", part="none") < total(session="75")
    assert total() == total(addressed="yes") + total(addressed="no")
    assert total(addressed="no") == 11
