"""One search box: by symbol, code, name and text, within one's rights, as it stood on the day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from ictportal.find import Findings, find, read_question
from ictportal.find_kinds import KINDS
from ledger.errors import Invalid
from ledger.moments import now, parse_moment
from secretariat.models import Entity, Person
from tests.governance.requests_world import build_requests, many
from tests.governance_world import Governance
from tests.portfolio import Portfolio
from tests.world import World, bring_in

pytestmark = pytest.mark.django_db
RECOMMENDED = "recommendations"


def found(viewer: Person, text: str, day: str = "", *, demonstration: bool = False) -> Findings:
    moment = parse_moment(day, None) if day else now()
    return find(viewer, read_question(text), moment, demonstration=demonstration)


def codes(findings: Findings, kind: str) -> list[str]:
    return [line.code for one in findings.kinds if one.kind.key == kind for line in one.lines]


def exactly(findings: Findings) -> list[tuple[str, str]]:
    return [(kind.key, line.code) for kind, line in findings.exactly]


def hits(findings: Findings) -> list[str]:
    return [code for _kind, code in exactly(findings)]


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("Keep an asset register", "recommendations", "A/79/5 (Vol. I), para 10"),
        ("a 79 5 vol 1", "recommendations", "A/79/5 (Vol. I), para 10"),
        ("P07", "projects", "P07"),
        ("strategy-2014", "plans", "STRATEGY-2014"),
        ("经修订的信息", "plans", "STRATEGY-2014"),
        ("OBSOLETE-EQUIPMENT", "policies", "OBSOLETE-EQUIPMENT"),
        ("obsolete ICT equipment", "policies", "OBSOLETE-EQUIPMENT"),
        ("已淘汰", "policies", "OBSOLETE-EQUIPMENT"),
        ("self-certification-2018", "rounds", "SELF-CERTIFICATION-2018"),
        ("August 2018", "rounds", "SELF-CERTIFICATION-2018"),
        ("A/74/588", "documents", "A/74/588"),
        ("a 74 588", "documents", "A/74/588"),
        ("74/588", "documents", "A/74/588"),
        ("战略执行", "documents", "A/74/588"),
        ("oict", "entities", "OICT"),
        ("Information and Communications Technology", "entities", "OICT"),
        ("信息和通信技术厅", "entities", "OICT"),
        ("GLOBAL-ALLIANCE-ICT", "bodies", "GLOBAL-ALLIANCE-ICT"),
        ("GLOBAL-ALLIANCE-ICT-2006-01", "meetings", "GLOBAL-ALLIANCE-ICT-2006-01"),
        ("Launch meeting", "meetings", "GLOBAL-ALLIANCE-ICT-2006-01"),
        ("MANAGEMENT-COMMITTEE-2019-D01", "decisions", "MANAGEMENT-COMMITTEE-2019-D01"),
        ("New cybersecurity action plan", "decisions", "MANAGEMENT-COMMITTEE-2019-D01"),
    ],
)
def test_each_kind_is_found_by_symbol_code_and_name(
    world: World, typed: str, kind: str, code: str
) -> None:
    assert code in codes(found(world.officer, typed), kind)


def test_a_project_and_an_indicator_are_found_by_code_and_name(portfolio: Portfolio) -> None:
    for typed in ("T01", "Connecting the"):
        assert codes(found(portfolio.officer, typed), "projects") == ["T01"]
    for typed in ("T-SITES", "Sites connected"):
        assert codes(found(portfolio.officer, typed), "indicators") == ["T-SITES"]


def test_a_request_is_found_by_code_text_and_the_symbol_it_stands_in(world: World) -> None:
    build_requests()
    for typed in ("T-5", "A report on T-5", "a 76 901"):
        assert "T-5" in codes(found(world.officer, typed), "requests")


def test_two_characters_of_a_chinese_name_find_it(world: World) -> None:
    answer = found(world.officer, "信息")
    assert {one.kind.key for one in answer.with_rows} >= {"plans", "documents", "entities"}


def test_an_entity_is_found_by_another_name_it_goes_by(world: World) -> None:
    bring_in(
        "entity_aliases",
        {"entity": "OLA", "name": "Lawyers of the house", "language": "en", "as_of": "2016-01-01"},
    )
    assert codes(found(world.officer, "lawyers"), "entities") == ["OLA"]


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ("p07", ("projects", "P07")),
        ("oict", ("entities", "OICT")),
        ("A/74/588", ("documents", "A/74/588")),
        ("74/588", ("documents", "A/74/588")),
        ("A/79/5 (Vol. I), para. 12", ("recommendations", "A/79/5 (Vol. I), para 12")),
        ("A/76/901, para 5", ("requests", "T-5")),
    ],
)
def test_what_was_typed_exactly_stands_first(
    world: World, typed: str, hit: tuple[str, str]
) -> None:
    build_requests()
    assert exactly(found(world.auditor, typed)) == [hit]
    page = text_of(client_of(world.auditor).get("/find/", {"q": typed}))
    assert "Exactly this" in page


def test_an_exact_code_comes_before_longer_ones(world: World) -> None:
    answer = found(world.officer, "MANAGEMENT-COMMITTEE")
    assert codes(answer, "bodies")[0] == "MANAGEMENT-COMMITTEE"
    assert not exactly(found(world.officer, "MANAGEMENT-COMMITTE"))


def test_the_place_of_a_confidential_recommendation_is_no_way_to_it(world: World) -> None:
    for typed in ("Restrict access", "A/79/5 (Vol. I), para 12", "A/79/5 (Vol. I)"):
        seen, hidden = found(world.auditor, typed), found(world.client, typed)
        assert seen.total + len(hits(seen)) == hidden.total + len(hits(hidden)) + 1
        assert "A/79/5 (Vol. I), para 12" in [*codes(seen, RECOMMENDED), *hits(seen)]
        assert "A/79/5 (Vol. I), para 12" not in [*codes(hidden, RECOMMENDED), *hits(hidden)]


@pytest.mark.parametrize("typed", ["ICT", "A/74/588", "信息", "security", "report"])
def test_each_count_is_the_total_of_the_list_it_links_to(
    governance: Governance, world: World, api: Callable[..., APIClient], typed: str
) -> None:
    governance.held()
    governance.decide(title="ICT security report")
    build_requests()
    answer = api(world.officer).get("/api/v1/find/", {"q": typed}).json()
    assert answer["count"] == sum(kind["count"] for kind in answer["kinds"])
    lists = [kind for kind in answer["kinds"] if kind["rows_url"]]
    assert len(lists) == sum(kind.is_filtered for kind in KINDS) == 8
    for kind in lists:
        listed = api(world.officer).get(kind["rows_url"]).json()
        assert listed["count"] == kind["count"], kind["kind"]


def test_the_page_links_to_the_lists_with_the_same_text_day_and_layer(world: World) -> None:
    page = client_of(world.officer).get("/find/", {"q": "ICT & more", "as_of": "2025-01-31"})
    assert "Nothing is found" in text_of(page)
    page = client_of(world.officer).get("/find/", {"q": "asset", "as_of": "2025-01-31"})
    address = "/recommendations/?q=asset&amp;as_of=2025-01-31"
    assert address in page.content.decode()
    listed = client_of(world.officer).get(address.replace("&amp;", "&"))
    total = next(o.total for o in page.context["findings"].kinds if o.kind.key == "recommendations")
    assert listed.context["total"] == total == 1


def test_a_past_day_finds_what_stood_on_it(world: World, governance: Governance) -> None:
    assert codes(found(world.officer, "asset register", "2024-07-24"), "recommendations")
    assert not found(world.officer, "asset register", "2024-07-23").total
    assert codes(found(world.officer, "Steering body", "2020-01-01"), "bodies")
    assert not found(world.officer, "Steering body", "2019-12-31").total
    for day, there in (("2019-10-31", True), ("2019-10-30", False)):
        assert ("A/74/588" in codes(found(world.officer, "A/74/588", day), "documents")) is there


def test_what_was_not_known_yet_is_not_found(world: World) -> None:
    moment = parse_moment(None, "2020-01-01T00:00:00Z")
    assert not find(world.officer, read_question("asset register"), moment).total


def test_the_demonstration_is_never_found_in_the_record(world: World) -> None:
    row = {"code": "DEMO-UNIT", "name": "Unit of the demonstration", "as_of": "2015-01-01"}
    bring_in("entities", row)
    Entity.objects.filter(code="DEMO-UNIT").update(demonstration=True)
    assert not found(world.officer, "DEMO-UNIT").total
    assert codes(found(world.officer, "DEMO-UNIT", demonstration=True), "entities") == ["DEMO-UNIT"]
    assert not found(world.officer, "asset register", demonstration=True).total
    client = client_of(world.officer)
    page = client.get("/find/", {"q": "DEMO-UNIT", "layer": "demonstration"})
    assert "/entities/DEMO-UNIT/?layer=demonstration" in page.content.decode()
    assert "/entities/DEMO-UNIT/" not in client.get("/find/", {"q": "DEMO-UNIT"}).content.decode()


def test_the_api_answers_the_demonstration_when_asked(
    world: World, api: Callable[..., APIClient]
) -> None:
    asked = {"q": "asset register", "provenance": "demonstration"}
    assert api(world.officer).get("/api/v1/find/", asked).json()["count"] == 0


def test_readers_of_editions_find_nothing_live(world: World, api: Callable[..., APIClient]) -> None:
    assert client_of(world.reader).get("/find/", {"q": "asset"}).status_code == 403
    assert api(world.reader).get("/api/v1/find/", {"q": "asset"}).status_code == 403
    assert not found(world.reader, "ICT").total
    assert 'action="/find/"' not in client_of(world.reader).get("/").content.decode()


def test_the_box_in_the_header_keeps_the_day(world: World) -> None:
    page = client_of(world.officer).get("/definitions/", {"as_of": "2025-01-31"}).content.decode()
    form = page.split('action="/find/"')[1].split("</form>")[0]
    assert '<input type="hidden" name="as_of" value="2025-01-31">' in form


def test_without_a_text_the_page_says_what_can_be_typed(
    world: World, api: Callable[..., APIClient]
) -> None:
    for address in ("/find/", "/find/?q=", "/find/?q=%20%20"):
        page = client_of(world.officer).get(address)
        assert page.status_code == 200
        assert "What can be typed" in text_of(page)
    assert api(world.officer).get("/api/v1/find/").json()["kinds"] == []


def test_where_nothing_is_found_the_page_says_what_was_searched(world: World) -> None:
    page = text_of(client_of(world.officer).get("/find/", {"q": "no such words anywhere"}))
    assert "Nothing is found" in page
    for kind in KINDS:
        assert str(kind.label) in page


@pytest.mark.parametrize("typed", ["x", "x" * 301, "a\0b", "a\x07b"])
def test_a_text_that_cannot_be_looked_for_is_refused_with_a_sentence(
    world: World, api: Callable[..., APIClient], typed: str
) -> None:
    page = client_of(world.officer).get("/find/", {"q": typed})
    assert page.status_code == 400
    assert 'aria-invalid="true"' in page.content.decode()
    answer = api(world.officer).get("/api/v1/find/", {"q": typed})
    assert answer.status_code == 400
    assert "q" in str(answer.json())


def test_half_a_character_is_refused() -> None:
    with pytest.raises(Invalid):
        read_question("ab\ud800")


@pytest.mark.parametrize(
    "typed", ["%%", "__", "a_set register", "%25%", "'; --", "<script>", "\\\\", "A/" * 99, "//"]
)
def test_signs_of_patterns_are_plain_signs(world: World, typed: str) -> None:
    page = client_of(world.officer).get("/find/", {"q": typed})
    assert page.status_code == 200
    assert "Keep an asset register" not in text_of(page)


def test_an_unknown_parameter_of_the_api_is_refused(
    world: World, api: Callable[..., APIClient]
) -> None:
    assert api(world.officer).get("/api/v1/find/", {"query": "asset"}).status_code == 400


def test_the_cost_is_the_same_for_nothing_few_and_many(world: World) -> None:
    def cost(typed: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            found(world.officer, typed)
        return len(seen)

    build_requests()
    cost("what the person may do is read once")
    nothing, few = cost("no such words"), cost("A report on")
    many(30)
    assert nothing == few == cost("A report on")
    assert few <= 3 * len(KINDS)


def test_a_meeting_shows_its_day(governance: Governance) -> None:
    meeting = governance.held(date(2025, 3, 10))
    [line] = [
        line
        for one in found(governance.officer, meeting.code).kinds
        if one.kind.key == "meetings"
        for line in one.lines
    ]
    assert (line.day, line.about) == (date(2025, 3, 10), "held")
