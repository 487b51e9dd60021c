"""The dashboard of resources: tables as printed, sums beside them, and what does not add up."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from ictportal.reports.content import Chart, Line, Report
from ictportal.reports.rows import rows_of
from ledger import seals
from ledger.errors import Invalid
from ledger.moments import Moment
from projects.resource_figures import DIFFERING, POSTS
from secretariat.models import Person
from tests.ictportal.reporting import asked, made, table, texts, whole_text
from tests.world import bring_in

pytestmark = pytest.mark.django_db
KEY = "resources"
MARCH, LATER = date(2019, 3, 31), date(2021, 6, 30)


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    return people("officer")


@pytest.fixture
def page(officer: Person) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def under(report: Report, key: str, label: str) -> tuple[Line, Line]:
    """The line with a label, and the one below it."""
    lines = table(report, key).lines
    place = next(n for n, one in enumerate(lines) if one.cells[0].text == label)
    return lines[place], lines[place + 1]


def test_what_2021_costs_who_pays_and_how_many_posts(officer: Person) -> None:
    money, staff, differ = made(KEY, asked(officer, LATER)).numbers
    assert money.value == "179,558,400"
    assert {part.key: part.count for part in money.parts} == {
        "regular": 51_959_800,
        "other_assessed": 81_394_200,
        "extrabudgetary": 46_204_400,
    }
    assert staff.value == "250"
    assert [part.count for part in staff.parts] == [17, 39, 116, 78]
    assert differ.numerator == 21


def test_annex_iii_stands_as_printed_with_the_computed_total_below(officer: Person) -> None:
    report = made(KEY, asked(officer, MARCH))
    printed, computed = under(report, "table-III", "2010-2011")
    assert texts(printed)[1:8] == [
        "301.5",
        "24.9",
        "144.3",
        "1 048.4",
        "included elsewhere",
        "1 519.0",
        "100.7",
    ]
    assert (computed.cells[0].text, computed.cells[6].text) == ("computed", "1 519.1")
    assert [cell.tone for cell in printed.cells][6] == "bad"


def test_the_caveats_of_annex_iii_are_notes_of_its_cells(officer: Person) -> None:
    report = made(KEY, asked(officer, MARCH))
    found = table(report, "table-III")
    for letter in "abcd":
        assert any(note.startswith(f"Note {letter}") for note in found.notes)
    printed, _computed = under(report, "table-III", "2010-2011")
    [note] = printed.cells[5].notes
    assert "contained in the regular budget" in found.notes[note - 1]


def test_a_chart_of_a_biennium_says_what_stands_under_another_fund(officer: Person) -> None:
    report = made(KEY, asked(officer, MARCH))
    drawn = {one.key: one for one in report.blocks if isinstance(one, Chart)}
    first, last = drawn["biennium-2010-2011"], drawn["biennium-2014-2015"]
    assert "Special political missions: contained in the regular budget" in first.note
    assert sum(part["count"] for part in first.data["parts"]) == 1_619_800
    assert "contained" not in last.note
    assert len(last.data["parts"]) == len(first.data["parts"]) + 1


def test_the_printed_grand_total_of_2021_is_marked_as_taken_after_recosting(
    officer: Person,
) -> None:
    report = made(KEY, asked(officer, LATER))
    printed, computed = under(report, "table-29C.14", "Total, all sources of funds")
    assert texts(printed)[1:] == ["145 033.8", "176 942.6", "", "", "180 706.5"]
    assert printed.cells[5].tone == "bad"
    assert computed.cells[5].text == "179 558.4"
    notes = table(report, "table-29C.14").notes
    assert any("after recosting" in notes[place - 1] for place in printed.cells[5].notes)


def test_posts_stand_by_component_and_fund(officer: Person) -> None:
    report = made(KEY, asked(officer, LATER))
    printed, _computed = under(report, "table-29C.15", "Total, all sources of funds")
    assert texts(printed)[1:] == ["251", "250"]
    groups = [one for one in table(report, "table-29C.15").lines if one.kind == "group"]
    assert len(groups) == 4


def test_in_march_2019_the_budget_of_2021_is_not_known_and_the_page_says_so(
    officer: Person,
) -> None:
    report = made(KEY, asked(officer, MARCH))
    [differ] = report.numbers
    assert (differ.numerator, differ.denominator) == (10, 35)
    assert "no programme budget by component and source of funds is on record" in whole_text(report)
    assert [texts(one)[0] for one in table(report, "tables").lines] == ["III", "P58", "P59"]


def test_every_difference_stands_once_with_both_numbers(officer: Person) -> None:
    report = made(KEY, asked(officer, MARCH))
    found = {texts(one)[0]: texts(one) for one in table(report, "differences").lines}
    assert len(found) == 10
    assert found["D08-A"][2:5] == ["1 519.0", "1 519.1", "+0.1"]


def test_every_count_opens_as_many_rows_as_it_says(officer: Person) -> None:
    question = asked(officer, MARCH)
    report = made(KEY, question)
    counts = [one for one in report.opened if one.count is not None]
    assert len(counts) > 4
    assert [
        (one, rows_of(question, one).total)
        for one in counts
        if one.count != rows_of(question, one).total
    ] == []


def test_page_list_and_api_agree_on_the_comparisons_of_a_table(
    page: Client, officer: Person, api: Callable[..., APIClient]
) -> None:
    answer = DIFFERING.answer(officer, Moment(MARCH), {"table": "III"})
    given = {**answer.rows, "as_of": MARCH.isoformat()}
    listed = page.get("/discrepancies/", given)
    assert listed.context["total"] == answer.numerator
    assert "Only comparisons that touch table III are shown." in listed.content.decode()
    found = api(officer, "read").get("/api/v1/discrepancies/", given).json()
    assert found["count"] == answer.numerator


def test_an_unknown_table_is_refused_by_name(
    page: Client, officer: Person, api: Callable[..., APIClient]
) -> None:
    refused = api(officer, "read").get("/api/v1/discrepancies/", {"table": "X"})
    assert refused.status_code == 400
    assert "table" in str(refused.json()["errors"])
    assert page.get("/discrepancies/", {"table": "X"}).status_code == 400


def test_a_table_of_money_has_no_posts_to_count(officer: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        POSTS.answer(officer, Moment(LATER), {"table": "29C.14"})
    assert "table" in refusal.value.fields


def test_what_is_sealed_later_is_not_known_at_an_earlier_seal(officer: Person) -> None:
    seals.seal_pending()
    known = seals.head()[0]
    place = {"document": "A/69/517", "locator": "annex III", "as_of": "2014-08-31"}
    bring_in("resource_tables", {"code": "T-1", "name": "A table", "unit": "posts", **place})
    cell = {"row": "one", "row_label": "One", "column": "c", "column_label": "C"}
    value = {"measure": "posts", "state": "number", "value": "3", "as_printed": "3"}
    bring_in("resource_amounts", {"table": "T-1", **cell, **value, **place})

    def codes(known: int | None) -> list[str]:
        found = table(made(KEY, asked(officer, MARCH, known=known)), "tables")
        return [one.cells[0].text for one in found.lines]

    assert "T-1" in codes(None)
    assert codes(known) == ["III", "P58", "P59"]


def test_a_day_before_the_first_table_says_so(officer: Person) -> None:
    report = made(KEY, asked(officer, date(2010, 1, 1)))
    assert report.sections[0].lead == "On this day no table of money or posts is on record."
    assert report.numbers == []
    assert table(report, "tables").lines == ()


def test_who_may_not_read_the_register_sees_no_table(people: Callable[..., Person]) -> None:
    report = made(KEY, asked(people("reader")))
    assert report.numbers == []
    assert table(report, "tables").lines == ()
    assert table(report, "differences").lines == ()


def test_more_tables_cost_no_statement_more(officer: Person) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            made(KEY, asked(officer, MARCH))
        return len(counted)

    statements()
    before = statements()
    place = {"document": "A/69/517", "locator": "annex III", "as_of": "2014-08-31"}
    for number in range(8):
        told = {"code": f"T-{number}", "name": "A table", "unit": "posts", **place}
        bring_in("resource_tables", told)
    assert statements() == before
