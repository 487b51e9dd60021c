"""The database of the bench: made anew when its recipe changed, used again otherwise."""

import hashlib
import time
from pathlib import Path
from typing import Any

import psycopg2
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

from tests.bench import data, floor, ground

HERE = Path(__file__).resolve().parent
RECIPE = (HERE / "data.py", HERE / "ground.py", HERE / "copying.py", HERE / "floor.py")


def prepare(server: str, name: str, *, fresh: bool = False) -> None:
    """Make sure that the database ``name`` holds the data of this recipe."""
    call_command("collectstatic", interactive=False, verbosity=0)
    wanted = recipe()
    if not fresh and _marker(server, name) == wanted:
        print(f"Data: {name} as built before ({wanted[:12]}).")
        return
    _recreate(server, name)
    build()
    connection.close()
    _on_server(server, "COMMENT ON DATABASE {} IS {}", name, wanted)


def recipe() -> str:
    """A digest of everything the data depends on: these modules and the migrations."""
    root = HERE.parent.parent
    files = [*RECIPE, *sorted(root.glob("*/migrations/0*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def build() -> None:
    """Tables, reference data, the cast, the statements, the projection, the floor."""
    _timed("migrate", lambda: call_command("migrate", verbosity=0))
    _timed("load_reference", lambda: call_command("load_reference", verbosity=0))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    made = _timed("ground", ground.lay)
    _timed("statements by COPY, with digests and seals", lambda: data.fill(made))
    _analyze()
    _timed("state.rebuild()", _rebuild)
    _timed("floor", floor.fill)
    _analyze()


def _rebuild() -> None:
    from audits import state

    state.rebuild()


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _timed(what: str, work: Any) -> Any:
    began = time.perf_counter()
    answer = work()
    print(f"Build: {what}: {time.perf_counter() - began:.1f} s", flush=True)
    return answer


def _recreate(server: str, name: str) -> None:
    _on_server(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _on_server(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)


def _on_server(server: str, statement: str, name: str, *literals: str) -> None:
    parts = [sql.Identifier(name), *(sql.Literal(text) for text in literals)]
    with _connected(server) as cursor:
        cursor.execute(sql.SQL(statement).format(*parts))


def _marker(server: str, name: str) -> str | None:
    with _connected(server) as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        found = cursor.fetchone()
    return found[0] if found else None


def _connected(server: str) -> Any:
    link = psycopg2.connect(server.partition("?")[0])
    link.autocommit = True
    return link.cursor()
