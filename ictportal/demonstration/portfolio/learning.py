"""What the demonstration says about its plans: reports, claims, lessons, controls, assumptions."""

from collections.abc import Iterator
from datetime import timedelta

from ictportal.demonstration.portfolio.hands import Row, Team, bring
from ictportal.demonstration.portfolio.strategy import STRATEGY
from ledger import days
from ledger.importing.kinds import Change, get

PROGRESS_YEARS = (2020, 2021, 2022, 2023, 2024)
BUDGET = "DEMO/ICT/2024/2"
TOPICS = (
    ("spending", "What was spent, and on what"),
    ("benefits", "What the offices gained"),
    ("delays", "Which dates moved, and why"),
    ("risks", "Risks and who answers for them"),
    ("fragmentation", "Systems that still stand apart"),
    ("next-year", "Plan of the next year"),
)
#: Per year one letter per topic: covered, general, missing, not stated.
CHAPTERS = ("cgmmng", "ccgmng", "cccgmc", "ccccgc", "cccccc")
CHAPTER = {"c": "covered", "g": "too_general", "m": "missing", "n": "not_stated"}
#: Year, claim, the indicator that measures it ("" none does).
CLAIMS = (
    (2020, "The three help desks work as one.", "DEMO-HELP-FIRST"),
    (2021, "Offices were moved to two shared data rooms.", "DEMO-ROOMS"),
    (2022, "Staff are more content with ICT services.", "DEMO-CONTENT"),
    (2022, "Cooperation between the offices has improved.", ""),
    (2023, "A third of the applications is retired.", "DEMO-APPS"),
    (2023, "Decisions are taken faster than before.", ""),
    (2024, "Nearly all staff took the training.", "DEMO-TRAINED"),
    (2024, "The organization is better prepared for an emergency.", ""),
)
LESSONS = (
    (
        "lesson",
        "DP03",
        "Join people before systems",
        "The desks shared a tool for a year and still worked apart.",
        "Teams meet each week before the tool is changed.",
    ),
    (
        "lesson",
        "DP02",
        "Count before you move",
        "A third of the servers was on no list.",
        "A count by two people comes first.",
    ),
    ("lesson", "DP12", "Ask who will use it", "The service was built and nobody asked for it.", ""),
    (
        "lesson",
        "DP06",
        "One office at a time",
        "Moving all offices in one week stopped claims for ten days.",
        "Later steps went office by office.",
    ),
    (
        "challenge",
        "DP04",
        "Owners change posts",
        "Every second application lost its owner within a year.",
        "Ownership goes with the post.",
    ),
    ("challenge", "DP20", "Parts arrive late", "Equipment waits at borders for months.", ""),
    (
        "challenge",
        "",
        "Money ends before the work does",
        "Projects outlive the funds they began with.",
        "Ends of funds are listed a year ahead.",
    ),
    (
        "issue",
        "DP13",
        "Old pages without an author",
        "Half of the pages have nobody who answers for them.",
        "",
    ),
    (
        "issue",
        "DP10",
        "Machines that cannot be updated",
        "Laboratory machines run systems nobody supports.",
        "They are cut off from the network.",
    ),
    ("initiative", "DP16", "A page of figures for each manager", "", "Tried in three offices."),
)
CONTROLS: tuple[Row, ...] = (
    {
        "name": "Second factor at sign-in",
        "planned_measure": "A code beside the password for everybody.",
        "reported_state": "88 per cent of staff",
        "verification": "verified",
    },
    {
        "name": "Networks kept apart",
        "planned_measure": "Separate networks for guests, machines and offices.",
        "substitute": "Sensors that watch one joint network.",
        "reported_state": "in place, by another measure",
        "audit_view": "Made up: watching is not the same as keeping apart.",
        "residual_risk": "An intruder who is not noticed reaches every office.",
        "verification": "not_verified",
    },
    {
        "name": "Old systems switched off",
        "planned_measure": "No system runs that its maker no longer supports.",
        "reported_state": "done in seven of ten offices",
        "verification": "not_verified",
    },
    {
        "name": "Copies kept apart and tested",
        "planned_measure": "A copy outside the building, restored twice a year.",
        "reported_state": "done",
        "verification": "verified",
    },
    {
        "name": "Protection of machines in the field",
        "planned_measure": "The same protection as in offices.",
        "reported_state": "reported as done",
        "audit_view": "Made up: no visit was possible, so nobody could look.",
        "verification": "cannot_verify",
    },
    {
        "name": "Everybody trained",
        "planned_measure": "A lesson twice a year with a test.",
        "reported_state": "93 per cent of staff",
        "verification": "verified",
    },
)
#: Name, the word in 2019 and, where it changed, the day and the word.
ASSUMPTIONS = (
    ("Offices can be visited at least once a year", "2020-06-30", "broken"),
    ("Prices of links fall by a tenth each year", "2023-12-31", "broken"),
    ("Each application has an owner", "", ""),
    ("The budget stays level", "", ""),
    ("Half of all work can be done from elsewhere", "", ""),
)
#: Name, fund, days from today until it ends, project.
FUNDING = (
    ("Grant for the satellite link", "extrabudgetary", -120, "DP20"),
    ("Four posts of the help desk", "support_account", 75, "DP03"),
    ("Contribution to the map service", "extrabudgetary", 240, "DP09"),
    ("Licences bought for three years", "regular", 700, "DP18"),
)


