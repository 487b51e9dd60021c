"""Follow-up of oversight recommendations in the two columns of annex II to Section 29C."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ictportal.reports.annexes.follow_up import cited
from ledger.errors import Invalid
from ledger.seals import head, seal_pending
from secretariat.models import Person
from tests.ictportal.reporting import asked, is_steady, made, rows, table, texts, whole_text
from tests.world import World

pytestmark = pytest.mark.django_db
SECTION = "A/75/6 (Sect. 29C)"
COMMITTEE = "Advisory Committee on Administrative and Budgetary Questions"


def test_annex_ii_to_section_29c_has_the_item_on_official_travel(
    people: Callable[..., Person],
) -> None:
    question = asked(people("officer"), document=SECTION)
    report = made("follow-up", question)
    [annex] = report.tables
    assert [column.heading for column in annex.columns] == [
        "Brief description of the recommendation",
        "Action taken to implement the recommendation",
    ]
    groups = [(line.level, line.cells[0].text) for line in annex.lines if line.kind == "group"]
    assert groups == [(1, COMMITTEE), (2, "A/74/7"), (3, "Official travel")]
    [item] = rows(annex)
    brief, action = texts(item)
    assert brief.endswith("(para. VIII.55).") and "tickets" in brief
    assert "monthly report" in action
    assert annex.sources == (f"{SECTION}, annex II",)
    assert report.subject == SECTION


def test_it_stands_with_the_recommendations_that_governance_keeps(
    people: Callable[..., Person],
) -> None:
    [annex] = made("follow-up", asked(people("officer"), body="ACABQ")).tables
    symbols = [line.cells[0].text for line in annex.lines if line.level == 2]
    assert symbols == sorted(symbols) and {"A/74/588", "A/74/7"} <= set(symbols)
    said = dict(texts(line) for line in rows(annex))
    [final] = [action for brief, action in said.items() if brief.endswith("(para. 8).")]
    assert final.startswith("Not fulfilled.")
    assert "No document on record says what was done." in said.values()


def test_bodies_and_open_or_closed_can_be_chosen(people: Callable[..., Person]) -> None:
    officer, day = people("officer"), date(2018, 12, 31)
    counts = {
        chosen: len(rows(made("follow-up", asked(officer, day, body="BOA", **given)).tables[0]))
        for chosen, given in (("all", {}), ("open", {"open": "yes"}), ("closed", {"open": "no"}))
    }
    assert counts == {"all": 39, "open": 37, "closed": 2}


def test_a_report_that_followed_up_has_its_own_items(people: Callable[..., Person]) -> None:
    [annex] = made("follow-up", asked(people("officer"), document="A/74/177")).tables
    assert len(rows(annex)) == 39
    assert all("(annex I, item " in texts(line)[0] for line in rows(annex))


def test_a_document_that_says_nothing_of_it_cannot_be_chosen(
    people: Callable[..., Person],
) -> None:
    with pytest.raises(Invalid) as refusal:
        made("follow-up", asked(people("officer"), document="A/1/1"))
    assert "document" in refusal.value.fields


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("para VIII.55", "(para. VIII.55)"),
        ("paras 8-14", "(paras. 8-14)"),
        ("sect. II, para 12", "(sect. II, para 12)"),
        ("annex I, item 3", "(annex I, item 3)"),
        ("summary", "(summary)"),
    ],
)
def test_a_place_is_cited_in_brackets(place: str, said: str) -> None:
    assert cited(place) == said


def test_only_who_may_see_a_confidential_recommendation_has_it(world: World) -> None:
    day = date(2025, 1, 31)
    assert "Restrict access" not in whole_text(made("follow-up", asked(world.secretary, day)))
    brief = [texts(one)[0] for one in rows(made("follow-up", asked(world.officer, day)).tables[0])]
    hidden = [
        texts(one)[0] for one in rows(made("follow-up", asked(world.secretary, day)).tables[0])
    ]
    assert len(brief) == len(hidden) + 1


def test_classified_words_of_the_administration_stay_closed(world: World) -> None:
    world.update(narrative="The site in question is A.", classification="confidential")
    day = date(2025, 1, 31)
    assert "The site in question" in whole_text(made("follow-up", asked(world.officer, day)))
    closed = whole_text(made("follow-up", asked(world.secretary, day)))
    assert "The site in question" not in closed
    assert "The words are classified." in closed


def test_the_action_says_what_the_administration_claims(world: World) -> None:
    world.update("closure_requested")
    report = made("follow-up", asked(world.officer, date(2025, 1, 31), body="BOA"))
    assert "(closure requested, as at 30 September 2024)" in whole_text(report)


def test_what_was_not_known_yet_is_not_there(world: World) -> None:
    seal_pending()
    known, _digest = head()
    world.update(narrative="Said later.")
    seal_pending()
    day = date(2025, 1, 31)
    assert "Said later." in whole_text(made("follow-up", asked(world.officer, day)))
    assert "Said later." not in whole_text(
        made("follow-up", asked(world.officer, day, known=known))
    )


def test_it_says_the_same_twice_and_nothing_before_the_record(
    people: Callable[..., Person],
) -> None:
    officer = people("officer")
    assert is_steady("follow-up", asked(officer))
    [annex] = made("follow-up", asked(officer, date(2000, 1, 1))).tables
    assert not annex.lines and annex.empty


def test_it_costs_the_same_statements_for_few_and_many(people: Callable[..., Person]) -> None:
    officer = people("officer")

    def cost(**given: str) -> int:
        with CaptureQueriesContext(connection) as context:
            table(made("follow-up", asked(officer, **given)), "follow-up")
        return len(context)

    cost()
    assert cost(open="yes") == cost(open="no")
