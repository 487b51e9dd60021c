"""Bringing files in: check, look at the difference, apply."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.errors import DomainError, Forbidden, WrongState
from ledger.importing.applying import apply_import, check_import
from ledger.importing.kinds import ImportKind, all_kinds, export_rows, get
from ledger.importing.writing import csv_bytes, xlsx_bytes
from ledger.models import ImportRecord, ImportState
from secretariat.access import may
from secretariat.fields import Line
from secretariat.pages import Page
from secretariat.policies import check_can_import
from secretariat.queries import names_of
from secretariat.roles import Permission


class UploadForm(forms.Form):
    """A file and what it holds."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"))
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV in UTF-8, or XLSX; 10 MB at most.")
    )
    reason = Line(label=gettext_lazy("Why it is brought in"))

    def __init__(self, *args: Any, kinds: list[ImportKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k.key, k.name) for k in kinds]  # type: ignore[attr-defined]


def own_kinds(viewer: Any) -> list[ImportKind]:
    """The kinds a person may bring in."""
    return [kind for kind in all_kinds() if may(viewer, Permission(kind.permission))]


class Imports(Page):
    """Files brought in, and the form for another."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The last hundred imports."""
        kinds = own_kinds(request.user)
        form = UploadForm(kinds=kinds, initial={"kind": request.GET.get("kind")})
        return self._show(request, form if kinds else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check a file without writing any of it, and go to what was found."""
        kinds = own_kinds(request.user)
        form = UploadForm(request.POST, request.FILES, kinds=kinds)
        if not kinds:
            raise Forbidden(_("Your roles do not let you bring in files."))
        if not form.is_valid():
            return self._show(request, form, status=400)
        given = form.cleaned_data
        upload = given["file"]
        if upload.size > settings.IMPORT_LIMIT_BYTES:
            form.add_error("file", _("The file is larger than 10 MB."))
            return self._show(request, form, status=400)
        record = check_import(
            kind=given["kind"],
            content=upload.read(),
            file_name=upload.name or "file",
            by=self.person,
            reason=given["reason"],
        )
        return redirect("import", pk=record.pk)

    def _show(
        self, request: HttpRequest, form: UploadForm | None, status: int = 200
    ) -> HttpResponse:
        records = list(ImportRecord.objects.defer("content").order_by("-created_at")[:100])
        names = names_of(record.actor for record in records)
        context = {
            "form": form,
            "records": [
                {"record": r, "kind": get(r.kind), "name": names.get(r.actor)} for r in records
            ],
            "kinds": all_kinds(),
            "own": {kind.key for kind in own_kinds(request.user)},
        }
        return render(request, "ictportal/imports.html", context, status=status)


class ImportDetail(Page):
    """One import: every fault, or the difference it makes."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """What was found."""
        record = get_object_or_404(ImportRecord.objects.defer("content"), pk=pk)
        return self._show(request, record)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Apply the whole file in one transaction, or none of it."""
        record = get_object_or_404(ImportRecord, pk=pk)
        check_may_apply(request.user, record)
        try:
            apply_import(record=record, by=self.person)
        except DomainError as refusal:
            return self._show(request, record, said=refusal.message, status=409)
        messages.success(request, _("The file was applied."))
        return redirect("import", pk=record.pk)

    def _show(
        self, request: HttpRequest, record: ImportRecord, said: str = "", status: int = 200
    ) -> HttpResponse:
        context = {
            "record": record,
            "kind": get(record.kind),
            "name": names_of([record.actor]).get(record.actor, ""),
            "said": said,
            "may_apply": record.state == ImportState.CHECKED and _may_apply(request.user, record),
            "second_person": get(record.kind).second_person,
        }
        return render(request, "ictportal/import_detail.html", context, status=status)


def check_may_apply(viewer: Any, record: ImportRecord) -> None:
    """The one who checked applies, except where a second person must; raises ``Forbidden``."""
    kind = get(record.kind)
    check_can_import(viewer, kind.second_person or kind.permission)
    if kind.second_person and viewer.pk == record.actor:
        raise Forbidden(_("You brought this file in; a second person has to apply it."))
    if record.state != ImportState.CHECKED:
        raise WrongState(_("This import cannot be applied (any more)."))


def _may_apply(viewer: Any, record: ImportRecord) -> bool:
    try:
        check_may_apply(viewer, record)
    except DomainError:
        return False
    return True


class ImportExport(Page):
    """All rows of a kind on record, as a file an import reads."""

    def get(self, request: HttpRequest, key: str, form: str) -> Any:
        """CSV or XLSX."""
        try:
            kind = get(key)
        except KeyError as error:
            raise Http404 from error
        check_can_import(request.user, kind.permission)
        rows = export_rows(kind)
        if form == "csv":
            answer: Any = StreamingHttpResponse(
                csv_bytes(kind.exported, rows), content_type="text/csv; charset=utf-8"
            )
        elif form == "xlsx":
            about = [("Kind", kind.name), ("Rows", str(len(rows)))]
            answer = HttpResponse(
                xlsx_bytes(kind.exported, rows, sheet="Rows", about=about),
                content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )
        else:
            raise Http404
        answer["Content-Disposition"] = f'attachment; filename="{kind.key}.{form}"'
        return answer
