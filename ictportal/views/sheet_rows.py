"""One row of a sheet: the form that follows from its cells, its history, its withdrawal."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ictportal.forms import RowForm, WithdrawForm, field_name, known_codes
from ictportal.views.sheets import CARRIED, SheetPage
from ledger import days
from ledger.errors import Forbidden, Invalid
from ledger.importing.kinds import Cells, Key
from secretariat import rows
from secretariat.pages import ActionPage, Page
from secretariat.policies import check_can_import
from secretariat.rows import Row


class RowAction(SheetPage, ActionPage):
    """A form about one row."""

    def check(self) -> None:
        """Only who holds the sheet's right, and only in the own layer."""
        check_can_import(self.person, self.sheet.permission)
        if self.person.demonstration and not self.demonstration:
            raise Forbidden(
                _("You are here for the demonstration. Switch to it to change something.")
            )
        if self.demonstration and not self.person.demonstration:
            raise Forbidden(
                _("Only demonstration people change the demonstration. Switch to the record.")
            )

    def get_success_url(self) -> str:
        """Where the person came from, when the address says so, else to the row."""
        asked = self.request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            asked, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return asked if safe and asked.startswith("/") else self.own_url()

    def own_url(self) -> str:
        """Where to go when nobody said so."""
        raise NotImplementedError


