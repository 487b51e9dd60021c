"""The import of 1,000 rows, checked and applied with its history, against plain bulk inserts."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

from django.db import transaction

from ledger.importing.applying import apply_import, check_import
from secretariat.access import system
from tests.bench import floor, ground
from tests.bench.measure import Pair

ROWS = 1_000


def pairs() -> Iterator[Pair]:
    """New recommendations, and updates of those on record."""
    plain = _as_csv([_plain(n) for n in range(ROWS)])
    for kind, row in (("recommendations", _recommendation), ("administration_updates", _update)):
        content = _as_csv([row(n) for n in range(ROWS)])
        yield Pair(
            f"import of {ROWS:,} {kind} : serializer, two bulk inserts",
            _undone(lambda kind=kind, content=content: _ours(kind, content)),
            _undone(lambda: _floor(plain)),
            2.0,
            repeats=1,
        )


def _ours(kind: str, content: bytes) -> None:
    record = check_import(kind=kind, content=content, file_name="bench.csv", by=system())
    assert not record.faults, record.faults[:3]
    apply_import(record=record, by=system())


def _floor(content: bytes) -> None:
    rows = [
        {name: cell or None for name, cell in row.items()}
        for row in csv.DictReader(StringIO(content.decode()))
    ]
    floor.bring_in(rows, 1)


def _undone(work: Callable[[], None]) -> Callable[[], None]:
    """The work in a transaction that is taken back, so that each round finds the same rows."""

    def call() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return call


def _recommendation(n: int) -> dict[str, Any]:
    return {
        "report": ground.symbol(n % 8, 2024),
        "item": f"new {n}",
        "title": f"Review the register of assets of office {n}",
        "text": "The entity should review the register of its assets. " * 6,
        "theme": "governance-framework",
        "lead": ground.ENTITIES[n % len(ground.ENTITIES)],
        "priority": "high",
        "acceptance": "accepted",
        "classification": "unclassified",
        "issued_not_before": "2024-07-24",
        "issued_not_after": "2024-07-24",
    }


def _update(n: int) -> dict[str, Any]:
    return {
        "report": ground.symbol(n % 8, 2018),
        "item": f"para {_items(n % 8)[n // 8]}",
        "claim": "under_implementation",
        "target": "2027-Q4",
        "narrative": "The entity has reviewed the register of its assets. " * 5,
        "as_of": "2026-06-30",
    }


def _items(body: int) -> list[int]:
    """The paragraphs of that report, as numbers."""
    if body not in _known:
        found = floor.FloorRow.objects.filter(symbol=ground.symbol(body, 2018))
        _known[body] = [int(item.split()[1]) for item in found.values_list("item", flat=True)]
    return _known[body]


_known: dict[int, list[int]] = {}


def _plain(n: int) -> dict[str, Any]:
    return {
        "symbol": ground.symbol(n % 8, 2024),
        "item": f"new {n}",
        "title": f"Review the register of assets of office {n}",
        "text": "The entity should review the register of its assets. " * 6,
        "body": ground.BODIES[n % 8],
        "lead": ground.ENTITIES[n % len(ground.ENTITIES)],
        "priority": "high",
        "acceptance": "accepted",
        "classification": "unclassified",
        "issued_not_after": "2024-07-24",
        "finding": "not_assessed",
        "assessed_as_of": "",
        "claim": "not_stated",
        "claimed_as_of": "",
        "target_ends_on": "2027-12-31",
    }


def _as_csv(rows: list[dict[str, Any]]) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
