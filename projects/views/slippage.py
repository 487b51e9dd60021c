"""The memory of dates: every milestone with each date ever promised for it."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ledger.errors import Invalid
from ledger.rest.paging import whole
from ledger.rest.queries import read_filters
from projects import slippage
from projects.models import MilestoneState
from projects.policies import viewable_milestones
from projects.views.files import Answer, file_answer
from projects.views.plans import PlanPage

CONTROLS = ("layer",)
PAGE_SIZE = 50


class Milestones(PlanPage):
    """What the page and its files share."""

    def visible(self) -> Any:
        """The milestones of the layer this person may see."""
        return viewable_milestones(self.request.user, self.moment, demonstration=self.demonstration)

    def states(self) -> list[MilestoneState]:
        """Those the address asks for, worst first; raises ``Invalid``."""
        given = read_filters(self.request.GET, without=CONTROLS)
        return slippage.worst_first(self.visible(), given, self.moment)


class Slippage(Milestones):
    """The page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of milestones; faulty filters are named and everything else stays."""
        tidy = request.GET.copy()
        for name, given in request.GET.lists():
            if not any(given):
                del tidy[name]
        if tidy.urlencode() != request.GET.urlencode():
            return redirect(f"{request.path}?{tidy.urlencode()}")
        states, faults = self._found()
        page = Paginator(states, PAGE_SIZE).get_page(self._number())
        context = {
            "rows": slippage.memories(list(page.object_list), self.moment),
            "page_obj": page,
            "total": len(states),
            "late": sum((state.slip_first or 0) > 0 for state in states),
            "silent": sum(state.has_passed(self.moment.as_of) for state in states),
            "projects": slippage.projects_with_milestones(self.visible(), self.moment),
            "asked": {name: request.GET.get(name, "") for name in slippage.FILTERS},
            "narrowed": any(request.GET.get(name) for name in slippage.FILTERS),
            "csv_url": self._export("csv"),
            "xlsx_url": self._export("xlsx"),
            "faults": faults,
            "can_keep": self.can_keep,
            "moment": self.moment,
        }
        status = 400 if faults else 200
        return render(request, "projects/slippage.html", context, status=status)

    def _found(self) -> tuple[list[MilestoneState], Mapping[str, list[str]]]:
        try:
            return self.states(), {}
        except Invalid as refusal:
            return [], refusal.fields

    def _number(self) -> int:
        try:
            return whole(self.request.GET.get("page"), "page", default=1)
        except Invalid:
            return 1

    def _export(self, form: str) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        tail = f"?{query.urlencode()}" if query else ""
        return f"{self.request.path}export.{form}{tail}"


class SlippageExport(Milestones):
    """The memory of dates as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX with a row for each date named."""
        rows = slippage.file_rows(slippage.memories(self.states(), self.moment))
        given = read_filters(request.GET, without=CONTROLS)
        return file_answer(self, form, "slippage", slippage.COLUMNS, rows, given)
