"""The annexes on governance: performance by year, policies, requests, the final report, print."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.actions import mandates
from governance.models import Mandate
from ictportal.reports.annexes.final_needs import paragraphs
from ictportal.reports.content import Line, Report
from ledger.seals import head, seal_pending
from projects import actions as projects
from projects.comparisons import MATCHES, OUTCOMES, compared
from secretariat.models import Person
from tests import bodies
from tests.ictportal.reporting import (
    asked,
    is_steady,
    made,
    rows,
    table,
    texts,
    whole_text,
    wrong_rows,
)
from tests.portfolio import Portfolio

pytestmark = pytest.mark.django_db
OCTOBER = date(2019, 10, 31)
LATER = date(2024, 6, 30)
PERFORMANCE, POLICIES = "governance-performance", "policies-and-certification"
REQUESTS, FINAL = "requests-and-recommendations", "final-report"
BUDGET, DISCREPANCIES = "budget-and-posts", "discrepancies"
KEYS = (PERFORMANCE, POLICIES, REQUESTS, FINAL, BUDGET, DISCREPANCIES)


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    return people("officer")


def below(report: Report, key: str, heading: str) -> list[Line]:
    """The lines under a heading."""
    lines = list(table(report, key).lines)
    place = next(n for n, one in enumerate(lines) if one.cells[0].text.startswith(heading))
    after = lines[place + 1 :]
    ends = [n for n, one in enumerate(after) if one.kind == "group"]
    return after[: ends[0] if ends else None]


# --- performance by year -------------------------------------------------------------------------
def test_the_year_2018_stands_as_the_auditors_found_it(officer: Person) -> None:
    report = made(PERFORMANCE, asked(officer, OCTOBER))
    [board] = below(report, "performance", "ICT Board")
    assert texts(board)[:6] == ["2018", "every 6 weeks", "8", "2", "6", "Too few"]
    [committee] = below(report, "performance", "ICT Executive Committee")
    assert texts(committee)[2:6] == ["1", "0", "1", "Too few"]
    [policy] = below(report, "performance", "ICT Policy Committee")
    assert texts(policy)[2:6] == ["–", "8", "–", "No number required"]


def test_bodies_of_which_nothing_is_stated_are_named_and_not_judged(officer: Person) -> None:
    report = made(PERFORMANCE, asked(officer, OCTOBER))
    lead = report.sections[1].lead
    assert "Architecture Review Board" in lead
    assert "Architecture Review Board" not in str(table(report, "performance"))


def test_the_annual_report_of_2018_is_the_one_output_known_not_to_have_come(
    officer: Person,
) -> None:
    report = made(PERFORMANCE, asked(officer, OCTOBER))
    [output] = table(report, "outputs").lines
    assert texts(output)[0] == "2018"
    assert texts(output)[3] == "Not delivered"
    year = next(one for one in table(report, "outputs-by-year").lines if texts(one)[0] == "2018")
    assert texts(year) == ["2018", "–", "1", "4"]


# --- policies ------------------------------------------------------------------------------------
def test_policies_known_by_name_stand_beside_what_documents_count(officer: Person) -> None:
    report = made(POLICIES, asked(officer, OCTOBER))
    printed = [texts(one)[1:4] for one in table(report, "printed").lines]
    assert any("42" in one[0] for one in printed)
    assert all(int(known) + int(unknown) > 0 for _print, known, unknown in printed)
    [one] = table(report, "rounds").lines
    assert {"70", "5", "42", "2"} <= set(texts(one))


# --- requests ------------------------------------------------------------------------------------
def test_the_final_report_is_overdue_since_a_later_draft_recalls_it(officer: Person) -> None:
    report = made(REQUESTS, asked(officer, LATER))
    [final] = [
        one for one in below(report, "requests", "A/74/588") if one.cells[0].text == "para 8"
    ]
    said = texts(final)
    assert said[5] == "Overdue"
    assert "DRAFT-78-133, para 3" in said[7]
    assert "later: DRAFT-78-133, para 3" in said[8]


def test_before_the_draft_nothing_of_it_is_called_overdue(officer: Person) -> None:
    report = made(REQUESTS, asked(officer, OCTOBER))
    assert "Overdue" not in str(table(report, "requests"))


def test_counts_by_document_add_up_to_all(officer: Person) -> None:
    found = table(made(REQUESTS, asked(officer, LATER)), "status").lines
    *documents, together = ([cell.number or 0 for cell in one.cells[1:]] for one in found)
    assert [sum(column) for column in zip(*documents, strict=True)] == together


# --- the final report ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("locator", "numbers"),
    [("para 8", {8}), ("paras 9-10", {9, 10}), ("paras 10, 19 (c)", {10, 19}), ("annex", set())],
)
def test_a_place_names_its_paragraphs(locator: str, numbers: set[int]) -> None:
    assert paragraphs(locator) == numbers


def test_each_item_of_the_checklist_tells_what_is_missing(officer: Person) -> None:
    report = made(FINAL, asked(officer, LATER))
    assert [texts(one)[0] for one in table(report, "requests").lines] == [
        "para 8",
        "para 9",
        "para 10",
        "para 18",
        "para 26",
        "para 27",
        "para 28",
        "para 29",
    ]
    topics, *_rest = below(report, "checklist", "Para 29")
    assert texts(topics)[1:3] == ["0 of 3 dealt with", "no"]
    assert "sharing and recovering costs" in texts(topics)[3]
    assert "8 of 8 items" in report.sections[0].lead


def test_a_report_that_is_only_asked_for_counts_among_none_that_came(officer: Person) -> None:
    report = made(FINAL, asked(officer, LATER))
    came, *_rest = below(report, "checklist", "Para 8")
    assert texts(came)[1].startswith("5: A/70/364")
    assert texts(came)[2:4] == ["no", "No report is on record that was accepted as the final one."]


def test_projects_reported_complete_without_a_closing_have_gaps_in_every_field(
    officer: Person,
) -> None:
    found = table(made(FINAL, asked(officer, LATER)), "closings").lines
    assert [texts(one)[0][:3] for one in found] == ["P07", "P08", "P10", "P11"]
    assert {texts(one)[2] for one in found} == {"no closing is on record"}
    assert {one.cells[-2].number for one in found} == {5}


def test_a_closing_fills_its_fields(portfolio: Portfolio) -> None:
    portfolio.publish("2024-Q1", percent="80")
    projects.close_project(
        by=portfolio.lead,
        project_id=portfolio.project.pk,
        expected_version=portfolio.state().project.version,
        result="partly",
        as_of=date(2024, 3, 31),
        reasons="Two sites remain.",
        systemic_causes="Cables are bought centrally.",
        organizational_factors="No site had a lead.",
        lessons="Name leads first.",
    )
    found = table(made(FINAL, asked(portfolio.officer)), "closings").lines
    own = next(one for one in found if texts(one)[0].startswith("T01"))
    assert texts(own)[2] == "Partly achieved"
    assert texts(own)[4:9] == [
        "Two sites remain.",
        "Cables are bought centrally.",
        "No site had a lead.",
        "Name leads first.",
        "0",
    ]


# --- print ---------------------------------------------------------------------------------------
def test_a_sum_that_does_not_come_out_is_a_footnote_beside_its_cell(officer: Person) -> None:
    report = made(BUDGET, asked(officer))
    annex = table(report, "table-III")
    assert any("D08" in note or "1 519.1" in note for note in annex.notes)
    assert any(texts(one)[0] == "computed" for one in annex.lines)
    assert {"A/69/517", "A/75/6 (Sect. 29C)"} <= {one.title for one in report.sections}


def test_every_case_that_does_not_match_stands_with_print_and_computation(
    officer: Person,
) -> None:
    question = asked(officer)
    report = made(DISCREPANCIES, question)
    found = compared(question.moment)
    assert len(rows(table(report, "cases"))) == sum(one.outcome != MATCHES for one in found)
    case = next(one for one in rows(table(report, "cases")) if texts(one)[0] == "D07")
    assert texts(case)[2:5] == ["41 426", "38 426", "-3000"]
    assert texts(case)[7] == "A/69/517, para 59"
    counts = {texts(one)[0]: one.cells[1].number for one in table(report, "outcomes").lines}
    assert counts.pop("All") == sum(n or 0 for n in counts.values()) == len(found)
    assert len(counts) == len(OUTCOMES)


def test_figures_of_documents_stand_beside_those_of_the_register(officer: Person) -> None:
    found = table(made(DISCREPANCIES, asked(officer)), "figures").lines
    outcomes = {texts(one)[5] for one in found if one.kind == "row"}
    assert "Matches by construction" in outcomes


# --- what holds for all --------------------------------------------------------------------------
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("day", [date(2000, 1, 1), OCTOBER])
def test_every_number_opens_its_rows_and_the_same_is_said_twice(
    officer: Person, key: str, day: date
) -> None:
    question = asked(officer, day)
    assert wrong_rows(question, made(key, question)) == []
    assert is_steady(key, question)


@pytest.mark.parametrize("key", KEYS)
def test_a_reader_of_editions_sees_nothing_live(people: Callable[..., Person], key: str) -> None:
    said = whole_text(made(key, asked(people("reader"), OCTOBER)))
    assert "ICT Executive Committee" not in said
    assert "A/74/353" not in said
    assert "41 426" not in said


def test_a_finding_not_known_yet_is_not_told(people: Callable[..., Person]) -> None:
    secretary = people("secretary")
    seal_pending()
    known, _digest = head()
    mandate = Mandate.objects.get(code="A74-588-P12")
    mandates.record_finding(
        by=secretary,
        mandate_id=mandate.pk,
        expected_version=mandate.version,
        word="fulfilled",
        text="There is one strategy.",
        as_of=LATER,
        document="DRAFT-78-133",
        locator="para 7",
    )
    seal_pending()

    def status(**given: Any) -> str:
        report = made(REQUESTS, asked(secretary, LATER, **given))
        found = below(report, "requests", "A/74/588")
        return next(texts(one)[5] for one in found if texts(one)[0] == "para 12")

    assert status() == "Fulfilled"
    assert status(known=known) == "No date"


def statements(viewer: Person, key: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        made(key, asked(viewer))
    return len(counted)


def test_more_bodies_cost_no_statement_more(officer: Person) -> None:
    statements(officer, PERFORMANCE)
    before = statements(officer, PERFORMANCE)
    bodies.many(4)
    assert statements(officer, PERFORMANCE) == before