class RowFormPage(RowAction):
    """A page with the form of a row: for a new one, or for the one of the address."""

    template_name = "ictportal/sheet_row.html"
    form_class: type[forms.Form] = RowForm
    row: Row | None = None
    key: Key = ()

    def row_form_options(self) -> dict[str, Any]:
        """What the form of a row needs beside its data."""
        return {
            "sheet": self.sheet,
            "known": known_codes(self.sheet, self.moment, demonstration=self.demonstration),
            "fixed": self.fixed(),
            "demonstration": self.demonstration,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what the form of a row needs."""
        return {**super().get_form_kwargs(), **self.row_form_options()}

    def fixed(self) -> frozenset[str]:
        """The cells that cannot be changed."""
        return frozenset()

    def act(self, given: Mapping[str, Any]) -> None:
        """Record the row; each fault goes to its field."""
        form: Any = self.form
        try:
            self.recorded = rows.record_row(
                by=self.person,
                sheet=self.sheet,
                given=form.given,
                reason=given["reason"],
                seen=given["digest"],
            )
        except Invalid as refusal:
            raise Invalid(refusal.message, fields=_at_fields(refusal)) from refusal

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep the form, which knows its cells, for the action."""
        self.form = form
        return super().form_valid(form)

    def own_url(self) -> str:
        """The page of the row."""
        return self.address("sheet-row", key=rows.key_text(self.recorded.key))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sheet around the form."""
        return super().get_context_data(
            key_shown=", ".join(part for part in self.key if part),
            list_url=self.address("sheet"),
            may_change=self.may_change,
            moment=self.moment,
            quotes_figures=any(cell.name == "figure" for cell in self.sheet.all_cells),
            row=self.row,
            **{"sheet": self.sheet, **kwargs},
        )


def _at_fields(refusal: Invalid) -> dict[str, list[str]]:
    """The faults by the names of the form's fields."""
    start = "cells."
    return {
        field_name(name.removeprefix(start)) if name.startswith(start) else name: said
        for name, said in refusal.fields.items()
    }


class NewRow(RowFormPage):
    """Add a row."""

    def get_initial(self) -> dict[str, Any]:
        """What the address gives, and today."""
        given = {cell.name: self.request.GET.get(cell.name, "") for cell in self.sheet.all_cells}
        given["as_of"] = self.request.GET.get(field_name("as_of")) or days.today().isoformat()
        return {field_name(name): text for name, text in given.items() if text}

    def act(self, given: Mapping[str, Any]) -> None:
        """Record it as new, whatever digest was sent."""
        super().act({**given, "digest": ""})
        self.done = _("Row added.")


class RowPage(RowFormPage):
    """One row: what stands, the form to change it, and all that was ever said."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Note the key of the address."""
        super().setup(request, *args, **kwargs)
        self.key = rows.parse_key(request.GET.get("key", ""))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Everybody on the staff reads, on any day; only changing needs more."""
        if request.method in {"GET", "HEAD"}:
            return Page.dispatch(self, request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The row, with a form for who may change it."""
        if not request.GET.get("key"):
            return redirect(self.address("sheet"))
        self._load()
        form = self.get_form() if self.row and self.may_change else None
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change it."""
        self._load()
        return super().post(request, *args, **kwargs)

    def _load(self) -> None:
        given = {"demonstration": self.demonstration}
        self.row = rows.row_at(self.sheet, self.key, self.moment, **given)
        self.told = rows.history(self.sheet, self.key, self.moment, **given)
        if not self.told:
            raise Http404

    def fixed(self) -> frozenset[str]:
        """The natural key, and what was fixed when the record was made."""
        return frozenset({*self.sheet.natural_key, *(cell.name for cell in self.sheet.makes)})

    def row_initial(self) -> dict[str, Any]:
        """The row as it stands, with its tag."""
        cells = rows.fixed_cells(self.sheet, self.key) | dict(self.row.cells if self.row else {})
        initial = {field_name(name): text for name, text in cells.items()}
        return {**initial, "digest": self.row.tag if self.row else ""}

    def get_initial(self) -> dict[str, Any]:
        """As :meth:`row_initial`."""
        return self.row_initial()

    def act(self, given: Mapping[str, Any]) -> None:
        """Record the change and say whether it is the one that stands."""
        before = self.row.tag if self.row else ""
        super().act(given)
        self.done = (
            _("Row recorded.")
            if self.recorded.tag != before
            else _("Recorded in the history; a later statement still stands.")
        )

    def news(self) -> Mapping[str, Any]:
        """Both versions side by side; the form takes the tag of the one on record."""
        self._load()
        return {"conflict": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The row's cells, its history, and where it moved on both versions."""
        form = kwargs.get("form")
        if form is not None and kwargs.get("conflict"):
            form.data = form.data.copy()
            form.data["digest"] = self.row.tag if self.row else ""
            if isinstance(form, RowForm):
                kwargs["versions"] = self._versions(form)
        if self.row and self.may_change and "withdrawing" not in kwargs:
            kwargs["withdrawing"] = WithdrawForm(
                initial={"digest": self.row.tag}, auto_id="withdraw_%s"
            )
        return super().get_context_data(
            facts=self._facts(),
            told=self.told,
            add_url=self.address("sheet-row-new", **self._again_query()),
            withdraw_url=self.address("sheet-row-withdraw", **self._own_query()),
            **kwargs,
        )

    def _versions(self, form: RowForm) -> list[dict[str, str]]:
        held: Cells = self.row.cells if self.row else {}
        lines = []
        for cell in self.sheet.all_cells:
            name = field_name(cell.name)
            if name in form.fields and not form.fields[name].disabled:
                typed = rows.plain(str(form[name].value() or ""))
                recorded = held.get(cell.name, "")
                line = {"recorded": cell.worded(recorded), "typed": cell.worded(typed)}
                lines.append({"label": _(cell.label), **line})
        return [line for line in lines if line["recorded"] or line["typed"]]

    def _facts(self) -> list[tuple[str, str]]:
        held: Cells = self.row.cells if self.row else {}
        shown = [(cell, held.get(cell.name, "")) for cell in self.sheet.all_cells]
        return [
            (_(cell.label), cell.worded(text))
            for cell, text in shown
            if text and cell.name not in {"document", "locator", "provenance"}
        ]

    def _own_query(self) -> dict[str, str]:
        query = {"key": rows.key_text(self.key)}
        if self.request.GET.get("next"):
            query["next"] = self.request.GET["next"]
        return query

    def _again_query(self) -> dict[str, str]:
        """What a new row under the same key starts from."""
        cells = rows.fixed_cells(self.sheet, self.key)
        return {name: text for name, text in cells.items() if text and name not in CARRIED}


class WithdrawRow(RowPage):
    """Withdraw what stands, with a reason; nothing is removed from the history."""

    http_method_names = ("post",)
    form_class = WithdrawForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The plain form, beside the form of the row."""
        return {**ActionPage.get_form_kwargs(self), "auto_id": "withdraw_%s"}

    def get_initial(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def act(self, given: Mapping[str, Any]) -> None:
        """Withdraw."""
        rows.withdraw(
            by=self.person,
            sheet=self.sheet,
            key=self.key,
            reason=given["reason"],
            seen=given["digest"],
        )
        self._load()
        self.done = (
            _("Withdrawn. What was said before it stands again.") if self.row else _("Withdrawn.")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of the row with the refusal at the form below."""
        typed = kwargs.pop("form")
        if kwargs.get("conflict"):
            typed.data = typed.data.copy()
            typed.data["digest"] = self.row.tag if self.row else ""
        form = None
        if self.row:
            form = RowForm(initial=self.row_initial(), **self.row_form_options())
        return super().get_context_data(form=form, withdrawing=typed, **{**kwargs, "conflict": ""})

    def own_url(self) -> str:
        """The row where something still stands, else the list."""
        if self.row:
            return self.address("sheet-row", key=rows.key_text(self.key))
        return self.address("sheet")
