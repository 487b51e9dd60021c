"""Every template in real Chromium: accessible, without complaint, at both widths, and usable."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from audits import actions
from audits.models import AdministrationUpdate, Assessment
from ledger.importing.applying import check_import
from secretariat.access import system
from secretariat.models import Document
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.serial, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
DASHBOARDS = (
    "portfolio",
    "recommendations",
    "governance",
    "compliance",
    "security-plan",
    "disaster-recovery",
    "rationalization",
    "requests",
    "resources",
)


@pytest.fixture
def told(world: World, settings: Any, tmp_path: Any) -> World:
    """The world with something said in both voices, and evidence."""
    settings.EVIDENCE_DIR = tmp_path
    world.update("closure_requested", target="2025-Q1")
    actions.supply_evidence(
        by=world.focal_point,
        recommendation_id=world.recommendation.pk,
        expected_version=world.version(),
        upload=SimpleUploadedFile("minutes.pdf", b"%PDF-1.4\n%%EOF\n"),
        said="The signed minutes.",
    )
    world.assess()
    world.update(
        "closure_requested", target="2026-Q1", target_reason="Late.", as_of=date(2025, 3, 1)
    )
    return world


def check(page: Page) -> None:
    """No violation of WCAG as axe finds them, and nothing wider than the window."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the window"


def addresses(world: World) -> list[tuple[str, str]]:
    one = f"/recommendations/{world.recommendation.pk}/"
    document = Document.objects.get(symbol="A/74/588")
    record = check_import(
        kind="entities",
        content=b"code,name,as_of\nNEW-1,New,2020-01-01\n",
        file_name="good.csv",
        by=system(),
        reason="test",
    )
    refused = check_import(
        kind="entities", content=b"code,name\n,x\n", file_name="bad.csv", by=system(), reason="test"
    )
    return [
        ("auditor", "/"),
        ("focal_point", "/"),
        ("officer", "/"),
        ("officer", "/?as_of=2019-12-31"),
        ("approver", "/"),
        ("administrator", "/"),
        ("reader", "/"),
        ("lead", "/"),
        ("officer", "/recommendations/"),
        ("officer", "/recommendations/?as_of=2018-12-31&followed_up_in=A/74/177&open=yes"),
        ("officer", "/recommendations/?made_in=A/99/999"),
        ("auditor", one),
        ("auditor", f"{one}?as_of=2024-12-31"),
        ("auditor", f"{one}assess/"),
        ("focal_point", f"{one}update/"),
        ("officer", f"{one}describe/"),
        ("officer", "/disagreements/"),
        ("officer", "/ageing/?as_of=2019-12-31"),
        ("officer", "/reconciliation/"),
        ("officer", "/definitions/"),
        ("officer", "/flags/"),
        ("officer", "/flags/recommendations.voices_differ/"),
        ("officer", f"/flags/recommendations.voices_differ/{world.recommendation.pk}/answer/"),
        ("officer", "/runs/"),
        ("officer", "/imports/"),
        ("administrator", f"/imports/{record.pk}/"),
        ("administrator", f"/imports/{refused.pk}/"),
        ("officer", "/entities/"),
        ("officer", "/entities/OICT/"),
        ("officer", "/documents/"),
        ("officer", f"/documents/{document.pk}/"),
        ("officer", "/notices/"),
        ("officer", "/tokens/"),
        ("administrator", "/people/"),
        ("administrator", f"/people/{world.officer.pk}/"),
        ("administrator", "/thresholds/lowest_implementation_rate/"),
        ("secretary", "/"),
        ("officer", "/governance/?as_of=2018-12-31"),
        ("officer", "/governance/"),
        ("officer", "/bodies/?as_of=2018-12-31"),
        ("officer", "/bodies/ICT-BOARD/?as_of=2018-12-31"),
        ("officer", "/outputs/?as_of=2018-12-31"),
        ("officer", "/meetings/counted/?as_of=2018-12-31"),
        ("officer", "/requests/?as_of=2023-12-31"),
        ("officer", "/requests/?as_of=2024-12-31&view=timeline"),
        ("officer", "/requests/A74-588-P08/?as_of=2024-12-31"),
        ("secretary", "/requests/A74-588-P12/finding/"),
        ("officer", "/asked/"),
        ("officer", "/policies/"),
        ("secretary", "/policies/OUTSOURCING/"),
        ("officer", "/compliance-reviews/"),
        ("officer", "/find/"),
        ("officer", "/find/?q=ict"),
        ("officer", "/find/?q=no-such-thing"),
        ("officer", "/dashboards/"),
        *(("officer", f"/dashboards/{key}/?as_of=2019-03-31") for key in DASHBOARDS),
        ("officer", "/dashboards/requests/?as_of=2023-12-31&compare=2019-03-31"),
        ("officer", "/dashboards/resources/?as_of=1999-12-31"),
        ("officer", "/dashboards/resources/?colour=blue"),
        ("officer", "/reports/"),
        ("officer", "/reports/board-annex/?as_of=2019-03-31"),
        ("officer", "/reports/status-and-ageing/?as_of=2019-03-31"),
        ("officer", "/reports/history/"),
        ("officer", "/contradictions/?as_of=2019-03-31"),
        ("officer", "/explanation/?before=2018-12-31&after=2019-12-31&number=all"),
        ("officer", "/questions/"),
        ("reader", "/recommendations/"),
        ("officer", "/nothing/here/"),
        ("officer", "/?as_of=tomorrow"),
    ]


