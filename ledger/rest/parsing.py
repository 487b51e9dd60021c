"""Reading JSON strictly: no depth, no number and no sign that would make trouble later."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

DEPTH_LIMIT = 64
SIZE_LIMIT = 2 * 1024 * 1024


class StrictJSONParser(BaseParser):
    """Like JSON, and refuses nesting beyond 64, NaN, NUL and lone surrogates."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The value sent; raises ``ParseError`` with what is wrong."""
        content = stream.read(SIZE_LIMIT + 1)
        if len(content) > SIZE_LIMIT:
            raise ParseError("The request is larger than 2 MB.")
        if depth(content) > DEPTH_LIMIT:
            raise ParseError(f"The JSON is nested deeper than {DEPTH_LIMIT} levels.")
        try:
            value = json.loads(content.decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise ParseError("This is not valid JSON in UTF-8.") from error
        if fault := _bad_text(value, "request"):
            raise ParseError(fault)
        if not isinstance(value, dict):
            raise ParseError("Send a JSON object.")
        return value


def depth(content: bytes) -> int:
    """How deep the brackets of a JSON text nest, those inside strings not counted."""
    deepest = level = 0
    in_string = escaped = False
    for sign in content:
        if in_string:
            if escaped:
                escaped = False
            elif sign == 0x5C:
                escaped = True
            elif sign == 0x22:
                in_string = False
        elif sign == 0x22:
            in_string = True
        elif sign in (0x5B, 0x7B):
            level += 1
            deepest = max(deepest, level)
        elif sign in (0x5D, 0x7D):
            level -= 1
    return deepest


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number.")


def _bad_text(value: Any, path: str) -> str | None:
    if isinstance(value, str):
        if "\x00" in value:
            return f"{path} holds a NUL character."
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            return f"{path} holds half of a character (a lone surrogate)."
        return None
    if isinstance(value, dict):
        pairs = [(f"{path}.{key}"[:200], inner) for key, inner in value.items()]
        pairs += [(f"{path} (a name)", key) for key in value]
    elif isinstance(value, list):
        pairs = [(f"{path}[{n}]", inner) for n, inner in enumerate(value)]
    else:
        return None
    return next((fault for at, inner in pairs if (fault := _bad_text(inner, at))), None)
