"""The executive page: five answers on any day, and every number opens exactly its rows."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audits import actions
from secretariat.models import Person
from secretariat.roles import Role
from tests.world import World, new_recommendation

pytestmark = pytest.mark.django_db
DAYS = ("2014-12-31", "2019-03-31", "")
#: What a list calls the number of its rows.
COUNTED = {
    "/recommendations/": "total",
    "/projects/": "total",
    "/meetings/counted/": "total",
    "/discrepancies/": "total",
    "/requests/": "total",
    "/self-certification/answers/": "total",
    "/reconciliation/": "total",
    "/projects/complete-but-unmet/": "cases",
}


@pytest.fixture
def page(people: Callable[..., Person]) -> Client:
    client = Client()
    client.force_login(people("officer"))
    return client


def asked(as_of: str, **more: str) -> dict[str, str]:
    return {**({"as_of": as_of} if as_of else {}), **more}


def words(answer: Any) -> str:
    """The page as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def numbers(answer: Any) -> list[tuple[int, str]]:
    """Every link of the answers that begins with a number or says how many rows it opens."""
    body = answer.content.decode()
    main = body[body.index('<div class="executive">') : body.index("</main>")]
    found = re.findall(r'<a(?:\s[^>]*?)?\shref="([^"]+)"[^>]*>(.*?)</a>', main, re.DOTALL)
    said = [(unescape(url), re.sub(r"<[^>]+>", "", text).strip()) for url, text in found]
    counts = [(re.match(r"(?:Open )?([\d,]+)(?!\w|st|nd|rd|th)", text), url) for url, text in said]
    return [
        (int(count[1].replace(",", "")), url)
        for count, url in counts
        if count and url.split("?", maxsplit=1)[0] in COUNTED
    ]


def opened(page: Client, url: str) -> int:
    """How many rows a list has."""
    name = COUNTED[url.split("?", maxsplit=1)[0]]
    found = page.get(url, follow=True).context[name]
    return found if isinstance(found, int) else len(found)


def test_on_31_march_2019_the_page_answers_what_the_documents_print(page: Client) -> None:
    said = words(page.get("/overview/", {"as_of": "2019-03-31"}))
    assert "2 of 39 implemented" in said
    assert "12 of 37 open" in said
    assert "when last assessed, as at 31 December 2018. As at 31 March 2019: 12 to 37" in said
    assert "Last assessed as at 31 December 2018" in said
    assert "3 cases on 4 projects" in said
    assert "0 of at least 1 meetings: ICT Executive Committee" in said
    assert "2 of 8 meetings: ICT Board" in said
    assert "8 full six-week intervals, computed by the portal" in said
    assert "5 of 70 entities self-certified" in said


def test_the_five_questions_are_asked_in_order(page: Client) -> None:
    body = page.get("/overview/").content.decode()
    places = [body.index(f'id="q{number}"') for number in range(1, 6)]
    assert places == sorted(places)
    assert body.count('class="ordinal"') == 5


@pytest.mark.parametrize(
    ("role", "as_of"),
    [
        ("officer", "2018-12-31"),
        ("officer", "2019-03-31"),
        ("auditor", "2019-03-31"),
        ("auditor", ""),
    ],
)
def test_every_number_opens_exactly_its_rows(
    people: Callable[..., Person], role: str, as_of: str
) -> None:
    page = Client()
    page.force_login(people(role, "BOA" if role == "auditor" else ""))
    found = numbers(page.get("/overview/", asked(as_of)))
    assert found
    for number, url in dict.fromkeys(found):
        assert opened(page, url) == number, url


def test_the_walk_sees_a_number_of_each_question(page: Client) -> None:
    found = numbers(page.get("/overview/", {"as_of": "2019-03-31"}))
    assert {url.split("?", maxsplit=1)[0] for _number, url in found} == set(COUNTED)


