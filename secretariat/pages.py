"""What every signed-in page shares: who may open it, and how a refusal becomes a page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.moments import Moment
from secretariat.access import may
from secretariat.models import Person
from secretariat.roles import Permission


class Page(LoginRequiredMixin, View):
    """A page for signed-in people who hold a right; others get the sentence that says which."""

    permission = Permission.READ_REGISTER

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse before anything is read."""
        if request.user.is_authenticated and not may(request.user, self.permission):
            raise Forbidden(
                _("Your roles do not let you %(what)s.") % {"what": self.permission.label}
            )
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> Person:
        """Whoever is here; a page is shown to signed-in people only."""
        assert isinstance(self.request.user, Person)
        return self.request.user

    @property
    def moment(self) -> Moment:
        """The moment the page is asked for."""
        moment: Moment = self.request.moment  # type: ignore[attr-defined]
        return moment

    @property
    def demonstration(self) -> bool:
        """Whether the page shows the demonstration layer."""
        return bool(self.request.layer == "demonstration")  # type: ignore[attr-defined]


class ActionPage(Page, FormView):
    """A form with one action behind it. Nothing typed is lost, whatever the refusal.

    ``check`` raises before the form is shown; ``act`` makes the one domain call; ``news`` tells
    what the other side wrote meanwhile.
    """

    done = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A past day is read-only; the person is checked before anything is read."""
        if request.user.is_authenticated and may(request.user, self.permission):
            if not request.moment.is_now:  # type: ignore[attr-defined]
                raise WrongState(
                    _("Pages of a past day are read-only. Go back to today to change something.")
                )
            self.check()
        return super().dispatch(request, *args, **kwargs)

    def check(self) -> None:
        """Raise when the person may not, or the record is in no state for it."""

    def act(self, given: Mapping[str, Any]) -> Any:
        """The one domain call."""
        raise NotImplementedError

    def news(self) -> Mapping[str, Any]:
        """What to show beside the form when the record moved on."""
        return {}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Act, and turn each refusal into a sentence beside the field it concerns."""
        try:
            self.act(form.cleaned_data)
        except Stale as refusal:
            return self._again(form, refusal.message, status=409, **self.news())
        except WrongState as refusal:
            return self._again(form, refusal.message, status=409)
        except Invalid as refusal:
            return self._invalid(form, refusal)
        messages.success(self.request, self.done)
        return super().form_valid(form)

    def _invalid(self, form: forms.Form, refusal: Invalid) -> HttpResponse:
        for name, saids in refusal.fields.items():
            for said in saids:
                form.add_error(name if name in form.fields else None, said)
        if not refusal.fields:
            form.add_error(None, refusal.message)
        return self.form_invalid(form)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The form again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def _again(self, form: forms.Form, said: str, *, status: int, **news: Any) -> HttpResponse:
        form.add_error(None, said)
        return self.render_to_response(self.get_context_data(form=form, **news), status=status)
