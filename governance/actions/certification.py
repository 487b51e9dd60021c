"""Self-certification: a focal point certifies for the own entity, the secretary reminds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from governance import certification, notifications, policies
from governance.certification import RoundState
from governance.lifecycle import CertifiedWord, FormState
from governance.models import (
    CertificationForm,
    CertificationRound,
    CertifiedPolicy,
    SelfCertification,
)
from ledger import days, moments
from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.history import declare_kinds, recording, take
from ledger.texts import clean_line, clean_prose
from projects.actions import NotFound
from secretariat.models import Entity, Person
from secretariat.provenance import provenance_of
from secretariat.roles import Role

KINDS = {
    "governance.certification.saved": "saved an incomplete self-certification",
    "governance.certification.certified": "self-certified",
    "governance.certification.corrected": "corrected the self-certification",
    "governance.round.reminded": "reminded the entities that have not responded",
}
declare_kinds(KINDS)

LATER = "This form was saved in another window after you opened it. Both versions are shown."
#: What an entity may say of a policy; *not stated* is what it has not said yet.
SAYABLE = frozenset(CertifiedWord) - {CertifiedWord.NOT_STATED}
#: Words that need something to show for them.
TO_BE_SHOWN = frozenset({CertifiedWord.COMPLIANT, CertifiedWord.PARTLY})


@dataclass(frozen=True)
class Answered:
    """What was given for one policy: a word and what shows it, either still empty."""

    word: str = ""
    evidence: str = ""


Answers = Mapping[str, Answered]


@dataclass(frozen=True)
class _Filling:
    """One person filling in the form of one entity in one round."""

    by: Person
    role: Role
    state: RoundState
    entity: Entity
    form: CertificationForm | None
    held: SelfCertification | None

    @property
    def version(self) -> int:
        """The version of the form; 0 before anything was saved."""
        return self.form.version if self.form else 0


def find_round(viewer: Any, round_id: UUID) -> RoundState:
    """The round as it stands now, if the person may see it; else ``NotFound``."""
    code = CertificationRound.objects.filter(pk=round_id).values_list("code", flat=True).first()
    found = certification.round_at(viewer, code, moments.now()) if code else None
    if found is None:
        raise NotFound("There is no such round of self-certification.")
    return found


def certify(
    *,
    by: Person,
    round_id: UUID,
    entity_id: UUID,
    answers: Answers,
    signed_by: str,
    remark: str = "",
    complete: bool,
    expected_version: int,
    on: date | None = None,
) -> SelfCertification:
    """State what an entity certifies of itself, policy by policy code: complete or still incomplete.

    A complete form answers for each policy, shows evidence for *compliant* and *partly*, and names
    the office that signs (``Invalid`` names each row that lacks it). ``expected_version`` 0 means
    that no form was seen; raises ``Stale`` when another window saved meanwhile and ``WrongState``
    when the entity has certified already, is not asked, or the round has not begun. After the last
    day an answer is taken; its day shows that it is late. ``on`` lets the demonstration tell a
    history.
    """
    filling = _begin(by, round_id, entity_id)
    if filling.held is not None and filling.held.state == FormState.COMPLETE:
        code = filling.entity.code
        raise WrongState(
            f"{code} has self-certified in this round already; correct it with a reason."
        )
    day = _certified_on(by, filling.state, on)
    given = _clean(filling.state, answers, signed_by, remark, complete=complete)
    kind = "certified" if complete else "saved"
    return _state(filling, given, expected_version, kind=kind, day=day)


def correct_certification(
    *,
    by: Person,
    round_id: UUID,
    entity_id: UUID,
    answers: Answers,
    signed_by: str,
    remark: str = "",
    reason: str,
    expected_version: int,
) -> SelfCertification:
    """Put a complete form right, with the reason; it speaks for the day of the one it corrects.

    Raises ``WrongState`` when the entity has not certified yet, ``Stale`` and ``Invalid`` as
    :func:`certify` does.
    """
    filling = _begin(by, round_id, entity_id)
    held = filling.held
    if held is None or held.state != FormState.COMPLETE:
        raise WrongState(f"{filling.entity.code} has not self-certified in this round yet.")
    why = clean_prose(reason, field="reason", required=True)
    given = _clean(filling.state, answers, signed_by, remark, complete=True)
    return _state(filling, given, expected_version, kind="corrected", day=held.as_of, reason=why)


def _begin(by: Person, round_id: UUID, entity_id: UUID) -> _Filling:
    """Who fills in what: refused unless the entity is asked in a round that has begun."""
    state = find_round(by, round_id)
    entity = Entity.objects.filter(pk=entity_id).first()
    if entity is None:
        raise NotFound("There is no such entity.")
    role = policies.check_can_certify(by, entity)
    if entity not in state.entities:
        raise WrongState(f"{entity.code} is not asked in this round.")
    if not state.has_begun:
        raise WrongState(f"This round opens on {state.said.opened_on.isoformat()}.")
    form = CertificationForm.objects.filter(round=round_id, entity=entity).first()
    rows = SelfCertification.objects.filter(subject=form).standing()
    held = rows.order_by("-as_of", "-ordinal").first() if form else None
    return _Filling(by, role, state, entity, form, held)


def _certified_on(by: Person, state: RoundState, on: date | None) -> date:
    """Today, or for the demonstration an earlier day that is not before the round's opening."""
    today = days.today()
    if on is None:
        return today
    if not by.demonstration:
        raise Forbidden("An entity certifies on the day on which it certifies.")
    if not state.said.opened_on <= on <= today:
        said = f"It lies between the opening, {state.said.opened_on}, and today."
        raise Invalid(fields={"on": said})
    return on


