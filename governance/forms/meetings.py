"""The forms about meetings, their agenda, minutes, actions and decisions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.actions import Guest
from governance.lifecycle import (
    ActionWord,
    DecisionWord,
    MeetingKind,
    Purpose,
    Standing,
)
from governance.models import AgendaItem, MinutedItem, SeatHolding
from secretariat.fields import Day, Line, Prose, VersionedForm

Choices = Sequence[tuple[str, Any]]


def asked(field: forms.Field) -> forms.Field:
    """A field that may stay empty without being called optional: each line is asked for."""
    field.required, field.asked = False, True  # type: ignore[attr-defined]
    return field


#: Empty lines for guests beyond those recorded.
SPARE_GUESTS = 3
NOT_RECORDED = ("", _("not recorded"))
CODES = _("Codes, separated by semicolons.")


def words(choices: Any, *only: Any) -> Choices:
    """Declared words as choices, all or some, beginning with a capital."""
    return [
        (value, str(label)[:1].upper() + str(label)[1:])
        for value, label in choices.choices
        if not only or value in only
    ]


class MeetingForm(forms.Form):
    """A meeting to be planned."""

    body = forms.ChoiceField(label=_("Governing body"))
    day = Day(label=_("Day"))
    starts_at = Line(label=_("Begins at"), required=False, help_text=_("Such as 14:30."))
    kind = forms.ChoiceField(label=_("Kind"), choices=words(MeetingKind))
    title = Line(label=_("Title"), required=False, help_text=_("Where it has one."))
    place = Line(label=_("Place"), required=False)

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class HoldForm(VersionedForm):
    """The day on which a meeting took place."""

    day = Day(label=_("It took place on"))


class PostponeForm(VersionedForm):
    """When a meeting will be, and why not on its day."""

    new_day = Day(
        label=_("New day"), required=False, help_text=_("Empty while it is not known yet.")
    )
    reason = Prose(label=_("Why"), rows=3)


class CancelForm(VersionedForm):
    """Why a meeting does not take place."""

    reason = Prose(label=_("Why"), rows=3)


class MergeForm(VersionedForm):
    """The meeting that takes the place of this one, and why."""

    into_code = forms.ChoiceField(label=_("Merged into"))
    reason = Prose(label=_("Why"), rows=3)

    def __init__(self, *args: Any, meetings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into_code"].choices = meetings  # type: ignore[attr-defined]


class AgendaItemForm(VersionedForm):
    """An item of the agenda with its paper."""

    title = Line(label=_("Item"))
    purpose = forms.ChoiceField(label=_("For what"), choices=words(Purpose))
    presented_by = Line(label=_("Presented by"), required=False, help_text=_("An office."))
    file = forms.FileField(label=_("Paper"), required=False)


class RemoveForm(VersionedForm):
    """Nothing to type: the item goes."""


class AttendanceForm(VersionedForm):
    """Who took part: a line per seat held on the day, and lines for those who hold none."""

    def __init__(
        self, *args: Any, holders: Sequence[SeatHolding], guests: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.holders, self.guest_lines = holders, range(guests + SPARE_GUESTS)
        for holding in holders:
            self.fields[f"seat-{holding.subject_id}"] = asked(
                forms.ChoiceField(
                    label=holding.office,
                    help_text=holding.get_role_display(),
                    choices=[NOT_RECORDED, *words(Standing)],
                )
            )
        for number in self.guest_lines:
            self._add_guest(number)

    def _add_guest(self, number: int) -> None:
        called = {"n": number + 1}
        made = {
            "office": Line(label=_("Guest %(n)d: office") % called),
            "present_as": Line(label=_("Guest %(n)d: as what") % called),
            "standing": forms.ChoiceField(
                label=_("Guest %(n)d: was") % called, choices=words(Standing)
            ),
        }
        for name, field in made.items():
            self.fields[f"guest-{number}-{name}"] = asked(field)

    @property
    def seat_fields(self) -> list[tuple[SeatHolding, forms.BoundField]]:
        """Each seat with its field."""
        return [(holding, self[f"seat-{holding.subject_id}"]) for holding in self.holders]

    @property
    def guest_fields(self) -> list[list[forms.BoundField]]:
        """The three fields of each line for a guest."""
        names = ("office", "present_as", "standing")
        return [[self[f"guest-{n}-{name}"] for name in names] for n in self.guest_lines]

    @property
    def seats(self) -> dict[UUID, str]:
        """The standing chosen for each seat."""
        given = self.cleaned_data
        return {one.subject_id: given[f"seat-{one.subject_id}"] for one in self.holders}

    @property
    def guests(self) -> list[Guest]:
        """The guests, empty lines included, so that a refusal finds its line."""
        given = self.cleaned_data
        return [
            Guest(
                given[f"guest-{n}-office"],
                given[f"guest-{n}-present_as"],
                given[f"guest-{n}-standing"] or Standing.PRESENT,
            )
            for n in self.guest_lines
        ]


class MinutesForm(VersionedForm):
    """The draft of the minutes: a passage for each item, and what lies beside the items."""

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            self.fields[f"item-{item.pk}"] = asked(Prose(label=str(item), rows=3))
        self.fields["summary"] = Prose(
            label=_("Summary, and what lies beside the items"), rows=3, required=False
        )
        self.fields["file"] = forms.FileField(label=_("Minutes as a file"), required=False)

    @property
    def minutes(self) -> Mapping[int, str]:
        """What each item says."""
        return {item.pk: self.cleaned_data[f"item-{item.pk}"] for item in self.items}


class ApprovalForm(VersionedForm):
    """Who approved the minutes, and when."""

    approved_on = Day(label=_("Approved on"))
    approved_by = Line(label=_("Approved by"), help_text=_("The body, or the office of its chair."))


class CorrigendumForm(VersionedForm):
    """A correction to approved minutes."""

    item = forms.TypedChoiceField(
        label=_("What it corrects"), coerce=int, empty_value=None, required=False
    )
    text = Prose(label=_("How it should read"), rows=3)
    reason = Prose(label=_("Why"), rows=2)

    def __init__(self, *args: Any, items: Iterable[MinutedItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("The minutes as a whole")), *((str(i.position), str(i)) for i in items)]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]


class ActionItemForm(forms.Form):
    """What a meeting asked an office to do."""

    title = Line(label=_("What is to be done"))
    responsible = Line(label=_("Responsible office"))
    due_on = Day(label=_("Due on"), required=False)


class CloseActionForm(forms.Form):
    """What came of an action."""

    word = forms.ChoiceField(
        label=_("How it ended"),
        widget=forms.RadioSelect,
        choices=words(ActionWord, ActionWord.DONE, ActionWord.DROPPED),
    )
    outcome = Prose(label=_("What came of it"), rows=3)


class DecisionForm(forms.Form):
    """A decision for the register. Of a meeting, body and day are those of the meeting."""

    body = forms.ChoiceField(label=_("Governing body"))
    title = Line(label=_("Decision, in a line"))
    text = Prose(label=_("What was decided"), rows=3)
    decided_on = Day(label=_("Decided on"))
    responsible = Line(label=_("Responsible office"), required=False)
    due_on = Day(label=_("Due on"), required=False)
    word = forms.ChoiceField(
        label=_("To be carried out?"),
        choices=words(DecisionWord, DecisionWord.OPEN, DecisionWord.NOTHING_TO_DO),
    )
    decided_by = Line(
        label=_("Who decided"), required=False, help_text=_("If not the body as a whole.")
    )
    advised_by = Line(label=_("Who advised"), required=False)
    supersedes = forms.ChoiceField(label=_("Replaces"), required=False)
    project = Line(label=_("Projects it is about"), required=False, help_text=CODES)
    policy = Line(label=_("Policies it is about"), required=False, help_text=CODES)
    mandate = Line(
        label=_("Requests and recommendations it is about"), required=False, help_text=CODES
    )

    def __init__(
        self, *args: Any, bodies: Choices, replaceable: Choices, meeting: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
        self.fields["supersedes"].choices = [  # type: ignore[attr-defined]
            ("", _("No earlier decision")),
            *replaceable,
        ]
        if meeting:
            del self.fields["body"]
            del self.fields["decided_on"]

    @property
    def links(self) -> list[tuple[str, str]]:
        """What the decision is about: kinds and codes."""
        found = []
        for kind in ("project", "policy", "mandate"):
            codes = self.cleaned_data[kind].replace(",", ";").split(";")
            found += [(kind, code.strip()) for code in codes if code.strip()]
        return found


class FollowUpForm(VersionedForm):
    """How far a decision has been carried out."""

    word = forms.ChoiceField(
        label=_("How far it is"), widget=forms.RadioSelect, choices=words(DecisionWord)
    )
    outcome = Prose(label=_("What came of it"), rows=4)


class LinkForm(VersionedForm):
    """What a decision is about."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        widget=forms.RadioSelect,
        choices=[
            ("project", _("Project")),
            ("policy", _("Policy")),
            ("mandate", _("Request or recommendation")),
        ],
    )
    code = Line(label=_("Its code"))
