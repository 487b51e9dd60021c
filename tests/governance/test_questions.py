"""Questions in writing: how they stand, what was answered, and whether the figures still agree."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from governance.models import QuestionAnswer, QuestionParticulars, QuotedFigure
from governance.queries import questions as queries
from ledger import flags, moments
from ledger.importing.kinds import Change, get
from ledger.moments import parse_moment
from secretariat.models import Person
from tests.world import bring_in

pytestmark = pytest.mark.django_db
PAGE, LIST = "/questions/", "/api/v1/questions/"
ONE = f"{PAGE}T-Q1/"
FIGURE = {
    "question": "T-Q1",
    "figure": "certification.response",
    "measure": "numerator",
    "value": "5",
    "as_printed": "5",
    "figure_as_of": "2019-03-31",
    "as_of": "2019-11-20",
}


def question(code: str, asked: str = "2019-11-01", **given: str) -> dict[str, str]:
    row = {"code": code, "asked_by": "acabq", "title": f"Asked {code}", "text": "How many?"}
    return {**row, "asked_on": asked, "as_of": asked, **given}


def answer(code: str, day: str, **given: str) -> dict[str, str]:
    return {"question": code, "text": f"Five, in {code}.", "as_of": day, **given}


@pytest.fixture
def secretary(people: Callable[..., Person]) -> Person:
    bring_in(
        "questions",
        question("T-Q1", due_on="2019-11-25", number="12", office="OICT", concerns="A/74/588"),
        question("T-Q2", due_on="2019-11-15"),
        question("T-Q3", "2024-02-01", due_on="2024-02-10", asked_by="oversight"),
        question("T-Q4", "2024-02-02"),
    )
    bring_in("question_links", {"question": "T-Q1", "project": "P10", "as_of": "2019-11-01"})
    bring_in("question_answers", answer("T-Q1", "2019-11-20"), answer("T-Q2", "2019-11-18"))
    bring_in("question_figures", FIGURE)
    return people("secretary")


@pytest.fixture
def page(secretary: Person) -> Client:
    client = Client()
    client.force_login(secretary)
    return client


def states(viewer: Person, as_of: str | None = None) -> dict[str, str]:
    rows = queries.questions(viewer, parse_moment(as_of, None))
    return {said.subject.code: said.state for said in rows}


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- how a question stands -----------------------------------------------------------------------
def test_a_question_stands_as_its_answers_and_its_day_say(secretary: Person) -> None:
    assert states(secretary) == {
        "T-Q1": "answered",
        "T-Q2": "late",
        "T-Q3": "overdue",
        "T-Q4": "waiting",
    }


@pytest.mark.parametrize(
    ("as_of", "first", "second"),
    [
        ("2019-11-15", "waiting", "waiting"),
        ("2019-11-17", "waiting", "overdue"),
        ("2019-11-18", "waiting", "late"),
        ("2019-11-20", "answered", "late"),
    ],
)
def test_on_a_past_day_a_question_stands_as_it_stood_then(
    secretary: Person, as_of: str, first: str, second: str
) -> None:
    found = states(secretary, as_of)
    assert (found["T-Q1"], found["T-Q2"]) == (first, second)
    assert "T-Q3" not in found


def test_an_answer_on_the_due_day_is_in_time(secretary: Person) -> None:
    bring_in("question_answers", answer("T-Q3", "2024-02-10"))
    assert states(secretary)["T-Q3"] == "answered"


def test_a_second_answer_adds_to_the_first_and_one_of_the_same_day_corrects_it(
    secretary: Person,
) -> None:
    bring_in(
        "question_answers",
        answer("T-Q1", "2019-12-02", text="Five, and two more."),
        answer("T-Q1", "2019-11-20", text="Five entities."),
    )
    said = queries.find_question(secretary, "T-Q1", moments.now(), demonstration=False)
    found = queries.answers_to(secretary, said, moments.now())
    assert [one.said.text for one in found] == ["Five, and two more.", "Five entities."]
    assert said.answered_on == date(2019, 11, 20)
    assert QuestionAnswer.objects.filter(subject__code="T-Q1").count() == 3


# --- what is refused -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "row", "cell"),
    [
        ("questions", question("T-Q9", due_on="2019-10-01"), "due_on"),
        ("questions", question("T-Q9", asked_on="2999-01-01"), "asked_on"),
        ("questions", question("T-Q9", office="NOWHERE"), "office"),
        ("question_answers", answer("T-Q1", "2019-10-31"), "as_of"),
        ("question_answers", answer("T-NONE", "2019-12-31"), "question"),
        ("question_links", {"question": "T-Q1", "as_of": "2019-11-01"}, "project"),
        (
            "question_links",
            {"question": "T-Q1", "project": "P10", "body": "ICT-BOARD", "as_of": "2019-11-01"},
            "project",
        ),
        ("question_figures", {**FIGURE, "figure": "no.figure"}, "figure"),
        ("question_figures", {**FIGURE, "parameters": "colour=red"}, "parameters"),
        ("question_figures", {**FIGURE, "part": "blue", "measure": "count"}, "part"),
        ("question_figures", {**FIGURE, "as_of": "2019-11-21"}, "as_of"),
        ("question_figures", {**FIGURE, "figure_as_of": "2019-11-21"}, "figure_as_of"),
        ("question_figures", {**FIGURE, "question": "T-Q4"}, "as_of"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_cell(
    secretary: Person, kind: str, row: dict[str, str], cell: str
) -> None:
    declared = get(kind)
    cells = {column.name: "" for column in declared.columns} | row
    key = tuple(cells[name] for name in declared.natural_key)
    faults = declared.check([Change(1, key, None, cells)])
    assert [fault.column for fault in faults] == [cell]


def test_the_rows_of_the_set_up_pass_the_same_check(secretary: Person) -> None:
    for kind in ("questions", "question_links", "question_answers", "question_figures"):
        declared = get(kind)
        changes = [Change(1, key, None, cells) for key, cells in declared.current().items()]
        assert changes
        assert declared.check(changes) == []


# --- quoted figures ------------------------------------------------------------------------------
def outcomes(viewer: Person) -> list[str]:
    said = queries.find_question(viewer, "T-Q1", moments.now(), demonstration=False)
    [found] = queries.answers_to(viewer, said, moments.now())
    return [line.outcome for line in found.lines]


def test_a_quoted_figure_is_held_against_the_register_for_its_own_day(secretary: Person) -> None:
    assert outcomes(secretary) == ["matches"]
    bring_in("question_figures", {**FIGURE, "measure": "denominator", "value": "71"})
    bring_in(
        "question_figures",
        {**FIGURE, "figure": "governance.meetings", "parameters": "body=NO-SUCH-BODY"},
    )
    assert outcomes(secretary) == ["matches", "differs", "cannot"]


def test_a_figure_stated_again_for_the_same_answer_corrects_the_earlier(secretary: Person) -> None:
    bring_in("question_figures", {**FIGURE, "value": "6", "as_printed": "6"})
    assert outcomes(secretary) == ["differs"]
    assert QuotedFigure.objects.count() == 2


def test_an_answer_that_no_longer_agrees_raises_a_flag(secretary: Person) -> None:
    rule = flags.get("questions.answer_differs")
    assert rule.find(secretary, moments.now()).count() == 0
    bring_in("question_figures", {**FIGURE, "value": "6", "as_printed": "six"})
    [raised] = rule.find(secretary, moments.now())
    assert (raised.code, raised.since) == ("T-Q1", date(2019, 11, 20))
    assert "answered six, computed 5" in raised.label
    assert rule.find(secretary, moments.now(), demonstration=True).count() == 0


def test_a_question_past_its_day_raises_a_flag_since_the_day_after(secretary: Person) -> None:
    rule = flags.get("questions.overdue")
    [raised] = rule.find(secretary, moments.now())
    assert (raised.code, raised.since) == ("T-Q3", date(2024, 2, 11))
    bring_in("question_answers", answer("T-Q3", "2024-03-01"))
    assert rule.find(secretary, moments.now()).count() == 0


# --- pages ---------------------------------------------------------------------------------------
def test_the_list_shows_each_question_with_its_state(page: Client) -> None:
    shown = page.get(PAGE)
    assert [row.said.subject.code for row in shown.context["rows"]] == [
        "T-Q4",
        "T-Q3",
        "T-Q1",
        "T-Q2",
    ]
    assert (shown.context["overdue"], shown.context["waiting"]) == (1, 1)
    assert "3 days late" in text(shown)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"state": "late"}, {"T-Q2"}),
        ({"state": "overdue,waiting"}, {"T-Q3", "T-Q4"}),
        ({"asked_by": "oversight"}, {"T-Q3"}),
        ({"office": "OICT"}, {"T-Q1"}),
        ({"office": "none"}, {"T-Q2", "T-Q3", "T-Q4"}),
        ({"period": "2024"}, {"T-Q3", "T-Q4"}),
        ({"document": "A/74/588"}, {"T-Q1"}),
        ({"project": "P10"}, {"T-Q1"}),
        ({"quotes": "yes"}, {"T-Q1"}),
        ({"q": "five, in t-q2"}, {"T-Q2"}),
        ({"q": "five", "as_of": "2019-11-19"}, {"T-Q2"}),
    ],
)
def test_page_file_and_interface_find_the_same_questions(
    page: Client,
    secretary: Person,
    api: Callable[..., APIClient],
    query: dict[str, str],
    codes: set[str],
) -> None:
    shown = [row.said.subject.code for row in page.get(PAGE, query).context["rows"]]
    assert set(shown) == codes
    answered = api(secretary).get(LIST, query).json()
    assert [row["code"] for row in answered["results"]] == shown
    content = b"".join(page.get(f"{PAGE}export.csv", query).streaming_content)
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert [row["code"] for row in rows] == shown


@pytest.mark.parametrize("query", [{"state": "gone"}, {"project": "P99"}, {"period": "soon"}])
def test_a_filter_that_cannot_be_understood_is_named(
    page: Client, secretary: Person, api: Callable[..., APIClient], query: dict[str, str]
) -> None:
    shown = page.get(PAGE, query)
    assert shown.status_code == 400
    assert set(shown.context["faults"]) == set(query)
    assert api(secretary).get(LIST, query).status_code == 400


def test_the_page_of_a_question_shows_answer_figure_and_agreement(page: Client) -> None:
    shown = text(page.get(ONE))
    assert "Five, in T-Q1." in shown
    assert "Answered in writing on 20 November 2019" in shown.replace("\xa0", " ")
    assert "Matches" in shown
    assert "no longer agrees" not in shown
    assert "/projects/P10/" in shown


def test_the_page_says_when_the_answer_no_longer_agrees(page: Client) -> None:
    bring_in("question_figures", {**FIGURE, "value": "6", "as_printed": "6"})
    assert "The answer no longer agrees with the register." in text(page.get(ONE))


def test_a_question_nobody_answered_says_so(page: Client) -> None:
    assert "No answer is on record" in text(page.get(f"{PAGE}T-Q3/"))
    assert page.get(f"{PAGE}T-NONE/").status_code == 404
    assert page.get(ONE, {"as_of": "2019-10-31"}).status_code == 404


def test_the_interface_tells_the_answers_with_their_figures(
    secretary: Person, api: Callable[..., APIClient]
) -> None:
    found = api(secretary).get(f"{LIST}T-Q1/")
    assert found["ETag"]
    [told] = found.json()["answers"]
    [figure] = told["figures"]
    assert (figure["value"], figure["computed"], figure["outcome"]) == (5, 5, "matches")
    assert found.json()["links"][0]["code"] == "P10"
    assert api(secretary).get(f"{LIST}T-NONE/").status_code == 404


def test_the_secretary_records_answer_and_figure_on_pages_and_others_may_not(
    page: Client, people: Callable[..., Person]
) -> None:
    asked = {"cell-question": "T-Q3", "cell-text": "None.", "cell-as_of": "2024-03-01"}
    reason = {"reason": "As sent."}
    new = "/registers/question_answers/new/"
    other = Client()
    other.force_login(people("officer"))
    assert other.post(new, {**asked, **reason}).status_code == 403
    assert page.post(new, {**asked, **reason}).status_code == 302
    opened = page.get("/registers/question_figures/new/?question=T-Q3&cell-as_of=2024-03-01")
    assert 'value="2024-03-01"' in opened.content.decode()
    given = {f"cell-{name}": value for name, value in FIGURE.items()}
    row = {**given, "cell-question": "T-Q3", "cell-as_of": "2024-03-01"}
    assert page.post("/registers/question_figures/new/", {**row, **reason}).status_code == 302
    assert "Record an answer" in text(page.get(f"{PAGE}T-Q3/"))
    assert "Record an answer" not in text(other.get(f"{PAGE}T-Q3/"))


def test_the_list_costs_the_same_for_few_and_for_many(page: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert page.get(PAGE).status_code == 200
        return len(seen)

    statements()  # what is read once per process is not counted
    few = statements()
    many = [f"T-MANY-{n}" for n in range(30)]
    bring_in("questions", *(question(code, office="OICT", concerns="A/74/588") for code in many))
    bring_in("question_answers", *(answer(code, "2019-12-01") for code in many))
    assert statements() == few


def test_nothing_is_made_up_for_the_record(people: Callable[..., Person]) -> None:
    assert not QuestionParticulars.objects.exists()
    client = Client()
    client.force_login(people("auditor", "BOA"))
    assert "none is made up for the record" in text(client.get(PAGE))
