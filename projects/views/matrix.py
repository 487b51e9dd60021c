"""Status reports: which were due, received, late, missing; and the amounts behind a total."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ledger import days
from ledger.errors import Invalid
from ledger.importing.cells import as_text, decimal_text
from ledger.rest.queries import read_filters
from projects import figures
from projects.lifecycle import Fund
from projects.models import TableParticulars
from projects.reports_due import STATES, Calendar, Due, count
from projects.views.files import Answer, file_answer
from projects.views.portfolio import PortfolioPage
from secretariat.models import Provenance
from secretariat.pages import Page

#: So many quarters stand side by side.
SHOWN = 8
PAGE_SIZE = 100
CONTROLS = ("layer", "sort", "state", "until")
CARRIED = ("as_of", "known_at", *CONTROLS)
FILE_COLUMNS = (
    "project",
    "title",
    "quarter",
    "due_on",
    "state",
    "published_on",
    "percent",
    "overall",
)


class ReportPage(PortfolioPage):
    """What the matrix and its file share."""

    controls = CONTROLS
    carried = CARRIED

    @property
    def asked(self) -> str:
        """The state asked for; raises ``Invalid`` for none we know."""
        word = self.request.GET.get("state", "")
        if word and word not in STATES:
            raise Invalid(fields={"state": f"Choose one of: {', '.join(STATES)}."})
        return word

    def calendar(self) -> Calendar:
        """The reports due for the projects of the address."""
        return Calendar(list(self.rows().select_related("project")), self.moment)


class StatusReportList(ReportPage):
    """Projects by quarters; with a state asked for, the plain list of exactly those."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The matrix or the list; faulty filters are named and everything else stays."""
        calendar, asked, faults = self._found()
        everything = calendar.all_due()
        context = {
            **self.panel(self.element_names()),
            "asked": asked,
            "states": STATES,
            "sums": count(everything),
            "total": len(calendar.states),
            "csv_url": f"{request.path}export.csv{self.query()}",
            "xlsx_url": f"{request.path}export.xlsx{self.query()}",
            "faults": faults,
            "moment": self.moment,
            **(self._list(everything, asked) if asked else self._matrix(calendar)),
        }
        status = 400 if faults else 200
        return render(request, "projects/status_reports.html", context, status=status)

    def _found(self) -> tuple[Calendar, str, Mapping[str, list[str]]]:
        try:
            return self.calendar(), self.asked, {}
        except Invalid as refusal:
            return Calendar([], self.moment), "", refusal.fields

    def _list(self, everything: list[Due], asked: str) -> dict[str, Any]:
        found = [one for one in everything if one.counts_as(asked)]
        page = Paginator(found, PAGE_SIZE).get_page(self.number())
        return {"page_obj": page, "found": len(found)}

    def _matrix(self, calendar: Calendar) -> dict[str, Any]:
        """As many quarters as fit, ending with the one asked for or the last one due."""
        span = calendar.span()
        numbers = self._quarters(span) if span else []
        page = Paginator(calendar.states, PAGE_SIZE).get_page(self.number())
        shown = set(page.object_list)
        first, last = span or (0, 0)
        earlier = bool(numbers) and numbers[0] > first
        later = bool(numbers) and numbers[-1] < last
        return {
            "page_obj": page,
            "quarters": [days.quarter_named(number) for number in numbers],
            "lines": [line for line in calendar.lines(numbers) if line.state in shown],
            "earlier": days.quarter_named(numbers[0] - 1) if earlier else "",
            "later": days.quarter_named(min(numbers[-1] + SHOWN, last)) if later else "",
        }

    def _quarters(self, span: tuple[int, int]) -> list[int]:
        first, last = span
        try:
            until = min(days.quarter_number(self.request.GET.get("until", "")), last)
        except ValueError:
            until = last
        until = max(until, min(first + SHOWN - 1, last))
        return list(range(max(until - SHOWN + 1, first), until + 1))


class StatusReportExport(ReportPage):
    """The reports due as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX: one line per project and quarter."""
        asked = self.asked
        found = [one for one in self.calendar().all_due() if not asked or one.counts_as(asked)]
        given = read_filters(request.GET, without=("layer", "sort", "until"))
        cells = (_cells(one) for one in found)
        return file_answer(self, form, "status-reports", FILE_COLUMNS, cells, given)


def _cells(one: Due) -> list[str]:
    report = one.quarter.report
    return [
        one.state.code,
        one.state.title,
        one.quarter.name,
        as_text(one.quarter.due_on),
        one.word,
        as_text(report.published_on) if report else "",
        str(report.percent) if report else "",
        report.overall if report else "",
    ]


class ResourceAmounts(Page):
    """The amounts that a total of resources adds up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The rows with their sum; a faulty parameter is named."""
        faults: Mapping[str, list[str]] = {}
        try:
            given = {**figures.DEFAULT_AMOUNTS, **self._given()}
            rows = figures.amounts(request.user, self.moment, given)
        except Invalid as refusal:
            given, faults = dict(figures.DEFAULT_AMOUNTS), refusal.fields
            rows = figures.amounts(request.user, self.moment, given).none()
        context = {
            "rows": _in_order(rows),
            "given": given,
            "fund": _fund(given.get("fund")),
            "table": self._table(given["table"]),
            "total": _total(rows),
            "faults": faults,
            "moment": self.moment,
        }
        status = 400 if faults else 200
        return render(request, "projects/resource_amounts.html", context, status=status)

    def _given(self) -> dict[str, str]:
        given = read_filters(self.request.GET, without=("layer",))
        if self.demonstration:
            given["provenance"] = Provenance.DEMONSTRATION
        if "fund" in self.request.GET:
            given.setdefault("fund", "")
        return given

    def _table(self, code: str) -> TableParticulars | None:
        rows = TableParticulars.objects.filter(subject__code=code)
        current = rows.current(self.moment.as_of, known=self.moment.known)
        found: TableParticulars | None = current.select_related(
            "subject", "citation__document"
        ).first()
        return found


def _in_order(rows: Any) -> Any:
    joined = rows.select_related("subject__table", "citation__document")
    return joined.order_by("row_order", "subject__row", "column_order", "subject__column")


def _total(rows: Any) -> str:
    return decimal_text(rows.aggregate(n=Sum("thousandths"))["n"] or 0)


def _fund(value: str | None) -> str:
    if value is None:
        return ""
    return str(Fund(value).label) if value in Fund.values else value
