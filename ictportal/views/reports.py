"""Dashboards and reports on the live register: the shelves, and one report at a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ictportal.reports import register
from ictportal.reports.content import Report, Table
from ictportal.reports.links import LiveLinks
from ictportal.reports.numbers import compared
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf
from ictportal.reports.span import first_day
from ictportal.templatetags.portal import uno_date
from ledger.errors import Invalid
from ledger.moments import parse_moment
from secretariat.pages import Page

KEPT = ("as_of", "known_at", "layer")
COMPARE = "compare"


@dataclass(frozen=True)
class Field:
    """A choice of a report on its page, with what is chosen."""

    choice: Choice
    value: str
    options: list[tuple[str, str]]


class Shelves(Page):
    """All reports of a shelf."""

    shelf = Shelf.REPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each with what it is for."""
        kinds = register.shelved(self.shelf)
        briefings = register.shelved(Shelf.BRIEFING) if self.shelf is Shelf.REPORT else []
        context = {"kinds": kinds, "briefings": briefings, "shelf": self.shelf.value}
        return render(request, "reports/shelf.html", context)


class AskedPage(Page):
    """What the pages about one report share: the report of the address, and what it is asked."""

    #: Parameters of the address that are no choices of the report.
    controls: tuple[str, ...] = (*KEPT, COMPARE)

    def kind(self) -> ReportKind:
        """The report of the address; 404 for none."""
        try:
            return register.get(self.kwargs["key"])
        except KeyError as error:
            raise Http404 from error

    def asked(self) -> Asked:
        """What the address asks of the report; empty choices count as not made."""
        given = {
            name: str(value)
            for name, value in self.request.GET.items()
            if value and name not in self.controls
        }
        return Asked(self.request.user, self.moment, self.demonstration, given)

    def kept(self) -> dict[str, str]:
        """The parameters that go with every link."""
        return {name: self.request.GET[name] for name in KEPT if self.request.GET.get(name)}


class ReportPage(AskedPage):
    """One report at the day and in the layer shown."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Its blocks, each number opening its rows; another day beside it where one is asked for."""
        kind, asked = self.kind(), self.asked()
        faults: Mapping[str, list[str]] = {}
        report: Report | None = None
        beside: Table | None = None
        try:
            report = kind.made(asked)
            beside = self._beside(kind, asked, report)
        except Invalid as refusal:
            faults = refusal.fields
        fresh = not faults or (not request.GET.keys() - set(KEPT) and self._is_waiting(kind))
        context = {
            "kind": kind,
            "report": report,
            "compared": beside,
            "compare": request.GET.get(COMPARE, ""),
            "fields": self._fields(kind, asked),
            "faults": {} if fresh else faults,
            "links": LiveLinks(self.kept()),
            "hidden": list(self.kept().items()),
            "file_query": urlencode({**asked.parameters, **self.kept()}),
            "moment": self.moment,
            "begins": self._begins(),
        }
        return render(request, "reports/report.html", context, status=200 if fresh else 400)

    def _beside(self, kind: ReportKind, asked: Asked, report: Report) -> Table | None:
        """The numbers of the day to compare with, beside those of the day shown."""
        given = self.request.GET.get(COMPARE, "")
        if not given:
            return None
        try:
            moment = parse_moment(given, self.request.GET.get("known_at"))
        except Invalid as refusal:
            raise Invalid(
                fields={COMPARE: refusal.fields.get("as_of", [str(refusal)])}
            ) from refusal
        then = kind.made(Asked(asked.viewer, moment, asked.demonstration, asked.parameters))
        return compared(then, report, _("As at %(day)s") % {"day": uno_date(moment.as_of)})

    def _fields(self, kind: ReportKind, asked: Asked) -> list[Field]:
        return [
            Field(choice, asked.parameters.get(choice.name, ""), list(choice.options(asked)))
            for choice in kind.choices
        ]

    def _begins(self) -> date | None:
        """The first day of the register, where the day shown lies before it."""
        first = None if self.moment.is_now else first_day(self.demonstration)
        return first if first and self.moment.as_of < first else None

    def _is_waiting(self, kind: ReportKind) -> bool:
        """Whether the report only waits for a choice that it cannot do without."""
        return any(choice.required for choice in kind.choices)
