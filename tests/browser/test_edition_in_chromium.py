"""Editions in real Chromium: prepared, issued and read by keyboard alone, accessible, printable."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ictportal.editions import issuing
from ictportal.models import EditionIssue
from ledger import jobs
from ledger.models import Job
from tests.browser.test_in_chromium import DASHBOARDS, check
from tests.browser.test_portfolio_in_chromium import Keyboard
from tests.editions import LIGHT, a_draft, an_edition, only
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.serial, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
#: The width of A4 between its margins, in pixels of a style sheet.
A4 = 688


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Any) -> None:
    """A store of files of its own."""
    settings.EVIDENCE_DIR = tmp_path


class Hand:
    """Somebody at the keyboard: no mouse, no address typed after the first."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, Keyboard(page)

    def open(self, selector: str, arrives: str) -> None:
        """Follow a link or press a button."""
        self.keys.tab_to(selector)
        with self.page.expect_navigation(url=arrives):
            self.keys.press("Enter")

    def fill(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.keys.tab_to(selector)
        self.keys.type(text)


def test_an_edition_is_prepared_issued_and_read_by_keyboard_alone(
    world: World, open_as: Open
) -> None:
    officer = Hand(open_as(world.officer, "/editions/"))
    officer.open("main a[href='/editions/new/']", "**/editions/new/")
    officer.fill("main [name=title]", "The state of ICT")
    officer.fill("main [name=as_of]", "12312024")
    officer.open("main form button[type=submit]", "**/editions/drafts/**")
    expect(officer.page.locator("main")).to_contain_text("a second person issues it")

    approver = Hand(open_as(world.approver, "/editions/"))
    approver.open("main a[href*='/editions/drafts/']", "**/editions/drafts/**")
    approver.open("main a[href$='/issue/']", "**/issue/")
    approver.open("main form button[type=submit]", "**/editions/drafts/**")
    expect(approver.page.locator("main")).to_contain_text("It is being issued.")
    with only(*LIGHT):
        jobs.run(Job.objects.get(kind=issuing.KIND).pk)
    approver.page.wait_for_url("**/editions/E1/")

    reader = Hand(open_as(world.reader, "/editions/"))
    reader.open("main a[href='/editions/E1/']", "**/editions/E1/")
    reader.open("main a[href*='/reports/recommendations/']", "**/reports/recommendations/")
    said = reader.page.locator(".figure-value a[data-count]").first.get_attribute("data-count")
    reader.open(".figure-value a[data-count]", "**/editions/E1/rows/**")
    kept = reader.page.locator("[data-total]").get_attribute("data-total")
    assert said == kept
    assert EditionIssue.objects.get().subject.code == "E1"


def test_every_page_of_editions_is_accessible_and_fits_both_widths(
    world: World, open_as: Open
) -> None:
    first = an_edition(world)
    second = an_edition(world, title="Corrected", replaces=first.subject.code)
    draft = a_draft(world, title="A long title " * 20)
    code = second.subject.code
    pages = {
        world.reader: [
            "/editions/",
            f"/editions/{code}/",
            f"/editions/{code}/reports/recommendations/",
            f"/editions/{code}/reports/recommendations/?since={first.subject.code}",
            f"/editions/{code}/changes/?since={first.subject.code}",
            f"/editions/{code}/find/?q=ICT",
            f"/editions/{code}/find/?q=nothing-has-this",
        ],
        world.officer: ["/editions/", "/editions/new/", f"/editions/drafts/{draft.pk}/"],
        world.approver: [f"/editions/drafts/{draft.pk}/issue/", f"/editions/{code}/withdraw/"],
    }
    for width in (1440, 390):
        for person, paths in pages.items():
            page = open_as(person, paths[0], width=width)
            for path in paths:
                page.goto(path)
                check(page)
        page = open_as(world.reader, pages[world.reader][2], width=width)
        page.goto(str(page.locator("a[data-count]").first.get_attribute("href")))
        check(page)


def test_no_table_or_chart_of_a_dashboard_is_cut_off_on_paper(world: World, open_as: Open) -> None:
    page = open_as(world.officer, "/dashboards/", width=A4)
    page.emulate_media(media="print")
    for key in DASHBOARDS:
        page.goto(f"/dashboards/{key}/?as_of=2019-03-31")
        cut = page.evaluate(
            """edge => [...document.querySelectorAll('main :is(table, svg.drawing, .card)')]
                .filter(one => one.getClientRects().length && !one.closest('details:not([open])'))
                .filter(one => one.getBoundingClientRect().right > edge + 1)
                .map(one => (one.closest('.card') ?? one).innerText.slice(0, 60))""",
            A4,
        )
        assert cut == [], key
