"""Dates: the end of a day, anniversaries, quarters. The only place that computes any of them."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone

FAR_FUTURE = date(9999, 12, 31)


class Precision(models.TextChoices):
    """How exactly a source states the day a statement speaks for."""

    DAY = "day", "day"
    MONTH = "month", "month"
    QUARTER = "quarter", "quarter"
    YEAR = "year", "year"


def office_zone() -> ZoneInfo:
    """The zone whose days count: that of Headquarters."""
    return ZoneInfo(settings.OFFICE_TIME_ZONE)


def today() -> date:
    """The current day at Headquarters."""
    return timezone.now().astimezone(office_zone()).date()


def end_of_day(day: date) -> datetime:
    """The last microsecond of ``day`` at Headquarters, as an instant in UTC."""
    return datetime.combine(day, time.max, tzinfo=office_zone()).astimezone(UTC)


def anniversary(day: date, years: int) -> date:
    """The same day ``years`` years later; 29 February becomes 28 February in a common year."""
    year = day.year + years
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, min(day.day, last))


def is_older(issued: date, years: int, as_of: date) -> bool:
    """Whether more than ``years`` years have passed: exactly that many is not older."""
    return as_of > anniversary(issued, years)


def latest_older(as_of: date, years: int) -> date:
    """The latest issue date that is older than ``years`` years at ``as_of``.

    Turns the rule of :func:`is_older` into one date a database can compare with, so that no
    database computes an anniversary itself (SQLite and PostgreSQL disagree on leap days).
    """
    candidate = anniversary(as_of, -years)
    while is_older(candidate + timedelta(days=1), years, as_of):
        candidate += timedelta(days=1)
    while not is_older(candidate, years, as_of):
        candidate -= timedelta(days=1)
    return candidate


@dataclass(frozen=True)
class Period:
    """A stretch of days as a source printed it."""

    first: date
    last: date
    precision: Precision


def parse_period(text: str) -> Period:
    """Read ``2018``, ``2018-Q4``, ``2018-12`` or ``2018-12-31``.

    Raises ``ValueError`` with a sentence that says which forms are understood.
    """
    text = text.strip()
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text, re.ASCII):
        year, quarter = int(match[1]), int(match[2])
        first = date(year, 3 * quarter - 2, 1)
        return Period(first, _month_end(year, 3 * quarter), Precision.QUARTER)
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return Period(date(int(text), 1, 1), date(int(text), 12, 31), Precision.YEAR)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII):
        year, month = int(match[1]), int(match[2])
        return Period(date(year, month, 1), _month_end(year, month), Precision.MONTH)
    return _parse_day(text)


def _parse_day(text: str) -> Period:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        day = date.fromisoformat(text)
        return Period(day, day, Precision.DAY)
    raise ValueError(
        "Write a day as 2018-12-31, a month 2018-12, a quarter 2018-Q4 or a year 2018."
    )


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def parse_quarter(text: str) -> Period:
    """Read a quarter such as ``2025-Q2``; raises ``ValueError`` for anything else."""
    try:
        period = parse_period(text)
    except ValueError:
        period = None
    if period is None or period.precision is not Precision.QUARTER:
        raise ValueError("Write a quarter as 2025-Q2.")
    return period


def quarter_of(day: date) -> str:
    """The quarter a day falls in, such as ``2025-Q2``."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarter_number(quarter: str) -> int:
    """Quarters counted through, so that the next one is one more: 2025-Q2 is 8101."""
    period = parse_quarter(quarter)
    return period.first.year * 4 + (period.last.month // 3 - 1)


def quarter_named(number: int) -> str:
    """The quarter with this number: 8101 is 2025-Q2."""
    year, rest = divmod(number, 4)
    return f"{year}-Q{rest + 1}"


def quarter_number_of(day: date) -> int:
    """The number of the quarter a day falls in."""
    return quarter_number(quarter_of(day))


def last_ended_quarter(as_of: date, days_after: int = 0) -> int:
    """The number of the last quarter that ended ``days_after`` days before ``as_of`` or earlier."""
    number = quarter_number_of(as_of)
    while parse_quarter(quarter_named(number)).last + timedelta(days=days_after) > as_of:
        number -= 1
    return number


def period_text(last: date, precision: str) -> str:
    """A period the way it is written: its last day and its precision make 2018, 2018-Q4 …"""
    if precision == Precision.YEAR:
        return f"{last.year}"
    if precision == Precision.QUARTER:
        return quarter_of(last)
    if precision == Precision.MONTH:
        return f"{last.year}-{last.month:02d}"
    return last.isoformat()
