"""Editions in preparation: pinned, previewed, changed, issued by a second person, or dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ictportal.editions import actions, freezing, issuing, policies
from ictportal.editions.forms import DropForm, IssueForm, PrepareForm
from ictportal.models import DraftState, EditionDraft
from ictportal.reports.content import Leads, Opens
from ictportal.reports.register import ReportKind, Shelf
from ictportal.reports.rows import rows_of
from ledger import seals
from ledger.errors import Forbidden
from secretariat.pages import ActionPage, Page
from secretariat.queries import names_of
from secretariat.roles import Permission

SEEN_BY = _("Editions in preparation are seen by those who prepare or issue them.")
#: Parameters of the rows page that are no filter of the list.
ROWS = ("view", "day")


@dataclass(frozen=True)
class DraftLinks:
    """Numbers of a preview open rows computed at what the draft pins."""

    draft: EditionDraft

    def rows(self, opens: Opens | None) -> str:
        """The rows as the edition would keep them."""
        if opens is None:
            return ""
        query = {**opens.query, "view": opens.view, "day": opens.as_of}
        return f"{reverse('edition-draft-rows', args=[self.draft.pk])}?{urlencode(query)}"

    def page(self, leads: Leads | None) -> str:
        """Nothing: the page about one thing is live."""
        return ""


class DraftPage(Page):
    """A page about a draft, for those who prepare or issue."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else before anything is read."""
        if request.user.is_authenticated and not policies.can_see_drafts(request.user):
            raise Forbidden(str(SEEN_BY))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def draft(self) -> EditionDraft:
        """The draft of the address."""
        return find(self.kwargs["pk"])

    def kinds(self) -> list[ReportKind]:
        """What the edition would hold."""
        return freezing.kinds(actions.pinned(self.draft))


def find(pk: Any) -> EditionDraft:
    """The draft with this id; 404 where there is none."""
    found = EditionDraft.objects.select_related("replaces", "edition").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class DraftDetail(DraftPage):
    """One draft: what it pins, its preview, how far its issue is."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The shelves of the preview, and the buttons one may press."""
        draft = self.draft
        if draft.state == DraftState.ISSUED and draft.edition:
            return redirect("edition", draft.edition.code)
        found, job = self.kinds(), issuing.job_of(draft)
        context = {
            "draft": draft,
            "dashboards": [kind for kind in found if kind.shelf is Shelf.DASHBOARD],
            "reports": [kind for kind in found if kind.shelf is not Shelf.DASHBOARD],
            "job": job,
            "waits": job is not None and job.state not in issuing.ENDED,
            "names": names_of([draft.prepared_by]),
            "own": draft.prepared_by == self.person.number,
            "may_issue": policies.can_issue(request.user, draft),
            "may_change": policies.can_prepare(request.user, demonstration=draft.demonstration),
            "head": seals.head()[0],
        }
        return render(request, "editions/draft.html", context)


class DraftReport(DraftPage):
    """One report of the preview, computed now at what the draft pins."""

    def get(self, request: HttpRequest, pk: Any, key: str) -> HttpResponse:
        """The report as the edition would freeze it."""
        kind = next((one for one in self.kinds() if one.key == key), None)
        if kind is None:
            raise Http404
        report = kind.made(actions.pinned(self.draft).asked)
        context = {"draft": self.draft, "report": report, "links": DraftLinks(self.draft)}
        return render(request, "editions/draft_report.html", context)


