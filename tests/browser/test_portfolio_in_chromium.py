"""The portfolio in real Chromium: accessible, and a report filed by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from projects import actions
from projects.models import ReportDraft
from tests.browser.test_in_chromium import check
from tests.portfolio import Portfolio

pytestmark = [pytest.mark.browser, pytest.mark.serial, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
#: At five keys a second, three minutes are nine hundred keys.
THREE_MINUTES = 900
FORM = "/projects/T01/reports/2024-Q2/edit/"


class Keyboard:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def tab_to(self, selector: str) -> None:
        """Tab until the element has the focus."""
        for _ in range(150):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} cannot be reached with the Tab key")


def test_a_lead_files_a_quarterly_report_in_three_minutes_by_keyboard_alone(
    portfolio: Portfolio, open_as: Open
) -> None:
    portfolio.publish("2024-Q1")
    page = open_as(portfolio.lead, "/my-projects/")
    keys = Keyboard(page)
    keys.tab_to("a[href*='/reports/2024-Q2/edit/']")
    keys.press("Enter")
    page.wait_for_url("**/reports/2024-Q2/edit/**")
    expect(page.locator("[name=percent]")).to_have_value("40")
    keys.tab_to("[name=percent]")
    keys.press("Control+a")
    keys.type("55")
    keys.tab_to("[name=cost]")
    keys.press("ArrowRight")
    keys.tab_to("[name=cost_reason]")
    keys.press("Control+a")
    keys.type("Lines cost a tenth more than planned.")
    keys.tab_to("[name=achievements]")
    keys.type("Four sites were connected and tested, as the plan asks.")
    keys.tab_to("[name='milestone:T01-M1:reached']")
    keys.tab_to("button[value=submit]")
    keys.press("Enter")
    page.wait_for_url("**/projects/T01/reports/2024-Q2/")
    expect(page.get_by_text("Waits for publication")).to_be_visible()
    assert keys.pressed < THREE_MINUTES
    draft = ReportDraft.objects.get(quarter="2024-Q2")
    assert draft.state == "submitted" and draft.content["cost"] == "amber"


def test_what_is_typed_is_kept_without_pressing_anything(
    portfolio: Portfolio, open_as: Open
) -> None:
    page = open_as(portfolio.lead, FORM)
    page.locator("[name=achievements]").press_sequentially("Half a sentence")
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saved", timeout=15_000)
    again = open_as(portfolio.lead, FORM)
    expect(again.locator("[name=achievements]")).to_have_value("Half a sentence")


def test_a_late_save_in_a_second_window_shows_both_versions(
    portfolio: Portfolio, open_as: Open
) -> None:
    first = open_as(portfolio.lead, FORM, scripts=False)
    second = open_as(portfolio.lead, FORM, scripts=False)
    for page, text in ((first, "From the first window."), (second, "From the second window.")):
        page.locator("[name=achievements]").fill(text)
        page.get_by_role("button", name="Save the draft").click()
    conflict = second.locator(".compare")
    expect(conflict).to_contain_text("From the first window.")
    expect(conflict).to_contain_text("From the second window.")
    expect(second.locator("[name=achievements]")).to_have_value("From the second window.")
    second.get_by_role("button", name="Save the draft").click()
    assert ReportDraft.objects.get().content["achievements"] == "From the second window."


def test_what_is_wrong_is_named_beside_its_field_and_nothing_is_lost(
    portfolio: Portfolio, open_as: Open
) -> None:
    page = open_as(portfolio.lead, FORM)
    page.locator("[name=percent]").fill("140")
    page.locator("[name=achievements]").fill("Words that must stay.")
    page.get_by_role("button", name="Hand in for publication").click()
    expect(page.locator(".error-summary")).to_contain_text("whole number from 0 to 100")
    expect(page.locator("[name=percent]")).to_have_value("140")
    expect(page.locator("[name=achievements]")).to_have_value("Words that must stay.")
    check(page)


def test_nobody_else_sees_a_draft_anywhere(portfolio: Portfolio, open_as: Open) -> None:
    portfolio.submit("2024-Q2", achievements="A secret of the draft.")
    for person in (portfolio.other_lead, portfolio.auditor, portfolio.approver, portfolio.reader):
        for path in ("/", "/projects/", "/projects/T01/", "/status-reports/", FORM[:-5]):
            page = open_as(person, path)
            assert "A secret of the draft." not in page.content()
            assert "Waits for publication" not in page.content()


def test_every_page_of_the_portfolio_is_accessible_and_fits_both_widths(
    portfolio: Portfolio, open_as: Open
) -> None:
    portfolio.publish("2024-Q1", percent="45")
    waiting = portfolio.submit("2024-Q2", percent="46")
    proposal = actions.plan_milestone(
        by=portfolio.lead,
        project_id=portfolio.project.pk,
        name="Hand-over",
        day=portfolio.milestone.dates.get().day,
        authority="Steering committee",
        reason="Planned.",
    ).proposals.get()
    objective = f"/objectives/{portfolio.objective.pk}"
    pages = {
        portfolio.officer: [
            "/",
            "/projects/",
            "/projects/?view=board",
            "/projects/?complete_but_unmet=yes&as_of=2019-03-31",
            "/projects/T01/",
            "/projects/P02/",
            "/projects/P10/?as_of=2019-03-31",
            "/projects/complete-but-unmet/",
            "/status-reports/",
            "/projects/T01/reports/2024-Q1/",
            "/projects/T01/reports/2024-Q2/",
            f"/drafts/{waiting.pk}/publish/",
            f"/drafts/{waiting.pk}/return/",
            "/plans/",
            "/plans/STRATEGY-2014/",
            "/plans/SECURITY-10/",
            "/plans/PROGRAMME-2021/",
            "/roadmap/",
            "/slippage/",
            "/indicators/",
            "/indicators/CRITICAL-APPS/",
            "/resources/",
            "/resources/29C.14/",
            "/resources/amounts/",
            "/organization/",
            "/discrepancies/",
            "/registers/",
            "/registers/indicator_values/",
            "/registers/projects/new/",
            "/registers/projects/row/?key=P01",
            "/flags/projects.complete_but_unmet/?as_of=2019-03-31",
        ],
        portfolio.lead: [
            "/",
            "/my-projects/",
            "/projects/T01/reports/2024-Q3/edit/",
            "/projects/T01/milestones/new/",
            f"/milestones/{portfolio.milestone.pk}/baseline/",
            f"{objective}/assess/",
            f"{objective}/measure/",
            "/projects/T01/close/",
        ],
        portfolio.approver: ["/", f"/baselines/{proposal.pk}/decide/", "/projects/T01/exception/"],
    }
    for width in (1440, 390):
        for person, paths in pages.items():
            page = open_as(person, paths[0], width=width)
            for path in paths:
                page.goto(path)
                check(page)
