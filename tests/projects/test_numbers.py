"""Indicators, tables of resources, the organization chart and the discrepancies."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from ledger.moments import Moment, now
from projects.comparisons import CANNOT, DIFFERS, MATCHES, NOTED, Outcome, compared
from projects.models import ComparisonRule
from projects.numbers import lines_in_force
from secretariat.models import Person
from tests.world import bring_in

pytestmark = pytest.mark.django_db
SYMBOL = "A/69/517"
SOURCE = {"document": SYMBOL, "locator": "annex III", "as_of": "2014-08-31"}


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    return people("officer")


@pytest.fixture
def page(officer: Person) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def client(officer: Person, api: Callable[..., APIClient]) -> APIClient:
    return api(officer, "read")


def at(day: str) -> Moment:
    return Moment(as_of=date.fromisoformat(day))


def one(outcomes: list[Outcome], key: str) -> Outcome:
    [found] = [outcome for outcome in outcomes if outcome.key == key]
    return found


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", response.content.decode())


def statements(act: Callable[[], Any]) -> int:
    act()
    with CaptureQueriesContext(connection) as seen:
        assert act().status_code == 200
    noise = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(1 for query in seen if not query["sql"].startswith(noise))


# --- what is compared ----------------------------------------------------------------------------
def test_at_least_fifteen_recorded_contradictions_are_found_by_computing() -> None:
    found = [one for one in compared(now()) if one.outcome == DIFFERS and one.kind == "computed"]
    cases = {re.match(r"D\d+", outcome.code)[0] for outcome in found if outcome.code[0] == "D"}  # type: ignore[index]
    assert len(cases) >= 15, sorted(cases)
    for outcome in found:
        assert outcome.printed is not None and outcome.computed is not None
        assert outcome.printed != outcome.computed
        assert outcome.citation.document.symbol and outcome.citation.locator


@pytest.mark.parametrize(
    ("key", "printed", "computed", "outcome"),
    [
        ("D07", "41426", "38426", DIFFERS),
        ("D08-A", "1519.0", "1519.1", DIFFERS),
        ("D09-A", "4525.4", "4525.5", DIFFERS),
        ("D10-A", "2079.05", "693.02", DIFFERS),
        ("D11-B", "653.7", "653.65", MATCHES),
        ("D13", "38", "38.6", DIFFERS),
        ("D16", "2015", "2014", DIFFERS),
        ("D18", "4.2", "4.3", DIFFERS),
        ("D20-D", "183", "184", DIFFERS),
        ("D21", "2000000", "2037400", DIFFERS),
        ("D26", "3", "2", DIFFERS),
        ("D30", "5", "6", DIFFERS),
        ("D03-A", "5", "4.5", DIFFERS),
        ("D03-B", "5", "7", DIFFERS),
    ],
)
def test_both_numbers_stand_beside_each_other(
    key: str, printed: str, computed: str, outcome: str
) -> None:
    found = one(compared(now()), key)
    assert (found.printed_text, found.computed_text, found.outcome) == (printed, computed, outcome)


def test_contradictions_in_words_are_noted_and_never_computed() -> None:
    noted = [outcome for outcome in compared(now()) if outcome.outcome == NOTED]
    notes = ComparisonRule.objects.current(now().as_of).filter(subject__kind="note")
    assert {outcome.code for outcome in noted} == {rule.subject.code for rule in notes}
    assert all(outcome.printed is None and outcome.explanation for outcome in noted)


def test_a_star_stands_for_every_row_that_both_sides_have() -> None:
    found = [o for o in compared(now()) if o.code == "SUM-29C.13-ROWS-CHANGE"]
    assert len(found) == 14
    assert all(outcome.star_label and outcome.outcome == MATCHES for outcome in found)
    assert len({outcome.key for outcome in compared(now())}) == len(compared(now()))


def test_a_cell_included_elsewhere_counts_as_nothing() -> None:
    found = one(compared(now()), "D08-A")
    assert found.computed == Fraction(15191, 10)


def test_projects_complete_but_unmet_stand_among_what_differs() -> None:
    found = [o for o in compared(at("2019-10-31")) if o.kind == "complete_but_unmet"]
    assert len(found) == 4
    for outcome in found:
        assert outcome.outcome == DIFFERS and "100" in outcome.printed_text
        assert outcome.explanation and outcome.project and outcome.citation


def test_each_kind_of_reference_is_read_once() -> None:
    compared(now())
    with CaptureQueriesContext(connection) as seen:
        found = compared(now())
    assert len(found) > 500
    assert len(seen) <= 10


def test_nothing_is_compared_before_it_is_printed() -> None:
    def documents(day: str) -> set[str]:
        return {outcome.citation.document.symbol for outcome in compared(at(day))}

    assert compared(at("2006-06-30")) == []
    assert SYMBOL not in documents("2014-08-30")
    assert documents("2014-12-31") <= {SYMBOL, "A/61/254"}


def test_what_was_not_yet_known_is_not_compared() -> None:
    assert compared(Moment(as_of=now().as_of, known=0)) == []


def test_the_two_layers_never_meet() -> None:
    assert compared(now(), demonstration=True) == []


def test_a_corrected_cell_changes_the_outcome_and_the_past_stays() -> None:
    bring_in(
        "resource_amounts",
        {
            "table": "III",
            "row": "2010-2011",
            "row_order": "1",
            "row_label": "2010-2011",
            "column": "total",
            "column_order": "6",
            "column_label": "Total without Umoja",
            "year": "2010-2011",
            "measure": "amount",
            "state": "number",
            "value": "1519.1",
            "as_printed": "1 519.1",
            **SOURCE,
        },
    )
    assert one(compared(now()), "D08-A").outcome == MATCHES


def comparison(code: str, printed: str, computed: str) -> None:
    row = {"code": code, "kind": "computed", "name": "A test", "printed": printed}
    bring_in("comparisons", {**row, "computed": computed, "decimals": "0", **SOURCE})


@pytest.mark.parametrize(
    ("computed", "why"),
    [
        ("{cell III:2010-2011:nowhere}", "cell III:2010-2011:nowhere"),
        ("{value NOBODY:actual:2019}", "value NOBODY:actual:2019"),
        ("1 / ({cell III:total:umoja} - {cell III:total:umoja})", "division by zero"),
        ("{cell III:*:nowhere}", "no row or column that both sides have"),
        ("True", "no expression the portal understands"),
        ("r", "no expression the portal understands"),
        ("{quarters NOTHING}", "quarters NOTHING"),
        ("{year_of_act A/RES/1/1}", "year_of_act A/RES/1/1"),
        ("{elements NOTHING:risk}", "elements NOTHING:risk"),
        ("{rows NOTHING:a}", "rows NOTHING:a"),
        ("{cell FIG.VI:subprogramme-1:amount}", "cell FIG.VI:subprogramme-1:amount"),
    ],
)
def test_what_cannot_be_computed_says_why(computed: str, why: str) -> None:
    comparison("TEST-1", "1", computed)
    found = one(compared(now()), "TEST-1")
    assert found.outcome == CANNOT and why in found.missing
    assert found.computed is None and found.difference is None


# --- discrepancies -------------------------------------------------------------------------------
def test_the_counts_of_the_page_are_those_of_its_lists(page: Client, client: APIClient) -> None:
    counts = Counter(outcome.outcome for outcome in compared(now()))
    body = text_of(page.get("/discrepancies/"))
    for outcome, number in counts.items():
        assert f'outcome={outcome}"' in body or f"outcome={outcome}&" in body
        narrowed = text_of(page.get("/discrepancies/", {"outcome": outcome}))
        assert re.search(rf"\b{number} comparisons? as at", narrowed)
        answer = client.get("/api/v1/discrepancies/", {"outcome": outcome}).json()
        assert answer["count"] == number
        file = page.get("/discrepancies/export.csv", {"outcome": outcome})
        content = b"".join(file.streaming_content).decode("utf-8-sig")
        assert len(list(csv.DictReader(io.StringIO(content)))) == number


def test_the_workbook_has_every_comparison(page: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(page.get("/discrepancies/export.xlsx").content))
    assert book["Discrepancies"].max_row == len(compared(now())) + 1


def test_those_that_differ_come_first_and_show_both_numbers(page: Client) -> None:
    body = text_of(page.get("/discrepancies/"))
    first = re.findall(r'<tr( class="differs")?>\s*<th scope="row"', body)
    differ = sum(outcome.outcome == DIFFERS for outcome in compared(now()))
    assert all(first[:differ]) and not any(first[differ:])
    assert "41,426" in body and "38,426" in body and "corrects neither" in body


@pytest.mark.parametrize("query", [{"outcome": "nothing"}, {"nothing": "1"}, {"provenance": "x"}])
def test_an_unknown_question_is_refused(
    page: Client, client: APIClient, query: dict[str, str]
) -> None:
    assert page.get("/discrepancies/", query).status_code == 400
    answer = client.get("/api/v1/discrepancies/", query)
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"


def test_the_api_gives_the_exact_computed_number(client: APIClient) -> None:
    rows = client.get("/api/v1/discrepancies/", {"page_size": "500"}).json()["results"]
    [row] = [row for row in rows if row["key"] == "D10-A"]
    assert Fraction(row["computed_exactly"]) == Fraction(41581, 60)
    assert row["citation"] == {"document": SYMBOL, "locator": "annex III"}


# --- indicators ----------------------------------------------------------------------------------
INDICATORS = (
    {},
    {"group": "security"},
    {"kind": "deliverable,compliance"},
    {"below_plan": "yes"},
    {"measured": "no"},
    {"q": "applications"},
    {"as_of": "2014-12-31"},
    {"provenance": "demonstration"},
)


@pytest.mark.parametrize("query", INDICATORS)
def test_page_api_and_file_list_the_same_indicators(
    page: Client, client: APIClient, query: dict[str, str]
) -> None:
    answer = client.get("/api/v1/indicators/", {**query, "page_size": "500"}).json()
    codes = [row["code"] for row in answer["results"]]
    assert answer["count"] == len(codes)
    asked = dict(query)
    if asked.pop("provenance", ""):
        asked["layer"] = "demonstration"
    file = page.get("/indicators/export.csv", asked)
    content = b"".join(file.streaming_content).decode("utf-8-sig")
    assert [row["code"] for row in csv.DictReader(io.StringIO(content))] == codes
    body = text_of(page.get("/indicators/", asked))
    assert f"<strong>{len(codes)}</strong>" in body
    assert re.findall(r'class="title"><a href="/indicators/([^/"]+)/', body) == codes[:50]


def test_the_threshold_of_client_satisfaction_is_told(client: APIClient) -> None:
    row = client.get("/api/v1/indicators/CLIENT-SATISFACTION/").json()
    assert row["threshold"] == "90" and not row["below_threshold"]
    early = client.get("/api/v1/indicators/CLIENT-SATISFACTION/", {"as_of": "2018-12-31"}).json()
    assert early["below_threshold"] or early["values"]


def test_an_indicator_shows_every_value_with_its_print_and_its_source(page: Client) -> None:
    body = text_of(page.get("/indicators/CLIENT-SATISFACTION/"))
    assert body.count("para. 29C.48") >= 3
    assert "93 %" in body and 'class="chart measures"' in body and 'id="history"' in body
    assert 'lang="zh-Hans"' in body


def test_parts_of_an_indicator_are_added_up_beside_the_printed_whole(page: Client) -> None:
    body = text_of(page.get("/indicators/STAFF-TOTAL/"))
    assert "the parts on record give 38,426, the whole is printed as 41,426" in body
    assert "/indicators/STAFF-FIELD/" in body


def test_a_button_to_record_a_value_is_for_those_who_keep_the_portfolio_today(
    page: Client, people: Callable[..., Person]
) -> None:
    wanted = "Record a value"
    assert wanted in text_of(page.get("/indicators/APPLICATIONS/"))
    assert wanted not in text_of(page.get("/indicators/APPLICATIONS/", {"as_of": "2020-12-31"}))
    other = Client()
    other.force_login(people("auditor", "BOA"))
    assert wanted not in text_of(other.get("/indicators/APPLICATIONS/"))


@pytest.mark.parametrize(
    "path",
    ["/indicators/NOBODY/", "/resources/NOBODY/", "/resources/III/?cell=no:where"],
)
def test_what_is_not_on_record_is_not_found(page: Client, path: str) -> None:
    assert page.get(path).status_code == 404


@pytest.mark.parametrize("path", ["indicators/NOBODY/", "resource-tables/NOBODY/"])
def test_the_api_says_that_it_is_not_on_record(client: APIClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404 and answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["indicators/", "indicators/APPLICATIONS/", "resource-tables/", "resource-tables/III/"],
)
def test_unknown_parameters_are_refused(client: APIClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}", {"grupo": "assets"})
    assert answer.status_code == 400 and "grupo" in str(answer.json())


def test_a_faulty_filter_is_named_and_lists_nothing(page: Client) -> None:
    response = page.get("/indicators/", {"group": "nothing"})
    assert response.status_code == 400
    assert "Nothing is listed" in response.content.decode()


# --- tables and the chart ------------------------------------------------------------------------
def test_a_table_shows_print_and_computation_side_by_side(page: Client) -> None:
    body = text_of(page.get("/resources/III/", {"cell": "2010-2011:total"}))
    assert "1 519.0" in body and "computed 1,519.1" in body
    assert 'id="cell"' in body and "计入经常预算" in body
    assert body.count("<tr") >= 4


def test_the_overview_explains_the_two_million(page: Client) -> None:
    body = text_of(page.get("/resources/"))
    assert "2,000,000" in body and "1,000,200" in body and "Funding that ends" in body
    assert "180,706,500" in body and "45 %" in body
    assert "Annual budget with Umoja" in body


def test_funding_warns_within_the_year_before_it_ends(page: Client) -> None:
    near = text_of(page.get("/resources/", {"as_of": "2017-06-30"}))
    assert 'class="flag red"' in near and "ends with 2017" in near
    after = text_of(page.get("/resources/", {"as_of": "2018-06-30"}))
    assert "ended with 2017" in after


def test_the_chart_shows_units_with_posts_and_totals_beside_the_table(page: Client) -> None:
    body = text_of(page.get("/organization/"))
    assert "Cybersecurity Section" in body and "/entities/OICT-CS/" in body
    totals = re.findall(r'data-label="Chart, added up">(\d+)</td>\s*<td[^>]*>([\d ]+)</td>', body)
    assert totals == [("184", "183"), ("12", "12"), ("55", "55")]
    assert "Rows of the printed chart without" not in body


def test_before_the_lines_were_stated_the_chart_is_shown_as_printed(page: Client) -> None:
    body = text_of(page.get("/organization/", {"as_of": "2020-12-31"}))
    assert "Rows of the printed chart without" in body
    assert "No unit below it is on record" in body


def test_a_line_ends_after_its_last_day() -> None:
    def superiors(day: str) -> set[str]:
        return {
            line.superior.code for line in lines_in_force(at(day)) if line.subject.code == "OICT"
        }

    assert superiors("2019-10-30") == {"DM"}
    assert superiors("2019-10-31") == {"DMSPC", "DOS"}


# --- costs ---------------------------------------------------------------------------------------
def test_the_list_of_indicators_costs_the_same_for_few_and_many(
    page: Client, client: APIClient
) -> None:
    few, many = {"code": "APPLICATIONS"}, {"q": "a"}
    assert statements(lambda: page.get("/indicators/", few)) == statements(
        lambda: page.get("/indicators/", many)
    )
    api = [
        statements(lambda query=query: client.get("/api/v1/indicators/", query))
        for query in (few, {**many, "page_size": "500"})
    ]
    assert api[0] == api[1] <= 8


def test_a_table_costs_the_same_for_few_and_many_cells(page: Client, client: APIClient) -> None:
    paths = ("/resources/P58/", "/resources/29C.14/")
    pages = [statements(lambda path=path: page.get(path)) for path in paths]
    assert pages[0] == pages[1] <= 18
    api = [
        statements(
            lambda path=path: client.get(f"/api/v1{path}".replace("resources", "resource-tables"))
        )
        for path in paths
    ]
    assert api[0] == api[1]
