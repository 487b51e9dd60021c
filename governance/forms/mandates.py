"""The form with which the secretary transcribes what became of a request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.imports.mandates import NEEDS_SOURCE
from governance.lifecycle import FindingWord
from secretariat.fields import Day, Line, Prose, VersionedForm


class FindingForm(VersionedForm):
    """What a later report or resolution says, with its place."""

    word = forms.ChoiceField(
        choices=FindingWord.choices, label=_("What became of it"), widget=forms.RadioSelect
    )
    document = Line(
        error_messages={"required": NEEDS_SOURCE},
        label=_("Report or resolution"),
        help_text=_("Its symbol, such as A/78/500. It has to be later than the request."),
    )
    locator = Line(
        error_messages={"required": NEEDS_SOURCE},
        label=_("Place in it"),
        help_text=_("Paragraph, table or annex."),
    )
    as_of = Day(label=_("The day it speaks for"))
    text = Prose(required=False, rows=4, label=_("What it says, in your own words"))
