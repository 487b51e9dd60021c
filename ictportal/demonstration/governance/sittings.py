"""When the made-up bodies meet, and what becomes of each meeting: pure data and days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from governance.lifecycle import MeetingKind, MeetingState
from ictportal.demonstration.governance.bodies import (
    ARCHITECTURE,
    BOARD,
    COUNCIL,
    DATA,
    POLICY,
    STEERING,
)
from ictportal.demonstration.governance.hands import Calendar

#: Month and day of each body's meetings in a year.
DAYS: Mapping[str, tuple[tuple[int, int], ...]] = {
    STEERING: ((2, 12), (5, 12), (8, 12), (11, 12)),
    BOARD: ((2, 24), (5, 26), (8, 25), (11, 24)),
    POLICY: ((1, 20), (3, 20), (5, 20), (7, 20), (9, 20), (11, 20)),
    ARCHITECTURE: ((6, 24),),
    DATA: ((3, 4), (5, 28), (9, 10), (12, 3)),
    COUNCIL: ((3, 4), (6, 3), (9, 10), (12, 3)),
}
#: In the first half of the first year the ICT Board met every six weeks: once late.
SIX_WEEKLY = ((1, 23), (3, 26), (4, 16), (5, 28))
#: Meetings to come that stand in the calendar.
AHEAD = {STEERING: 2, BOARD: 2}
#: Body, how many years back, month: nobody met, and nobody said why.
SILENT = frozenset({(STEERING, 1, 8), (DATA, 2, 9)})
CANCELLED = frozenset({(STEERING, 1, 5)})
#: Body, years back, month: the day to which it was postponed, and on which it was held.
MOVED = {(BOARD, 1, 8): (10, 6), (POLICY, 2, 7): (8, 3)}
#: Body, years back, month: body and quarter of the meeting it was merged into.
MERGED = {(ARCHITECTURE, 1, 6): (BOARD, 2)}
#: Body, years back, month, day and kind of meetings beside the regular ones.
BESIDE = (
    (STEERING, 1, 9, 15, MeetingKind.WRITTEN),
    (BOARD, 2, 12, 9, MeetingKind.EXTRAORDINARY),
    (ARCHITECTURE, 2, 4, 9, MeetingKind.REGULAR),
    (ARCHITECTURE, 2, 10, 7, MeetingKind.REGULAR),
)


@dataclass(frozen=True)
class Sitting:
    """A meeting: of which body, on which day, and what became of it.

    ``moved_to`` is the day on which it was held after all; ``into`` the body and the quarter of
    the meeting it was merged into.
    """

    body: str
    back: int
    day: date
    state: MeetingState
    kind: MeetingKind = MeetingKind.REGULAR
    moved_to: date | None = None
    into: tuple[str, int] | None = None

    @property
    def held_on(self) -> date:
        """The day on which it was held, or will be."""
        return self.moved_to or self.day

    @property
    def quarter(self) -> int:
        """The quarter in which it was held, from 1."""
        return (self.held_on.month + 2) // 3


def all_sittings(calendar: Calendar) -> list[Sitting]:
    """Every meeting of every body, each body's in the order of their days."""
    return [one for body in DAYS for one in _of_body(body, calendar)]


def _of_body(body: str, calendar: Calendar) -> Iterator[Sitting]:
    found = sorted(_regular(body, calendar), key=lambda one: one.day)
    found = [one for one in found if calendar.first <= one.day and _exists(one, calendar)]
    past = [one for one in found if one.held_on <= calendar.today]
    yield from past
    yield from found[len(past) :][: AHEAD.get(body, 1)]


def _exists(one: Sitting, calendar: Calendar) -> bool:
    """The panel ended in the middle of last year, when the council began."""
    middle = date(calendar.year - 1, 6, 30)
    alive = {DATA: one.day <= middle, COUNCIL: one.day > middle}
    return alive.get(one.body, True)


def _regular(body: str, calendar: Calendar) -> Iterator[Sitting]:
    for back in range(calendar.year - calendar.first.year, -2, -1):
        for month, day in _days(body, back, calendar):
            if (body, back, month) not in SILENT:
                yield _sitting(body, back, month, calendar.day(back, month, day), calendar)
    for of, back, month, day, kind in BESIDE:
        if of == body:
            held = calendar.day(back, month, day)
            yield Sitting(body, back, held, MeetingState.HELD, kind)


def _days(body: str, back: int, calendar: Calendar) -> tuple[tuple[int, int], ...]:
    if body == BOARD and calendar.year - back == calendar.first.year:
        return (*SIX_WEEKLY, *DAYS[body][2:])
    if body == ARCHITECTURE and back > 1:
        return ()
    return DAYS[body]


def _sitting(body: str, back: int, month: int, day: date, calendar: Calendar) -> Sitting:
    key = (body, back, month)
    if day > calendar.today:
        return Sitting(body, back, day, MeetingState.PLANNED)
    if key in CANCELLED:
        return Sitting(body, back, day, MeetingState.CANCELLED)
    if key in MERGED:
        return Sitting(body, back, day, MeetingState.MERGED, into=MERGED[key])
    moved = calendar.day(back, *MOVED[key]) if key in MOVED else None
    return Sitting(body, back, day, MeetingState.HELD, moved_to=moved)
