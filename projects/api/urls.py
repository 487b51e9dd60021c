"""Addresses of the portfolio in the API."""

from django.urls import URLPattern, path

from projects.api import numbers as numbers_api
from projects.api import plans as plans_api
from projects.api import portfolio as portfolio_api
from projects.api import reporting

ONE = "projects/<str:code>/"
OBJECTIVE = "projects/<str:code>/objectives/<str:objective>/"

portfolio: list[URLPattern] = [
    path("projects/", portfolio_api.ProjectList.as_view(), name="api-project-list"),
    path(ONE, portfolio_api.ProjectDetail.as_view(), name="api-project"),
    path(
        f"{ONE}status-reports/",
        reporting.StatusReports.as_view(),
        name="api-project-status-reports",
    ),
    path(
        f"{ONE}status-reports/<str:quarter>/publication/",
        reporting.Publication.as_view(),
        name="api-project-publication",
    ),
    path(f"{ONE}milestones/", portfolio_api.Milestones.as_view(), name="api-project-milestones"),
    path(f"{ONE}objectives/", reporting.Objectives.as_view(), name="api-project-objectives"),
    path(
        f"{OBJECTIVE}assessments/",
        reporting.Assessments.as_view(),
        name="api-project-assessments",
    ),
    path(
        f"{OBJECTIVE}measurements/",
        reporting.Measurements.as_view(),
        name="api-project-measurements",
    ),
    path(f"{ONE}percents/", portfolio_api.Percents.as_view(), name="api-project-percents"),
    path(f"{ONE}budgets/", portfolio_api.Budgets.as_view(), name="api-project-budgets"),
    path(f"{ONE}history/", portfolio_api.History.as_view(), name="api-project-history"),
    path(
        "status-reports/", portfolio_api.StatusReportList.as_view(), name="api-status-report-list"
    ),
    path(
        "resource-amounts/",
        portfolio_api.ResourceAmountList.as_view(),
        name="api-resource-amount-list",
    ),
]

# P1: indicators, resources, discrepancies
numbers: list[URLPattern] = [
    path("indicators/", numbers_api.IndicatorList.as_view(), name="api-indicator-list"),
    path("indicators/<str:code>/", numbers_api.IndicatorDetail.as_view(), name="api-indicator"),
    path("resource-tables/", numbers_api.ResourceTableList.as_view(), name="api-resource-tables"),
    path(
        "resource-tables/<str:code>/",
        numbers_api.ResourceTableDetail.as_view(),
        name="api-resource-table",
    ),
    path("discrepancies/", numbers_api.Discrepancies.as_view(), name="api-discrepancies"),
]

# P2: plans, road map, slippage
plans: list[URLPattern] = [
    path("plans/", plans_api.PlanList.as_view(), name="api-plans"),
    path("controls/", plans_api.ControlList.as_view(), name="api-control-list"),
    path("plans/<str:code>/", plans_api.PlanDetail.as_view(), name="api-plan"),
    path("milestones/", plans_api.MilestoneList.as_view(), name="api-slippage"),
    path("roadmap/", plans_api.RoadMap.as_view(), name="api-roadmap"),
]

urlpatterns = [*portfolio, *numbers, *plans]
