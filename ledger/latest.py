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
    model: type[models.Model], *, subject: str, day: str, known: int | None = None
) -> str:
    """A subquery: the id of the statement that stands about ``subject`` at the end of ``day``.

    ``subject`` and ``day`` are SQL expressions of the query around it.
    """
    table = quote(model._meta.db_table)
    return (
        f"(SELECT s.id FROM {table} s WHERE s.subject_id = {subject} AND s.as_of <= {day}"
        f" AND {standing_sql(model, 's', known)}"
        f" ORDER BY s.as_of DESC, s.ordinal DESC LIMIT 1)"
    )
