"""Made-up indicators with a baseline, yearly plans and actual values, and tables of resources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ictportal.demonstration.portfolio.courses import ENDED
from ictportal.demonstration.portfolio.hands import Quarters, Row, Team, bring
from ictportal.demonstration.portfolio.learning import BUDGET
from ictportal.demonstration.portfolio.ventures import VENTURES, Venture

BASE, AIM = 2018, 2027
TABLED = ("2021", "2022", "2023", "2024")


@dataclass(frozen=True)
class Gauge:
    """An indicator: from a baseline in 2018 to a target in 2027; ``pace`` 100 goes by plan."""

    code: str
    group: str
    kind: str
    element: str
    name: str
    unit: str
    baseline: int
    target: int
    pace: int = 108
    threshold: str = ""
    proxy: str = ""

    @property
    def direction(self) -> str:
        """Which way is better."""
        return "down" if self.target < self.baseline else "up"

    def planned(self, year: int) -> int:
        """What was planned for the end of a year, in tenths of the unit."""
        gone = min(year, AIM) - BASE
        return 10 * self.baseline + 10 * (self.target - self.baseline) * gone // (AIM - BASE)

    def actual(self, year: int) -> int:
        """What was counted at the end of a year, in tenths: the plan times the pace, and a wave."""
        wave = 3 * ((year * 7 + len(self.name)) % 5 - 2)
        moved = (self.planned(year) - 10 * self.baseline) * (self.pace + wave) // 100
        found = max(10 * self.baseline + moved, 0)
        return min(found, 1000) if self.unit == "per cent" else found


GAUGES: tuple[Gauge, ...] = (
    Gauge("DEMO-APPS", "assets", "count", "G2", "Applications in use", "applications", 260, 120),
    Gauge("DEMO-ROOMS", "assets", "count", "G5", "Local data rooms", "rooms", 11, 2),
    Gauge("DEMO-OLD", "assets", "measure", "G1", "Systems past their life", "per cent", 38, 5, 84),
    Gauge("DEMO-SITES", "assets", "count", "G3", "Websites apart", "websites", 64, 8),
    Gauge("DEMO-DEVICES", "assets", "measure", "G1", "Devices on the list", "per cent", 40, 99, 92),
    Gauge("DEMO-SIGNED", "services", "measure", "G1", "Staff with one sign-in", "per cent", 5, 90),
    Gauge("DEMO-UP", "services", "measure", "G5", "Days without a failure", "days", 310, 362),
    Gauge("DEMO-LINK", "services", "measure", "G6", "Hours without a link", "hours", 420, 60, 80),
    Gauge("DEMO-BACK", "services", "measure", "G5", "Systems back in a day", "systems", 4, 40),
    *(
        Gauge(code, "assets", "count", "G5", name, "systems", baseline, target, pace)
        for code, name, baseline, target, pace in (
            ("DEMO-CRITICAL-SEAT", "Critical systems at the seat", 24, 24, 100),
            ("DEMO-READY-SEAT", "Critical systems at the seat that come back", 9, 24, 104),
            ("DEMO-CRITICAL-AWAY", "Critical systems in offices away", 31, 31, 100),
            ("DEMO-READY-AWAY", "Critical systems in offices away that come back", 8, 31, 82),
        )
    ),
    Gauge(
        *("DEMO-CONTENT", "services", "measure", "G4", "Staff content with ICT", "per cent"),
        *(70, 94, 70, "90"),
    ),
    Gauge(
        *("DEMO-HELP-FIRST", "support", "measure", "G4", "Solved at the first call", "per cent"),
        *(41, 78),
    ),
    Gauge("DEMO-HELP-TIME", "support", "measure", "G4", "Hours until an answer", "hours", 30, 4),
    Gauge("DEMO-CALLS", "support", "deliverable", "G4", "Calls answered", "calls", 9000, 14000),
    Gauge(
        *("DEMO-DESKS", "support", "count", "G4", "Places that ask the one desk", "offices"),
        *(1, 10),
    ),
    Gauge("DEMO-TRAINED", "security", "compliance", "", "Staff trained", "per cent", 44, 100),
    Gauge(
        *("DEMO-FACTOR", "security", "compliance", "", "Staff with a second factor", "per cent"),
        *(0, 100, 92),
    ),
    Gauge("DEMO-HOLES", "security", "measure", "", "Holes open for a month", "holes", 120, 5),
    Gauge("DEMO-DONE", "projects", "planned_result", "", "Milestones reached", "milestones", 2, 70),
    Gauge(
        *("DEMO-FASTER", "projects", "measure", "G8", "Decisions within a month", "per cent"),
        *(35, 80, 107, "", "Made up: speed of decisions stands in for their quality."),
    ),
    Gauge("DEMO-JOINT", "resources", "measure", "G7", "Bought together", "per cent", 15, 80),
    Gauge(
        "DEMO-COST", "resources", "measure", "G7", "Cost of a place of work", "dollars", 930, 700
    ),
)
#: Projects whose measure lags behind its plan, with their pace.
SLOW = {"DP05": 88, "DP08": 88, "DP12": 25, "DP17": 88}
#: Rows of the made-up table of cost: fund, then thousands of dollars a year.
COSTS = (
    ("regular", "Regular budget", "regular", (4120, 4260, 4310, 4400)),
    ("support", "Support account", "support_account", (1850, 1905, 1940, 1985)),
    ("extra", "Extrabudgetary", "extrabudgetary", (760, 705, 820, 640)),
)
#: In 2023 the printed total is 20 more than the rows beside it.
COST_TOTALS = (6730, 6870, 7090, 7025)
POSTS = (
    ("D", "Directors", (3, 3, 3, 3)),
    ("P", "Professionals", (46, 47, 49, 48)),
    ("GS", "General staff", (61, 60, 58, 57)),
)
POST_TOTALS = (110, 110, 110, 108)


def lay(team: Team) -> None:
    """The indicators of the strategy and of the projects, with their values; then the tables."""
    project_gauges = [project_gauge(venture) for venture in VENTURES]
    gauges = [*GAUGES, *project_gauges]
    measured = [_this_quarter(v) for v in VENTURES if v.code not in ENDED]
    bring("indicators", team.officer, (_particulars(g, n) for n, g in enumerate(gauges, start=1)))
    bring("indicator_values", team.officer, (row for g in gauges for row in _values(g)))
    bring("indicator_values", team.officer, measured)
    lay_tables(team)


def project_gauge(venture: Venture) -> Gauge:
    """The indicator of a project's first objective."""
    goal = venture.goals[0]
    return Gauge(
        venture.indicator,
        "projects",
        "measure",
        "",
        f"{venture.title.partition(':')[0]}: {goal.measure}",
        goal.unit,
        goal.baseline,
        goal.target,
        SLOW.get(venture.code, 106),
    )


