"""The list of recommendations: filters, chips, order, columns, export, all in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from audits import filters, lifecycle, queries
from audits.columns import COLUMNS, chosen_columns
from audits.filters import RecommendationFilter, Rows
from audits.models import AuditCycle, OversightBody, Report, Theme
from audits.policies import viewable_by
from ledger.errors import Invalid
from ledger.moments import Moment
from ledger.rest.paging import whole
from ledger.rest.queries import read_filters
from secretariat.models import Classification, Provenance
from secretariat.pages import Page
from secretariat.queries import entities_at

CONTROLS = ("layer", "columns", "sort")
PAGE_SIZE = 50
PRIMARY = (
    "q",
    "body",
    "status",
    "theme",
    "entity",
    "open",
    "older_than_two_years",
    "followed_up_in",
    "made_in",
    "target",
    "voices",
)


@dataclass(frozen=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """A filter as the panel shows it."""

    name: str
    label: str
    value: str
    options: list[Option]
    kind: str = "select"
    primary: bool = False

    @property
    def beyond_the_options(self) -> str:
        """What is asked where it is none of the options, such as several words of a saved link."""
        known = {option.value for option in self.options}
        return _label(self) if self.value and self.value not in known else ""


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address of the list without it."""

    label: str
    value: str
    url: str


class RecommendationList(Page):
    """The list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        tidy = self._tidy()
        if tidy.urlencode() != request.GET.urlencode():
            return redirect(f"{request.path}?{tidy.urlencode()}")
        visible = viewable_by(request.user, self.moment, demonstration=self.demonstration)
        rows, faults = self._filtered(visible)
        sort = request.GET.get("sort", "place")
        ids = queries.ordered(rows, sort).values_list("recommendation", flat=True)
        page = Paginator(ids, PAGE_SIZE).get_page(self._number())
        found = queries.load(list(page.object_list), visible, self.moment)
        fields = self._fields()
        context = {
            "rows": found,
            "page_obj": page,
            "total": page.paginator.count,
            "fields": fields,
            "more_in_force": any(field.value for field in fields if not field.primary),
            "chips": self._chips(fields),
            "clear_url": request.path + self._query(keep=("as_of", "known_at", *CONTROLS)),
            "columns": chosen_columns(request.GET.get("columns", "")),
            "all_columns": [column for column in COLUMNS if column.on_screen],
            "chosen": {c.name for c in chosen_columns(request.GET.get("columns", ""))},
            "sort": sort,
            "faults": faults,
            "csv_url": self._export("csv"),
            "xlsx_url": self._export("xlsx"),
            "hidden": [
                (name, request.GET[name])
                for name in ("as_of", "known_at", *CONTROLS)
                if request.GET.get(name)
            ],
            "moment": self.moment,
        }
        status = 400 if faults else 200
        return render(request, "audits/recommendation_list.html", context, status=status)

    def _tidy(self) -> QueryDict:
        """The address without what a form leaves empty, the ticked columns joined by commas."""
        query = self.request.GET.copy()
        for name, values in self.request.GET.lists():
            if not any(values):
                del query[name]
        if len(query.getlist("columns")) > 1:
            query["columns"] = ",".join(query.getlist("columns"))
        return query

    def _number(self) -> int:
        try:
            return whole(self.request.GET.get("page"), "page", default=1)
        except Invalid:
            return 1

    def _filtered(self, visible: Rows) -> tuple[Rows, Mapping[str, list[str]]]:
        try:
            given = read_filters(self.request.GET, without=CONTROLS)
            return filters.apply(visible, given, self.moment), {}
        except Invalid as refusal:
            return visible.none(), refusal.fields

    def _query(self, *, keep: tuple[str, ...] = (), without: str = "") -> str:
        query = self.request.GET.copy()
        for name in list(query):
            if (keep and name not in keep) or name in {without, "page"}:
                del query[name]
        return f"?{query.urlencode()}" if query else "?"

    def _export(self, form: str) -> str:
        return f"{self.request.path}export.{form}{self._query()}"

    def _chips(self, fields: list[Field]) -> list[Chip]:
        return [
            Chip(field.label, _label(field), self.request.path + self._query(without=field.name))
            for field in fields
            if field.value
        ]

    def _fields(self) -> list[Field]:
        options = self._options()
        base = RecommendationFilter.base_filters
        names = [*PRIMARY, *(name for name in base if name not in PRIMARY)]
        return [
            Field(
                name=name,
                label=str(base[name].label),
                value=self.request.GET.get(name, ""),
                options=options.get(name, _declared(base[name])),
                kind="text" if name in {"q", "year", "project"} else "select",
                primary=name in PRIMARY,
            )
            for name in names
        ]

    def _options(self) -> dict[str, list[Option]]:
        found = reference_options(self.moment, self.demonstration)
        return {
            **found,
            "followed_up_in": found["made_in"],
            "theme": [*found["theme"], Option("none", "not stated")],
            "status": _choices(lifecycle.Finding),
            "claim": _choices(lifecycle.Claim),
            "acceptance": _choices(lifecycle.Acceptance),
            "priority": _choices(lifecycle.Priority),
            "classification": _choices(Classification),
            "provenance": _choices(Provenance),
        }


def reference_options(moment: Moment, demonstration: bool) -> dict[str, list[Option]]:
    """Bodies, reports, themes and entities of the layer: one statement for all four."""
    layer = {"demonstration": demonstration}
    bodies = OversightBody.objects.filter(**layer)
    reports = Report.objects.filter(**layer)
    entities = entities_at(moment, demonstration=demonstration).order_by()
    rows = (
        _options_of("body", bodies, "code", F("name"))
        .union(
            _options_of("made_in", reports, "document__symbol", F("document__symbol")),
            _options_of("entity", entities, "code", Coalesce("name", "code")),
            _options_of("theme", Theme.objects.all(), "code", F("name")),
            all=True,
        )
        .order_by("kind", "option")
    )
    found: dict[str, list[Option]] = {"body": [], "made_in": [], "entity": [], "theme": []}
    for kind, code, label in rows:
        found[kind].append(Option(code, label))
    return found


def _options_of(kind: str, rows: Any, code: str, label: Any) -> Any:
    named = rows.annotate(
        kind=Value(kind, output_field=TextField()),
        option=Cast(code, TextField()),
        label=Cast(label, TextField()),
    )
    return named.values_list("kind", "option", "label")


def _choices(words: Any) -> list[Option]:
    return [Option(value, str(label)) for value, label in words.choices]


def _declared(field: Any) -> list[Option]:
    return [Option(value, str(label)) for value, label in field.extra.get("choices", [])]


def _label(field: Field) -> str:
    labels = {option.value: option.label for option in field.options}
    return ", ".join(labels.get(value, value) for value in field.value.split(","))


def cycle_note(demonstration: bool) -> str:
    """The latest audit cycle in words, for the head of the tracker's pages; kept for a minute."""
    key = f"cycle-note:{demonstration}"
    note: str | None = cache.get(key)
    if note is None:
        note = _cycle_note(demonstration)
        cache.set(key, note, 60)
    return note


def _cycle_note(demonstration: bool) -> str:
    cycle = AuditCycle.objects.filter(demonstration=demonstration).order_by("-period_end").first()
    if cycle is None:
        return ""
    fieldwork = ""
    if cycle.fieldwork_start and cycle.fieldwork_end:
        fieldwork = f", fieldwork {_long(cycle.fieldwork_start)} to {_long(cycle.fieldwork_end)}"
    return f"{cycle.name}: period {cycle.period_start.year}{fieldwork}"


def _long(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"
