"""Addresses of the portfolio in the API."""

from django.urls import URLPattern, path

from projects.api import numbers as numbers_api, plans as plans_api

portfolio: list[URLPattern] = []

# P1: indicators, resources, discrepancies
numbers: list[URLPattern] = [
    path("indicators/", numbers_api.IndicatorList.as_view(), name="api-indicators"),
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
    path("plans/<str:code>/", plans_api.PlanDetail.as_view(), name="api-plan"),
    path("milestones/", plans_api.MilestoneList.as_view(), name="api-milestones"),
    path("roadmap/", plans_api.RoadMap.as_view(), name="api-roadmap"),
]

urlpatterns = [*portfolio, *numbers, *plans]
