"""The portfolio's pages: counts equal lists, the past stays as it was, drafts stay with their own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger import moments
from ledger.moments import Moment, parse_moment
from projects import actions, figures
from projects.models import Project, ProjectParticulars, StatusReport
from projects.reports_due import Calendar, count
from projects.state import projects_at
from secretariat.models import Person
from tests.portfolio import Portfolio
from tests.world import bring_in

pytestmark = pytest.mark.django_db
#: What each page costs, whatever the number of projects; changed on purpose only.
STATEMENTS = {
    "/projects/": 23,
    "/projects/?view=board": 23,
    "/projects/export.csv": 9,
    "/status-reports/": 11,
    "/status-reports/?state=missing": 11,
    "/projects/complete-but-unmet/": 15,
}


@pytest.fixture
def officer(portfolio: Portfolio) -> Client:
    return signed_in(portfolio.officer)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


# --- done when 1 and 2 ---------------------------------------------------------------------------
def test_the_record_holds_twenty_projects_five_titles_documented(
    people: Callable[..., Person],
) -> None:
    page = signed_in(people("officer")).get("/projects/")
    assert page.context["total"] == 20
    assert page.context["titles"] == {"official": 5, "working": 15, "all": 20}
    assert "5 of 20 titles documented, 15 working titles." in page.content.decode()


def test_the_page_of_paragraph_10_names_three_cases_on_four_projects(
    people: Callable[..., Person],
) -> None:
    page = signed_in(people("officer")).get(
        "/projects/complete-but-unmet/", {"as_of": "2019-03-31"}
    )
    cases = {
        case: [line["row"].state.code for line in lines] for case, lines in page.context["cases"]
    }
    assert cases == {
        "Unite Service Desk": ["P10"],
        "application consolidation and website rationalization": ["P07", "P08"],
        "enterprise network operations": ["P11"],
    }
    text = page.content.decode()
    assert "The split is ours." in text
    assert "A/74/588, para. 10" in text
    assert page.context["answer"].numerator == 4


def test_before_the_audit_the_page_of_paragraph_10_is_empty_and_says_so(
    people: Callable[..., Person],
) -> None:
    page = signed_in(people("officer")).get(
        "/projects/complete-but-unmet/", {"as_of": "2018-06-30"}
    )
    assert page.context["cases"] == []
    assert "No such project on this day" in page.content.decode()


# --- counts equal lists --------------------------------------------------------------------------
def test_every_number_on_the_cards_opens_a_list_of_exactly_that_many_rows(
    portfolio: Portfolio, officer: Client
) -> None:
    portfolio.publish("2024-Q1")
    portfolio.publish("2024-Q2", percent="100", percent_reason="")
    for card in officer.get("/projects/").context["cards"]:
        answer = card["answer"]
        whole = answer.numerator if answer.numerator is not None else answer.denominator
        assert listed(officer, card["rows_url"]) == whole, card["figure"].key
        for part in card["parts"]:
            assert listed(officer, part["url"]) == part["count"], part["url"]


def listed(client: Client, url: str) -> int:
    context = client.get(url).context
    return int(context["found"] if "found" in context else context["total"])


def test_the_tabs_of_the_reports_count_what_their_lists_hold(
    portfolio: Portfolio, officer: Client
) -> None:
    portfolio.publish("2024-Q1")
    page = officer.get("/status-reports/", {"q": "T01"})
    sums = page.context["sums"]
    assert sums["due"] == sums["received"] + sums["missing"]
    assert (sums["received"], sums["late"]) == (1, 1)
    for state in ("received", "late", "missing"):
        found = officer.get("/status-reports/", {"q": "T01", "state": state})
        assert found.context["found"] == sums[state] == len(found.context["page_obj"].object_list)
    file = text_of(officer.get("/status-reports/export.csv", {"q": "T01", "state": "missing"}))
    assert len(file.strip().splitlines()) == sums["missing"] + 1


def test_the_calendar_agrees_with_the_state_of_each_project(portfolio: Portfolio) -> None:
    portfolio.publish("2024-Q1")
    portfolio.publish("2024-Q3")
    for moment in (moments.now(), parse_moment("2024-12-31", None)):
        for state in projects_at(moment):
            sums = count(Calendar([state], moment).all_due())
            assert (sums["due"], sums["received"]) == (state.due, state.received)


def test_a_quarter_before_the_first_duty_is_not_due(portfolio: Portfolio, officer: Client) -> None:
    portfolio.publish("2024-Q2")
    page = officer.get("/status-reports/", {"until": "2024-Q4"})
    [line] = [line for line in page.context["lines"] if line.state.code == "T01"]
    words = [one.word if one else "" for one in line.cells]
    assert dict(zip(page.context["quarters"], words, strict=True))["2024-Q2"] == "late"
    assert all(not one.quarter.name < "2024-Q2" for one in line.cells if one)


def test_the_file_holds_the_rows_of_the_list_in_its_order(officer: Client) -> None:
    query = {"driver": "DRIVER-TRANSFORMATION", "sort": "-code", "as_of": "2019-03-31"}
    page = officer.get("/projects/", query)
    shown = [line.row.state.code for line in page.context["lines"]]
    lines = text_of(officer.get("/projects/export.csv", query)).strip().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == shown
    assert shown == sorted(shown, reverse=True) and len(shown) == 7
    assert officer.get("/projects/export.xlsx", query).status_code == 200
    assert officer.get("/projects/export.pdf", query).status_code == 404


def test_a_faulty_filter_is_named_and_the_page_stays(officer: Client) -> None:
    for url in ("/projects/", "/status-reports/"):
        answer = officer.get(url, {"driver": "NO-SUCH"})
        assert answer.status_code == 400
        assert "NO-SUCH" in answer.content.decode()
    assert officer.get("/status-reports/", {"state": "lost"}).status_code == 400
    assert officer.get("/resources/amounts/", {"colour": "red"}).status_code == 400


def test_the_amounts_add_up_to_the_figure(people: Callable[..., Person]) -> None:
    person = people("officer")
    page = signed_in(person).get("/resources/amounts/")
    total = figures.RESOURCES_TOTAL.answer(person, moments.now(), {})
    assert page.context["total"].replace(".", "") == str(total.value).rstrip("0")
    assert len(page.context["rows"]) == 12


# --- drafts and rights ---------------------------------------------------------------------------
def test_a_draft_is_seen_by_those_who_write_and_publish_and_nobody_else(
    portfolio: Portfolio,
) -> None:
    portfolio.submit("2024-Q1", achievements="Only a draft says this.")
    seen = {
        name: signed_in(getattr(portfolio, name)).get("/projects/T01/")
        for name in ("lead", "officer", "other_lead", "auditor", "approver", "reader")
    }
    assert {name for name, page in seen.items() if page.context.get("drafts")} == {
        "lead",
        "officer",
    }
    assert seen["reader"].status_code == 403
    for url in ("/projects/", "/status-reports/", "/projects/T01/", "/projects/export.csv"):
        assert signed_in(portfolio.reader).get(url).status_code == 403
    assert "2024-Q1" not in seen["auditor"].content.decode()


def test_a_draft_changes_no_figure_and_no_list(portfolio: Portfolio, officer: Client) -> None:
    before = officer.get("/status-reports/").context["sums"]
    portfolio.submit("2024-Q1")
    assert officer.get("/status-reports/").context["sums"] == before
    assert not StatusReport.objects.exists()


def test_buttons_follow_the_rights_and_a_past_day_has_none(portfolio: Portfolio) -> None:
    lead = signed_in(portfolio.lead)
    now = lead.get("/projects/T01/")
    assert now.context["can_report"] and not now.context["can_keep"]
    assert "/projects/T01/close/" in now.content.decode()
    past = lead.get("/projects/T01/", {"as_of": "2024-12-31"})
    assert not past.context["can_act"]
    assert "/projects/T01/close/" not in past.content.decode()
    other = signed_in(portfolio.other_lead).get("/projects/T01/")
    assert not other.context["can_report"]
    assert signed_in(portfolio.officer).get("/projects/T01/").context["can_keep"]


def test_a_proposed_baseline_waits_on_the_page_for_the_second_person(portfolio: Portfolio) -> None:
    proposal = actions.propose_baseline(
        by=portfolio.lead,
        milestone_id=portfolio.milestone.pk,
        day=moments.now().as_of,
        authority="The steering committee",
        reason="The supplier is late.",
    )
    link = f"/baselines/{proposal.pk}/decide/"
    assert link in signed_in(portfolio.approver).get("/projects/T01/").content.decode()
    page = signed_in(portfolio.lead).get("/projects/T01/").content.decode()
    assert link not in page
    assert "waits for a decision" in page


# --- identity and time ---------------------------------------------------------------------------
def test_an_official_title_replaces_a_working_one_and_the_project_stays_itself(
    people: Callable[..., Person],
) -> None:
    client = signed_in(people("officer"))
    was = Project.objects.get(code="P01")
    held = ProjectParticulars.objects.get(subject=was)
    bring_in(
        "projects",
        {
            "code": "P01",
            "plan": "STRATEGY-2014",
            "title": "Enterprise applications",
            "title_status": "official",
            "as_of": "2020-01-01",
            "document": "A/74/588",
            "locator": "para 2",
        },
    )
    now, then = client.get("/projects/P01/"), client.get("/projects/P01/", {"as_of": "2019-12-31"})
    assert now.context["state"].project_id == was.pk == then.context["state"].project_id
    assert (now.context["state"].title, then.context["state"].title) == (
        "Enterprise applications",
        held.title,
    )
    assert (now.context["state"].title_status, then.context["state"].title_status) == (
        "official",
        "working",
    )
    assert client.get("/projects/").context["titles"]["official"] == 6
    past = client.get("/projects/", {"as_of": "2019-12-31"})
    assert past.context["titles"]["official"] == 5


def test_a_project_that_left_stays_in_the_list_and_says_so(
    portfolio: Portfolio, officer: Client
) -> None:
    bring_in(
        "portfolio_events",
        {"project": "T01", "kind": "exit", "reason": "Merged.", "as_of": "2024-03-31"},
    )
    page = officer.get("/projects/", {"q": "T01"})
    assert page.context["total"] == 1
    assert "left the portfolio" in page.content.decode()
    assert officer.get("/projects/", {"q": "T01", "portfolio": "in"}).context["total"] == 0
    assert "Merged." in officer.get("/projects/T01/").content.decode()


def test_the_page_shows_both_voices_and_marks_where_they_differ(
    portfolio: Portfolio, officer: Client
) -> None:
    for person, voice, met in (
        (portfolio.lead, "owner", "yes"),
        (portfolio.auditor, "auditor", "no"),
    ):
        actions.assess_objective(
            by=person,
            objective_id=portfolio.objective.pk,
            voice=voice,
            met=met,
            reasoning=f"The {voice} says so.",
            as_of=moments.now().as_of,
        )
    portfolio.publish("2024-Q1", percent="100", percent_reason="")
    page = officer.get("/projects/T01/")
    text = page.content.decode()
    assert page.context["objectives"][0].differ
    assert "The owner says so." in text and "The auditor says so." in text
    assert "Reported complete, objective unmet" in text
    assert {raised.flag.key for raised in page.context["flags"]} >= {
        "projects.complete_but_unmet",
        "projects.closing_without_reasons",
    }
    listed_there = officer.get("/projects/complete-but-unmet/").context["rows"]
    assert "T01" in [row.state.code for row in listed_there]


def test_text_is_shown_as_text(portfolio: Portfolio, officer: Client) -> None:
    portfolio.publish("2024-Q1", overall_reason="<script>alert(1)</script>")
    text = officer.get("/projects/T01/").content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_an_unknown_project_is_not_there(officer: Client) -> None:
    assert officer.get("/projects/NOPE/").status_code == 404
    assert officer.get("/projects/T01/", {"as_of": "2015-01-01"}).status_code == 404


def test_a_project_of_the_other_layer_opens_in_its_own(
    portfolio: Portfolio, officer: Client
) -> None:
    answer = officer.get("/projects/T01/", {"layer": "demonstration"})
    assert answer.status_code == 302
    assert answer["Location"].rstrip("?") == "/projects/T01/"


def test_the_board_holds_the_same_projects_as_the_table(officer: Client) -> None:
    table, board = officer.get("/projects/"), officer.get("/projects/", {"view": "board"})
    shown = [line.row.state.code for _driver, held in board.context["columns"] for line in held]
    assert sorted(shown) == [line.row.state.code for line in table.context["lines"]]


# --- cost ----------------------------------------------------------------------------------------
def test_pages_cost_the_same_number_of_statements_with_20_and_with_600_projects(
    portfolio: Portfolio, officer: Client
) -> None:
    portfolio.publish("2024-Q1")
    few = {url: statements(officer, url) for url in STATEMENTS}
    bring_in("projects", *(row(n) for n in range(600)))
    bring_in(
        "portfolio_events",
        *(
            {"project": f"X{n:03}", "kind": "entry", "reason": "Test.", "as_of": "2020-01-01"}
            for n in range(600)
        ),
    )
    many = {url: statements(officer, url) for url in STATEMENTS}
    assert few == many
    assert many == STATEMENTS
    assert officer.get("/projects/").context["total"] == 621
    one = statements(officer, "/projects/T01/")
    assert one <= 70, one


def row(n: int) -> dict[str, str]:
    return {
        "code": f"X{n:03}",
        "plan": "STRATEGY-2014",
        "title": f"Project {n}",
        "title_status": "working",
        "driver": "DRIVER-INNOVATION",
        "reports_from": "2024-Q1",
        "as_of": "2020-01-01",
    }


def statements(client: Client, url: str) -> int:
    text_of(client.get(url))  # what is read once per process is not counted
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
        text_of(answer)
        assert answer.status_code == 200
    return sum(
        1
        for query in seen
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    )


def test_known_at_hides_what_was_recorded_later(portfolio: Portfolio, officer: Client) -> None:
    state = portfolio.state()
    assert state.code == "T01"
    before = Moment(moments.now().as_of, known=0)
    assert not projects_at(before).exists()
