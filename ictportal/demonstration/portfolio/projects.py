"""Brings the made-up projects in: particulars, entry, links, milestones, budgets, objectives."""

from collections.abc import Iterator
from datetime import date, timedelta

from ictportal.demonstration.portfolio.courses import COURSES
from ictportal.demonstration.portfolio.hands import Quarters, Row, Team, bring
from ictportal.demonstration.portfolio.strategy import STRATEGY
from ictportal.demonstration.portfolio.ventures import VENTURES, Venture

#: Quarters, counted from the first one reported on, in which the four milestones are due.
PLANNED = (-4, 3, 8, 13)
LINKS = (
    ("DP01", "depends_on", "DP10", "A current system on every computer"),
    ("DP03", "depends_on", "DP05", "Sight of faults before the call"),
    ("DP04", "depends_on", "DP02", "Room for what is kept"),
    ("DP08", "depends_on", "DP01", "One sign-in for both systems"),
    ("DP09", "depends_on", "DP20", "A link to bring new maps"),
    ("DP13", "depends_on", "DP04", "List of sites and owners"),
    ("DP14", "depends_on", "DP02", "The second data room"),
    ("DP16", "depends_on", "DP08", "Figures on posts"),
    ("DP02", "shares_risk", "DP14", "One supplier for both sites"),
    ("DP05", "shares_risk", "DP20", "Parts held at the border"),
    ("DP17", "shares_risk", "DP10", "Devices on no list"),
)
#: Earlier changes of a baseline: milestone, in which quarter, by how many quarters, why.
REVISIONS = (
    ("DP02-M3", 2, 1, "The second room needs another cooling system."),
    ("DP05-M4", 5, 2, "Staff for the night watch come a year later."),
    ("DP08-M2", 4, 2, "The test month was moved behind the closing of accounts."),
    ("DP14-M3", 6, 1, "The site was not ready for a whole test."),
)
SPONSORS = {
    "DEMO-ICT": "Chief of the demonstration ICT office",
    "DEMO-FIN": "Demonstration controller",
    "DEMO-OPS": "Chief of demonstration operations",
    "DEMO-HR": "Chief of demonstration human resources",
    "DEMO-CONF": "Chief of the demonstration conference service",
}
SHARES = (0.10, 0.18, 0.22, 0.20, 0.16, 0.14)


def lay(team: Team) -> None:
    """Projects with their entry, and all that stands from their beginning."""
    bring("projects", team.officer, (_particulars(team, v) for v in VENTURES))
    bring("portfolio_events", team.officer, (_entry(v) for v in VENTURES))
    bring("project_links", team.officer, _links())
    bring("project_budgets", team.officer, _budgets())
    bring("percent_complete", team.officer, _early_percents())
    bring("milestones", team.officer, _milestones())
    bring("milestone_dates", team.officer, _dates())


def _particulars(team: Team, venture: Venture) -> Row:
    quarters, course = Quarters(), COURSES[venture.code]
    return {
        "code": venture.code,
        "plan": STRATEGY,
        "title": venture.title,
        "title_status": "working" if venture.number % 4 == 0 else "official",
        "driver": f"DEMO-{venture.driver}" if venture.driver else "",
        "objectives": "; ".join(f"DEMO-{end}" for end in venture.serves.split()),
        "lead_entity": venture.entity,
        "strategic_office": "Demonstration Office of ICT",
        "operational_office": SPONSORS.get(venture.entity, "Chief of the demonstration office"),
        "sponsor": SPONSORS.get(venture.entity, "Demonstration Executive Group"),
        "project_lead": team.leads[venture.code].name,
        "description": venture.about,
        "starts_on": venture.starts,
        "ends_on": planned(venture, 4).isoformat(),
        "reports_from": quarters.name(course.enters),
        "as_of": venture.starts,
    }


def _entry(venture: Venture) -> Row:
    late = COURSES[venture.code].enters
    day = Quarters().period(late).first.isoformat() if late else venture.starts
    said = "Taken in when its money was found." if late else "Part of the first list of projects."
    return {"project": venture.code, "kind": "entry", "reason": f"Made up: {said}", "as_of": day}


def _links() -> Iterator[Row]:
    for project, kind, other, what in LINKS:
        row = {"project": project, "kind": kind, "other": other, "what": what}
        yield {**row, "as_of": "2022-06-30"}


