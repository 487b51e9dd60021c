"""Fields that forms share: a day, a line, a passage, the version of the record that was seen."""

from typing import Any

from django import forms

from ledger.texts import LINE_LIMIT, PROSE_LIMIT


class Day(forms.DateField):
    """A day, typed or picked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class Line(forms.CharField):
    """One line of text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LINE_LIMIT, **kwargs)


class Prose(forms.CharField):
    """A passage of text."""

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=PROSE_LIMIT, **kwargs)


class VersionedForm(forms.Form):
    """Carries the version of the record that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
