"""Printed against computed: the page and its files."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ictportal.reconciled import SHEET, Reconciled, cells_of, columns
from ledger.rest.paging import whole
from ledger.rest.queries import read_filters
from projects.views.files import Answer, file_answer
from secretariat.access import may
from secretariat.pages import Page
from secretariat.reconciliation import OUTCOMES
from secretariat.sheets import get_sheet

PAGE_SIZE = 50


class ReconciledPage(Page):
    """What the page and its files share: the lines of the address."""

    def reconciled(self) -> Reconciled:
        """The printed numbers of the layer; raises ``Invalid`` for a filter that is no good."""
        asked = read_filters(self.request.GET, without=("layer",))
        return Reconciled(self.request.user, self.moment, self.demonstration, asked)


class Reconciliation(ReconciledPage):
    """The page: every printed number with the computed one, open work first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the lines asked for; each count opens the lines that it counts."""
        found = self.reconciled()
        number = whole(request.GET.get("page"), "page", default=1)
        page = Paginator(found.lines, PAGE_SIZE).get_page(number)
        context = {
            "lines": list(page.object_list),
            "page_obj": page,
            "total": len(found.lines),
            "all": len(found.everything),
            "asked": found.asked,
            "counts": found.counts,
            "outcomes": [self._outcome(found, key) for key in OUTCOMES],
            "unexplained": found.unexplained,
            "unexplained_query": self._query(found, outcome="", explained="no"),
            "documents": [
                (symbol, count, self._query(found, document=symbol))
                for symbol, count in found.documents
            ],
            "any_document": self._query(found, document=""),
            "export_query": f"?{request.GET.urlencode()}" if request.GET else "",
            "may_enter": self._may_enter(),
            "moment": self.moment,
        }
        return render(request, "ictportal/reconciliation.html", context)

    def _outcome(self, found: Reconciled, key: str) -> dict[str, Any]:
        query = self._query(found, outcome=key, explained="")
        return {"key": key, "count": found.counts[key], "query": query}

    def _query(self, found: Reconciled, **changes: str) -> str:
        """The filters asked for with some of them changed; an empty one is taken away."""
        asked = {**found.asked, **changes}
        return urlencode({name: value for name, value in asked.items() if value})

    def _may_enter(self) -> bool:
        own = self.person.demonstration == self.demonstration
        return own and self.moment.is_now and may(self.person, get_sheet(SHEET).permission)


class ReconciliationExport(ReconciledPage):
    """The same lines as a file that the import reads back."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the lines of the address, in its order."""
        found = self.reconciled()
        rows = map(cells_of, found.lines)
        given = dict(found.asked)
        return file_answer(self, form, "reconciliation", columns(), rows, given)
