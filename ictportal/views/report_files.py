"""Reports as files: at once where they are short, otherwise promised, waited for and fetched."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header

from ictportal.editions import report_files
from ictportal.reports import file_jobs, files
from ictportal.reports.file_jobs import EDITION_KIND, Standing
from ictportal.reports.files import Taken, page_of
from ictportal.reports.writing import FORMS, Form
from ictportal.views.editions import EditionPage
from ictportal.views.reports import AskedPage
from ledger.errors import Invalid
from ledger.models import Job
from secretariat.files import bytes_of
from secretariat.pages import Page
from secretariat.roles import Permission


def form_of(key: str) -> Form:
    """The form of the address; 404 for none."""
    if key not in FORMS:
        raise Http404
    return FORMS[key]


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file that the browser keeps under its name."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def written(taken: Taken, form: Form) -> HttpResponse:
    """The file, made now."""
    return download(form.write(taken.report, taken.about), taken.name(form), form.media_type)


def refused(request: HttpRequest, refusal: Invalid, back: str, title: str) -> HttpResponse:
    """The sentence that says why there is no such file, with the way back to the report."""
    context: Mapping[str, Any] = {
        "said": file_jobs.sentence(refusal),
        "back": back,
        "report_title": title,
    }
    return render(request, "reports/file_refused.html", context, status=400)


class ReportFile(AskedPage):
    """A report of the live register as a file."""

    def get(self, request: HttpRequest, key: str, form: str) -> HttpResponse:
        """The file, or the page that waits for it; a refusal keeps all that was asked."""
        chosen, kind, asked = form_of(form), self.kind(), self.asked()
        query = {**asked.parameters, **self.kept()}
        try:
            taken = files.live(kind, asked, query)
            files.check(taken.report, chosen)
            if not files.is_slow(taken.report, chosen):
                return written(taken, chosen)
        except Invalid as refusal:
            return refused(request, refusal, page_of(key, query), str(kind.title))
        job = file_jobs.promise(kind, asked, chosen, request.GET.get("known_at", ""))
        return redirect("report-file-job", job.pk)


class EditionReportFile(EditionPage):
    """A report of an edition as a file, made from what was frozen."""

    def get(self, request: HttpRequest, code: str, key: str, form: str) -> HttpResponse:
        """The file, or the page that waits for it."""
        chosen, taken = form_of(form), report_files.frozen(self.issue, key)
        if taken is None:
            raise Http404
        try:
            files.check(taken.report, chosen)
            if not files.is_slow(taken.report, chosen):
                return written(taken, chosen)
        except Invalid as refusal:
            back = reverse("edition-report", args=[code, key])
            return refused(request, refusal, back, taken.report.title)
        job = report_files.promise(self.issue, key, chosen, by=self.person)
        return redirect("report-file-job", job.pk)


class OwnFile(Page):
    """A promised file of whoever is here; nobody else's is there."""

    permission = Permission.READ_EDITIONS

    @cached_property
    def job(self) -> Job:
        """The job of the address; 404 for another person's."""
        found: Job | None = file_jobs.jobs_of(self.person).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def standing(self) -> Standing:
        """Where it stands for this person now."""
        return file_jobs.standing(self.job, self.person)


class FileJob(OwnFile):
    """How far a promised file is, and the file once it is there."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The page looks again by itself while the file is being made."""
        job = self.job
        told = job.arguments
        context = {
            "job": job,
            "form": FORMS.get(told["form"]),
            "standing": self.standing,
            "again": file_jobs.again(job),
            "back": self._back(told),
            "report_title": file_jobs.title_of(job),
            "day": date.fromisoformat(told["as_of"]) if "as_of" in told else None,
            "kept_days": file_jobs.KEPT_FOR.days,
        }
        return render(request, "reports/file_job.html", context)

    def _back(self, told: Mapping[str, Any]) -> str:
        """The report it was asked for on."""
        if self.job.kind == EDITION_KIND:
            return reverse("edition-report", args=[told["edition"], told["report"]])
        return page_of(told["report"], file_jobs.query_of(told))


class FileDownload(OwnFile):
    """The bytes of a promised file."""

    def get(self, request: HttpRequest, pk: Any, name: str) -> HttpResponse:
        """Proven against their digest; what is not ready, or no longer, is told on its page."""
        job = self.job
        if not self.standing.ready:
            return redirect("report-file-job", job.pk)
        if name != job.result["name"]:
            raise Http404
        return download(bytes_of(job.result["sha256"]), name, job.result["media_type"])
