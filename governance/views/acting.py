"""Forms about one meeting: plan it, say what became of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from governance import actions, policies
from governance.forms.meetings import (
    CancelForm,
    HoldForm,
    MeetingForm,
    MergeForm,
    PostponeForm,
)
from governance.lifecycle import BodyState, MeetingState
from governance.models import Meeting, MeetingParticulars
from governance.queries import meetings as queries
from governance.queries.history import history
from governance.views.listing import in_layer
from ledger import days, moments
from secretariat.pages import ActionPage

#: Fields that a comparison of two versions leaves out.
BESIDE = frozenset({"version", "file"})
#: Meetings up to so many days earlier can take another one in.
MERGED_WITHIN = timedelta(days=366)


def workspace(meeting: Meeting, section: str = "") -> str:
    """The address of a meeting's page in its layer, at one of its sections."""
    address = in_layer(reverse("meeting-detail", args=[meeting.code]), meeting)
    return f"{address}#{section}" if section else address


def written(day: date | None) -> str:
    """A day as pages write it: 31 December 2018; empty without one."""
    return date_format(day, "j F Y") if day else ""


def load_meeting(viewer: Any, code: str) -> MeetingParticulars:
    """The meeting with this code as it stands now, of either layer; else 404."""
    for demonstration in (False, True):
        found = queries.find_meeting(viewer, code, moments.now(), demonstration=demonstration)
        if found is not None:
            return found
    raise Http404


def in_words(field: forms.BoundField, value: Any) -> str:
    """A value of a form field the way a person reads it: the words of its choices, not the keys."""
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return labels.get(str(value), str(value)) if value not in (None, "") else ""


class GovernanceAction(ActionPage):
    """A form of governance; ``facts`` is what the writer needs to see while writing."""

    template_name = "governance/meeting_action.html"
    title: Any = ""
    button: Any = _("Record")
    danger = False
    warning: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load what it is about first: what one may not see is not there."""
        self.request, self.kwargs = request, kwargs
        if request.user.is_authenticated:
            try:
                self.load()
            except actions.NotFound as error:
                raise Http404 from error
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> None:
        """Read what the form is about; raises when the viewer may not see it."""
        raise NotImplementedError

    def facts(self) -> list[tuple[Any, Any]]:
        """Pairs of a name and a value, shown beside the form."""
        return []

    def recorded(self) -> Mapping[str, Any]:
        """What is on record in the terms of the form, to stand beside what was typed."""
        return self.get_initial()

    def versions(self, form: forms.Form) -> list[dict[str, str]]:
        """Field by field, what is recorded now and what the person typed, where the two differ."""
        recorded = self.recorded()
        pairs = [
            (
                str(field.label),
                in_words(field, recorded[field.name]),
                in_words(field, field.value()),
            )
            for field in form.visible_fields()
            if field.name in recorded and field.name not in BESIDE
        ]
        return [
            {"label": label, "recorded": held, "typed": typed}
            for label, held, typed in pairs
            if held != typed
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it is about; after a conflict the form goes on from the version in force."""
        form: Any = kwargs.get("form")
        if form is not None and "fresh_version" in kwargs:
            form.data = form.data.copy()
            form.data["version"] = kwargs["fresh_version"]
            kwargs["versions"] = self.versions(form)
        return super().get_context_data(
            title=self.title,
            button=self.button,
            danger=self.danger,
            warning=self.warning,
            facts=self.facts(),
            back=self.get_success_url(),
            crumbs=self.crumbs(),
            **kwargs,
        )

    def crumbs(self) -> list[tuple[str, Any]]:
        """The way to the page: addresses and names."""
        return []


