"""Read answers about policies and reviews of compliance for pages, API and exports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from governance import policies
from governance.lifecycle import (
    IN_FORCE,
    POLICY_MOVES,
    PolicyKind,
    PolicyState,
    ReviewDone,
)
from governance.models import (
    ComplianceReview,
    Policy,
    PolicyParticulars,
    RoundParticulars,
    RoundPolicy,
)
from ledger.errors import Invalid
from ledger.moments import Moment
from projects.queries import latest_per, series
from secretariat.models import PopulationCount

ORDERINGS = {
    "code": "subject__code",
    "title": "title",
    "kind": "kind",
    "state": "state",
    "owner": "owner__code",
    "issued": "issued_on",
    "review": "review_on",
}
#: The populations that documents print, and the kinds of policy each counts.
TOTALS: tuple[tuple[str, tuple[PolicyKind, ...]], ...] = (
    ("ict-policies-2019", (PolicyKind.POLICY, PolicyKind.TECHNICAL_PROCEDURE)),
    ("ict-technical-procedures-2019", (PolicyKind.TECHNICAL_PROCEDURE,)),
)


@dataclass(frozen=True)
class PolicyRow:
    """A policy as lists show it."""

    said: PolicyParticulars
    as_of: date

    @property
    def in_force(self) -> bool:
        """Whether it binds."""
        return self.said.state in IN_FORCE

    @property
    def review_day_passed(self) -> bool:
        """Whether it is in force and the day by which it was to be reviewed is over."""
        return bool(self.in_force and self.said.review_on and self.said.review_on < self.as_of)

    @property
    def has_gap(self) -> bool:
        """Not started, due for revision, or past the day of its review."""
        lacking = {PolicyState.NOT_STARTED, PolicyState.DUE_FOR_REVISION}
        return self.review_day_passed or self.said.state in lacking


def ordered(rows: Any, ordering: str) -> Any:
    """The rows in one of the declared orders, a minus turning it; what has no value comes last."""
    name = F(ORDERINGS.get(ordering.lstrip("-"), "subject__code"))
    down = ordering.startswith("-")
    turned = name.desc(nulls_last=True) if down else name.asc(nulls_last=True)
    return rows.order_by(turned, "subject__code")


def related(rows: Any) -> Any:
    """The rows joined with all a list shows of each."""
    return rows.select_related("subject", "owner", "issued_as", "citation__document", "entry")


def policy_rows(rows: Iterable[PolicyParticulars], moment: Moment) -> list[PolicyRow]:
    """The statements as rows of a list."""
    return [PolicyRow(said, moment.as_of) for said in rows]


def find_policy(
    viewer: Any, code: str, moment: Moment, *, demonstration: bool
) -> PolicyParticulars | None:
    """What stands of the policy with this code in one layer; ``None`` when it is not there."""
    rows = policies.current(viewer, PolicyParticulars, moment, demonstration=demonstration)
    found: PolicyParticulars | None = related(rows).filter(subject__code=code).first()
    return found


def versions(policy: UUID, moment: Moment) -> list[PolicyParticulars]:
    """Every word on a policy that stood, the newest first, with why it was recorded."""
    rows = series(PolicyParticulars, policy, moment)
    return list(rows.select_related("citation__document", "entry", "owner", "issued_as"))


def moves_from(said: PolicyParticulars) -> list[PolicyState]:
    """Where a policy may go from where it stands, in the order of the words."""
    ahead = POLICY_MOVES[PolicyState(said.state)]
    return [state for state in PolicyState if state in ahead]


# --- totals as printed ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Total:
    """How many policies a document prints, and how many of them the register knows by name."""

    count: PopulationCount
    named: int

    @property
    def unnamed(self) -> int:
        """Those not known by name: computed, not printed."""
        return max(int(self.count.count) - self.named, 0)


def totals(viewer: Any, moment: Moment) -> list[Total]:
    """The totals printed up to the moment, each with the policies named as in force on its day."""
    codes = [code for code, _kinds in TOTALS]
    rows = PopulationCount.objects.filter(subject__code__in=codes)
    standing = rows.current(moment.as_of, known=moment.known)
    held = {
        row.subject.code: row for row in standing.select_related("subject", "citation__document")
    }
    return [
        Total(held[code], _named(viewer, held[code].as_of, moment, kinds))
        for code, kinds in TOTALS
        if code in held
    ]


def _named(viewer: Any, day: date, moment: Moment, kinds: Iterable[PolicyKind]) -> int:
    on_the_day = Moment(day, moment.known_at, moment.known)
    rows = policies.current(viewer, PolicyParticulars, on_the_day)
    return int(rows.filter(state__in=IN_FORCE, kind__in=list(kinds)).count())


# --- rounds and reviews --------------------------------------------------------------------------
def rounds_about(policy: Policy, moment: Moment) -> list[RoundParticulars]:
    """The rounds of self-certification that ask about a policy, the newest first."""
    asked = RoundPolicy.objects.filter(policy=policy).values("particulars")
    rows = RoundParticulars.objects.current(moment.as_of, known=moment.known)
    joined = rows.filter(pk__in=asked).select_related("subject", "citation__document")
    return list(joined.order_by("-opened_on"))


def reviews(
    viewer: Any, moment: Moment, *, demonstration: bool = False, **about: Any
) -> list[ComplianceReview]:
    """The reviews of compliance as last stated, one for each unit, year and policy."""
    rows = policies.standing(viewer, ComplianceReview, moment, demonstration=demonstration)
    joined = rows.filter(**about).select_related("subject", "policy", "citation__document")
    latest = latest_per(joined.order_by("-as_of", "-ordinal"), "subject_id", "year", "policy_id")
    return sorted(latest, key=lambda one: (one.subject.code, one.year, str(one.policy or "")))


#: What can be asked of the reviews.
REVIEW_PARAMETERS = frozenset({"word", "year", "provenance"})


def reviews_asked(
    viewer: Any, moment: Moment, given: Mapping[str, str], *, demonstration: bool = False
) -> list[ComplianceReview]:
    """The reviews that came to one of the words, of one year; raises ``Invalid`` for others."""
    words = [word for word in given.get("word", "").split(",") if word]
    if set(words) - set(ReviewDone.values):
        raise Invalid(fields={"word": f"Choose one of: {', '.join(ReviewDone.values)}."})
    year, layers = given.get("year", ""), given.get("provenance", "")
    if year and not (year.isascii() and year.isdigit()):
        raise Invalid(fields={"year": "Write a year as 2018."})
    return [
        one
        for one in reviews(viewer, moment, demonstration=demonstration)
        if (not words or one.word in words)
        and (not year or one.year == int(year))
        and (not layers or one.provenance in layers.split(","))
    ]


@dataclass(frozen=True)
class ReviewedRow:
    """A unit and, for each year, what is said of the review of its compliance."""

    code: str
    name: str
    cells: list[tuple[int, list[ComplianceReview]]]


def review_matrix(found: Iterable[ComplianceReview]) -> tuple[list[int], list[ReviewedRow]]:
    """Units by years: the years somebody speaks of, and a row for each unit."""
    said = list(found)
    years = sorted({one.year for one in said})
    rows = []
    for code in sorted({one.subject.code for one in said}):
        own = [one for one in said if one.subject.code == code]
        cells = [(year, [one for one in own if one.year == year]) for year in years]
        rows.append(ReviewedRow(code, max(own, key=lambda one: one.as_of).name, cells))
    return years, rows
