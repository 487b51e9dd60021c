"""Pages of dashboards and reports: what is asked wrongly is named, what was typed stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from ictportal.reports.span import first_day
from ledger import days
from secretariat.models import Person
from tests.world import World, bring_in

pytestmark = pytest.mark.django_db
PAGE = "/dashboards/recommendations/"
API = "/api/v1/reports/recommendations/"
TOMORROW = (days.today() + timedelta(days=2)).isoformat()
NAMES = ("ا" * 60, "W" * 200, "<b>&\"'")


@pytest.fixture
def client(people: Callable[..., Person]) -> Client:
    made = Client()
    made.force_login(people("officer"))
    return made


@pytest.fixture
def data(people: Callable[..., Person], api: Callable[..., APIClient]) -> APIClient:
    return api(people("officer"), "read")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_day_that_has_not_come_is_refused_in_words(client: Client) -> None:
    assert client.get(PAGE).status_code == 200
    answer = client.get(PAGE, {"as_of": TOMORROW})
    assert answer.status_code == 400
    assert "has not come yet" in text(answer)


def test_before_the_first_record_the_page_opens_and_says_when_the_register_begins(
    client: Client,
) -> None:
    first = first_day(False)
    assert first is not None
    before = client.get(PAGE, {"as_of": (first - timedelta(days=1)).isoformat()})
    assert before.status_code == 200
    assert f"The register begins on {first.day} " in text(before)
    assert "The register begins on" not in text(client.get(PAGE, {"as_of": first.isoformat()}))


@pytest.mark.parametrize(
    ("path", "name", "value", "said"),
    [
        (PAGE, "colour", "blue", "does not know “colour”"),
        (PAGE, "compare", "last year", "last year"),
        (PAGE, "compare", TOMORROW, "has not come yet"),
        ("/reports/board-annex/", "followed_up_in", "A/1/1 <b>", "cannot be chosen here"),
        ("/reports/history/", "period", "yesterday", "cannot be chosen here"),
    ],
)
def test_what_cannot_be_asked_is_refused_naming_the_field(
    client: Client, path: str, name: str, value: str, said: str
) -> None:
    answer = client.get(path, {name: value})
    assert answer.status_code == 400
    assert f"<code>{name}</code>" in text(answer)
    assert said in text(answer)
    assert "<b>" not in text(answer).partition("<main")[2].partition('role="alert"')[2][:400]


def test_a_day_to_compare_with_that_is_refused_stays_in_its_field(client: Client) -> None:
    answer = client.get(PAGE, {"compare": TOMORROW})
    assert f'name="compare" value="{TOMORROW}"' in text(answer)


def test_two_days_stand_side_by_side(client: Client) -> None:
    answer = client.get(PAGE, {"as_of": "2019-03-31", "compare": "2018-03-31"})
    assert answer.status_code == 200
    assert "As at 31 March 2018" in text(answer)


@pytest.mark.parametrize("path", ["/dashboards/nothing/", "/reports/nothing/"])
def test_a_report_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get("/reports/").status_code == 200
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_long_names_and_names_written_from_the_right_are_shown_as_they_are(
    world: World, name: str
) -> None:
    bring_in("entities", {"code": "DGACM", "name": name, "as_of": "2016-01-01"})
    client = Client()
    client.force_login(world.officer)
    answer = client.get("/reports/by-department/")
    assert answer.status_code == 200
    assert "<b>&" not in text(answer)


# --- the same over the interface -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"as_of": TOMORROW}, "as_of"),
        ({"as_of": "soon"}, "as_of"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_the_api_refuses_the_same_with_a_problem(
    data: APIClient, asked: dict[str, str], field: str
) -> None:
    assert data.get(API).status_code == 200
    answer = data.get(API, asked)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_the_api_finds_no_report_of_another_name(data: APIClient) -> None:
    answer = data.get("/api/v1/reports/nothing/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
