"""Pictures of the pages for docs/pictures, taken from a freshly made demonstration."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
DEMO = "layer=demonstration"
PAGES = {
    "home-auditor": ("auditor", f"/?{DEMO}"),
    "home-officer": ("officer", "/?as_of=2018-12-31"),
    "home-focal-point": ("focal-point", f"/?{DEMO}"),
    "home-approver": ("approver", f"/?{DEMO}"),
    "home-administrator": ("admin", f"/?{DEMO}"),
    "home-secretary": ("secretary", f"/?{DEMO}"),
    "home-lead": ("lead", f"/?{DEMO}"),
    "home-reader": ("reader", "/"),
    "list": ("officer", "/recommendations/?as_of=2018-12-31&followed_up_in=A/74/177"),
    "list-demonstration": ("auditor", f"/recommendations/?{DEMO}"),
    "portfolio": ("officer", "/projects/"),
    "portfolio-demonstration": ("officer", f"/projects/?{DEMO}"),
    "portfolio-board": ("officer", f"/projects/?view=board&{DEMO}"),
    "project": ("officer", "/projects/P10/?as_of=2019-03-31"),
    "project-demonstration": ("lead", f"/projects/DP03/?{DEMO}"),
    "report-form": ("lead", f"/projects/DP01/reports/next/?{DEMO}"),
    "status-reports": ("officer", f"/status-reports/?{DEMO}"),
    "complete-but-unmet": ("officer", "/projects/complete-but-unmet/?as_of=2019-03-31"),
    "roadmap": ("officer", f"/roadmap/?{DEMO}"),
    "slippage": ("officer", f"/slippage/?{DEMO}"),
    "plan": ("officer", "/plans/STRATEGY-2014/"),
    "indicators": ("officer", "/indicators/"),
    "resources": ("officer", "/resources/"),
    "resource-table": ("officer", "/resources/29C.14/"),
    "organization": ("officer", "/organization/"),
    "discrepancies": ("officer", "/discrepancies/"),
    "governance": ("secretary", "/governance/?as_of=2018-12-31"),
    "governance-demonstration": ("secretary", f"/governance/?{DEMO}"),
    "bodies": ("officer", "/bodies/?as_of=2018-12-31"),
    "bodies-demonstration": ("officer", f"/bodies/?{DEMO}"),
    "body": ("officer", "/bodies/ICT-BOARD/?as_of=2018-12-31"),
    "meetings": ("secretary", f"/meetings/?{DEMO}"),
    "meeting": ("secretary", f"/meetings/DEMO-BOARD-2026-04/?{DEMO}"),
    "meetings-missed": ("officer", f"/meetings/counted/?period=2025&outcome=missed&{DEMO}"),
    "decisions": ("officer", f"/decisions/?{DEMO}"),
    "outputs": ("officer", f"/outputs/?{DEMO}"),
    "requests": ("officer", "/requests/?as_of=2023-12-31"),
    "requests-timeline": ("officer", "/requests/?as_of=2024-12-31&view=timeline"),
    "request": ("officer", "/requests/A74-588-P08/?as_of=2024-12-31"),
    "questions": ("secretary", f"/questions/?{DEMO}"),
    "question": ("secretary", f"/questions/DEMO-Q05/?{DEMO}"),
    "asked": ("officer", "/asked/?as_of=2023-12-31"),
    "policies": ("officer", "/policies/?as_of=2019-03-31"),
    "policies-demonstration": ("officer", f"/policies/?{DEMO}"),
    "certification": ("officer", f"/self-certification/?{DEMO}"),
    "authority": ("officer", "/authority/?as_of=2019-03-31"),
    "compliance": ("officer", f"/compliance/?{DEMO}"),
    "budget-reviews": ("officer", f"/budget-reviews/?{DEMO}"),
    "find": ("officer", "/find/?q=74/588"),
    "overview": ("officer", "/overview/?as_of=2019-03-31"),
    "contradictions": ("officer", f"/contradictions/?{DEMO}"),
    "definitions": ("officer", "/definitions/"),
    "reconciliation": ("officer", "/reconciliation/?as_of=2018-12-31"),
    "reconciliation-demonstration": ("officer", f"/reconciliation/?{DEMO}"),
    "report-sent": ("officer", f"/reports/delivery/recommendations/new/?{DEMO}"),
    "ageing": ("officer", "/ageing/?as_of=2019-12-31"),
    "disagreements": ("auditor", f"/disagreements/?{DEMO}"),
    "explanation": ("officer", "/explanation/?before=2018-12-31&after=2019-12-31&number=all"),
    "explanation-demonstration": (
        "officer",
        f"/explanation/?before=2024-06-30&after=2025-12-31&number=open&{DEMO}",
    ),
}

#: The dashboards and some reports, taken a third time as they print.
PRINTED = {
    **{
        f"dashboard-{key}": ("officer", f"/dashboards/{key}/?as_of=2019-03-31")
        for key in (
            "portfolio",
            "recommendations",
            "governance",
            "compliance",
            "security-plan",
            "disaster-recovery",
            "rationalization",
        )
    },
    "dashboard-requests": ("officer", "/dashboards/requests/?as_of=2023-12-31"),
    "dashboard-resources": ("officer", "/dashboards/resources/"),
    "dashboard-recommendations-demonstration": ("officer", f"/dashboards/recommendations/?{DEMO}"),
    "dashboard-portfolio-demonstration": ("officer", f"/dashboards/portfolio/?{DEMO}"),
    "report-follow-up": ("officer", "/reports/follow-up/?as_of=2020-12-31"),
    "report-board-annex": ("officer", "/reports/board-annex/?as_of=2018-12-31"),
    "report-portfolio-overview": ("officer", "/reports/portfolio-overview/?as_of=2019-03-31"),
    "edition": ("reader", "/editions/E1/"),
    "edition-dashboard": ("reader", "/editions/E1/reports/recommendations/"),
    "edition-changes": ("reader", "/editions/DE3/changes/?since=DE1"),
}
#: A page of A4 at 96 points an inch.
PAPER = {"width": 794, "height": 1123}


def manage(*words: str) -> str:
    """Run a command of the portal; answers what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


