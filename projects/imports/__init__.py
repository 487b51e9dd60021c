"""The imports of the portfolio, in the order in which they are loaded."""

from ledger.importing.kinds import declare
from projects.imports import numbers, plans, portfolio
from secretariat.sheets import Sheet, declare_sheet

#: What must be on record before what names it.
ORDER = (
    "plans",
    "plan_elements",
    "baselines",
    "roadmap_bars",
    "progress_reports",
    "report_chapters",
    "indicators",
    "indicator_values",
    "achievements",
    "projects",
    "portfolio_events",
    "project_links",
    "project_budgets",
    "percent_complete",
    "milestones",
    "milestone_dates",
    "project_objectives",
    "objective_assessments",
    "lessons",
    "controls",
    "assumptions",
    "funding_ends",
    "resource_tables",
    "resource_amounts",
    "comparisons",
)


def declare_all() -> None:
    """Declare every kind."""
    sheets: dict[str, Sheet] = {
        sheet.key: sheet for module in (plans, portfolio, numbers) for sheet in module.sheets()
    }
    for key in ORDER:
        declare(declare_sheet(sheets[key]))
