"""The portfolio as a list: the rows of the address, its filters, its figures, the page of para 10."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from ledger.errors import Invalid
from ledger.figures import Answer, Part
from ledger.rest.paging import whole
from ledger.rest.queries import read_filters
from projects import columns, figures, filters, policies, queries
from projects.filters import ProjectFilter
from projects.lifecycle import ElementKind, Met, PortfolioMove, Rating, TitleStatus
from projects.models import ElementParticulars, PlanParticulars
from projects.queries import Row
from projects.views.indicators import Chip, Field, Option
from secretariat.models import Provenance
from secretariat.pages import Page
from secretariat.queries import entities_at

CONTROLS = ("layer", "sort", "view")
CARRIED = ("as_of", "known_at", *CONTROLS)
PAGE_SIZE = 100
PRIMARY = ("q", "driver", "overall", "met", "complete_but_unmet", "reports", "slipped")
TYPED = frozenset({"q", "code", "case"})
TONES = {Rating.GREEN: "good", Rating.AMBER: "partial", Rating.RED: "bad", Rating.NOT_RATED: "none"}
SHOWN = (figures.BY_RATING, figures.REPORTS_RECEIVED, figures.COMPLETE_BUT_UNMET)
Names = Mapping[Any, ElementParticulars]


@dataclass(frozen=True)
class Line:
    """A project as the table and the board show it."""

    row: Row
    #: How many recommendations about it are open.
    open: int

    @property
    def not_assessed(self) -> int:
        """Objectives about which nobody has said whether they are met."""
        state = self.row.state
        return state.objectives - state.met - state.unmet

    @property
    def missing(self) -> int:
        """Status reports that are due and were not received."""
        return max(self.row.state.due - self.row.state.received, 0)

    @property
    def quarter(self) -> str:
        """The quarter of the last status report."""
        return columns.last_quarter(self.row)


class PortfolioPage(Page):
    """What every page about a selection of projects shares: the rows of its address."""

    template_name = ""
    controls: tuple[str, ...] = CONTROLS
    #: What the address keeps when all filters are cleared.
    carried: tuple[str, ...] = CARRIED

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave out of the address what a form left empty."""
        tidy = request.GET.copy()
        for name, given in request.GET.lists():
            if not any(given):
                del tidy[name]
        if request.method == "GET" and tidy.urlencode() != request.GET.urlencode():
            return redirect(f"{request.path}?{tidy.urlencode()}" if tidy else request.path)
        return super().dispatch(request, *args, **kwargs)

    def visible(self) -> Any:
        """The projects of the layer that the viewer may see."""
        return policies.viewable_by(
            self.request.user, self.moment, demonstration=self.demonstration
        )

    def rows(self) -> Any:
        """Those that meet the filters; raises ``Invalid`` naming what is no good."""
        given = read_filters(self.request.GET, without=self.controls)
        found = filters.apply(ProjectFilter, self.visible(), given, self.moment)
        return queries.ordered(found, self.request.GET.get("sort", "code"), queries.ORDERINGS)

    def found(self) -> tuple[Any, Mapping[str, list[str]]]:
        """As :meth:`rows`, nothing with the faults where the question cannot be understood."""
        try:
            return self.rows(), {}
        except Invalid as refusal:
            return self.visible().none(), refusal.fields

    def number(self) -> int:
        """The page asked for."""
        try:
            return whole(self.request.GET.get("page"), "page", default=1)
        except Invalid:
            return 1

    def element_names(self) -> Names:
        """What the parts of plans are called on the day."""
        return queries.element_names(self.moment)

    def detailed(self, states: Any, names: Names) -> list[Row]:
        """The projects with their milestones and objectives: two statements."""
        viewer, layer = self.request.user, self.demonstration
        return queries.with_details(
            states,
            policies.viewable_milestones(viewer, self.moment, demonstration=layer),
            policies.viewable_objectives(viewer, self.moment, demonstration=layer),
            names,
        )

    def address(self, view: str, *args: Any, **query: str) -> str:
        """The address of a page that keeps the day and the layer."""
        kept = {
            name: self.request.GET[name]
            for name in ("as_of", "known_at", "layer")
            if name in self.request.GET
        }
        asked = urlencode({**query, **kept})
        path = reverse(view, args=args)
        return f"{path}?{asked}" if asked else path

    def query(self, *, keep: tuple[str, ...] = (), without: str = "") -> str:
        """This page's query, some of it kept or one parameter left out."""
        query = self.request.GET.copy()
        for name in list(query):
            if (keep and name not in keep) or name in {without, "page"}:
                del query[name]
        return f"?{query.urlencode()}" if query else ""

    # --- filters -------------------------------------------------------------------------------
    def panel(self, names: Names) -> dict[str, Any]:
        """What the filter panel and its chips need."""
        fields = self.fields(names)
        return {
            "fields": fields,
            "more_in_force": any(field.value for field in fields if not field.primary),
            "chips": [self._chip(field) for field in fields if field.value],
            "clear_url": self.request.path + self.query(keep=self.carried),
            "hidden": [
                (name, self.request.GET[name])
                for name in self.carried
                if self.request.GET.get(name)
            ],
        }

    def _chip(self, field: Field) -> Chip:
        return Chip(field.label, field.said, self.request.path + self.query(without=field.name))

    def fields(self, names: Names) -> list[Field]:
        """Every filter, those asked most first."""
        base = ProjectFilter.base_filters
        options = self._options(names)
        ordered = [*PRIMARY, *(name for name in base if name not in PRIMARY)]
        return [
            Field(
                name=name,
                label=str(base[name].label),
                value=self.request.GET.get(name, ""),
                options=options.get(name) or _declared(base[name]),
                kind="text" if name in TYPED else "select",
                primary=name in PRIMARY,
            )
            for name in ordered
        ]

    def _options(self, names: Names) -> dict[str, list[Option]]:
        plans = PlanParticulars.objects.current(self.moment.as_of, known=self.moment.known)
        own = plans.filter(subject__demonstration=self.demonstration)
        entities = entities_at(self.moment, demonstration=self.demonstration)
        return {
            "plan": [Option(*pair) for pair in own.values_list("subject__code", "name")],
            "driver": self._elements(names, {ElementKind.DRIVER, ElementKind.ENABLER}),
            "objective": self._elements(names, {ElementKind.OBJECTIVE, ElementKind.GOAL}),
            "entity": [
                Option(code, name or code) for code, name in entities.values_list("code", "name")
            ],
            "provenance": [Option(value, str(label)) for value, label in Provenance.choices],
        }

    def _elements(self, names: Names, kinds: set[ElementKind]) -> list[Option]:
        found = [
            said
            for said in names.values()
            if said.subject.kind in kinds and said.subject.demonstration == self.demonstration
        ]
        found.sort(key=lambda said: (said.order, said.subject.code))
        return [Option(said.subject.code, said.name) for said in found]

    # --- figures -------------------------------------------------------------------------------
    def cards(self) -> list[dict[str, Any]]:
        """The figures of the portfolio, each part with the address of its rows."""
        layer = {"provenance": Provenance.DEMONSTRATION.value} if self.demonstration else {}
        found = []
        for figure in SHOWN:
            answer: Answer = figure.answer(self.request.user, self.moment, layer)
            found.append(
                {
                    "figure": figure,
                    "answer": answer,
                    "rows_url": self.address(figure.rows, **answer.rows),
                    "parts": [self._part(figure.rows, part) for part in answer.parts],
                }
            )
        return found

    def _part(self, view: str, part: Part) -> dict[str, Any]:
        tones = {str(word): tone for word, tone in TONES.items()} | {"missing": "bad"}
        return {
            "key": part.key,
            "label": part.label,
            "count": part.count,
            "tone": tones.get(part.key, ""),
            "url": self.address(view, **part.rows),
        }


