"""The flags of policies, self-certification, delegation, harmonization and budgets."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from governance import certification
from governance.certification import FormRow, RoundState
from governance.conditions import covers_ict_in_force, not_reviewed_in_time
from governance.filters.policies import gap
from governance.flags.common import raise_for
from governance.lifecycle import (
    IN_FORCE,
    Alignment,
    CoversICT,
    DelegationState,
    PolicyState,
    ReviewDone,
)
from governance.models import (
    BudgetReview,
    ComplianceReview,
    DelegationParticulars,
    EntityAlignment,
    PolicyParticulars,
)
from governance.policies import current
from ledger.flags import FewRaised, Raised, RaisedRows
from ledger.moments import Moment
from secretariat.access import may
from secretariat.models import PopulationCount
from secretariat.roles import Permission

ONE_DAY = timedelta(days=1)
NOT_HARMONIZED = "not-harmonized-2018"


def policy_gap(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A policy is due for revision, past the day of its review, or was never started."""
    rows = current(viewer, PolicyParticulars, moment, demonstration=demonstration)
    found = rows.filter(gap(moment)).select_related("subject")
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


def no_response(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """An entity asked in a round that is over has not responded; of printed rounds, the number."""
    found: list[Raised] = []
    state = certification.latest_round(viewer, moment, demonstration=demonstration)
    if state is None:
        return FewRaised([])
    if not state.is_known_by_name:
        return FewRaised(list(_unnamed(state)))
    if state.is_over:
        waiting = certification.not_responded(certification.forms(state, moment))
        found = [_silent(state, row) for row in waiting]
    return FewRaised(found)


def _unnamed(state: RoundState) -> Iterator[Raised]:
    share = state.response
    missing = share.denominator - share.numerator
    if missing:
        label = f"{state.said.name}: {missing} of {share.denominator} entities, names not printed"
        yield Raised(
            subject_id=str(state.said.subject_id),
            since=state.said.as_of,
            proof=[str(state.said.pk)],
            label=label[:300],
            view="certification-round",
            code=state.code,
        )


def _silent(state: RoundState, row: FormRow) -> Raised:
    assert state.said.closes_on is not None
    return Raised(
        subject_id=str(row.entity.pk),
        since=state.said.closes_on + ONE_DAY,
        proof=[str(state.said.pk), *([str(row.said.pk)] if row.said else [])],
        label=f"{row.entity.code} {row.name}: {state.said.name}",
        view="certification-round",
        code=state.code,
    )


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
    if rows.filter(covers_ict_in_force(moment)).exists():
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
    found = rows.filter(not_reviewed_in_time()).order_by("subject__code")
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


raise_for(
    "policies.gap",
    "Policy due for revision or never started",
    policy_gap,
    "A policy is due for revision, the day of its review has passed, or work on it never began.",
    "A/74/588, para 18",
    shown_in="policy-list",
    rows={"gaps": "yes"},
)
raise_for(
    "certification.no_response",
    "Entity without self-certification",
    no_response,
    "In the last round that has begun an entity has not returned a complete form: once the "
    "round's last day has passed, or, where a document prints only totals, as one finding with "
    "the number.",
    "A/74/588, para 18",
    shown_in="certification-answer-list",
)
raise_for(
    "policies.not_reviewed",
    "Compliance not reviewed in the year",
    not_reviewed,
    "Nobody reviewed in the last year spoken of whether a unit, such as the regional technology "
    "centres, keeps to ICT policies.",
    "A/74/588, para 18",
    shown_in="compliance-review-list",
)
raise_for(
    "compliance.not_harmonized",
    "Entity not harmonized",
    not_harmonized,
    "The ICT of an entity is stated not to be harmonized with OICT. The Board of Auditors counted "
    "27 departments and offices and printed no names.",
    "A/74/588, para 26",
    shown_in="alignment",
)
raise_for(
    "delegation.missing",
    "No delegation of authority for ICT",
    no_delegation,
    "A delegation of authority for ICT is stated not to be established, and no instrument in "
    "force covers ICT. General delegations are not read as ICT.",
    "A/74/588, para 17",
    shown_in="authority",
    severity="serious",
)
raise_for(
    "budgets.not_reviewed",
    "ICT budget not reviewed",
    budget_unreviewed,
    "The budget of an ICT initiative was not reviewed by OICT, or went on to the budget office "
    "before it was.",
    "A/74/588, para 27",
    shown_in="budget-review-list",
    rows={"gap": "yes"},
)
