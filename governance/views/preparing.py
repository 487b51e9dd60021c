"""Forms about the agenda of a meeting, open until its minutes are approved."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from governance import actions, policies
from governance.forms.meetings import AgendaItemForm, RemoveForm
from governance.models import AgendaItem
from governance.views.acting import MeetingAction, load_meeting, workspace
from ledger.errors import DomainError
from secretariat.pages import Page


class AddItem(MeetingAction):
    """An item is put on the agenda."""

    form_class = AgendaItemForm
    section = "agenda"
    title = _("Add an item to the agenda")
    button = _("Add the item")
    done = _("The item is on the agenda.")  # type: ignore[assignment]

    def check(self) -> None:
        """The secretary, until the minutes are approved."""
        super().check()
        policies.check_has_agenda(self.said)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Add it."""
        return actions.add_agenda_item(**self.about(given), **item_given(given))


def item_given(given: Mapping[str, Any]) -> dict[str, Any]:
    """The words of an item and its paper."""
    names = ("title", "purpose", "presented_by")
    return {**{name: given[name] for name in names}, "upload": given["file"]}


class OfItem(MeetingAction):
    """A form about one item of an agenda."""

    section = "agenda"
    item: AgendaItem

    def load(self) -> None:
        """The item of the address and its meeting."""
        self.item, said = actions.find_item(self.request.user, self.kwargs["item"])
        self.said = load_meeting(self.request.user, said.subject.code)

    def check(self) -> None:
        """The secretary, until the minutes are approved."""
        super().check()
        policies.check_has_agenda(self.said)

    def facts(self) -> list[tuple[Any, Any]]:
        """Which item."""
        return [*super().facts(), (_("Item"), str(self.item)), (_("Paper"), self.item.file_name)]

    def of_item(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Who acts on which item."""
        return {
            "by": self.person,
            "item_id": self.item.pk,
            "expected_version": given["version"],
        }


class ChangeItem(OfItem):
    """An item is worded anew."""

    form_class = AgendaItemForm
    title = _("Change an item of the agenda")
    button = _("Change the item")
    done = _("The item is changed.")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """As it is worded now."""
        item = self.item
        held = {"title": item.title, "purpose": item.purpose, "presented_by": item.presented_by}
        return {**super().get_initial(), **held}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Change it."""
        return actions.change_agenda_item(**self.of_item(given), **item_given(given))


class RemoveItem(OfItem):
    """An item is taken off the agenda."""

    form_class = RemoveForm
    title = _("Remove an item from the agenda")
    button = _("Remove the item")
    done = _("The item is removed.")  # type: ignore[assignment]
    danger = True
    warning = _("The item goes with its paper and with what the draft of the minutes says of it.")

    def act(self, given: Mapping[str, Any]) -> Any:
        """Remove it."""
        return actions.remove_agenda_item(**self.of_item(given))


class MoveItem(Page):
    """An item moves up or down: a button without a form of its own."""

    def post(self, request: HttpRequest, item: int) -> HttpResponse:
        """Move it, and say so where it could not be."""
        try:
            found, said = actions.find_item(request.user, item)
        except actions.NotFound as error:
            raise Http404 from error
        policies.check_can_keep(request.user, said.subject)
        try:
            actions.move_agenda_item(
                by=self.person,
                item_id=found.pk,
                expected_version=_number(request.POST.get("version")),
                direction=request.POST.get("direction", ""),
            )
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The order of the agenda is changed."))
        return redirect(workspace(said.subject, "agenda"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