class MeetingAction(GovernanceAction):
    """A form about one meeting; afterwards its page is shown at the section it belongs to."""

    section = "meeting"
    said: MeetingParticulars

    def load(self) -> None:
        """The meeting of the address."""
        self.said = load_meeting(self.request.user, self.kwargs["code"])

    @property
    def meeting(self) -> Meeting:
        """The meeting itself."""
        return self.said.subject

    def check(self) -> None:
        """The governance secretary, in the own layer."""
        policies.check_can_keep(self.request.user, self.meeting)

    def about(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Who acts on what, and in which version it was seen."""
        return {
            "by": self.person,
            "meeting_id": self.meeting.pk,
            "expected_version": given["version"],
        }

    def get_initial(self) -> dict[str, Any]:
        """The version seen."""
        return {"version": self.meeting.version}

    def facts(self) -> list[tuple[Any, Any]]:
        """Which meeting, and how it stands."""
        names = queries.body_names(self.moment)
        return [
            (_("Governing body"), names.get(self.meeting.body_id, self.meeting.body.code)),
            (_("Meeting"), self.meeting.code),
            (_("Day"), written(self.said.day) or _("not known yet")),
            (_("State"), self.said.get_state_display()),
        ]

    def news(self) -> Mapping[str, Any]:
        """What was done to the meeting since the version the person saw."""
        seen = int(self.request.POST.get("version") or 0)
        self.load()
        fresh = self.meeting.version
        entries = history(self.meeting, moments.now())[: max(fresh - seen, 0)]
        return {"fresh_version": fresh, "news": entries}

    def crumbs(self) -> list[tuple[str, Any]]:
        """Meetings, and this one."""
        return [
            (in_layer(reverse("meeting-list"), self.meeting), _("Meetings")),
            (workspace(self.meeting), self.meeting.code),
        ]

    def get_success_url(self) -> str:
        """Back to the section of the meeting's page."""
        return workspace(self.meeting, self.section)


# --- planning and what becomes of a meeting ------------------------------------------------------
class PlanMeeting(GovernanceAction):
    """A new meeting."""

    form_class = MeetingForm
    title = _("Plan a meeting")
    button = _("Plan the meeting")
    done = _("The meeting is planned.")  # type: ignore[assignment]
    made: Meeting | None = None

    def load(self) -> None:
        """The bodies of the layer that are in place."""
        found = queries.bodies(self.request.user, self.moment, demonstration=self.demonstration)
        self.bodies = [body for body in found if body.state == BodyState.IN_PLACE]

    def check(self) -> None:
        """The governance secretary."""
        policies.check_can_keep(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the bodies by name."""
        choices = [(body.subject.code, body.name) for body in self.bodies]
        return {**super().get_form_kwargs(), "bodies": choices}

    def get_initial(self) -> dict[str, Any]:
        """What the address names: a body, a day."""
        return {
            name: self.request.GET[name] for name in ("body", "day") if name in self.request.GET
        }

    def act(self, given: Mapping[str, Any]) -> Any:
        """Plan it."""
        rest = {name: value for name, value in given.items() if name != "body"}
        ids = {body.subject.code: body.subject_id for body in self.bodies}
        self.made = actions.plan_meeting(by=self.person, body_id=ids[given["body"]], **rest)
        return self.made

    def crumbs(self) -> list[tuple[str, Any]]:
        """Meetings."""
        return [(self._list(), _("Meetings"))]

    def _list(self) -> str:
        layer = "?layer=demonstration" if self.demonstration else ""
        return reverse("meeting-list") + layer

    def get_success_url(self) -> str:
        """To the agenda of the new meeting."""
        return workspace(self.made, "agenda") if self.made else self._list()


class HoldMeeting(MeetingAction):
    """It took place."""

    form_class = HoldForm
    title = _("The meeting took place")
    button = _("Record that it was held")
    done = _("Recorded as held.")  # type: ignore[assignment]

    def check(self) -> None:
        """The secretary, while it can still be held."""
        super().check()
        policies.check_can_move(self.said, MeetingState.HELD)

    def get_initial(self) -> dict[str, Any]:
        """The day it was planned for, where that has come."""
        day = self.said.day
        return {**super().get_initial(), "day": day if day and day <= days.today() else None}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Record it."""
        return actions.hold_meeting(**self.about(given), day=given["day"])


class PostponeMeeting(MeetingAction):
    """It will be on another day."""

    form_class = PostponeForm
    title = _("Postpone the meeting")
    button = _("Postpone it")
    done = _("Postponed.")  # type: ignore[assignment]

    def check(self) -> None:
        """The secretary, while it is still to come."""
        super().check()
        policies.check_can_move(self.said, MeetingState.POSTPONED)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Postpone it."""
        return actions.postpone_meeting(
            **self.about(given), new_day=given["new_day"], reason=given["reason"]
        )


class CancelMeeting(MeetingAction):
    """It does not take place."""

    form_class = CancelForm
    title = _("Cancel the meeting")
    button = _("Cancel the meeting")
    done = _("Cancelled.")  # type: ignore[assignment]
    danger = True

    def check(self) -> None:
        """The secretary, while it is still to come."""
        super().check()
        policies.check_can_move(self.said, MeetingState.CANCELLED)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Cancel it."""
        return actions.cancel_meeting(**self.about(given), reason=given["reason"])


class MergeMeeting(MeetingAction):
    """It takes place as part of another."""

    form_class = MergeForm
    title = _("Merge with another meeting")
    button = _("Merge it")
    done = _("Merged.")  # type: ignore[assignment]

    def check(self) -> None:
        """The secretary, while it is still to come."""
        super().check()
        policies.check_can_move(self.said, MeetingState.MERGED)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the meetings that stand, of all bodies of the layer."""
        layer = {"demonstration": self.meeting.demonstration}
        rows = queries.meetings(self.request.user, self.moment, **layer)
        since = (self.said.day or self.moment.as_of) - MERGED_WITHIN
        standing = rows.exclude(state__in=[MeetingState.CANCELLED, MeetingState.MERGED])
        others = standing.exclude(subject=self.meeting).filter(day__gte=since).order_by("-day")
        choices = [(one.subject.code, f"{one.subject.code}, {written(one.day)}") for one in others]
        return {**super().get_form_kwargs(), "meetings": choices}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Merge it."""
        return actions.merge_meeting(
            **self.about(given), into_code=given["into_code"], reason=given["reason"]
        )
