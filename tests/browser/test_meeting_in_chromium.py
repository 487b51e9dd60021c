"""Meetings in real Chromium: from agenda to locked minutes by keyboard alone, and accessible."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from governance import actions
from governance.actions import Guest
from governance.models import Decision, Meeting, Minutes
from ledger import days
from tests.browser.test_in_chromium import check
from tests.browser.test_portfolio_in_chromium import Keyboard
from tests.governance_world import BODY, Governance

pytestmark = [pytest.mark.browser, pytest.mark.serial, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def papers(settings: Any, tmp_path: Any) -> None:
    """A store of files of its own."""
    settings.EVIDENCE_DIR = tmp_path


class Secretary:
    """The secretary at the keyboard: no mouse, no address typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, Keyboard(page)

    def open(self, selector: str, arrives: str) -> None:
        """Follow a link or press a button."""
        self.keys.tab_to(selector)
        self.leave("Enter", arrives)

    def leave(self, key: str, arrives: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation(url=arrives):
            self.keys.press(key)

    def fill(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.keys.tab_to(selector)
        self.keys.type(text)


def test_a_secretary_runs_a_meeting_from_agenda_to_locked_minutes_by_keyboard_alone(
    governance: Governance, open_as: Open
) -> None:
    page = open_as(governance.secretary, "/meetings/")
    by = Secretary(page)
    by.open("a[href*='/meetings/new/']", "**/meetings/new/**")
    by.fill("[name=body]", "Steering")
    by.fill("[name=day]", days.today().strftime("%m%d%Y"))
    by.leave("Enter", "**#agenda")

    for title in ("Budget of 2027", "Data centres"):
        by.fill("#agenda-title", title)
        by.leave("Enter", "**#agenda")
    by.open("#agenda button[value=up]", "**#agenda")
    expect(page.locator("#agenda li").first).to_contain_text("Data centres")

    by.open("a[href*='/hold/']", "**/hold/**")
    by.open("main form button[type=submit]", "**#meeting")
    by.fill("#attendance select[name^=seat-]", "Present")
    by.keys.press("Tab")
    by.keys.type("Present")
    by.fill("[name=guest-0-office]", "Internal audit")
    by.fill("[name=guest-0-present_as]", "observer")
    by.leave("Enter", "**#attendance")
    expect(page.locator("#attendance")).to_contain_text("2 of 2 needed")

    by.fill("#minutes textarea", "Two data centres close by the end of the year.")
    by.leave("Control+Enter", "**#minutes")
    by.fill("#decision-title", "Close two data centres")
    by.fill("#decision-text", "The two smallest close by the end of the year.")
    by.leave("Control+Enter", "**#decisions")
    expect(page.locator("#decisions")).to_contain_text("-D01")
    by.fill("#action-title", "List what runs in them")
    by.fill("#action-responsible", "Office of Information and Communications Technology")
    by.leave("Enter", "**#actions")
    by.fill("#approval-approved_by", "The steering body")
    by.leave("Enter", "**#approval")

    expect(page.locator("#approval")).to_contain_text("are locked")
    expect(page.locator("#agenda form, #attendance form, #minutes form")).to_have_count(0)
    minutes = Minutes.objects.get(subject=Meeting.objects.get(body=governance.body))
    assert next(iter(minutes.items.order_by("position"))).minute.startswith("Two data")
    assert minutes.attendance.count() == 3
    assert Decision.objects.get(body=governance.body).particulars.get().meeting == minutes.subject

    by.keys.tab_to("#corrigenda summary")
    by.keys.press("Enter")
    by.fill("#corrigendum-text", "Three data centres close.")
    by.fill("#corrigendum-reason", "Miscounted.")
    by.leave("Control+Enter", "**#corrigenda")
    expect(page.locator("#corrigenda")).to_contain_text("Corrigendum 1")


def test_a_guest_who_does_not_say_as_what_is_refused_and_nothing_typed_is_lost(
    governance: Governance, open_as: Open
) -> None:
    meeting = governance.held()
    page = open_as(governance.secretary, f"/meetings/{meeting.code}/")
    page.locator("[name=guest-1-office]").fill("Internal audit")
    page.get_by_role("button", name="Record who took part").click()
    expect(page.locator(".error-summary")).to_contain_text("holds no seat: say as what")
    expect(page.locator("[name=guest-1-office]")).to_have_value("Internal audit")
    beside = page.locator(".field.invalid")
    expect(beside).to_have_count(1)
    expect(beside).to_contain_text("Guest 2: as what")
    check(page)


def test_two_windows_on_one_draft_show_both_versions(governance: Governance, open_as: Open) -> None:
    meeting = governance.held()
    item = governance.add(meeting, "Data centres")
    path = f"/meetings/{meeting.code}/"
    first = open_as(governance.secretary, path, scripts=False)
    second = open_as(governance.secretary, path, scripts=False)
    for page, text in ((first, "From the first window."), (second, "From the second window.")):
        page.locator(f"[name=item-{item.pk}]").fill(text)
        page.get_by_role("button", name="Save the draft").click()
    conflict = second.locator(".compare")
    expect(conflict).to_contain_text("From the first window.")
    expect(conflict).to_contain_text("From the second window.")
    expect(second.locator(f"[name=item-{item.pk}]")).to_have_value("From the second window.")
    second.get_by_role("button", name="Save the draft").click()
    item.refresh_from_db()
    assert item.minute == "From the second window."


def test_every_page_of_meetings_is_accessible_and_fits_both_widths(
    governance: Governance, open_as: Open
) -> None:
    planned, held, minuted = governance.plan(days.today()), governance.held(), governance.minuted()
    item = governance.add(held, "A title as long as titles are when nobody shortens them " * 3)
    governance.add(held, "W" * 120)
    governance.attend(held, Guest("Internal audit", "observer"), chair="present")
    action = actions.agree_action(
        by=governance.secretary, meeting_id=minuted.pk, title="List them", responsible="OICT"
    )
    first = governance.decide(meeting_id=held.pk, due_on=days.today(), responsible="OICT")
    governance.decide(supersedes=first.code, links=[("project", "P01")])
    governance.change(
        "record_corrigendum", minuted, item=1, text="Three close.", reason="Miscounted."
    )
    one, three = f"/meetings/{held.code}/", f"/meetings/{minuted.code}/"
    forms = ("postpone", "cancel", "merge", "hold")
    pages = {
        governance.secretary: [
            "/meetings/",
            f"/meetings/?body={BODY}&state=held",
            "/meetings/?period=soon",
            "/meetings/new/",
            f"/meetings/{planned.code}/",
            one,
            three,
            f"{one}attendance/",
            f"{one}minutes/",
            f"{one}minutes/approve/",
            f"{three}minutes/corrigendum/",
            f"/agenda/{item.pk}/remove/",
            f"/actions/{action.pk}/close/",
            "/decisions/",
            f"/decisions/?body={BODY}&superseded=yes",
            "/decisions/new/",
            f"/decisions/new/?meeting={held.code}",
            f"/decisions/{first.code}/",
            f"/decisions/{first.code}/follow-up/",
            f"/decisions/{first.code}/link/",
            *(f"/meetings/{planned.code}/{name}/" for name in forms),
        ],
        governance.officer: ["/meetings/", one, three, f"{three}?as_of=2025-03-10", "/decisions/"],
    }
    for width in (1440, 390):
        for person, paths in pages.items():
            page = open_as(person, paths[0], width=width)
            for path in paths:
                page.goto(path)
                check(page)
