"""Questions put in writing with their answers, and the figures these quote beside the register."""

from collections.abc import Callable
from datetime import date

import pytest

from ledger.errors import Invalid
from secretariat.models import Person
from tests.ictportal.reporting import asked, is_steady, made, rows, table, texts
from tests.world import bring_in

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 30)


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    """Two questions are on record: one answered with a figure, one that waits past its day."""
    bring_in(
        "questions",
        {
            "code": "Q-1",
            "asked_by": "acabq",
            "number": "7",
            "title": "How many are implemented",
            "text": "Of the earlier recommendations, how many are implemented?",
            "asked_on": "2020-03-02",
            "due_on": "2020-03-09",
            "as_of": "2020-03-02",
        },
        {
            "code": "Q-2",
            "asked_by": "fifth_committee",
            "title": "When the bodies met",
            "text": "On which days did the bodies meet?",
            "asked_on": "2020-03-02",
            "due_on": "2020-03-09",
            "as_of": "2020-03-02",
        },
    )
    bring_in(
        "question_answers",
        {"question": "Q-1", "text": "Two are implemented.", "as_of": "2020-03-06"},
    )
    return people("officer")


def test_a_question_stands_with_its_answer_and_its_state(officer: Person) -> None:
    found = rows(table(made("questions", asked(officer, DAY)), "questions"))
    first, second = (texts(line) for line in found)
    assert first[0] == "Q-1 (7)"
    assert first[1] == "Advisory Committee, 2 March 2020"
    assert first[4] == "6 March 2020: Two are implemented."
    assert first[5] == "Answered"
    assert second[4] == "No answer in writing is on record."
    assert second[5] == "Due day passed, not answered"


def test_an_answer_that_came_later_is_not_there_before(officer: Person) -> None:
    before = rows(table(made("questions", asked(officer, date(2020, 3, 5))), "questions"))
    assert texts(before[0])[4] == "No answer in writing is on record."


def test_who_asked_and_the_state_can_be_chosen(officer: Person) -> None:
    def codes(**given: str) -> list[str]:
        found = table(made("questions", asked(officer, DAY, **given)), "questions")
        return [texts(line)[0] for line in rows(found)]

    assert codes(asked_by="fifth_committee") == ["Q-2"]
    assert codes(state="answered") == ["Q-1 (7)"]
    with pytest.raises(Invalid):
        codes(state="forgotten")


def test_who_reads_editions_alone_sees_none(officer: Person, people: Callable[..., Person]) -> None:
    found = made("questions", asked(people("reader"), DAY)).tables
    assert all(not one.lines and one.empty for one in found)


def test_it_says_the_same_twice(officer: Person) -> None:
    assert is_steady("questions", asked(officer, DAY))
