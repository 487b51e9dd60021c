"""What the lists of governance share: filters in the address, order, pages, chips."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from governance import policies
from ledger.errors import Invalid
from ledger.models import Record
from ledger.rest.paging import whole
from ledger.rest.queries import read_filters
from projects import filters
from projects.filters import MomentFilter
from projects.views.indicators import Chip, Field, Option
from secretariat.pages import Page

KEPT = ("as_of", "known_at", "layer")
CONTROLS = ("layer", "sort", "view")
CARRIED = ("as_of", "known_at", *CONTROLS)
PAGE_SIZE = 50


def in_layer(address: str, record: Record) -> str:
    """The address in the layer of a record."""
    return f"{address}?layer=demonstration" if record.demonstration else address


class GovernancePage(Page):
    """A page of governance; who keeps it gets the links that change it."""

    def can_keep(self, record: Record | None = None) -> bool:
        """Whether this person may change what is shown: today, and in the own layer."""
        demonstration = record.demonstration if record else self.demonstration
        own = self.person.demonstration == demonstration
        return own and self.moment.is_now and policies.can(policies.check_can_keep, self.person)

    def address(self, view: str, *args: Any) -> str:
        """The address of a page that keeps the day and the layer."""
        kept = {name: self.request.GET[name] for name in KEPT if name in self.request.GET}
        path = reverse(view, args=args)
        return f"{path}?{urlencode(kept)}" if kept else path

    def in_its_layer(self, demonstration: bool) -> HttpResponseBase:
        """The same address with the layer of the record, so that the frame says it too."""
        query = self.request.GET.copy()
        query.pop("layer", None)
        if demonstration:
            query["layer"] = "demonstration"
        return redirect(f"{self.request.path}?{query.urlencode()}")


class Listing(GovernancePage):
    """A list with one set of filters; a subclass names them and its rows."""

    shape: type[MomentFilter]
    #: Filters shown at once; the others fold.
    primary: tuple[str, ...] = ()
    #: Filters that are typed, not chosen.
    typed: frozenset[str] = frozenset({"q"})

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
        """The rows of the layer that the viewer may see."""
        raise NotImplementedError

    def choices(self) -> Mapping[str, list[Option]]:
        """The choices of filters that are chosen from what is on record."""
        return {}

    def rows(self) -> Any:
        """Those that meet the filters; raises ``Invalid`` naming what is no good."""
        given = read_filters(self.request.GET, without=CONTROLS)
        return filters.apply(self.shape, self.visible(), given, self.moment)

    def found(self) -> tuple[Any, Mapping[str, list[str]]]:
        """As :meth:`rows`; nothing, and the faults, where the question cannot be understood."""
        try:
            return self.rows(), {}
        except Invalid as refusal:
            return self.visible().none(), refusal.fields

    def page_of(self, rows: Any) -> PageOfRows[Any]:
        """The page asked for."""
        try:
            number = whole(self.request.GET.get("page"), "page", default=1)
        except Invalid:
            number = 1
        return Paginator(rows, PAGE_SIZE).get_page(number)

    def query(self, *, keep: tuple[str, ...] = (), without: str = "") -> str:
        """This page's query, some of it kept or one parameter left out."""
        query = self.request.GET.copy()
        for name in list(query):
            if (keep and name not in keep) or name in {without, "page"}:
                del query[name]
        return f"?{query.urlencode()}" if query else ""

    def export(self, form: str) -> str:
        """The address of the same rows as a file."""
        return f"{self.request.path}export.{form}{self.query()}"

    def panel(self) -> dict[str, Any]:
        """What the filter panel, its chips and the links to files need."""
        fields = self.fields()
        return {
            "fields": fields,
            "more_in_force": any(field.value for field in fields if not field.primary),
            "chips": [self._chip(field) for field in fields if field.value],
            "clear_url": self.request.path + self.query(keep=CARRIED),
            "hidden": [
                (name, self.request.GET[name]) for name in CARRIED if self.request.GET.get(name)
            ],
            "csv_url": self.export("csv"),
            "xlsx_url": self.export("xlsx"),
            "moment": self.moment,
        }

    def fields(self) -> list[Field]:
        """Every filter, those asked most first."""
        base, options = self.shape.base_filters, self.choices()
        ordered = [*self.primary, *(name for name in base if name not in self.primary)]
        return [
            Field(
                name=name,
                label=str(base[name].label),
                value=self.request.GET.get(name, ""),
                options=options.get(name) or _declared(base[name]),
                kind="text" if name in self.typed else "select",
                primary=name in self.primary,
            )
            for name in ordered
        ]

    def _chip(self, field: Field) -> Chip:
        return Chip(field.label, field.said, self.request.path + self.query(without=field.name))


def _declared(field: Any) -> list[Option]:
    return [Option(str(value), str(label)) for value, label in field.extra.get("choices", [])]
