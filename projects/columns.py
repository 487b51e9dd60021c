"""The columns of the portfolio as a file: those an import reads by their names, then the computed."""

from collections.abc import Callable, Mapping
from typing import Any

from ledger import days
from ledger.importing.cells import as_text
from projects.queries import Row

Counted = Mapping[Any, int]
Cell = Callable[[Row, Counted], str]


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)


def _driver(row: Row, counted: Counted) -> str:
    return row.state.driver.code if row.state.driver else ""


def _entity(row: Row, counted: Counted) -> str:
    return row.state.lead_entity.code if row.state.lead_entity else ""


def last_quarter(row: Row) -> str:
    """The quarter of the last status report; empty without one."""
    number = row.state.report_no
    return days.quarter_named(number) if number is not None else ""


#: Name in files and how a cell is read: the first ones are those of the sheet of projects.
COLUMNS: tuple[tuple[str, Cell], ...] = (
    ("code", lambda row, counted: row.state.code),
    ("plan", lambda row, counted: str(row.state.plan.code)),
    ("title", lambda row, counted: row.state.title),
    ("title_status", lambda row, counted: row.state.title_status),
    ("title_zh", lambda row, counted: str(row.state.particulars.title_zh)),
    ("driver", _driver),
    ("lead_entity", _entity),
    ("overall", lambda row, counted: row.state.overall),
    ("percent", lambda row, counted: _whole(row.state.percent)),
    ("percent_as_of", lambda row, counted: as_text(row.state.percent_as_of)),
    ("objectives", lambda row, counted: _whole(row.state.objectives)),
    ("objectives_met", lambda row, counted: _whole(row.state.met)),
    ("objectives_unmet", lambda row, counted: _whole(row.state.unmet)),
    (
        "complete_but_unmet",
        lambda row, counted: "yes" if row.state.is_complete_but_unmet else "no",
    ),
    ("worst_slip_days", lambda row, counted: _whole(row.worst_slip)),
    ("dates_moved", lambda row, counted: _whole(row.moves)),
    ("last_report", lambda row, counted: last_quarter(row)),
    ("reports_due", lambda row, counted: _whole(row.state.due)),
    ("reports_received", lambda row, counted: _whole(row.state.received)),
    (
        "open_recommendations",
        lambda row, counted: _whole(counted.get(row.state.project_id, 0)),
    ),
    ("provenance", lambda row, counted: row.state.provenance),
    ("id", lambda row, counted: str(row.state.project_id)),
)
NAMES = [name for name, _cell in COLUMNS]


def cells(row: Row, counted: Counted) -> list[str]:
    """A project as the cells of its line."""
    return [cell(row, counted) for _name, cell in COLUMNS]
