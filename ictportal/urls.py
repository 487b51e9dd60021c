"""Addresses of the portal."""

from allauth.account import views as account
from django.urls import include, path

from ictportal.views import health, imports, meaning, own, people, project, sheet_rows, sheets, work
from ictportal.views.home import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("", include("audits.urls")),
    path("my-projects/", own.MyProjects.as_view(), name="my-projects"),
    path("", include("projects.urls")),
    path("projects/", project.ProjectList.as_view(), name="project-list"),
    path("projects/export.<str:form>", project.ProjectExport.as_view(), name="project-export"),
    path("projects/<str:code>/", project.ProjectDetail.as_view(), name="project-detail"),
    path("definitions/", meaning.Definitions.as_view(), name="definitions"),
    path("entities/", meaning.Entities.as_view(), name="entities"),
    path("entities/<str:code>/", meaning.EntityDetail.as_view(), name="entity"),
    path("documents/", meaning.Documents.as_view(), name="documents"),
    path("documents/<uuid:pk>/", meaning.DocumentDetail.as_view(), name="document"),
    path("flags/", work.Flags.as_view(), name="flags"),
    path("flags/<str:key>/", work.FlagDetail.as_view(), name="flag"),
    path("flags/<str:key>/<uuid:subject>/answer/", work.AnswerFlag.as_view(), name="flag-answer"),
    path("runs/", work.Runs.as_view(), name="runs"),
    path("notices/", work.Notices.as_view(), name="notices"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<uuid:pk>/", imports.ImportDetail.as_view(), name="import"),
    path("imports/<str:key>.<str:form>", imports.ImportExport.as_view(), name="import-export"),
    path("registers/", sheets.Sheets.as_view(), name="sheets"),
    path("registers/<str:key>/", sheets.SheetRows.as_view(), name="sheet"),
    path("registers/<str:key>/new/", sheet_rows.NewRow.as_view(), name="sheet-row-new"),
    path("registers/<str:key>/row/", sheet_rows.RowPage.as_view(), name="sheet-row"),
    path(
        "registers/<str:key>/row/withdraw/",
        sheet_rows.WithdrawRow.as_view(),
        name="sheet-row-withdraw",
    ),
    path("people/", people.People.as_view(), name="people"),
    path("people/<int:pk>/", people.PersonDetail.as_view(), name="person"),
    path("people/<int:pk>/active/", people.SetActive.as_view(), name="person-active"),
    path("grants/<int:pk>/revoke/", people.RevokeRole.as_view(), name="grant-revoke"),
    path("tokens/", people.Tokens.as_view(), name="tokens"),
    path("tokens/<int:pk>/revoke/", people.RevokeToken.as_view(), name="token-revoke"),
    path("thresholds/<str:code>/", people.SetThreshold.as_view(), name="threshold"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("accounts/password/set/", account.password_set, name="account_set_password"),
    path("api/v1/", include("ictportal.api.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