def _declared(field: Any) -> list[Option]:
    return [Option(value, str(label)) for value, label in field.extra.get("choices", [])]


class PortfolioList(PortfolioPage):
    """All projects on one screen, as a table or as a board."""

    template_name = "projects/project_list.html"

    def counted(self, rows: list[Row]) -> Mapping[Any, int]:
        """Open recommendations by project; the page on top that reads the audits knows them."""
        return {}

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        found, faults = self.found()
        page = Paginator(queries.related(found), PAGE_SIZE).get_page(self.number())
        names = self.element_names()
        rows = self.detailed(page.object_list, names)
        board = request.GET.get("view") == "board"
        counted = self.counted(rows)
        lines = [Line(row, counted.get(row.state.project_id, 0)) for row in rows]
        context = {
            **self.panel(names),
            "lines": lines,
            "columns": _board(lines) if board else [],
            "board": board,
            "titles": _titles(found),
            "page_obj": page,
            "total": page.paginator.count,
            "cards": self.cards(),
            "csv_url": f"{request.path}export.csv{self.query()}",
            "xlsx_url": f"{request.path}export.xlsx{self.query()}",
            "faults": faults,
            "moment": self.moment,
        }
        return render(request, self.template_name, context, status=400 if faults else 200)


def _board(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """The lines by driver, in the order of their codes; those without one last."""
    grouped: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.row.state.driver is None):
        grouped.setdefault(line.row.driver_name, []).append(line)
    return list(grouped.items())


