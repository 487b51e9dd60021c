"""Reports asked for in tests, and what every report has to keep."""

from datetime import date
from typing import Any

from ictportal.reports import catalogue, register
from ictportal.reports.content import Line, Report, Table, as_plain, digest
from ictportal.reports.register import Asked
from ictportal.reports.rows import rows_of
from ledger import days
from ledger.moments import Moment

assert catalogue.ORDER


def asked(
    viewer: Any,
    day: date | None = None,
    *,
    known: int | None = None,
    demonstration: bool = False,
    **parameters: str,
) -> Asked:
    """What is asked; today without a day."""
    moment = Moment(day or days.today(), None, known)
    return Asked(viewer, moment, demonstration, parameters)


def made(key: str, question: Asked) -> Report:
    """The report with this key."""
    return register.get(key).made(question)


def table(report: Report, key: str) -> Table:
    """The table with this key."""
    return next(one for one in report.tables if one.key == key)


def texts(line: Line) -> list[str]:
    """What the cells of a line say."""
    return [cell.text for cell in line.cells]


def numbers(line: Line) -> list[int]:
    """The numbers of a line."""
    return [cell.number for cell in line.cells if cell.number is not None]


def rows(found: Table) -> list[Line]:
    """The lines that are neither group nor total."""
    return [line for line in found.lines if line.kind == "row"]


def total(found: Table) -> Line:
    """The first line of totals."""
    return next(line for line in found.lines if line.kind == "total")


def whole_text(report: Report) -> str:
    """All that it says, as one text."""
    return str(as_plain(report))


def wrong_rows(question: Asked, report: Report) -> list[Any]:
    """Numbers that do not have as many rows as they say."""
    return [
        (opens, found)
        for opens in report.opened
        for found in [rows_of(question, opens).total]
        if found != opens.count
    ]


def is_steady(key: str, question: Asked) -> bool:
    """Whether it says the same twice, byte by byte."""
    return digest(as_plain(made(key, question))) == digest(as_plain(made(key, question)))
