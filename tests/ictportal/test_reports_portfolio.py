"""The annexes on the portfolio: overview with changes, slippage, outcomes against completion."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ictportal.reports.content import Line, Report
from ledger.errors import Invalid
from ledger.seals import head, seal_pending
from projects import actions
from secretariat.models import Person
from tests.ictportal.reporting import asked, is_steady, made, rows, table, texts, wrong_rows
from tests.portfolio import Portfolio
from tests.world import bring_in

pytestmark = pytest.mark.django_db
OCTOBER = date(2019, 10, 31)
MARCH = date(2024, 3, 31)
KEYS = ("portfolio-overview", "slippage", "outcomes")


def line(report: Report, key: str, start: str) -> Line:
    """The first line of a table whose first cell begins so."""
    return next(one for one in table(report, key).lines if one.cells[0].text.startswith(start))


def below(report: Report, key: str, heading: str) -> list[list[str]]:
    """The lines under a heading."""
    lines = list(table(report, key).lines)
    place = next(n for n, one in enumerate(lines) if one.cells[0].text.startswith(heading))
    after = lines[place + 1 :]
    ends = [n for n, one in enumerate(after) if one.kind == "group"]
    return [texts(one) for one in after[: ends[0] if ends else None]]


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    return people("officer")


# --- the overview --------------------------------------------------------------------------------
def test_the_overview_tells_the_state_of_all_twenty_projects(officer: Person) -> None:
    report = made("portfolio-overview", asked(officer, OCTOBER))
    assert len(rows(table(report, "projects"))) == 20
    assert report.subject == "changes since 31 December 2018"


def test_projects_of_which_nothing_was_reported_in_the_cycle_are_named(officer: Person) -> None:
    report = made("portfolio-overview", asked(officer, OCTOBER))
    found = table(report, "completeness").lines
    assert sum(texts(one)[1] == "none" for one in found) == 20
    assert report.sections[-1].lead == ("Of 20 projects of 20 nothing was reported in the cycle.")
    earlier = made("portfolio-overview", asked(officer, OCTOBER, since="2018-Q3"))
    told = [
        texts(one)[0][:3] for one in table(earlier, "completeness").lines if "yes" in texts(one)
    ]
    assert told == ["P07", "P08", "P10", "P11"]


def test_what_changed_stands_then_and_now_and_silence_in_words(officer: Person) -> None:
    report = made("portfolio-overview", asked(officer, OCTOBER))
    [moved] = below(report, "changes", "P02")
    assert moved[1:] == ["January 2017", "2021"]
    assert below(report, "changes", "P07") == [["no change on record", "–", "–"]]


def test_a_report_of_the_cycle_is_told_in_its_words(portfolio: Portfolio) -> None:
    portfolio.publish("2024-Q1", percent="40", challenges="Two posts are vacant.")
    report = made("portfolio-overview", asked(portfolio.officer, since="2023-Q4"))
    said = texts(line(report, "update", "T01"))
    assert said[1] == "2024-Q1"
    assert said[3:6] == ["40", "The second site was connected.", "Two posts are vacant."]
    changed = {one[0]: one[1:] for one in below(report, "changes", "T01")}
    assert changed["Per cent reported"] == ["not stated", "40"]
    assert changed["Last status report"] == ["none", "2024-Q1"]
    assert texts(line(report, "completeness", "T01"))[1] == "yes"


def test_a_quarter_that_has_not_ended_cannot_be_chosen(officer: Person) -> None:
    with pytest.raises(Invalid) as refused:
        made("portfolio-overview", asked(officer, OCTOBER, since="2019-Q4"))
    assert "since" in refused.value.fields


# --- slippage ------------------------------------------------------------------------------------
def test_first_and_later_promises_stand_with_their_days_and_sources(officer: Person) -> None:
    report = made("slippage", asked(officer, OCTOBER))
    worst = texts(table(report, "against").lines[0])
    assert worst[2] == "January 2017"
    assert worst[4:6] == ["2021", "1,795"]
    schedules = [texts(one)[2:5] for one in table(report, "schedules").lines]
    assert schedules == [["2013-Q3", "2017-Q4", "18"], ["2014-Q1", "2020-Q1", "25"]]


def test_a_new_baseline_names_who_approved_it_why_and_by_how_many_days(
    portfolio: Portfolio,
) -> None:
    proposal = actions.propose_baseline(
        by=portfolio.lead,
        milestone_id=portfolio.milestone.pk,
        day=date(2024, 9, 30),
        authority="Decision of the board",
        reason="The call for offers had no result.",
    )
    actions.approve_baseline(by=portfolio.approver, proposal_id=proposal.pk)
    report = made("slippage", asked(portfolio.officer))
    first, second = below(report, "promises", "T01")
    assert first[1:4] == ["First promise", "30 June 2024", "0"]
    assert second[1:6] == [
        "Baseline",
        "30 September 2024",
        "92",
        "Decision of the board",
        "The call for offers had no result.",
    ]
    own = line(report, "reliability", "T01")
    assert own.cells[2].text == "1"
    assert own.cells[6].text == "0 of 1"
    assert own.cells[6].notes == (1,)


def test_a_day_that_passed_in_silence_is_no_broken_promise(officer: Person) -> None:
    report = made("slippage", asked(officer, date(2019, 3, 31)))
    kept = [texts(one) for one in rows(table(report, "reliability"))]
    assert {one[6] for one in kept} == {"not applicable"}
    assert any(one[3] != "–" for one in kept)


# --- outcomes ------------------------------------------------------------------------------------
def test_the_three_cases_of_the_advisory_committee_stand_on_four_projects(
    officer: Person,
) -> None:
    report = made("outcomes", asked(officer, OCTOBER))
    cases = [texts(one) for one in table(report, "cases").lines]
    assert len(cases) == 3
    assert sorted(one[2] for one in cases) == ["P07, P08", "P10", "P11"]
    assert all("A/74/588, para" in one[4] for one in cases)


def test_both_voices_stand_beside_the_percentage(portfolio: Portfolio) -> None:
    portfolio.publish("2024-Q1", percent="60")
    for by, voice, met in (
        (portfolio.lead, "owner", "yes"),
        (portfolio.auditor, "auditor", "no"),
    ):
        actions.assess_objective(
            by=by,
            objective_id=portfolio.objective.pk,
            voice=voice,
            met=met,
            reasoning=f"The {voice} looked at it.",
            as_of=MARCH,
        )
    report = made("outcomes", asked(portfolio.officer))
    [said] = below(report, "objectives", "T01")
    assert said[1:3] == ["60", "Not met"]
    assert said[3] == "Met, as at 31 March 2024. The owner looked at it."
    assert said[4] == "Not met, as at 31 March 2024. The auditor looked at it."


# --- what holds for all --------------------------------------------------------------------------
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("day", [date(2000, 1, 1), OCTOBER])
def test_every_number_opens_its_rows_and_the_same_is_said_twice(
    officer: Person, key: str, day: date
) -> None:
    question = asked(officer, day)
    report = made(key, question)
    assert wrong_rows(question, report) == []
    assert is_steady(key, question)
    if day.year == 2000:
        assert all(not one.lines and one.empty for one in report.tables)


@pytest.mark.parametrize("key", KEYS)
def test_a_reader_of_editions_sees_no_live_project(people: Callable[..., Person], key: str) -> None:
    report = made(key, asked(people("reader"), OCTOBER))
    assert all(not one.lines for one in report.tables)


def test_what_is_not_known_yet_is_not_told(portfolio: Portfolio) -> None:
    seal_pending()
    known, _digest = head()
    portfolio.publish("2024-Q1", percent="40")
    seal_pending()
    asks = {"since": "2023-Q4"}
    now = made("portfolio-overview", asked(portfolio.officer, **asks))
    then = made("portfolio-overview", asked(portfolio.officer, known=known, **asks))
    assert len(table(now, "update").lines) == 1
    assert table(then, "update").lines == ()
    assert below(then, "changes", "T01") == [["no change on record", "–", "–"]]


def statements(viewer: Person, key: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        made(key, asked(viewer))
    return len(counted)


@pytest.mark.parametrize("key", KEYS)
def test_more_projects_cost_no_statement_more(portfolio: Portfolio, key: str) -> None:
    statements(portfolio.officer, key)
    before = statements(portfolio.officer, key)
    for number in range(2, 6):
        code, said = f"T{number:02}", {"as_of": "2023-01-01"}
        told = {"plan": "STRATEGY-2014", "title": "One more", "title_status": "working", **said}
        bring_in("projects", {"code": code, **told})
        bring_in(
            "portfolio_events", {"project": code, "kind": "entry", "reason": "Approved.", **said}
        )
        bring_in("milestones", {"code": f"{code}-M1", "project": code, "name": "All", **said})
        dated = {"milestone": f"{code}-M1", "kind": "baseline", "date": "2024-06-30"}
        bring_in("milestone_dates", {**dated, **said})
        bring_in(
            "project_objectives",
            {"code": f"{code}-O1", "project": code, "name": "It works", **said},
        )
    assert statements(portfolio.officer, key) == before
