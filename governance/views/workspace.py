"""What the page of one meeting shows, in the order in which its secretary works."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.forms.meetings import (
    ActionItemForm,
    AgendaItemForm,
    ApprovalForm,
    AttendanceForm,
    CorrigendumForm,
    DecisionForm,
    MinutesForm,
)
from governance.lifecycle import AHEAD, MEETING_MOVES, MeetingState
from governance.models import (
    ActionItem,
    MeetingParticulars,
    Minutes,
    MinutesDraft,
)
from governance.queries import decisions as decision_queries
from governance.queries import meetings as queries
from governance.queries.history import histories
from governance.views.deciding import replaceable
from governance.views.minuting import attendance_initial, minutes_initial
from ledger import days
from ledger.moments import Moment
from projects.queries import series
from secretariat.models import Person


@dataclass(frozen=True)
class Step:
    """A section of the page in the list of work: where it is, and whether it is done."""

    section: str
    label: Any
    done: bool
    ahead: bool = False


class Workspace:
    """Everything about one meeting at one moment, for one viewer.

    The draft of attendance and minutes is for whoever keeps governance; the agenda is shown to all
    of the staff today, and of a past day only as approved minutes have it.
    """

    def __init__(
        self, said: MeetingParticulars, viewer: Person, moment: Moment, can_keep: bool
    ) -> None:
        self.said, self.viewer, self.moment, self.can_keep = said, viewer, moment, can_keep
        self.meeting = said.subject

    def context(self) -> dict[str, Any]:
        """All that the page shows."""
        actions, decisions = self._actions(), self._decisions()
        return {
            "said": self.said,
            "meeting": self.meeting,
            "body_name": queries.body_names(self.moment).get(
                self.meeting.body_id, self.meeting.body.code
            ),
            "earlier": list(series(MeetingParticulars, self.meeting.pk, self.moment))[1:],
            "minutes": self.minutes,
            "draft": self.draft,
            "agenda": self.agenda,
            "is_draft": self.minutes is None,
            "shows_agenda": self.minutes is not None or self.moment.is_now,
            "carried": queries.carried_to(self.said, self.moment),
            "attendance": self.attendance,
            "holders": self.holders,
            "quorum": queries.quorum_of(self.said, self.attendance, self.holders, self.moment),
            "decisions": decisions,
            "actions": actions,
            "corrigenda": queries.corrigenda_of(self.meeting, self.moment),
            "history": histories(
                [self.meeting, *ActionItem.objects.filter(meeting=self.meeting)], self.moment
            ),
            "moment": self.moment,
            "steps": self._steps(decisions, actions),
            **self._rights(),
            **self._forms(),
        }

    @property
    def is_now(self) -> bool:
        """Whether working papers, which have no days, can be shown."""
        return self.moment.is_now

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.said.state == MeetingState.HELD

    @cached_property
    def minutes(self) -> Minutes | None:
        """The approved minutes."""
        return queries.minutes_of(self.meeting, self.moment)

    @cached_property
    def draft(self) -> MinutesDraft | None:
        """The draft of the minutes, for who keeps governance."""
        if self.minutes or not self.can_keep:
            return None
        rows = MinutesDraft.objects.filter(meeting=self.meeting)
        return rows.select_related("file").first()

    @cached_property
    def agenda(self) -> list[Any]:
        """The items: as approved, else as they are prepared."""
        if self.minutes:
            return sorted(self.minutes.items.all(), key=lambda item: item.position)
        if not self.is_now:
            return []
        return list(self.meeting.agenda.select_related("file").order_by("position", "pk"))

    @cached_property
    def attendance(self) -> list[Any]:
        """Who took part: as approved, else as drafted, for who keeps governance."""
        if self.minutes:
            return sorted(self.minutes.attendance.all(), key=_members_first)
        if not self.can_keep:
            return []
        return sorted(self.meeting.attendance.select_related("seat"), key=_members_first)

    @cached_property
    def holders(self) -> list[Any]:
        """Who holds a seat on the day of the meeting."""
        return queries.members_on(self.said, self.moment)

    def _actions(self) -> list[Any]:
        return queries.actions_of(self.meeting, self.moment)

    def _decisions(self) -> list[Any]:
        return decision_queries.decisions_of(self.viewer, self.meeting, self.moment)

    def _rights(self) -> dict[str, bool]:
        """Which forms and buttons the viewer gets: none on a past day, few once it is locked."""
        state, keeps = MeetingState(self.said.state), self.can_keep
        open_for_work = keeps and self.minutes is None
        return {
            "can_keep": keeps,
            "can_move": keeps and bool(MEETING_MOVES[state]),
            "can_prepare": open_for_work and (state in AHEAD or self.is_held),
            "can_minute": open_for_work and self.is_held,
            "can_follow": keeps and self.is_held,
            "can_correct": keeps and self.minutes is not None,
        }

    # --- the forms ------------------------------------------------------------------------------
    def _forms(self) -> dict[str, Any]:
        """The forms that stand open on the page, each with ids of its own."""
        rights, version = self._rights(), {"version": self.meeting.version}
        forms: dict[str, Any] = {}
        if rights["can_prepare"]:
            forms["item_form"] = AgendaItemForm(initial=version, auto_id="agenda-%s")
        if rights["can_minute"]:
            forms |= self._minuting_forms(version)
        if rights["can_follow"]:
            forms["action_form"] = ActionItemForm(auto_id="action-%s")
            forms["decision_form"] = self._decision_form()
        if rights["can_correct"]:
            forms["corrigendum_form"] = CorrigendumForm(
                initial=version, items=self.agenda, auto_id="corrigendum-%s"
            )
        return forms

    def _minuting_forms(self, version: dict[str, Any]) -> dict[str, Any]:
        guests = sum(row.seat_id is None for row in self.attendance)
        written = minutes_initial(self.draft, self.agenda)
        return {
            "attendance_form": AttendanceForm(
                initial={**version, **attendance_initial(self.attendance)},
                holders=self.holders,
                guests=guests,
                auto_id="attendance-%s",
            ),
            "minutes_form": MinutesForm(
                initial={**version, **written}, items=self.agenda, auto_id="minutes-%s"
            ),
            "approval_form": ApprovalForm(
                initial={**version, "approved_on": days.today()}, auto_id="approval-%s"
            ),
        }

    def _decision_form(self) -> DecisionForm:
        choices = replaceable(
            self.viewer,
            self.moment,
            demonstration=self.meeting.demonstration,
            body=self.meeting.body.code,
        )
        return DecisionForm(bodies=[], replaceable=choices, meeting=True, auto_id="decision-%s")

    # --- the order of work ----------------------------------------------------------------------
    def _steps(self, decisions: Iterable[Any], actions: Iterable[Any]) -> list[Step]:
        """What there is to do, in order; what can only be done later says so."""
        held, minuted = self.is_held, self.minutes is not None
        drafted = bool(self.draft) or any(item.minute for item in self.agenda)
        written = minuted or (self.can_keep and drafted)
        before = not held
        return [
            Step("meeting", _("What and when"), held),
            Step("agenda", _("Agenda"), bool(self.agenda)),
            Step("attendance", _("Who took part"), bool(self.attendance), before),
            Step("minutes", _("Minutes"), written, before),
            Step("decisions", _("Decisions"), bool(decisions), before),
            Step("actions", _("Actions"), bool(actions), before),
            Step("approval", _("Approval"), minuted, before),
        ]


def _members_first(row: Any) -> tuple[bool, str]:
    return (row.seat_id is None, row.office)
