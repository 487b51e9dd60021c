"""How single cells are brought to one form. Each raises ``ValueError`` with a sentence."""

from collections.abc import Iterable
from datetime import date

from ledger.days import parse_period
from ledger.importing.kinds import Clean
from ledger.texts import LINE_LIMIT, PROSE_LIMIT, text_fault


def line(text: str) -> str:
    """One line of text."""
    joined = " ".join(text.split())
    if fault := text_fault(joined, limit=LINE_LIMIT):
        raise ValueError(fault)
    return joined


def prose(text: str) -> str:
    """A passage of text."""
    if fault := text_fault(text, limit=PROSE_LIMIT):
        raise ValueError(fault)
    return text


def short(limit: int) -> Clean:
    """One line of at most ``limit`` characters."""

    def clean(text: str) -> str:
        if len(text) > limit:
            raise ValueError(f"At most {limit} characters fit here; there are {len(text)}.")
        return line(text)

    return clean


def day(text: str) -> str:
    """A day, also given as a month, quarter or year (then its last day)."""
    return parse_period(text).last.isoformat()


def exact_day(text: str) -> str:
    """A day and nothing less exact."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError("Write the day as 2018-12-31.") from error


def whole_number(text: str) -> str:
    """A whole number, not negative."""
    plain = text.replace(",", "").replace(" ", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise ValueError("Write a whole number, such as 39.")
    return str(int(plain))


def one_of(words: Iterable[str]) -> Clean:
    """One of the declared words, in any case."""
    known = list(words)

    def clean(text: str) -> str:
        word = text.strip().lower().replace(" ", "_")
        if word not in known:
            raise ValueError(f"“{text[:60]}” is not known here. Choose one of: {', '.join(known)}.")
        return word

    return clean


yes_or_no: Clean = one_of(["yes", "no"])


def as_date(text: str) -> date | None:
    """The date a clean cell holds; ``None`` for an empty one."""
    return date.fromisoformat(text) if text else None


def as_text(value: object) -> str:
    """A value as its cell: dates in ISO form, yes or no, empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def decimal_number(text: str) -> str:
    """A number with a point as the decimal sign, at most three digits after it, and its sign."""
    plain = text.replace(" ", "").replace("\u2212", "-")
    whole, _point, rest = plain.removeprefix("-").partition(".")
    if "," in plain:
        raise ValueError("Write the decimal sign as a point and no thousands sign: 1234.5.")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 15):
        raise ValueError("Write a number, such as 38 or 44.4 or -9.7.")
    if rest and not (rest.isascii() and rest.isdigit() and len(rest) <= 3):
        raise ValueError("At most three digits fit after the point.")
    return decimal_text(thousandths(plain))


def thousandths(text: str) -> int:
    """A clean number times one thousand."""
    sign = -1 if text.startswith("-") else 1
    whole, _point, rest = text.removeprefix("-").partition(".")
    return sign * (int(whole) * 1000 + int(rest.ljust(3, "0") or 0))


def decimal_text(value: int | None) -> str:
    """Thousandths as the shortest number: 38600 is 38.6; nothing for ``None``."""
    if value is None:
        return ""
    whole, rest = divmod(abs(value), 1000)
    digits = f"{rest:03d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole}{'.' + digits if digits else ''}"
