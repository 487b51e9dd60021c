"""A report as a file: what it is called, how it is marked, and whether it is made at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from audits.models import AdministrationUpdate, Evidence, Particulars
from audits.policies import READS, viewable_by
from ictportal.reports import register
from ictportal.reports.content import Report
from ictportal.reports.register import Asked, ReportKind, Shelf
from ictportal.reports.writing import About, Form, docx, here, pdf
from ictportal.reports.writing.paper import check_length
from ledger import moments
from ledger.errors import Invalid
from secretariat.access import may
from secretariat.models import Classification

#: The most lines of tables that a page waits for.
AT_ONCE = 2_000
#: The most lines a form holds; CSV and XLSX hold any.
MOST: Mapping[str, int] = {"pdf": pdf.MOST_LINES, "docx": docx.MOST_LINES}
#: What carries a class: the rows themselves, and what is said and shown about them.
CLASSED: tuple[Any, ...] = (Particulars, AdministrationUpdate, Evidence)


@dataclass(frozen=True)
class Taken:
    """A report with what its file says of itself; ``edition`` is the code of its edition, if any."""

    report: Report
    about: About
    edition: str = ""

    def name(self, form: Form) -> str:
        """Edition, report, day, layer where it is not the record, class where there is one."""
        report, mark = self.report, self.about.classification
        told = [
            self.edition,
            report.key,
            report.as_of,
            "demonstration" if report.layer == "demonstration" else "",
            mark.replace("_", "-") if mark != Classification.UNCLASSIFIED else "",
        ]
        return f"{'-'.join(word for word in told if word)}.{form.extension}"


def live(kind: ReportKind, asked: Asked, query: Mapping[str, str]) -> Taken:
    """A report of the live register; ``query`` is what its address carries.

    Raises ``Invalid`` for what the report does not know.
    """
    report = kind.made(asked)
    address = f"{settings.PUBLIC_ADDRESS}{page_of(kind.key, query)}"
    return Taken(report, About(classification=highest_class(asked), address=address))


def page_of(key: str, query: Mapping[str, str]) -> str:
    """The page of a report, among the dashboards or among the reports."""
    dashboards = {kind.key for kind in register.shelved(Shelf.DASHBOARD)}
    asked = f"?{urlencode(query)}" if query else ""
    return reverse("dashboard" if key in dashboards else "report", args=[key]) + asked


def highest_class(asked: Asked) -> str:
    """The class a file carries for this person: the highest it can hold anything of.

    Of the recommendations of the layer that the person may see, and of what is said and shown about
    them, any of a class that the person may read at all gives the whole file that class, on
    whatever day it had it: a report may look back and quote. A mark too high does no harm.
    """
    now = viewable_by(asked.viewer, moments.now(), demonstration=asked.demonstration)
    about = now.values("recommendation")
    for word in reversed(Classification.values):
        permission = READS[Classification(word)]
        if may(asked.viewer, permission) and _is_any(word, about):
            return word
    return Classification.UNCLASSIFIED.value


def _is_any(word: str, about: Any) -> bool:
    rows = (model.objects.filter(classification=word, subject__in=about) for model in CLASSED)
    return any(one.exists() for one in rows)


def check(report: Report, form: Form) -> None:
    """Raise ``Invalid`` where the form cannot be made here or cannot hold the report."""
    if refused := here.missing(form.key):
        raise Invalid(refused, code="no_pdf")
    if form.key in MOST:
        check_length(report, MOST[form.key])


def is_slow(report: Report, form: Form) -> bool:
    """Whether it is promised as a job: pages take long to set, and so do many lines."""
    return form.key == "pdf" or sum(len(table.lines) for table in report.tables) > AT_ONCE
