"""The quarterly status report: write, save, hand in, publish, read."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ledger import days
from ledger.errors import DomainError, Invalid, Stale, WrongState
from projects import actions, policies, queries, reporting
from projects.forms import ReportForm
from projects.lifecycle import RATED, DraftState, Rating
from projects.models import Project, ProjectState, ReportDraft, StatusReport
from projects.state import report_due_days
from secretariat.pages import Page
from secretariat.queries import names_of


def find_by_code(viewer: Any, code: str) -> ProjectState:
    """The project with this code as it stands now; 404 when hidden or not there."""
    project = Project.objects.filter(code=code).first()
    try:
        if project is not None:
            return actions.find_project(viewer, project.pk)
    except actions.NotFound:
        pass
    raise Http404


def in_layer(address: str, project: Project) -> str:
    """The address in the layer of the project."""
    return f"{address}?layer=demonstration" if project.demonstration else address


class NextReport(Page):
    """Straight to the report that is to be written: the first one missing, else the last quarter."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Find the quarter and go there."""
        state = find_by_code(request.user, code)
        policies.check_can_report(request.user, state.project)
        reports = queries.status_reports(state.project_id, self.moment)
        due = queries.quarters_due(state, reports, report_due_days(self.moment))
        missing = [quarter.name for quarter in reversed(due) if quarter.word == "missing"]
        newest = days.quarter_named(days.last_ended_quarter(days.today()))
        quarter = missing[0] if missing else newest
        return redirect(in_layer(reverse("report-edit", args=[code, quarter]), state.project))


class ReportEdit(Page):
    """The form. It opens with the draft, or with last quarter's values."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the project first: what one may not see is not there."""
        if request.user.is_authenticated:
            self._load(request, kwargs["code"], kwargs["quarter"])
        return super().dispatch(request, *args, **kwargs)

    def _load(self, request: HttpRequest, code: str, quarter: str) -> None:
        self.state = find_by_code(request.user, code)
        policies.check_can_report(request.user, self.state.project)
        if not request.moment.is_now:  # type: ignore[attr-defined]
            raise WrongState(_("Pages of a past day are read-only. Go back to today to report."))
        self.period = actions.clean_quarter(quarter, self.state)
        self.quarter = days.quarter_of(self.period.last)
        self.before = actions.before_report(self.state, self.period)
        self.published = actions.published(self.state, self.quarter)
        drafts = ReportDraft.objects.filter(project=self.state.project_id, quarter=self.quarter)
        self.draft = drafts.first()

    @property
    def correcting(self) -> bool:
        """Whether a published report is being corrected."""
        return self.published is not None

    def get(self, request: HttpRequest, code: str, quarter: str) -> HttpResponse:
        """The form."""
        if self.draft is not None and self.draft.state == DraftState.SUBMITTED:
            return redirect(self._address("status-report"))
        return self._show(self._form(self._held(), self._version()))

    def _held(self) -> Mapping[str, str]:
        if self.draft is not None and self.draft.content:
            return {**reporting.opening(self.before), **self.draft.content}
        return reporting.opening(self.before)

    def _version(self) -> int:
        return self.draft.version if self.draft else 0

    def _form(self, content: Mapping[str, str], version: int) -> ReportForm:
        initial = {**content, "version": version}
        return ReportForm(initial=initial, before=self.before, correcting=self.correcting)

    def post(self, request: HttpRequest, code: str, quarter: str) -> HttpResponse:
        """Keep a draft, or hand the report in; a refusal loses nothing of what was typed."""
        form = ReportForm(request.POST, before=self.before, correcting=self.correcting)
        action = request.POST.get("action", "submit")
        version = request.POST.get("version", "")
        seen = int(version) if version.isascii() and version.isdigit() else -1
        act = actions.submit_report if action == "submit" else actions.save_draft
        given: dict[str, Any] = {
            "by": self.person,
            "project_id": self.state.project_id,
            "quarter": self.quarter,
            "content": form.content,
            "expected_version": seen,
            "correcting": self.correcting,
        }
        try:
            draft = act(**given)
        except DomainError as refusal:
            return self._refused(form, refusal, action)
        if action == "autosave":
            return JsonResponse({"version": draft.version, "saved": _("Saved")})
        return self._done(action)

    def _done(self, action: str) -> HttpResponse:
        if action == "submit":
            messages.success(self.request, _("Handed in. Another person publishes it."))
            return redirect(self._address("status-report"))
        messages.success(self.request, _("Draft saved."))
        return redirect(self._address("report-edit"))

    def _refused(self, form: ReportForm, refusal: DomainError, action: str) -> HttpResponse:
        if action == "autosave":
            body = {"said": refusal.message}
            return JsonResponse(body, status=409 if isinstance(refusal, Stale) else refusal.status)
        form.is_valid()
        if isinstance(refusal, Invalid):
            for name, saids in refusal.fields.items():
                for said in saids:
                    form.add_error(name if name in form.fields else None, said)
            self._take_version(form, getattr(refusal, "draft", None))
            return self._show(form, status=400)
        form.add_error(None, refusal.message)
        return self._show(form, status=409, conflict=self._conflict(form, refusal))

    def _take_version(self, form: ReportForm, draft: ReportDraft | None) -> None:
        """What was typed is kept already: the form goes on from that version."""
        if draft is not None:
            form.data = {**form.data.dict(), "version": str(draft.version)}  # type: ignore[attr-defined]

    def _conflict(self, form: ReportForm, refusal: DomainError) -> list[dict[str, str]]:
        """Field by field, what another window saved and what was typed here."""
        if not isinstance(refusal, Stale):
            return []
        held = ReportDraft.objects.filter(project=self.state.project_id, quarter=self.quarter)
        self.draft = held.first()
        self._take_version(form, self.draft)
        saved = self.draft.content if self.draft else {}
        return [
            {
                "label": str(form.fields[name].label),
                "recorded": saved.get(name, ""),
                "typed": typed,
            }
            for name, typed in form.content.items()
            if typed != saved.get(name, "")
        ]

    def _address(self, name: str) -> str:
        address = reverse(name, args=[self.state.code, self.quarter])
        return in_layer(address, self.state.project)

    def _show(
        self,
        form: ReportForm,
        *,
        status: int = 200,
        conflict: list[dict[str, str]] | None = None,
    ) -> HttpResponse:
        context = {
            "form": form,
            "groups": form.groups,
            "state": self.state,
            "quarter": self.quarter,
            "before": self.before,
            "draft": self.draft,
            "correcting": self.correcting,
            "conflict": conflict,
        }
        return render(self.request, "projects/report_form.html", context, status=status)


