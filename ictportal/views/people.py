"""People, roles, tokens and thresholds."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ledger import days
from ledger.errors import DomainError
from secretariat import actions
from secretariat.fields import Day, Line
from secretariat.models import ApiToken, Person, RoleGrant, Threshold, TokenScope
from secretariat.pages import ActionPage, Page
from secretariat.queries import thresholds
from secretariat.roles import ROLES, Permission, Role

GRANTABLE = [(role.value, role.label) for role in Role if role is not Role.SYSTEM]


class PersonForm(forms.Form):
    """A new person."""

    email = forms.EmailField(label=_("E-mail address"))
    name = Line(label=_("Name"))
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput,
        help_text=_("15 characters or more; the person changes it."),
        strip=False,
    )


class GrantForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"), choices=GRANTABLE)
    scope_code = Line(
        label=_("For"),
        required=False,
        help_text=_("Code of the entity, project or oversight body, where the role is for one."),
    )
    valid_from = Day(label=_("From"))
    valid_to = Day(label=_("To"), required=False)
    reason = Line(label=_("Why"))


class TokenForm(forms.Form):
    """A token to make."""

    name = Line(label=_("What it is for"))
    scope = forms.ChoiceField(label=_("It may"), choices=TokenScope.choices)
    days = forms.IntegerField(label=_("Days it lives"), initial=90, min_value=1, max_value=365)


class ThresholdForm(forms.Form):
    """A threshold to set."""

    value = forms.IntegerField(label=_("Value"), min_value=0)
    as_of = Day(label=_("From"))
    reason = Line(label=_("Why"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class People(ActionPage):
    """Everybody, and the form for one more."""

    template_name = "ictportal/people.html"
    form_class = PersonForm
    permission = Permission.ADMINISTER
    done = _("Person added.")  # type: ignore[assignment]

    def act(self, given: Mapping[str, Any]) -> Person:
        """Add a person."""
        self.added = actions.add_person(by=self.person, **given)
        return self.added

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """People of the administrator's layer."""
        layer = self.person.demonstration
        people = Person.objects.filter(demonstration=layer).prefetch_related("grants")
        return super().get_context_data(
            people=people.order_by("name", "pk"), thresholds=thresholds(), **kwargs
        )

    def get_success_url(self) -> str:
        """To the person, to give a role."""
        return reverse("person", args=[self.added.pk])


class PersonDetail(ActionPage):
    """One person: roles given and ended, tokens, and the form for another role."""

    template_name = "ictportal/person_detail.html"
    form_class = GrantForm
    permission = Permission.ADMINISTER
    done = _("Role granted.")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"valid_from": days.today()}

    def shown(self) -> Person:
        """The person of the address."""
        layer = self.person.demonstration
        return get_object_or_404(Person, pk=self.kwargs["pk"], demonstration=layer)

    def act(self, given: Mapping[str, Any]) -> RoleGrant:
        """Grant a role."""
        return actions.grant_role(by=self.person, person=self.shown(), **given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Roles, tokens, and what each role may."""
        person = self.shown()
        return super().get_context_data(
            person=person,
            grants=person.grants.order_by("-valid_from", "-pk"),
            tokens=person.tokens.order_by("-created_at"),
            roles=[
                (Role(r).label, about.sentence)
                for r, about in ROLES.items()
                if r is not Role.SYSTEM
            ],
            today=days.today(),
            **kwargs,
        )

    def get_success_url(self) -> str:
        """The same page."""
        return reverse("person", args=[self.kwargs["pk"]])


class RevokeRole(Page):
    """End a role."""

    permission = Permission.ADMINISTER

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Revoke, with the reason."""
        grant = get_object_or_404(RoleGrant.objects.select_related("person"), pk=pk)
        try:
            reason = request.POST.get("reason", "")
            actions.revoke_role(by=self.person, grant=grant, reason=reason)
            messages.success(request, _("Role ended."))
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return redirect("person", pk=grant.person_id)


class SetActive(Page):
    """Shut a person out, or let them in again."""

    permission = Permission.ADMINISTER

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Switch, with the reason."""
        person = get_object_or_404(Person, pk=pk)
        try:
            actions.set_person_active(
                by=self.person,
                person=person,
                active=request.POST.get("active") == "yes",
                reason=request.POST.get("reason", ""),
            )
            messages.success(request, _("Recorded."))
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return redirect("person", pk=pk)


class Tokens(ActionPage):
    """The person's own tokens, and the form for another."""

    template_name = "ictportal/tokens.html"
    form_class = TokenForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tokens, newest first."""
        tokens = ApiToken.objects.filter(person=self.request.user.pk).order_by("-created_at")
        return super().get_context_data(tokens=tokens, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Show the secret this once."""
        given = form.cleaned_data
        _token, secret = actions.make_token(
            by=self.person,
            owner=self.person,
            scope=given["scope"],
            lifetime_days=given["days"],
            name=given["name"],
        )
        fresh = TokenForm()
        return self.render_to_response(self.get_context_data(form=fresh, secret=secret))


class RevokeToken(Page):
    """End a token."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Revoke the own token, or a person's as administrator."""
        token = get_object_or_404(ApiToken.objects.select_related("person"), pk=pk)
        actions.revoke_token(by=self.person, token=token)
        messages.success(request, _("Token revoked."))
        own = token.person_id == request.user.pk
        return redirect("tokens") if own else redirect("person", pk=token.person_id)


class SetThreshold(ActionPage):
    """Set a threshold from a day on."""

    template_name = "ictportal/threshold.html"
    form_class = ThresholdForm
    permission = Permission.ADMINISTER
    done = _("Threshold set.")  # type: ignore[assignment]

    def threshold(self) -> Threshold:
        """The threshold of the address."""
        return get_object_or_404(Threshold, code=self.kwargs["code"])

    def get_initial(self) -> dict[str, Any]:
        """From today; the version seen."""
        return {"as_of": days.today(), "version": self.threshold().version}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Set it."""
        return actions.set_threshold(by=self.person, threshold=self.threshold(), **given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The threshold and every value it had."""
        held = self.threshold()
        values = held.values_set.standing().order_by("-as_of", "-ordinal")
        return super().get_context_data(threshold=held, values=values, **kwargs)

    def get_success_url(self) -> str:
        """Back to people and thresholds."""
        return reverse("people")
