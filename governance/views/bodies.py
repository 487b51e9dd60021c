"""Governing bodies: the list with its year, its files, and the page of one body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from governance import bodies, figures
from governance.bodies import BodyRow
from governance.cadence import Outcome
from governance.filters.bodies import BodyFilter
from governance.models import Body, BodyParticulars
from governance.performance import known_bodies
from governance.policies import current
from governance.queries import bodies as queries
from governance.views import strips
from governance.views.listing import CONTROLS, GovernancePage, Listing
from ledger import days, flags
from ledger.days import Period
from ledger.errors import Invalid
from ledger.flags import Flag, Raised
from ledger.importing.cells import as_text
from ledger.rest.queries import read_filters
from projects.views.files import Answer, file_answer
from projects.views.indicators import Option

COLUMNS = (
    "id",
    "body",
    "name",
    "level",
    "state",
    "cadence",
    "period",
    "held",
    "required",
    "status",
    "met",
    "late",
    "missed",
    "longest_gap_days",
    "next_due",
    "document",
    "locator",
    "provenance",
)


@dataclass(frozen=True)
class Line:
    """A body as the table and the strip show it."""

    row: BodyRow
    lane: Mapping[str, Any]


class Bodies(Listing):
    """What the list and its file share."""

    shape = BodyFilter
    primary = ("q", "period", "standing", "level", "state")

    def visible(self) -> Any:
        """The bodies of the layer."""
        return current(
            self.request.user, BodyParticulars, self.moment, demonstration=self.demonstration
        )

    def rows(self) -> list[BodyRow]:
        """Those that meet the filters, in the order asked for."""
        return bodies.body_rows(
            self.request.user,
            self.moment,
            read_filters(self.request.GET, without=CONTROLS),
            demonstration=self.demonstration,
            ordering=self.request.GET.get("sort", ""),
        )

    def found(self) -> tuple[list[BodyRow], Mapping[str, list[str]]]:
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


class BodyList(Bodies):
    """All bodies with how often they met."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        self.years: list[int] = []
        rows, faults = self.found()
        page, period = self.page_of(rows), self.period()
        self.years = bodies.told_years(row.known for row in rows)
        address = strips.addresses(request)
        lines = [Line(row, strips.lane(row, address)) for row in page.object_list]
        context = {
            **self.panel(),
            "lines": lines,
            "lanes": [line.lane for line in lines if line.row.is_drawn],
            "period": period,
            "period_name": days.period_text(period.last, period.precision),
            "years": sorted({self.moment.as_of.year, *self.years}, reverse=True),
            "last_told": None if _is_told(rows) else next(iter(self.years), None),
            "page_obj": page,
            "total": page.paginator.count,
            "can_keep": self.can_keep(),
            "faults": faults,
        }
        return render(request, "governance/body_list.html", context, status=400 if faults else 200)

    def choices(self) -> Mapping[str, list[Option]]:
        """The years of which anything is known, and that of the day."""
        years = sorted({self.moment.as_of.year, *self.years}, reverse=True)
        return {
            "period": [Option(str(year), str(year)) for year in years],
            "body": [
                Option(code, name)
                for code, name in self.visible()
                .order_by("name")
                .values_list("subject__code", "name")
            ],
        }


def _is_told(rows: list[BodyRow]) -> bool:
    """Whether a number of meetings is known of any of the bodies in the period."""
    return any(row.did.held is not None for row in rows)


class BodyExport(Bodies):
    """How each body did in the period, as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the rows of the address."""
        given = read_filters(request.GET, without=CONTROLS)
        return file_answer(self, form, "bodies", COLUMNS, map(_file_row, self.rows()), given)


def _file_row(row: BodyRow) -> list[object]:
    did, said, source = row.did, row.said, row.did.count or row.latest or row.said
    counted = did.outcomes() if did.expected else {}
    outcomes = [counted.get(word, "") for word in (Outcome.MET, Outcome.LATE, Outcome.MISSED)]
    place = source.citation
    return [
        said.subject_id,
        row.code,
        said.name,
        said.level,
        said.state,
        row.cadence,
        did.period_name,
        as_text(did.held),
        did.required,
        did.status.value,
        *outcomes,
        as_text(did.longest_gap),
        as_text(row.known.next_due),
        place.document.symbol if place else "",
        place.locator if place else "",
        source.provenance,
    ]


class BodyDetail(GovernancePage):
    """One governing body on one page."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """The body as it stood at the moment."""
        row = self._row(code)
        if row is None:
            return self.in_its_layer(not self.demonstration)
        body = row.did.body
        address = strips.addresses(request)
        years = [BodyRow(did, row.family) for did in bodies.by_year(row.known)]
        context = {
            "row": row,
            "said": row.said,
            "lane": strips.lane(row, address),
            "lanes": [strips.lane(one, address, name=one.did.period_name) for one in years],
            "years": years,
            **self._around(row, body),
            "flags": self._flags(body),
            "can_keep": self.can_keep(body),
            "moment": self.moment,
        }
        return render(request, "governance/body_detail.html", context)

    def _around(self, row: BodyRow, body: Body) -> dict[str, Any]:
        viewer, moment = self.request.user, self.moment
        return {
            "parent": row.family.named(row.said.parent_id),
            "aliases": queries.aliases(body, moment),
            "terms": queries.terms_rows(row.known.terms, moment.as_of),
            "seats": queries.seats(body, moment),
            "outputs": bodies.outputs_by_period(viewer, body, moment, row.known),
            "meetings": queries.last_meetings(viewer, body, moment),
            "decisions": queries.last_decisions(viewer, body, moment),
            "history": queries.history(body, moment),
        }

    def _row(self, code: str) -> BodyRow | None:
        """The body with its year of the day; ``None`` where it is of the other layer, else 404."""
        viewer, layer = self.request.user, self.demonstration
        known = known_bodies(viewer, self.moment, demonstration=layer, codes=[code])
        if known:
            family = queries.family(viewer, self.moment, demonstration=layer)
            period = bodies.telling_period(known, self.moment)
            [row] = bodies.judged(known, period, family, lambda row: True)
            return row
        if Body.objects.filter(code=code, demonstration=not self.demonstration).exists():
            return None
        raise Http404

    def _flags(self, body: Body) -> list[tuple[Flag, Raised]]:
        """What the rules find about this body."""
        found = [
            (flag, flag.find(self.request.user, self.moment, demonstration=body.demonstration))
            for flag in flags.flags_of("governance")
        ]
        return [
            (flag, raised)
            for flag, several in found
            for raised in several
            if raised.code == body.code
        ]