def test_a_number_certain_on_the_day_is_the_answer_of_that_day(page: Client) -> None:
    told = page.get("/overview/", {"as_of": "2018-12-31"}).context["told"]
    assert told.older.assessed is None
    assert (told.older.told.answer.minimum, told.older.told.answer.maximum) == (12, 12)


def test_where_the_day_leaves_it_open_the_range_stands_beside_the_last_assessment(
    page: Client,
) -> None:
    older = page.get("/overview/", {"as_of": "2019-03-31"}).context["told"].older
    assert (older.told.answer.minimum, older.told.answer.maximum) == (12, 37)
    assert older.shown.answer.numerator == 12
    assert older.shown.answer.rows["as_of"] == "2018-12-31"


def test_the_page_says_when_the_year_shown_is_not_the_last_that_ended(page: Client) -> None:
    said = words(page.get("/overview/", {"as_of": "2023-12-31"}))
    assert "2018: the last year of which it is known; 2023 is not stated" in said
    said = words(page.get("/overview/", {"as_of": "2019-03-31"}))
    assert "2018, the last year that has ended" in said


def test_what_is_overdue_is_named_with_its_paragraph(page: Client) -> None:
    answer = page.get("/overview/", {"as_of": "2023-12-31"})
    overdue = answer.context["told"].asked.overdue
    assert 0 < len(overdue) <= 3
    assert all(state.status == "overdue" and state.title in words(answer) for state in overdue)


@pytest.mark.parametrize("as_of", [*DAYS, "2010-01-01"])
def test_in_the_demonstration_nothing_of_the_record_is_counted(page: Client, as_of: str) -> None:
    answer = page.get("/overview/", asked(as_of, layer="demonstration"))
    said = words(answer)
    assert answer.status_code == 200
    assert said.count("Not applicable") == 5
    assert "no printed number of this layer" in said
    assert "ICT Executive Committee" not in said


def test_before_the_strategy_a_figure_of_nothing_is_not_applicable(page: Client) -> None:
    answer = page.get("/overview/", {"as_of": "2010-01-01"})
    assert answer.status_code == 200
    assert words(answer).count("Not applicable") == 4


def test_nothing_a_claim_says_makes_a_recommendation_carried_out(
    world: World,
) -> None:
    page = Client()
    page.force_login(world.officer)

    def done() -> int:
        part = page.get("/overview/").context["told"].status.part("implemented")
        return part.count if part else 0

    before = done()
    world.update("closure_requested")
    assert done() == before
    world.assess("implemented")
    assert done() == before + 1


def test_the_number_of_statements_does_not_grow_with_the_rows(world: World) -> None:
    page = Client()
    page.force_login(world.officer)

    def statements() -> int:
        page.get("/overview/")  # what is read once per process is not counted
        with CaptureQueriesContext(connection) as seen:
            assert page.get("/overview/").status_code == 200
        return len(seen)

    few = statements()
    rows = [new_recommendation(f"para {200 + n}", f"Title {n}") for n in range(40)]
    actions.record_recommendations(by=world.officer, role=Role.OFFICER, rows=rows, reason="test")
    assert statements() == few


def test_the_overview_stands_beside_home_for_who_may_read_the_register(
    people: Callable[..., Person],
) -> None:
    page, reader = Client(), Client()
    page.force_login(people("auditor", "BOA"))
    reader.force_login(people("reader"))
    assert 'href="/overview/?as_of=2019-03-31"' in words_of_nav(page)
    assert "/overview/" not in words_of_nav(reader)
    assert reader.get("/overview/").status_code == 403


def words_of_nav(page: Client) -> str:
    body = page.get("/", {"as_of": "2019-03-31"}).content.decode()
    return body[body.index("<header") : body.index("</header>")]


def test_a_day_that_is_none_is_refused(page: Client) -> None:
    assert page.get("/overview/", {"as_of": "soon"}).status_code == 400
    assert (
        date(2019, 3, 31) == page.get("/overview/", {"as_of": "2019-03-31"}).context["moment"].as_of
    )
