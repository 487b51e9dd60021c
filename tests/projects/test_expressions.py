"""Expressions over the record are exact, and what is none is refused without surprises."""

import contextlib
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from projects import expressions
from projects.expressions import Missing, as_decimal, evaluate, fault, references, rounded

CELLS = {("T", "a", "x"): Fraction(3, 2), ("T", "b", "x"): Fraction(1, 3), ("T", "zero", "x"): 0}
DECLARED = (Missing, ZeroDivisionError)


def lookup(kind: str, parts: tuple[str, ...]) -> Fraction | None:
    found = CELLS.get(parts) if kind == "cell" else None  # type: ignore[call-overload]
    return None if found is None else Fraction(found)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("5", Fraction(5)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("{cell T:a:x} + {cell T:b:x}", Fraction(11, 6)),
        ("({cell T:a:x} - 1) / {cell T:b:x} * 100", Fraction(150)),
        ("-{cell T:a:x}", Fraction(-3, 2)),
        ("2 \u2212 5", Fraction(-3)),
    ],
)
def test_sums_and_shares_are_exact(expression: str, value: Fraction) -> None:
    assert fault(expression) is None
    assert evaluate(expression, lookup) == value


def test_a_star_takes_the_row_of_its_instance() -> None:
    expression = "{cell T:*:x} * 2"
    assert evaluate(expression, lookup, "a") == 3
    assert references(expression) == [("cell", ("T", "*", "x"))]
    with pytest.raises(Missing):
        evaluate(expression, lookup, "nowhere")


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "   ",
        "1 +",
        "two",
        "__import__('os').system('true')",
        "().__class__",
        "[1][0]",
        "1 if 1 else 2",
        "lambda: 1",
        "2 ** 9",
        "7 // 2",
        "7 % 2",
        "1 < 2",
        "1; 2",
        "{price T:a:x}",
        "{cell T:a}",
        "{value A:actual}",
        "{cell T:a:x}{cell T:b:x}",
        "{{cell T:a:x}}",
        "'text'",
        "1j",
        "(" * 500 + "1" + ")" * 500,
    ],
)
def test_what_is_no_expression_is_refused_with_a_sentence(expression: str) -> None:
    said = fault(expression)
    assert said and said.endswith((".", "."))


def test_division_by_nought_is_said_and_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        evaluate("1 / {cell T:zero:x}", lookup)


SIGNS = "0123456789.+-*/() {}:Tabx_ re\u2212celvaluqtsny"
PIECES = st.one_of(
    st.sampled_from(
        ["{cell T:a:x}", "{cell T:b:x}", "{cell T:no:x}", "+", "-", "*", "/", "(", ")"]
    ),
    st.integers(0, 9999).map(str),
    st.decimals(0, 999, places=2).map(str),
)


def never_surprises(expression: str) -> None:
    said = fault(expression)
    if said is not None:
        assert said.strip()
        return
    with contextlib.suppress(DECLARED):
        assert isinstance(evaluate(expression, lookup), Fraction)


@given(st.lists(PIECES, min_size=1, max_size=12).map(" ".join))
@example("{cell T:a:x} / ({cell T:a:x} - {cell T:a:x})")
def test_sums_of_pieces_never_raise_what_is_not_declared(expression: str) -> None:
    never_surprises(expression)


# Texts without letters outside references: those with letters are the three cases below.
@given(st.text(alphabet="0123456789.+-*/() ", max_size=30))
def test_texts_of_digits_and_signs_never_raise_what_is_not_declared(expression: str) -> None:
    never_surprises(expression)


@given(st.text(max_size=60))
def test_any_text_is_judged_without_raising(expression: str) -> None:
    said = fault(expression)
    assert said is None or said


@pytest.mark.parametrize("expression", ["True", "r", "1e999"])
def test_names_truth_values_and_infinities_are_refused(expression: str) -> None:
    assert fault(expression) is not None


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**4), st.integers(0, 4))
def test_rounding_is_by_halves_away_from_nought(value: Fraction, decimals: int) -> None:
    shown = rounded(value, decimals)
    assert abs(shown - value) <= Fraction(1, 2 * 10**decimals)
    assert rounded(-value, decimals) == -shown
    assert Fraction(as_decimal(value, decimals)) == shown


def test_rounding_of_print() -> None:
    cases: list[tuple[str, int, str]] = [
        ("759.55", 1, "759.6"),
        ("37.5", 0, "38"),
        ("-0.5", 0, "-1"),
    ]
    told: Callable[[str, int], str] = lambda text, digits: as_decimal(Fraction(text), digits)  # noqa: E731
    for text, digits, shown in cases:
        assert told(text, digits) == shown


def test_every_kind_of_reference_says_how_many_parts_it_has() -> None:
    for kind, parts in expressions.KINDS.items():
        good = ":".join("A" * parts)
        assert fault(f"{{{kind} {good}}}") is None
        if kind != "year_of_act":
            assert fault(f"{{{kind} {good}:more}}") is not None
