"""Everything measured, in one run, as one table."""

import os
import platform
from argparse import Namespace

from django.db import connection

from audits.models import RecommendationState
from tests.bench import by_hand, imports, lists, night
from tests.bench.doors import Door
from tests.bench.measure import HEAD, Pair, compare, statements


def run(given: Namespace) -> None:
    """Measure what was asked for and print it."""
    _introduce()
    chosen = [pair for pair in _pairs() if given.only in pair.name]
    if given.explain:
        for pair in chosen:
            _explain(pair)
        return
    print(HEAD)
    for result in compare(chosen, rounds=given.rounds, repeats=given.repeats):
        print(result.line(), flush=True)
    if given.only in "night":
        night.show()


def _pairs() -> list[Pair]:
    door = Door()
    return [*lists.pairs(door), lists.known(door), *by_hand.pairs(), *imports.pairs()]


def _introduce() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
        cursor.execute(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name IN"
            " ('shared_buffers', 'work_mem', 'random_page_cost', 'jit') ORDER BY name"
        )
        settings = ", ".join(f"{name} {value}" for name, value in cursor.fetchall())
    print(
        f"Python {platform.python_version()}, PostgreSQL {version} ({settings}), "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"{RecommendationState.objects.count():,} rows in the projection\n"
    )


def _explain(pair: Pair) -> None:
    print(f"\n=== {pair.name}")
    for sql in statements(pair.ours):
        print(f"\n{sql[:3000]}")
        if sql.startswith("SELECT") and "import" not in pair.name:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql.replace('%', '%%')}", [])
                print("\n".join(f"    {row[0]}" for row in cursor.fetchall()))