class DraftRows(DraftPage):
    """The rows behind a number of the preview."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """As the edition would keep them."""
        query = {name: str(value) for name, value in request.GET.items() if name not in ROWS}
        opens = Opens(request.GET.get("view", ""), query, None, request.GET.get("day", ""))
        try:
            rows = rows_of(actions.pinned(self.draft).asked, opens)
        except KeyError as error:
            raise Http404 from error
        context = {"draft": self.draft, "rows": rows, "lines": rows.lines.values()}
        return render(request, "editions/draft_rows.html", context)


class PrepareEdition(ActionPage):
    """The portfolio officer prepares an edition."""

    template_name = "editions/prepare.html"
    form_class = PrepareForm
    permission = Permission.PREPARE_EDITIONS
    done = _("Prepared. Look at the preview; a second person issues it.")  # type: ignore[assignment]
    draft: EditionDraft

    def get_form_kwargs(self) -> dict[str, Any]:
        """The editions of the layer that may be corrected."""
        return {**super().get_form_kwargs(), "demonstration": self.person.demonstration}

    def get_initial(self) -> dict[str, Any]:
        """A correction begins with what it corrects."""
        return {"replaces": self.request.GET.get("replaces", "")}

    def act(self, given: Mapping[str, Any]) -> EditionDraft:
        """Prepare."""
        fields = {name: value for name, value in given.items() if name != "version"}
        self.draft = actions.prepare_edition(
            by=self.person, demonstration=self.person.demonstration, **fields
        )
        return self.draft

    def get_success_url(self) -> str:
        """To the preview."""
        return reverse("edition-draft", args=[self.draft.pk])


class DraftAction(ActionPage):
    """What the forms about one draft share."""

    @cached_property
    def draft(self) -> EditionDraft:
        """The draft of the address."""
        return find(self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """The version that was seen."""
        return {"version": self.draft.version}

    def get_success_url(self) -> str:
        """To the draft."""
        return reverse("edition-draft", args=[self.draft.pk])


class ChangeDraft(DraftAction):
    """The officer changes what a draft pins."""

    template_name = "editions/prepare.html"
    form_class = PrepareForm
    permission = Permission.PREPARE_EDITIONS
    done = _("Changed.")  # type: ignore[assignment]

    def check(self) -> None:
        """In the own layer, while it is in preparation."""
        draft = self.draft
        policies.check_can_prepare(
            self.person, demonstration=draft.demonstration, classification=draft.classification
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """The editions of the layer that may be corrected."""
        return {**super().get_form_kwargs(), "demonstration": self.draft.demonstration}

    def get_initial(self) -> dict[str, Any]:
        """What the draft says."""
        draft = self.draft
        names = ("title", "document", "as_of", "known", "classification", "note", "version")
        replaces = draft.replaces.code if draft.replaces else ""
        return {**{name: getattr(draft, name) for name in names}, "replaces": replaces}

    def act(self, given: Mapping[str, Any]) -> EditionDraft:
        """Change."""
        fields = {name: value for name, value in given.items() if name != "version"}
        return actions.change_draft(
            by=self.person,
            draft_id=self.draft.pk,
            expected_version=given["version"] or self.draft.version,
            **fields,
        )


class DropDraft(DraftAction):
    """The officer gives a draft up."""

    template_name = "editions/action.html"
    form_class = DropForm
    permission = Permission.PREPARE_EDITIONS
    done = _("Dropped.")  # type: ignore[assignment]

    def act(self, given: Mapping[str, Any]) -> EditionDraft:
        """Drop."""
        return actions.drop_draft(
            by=self.person,
            draft_id=self.draft.pk,
            expected_version=given["version"],
            reason=given["reason"],
        )

    def get_success_url(self) -> str:
        """To the list."""
        return reverse("edition-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is dropped."""
        more = {
            "title": _("Drop %(title)s") % {"title": self.draft.title},
            "says": _("Nothing was issued, and nothing will be. The reason stays in the history."),
            "button": _("Drop the edition"),
            "back": reverse("edition-draft", args=[self.draft.pk]),
        }
        return super().get_context_data(**kwargs, **more)


class IssueDraft(DraftAction):
    """The second person issues what was previewed."""

    template_name = "editions/action.html"
    form_class = IssueForm
    permission = Permission.ISSUE_EDITIONS
    done = _("It is being issued. This page shows how far it is.")  # type: ignore[assignment]

    def check(self) -> None:
        """Never who prepared it."""
        policies.check_can_issue(self.person, self.draft)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Promise the issue."""
        return issuing.order(
            by=self.person, draft_id=self.draft.pk, expected_version=given["version"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is issued."""
        more = {
            "title": _("Issue %(title)s") % {"title": self.draft.title},
            "says": _(
                "All dashboards, reports, rows and files are frozen with their SHA-256 and given to"
                " readers. An issued edition never changes; a correction is a new edition."
            ),
            "button": _("Issue the edition"),
            "back": reverse("edition-draft", args=[self.draft.pk]),
        }
        return super().get_context_data(**kwargs, **more)
