"""Made-up plans: a strategy with its road map, a framework and its successor, security plans."""

from collections.abc import Iterator

from ictportal.demonstration.portfolio.hands import Row, Team, bring

STRATEGY = "DEMO-STRATEGY"
SINCE = "2019-01-31"
REVISED = "2022-06-30"

PLANS: tuple[Row, ...] = (
    {
        "code": STRATEGY,
        "kind": "strategy",
        "name": "Demonstration ICT strategy 2019-2027",
        "starts_on": "2019",
        "ends_on": "2027",
        "mission": "Made up: tools that work in every demonstration office, on every day.",
        "vision": "Made up: nobody waits for a computer, and nobody loses a file.",
        "as_of": SINCE,
    },
    {
        "code": "DEMO-STRATEGY-2",
        "kind": "strategy",
        "name": "Demonstration ICT strategy from 2028 (outline)",
        "starts_on": "2028",
        "predecessor": STRATEGY,
        "as_of": "2025-03-31",
    },
    {
        "code": "DEMO-FIELD",
        "kind": "framework",
        "name": "Demonstration field technology framework 2018-2022",
        "starts_on": "2018",
        "ends_on": "2022",
        "part_of": STRATEGY,
        "integration": "done",
        "stated_elements": "3",
        "as_of": SINCE,
    },
    {
        "code": "DEMO-FIELD-2",
        "kind": "framework",
        "name": "Demonstration field technology framework 2023-2028",
        "starts_on": "2023",
        "ends_on": "2028",
        "predecessor": "DEMO-FIELD",
        "part_of": STRATEGY,
        "integration": "under_way",
        "stated_elements": "4",
        "as_of": "2023-01-31",
    },
    {
        "code": "DEMO-SECURITY-1",
        "kind": "security_plan",
        "name": "Demonstration plan for safe computers",
        "starts_on": "2019",
        "stated_elements": "5",
        "as_of": SINCE,
    },
    {
        "code": "DEMO-SECURITY-2",
        "kind": "security_plan",
        "name": "Demonstration security plan, second version",
        "starts_on": "2021",
        "predecessor": "DEMO-SECURITY-1",
        "stated_elements": "6",
        "as_of": "2021-03-31",
    },
    {
        "code": "DEMO-SECURITY-3",
        "kind": "security_plan",
        "name": "Demonstration security plan, third version",
        "starts_on": "2024",
        "predecessor": "DEMO-SECURITY-2",
        "stated_elements": "5",
        "as_of": "2024-02-29",
    },
)
DRIVERS = (
    ("DEMO-D-RENEW", "driver", "Renew what is old"),
    ("DEMO-D-JOIN", "driver", "Join what is apart"),
    ("DEMO-D-TRY", "driver", "Try what is new"),
    ("DEMO-E-STEER", "enabler", "Steer together"),
    ("DEMO-E-MEANS", "enabler", "Use means well"),
)
OBJECTIVES = (
    ("DEMO-O1", "Every office works with the same tools"),
    ("DEMO-O2", "Services are there when they are needed"),
    ("DEMO-O3", "Money and people go where they help most"),
)
PHASES = (
    ("DEMO-PH1", "Phase 1: repair and join, 2019-2022", "done"),
    ("DEMO-PH2", "Phase 2: build on it, 2023-2027", "under_way"),
)
#: Code, objective, name, state, then its actions; two goals have none.
GOALS = (
    (
        "DEMO-G1",
        "DEMO-O1",
        "One sign-in for all offices",
        "under_way",
        ("List every sign-in in use", "Move offices in four waves"),
    ),
    (
        "DEMO-G2",
        "DEMO-O1",
        "Half as many applications",
        "under_way",
        ("Name an owner for each application", "Retire what nobody owns", "Test before switch-off"),
    ),
    ("DEMO-G3", "DEMO-O1", "One website platform", "under_way", ("Move the forty largest sites",)),
    (
        "DEMO-G4",
        "DEMO-O2",
        "Help at every hour",
        "done",
        ("Join the three desks", "Measure each answer"),
    ),
    ("DEMO-G5", "DEMO-O2", "Back at work within a day", "under_way", ("Test the recovery site",)),
    ("DEMO-G6", "DEMO-O2", "Nobody waits for a link", "not_started", ()),
    (
        "DEMO-G7",
        "DEMO-O3",
        "Buy once for all",
        "under_way",
        ("Agree one catalogue", "Share contracts"),
    ),
    ("DEMO-G8", "DEMO-O3", "Skills grow with the tools", "not_stated", ()),
)
#: Kind, the goal it stands under, name.
BESIDE_GOALS = (
    ("deliverable", "DEMO-G1", "List of sign-ins, reviewed every year"),
    ("deliverable", "DEMO-G2", "Catalogue of applications with owners"),
    ("deliverable", "DEMO-G4", "Monthly note on answers given"),
    ("deliverable", "DEMO-G5", "Minutes of the yearly recovery test"),
    ("risk", "DEMO-G1", "Old systems cannot be connected"),
    ("risk", "DEMO-G2", "Owners leave before their application is retired"),
    ("risk", "DEMO-G5", "The recovery site lies in the same flood plain"),
    ("risk", "DEMO-G7", "Contracts end at different times"),
    ("interlinkage", "DEMO-G1", "Needs the staff list of the Office of Human Resources"),
    ("interlinkage", "DEMO-G5", "Shares its test with the emergency plan of each building"),
    ("interlinkage", "DEMO-G7", "Follows the buying rules of the Department of Finance"),
)
#: Road map: code, what it stands under, name, its quarters in 2019, and as revised ("" none).
ROWS = (
    ("DEMO-R-BASE", "DEMO-D-RENEW", "Foundations", "2019-Q1 2022-Q2", "2019-Q1 2023-Q4"),
    ("DEMO-R-ROOMS", "DEMO-R-BASE", "Shared data rooms", "2019-Q2 2021-Q4", "2019-Q2 2023-Q2"),
    ("DEMO-R-RECOVER", "DEMO-R-BASE", "Recovery site", "2020-Q1 2022-Q2", "2020-Q1 2023-Q4"),
    ("DEMO-R-LINKS", "DEMO-R-BASE", "Network and links", "2019-Q1 2020-Q4", "2019-Q1 2020-Q4"),
    ("DEMO-R-SAFE", "DEMO-D-RENEW", "Safe computers", "2019-Q3 2021-Q2", "2019-Q3 2025-Q2"),
    ("DEMO-R-APPS", "DEMO-D-JOIN", "Applications", "2019-Q3 2023-Q4", "2020-Q1 2026-Q2"),
    ("DEMO-R-FEWER", "DEMO-R-APPS", "Fewer applications", "2019-Q3 2022-Q4", "2020-Q1 2025-Q4"),
    ("DEMO-R-WEB", "DEMO-R-APPS", "One website platform", "2021-Q1 2023-Q4", "2021-Q3 2026-Q2"),
    ("DEMO-R-DESK", "DEMO-D-JOIN", "One help desk", "2020-Q1 2021-Q2", "2020-Q1 2021-Q4"),
    ("DEMO-R-SIGN", "DEMO-D-JOIN", "One sign-in", "2020-Q3 2023-Q2", "2021-Q1 2027-Q2"),
    ("DEMO-R-MAPS", "DEMO-D-TRY", "Maps and figures", "2021-Q1 2024-Q4", "2022-Q1 2026-Q4"),
    ("DEMO-R-TALK", "DEMO-D-TRY", "Video and messages", "2020-Q2 2022-Q4", ""),
    ("DEMO-R-RULES", "DEMO-E-STEER", "Rules and records", "2019-Q1 2020-Q2", "2019-Q1 2021-Q1"),
    ("DEMO-R-BUY", "DEMO-E-MEANS", "Joint buying", "2022-Q1 2024-Q4", "2022-Q3 2027-Q4"),
    ("DEMO-R-SKILLS", "DEMO-E-MEANS", "Skills", "", "2023-Q1 2027-Q4"),
)
PHASE_BARS = (
    ("DEMO-PH1", "2019-Q1 2021-Q4", "2019-Q1 2022-Q4"),
    ("DEMO-PH2", "2022-Q1 2024-Q4", "2023-Q1 2027-Q4"),
)
BASELINES: tuple[Row, ...] = (
    {
        "code": "DEMO-SCHEDULE-1",
        "plan": STRATEGY,
        "order": "1",
        "name": "2019-2024",
        "first_quarter": "2019-Q1",
        "last_quarter": "2024-Q4",
        "authority": "Demonstration Executive Group, first meeting of 2019",
        "as_of": SINCE,
    },
    {
        "code": "DEMO-SCHEDULE-2",
        "plan": STRATEGY,
        "order": "2",
        "name": "2019-2027",
        "first_quarter": "2019-Q1",
        "last_quarter": "2027-Q4",
        "authority": "Demonstration Executive Group, second meeting of 2022",
        "reason": "Made up: two years were lost when no office could be visited.",
        "as_of": REVISED,
    },
)
#: Points of plans beside the strategy: plan, day, then each with its state.
POINTS = (
    (
        "DEMO-FIELD",
        SINCE,
        (("One radio for all", "done"), ("Solar power", "done"), ("Spare links", "under_way")),
    ),
    (
        "DEMO-FIELD-2",
        "2023-01-31",
        (
            ("Links that heal themselves", "under_way"),
            ("Maps without a network", "under_way"),
            ("Equipment followed from store to field", "not_started"),
            ("Power from the sun first", "done"),
        ),
    ),
    (
        "DEMO-SECURITY-1",
        SINCE,
        (
            ("Current systems on every computer", "done"),
            ("Virus protection", "done"),
            ("Locked server rooms", "done"),
            ("Passwords changed", "under_way"),
            ("Training once a year", "under_way"),
        ),
    ),
    (
        "DEMO-SECURITY-2",
        "2021-03-31",
        (
            ("Second factor at sign-in", "under_way"),
            ("Networks kept apart", "not_started"),
            ("Sensors in every office", "under_way"),
            ("List of all equipment", "under_way"),
            ("Tests by outsiders", "done"),
            ("Training twice a year", "done"),
        ),
    ),
    (
        "DEMO-SECURITY-3",
        "2024-02-29",
        (
            ("Second factor everywhere", "under_way"),
            ("Networks kept apart or watched", "under_way"),
            ("Old systems switched off", "under_way"),
            ("Copies kept apart and tested", "done"),
            ("Everybody trained", "under_way"),
        ),
    ),
)


