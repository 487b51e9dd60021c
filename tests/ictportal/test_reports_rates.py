"""The implementation rate under every definition, body beside body."""

from collections.abc import Callable
from datetime import date

import pytest

from ictportal.reports.annexes.rates import DEFINITIONS
from ictportal.reports.content import Cell, Report
from ledger.seals import head, seal_pending
from secretariat.models import Person
from tests.ictportal.reporting import asked, is_steady, made, table, texts, wrong_rows
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
LATER = date(2025, 1, 31)
ALL, LAST, ACCEPTED, DUE, WITHOUT, PRIOR = (str(one.name) for one in DEFINITIONS)


def cell(report: Report, definition: str, body: str = "Board of Auditors") -> Cell:
    found = table(report, "rates")
    place = [column.heading for column in found.columns].index(body)
    return next(line.cells[place] for line in found.lines if texts(line)[0] == definition)


def test_the_board_of_auditors_in_2018(people: Callable[..., Person]) -> None:
    question = asked(people("officer"), DAY)
    report = made("rates", question)
    assert cell(report, ALL).text == "2 of 39 (5 per cent)"
    assert cell(report, LAST).text == "2 of 39 (5 per cent)"
    assert cell(report, WITHOUT).text == "2 of 39 (5 per cent)"
    assert {cell(report, one).text for one in (ACCEPTED, DUE, PRIOR)} == {"not applicable"}
    assert wrong_rows(question, report) == []


def test_the_formula_of_the_body_itself_is_marked_with_its_source(
    people: Callable[..., Person],
) -> None:
    report = made("rates", asked(people("officer"), DAY))
    marked = [one for one in (ALL, LAST, ACCEPTED, DUE, WITHOUT, PRIOR) if cell(report, one).notes]
    assert marked == [LAST]
    assert "A/74/588, para 4" in table(report, "rates").notes[0]


def test_each_definition_has_its_own_population(world: World) -> None:
    world.assess("implemented")
    world.update(
        "under_implementation",
        recommendation_id=world.second.pk,
        by=world.other_focal_point,
        target="2024-Q3",
    )
    world.assess(
        "overtaken by events",
        recommendation_id=world.second.pk,
        no_successor_reason="The service was closed.",
    )
    question = asked(world.officer, LATER, body="BOA")
    report = made("rates", question)
    assert cell(report, ALL).text == "3 of 47 (6 per cent)"
    assert cell(report, LAST).text == "2 of 39 (5 per cent)"
    assert cell(report, DUE).text == "0 of 1 (0 per cent)"
    assert cell(report, WITHOUT).text == "3 of 46 (7 per cent)"
    assert cell(report, PRIOR).text == "1 of 3 (33 per cent)"
    assert wrong_rows(question, report) == []


def test_only_bodies_with_recommendations_are_compared(people: Callable[..., Person]) -> None:
    officer = people("officer")
    [one] = [column.heading for column in made("rates", asked(officer, DAY)).tables[0].columns[1:]]
    assert one == "Board of Auditors"
    later = made("rates", asked(officer, LATER)).tables[0].columns[1:]
    assert len(later) == 2


def test_who_may_not_see_a_confidential_one_does_not_count_it(world: World) -> None:
    assert cell(made("rates", asked(world.officer, LATER)), ALL).text.startswith("2 of 47")
    assert cell(made("rates", asked(world.secretary, LATER)), ALL).text.startswith("2 of 46")


def test_a_finding_not_known_yet_is_not_counted(world: World) -> None:
    seal_pending()
    known, _digest = head()
    world.assess("implemented")
    seal_pending()
    assert cell(made("rates", asked(world.officer, LATER)), ALL).text.startswith("3 of")
    assert cell(made("rates", asked(world.officer, LATER, known=known)), ALL).text.startswith(
        "2 of"
    )


def test_it_says_the_same_twice_and_in_words_that_nothing_is_there(
    people: Callable[..., Person],
) -> None:
    officer = people("officer")
    assert is_steady("rates", asked(officer, LATER))
    empty = made("rates", asked(officer, date(2000, 1, 1))).tables
    assert all(not one.lines and one.empty for one in empty)
