"""All dashboards and reports, in the order of their shelves. Importing this declares them."""

from ictportal.reports.dashboards import overview  # isort: skip
from ictportal.reports.dashboards import portfolio  # isort: skip
from ictportal.reports.dashboards import recommendations  # isort: skip
from ictportal.reports.dashboards import governance  # isort: skip
from ictportal.reports.dashboards import compliance  # isort: skip
from ictportal.reports.dashboards import security_plan  # isort: skip
from ictportal.reports.dashboards import disaster_recovery  # isort: skip
from ictportal.reports.dashboards import rationalization  # isort: skip
from ictportal.reports.dashboards import requests  # isort: skip
from ictportal.reports.dashboards import resources  # isort: skip
from ictportal.reports.annexes import follow_up  # isort: skip
from ictportal.reports.annexes import board_annex  # isort: skip
from ictportal.reports.annexes import by_department  # isort: skip
from ictportal.reports.annexes import status_and_ageing  # isort: skip
from ictportal.reports.annexes import rates  # isort: skip
from ictportal.reports.annexes import disagreements  # isort: skip
from ictportal.reports.annexes import history  # isort: skip
from ictportal.reports.annexes import questions  # isort: skip
from ictportal.reports.annexes import portfolio_overview  # isort: skip
from ictportal.reports.annexes import slippage  # isort: skip
from ictportal.reports.annexes import outcomes  # isort: skip
from ictportal.reports.annexes import governance_performance  # isort: skip
from ictportal.reports.annexes import policies_and_certification  # isort: skip
from ictportal.reports.annexes import assembly_requests  # isort: skip
from ictportal.reports.annexes import budget_and_posts  # isort: skip
from ictportal.reports.annexes import discrepancies  # isort: skip
from ictportal.reports.annexes import final_report  # isort: skip
from ictportal.reports.briefings import body as briefing_body  # isort: skip
from ictportal.reports.briefings import project as briefing_project  # isort: skip
from ictportal.reports.briefings import recommendation as briefing_recommendation  # isort: skip

__all__ = [
    "assembly_requests",
    "board_annex",
    "briefing_body",
    "briefing_project",
    "briefing_recommendation",
    "budget_and_posts",
    "by_department",
    "compliance",
    "disagreements",
    "disaster_recovery",
    "discrepancies",
    "final_report",
    "follow_up",
    "governance",
    "governance_performance",
    "history",
    "outcomes",
    "overview",
    "policies_and_certification",
    "portfolio",
    "portfolio_overview",
    "questions",
    "rates",
    "rationalization",
    "recommendations",
    "requests",
    "resources",
    "security_plan",
    "slippage",
    "status_and_ageing",
]
