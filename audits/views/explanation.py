"""The explanation of changes: from one day to another, step by step, each with its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audits import queries
from audits.causes import CAUSES, Step
from audits.explanation import (
    ASKED,
    NUMBERS,
    Explanation,
    Question,
    explain,
    findings,
    moved_rows,
    read_question,
    read_step,
)
from audits.filters import RecommendationFilter
from audits.views.listing import Chip, Field, reference_options
from audits.views.registers import layer_parameters
from ledger.errors import Invalid
from ledger.moments import Moment
from ledger.rest.paging import whole
from ledger.rest.queries import read_filters
from secretariat.pages import Page

CHOSEN = ("body", "theme", "entity", "followed_up_in")
CARRIED = ("known_at", "layer")
PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    """A step as the page shows it, with the addresses of its rows."""

    step: Step
    url: str
    added_url: str
    removed_url: str

    @property
    def label(self) -> str:
        """The name of the cause."""
        return self.step.cause.label

    @property
    def net(self) -> int:
        """By how many the number rose."""
        return self.step.net


@dataclass(frozen=True)
class Explained:
    """One number, explained, with the lists it counts at both ends."""

    explanation: Explanation
    lines: list[Line]
    before_rows: str
    after_rows: str


class ExplanationPage(Page):
    """The page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The steps between two days; what cannot be read is named, and what was typed stays."""
        asked = request.GET
        try:
            given = read_filters(asked, without=(*ASKED, *CARRIED))
            parameters = {**given, **layer_parameters(self.demonstration)}
            question = read_question(asked.dict(), parameters, self.moment)
            context = self._explained(question)
        except Invalid as refusal:
            context = {"faults": refusal.fields}
        fields = self._fields()
        context |= {
            "numbers": NUMBERS.values(),
            "causes": CAUSES.values(),
            "fields": fields,
            "chips": self._chips(fields),
            "typed": {name: asked.get(name, "") for name in ASKED},
            "hidden": self._hidden(),
        }
        status = 400 if "faults" in context else 200
        return render(request, "audits/explanation.html", context, status=status)

    def _explained(self, question: Question) -> dict[str, Any]:
        found = explain(self.request.user, question)
        context: dict[str, Any] = {
            "question": question,
            "number": self._lines(found),
            "whole": None,
        }
        if question.whole:
            context["whole"] = self._lines(explain(self.request.user, question.whole))
        if self.request.GET.get("cause"):
            context |= self._rows(found)
        self._settle(question)
        return context

    def _settle(self, question: Question) -> None:
        """Let the frame of the page show the later day, whichever way it was asked for."""
        query = self.request.GET.copy()
        if query.get("after"):
            query["as_of"] = question.after.moment.as_of.isoformat()
        query.pop("after", None)
        self.request.GET = query  # type: ignore[assignment]
        self.request.moment = question.after.moment  # type: ignore[attr-defined]

    def _lines(self, found: Explanation) -> Explained:
        question = found.question
        return Explained(
            explanation=found,
            lines=[self._line(question, step) for step in found.steps],
            before_rows=list_query(question, question.before.moment),
            after_rows=list_query(question, question.after.moment),
        )

    def _line(self, question: Question, step: Step) -> Line:
        def address(way: str = "") -> str:
            asked = {"number": question.number.key, "cause": step.cause.key}
            return self._address(**asked, **({"way": way} if way else {})) + "#rows"

        return Line(
            step=step,
            url=address() if step.added or step.removed else "",
            added_url=address("added") if step.added else "",
            removed_url=address("removed") if step.removed else "",
        )

    def _address(self, without: str = "", **changes: str) -> str:
        query = self.request.GET.copy()
        for name in ("page", "cause", "way", without):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}"

    def _rows(self, found: Explanation) -> dict[str, Any]:
        step, way = read_step(found, self.request.GET.dict())
        moved = moved_rows(found, step, way)
        number = whole(self.request.GET.get("page"), "page", default=1)
        page = Paginator(moved, PAGE_SIZE).get_page(number)
        return {
            "step": step,
            "way": way,
            "page_obj": page,
            "total": len(moved),
            "rows": moved_lines(found, step, list(page.object_list)),
            "close_url": self._address(),
        }

    def _fields(self) -> list[Field]:
        options = reference_options(self.moment, self.demonstration)
        options["followed_up_in"] = options["made_in"]
        return [
            Field(
                name=name,
                label=str(RecommendationFilter.base_filters[name].label),
                value=self.request.GET.get(name, ""),
                options=options[name],
            )
            for name in CHOSEN
        ]

    def _chips(self, fields: list[Field]) -> list[Chip]:
        """The filters in force that the form does not show: those of a link."""
        shown = {field.name for field in fields}
        return [
            Chip(str(declared.label), self.request.GET[name], self._address(without=name))
            for name, declared in RecommendationFilter.base_filters.items()
            if self.request.GET.get(name) and name not in shown
        ]

    def _hidden(self) -> list[tuple[str, str]]:
        own = {*ASKED, *CHOSEN, "as_of", "page"}
        return [
            (name, str(value))
            for name, value in self.request.GET.items()
            if value and name not in own
        ]


def moment_query(moment: Moment) -> dict[str, str]:
    """The two dates of a moment, as an address writes them."""
    query = {"as_of": moment.as_of.isoformat()}
    if moment.known_at:
        query["known_at"] = moment.known_at.isoformat().replace("+00:00", "Z")
    return query


def list_query(question: Question, moment: Moment) -> str:
    """The list that the number counts at a moment; empty where the list cannot ask for it."""
    given: Mapping[str, str] = question.parameters
    if set(given) & set(question.number.rows):
        return ""
    filters = {k: v for k, v in given.items() if k != "provenance" or v != "demonstration"}
    return urlencode({**filters, **question.number.rows, **moment_query(moment)})


def moved_lines(
    found: Explanation, step: Step, moved: list[tuple[str, Any]]
) -> list[dict[str, Any]]:
    """The rows of a step, each as it stood where the number counted it: two statements a way."""
    lines = []
    for way, group in groupby(moved, key=lambda pair: pair[0]):
        look = found.counting(step, way)
        for row in queries.load([pk for _way, pk in group], look.rows, look.moment):
            was, now = findings(found, step, row.state.recommendation_id)
            day = urlencode(moment_query(look.moment))
            lines.append({"row": row, "way": way, "was": was, "now": now, "day": day})
    return lines
