"""All that is asked, on one page: side by side, never in one rate."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ictportal.asked import Asked, Question
from ledger.errors import Invalid
from ledger.moments import now, parse_moment
from secretariat.models import Person
from tests.governance.requests_world import build_requests, many
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(world: World) -> Person:
    build_requests()
    return world.officer


@pytest.fixture
def page(officer: Person) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def asked(viewer: Person, **question: str) -> Asked:
    return Asked(viewer, now(), Question(**question))


def titles(found: Asked) -> list[str]:
    rows = [item.request or item.recommendation for item in found[:]]
    return [getattr(row.state, "title", "") or row.state.particulars.title for row in rows if row]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_requests_and_recommendations_stand_side_by_side(officer: Person) -> None:
    found = asked(officer)
    held = titles(found)
    assert {"A report on T-5", "Keep an asset register"} <= set(held)
    assert len(held) == len(found)
    assert held.index("A report on T-5") < held.index("Keep an asset register")


def test_what_asks_for_nothing_is_left_out(officer: Person) -> None:
    assert "A report on T-8" not in titles(asked(officer))


def test_each_asker_is_counted_apart_and_the_counts_are_the_rows(officer: Person) -> None:
    for tally in asked(officer).tallies:
        assert len(asked(officer, asker=tally.key)) == tally.asked
        assert len(asked(officer, asker=tally.key, open="yes")) == tally.open
        assert len(asked(officer, asker=tally.key, open="no")) == tally.closed
    keys = [tally.key for tally in asked(officer).tallies]
    assert {"ACABQ", "ASSEMBLY", "DRAFT", "BOA"} <= set(keys)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"q": "asset register"}, ["Keep an asset register"]),
        ({"q": "A report on T-6"}, ["A report on T-6"]),
        ({"q": "asset register", "asker": "ACABQ"}, []),
        ({"q": "asset register", "open": "no"}, []),
    ],
)
def test_the_question_narrows_both_kinds(
    officer: Person, question: dict[str, str], found: list[str]
) -> None:
    assert titles(asked(officer, **question)) == found


@pytest.mark.parametrize("question", [{"asker": "NOBODY"}, {"open": "perhaps"}])
def test_a_question_that_means_nothing_is_refused(
    officer: Person, question: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        asked(officer, **question)


def test_a_confidential_recommendation_is_neither_shown_nor_counted(
    officer: Person, world: World
) -> None:
    def told(viewer: Person) -> tuple[int, bool]:
        found = asked(viewer, asker="BOA")
        return len(found), "Restrict access" in titles(found)

    [seen, hidden] = told(world.auditor), told(world.client)
    assert seen == (hidden[0] + 1, True)
    assert hidden[1] is False


def test_a_slice_across_both_kinds_is_the_same_as_all(officer: Person) -> None:
    found = asked(officer)
    whole = titles(found)
    step = len(found.requests[:]) - 2
    parts = [found[start : start + step] for start in range(0, len(found), step)]
    assert [item.asker for part in parts for item in part] == [item.asker for item in found[:]]
    assert sum(len(part) for part in parts) == len(whole)


def test_the_page_shows_the_askers_own_words_and_lateness(page: Client, world: World) -> None:
    world.assess("under implementation")
    body = text(page.get("/asked/", {"q": "A report on T-5"}))
    assert "Due date passed, fulfilment not documented" in body
    assert "days past its day" in body
    auditors = text(page.get("/asked/", {"asker": "BOA", "q": "asset register"}))
    assert "Under implementation" in auditors
    assert "per cent" not in auditors


def test_a_faulty_address_is_named_and_an_empty_one_says_why(page: Client) -> None:
    for given in ({"asker": "NOBODY"}, {"colour": "red"}):
        assert page.get("/asked/", given).status_code == 400
    assert "Nothing matches" in text(page.get("/asked/", {"q": "no such words"}))
    early = text(page.get("/asked/", {"as_of": "1999-01-01"}))
    assert "Nothing is recorded on this day" in early
    assert page.get("/asked/", {"page": "99"}).status_code == 200


def test_on_an_earlier_day_only_what_had_been_asked_is_there(officer: Person) -> None:
    early = Asked(officer, parse_moment("2021-10-30", None), Question(q="A report on T-"))
    assert len(early) == 0


def test_the_file_has_every_row_of_the_question(page: Client) -> None:
    response = page.get("/asked/export.csv", {"q": "A report on T-"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0].lstrip("\ufeff").startswith("asker,reference,title,due,due_on,state,open")
    assert len(lines) == 1 + 4


def test_a_page_costs_the_same_for_few_rows_and_for_many(page: Client) -> None:
    def cost(**asked: str) -> int:
        assert page.get("/asked/", asked).status_code == 200
        with CaptureQueriesContext(connection) as seen:
            page.get("/asked/", asked)
        return len(seen)

    mixed, requests = cost(), cost(asker="ACABQ", q="report")
    many(30)
    assert cost(asker="ACABQ", q="report") == requests
    assert cost() <= mixed  # the first page holds requests alone now
