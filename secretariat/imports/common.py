"""What the imports of reference data share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.importing import cells as read
from ledger.importing.kinds import Cells, Column, Key
from ledger.models import Record
from secretariat import reference

BEGINNING = date(1945, 10, 24)
Rows = Mapping[Key, Cells]


def by_code(model: Any, **defaults: str) -> Any:
    """Finds a record by its code, or makes it with fields taken from the row."""

    def find(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
        held = model.objects.filter(code=cells["code"]).first()
        if held is not None:
            return held, False
        extra = {name: cells.get(column, "") for name, column in defaults.items()}
        return model(code=cells["code"], demonstration=demonstration, **extra), True

    return find


def latest(model: Any) -> list[Any]:
    """The newest standing statement of every subject."""
    rows = model.objects.current(date.max).select_related("subject")
    if any(field.name == "citation" for field in model._meta.concrete_fields):
        rows = rows.select_related("citation__document")
    return list(rows.order_by("subject_id"))


AS_OF = Column("as_of", "the day it speaks for", clean=read.day)
NAME = Column("name", "name", required=True, clean=read.line)
CODE = Column("code", "short code", required=True, clean=read.short(40))
SYMBOL = Column("symbol", "document symbol", required=True, clean=reference.symbol)
ENTITY = Column("entity", "code of the entity", required=True)
