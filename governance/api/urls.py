"""Addresses of governance in the API. Each part of the work has its own list."""

from django.urls import URLPattern, path

from governance.api import bodies as bodies_api
from governance.api import certification
from governance.api import compliance as registers
from governance.api import counted as counted_api
from governance.api import decisions as decisions_api
from governance.api import mandates as mandates_api
from governance.api import meetings as meetings_api
from governance.api import policies as policies_api
from governance.api import questions as questions_api

bodies: list[URLPattern] = [
    path("bodies/", bodies_api.BodyList.as_view(), name="api-body-list"),
    path("bodies/<str:code>/", bodies_api.BodyDetail.as_view(), name="api-body"),
    path(
        "bodies/<str:code>/performance/",
        bodies_api.BodyPerformance.as_view(),
        name="api-body-performance",
    ),
    path("outputs/", bodies_api.OutputList.as_view(), name="api-output-list"),
]
meetings: list[URLPattern] = [
    path("meetings/", meetings_api.MeetingList.as_view(), name="api-meeting-list"),
    path(
        "meetings/calendar.ics",
        meetings_api.MeetingCalendar.as_view(),
        name="api-meeting-calendar",
    ),
    path(
        "meetings/counted/",
        counted_api.CountedMeetings.as_view(),
        name="api-counted-meeting-list",
    ),
    path("meetings/<str:code>/", meetings_api.MeetingDetail.as_view(), name="api-meeting"),
    path("meetings/<str:code>/moves/", meetings_api.Moves.as_view(), name="api-meeting-moves"),
    path(
        "meetings/<str:code>/minutes/", meetings_api.Approval.as_view(), name="api-meeting-minutes"
    ),
    path("decisions/", decisions_api.DecisionList.as_view(), name="api-decision-list"),
    path("decisions/<str:code>/", decisions_api.DecisionDetail.as_view(), name="api-decision"),
    path(
        "decisions/<str:code>/follow-ups/",
        decisions_api.FollowUps.as_view(),
        name="api-decision-follow-ups",
    ),
]
requests: list[URLPattern] = [
    path("mandates/", mandates_api.MandateList.as_view(), name="api-mandate-list"),
    path("mandates/<str:code>/", mandates_api.MandateDetail.as_view(), name="api-mandate"),
    path(
        "mandates/<str:code>/findings/",
        mandates_api.Findings.as_view(),
        name="api-mandate-findings",
    ),
]
questions: list[URLPattern] = [
    path("questions/", questions_api.QuestionList.as_view(), name="api-question-list"),
    path("questions/<str:code>/", questions_api.QuestionDetail.as_view(), name="api-question"),
]
policies: list[URLPattern] = [
    path("policies/", policies_api.PolicyList.as_view(), name="api-policy-list"),
    path("policies/<str:code>/", policies_api.PolicyDetail.as_view(), name="api-policy"),
    path(
        "compliance-reviews/",
        policies_api.ComplianceReviewList.as_view(),
        name="api-compliance-review-list",
    ),
    path("policies/<str:code>/moves/", policies_api.Moves.as_view(), name="api-policy-moves"),
]
compliance: list[URLPattern] = [
    path(
        "certification-rounds/",
        certification.RoundList.as_view(),
        name="api-certification-rounds",
    ),
    path(
        "certification-rounds/<str:code>/",
        certification.RoundDetail.as_view(),
        name="api-certification-round",
    ),
    path(
        "certification-rounds/<str:code>/certifications/",
        certification.Certification.as_view(),
        name="api-certification",
    ),
    path(
        "certification-answers/",
        certification.AskedList.as_view(),
        name="api-certification-answer-list",
    ),
    path(
        "certification-policies/",
        certification.CoveredList.as_view(),
        name="api-certification-policy-list",
    ),
    path("provision-compliance/", registers.ComplianceList.as_view(), name="api-compliance-list"),
    *(
        path(f"{address}/", registers.StatementList.as_view(listing=listing), name=f"api-{name}")
        for address, name, listing in (
            ("delegations", "delegation-list", registers.DELEGATIONS),
            ("authorities", "authorities", registers.AUTHORITIES),
            ("accountabilities", "accountabilities", registers.ACCOUNTABILITIES),
            ("protection-measures", "protection-measures", registers.MEASURES),
            ("provisions", "provisions", registers.PROVISIONS),
            ("alignments", "alignments", registers.ALIGNMENTS),
            ("budget-reviews", "budget-review-list", registers.BUDGETS),
        )
    ),
]

urlpatterns = [*bodies, *meetings, *requests, *questions, *policies, *compliance]
