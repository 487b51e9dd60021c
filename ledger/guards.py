"""Guards: rules inside the database that refuse to change or remove a row of the record.

One list (every model that is :class:`AppendOnly`) gives the guards of both databases. They are
installed after each migration, because SQLite drops a table's triggers when it rebuilds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, UniqueConstraint

from ledger.models.entry import AppendOnly

REFUSAL = "the record cannot be overwritten"
_PG_FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}: % on %', TG_OP, TG_TABLE_NAME; END $$
"""


@dataclass(frozen=True)
class Guard:
    """One trigger: its name, its table, and the statement that creates it."""

    name: str
    table: str
    sql: str


def guarded_models() -> list[type[models.Model]]:
    """Every table of the record."""
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def expected_guards(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards this database must have."""
    build = _postgresql_guards if connection.vendor == "postgresql" else _sqlite_guards
    return [guard for model in guarded_models() for guard in build(model, connection)]


def installed_guards(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """Name and table of the guards that are there and switched on."""
    if connection.vendor == "postgresql":
        query = """SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                   WHERE t.tgname LIKE 'guard\\_%' AND t.tgenabled IN ('O', 'A')
                   AND pg_table_is_visible(c.oid)"""
    else:
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type='trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {(name, table) for name, table in cursor.fetchall()}


def missing_guards(connection: BaseDatabaseWrapper) -> list[Guard]:
    """Expected guards that are not installed, of tables that exist."""
    tables = set(connection.introspection.table_names())
    present = installed_guards(connection)
    return [
        guard
        for guard in expected_guards(connection)
        if guard.table in tables and (guard.name, guard.table) not in present
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Install every guard that is missing."""
    missing = missing_guards(connection)
    if not missing:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_FUNCTION)
        for guard in missing:
            cursor.execute(guard.sql)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away: for the test suite's flush and for nothing else."""
    with connection.cursor() as cursor:
        for name, table in installed_guards(connection):
            on = f" ON {connection.ops.quote_name(table)}" if _is_pg(connection) else ""
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}{on}")


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Signal handler of ``post_migrate``."""
    install(connections[using])


def _is_pg(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "postgresql"


def _name(table: str, what: str) -> str:
    return f"guard_{what}_{table}"[:63]


def _postgresql_guards(
    model: type[models.Model], connection: BaseDatabaseWrapper
) -> Iterator[Guard]:
    table = model._meta.db_table
    quoted = connection.ops.quote_name(table)
    for what, event, scope in (
        ("row", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        name = _name(table, what)
        yield Guard(
            name,
            table,
            f'CREATE TRIGGER "{name}" BEFORE {event} ON {quoted} '
            f"FOR EACH {scope} EXECUTE FUNCTION ledger_refuse()",
        )


def _sqlite_guards(model: type[models.Model], connection: BaseDatabaseWrapper) -> Iterator[Guard]:
    table = model._meta.db_table
    quoted = connection.ops.quote_name(table)
    refuse = f"SELECT RAISE(ABORT, '{REFUSAL}')"
    for event in ("UPDATE", "DELETE"):
        name = _name(table, event.lower())
        yield Guard(
            name, table, f'CREATE TRIGGER "{name}" BEFORE {event} ON {quoted} BEGIN {refuse}; END'
        )
    name = _name(table, "insert")
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {quoted} o WHERE {rule})" for rule in _unique_rules(model)
    )
    yield Guard(
        name,
        table,
        f'CREATE TRIGGER "{name}" BEFORE INSERT ON {quoted} WHEN {taken} BEGIN {refuse}; END',
    )


def _unique_rules(model: type[models.Model]) -> Iterator[str]:
    """Each way a new row could take the place of an old one, as SQL over ``o`` and ``NEW``."""
    for field in model._meta.concrete_fields:
        if field.primary_key or field.unique:
            yield f'o."{field.column}" = NEW."{field.column}"'
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            yield " AND ".join(_constraint_rule(model, constraint))


def _constraint_rule(model: type[models.Model], constraint: UniqueConstraint) -> Iterator[str]:
    for name in constraint.fields:
        column = model._meta.get_field(name).column  # type: ignore[union-attr]
        yield f'o."{column}" = NEW."{column}"'
    if constraint.condition == Q(corrects__isnull=True):
        yield 'o."corrects_id" IS NULL AND NEW."corrects_id" IS NULL'