def _titles(found: Any) -> dict[str, int]:
    """How many of the rows have which kind of title."""
    counted = found.order_by().values("title_status").annotate(n=Count("pk"))
    held = {row["title_status"]: row["n"] for row in counted}
    return {
        "official": held.get(TitleStatus.OFFICIAL, 0),
        "working": held.get(TitleStatus.WORKING, 0),
        "all": sum(held.values()),
    }


class CompleteButUnmet(PortfolioPage):
    """Reported complete while an objective is unmet (A/74/588 para 10), by the case as printed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each project with the words of owner and auditor, case by case."""
        inside = self.visible().filter(event_kind=PortfolioMove.ENTRY)
        states = inside.filter(filters.complete_but_unmet()).select_related(
            "percent_said__citation__document", "closure"
        )
        rows = self.detailed(queries.related(states).order_by("code"), self.element_names())
        answer = figures.COMPLETE_BUT_UNMET.answer(
            request.user,
            self.moment,
            {"provenance": Provenance.DEMONSTRATION.value} if self.demonstration else {},
        )
        context = {
            "cases": self._cases(rows),
            "answer": answer,
            "figure": figures.COMPLETE_BUT_UNMET,
            "list_url": self.address("project-list", **answer.rows),
            "rows": rows,
            "moment": self.moment,
        }
        return render(request, "projects/complete_but_unmet.html", context)

    def _cases(self, rows: list[Row]) -> list[tuple[str, list[dict[str, Any]]]]:
        said = self._words(rows)
        cases: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            for objective in row.objectives:
                if objective.met in {Met.NO, Met.PARTLY}:
                    held = said[objective.objective_id]
                    line = {"row": row, "objective": held, "split": False}
                    cases.setdefault(objective.case, []).append(line)
        for case, lines in cases.items():
            projects = {line["row"].state.code for line in lines}
            for line in lines:
                line["split"] = bool(case) and len(projects) > 1
        return sorted(cases.items(), key=lambda item: (not item[0], item[0]))

    def _words(self, rows: list[Row]) -> dict[Any, Any]:
        """The objectives with both voices and their citations: one statement."""
        found = policies.viewable_objectives(
            self.request.user, self.moment, demonstration=self.demonstration
        ).filter(project__in=[row.state.project_id for row in rows])
        joined = found.select_related(
            "owner__citation__document", "auditor__citation__document", "particulars"
        )
        return {objective.objective_id: objective for objective in joined}