def test_every_page_is_accessible_and_fits_both_widths(told: World, open_as: Open) -> None:
    check(open_as(None, "/accounts/login/"))
    pages = addresses(told)
    for width in (1440, 390):
        opened: dict[str, Page] = {}
        for who, path in pages:
            if who not in opened:
                opened[who] = open_as(getattr(told, who), path, width=width)
            else:
                opened[who].goto(path)
            check(opened[who])


def test_a_person_signs_in_and_out_with_the_keyboard(world: World, open_as: Open) -> None:
    world.auditor.set_password("correct-horse-battery-staple")
    world.auditor.save()
    page = open_as(None, "/recommendations/")
    page.locator("[name=login]").fill(world.auditor.email)
    page.keyboard.press("Tab")
    page.locator("input[type=password]").fill("correct-horse-battery-staple")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recommendations/")
    expect(page.locator("h1")).to_be_visible()


def test_turning_the_day_shows_the_portal_of_that_day(told: World, open_as: Open) -> None:
    page = open_as(told.officer, "/recommendations/?followed_up_in=A/74/177")
    page.locator("#as-of").fill("2018-12-31")
    page.keyboard.press("Enter")
    page.wait_for_url("**as_of=2018-12-31**")
    assert "followed_up_in" in page.url
    expect(page.locator("main")).to_contain_text("39")
    expect(page.locator(".as-at")).to_contain_text("31 December 2018")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_focal_point_updates_with_and_without_scripts(
    world: World, open_as: Open, scripts: bool
) -> None:
    page = open_as(
        world.focal_point, f"/recommendations/{world.recommendation.pk}/update/", scripts=scripts
    )
    page.get_by_label("closure requested").check()
    page.locator("[name=as_of]:not([id=as-of])").fill("2024-12-01")
    page.locator("[name=narrative]").fill("The register is in use.")
    page.locator("[name=target]").fill("2025-Q1")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(f"**/recommendations/{world.recommendation.pk}/**")
    row = AdministrationUpdate.objects.get(subject=world.recommendation)
    assert (row.claim, row.target, row.narrative) == (
        "closure_requested",
        "2025-Q1",
        "The register is in use.",
    )


def test_two_browsers_lose_nothing(world: World, open_as: Open) -> None:
    path = f"/recommendations/{world.recommendation.pk}/"
    assessing = open_as(world.auditor, f"{path}assess/")
    updating = open_as(world.focal_point, f"{path}update/")
    updating.get_by_label("closure requested").check()
    updating.locator("[name=as_of]:not([id=as-of])").fill("2024-12-01")
    updating.locator("[name=narrative]").fill("Written meanwhile.")
    updating.locator("main form button[type=submit]").last.click()
    updating.wait_for_url("**/recommendations/**")
    assessing.get_by_label("under implementation").check()
    assessing.locator("[name=as_of]:not([id=as-of])").fill("2024-12-31")
    assessing.locator("[name=reasoning]").fill("Typed with care.")
    assessing.locator("main form button[type=submit]").last.click()
    expect(assessing.locator("main")).to_contain_text("Written meanwhile.")
    expect(assessing.locator("[name=reasoning]")).to_have_value("Typed with care.")
    check(assessing)
    assessing.locator("main form button[type=submit]").last.click()
    assessing.wait_for_url(f"**{path}*")
    assert Assessment.objects.get(subject=world.recommendation).reasoning == "Typed with care."


def test_planted_scripts_do_not_run(world: World, open_as: Open) -> None:
    planted = ("<script>window.hx=1</script>", "<img src=x onerror='window.hx=1'>", "{{7*7}}")
    for day, text in enumerate(planted, start=1):
        world.update(narrative=text, as_of=date(2024, 9, day))
    page = open_as(world.auditor, f"/recommendations/{world.recommendation.pk}/")
    assert page.evaluate("window.hx") is None
    expect(page.locator("main")).to_contain_text("{{7*7}}")
