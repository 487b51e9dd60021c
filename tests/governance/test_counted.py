"""The rows behind the number of meetings: the figure, its parts, its list and its page agree."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from secretariat.models import Person
from tests import bodies

pytestmark = pytest.mark.django_db
MEETINGS = "/api/v1/figures/governance.meetings/"


@pytest.fixture
def secretary(people: Callable[..., Person]) -> Person:
    return people("secretary")


@pytest.fixture
def client(secretary: Person, api: Callable[..., APIClient]) -> APIClient:
    return api(secretary, "read")


@pytest.fixture
def page(secretary: Person) -> Client:
    made = Client()
    made.force_login(secretary)
    return made


def asked(client: APIClient, path: str, **query: str) -> Any:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def behind(client: APIClient, url: str) -> Any:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return asked(client, parts.path, **query)


def a_body_with_every_outcome() -> str:
    """Quarterly in 2021: held, missed, late (two in the next quarter), and a merger elsewhere."""
    code = bodies.body("T-QUARTER", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly", valid_from="2021-01-01")
    other = bodies.body("T-OTHER")
    elsewhere = bodies.meeting(other, "2021-02-10")
    merged = {"state": "merged", "into": elsewhere, "as_of": "2021-02-10"}
    bodies.meeting(code, "", code="T-QUARTER-MERGED", reason="Held together.", **merged)
    bodies.meeting(code, "2021-07-05")
    bodies.meeting(code, "2021-08-20")
    bodies.meeting(code, "2021-09-01", kind="written")
    bodies.meeting(code, "2021-10-01", state="cancelled", reason="No quorum.")
    return code


def test_each_part_and_the_number_itself_open_just_their_rows(client: APIClient) -> None:
    code = a_body_with_every_outcome()
    found = asked(client, MEETINGS, body=code, period="2021", as_of="2021-12-31")
    assert (found["numerator"], found["denominator"], found["status"]) == (3, 4, "missed")
    assert behind(client, found["rows_url"])["count"] == 3
    counts = {part["key"]: part["count"] for part in found["parts"]}
    assert counts == {"met": 2, "late": 1, "missed": 1, "open": 0}
    for part in found["parts"]:
        assert behind(client, part["rows_url"])["count"] == part["count"], part["key"]


def test_a_meeting_merged_into_one_of_another_body_counts_on_that_day(client: APIClient) -> None:
    code = a_body_with_every_outcome()
    found = asked(client, "/api/v1/meetings/counted/", body=code, period="2021", as_of="2021-12-31")
    assert [row["day"] for row in found["results"]] == ["2021-02-10", "2021-07-05", "2021-08-20"]


def test_a_count_without_days_is_one_row_that_stands_for_its_number(client: APIClient) -> None:
    query = {"body": "ICT-BOARD", "period": "2018", "as_of": "2018-12-31"}
    found = asked(client, "/api/v1/meetings/counted/", **query)
    assert (found["count"], found["rows"]) == (2, 1)
    [row] = found["results"]
    assert row["day"] is None and row["meeting"] is None and row["meetings"] == 2
    assert row["citation"] == {"document": "A/74/588", "locator": "para 14 (b)"}


def test_all_bodies_together_are_the_sum_of_their_parts(client: APIClient) -> None:
    found = asked(client, MEETINGS, period="2018", as_of="2018-12-31")
    assert found["numerator"] == sum(part["count"] for part in found["parts"])
    assert behind(client, found["rows_url"])["count"] == found["numerator"]
    for part in found["parts"]:
        assert behind(client, part["rows_url"])["count"] == part["count"], part["key"]


def test_the_page_shows_as_many_meetings_as_the_figure_counts(
    client: APIClient, page: Client
) -> None:
    code = a_body_with_every_outcome()
    query = {"body": code, "period": "2021", "as_of": "2021-12-31"}
    for outcome in (None, "met", "late", "missed", "open"):
        narrowed = {**query, **({"outcome": outcome} if outcome else {})}
        shown = page.get("/meetings/counted/", narrowed)
        assert shown.status_code == 200
        assert (
            shown.context["total"]
            == asked(client, "/api/v1/meetings/counted/", **narrowed)["count"]
        )


@pytest.mark.parametrize(
    ("name", "value"),
    [("body", "NOBODY"), ("period", "2018-13"), ("outcome", "perhaps"), ("colour", "blue")],
)
def test_what_cannot_be_understood_is_named(
    client: APIClient, page: Client, name: str, value: str
) -> None:
    answer = client.get("/api/v1/meetings/counted/", {name: value})
    assert answer.status_code == 400
    assert name in {error["field"] for error in answer.json()["errors"]}
    shown = page.get("/meetings/counted/", {name: value})
    assert shown.status_code == 400 and name in shown.context["faults"]


def test_more_bodies_cost_no_more_statements(client: APIClient) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            asked(client, "/api/v1/meetings/counted/", period="2020", as_of="2020-12-31")
        return len(found)

    bodies.many(3)
    statements()
    few = statements()
    bodies.many(12, prefix="T-MORE")
    assert statements() == few


@pytest.mark.parametrize(
    ("figure", "numerator", "denominator"),
    [("certification.response", 5, 70), ("certification.coverage", 2, 42)],
)
def test_a_printed_total_of_a_round_opens_rows_that_stand_for_it(
    client: APIClient, figure: str, numerator: int, denominator: int
) -> None:
    found = asked(client, f"/api/v1/figures/{figure}/", as_of="2019-03-31")
    assert (found["numerator"], found["denominator"]) == (numerator, denominator)
    rows = behind(client, found["rows_url"])
    assert (rows["count"], rows["rows"]) == (numerator, 1)
    assert rows["results"][0]["citation"] == {"document": "A/74/588", "locator": "para 18"}


def test_the_pages_behind_printed_totals_show_the_same_numbers(page: Client) -> None:
    query = {"round": "SELF-CERTIFICATION-2018", "as_of": "2019-03-31"}
    answers, policies = "/self-certification/answers/", "/self-certification/policies/"
    assert page.get(answers, {**query, "state": "complete"}).context["total"] == 5
    assert page.get(answers, query).context["total"] == 70
    assert page.get(policies, {**query, "covered": "yes"}).context["total"] == 2
    assert page.get(policies, query).context["total"] == 42
