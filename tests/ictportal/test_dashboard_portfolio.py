"""The dashboard of the portfolio: what it counts, what opens, and what it says of silence."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ictportal.reports.content import Chart, Report
from ictportal.reports.drawing import draw
from ledger import seals
from secretariat.models import Person
from tests.ictportal.reporting import asked, made, table, texts, whole_text, wrong_rows
from tests.portfolio import Portfolio
from tests.world import bring_in

pytestmark = pytest.mark.django_db
KEY = "portfolio"
MARCH = date(2019, 3, 31)


@pytest.fixture
def march(people: Callable[..., Person]) -> Report:
    return made(KEY, asked(people("officer"), MARCH))


def line(report: Report, code: str) -> list[str]:
    found = table(report, "projects").lines
    return next(texts(one) for one in found if one.cells[0].text == code)


def chart(report: Report, key: str) -> Chart:
    return next(one for one in report.blocks if isinstance(one, Chart) and one.key == key)


def test_on_31_march_2019_four_of_four_complete_projects_have_an_objective_unmet(
    march: Report,
) -> None:
    unmet = march.numbers[0]
    assert (unmet.numerator, unmet.denominator) == (4, 4)
    assert sorted(part.count for part in unmet.parts) == [1, 1, 2]
    assert march.sections[0].lead.startswith("4 projects are reported at 100 per cent")


def test_all_twenty_projects_stand_under_their_drivers(march: Report) -> None:
    lines = table(march, "projects").lines
    assert sum(one.kind == "row" for one in lines) == 20
    assert [one.cells[0].text for one in lines if one.kind == "group"] == [
        "Modernization",
        "Transformation",
        "Innovation",
        "Governance and leadership",
        "Optimal use of ICT resources",
    ]


def test_a_complete_project_with_an_objective_unmet_is_marked_beside_its_objectives(
    march: Report,
) -> None:
    assert "100 (31 Dec. 2018)" in line(march, "P10")
    assert "0 of 3" in line(march, "P10")
    row = next(one for one in table(march, "projects").lines if one.cells[0].text == "P10")
    assert [cell.tone for cell in row.cells][4:6] == ["bad", "bad"]


def test_silence_is_not_shown_as_nought(march: Report) -> None:
    said = line(march, "P02")
    assert "not stated" in said
    assert "none of 3 assessed" in said
    assert "none due" in said
    reports = march.numbers[2]
    assert reports.value == "not applicable"
    assert reports.note


def test_a_date_that_passed_in_silence_is_neither_kept_nor_late(march: Report) -> None:
    slipped = march.numbers[3]
    assert (slipped.numerator, slipped.denominator) == (0, 6)
    assert [(part.key, part.count, part.whole) for part in slipped.parts] == [("passed", 6, 11)]
    assert "day passed, nothing said" in texts(table(march, "milestones").lines[0])


def test_what_was_said_in_october_2019_makes_the_date_of_january_2017_late(
    people: Callable[..., Person],
) -> None:
    report = made(KEY, asked(people("officer"), date(2019, 10, 31)))
    assert (report.numbers[3].numerator, report.numbers[3].denominator) == (1, 6)
    first = texts(table(report, "milestones").lines[0])
    assert first[2:4] == ["January 2017", "2021"]
    assert first[4] == "1,795 days later"


@pytest.mark.parametrize("day", [MARCH, None])
def test_every_count_opens_as_many_rows_as_it_says(
    people: Callable[..., Person], day: date | None
) -> None:
    question = asked(people("officer"), day)
    report = made(KEY, question)
    assert len(report.opened) > 15
    assert wrong_rows(question, report) == []


def test_reported_and_reached_are_counted_against_each_other(march: Report) -> None:
    cells = chart(march, "completion").data["cells"]
    assert [(one["row"], one["column"], one["count"]) for one in cells] == [(1, 2, 16), (0, 1, 4)]
    assert chart(march, "completion").data["rows"][0] == "Reported at 100 per cent"


def test_the_road_map_has_a_branch_only_where_something_is_drawn(march: Report) -> None:
    drawn = chart(march, "roadmap").data["rows"]
    assert [one["code"] for one in drawn if one["kind"] == "project"] == [
        "P02",
        "P03",
        "P05",
        "P08",
        "P16",
        "P17",
        "P19",
    ]
    assert "Innovation" not in [one["name"] for one in drawn]
    assert "P02 Umoja mainstreaming" in draw(chart(march, "roadmap"))


def test_a_day_before_the_strategy_says_that_nothing_is_on_record(
    people: Callable[..., Person],
) -> None:
    report = made(KEY, asked(people("officer"), date(2010, 1, 1)))
    assert {one.value for one in report.numbers} == {"not applicable"}
    assert table(report, "projects").lines == ()
    assert "no project is on record" in table(report, "projects").empty
    assert "no strategy with a schedule" in whole_text(report)


def test_what_is_sealed_later_is_not_known_at_an_earlier_seal(portfolio: Portfolio) -> None:
    seals.seal_pending()
    known = seals.head()[0]
    stated = {"project": "T01", "percent": "100", "method": "counted", "as_of": "2024-01-31"}
    bring_in("percent_complete", stated)
    assert "100 (31 Jan. 2024)" in line(made(KEY, asked(portfolio.officer)), "T01")
    assert "not stated" in line(made(KEY, asked(portfolio.officer, known=known)), "T01")


def test_the_demonstration_has_none_of_the_record(people: Callable[..., Person]) -> None:
    report = made(KEY, asked(people("officer"), demonstration=True))
    assert table(report, "projects").lines == ()


def test_who_may_not_read_the_register_sees_no_project(people: Callable[..., Person]) -> None:
    report = made(KEY, asked(people("reader")))
    assert table(report, "projects").lines == ()
    assert {one.count for one in report.opened} <= {0}


def statements(viewer: Person) -> int:
    with CaptureQueriesContext(connection) as counted:
        made(KEY, asked(viewer))
    return len(counted)


def test_more_projects_and_milestones_cost_no_statement_more(portfolio: Portfolio) -> None:
    statements(portfolio.officer)
    before = statements(portfolio.officer)
    for number in range(2, 8):
        code = f"T{number:02}"
        told = {"plan": "STRATEGY-2014", "driver": "DRIVER-MODERNIZATION", "as_of": "2023-01-01"}
        bring_in("projects", {"code": code, "title": "One more", "title_status": "working", **told})
        entry = {"project": code, "kind": "entry", "reason": "Approved.", "as_of": "2023-01-01"}
        bring_in("portfolio_events", entry)
        step = {"code": f"{code}-M1", "project": code, "name": "A step", "as_of": "2023-01-01"}
        bring_in("milestones", step)
    assert statements(portfolio.officer) == before


def test_the_page_shows_the_numbers_and_their_rows(people: Callable[..., Person]) -> None:
    client = Client()
    client.force_login(people("officer"))
    answer = client.get("/dashboards/portfolio/", {"as_of": "2019-03-31"})
    assert answer.status_code == 200
    assert "Reported complete, objective unmet" in answer.content.decode()


def test_the_list_of_projects_takes_the_code_of_one(people: Callable[..., Person]) -> None:
    client = Client()
    client.force_login(people("officer"))
    assert client.get("/projects/", {"code": "P07"}).context["total"] == 1
