"""Who holds which authority over ICT: pages and lists, on any day, in either layer."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from governance.queries import authority as queries
from ledger.moments import Moment
from secretariat.models import Person
from secretariat.roles import Role
from tests.world import bring_in

pytestmark = [pytest.mark.django_db]
START = "2025-01-01"
MAY = Moment(as_of=date(2025, 5, 15))


@pytest.fixture(autouse=True)
def in_may() -> object:
    """Every test happens in the middle of May 2025."""
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def auditor(people: Callable[..., Person]) -> Person:
    return people(Role.AUDITOR, "BOA")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(person: Person, path: str) -> str:
    answer = signed_in(person).get(path)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def instrument(code: str = "T-ICT", **changes: str) -> None:
    bring_in(
        "delegations",
        {
            "code": code,
            "name": "Delegation to heads of entities",
            "state": "issued",
            "covers_ict": "yes",
            "as_of": START,
            **changes,
        },
    )


def established(person: Person, moment: Moment = MAY) -> bool:
    return queries.delegated(person, moment).is_established


def test_the_record_says_that_ict_is_not_delegated_as_at_march_2019(auditor: Person) -> None:
    page = shown(auditor, "/authority/?as_of=2019-03-31")
    assert "ICT delegation: not established as at 31 March 2019" in page
    assert not established(auditor, Moment(as_of=date(2019, 3, 31)))


def test_an_instrument_that_covers_ict_establishes_the_delegation(auditor: Person) -> None:
    instrument()
    assert established(auditor)
    assert "ICT delegation: established" in shown(auditor, "/authority/")


@pytest.mark.parametrize(
    "changes",
    [
        {"covers_ict": "not_clearly"},
        {"covers_ict": "no"},
        {"state": "revoked"},
        {"state": "not_established"},
        {"issued_on": "2025-05-16"},
        {"issued_on": "2025-01-01", "valid_to": "2025-05-14"},
    ],
)
def test_what_is_general_revoked_to_come_or_run_out_establishes_nothing(
    auditor: Person, changes: dict[str, str]
) -> None:
    instrument(**changes)
    assert not established(auditor)


def test_an_instrument_binds_on_its_first_and_on_its_last_day(auditor: Person) -> None:
    instrument(state="accepted", issued_on="2025-05-15", valid_to="2025-05-15")
    assert established(auditor)


def test_the_list_has_the_rows_the_figure_counts(
    auditor: Person, api: Callable[..., APIClient]
) -> None:
    instrument()
    instrument("T-OLD", issued_on="2025-01-01", valid_to="2025-02-01")
    client = api(auditor)
    asked = "/api/v1/delegations/?covers_ict=yes"
    codes = {
        word: {row["code"] for row in client.get(f"{asked}&in_force={word}").json()["results"]}
        for word in ("yes", "no")
    }
    assert codes["yes"] == {"T-ICT"} and "T-OLD" in codes["no"]
    page = shown(auditor, "/delegations/?covers_ict=yes&in_force=yes")
    assert "<strong>1</strong> instrument" in page
    assert client.get("/api/v1/delegations/?colour=blue").status_code == 400
    assert signed_in(auditor).get("/delegations/?state=splendid").status_code == 400


def test_the_page_tells_authorities_accountability_and_protection_with_their_sources(
    auditor: Person,
) -> None:
    bring_in(
        "authorities",
        {
            "code": "T-A",
            "office": "An office",
            "title": "Leads all of it",
            "answers_to": "A head",
            "valid_from": "2025-02-01",
            "valid_to": "2025-03-31",
            "as_of": "2025-02-01",
        },
    )
    bring_in(
        "accountabilities",
        {"code": "T-B", "what": "Keeping to the bulletin", "as_of": START},
    )
    bring_in(
        "protection_measures",
        {
            "code": "T-C",
            "name": "Encrypt what leaves the house",
            "urgency": "soon",
            "state": "under_way",
            "due_on": "2025-05-01",
            "as_of": START,
        },
    )
    page = shown(auditor, "/authority/")
    for said in (
        "Leads all of it",
        "over on the day shown",
        "Keeping to the bulletin",
        "Nobody is named",
        "Encrypt what leaves the house",
        "its day has passed",
        "Entered",
    ):
        assert said in page
    assert "Leads all of it" not in shown(auditor, "/authority/?as_of=2025-01-31")


def test_general_delegations_are_not_read_as_ict(auditor: Person) -> None:
    page = shown(auditor, "/authority/")
    assert "not to be read as delegations of authority for ICT" in page


def test_a_layer_or_day_without_rows_says_so(auditor: Person) -> None:
    for query in ("layer=demonstration&as_of=2001-01-01", "as_of=2001-01-01"):
        page = shown(auditor, f"/authority/?{query}")
        assert "No instrument on record on this day" in page
        assert "Nothing is recorded on this day" in page
    assert "Nothing is recorded on this day" in shown(auditor, "/delegations/?as_of=2001-01-01")


def test_only_the_secretary_gets_the_links_that_change_a_row_and_only_today(
    auditor: Person, people: Callable[..., Person]
) -> None:
    instrument()
    secretary = people(Role.SECRETARY)
    assert "key=T-ICT" in shown(secretary, "/authority/")
    assert "key=T-ICT" not in shown(secretary, "/authority/?as_of=2025-05-14")
    assert "key=T-ICT" not in shown(auditor, "/authority/")


def test_a_page_and_a_list_cost_the_same_for_few_rows_and_for_many(
    auditor: Person, api: Callable[..., APIClient]
) -> None:
    client, caller = signed_in(auditor), api(auditor)
    addresses: list[tuple[Any, str]] = [
        (client, "/authority/"),
        (client, "/delegations/"),
        (caller, "/api/v1/delegations/"),
        (caller, "/api/v1/authorities/"),
        (caller, "/api/v1/accountabilities/"),
        (caller, "/api/v1/protection-measures/"),
    ]
    instrument(entity="OICT")
    few = [count(asker, address) for asker, address in addresses]
    for n in range(8):
        instrument(f"T-{n}", entity="OICT")
        bring_in(
            "accountabilities",
            {"code": f"T-{n}", "what": "Something", "body": "ICT-BOARD", "as_of": START},
        )
    assert [count(asker, address) for asker, address in addresses] == few


def count(asker: Any, address: str) -> int:
    asker.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert asker.get(address).status_code == 200
    return len(asked)


def test_each_list_answers_its_fields_and_filters(
    auditor: Person, api: Callable[..., APIClient]
) -> None:
    client = api(auditor)
    instrument(entity="OICT")
    for path, member in (
        ("delegations/?entity=OICT", "covers_ict"),
        ("authorities/?valid=yes", "answers_to"),
        ("authorities/?valid=no&as_of=2020-12-31", "valid_to"),
        ("authorities/?office=chief information technology officer", "title"),
        ("accountabilities/?body=ICT-BOARD", "monitored_by"),
        ("protection-measures/?urgency=urgent&state=not_stated", "urgency"),
    ):
        rows = client.get(f"/api/v1/{path}").json()["results"]
        assert rows and member in rows[0], path
        assert {"as_of", "provenance", "citation"} <= set(rows[0])
    assert client.get("/api/v1/delegations/?entity=NOBODY").status_code == 400
    for path in ("delegations", "authorities", "accountabilities", "protection-measures"):
        shown_there = client.get(f"/api/v1/{path}/?provenance=demonstration&as_of=2001-01-01")
        assert shown_there.json()["count"] == 0
