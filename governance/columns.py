"""The columns of lists as files: those an import reads by their names, then the computed."""

from collections.abc import Callable, Sequence
from typing import Any

from governance.queries.mandates import MandateRow
from governance.queries.policies import PolicyRow
from ledger.importing.cells import as_text

Cells = tuple[tuple[str, Callable[[Any], str]], ...]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _symbol(document: Any) -> str:
    return str(document.symbol) if document else ""


def _place(said: Any, part: str) -> str:
    place = said.citation
    if place is None:
        return ""
    return str(place.document.symbol if part == "document" else place.locator)


#: The first ones are those of the sheet of requests.
_MANDATES: Cells = (
    ("code", lambda row: row.state.code),
    ("act", lambda row: row.state.document.symbol),
    ("paragraph", lambda row: row.state.mandate.paragraph),
    ("authority", lambda row: row.state.authority),
    ("verb", lambda row: row.state.verb),
    ("title", lambda row: row.state.title),
    ("text", lambda row: row.state.particulars.text),
    ("addressee", lambda row: row.state.particulars.addressee),
    ("deliverable", lambda row: row.state.particulars.deliverable),
    ("due_text", lambda row: row.state.particulars.due_text),
    ("due_session", lambda row: _text(row.state.particulars.due_session)),
    ("due_part", lambda row: row.state.particulars.due_part),
    ("vehicle", lambda row: row.state.vehicle.code if row.state.vehicle else ""),
    ("endorsed_by", lambda row: _symbol(row.state.particulars.endorsed_by)),
    (
        "project",
        lambda row: row.state.particulars.project.code if row.state.particulars.project else "",
    ),
    ("due_at_session", lambda row: _text(row.state.due_session)),
    ("due_on_by_our_calendar", lambda row: as_text(row.state.due_on)),
    ("status", lambda row: row.state.status),
    ("days_late", lambda row: _text(row.state.days_late)),
    ("days_past_due", lambda row: _text(row.days_past_due)),
    ("chain", lambda row: "; ".join(step.mandate.code for step in row.chain)),
    ("document", lambda row: _place(row.state.particulars, "document")),
    ("locator", lambda row: _place(row.state.particulars, "locator")),
    ("provenance", lambda row: row.state.provenance),
    ("id", lambda row: str(row.state.mandate_id)),
)
MANDATE_COLUMNS: Sequence[str] = [name for name, _cell in _MANDATES]


def mandate_cells(row: MandateRow) -> list[str]:
    """A request as the cells of its line."""
    return [cell(row) for _name, cell in _MANDATES]


#: The first ones are those of the sheet of policies.
_POLICIES: Cells = (
    ("code", lambda row: row.said.subject.code),
    ("title", lambda row: row.said.title),
    ("title_zh", lambda row: row.said.title_zh),
    ("kind", lambda row: row.said.kind),
    ("state", lambda row: row.said.state),
    ("number", lambda row: row.said.number),
    ("edition", lambda row: row.said.edition),
    ("owner", lambda row: row.said.owner.code if row.said.owner else ""),
    ("issued_on", lambda row: as_text(row.said.issued_on)),
    ("review_on", lambda row: as_text(row.said.review_on)),
    ("issued_as", lambda row: _symbol(row.said.issued_as)),
    ("text", lambda row: row.said.text),
    ("as_of", lambda row: as_text(row.said.as_of)),
    ("in_force", lambda row: "yes" if row.in_force else "no"),
    ("review_day_passed", lambda row: "yes" if row.review_day_passed else "no"),
    ("document", lambda row: _place(row.said, "document")),
    ("locator", lambda row: _place(row.said, "locator")),
    ("provenance", lambda row: row.said.provenance),
    ("id", lambda row: str(row.said.subject_id)),
)
POLICY_COLUMNS: Sequence[str] = [name for name, _cell in _POLICIES]


def policy_cells(row: PolicyRow) -> list[str]:
    """A policy as the cells of its line."""
    return [cell(row) for _name, cell in _POLICIES]
