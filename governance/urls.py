"""Addresses of governance. Each part of the work has its own list."""

from django.urls import URLPattern, path

from governance.views import (
    acting,
    authority,
    certification,
    deciding,
    decisions,
    minuting,
    preparing,
)
from governance.views import bodies as body_pages
from governance.views import compliance as compliance_pages
from governance.views import counted as counted_pages
from governance.views import mandates as asked
from governance.views import meetings as meeting_pages
from governance.views import outputs as output_pages
from governance.views import policies as policy_pages
from governance.views import questions as question_pages

bodies: list[URLPattern] = [
    path("bodies/", body_pages.BodyList.as_view(), name="body-list"),
    path("bodies/export.<str:form>", body_pages.BodyExport.as_view(), name="body-export"),
    path("bodies/<str:code>/", body_pages.BodyDetail.as_view(), name="body-detail"),
    path("outputs/", output_pages.OutputList.as_view(), name="output-list"),
    path("outputs/export.<str:form>", output_pages.OutputExport.as_view(), name="output-export"),
]
meetings: list[URLPattern] = [
    path("meetings/", meeting_pages.MeetingList.as_view(), name="meeting-list"),
    path(
        "meetings/export.<str:form>", meeting_pages.MeetingExport.as_view(), name="meeting-export"
    ),
    path("meetings/counted/", counted_pages.CountedMeetings.as_view(), name="counted-meeting-list"),
    path("meetings/new/", acting.PlanMeeting.as_view(), name="meeting-new"),
    path("meetings/<str:code>/", meeting_pages.MeetingDetail.as_view(), name="meeting-detail"),
    path(
        "meetings/<str:code>/papers/<str:sha256>/",
        meeting_pages.MeetingPaper.as_view(),
        name="meeting-paper",
    ),
    path("meetings/<str:code>/hold/", acting.HoldMeeting.as_view(), name="meeting-hold"),
    path(
        "meetings/<str:code>/postpone/", acting.PostponeMeeting.as_view(), name="meeting-postpone"
    ),
    path("meetings/<str:code>/cancel/", acting.CancelMeeting.as_view(), name="meeting-cancel"),
    path("meetings/<str:code>/merge/", acting.MergeMeeting.as_view(), name="meeting-merge"),
    path("meetings/<str:code>/agenda/", preparing.AddItem.as_view(), name="agenda-add"),
    path("agenda/<int:item>/", preparing.ChangeItem.as_view(), name="agenda-change"),
    path("agenda/<int:item>/move/", preparing.MoveItem.as_view(), name="agenda-move"),
    path("agenda/<int:item>/remove/", preparing.RemoveItem.as_view(), name="agenda-remove"),
    path(
        "meetings/<str:code>/attendance/",
        minuting.RecordAttendance.as_view(),
        name="meeting-attendance",
    ),
    path("meetings/<str:code>/minutes/", minuting.WriteMinutes.as_view(), name="minutes-write"),
    path(
        "meetings/<str:code>/minutes/approve/",
        minuting.ApproveMinutes.as_view(),
        name="minutes-approve",
    ),
    path(
        "meetings/<str:code>/minutes/corrigendum/",
        minuting.RecordCorrigendum.as_view(),
        name="corrigendum-record",
    ),
    path("meetings/<str:code>/actions/", minuting.AgreeAction.as_view(), name="action-agree"),
    path("actions/<uuid:pk>/close/", minuting.CloseAction.as_view(), name="action-close"),
    path("decisions/", decisions.DecisionList.as_view(), name="decision-list"),
    path("decisions/export.<str:form>", decisions.DecisionExport.as_view(), name="decision-export"),
    path("decisions/new/", deciding.RecordDecision.as_view(), name="decision-new"),
    path(
        "decisions/<str:code>/follow-up/",
        deciding.FollowUpDecision.as_view(),
        name="decision-follow-up",
    ),
    path("decisions/<str:code>/link/", deciding.LinkDecision.as_view(), name="decision-link"),
    path(
        "bodies/<str:code>/calendar.ics", meeting_pages.BodyCalendar.as_view(), name="body-calendar"
    ),
]
requests: list[URLPattern] = [
    path("requests/", asked.MandateList.as_view(), name="mandate-list"),
    path("requests/export.<str:form>", asked.MandateExport.as_view(), name="mandate-export"),
    path("requests/<str:code>/", asked.MandateDetail.as_view(), name="mandate-detail"),
    path("requests/<str:code>/finding/", asked.RecordFinding.as_view(), name="mandate-finding"),
]
questions: list[URLPattern] = [
    path("questions/", question_pages.QuestionList.as_view(), name="question-list"),
    path(
        "questions/export.<str:form>",
        question_pages.QuestionExport.as_view(),
        name="question-export",
    ),
    path("questions/<str:code>/", question_pages.QuestionDetail.as_view(), name="question-detail"),
]
policies: list[URLPattern] = [
    path("policies/", policy_pages.PolicyList.as_view(), name="policy-list"),
    path("policies/export.<str:form>", policy_pages.PolicyExport.as_view(), name="policy-export"),
    path("policies/<str:code>/", policy_pages.PolicyDetail.as_view(), name="policy-detail"),
    path("policies/<str:code>/move/", policy_pages.MovePolicy.as_view(), name="policy-move"),
    path(
        "compliance-reviews/",
        policy_pages.ComplianceReviewList.as_view(),
        name="compliance-review-list",
    ),
]
compliance: list[URLPattern] = [
    path("self-certification/", certification.RoundList.as_view(), name="certification-list"),
    path(
        "self-certification/answers/",
        certification.AskedList.as_view(),
        name="certification-answer-list",
    ),
    path(
        "self-certification/policies/",
        certification.CoveredList.as_view(),
        name="certification-policy-list",
    ),
    path(
        "self-certification/<str:code>/",
        certification.RoundDetail.as_view(),
        name="certification-round",
    ),
    path(
        "self-certification/<str:code>/<str:entity>/",
        certification.CertificationFormPage.as_view(),
        name="certification-form",
    ),
    path("authority/", authority.AuthorityPage.as_view(), name="authority"),
    path("delegations/", authority.DelegationList.as_view(), name="delegation-list"),
    path("compliance/", compliance_pages.ComplianceMatrix.as_view(), name="compliance-matrix"),
    path("compliance/rows/", compliance_pages.ComplianceList.as_view(), name="compliance-list"),
    path("alignment/", compliance_pages.AlignmentPage.as_view(), name="alignment"),
    path("budget-reviews/", compliance_pages.BudgetList.as_view(), name="budget-review-list"),
]

urlpatterns = [*bodies, *meetings, *requests, *questions, *policies, *compliance]
