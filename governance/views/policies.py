"""Policies: the list with its totals and gaps, its files, one policy, its moves, the reviews."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance import policies as rights
from governance.actions.policies import Issue, move_policy
from governance.columns import POLICY_COLUMNS, policy_cells
from governance.filters.policies import BINDING, PolicyFilter, gap
from governance.forms.policies import ISSUE, MoveForm
from governance.lifecycle import ReviewDone
from governance.models import ComplianceReview, Policy, PolicyParticulars
from governance.queries import policies as queries
from governance.queries.history import history
from governance.queries.mandates import decisions_about
from governance.queries.policies import PolicyRow
from governance.views.listing import CONTROLS, GovernancePage, Listing, in_layer
from ledger import moments
from ledger.errors import Invalid
from ledger.rest.queries import read_filters, refuse_unknown
from projects.views.files import Answer, file_answer
from projects.views.indicators import Option
from secretariat.pages import ActionPage
from secretariat.queries import entity_names


class Policies(Listing):
    """What the list and its files share."""

    shape = PolicyFilter
    primary = ("q", "kind", "state", "in_force", "gaps", "owner")

    def visible(self) -> Any:
        """The policies of the layer."""
        return rights.current(
            self.request.user, PolicyParticulars, self.moment, demonstration=self.demonstration
        )

    def rows(self) -> Any:
        """In the order asked for, joined with what a row shows."""
        sort = self.request.GET.get("sort", "code")
        return queries.related(queries.ordered(super().rows(), sort))

    def choices(self) -> Mapping[str, list[Option]]:
        """The entities that own a policy."""
        owned = self.visible().filter(owner__isnull=False)
        codes = sorted(set(owned.values_list("owner__code", flat=True)))
        unstated = Option("none", str(_("not stated")))
        return {"owner": [*(Option(code, code) for code in codes), unstated]}


class PolicyList(Policies):
    """The register of policies."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        found, faults = self.found()
        page = self.page_of(found)
        visible = self.visible()
        context = {
            **self.panel(),
            "rows": queries.policy_rows(page.object_list, self.moment),
            "page_obj": page,
            "total": page.paginator.count,
            "totals": [] if self.demonstration else queries.totals(request.user, self.moment),
            "in_force": visible.filter(BINDING).count(),
            "gaps": visible.filter(gap(self.moment)).count(),
            "can_keep": self.can_keep(),
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/policy_list.html", context, status=status)


class PolicyExport(Policies):
    """The list as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the rows of the address, in its order."""
        given = read_filters(request.GET, without=CONTROLS)
        rows = queries.policy_rows(self.rows(), self.moment)
        return file_answer(self, form, "policies", POLICY_COLUMNS, map(policy_cells, rows), given)


class PolicyDetail(GovernancePage):
    """One policy at a day."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """All that stood about it, with sources and history."""
        for demonstration in (self.demonstration, not self.demonstration):
            said = queries.find_policy(request.user, code, self.moment, demonstration=demonstration)
            if said is not None and demonstration != self.demonstration:
                return self.in_its_layer(demonstration)
            if said is not None:
                return render(request, "governance/policy_detail.html", self._context(said))
        raise Http404

    def _context(self, said: PolicyParticulars) -> dict[str, Any]:
        moment, policy = self.moment, said.subject
        names = entity_names(moment) if said.owner_id else {}
        layer = policy.demonstration
        return {
            "row": PolicyRow(said, moment.as_of),
            "said": said,
            "owner": names.get(said.owner_id, ("", "")),
            "versions": queries.versions(policy.pk, moment),
            "ahead": queries.moves_from(said),
            "rounds": queries.rounds_about(policy, moment),
            "reviews": queries.reviews(
                self.request.user, moment, demonstration=layer, policy=policy
            ),
            "decisions": decisions_about(moment, policy=policy),
            "history": history(policy, moment),
            "can_keep": self.can_keep(policy),
            "moment": moment,
        }


class MovePolicy(ActionPage):
    """The secretary moves a policy to its next state."""

    template_name = "governance/policy_move.html"
    form_class = MoveForm
    done = _("Recorded.")  # type: ignore[assignment]
    said: PolicyParticulars

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the policy first: what one may not see is not there."""
        self.request, self.kwargs = request, kwargs
        if request.user.is_authenticated:
            self.said = self._load()
        return super().dispatch(request, *args, **kwargs)

    def _load(self) -> PolicyParticulars:
        for demonstration in (False, True):
            code, viewer = self.kwargs["code"], self.request.user
            found = queries.find_policy(viewer, code, moments.now(), demonstration=demonstration)
            if found is not None:
                return found
        raise Http404

    @property
    def policy(self) -> Policy:
        """The policy itself."""
        found: Policy = self.said.subject
        return found

    def check(self) -> None:
        """The governance secretary, in the own layer."""
        rights.check_can_keep(self.request.user, self.policy)

    def get_initial(self) -> dict[str, Any]:
        """The version seen, and number and version as they are."""
        said = self.said
        return {"version": self.policy.version, "number": said.number, "edition": said.edition}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the states that can follow."""
        return {**super().get_form_kwargs(), "ahead": queries.moves_from(self.said)}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Move it."""
        issue = {name: given[name] for name in ISSUE if given.get(name)}
        return move_policy(
            by=self.person,
            policy_id=self.policy.pk,
            expected_version=given["version"],
            state=given["state"],
            reason=given["reason"],
            issue=Issue(**issue),
        )

    def news(self) -> Mapping[str, Any]:
        """The version in force, so that a second try can go through."""
        self.said = self._load()
        return {"fresh_version": self.policy.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The policy beside the form; after a conflict it goes on from the version in force."""
        form: Any = kwargs.get("form")
        if form is not None and "fresh_version" in kwargs:
            form.data = {**form.data.dict(), "version": kwargs["fresh_version"]}
        ahead = queries.moves_from(self.said)
        return super().get_context_data(said=self.said, ahead=ahead, **kwargs)

    def get_success_url(self) -> str:
        """To the policy, in its layer."""
        return in_layer(reverse("policy-detail", args=[self.policy.code]), self.policy)


#: What can be asked of the reviews.
ASKED = ("word", "year")


class ComplianceReviewList(GovernancePage):
    """Whose compliance with policies was reviewed in which year."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Units by years: all, or those that came to the words or are of the year asked for."""
        faults: Mapping[str, list[str]] = {}
        found: list[ComplianceReview] = []
        try:
            found = self._found()
        except Invalid as refusal:
            faults = refusal.fields
        years, rows = queries.review_matrix(found)
        context = {
            "years": years,
            "rows": rows,
            "total": len(found),
            "words": ReviewDone.choices,
            "asked": {name: request.GET[name] for name in ASKED if request.GET.get(name)},
            "faults": faults,
            "can_keep": self.can_keep(),
            "moment": self.moment,
        }
        status = 400 if faults else 200
        return render(request, "governance/compliance_review_list.html", context, status=status)

    def _found(self) -> list[ComplianceReview]:
        given = read_filters(self.request.GET, without=("layer",))
        refuse_unknown(given, tuple(queries.REVIEW_PARAMETERS))
        return queries.reviews_asked(
            self.request.user, self.moment, given, demonstration=self.demonstration
        )
