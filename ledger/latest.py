"""The one rule of what stands at a moment, as SQL that both databases understand."""

from django.db import connection, models


def quote(name: str) -> str:
    """A name as the database wants it."""
    return connection.ops.quote_name(name)


def known_sql(alias: str, known: int | None) -> str:
    """The condition that a row was sealed up to ``known``; nothing when all counts."""
    if known is None:
        return ""
    return (
        f" AND EXISTS (SELECT 1 FROM ledger_seal k"
        f" WHERE k.entry_id = {alias}.entry_id AND k.no <= {int(known)})"
    )


def standing_sql(model: type[models.Model], alias: str, known: int | None) -> str:
    """The condition that a statement is neither withdrawn nor corrected, as far as was known."""
    table = quote(model._meta.db_table)
    return (
        f"NOT {alias}.withdrawn{known_sql(alias, known)}"
        f" AND NOT EXISTS (SELECT 1 FROM {table} c WHERE c.corrects_id = {alias}.id"
        f"{known_sql('c', known)})"
    )


def latest_id_sql(
    model: type[models.Model],
    *,
    subject: str,
    day: str,
    known: int | None = None,
    where: str = "",
    order: str = "s.as_of DESC, s.ordinal DESC",
    column: str = "id",
) -> str:
    """A subquery: the statement that stands about ``subject`` at the end of ``day``.

    ``subject`` and ``day`` are SQL expressions of the query around it. ``where`` narrows to part
    of a series and ``order`` says which of it comes first, both on the alias ``s``; ``column`` is
    what is answered of the statement, its id unless said otherwise.
    """
    table = quote(model._meta.db_table)
    narrowed = f" AND {where}" if where else ""
    return (
        f"(SELECT s.{quote(column)} FROM {table} s"
        f" WHERE s.subject_id = {subject} AND s.as_of <= {day}"
        f" AND {standing_sql(model, 's', known)}{narrowed}"
        f" ORDER BY {order} LIMIT 1)"
    )


def count_sql(
    model: type[models.Model],
    *,
    subject: str,
    day: str,
    known: int | None = None,
    where: str = "",
) -> str:
    """A subquery: how many statements stand about ``subject`` at the end of ``day``."""
    table = quote(model._meta.db_table)
    narrowed = f" AND {where}" if where else ""
    return (
        f"(SELECT count(*) FROM {table} s WHERE s.subject_id = {subject} AND s.as_of <= {day}"
        f" AND {standing_sql(model, 's', known)}{narrowed})"
    )
