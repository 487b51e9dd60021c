"""Printed numbers beside computed ones: of every figure, explained or open work, on every face."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from ledger import moments
from ledger.importing.kinds import Change, get
from ledger.moments import parse_moment
from secretariat.models import Person, PrintedFigure
from secretariat.reconciliation import Line, reconcile
from tests.world import bring_in

pytestmark = pytest.mark.django_db
PAGE, LIST = "/reconciliation/", "/api/v1/reconciliation/"
NEW = "/registers/printed_figures/new/"
PROJECTS = {"figure": "projects.by_rating", "measure": "count", "value": "20", "as_printed": "20"}


def printed(code: str, **given: str) -> dict[str, str]:
    row = {"code": code, **PROJECTS, "as_of": "2019-03-31", "document": "A/74/588"}
    return {**row, "locator": "para 2", **given}


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    bring_in(
        "printed_figures",
        printed("T-PROJECTS"),
        printed("T-ENTITIES", figure="certification.response", measure="numerator", value="5"),
        printed("T-BOARD", figure="governance.meetings", parameters="body=ICT-BOARD&period=2018"),
        printed(
            *("T-WRONG",),
            **{"figure": "certification.response", "measure": "denominator", "value": "71"},
            document="A/75/6 (Sect. 29C)",
        ),
        printed("T-NOBODY", figure="governance.meetings", parameters="body=NO-SUCH-BODY"),
    )
    return people("officer")


@pytest.fixture
def page(officer: Person) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def line(officer: Person, code: str) -> Line:
    lines = reconcile(officer, moments.now())
    return next(one for one in lines if one.printed.subject.code == code)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- outcomes ------------------------------------------------------------------------------------
def test_figures_of_all_three_domains_are_held_against_print(officer: Person) -> None:
    assert line(officer, "T-ENTITIES").outcome == "matches"
    assert line(officer, "T-BOARD").computed == 2
    assert line(officer, "status-denominator-2018").outcome == "by_construction"


def test_what_rests_on_reconstructed_projects_matches_by_construction_only(
    officer: Person,
) -> None:
    assert line(officer, "T-PROJECTS").computed == 20
    assert line(officer, "T-PROJECTS").outcome == "by_construction"


def test_the_gap_is_computed_less_printed(officer: Person) -> None:
    assert (line(officer, "T-WRONG").gap, line(officer, "T-BOARD").gap) == (-1, 2 - 20)
    assert line(officer, "T-ENTITIES").gap is None


def test_what_cannot_be_computed_says_why(officer: Person) -> None:
    found = line(officer, "T-NOBODY")
    assert (found.outcome, found.computed) == ("cannot", None)
    assert "NO-SUCH-BODY" in found.why


def test_a_difference_is_open_work_until_it_is_explained(officer: Person) -> None:
    assert line(officer, "T-WRONG").is_unexplained
    bring_in("printed_figures", printed_again("T-WRONG", explanation="One entity asked twice."))
    found = line(officer, "T-WRONG")
    assert (found.outcome, found.is_unexplained) == ("differs", False)


def printed_again(code: str, **given: str) -> dict[str, str]:
    return {**get("printed_figures").current()[(code,)], **given}


def test_one_figure_of_a_day_is_computed_once_however_many_cells_quote_it(
    officer: Person,
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            reconcile(officer, parse_moment("2019-12-31", None))
        return len(seen)

    statements()  # what is read once per process is not counted
    few = statements()
    bring_in("printed_figures", *(printed(f"T-AGAIN-{n}") for n in range(20)))
    assert statements() == few


# --- the page ------------------------------------------------------------------------------------
def test_every_count_of_the_page_opens_that_many_lines(page: Client) -> None:
    first = page.get(PAGE)
    assert first.context["counts"] == {
        "matches": 1,
        "by_construction": 13,
        "differs": 2,
        "cannot": 1,
    }
    for one in first.context["outcomes"]:
        assert page.get(f"{PAGE}?{one['query']}").context["total"] == one["count"]
    assert page.get(PAGE, {"explained": "no"}).context["total"] == first.context["unexplained"] == 2
    for _symbol, count, query in first.context["documents"]:
        assert page.get(f"{PAGE}?{query}").context["total"] == count


def test_within_a_document_the_counts_are_of_that_document(page: Client) -> None:
    found = page.get(PAGE, {"document": "A/75/6 (Sect. 29C)"})
    assert found.context["counts"] == {
        "matches": 0,
        "by_construction": 0,
        "differs": 1,
        "cannot": 0,
    }


def test_the_page_shows_the_gap_and_what_is_not_explained_first(page: Client) -> None:
    shown = page.get(PAGE)
    assert {one.printed.subject.code for one in shown.context["lines"][:2]} == {
        "T-WRONG",
        "T-BOARD",
    }
    assert "2</b></a> differences are not explained yet" in text(shown)
    assert "Explain the difference" in text(shown)


@pytest.mark.parametrize(
    ("query", "name"),
    [({"outcome": "agrees"}, "outcome"), ({"explained": "1"}, "explained"), ({"x": "1"}, "x")],
)
def test_a_filter_that_is_none_is_refused_by_name(
    page: Client, officer: Person, api: Callable[..., APIClient], query: dict[str, str], name: str
) -> None:
    assert page.get(PAGE, query).status_code == 400
    refused = api(officer).get(LIST, query)
    assert refused.status_code == 400
    assert name in refused.content.decode()


def test_the_overview_counts_open_the_lines_they_count(page: Client) -> None:
    body = page.get("/overview/").content.decode()
    for outcome, count in page.get(PAGE).context["counts"].items():
        assert f'href="/reconciliation/?outcome={outcome}">{count}</a>' in body


def test_in_the_demonstration_the_page_shows_its_own_numbers_only(page: Client) -> None:
    assert page.get(PAGE, {"layer": "demonstration"}).context["total"] == 0


# --- files and interface -------------------------------------------------------------------------
def test_page_file_and_interface_list_the_same_rows_in_one_order(
    page: Client, officer: Person, api: Callable[..., APIClient]
) -> None:
    query = {"document": "A/74/588"}
    shown = [one.printed.subject.code for one in page.get(PAGE, query).context["lines"]]
    answer = api(officer).get(LIST, query).json()
    assert [row["code"] for row in answer["results"]] == shown
    assert answer["count"] == len(shown) == 16
    content = b"".join(page.get(f"{PAGE}export.csv", query).streaming_content)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == shown
    assert [row["outcome"] for row in rows] == [row["outcome"] for row in answer["results"]]
    book = openpyxl.load_workbook(io.BytesIO(page.get(f"{PAGE}export.xlsx", query).content))
    assert [row[0] for row in book.worksheets[0].iter_rows(values_only=True)][1:] == shown


def test_the_file_of_the_import_and_its_rows_are_the_same(officer: Person) -> None:
    kind = get("printed_figures")
    row = kind.current()[("T-BOARD",)]
    assert row["parameters"] == "body=ICT-BOARD&period=2018"
    clean = {c.name: c.clean(row[c.name]) for c in kind.columns if c.clean and row[c.name]}
    assert clean == {name: value for name, value in row.items() if value}


# --- entering a number ---------------------------------------------------------------------------
def given(**cells: str) -> dict[str, str]:
    row = {**printed("T-TYPED", value="2", as_printed="two"), "provenance": "", **cells}
    return {**{f"cell-{name}": value for name, value in row.items()}, "reason": "As printed."}


def test_an_officer_enters_a_printed_number_on_the_page(page: Client) -> None:
    asked = given(figure="governance.meetings", parameters="?period=2018&body=ICT-BOARD")
    assert page.post(NEW, asked).status_code == 302
    made = PrintedFigure.objects.get(code="T-TYPED")
    assert made.parameters == {"body": "ICT-BOARD", "period": "2018"}
    codes = {one.printed.subject.code: one for one in page.get(PAGE).context["lines"]}
    assert codes["T-TYPED"].outcome == "matches"


@pytest.mark.parametrize(
    ("cells", "field", "said"),
    [
        ({"figure": "projects.count"}, "figure", "projects.by_rating"),
        ({"parameters": "colour=red"}, "parameters", "Known: "),
        ({"parameters": "red"}, "parameters", "as in an address"),
        ({"parameters": "plan=a&plan=b"}, "parameters", "once"),
        ({"parameters": "provenance=demonstration"}, "parameters", "layer follows"),
        ({"part": "blue"}, "part", "green"),
        ({"part": "green", "measure": "numerator"}, "measure", "count, share"),
        ({"measure": "sum"}, "measure", "not one of"),
        ({"value": "many"}, "value", "whole number"),
    ],
)
def test_a_number_that_no_figure_answers_is_refused_at_its_field(
    page: Client, cells: dict[str, str], field: str, said: str
) -> None:
    refused = page.post(NEW, given(**cells))
    assert refused.status_code == 400
    errors = refused.context["form"].errors[f"cell-{field}"]
    assert said in " ".join(errors)
    assert not PrintedFigure.objects.filter(code="T-TYPED").exists()
    assert 'value="two"' in refused.content.decode()


def test_which_number_a_code_stands_for_never_changes(officer: Person) -> None:
    kind = get("printed_figures")
    before = kind.current()[("T-BOARD",)]
    after = {**before, "figure": "governance.outputs"}
    faults = kind.check([Change(1, ("T-BOARD",), before, after)])
    assert [fault.column for fault in faults] == ["figure"]


def test_the_form_offers_every_figure_and_who_may_not_enter_sees_no_button(
    page: Client, people: Callable[..., Person]
) -> None:
    assert "governance.framework" in text(page.get(NEW))
    other = Client()
    other.force_login(people("auditor", "BOA"))
    assert NEW in text(page.get(PAGE))
    assert NEW not in text(other.get(PAGE))
    assert other.get(NEW).status_code == 403
