"""How recommendations relate to others and to reports, and how one recorded in error goes."""

from datetime import date
from uuid import UUID

from audits import policies, state
from audits.actions.common import clean_reason, find_state
from audits.lifecycle import LinkKind
from audits.models import (
    FollowUp,
    Link,
    Particulars,
    Recommendation,
    RecommendationState,
    Report,
    Voiding,
)
from ledger import days
from ledger.errors import Invalid, WrongState
from ledger.history import recording, take
from ledger.texts import clean_line
from secretariat.models import Person
from secretariat.provenance import provenance_of


def link_recommendation(
    *,
    by: Person,
    recommendation_id: UUID,
    expected_version: int,
    kind: str,
    other_id: UUID,
    as_of: date,
    reason: str,
) -> Link:
    """Say that a recommendation repeats another or is succeeded by it."""
    row = find_state(by, recommendation_id)
    role = policies.check_can_keep(by, row)
    other = _other(row, other_id)
    if kind not in LinkKind.values:
        raise Invalid(fields={"kind": "Choose how the two relate."})
    if as_of > days.today():
        raise Invalid(fields={"as_of": "This day has not come yet."})
    if Link.objects.filter(subject=row.recommendation, kind=kind, other=other).exists():
        raise WrongState("This link is on record.")
    _check_direction(row, LinkKind(kind), other, as_of)
    with recording(by=by, role=role) as record:
        take(row.recommendation, expected_version=expected_version)
        draft = record.entry(
            "audits.recommendation.linked",
            row.recommendation,
            after={"kind": kind, "other": str(other)},
            reason=clean_reason(reason),
        )
        link: Link = draft.state(
            Link(
                subject=row.recommendation,
                kind=kind,
                other=other,
                as_of=as_of,
                provenance=provenance_of(by),
            )
        )
    return link


def _check_direction(
    row: RecommendationState, kind: LinkKind, other: Recommendation, as_of: date
) -> None:
    """A repetition comes after what it repeats, a successor after what it succeeds; no circles."""
    if Link.objects.filter(subject=other, kind=kind, other=row.recommendation).exists():
        raise WrongState("The other one is linked to this one in the same way; that is a circle.")
    held = Particulars.objects.filter(subject=other).standing().order_by("-as_of").first()
    if held is None:
        return
    later, earlier = (
        (row.particulars, held) if kind is LinkKind.REITERATES else (held, row.particulars)
    )
    if earlier.issued_not_before and earlier.issued_not_before > later.issued_not_after:
        raise Invalid(fields={"other": "What comes later cannot be what came before."})
    if as_of < (later.issued_not_before or later.issued_not_after):
        raise Invalid(fields={"as_of": "The later of the two was not made before that day."})


def _other(row: RecommendationState, other_id: UUID) -> Recommendation:
    found = Recommendation.objects.filter(pk=other_id, demonstration=row.demonstration).exclude(
        pk=row.recommendation_id
    )
    other = found.first()
    if other is None:
        raise Invalid(fields={"other": "There is no such recommendation in this layer."})
    return other


def record_follow_up(
    *,
    by: Person,
    recommendation_id: UUID,
    expected_version: int,
    report: Report,
    annex: str,
    item: str,
    as_of: date,
    reason: str,
) -> FollowUp:
    """Say that a report lists the recommendation among those it followed up."""
    row = find_state(by, recommendation_id)
    role = policies.check_can_keep(by, row)
    if FollowUp.objects.filter(subject=row.recommendation, report=report).exists():
        raise WrongState("This report is on record as having followed it up.")
    with recording(by=by, role=role) as record:
        take(row.recommendation, expected_version=expected_version)
        draft = record.entry(
            "audits.recommendation.followed_up",
            row.recommendation,
            after={"report": str(report), "annex": annex, "item": item},
            reason=clean_reason(reason),
        )
        follow_up: FollowUp = draft.state(
            FollowUp(
                subject=row.recommendation,
                report=report,
                annex=clean_line(annex, field="annex")[:60],
                item=clean_line(item, field="item")[:60],
                as_of=as_of,
                provenance=provenance_of(by),
            )
        )
    return follow_up


def void_recommendation(
    *, by: Person, recommendation_id: UUID, expected_version: int, reason: str
) -> Voiding:
    """Say that the recommendation was recorded in error: it leaves every list and figure.

    What was known before stays: with an earlier ``known_at`` it is there as it was.
    """
    row = find_state(by, recommendation_id)
    role = policies.check_can_keep(by, row)
    why = clean_reason(reason)
    with recording(by=by, role=role) as record:
        take(row.recommendation, expected_version=expected_version)
        draft = record.entry("audits.recommendation.voided", row.recommendation, reason=why)
        voiding: Voiding = draft.state(
            Voiding(
                subject=row.recommendation,
                as_of=row.particulars.as_of,
                reason=why,
                provenance=provenance_of(by),
            )
        )
        record.derive(lambda: state.refresh([recommendation_id]))
    return voiding
