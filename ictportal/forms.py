"""How every form of the portal is drawn, and the form that follows from a sheet's cells."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.moments import Moment
from ledger.texts import PROSE_LIMIT
from secretariat.cells import Cell
from secretariat.models import Provenance
from secretariat.sheets import Sheet

Known = Sequence[tuple[str, str]]
BLANK = [("", "–")]


class PortalRenderer(TemplatesSetting):
    """One template for forms and one for fields, with help and errors tied to their field."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class CodeInput(forms.TextInput):
    """A line with the codes the register knows, so that nobody has to remember them."""

    template_name = "forms/code_input.html"

    def __init__(self, known: Known, *, several: bool = False) -> None:
        super().__init__({"autocomplete": "off"})
        self.known, self.several = known, several

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The line, tied to its list."""
        context = super().get_context(name, value, attrs)
        held = context["widget"]
        held["known"], held["several"] = self.known, self.several
        held["list"] = f"{held['attrs'].get('id', name)}_known"
        if not self.several:
            held["attrs"]["list"] = held["list"]
        return context


def field_name(cell: str) -> str:
    """The name of a cell's field: a sheet may have a cell called *reason* or *digest* too."""
    return f"cell-{cell}"


_HINTS = {
    "period": gettext_lazy("A day, month, quarter or year: 2018-12-31, 2018-12, 2018-Q4 or 2018."),
    "quarter": gettext_lazy("Such as 2018-Q4."),
    "decimal": gettext_lazy("With a point as the decimal sign, such as 44.4."),
}
_WIDGETS: Mapping[str, Callable[[], forms.Widget]] = {
    "prose": lambda: forms.Textarea({"rows": 4}),
    "number": lambda: forms.TextInput({"inputmode": "numeric"}),
    "decimal": lambda: forms.TextInput({"inputmode": "decimal"}),
    "day": lambda: forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
}


def cell_field(cell: Cell, known: Known | None) -> forms.Field:
    """The field that asks for a cell. It parses nothing: the cell's own rule judges."""
    about: dict[str, Any] = {
        "label": _(cell.label),
        "required": cell.required,
        "help_text": escape(_help(cell)),
    }
    if cell.choices:
        words = [pair for pair in cell.choices if pair[0] != Provenance.DEMONSTRATION]
        return forms.ChoiceField(choices=[*BLANK, *words], **about)
    if known is not None:
        return forms.CharField(widget=CodeInput(known, several=cell.several), **about)
    return forms.CharField(widget=_WIDGETS.get(cell.form, forms.TextInput)(), **about)


def _help(cell: Cell) -> str:
    """What the cell means where its label does not say so, and how it is written."""
    about = capfirst(_(cell.help)) if cell.help.casefold() != cell.label.casefold() else ""
    stop = "" if not about or about.endswith(";") else "."
    return f"{about}{stop} {_HINTS.get(cell.form, '')}".strip()


class RowForm(forms.Form):
    """A row of a sheet and why it is recorded.

    ``known`` are codes with names by cell; ``fixed`` cells are shown and cannot be changed. In the
    demonstration nobody is asked for the provenance: it is one.
    """

    digest = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        known: Mapping[str, Known],
        fixed: frozenset[str] = frozenset(),
        demonstration: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for cell in sheet.all_cells:
            if demonstration and cell.name == "provenance":
                continue
            field = cell_field(cell, known.get(cell.name))
            field.disabled = cell.name in fixed
            self.fields[field_name(cell.name)] = field
        self.fields["reason"] = forms.CharField(
            label=_("Why it is recorded"),
            help_text=_("Kept in the history for good."),
            max_length=PROSE_LIMIT,
            widget=forms.Textarea({"rows": 2}),
        )

    @property
    def given(self) -> dict[str, str]:
        """The clean texts by name of the cell."""
        start = len(field_name(""))
        return {
            name[start:]: value
            for name, value in self.cleaned_data.items()
            if name.startswith(field_name(""))
        }


class WithdrawForm(forms.Form):
    """Why a row is withdrawn."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=PROSE_LIMIT,
        widget=forms.Textarea({"rows": 2}),
    )


def known_codes(sheet: Sheet, moment: Moment, *, demonstration: bool) -> dict[str, Known]:
    """The codes each cell may name, with what they are called; each kind of record read once."""
    wanted = {cell.name: (cell.model, cell.code_field) for cell in sheet.all_cells if cell.model}
    if not sheet.new_records and len(sheet.finds) == 1:
        wanted.setdefault(sheet.finds[0].name, (sheet.record, "code"))
    read = {one: _known(*one, moment, demonstration) for one in dict.fromkeys(wanted.values())}
    offered = {cell.name: cell.offers() for cell in sheet.all_cells if cell.offers}
    return {**offered, **{name: read[one] for name, one in wanted.items()}}


def _known(model: Any, code: str, moment: Moment, demonstration: bool) -> Known:
    """Codes of a layer; what both layers share can be named in the demonstration too."""
    rows = model._default_manager.all()
    if not (demonstration and model._meta.app_label == "secretariat"):
        rows = rows.filter(demonstration=demonstration)
    names = _names(model, moment)
    return [(held, names.get(pk, "")) for held, pk in rows.order_by(code).values_list(code, "pk")]


def _names(model: Any, moment: Moment) -> dict[Any, str]:
    relation = {one.name: one for one in model._meta.related_objects}.get("particulars")
    if relation is None:
        return {}
    said = relation.related_model
    columns = {field.name for field in said._meta.concrete_fields}
    called = next((name for name in ("name", "title") if name in columns), "")
    if not called or "subject" not in columns:
        return {}
    rows = said.objects.current(moment.as_of, known=moment.known)
    return dict(rows.values_list("subject", called))
