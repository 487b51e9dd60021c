"""The columns of the list: one definition for the screen and for every export."""

from collections.abc import Callable
from dataclasses import dataclass

from audits.queries import Row
from ledger.importing.cells import as_text


@dataclass(frozen=True)
class Column:
    """A column: its name in files, its heading, its cell as text, and its order if it has one."""

    name: str
    heading: str
    cell: Callable[[Row], str]
    sort: str = ""
    on_screen: bool = True
    shown: bool = True


def _place(row: Row) -> str:
    return str(row.recommendation)


COLUMNS = (
    Column("place", "Recommendation", _place, sort="place"),
    Column("body", "Oversight body", lambda row: row.state.body.code, shown=False),
    Column("title", "What it asks for", lambda row: row.state.particulars.title, sort="title"),
    Column(
        "theme",
        "Theme",
        lambda row: row.state.theme.name if row.state.theme else "",
        sort="theme",
    ),
    Column("lead", "Lead", lambda row: row.state.lead.code if row.state.lead else "", sort="lead"),
    Column("status", "Finding", lambda row: row.state.finding, sort="status"),
    Column("assessed", "As at", lambda row: as_text(row.state.assessed_as_of), sort="assessed"),
    Column("claim", "Claim", lambda row: row.state.claim),
    Column(
        "claimed",
        "Claimed as at",
        lambda row: as_text(row.state.claimed_as_of),
        sort="claimed",
        shown=False,
    ),
    Column(
        "issued", "Issued not after", lambda row: as_text(row.state.issued_not_after), sort="issued"
    ),
    Column("age", "Over two years", lambda row: row.older),
    Column("first_target", "First target", lambda row: row.first_target, shown=False),
    Column("target", "Target", lambda row: row.target, sort="target"),
    Column("target_moves", "Moves", lambda row: str(row.target_moves), shown=False),
    Column("priority", "Priority", lambda row: row.state.priority, shown=False),
    Column("acceptance", "Acceptance", lambda row: row.state.acceptance, shown=False),
    Column("classification", "Classification", lambda row: row.state.classification, shown=False),
    Column("provenance", "Provenance", lambda row: row.state.provenance),
)
_BY_NAME = {column.name: column for column in COLUMNS}

#: How an import reads each column of the screen; the rest are computed and passed over.
FILE_CELLS: dict[str, tuple[str, Callable[[Row], str]]] = {
    "title": ("title", lambda row: row.state.particulars.title),
    "theme": ("theme", lambda row: row.state.theme.code if row.state.theme else ""),
    "lead": ("lead", lambda row: row.state.lead.code if row.state.lead else ""),
    "assessed": ("assessed_as_of", lambda row: as_text(row.state.assessed_as_of)),
    "claimed": ("claimed_as_of", lambda row: as_text(row.state.claimed_as_of)),
    "issued": ("issued_not_after", lambda row: as_text(row.state.issued_not_after)),
}
IDENTITY: tuple[tuple[str, Callable[[Row], str]], ...] = (
    ("id", lambda row: str(row.state.recommendation_id)),
    ("report", lambda row: row.recommendation.report.document.symbol),
    ("annex", lambda row: row.recommendation.annex),
    ("item", lambda row: row.recommendation.item),
)


def chosen_columns(given: str) -> list[Column]:
    """The columns named in an address, in that order; the usual ones without a name."""
    chosen = [_BY_NAME[name] for name in given.split(",") if name in _BY_NAME]
    return chosen or [column for column in COLUMNS if column.shown]


def file_columns(chosen: list[Column]) -> list[tuple[str, Callable[[Row], str]]]:
    """The same columns as a file has them: identity first, codes in place of labels."""
    rest = [FILE_CELLS.get(c.name, (c.name, c.cell)) for c in chosen if c.name != "place"]
    return [*IDENTITY, *rest]
