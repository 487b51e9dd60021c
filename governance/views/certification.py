"""Self-certification: the rounds, one round, and the form of an entity."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import certification, policies, printed
from governance.actions.certification import certify, correct_certification, remind_entities
from governance.certification import FormRow, RoundState
from governance.filters.certification import AskedFilter, CoveredFilter
from governance.forms.certification import CertifyForm, opening
from governance.models import PolicyParticulars, SelfCertification
from governance.printed import PrintedRow
from governance.views.listing import GovernancePage, Listing
from ledger.errors import DomainError, Invalid, Stale, WrongState
from ledger.moments import Moment
from projects.views.indicators import Option
from secretariat.pages import Page
from secretariat.queries import entity_names, names_of

READ_ONLY = "Pages of a past day are read-only. Go back to today to change something."


class RoundPage(GovernancePage):
    """What the pages about rounds share."""

    def round(self, code: str) -> RoundState:
        """The round of the address as it stood; 404 when it was not there."""
        found = certification.round_at(self.request.user, code, self.moment)
        if found is None:
            raise Http404
        return found

    def check_today(self) -> None:
        """Raise on the page of a past day: it is read-only."""
        if not self.moment.is_now:
            raise WrongState(_(READ_ONLY))


def round_url(name: str, state: RoundState, *more: str) -> str:
    """The address of a page about a round, in the round's layer."""
    address = reverse(name, args=[state.code, *more])
    return f"{address}?layer=demonstration" if state.said.subject.demonstration else address


class RoundList(RoundPage):
    """Every round."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The rounds, newest first, with response and coverage, and the trend."""
        rounds = certification.rounds_at(
            request.user, self.moment, demonstration=self.demonstration
        )
        context = {
            "rounds": rounds,
            "trend": trend(rounds),
            "can_keep": self.can_keep(),
            "moment": self.moment,
        }
        return render(request, "governance/certification_list.html", context)


def trend(rounds: list[RoundState]) -> list[dict[str, Any]]:
    """The response of each round that has begun, as points over time."""
    return [
        {
            "day": one.said.opened_on,
            "numerator": one.response.numerator,
            "denominator": one.response.denominator,
            "url": round_url("certification-round", one),
        }
        for one in rounds
        if one.has_begun
    ]


