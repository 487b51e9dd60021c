"""Compliance: entities by provisions, alignment of entities, budgets and their review."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from governance.models import BudgetReview
from governance.queries import compliance as queries
from governance.queries.authority import stated
from ledger import moments
from ledger.moments import Moment
from secretariat.models import Person
from secretariat.roles import Role
from tests.governance.test_authority import count, shown, signed_in
from tests.world import bring_in

pytestmark = [pytest.mark.django_db]
START = "2025-01-01"
SYMBOL = "ST/SGB/2099/1"


@pytest.fixture(autouse=True)
def in_may() -> object:
    """Every test happens in the middle of May 2025."""
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def auditor(people: Callable[..., Person]) -> Person:
    return people(Role.AUDITOR, "BOA")


@pytest.fixture
def bulletin() -> None:
    """A bulletin with two provisions, and two entities."""
    bring_in(
        "entities",
        {"code": "DGACM", "name": "A department", "as_of": "2015-01-01"},
        {"code": "OLA", "name": "Another department", "as_of": "2015-01-01"},
    )
    bring_in("documents", {"symbol": SYMBOL, "kind": "bulletin", "title": "A bulletin"})
    for n, title in enumerate(("Review of budgets", "Inventory of assets"), start=1):
        bring_in(
            "provisions",
            {
                "code": f"T-PROVISION-{n}",
                "of_document": SYMBOL,
                "section": f"sect. {n}",
                "order": str(n),
                "title": title,
                "as_of": START,
            },
        )


def say(provision: int, entity: str, word: str, as_of: str = START) -> None:
    bring_in(
        "provision_compliance",
        {
            "provision": f"T-PROVISION-{provision}",
            "entity": entity,
            "word": word,
            "as_of": as_of,
        },
    )


def matrix(person: Person, moment: Moment | None = None) -> queries.Matrix:
    at = moment or moments.now()
    rows = [row for row in queries.provisions(person, at) if row.subject.document.symbol == SYMBOL]
    return queries.matrix(person, rows, at)


# --- the matrix ----------------------------------------------------------------------------------
def test_the_matrix_counts_words_by_entity_and_by_provision(
    auditor: Person, bulletin: None
) -> None:
    say(1, "DGACM", "compliant")
    say(2, "DGACM", "not_compliant")
    say(1, "OLA", "compliant")
    found = matrix(auditor)
    assert [row.entity.code for row in found.rows] == ["DGACM", "OLA"]
    assert found.rows[0].counts == [("compliant", 1), ("not_compliant", 1)]
    assert found.counts == [[("compliant", 2)], [("not_compliant", 1)]]
    assert found.rows[1].cells[1] is None


def test_a_later_word_replaces_an_earlier_one_and_the_past_keeps_it(
    auditor: Person, bulletin: None
) -> None:
    say(1, "OLA", "not_compliant")
    say(1, "OLA", "compliant", "2025-05-01")
    assert matrix(auditor).counts[0] == [("compliant", 1)]
    assert matrix(auditor, Moment(as_of=date(2025, 4, 30))).counts[0] == [("not_compliant", 1)]


def test_silence_is_no_compliance_and_is_said(auditor: Person, bulletin: None) -> None:
    assert matrix(auditor).rows == []
    page = shown(auditor, f"/compliance/?document={SYMBOL}")
    assert "Silence is not compliance." in page and "Inventory of assets" in page


def test_the_page_opens_with_the_bulletin_and_lists_the_resolution(auditor: Person) -> None:
    page = shown(auditor, "/compliance/?as_of=2019-12-31")
    assert "Provisions of ST/SGB/2016/11" in page
    for paragraph in (12, 16, 18):
        assert f"sect. II, para. {paragraph}" in page


def test_the_page_shows_the_matrix_of_the_document_asked_for(
    auditor: Person, bulletin: None
) -> None:
    say(1, "OLA", "partly")
    page = shown(auditor, f"/compliance/?document={SYMBOL}")
    assert "Partly compliant" in page and "Another department" in page


@pytest.mark.parametrize("query", ["document=NOWHERE", "colour=blue"])
def test_a_question_that_cannot_be_understood_is_named(auditor: Person, query: str) -> None:
    answer = signed_in(auditor).get(f"/compliance/?{query}")
    assert answer.status_code == 400
    assert query.split("=", maxsplit=1)[0] in answer.content.decode()


def test_a_day_without_provisions_says_so(auditor: Person) -> None:
    assert "No provision of a bulletin" in shown(auditor, "/compliance/?as_of=2001-01-01")


def test_provisions_over_http_carry_what_is_said_of_each_entity(
    auditor: Person, bulletin: None, api: Callable[..., APIClient]
) -> None:
    say(1, "OLA", "partly")
    client = api(auditor)
    rows = client.get(f"/api/v1/provisions/?document={SYMBOL}").json()["results"]
    assert [row["code"] for row in rows] == ["T-PROVISION-1", "T-PROVISION-2"]
    assert [(one["entity"], one["word"]) for one in rows[0]["compliance"]] == [("OLA", "partly")]
    assert rows[0]["of_document"] == SYMBOL and rows[1]["compliance"] == []
    for asked, number in (("entity=OLA", 1), ("word=partly", 1), ("word=compliant", 0)):
        asked_for = f"/api/v1/provisions/?document={SYMBOL}&{asked}"
        assert client.get(asked_for).json()["count"] == number
    for bad in ("document=NOWHERE", "document=%00", "word=splendid", "entity=NOBODY"):
        assert client.get(f"/api/v1/provisions/?{bad}").status_code == 400


# --- alignment -----------------------------------------------------------------------------------
def test_the_count_of_27_is_shown_without_names(auditor: Person) -> None:
    page = shown(auditor, "/alignment/?as_of=2019-12-31")
    assert "not harmonized as at 31 December 2018" in page
    assert "no names" in page and "No entity is known by name" in page
    assert "not harmonized as at" not in shown(auditor, "/alignment/?as_of=2018-12-30")


def test_entities_that_are_named_are_listed_with_their_cause(
    auditor: Person, bulletin: None, api: Callable[..., APIClient]
) -> None:
    bring_in(
        "entity_alignment",
        {
            "entity": "OLA",
            "word": "not_harmonized",
            "cause": "A budget of its own.",
            "as_of": START,
        },
        {"entity": "DGACM", "word": "harmonized", "as_of": START},
    )
    page = shown(auditor, "/alignment/")
    assert "1 not harmonized, 1 harmonized" in page and "A budget of its own." in page
    client = api(auditor)
    [row] = client.get("/api/v1/alignments/?word=not_harmonized").json()["results"]
    assert (row["code"], row["cause"]) == ("OLA", "A budget of its own.")
    assert client.get("/api/v1/alignments/?entity=DGACM").json()["count"] == 1


# --- budgets -------------------------------------------------------------------------------------
def budget(code: str, **changes: str) -> None:
    bring_in(
        "budget_reviews",
        {
            "code": code,
            "entity": "OLA",
            "name": f"Budget {code}",
            "year": "2025",
            "amount": "1000",
            "word": "agreed",
            "reviewed_on": "2025-02-01",
            "as_of": "2025-03-01",
            **changes,
        },
    )


@pytest.fixture
def budgets(bulletin: None) -> None:
    """In time, on the very day, not reviewed, sent on without review, sent on before it."""
    budget("T-1")
    budget("T-2", sent_on="2025-02-01")
    budget("T-3", word="not_reviewed", reviewed_on="", amount="")
    budget("T-4", word="not_reviewed", reviewed_on="", sent_on="2025-01-15")
    budget("T-5", sent_on="2025-01-31", entity="DGACM", year="2024")


def test_a_budget_not_reviewed_or_sent_on_before_is_marked(
    auditor: Person, budgets: None, api: Callable[..., APIClient]
) -> None:
    client = api(auditor)

    def codes(query: str) -> list[str]:
        rows = client.get(f"/api/v1/budget-reviews/?{query}").json()["results"]
        return [row["code"] for row in rows]

    assert codes("gap=yes") == ["T-3", "T-4", "T-5"]
    assert codes("gap=no") == ["T-1", "T-2"]
    assert codes("year=2024") == codes("entity=DGACM") == ["T-5"]
    assert codes("word=not_reviewed") == ["T-3", "T-4"]
    assert client.get("/api/v1/budget-reviews/?year=many").status_code == 400
    page = shown(auditor, "/budget-reviews/")
    assert "5</strong> budgets" in page and "3 not reviewed before they went on" in page
    assert "before it was reviewed" in page and "without a review" in page


def test_totals_per_year_count_budgets_and_money(auditor: Person, budgets: None) -> None:
    moment = moments.now()
    rows = queries.budget_rows(stated(auditor, BudgetReview, moment), moment)
    newest, older = queries.totals(rows)
    assert (newest.year, newest.budgets, newest.not_in_time) == (2025, 4, 2)
    assert (newest.amount, newest.amount_not_in_time, newest.without_amount) == (3000, 1000, 1)
    assert (older.year, older.budgets, older.amount_not_in_time) == (2024, 1, 1000)


def test_a_filter_that_finds_nothing_and_a_day_without_budgets_say_so(
    auditor: Person, budgets: None
) -> None:
    assert "Nothing matches" in shown(auditor, "/budget-reviews/?year=2024&entity=OLA")
    assert "No budget on this day" in shown(auditor, "/budget-reviews/?as_of=2001-01-01")
    assert signed_in(auditor).get("/budget-reviews/?entity=NOBODY").status_code == 400


def test_pages_and_lists_cost_the_same_for_few_rows_and_for_many(
    auditor: Person, bulletin: None, api: Callable[..., APIClient]
) -> None:
    client, caller = signed_in(auditor), api(auditor)
    addresses: list[tuple[Any, str]] = [
        (client, f"/compliance/?document={SYMBOL}"),
        (client, "/alignment/"),
        (client, "/budget-reviews/"),
        (caller, "/api/v1/provisions/"),
        (caller, "/api/v1/alignments/"),
        (caller, "/api/v1/budget-reviews/"),
    ]
    fill(0)
    few = [count(asker, address) for asker, address in addresses]
    for n in range(1, 6):
        fill(n)
    assert [count(asker, address) for asker, address in addresses] == few


def fill(n: int) -> None:
    bring_in("entities", {"code": f"T-{n}", "name": f"Entity {n}", "as_of": "2015-01-01"})
    say(1, f"T-{n}", "compliant")
    bring_in("entity_alignment", {"entity": f"T-{n}", "word": "harmonized", "as_of": START})
    budget(f"T-{n}", entity=f"T-{n}")


def test_the_links_that_change_a_row_are_the_secretarys(
    bulletin: None, budgets: None, people: Callable[..., Person], auditor: Person
) -> None:
    secretary = people(Role.SECRETARY)
    for path, key in (
        (f"/compliance/?document={SYMBOL}", "key=T-PROVISION-1"),
        ("/budget-reviews/", "key=T-1"),
    ):
        assert key in shown(secretary, path)
        assert key not in shown(auditor, path)