def planned(venture: Venture, number: int) -> date:
    """The day a milestone was first approved for."""
    course, spread = COURSES[venture.code], venture.number % 3
    if course.steps and number > 1:
        place = course.steps[number - 2]
    else:
        place = PLANNED[number - 1] + course.enters + (spread if number > 1 else 0)
    return Quarters().period(place).last - timedelta(days=7 * spread + 3)


def _milestones() -> Iterator[Row]:
    for venture in VENTURES:
        for number, step in enumerate(venture.steps, start=1):
            yield {
                "code": venture.milestone(number),
                "project": venture.code,
                "name": step,
                "as_of": venture.starts,
            }


def _dates() -> Iterator[Row]:
    for venture in VENTURES:
        for number in range(1, 5):
            yield {
                "milestone": venture.milestone(number),
                "kind": "baseline",
                "date": planned(venture, number).isoformat(),
                "authority": "Demonstration steering group, first plan",
                "as_of": venture.starts,
            }
        if not COURSES[venture.code].enters:
            yield _first_step(venture)
    for code, place, by, reason in REVISIONS:
        yield _revision(code, place, by, reason)


def _first_step(venture: Venture) -> Row:
    """The first milestone was reached before reporting began."""
    day = (planned(venture, 1) + timedelta(days=5 * (venture.number % 4) - 10)).isoformat()
    said = "As stated in the file of the project."
    row = {"milestone": venture.milestone(1), "kind": "actual", "reason": said}
    return {**row, "date": day, "as_of": day}


def _revision(code: str, place: int, by: int, reason: str) -> Row:
    venture = next(v for v in VENTURES if code.startswith(v.code))
    day = planned(venture, int(code[-1]))
    number = 4 * day.year + (day.month - 1) // 3 + by
    later = date(number // 4, 3 * (number % 4) + 3, 15)
    return {
        "milestone": code,
        "kind": "baseline",
        "date": later.isoformat(),
        "authority": "Demonstration steering group, revision",
        "reason": f"Made up: {reason}",
        "as_of": Quarters().period(place).last.isoformat(),
    }


def _early_percents() -> Iterator[Row]:
    """At the end of each year before reporting began, the lead's estimate."""
    begins = Quarters().period(0).first.year
    for venture in VENTURES:
        reported = COURSES[venture.code].reported[0][1]
        start = int(venture.starts[:4])
        years = range(start, begins)
        for year in years if not COURSES[venture.code].enters else ():
            share = reported * (year - start + 1) // (len(years) + 1)
            row = {"project": venture.code, "method": "Estimate of the project lead"}
            yield {**row, "percent": str(share), "as_of": f"{year}-12-31"}


def _budgets() -> Iterator[Row]:
    for venture in VENTURES:
        other = venture.cost * 2 // 5 if venture.fund else 0
        yield from _years(venture, "regular", venture.cost - other)
        if other:
            yield from _years(venture, venture.fund, other)


def _years(venture: Venture, fund: str, cost: int) -> Iterator[Row]:
    """What was planned at the beginning of a year, and what was spent at its end."""
    quarters = Quarters()
    last = quarters.period(11).last
    for year in range(int(venture.starts[:4]), quarters.today.year + 1):
        place = min(year - int(venture.starts[:4]), len(SHARES) - 1)
        budget = int(cost * SHARES[place]) // 1000 * 1000
        row = {"project": venture.code, "fund": fund, "year": str(year), "budget": str(budget)}
        spent = budget * (82 + (venture.number * 7 + year * 5 + len(fund)) % 34) // 100
        forecast = str((budget + spent) // 2000 * 1000)
        yield {**row, "forecast": str(budget), "as_of": f"{year}-01-01"}
        if year < quarters.today.year:
            yield {**row, "forecast": forecast, "actual": str(spent), "as_of": f"{year}-12-31"}
        elif last.year == year:
            so_far = str(spent * (last.month // 3) // 4)
            yield {**row, "forecast": forecast, "actual": so_far, "as_of": last.isoformat()}


def leave(team: Team) -> None:
    """One project leaves the portfolio when its last report is in."""
    rows = []
    for venture in VENTURES:
        place = COURSES[venture.code].leaves
        if place is not None:
            said = "Made up: its work goes on as part of joint purchasing, outside the portfolio."
            day = Quarters().period(place).last.isoformat()
            rows.append({"project": venture.code, "kind": "exit", "reason": said, "as_of": day})
    bring("portfolio_events", team.officer, rows)
