"""Addresses of the API."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ictportal.api import editions, figures, find, reconciliation, reference, reports, sheets
from ictportal.api.documentation import DocumentationPage
from ledger.errors import DomainError


class NoSuchAddress(DomainError):
    """Nothing is served here."""

    code = "not_found"
    status = 404


class Nothing(APIView):
    """Any address of the API that does not exist: a problem like all others."""

    schema = None

    def handle(self, request: Request, rest: str = "") -> Response:
        """Refuse."""
        raise NoSuchAddress("There is nothing at this address.")

    get = post = patch = handle


urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", DocumentationPage.as_view(), name="api-docs"),
    path("figures/", figures.FigureList.as_view(), name="api-figures"),
    path("figures/<str:key>/", figures.FigureDetail.as_view(), name="api-figure"),
    path(
        "reconciliation/",
        reconciliation.ReconciliationList.as_view(),
        name="api-reconciliation-list",
    ),
    path("reports/", reports.ReportList.as_view(), name="api-reports"),
    path("reports/<slug:key>/", reports.ReportDetail.as_view(), name="api-report"),
    path("editions/", editions.EditionList.as_view(), name="api-editions"),
    path("editions/<slug:code>/", editions.EditionDetail.as_view(), name="api-edition"),
    path(
        "editions/<slug:code>/reports/<slug:key>/",
        editions.EditionReport.as_view(),
        name="api-edition-report",
    ),
    path(
        "editions/<slug:code>/rows/<slug:key>/",
        editions.EditionRows.as_view(),
        name="api-edition-rows",
    ),
    path("flags/", figures.FlagList.as_view(), name="api-flags"),
    path("flags/<str:key>/", figures.FlagDetail.as_view(), name="api-flag"),
    path("code-lists/", reference.CodeLists.as_view(), name="api-code-lists"),
    path("documents/", reference.Documents.as_view(), name="api-documents"),
    path("acts/", reference.Acts.as_view(), name="api-acts"),
    path("entities/", reference.Entities.as_view(), name="api-entities"),
    path("populations/", reference.Populations.as_view(), name="api-populations"),
    path("sessions/", reference.Sessions.as_view(), name="api-sessions"),
    path("changes/", reference.Changes.as_view(), name="api-changes"),
    path("registers/", sheets.Registers.as_view(), name="api-registers"),
    path("registers/<str:key>/rows/", sheets.RegisterRows.as_view(), name="api-register-rows"),
    path("find/", find.Find.as_view(), name="api-find"),
    path("me/", reference.Me.as_view(), name="api-me"),
    path("", include("projects.api.urls")),
    path("", include("governance.api.urls")),
    path("", include("audits.api.urls")),
    re_path(r"^(?P<rest>.*)$", Nothing.as_view(), name="api-nothing"),
]
