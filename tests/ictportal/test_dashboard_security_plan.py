"""The dashboard of the security plan, its figure and the list of controls."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from secretariat.models import Person
from tests.dashboards import dashboard, figure, sealed, texts, wrong_rows
from tests.world import bring_in

pytestmark = pytest.mark.django_db
AUDIT = date(2019, 3, 31)


def control(number: int, verification: str = "verified") -> dict[str, str]:
    return {
        "code": f"T-CONTROL-{number}",
        "plan": "SECURITY-10",
        "name": f"Control {number}",
        "planned_measure": "A measure.",
        "verification": verification,
        "as_of": "2020-01-01",
    }


def test_none_of_the_three_controls_on_record_is_verified() -> None:
    report = dashboard("security-plan", AUDIT)
    told = figure(report, "controls.verified")
    assert (told.numerator, told.denominator, told.tone) == (0, 3, "bad")
    assert "stated to have 10 points" in told.note
    assert {part.key: part.count for part in told.parts} == {
        "not_verified": 1,
        "cannot_verify": 1,
        "not_stated": 1,
    }


def test_the_plans_stand_in_their_order_with_the_points_a_source_states() -> None:
    lines = texts(dashboard("security-plan"), "plans")
    assert [(cells[2], cells[3]) for cells in lines.values()] == [
        ("8", "8"),
        ("10", "0"),
        ("7", "0"),
    ]


@pytest.mark.parametrize("day", [AUDIT, None])
def test_every_number_opens_as_many_rows_as_it_says(day: date | None) -> None:
    report = dashboard("security-plan", day)
    assert report.opened and wrong_rows(report, day) == []


def test_before_any_control_is_stated_the_dashboard_says_so() -> None:
    [told] = dashboard("security-plan", date(2010, 1, 1)).numbers
    assert (told.value, told.numerator) == ("not applicable", None)
    assert told.note == "No control of a security plan is on record on this day."


def test_a_control_sealed_later_does_not_show_at_an_earlier_seal() -> None:
    before = sealed()
    bring_in("controls", control(1))
    sealed()
    day = date(2021, 1, 1)
    assert figure(dashboard("security-plan", day), "controls.verified").numerator == 1
    then = dashboard("security-plan", day, known=before)
    assert figure(then, "controls.verified").numerator == 0


def test_more_controls_take_no_more_statements() -> None:
    bring_in("controls", control(1))
    day = date(2021, 1, 1)
    with CaptureQueriesContext(connection) as few:
        dashboard("security-plan", day)
    bring_in("controls", *(control(n, "not_verified") for n in range(2, 7)))
    with CaptureQueriesContext(connection) as many:
        dashboard("security-plan", day)
    assert len(many) == len(few)


def test_the_list_of_controls_is_the_same_as_page_and_api(
    people: Callable[..., Person], api: Any
) -> None:
    officer, client = people("officer"), Client()
    client.force_login(officer)
    page = client.get("/controls/", {"verification": "cannot_verify"}).content.decode()
    assert "Classification of information assets" in page
    assert "Network segmentation" not in page
    found = api(officer).get("/api/v1/controls/", {"verification": "cannot_verify"}).json()
    assert [row["code"] for row in found["results"]] == ["ASSET-CLASSIFICATION"]


def test_a_filter_that_is_no_good_is_named(people: Callable[..., Person]) -> None:
    client = Client()
    client.force_login(people("officer"))
    for query in ({"verification": "surely"}, {"plan": "NO-SUCH"}, {"colour": "red"}):
        found = client.get("/controls/", query)
        assert found.status_code == 400
        assert f"<code>{next(iter(query))}</code>" in found.content.decode()
