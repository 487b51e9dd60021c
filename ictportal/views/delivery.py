"""Reports that are sent: one's own list, asking for one, ending one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ictportal.models import ReportSubscription, Rhythm
from ictportal.reports import actions, file_jobs, register
from ictportal.reports.file_jobs import Standing
from ictportal.reports.files import page_of
from ictportal.reports.register import Asked
from ictportal.reports.writing import FORMS, Form
from ictportal.templatetags.report_files import files_of
from ictportal.views.reports import KEPT, AskedPage
from ledger import moments
from secretariat.pages import ActionPage, Page
from secretariat.roles import Permission


@dataclass(frozen=True)
class SentLine:
    """One subscription in the list, with the last file that came of it."""

    row: ReportSubscription
    title: str
    url: str
    form: Form | None
    standing: Standing | None


class Subscriptions(Page):
    """What the person has sent."""

    permission = Permission.READ_EDITIONS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Running ones first, each with what came of it last."""
        rows = list(actions.subscriptions_of(self.person))
        found = file_jobs.jobs_of(self.person).in_bulk([row.job for row in rows if row.job])
        titles = {kind.key: str(kind.title) for kind in register.all_reports()}
        lines = [
            SentLine(
                row,
                titles.get(row.report, row.report),
                self._page(row),
                FORMS.get(row.form),
                file_jobs.standing(found[row.job], self.person) if row.job in found else None,
            )
            for row in rows
        ]
        return render(request, "reports/subscriptions.html", {"lines": lines})

    def _page(self, row: ReportSubscription) -> str:
        layer = {"layer": "demonstration"} if row.demonstration else {}
        return page_of(row.report, {**row.parameters, **layer})


class SendForm(forms.Form):
    """As which file, and how often."""

    form = forms.ChoiceField(label=later("As"))
    rhythm = forms.ChoiceField(
        label=later("How often"),
        choices=Rhythm.choices,
        help_text=later("On the first day after the month or quarter, as at its last day."),
    )

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, one.label) for one in files_of(key) if not one.missing]


class Subscribe(AskedPage, ActionPage):
    """Have a report sent, about what its page was asked for."""

    template_name = "reports/subscribe.html"
    form_class = SendForm
    controls = KEPT
    done = later("It is sent to you from now on. You get a notice each time.")  # type: ignore[assignment]
    success_url = reverse_lazy("subscriptions")

    def check(self) -> None:
        """A report there is, asked for what it knows."""
        self.kind().check(self.asked())

    def asked(self) -> Asked:
        """What the report is asked, whatever the day."""
        asked = super().asked()
        return Asked(asked.viewer, moments.now(), asked.demonstration, asked.parameters)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The report whose files can be chosen."""
        return {**super().get_form_kwargs(), "key": self.kwargs["key"]}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Subscribe."""
        return actions.subscribe(
            by=self.person,
            report=self.kwargs["key"],
            parameters=self.asked().parameters,
            form=given["form"],
            rhythm=given["rhythm"],
            demonstration=self.demonstration,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is sent, in words, and the way back."""
        kind, asked = self.kind(), self.asked()
        chosen = [
            (choice.label, dict(choice.options(asked)).get(value, value))
            for choice in kind.choices
            if (value := asked.parameters.get(choice.name))
        ]
        back = page_of(kind.key, {**asked.parameters, **self.kept()})
        return super().get_context_data(kind=kind, chosen=chosen, back=back, **kwargs)


class EndSubscription(Page):
    """End what is sent."""

    permission = Permission.READ_EDITIONS

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """End it, and back to the list; 404 for another person's."""
        if not actions.subscriptions_of(self.person).filter(pk=pk).exists():
            raise Http404
        actions.end_subscription(by=self.person, subscription_id=pk)
        messages.success(request, _("It is no longer sent to you."))
        return redirect(reverse("subscriptions"))
