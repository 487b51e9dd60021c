"""The portfolio and the page of one project: what projects, audits and flags say about it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from audits import queries as audit_queries
from audits.policies import viewable_by as viewable_recommendations
from ictportal.project_page import ProjectPage, find_state
from ledger.rest.queries import read_filters
from projects import columns, queries
from projects.queries import Row
from projects.views.files import Answer, file_answer
from projects.views.portfolio import CONTROLS, PortfolioList, PortfolioPage
from secretariat.pages import Page


def open_recommendations(page: Page) -> Mapping[Any, int]:
    """How many recommendations that the viewer may see are open, by project."""
    visible = viewable_recommendations(
        page.request.user, page.moment, demonstration=page.demonstration
    )
    return audit_queries.open_per_project(visible, page.moment)


class ProjectList(PortfolioList):
    """The portfolio with what the auditors still ask for."""

    def counted(self, rows: list[Row]) -> Mapping[Any, int]:
        """Open recommendations by project."""
        return open_recommendations(self)


class ProjectExport(PortfolioPage):
    """The portfolio as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the rows of the address, in its order."""
        given = read_filters(request.GET, without=CONTROLS)
        states = queries.related(self.rows())
        counted = open_recommendations(self)
        names = self.element_names()
        cells = (columns.cells(row, counted) for row in self.detailed(states, names))
        return file_answer(self, form, "projects", columns.NAMES, cells, given)


class ProjectDetail(Page):
    """One project at a day."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """All that stood about the project, with its sources and its history."""
        for demonstration in (self.demonstration, not self.demonstration):
            state = find_state(request.user, code, self.moment, demonstration)
            if state is None:
                continue
            if demonstration != self.demonstration:
                return self._in_its_layer(demonstration)
            page = ProjectPage(state, self.person, self.moment)
            return render(request, "ictportal/project_detail.html", page.context())
        raise Http404

    def _in_its_layer(self, demonstration: bool) -> HttpResponse:
        """The same address with the layer of the project, so that the frame says it too."""
        query = self.request.GET.copy()
        query.pop("layer", None)
        if demonstration:
            query["layer"] = "demonstration"
        return redirect(f"{self.request.path}?{query.urlencode()}")
