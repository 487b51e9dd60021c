"""Editions as readers see them: issued, frozen, with the rows behind every number."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from ictportal.editions import actions, policies, reading
from ictportal.editions.explaining import explained
from ictportal.editions.forms import ReasonForm
from ictportal.editions.reading import BetweenLinks, EditionLinks
from ictportal.models import DraftState, EditionDraft, EditionIssue, EditionPart, PartKind
from ictportal.reports.content import Report
from ictportal.reports.links import NoLinks
from ictportal.reports.numbers import compared
from ictportal.templatetags.portal import uno_date
from secretariat import files
from secretariat.pages import ActionPage, Page
from secretariat.queries import names_of
from secretariat.roles import Permission

OPEN = (DraftState.PREPARED, DraftState.ISSUING)


def issue_at(viewer: Any, code: str) -> EditionIssue:
    """The edition with this code; 404 where there is none that the viewer may read."""
    issue = policies.readable_by(viewer).filter(subject__code=code).first()
    if issue is None:
        raise Http404
    return issue


class EditionPage(Page):
    """A page of one edition that its reader may open; what one may not read is not there."""

    permission = Permission.READ_EDITIONS

    @cached_property
    def issue(self) -> EditionIssue:
        """The edition of the address."""
        return issue_at(self.request.user, self.kwargs["code"])

    def frame(self) -> dict[str, Any]:
        """What every page of an edition says of it."""
        issue = self.issue
        return {
            "edition": issue,
            "withdrawal": reading.withdrawal_of(issue),
            "successor": reading.replaced_by(issue),
            "others": policies.readable_by(self.request.user).exclude(pk=issue.pk),
            "links": EditionLinks(issue.subject.code),
        }


class EditionList(Page):
    """Every issued edition; those in preparation for whoever prepares or issues."""

    permission = Permission.READ_EDITIONS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Newest first, withdrawn ones marked."""
        issues = list(policies.readable_by(request.user))
        withdrawn = _withdrawn(issues)
        drafts = EditionDraft.objects.filter(state__in=OPEN).order_by("-prepared_at")
        sees = policies.can_see_drafts(request.user)
        context = {
            "record": [one for one in issues if not one.subject.demonstration],
            "demonstration": [one for one in issues if one.subject.demonstration],
            "withdrawn": withdrawn,
            "drafts": list(drafts) if sees else [],
            "sees_drafts": sees,
            "may_prepare": policies.can_prepare(
                request.user, demonstration=self.person.demonstration
            ),
        }
        return render(request, "editions/list.html", context)


def _withdrawn(issues: list[EditionIssue]) -> set[Any]:
    """The editions among these that were withdrawn."""
    found = EditionIssue.objects.filter(pk__in=[one.pk for one in issues])
    return set(
        found.filter(subject__withdrawals__isnull=False).values_list("subject_id", flat=True)
    )


class EditionDetail(EditionPage):
    """One edition: its dashboards, reports and files, and what it pins."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The shelves, and the manifest for whoever wants to check it."""
        issue = self.issue
        context = {
            **self.frame(),
            **reading.shelves(issue),
            "files": reading.parts_of(issue, PartKind.FILE),
            "names": names_of({issue.prepared_by, issue.issued_by}),
            "may_withdraw": policies.can_withdraw(request.user, issue.subject),
        }
        return render(request, "editions/detail.html", context)


class EditionReport(EditionPage):
    """A dashboard or report of an edition, drawn from what was frozen."""

    def get(self, request: HttpRequest, code: str, key: str) -> HttpResponse:
        """The report, and beside it the same one of another edition where it is asked for."""
        report = reading.report_of(self.issue, key)
        if report is None:
            raise Http404
        context = {
            **self.frame(),
            "report": report,
            "beside": self._beside(report),
            "since": request.GET.get("since", ""),
        }
        return render(request, "editions/report.html", context)

    def _beside(self, report: Report) -> Mapping[str, Any] | None:
        """The numbers of the edition to compare with, each opening its own kept rows."""
        code = self.request.GET.get("since", "")
        found = policies.readable_by(self.request.user).filter(subject__code=code).first()
        then = reading.report_of(found, report.key) if found else None
        if found is None or then is None:
            return None
        day = _("%(code)s, as at %(day)s") % {"code": code, "day": uno_date(found.as_of)}
        return {
            "table": compared(then, report, str(day)),
            "links": BetweenLinks(self.issue.subject.code, code, then.as_of),
        }


