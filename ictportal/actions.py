"""Changes that concern no single domain: answering a flag."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from audits.actions import find_state
from audits.models import OversightBody
from governance.models import (
    Body,
    BudgetSubmission,
    CertificationForm,
    CertificationRound,
    Decision,
    Delegation,
    Mandate,
    MandatedOutput,
    Policy,
    ReviewedUnit,
    TermsOfReference,
)
from ledger import flags
from ledger.errors import Forbidden, Invalid
from ledger.history import declare_kinds, recording
from ledger.models import FlagAcknowledgement, Record
from ledger.texts import clean_prose
from projects.models import (
    Assumption,
    Comparison,
    Control,
    FundingEnd,
    Indicator,
    Milestone,
    PlanElement,
    Project,
)
from secretariat import policies
from secretariat.models import Entity, Person, Population, PrintedFigure
from secretariat.roles import Permission

declare_kinds({"ictportal.flag.answered": "answered a flag"})
#: What flags are raised about besides recommendations, whose class decides who may see them.
SUBJECTS: tuple[type[Record], ...] = (
    Project,
    Milestone,
    Indicator,
    PlanElement,
    Control,
    Assumption,
    FundingEnd,
    Comparison,
    Population,
    OversightBody,
    PrintedFigure,
    Body,
    TermsOfReference,
    MandatedOutput,
    Mandate,
    Policy,
    ReviewedUnit,
    CertificationRound,
    CertificationForm,
    Decision,
    Delegation,
    BudgetSubmission,
    Entity,
)


def answer_flag(*, by: Person, rule: str, subject_id: UUID, answer: str) -> FlagAcknowledgement:
    """Answer a flag. The answer stays, whatever becomes of the flag; the flag stays too.

    Raises ``Invalid`` for an unknown rule, subject or an empty answer.
    """
    role = policies.check_holds(by, Permission.ANSWER_FLAGS)
    if rule not in {flag.key for flag in flags.all_flags()}:
        raise Invalid(fields={"rule": "There is no such flag."})
    said = clean_prose(answer, field="answer", required=True)
    subject = _subject(by, subject_id)
    if by.demonstration and not getattr(subject, "demonstration", False):
        raise Forbidden("Demonstration people can answer flags of the demonstration only.")
    with recording(by=by, role=role) as record:
        draft = record.entry("ictportal.flag.answered", subject, after={"flag": rule}, reason=said)
        row: FlagAcknowledgement = draft.part(
            FlagAcknowledgement(
                rule=rule,
                subject_id=str(subject_id),
                actor=by.number,
                answer=said,
                recorded_at=timezone.now(),
            )
        )
    return row


def _subject(by: Person, subject_id: UUID) -> models.Model:
    for model in SUBJECTS:
        try:
            found: models.Model | None = model._default_manager.filter(pk=subject_id).first()
        except (ValidationError, ValueError):
            found = None
        if found is not None:
            return found
    return find_state(by, subject_id).recommendation
