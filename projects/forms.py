"""The shape of what people type about projects. Forms only parse; the actions judge."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects import reporting
from projects.lifecycle import RATED, ClosingResult, Met, Qualifier, Rating, Voice
from projects.reporting import Before
from secretariat.fields import Day, Line, Prose, VersionedForm

RATINGS = [(word.value, word.label) for word in (Rating.GREEN, Rating.AMBER, Rating.RED)]
RATING_NAMES = {
    "schedule": _("Schedule"),
    "cost": _("Cost"),
    "scope": _("Scope"),
    "risk": _("Risk"),
    "overall": _("Overall"),
}
TEXT_NAMES = {
    "achievements": _("What was achieved"),
    "challenges": _("What stood in the way"),
    "lessons": _("What was learned"),
    "next_steps": _("What comes next"),
}

#: Fields of a report that may stay empty when it is handed in, and say so.
OPTIONAL = frozenset({"percent_reason", "challenges", "lessons", "next_steps"})


class ReportForm(forms.Form):
    """A status report: every field optional here, because a draft keeps what is unfinished."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, before: Before, correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        self._add_progress()
        for name in RATED:
            self._add_rating(name)
        for name, label in TEXT_NAMES.items():
            self._add(name, forms.CharField(widget=_area(3)), label)
        for state in before.milestones:
            self._add_milestone(f"milestone:{state.code}", state.name)
        for n in range(reporting.RISKS):
            self._add_risk(n)
        if correcting:
            label = _("Why the published report is corrected")
            self._add("correction_reason", forms.CharField(widget=_area(2)), label)

    def _add(self, name: str, field: forms.Field, label: Any, help_text: Any = "") -> None:
        field.required, field.label, field.help_text = False, label, help_text
        field.asked = name not in OPTIONAL  # type: ignore[attr-defined]
        self.fields[name] = field

    def _add_progress(self) -> None:
        number = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"})
        self._add("percent", forms.CharField(widget=number), _("Per cent complete"))
        self._add("method", forms.CharField(), _("How it was arrived at"))
        self._add(
            "percent_reason",
            forms.CharField(widget=_area(2)),
            _("Why it falls"),
            _("Only if it is lower than last time."),
        )

    def _add_rating(self, name: str) -> None:
        choice = forms.ChoiceField(choices=RATINGS, widget=forms.RadioSelect)
        self._add(name, choice, RATING_NAMES[name])
        label = _("%(what)s: the reason in a sentence") % {"what": RATING_NAMES[name]}
        self._add(f"{name}_reason", forms.CharField(), label)

    def _add_milestone(self, prefix: str, name: str) -> None:
        day = forms.CharField(widget=forms.TextInput(attrs={"type": "date"}))
        self._add(f"{prefix}:expected", day, _("%(name)s: expected on") % {"name": name})
        reached = forms.ChoiceField(choices=[("", _("not yet")), ("yes", _("reached on that day"))])
        self._add(f"{prefix}:reached", reached, _("%(name)s: reached") % {"name": name})
        reason = forms.CharField(widget=_area(1))
        self._add(f"{prefix}:reason", reason, _("%(name)s: why it moves") % {"name": name})

    def _add_risk(self, n: int) -> None:
        number = {"n": n + 1}
        self._add(f"risk:{n}:title", forms.CharField(), _("Risk %(n)s") % number)
        choice = forms.ChoiceField(choices=[("", "–"), *RATINGS])
        self._add(f"risk:{n}:rating", choice, _("Risk %(n)s: rating") % number)
        response = forms.CharField(widget=_area(1))
        self._add(f"risk:{n}:response", response, _("Risk %(n)s: what is done about it") % number)

    @property
    def content(self) -> dict[str, str]:
        """What was typed, as it was typed."""
        return {name: self.data.get(name, "") for name in self.fields if name != "version"}

    @property
    def groups(self) -> Mapping[str, Any]:
        """The fields in the order and company in which the page shows them."""
        held = self.before.report
        return {
            "progress": [self[name] for name in ("percent", "method", "percent_reason")],
            "ratings": [
                {
                    "rating": self[name],
                    "reason": self[f"{name}_reason"],
                    "was": Rating(getattr(held, name)).label if held else "",
                }
                for name in RATED
            ],
            "texts": [self[name] for name in TEXT_NAMES],
            "milestones": [
                {
                    "state": state,
                    "fields": [
                        self[f"milestone:{state.code}:{part}"]
                        for part in ("expected", "reached", "reason")
                    ],
                }
                for state in self.before.milestones
            ],
            "risks": [
                [self[f"risk:{n}:{part}"] for part in reporting.RISK_PARTS]
                for n in range(reporting.RISKS)
            ],
            "correction": [self[n] for n in ("correction_reason",) if n in self.fields],
        }


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReturnForm(forms.Form):
    """Why a report goes back."""

    reason = Prose(label=_("Why it goes back"), rows=3)


