"""The API writes through the actions, with versions, once, and refuses clearly."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from audits import actions
from audits.models import AdministrationUpdate, Assessment
from ledger import seals
from ledger.models import Entry
from tests.world import World

pytestmark = pytest.mark.django_db
GIVEN = {"word": "implemented", "as_of": "2024-12-31", "reasoning": "The register was seen."}


@pytest.fixture
def auditor(world: World, api: Callable[..., APIClient]) -> APIClient:
    return api(world.auditor)


def url(world: World, tail: str = "assessments/") -> str:
    return f"/api/v1/recommendations/{world.recommendation.pk}/{tail}"


def test_a_change_needs_the_version_and_a_stale_one_is_refused(
    world: World, auditor: APIClient
) -> None:
    assert auditor.post(url(world), GIVEN, format="json").status_code == 428
    for tag in ('"v99"', 'W/"v1"', "*", "v1", '""'):
        refused = auditor.post(url(world), GIVEN, format="json", HTTP_IF_MATCH=tag)
        assert (refused.status_code, refused.json()["code"]) == (412, "stale")
    assert not Assessment.objects.filter(subject=world.recommendation).exists()
    tag = auditor.get(url(world, ""))["ETag"]
    made = auditor.post(url(world), GIVEN, format="json", HTTP_IF_MATCH=tag)
    assert made.status_code == 201
    assert made["ETag"] == '"v2"' != tag


def test_refusal_comes_before_validation_with_the_sentence_of_the_page(
    world: World, api: Callable[..., APIClient], client: Any
) -> None:
    insider = api(world.insider)
    refused = insider.post(url(world), {}, format="json", HTTP_IF_MATCH='"v1"')
    assert refused.status_code == 403
    client.force_login(world.insider)
    page = client.get(f"/recommendations/{world.recommendation.pk}/assess/")
    assert page.status_code == 403
    assert refused.json()["detail"] in page.content.decode()
    assert refused["Content-Type"] == "application/problem+json"


def test_a_read_token_cannot_write(world: World, api: Callable[..., APIClient]) -> None:
    reader = api(world.auditor, "read")
    refused = reader.post(url(world), GIVEN, format="json", HTTP_IF_MATCH='"v1"')
    assert refused.status_code == 403
    assert reader.get(url(world)).status_code == 200


def test_no_token_is_401_and_put_and_delete_are_405(world: World, auditor: APIClient) -> None:
    assert APIClient().get(url(world)).status_code == 401
    bad = APIClient(HTTP_AUTHORIZATION="Bearer nonsense")
    assert bad.get(url(world)).status_code == 401
    for method in ("put", "delete"):
        assert getattr(auditor, method)(url(world, "")).status_code == 405


def test_a_repeated_request_acts_once_and_the_key_refuses_another_body(
    world: World, auditor: APIClient
) -> None:
    headers = {"HTTP_IF_MATCH": '"v1"', "HTTP_IDEMPOTENCY_KEY": "two"}
    first = auditor.post(url(world), GIVEN, format="json", **headers)
    again = auditor.post(url(world), GIVEN, format="json", **headers)
    assert again.json() == json.loads(json.dumps(first.json()))
    other = auditor.post(url(world), {**GIVEN, "reasoning": "x"}, format="json", **headers)
    assert (other.status_code, other.json()["code"]) == (422, "key_taken")
    assert Assessment.objects.filter(subject=world.recommendation).count() == 1


def test_an_update_closure_requested_never_closes(
    world: World, api: Callable[..., APIClient]
) -> None:
    focal = api(world.focal_point)
    given = {
        "claim": "closure_requested",
        "as_of": "2024-10-01",
        "narrative": "Done.",
        "target": "2025-Q1",
    }
    made = focal.post(url(world, "updates/"), given, format="json", HTTP_IF_MATCH='"v1"')
    assert made.status_code == 201, made.content
    body = focal.get(url(world, "")).json()
    assert (body["status"], body["open"], body["claim"]) == (
        "not_assessed",
        True,
        "closure_requested",
    )
    assert (body["first_target"], body["target_moves"]) == ("2025-Q1", 0)


def test_particulars_change_by_patch(world: World, api: Callable[..., APIClient]) -> None:
    officer = api(world.officer)
    given = {"priority": "high", "lead": "OLA", "as_of": "2025-01-01", "reason": "New mandate."}
    made = officer.patch(url(world, ""), given, format="json", HTTP_IF_MATCH='"v1"')
    assert made.status_code == 200, made.content
    assert (made.json()["priority"], made.json()["lead"]) == ("high", "OLA")
    then = officer.get(url(world, ""), {"as_of": "2024-12-31"}).json()
    assert (then["priority"], then["lead"]) == ("not_stated", "DGACM")


def test_a_confidential_row_is_hidden_from_list_count_and_detail(
    world: World, api: Callable[..., APIClient]
) -> None:
    hidden, seen = api(world.lead), api(world.officer)
    query = {"made_in": "A/79/5 (Vol. I)"}
    assert hidden.get("/api/v1/recommendations/", query).json()["count"] == 2
    assert seen.get("/api/v1/recommendations/", query).json()["count"] == 3
    path = f"/api/v1/recommendations/{world.confidential.pk}/"
    missing = "/api/v1/recommendations/11111111-1111-4111-8111-111111111111/"
    assert hidden.get(path).status_code == 404
    assert hidden.get(path).json()["detail"] == hidden.get(missing).json()["detail"]
    figure = hidden.get("/api/v1/figures/recommendations.status/", query).json()
    assert figure["denominator"] == 2


def test_a_row_classified_today_is_hidden_on_past_days_too(
    world: World, api: Callable[..., APIClient]
) -> None:
    held = actions.find_state(world.officer, world.second.pk).particulars
    actions.describe_recommendation(
        by=world.officer,
        recommendation_id=world.second.pk,
        expected_version=1,
        description=actions.Description(
            **{**actions.description_of(held).__dict__, "classification": "confidential"}
        ),
        as_of=date(2026, 1, 1),
        reason="It names a weakness.",
    )
    query = {"made_in": "A/79/5 (Vol. I)", "as_of": "2024-12-31"}
    assert api(world.lead).get("/api/v1/recommendations/", query).json()["count"] == 1


def test_classified_words_stay_with_those_who_may_read_them(
    world: World, api: Callable[..., APIClient]
) -> None:
    world.update(classification="strictly_confidential", narrative="A secret.")
    for person, shown in ((world.auditor, "A secret."), (world.officer, None), (world.lead, None)):
        rows = api(person).get(url(world, "updates/")).json()["results"]
        assert rows[0]["narrative"] == shown


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"made_in": "A/99/999"}, "made_in"),
        ({"made_in": "nonsense"}, "made_in"),
        ({"followed_up_in": "A/RES/69/262"}, "followed_up_in"),
        ({"body": "NOBODY"}, "body"),
        ({"entity": "NOWHERE"}, "entity"),
        ({"theme": "weather"}, "theme"),
        ({"status": "finished"}, "status"),
        ({"year": "twelve"}, "year"),
        ({"older_than_two_years": "maybe"}, "older_than_two_years"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2999-01-01"}, "as_of"),
        ({"known_at": "2020-01-01T00:00:00"}, "known_at"),
        ({"ordering": "mood"}, "ordering"),
        ({"page": "0"}, "page"),
        ({"page": "99999"}, "page"),
        ({"page_size": "-1"}, "page_size"),
        ({"colour": "red"}, "colour"),
        ({"q": "x", "surprise": "y"}, "surprise"),
    ],
)
def test_a_faulty_question_names_its_parameter(
    world: World, auditor: APIClient, query: dict[str, str], field: str
) -> None:
    refused = auditor.get("/api/v1/recommendations/", query)
    assert refused.status_code == 400, refused.content
    assert field in {error["field"] for error in refused.json()["errors"]}


def test_figures_and_reference_lists_refuse_unknown_parameters(
    world: World, auditor: APIClient
) -> None:
    for path in ("figures/recommendations.status/", "themes/", "figures/", "entities/", "me/"):
        assert auditor.get(f"/api/v1/{path}", {"colour": "red"}).status_code == 400, path
    assert auditor.get("/api/v1/figures/no.such/").status_code == 404
    assert auditor.get("/api/v1/themes/", {"as_of": "2018-12-31"}).status_code == 400


DEEP = "[" * 1000 + "]" * 1000


@pytest.mark.parametrize(
    "body",
    [
        '{"word": "implemented\\u0000", "as_of": "2024-12-31", "reasoning": "x"}',
        '{"word": "implemented", "as_of": "2024-12-31", "reasoning": "half \\ud800 a sign"}',
        '{"word": ' + DEEP + "}",
        '{"word": NaN}',
        "[1, 2]",
        "{",
        '"text"',
        '{"\\ud800": 1}',
        '{"word": "implemented", "as_of": "2024-12-31", "reasoning": "x", "admin": true}',
        '{"word": {"a": 1}, "as_of": [], "reasoning": 7}',
        '{"word": "implemented", "as_of": "2024-13-45", "reasoning": "x"}',
        '{"word": "implemented", "as_of": "2024-12-31", "reasoning": "' + "x" * 20_001 + '"}',
        '{"word": "implemented", "as_of": "2024-12-31", "reasoning": "x", "successor": "not-an-id"}',
    ],
)
def test_bad_json_is_a_clear_400_and_writes_nothing(
    world: World, auditor: APIClient, body: str
) -> None:
    entries = Entry.objects.count()
    refused = auditor.generic(
        "POST", url(world), body, content_type="application/json", HTTP_IF_MATCH='"v1"'
    )
    assert refused.status_code == 400, refused.content
    assert refused.json()["detail"]
    assert Entry.objects.count() == entries
    assert auditor.get("/api/v1/recommendations/").status_code == 200


def test_not_utf8_and_other_media_types_are_refused(world: World, auditor: APIClient) -> None:
    bad = auditor.generic(
        "POST",
        url(world),
        b'{"word": "\xff"}',
        content_type="application/json",
        HTTP_IF_MATCH='"v1"',
    )
    assert bad.status_code == 400
    xml = auditor.generic("POST", url(world), "<a/>", content_type="text/xml", HTTP_IF_MATCH='"v1"')
    assert xml.status_code == 415


def test_the_change_feed_follows_the_seals_and_hides_what_one_may_not_see(
    world: World, api: Callable[..., APIClient]
) -> None:
    seals.seal_pending()
    feed = api(world.lead).get("/api/v1/changes/", {"page_size": "500"}).json()
    numbers = [row["no"] for row in feed["results"]]
    assert numbers == sorted(numbers)
    assert str(world.confidential.pk) not in {row["subject_id"] for row in feed["results"]}
    rest = api(world.lead).get("/api/v1/changes/", {"after": str(feed["after"])}).json()
    assert rest["results"] == []


def test_every_payload_says_its_provenance(world: World, auditor: APIClient) -> None:
    world.update()
    world.assess()
    row = auditor.get("/api/v1/recommendations/", {"page_size": "1"}).json()["results"][0]
    assert row["provenance"]
    for tail in ("assessments/", "updates/"):
        assert auditor.get(url(world, tail)).json()["results"][0]["provenance"] == "entered"
    only = auditor.get("/api/v1/recommendations/", {"provenance": "reconstructed"}).json()
    assert only["count"] == 39
    assert not AdministrationUpdate.objects.filter(provenance="demonstration").exists()


def test_the_schema_describes_every_address(auditor: APIClient) -> None:
    schema = auditor.get("/api/v1/schema/", HTTP_ACCEPT="application/vnd.oai.openapi+json")
    assert schema.status_code == 200
    assert b"/api/v1/recommendations/{id}/assessments/" in schema.content or (
        b"/api/v1/recommendations/{pk}/assessments/" in schema.content
    )


def test_unknown_addresses_are_problems(auditor: APIClient) -> None:
    answer = auditor.get("/api/v1/nothing/here/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_known_at_lists_what_was_known(world: World, auditor: APIClient) -> None:
    seals.seal_pending()
    query = {"made_in": "A/79/5 (Vol. I)", "q": "asset"}
    now = auditor.get("/api/v1/recommendations/", query).json()
    known = auditor.get("/api/v1/recommendations/", {**query, "known_at": "2999-01-01"}).json()
    before = auditor.get("/api/v1/recommendations/", {**query, "known_at": "2019-01-01"}).json()
    assert [row["id"] for row in known["results"]] == [row["id"] for row in now["results"]]
    assert (now["count"], before["count"]) == (1, 0)
    one = auditor.get(url(world, ""), {"known_at": "2019-01-01"})
    assert one.status_code == 404