# --- what was given ------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Given:
    """What was given, cleaned: answers by policy code, and what stands below them."""

    answers: Answers
    signed_by: str
    remark: str
    complete: bool


def _clean(
    state: RoundState, answers: Answers, signed_by: str, remark: str, *, complete: bool
) -> _Given:
    """The form as it may be stated; raises ``Invalid`` naming every row that lacks something."""
    asked = [policy.code for policy in state.policies]
    faults = {
        answer_field(code, "word"): "This round does not ask about this policy."
        for code in answers
        if code not in asked
    }
    cleaned = {code: _answer(code, answers.get(code, Answered()), faults) for code in asked}
    if complete:
        for code, answer in cleaned.items():
            _check_whole(code, answer, faults)
    signed = clean_line(signed_by, field="signed_by")
    if complete and not signed:
        faults["signed_by"] = "Name the office that signs."
    if faults:
        raise Invalid(fields=faults)
    return _Given(cleaned, signed, clean_prose(remark, field="remark"), complete)


def answer_field(code: str, part: str) -> str:
    """The name of a field about one policy: its ``word`` or its ``evidence``."""
    return f"answer:{code}:{part}"


def _answer(code: str, given: Answered, faults: dict[str, str]) -> Answered:
    """One row, cleaned; what is no good about it is added to the faults."""
    evidence = clean_prose(given.evidence, field=answer_field(code, "evidence"))
    if given.word and given.word not in SAYABLE:
        words = ", ".join(sorted(SAYABLE))
        faults[answer_field(code, "word")] = f"Choose one of: {words}."
    return Answered(given.word, evidence)


def _check_whole(code: str, answer: Answered, faults: dict[str, str]) -> None:
    """A row of a complete form has a word, and something to show for compliance."""
    if not answer.word:
        faults[answer_field(code, "word")] = f"Say whether the entity complies with {code}."
    elif answer.word in TO_BE_SHOWN and not answer.evidence:
        said = f"Say what shows that the entity complies with {code}."
        faults[answer_field(code, "evidence")] = said


# --- stating it ----------------------------------------------------------------------------------
def _state(
    filling: _Filling, given: _Given, seen: int, *, kind: str, day: date, reason: str = ""
) -> SelfCertification:
    with recording(by=filling.by, role=filling.role) as record:
        form = _taken(filling, seen)
        entry = record.entry(
            f"governance.certification.{kind}",
            form,
            before=_told(filling.held),
            after={
                "round": filling.state.code,
                "entity": filling.entity.code,
                **{code: answer.word for code, answer in given.answers.items()},
            },
            reason=reason,
        )
        made: SelfCertification = entry.state(
            SelfCertification(
                subject=form,
                as_of=day,
                state=FormState.COMPLETE if given.complete else FormState.INCOMPLETE,
                signed_by=given.signed_by,
                remark=given.remark,
                corrects=filling.held if kind == "corrected" else None,
                provenance=provenance_of(filling.by),
            )
        )
        for part in _parts(filling.state, made, given):
            entry.part(part)
    return made


def _told(held: SelfCertification | None) -> dict[str, str]:
    """What the form said before, for the history."""
    rows = held.answers.select_related("policy") if held else ()
    return {answer.policy.code: answer.word for answer in rows}


def _taken(filling: _Filling, seen: int) -> CertificationForm:
    """The form, locked at the version that was seen; made when there is none yet."""
    if filling.version != seen:
        raise Stale(LATER)
    if filling.form is not None:
        take(filling.form, expected_version=seen)
        return filling.form
    try:
        with transaction.atomic():
            return CertificationForm.objects.create(
                round=filling.state.said.subject,
                entity=filling.entity,
                demonstration=filling.entity.demonstration,
            )
    except IntegrityError as error:
        raise Stale(LATER) from error


def _parts(state: RoundState, made: SelfCertification, given: _Given) -> list[CertifiedPolicy]:
    """One row per policy of which anything is said."""
    return [
        CertifiedPolicy(
            certification=made,
            policy=policy,
            word=given.answers[policy.code].word or CertifiedWord.NOT_STATED,
            evidence=given.answers[policy.code].evidence,
        )
        for policy in state.policies
        if given.answers[policy.code] != Answered()
    ]


# --- reminding -----------------------------------------------------------------------------------
def remind_entities(*, by: Person, round_id: UUID) -> int:
    """Remind the focal points of the entities that have not responded, once a day each.

    Answers how many people were told now; raises ``WrongState`` where nobody can be reminded.
    """
    state = find_round(by, round_id)
    role = policies.check_can_keep(by, state.said.subject)
    if not state.is_known_by_name:
        raise WrongState("The entities of this round are not known by name.")
    if not state.has_begun:
        raise WrongState(f"This round opens on {state.said.opened_on.isoformat()}.")
    with recording(by=by, role=role) as record:
        waiting = certification.not_responded(certification.forms(state, moments.now()))
        told = notifications.remind_of_round(state, waiting, "certification_reminder")
        if told:
            codes = [row.entity.code for row in waiting]
            record.entry(
                "governance.round.reminded",
                state.said.subject,
                after={"told": told, "entities": codes},
            )
    return told
