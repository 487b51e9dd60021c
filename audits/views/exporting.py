"""Exports of exactly what the list shows: its rows, its columns, its order."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from audits import filters, queries
from audits.columns import chosen_columns, file_columns
from audits.policies import viewable_by
from audits.views.listing import CONTROLS
from ledger.importing.writing import csv_bytes, xlsx_bytes
from ledger.rest.queries import read_filters
from secretariat.models import Classification
from secretariat.pages import Page

BATCH = 500


class RecommendationExport(Page):
    """The list as a file."""

    def get(self, request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
        """CSV or XLSX of the rows and columns of the address."""
        columns = file_columns(chosen_columns(request.GET.get("columns", "")))
        names = [name for name, _ in columns]
        cells = ([cell(row) for _, cell in columns] for row in self._rows())
        if form == "csv":
            answer: Any = StreamingHttpResponse(
                csv_bytes(names, cells), content_type="text/csv; charset=utf-8"
            )
        elif form == "xlsx":
            content = xlsx_bytes(names, cells, sheet="Recommendations", about=self._about())
            answer = HttpResponse(
                content,
                content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )
        else:
            raise Http404
        answer["Content-Disposition"] = f'attachment; filename="{self._file_name()}.{form}"'
        return answer

    def _filtered(self) -> Any:
        visible = viewable_by(self.request.user, self.moment, demonstration=self.demonstration)
        given = read_filters(self.request.GET, without=CONTROLS)
        return visible, filters.apply(visible, given, self.moment)

    def _rows(self) -> Iterator[queries.Row]:
        visible, rows = self._filtered()
        ordered = queries.ordered(rows, self.request.GET.get("sort", "place"))
        ids = list(ordered.values_list("recommendation", flat=True))
        for start in range(0, len(ids), BATCH):
            yield from queries.load(ids[start : start + BATCH], visible, self.moment)

    def _mark(self) -> str:
        """The highest class of any row: the whole file carries it."""
        _, rows = self._filtered()
        found = set(rows.values_list("classification", flat=True).distinct().order_by())
        order = list(Classification.values)
        return max(found, key=order.index, default=Classification.UNCLASSIFIED)

    def _file_name(self) -> str:
        layer = "-demonstration" if self.demonstration else ""
        mark = self._mark()
        marked = "" if mark == Classification.UNCLASSIFIED else f"-{mark.replace('_', '-')}"
        return f"recommendations-{self.moment.as_of.isoformat()}{layer}{marked}"

    def _about(self) -> list[tuple[str, str]]:
        given = read_filters(self.request.GET, without=CONTROLS)
        words = "; ".join(f"{name} = {value}" for name, value in given.items())
        return [
            ("As at", self.moment.as_of.isoformat()),
            ("Layer", "demonstration" if self.demonstration else "record"),
            ("Filters", words or "none"),
            ("Classification", self._mark()),
            ("Made", timezone.now().strftime("%Y-%m-%d %H:%M UTC")),
            ("By person number", str(self.request.user.pk)),
        ]
