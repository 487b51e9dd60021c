"""Two kinds of text, a *line* (300 characters) and *prose* (20,000), and what both refuse."""

import unicodedata
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger.errors import Invalid

LINE_LIMIT = 300
PROSE_LIMIT = 20_000
_ALLOWED_CONTROLS = {"\n", "\t"}


def text_fault(value: str, *, limit: int) -> str | None:
    """Why ``value`` cannot be stored, in words; ``None`` when it can.

    Refused are NUL, other control characters, lone surrogates and more than ``limit`` characters.
    """
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        return "The text holds half of a character (a lone surrogate). Type it again."
    bad = {sign for sign in value if unicodedata.category(sign) == "Cc"} - _ALLOWED_CONTROLS
    if bad:
        names = ", ".join(sorted(f"U+{ord(sign):04X}" for sign in bad))
        return f"The text holds control characters ({names}). Remove them."
    if len(value) > limit:
        return f"The text has {len(value):,} characters; the limit is {limit:,}."
    return None


def clean_text(value: str, *, field: str, limit: int, required: bool = False) -> str:
    """The text in normal form C with plain line ends; raises ``Invalid`` naming ``field``."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if fault := text_fault(value, limit=limit):
        raise Invalid(fault, fields={field: fault})
    value = unicodedata.normalize("NFC", value).strip()
    if required and not value:
        raise Invalid("This field cannot be empty.", fields={field: "This field cannot be empty."})
    return value


def clean_line(value: str, *, field: str, required: bool = False) -> str:
    """One line of text; line breaks become spaces."""
    joined = " ".join(value.split()) if not text_fault(value, limit=LINE_LIMIT) else value
    return clean_text(joined, field=field, limit=LINE_LIMIT, required=required)


def clean_prose(value: str, *, field: str, required: bool = False) -> str:
    """A passage of text."""
    return clean_text(value, field=field, limit=PROSE_LIMIT, required=required)


class _LimitedText(models.TextField):
    limit: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", self.limit)
        super().__init__(*args, **kwargs)

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """The limit as a rule of the table, whoever writes to it."""
        return f"length({connection.ops.quote_name(str(self.column))}) <= {self.limit}"


class LineField(_LimitedText):
    """A column for one line of text."""

    limit = LINE_LIMIT


class ProseField(_LimitedText):
    """A column for a passage of text."""

    limit = PROSE_LIMIT
