"""Whether governing bodies met as often as the terms of reference valid on each day say.

Dates, terms and records are read with a fixed number of statements for any number of bodies;
``governance.cadence`` judges them. Where only a count is known the count speaks, and before it
speaks nothing is derived from silence (A/74/588 para 14).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from governance import cadence
from governance.cadence import Expected, Gathering, Outcome, Rule, Span
from governance.lifecycle import BodyState, Kept, MeetingKind, MeetingState, TermsState
from governance.models import (
    Body,
    BodyParticulars,
    MeetingCount,
    MeetingParticulars,
    TermsParticulars,
)
from governance.policies import current, standing
from ledger import days
from ledger.days import FAR_FUTURE, Period, Precision
from ledger.errors import Invalid
from ledger.moments import Moment
from secretariat.models import SessionPartDates, SessionPartName

PERIOD_SAID = "Write a year as 2018 or a quarter as 2018-Q4."


def parse_period(text: str) -> Period:
    """The year or quarter a question is about; raises ``Invalid`` naming the parameter."""
    try:
        period = days.parse_period(text)
    except ValueError as error:
        raise Invalid(PERIOD_SAID, fields={"period": PERIOD_SAID}) from error
    if period.precision not in {Precision.YEAR, Precision.QUARTER}:
        raise Invalid(PERIOD_SAID, fields={"period": PERIOD_SAID})
    return period


def year_of(day: date) -> Period:
    """The calendar year a day falls in."""
    return days.parse_period(f"{day.year:04d}")


@dataclass(frozen=True)
class Known:
    """All that the register knows of a body's meetings at a moment."""

    said: BodyParticulars
    terms: Sequence[TermsParticulars]
    gatherings: Sequence[Gathering]
    counts: Sequence[MeetingCount]
    sessions: Sequence[date]
    as_of: date

    @property
    def body(self) -> Body:
        """The body."""
        return self.said.subject

    @property
    def in_force(self) -> TermsParticulars | None:
        """The terms valid on the day, if any."""
        return next((one for one in self.terms if covers(one, self.as_of)), None)

    @cached_property
    def spans(self) -> list[Span]:
        """The stretches in which one cadence rule was in force, within the life of the body."""
        found = []
        for one in self.terms:
            first = max(one.valid_from, self.said.established_on or one.valid_from)
            last = min(one.valid_to or FAR_FUTURE, self.said.ended_on or FAR_FUTURE)
            if one.state == TermsState.IN_FORCE and first <= last:
                found.append(Span(first, last, Rule(one.cadence), one.cadence_number))
        return found

    def is_recorded(self, period: Period) -> bool:
        """Whether every meeting of a period stands in the register, so that silence means none."""
        since, first = self.said.recorded_from, self.said.established_on or period.first
        begun = [
            max(span.first, period.first)
            for span in self.spans
            if span.first <= period.last and span.last >= period.first
        ]
        return since is not None and since <= min(begun, default=max(first, period.first))

    def count_of(self, period: Period) -> MeetingCount | None:
        """The count that a source gives for exactly this period."""
        named = (period.last, period.precision)
        return next((c for c in self.counts if (c.period, c.period_precision) == named), None)

    @property
    def next_due(self) -> date | None:
        """The day by which the next meeting is due; not available where meetings are not recorded."""
        if self.said.recorded_from is None or self.said.state == BodyState.ENDED:
            return None
        return cadence.next_due(self.spans, self.gatherings, self.as_of, self.sessions)


def covers(terms: TermsParticulars, day: date) -> bool:
    """Whether terms are in force on a day."""
    within = terms.valid_from <= day and (terms.valid_to is None or day <= terms.valid_to)
    return within and terms.state == TermsState.IN_FORCE


@dataclass(frozen=True)
class Performance:
    """How a body did in a period, as far as is known on the day.

    ``held`` is ``None`` where nobody says; ``at_least`` is then what is on record all the same.
    """

    known: Known
    period: Period
    status: Kept
    held: int | None
    at_least: int
    required: int
    expected: Sequence[Expected]
    count: MeetingCount | None
    longest_gap: int | None

    @property
    def body(self) -> Body:
        """The body."""
        return self.known.body

    @property
    def period_name(self) -> str:
        """The period as it is written."""
        return days.period_text(self.period.last, self.period.precision)

    @property
    def shortfall(self) -> int:
        """How many meetings are missing, of those whose time has run out."""
        if self.status is not Kept.MISSED:
            return 0
        if self.expected:
            return sum(one.outcome is Outcome.MISSED for one in self.expected)
        return self.required - (self.held or 0)

    @property
    def since(self) -> date:
        """The first day on which it was behind: the end of the first expected meeting missed."""
        missed = [one.slot.last for one in self.expected if one.outcome is Outcome.MISSED]
        return min(missed, default=self.period.last)

    @property
    def observed_through(self) -> date | None:
        """The last day any of it was observed."""
        if self.count is not None:
            return self.count.as_of
        return min(self.period.last, self.known.as_of) if self.held is not None else None

    def outcomes(self) -> Mapping[Outcome, int]:
        """How many expected meetings came to what."""
        return {word: sum(one.outcome is word for one in self.expected) for word in Outcome}


