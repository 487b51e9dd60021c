"""Addresses of the tracker's pages."""

from django.urls import path

from audits.views import changing, detail, evidence, explanation, exporting, listing, registers

ONE = "recommendations/<uuid:pk>/"

urlpatterns = [
    path("recommendations/", listing.RecommendationList.as_view(), name="recommendation-list"),
    path(
        "recommendations/export.<str:form>",
        exporting.RecommendationExport.as_view(),
        name="recommendation-export",
    ),
    path(ONE, detail.RecommendationDetail.as_view(), name="recommendation-detail"),
    path(f"{ONE}assess/", changing.Assess.as_view(), name="recommendation-assess"),
    path(f"{ONE}reopen/", changing.Reopen.as_view(), name="recommendation-reopen"),
    path(f"{ONE}update/", changing.Update.as_view(), name="recommendation-update"),
    path(f"{ONE}transcribe/", changing.Transcribe.as_view(), name="recommendation-transcribe"),
    path(f"{ONE}describe/", changing.Describe.as_view(), name="recommendation-describe"),
    path(f"{ONE}link/", changing.LinkTo.as_view(), name="recommendation-link"),
    path(f"{ONE}void/", changing.Void.as_view(), name="recommendation-void"),
    path(f"{ONE}evidence/request/", evidence.RequestEvidence.as_view(), name="evidence-request"),
    path(f"{ONE}evidence/supply/", evidence.SupplyEvidence.as_view(), name="evidence-supply"),
    path(
        f"{ONE}evidence/<uuid:evidence>/supply/",
        evidence.SupplyEvidence.as_view(),
        name="evidence-answer",
    ),
    path(
        f"{ONE}evidence/<uuid:evidence>/review/",
        evidence.ReviewEvidence.as_view(),
        name="evidence-review",
    ),
    path(
        "evidence/<uuid:evidence>/",
        registers.EvidenceDownload.as_view(),
        name="evidence-download",
    ),
    path(
        "assessments/<uuid:assessment>/correct/",
        changing.Correct.as_view(),
        name="assessment-correct",
    ),
    path(
        "transcriptions/<int:transcription>/",
        changing.Decide.as_view(),
        name="transcription-decide",
    ),
    path("disagreements/", registers.Disagreements.as_view(), name="disagreements"),
    path("ageing/", registers.Ageing.as_view(), name="ageing"),
    path("explanation/", explanation.ExplanationPage.as_view(), name="explanation"),
]
