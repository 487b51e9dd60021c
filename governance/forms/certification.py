"""The shape of what a focal point types into a form of self-certification."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.actions.certification import Answered, answer_field
from governance.certification import FormRow
from governance.lifecycle import CertifiedWord
from governance.models import Policy
from secretariat.fields import Line, Prose

WORDS = {
    CertifiedWord.COMPLIANT: _("compliant"),
    CertifiedWord.PARTLY: _("partly compliant"),
    CertifiedWord.NOT_COMPLIANT: _("not compliant"),
    CertifiedWord.NOT_APPLICABLE: _("does not apply"),
}
Asked = tuple[Policy, str]
PARTS = ("word", "evidence")


@dataclass(frozen=True)
class PolicyLine:
    """One policy of the form: its two fields."""

    code: str
    title: str
    word: Any
    evidence: Any


class CertifyForm(forms.Form):
    """A row for each policy: a word and its evidence. All may stay empty until it is complete."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, asked: Iterable[Asked], correcting: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        for policy, title in self.asked:
            self._add_policy(policy.code, title)
        self._add("signed_by", Line(), _("Signed by (office)"))
        self._add("remark", Prose(rows=2), _("Remark"), optional=True)
        if correcting:
            self._add("reason", Prose(rows=2), _("Why the form is corrected"))

    def _add(self, name: str, field: forms.Field, label: Any, *, optional: bool = False) -> None:
        field.required, field.label = False, label
        field.asked = not optional  # type: ignore[attr-defined]
        self.fields[name] = field

    def _add_policy(self, code: str, title: str) -> None:
        words = forms.ChoiceField(choices=list(WORDS.items()), widget=forms.RadioSelect)
        self._add(answer_field(code, "word"), words, title)
        label = _("What shows it: %(policy)s") % {"policy": title}
        self._add(answer_field(code, "evidence"), Prose(rows=2), label)

    @property
    def lines(self) -> list[PolicyLine]:
        """The rows, in the order of the policies."""
        return [
            PolicyLine(
                policy.code,
                title,
                self[answer_field(policy.code, "word")],
                self[answer_field(policy.code, "evidence")],
            )
            for policy, title in self.asked
        ]

    @property
    def answers(self) -> dict[str, Answered]:
        """What was typed for each policy, as it was typed."""
        return {policy.code: self._typed(policy.code) for policy, _title in self.asked}

    def _typed(self, code: str) -> Answered:
        word, evidence = (self.data.get(answer_field(code, part), "") for part in PARTS)
        return Answered(word, evidence)


def opening(row: FormRow, asked: Iterable[Asked]) -> Mapping[str, Any]:
    """What the form opens with: what the entity said last."""
    said = row.said
    initial: dict[str, Any] = {
        "version": row.version,
        "signed_by": said.signed_by if said else "",
        "remark": said.remark if said else "",
    }
    for policy, _title in asked:
        answer = row.answers.get(policy.pk)
        if answer is not None:
            initial[answer_field(policy.code, "word")] = answer.word
            initial[answer_field(policy.code, "evidence")] = answer.evidence
    return initial
