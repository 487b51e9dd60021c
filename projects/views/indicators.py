"""Indicators: the list with its filters and files, and the page of one indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ledger.errors import Invalid
from ledger.history import sentence
from ledger.importing.cells import decimal_text
from ledger.models import Entry
from ledger.rest.paging import whole
from ledger.rest.queries import read_filters
from projects import filters, numbers, queries
from projects.comparisons import compared, matching
from projects.filters import YES_NO, IndicatorFilter
from projects.lifecycle import IndicatorGroup, IndicatorKind
from projects.models import ElementParticulars, Indicator, IndicatorState
from projects.numbers import IndicatorRow, Said
from projects.policies import viewable_indicators
from projects.views.files import Answer, file_answer
from secretariat.access import may
from secretariat.models import Provenance
from secretariat.pages import Page
from secretariat.queries import names_of
from secretariat.roles import Permission, role_name

CONTROLS = ("layer", "sort")
CARRIED = ("as_of", "known_at", *CONTROLS)
PAGE_SIZE = 50
PRIMARY = ("q", "group", "kind", "below_plan", "measured", "proxy")
HISTORY_SHOWN = 50


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
    def said(self) -> str:
        """What is asked, in words."""
        labels = {option.value: option.label for option in self.options}
        return ", ".join(labels.get(value, value) for value in self.value.split(","))

    @property
    def beyond_the_options(self) -> str:
        """What is asked where it is none of the options, such as several words of a saved link."""
        known = {option.value for option in self.options}
        return self.said if self.value and self.value not in known else ""


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address of the list without it."""

    label: str
    value: str
    url: str


class Indicators(Page):
    """What the list and its files share: the rows of the address."""

    def rows(self) -> Any:
        """The rows that meet the filters; raises ``Invalid`` naming what is no good."""
        visible = viewable_indicators(
            self.request.user, self.moment, demonstration=self.demonstration
        )
        given = read_filters(self.request.GET, without=CONTROLS)
        found = filters.apply(IndicatorFilter, visible, given, self.moment)
        sort = self.request.GET.get("sort", "group")
        ordered = queries.ordered(found, sort, queries.INDICATOR_ORDERINGS)
        return numbers.related_indicators(ordered)