def _particulars(gauge: Gauge, order: int) -> Row:
    return {
        "code": gauge.code,
        "group": gauge.group,
        "kind": gauge.kind,
        "element": f"DEMO-{gauge.element}" if gauge.element else "",
        "order": str(10 * order),
        "name": gauge.name,
        "unit": gauge.unit,
        "decimals": "1" if gauge.unit == "per cent" else "0",
        "direction": gauge.direction,
        "proxy": "yes" if gauge.proxy else "no",
        "proxy_reason": gauge.proxy,
        "definition": f"Made up: {gauge.name.lower()}, counted on the last day of each year.",
        "threshold": gauge.threshold,
        "as_of": "2019-01-31",
    }


def shown(gauge: Gauge, tenths: int) -> str:
    """Tenths of a unit as they are counted: per cent with a digit, the rest whole."""
    if gauge.unit != "per cent":
        return str(tenths // 10)
    return f"{tenths // 10}.{tenths % 10}"


def _values(gauge: Gauge) -> Iterator[Row]:
    yield _value(gauge, "baseline", str(BASE), 10 * gauge.baseline, "2019-01-31")
    yield _value(gauge, "target", str(AIM), 10 * gauge.target, "2019-01-31")
    for year in range(BASE + 1, Quarters().today.year + 1):
        yield _value(gauge, "planned", str(year), gauge.planned(year), f"{year}-01-01")
        if year < Quarters().today.year:
            yield _value(gauge, "actual", str(year), gauge.actual(year), f"{year}-12-31")


def _value(gauge: Gauge, role: str, period: str, tenths: int, day: str) -> dict[str, str]:
    return {
        "indicator": gauge.code,
        "role": role,
        "period": period,
        "state": "number",
        "value": shown(gauge, tenths),
        "unit": gauge.unit,
        "as_of": day,
    }


def _this_quarter(venture: Venture) -> Row:
    """What was planned for the last quarter that has ended: a measurement is held against it."""
    quarters, gauge = Quarters(), project_gauge(venture)
    period = quarters.period(11)
    day = period.first.isoformat()
    return _value(gauge, "planned", quarters.name(11), in_quarter(gauge, period.last.month)[0], day)


def in_quarter(gauge: Gauge, month: int) -> tuple[int, int]:
    """Planned and counted at the end of the last quarter, in tenths: on the way in its year."""
    year = Quarters().period(11).last.year
    share = month // 3
    sides = []
    for count in (gauge.planned, gauge.actual):
        before, after = count(year - 1), count(year)
        sides.append(before + (after - before) * share // 4)
    return sides[0], sides[1]


# --- tables --------------------------------------------------------------------------------------
def lay_tables(team: Team) -> None:
    """Two tables with printed totals, and the rules that hold them against their rows."""
    cited = {"as_of": "2024-11-15", "document": BUDGET}
    tables = (
        ("DEMO-T1", "Cost of ICT by source of funds", "usd_thousand"),
        ("DEMO-T2", "Posts by group of grades", "posts"),
    )
    bring(
        "resource_tables",
        team.officer,
        (
            {"code": code, "name": name, "unit": unit, "decimals": "0", **cited}
            for code, name, unit in tables
        ),
    )
    bring("resource_amounts", team.officer, _amounts(cited))
    bring("comparisons", team.officer, _comparisons(cited))


def _amounts(cited: Row) -> Iterator[Row]:
    for order, (row, label, fund, cells) in enumerate(COSTS, start=1):
        yield from _row("DEMO-T1", row, label, order, fund, cells, cited)
    yield from _row("DEMO-T1", "total", "Total", 9, "all", COST_TOTALS, cited)
    for order, (row, label, posts) in enumerate(POSTS, start=1):
        yield from _row("DEMO-T2", row, label, order, "", posts, cited)
    yield from _row("DEMO-T2", "total", "Total", 9, "", POST_TOTALS, cited)


def _row(
    table: str, row: str, label: str, order: int, fund: str, cells: Sequence[int], cited: Row
) -> Iterator[Row]:
    for place, (year, number) in enumerate(zip(TABLED, cells, strict=True), start=1):
        yield {
            "table": table,
            "row": row,
            "row_order": str(order),
            "row_label": label,
            "column": year,
            "column_order": str(place),
            "column_label": year,
            "fund": fund,
            "year": year,
            "measure": "amount" if table == "DEMO-T1" else "posts",
            "state": "number",
            "value": str(number),
            "as_printed": f"{number:,}",
            "locator": f"table {table[-1]}",
            **cited,
        }


def _comparisons(cited: Row) -> Iterator[Row]:
    for number, table, rows in ((1, "DEMO-T1", COSTS), (2, "DEMO-T2", POSTS)):
        parts = " + ".join(f"{{cell {table}:{row[0]}:*}}" for row in rows)
        yield {
            "code": f"DEMO-C{number}",
            "kind": "computed",
            "name": f"Totals of demonstration table {number}",
            "printed": f"{{cell {table}:total:*}}",
            "computed": parts,
            "locator": f"table {number}",
            **cited,
        }
    said = "Made up: the strategy names fifty applications, its annex forty-eight."
    note = {"code": "DEMO-C3", "kind": "note", "name": "Fifty or forty-eight applications"}
    yield {**note, "explanation": said, **cited}
