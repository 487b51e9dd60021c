"""Who must be told what about recommendations."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from audits.ageing import OPEN
from audits.lifecycle import Claim
from audits.models import AdministrationUpdate, Assessment, RecommendationState, ResponsibleEntity
from audits.state import states_at
from ledger.moments import Moment
from secretariat.models import Notice, Person, RoleGrant
from secretariat.notices import mail_waiting, notice, tell
from secretariat.roles import Role

DAYS_AHEAD = {30: "target_in_30_days", 7: "target_in_7_days", -1: "target_passed"}
WORDS = {
    "target_in_30_days": "The target of this recommendation ends in 30 days.",
    "target_in_7_days": "The target of this recommendation ends in 7 days.",
    "target_passed": "The target of this recommendation has passed.",
    "closure_requested": "The Administration asks for the closure of this recommendation.",
    "assessed": "The oversight body has assessed this recommendation.",
}


def remind(moment: Moment) -> int:
    """Tell everybody what concerns them on this day, once; then send the mails waiting."""
    told = tell([*_targets(moment), *_voices(moment)])
    mail_waiting()
    return told


def _targets(moment: Moment) -> Iterator[Notice]:
    for ahead, kind in DAYS_AHEAD.items():
        day = moment.as_of + timedelta(days=ahead)
        rows = states_at(moment).filter(OPEN, target_ends_on=day)
        for state in rows.select_related("lead", "particulars"):
            yield from _to_focal_points(state, kind, moment)


def _voices(moment: Moment) -> Iterator[Notice]:
    """What was recorded on the day: claims to auditors, findings to focal points."""
    claimed = AdministrationUpdate.objects.filter(
        claim=Claim.CLOSURE_REQUESTED, as_of=moment.as_of
    ).standing()
    rows = states_at(moment).select_related("body", "lead", "particulars")
    for state in rows.filter(update__in=claimed):
        yield from _to_auditors(state, "closure_requested", moment)
    found = Assessment.objects.filter(as_of=moment.as_of).standing()
    for state in rows.filter(assessment__in=found):
        yield from _to_focal_points(state, "assessed", moment)


def _to_auditors(state: RecommendationState, kind: str, moment: Moment) -> Iterator[Notice]:
    grants = _grants(moment, role=Role.AUDITOR, scope_code=state.body.code)
    for person in _people(grants, state):
        yield _notice(person, state, kind, moment)


def _to_focal_points(state: RecommendationState, kind: str, moment: Moment) -> Iterator[Notice]:
    others = ResponsibleEntity.objects.filter(particulars=state.particulars_id)
    codes = set(others.values_list("entity__code", flat=True))
    if state.lead is not None:
        codes.add(state.lead.code)
    grants = _grants(moment, role=Role.FOCAL_POINT, scope_code__in=codes)
    for person in _people(grants, state):
        yield _notice(person, state, kind, moment)


def _grants(moment: Moment, **which: Any) -> Any:
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=moment.as_of)
    return RoleGrant.objects.filter(in_force, valid_from__lte=moment.as_of, **which)


def _people(grants: Any, state: RecommendationState) -> Any:
    return Person.objects.filter(
        grants__in=grants, is_active=True, demonstration=state.demonstration
    ).distinct()


def _notice(person: Person, state: RecommendationState, kind: str, moment: Moment) -> Notice:
    path = reverse("recommendation-detail", args=[state.recommendation_id])
    return notice(
        person, f"audits.{kind}", str(state.recommendation_id), moment.as_of, WORDS[kind], path
    )