class EditionChanges(EditionPage):
    """Why the numbers of two editions differ, cause by cause."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """From the edition chosen, or the one before, to this one."""
        layer = self.issue.subject.demonstration
        earlier = policies.readable_by(request.user).filter(
            subject__demonstration=layer, as_of__lte=self.issue.as_of, known__lte=self.issue.known
        )
        others = list(earlier.exclude(pk=self.issue.pk))
        since = request.GET.get("since", "")
        before = next((one for one in others if one.subject.code == since), None)
        before = before or (others[0] if others and not since else None)
        context = {
            **self.frame(),
            "earlier": others,
            "before": before,
            "report": explained(before, self.issue) if before else None,
            "links": NoLinks(),
        }
        return render(request, "editions/changes.html", context)


class EditionRows(EditionPage):
    """The rows behind one number of an edition."""

    def get(self, request: HttpRequest, code: str, key: str) -> HttpResponse:
        """All of them, as they were frozen."""
        rows = reading.rows_of_number(self.issue, key)
        if rows is None:
            raise Http404
        return render(request, "editions/rows.html", {**self.frame(), "rows": rows})


class EditionFile(EditionPage):
    """A file of an edition, byte for byte as it was issued."""

    def get(self, request: HttpRequest, code: str, name: str) -> HttpResponse:
        """The bytes, proven against their digest."""
        part = EditionPart.objects.filter(issue=self.issue, kind=PartKind.FILE, key=name).first()
        if part is None:
            raise Http404
        answer = HttpResponse(files.bytes_of(part.sha256), content_type=part.media_type)
        answer["Content-Disposition"] = content_disposition_header(True, f"{code}-{name}")
        return answer


class EditionManifest(EditionPage):
    """The manifest: every part with its SHA-256."""

    def get(self, request: HttpRequest, code: str) -> JsonResponse:
        """As it was issued, with its own digest."""
        issue = self.issue
        return JsonResponse(
            {"sha256": issue.manifest_sha256, "manifest": issue.manifest},
            json_dumps_params={"indent": 1, "ensure_ascii": False},
        )


class EditionFind(EditionPage):
    """Search inside one edition: a reader finds nothing that was not issued."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The rows that have the text."""
        text = request.GET.get("q", "").strip()[:300]
        found = reading.find_in(self.issue, text) if text else []
        context = {**self.frame(), "text": text, "found": found, "most": reading.FOUND}
        return render(request, "editions/find.html", context)


class WithdrawEdition(ActionPage):
    """The second person withdraws an edition, with a reason that readers see."""

    template_name = "editions/action.html"
    form_class = ReasonForm
    permission = Permission.ISSUE_EDITIONS
    done = _("Withdrawn. The edition stays readable, with your reason.")  # type: ignore[assignment]

    def check(self) -> None:
        """Who may issue, in the own layer."""
        policies.check_can_withdraw(self.request.user, self.issue.subject)

    @cached_property
    def issue(self) -> EditionIssue:
        """The edition of the address."""
        return issue_at(self.request.user, self.kwargs["code"])

    def act(self, given: Mapping[str, Any]) -> Any:
        """Withdraw."""
        code = self.kwargs["code"]
        return actions.withdraw_edition(by=self.person, code=code, reason=given["reason"])

    def get_success_url(self) -> str:
        """Back to the edition."""
        return reverse("edition", args=[self.kwargs["code"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is withdrawn."""
        more = {
            "title": _("Withdraw %(title)s") % {"title": self.issue.title},
            "says": _("Readers keep the edition, marked as withdrawn, with the reason you give."),
            "button": _("Withdraw the edition"),
            "back": self.get_success_url(),
        }
        return super().get_context_data(**kwargs, **more)
