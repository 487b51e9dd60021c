"""The form with which the secretary moves a policy on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lifecycle import PolicyState
from secretariat.fields import Day, Line, Prose, VersionedForm

#: Fields that only matter where a policy comes into force.
ISSUE = ("issued_on", "issued_as", "number", "edition", "review_on")


class MoveForm(VersionedForm):
    """Where the policy goes, and why; how it is issued when it comes into force."""

    state = forms.ChoiceField(label=_("It becomes"), widget=forms.RadioSelect)
    reason = Prose(rows=4, label=_("Why"))
    issued_on = Day(
        required=False,
        label=_("Issued on"),
        help_text=_("Needed when a text is issued. These five are for a policy in force."),
    )
    issued_as = Line(required=False, label=_("Symbol it is issued under"))
    number = Line(required=False, label=_("Its number"))
    edition = Line(required=False, label=_("Its version"))
    review_on = Day(required=False, label=_("To be reviewed by"))

    def __init__(self, *args: Any, ahead: Sequence[PolicyState], **kwargs: Any) -> None:
        """``ahead``: where the policy may go from where it stands."""
        super().__init__(*args, **kwargs)
        choice = self.fields["state"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(state.value, state.label) for state in ahead]
        if PolicyState.IN_FORCE not in ahead:
            for name in ISSUE:
                del self.fields[name]
