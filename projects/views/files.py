"""A list as a file: CSV and XLSX with the same rows and columns."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from ledger.importing.writing import csv_bytes, xlsx_bytes
from secretariat.pages import Page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Answer = HttpResponse | StreamingHttpResponse


def file_answer(
    page: Page,
    form: str,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    given: dict[str, str],
) -> Answer:
    """The rows as a file named after the list, the day and the layer; 404 for another form."""
    answer: Any
    if form == "csv":
        answer = StreamingHttpResponse(
            csv_bytes(columns, rows), content_type="text/csv; charset=utf-8"
        )
    elif form == "xlsx":
        content = xlsx_bytes(columns, rows, sheet=name.capitalize(), about=_about(page, given))
        answer = HttpResponse(content, content_type=XLSX)
    else:
        raise Http404
    layer = "-demonstration" if page.demonstration else ""
    file_name = f"{name}-{page.moment.as_of.isoformat()}{layer}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    found: Answer = answer
    return found


def _about(page: Page, given: dict[str, str]) -> list[tuple[str, str]]:
    words = "; ".join(f"{name} = {value}" for name, value in given.items())
    return [
        ("As at", page.moment.as_of.isoformat()),
        ("Layer", "demonstration" if page.demonstration else "record"),
        ("Filters", words or "none"),
        ("Made", timezone.now().strftime("%Y-%m-%d %H:%M UTC")),
        ("By person number", str(page.person.pk)),
    ]
