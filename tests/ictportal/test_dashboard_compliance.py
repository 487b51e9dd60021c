"""The dashboard of compliance, its figures and the lists they open."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from secretariat.models import Person
from tests.dashboards import dashboard, figure, sealed, texts, wrong_rows
from tests.world import bring_in

pytestmark = pytest.mark.django_db
AUDIT = date(2019, 3, 31)
PROVISION = "SGB-2016-11-2-2-G"


def said(entity: str, word: str) -> dict[str, str]:
    return {"provision": PROVISION, "entity": entity, "word": word, "as_of": "2020-01-01"}


def test_in_2018_five_of_seventy_entities_certified_two_of_42_policies() -> None:
    report = dashboard("compliance", AUDIT)
    pairs = {one.figure: (one.numerator, one.denominator) for one in report.numbers}
    assert pairs["certification.response"] == (5, 70)
    assert pairs["certification.coverage"] == (2, 42)
    assert pairs["policies.gaps"] == (3, 4)
    assert pairs["delegation.in_force"] == (0, 1)
    assert pairs["compliance.reviewed"] == (0, 1)
    assert figure(report, "policies.count").value == "42"


@pytest.mark.parametrize("day", [AUDIT, None])
def test_every_number_opens_as_many_rows_as_it_says(day: date | None) -> None:
    report = dashboard("compliance", day)
    assert report.opened and wrong_rows(report, day) == []


def test_without_a_statement_about_an_entity_the_dashboard_says_so() -> None:
    report = dashboard("compliance", AUDIT)
    assert "compliance.provisions" not in {one.figure for one in report.numbers}
    assert "Kept" not in {one.heading for one in report.tables[1].columns}


def test_what_is_said_of_entities_is_counted_and_opens_its_rows() -> None:
    bring_in("provision_compliance", said("OICT", "compliant"), said("DMSPC", "not_compliant"))
    report = dashboard("compliance", date(2021, 1, 1))
    kept = figure(report, "compliance.provisions")
    assert (kept.numerator, kept.denominator) == (1, 2)
    assert texts(report, "provisions")["Review of all ICT budgets and projects by OICT"][2:6] == [
        *("1", "–", "1", "–"),
    ]
    assert wrong_rows(report, date(2021, 1, 1)) == []


def test_a_statement_sealed_later_does_not_show_at_an_earlier_seal() -> None:
    before = sealed()
    bring_in("provision_compliance", said("OICT", "compliant"))
    sealed()
    day = date(2021, 1, 1)
    figures = [one.figure for one in dashboard("compliance", day).numbers]
    assert "compliance.provisions" in figures
    then = dashboard("compliance", day, known=before)
    assert "compliance.provisions" not in [one.figure for one in then.numbers]


def test_more_entities_take_no_more_statements() -> None:
    bring_in("provision_compliance", said("OICT", "compliant"))
    day = date(2021, 1, 1)
    with CaptureQueriesContext(connection) as few:
        dashboard("compliance", day)
    bring_in("provision_compliance", *(said(code, "partly") for code in ("DMSPC", "DOS")))
    with CaptureQueriesContext(connection) as many:
        dashboard("compliance", day)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("page", "query", "status"),
    [
        ("/compliance/rows/", {"word": "compliant"}, 200),
        ("/compliance/rows/", {"word": "splendid"}, 400),
        ("/compliance/rows/", {"provision": "NO-SUCH"}, 400),
        ("/compliance-reviews/", {"word": "none"}, 200),
        ("/compliance-reviews/", {"word": "splendid"}, 400),
        ("/compliance-reviews/", {"year": "soon"}, 400),
    ],
)
def test_the_lists_answer_filters_and_name_the_faulty_one(
    people: Callable[..., Person], page: str, query: dict[str, str], status: int
) -> None:
    client = Client()
    client.force_login(people("officer"))
    found = client.get(page, query)
    assert found.status_code == status
    if status == 400:
        assert f"<code>{next(iter(query))}</code>" in found.content.decode()


def test_page_and_api_have_the_same_rows(people: Callable[..., Person], api: Any) -> None:
    bring_in("provision_compliance", said("OICT", "compliant"), said("DMSPC", "partly"))
    client = api(people("officer"))
    kept = client.get("/api/v1/provision-compliance/", {"word": "compliant"}).json()
    assert [row["entity"] for row in kept["results"]] == ["OICT"]
    reviewed = client.get("/api/v1/compliance-reviews/", {"word": "none"}).json()
    assert [(row["year"], row["word"]) for row in reviewed["results"]] == [(2018, "none")]
