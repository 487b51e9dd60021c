"""The API of requests and recommendations: what done-when asks, versions, refusals, costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from governance.models import Mandate, MandateFinding
from ledger import seals
from secretariat.models import Person
from tests.governance.requests_world import build_requests, many

pytestmark = pytest.mark.django_db
LIST = "/api/v1/mandates/"
ONE = "/api/v1/mandates/T-5/"
FINDINGS = "/api/v1/mandates/T-5/findings/"
FINDING = {
    "word": "fulfilled",
    "document": "A/79/902",
    "locator": "para 2",
    "as_of": "2024-12-01",
    "text": "The report came.",
}
THROUGH_PARA_8 = {f"para {n}" for n in (9, 10, 18, 26, 27, 28, 29)}


@pytest.fixture
def secretary(people: Callable[..., Person], api: Callable[..., APIClient]) -> APIClient:
    build_requests()
    return api(people("secretary"))


@pytest.fixture
def officer(people: Callable[..., Person], api: Callable[..., APIClient]) -> APIClient:
    return api(people("officer"))


def tag() -> dict[str, str]:
    return {"HTTP_IF_MATCH": f'"v{Mandate.objects.get(code="T-5").version}"'}


def codes(client: APIClient, **asked: str) -> set[str]:
    return {row["code"] for row in client.get(LIST, asked).json()["results"]}


# --- done when -----------------------------------------------------------------------------------
def test_overdue_at_the_end_of_2023_are_para_8_and_those_through_it(officer: APIClient) -> None:
    asked = {"status": "overdue", "as_of": "2023-12-31", "page_size": "500"}
    rows = officer.get(LIST, asked).json()["results"]
    assert {row["document"] for row in rows} == {"A/74/588"}
    held = {row["paragraph"]: row["through"] for row in rows}
    assert held == {"para 8": None, **dict.fromkeys(THROUGH_PARA_8, "A74-588-P08")}


def test_para_8_shows_its_chain_to_the_78th_session(officer: APIClient) -> None:
    asked = {"q": "A/74/588", "as_of": "2024-12-31", "page_size": "500"}
    rows = {row["code"]: row for row in officer.get(LIST, asked).json()["results"]}
    [after] = rows["A74-588-P08"]["chain"]
    assert (after["document"], after["kind"], after["session"]) == ("DRAFT-78-133", "recalls", 78)
    detail = officer.get(f"{LIST}A74-588-P08/", {"as_of": "2024-12-31"}).json()
    assert detail["chain"] == rows["A74-588-P08"]["chain"]
    assert set(detail["carries"]) == {f"A74-588-P{p[5:]:>02}" for p in THROUGH_PARA_8}


# --- reading -------------------------------------------------------------------------------------
def test_a_row_says_when_it_is_due_and_whose_calendar_that_is(secretary: APIClient) -> None:
    row = secretary.get(ONE).json()
    assert row["due"] == {
        "text": "",
        "session": 77,
        "part": "main",
        "part_label": "main part",
        "on": "2022-12-24",
        "calendar_is_ours": True,
    }
    assert row["endorsed_by"] is None
    assert row["citation"] == {"document": "A/76/901", "locator": "para 5"}
    without = secretary.get(f"{LIST}T-7/").json()["due"]
    assert (without["text"], without["on"], without["calendar_is_ours"]) == (
        "as a priority",
        None,
        False,
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "report on t-6"}, {"T-6"}),
        ({"document": "a/res/78/901"}, {"T-LATER"}),
        ({"through": "T-5"}, {"T-6"}),
        ({"session": "79"}, {"T-LATER"}),
        ({"authority": "assembly", "document": "A/RES/78/901"}, {"T-LATER"}),
        ({"verb": "notes,requests", "q": "A report on"}, {"T-8", "T-LATER"}),
        ({"status": "nothing_due", "document": "A/76/901"}, {"T-8"}),
        ({"addressee": "secretary-general", "document": "A/RES/78/901"}, {"T-LATER"}),
    ],
)
def test_each_filter_narrows_the_list(
    secretary: APIClient, asked: dict[str, str], found: set[str]
) -> None:
    assert {code for code in codes(secretary, **asked) if code.startswith("T-")} == found


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "open"},
        {"status": "late"},
        {"document": "A/99/999"},
        {"through": "NONE"},
        {"project": "NONE"},
        {"session": "next"},
        {"ordering": "colour"},
        {"as_of": "2999-01-01"},
    ],
)
def test_a_faulty_question_is_refused_and_named(
    secretary: APIClient, asked: dict[str, str]
) -> None:
    response = secretary.get(LIST, asked)
    assert response.status_code == 400
    assert {error["field"] for error in response.json()["errors"]} == set(asked)


def test_before_it_was_known_a_request_is_not_there(secretary: APIClient) -> None:
    seals.seal_pending()
    assert secretary.get(ONE, {"as_of": "2021-10-30"}).status_code == 404
    assert secretary.get(ONE, {"known_at": "2000-01-01"}).status_code == 404
    assert secretary.get(ONE).status_code == 200


# --- findings ------------------------------------------------------------------------------------
def test_a_finding_is_recorded_with_the_tag_of_the_version_seen(secretary: APIClient) -> None:
    assert secretary.post(FINDINGS, FINDING, format="json").status_code == 428
    seen = secretary.get(ONE)["ETag"]
    response = secretary.post(FINDINGS, FINDING, format="json", HTTP_IF_MATCH=seen)
    assert response.status_code == 201, response.json()
    assert response.json()["citation"] == {"document": "A/79/902", "locator": "para 2"}
    assert response["ETag"] == secretary.get(ONE)["ETag"] != seen
    row = secretary.get(ONE).json()
    assert (row["status"], row["days_late"]) == ("fulfilled", 708)
    stale = secretary.post(FINDINGS, FINDING, format="json", HTTP_IF_MATCH=seen)
    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"document": ""}, "document"),
        ({"locator": ""}, "locator"),
        ({"document": "A/70/900"}, "document"),
        ({"as_of": "2999-01-01"}, "as_of"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(
    secretary: APIClient, change: dict[str, str], field: str
) -> None:
    before = MandateFinding.objects.count()
    response = secretary.post(FINDINGS, {**FINDING, **change}, format="json", **tag())
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert MandateFinding.objects.count() == before


def test_a_finding_sent_twice_is_recorded_once(secretary: APIClient) -> None:
    sent = {"format": "json", "HTTP_IDEMPOTENCY_KEY": "k-1", **tag()}
    before = MandateFinding.objects.count()
    first, second = (secretary.post(FINDINGS, FINDING, **sent) for _ in range(2))
    assert first.json() == second.json()
    assert MandateFinding.objects.count() == before + 1


def test_who_does_not_keep_governance_cannot_close_a_request(
    secretary: APIClient, officer: APIClient
) -> None:
    assert officer.post(FINDINGS, FINDING, format="json", **tag()).status_code == 403


# --- costs ---------------------------------------------------------------------------------------
def cost(act: Callable[[], Any]) -> int:
    assert act().status_code == 200
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_the_list_costs_the_same_for_20_rows_and_for_200(secretary: APIClient) -> None:
    many(200)
    few = cost(lambda: secretary.get(LIST, {"page_size": "20"}))
    rows = secretary.get(LIST, {"page_size": "200"}).json()["results"]
    assert len(rows) == 200
    assert cost(lambda: secretary.get(LIST, {"page_size": "200"})) == few
