"""The forms around editions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ictportal.models import EditionIssue
from ledger import days
from secretariat.fields import Day, Line, Prose, VersionedForm
from secretariat.models import Classification


class PrepareForm(forms.Form):
    """What an edition is called and what it pins."""

    title = Line(label=_("Title"), help_text=_("As readers see it in the list of editions."))
    document = Line(
        label=_("Document it belongs to"),
        required=False,
        help_text=_("Symbol of the report it accompanies, such as A/74/588."),
    )
    as_of = Day(label=_("Day it speaks for"), help_text=_("The end of that day in New York."))
    known = forms.IntegerField(
        label=_("Last seal that counts"),
        required=False,
        min_value=1,
        help_text=_("Number of the seal. Leave it empty to count all that is recorded now."),
    )
    classification = forms.ChoiceField(label=_("Classification"), choices=Classification.choices)
    replaces = forms.ChoiceField(
        label=_("Corrects the edition"),
        required=False,
        help_text=_("The earlier one stays readable and names this one."),
    )
    note = Prose(
        label=_("Note to readers"),
        required=False,
        rows=4,
        help_text=_("What a reader must know, for example why an earlier edition is corrected."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, demonstration: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issued = EditionIssue.objects.filter(subject__demonstration=demonstration)
        chosen = issued.order_by("-recorded_at").values_list("subject__code", "title")
        field = self.fields["replaces"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *((code, f"{code}: {title}") for code, title in chosen)]
        self.fields["as_of"].widget.attrs["max"] = days.today().isoformat()


class ReasonForm(forms.Form):
    """A reason."""

    reason = Prose(label=_("Reason"), rows=4)


class DropForm(VersionedForm):
    """A reason to give up a draft."""

    reason = Prose(label=_("Reason"), rows=3)


class IssueForm(VersionedForm):
    """Nothing to fill in: the version that was previewed."""
