"""Forms about a meeting that was held: who took part, minutes, approval, corrigenda, actions."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance import actions, policies
from governance.forms.meetings import (
    ActionItemForm,
    ApprovalForm,
    AttendanceForm,
    CloseActionForm,
    CorrigendumForm,
    MinutesForm,
)
from governance.models import ActionItemParticulars, MinutesDraft
from governance.queries import meetings as queries
from governance.views.acting import MeetingAction, load_meeting, written
from ledger import days, moments


class Minuting(MeetingAction):
    """A form that is open from the meeting until its minutes are approved."""

    def check(self) -> None:
        """The secretary, once it was held, while nothing is locked."""
        super().check()
        policies.check_can_minute(self.said)


class RecordAttendance(Minuting):
    """Who took part."""

    form_class = AttendanceForm
    section = "attendance"
    title = _("Who took part")
    button = _("Record who took part")
    done = _("Attendance recorded.")  # type: ignore[assignment]

    def get_form_kwargs(self) -> dict[str, Any]:
        """A line per seat held on the day, and one per guest."""
        guests = self.meeting.attendance.filter(seat__isnull=True).count()
        holders = queries.members_on(self.said, moments.now())
        return {**super().get_form_kwargs(), "holders": holders, "guests": guests}

    def get_initial(self) -> dict[str, Any]:
        """What is recorded so far."""
        return {**super().get_initial(), **attendance_initial(self.meeting.attendance.all())}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Record it."""
        form = self.form
        return actions.record_attendance(**self.about(given), seats=form.seats, guests=form.guests)

    def form_valid(self, form: Any) -> Any:
        """Keep the form: it knows which fields are seats and which are guests."""
        self.form = form
        return super().form_valid(form)


def attendance_initial(rows: Any) -> dict[str, Any]:
    """Attendance on record as the fields of its form."""
    ordered = sorted(rows, key=lambda row: row.pk)
    found = {f"seat-{row.seat_id}": row.standing for row in ordered if row.seat_id}
    for number, row in enumerate(row for row in ordered if not row.seat_id):
        for name in ("office", "present_as", "standing"):
            found[f"guest-{number}-{name}"] = getattr(row, name)
    return found


class WriteMinutes(Minuting):
    """The draft of the minutes."""

    form_class = MinutesForm
    section = "minutes"
    title = _("Write the minutes")
    button = _("Save the draft")
    done = _("The draft of the minutes is saved.")  # type: ignore[assignment]

    def get_form_kwargs(self) -> dict[str, Any]:
        """A passage per item."""
        items = self.meeting.agenda.order_by("position", "pk")
        return {**super().get_form_kwargs(), "items": items}

    def get_initial(self) -> dict[str, Any]:
        """What is drafted so far."""
        draft = MinutesDraft.objects.filter(meeting=self.meeting).first()
        return {**super().get_initial(), **minutes_initial(draft, self.meeting.agenda.all())}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Save it."""
        return actions.write_minutes(
            **self.about(given),
            summary=given["summary"],
            items=self.form.minutes,
            upload=given["file"],
        )

    def form_valid(self, form: Any) -> Any:
        """Keep the form: it knows which fields are items."""
        self.form = form
        return super().form_valid(form)


def minutes_initial(draft: MinutesDraft | None, items: Any) -> dict[str, Any]:
    """The draft as the fields of its form."""
    found = {f"item-{item.pk}": item.minute for item in items}
    return {**found, "summary": draft.summary if draft else ""}


class ApproveMinutes(Minuting):
    """The minutes are approved, and locked."""

    form_class = ApprovalForm
    section = "approval"
    title = _("Approve the minutes")
    button = _("Approve and lock the minutes")
    done = _("The minutes are approved and locked.")  # type: ignore[assignment]
    warning = _(
        "Agenda, attendance and minutes are locked from then on. What has to be put right later is "
        "recorded as a corrigendum."
    )

    def check(self) -> None:
        """The secretary; a second approval is refused by the action, in its own words."""
        policies.check_can_keep(self.request.user, self.meeting)

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {**super().get_initial(), "approved_on": days.today()}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Approve them."""
        return actions.approve_minutes(
            **self.about(given),
            approved_on=given["approved_on"],
            approved_by=given["approved_by"],
        )


class RecordCorrigendum(MeetingAction):
    """A correction to approved minutes."""

    form_class = CorrigendumForm
    section = "corrigenda"
    title = _("Record a corrigendum")
    button = _("Record the corrigendum")
    done = _("The corrigendum is recorded.")  # type: ignore[assignment]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the items of the minutes."""
        minutes = queries.minutes_of(self.meeting, moments.now())
        items = sorted(minutes.items.all(), key=lambda one: one.position) if minutes else []
        return {**super().get_form_kwargs(), "items": items}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Record it."""
        return actions.record_corrigendum(
            **self.about(given), item=given["item"], text=given["text"], reason=given["reason"]
        )


# --- actions -------------------------------------------------------------------------------------
class AgreeAction(MeetingAction):
    """An action agreed at the meeting."""

    form_class = ActionItemForm
    section = "actions"
    title = _("Record an action")
    button = _("Record the action")
    done = _("The action is recorded.")  # type: ignore[assignment]

    def check(self) -> None:
        """The secretary, once the meeting was held."""
        super().check()
        policies.check_was_held(self.said)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Record it."""
        return actions.agree_action(by=self.person, meeting_id=self.meeting.pk, **given)


class CloseAction(MeetingAction):
    """What came of an action."""

    form_class = CloseActionForm
    section = "actions"
    title = _("Close an action")
    button = _("Close the action")
    done = _("The action is closed.")  # type: ignore[assignment]
    action: ActionItemParticulars

    def load(self) -> None:
        """The action of the address and its meeting."""
        self.action = actions.find_action(self.request.user, self.kwargs["pk"])
        self.said = load_meeting(self.request.user, self.action.subject.meeting.code)

    def facts(self) -> list[tuple[Any, Any]]:
        """Which action, of whom, by when."""
        action = self.action
        return [
            *super().facts(),
            (_("Action"), action.title),
            (_("Responsible office"), action.responsible),
            (_("Due on"), written(action.due_on) or _("not dated")),
        ]

    def act(self, given: Mapping[str, Any]) -> Any:
        """Close it."""
        return actions.close_action(by=self.person, action_id=self.action.subject_id, **given)
