"""A *moment* is what a question is asked at: the day it speaks for and what was known when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.dateparse import parse_datetime

from ledger import days
from ledger.errors import Invalid
from ledger.models.entry import Seal


@dataclass(frozen=True)
class Moment:
    """``as_of``: the end of that day. ``known``: the last seal that counts; ``None`` is everything."""

    as_of: date
    known_at: datetime | None = None
    known: int | None = None

    @property
    def is_now(self) -> bool:
        """Whether this is today with all that is known, so that a page may offer changes."""
        return self.known is None and self.as_of == days.today()


def now() -> Moment:
    """Today, with all that is committed."""
    return Moment(as_of=days.today())


def parse_moment(as_of: str | None, known_at: str | None) -> Moment:
    """Read the two dates of a question as people and programs write them.

    ``as_of``: a day (2018-12-31). ``known_at``: RFC 3339, or a bare day, meaning its end.
    Raises ``Invalid`` naming the parameter, also for a day that has not come yet.
    """
    instant = _parse_known_at(known_at) if known_at else None
    return Moment(
        as_of=_parse_as_of(as_of) if as_of else days.today(),
        known_at=instant,
        known=seal_number_at(instant) if instant else None,
    )


def _parse_as_of(text: str) -> date:
    try:
        day = days.parse_period(text)
    except ValueError as error:
        raise Invalid(str(error), fields={"as_of": str(error)}) from error
    if day.last > days.today():
        said = f"{day.last.isoformat()} has not come yet. Ask for today or an earlier day."
        raise Invalid(said, fields={"as_of": said})
    return day.last


def _parse_known_at(text: str) -> datetime:
    said = "Write an instant such as 2026-11-20T12:00:00Z, or a day such as 2026-11-20."
    try:
        if len(text.strip()) == 10:
            return days.end_of_day(date.fromisoformat(text.strip()))
        instant = parse_datetime(text.strip())
    except (ValueError, OverflowError) as error:
        raise Invalid(said, fields={"known_at": said}) from error
    if instant is None or instant.tzinfo is None:
        raise Invalid(said, fields={"known_at": said})
    return instant.astimezone(UTC)


def seal_number_at(instant: datetime) -> int:
    """The number of the last seal set up to ``instant``; 0 before the first."""
    newest = (
        Seal.objects.filter(sealed_at__lte=instant).order_by("-no").values_list("no", flat=True)
    )
    return newest.first() or 0
