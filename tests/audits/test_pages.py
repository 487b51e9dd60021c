"""Pages: nothing typed is lost, the past is read-only, hidden is not there."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from audits.models import Assessment
from tests.world import World

pytestmark = pytest.mark.django_db
GIVEN = {"word": "under implementation", "as_of": "2024-12-31", "reasoning": "I typed this."}


@pytest.fixture
def auditor(world: World) -> Client:
    client = Client()
    client.force_login(world.auditor)
    return client


def url(world: World, tail: str = "assess/") -> str:
    return f"/recommendations/{world.recommendation.pk}/{tail}"


def test_two_browsers_saving_the_same_recommendation_lose_nothing(
    world: World, auditor: Client
) -> None:
    focal = Client()
    focal.force_login(world.focal_point)
    seen = auditor.get(url(world)).context["form"]["version"].value()
    first = focal.post(
        url(world, "update/"),
        {
            "version": seen,
            "claim": "closure_requested",
            "as_of": "2024-12-01",
            "narrative": "The other side wrote this.",
            "classification": "unclassified",
        },
    )
    assert first.status_code == 302
    late = auditor.post(url(world), {**GIVEN, "version": seen})
    text = late.content.decode()
    assert late.status_code == 409
    assert "I typed this." in text
    assert "The other side wrote this." in text
    assert not Assessment.objects.filter(subject=world.recommendation).exists()
    version = late.context["form"]["version"].value()
    again = auditor.post(url(world), {**GIVEN, "version": version})
    assert again.status_code == 302
    assert Assessment.objects.get(subject=world.recommendation).reasoning == "I typed this."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"as_of": "2999-01-01"}, "has not come yet"),
        ({"as_of": "2001-01-01"}, "was not made before"),
        ({"word": "overtaken by events"}, "takes its place"),
        ({"reasoning": "x\x00y"}, "Null characters"),
        ({"as_of": "31/12/2024"}, "valid date"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_why(
    world: World, auditor: Client, change: dict[str, str], said: str
) -> None:
    answer = auditor.post(url(world), {**GIVEN, "version": 1, **change})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert said in text
    if "reasoning" not in change:
        assert "I typed this." in text


def test_a_past_day_is_read_only_and_says_so(world: World, auditor: Client) -> None:
    page = auditor.get(url(world, ""), {"as_of": "2024-12-31"})
    assert page.status_code == 200
    assert not any(page.context[name] for name in ("can_assess", "can_update", "can_keep"))
    form = auditor.get(url(world), {"as_of": "2024-12-31"})
    assert form.status_code == 409
    assert "read-only" in form.content.decode()
    posted = auditor.post(url(world) + "?as_of=2024-12-31", {**GIVEN, "version": 1})
    assert posted.status_code == 409
    assert not Assessment.objects.filter(subject=world.recommendation).exists()


@pytest.mark.parametrize(
    "query", ["as_of=yesterday", "as_of=2999-01-01", "known_at=2020-01-01T00:00:00"]
)
def test_a_day_that_makes_no_sense_is_a_page_that_helps(auditor: Client, query: str) -> None:
    answer = auditor.get(f"/recommendations/?{query}")
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()


def test_a_faulty_filter_is_named_and_the_list_stays(auditor: Client) -> None:
    answer = auditor.get("/recommendations/", {"made_in": "A/99/999", "q": "asset"})
    assert answer.status_code == 400
    assert "does not know" in answer.content.decode()
    assert 'value="asset"' in answer.content.decode()


def test_a_confidential_recommendation_is_not_there_for_others(world: World) -> None:
    client = Client()
    client.force_login(world.lead)
    path = f"/recommendations/{world.confidential.pk}/"
    assert client.get(path).status_code == 404
    assert (
        "Restrict access" not in client.get("/recommendations/", {"q": "Restrict"}).content.decode()
    )


def test_history_shows_names_roles_and_reasons(world: World, auditor: Client) -> None:
    world.assess()
    text = auditor.get(url(world, "")).content.decode()
    assert world.auditor.name in text
    assert "The minutes were looked at." in text


def test_a_target_that_moved_says_how_often_and_by_how_much(world: World, auditor: Client) -> None:
    world.update(target="2025-Q1")
    world.update(target="2026-Q2", target_reason="Late.", as_of=date(2025, 3, 1))
    row = auditor.get(url(world, "")).context["row"]
    assert (row.first_target, row.target, row.target_moves, row.slip_days) == (
        "2025-Q1",
        "2026-Q2",
        1,
        456,
    )


def test_the_disagreement_register_counts_the_days(world: World, auditor: Client) -> None:
    world.update("closure_requested", as_of=date(2024, 9, 30))
    world.assess("under implementation", as_of=date(2024, 12, 31))
    page = auditor.get("/disagreements/", {"as_of": "2025-01-31"})
    lines: list[Any] = page.context["rows"]
    assert [(line["since"], line["days"], line["cycles"]) for line in lines] == [
        (date(2024, 12, 31), 31, 1)
    ]


def test_text_is_shown_as_text(world: World, auditor: Client) -> None:
    world.assess(reasoning="<script>alert(1)</script> {{ 7 }}")
    text = auditor.get(url(world, "")).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 }}" in text


def test_the_demonstration_and_the_record_never_meet(world: World, auditor: Client) -> None:
    for path in ("/recommendations/", "/ageing/", "/disagreements/"):
        assert auditor.get(path, {"layer": "demonstration"}).status_code == 200
    assert auditor.get("/recommendations/", {"layer": "demonstration"}).context["total"] == 0
