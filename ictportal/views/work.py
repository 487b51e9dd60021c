"""The register at work: flags and their answers, runs and jobs, notices."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from audits.policies import viewable_by
from ictportal.actions import answer_flag
from ledger import days, flags, seals
from ledger.models import FlagAcknowledgement, Job, NightlyRun
from secretariat.access import may
from secretariat.fields import Prose
from secretariat.models import Notice
from secretariat.pages import ActionPage, Page
from secretariat.queries import names_of
from secretariat.roles import Permission

SHOWN = 100
GAP_DAYS = 31


class Flags(Page):
    """Every rule, with how much it finds on the day."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Counts, each opening its rows."""
        rows = [
            {
                "flag": flag,
                "count": flag.find(
                    request.user, self.moment, demonstration=self.demonstration
                ).count(),
            }
            for flag in flags.all_flags()
        ]
        return render(request, "ictportal/flags.html", {"rows": rows, "moment": self.moment})


class FlagDetail(Page):
    """What one rule finds: since when, and what was answered."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The first hundred subjects; the list has them all."""
        try:
            flag = flags.get(key)
        except KeyError as error:
            raise Http404 from error
        raised = flag.find(request.user, self.moment, demonstration=self.demonstration)
        found = [row for row, _n in zip(raised, range(SHOWN), strict=False)]
        context = {
            "flag": flag,
            "count": raised.count(),
            "found": self._named(flag, found),
            "may_answer": self.moment.is_now and may(request.user, Permission.ANSWER_FLAGS),
            "shown": SHOWN,
            "moment": self.moment,
        }
        return render(request, "ictportal/flag_detail.html", context)

    def _named(self, flag: flags.Flag, found: list[flags.Raised]) -> list[dict[str, Any]]:
        ids = [raised.subject_id for raised in found]
        rows = viewable_by(self.request.user, self.moment, demonstration=self.demonstration)
        visible = rows.filter(recommendation__in=[i for i in ids if _is_uuid(i)])
        states = {
            str(state.recommendation_id): state
            for state in visible.select_related("recommendation__report__document", "particulars")
        }
        said = answers_to(flag.key, ids)
        return [
            {
                "raised": raised,
                "state": states.get(raised.subject_id),
                "days": (self.moment.as_of - raised.since).days,
                "answers": said.get(raised.subject_id, []),
            }
            for raised in found
        ]


def answers_to(rule: str, subjects: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """What was answered to a flag about these subjects, newest first, with the names of today."""
    rows = FlagAcknowledgement.objects.filter(rule=rule, subject_id__in=subjects)
    answers = list(rows.order_by("-recorded_at"))
    names = names_of(answer.actor for answer in answers)
    said: dict[str, list[dict[str, Any]]] = {}
    for answer in answers:
        one = {"row": answer, "name": names.get(answer.actor, "")}
        said.setdefault(answer.subject_id, []).append(one)
    return said


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class AnswerForm(forms.Form):
    """An answer to a flag."""

    answer = Prose(label=_("Answer"), rows=4, help_text=_("It stays with the flag for good."))


class AnswerFlag(ActionPage):
    """Answer a flag."""

    template_name = "ictportal/flag_answer.html"
    form_class = AnswerForm
    permission = Permission.ANSWER_FLAGS
    done = _("Answer recorded.")  # type: ignore[assignment]

    def act(self, given: Mapping[str, Any]) -> Any:
        """Answer."""
        return answer_flag(
            by=self.person,
            rule=self.kwargs["key"],
            subject_id=self.kwargs["subject"],
            answer=given["answer"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rule and earlier answers."""
        try:
            flag = flags.get(self.kwargs["key"])
        except KeyError as error:
            raise Http404 from error
        subject = str(self.kwargs["subject"])
        answers = answers_to(flag.key, [subject]).get(subject, [])
        return super().get_context_data(flag=flag, answers=answers, **kwargs)

    def get_success_url(self) -> str:
        """Back to the rule."""
        layer = "?layer=demonstration" if self.demonstration else ""
        return reverse("flag", args=[self.kwargs["key"]]) + layer


class Runs(Page):
    """Nightly runs with their gaps, and jobs."""

    permission = Permission.SEE_RUNS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The last month of nights and the last hundred jobs."""
        nights = list(NightlyRun.objects.order_by("-as_of")[:SHOWN])
        head_no, head_digest = seals.head()
        context = {
            "nights": nights,
            "gaps": _gaps({night.as_of for night in nights}),
            "jobs": Job.objects.order_by("-created_at")[:SHOWN],
            "head_no": head_no,
            "head_digest": head_digest,
        }
        return render(request, "ictportal/runs.html", context)


def _gaps(present: set[Any]) -> list[Any]:
    """Nights of the last month without a run, since the first run there was."""
    yesterday = days.today() - timedelta(days=1)
    recent = [yesterday - timedelta(days=n) for n in range(GAP_DAYS)]
    began = min(present, default=None)
    return [day for day in recent if began and day > began and day not in present]


class Notices(LoginRequiredMixin, View):
    """What the person should know."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The last hundred notices, unread first."""
        rows = Notice.objects.filter(person=request.user.pk)
        context = {"notices": rows.order_by("read_at", "-created_at")[:SHOWN]}
        return render(request, "ictportal/notices.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark all as read."""
        rows = Notice.objects.filter(person=request.user.pk, read_at__isnull=True)
        rows.update(read_at=timezone.now())
        return redirect("notices")