def lay(team: Team) -> None:
    """Everything that needs neither projects nor indicators: documents and their chapters."""
    _write_documents(team)
    bring("progress_reports", team.officer, _reports())
    bring("report_chapters", team.officer, _chapters())
    bring("controls", team.officer, _controls())
    bring("assumptions", team.officer, _assumptions())


def lay_claims(team: Team) -> None:
    """What names an indicator or a project."""
    bring("achievements", team.officer, _claims())
    bring("lessons", team.officer, _lessons())
    bring("funding_ends", team.officer, _funding())


def symbol(year: int) -> str:
    """The symbol of a made-up progress report; no document of the UN has it."""
    return f"DEMO/ICT/{year}/1"


def _write_documents(team: Team) -> None:
    kind = get("documents")
    rows = [_document(symbol(y), f"Demonstration report on ICT in {y}", y) for y in PROGRESS_YEARS]
    rows.append(_document(BUDGET, "Demonstration budget of ICT", 2024))
    kind.write(
        team.admin,
        "Demonstration",
        [
            Change(line=line, key=(row["symbol"],), before=None, after=row)
            for line, row in enumerate(rows, start=2)
        ],
    )


def _document(name: str, title: str, year: int) -> dict[str, str]:
    day = f"{year}-11-15"
    return {
        "symbol": name,
        "kind": "other",
        "title": title,
        "issued_not_before": day,
        "issued_not_after": day,
    }


def _reports() -> Iterator[Row]:
    last = PROGRESS_YEARS[-1]
    for ordinal, year in enumerate(PROGRESS_YEARS, start=1):
        yield {
            "code": f"DEMO-PROGRESS-{ordinal}",
            "plan": STRATEGY,
            "ordinal": str(ordinal),
            "report": symbol(year),
            "declared_final": "yes" if year in {2023, last} else "no",
            "accepted_final": "yes" if year == last else "no",
            **_cited(year),
        }


def _cited(year: int, locator: str = "") -> dict[str, str]:
    return {"as_of": f"{year}-11-15", "document": symbol(year), "locator": locator}


def _chapters() -> Iterator[Row]:
    for ordinal, (year, letters) in enumerate(zip(PROGRESS_YEARS, CHAPTERS, strict=True), start=1):
        for order, ((code, topic), letter) in enumerate(zip(TOPICS, letters, strict=True), 1):
            yield {
                "progress_report": f"DEMO-PROGRESS-{ordinal}",
                "code": code,
                "order": str(order),
                "topic": topic,
                "state": CHAPTER[letter],
                **_cited(year, f"chapter {order}" if letter == "c" else ""),
            }


def _claims() -> Iterator[Row]:
    for number, (year, text, indicator) in enumerate(CLAIMS, start=1):
        yield {
            "code": f"DEMO-ACHIEVED-{number}",
            "plan": STRATEGY,
            "text": text,
            "indicator": indicator,
            **_cited(year, f"para {10 + number}"),
        }


def _lessons() -> Iterator[Row]:
    for number, (kind, project, title, text, response) in enumerate(LESSONS, start=1):
        yield {
            "code": f"DEMO-LESSON-{number}",
            "plan": STRATEGY,
            "kind": kind,
            "project": project,
            "title": title,
            "text": text,
            "response": response,
            **_cited(PROGRESS_YEARS[number % 3 + 2]),
        }


def _controls() -> Iterator[Row]:
    for number, control in enumerate(CONTROLS, start=1):
        yield {
            "code": f"DEMO-CONTROL-{number}",
            "plan": "DEMO-SECURITY-3",
            "responsible": "Demonstration Office of ICT",
            "verifies": "" if control["verification"] == "not_verified" else "Security desk",
            "as_of": "2024-06-30",
            **control,
        }


def _assumptions() -> Iterator[Row]:
    for number, (name, day, word) in enumerate(ASSUMPTIONS, start=1):
        row = {"code": f"DEMO-ASSUMED-{number}", "plan": STRATEGY, "name": name}
        yield {**row, "state": "holds", "as_of": "2019-01-31"}
        if day:
            yield {**row, "state": word, "as_of": day}


def _funding() -> Iterator[Row]:
    for number, (name, fund, ahead, project) in enumerate(FUNDING, start=1):
        yield {
            "code": f"DEMO-FUND-{number}",
            "name": name,
            "fund": fund,
            "ends_on": (days.today() + timedelta(days=ahead)).isoformat(),
            "project": project,
            "as_of": "2024-11-15",
        }
