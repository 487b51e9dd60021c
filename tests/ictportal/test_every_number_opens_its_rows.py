"""Every number of a dashboard, report or edition opens as many rows as it says, whoever looks."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from audits import actions
from ictportal.editions import reading
from ictportal.reports import catalogue, register
from ictportal.reports.content import Cell, Column, Line, Opens, Report, Section, Table
from ictportal.reports.register import Shelf
from secretariat.models import Person
from secretariat.roles import Role
from tests.editions import an_edition
from tests.links import counted_links, rows_in_the_api, rows_on_page
from tests.world import World, new_recommendation

assert catalogue.ORDER
pytestmark = pytest.mark.django_db
Links = set[tuple[str, int]]
Api = Callable[..., APIClient]

#: The day of the third audit of the strategy; without a day it is today.
ACABQ, TODAY = {"as_of": "2019-03-31"}, dict[str, str]()
ROLES = (
    "officer",
    "secretary",
    "lead",
    "focal_point",
    "other_focal_point",
    "auditor",
    "other_auditor",
    "insider",
    "approver",
    "administrator",
    "client",
)
SHELVES = (Shelf.DASHBOARD, Shelf.REPORT)
#: Dashboards that have no number which counts rows on the day of the audit.
WITHOUT = {"disaster-recovery"}
OF_THE_EDITION = ("recommendations", "compliance", "requests", "board-annex")


@pytest.fixture
def guarded(world: World) -> World:
    """The world with rows of 2018 that only some may see, so that roles see other numbers."""
    classes = {"DGACM": "confidential", "OLA": "strictly_confidential"}
    rows = [
        new_recommendation(
            f"para {13 + place}",
            "Keep the keys",
            lead=lead,
            issued=date(2018, 7, 24),
            classification=classification,
        )
        for place, (lead, classification) in enumerate(classes.items())
    ]
    actions.record_recommendations(by=world.officer, role=Role.OFFICER, rows=rows, reason="test")
    return world


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shelf_links(client: Client, shelf: Shelf, day: dict[str, str]) -> dict[str, Links]:
    """The counted links of each page of a shelf."""
    found = {}
    for kind in register.shelved(shelf):
        path = f"/reports/{kind.key}/"
        page = client.get(path, day)
        choices = first_choices(page)
        if choices:
            page = client.get(path, {**day, **choices})
        assert page.status_code == 200, kind.key
        found[kind.key] = counted_links(page)
    return found


def first_choices(page: Any) -> dict[str, str]:
    """The first of what may be chosen for each choice that the report cannot do without."""
    needed = [one for one in page.context["fields"] if one.choice.required]
    return {one.choice.name: one.options[0][0] for one in needed if one.options}


def together(links: Iterable[Links]) -> Links:
    return set().union(*links)


def wrong(client: Client, links: Links) -> list[Any]:
    """What opens another number of rows than it says."""
    found = ((address, said, rows_on_page(client, address)) for address, said in sorted(links))
    return [one for one in found if one[1] != one[2]]


def wrong_in_the_api(client: APIClient, links: Links) -> list[Any]:
    """What the list of the API counts otherwise; some lists are pages only."""
    found = ((address, said, rows_in_the_api(client, address)) for address, said in sorted(links))
    return [one for one in found if one[2] is not None and one[1] != one[2]]


# --- the live register ---------------------------------------------------------------------------
def test_on_every_dashboard_every_number_opens_its_rows_for_every_role(
    guarded: World, api: Api
) -> None:
    """What one role's pages say that no page said before is opened."""
    opened, seen = Links(), set[frozenset[tuple[str, int]]]()
    for who in ROLES:
        client = signed_in(getattr(guarded, who))
        links = together(shelf_links(client, Shelf.DASHBOARD, ACABQ).values())
        new = links - opened
        assert wrong(client, new) == [], who
        assert wrong_in_the_api(api(getattr(guarded, who), "read"), new) == [], who
        opened |= links
        seen.add(frozenset(links))
    assert len(seen) > 2, "all roles see the same numbers"


def test_so_it_is_today_for_whoever_sees_most_and_least(guarded: World) -> None:
    opened = Links()
    for who in ("officer", "secretary"):
        client = signed_in(getattr(guarded, who))
        new = together(shelf_links(client, Shelf.DASHBOARD, TODAY).values()) - opened
        assert new and wrong(client, new) == [], who
        opened |= new


def test_on_every_report_every_number_opens_its_rows(guarded: World, api: Api) -> None:
    client = signed_in(guarded.officer)
    links = together(shelf_links(client, Shelf.REPORT, ACABQ).values())
    assert len(links) > 100
    assert wrong(client, links) == []
    assert wrong_in_the_api(api(guarded.officer, "read"), links) == []


def test_every_dashboard_has_numbers_that_open_rows(world: World) -> None:
    found = shelf_links(signed_in(world.officer), Shelf.DASHBOARD, ACABQ)
    assert {key for key, links in found.items() if not links} == WITHOUT


def test_a_reader_opens_no_dashboard_and_no_report_of_the_live_register(world: World) -> None:
    client = signed_in(world.reader)
    kinds = [kind for shelf in SHELVES for kind in register.shelved(shelf)]
    answers = {client.get(f"/reports/{kind.key}/").status_code for kind in kinds}
    assert kinds and answers == {403}


def test_the_same_rows_said_to_be_of_two_numbers_are_held_against_both() -> None:
    cells = tuple(Cell(str(n), opens=Opens("recommendation-list", {}, n)) for n in (37, 39, 37))
    table = Table("t", "T", (Column("N"),), (Line(cells),))
    report = Report("r", "R", "2019-03-31", None, "record", (Section("s", "S", (table,)),))
    assert [one.count for one in report.opened] == [37, 39]


# --- an edition ----------------------------------------------------------------------------------
def test_on_every_page_of_an_edition_every_number_opens_its_kept_rows(
    guarded: World, api: Api, settings: Any, tmp_path: Path
) -> None:
    settings.EVIDENCE_DIR = tmp_path
    issue = an_edition(guarded, reports=OF_THE_EDITION, forms=())
    client, data = signed_in(guarded.reader), api(guarded.reader, "read")
    parts = [part.key for shelf in reading.shelves(issue).values() for part in shelf]
    assert set(parts) == set(OF_THE_EDITION)
    for key in parts:
        links = counted_links(client.get(f"/editions/{issue.subject.code}/reports/{key}/"))
        assert links, key
        for address, said in links:
            kept = client.get(address).context["rows"]
            assert kept.total == said, (key, address)
            assert data.get(f"/api/v1{address}").json()["count"] == said, (key, address)
