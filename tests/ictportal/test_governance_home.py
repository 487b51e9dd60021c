"""The home of governance: reads well on any day, and every number opens exactly its rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from secretariat.models import Person
from tests import bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(people: Callable[..., Person]) -> Client:
    client = Client()
    client.force_login(people("secretary"))
    return client


def results(context: Any) -> dict[str, str]:
    return {lane["name"]: lane["result"] for lane in context["lanes"]}


@pytest.mark.parametrize("as_of", ["2018-12-31", "2019-03-31", ""])
def test_the_last_year_of_which_something_is_known_is_shown(page: Client, as_of: str) -> None:
    answer = page.get("/governance/", {"as_of": as_of} if as_of else {})
    assert answer.context["period_name"] == "2018"
    assert results(answer.context) == {
        "ICT Board": "2 of 8",
        "ICT Executive Committee": "0 of 1",
        "ICT Policy Committee": "8 held",
    }


def test_before_the_count_of_2018_spoke_nothing_is_stated(page: Client) -> None:
    answer = page.get("/governance/", {"as_of": "2018-06-30", "period": "2018"})
    assert results(answer.context) == {"ICT Board": "– of 8", "ICT Executive Committee": "– of 1"}
    assert "2 of 8" not in answer.content.decode()


def test_the_page_says_when_the_year_shown_is_not_the_last_that_ended(page: Client) -> None:
    said = "is the last year of which the register knows how often they met"
    assert said in page.get("/governance/").content.decode()
    assert said not in page.get("/governance/", {"as_of": "2019-03-31"}).content.decode()


@pytest.mark.parametrize("as_of", ["2018-12-31", "2019-03-31", "2023-12-31", ""])
def test_every_number_opens_a_list_of_exactly_that_many_rows(page: Client, as_of: str) -> None:
    context = page.get("/governance/", {"as_of": as_of} if as_of else {}).context
    for card in context["cards"]:
        if card["figure"].key.startswith(("governance.outputs", "governance.framework")):
            for part in card["parts"]:
                assert page.get(part["url"]).context["total"] == part["count"], part
    for one in context["flags"]:
        if one["flag"].rows and one["flag"].page in {"body-list", "mandate-list"}:
            assert page.get(one["url"]).context["total"] == one["count"], one["flag"].key
    overdue = page.get(
        "/requests/", {"status": "overdue", "as_of": as_of} if as_of else {"status": "overdue"}
    )
    assert overdue.context["total"] == context["overdue"]["total"]


def test_a_meeting_whose_day_passed_without_a_word_waits(page: Client) -> None:
    code = bodies.body("T-WAITS")
    bodies.meeting(code, "2020-03-01", state="planned", as_of="2020-01-01")
    bodies.meeting(code, "2020-02-01")
    before = page.get("/governance/", {"as_of": "2020-03-01"}).context["waiting"]
    after = page.get("/governance/", {"as_of": "2020-03-02"}).context["waiting"]
    assert (before["passed"].total, before["coming"].total) == (0, 1)
    assert (after["passed"].total, after["coming"].total) == (1, 0)
    # A meeting held here waits for its minutes; one told from a document does not.
    assert after["unminuted"].total == 1


def test_in_the_demonstration_layer_nothing_of_the_record_is_shown(page: Client) -> None:
    answer = page.get("/governance/", {"layer": "demonstration"})
    assert answer.status_code == 200 and results(answer.context) == {}
    assert "ICT Executive Committee" not in answer.content.decode()


def test_a_faulty_year_is_refused_by_name(page: Client) -> None:
    answer = page.get("/governance/", {"period": "soon"})
    assert answer.status_code == 400
    assert "Write a year as 2018" in answer.content.decode()
