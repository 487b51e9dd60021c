"""Briefing packs: what is claimed and assessed, likely questions with their rows, and rights."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Recommendation, RecommendationProject
from ictportal.reports import register
from ictportal.reports.content import Report
from ledger.errors import Invalid
from ledger.seals import head, seal_pending
from secretariat.models import Person
from tests import bodies
from tests.ictportal.reporting import asked, is_steady, made, table, texts, whole_text, wrong_rows
from tests.portfolio import Portfolio
from tests.world import World, bring_in

pytestmark = pytest.mark.django_db
OCTOBER = date(2019, 10, 31)
LATER = date(2027, 1, 31)
BODY, PROJECT, RECOMMENDATION = "briefing-body", "briefing-project", "briefing-recommendation"


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    return people("officer")


def questions(report: Report) -> dict[str, list[str]]:
    """The likely questions by rule: question, what is on record."""
    return {texts(one)[0]: texts(one)[1:3] for one in table(report, "likely").lines}


def of(recommendation: Recommendation) -> dict[str, str]:
    return {"recommendation": str(recommendation.pk)}


# --- a project -----------------------------------------------------------------------------------
def test_a_project_called_complete_is_asked_why_its_objective_is_not_met(officer: Person) -> None:
    question = asked(officer, OCTOBER, project="P10")
    report = made(PROJECT, question)
    found = questions(report)
    assert found["Reported complete, objective unmet"][0] == (
        "Why is the project called complete while objectives are not met (1 of 3)?"
    )
    assert "Complete without reasons" in found
    assert wrong_rows(question, report) == []
    assert report.subject == "P10 Unite Service Desk"


def test_the_pack_shows_flags_course_and_documents(officer: Person) -> None:
    report = made(PROJECT, asked(officer, OCTOBER, project="P10"))
    flags = [texts(one)[0] for one in table(report, "flags").lines]
    assert flags == ["Complete without a closing", "Reported complete, objective unmet"]
    course = [texts(one)[0] for one in table(report, "timeline").lines]
    assert course == ["29 December 2014", "31 December 2018", "31 December 2018"]
    cited = {texts(one)[0]: texts(one)[2] for one in table(report, "documents").lines}
    assert cited["A/74/588"] == "para 10; para 2"


def test_a_project_of_which_nothing_is_wrong_gives_no_rule_cause(portfolio: Portfolio) -> None:
    portfolio.publish("2024-Q1", percent="40")
    day = date(2024, 4, 30)
    found = questions(made(PROJECT, asked(portfolio.officer, day, project="T01")))
    assert set(found) <= {"Reports missing"}


def test_the_worst_slip_of_a_project_is_asked_about_with_its_rows(officer: Person) -> None:
    question = asked(officer, OCTOBER, project="P02")
    report = made(PROJECT, question)
    assert "1,795 days" in questions(report)["Worst slip"][0]
    [row] = [one for one in table(report, "likely").lines if texts(one)[0] == "Worst slip"]
    opens = row.cells[3].opens
    assert opens is not None
    assert (opens.view, dict(opens.query)) == ("slippage", {"project": "P02", "slipped": "yes"})


def test_a_project_that_is_not_on_record_on_the_day_cannot_be_chosen(officer: Person) -> None:
    with pytest.raises(Invalid) as refused:
        made(PROJECT, asked(officer, date(2010, 1, 1), project="P10"))
    assert "project" in refused.value.fields


# --- a body --------------------------------------------------------------------------------------
def test_a_body_is_asked_about_the_year_in_which_it_met_too_seldom(officer: Person) -> None:
    question = asked(officer, OCTOBER, body="ICT-BOARD")
    report = made(BODY, question)
    found = questions(report)
    assert found["Meetings missed"][0] == (
        "Why did the body meet less often in 2018 than it had to (held: 2, required: 8)?"
    )
    assert "Output not delivered" in found
    assert wrong_rows(question, report) == []
    assert [texts(one)[3] for one in table(report, "terms").lines][-1] == "every 6 weeks"


def test_a_body_of_which_nothing_is_stated_is_asked_how_often_it_met(officer: Person) -> None:
    report = made(BODY, asked(officer, OCTOBER, body="ARCHITECTURE-REVIEW-BOARD"))
    assert set(questions(report)) == {"Meetings not stated"}
    assert table(report, "performance").lines == ()


# --- a recommendation ----------------------------------------------------------------------------
def test_a_disagreement_and_its_age_are_asked_about(world: World) -> None:
    world.update("closure_requested", as_of=date(2024, 9, 30), narrative="It is done.")
    world.assess("under implementation", as_of=date(2024, 12, 31))
    question = asked(world.officer, LATER, **of(world.recommendation))
    report = made(RECOMMENDATION, question)
    found = questions(report)
    assert "closure requested" in found["Worst disagreement"][0]
    assert found["Worst disagreement"][1].startswith("Since 31 December 2024; 1 assessments")
    assert "921 days" in found["Longest open"][0]
    assert wrong_rows(question, report) == []


def test_a_target_that_was_moved_is_asked_about_with_its_reason(world: World) -> None:
    world.update(target="2025-Q1")
    world.update(target="2026-Q1", target_reason="The tender failed.", as_of=date(2025, 2, 1))
    report = made(RECOMMENDATION, asked(world.officer, LATER, **of(world.recommendation)))
    asks, why = questions(report)["Most often extended"]
    assert asks == "Why was the target moved by 365 days in all (moves: 1)?"
    assert why.endswith("The tender failed.")
    assert [texts(one)[1:3] for one in table(report, "targets").lines] == [
        ["2025-Q1", "0"],
        ["2026-Q1", "365"],
    ]


def test_words_of_a_class_that_a_viewer_may_not_read_are_left_out(world: World) -> None:
    world.update("under_implementation", narrative="Secret words.", classification="confidential")
    for viewer, seen in ((world.officer, True), (world.secretary, False)):
        report = made(RECOMMENDATION, asked(viewer, LATER, **of(world.recommendation)))
        assert ("Secret words." in whole_text(report)) is seen
    assert "The words are classified." in whole_text(report)


def test_a_confidential_recommendation_cannot_be_chosen_without_the_right(world: World) -> None:
    chosen = of(world.confidential)
    assert made(RECOMMENDATION, asked(world.officer, LATER, **chosen)).sections
    with pytest.raises(Invalid) as refused:
        made(RECOMMENDATION, asked(world.secretary, LATER, **chosen))
    assert "recommendation" in refused.value.fields


def test_a_confidential_recommendation_on_a_project_is_left_out_of_its_pack(world: World) -> None:
    for one in (world.recommendation, world.confidential):
        bring_in(
            "recommendation_projects",
            {
                "report": one.report.document.symbol,
                "item": one.item,
                "project": "P10",
                "as_of": "2024-08-01",
            },
        )
    assert RecommendationProject.objects.filter(project__code="P10").count() == 2
    all_of = made(PROJECT, asked(world.officer, LATER, project="P10"))
    some = made(PROJECT, asked(world.secretary, LATER, project="P10"))
    assert len(table(all_of, "recommendations").lines) == 2
    assert len(table(some, "recommendations").lines) == 1
    assert "Restrict access" not in whole_text(some)


def test_what_is_not_known_yet_is_not_in_the_pack(world: World) -> None:
    seal_pending()
    known, _digest = head()
    world.update("closure_requested", narrative="It is done.")
    seal_pending()
    chosen: dict[str, Any] = of(world.recommendation)
    assert "It is done." in whole_text(made(RECOMMENDATION, asked(world.officer, LATER, **chosen)))
    before = made(RECOMMENDATION, asked(world.officer, LATER, known=known, **chosen))
    assert "It is done." not in whole_text(before)


# --- what holds for all --------------------------------------------------------------------------
@pytest.mark.parametrize("key", [BODY, PROJECT, RECOMMENDATION])
def test_a_pack_needs_its_subject_and_stays_out_of_editions(officer: Person, key: str) -> None:
    kind = register.get(key)
    assert not kind.in_editions
    [choice] = kind.choices
    with pytest.raises(Invalid) as refused:
        kind.made(asked(officer, OCTOBER))
    assert choice.name in refused.value.fields


@pytest.mark.parametrize(
    ("key", "name", "code"), [(BODY, "body", "ICT-BOARD"), (PROJECT, "project", "P10")]
)
def test_a_pack_says_the_same_twice(officer: Person, key: str, name: str, code: str) -> None:
    assert is_steady(key, asked(officer, OCTOBER, **{name: code}))


@pytest.mark.parametrize("key", [BODY, PROJECT, RECOMMENDATION])
def test_a_reader_of_editions_has_nothing_to_choose(
    people: Callable[..., Person], key: str
) -> None:
    [choice] = register.get(key).choices
    assert list(choice.options(asked(people("reader"), OCTOBER))) == []


def test_more_meetings_and_bodies_cost_no_statement_more(officer: Person) -> None:
    code = bodies.body("T-ONE", recorded_from="2024-01-01")
    bodies.terms(code, "quarterly")
    bodies.meeting(code, "2024-02-03")

    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            made(BODY, asked(officer, body=code))
        return len(counted)

    statements()
    before = statements()
    for day in ("2024-05-03", "2024-08-03", "2024-11-03"):
        bodies.meeting(code, day)
    bodies.many(3)
    assert statements() == before