class PublishForm(forms.Form):
    """Nothing to type: the second person has read the report."""


class ObjectiveForm(forms.Form):
    """Whether an objective is met."""

    voice = forms.ChoiceField(label=_("Whose word"), widget=forms.RadioSelect)
    met = forms.ChoiceField(
        label=_("Is the objective met?"),
        widget=forms.RadioSelect,
        choices=[(word.value, word.label) for word in (Met.YES, Met.PARTLY, Met.NO)],
    )
    as_of = Day(label=_("As at"))
    reasoning = Prose(label=_("Why"), rows=4)

    def __init__(self, *args: Any, voices: list[Voice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(voice.value, voice.label) for voice in voices]
        self.fields["voice"].choices = choices  # type: ignore[attr-defined]


class MeasurementForm(forms.Form):
    """What was measured."""

    period = forms.CharField(
        label=_("Period or day"), max_length=10, help_text=_("2025, 2025-Q2, 2025-06 or a day.")
    )
    value = forms.CharField(
        label=_("Value"), max_length=20, help_text=_("A point is the decimal sign: 44.4")
    )
    unit = Line(label=_("Unit"), required=False)
    qualifier = forms.ChoiceField(label=_("How exactly"), choices=Qualifier.choices)
    evidence = Prose(label=_("Evidence"), rows=3, help_text=_("What shows it, and where it is."))


class MilestoneForm(forms.Form):
    """A new milestone with the baseline proposed for it."""

    name = Line(label=_("Milestone"))
    day = Day(label=_("Baseline: to be reached on"))
    authority = Line(label=_("Authority"), help_text=_("Who decided, and where that is written."))
    reason = Prose(label=_("Why"), rows=3)


class BaselineForm(forms.Form):
    """A new baseline of a milestone."""

    day = Day(label=_("New baseline"))
    authority = Line(label=_("Authority"), help_text=_("Who decided, and where that is written."))
    reason = Prose(label=_("Why it moves"), rows=3)


class DecisionForm(forms.Form):
    """The approver's word on a proposed baseline."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[("approve", _("approve")), ("refuse", _("refuse"))],
    )
    reason = Line(label=_("Reason, if refused"), required=False)


class ClosingForm(VersionedForm):
    """What came of a project."""

    result = forms.ChoiceField(
        label=_("Result"), widget=forms.RadioSelect, choices=ClosingResult.choices
    )
    as_of = Day(label=_("Closed on"))
    reasons = Prose(label=_("Why it succeeded or failed"), rows=3)
    systemic_causes = Prose(label=_("Systemic causes"), rows=3)
    organizational_factors = Prose(label=_("Organizational factors"), rows=3)
    lessons = Prose(label=_("Lessons learned"), rows=3)


class ExceptionForm(forms.Form):
    """Why a project may close although an objective is not met."""

    reason = Prose(label=_("Why it may close all the same"), rows=4)
