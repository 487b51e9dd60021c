"""Read answers about meetings: who sits in a body on a day, quorum, papers, minutes, actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.lifecycle import AHEAD, ActionWord, SeatRole, Standing, TermsState
from governance.models import (
    ActionItemParticulars,
    Body,
    BodyParticulars,
    Corrigendum,
    Meeting,
    MeetingCount,
    MeetingParticulars,
    Minutes,
    SeatHolding,
    TermsParticulars,
)
from governance.policies import current, standing
from ledger.moments import Moment

ORDERINGS = {
    "day": ("day", "starts_at"),
    "body": ("subject__body__code",),
    "state": ("state",),
    "kind": ("kind",),
    "code": ("subject__code",),
}
THERE = frozenset({Standing.PRESENT, Standing.REPRESENTED})


def ordered(rows: Any, ordering: str, known: Mapping[str, tuple[str, ...]]) -> Any:
    """The rows in one of the declared orders, a minus turning it, always ending on the code."""
    down = ordering.startswith("-")
    names = known.get(ordering.lstrip("-"), ())
    return rows.order_by(*(f"-{name}" if down else name for name in names), "subject__code")


def meetings(viewer: Any, moment: Moment, *, demonstration: bool = False) -> Any:
    """Each meeting as it stood, with whether its minutes were approved (``is_minuted``)."""
    rows = current(viewer, MeetingParticulars, moment, demonstration=demonstration)
    minutes = Minutes.objects.filter(subject=OuterRef("subject"), as_of__lte=moment.as_of)
    joined = rows.select_related("subject__body", "into", "citation__document", "entry")
    return joined.annotate(is_minuted=Exists(minutes.standing(known=moment.known)))


def find_meeting(
    viewer: Any, code: str, moment: Moment, *, demonstration: bool
) -> MeetingParticulars | None:
    """The meeting with this code in one layer as it stood; ``None`` when hidden or not there."""
    rows = meetings(viewer, moment, demonstration=demonstration)
    found: MeetingParticulars | None = rows.filter(subject__code=code).first()
    return found


def body_names(moment: Moment) -> dict[UUID, str]:
    """What every body was called at the moment."""
    rows = BodyParticulars.objects.current(moment.as_of, known=moment.known)
    return dict(rows.values_list("subject", "name"))


def with_body_names(rows: Iterable[Any], moment: Moment) -> list[Any]:
    """Statements about meetings, decisions or bodies, each with the name of its body."""
    found, names = list(rows), body_names(moment)
    for row in found:
        body = getattr(row.subject, "body", row.subject)
        row.body_name = names.get(body.pk, body.code)
    return found


def bodies(viewer: Any, moment: Moment, *, demonstration: bool) -> list[BodyParticulars]:
    """The bodies of a layer as they stood, by name."""
    rows = current(viewer, BodyParticulars, moment, demonstration=demonstration)
    return list(rows.select_related("subject").order_by("name"))


def counts(viewer: Any, moment: Moment, *, demonstration: bool = False) -> QuerySet[MeetingCount]:
    """Statements of how often a body met in a period whose days are not known."""
    rows = standing(viewer, MeetingCount, moment, demonstration=demonstration)
    joined: QuerySet[MeetingCount] = rows.select_related("subject", "citation__document")
    return joined.order_by("-period", "subject__code")


# --- who sits in a body, and how many must be there ----------------------------------------------
def members_on(said: MeetingParticulars, moment: Moment) -> list[SeatHolding]:
    """Who holds a seat of the body on the day of its meeting (or of the moment), chair first."""
    return seats_on(said.subject.body, said.day or moment.as_of, moment)


def seats_on(body: Body, day: date, moment: Moment) -> list[SeatHolding]:
    """Who holds a seat of a body on a day, as far as is known at the moment; chair first."""
    rows = SeatHolding.objects.filter(subject__body=body, as_of__lte=moment.as_of)
    said = rows.standing(known=moment.known).order_by("as_of", "ordinal")
    spells = {(one.subject_id, one.starts_on): one for one in said.select_related("subject")}
    held: dict[UUID, SeatHolding] = {}
    for one in sorted(spells.values(), key=lambda one: one.starts_on):
        if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on):
            held[one.subject_id] = one
    order = list(SeatRole)
    return sorted(
        held.values(), key=lambda one: (order.index(SeatRole(one.role)), one.subject.code)
    )


@dataclass(frozen=True)
class Quorum:
    """How many members have to be there, how many sit in the body, and how many were there."""

    needed: int | None
    seats: int
    there: int
    recorded: bool

    @property
    def is_reached(self) -> bool | None:
        """Whether enough were there; ``None`` where no number is stated or nobody is recorded."""
        if self.needed is None or not self.recorded:
            return None
        return self.there >= self.needed


def quorum_of(
    said: MeetingParticulars,
    attended: Iterable[Any],
    holders: Iterable[SeatHolding],
    moment: Moment,
) -> Quorum:
    """The quorum of a meeting by the terms of reference in force on its day.

    Members count when they are present or represented; the body's secretary does not count.
    """
    voting = {one.subject_id for one in holders if one.role != SeatRole.SECRETARY}
    rows = list(attended)
    there = sum(row.seat_id in voting and row.standing in THERE for row in rows)
    needed = quorum_on(said.subject.body, said.day or moment.as_of, moment)
    return Quorum(needed, len(voting), there, bool(rows))


def quorum_on(body: Body, day: date, moment: Moment) -> int | None:
    """The members that the terms in force on a day ask for; ``None`` where they state no number."""
    rows = TermsParticulars.objects.current(moment.as_of, known=moment.known)
    in_force = rows.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        subject__body=body,
        state=TermsState.IN_FORCE,
        valid_from__lte=day,
    )
    return in_force.order_by("-valid_from").values_list("quorum", flat=True).first()


# --- papers and minutes --------------------------------------------------------------------------
def minutes_of(meeting: Meeting, moment: Moment) -> Minutes | None:
    """The approved minutes of a meeting with their items and attendance; ``None`` before that."""
    rows = Minutes.objects.filter(subject=meeting, as_of__lte=moment.as_of)
    joined = rows.standing(known=moment.known).select_related("file", "citation__document")
    found: Minutes | None = joined.prefetch_related("items__file", "attendance__seat").first()
    return found


def corrigenda_of(meeting: Meeting, moment: Moment) -> list[Corrigendum]:
    """The corrigenda to the minutes of a meeting, in their order."""
    rows = Corrigendum.objects.filter(subject=meeting, as_of__lte=moment.as_of)
    joined = rows.standing(known=moment.known).select_related("citation__document")
    return list(joined.order_by("number"))


# --- actions agreed at meetings ------------------------------------------------------------------
def _actions(moment: Moment) -> QuerySet[ActionItemParticulars]:
    rows = ActionItemParticulars.objects.current(moment.as_of, known=moment.known)
    joined: QuerySet[ActionItemParticulars] = rows.select_related(
        "subject__meeting__body", "citation__document"
    )
    return joined


def actions_of(meeting: Meeting, moment: Moment) -> list[ActionItemParticulars]:
    """The actions agreed at a meeting, as they stood."""
    return list(_actions(moment).filter(subject__meeting=meeting).order_by("subject__code"))


def carried_to(said: MeetingParticulars, moment: Moment) -> list[ActionItemParticulars]:
    """Actions of earlier meetings of the body that were open on the day of this one, as they stand.

    Nobody types them again: they stand on the agenda by themselves. A meeting still to come, or
    without a day, carries what is open at the moment.
    """
    day = min(said.day or moment.as_of, moment.as_of)
    earlier = _days_of(said.subject.body, moment)
    open_then = _actions(Moment(day, moment.known_at, moment.known)).filter(
        subject__meeting__body=said.subject.body, word=ActionWord.OPEN
    )
    ids = {
        one.subject_id
        for one in open_then.exclude(subject__meeting=said.subject)
        if (held := earlier.get(one.subject.meeting_id)) and (said.day is None or held < said.day)
    }
    return list(_actions(moment).filter(subject__in=ids).order_by("due_on", "subject__code"))


def _days_of(body: Body, moment: Moment) -> dict[UUID, date | None]:
    rows = MeetingParticulars.objects.current(moment.as_of, known=moment.known)
    return dict(rows.filter(subject__body=body).values_list("subject", "day"))


def open_actions_of(body: Body, moment: Moment) -> list[ActionItemParticulars]:
    """Every action of a body's meetings that is open, the earliest due first."""
    rows = _actions(moment).filter(subject__meeting__body=body, word=ActionWord.OPEN)
    return list(rows.order_by("due_on", "subject__code"))


def passed_without_a_word(viewer: Any, moment: Moment, *, demonstration: bool) -> Any:
    """Meetings whose day has passed while they still stand as planned or postponed."""
    rows = current(viewer, MeetingParticulars, moment, demonstration=demonstration)
    ahead = rows.filter(state__in=AHEAD, day__lt=moment.as_of)
    return ahead.select_related("subject").order_by("day", "subject__code")


def overdue_actions(viewer: Any, moment: Moment, *, demonstration: bool) -> Any:
    """Open actions whose due date has passed."""
    rows = current(viewer, ActionItemParticulars, moment, demonstration=demonstration)
    overdue = rows.filter(word=ActionWord.OPEN, due_on__lt=moment.as_of)
    return overdue.select_related("subject__meeting").order_by("due_on", "subject__code")
