"""Plans, the road map and the memory of dates: what is shown, at any day, and that it can be read."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from rest_framework.test import APIClient

from ledger import days
from ledger.moments import now, parse_moment
from projects import inputs, plans, roadmap, slippage
from projects.models import ElementParticulars, Plan, RoadmapBar
from projects.policies import viewable_milestones
from secretariat.models import Person
from tests.world import bring_in

pytestmark = pytest.mark.django_db
PLACE = {"document": "A/74/588", "locator": "para 7", "provenance": "entered"}


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    return people("officer")


@pytest.fixture
def page(officer: Person) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def reading(people: Callable[..., Person]) -> Client:
    client = Client()
    client.force_login(people("auditor", "BOA"))
    return client


def content_of(officer: Person, code: str, as_of: str | None = None) -> plans.PlanContent:
    moment = parse_moment(as_of, None)
    row = next(row for row in plans.plan_rows(moment) if row.code == code)
    return plans.content(officer, row, moment)


def bar(element: str, first: str, last: str, **given: str) -> dict[str, str]:
    row = {"element": element, "baseline": "BASELINE-2013", "as_of": "2014-08-31", **PLACE}
    return {**row, "first_quarter": first, "last_quarter": last, **given}


def count(act: Callable[[], Any]) -> int:
    assert act().status_code == 200  # what is read once per process is not counted
    with CaptureQueriesContext(connection) as seen:
        act()
    return len([query for query in seen if query["sql"].startswith("SELECT")])


# --- plans ---------------------------------------------------------------------------------------
def test_the_security_plans_are_one_line_and_its_links_are_marked_as_our_reading(
    page: Client,
) -> None:
    lines = [[row.code for row in line] for line in plans.chains(plans.plan_rows(now()))]
    assert ["SECURITY-2014", "SECURITY-10", "SECURITY-7"] in lines
    assert ["STRATEGY-2014", "STRATEGY-2023"] in lines
    text = page.get("/plans/").content.decode()
    assert text.count("(our reading)") == 3


def test_the_field_technology_framework_says_how_far_it_is_integrated(page: Client) -> None:
    row = next(row for row in plans.plan_rows(now()) if row.code == "FTF-2018")
    assert row.period == "2018–2023"
    assert row.whole is not None
    assert row.whole.subject.code == "STRATEGY-2014"
    assert "integration: not stated" in page.get("/plans/").content.decode()


def test_before_a_plan_was_spoken_of_it_is_not_there(page: Client) -> None:
    asked = {"as_of": "2014-12-31"}
    assert "SECURITY-10" not in page.get("/plans/", asked).content.decode()
    assert page.get("/plans/SECURITY-10/", asked).status_code == 404
    assert page.get("/plans/SECURITY-10/", {"as_of": "2018-12-31"}).status_code == 200
    assert page.get("/plans/STRATEGY-2014/", {"known_at": "2000-01-01"}).status_code == 404


def test_an_objective_names_the_projects_that_serve_it(officer: Person) -> None:
    nodes = content_of(officer, "STRATEGY-2014").nodes.values()
    served = {node.said.subject.code: [one.code for one in node.projects] for node in nodes}
    assert served["OBJ-INNOVATION"] == ["P13", "P14", "P15"]
    assert len(served["DRIVER-MODERNIZATION"]) == 5


def test_a_goal_without_action_is_flagged_until_an_action_stands_under_it(
    officer: Person, page: Client
) -> None:
    assert content_of(officer, "STRATEGY-2023").goals_without_action == 5
    assert page.get("/plans/STRATEGY-2023/").content.decode().count("Goal without action") == 5
    row = {"plan": "STRATEGY-2023", "code": "ACT-1", "kind": "action", "parent": "GOAL-VISION"}
    bring_in("plan_elements", {**row, "name": "An action", "as_of": "2024-07-31", **PLACE})
    assert content_of(officer, "STRATEGY-2023").goals_without_action == 4
    assert content_of(officer, "STRATEGY-2023", "2024-07-01").goals_without_action == 5


def test_stated_elements_stand_beside_those_named(page: Client) -> None:
    assert "All 8 named" in page.get("/plans/SECURITY-2014/").content.decode()
    assert "0 of 10 named" in page.get("/plans/SECURITY-10/").content.decode()
    assert "0 of 7 named" in page.get("/plans/SECURITY-7/").content.decode()


def test_an_unverified_control_is_marked_with_who_should_have_verified_it(
    officer: Person, page: Client
) -> None:
    found = content_of(officer, "SECURITY-10")
    assert {control.subject.code for control in found.controls} == {
        "NETWORK-SEGMENTATION",
        "ASSET-CLASSIFICATION",
        "PUBLIC-WEBSITE-CONTROLS",
    }
    assert found.unverified == 2
    text = page.get("/plans/SECURITY-10/").content.decode()
    assert "Control not verified" in text
    assert "More sensors for the intrusion detection system." in text


def test_a_progress_report_declared_final_need_not_be_accepted_as_such(officer: Person) -> None:
    report = next(
        one
        for one in content_of(officer, "STRATEGY-2014").reports
        if one.said.subject.code == "PR-5"
    )
    assert (report.said.declared_final, report.said.accepted_final) == (True, False)
    states = [chapter.state for chapter in report.chapters]
    assert states[0] == "missing"
    assert states == sorted(states, key=list(plans.CHAPTER_ORDER).index)
    assert report.shortfalls == 7


def test_a_claim_is_measured_only_by_an_indicator_with_a_number(officer: Person) -> None:
    claims = content_of(officer, "STRATEGY-2014").claims
    assert claims
    assert any(not claim.is_measured and claim.indicator is None for claim in claims)
    assert all(claim.indicator is not None for claim in claims if claim.is_measured)


def test_the_inputs_for_the_next_strategy_open_again(page: Client) -> None:
    answer = page.get("/plans/STRATEGY-2014/inputs.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == inputs.INPUT_COLUMNS
    assert {row["kind"] for row in rows} >= {"lesson", "challenge", "issue", "initiative"}
    assert all(row["source"] for row in rows)
    book = load_workbook(io.BytesIO(page.get("/plans/STRATEGY-2014/inputs.xlsx").content))
    assert book.worksheets[0].max_row == len(rows) + 1
    assert page.get("/plans/STRATEGY-2014/inputs.pdf").status_code == 404


def test_only_who_keeps_the_portfolio_may_edit_and_only_today(
    page: Client, reading: Client
) -> None:
    edit = "/registers/controls/row/?key=NETWORK-SEGMENTATION"
    address = "/plans/SECURITY-10/"
    assert edit in page.get(address).content.decode()
    assert "/registers/" not in reading.get(address).content.decode().split("<main")[1]
    past = page.get(address, {"as_of": "2020-12-31"}).content.decode()
    assert "/registers/controls" not in past
    assert page.get(edit).status_code == 200


def test_the_demonstration_shows_no_plan_of_the_record(page: Client) -> None:
    text = page.get("/plans/", {"layer": "demonstration"}).content.decode()
    assert "STRATEGY-2014" not in text


# --- road map ------------------------------------------------------------------------------------
def test_the_record_says_that_the_bars_are_lost(page: Client) -> None:
    answer = page.get("/roadmap/")
    drawing = answer.context["lines"][0]["drawing"]
    text = answer.content.decode()
    assert drawing.baseline.subject.code == "BASELINE-2013"
    assert len(drawing.quarters) == 18
    assert (drawing.bars, drawing.bars_wanted) == (0, 16)
    assert "No bar is printed in the available text." in text
    assert "Drawn against: Road map 2013-2017" in text
    assert "element=ROW-NETWORK&amp;baseline=BASELINE-2013" in text


def test_a_bar_is_drawn_from_the_day_it_was_said(officer: Person, page: Client) -> None:
    bring_in("roadmap_bars", bar("ROW-NETWORK", "2014-Q1", "2015-Q4", as_of="2016-01-31"))
    bring_in("roadmap_bars", bar("ROW-NETWORK", "2014-Q1", "2016-Q4", as_of="2016-06-30"))
    assert RoadmapBar.objects.count() == 2

    def drawn(day: str) -> str:
        answer = page.get("/roadmap/", {"as_of": day})
        rows = answer.context["lines"][0]["drawing"].rows
        return next(str(row.bar) for row in rows if row.code == "ROW-NETWORK")

    assert drawn("2015-12-31") == "None"
    assert drawn("2016-01-31") == "2014-Q1 to 2015-Q4"
    assert drawn("2020-12-31") == "2014-Q1 to 2016-Q4"
    text = page.get("/roadmap/").content.decode()
    assert "1 of 16 rows have a bar on record" in text
    assert "key=ROW-NETWORK%7CBASELINE-2013" in text


def test_both_baselines_are_drawn_on_the_same_quarters(page: Client) -> None:
    lines = page.get("/roadmap/", {"baseline": "all"}).context["lines"]
    spans = {(line["chart"]["first"], line["chart"]["last"]) for line in lines}
    assert len(lines) == 2
    assert spans == {(days.quarter_number("2013-Q3"), days.quarter_number("2020-Q1"))}
    one = page.get("/roadmap/", {"baseline": "BASELINE-2014"}).content.decode()
    assert "Drawn against: Time frame 2014-2020" in one


def test_a_baseline_not_known_on_the_day_gives_way_and_a_made_up_one_is_refused(
    page: Client,
) -> None:
    early = page.get("/roadmap/", {"baseline": "BASELINE-2014", "as_of": "2015-12-31"})
    assert early.status_code == 200
    assert "was not known on this day" in early.content.decode()
    assert page.get("/roadmap/", {"baseline": "NOTHING"}).status_code == 400
    assert page.get("/roadmap/", {"plan": "NOTHING"}).status_code == 400
    assert page.get("/roadmap/", {"colour": "blue"}).status_code == 400


def test_before_any_strategy_the_road_map_is_empty(page: Client) -> None:
    answer = page.get("/roadmap/", {"as_of": "2010-12-31"})
    assert "No strategy is on record on this day" in answer.content.decode()


# --- memory of dates -----------------------------------------------------------------------------
def test_the_worst_slip_comes_first_with_what_was_said_when(page: Client) -> None:
    memory = page.get("/slippage/").context["rows"][0]
    assert memory.state.code == "P02-M1"
    assert memory.first_words == "January 2017"
    assert memory.expected_words == "2021"
    assert (memory.state.slip_first, memory.state.moves) == (1795, 1)
    assert [named.said.authority for named in memory.dates] == ["A/69/517", "A/74/7/Add.17"]
    assert memory.passed


def test_before_a_later_date_was_named_nothing_had_slipped(page: Client) -> None:
    rows = page.get("/slippage/", {"as_of": "2018-12-31", "project": "P02"}).context["rows"]
    memory = next(row for row in rows if row.state.code == "P02-M1")
    assert len(memory.dates) == 1
    assert memory.state.slip_first == 0
    assert page.get("/slippage/", {"as_of": "2018-12-31", "slipped": "yes"}).context["total"] == 0


def test_a_date_that_passed_in_silence_is_neither_reached_nor_missed(page: Client) -> None:
    text = page.get("/slippage/", {"passed": "yes"}).content.decode()
    assert "not stated whether reached" in text
    reached = page.get("/slippage/", {"passed": "no"}).context["rows"]
    assert all(not row.passed for row in reached)


def test_a_faulty_filter_is_named_and_nothing_is_listed(page: Client) -> None:
    for asked in ({"project": "P99"}, {"slipped": "perhaps"}, {"colour": "blue"}):
        answer = page.get("/slippage/", asked)
        assert answer.status_code == 400
        assert next(iter(asked)) in answer.content.decode()
        assert answer.context["total"] == 0


def test_the_dates_open_again_as_a_file(page: Client, officer: Person) -> None:
    answer = page.get("/slippage/export.csv", {"project": "P02"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    moved = [row for row in rows if row["milestone"] == "P02-M1"]
    assert [row["date"] for row in moved] == ["2017-01-31", "2021-12-31"]
    assert moved[1]["days_after_first_promise"] == "1795"
    book = load_workbook(io.BytesIO(page.get("/slippage/export.xlsx?project=P02").content))
    assert book.worksheets[0].max_row == len(rows) + 1
    visible = viewable_milestones(officer, now())
    states = slippage.worst_first(visible, {"project": "P02"}, now())
    assert len({row["milestone"] for row in rows}) == len(states)


# --- API -----------------------------------------------------------------------------------------
def test_the_api_says_what_the_pages_say(
    officer: Person, api: Callable[..., APIClient], page: Client
) -> None:
    client = api(officer, "read")
    listed = client.get("/api/v1/plans/").json()
    assert listed["count"] == Plan.objects.filter(demonstration=False).count()
    plan = client.get("/api/v1/plans/STRATEGY-2014/").json()
    assert len(plan["elements"]) == len(content_of(officer, "STRATEGY-2014").nodes)
    final = next(one for one in plan["progress_reports"] if one["code"] == "PR-5")
    assert (final["declared_final"], final["accepted_final"]) == (True, False)
    assert client.get("/api/v1/plans/STRATEGY-2023/").json()["goals_without_action"] == 5
    drawn = client.get("/api/v1/roadmap/").json()["drawings"][0]
    assert (len(drawn["quarters"]), drawn["bars"]) == (18, 0)
    slipped = client.get("/api/v1/milestones/", {"slipped": "yes"}).json()
    assert [row["code"] for row in slipped["results"]] == ["P02-M1"]
    assert len(slipped["results"][0]["dates"]) == 2
    assert page.get("/slippage/", {"slipped": "yes"}).context["total"] == slipped["count"]


def test_the_api_answers_for_a_day_and_refuses_what_it_does_not_know(
    officer: Person, api: Callable[..., APIClient]
) -> None:
    client = api(officer, "read")
    for path in ("plans/", "plans/STRATEGY-2014/", "milestones/", "roadmap/"):
        assert client.get(f"/api/v1/{path}", {"colour": "blue"}).status_code == 400
        assert client.get(f"/api/v1/{path}", {"as_of": "2016-12-31"}).status_code == 200
    assert client.get("/api/v1/plans/SECURITY-10/", {"as_of": "2016-12-31"}).status_code == 404
    assert client.get("/api/v1/plans/", {"known_at": "2000-01-01"}).json()["count"] == 0
    assert client.get("/api/v1/milestones/", {"project": "P99"}).status_code == 400
    assert client.get("/api/v1/roadmap/", {"baseline": "NOTHING"}).status_code == 400
    demonstration = {"provenance": "demonstration"}
    assert client.get("/api/v1/plans/", demonstration).json()["count"] == 0


# --- cost ----------------------------------------------------------------------------------------
def test_pages_cost_the_same_number_of_statements_whatever_the_number_of_rows(
    page: Client, officer: Person, api: Callable[..., APIClient]
) -> None:
    client = api(officer, "read")
    addresses = ("/plans/", "/plans/STRATEGY-2014/", "/roadmap/", "/slippage/")
    calls = ("/api/v1/plans/", "/api/v1/plans/STRATEGY-2014/", "/api/v1/milestones/")

    def measured() -> dict[str, int]:
        found = {path: count(lambda path=path: page.get(path)) for path in addresses}
        return found | {path: count(lambda path=path: client.get(path)) for path in calls}

    few = measured()
    more_of_everything()
    assert measured() == few
    assert max(few.values()) <= 32, few


def more_of_everything() -> None:
    day = {"as_of": "2020-12-31", **PLACE}
    of = {"plan": "STRATEGY-2014", **day}
    for n in range(8):
        bring_in("plans", {"code": f"NEW-{n}", "kind": "framework", "name": f"New {n}", **day})
        goal = {"code": f"GOAL-{n}", "kind": "goal", "name": f"Goal {n}", **of}
        bring_in("plan_elements", goal)
        bring_in("lessons", {"code": f"L-{n}", "kind": "lesson", "title": f"Lesson {n}", **of})
        bring_in("achievements", {"code": f"A-{n}", "text": "Claimed.", **of})
        bring_in("progress_reports", {"code": f"PR-N{n}", "ordinal": str(n + 20), **of})
        bring_in("milestones", {"code": f"P03-N{n}", "project": "P03", "name": "Step", **day})
        named = {"milestone": f"P03-N{n}", "kind": "baseline", "date": "2021", **day}
        bring_in("milestone_dates", named)
        bring_in("roadmap_bars", bar("ROW-NETWORK", "2014-Q1", f"201{n}-Q4", as_of=f"201{n}"))
    assert ElementParticulars.objects.filter(subject__code__startswith="GOAL-").exists()


def test_a_road_map_is_usual_only_where_bars_are_on_record() -> None:
    plan = Plan.objects.get(code="STRATEGY-2014")
    baselines = roadmap.baselines_at(plan, now())
    usual = roadmap.usual_baseline(baselines, {})
    assert usual is not None
    assert usual.subject.code == "BASELINE-2013"
    assert roadmap.usual_baseline([], {}) is None
