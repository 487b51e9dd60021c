"""Self-certification in real Chromium: filled in by keyboard alone, and accessible."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from secretariat.models import Person
from tests.browser.test_in_chromium import check
from tests.browser.test_portfolio_in_chromium import Keyboard
from tests.rounds import ROUND, Rounds, build_rounds

pytestmark = [pytest.mark.browser, pytest.mark.serial, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
PAGE = f"/self-certification/{ROUND}/"
FORM = f"{PAGE}DGACM/"


@pytest.fixture
def rounds(people: Callable[..., Person]) -> Rounds:
    return build_rounds(people)


def test_a_focal_point_certifies_by_keyboard_alone(rounds: Rounds, open_as: Open) -> None:
    page = open_as(rounds.focal_point, PAGE)
    keys = Keyboard(page)
    keys.tab_to(f"a.primary[href*='{FORM}']")
    keys.press("Enter")
    page.wait_for_url(f"**{FORM}**")
    keys.tab_to("[name='answer:T-POLICY-A:word']")
    keys.press("Space")
    keys.tab_to("[name='answer:T-POLICY-A:evidence']")
    keys.type("The register of assets.")
    keys.tab_to("[name='answer:T-POLICY-B:word']")
    for _ in range(3):
        keys.press("ArrowDown")
    keys.tab_to("[name=signed_by]")
    keys.type("Executive Office")
    keys.tab_to("button[value=certify]")
    keys.press("Enter")
    expect(page.get_by_text("DGACM has self-certified.")).to_be_visible()
    form = rounds.form()
    words = {one.policy.code: one.word for one in form.answers.values()}
    assert form.is_complete
    assert words == {"T-POLICY-A": "compliant", "T-POLICY-B": "not_applicable"}


def test_what_a_complete_form_lacks_is_named_and_nothing_is_lost(
    rounds: Rounds, open_as: Open
) -> None:
    page = open_as(rounds.focal_point, FORM, scripts=False)
    page.locator("[name='answer:T-POLICY-A:word'][value=compliant]").check()
    page.locator("[name=remark]").fill("Words that must stay.")
    page.get_by_role("button", name="Certify: the form is complete").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("what shows that the entity complies with T-POLICY-A")
    expect(summary).to_contain_text("whether the entity complies with T-POLICY-B")
    expect(page.locator("[name=remark]")).to_have_value("Words that must stay.")
    page.get_by_role("button", name="Save as incomplete").click()
    expect(page.get_by_text("Saved as incomplete.")).to_be_visible()
    assert rounds.form().state == "incomplete"


def test_every_page_of_compliance_is_accessible_and_fits_both_widths(
    rounds: Rounds, open_as: Open
) -> None:
    rounds.certify("OLA", by=rounds.other_focal_point)
    pages = {
        rounds.secretary: [
            "/self-certification/",
            PAGE,
            f"{PAGE}OLA/",
            "/self-certification/SELF-CERTIFICATION-2018/?as_of=2019-03-31",
            f"/self-certification/answers/?round={ROUND}",
            f"/self-certification/policies/?round={ROUND}",
            "/authority/?as_of=2019-12-31",
            "/authority/",
            "/delegations/",
            "/compliance/",
            "/alignment/",
            "/budget-reviews/",
        ],
        rounds.focal_point: [PAGE, FORM],
    }
    for width in (1440, 390):
        for person, paths in pages.items():
            page = open_as(person, paths[0], width=width)
            for path in paths:
                page.goto(path)
                check(page)
