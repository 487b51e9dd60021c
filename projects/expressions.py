"""Expressions over the record: sums and shares of cells and values, evaluated exactly.

Numbers, ``+ - * / ( )`` and references in braces: ``{cell TABLE:row:column}``,
``{value INDICATOR:role:period}``, ``{quarters BASELINE}``, ``{years BASELINE-OR-PLAN}``,
``{year_of_act SYMBOL}``, ``{rows TABLE:prefix}``, ``{elements PLAN:kind}``. A star in place of a
row or column stands for each in turn.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

REFERENCE = re.compile(r"\{(\w+) ([^{}]+)\}")
KINDS = {
    "cell": 3,
    "value": 3,
    "quarters": 1,
    "years": 1,
    "year_of_act": 1,
    "rows": 2,
    "elements": 2,
}
Lookup = Callable[[str, tuple[str, ...]], Fraction | None]

_OPERATORS: Mapping[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Missing(LookupError):
    """A reference names something that is not on record on the day."""


def references(expression: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every reference of an expression: its kind and its parts."""
    return [(kind, _parts(kind, rest)) for kind, rest in REFERENCE.findall(expression)]


def _parts(kind: str, rest: str) -> tuple[str, ...]:
    return (
        tuple(part.strip() for part in rest.split(":"))
        if kind != "year_of_act"
        else (rest.strip(),)
    )


def fault(expression: str) -> str | None:
    """Why an expression cannot be understood, in words; ``None`` when it can."""
    if not expression.strip():
        return "Write an expression."
    for kind, parts in references(expression):
        if kind not in KINDS:
            return f"There is no reference “{kind}”. Known are: {', '.join(KINDS)}."
        if len(parts) != KINDS[kind]:
            return f"“{kind}” has {KINDS[kind]} parts, separated by colons."
    plain = REFERENCE.sub("", expression)
    if any(sign.isalpha() or sign == "_" for sign in plain):
        return "This is no sum of numbers and references in braces."
    try:
        _checked(_tree(expression))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "This is no sum of numbers and references in braces."
    return None


def _tree(expression: str) -> ast.expr:
    plain = REFERENCE.sub("r", expression).replace("\u2212", "-")
    return ast.parse(plain.strip(), mode="eval").body


def _checked(node: ast.expr) -> None:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        _checked(node.left)
        _checked(node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        _checked(node.operand)
    elif not _is_leaf(node):
        raise ValueError("Not an expression of ours.")


def _is_leaf(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id == "r"
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def evaluate(expression: str, lookup: Lookup, star: str = "") -> Fraction:
    """The exact value; ``star`` takes the place of every ``*`` part.

    Raises ``Missing`` for a reference that is not on record and ``ZeroDivisionError``.
    """
    waiting = [
        _found(kind, tuple(star if part == "*" else part for part in parts), lookup)
        for kind, parts in references(expression)
    ]
    return _value(_tree(expression), expression, iter(waiting).__next__)


def _found(kind: str, parts: tuple[str, ...], lookup: Lookup) -> Fraction:
    value = lookup(kind, parts)
    if value is None:
        raise Missing(f"{kind} {':'.join(parts)}")
    return value


def _value(node: ast.expr, expression: str, following: Callable[[], Fraction]) -> Fraction:
    if isinstance(node, ast.BinOp):
        left = _value(node.left, expression, following)
        right = _value(node.right, expression, following)
        return _OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, expression, following)
    if isinstance(node, ast.Name):
        return following()
    assert isinstance(node, ast.Constant)
    return Fraction(str(node.value))


def rounded(value: Fraction, decimals: int) -> Fraction:
    """The value with so many digits after the point, halves away from zero, as prints round."""
    scale = 10**decimals
    sign = -1 if value < 0 else 1
    return Fraction(sign * int((abs(value) * scale * 2 + 1) // 2), scale)


def as_decimal(value: Fraction, decimals: int) -> str:
    """A value as it would be printed with so many digits, with more where it needs them."""
    shown = rounded(value, decimals)
    whole, rest = divmod(abs(shown.numerator) * 10**decimals // shown.denominator, 10**decimals)
    sign = "-" if shown < 0 else ""
    return f"{sign}{whole}.{rest:0{decimals}d}" if decimals else f"{sign}{whole}"