class StatusReportPage(Page):
    """One status report: published, or waiting for publication for those who may see it."""

    def get(self, request: HttpRequest, code: str, quarter: str) -> HttpResponse:
        """The report with what changed since the one before."""
        state = find_by_code(request.user, code)
        reports = list(queries.status_reports(state.project_id, self.moment))
        report = next((one for one in reports if one.quarter == quarter.upper()), None)
        draft = self._draft(state, quarter.upper())
        if report is None and draft is None:
            raise Http404
        earlier = [one for one in reports if report and one.quarter_no < report.quarter_no]
        context = {
            "state": state,
            "quarter": quarter.upper(),
            "report": report,
            "draft": draft,
            "lines": _lines(report, earlier[0] if earlier else None),
            "before": earlier[0] if earlier else None,
            **self._people(report, draft),
            **self._buttons(state, report, draft),
            "moment": self.moment,
        }
        if draft is not None:
            context["preview"] = self._preview(state, draft)
        return render(request, "projects/status_report.html", context)

    def _draft(self, state: ProjectState, quarter: str) -> ReportDraft | None:
        if not self.moment.is_now:
            return None
        rows = policies.viewable_drafts(self.request.user).filter(project=state.project_id)
        return rows.filter(quarter=quarter).first()

    def _preview(self, state: ProjectState, draft: ReportDraft) -> list[dict[str, str]]:
        """What waits, field by field, beside what the last report said."""
        before = actions.before_report(state, days.parse_quarter(draft.quarter))
        correcting = actions.published(state, draft.quarter) is not None
        form = ReportForm(before=before, correcting=correcting)
        opened = reporting.opening(before)
        return [
            {
                "label": str(form.fields[name].label),
                "before": in_words(form, name, opened.get(name, "")),
                "now": in_words(form, name, typed),
            }
            for name, typed in draft.content.items()
            if name in form.fields and (typed or opened.get(name))
        ]

    def _people(self, report: StatusReport | None, draft: ReportDraft | None) -> dict[str, str]:
        numbers = {
            "submitter": report.submitted_by if report else (draft and draft.submitted_by) or 0,
            "publisher": report.entry.actor if report else 0,
            "saver": draft.saved_by if draft else 0,
        }
        names = names_of(numbers.values())
        return {role: names.get(number, "") for role, number in numbers.items()}

    def _buttons(
        self, state: ProjectState, report: StatusReport | None, draft: ReportDraft | None
    ) -> dict[str, bool]:
        viewer, project, live = self.request.user, state.project, self.moment.is_now
        waits = draft is not None and draft.state == DraftState.SUBMITTED
        by = draft.submitted_by if draft else None
        return {
            "can_publish": waits and policies.can(policies.check_can_publish, viewer, project, by),
            "can_return": waits and policies.can(policies.check_can_return, viewer, project),
            "can_edit": live
            and not waits
            and policies.can(policies.check_can_report, viewer, project),
        }


def in_words(form: ReportForm, name: str, value: str) -> str:
    """A value the way a person reads it: the words of its choices, not the keys."""
    choices = getattr(form.fields[name], "choices", ())
    return {str(key): str(label) for key, label in choices}.get(value, value)


def _lines(report: StatusReport | None, before: StatusReport | None) -> list[dict[str, Any]]:
    """The five ratings, each with what it was."""
    if report is None:
        return []
    return [
        {
            "name": name,
            "rating": Rating(getattr(report, name)),
            "reason": getattr(report, f"{name}_reason"),
            "was": Rating(getattr(before, name)) if before else None,
        }
        for name in RATED
    ]
