"""Reading a model from a subquery in place of its table: the same questions, other rows."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.datastructures import BaseTable

M = TypeVar("M", bound=models.Model)


class DerivedTable(BaseTable):
    """A parenthesized query that stands where the table would."""

    def __init__(self, sql: str, params: Sequence[Any], table_name: str, alias: str) -> None:
        super().__init__(table_name, alias)
        self.sql, self.params = sql, params

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """The query under the alias of the table."""
        alias = compiler.quote_name_unless_alias(str(self.table_alias))
        return f"({self.sql}) {alias}", tuple(self.params)

    def relabeled_clone(self, change_map: dict[str | None, str]) -> "DerivedTable":
        """The same under another alias."""
        alias = change_map.get(self.table_alias, self.table_alias)
        return DerivedTable(self.sql, self.params, self.table_name, str(alias))


def read_from(queryset: models.QuerySet[M], sql: str, params: Sequence[Any]) -> models.QuerySet[M]:
    """``queryset`` over the rows of ``sql``, which must answer every column of the model."""
    clone = queryset.all()
    alias = clone.query.get_initial_alias()
    assert alias is not None
    table = clone.model._meta.db_table
    clone.query.alias_map[alias] = DerivedTable(sql, params, table, alias)
    return clone
