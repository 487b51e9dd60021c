"""What the tests of dashboards ask: a dashboard on a day, and whether its numbers open their rows."""

from datetime import date
from typing import Any

from ictportal.reports import catalogue, register
from ictportal.reports.content import Number, Report, Table, as_plain, canonical
from ictportal.reports.register import Asked
from ictportal.reports.rows import rows_of
from ledger import moments, seals
from ledger.models import Seal
from ledger.moments import Moment
from secretariat.access import system

__all__ = ["catalogue", "dashboard", "figure", "sealed", "table", "texts", "wrong_rows"]


def question(day: date | None = None, *, known: int | None = None, viewer: Any = None) -> Asked:
    """The record on a day, as far as it was known at a seal."""
    moment = Moment(day, known=known) if day else moments.now()
    return Asked(viewer or system(), moment)


def dashboard(key: str, day: date | None = None, **given: Any) -> Report:
    """A dashboard; it must be plain data."""
    made = register.get(key).made(question(day, **given))
    assert canonical(as_plain(made))
    return made


def figure(report: Report, key: str) -> Number:
    """The first number of a figure."""
    return next(one for one in report.numbers if one.figure == key)


def table(report: Report, key: str) -> Table:
    """A table by its key."""
    return next(one for one in report.tables if one.key == key)


def texts(report: Report, key: str) -> dict[str, list[str]]:
    """The lines of a table by their first cell."""
    lines = table(report, key).lines
    return {line.cells[0].text: [cell.text for cell in line.cells[1:]] for line in lines}


def sealed() -> int:
    """Seals what waits; the number of the last seal."""
    seals.seal_pending()
    return Seal.objects.order_by("-no").values_list("no", flat=True)[0]


def wrong_rows(report: Report, day: date | None = None) -> list[Any]:
    """What opens another number of rows than it says."""
    asked = question(day)
    found = [(opens, rows_of(asked, opens).total) for opens in report.opened]
    return [(opens, n) for opens, n in found if opens.count is not None and n != opens.count]
