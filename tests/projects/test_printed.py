"""Every number read out of the sources stands in the API as printed, with its place."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from ledger import days
from projects.models import Indicator, ResourceTable
from secretariat.models import Person

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def officer(people: Callable[..., Person], api: Callable[..., APIClient]) -> APIClient:
    return api(people("officer"), "read")


def all_of(client: APIClient, path: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page = 1
    while True:
        body = client.get(path, {**query, "page": str(page), "page_size": "100"}).json()
        found += body["results"]
        if body["next"] is None:
            assert body["count"] == len(found)
            return found
        page += 1


def test_every_printed_number_of_an_indicator_is_in_the_api(officer: APIClient) -> None:
    expected = rows_of("printed_numbers.csv")
    indicators = {row["code"]: row for row in all_of(officer, "/api/v1/indicators/")}
    assert len(indicators) == Indicator.objects.filter(demonstration=False).count()
    wrong = []
    for row in expected:
        said = [
            value
            for value in indicators[row["indicator"]]["values"]
            if value["role"] == row["role"]
            and value["period"] == row["period"]
            and value["citation"] == {"document": row["document"], "locator": row["locator"]}
        ]
        numbers = [Decimal(value["value"]) for value in said if value["value"] is not None]
        if Decimal(row["value"]) not in numbers:
            wrong.append((row, said))
    assert wrong == []
    assert len(expected) >= 150


def test_every_value_has_its_unit_its_period_and_its_print(officer: APIClient) -> None:
    for indicator in all_of(officer, "/api/v1/indicators/"):
        for value in indicator["values"]:
            assert value["unit"] == indicator["unit"], indicator["code"]
            assert days.parse_period(value["period"]).last.isoformat() == value["period_end"]
            assert value["citation"]["document"] and value["citation"]["locator"]
            assert value["as_printed"] or value["state"] != "number", (indicator["code"], value)
            assert (value["value"] is not None) == (value["state"] == "number")


def test_every_printed_amount_is_in_the_api(officer: APIClient) -> None:
    expected: dict[str, dict[tuple[str, str], Decimal]] = {}
    for row in rows_of("printed_amounts.csv"):
        table = expected.setdefault(row["table"], {})
        table[(row["row"], row["column"])] = Decimal(row["value"] or 0)
    tables = all_of(officer, "/api/v1/resource-tables/")
    assert {table["code"] for table in tables} == set(expected)
    for code, cells in expected.items():
        body = officer.get(f"/api/v1/resource-tables/{code}/").json()
        assert body["unit"] and body["citation"]["document"]
        found = {(one["row"], one["column"]): one for one in body["amounts"]}
        for place, number in cells.items():
            amount = found[place]
            assert Decimal(amount["value"] or 0) == number, (code, place)
            assert amount["citation"]["document"] and amount["citation"]["locator"]
            assert amount["as_of"] and amount["provenance"]
            if amount["state"] == "number":
                assert amount["as_printed"], (code, place)


def test_a_cell_that_is_included_elsewhere_keeps_its_words_and_has_no_number(
    officer: APIClient,
) -> None:
    body = officer.get("/api/v1/resource-tables/III/").json()
    [cell] = [one for one in body["amounts"] if one["state"] == "included_elsewhere"]
    assert (cell["row"], cell["column"]) == ("2010-2011", "special-political")
    assert cell["value"] is None and cell["as_printed"]


def test_nothing_is_printed_before_its_document(officer: APIClient) -> None:
    assert officer.get("/api/v1/resource-tables/", {"as_of": "2014-08-30"}).json()["count"] == 0
    early = all_of(officer, "/api/v1/resource-tables/", as_of="2014-08-31")
    assert {table["code"] for table in early} == {"III", "P58", "P59"}
    assert (
        officer.get("/api/v1/resource-tables/29C.14/", {"as_of": "2019-12-31"}).status_code == 404
    )
    assert ResourceTable.objects.filter(code="29C.14").exists()