class AskedList(Listing):
    """The entities asked in rounds, each with the state of its form."""

    shape = AskedFilter
    primary = ("round", "state", "entity")
    typed = frozenset({"entity"})

    def visible(self) -> Any:
        """Those of the layer."""
        return certification.asked_entities(
            self.request.user, self.moment, demonstration=self.demonstration
        )

    def choices(self) -> dict[str, list[Option]]:
        """The rounds on record."""
        return {"round": round_options(self)}

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        found, faults = self.found()
        page, counted = self.page_of(found), self._printed() if not faults else []
        context = {
            **self.panel(),
            "rows": page.object_list,
            "names": entity_names(self.moment),
            "page_obj": page,
            "printed": counted,
            "total": printed.total(counted) or page.paginator.count,
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/certification_answers.html", context, status=status)

    def _printed(self) -> list[PrintedRow]:
        """What a document counts without names, where one round is asked for."""
        code, words = self.request.GET.get("round", ""), self.request.GET.get("state", "")
        state = certification.round_at(self.request.user, code, self.moment) if code else None
        return printed.printed_forms(state, words.split(",") if words else ()) if state else []


def round_options(page: Page) -> list[Option]:
    """The rounds of the layer as choices."""
    rounds = certification.rounds_at(
        page.request.user, page.moment, demonstration=page.demonstration
    )
    return [Option(one.code, one.said.name) for one in rounds]


class CoveredList(Listing):
    """The policies in force when a round opened, and which of them it asks about."""

    shape = CoveredFilter
    primary = ("round", "covered")

    @cached_property
    def state(self) -> RoundState | None:
        """The round asked for; without one the last that has begun."""
        viewer, code = self.request.user, self.request.GET.get("round", "")
        if code:
            return certification.round_at(viewer, code, self.moment)
        layer = self.demonstration
        return certification.latest_round(viewer, self.moment, demonstration=layer)

    def visible(self) -> Any:
        """The policies in force at the opening of the round."""
        if self.state is None:
            return PolicyParticulars.objects.none()
        return certification.policies_in_force(self.request.user, self.state, self.moment)

    def choices(self) -> dict[str, list[Option]]:
        """The rounds on record."""
        return {"round": round_options(self)}

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        found, faults = self.found()
        page, counted = self.page_of(found), self._printed() if not faults else []
        context = {
            **self.panel(),
            "rows": page.object_list,
            "page_obj": page,
            "printed": counted,
            "total": printed.total(counted) or page.paginator.count,
            "faults": faults,
            "state": self.state,
        }
        status = 400 if faults else 200
        return render(request, "governance/certification_policies.html", context, status=status)

    def _printed(self) -> list[PrintedRow]:
        """What a document counts without titles."""
        covered = self.request.GET.get("covered", "")
        words = [covered] if covered else ()
        return printed.printed_policies(self.state, words) if self.state else []


class RoundDetail(RoundPage):
    """One round."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Response and coverage with their rows, who has not responded, answers by policy."""
        state = self.round(code)
        layer = state.said.subject.demonstration
        rows = certification.forms(state, self.moment)
        rounds = certification.rounds_at(request.user, self.moment, demonstration=layer)
        asked = certification.policy_titles(state, self.moment)
        can_keep = self.can_keep(state.said.subject)
        context = {
            "state": state,
            "rows": rows,
            "waiting": certification.not_responded(rows),
            "asked": asked,
            "matrix": [
                (row, [(title, row.answers.get(policy.pk)) for policy, title in asked])
                for row in rows
            ],
            "trend": trend(rounds),
            "own": [row for row in rows if self._may_fill(row)],
            "can_keep": can_keep,
            "can_remind": can_keep and state.is_known_by_name and state.has_begun,
            "moment": self.moment,
        }
        return render(request, "governance/certification_round.html", context)

    def _may_fill(self, row: FormRow) -> bool:
        return policies.can(policies.check_can_certify, self.request.user, row.entity)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Remind the focal points of the entities that have not responded."""
        state = self.round(code)
        policies.check_can_keep(request.user, state.said.subject)
        self.check_today()
        try:
            told = remind_entities(by=self.person, round_id=state.said.subject_id)
        except WrongState as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _told(told))
        return redirect(round_url("certification-round", state))


def _told(number: int) -> str:
    if not number:
        return _("Nobody is left to be told today: each focal point is reminded once a day.")
    return ngettext(
        "%(n)s focal point was reminded.", "%(n)s focal points were reminded.", number
    ) % {"n": number}


class CertificationFormPage(RoundPage):
    """The form of one entity: its focal point fills it in, everybody else of the staff reads it."""

    def load(self, code: str, entity: str) -> None:
        """The round and the form of the address; 404 when the entity is not asked in it."""
        self.state = self.round(code)
        rows = certification.forms(self.state, self.moment)
        self.row = next((row for row in rows if row.entity.code == entity), None)
        if self.row is None:
            raise Http404
        self.asked = certification.policy_titles(self.state, self.moment)

    @property
    def correcting(self) -> bool:
        """Whether a complete form is being corrected."""
        return self.request.GET.get("correct") == "yes"

    @property
    def can_fill(self) -> bool:
        """Whether the person may write on the form now."""
        may_certify = policies.can(policies.check_can_certify, self.request.user, self.found.entity)
        return self.moment.is_now and self.state.has_begun and may_certify

    @property
    def found(self) -> FormRow:
        """The form, loaded."""
        assert self.row is not None
        return self.row

    def get(self, request: HttpRequest, code: str, entity: str) -> HttpResponse:
        """The form to fill in, or what was certified."""
        self.load(code, entity)
        if self.can_fill and self.found.is_complete == self.correcting:
            return self._show(self._form(initial=opening(self.found, self.asked)))
        return self._show(None)

    def _form(self, *given: Any, **more: Any) -> CertifyForm:
        return CertifyForm(*given, asked=self.asked, correcting=self.correcting, **more)

    def post(self, request: HttpRequest, code: str, entity: str) -> HttpResponse:
        """Certify, save as incomplete, or correct; a refusal loses nothing of what was typed."""
        self.load(code, entity)
        policies.check_can_certify(request.user, self.found.entity)
        self.check_today()
        form = self._form(request.POST)
        complete = request.POST.get("action", "certify") == "certify"
        try:
            self._act(form, complete=complete)
        except DomainError as refusal:
            return self._refused(form, refusal)
        messages.success(request, self._done(complete=complete))
        return redirect(round_url("certification-form", self.state, entity))

    def _act(self, form: CertifyForm, *, complete: bool) -> None:
        given = {
            "by": self.person,
            "round_id": self.state.said.subject_id,
            "entity_id": self.found.entity.pk,
            "answers": form.answers,
            "signed_by": form.data.get("signed_by", ""),
            "remark": form.data.get("remark", ""),
            "expected_version": _seen(form),
        }
        if self.correcting:
            correct_certification(**given, reason=form.data.get("reason", ""))
        else:
            certify(**given, complete=complete)

    def _done(self, *, complete: bool) -> str:
        code = {"entity": self.found.entity.code}
        if self.correcting:
            return _("The self-certification of %(entity)s is corrected.") % code
        if complete:
            return _("%(entity)s has self-certified.") % code
        return _("Saved as incomplete. %(entity)s has not responded yet.") % code

    def _refused(self, form: CertifyForm, refusal: DomainError) -> HttpResponse:
        form.is_valid()
        if isinstance(refusal, Invalid):
            for name, saids in refusal.fields.items():
                for said in saids:
                    form.add_error(name if name in form.fields else None, said)
            return self._show(form, status=400)
        form.add_error(None, refusal.message)
        conflict = self._conflict(form) if isinstance(refusal, Stale) else []
        return self._show(form, status=409, conflict=conflict)

    def _conflict(self, form: CertifyForm) -> list[dict[str, str]]:
        """Field by field, what the other window saved and what was typed here."""
        held = opening(self.found, self.asked)
        form.data = {**form.data.dict(), "version": str(self.found.version)}  # type: ignore[attr-defined]
        return [
            {"label": str(field.label), "recorded": str(held.get(name, "")), "typed": typed}
            for name, field in form.fields.items()
            if name != "version" and (typed := form.data.get(name, "")) != str(held.get(name, ""))
        ]

    def _show(
        self,
        form: CertifyForm | None,
        *,
        status: int = 200,
        conflict: list[dict[str, str]] | None = None,
    ) -> HttpResponse:
        row = self.found
        context = {
            "state": self.state,
            "row": row,
            "form": form,
            "conflict": conflict,
            "correcting": self.correcting,
            "can_correct": self.can_fill and row.is_complete,
            "answers": [
                (policy, title, row.answers.get(policy.pk)) for policy, title in self.asked
            ],
            "history": _history(row, self.moment),
            "moment": self.moment,
        }
        return render(self.request, "governance/certification_form.html", context, status=status)


def _seen(form: CertifyForm) -> int:
    """The version the form was opened with; what is no number was never seen."""
    version = form.data.get("version", "")
    return int(version) if version.isascii() and version.isdigit() else -1


def _history(row: FormRow, moment: Moment) -> list[tuple[SelfCertification, str]]:
    """Every statement on the form up to the moment, newest first, each with who made it."""
    if row.said is None:
        return []
    rows = SelfCertification.objects.filter(subject=row.said.subject_id, as_of__lte=moment.as_of)
    found = list(rows.known(moment.known).select_related("entry").order_by("-recorded_at"))
    names = names_of(one.entry.actor for one in found)
    return [(one, names.get(one.entry.actor, str(one.entry.actor))) for one in found]
