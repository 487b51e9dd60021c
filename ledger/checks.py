"""System checks of the memory."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error


def guards_are_installed(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """``ledger.E001``: a table of the record lacks a guard (run ``migrate`` to install it)."""
    from django.db import connections

    from ledger.guards import missing_guards

    return [
        Error(
            f"The guard {guard.name} on {guard.table} is missing.",
            hint="Run manage.py migrate: guards are installed after every migration.",
            id="ledger.E001",
        )
        for alias in databases or []
        for guard in missing_guards(connections[alias])
    ]