def lay(team: Team) -> None:
    """Plans first, then what they are made of, then the schedule."""
    bring("plans", team.officer, PLANS)
    bring("plan_elements", team.officer, _elements())
    bring("baselines", team.officer, BASELINES)
    bring("roadmap_bars", team.officer, _bars())


def _elements() -> Iterator[Row]:
    for order, (code, kind, name) in enumerate(DRIVERS, start=1):
        yield _element(code, kind, name, order)
    for order, (code, name) in enumerate(OBJECTIVES, start=1):
        yield _element(code, "objective", name, order)
    for order, (code, name, state) in enumerate(PHASES, start=1):
        yield _element(code, "phase", name, order, state=state)
    for order, (code, parent, name, _first, _second) in enumerate(ROWS, start=1):
        yield _element(code, "roadmap_row", name, order, parent=parent)
    yield from _goals()
    for plan, day, points in POINTS:
        for order, (name, state) in enumerate(points, start=1):
            row = _element(f"{plan}-{order}", "element", name, order, state=state)
            yield {**row, "plan": plan, "as_of": day}


def _goals() -> Iterator[Row]:
    for order, (code, objective, name, state, actions) in enumerate(GOALS, start=1):
        yield _element(code, "goal", name, order, parent=objective, state=state)
        for number, action in enumerate(actions, start=1):
            yield _element(f"{code}-A{number}", "action", action, number, parent=code)
    for order, (kind, goal, name) in enumerate(BESIDE_GOALS, start=1):
        yield _element(f"DEMO-{kind[0].upper()}{order}", kind, name, order, parent=goal)


def _element(
    code: str, kind: str, name: str, order: int, *, parent: str = "", state: str = ""
) -> dict[str, str]:
    return {
        "code": code,
        "plan": STRATEGY,
        "kind": kind,
        "name": name,
        "order": str(order),
        "parent": parent,
        "state": state,
        "as_of": SINCE,
    }


def _bars() -> Iterator[Row]:
    rows = [(code, planned) for code, _parent, _name, *planned in ROWS]
    rows += [(code, planned) for code, *planned in PHASE_BARS]
    for code, planned in rows:
        for number, quarters in enumerate(planned, start=1):
            first, _blank, last = quarters.partition(" ")
            if quarters:
                yield {
                    "element": code,
                    "baseline": f"DEMO-SCHEDULE-{number}",
                    "first_quarter": first,
                    "last_quarter": last,
                    "as_of": (SINCE, REVISED)[number - 1],
                }
