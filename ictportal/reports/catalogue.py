"""All dashboards, reports and briefing packs. Importing this declares them, in the order of shelves."""

from importlib import import_module

ORDER = (
    "dashboards.overview",
    "dashboards.portfolio",
    "dashboards.recommendations",
    "dashboards.governance",
    "dashboards.compliance",
    "dashboards.security_plan",
    "dashboards.disaster_recovery",
    "dashboards.rationalization",
    "dashboards.requests",
    "dashboards.resources",
    "annexes.follow_up",
    "annexes.board_annex",
    "annexes.by_department",
    "annexes.status_and_ageing",
    "annexes.rates",
    "annexes.disagreements",
    "annexes.portfolio_overview",
    "annexes.slippage",
    "annexes.outcomes",
    "annexes.governance_performance",
    "annexes.policies_and_certification",
    "annexes.assembly_requests",
    "annexes.questions",
    "annexes.budget_and_posts",
    "annexes.discrepancies",
    "annexes.final_report",
    "annexes.history",
    "briefings.body",
    "briefings.project",
    "briefings.recommendation",
)

for name in ORDER:
    import_module(f"ictportal.reports.{name}")