@contextmanager
def served() -> Iterator[str]:
    """The portal on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [
        "-m",
        "gunicorn",
        "--no-control-socket",
        "--threads",
        "4",
        "--bind",
        f"127.0.0.1:{port}",
        "ictportal.wsgi",
    ]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT)
    try:
        for _ in range(100):
            try:
                urlopen(f"{address}/healthz", timeout=1).read()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


def sign_in(browser: Browser, address: str, who: str, password: str, width: int) -> Page:
    """A page of this person at this width."""
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 1000})
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(f"{who}@demo.example")
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    return page


def picture(page: Page, name: str, width: int) -> None:
    """Keep what the window shows."""
    page.screenshot(path=PICTURES / f"{name}-{width}.png")


def take_all(browser: Browser, address: str, passwords: dict[str, str]) -> None:
    """Every page at both widths."""
    for width in (1440, 390):
        strange = browser.new_page(base_url=address, viewport={"width": width, "height": 1000})
        strange.goto("/accounts/login/")
        picture(strange, "sign-in", width)
        people = {
            who: sign_in(browser, address, who, passwords[f"{who}@demo.example"], width)
            for who in {who for who, _ in (*PAGES.values(), *PRINTED.values())}
        }
        for name, (who, path) in PRINTED.items():
            people[who].goto(path)
            picture(people[who], name, width)
        for name, (who, path) in PAGES.items():
            people[who].goto(path)
            picture(people[who], name, width)
        auditor = people["auditor"]
        differing = "voices=differ&claim=closure_requested&sort=-target"
        auditor.goto(f"/recommendations/?{DEMO}&{differing}")
        auditor.locator("main table a[href*='/recommendations/']").first.click()
        auditor.wait_for_url("**/recommendations/**")
        picture(auditor, "recommendation", width)
        auditor.goto(re.sub(r"\?.*", "", auditor.url) + f"assess/?{DEMO}")
        picture(auditor, "assess", width)
    take_printed(browser, address, passwords)


def take_printed(browser: Browser, address: str, passwords: dict[str, str]) -> None:
    """The dashboards and reports as they come out of a printer, the first page of each."""
    for who in sorted({who for who, _ in PRINTED.values()}):
        password = passwords[f"{who}@demo.example"]
        page = sign_in(browser, address, who, password, PAPER["width"])
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)  # type: ignore[arg-type]
        for name, (whose, path) in PRINTED.items():
            if whose == who:
                page.goto(path)
                page.screenshot(path=PICTURES / f"{name}-print.png")


def main() -> None:
    """Make the set, take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        os.environ["PORTAL_VAR"] = var
        manage("migrate", "--verbosity", "0")
        manage("load_reference")
        manage("issue_first_edition")
        passwords = dict(re.findall(r"(\S+@demo\.example)\s+(\S+)", manage("seed_demo")))
        manage("run_nightly", "--as-of", "2018-12-31")
        manage("collectstatic", "--noinput", "--verbosity", "0")
        with served() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            take_all(browser, address, passwords)
            browser.close()


if __name__ == "__main__":
    main()
