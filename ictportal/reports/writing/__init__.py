"""The files a report can be taken as. Each says the same in the same order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ictportal.reports.content import Report
from ictportal.reports.writing import csv, docx, pdf, xlsx
from ictportal.reports.writing.about import About

__all__ = ["FORMS", "About", "Form", "available"]


def _nothing() -> str:
    return ""


@dataclass(frozen=True)
class Form:
    """A kind of file: ``write`` makes it, ``missing`` says why it cannot be made here."""

    key: str
    label: str | Promise
    media_type: str
    extension: str
    write: Callable[[Report, About], bytes]
    missing: Callable[[], str] = _nothing


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS: Mapping[str, Form] = {
    form.key: form
    for form in (
        Form("pdf", _("PDF"), "application/pdf", "pdf", pdf.write, pdf.missing),
        Form("docx", _("Word"), f"{_OFFICE}.wordprocessingml.document", "docx", docx.write),
        Form("xlsx", _("Excel"), f"{_OFFICE}.spreadsheetml.sheet", "xlsx", xlsx.write),
        Form("csv", _("CSV"), "text/csv; charset=utf-8", "csv", csv.write),
    )
}


def available() -> dict[str, str]:
    """For each form, why it cannot be made on this machine; empty where it can."""
    return {form.key: form.missing() for form in FORMS.values()}
