"""Addresses of editions."""

from django.urls import path

from ictportal.views import edition_drafts, editions, report_files

DRAFT = "drafts/<uuid:pk>/"
ONE = "<slug:code>/"

urlpatterns = [
    path("", editions.EditionList.as_view(), name="edition-list"),
    path("new/", edition_drafts.PrepareEdition.as_view(), name="edition-prepare"),
    path(DRAFT, edition_drafts.DraftDetail.as_view(), name="edition-draft"),
    path(f"{DRAFT}change/", edition_drafts.ChangeDraft.as_view(), name="edition-draft-change"),
    path(f"{DRAFT}drop/", edition_drafts.DropDraft.as_view(), name="edition-draft-drop"),
    path(f"{DRAFT}issue/", edition_drafts.IssueDraft.as_view(), name="edition-draft-issue"),
    path(f"{DRAFT}rows/", edition_drafts.DraftRows.as_view(), name="edition-draft-rows"),
    path(
        f"{DRAFT}reports/<slug:key>/",
        edition_drafts.DraftReport.as_view(),
        name="edition-draft-report",
    ),
    path(ONE, editions.EditionDetail.as_view(), name="edition"),
    path(f"{ONE}changes/", editions.EditionChanges.as_view(), name="edition-changes"),
    path(f"{ONE}find/", editions.EditionFind.as_view(), name="edition-find"),
    path(f"{ONE}manifest.json", editions.EditionManifest.as_view(), name="edition-manifest"),
    path(f"{ONE}withdraw/", editions.WithdrawEdition.as_view(), name="edition-withdraw"),
    path(f"{ONE}rows/<slug:key>/", editions.EditionRows.as_view(), name="edition-rows"),
    path(f"{ONE}files/<str:name>", editions.EditionFile.as_view(), name="edition-file"),
    path(
        f"{ONE}reports/<slug:key>/file.<str:form>",
        report_files.EditionReportFile.as_view(),
        name="edition-report-file",
    ),
    path(f"{ONE}reports/<slug:key>/", editions.EditionReport.as_view(), name="edition-report"),
]
