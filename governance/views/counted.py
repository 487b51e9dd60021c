"""The meetings behind a number: those that count as held in a period, and those expected."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance import counted, figures
from governance.counted import CountedRow
from governance.filters.bodies import CountedFilter
from governance.performance import known_bodies
from governance.views.listing import CONTROLS, Listing
from ledger.errors import Invalid
from ledger.rest.queries import read_filters
from projects.views.indicators import Option
from secretariat.models import Provenance


class CountedMeetings(Listing):
    """What the figure of meetings counts, row by row."""

    shape = CountedFilter
    primary = ("body", "period", "outcome")
    typed = frozenset({"period"})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The rows of a body, a period and an outcome; faulty filters are named."""
        asked = read_filters(request.GET, without=CONTROLS)
        rows, faults = self._counted(asked)
        page = self.page_of(rows)
        context = {
            **self.panel(),
            "rows": page.object_list,
            "row_count": len(rows),
            "page_obj": page,
            "total": counted.total(rows),
            "faults": faults,
            "asked": asked,
            "period_name": figures.period_name(asked, self.moment),
        }
        status = 400 if faults else 200
        return render(request, "governance/counted_meetings.html", context, status=status)

    def _counted(
        self, asked: Mapping[str, str]
    ) -> tuple[list[CountedRow], Mapping[str, list[str]]]:
        layer = {"provenance": Provenance.DEMONSTRATION.value} if self.demonstration else {}
        try:
            return counted.counted_rows(self.request.user, self.moment, {**asked, **layer}), {}
        except Invalid as refusal:
            return [], refusal.fields

    def choices(self) -> Mapping[str, list[Option]]:
        """The bodies of the layer, by name."""
        known = known_bodies(self.request.user, self.moment, demonstration=self.demonstration)
        return {"body": [Option(one.body.code, one.said.name) for one in known]}
