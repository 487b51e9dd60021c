"""Compliance: entities by provisions, alignment of entities, and budgets with their review."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.filters.compliance import BudgetFilter, ComplianceFilter, known_document
from governance.lifecycle import Alignment
from governance.models import BudgetReview, ProvisionParticulars
from governance.queries import compliance as queries
from governance.queries.authority import population, stated
from governance.views.listing import GovernancePage, Listing
from ledger.errors import Invalid
from ledger.rest.queries import read_filters, refuse_unknown
from projects.views.indicators import Option
from secretariat.models import Document


class ComplianceMatrix(GovernancePage):
    """Which entity keeps to which provision, as far as somebody says so."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The matrix of one document, and the provisions of the others with their text."""
        rows = queries.provisions(request.user, self.moment, demonstration=self.demonstration)
        documents = queries.documents(rows)
        faults: Mapping[str, list[str]] = {}
        chosen = None
        try:
            chosen = self._document(documents)
        except Invalid as refusal:
            faults = refusal.fields
        own = [row for row in rows if row.subject.document == chosen]
        matrix = queries.matrix(request.user, own, self.moment)
        context = {
            "documents": documents,
            "chosen": chosen,
            "matrix": matrix,
            "lines": [(row, list(zip(own, row.cells, strict=True))) for row in matrix.rows],
            "together": list(zip(own, matrix.counts, strict=False)),
            "others": self._others(rows, chosen),
            "can_keep": self.can_keep(),
            "faults": faults,
            "moment": self.moment,
        }
        status = 400 if faults else 200
        return render(request, "governance/compliance_matrix.html", context, status=status)

    def _document(self, documents: list[Document]) -> Document | None:
        """The document asked for; else the bulletin, or the first there is."""
        given = read_filters(self.request.GET, without=("layer",))
        refuse_unknown(given, ("document",))
        if "document" in given:
            return known_document("document", given["document"])
        named = [one for one in documents if one.symbol == queries.BULLETIN]
        return next(iter([*named, *documents]), None)

    def _others(
        self, rows: list[ProvisionParticulars], chosen: Document | None
    ) -> list[tuple[Document, list[ProvisionParticulars]]]:
        """The provisions of every other document, document by document."""
        return [
            (document, [row for row in rows if row.subject.document == document])
            for document in queries.documents(rows)
            if document != chosen
        ]


class ComplianceList(Listing):
    """Each entity and provision of which it is said whether it is kept."""

    shape = ComplianceFilter
    primary = ("word", "entity", "provision", "document")
    typed: frozenset[str] = frozenset()

    def visible(self) -> Any:
        """Those of the layer."""
        return queries.said_of_entities(
            self.request.user, self.moment, demonstration=self.demonstration
        )

    def choices(self) -> Mapping[str, list[Option]]:
        """The entities, provisions and documents of which something is said."""
        places = {
            "entity": "subject__entity__code",
            "provision": "subject__provision__code",
            "document": "subject__provision__document__symbol",
        }
        rows = self.visible().order_by()
        found = {name: set(rows.values_list(place, flat=True)) for name, place in places.items()}
        return {name: [Option(one, one) for one in sorted(held)] for name, held in found.items()}

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        found, faults = self.found()
        page = self.page_of(found)
        context = {
            **self.panel(),
            "rows": page.object_list,
            "page_obj": page,
            "total": page.paginator.count,
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/compliance_list.html", context, status=status)


class AlignmentPage(GovernancePage):
    """Which entities are in line with the strategy, which are not, and why."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The entities of which it is stated, and the count that a source prints without names."""
        rows = queries.alignments(request.user, self.moment, demonstration=self.demonstration)
        apart = [row for row in rows if row.said.word == Alignment.NOT_HARMONIZED]
        context = {
            "rows": rows,
            "apart": apart,
            "harmonized": [row for row in rows if row.said.word == Alignment.HARMONIZED],
            "printed": population(
                queries.NOT_HARMONIZED, self.moment, demonstration=self.demonstration
            ),
            "can_keep": self.can_keep(),
            "moment": self.moment,
        }
        return render(request, "governance/alignment.html", context)


class BudgetList(Listing):
    """ICT budgets by year and entity, and whether OICT reviewed each before it went on."""

    shape = BudgetFilter
    primary = ("year", "entity", "word", "gap")
    typed: frozenset[str] = frozenset()

    def visible(self) -> Any:
        """Those of the layer."""
        return stated(
            self.request.user, BudgetReview, self.moment, demonstration=self.demonstration
        )

    def choices(self) -> Mapping[str, list[Option]]:
        """The years and entities on record."""
        found = set(self.visible().order_by().values_list("year", "subject__entity__code"))
        years = sorted({year for year, _code in found}, reverse=True)
        codes = sorted({code for _year, code in found})
        return {
            "year": [Option(str(year), str(year)) for year in years],
            "entity": [Option(code, code) for code in codes],
        }

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list with the totals of each year; faulty filters are named."""
        found, faults = self.found()
        rows = queries.budget_rows(found, self.moment)
        page, years = self.page_of(rows), queries.totals(rows)
        context = {
            **self.panel(),
            "rows": page.object_list,
            "page_obj": page,
            "total": len(rows),
            "years": years,
            "gaps": sum(year.not_in_time for year in years),
            "can_keep": self.can_keep(),
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/budget_review_list.html", context, status=status)