def perform(known: Known, period: Period) -> Performance:
    """Judge a period: by the count a source gives, or by the meetings on record."""
    required = cadence.required(known.spans, period.first, period.last, known.sessions)
    on_record = cadence.held(known.gatherings, period.first, period.last, known.as_of)
    count = known.count_of(period)
    if count is not None:
        status = Kept.MET if count.count >= required else Kept.MISSED
        return _performance(known, period, status, count.count, required, count=count)
    if not known.is_recorded(period):
        return _performance(known, period, Kept.NOT_STATED, None, required, at_least=on_record)
    expected = expected_meetings(known, period)
    status = _status(expected, period, known.as_of)
    end = min(period.last, known.said.ended_on or FAR_FUTURE)
    gap = cadence.longest_gap(known.gatherings, period.first, end, known.as_of)
    return _performance(known, period, status, on_record, required, expected=expected, gap=gap)


def _performance(
    known: Known,
    period: Period,
    status: Kept,
    held: int | None,
    required: int,
    *,
    at_least: int = 0,
    expected: Sequence[Expected] = (),
    count: MeetingCount | None = None,
    gap: int | None = None,
) -> Performance:
    if not required and status is not Kept.NOT_STATED:
        status = Kept.NOTHING_REQUIRED
    least = held if held is not None else at_least
    return Performance(known, period, status, held, least, required, expected, count, gap)


def first_missed(known: Known) -> Performance | None:
    """The year before the one of the day, or that year: the first in which it met too seldom."""
    this = known.as_of.year
    judged = (perform(known, days.parse_period(f"{year:04d}")) for year in (this - 1, this))
    return next((did for did in judged if did.status is Kept.MISSED), None)


def expected_meetings(known: Known, period: Period) -> list[Expected]:
    """Each expected meeting of a period; lateness shows in the days of the one after it."""
    year_after = date(period.last.year + 1, 12, 31)
    slots = cadence.slots(known.spans, period.first, year_after, known.sessions)
    judged = cadence.judge(slots, known.gatherings, known.as_of)
    return [one for one in judged if one.slot.last <= period.last]


def _status(expected: Sequence[Expected], period: Period, as_of: date) -> Kept:
    if any(one.outcome is Outcome.MISSED for one in expected):
        return Kept.MISSED
    return Kept.MET if as_of >= period.last else Kept.UNDER_WAY


# --- reading -------------------------------------------------------------------------------------
def known_bodies(
    viewer: Any,
    moment: Moment,
    *,
    demonstration: bool = False,
    codes: Collection[str] | None = None,
) -> list[Known]:
    """The bodies a person may see with all that is known of their meetings, by code."""
    layer = {"demonstration": demonstration}
    said = current(viewer, BodyParticulars, moment, **layer)
    said = said.select_related("subject", "parent", "citation__document")
    if codes is not None:
        said = said.filter(subject__code__in=codes)
    rows = list(said.order_by("subject__code"))
    ids = [row.subject_id for row in rows]
    terms = _terms(current(viewer, TermsParticulars, moment, **layer), ids)
    gatherings = gathered(current(viewer, MeetingParticulars, moment, **layer), ids, moment.as_of)
    counts = _by_subject(standing(viewer, MeetingCount, moment, **layer), ids)
    sessions = session_starts(moment)
    return [
        Known(
            said=row,
            terms=terms[row.subject_id],
            gatherings=gatherings[row.subject_id],
            counts=counts[row.subject_id],
            sessions=sessions,
            as_of=moment.as_of,
        )
        for row in rows
    ]


def _terms(rows: Any, ids: Iterable[Any]) -> dict[Any, list[TermsParticulars]]:
    joined = rows.filter(subject__body__in=ids).select_related(
        "subject", "reported_in", "citation__document"
    )
    found: dict[Any, list[TermsParticulars]] = defaultdict(list)
    for row in joined.order_by("valid_from", "subject__code"):
        found[row.subject.body_id].append(row)
    return found


def gathered(rows: Any, ids: Iterable[Any], as_of: date) -> dict[Any, list[Gathering]]:
    """The meetings that count as held, by body.

    A meeting merged into one of another body that was held counts on that meeting's day, several
    merged into the same one count once; merged into one of the same body it is not counted a
    second time. Written procedures do not count.
    """
    kept = rows.filter(subject__body__in=ids, state__in=[MeetingState.HELD, MeetingState.MERGED])
    own = {row.subject_id: row for row in rows.filter(state=MeetingState.HELD)}
    found: dict[Any, dict[Any, Gathering]] = defaultdict(dict)
    for row in kept.select_related("subject", "into").order_by("subject__code"):
        day, met = _day_held(row, own), row.into_id or row.subject_id
        if day is not None and day <= as_of:
            found[row.subject.body_id].setdefault(met, Gathering(day, row.subject.code))
    return {body: sorted(found[body].values()) if body in found else [] for body in ids}


def _day_held(row: MeetingParticulars, held: Mapping[Any, MeetingParticulars]) -> date | None:
    if row.state == MeetingState.HELD:
        return row.day if row.kind != MeetingKind.WRITTEN else None
    other = held.get(row.into_id)
    if other is None or row.into is None or row.into.body_id == row.subject.body_id:
        return None
    return other.day if other.kind != MeetingKind.WRITTEN else None


def _by_subject(rows: Any, ids: Iterable[Any]) -> dict[Any, list[MeetingCount]]:
    found: dict[Any, list[MeetingCount]] = defaultdict(list)
    for row in rows.filter(subject__in=ids).select_related("citation__document").order_by("-as_of"):
        found[row.subject_id].append(row)
    return found


def session_starts(moment: Moment) -> list[date]:
    """The first days of the sessions of the Assembly, by the portal's own calendar."""
    rows = SessionPartDates.objects.current(FAR_FUTURE, known=moment.known)
    main = rows.filter(subject__part=SessionPartName.MAIN)
    return list(main.order_by("starts_on").values_list("starts_on", flat=True))
