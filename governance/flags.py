"""The flags of bodies, terms, requests, policies, delegation and budgets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from governance import outputs
from governance.lifecycle import (
    IN_FORCE,
    Alignment,
    CoversICT,
    DelegationState,
    Kept,
    MandateStatus,
    PolicyState,
    ReviewDone,
    ReviewWord,
)
from governance.models import (
    BudgetReview,
    ComplianceReview,
    DelegationParticulars,
    EntityAlignment,
    MandateState,
    PolicyParticulars,
    TermsParticulars,
)
from governance.performance import Known, Performance, known_bodies, perform
from governance.policies import current, viewable_mandates
from ledger import days
from ledger.flags import FewRaised, Flag, Raised, RaisedRows, declare
from ledger.moments import Moment
from secretariat.access import may
from secretariat.models import PopulationCount
from secretariat.roles import Permission

ONE_DAY = timedelta(days=1)
NOT_HARMONIZED = "not-harmonized-2018"
DELEGATED = [DelegationState.ISSUED, DelegationState.ACCEPTED]


def two_years(moment: Moment) -> days.Period:
    """The year before the one of the day, and that year: what a body is measured by."""
    this = moment.as_of.year
    first, last = days.parse_period(f"{this - 1:04d}"), days.parse_period(f"{this:04d}")
    return days.Period(first.first, last.last, days.Precision.YEAR)


# --- bodies --------------------------------------------------------------------------------------
def behind_cadence(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A body met less often than it has to, in the year of the day or the year before."""
    known = known_bodies(viewer, moment, demonstration=demonstration)
    found = (_first_missed(one, moment) for one in known)
    return FewRaised([_behind(one) for one in found if one is not None])


def _first_missed(known: Known, moment: Moment) -> Performance | None:
    for year in (moment.as_of.year - 1, moment.as_of.year):
        did = perform(known, days.parse_period(f"{year:04d}"))
        if did.status is Kept.MISSED:
            return did
    return None


def _behind(did: Performance) -> Raised:
    proof = [str(one.pk) for one in did.known.terms if one.cadence]
    proof += [str(did.count.pk)] if did.count else []
    return Raised(
        subject_id=str(did.body.pk),
        since=did.since,
        proof=proof,
        label=f"{did.known.said.name}: {did.held} of {did.required} in {did.period_name}",
        view="body-detail",
        code=did.body.code,
    )


