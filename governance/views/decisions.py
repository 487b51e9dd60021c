"""The decision register and its files."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.filters.decisions import DecisionFilter
from governance.queries import decisions as queries
from governance.queries import meetings as meeting_queries
from governance.views.listing import CONTROLS, Listing
from ledger.rest.queries import read_filters
from projects.views.files import Answer, file_answer
from projects.views.indicators import Option
from secretariat.sheets import get_sheet, row_of

COMPUTED = ("superseded_by", "id")


class Decisions(Listing):
    """What the register and its files share."""

    shape = DecisionFilter
    primary = ("q", "body", "word", "superseded", "due")
    typed = frozenset({"q", "period", "meeting", "project", "responsible"})

    def visible(self) -> Any:
        """The decisions of the layer."""
        return queries.decisions(self.request.user, self.moment, demonstration=self.demonstration)

    def rows(self) -> Any:
        """In the order asked for, the newest first without one."""
        sort = self.request.GET.get("sort", "-decided")
        return meeting_queries.ordered(super().rows(), sort, queries.ORDERINGS)

    def choices(self) -> Mapping[str, list[Option]]:
        """The bodies of the layer, by name."""
        found = meeting_queries.bodies(
            self.request.user, self.moment, demonstration=self.demonstration
        )
        return {"body": [Option(one.subject.code, one.name) for one in found]}


class DecisionList(Decisions):
    """The register."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the register; faulty filters are named and everything else stays."""
        found, faults = self.found()
        page = self.page_of(found)
        context = {
            **self.panel(),
            "rows": meeting_queries.with_body_names(page.object_list, self.moment),
            "page_obj": page,
            "total": page.paginator.count,
            "can_keep": self.can_keep(),
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/decision_list.html", context, status=status)


class DecisionExport(Decisions):
    """The register as a file: the columns of the import, then what is computed."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the rows of the address, in its order."""
        sheet = get_sheet("decisions")
        columns = [cell.name for cell in sheet.all_cells]
        given = read_filters(request.GET, without=CONTROLS)
        cells = (
            [*row_of(sheet, row).values(), row.superseded_by or "", str(row.subject_id)]
            for row in self.rows()
        )
        return file_answer(self, form, "decisions", [*columns, *COMPUTED], cells, given)
