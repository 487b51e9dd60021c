"""Governing bodies as lists tell them: each with its year, its kin and whether it kept its terms."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance import figures
from governance.filters.bodies import BodyFilter, OutputFilter
from governance.lifecycle import BodyState, Kept, Level, OutputWord
from governance.models import Body, BodyParticulars, OutputParticulars, TermsParticulars
from governance.outputs import DueOutput, outputs_due
from governance.performance import (
    Known,
    Performance,
    first_missed,
    known_bodies,
    perform,
    year_of,
)
from governance.policies import current
from governance.queries import bodies as queries
from governance.queries.bodies import Family, Kin, TermsRow
from ledger import days
from ledger.days import Period
from ledger.errors import Invalid
from ledger.moments import Moment
from projects import filters
from secretariat.models import Provenance

LEVELS = list(Level)
STATES = list(BodyState)
YEARS_SHOWN = 12


@dataclass(frozen=True)
class BodyRow:
    """A body as lists show it."""

    did: Performance
    family: Family

    @property
    def known(self) -> Known:
        """What is known of it."""
        return self.did.known

    @property
    def said(self) -> BodyParticulars:
        """Its particulars on the day."""
        return self.did.known.said

    @property
    def code(self) -> str:
        """Its code."""
        return self.did.body.code

    @property
    def terms(self) -> TermsParticulars | None:
        """The terms in force on the day."""
        return self.known.in_force

    @property
    def terms_row(self) -> TermsRow | None:
        """The terms in force on the day, as pages list terms."""
        return TermsRow(self.terms, self.known.as_of) if self.terms else None

    @property
    def latest(self) -> TermsParticulars | None:
        """The terms in force on the day; without any the latest on record, as proposed."""
        return self.terms or (self.known.terms[-1] if self.known.terms else None)

    @property
    def cadence(self) -> str:
        """How often it has to meet on the day, in words; empty without terms in force."""
        return queries.cadence_said(self.terms) if self.terms else ""

    @property
    def chair(self) -> str:
        """Who chairs by the terms in force; empty where nobody says."""
        return queries.chair_said(self.terms)

    @property
    def before(self) -> list[Kin]:
        """Whose place it took or is to take."""
        return self.family.before(self.did.body.pk)

    @property
    def after(self) -> list[Kin]:
        """What took or is to take its place."""
        return self.family.after(self.did.body.pk)

    @property
    def is_drawn(self) -> bool:
        """Whether a year strip says anything: a number is required, or one is known."""
        return self.did.required > 0 or self.did.at_least > 0 or self.did.count is not None


def judged(
    rows: Iterable[Known], period: Period, named: Family, keep: Callable[[BodyRow], bool]
) -> list[BodyRow]:
    """How each did in the period, of those to keep."""
    found = (BodyRow(perform(known, period), named) for known in rows)
    return [row for row in found if keep(row)]


def body_rows(
    viewer: Any,
    moment: Moment,
    given: Mapping[str, str],
    *,
    demonstration: bool = False,
    ordering: str = "",
) -> list[BodyRow]:
    """The bodies that meet all filters; raises ``Invalid`` naming each parameter that is no good.

    The same number of statements for any number of bodies.
    """
    said = current(viewer, BodyParticulars, moment, demonstration=demonstration)
    found = filters.apply(BodyFilter, said, given, moment)
    period = figures.period_of(given, moment)
    codes = set(found.values_list("subject__code", flat=True))
    known = known_bodies(viewer, moment, demonstration=demonstration, codes=codes)
    named = queries.family(viewer, moment, demonstration=demonstration)
    keep = _condition(viewer, moment, given, demonstration)
    return ordered(_framed(viewer, moment, given, judged(known, period, named, keep)), ordering)


def _condition(
    viewer: Any, moment: Moment, given: Mapping[str, str], demonstration: bool
) -> Callable[[BodyRow], bool]:
    words, behind = given.get("standing"), given.get("behind")

    def keep(row: BodyRow) -> bool:
        stands = words is None or row.did.status in words.split(",")
        late = behind is None or (first_missed(row.known) is not None) == (behind == "yes")
        return stands and late

    return keep


def _framed(
    viewer: Any, moment: Moment, given: Mapping[str, str], rows: list[BodyRow]
) -> list[BodyRow]:
    """Those with or without a shortfall, as the figure ``governance.framework`` counts them."""
    if "framework" not in given or not rows:
        return rows
    asked = {name: given[name] for name in ("period", "provenance") if name in given}
    if rows[0].did.body.demonstration:
        asked["provenance"] = Provenance.DEMONSTRATION.value
    due = figures.due_outputs(viewer, moment, asked)
    told, kept = figures.working([row.did for row in rows], due)
    wanted = kept if given["framework"] == "kept" else [did for did in told if did not in kept]
    codes = {did.body.code for did in wanted}
    return [row for row in rows if row.code in codes]


# --- order ---------------------------------------------------------------------------------------
def _by_level(row: BodyRow) -> tuple[Any, ...]:
    """Bodies of the Secretariat first, those in place first, those that must or did meet first."""
    place = LEVELS.index(Level(row.said.level))
    ended = row.said.state == BodyState.ENDED
    return (place, ended, not row.is_drawn, not row.known.terms, row.said.name)


def _by_standing(row: BodyRow) -> tuple[int, str]:
    return (list(Kept).index(row.did.status), row.said.name)


def _by_gap(row: BodyRow) -> tuple[bool, int, str]:
    gap = row.did.longest_gap
    return (gap is None, -(gap or 0), row.said.name)


def _by_next_due(row: BodyRow) -> tuple[date, str]:
    return (row.known.next_due or days.FAR_FUTURE, row.said.name)


ORDERINGS: Mapping[str, Callable[[BodyRow], Any]] = {
    "level": _by_level,
    "name": lambda row: row.said.name,
    "code": lambda row: row.code,
    "standing": _by_standing,
    "gap": _by_gap,
    "next_due": _by_next_due,
}


def ordered(rows: list[BodyRow], ordering: str) -> list[BodyRow]:
    """In one of the declared orders, a minus turning it; by level without one."""
    key = ORDERINGS.get(ordering.removeprefix("-"), _by_level)
    return sorted(rows, key=key, reverse=ordering.startswith("-"))


def check_ordering(ordering: str, known: Iterable[str]) -> str:
    """The order asked for; raises ``Invalid`` for one that is not declared."""
    if ordering and ordering.removeprefix("-") not in known:
        said = f"Order by one of: {', '.join(known)}."
        raise Invalid(said, fields={"ordering": said})
    return ordering


# --- years ---------------------------------------------------------------------------------------
def years_numbered(known: Known) -> set[int]:
    """The years of which it is known how often a body met: by a count, or as all is recorded."""
    since, end = known.said.recorded_from, known.said.ended_on or known.as_of
    last = min(known.as_of, end).year
    recorded = set(range(since.year, last + 1)) if since and since <= known.as_of else set()
    return {count.period.year for count in known.counts} | recorded


def years_told(known: Known) -> list[int]:
    """The years of which anything is known of a body, the newest first: a number or a meeting."""
    met = {one.day.year for one in known.gatherings}
    return sorted(years_numbered(known) | met, reverse=True)


def by_year(known: Known) -> list[Performance]:
    """How a body did in each of the last years of which anything is known, the newest first."""
    years = years_told(known)[:YEARS_SHOWN]
    return [perform(known, days.parse_period(f"{year:04d}")) for year in years]


def told_years(rows: Iterable[Known]) -> list[int]:
    """The years of which a number of meetings is known of any of the bodies, the newest first."""
    return sorted({year for known in rows for year in years_numbered(known)}, reverse=True)


def telling_period(rows: Sequence[Known], moment: Moment) -> Period:
    """The year that figures speak of, where a number of meetings is known of it or of none.

    Else the last year of which one is known.
    """
    ended, told = figures.period_of({}, moment), told_years(rows)
    if any(perform(known, ended).held is not None for known in rows) or not told:
        return ended
    return days.parse_period(f"{told[0]:04d}")


# --- outputs -------------------------------------------------------------------------------------
def output_rows(
    viewer: Any,
    moment: Moment,
    given: Mapping[str, str],
    *,
    demonstration: bool = False,
) -> list[DueOutput]:
    """The outputs and inputs due in the period that meet all filters, by body and period."""
    said = current(viewer, OutputParticulars, moment, demonstration=demonstration)
    found = filters.apply(OutputFilter, said, given, moment)
    wanted = set(found.values_list("pk", flat=True))
    period = figures.period_of(given, moment)
    due = outputs_due(viewer, moment, period, demonstration=demonstration)
    words = given.get("word", "").split(",") if given.get("word") else None
    return [one for one in due if one.said.pk in wanted and (words is None or one.word in words)]


def outputs_by_period(
    viewer: Any, body: Body, moment: Moment, known: Known
) -> list[tuple[OutputParticulars, list[DueOutput]]]:
    """Each output or input of a body with the periods of which something is known, newest first."""
    rows = current(viewer, OutputParticulars, moment, demonstration=body.demonstration)
    own = rows.filter(subject__body=body).select_related("subject", "citation__document")
    held: dict[Any, list[DueOutput]] = {}
    for one in outputs_due(
        viewer,
        moment,
        _since(known),
        demonstration=body.demonstration,
        codes=[body.code],
    ):
        if one.delivery is not None or one.word is not OutputWord.NOT_STATED:
            held.setdefault(one.said.pk, []).insert(0, one)
    return [(said, held.get(said.pk, [])) for said in own.order_by("subject__code")]


def _since(known: Known) -> Period:
    """From the first of the years shown to the year of the day."""
    last = year_of(known.as_of)
    first = date(known.as_of.year - YEARS_SHOWN + 1, 1, 1)
    return Period(first, last.last, last.precision)
