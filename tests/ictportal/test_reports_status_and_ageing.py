"""Recommendations by status and age: every table sums to the same."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import RecommendationState
from ledger.seals import head, seal_pending
from secretariat.models import Person
from tests.ictportal.reporting import (
    asked,
    is_steady,
    made,
    numbers,
    rows,
    table,
    texts,
    total,
    wrong_rows,
)
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
LATER = date(2026, 8, 31)
TABLES = [f"{what}-by-{by}" for what in ("status", "ageing") for by in ("body", "year", "theme")]


def test_the_record_of_2018_by_body_and_theme(people: Callable[..., Person]) -> None:
    report = made("status-and-ageing", asked(people("officer"), DAY))
    assert [one.key for one in report.tables] == TABLES
    [board] = rows(table(report, "status-by-body"))
    assert texts(board) == ["Board of Auditors", "39", "2", "36", "1", "0"]
    themes = rows(table(report, "status-by-theme"))
    assert texts(themes[-1])[:2] == ["No theme stated", "34"]
    [aged] = rows(table(report, "ageing-by-body"))
    assert numbers(aged) == [37, 25, 12]


@pytest.mark.parametrize("day", [DAY, date(2019, 12, 31), LATER])
def test_every_table_sums_to_the_same_and_opens_its_rows(world: World, day: date) -> None:
    world.assess("implemented")
    question = asked(world.officer, day)
    report = made("status-and-ageing", question)
    for what in ("status", "ageing"):
        several = [numbers(total(table(report, one))) for one in TABLES if one.startswith(what)]
        assert several[0] == several[1] == several[2]
    for found in report.tables:
        sums = [sum(column) for column in zip(*map(numbers, rows(found)), strict=True)]
        assert sums == numbers(total(found))
        assert all(numbers(one)[0] == sum(numbers(one)[1:]) for one in found.lines)
    assert wrong_rows(question, report) == []


def test_an_issue_that_may_lie_in_either_of_two_years_has_a_line_of_its_own(
    people: Callable[..., Person],
) -> None:
    report = made("status-and-ageing", asked(people("officer"), date(2020, 12, 31)))
    names = [texts(one)[0] for one in rows(table(report, "status-by-year"))]
    assert names[-1] == "Year not known closely enough" and names[:-1] == ["2019"]


def test_who_may_not_see_a_confidential_one_does_not_count_it(world: World) -> None:
    def counted(viewer: Person) -> int:
        report = made("status-and-ageing", asked(viewer, LATER, body="BOA"))
        return numbers(total(table(report, "status-by-body")))[0]

    assert counted(world.officer) == counted(world.secretary) + 1


def test_a_finding_not_known_yet_is_not_counted(world: World) -> None:
    seal_pending()
    known, _digest = head()
    world.assess("implemented")
    seal_pending()

    def implemented(known: int | None) -> int:
        report = made("status-and-ageing", asked(world.officer, LATER, known=known))
        return numbers(total(table(report, "status-by-body")))[1]

    assert implemented(None) == implemented(known) + 1


def test_it_says_in_words_that_nothing_is_there(people: Callable[..., Person]) -> None:
    report = made("status-and-ageing", asked(people("officer"), date(2000, 1, 1)))
    assert all(not one.lines and one.empty for one in report.tables)


def test_it_costs_six_statements_however_many_there_are_and_says_the_same_twice(
    world: World,
) -> None:
    question = asked(world.officer, LATER)
    made("status-and-ageing", question)
    with CaptureQueriesContext(connection) as context:
        made("status-and-ageing", question)
    assert len(context) == 6
    assert is_steady("status-and-ageing", question)
    assert RecommendationState.objects.count() > 40
