"""How the flags of governance are declared."""

from collections.abc import Callable
from typing import Any

from ledger.flags import Flag, RaisedRows, declare
from ledger.moments import Moment


def raise_for(
    key: str,
    name: str,
    search: Callable[[Any, Moment, bool], RaisedRows],
    definition: str,
    *sources: str,
    shown_in: str,
    rows: dict[str, str] | None = None,
    severity: str = "warning",
) -> Flag:
    """Declare a flag: its key, its words, the rule, its sources, and the list that shows it."""
    return declare(
        Flag(
            key=key,
            name=name,
            definition=definition,
            sources=sources,
            severity=severity,
            rows=rows or {},
            search=search,
            page=shown_in,
        )
    )
