"""The documented rows answer what A/74/588 para 4 prints."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from rest_framework.test import APIClient

from secretariat.models import Person

pytestmark = pytest.mark.django_db
BASE = "/api/v1/figures/"
PARA_4 = {"body": "BOA", "followed_up_in": "A/74/177", "as_of": "2018-12-31"}


@pytest.fixture
def client(people: Callable[..., Person], api: Callable[..., APIClient]) -> APIClient:
    return api(people("officer"), "read")


def ask(client: APIClient, key: str, **query: str) -> dict[str, Any]:
    answer = client.get(f"{BASE}recommendations.{key}/", {**PARA_4, **query})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_status_answers_the_printed_counts_and_shares(client: APIClient) -> None:
    body = ask(client, "status")
    assert body["denominator"] == 39
    parts = {
        part["key"]: (part["count"], part["share_printed"], part["share"]) for part in body["parts"]
    }
    assert parts == {
        "implemented": (2, 5, "2/39"),
        "under_implementation": (36, 92, "12/13"),
        "not_implemented": (1, 3, "1/39"),
    }


def test_twelve_of_thirty_seven_are_older_and_the_rows_are_there(client: APIClient) -> None:
    body = ask(client, "older_than_two_years")
    assert (body["numerator"], body["denominator"]) == (12, 37)
    assert (body["minimum"], body["maximum"]) == (12, 12)
    parts = urlsplit(body["rows_url"])
    rows = client.get(f"{parts.path}?{parts.query}").json()
    assert rows["count"] == 12


@pytest.mark.parametrize(
    ("as_of", "minimum", "maximum"),
    [("2018-12-31", 12, 12), ("2019-12-31", 12, 37), ("2020-12-31", 37, 37)],
)
def test_older_is_a_range_where_the_sources_leave_it_open(
    client: APIClient, as_of: str, minimum: int, maximum: int
) -> None:
    body = ask(client, "older_than_two_years", as_of=as_of)
    assert (body["minimum"], body["maximum"], body["denominator"]) == (minimum, maximum, 37)
    assert body["observed_through"] == "2018-12-31"
    assert body["status"] == ("undetermined" if minimum != maximum else "ok")


def test_every_part_opens_exactly_its_rows(client: APIClient) -> None:
    for key in ("status", "ageing", "older_than_two_years", "implementation_rate"):
        for as_of in ("2018-12-31", "2019-12-31", "2024-02-29"):
            for part in ask(client, key, as_of=as_of)["parts"]:
                address = urlsplit(part["rows_url"])
                rows = client.get(f"{address.path}?{address.query}").json()
                assert rows["count"] == part["count"], (key, as_of, part)


def test_ageing_classes_add_up_and_agree_with_older(client: APIClient) -> None:
    for as_of in ("2018-12-31", "2019-12-31", "2020-12-31", "2026-01-01"):
        ageing = ask(client, "ageing", as_of=as_of)
        older = ask(client, "older_than_two_years", as_of=as_of)
        counts = {part["key"]: part["count"] for part in ageing["parts"]}
        assert sum(counts.values()) == ageing["denominator"] == older["denominator"]
        above = sum(counts.get(key, 0) for key in ("2-3", "3-5", "5+", "over_2"))
        assert above == older["minimum"]


def test_new_recommendations_are_never_among_the_thirty_nine(client: APIClient) -> None:
    body = client.get(
        f"{BASE}recommendations.status/", {"made_in": "A/74/177", "as_of": "2019-12-31"}
    ).json()
    assert body["denominator"] == 5
    assert ask(client, "status", as_of="2019-12-31")["denominator"] == 39


def test_the_whole_is_not_fully_implemented_by_ninety_five_per_cent(client: APIClient) -> None:
    body = ask(client, "not_fully_implemented")
    assert (body["numerator"], body["denominator"], body["share_printed"]) == (37, 39, 95)


def test_nothing_out_of_nothing_is_not_applicable(client: APIClient) -> None:
    body = ask(client, "implementation_rate", as_of="2015-12-31")
    assert (body["status"], body["value"], body["share_printed"]) == ("not_applicable", None, None)
