"""Addresses of the portfolio's pages."""

from django.urls import URLPattern, path

from projects.views import (
    acting,
    discrepancies,
    indicators,
    matrix,
    reports,
    resources,
    roadmap,
    slippage,
)
from projects.views import (
    plans as planned,
)
from projects.views import (
    portfolio as listing,
)

ONE = "projects/<str:code>/"
REPORT = "projects/<str:code>/reports/<str:quarter>/"

lists: list[URLPattern] = [
    path(
        "projects/complete-but-unmet/",
        listing.CompleteButUnmet.as_view(),
        name="complete-but-unmet",
    ),
    path("status-reports/", matrix.StatusReportList.as_view(), name="status-report-list"),
    path(
        "status-reports/export.<str:form>",
        matrix.StatusReportExport.as_view(),
        name="status-report-export",
    ),
    path("resources/amounts/", matrix.ResourceAmounts.as_view(), name="resource-amount-list"),
]

portfolio: list[URLPattern] = [
    path(f"{ONE}reports/next/", reports.NextReport.as_view(), name="report-next"),
    path(REPORT, reports.StatusReportPage.as_view(), name="status-report"),
    path(f"{REPORT}edit/", reports.ReportEdit.as_view(), name="report-edit"),
    path(f"{ONE}milestones/new/", acting.PlanMilestone.as_view(), name="milestone-plan"),
    path(f"{ONE}close/", acting.CloseProject.as_view(), name="project-close"),
    path(f"{ONE}exception/", acting.AllowClosing.as_view(), name="project-except"),
    path("drafts/<int:draft>/publish/", acting.PublishReport.as_view(), name="report-publish"),
    path("drafts/<int:draft>/return/", acting.ReturnReport.as_view(), name="report-return"),
    path("objectives/<uuid:pk>/assess/", acting.AssessObjective.as_view(), name="objective-assess"),
    path(
        "objectives/<uuid:pk>/measure/", acting.MeasureObjective.as_view(), name="objective-measure"
    ),
    path(
        "milestones/<uuid:pk>/baseline/", acting.ProposeBaseline.as_view(), name="baseline-propose"
    ),
    path(
        "baselines/<int:proposal>/decide/", acting.DecideBaseline.as_view(), name="baseline-decide"
    ),
]

# P1: indicators, resources, discrepancies
numbers: list[URLPattern] = [
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
    path(
        "indicators/export.<str:form>",
        indicators.IndicatorExport.as_view(),
        name="indicator-export",
    ),
    path("indicators/<str:code>/", indicators.IndicatorDetail.as_view(), name="indicator-detail"),
    path("resources/", resources.ResourceTables.as_view(), name="resource-tables"),
    path("resources/<str:code>/", resources.ResourceTableDetail.as_view(), name="resource-table"),
    path("organization/", resources.Organization.as_view(), name="organization"),
    path("discrepancies/", discrepancies.Discrepancies.as_view(), name="discrepancies"),
    path(
        "discrepancies/export.<str:form>",
        discrepancies.DiscrepancyExport.as_view(),
        name="discrepancy-export",
    ),
]

# P2: plans, road map, slippage
plans: list[URLPattern] = [
    path("plans/", planned.PlanList.as_view(), name="plan-list"),
    path("controls/", planned.ControlList.as_view(), name="control-list"),
    path("plans/<str:code>/", planned.PlanDetail.as_view(), name="plan-detail"),
    path("plans/<str:code>/inputs.<str:form>", planned.PlanInputs.as_view(), name="plan-inputs"),
    path("roadmap/", roadmap.RoadMap.as_view(), name="roadmap"),
    path("slippage/", slippage.Slippage.as_view(), name="slippage"),
    path("slippage/export.<str:form>", slippage.SlippageExport.as_view(), name="slippage-export"),
]

urlpatterns = [*lists, *portfolio, *numbers, *plans]
