"""Addresses of the tracker's API."""

from django.urls import path

from audits.api import explanation, reference, views

ONE = "recommendations/<uuid:pk>/"

urlpatterns = [
    path("recommendations/", views.RecommendationList.as_view(), name="api-recommendation-list"),
    path(ONE, views.RecommendationDetail.as_view(), name="api-recommendation"),
    path(f"{ONE}assessments/", views.Assessments.as_view(), name="api-assessments"),
    path(f"{ONE}reopenings/", views.Reopenings.as_view(), name="api-reopenings"),
    path(f"{ONE}updates/", views.Updates.as_view(), name="api-updates"),
    path(f"{ONE}targets/", views.Targets.as_view(), name="api-targets"),
    path(f"{ONE}links/", views.Links.as_view(), name="api-links"),
    path(f"{ONE}evidence/", views.EvidenceMoves.as_view(), name="api-evidence"),
    path(
        f"{ONE}evidence/<uuid:evidence>/reviews/",
        views.EvidenceReviews.as_view(),
        name="api-evidence-reviews",
    ),
    path(f"{ONE}transcriptions/", views.Transcriptions.as_view(), name="api-transcriptions"),
    path(
        "transcriptions/<int:transcription>/confirmation/",
        views.TranscriptionConfirmation.as_view(),
        name="api-transcription-confirmation",
    ),
    path(f"{ONE}history/", views.History.as_view(), name="api-history"),
    path("explanation/", explanation.ExplanationDetail.as_view(), name="api-explanation"),
    path("oversight-bodies/", reference.Bodies.as_view(), name="api-oversight-bodies"),
    path("status-words/", reference.Words.as_view(), name="api-status-words"),
    path("oversight-reports/", reference.Reports.as_view(), name="api-oversight-reports"),
    path("audit-cycles/", reference.Cycles.as_view(), name="api-audit-cycles"),
    path("themes/", reference.Themes.as_view(), name="api-themes"),
]
