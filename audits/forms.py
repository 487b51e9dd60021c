"""The shape of what people type about recommendations. Forms only parse; the actions judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.lifecycle import Acceptance, Claim, LinkKind, Priority
from secretariat.fields import Day, Line, Prose, VersionedForm
from secretariat.models import Classification


class AssessmentForm(VersionedForm):
    """What the oversight body found."""

    word = forms.ChoiceField(
        label=_("Finding"),
        widget=forms.RadioSelect,
        help_text=_("In the oversight body's own words."),
    )
    as_of = Day(label=_("As at"), help_text=_("The day the finding speaks for."))
    reasoning = Prose(
        label=_("Reasoning"),
        help_text=_("What was looked at and why this is the finding. It cannot be edited later."),
    )
    successor = forms.UUIDField(
        label=_("Taken over by"),
        required=False,
        help_text=_("Overtaken by events: the id of the recommendation that takes its place."),
    )
    no_successor_reason = Line(
        label=_("Why nothing takes its place"),
        required=False,
        help_text=_("Overtaken by events without a successor: say why."),
    )

    def __init__(self, *args: Any, words: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].choices = [(word, word) for word in words]  # type: ignore[attr-defined]


class ReopeningForm(VersionedForm):
    """Why a closed recommendation opens again."""

    word = forms.ChoiceField(label=_("Finding"), widget=forms.RadioSelect)
    as_of = Day(label=_("As at"))
    reasoning = Prose(label=_("Why it opens again"))

    def __init__(self, *args: Any, words: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].choices = [(word, word) for word in words]  # type: ignore[attr-defined]


class CorrectionForm(VersionedForm):
    """A better assessment of the same day, or none."""

    word = forms.ChoiceField(label=_("Finding"), widget=forms.RadioSelect, required=False)
    reasoning = Prose(label=_("Reasoning"), required=False)
    no_successor_reason = Line(
        label=_("Why nothing takes its place"),
        required=False,
        help_text=_("Overtaken by events without a successor on record: say why."),
    )
    withdraw = forms.BooleanField(
        label=_("Withdraw the assessment without putting another in its place"), required=False
    )
    reason = Prose(label=_("Why it is corrected"), rows=3)

    def __init__(self, *args: Any, words: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].choices = [(word, word) for word in words]  # type: ignore[attr-defined]


class UpdateForm(VersionedForm):
    """What the Administration says."""

    claim = forms.ChoiceField(
        label=_("Status claimed"),
        widget=forms.RadioSelect,
        choices=[pair for pair in Claim.choices if pair[0] != Claim.NOT_STATED],
        help_text=_("No claim closes a recommendation; only the oversight body's finding does."),
    )
    as_of = Day(label=_("As at"), help_text=_("The day the update speaks for."))
    narrative = Prose(label=_("What was done and what is next"))
    target = forms.CharField(
        label=_("Target quarter"),
        required=False,
        max_length=7,
        help_text=_("Such as 2025-Q2. The first target stays for ever; each move is kept."),
    )
    target_reason = Prose(
        label=_("Why the target moves"), required=False, rows=3, help_text=_("If it moves.")
    )
    classification = forms.ChoiceField(
        label=_("Classification"),
        choices=Classification.choices,
        initial=Classification.UNCLASSIFIED,
    )


class TranscriptionForm(VersionedForm):
    """What a published annex says."""

    word = forms.ChoiceField(label=_("Finding as printed"), widget=forms.RadioSelect)
    as_of = Day(label=_("As at"))
    reasoning = Prose(label=_("What the annex says, in our words"))
    symbol = forms.CharField(
        label=_("Document symbol"), max_length=80, help_text=_("Such as A/74/177.")
    )
    locator = Line(label=_("Place in it"), help_text=_("Such as annex I, item 3."))

    def __init__(self, *args: Any, words: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].choices = [(word, word) for word in words]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """The second person's word on a proposal."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[("confirm", _("confirm")), ("refuse", _("refuse"))],
    )
    reason = Line(label=_("Reason, if refused"), required=False)


class EvidenceRequestForm(VersionedForm):
    """What evidence is asked for."""

    said = Prose(label=_("What evidence is needed"), rows=4)


class EvidenceSupplyForm(VersionedForm):
    """A file and what it shows."""

    file = forms.FileField(
        label=_("File"), help_text=_("PDF, PNG, JPEG, DOCX, XLSX, PPTX, TXT, CSV or EML.")
    )
    said = Prose(label=_("What it shows"), rows=4)
    classification = forms.ChoiceField(
        label=_("Classification"),
        choices=Classification.choices,
        initial=Classification.UNCLASSIFIED,
    )


class EvidenceReviewForm(VersionedForm):
    """The auditor's word on supplied evidence."""

    move = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[("accepted", _("accept")), ("returned", _("return"))],
    )
    said = Prose(label=_("Why"), rows=4)


class ParticularsForm(VersionedForm):
    """All that can change about a recommendation."""

    title = Line(label=_("What it asks for"))
    text = Prose(label=_("Text in our words"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    lead = forms.ChoiceField(label=_("Lead entity"), required=False)
    entities = forms.MultipleChoiceField(
        label=_("Other responsible entities"), required=False, widget=forms.CheckboxSelectMultiple
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    acceptance = forms.ChoiceField(label=_("Acceptance"), choices=Acceptance.choices)
    classification = forms.ChoiceField(label=_("Classification"), choices=Classification.choices)
    made_in = forms.ChoiceField(label=_("Made in"), required=False)
    issued_not_before = Day(label=_("Earliest possible issue"), required=False)
    issued_not_after = Day(label=_("Latest possible issue"))
    root_cause = Prose(label=_("Root cause"), required=False, rows=3)
    corrective_action = Prose(label=_("Corrective action"), required=False, rows=3)
    as_of = Day(label=_("True from"), help_text=_("Days before this one keep what they had."))
    from_the_start = forms.BooleanField(
        label=_("It was wrong from the start: past days show the new value too"), required=False
    )
    reason = Prose(label=_("Why it changes"), rows=2)

    def __init__(
        self, *args: Any, choices: dict[str, list[tuple[str, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]


class LinkForm(VersionedForm):
    """How the recommendation relates to another."""

    kind = forms.ChoiceField(label=_("This one"), choices=LinkKind.choices)
    other = forms.UUIDField(label=_("Id of the other recommendation"))
    as_of = Day(label=_("From"))
    reason = Prose(label=_("Why"), rows=2)


class VoidForm(VersionedForm):
    """Why a recommendation was recorded in error."""

    reason = Prose(label=_("Why it was recorded in error"), rows=3)