class IndicatorList(Indicators):
    """The list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        tidy = request.GET.copy()
        for name, given in request.GET.lists():
            if not any(given):
                del tidy[name]
        if tidy.urlencode() != request.GET.urlencode():
            return redirect(f"{request.path}?{tidy.urlencode()}")
        rows, faults = self._found()
        page = Paginator(rows, PAGE_SIZE).get_page(self._number())
        fields = self._fields()
        context = {
            "rows": numbers.indicator_rows(page.object_list, self.moment),
            "page_obj": page,
            "total": page.paginator.count,
            "fields": fields,
            "more_in_force": any(field.value for field in fields if not field.primary),
            "chips": [self._chip(field) for field in fields if field.value],
            "clear_url": request.path + self._query(keep=CARRIED),
            "grouped": request.GET.get("sort", "group") in {"group", "-group"},
            "csv_url": self._export("csv"),
            "xlsx_url": self._export("xlsx"),
            "hidden": [(name, request.GET[name]) for name in CARRIED if request.GET.get(name)],
            "faults": faults,
            "moment": self.moment,
        }
        status = 400 if faults else 200
        return render(request, "projects/indicator_list.html", context, status=status)

    def _found(self) -> tuple[Any, Mapping[str, list[str]]]:
        try:
            return self.rows(), {}
        except Invalid as refusal:
            return IndicatorState.objects.none(), refusal.fields

    def _number(self) -> int:
        try:
            return whole(self.request.GET.get("page"), "page", default=1)
        except Invalid:
            return 1

    def _query(self, *, keep: tuple[str, ...] = (), without: str = "") -> str:
        query = self.request.GET.copy()
        for name in list(query):
            if (keep and name not in keep) or name in {without, "page"}:
                del query[name]
        return f"?{query.urlencode()}" if query else ""

    def _export(self, form: str) -> str:
        return f"{self.request.path}export.{form}{self._query()}"

    def _chip(self, field: Field) -> Chip:
        return Chip(field.label, field.said, self.request.path + self._query(without=field.name))

    def _fields(self) -> list[Field]:
        base = IndicatorFilter.base_filters
        options = self._options()
        names = [*PRIMARY, *(name for name in base if name not in PRIMARY)]
        return [
            Field(
                name=name,
                label=str(base[name].label),
                value=self.request.GET.get(name, ""),
                options=options.get(name, []),
                kind="text" if name in {"q", "code", "codes"} else "select",
                primary=name in PRIMARY,
            )
            for name in names
        ]

    def _options(self) -> dict[str, list[Option]]:
        yes_no = [Option(value, label) for value, label in YES_NO]
        return {
            "group": _choices(IndicatorGroup),
            "kind": _choices(IndicatorKind),
            "provenance": _choices(Provenance),
            "proxy": yes_no,
            "measured": yes_no,
            "below_plan": yes_no,
            "element": self._elements(),
        }

    def _elements(self) -> list[Option]:
        """The parts of plans that an indicator of the layer belongs to, by name."""
        names = queries.element_names(self.moment)
        held = numbers.elements_measured(self.moment, demonstration=self.demonstration)
        found = [Option(names[pk].subject.code, names[pk].name) for pk in held if pk in names]
        return sorted(found, key=lambda option: option.label)


def _choices(words: Any) -> list[Option]:
    return [Option(value, str(label)) for value, label in words.choices]


COLUMNS = (
    "id",
    "code",
    "group",
    "kind",
    "name",
    "name_zh",
    "unit",
    *(f"{role}_{part}" for role in ("baseline", "actual", "aim") for part in ("period", "value")),
    "below_plan",
    "below_threshold",
    "proxy",
    "document",
    "locator",
    "provenance",
)


class IndicatorExport(Indicators):
    """The list as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the rows of the address."""
        rows = numbers.indicator_rows(self.rows(), self.moment)
        given = read_filters(request.GET, without=CONTROLS)
        return file_answer(self, form, "indicators", COLUMNS, map(_file_row, rows), given)


def _file_row(row: IndicatorRow) -> list[object]:
    state, said = row.state, row.state.particulars
    place = said.citation
    cells: list[object] = [state.indicator_id, state.code, state.group, state.kind, state.name]
    cells += [said.name_zh, state.unit]
    for value in (row.baseline, row.actual, row.aim):
        cells += [value.period if value else "", _file_value(value)]
    cells += [state.is_below_plan, state.is_below_threshold, state.proxy]
    cells += [place.document.symbol if place else "", place.locator if place else ""]
    return [*cells, state.provenance]


def _file_value(said: Said | None) -> object:
    """The number, or the words where there is none."""
    if said is None:
        return ""
    if said.value.thousandths is None:
        return said.value.text or said.value.get_state_display()
    return decimal_text(said.value.thousandths)


class IndicatorDetail(Page):
    """One indicator: what it counts, every value, its parts, its history."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The indicator as it stood at the moment."""
        row = self._row(code)
        children = self._children(row)
        comparisons = self._comparisons(row)
        context = {
            "row": row,
            "said": sorted(row.said, key=_newest_first),
            "parent": self._one(row.state.parent_id),
            "children": children,
            "added": numbers.added_up(row, children),
            "comparisons": comparisons,
            "matching": matching(comparisons),
            "history": self._history(row),
            "element_name": self._element_name(row.state),
            "can_keep": self.moment.is_now
            and may(request.user, Permission.KEEP_PORTFOLIO)
            and (row.state.demonstration or not self.person.demonstration),
            "moment": self.moment,
        }
        return render(request, "projects/indicator_detail.html", context)

    def _visible(self, demonstration: bool) -> Any:
        rows = viewable_indicators(self.request.user, self.moment, demonstration=demonstration)
        return numbers.related_indicators(rows)

    def _row(self, code: str) -> IndicatorRow:
        for demonstration in (self.demonstration, not self.demonstration):
            found = list(self._visible(demonstration).filter(code=code))
            if found:
                return numbers.indicator_rows(found, self.moment)[0]
        raise Http404

    def _one(self, indicator: Any) -> Any:
        if indicator is None:
            return None
        for demonstration in (False, True):
            found = self._visible(demonstration).filter(indicator=indicator).first()
            if found:
                return found
        return None

    def _element_name(self, state: IndicatorState) -> str:
        if state.element is None:
            return ""
        rows = ElementParticulars.objects.filter(subject=state.element)
        found = rows.current(self.moment.as_of, known=self.moment.known).first()
        return found.name if found else ""

    def _children(self, row: IndicatorRow) -> list[IndicatorRow]:
        state = row.state
        rows = self._visible(state.demonstration).filter(parent=state.indicator_id)
        return numbers.indicator_rows(rows.order_by("order", "code"), self.moment)

    def _comparisons(self, row: IndicatorRow) -> list[Any]:
        found = compared(self.moment, row.state.demonstration)
        return [one for one in found if row.state.code in one.indicators]

    def _history(self, row: IndicatorRow) -> list[Entry]:
        rows = Entry.objects.filter(
            subject_type=Indicator._meta.label_lower, subject_id=str(row.state.indicator_id)
        )
        if self.moment.known is not None:
            rows = rows.filter(seal__no__lte=self.moment.known)
        entries = list(rows.select_related("seal").order_by("-recorded_at", "-pk")[:HISTORY_SHOWN])
        names = names_of(entry.actor for entry in entries)
        for entry in entries:
            entry.actor_name = names.get(entry.actor, str(entry.actor))  # type: ignore[attr-defined]
            entry.sentence = sentence(entry.kind)  # type: ignore[attr-defined]
            entry.role_name = role_name(entry.acting_role)  # type: ignore[attr-defined]
        return entries


def _newest_first(said: Said) -> tuple[int, int]:
    value = said.value
    return (-value.period_end.toordinal(), -value.as_of.toordinal())
