"""The registers behind the figures: every sheet row by row, with a form that follows its cells."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from audits.views.listing import Chip
from ledger.rest.paging import whole
from secretariat import rows
from secretariat.access import may
from secretariat.cells import Cell
from secretariat.pages import Page
from secretariat.rows import Row
from secretariat.sheets import Sheet, all_sheets, get_sheet

PAGE_SIZE = 50
MOST_COLUMNS = 6
#: Parameters of a page that are no cells, though a sheet may have a cell of that name.
CARRIED = ("as_of", "known_at", "layer")
#: Cells that the last column of a list brings together.
SOURCE = ("document", "locator", "provenance", "note")
_RANKS = {"decimal": 0, "number": 2, "line": 1, "choice": 1, "prose": 4}


def main_cells(sheet: Sheet) -> list[Cell]:
    """The cells a list has room for: the key, then what is always there, in their own order."""
    key = [name for name in sheet.natural_key if name not in SOURCE]
    others = [
        cell
        for cell in sheet.all_cells
        if cell.name not in {*key, *SOURCE, "as_of", "order"} and not cell.name.endswith("_zh")
    ]
    ranked = sorted(others, key=lambda cell: (_RANKS.get(cell.form, 3), not cell.required))
    room = max(MOST_COLUMNS - len({*key, "as_of"}), 1)
    chosen = {*key, "as_of", *(cell.name for cell in ranked[:room])}
    return [cell for cell in sheet.all_cells if cell.name in chosen]


class SheetPage(Page):
    """A page about one sheet."""

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet of the address."""
        try:
            return get_sheet(self.kwargs["key"])
        except KeyError as error:
            raise Http404 from error

    @property
    def may_change(self) -> bool:
        """Whether this person may change the rows shown: today, and in the own layer."""
        own = self.person.demonstration == self.demonstration
        return own and self.moment.is_now and may(self.person, self.sheet.permission)

    def address(self, view: str, /, **query: str) -> str:
        """The address of another page of the sheet, in the same layer."""
        if self.demonstration:
            query["layer"] = "demonstration"
        url = reverse(view, args=[self.sheet.key])
        return f"{url}?{urlencode(query)}" if query else url


class Sheets(Page):
    """Every sheet with the number of its rows."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """All sheets, in the order in which they build on each other."""
        lines = [
            {
                "sheet": sheet,
                "count": rows.count_at(sheet, self.moment, demonstration=self.demonstration),
                "own": may(self.person, sheet.permission),
            }
            for sheet in all_sheets()
        ]
        return render(request, "ictportal/sheets.html", {"lines": lines, "moment": self.moment})


class SheetRows(SheetPage):
    """The rows of one sheet at a moment."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """A page of the rows that hold every word searched for and every cell asked for."""
        everything = rows.rows_at(self.sheet, self.moment, demonstration=self.demonstration)
        found = [row for row in everything if self._is_meant(row)]
        number = whole(request.GET.get("page"), "page", default=1)
        page = Paginator(found, PAGE_SIZE).get_page(number)
        cells = main_cells(self.sheet)
        context = {
            "sheet": self.sheet,
            "cells": cells,
            "lines": [self._line(row, cells) for row in page.object_list],
            "page_obj": page,
            "total": len(found),
            "q": request.GET.get("q", ""),
            "chips": self._chips(),
            "clear_url": self._url(self._carried()),
            "add_query": urlencode(self._asked),
            "hidden": [*self._carried().items(), *self._asked.items()],
            "may_change": self.may_change,
            "may_export": may(self.person, self.sheet.permission),
            "moment": self.moment,
        }
        return render(request, "ictportal/sheet.html", context)

    @cached_property
    def _asked(self) -> dict[str, str]:
        """The cells the address asks for; ``as_of`` is the day of the page."""
        names = [cell.name for cell in self.sheet.all_cells if cell.name not in CARRIED]
        return {name: self.request.GET[name] for name in names if self.request.GET.get(name)}

    @cached_property
    def _words(self) -> list[str]:
        return self.request.GET.get("q", "").casefold().split()

    def _is_meant(self, row: Row) -> bool:
        if any(row.cells[name] != text for name, text in self._asked.items()):
            return False
        text = "\n".join(row.cells.values()).casefold() if self._words else ""
        return all(word in text for word in self._words)

    def _line(self, row: Row, cells: list[Cell]) -> dict[str, Any]:
        shown = [(cell, cell.worded(row.cells[cell.name])) for cell in cells]
        return {"row": row, "first": shown[0], "rest": shown[1:]}

    def _url(self, query: Mapping[str, str]) -> str:
        return f"{self.request.path}?{urlencode(query)}" if query else self.request.path

    def _carried(self) -> dict[str, str]:
        return {name: self.request.GET[name] for name in CARRIED if self.request.GET.get(name)}

    def _chips(self) -> list[Chip]:
        asked = {**({"q": " ".join(self._words)} if self._words else {}), **self._asked}
        chips = []
        for name, value in asked.items():
            rest = {**asked, **self._carried()}
            del rest[name]
            label = _("Search") if name == "q" else self._label(name)
            chips.append(Chip(label, value, self._url(rest)))
        return chips

    def _label(self, name: str) -> str:
        return next(_(cell.label) for cell in self.sheet.all_cells if cell.name == name)
