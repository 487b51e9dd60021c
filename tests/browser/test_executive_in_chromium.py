"""The executive page in real Chromium: one sheet of A4, accessible, and readable on a telephone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from secretariat.models import Person
from tests.browser.test_in_chromium import check

pytestmark = [pytest.mark.browser, pytest.mark.serial, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
#: The day of the third audit, a day with many overdue requests, one with almost nothing, today.
DAYS = ("?as_of=2019-03-31", "?as_of=2023-12-31", "?as_of=2014-12-31", "")
A4 = (595, 842)


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """The size of each page of a PDF, in whole points."""
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    assert len(boxes) == pages
    return [(round(float(wide)), round(float(high))) for wide, high in boxes]


def test_it_is_one_printed_page_of_a4(people: Callable[..., Person], open_as: Open) -> None:
    page = open_as(people("officer"), "/overview/")
    for day in DAYS:
        page.goto(f"/overview/{day}")
        assert sheets(page.pdf(prefer_css_page_size=True)) == [A4], day


def test_nothing_of_the_sheet_is_cut_off(people: Callable[..., Person], open_as: Open) -> None:
    page = open_as(people("officer"), "/overview/?as_of=2023-12-31", width=703)
    page.emulate_media(media="print")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.executive .card')].filter(
            card => card.scrollWidth > card.clientWidth || card.scrollHeight > card.clientHeight
        ).map(card => card.className)"""
    )
    assert cut == []


@pytest.mark.parametrize("width", [1920, 1440, 1240, 768, 390, 320])
def test_it_is_accessible_and_fits_every_width(
    people: Callable[..., Person], open_as: Open, width: int
) -> None:
    page = open_as(people("officer"), "/overview/", width=width)
    for day in ("?as_of=2019-03-31", "?as_of=2023-12-31", "?layer=demonstration"):
        page.goto(f"/overview/{day}")
        check(page)


def test_it_reads_without_scripts(people: Callable[..., Person], open_as: Open) -> None:
    page = open_as(people("officer"), "/overview/?as_of=2019-03-31", scripts=False)
    assert page.locator(".executive > .card").count() == 5
    page.get_by_role("link", name="Open 39 rows").click()
    page.wait_for_url("**/recommendations/**")