def output_missed(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """An output or input was not delivered, in the year of the day or the year before."""
    found = outputs.outputs_due(viewer, moment, two_years(moment), demonstration=demonstration)
    first: dict[Any, Raised] = {}
    for one in outputs.shortfalls(found):
        first.setdefault(one.said.subject_id, _not_delivered(one))
    return FewRaised(list(first.values()))


def _not_delivered(one: outputs.DueOutput) -> Raised:
    proof = [str(one.said.pk), *([str(one.delivery.pk)] if one.delivery else [])]
    return Raised(
        subject_id=str(one.said.subject_id),
        since=one.period.last,
        proof=proof,
        label=f"{one.body_code}: {one.said.name}, {one.period_name}",
        view="body-detail",
        code=one.body_code,
    )


def terms_unreported(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Terms of reference took the place of others, and no report of it to the Assembly is known."""
    rows = current(viewer, TermsParticulars, moment, demonstration=demonstration)
    joined = rows.select_related("subject__body").order_by("subject__body__code", "valid_from")
    found, before = [], None
    for row in joined:
        if row.subject.body_id == before and row.reported_in_id is None:
            found.append(_unreported(row))
        before = row.subject.body_id
    return FewRaised([one for one in found if one.since <= moment.as_of])


def _unreported(row: TermsParticulars) -> Raised:
    return Raised(
        subject_id=str(row.subject_id),
        since=row.valid_from,
        proof=[str(row.pk)],
        label=f"{row.subject.body.code}: {row.subject.code}",
        view="body-detail",
        code=row.subject.body.code,
    )


# --- requests and recommendations ----------------------------------------------------------------
@dataclass(frozen=True)
class RaisedMandates:
    """Findings that are requests or recommendations."""

    rows: QuerySet[MandateState]

    def count(self) -> int:
        """How many there are."""
        return self.rows.count()

    def __iter__(self) -> Iterator[Raised]:
        for state in self.rows.select_related("particulars").order_by("code"):
            said = [state.particulars_id, state.finding_id]
            due = state.due_on + ONE_DAY if state.due_on else None
            yield Raised(
                subject_id=str(state.mandate_id),
                since=due or state.said_on or state.particulars.as_of,
                proof=[str(one) for one in said if one],
                label=f"{state.code} {state.title}",
                view="mandate-detail",
                code=state.code,
            )


def _mandates(status: MandateStatus) -> Callable[[Any, Moment, bool], RaisedRows]:
    def search(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
        rows = viewable_mandates(viewer, moment, demonstration=demonstration)
        return RaisedMandates(rows.filter(status=status))

    return search


# --- policies and compliance ---------------------------------------------------------------------
def policy_gap(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A policy is due for revision, past the day of its review, or was never started."""
    rows = current(viewer, PolicyParticulars, moment, demonstration=demonstration)
    overdue = Q(state__in=IN_FORCE, review_on__lt=moment.as_of)
    states = [PolicyState.NOT_STARTED, PolicyState.DUE_FOR_REVISION]
    found = rows.filter(Q(state__in=states) | overdue).select_related("subject")
    return FewRaised(
        [
            Raised(
                subject_id=str(row.subject_id),
                since=_policy_since(row, moment.as_of),
                proof=[str(row.pk)],
                label=f"{row.title}: {row.get_state_display()}",
                view="policy-detail",
                code=row.subject.code,
            )
            for row in found.order_by("subject__code")
        ]
    )


def _policy_since(row: PolicyParticulars, as_of: date) -> date:
    passed = row.review_on is not None and row.review_on < as_of
    if passed and row.state in IN_FORCE and row.state != PolicyState.DUE_FOR_REVISION:
        assert row.review_on is not None
        return row.review_on + ONE_DAY
    return row.as_of


def not_reviewed(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """The compliance of a unit was not reviewed in the last year that somebody speaks of."""
    rows = current(viewer, ComplianceReview, moment, demonstration=demonstration)
    found = rows.filter(word=ReviewDone.NONE).order_by("subject__code")
    return FewRaised(
        [
            Raised(
                subject_id=str(row.subject_id),
                since=date(row.year, 12, 31),
                proof=[str(row.pk)],
                label=f"{row.name}, {row.year}",
                view="compliance-review-list",
            )
            for row in found
        ]
    )


def not_harmonized(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """An entity is not harmonized; where only a count is printed, the count is the finding."""
    rows = current(viewer, EntityAlignment, moment, demonstration=demonstration)
    named = rows.filter(word=Alignment.NOT_HARMONIZED).select_related("subject")
    found = [
        Raised(str(row.subject_id), row.as_of, [str(row.pk)], row.subject.code, "alignment")
        for row in named.order_by("subject__code")
    ]
    if not found and not demonstration and may(viewer, Permission.READ_REGISTER):
        counts = PopulationCount.objects.filter(subject__code=NOT_HARMONIZED, count__gt=0)
        found = [
            Raised(str(row.subject_id), row.as_of, [str(row.pk)], row.name, "alignment")
            for row in counts.current(moment.as_of, known=moment.known)
        ]
    return FewRaised(found)


def no_delegation(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A delegation of authority for ICT is said to be missing, and no instrument in force covers ICT."""
    rows = current(viewer, DelegationParticulars, moment, demonstration=demonstration)
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=moment.as_of)
    if rows.filter(valid, covers_ict=CoversICT.YES, state__in=DELEGATED).exists():
        return FewRaised([])
    missing = rows.filter(state=DelegationState.NOT_ESTABLISHED, covers_ict=CoversICT.YES)
    return FewRaised(
        [
            Raised(str(row.subject_id), row.as_of, [str(row.pk)], row.name, "authority")
            for row in missing.order_by("subject__code")
        ]
    )


def budget_unreviewed(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """An ICT budget was not reviewed by OICT, or went on to the budget office before it was."""
    rows = current(viewer, BudgetReview, moment, demonstration=demonstration)
    early = Q(sent_on__lt=F("reviewed_on"))
    found = rows.filter(Q(word=ReviewWord.NOT_REVIEWED) | early).order_by("subject__code")
    return FewRaised(
        [
            Raised(
                subject_id=str(row.subject_id),
                since=row.sent_on or row.submitted_on or row.as_of,
                proof=[str(row.pk)],
                label=f"{row.name}, {row.year}",
                view="budget-review-list",
            )
            for row in found
        ]
    )


def _declare(
    key: str,
    name: str,
    search: Callable[[Any, Moment, bool], RaisedRows],
    definition: str,
    *sources: str,
    shown_in: str,
    rows: dict[str, str] | None = None,
    severity: str = "warning",
) -> Flag:
    return declare(
        Flag(
            key=key,
            name=name,
            definition=definition,
            sources=sources,
            severity=severity,
            rows=rows or {},
            search=search,
            page=shown_in,
        )
    )


_declare(
    "governance.behind_cadence",
    "Body behind its cadence",
    behind_cadence,
    "In the year of the day or in the year before, a body met less often than the terms of "
    "reference valid on each day say. Raised since the first expected meeting was missed, or "
    "since the end of the year where only a count is known.",
    "A/74/588, para 14",
    shown_in="body-list",
    severity="serious",
)
_declare(
    "governance.output_missed",
    "Mandated output missed",
    output_missed,
    "In the year of the day or in the year before, an output of a body or an input to it was not "
    "delivered for a whole period.",
    "A/74/588, para 14",
    shown_in="output-list",
)
_declare(
    "governance.terms_unreported",
    "Terms of reference changed without report",
    terms_unreported,
    "Terms of reference follow earlier ones of the same body, and no document that told the "
    "Assembly of the change is on record.",
    "A/74/588, para 16",
    shown_in="body-list",
)
_declare(
    "mandates.overdue",
    "Request or recommendation overdue",
    _mandates(MandateStatus.OVERDUE),
    "A later report or resolution says that what was asked was not done, or that the report was "
    "not submitted through which it was to come. Raised since its due day by the portal's "
    "calendar of sessions.",
    "DRAFT-78-133, OP 3",
    shown_in="mandate-list",
    rows={"status": MandateStatus.OVERDUE.value},
    severity="serious",
)
_declare(
    "mandates.undocumented",
    "Due date passed, fulfilment not documented",
    _mandates(MandateStatus.UNDOCUMENTED),
    "The session at which something was due is over by the portal's calendar, and no later "
    "document on record says what became of it. That is not the same as overdue.",
    "A/74/588, paras 11, 17, 21, 24",
    shown_in="mandate-list",
    rows={"status": MandateStatus.UNDOCUMENTED.value},
)
_declare(
    "policies.gap",
    "Policy due for revision or never started",
    policy_gap,
    "A policy is due for revision, the day of its review has passed, or work on it never began.",
    "A/74/588, para 18",
    shown_in="policy-list",
    rows={"gaps": "yes"},
)
_declare(
    "policies.not_reviewed",
    "Compliance not reviewed in the year",
    not_reviewed,
    "Nobody reviewed in the last year spoken of whether a unit, such as the regional technology "
    "centres, keeps to ICT policies.",
    "A/74/588, para 18",
    shown_in="compliance-review-list",
)
_declare(
    "compliance.not_harmonized",
    "Entity not harmonized",
    not_harmonized,
    "The ICT of an entity is stated not to be harmonized with OICT. The Board of Auditors counted "
    "27 departments and offices and printed no names.",
    "A/74/588, para 26",
    shown_in="alignment",
)
_declare(
    "delegation.missing",
    "No delegation of authority for ICT",
    no_delegation,
    "A delegation of authority for ICT is stated not to be established, and no instrument in "
    "force covers ICT. General delegations are not read as ICT.",
    "A/74/588, para 17",
    shown_in="authority",
    severity="serious",
)
_declare(
    "budgets.not_reviewed",
    "ICT budget not reviewed",
    budget_unreviewed,
    "The budget of an ICT initiative was not reviewed by OICT, or went on to the budget office "
    "before it was.",
    "A/74/588, para 27",
    shown_in="budget-review-list",
    rows={"gap": "yes"},
)
