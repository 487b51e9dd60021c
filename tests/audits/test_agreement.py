"""Page, API, CSV and XLSX give the same rows and the same numbers."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.world import World

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"body": "BOA", "followed_up_in": "A/74/177", "as_of": "2018-12-31"},
    {"followed_up_in": "A/74/177", "as_of": "2018-12-31", "older_than_two_years": "yes"},
    {"followed_up_in": "A/74/177", "as_of": "2019-12-31", "older_than_two_years": "undetermined"},
    {"as_of": "2019-12-31", "status": "under_implementation,not_implemented"},
    {"as_of": "2019-12-31", "reiterates": "yes"},
    {"made_in": "A/79/5 (Vol. I)"},
    {"q": "asset"},
    {"theme": "none", "as_of": "2018-12-31"},
]


@pytest.fixture
def page(world: World) -> Client:
    client = Client()
    client.force_login(world.officer)
    return client


def csv_rows(page: Client, query: dict[str, str]) -> list[dict[str, str]]:
    content = b"".join(page.get("/recommendations/export.csv", query).streaming_content)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def xlsx_ids(page: Client, query: dict[str, str]) -> list[str]:
    book = openpyxl.load_workbook(
        io.BytesIO(page.get("/recommendations/export.xlsx", query).content)
    )
    rows = list(book["Recommendations"].iter_rows(values_only=True))
    return [str(row[0]) for row in rows[1:]]


def api_ids(client: APIClient, query: dict[str, str]) -> list[str]:
    body = client.get("/api/v1/recommendations/", {**query, "page_size": "500"}).json()
    assert body["count"] == len(body["results"])
    return [row["id"] for row in body["results"]]


@pytest.mark.parametrize("query", QUESTIONS)
def test_the_four_faces_show_the_same_rows_in_the_same_order(
    world: World, page: Client, api: Callable[..., APIClient], query: dict[str, str]
) -> None:
    ids = api_ids(api(world.officer), query)
    assert ids, "the question finds nothing"
    assert [row["id"] for row in csv_rows(page, query)] == ids
    assert xlsx_ids(page, query) == ids
    shown = page.get("/recommendations/", query)
    assert shown.context["total"] == len(ids)
    assert [str(row.state.recommendation_id) for row in shown.context["rows"]] == ids[:50]


def test_the_figure_on_the_page_is_the_figure_of_the_api_and_of_the_files(
    world: World, page: Client, api: Callable[..., APIClient]
) -> None:
    query = {"body": "BOA", "followed_up_in": "A/74/177", "as_of": "2018-12-31"}
    figure = api(world.officer).get("/api/v1/figures/recommendations.status/", query).json()
    counts = {part["key"]: part["count"] for part in figure["parts"]}
    rows = csv_rows(page, query)
    assert counts == {key: sum(row["status"] == key for row in rows) for key in counts}
    assert (
        figure["denominator"] == len(rows) == page.get("/recommendations/", query).context["total"]
    )


def test_the_home_of_an_officer_opens_as_many_rows_as_it_counts(world: World, page: Client) -> None:
    section = page.get("/", {"as_of": "2018-12-31"}).context["sections"]["officer"]
    for shown in section["figures"]:
        answer = shown["answer"]
        listed = page.get("/recommendations/", {**answer.rows, "as_of": "2018-12-31"})
        counted = answer.numerator if answer.numerator is not None else answer.value
        assert listed.context["total"] == counted, shown["figure"].key


def test_observed_through_is_said_on_the_page(page: Client) -> None:
    text = page.get("/ageing/", {"as_of": "2019-12-31"}).content.decode()
    assert re.search(r"31\s+December\s+2018", text)


def total_of(listed: Any) -> int:
    """How many rows a list says it has."""
    context = listed.context
    total: int = context["total"] if "total" in context else context["page_obj"].paginator.count
    return total


def test_each_flag_counts_what_its_list_shows(world: World, page: Client) -> None:
    world.update("closure_requested", target="2025-Q1")
    for query in ({"as_of": "2019-12-31"}, {"as_of": "2026-01-31"}):
        for row in page.get("/flags/", query).context["rows"]:
            flag = row["flag"]
            if flag.rows and "unanswered" not in flag.key and "claimed" not in flag.key:
                listed = page.get(reverse(flag.page), {**flag.rows, **query})
                assert total_of(listed) == row["count"], flag.key


def test_reconciliation_of_para_4_matches_by_construction_never_as_a_match(page: Client) -> None:
    shown = page.get("/reconciliation/", {"as_of": "2018-12-31"})
    lines = shown.context["lines"]
    assert len(lines) == 12
    assert {line.outcome for line in lines} == {"by_construction"}
    assert [line.computed for line in lines] == [line.printed.value for line in lines]


def test_formulas_are_defused_in_both_files(world: World, page: Client) -> None:
    from audits import actions
    from secretariat.roles import Role
    from tests.world import bring_in, new_recommendation

    assert bring_in
    row = new_recommendation("para 99", "=1+1")
    actions.record_recommendations(by=world.officer, role=Role.OFFICER, rows=[row], reason="test")
    query = {"made_in": "A/79/5 (Vol. I)"}
    assert "'=1+1" in {line["title"] for line in csv_rows(page, query)}
    book = openpyxl.load_workbook(
        io.BytesIO(page.get("/recommendations/export.xlsx", query).content)
    )
    cells: list[Any] = [cell for line in book["Recommendations"].iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
