"""The figures of policies, self-certification and delegation of authority."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from governance import certification
from governance.certification import RoundState, Share
from governance.conditions import in_force
from governance.figures.bodies import is_demonstration
from governance.lifecycle import CoversICT
from governance.models import DelegationParticulars
from governance.policies import current
from ledger.errors import Invalid
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment

PARA_18 = "A/74/588, para 18"
ROUND_PARAMETERS = frozenset({"round", "provenance"})
DELEGATION_PARAMETERS = frozenset({"provenance"})


def round_of(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> RoundState | None:
    """The round asked for; without one the last that has begun. Raises ``Invalid`` if unknown."""
    layer = is_demonstration(parameters)
    code = parameters.get("round")
    if code is None:
        return certification.latest_round(viewer, moment, demonstration=layer)
    found = certification.round_at(viewer, code, moment)
    if found is None or found.said.subject.demonstration != layer:
        raise Invalid(fields={"round": f"The register does not know “{code[:80]}” on this day."})
    return found


def response(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Complete forms out of the entities asked, in one round."""
    state = round_of(viewer, moment, parameters)
    if state is None:
        return _none(parameters)
    return _share(state, state.response, parameters, {"state": "complete"})


def coverage(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Policies a round asks about out of those in force when it opened."""
    state = round_of(viewer, moment, parameters)
    if state is None:
        return _none(parameters)
    return _share(state, state.coverage, parameters, {"covered": "yes"})


def _none(parameters: Mapping[str, str]) -> Answer:
    return Answer(status=Status.NOT_APPLICABLE, value=None, denominator=0, rows=dict(parameters))


def _share(
    state: RoundState, share: Share, parameters: Mapping[str, str], rows: Mapping[str, str]
) -> Answer:
    inside = {**parameters, "round": state.code}
    return Answer(
        status=Status.OK if share.denominator else Status.NOT_APPLICABLE,
        value=share.numerator if share.denominator else None,
        numerator=share.numerator,
        denominator=share.denominator,
        minimum=share.numerator,
        maximum=share.numerator,
        rows={**inside, **rows},
        observed_through=state.said.as_of if share.printed else state.as_of,
    )


def delegations(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Any:
    """The instruments said to cover ICT, whether established or missing."""
    rows = current(
        viewer, DelegationParticulars, moment, demonstration=is_demonstration(parameters)
    )
    return rows.filter(covers_ict=CoversICT.YES)


def delegated(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Instruments in force that delegate authority for ICT, out of those that are spoken of."""
    rows = delegations(viewer, moment, parameters)
    valid = rows.filter(in_force(moment)).count()
    counted = rows.aggregate(last=Max("as_of"))
    total = rows.count()
    opened = {**parameters, "covers_ict": CoversICT.YES.value}
    parts = [
        Part("in_force", "in force", valid, total, {**opened, "in_force": "yes"}),
        Part("not_in_force", "not in force", total - valid, total, {**opened, "in_force": "no"}),
    ]
    return Answer(
        status=Status.OK if total else Status.NOT_APPLICABLE,
        value=valid if total else None,
        numerator=valid,
        denominator=total,
        minimum=valid,
        maximum=valid,
        parts=parts if total else (),
        rows={**opened, "in_force": "yes"},
        observed_through=counted["last"],
    )


RESPONSE = declare(
    Figure(
        key="certification.response",
        version=1,
        name="Response to self-certification",
        question="Did the entities certify that they keep to ICT policies?",
        unit="entities",
        formula="complete forms ÷ entities asked",
        definition="Of one round: the last that has begun, unless one is named. Where a document "
        "prints both numbers and no names, the printed numbers of the round's own statement "
        "answer (5 of 70 in August 2018); no other population is used. An incomplete form is no "
        "response. What an entity certifies is its own word, not verified.",
        sources=(PARA_18,),
        rows="certification-answer-list",
        parameters=ROUND_PARAMETERS,
        compute=response,
        words=(),
    )
)
COVERAGE = declare(
    Figure(
        key="certification.coverage",
        version=1,
        name="Policies covered by self-certification",
        question="How many of the policies did the self-certification ask about?",
        unit="policies",
        formula="policies asked about ÷ policies in force when the round opened",
        definition="Of one round: the last that has begun, unless one is named. Where a document "
        "prints both numbers, those of the round's own statement answer (2 of 42 in August 2018).",
        sources=(PARA_18,),
        rows="certification-policy-list",
        parameters=ROUND_PARAMETERS,
        compute=coverage,
        words=(),
    )
)
IN_FORCE = declare(
    Figure(
        key="delegation.in_force",
        version=1,
        name="Delegations of authority for ICT in force",
        question="Is authority for ICT delegated?",
        unit="instruments",
        formula="instruments in force that cover ICT ÷ instruments for ICT that are spoken of",
        definition="Counts instruments stated to cover ICT: in force are those issued or accepted "
        "and not past their last day. A general delegation that does not clearly cover ICT is not "
        "counted, nor are the delegations recorded in the delegation portal.",
        sources=("A/74/588, para 17", "A/75/6 (Sect. 29C), para 29C.5"),
        rows="delegation-list",
        parameters=DELEGATION_PARAMETERS,
        compute=delegated,
        words=("in_force", "not_in_force"),
        counted=delegations,
    )
)
__all__ = [
    "COVERAGE",
    "IN_FORCE",
    "RESPONSE",
    "coverage",
    "delegated",
    "delegations",
    "response",
    "round_of",
]
