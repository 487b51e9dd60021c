"""What governing bodies have to produce and to receive, period by period."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance import bodies, figures, outputs
from governance.filters.bodies import OutputFilter
from governance.lifecycle import OutputWord
from governance.models import OutputDelivery, OutputParticulars
from governance.outputs import DueOutput
from governance.policies import current, standing
from governance.views import strips
from governance.views.listing import CONTROLS, Listing
from ledger import days
from ledger.days import Period
from ledger.errors import Invalid
from ledger.importing.cells import as_text
from ledger.rest.queries import read_filters
from projects.views.files import Answer, file_answer
from projects.views.indicators import Option

TONES = {
    OutputWord.DELIVERED: "good",
    OutputWord.MISSED: "bad",
    OutputWord.OPEN: "none",
    OutputWord.NOT_STATED: "none",
}
COLUMNS = (
    "output",
    "body",
    "name",
    "way",
    "rhythm",
    "period",
    "word",
    "delivered_on",
    "document",
    "locator",
    "provenance",
)


class Outputs(Listing):
    """What the list and its file share."""

    shape = OutputFilter
    primary = ("q", "period", "word", "body", "way")

    def visible(self) -> Any:
        """The outputs and inputs of the layer."""
        return current(
            self.request.user, OutputParticulars, self.moment, demonstration=self.demonstration
        )

    def rows(self) -> list[DueOutput]:
        """Those due in the period that meet the filters."""
        return bodies.output_rows(
            self.request.user,
            self.moment,
            read_filters(self.request.GET, without=CONTROLS),
            demonstration=self.demonstration,
        )

    def found(self) -> tuple[list[DueOutput], Mapping[str, list[str]]]:
        """As :meth:`rows`; nothing, and the faults, where the question cannot be understood."""
        try:
            return self.rows(), {}
        except Invalid as refusal:
            return [], refusal.fields

    def period(self) -> Period:
        """The period asked for; the last year that has ended where it cannot be understood."""
        try:
            return figures.period_of(read_filters(self.request.GET), self.moment)
        except Invalid:
            return figures.period_of({}, self.moment)


class OutputList(Outputs):
    """The list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list, with what came of all of it."""
        rows, faults = self.found()
        page, period = self.page_of(rows), self.period()
        self.years = self._years()
        context = {
            **self.panel(),
            "rows": page.object_list,
            "parts": self._parts(rows),
            "period_name": days.period_text(period.last, period.precision),
            "last_told": self._last_told(rows),
            "page_obj": page,
            "total": page.paginator.count,
            "can_keep": self.can_keep(),
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/output_list.html", context, status=status)

    def _parts(self, rows: list[DueOutput]) -> list[dict[str, Any]]:
        """How many came to what, each with the address of its rows."""
        kept = {k: v for k, v in read_filters(self.request.GET).items() if k not in CONTROLS}
        address = strips.addresses(self.request)
        return [
            {
                "key": word.value,
                "label": str(word.label),
                "count": number,
                "tone": TONES[word],
                "url": address("output-list", **{**kept, "word": word.value}),
            }
            for word, number in outputs.count(rows).items()
            if number
        ]

    def _years(self) -> list[int]:
        """The years of which somebody says what became of an output."""
        said = standing(
            self.request.user, OutputDelivery, self.moment, demonstration=self.demonstration
        )
        return sorted({day.year for day in said.values_list("period", flat=True)}, reverse=True)

    def _last_told(self, rows: list[DueOutput]) -> int | None:
        told = any(one.word in {OutputWord.DELIVERED, OutputWord.MISSED} for one in rows)
        return None if told else next(iter(self.years), None)

    def choices(self) -> Mapping[str, list[Option]]:
        """The years of which something is said, that of the day, and the bodies that owe."""
        years = sorted({self.moment.as_of.year, *self.years}, reverse=True)
        codes = self.visible().order_by("subject__body__code")
        held = dict.fromkeys(codes.values_list("subject__body__code", flat=True))
        return {
            "period": [Option(str(year), str(year)) for year in years],
            "body": [Option(code, code) for code in held],
        }


class OutputExport(Outputs):
    """The list as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the rows of the address."""
        given = read_filters(request.GET, without=CONTROLS)
        return file_answer(self, form, "outputs", COLUMNS, map(_file_row, self.rows()), given)


def _file_row(one: DueOutput) -> list[object]:
    said, delivery = one.said, one.delivery
    source = delivery or said
    place = source.citation
    return [
        said.subject.code,
        one.body_code,
        said.name,
        said.way,
        said.rhythm,
        one.period_name,
        one.word.value,
        as_text(delivery.delivered_on) if delivery else "",
        place.document.symbol if place else "",
        place.locator if place else "",
        source.provenance,
    ]
