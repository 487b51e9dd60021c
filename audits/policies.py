"""Who may read and write what in the tracker. Each rule raises with a reason, or answers yes or no."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from audits.lifecycle import CLOSING, WRITER, Finding
from audits.models import RecommendationState, ResponsibleEntity
from audits.state import states_at
from ledger import moments
from ledger.errors import DomainError, Forbidden, WrongState
from ledger.moments import Moment
from secretariat.access import (
    EditionReader,
    holds_everywhere,
    is_person,
    may,
    own_entities,
    role_for,
    scopes,
)
from secretariat.models import Classification, Person
from secretariat.provenance import check_same_layer
from secretariat.roles import Permission, Role, ScopeKind

READS = {
    Classification.UNCLASSIFIED: Permission.READ_REGISTER,
    Classification.CONFIDENTIAL: Permission.READ_CONFIDENTIAL,
    Classification.STRICTLY_CONFIDENTIAL: Permission.READ_STRICTLY_CONFIDENTIAL,
}


def viewable_by(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> QuerySet[RecommendationState]:
    """The rows a person may see at a moment. Rights and classification are always today's.

    An edition shows them by the class they had at its moment.
    """
    rows = states_at(moment).filter(demonstration=demonstration)
    reach = _reach(viewer)
    if reach is None:
        return rows
    if not moment.is_now and not isinstance(viewer, EditionReader):
        today = states_at(moments.now()).filter(recommendation=OuterRef("recommendation"))
        rows = rows.filter(~Exists(today.exclude(reach)))
    return rows.filter(reach)


def can_view(viewer: Any, state: RecommendationState) -> bool:
    """As :func:`viewable_by`, for one row read at any moment."""
    rows = viewable_by(viewer, moments.now(), demonstration=state.demonstration)
    return rows.filter(recommendation=state.recommendation_id).exists() and can_read(
        viewer, state.classification, state
    )


def _reach(viewer: Any) -> Q | None:
    """The condition on rows; ``None`` when the person sees every class everywhere."""
    conditions = []
    for classification, permission in READS.items():
        if not holds_everywhere(viewer, permission):
            conditions.append(Q(classification=classification) & _within(viewer, permission))
        else:
            conditions.append(Q(classification=classification))
    if all(holds_everywhere(viewer, permission) for permission in READS.values()):
        return None
    reach = conditions[0]
    for condition in conditions[1:]:
        reach |= condition
    return reach


def _within(viewer: Any, permission: Permission) -> Q:
    """Rows inside the entities and bodies for which the person holds the right.

    Reading unclassified rows is not limited by a scope: the register is open to its staff.
    """
    if permission is Permission.READ_REGISTER:
        return Q() if may(viewer, permission) else Q(pk__in=[])
    entities = scopes(viewer, permission, ScopeKind.ENTITY)
    bodies = scopes(viewer, permission, ScopeKind.BODY)
    answers = ResponsibleEntity.objects.filter(
        particulars=OuterRef("particulars"), entity__code__in=entities
    )
    within = Q(pk__in=[])
    if bodies:
        within |= Q(body__code__in=bodies)
    if entities:
        within |= Q(lead__code__in=entities) | Q(Exists(answers))
    return within


def can_read(viewer: Any, classification: str, state: RecommendationState) -> bool:
    """Whether the person may read something of this class about this recommendation."""
    permission = READS[Classification(classification)]
    if permission is Permission.READ_REGISTER:
        return may(viewer, permission)
    answers = responsible_codes(state)
    return role_for(viewer, permission, entities=answers, body=state.body.code) is not None


def responsible_codes(state: RecommendationState) -> frozenset[str]:
    """The codes of all entities that answer for a recommendation, the lead among them."""
    cached: frozenset[str] | None = getattr(state, "_responsible", None)
    if cached is None:
        others = ResponsibleEntity.objects.filter(particulars=state.particulars_id)
        codes = set(others.values_list("entity__code", flat=True))
        if state.lead is not None:
            codes.add(state.lead.code)
        cached = frozenset(codes)
        state._responsible = cached  # type: ignore[attr-defined]
    return cached


def know_responsible(states: Sequence[RecommendationState]) -> None:
    """Read the entities that answer for many recommendations: one statement for any number."""
    codes: dict[Any, set[str]] = {state.particulars_id: set() for state in states}
    others = ResponsibleEntity.objects.filter(particulars__in=list(codes))
    for particulars, code in others.values_list("particulars", "entity__code"):
        codes[particulars].add(code)
    for state in states:
        lead = {state.lead.code} if state.lead else set()
        state._responsible = frozenset(codes[state.particulars_id] | lead)  # type: ignore[attr-defined]


def is_open(state: RecommendationState) -> bool:
    """Whether the last finding leaves the recommendation open."""
    return Finding(state.finding) not in CLOSING


def _check_role(viewer: Any, series: str, state: RecommendationState, said: str) -> Role:
    role = role_for(viewer, WRITER[series], entities=responsible_codes(state), body=state.body.code)
    if role is None:
        raise Forbidden(said)
    assert is_person(viewer)
    check_same_layer(viewer, state.recommendation)
    return role


def _check_outside(viewer: Person, state: RecommendationState) -> None:
    if own_entities(viewer) & responsible_codes(state):
        raise Forbidden(
            "You belong to an entity that answers for this recommendation, "
            "so you cannot judge it. Ask a colleague from outside."
        )


def check_is_auditor(viewer: Any, state: RecommendationState) -> Role:
    """An auditor of this body who stands outside every responsible entity."""
    role = _check_role(
        viewer,
        "assessment",
        state,
        f"Only an auditor of {state.body.name} can record what it found.",
    )
    _check_outside(viewer, state)
    return role


def check_can_assess(viewer: Any, state: RecommendationState) -> Role:
    """As :func:`check_is_auditor`, while the recommendation is open."""
    role = check_is_auditor(viewer, state)
    if not is_open(state):
        raise WrongState(
            f"This recommendation is closed ({state.get_finding_display()}). Reopen it first."
        )
    return role


def check_can_reopen(viewer: Any, state: RecommendationState) -> Role:
    """As :func:`check_is_auditor`, while the recommendation is closed."""
    role = check_is_auditor(viewer, state)
    if is_open(state):
        raise WrongState("This recommendation is open already.")
    return role


def check_can_update(viewer: Any, state: RecommendationState) -> Role:
    """The focal point of a responsible entity, or the portfolio officer for all."""
    return _check_role(
        viewer,
        "administration_update",
        state,
        "Only a focal point of a responsible entity or a portfolio officer can update this.",
    )


def check_can_supply_evidence(viewer: Any, state: RecommendationState) -> Role:
    """Those who speak for the Administration supply its evidence."""
    return _check_role(
        viewer,
        "evidence",
        state,
        "Only a focal point of a responsible entity or a portfolio officer can supply evidence.",
    )


def check_can_review_evidence(viewer: Any, state: RecommendationState) -> Role:
    """The auditor asks for evidence, accepts it or returns it."""
    role = _check_role(
        viewer,
        "evidence_review",
        state,
        f"Only an auditor of {state.body.name} can ask for evidence or judge it.",
    )
    _check_outside(viewer, state)
    return role


def check_can_transcribe(viewer: Any, state: RecommendationState) -> Role:
    """The portfolio officer proposes what a published annex says."""
    return _check_role(
        viewer, "transcription", state, "Only a portfolio officer can transcribe a published annex."
    )


def check_can_confirm(viewer: Any, state: RecommendationState, proposed_by: int) -> Role:
    """A second person confirms, never the first, and nobody from a responsible entity."""
    role = _check_role(
        viewer, "confirmation", state, "Only an approver can confirm a transcription."
    )
    if viewer.number == proposed_by:
        raise Forbidden("You proposed this transcription; a second person has to confirm it.")
    _check_outside(viewer, state)
    return role


def check_can_keep(viewer: Any, state: RecommendationState) -> Role:
    """The portfolio officer keeps the particulars."""
    return _check_role(
        viewer,
        "particulars",
        state,
        "Only a portfolio officer can change the particulars of a recommendation.",
    )


def can(check: Any, viewer: Any, state: RecommendationState) -> bool:
    """The same rule as a ``check_…`` function, as yes or no, for a button."""
    try:
        check(viewer, state)
    except DomainError:
        return False
    return True
