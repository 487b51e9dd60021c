"""The two voices: what the Administration claims and what the oversight body finds."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from audits import policies, state
from audits.actions.common import (
    clean_as_of,
    clean_classification,
    clean_quarter,
    clean_reason,
    find_state,
)
from audits.lifecycle import CLOSING, MOVES, Claim, Finding, LinkKind
from audits.models import (
    AdministrationUpdate,
    Assessment,
    AuditCycle,
    Link,
    Recommendation,
    RecommendationState,
    Target,
    VocabularyWord,
    WordMapping,
)
from ledger.days import parse_quarter
from ledger.errors import Invalid, WrongState
from ledger.history import Draft, recording, take
from ledger.texts import clean_line, clean_prose
from secretariat.access import own_entities
from secretariat.models import Citation, Classification, Entity, Person
from secretariat.provenance import provenance_of
from secretariat.roles import Role


@dataclass(frozen=True)
class Verdict:
    """What an assessment says, cleaned and checked against the body's words."""

    word: VocabularyWord
    finding: Finding
    reasoning: str
    as_of: date
    successor: Recommendation | None
    no_successor_reason: str


def update_recommendation(
    *,
    by: Person,
    recommendation_id: UUID,
    expected_version: int,
    claim: str,
    as_of: date,
    narrative: str,
    target: str = "",
    target_reason: str = "",
    classification: str = Classification.UNCLASSIFIED,
) -> AdministrationUpdate:
    """Record the Administration's voice. No claim closes anything, "closure requested" neither.

    A target other than the one in force is an extension (or an earlier date) and needs its
    reason; the first target stays for ever. Raises ``Forbidden``, ``Stale`` or ``Invalid``.
    """
    row = find_state(by, recommendation_id)
    role = policies.check_can_update(by, row)
    if claim not in Claim.values or claim == Claim.NOT_STATED:
        raise Invalid(fields={"claim": "Choose what the Administration claims."})
    clean_as_of(as_of, row.particulars)
    quarter = clean_quarter(target, row.particulars)
    moved = _check_target(row, quarter, as_of, target_reason)
    update = AdministrationUpdate(
        subject=row.recommendation,
        as_of=as_of,
        claim=claim,
        target=quarter,
        narrative=clean_prose(narrative, field="narrative", required=True),
        classification=clean_classification(classification),
        on_behalf_of=_entity_of(by, row),
        provenance=provenance_of(by),
    )
    with recording(by=by, role=role) as record:
        take(row.recommendation, expected_version=expected_version)
        draft = record.entry(
            "audits.recommendation.updated",
            row.recommendation,
            before={"claim": row.claim, "target": row.target.quarter if row.target else ""},
            after={"claim": claim, "target": quarter, "as_of": as_of},
            reason=clean_prose(target_reason, field="target_reason"),
        )
        draft.state(update)
        if moved:
            _set_target(draft, row, quarter, as_of, target_reason, by)
        record.derive(lambda: state.refresh([recommendation_id]))
    return update


def _check_target(row: RecommendationState, quarter: str, as_of: date, reason: str) -> bool:
    held = row.target.quarter if row.target else ""
    if not quarter or quarter == held:
        return False
    if row.target and as_of < row.target.as_of:
        said = f"The target {held} was set as at {row.target.as_of}; a move cannot lie before that."
        raise Invalid(fields={"as_of": said})
    if held and not reason.strip():
        said = f"The target moves from {held} to {quarter}. Say why."
        raise Invalid(fields={"target_reason": said})
    return True


def _set_target(
    draft: Draft, row: RecommendationState, quarter: str, as_of: date, reason: str, by: Person
) -> None:
    draft.state(
        Target(
            subject=row.recommendation,
            as_of=as_of,
            quarter=quarter,
            ends_on=parse_quarter(quarter).last,
            reason=clean_prose(reason, field="target_reason"),
            provenance=provenance_of(by),
        )
    )


def _entity_of(by: Person, row: RecommendationState) -> Entity | None:
    """The responsible entity the person speaks for; the lead where an officer speaks for it."""
    codes = own_entities(by) & policies.responsible_codes(row)
    if codes:
        return Entity.objects.get(code=sorted(codes)[0])
    return row.lead


def assess_recommendation(
    *,
    by: Person,
    recommendation_id: UUID,
    expected_version: int,
    word: str,
    as_of: date,
    reasoning: str,
    successor_id: UUID | None = None,
    no_successor_reason: str = "",
) -> Assessment:
    """Record what the oversight body found, in its own word. A closing finding closes.

    1. find the recommendation as it stands and check the person; 2. read the word against the
    body's vocabulary of the day; 3. lock the record at the version the person saw (``Stale``
    otherwise); 4. write the assessment, and the successor of one overtaken by events.
    """
    row = find_state(by, recommendation_id)
    role = policies.check_can_assess(by, row)
    verdict = check_verdict(row, word, as_of, reasoning, successor_id, no_successor_reason)
    return write_assessment(by, role, row, verdict, expected_version=expected_version)


def reopen_recommendation(
    *,
    by: Person,
    recommendation_id: UUID,
    expected_version: int,
    word: str,
    as_of: date,
    reasoning: str,
) -> Assessment:
    """Begin a new episode of a closed recommendation; the earlier closure stays as it was."""
    row = find_state(by, recommendation_id)
    role = policies.check_can_reopen(by, row)
    verdict = check_verdict(row, word, as_of, reasoning, None, "", reopens=True)
    if verdict.finding in CLOSING:
        raise Invalid(
            fields={"word": "A reopened recommendation cannot be closed by the same act."}
        )
    return write_assessment(by, role, row, verdict, expected_version=expected_version, reopens=True)


def check_verdict(
    row: RecommendationState,
    word: str,
    as_of: date,
    reasoning: str,
    successor_id: UUID | None,
    no_successor_reason: str,
    *,
    reopens: bool = False,
) -> Verdict:
    """What was typed, checked; raises ``Invalid`` or ``WrongState``."""
    clean_as_of(as_of, row.particulars)
    found = find_word(row, word, as_of)
    finding = finding_of(found, as_of)
    reason = clean_line(no_successor_reason, field="no_successor_reason")
    successor = _successor(row, successor_id)
    if finding is Finding.OVERTAKEN_BY_EVENTS and not (successor or reason):
        said = "Name the recommendation that takes its place, or say why there is none."
        raise Invalid(fields={"successor": said})
    check_order(row.recommendation, as_of, finding, reopens=reopens)
    return Verdict(
        found, finding, clean_reason(reasoning, field="reasoning"), as_of, successor, reason
    )


def find_word(row: RecommendationState, word: str, as_of: date) -> VocabularyWord:
    """The body's word as it prints it; raises ``Invalid`` with the words it uses."""
    words = VocabularyWord.objects.filter(body=row.body)
    found = words.filter(word__iexact=word.strip()).first()
    if found is None:
        known = ", ".join(words.order_by("word").values_list("word", flat=True))
        raise Invalid(fields={"word": f"{row.body.name} does not use this word. It uses: {known}."})
    return found


def finding_of(word: VocabularyWord, as_of: date) -> Finding:
    """Where the word stands on the common scale on the day (mappings made later reach back)."""
    mappings = WordMapping.objects.filter(subject=word)
    mapping = mappings.current(as_of).first() or mappings.standing().order_by("as_of").first()
    if mapping is None:
        raise Invalid(fields={"word": f"“{word}” has no place on the common scale yet."})
    return Finding(mapping.finding)


def check_order(
    recommendation: Recommendation, as_of: date, finding: Finding, *, reopens: bool = False
) -> None:
    """One assessment a day, and none after a closing one unless it reopens."""
    series = Assessment.objects.filter(subject=recommendation).standing()
    if Assessment.objects.filter(subject=recommendation, as_of=as_of).exists():
        day = as_of.isoformat()
        said = (
            "There is an assessment" if series.filter(as_of=as_of).exists() else "One was withdrawn"
        )
        raise WrongState(f"{said} as at {day} already. Correct that one.")
    before = series.filter(as_of__lt=as_of).order_by("-as_of").first()
    held = Finding(before.finding) if before else Finding.NOT_ASSESSED
    if not reopens and finding not in MOVES[held]:
        raise WrongState(f"On {as_of.isoformat()} this was closed ({held.label}). Reopen it first.")
    check_later(recommendation, as_of, finding)


def check_later(recommendation: Recommendation, as_of: date, finding: Finding) -> None:
    """A closing assessment cannot stand before one that found it open without reopening it."""
    series = Assessment.objects.filter(subject=recommendation, as_of__gt=as_of).standing()
    following = series.order_by("as_of").first()
    if finding in CLOSING and following is not None and not following.reopens:
        raise WrongState("A later assessment found it open; a closing one cannot stand before it.")


def _successor(row: RecommendationState, successor_id: UUID | None) -> Recommendation | None:
    if successor_id is None:
        return None
    found = Recommendation.objects.filter(
        ~Q(pk=row.recommendation_id), pk=successor_id, demonstration=row.demonstration
    ).first()
    if found is None:
        raise Invalid(fields={"successor": "There is no such recommendation in this layer."})
    return found


def write_assessment(
    by: Person,
    role: Role,
    row: RecommendationState,
    verdict: Verdict,
    *,
    expected_version: int,
    reopens: bool = False,
    transcribed: bool = False,
    citation: Citation | None = None,
) -> Assessment:
    """Write a checked verdict with its history; shared by assessing, reopening, transcribing."""
    kind = "audits.recommendation.reopened" if reopens else "audits.recommendation.assessed"
    with recording(by=by, role=role) as record:
        take(row.recommendation, expected_version=expected_version)
        draft = record.entry(
            kind,
            row.recommendation,
            before={"finding": row.finding, "as_of": row.assessed_as_of},
            after={"finding": verdict.finding, "word": str(verdict.word), "as_of": verdict.as_of},
            reason=verdict.reasoning,
        )
        assessment: Assessment = draft.state(
            Assessment(
                subject=row.recommendation,
                as_of=verdict.as_of,
                word=verdict.word,
                finding=verdict.finding,
                reasoning=verdict.reasoning,
                cycle=cycle_of(row, verdict.as_of),
                reopens=reopens,
                transcribed=transcribed,
                no_successor_reason=verdict.no_successor_reason,
                provenance=provenance_of(by),
                citation=citation,
            )
        )
        if verdict.successor:
            _succeed(draft, row, verdict, by)
        record.derive(lambda: state.refresh([row.recommendation_id]))
    return assessment


def _succeed(draft: Draft, row: RecommendationState, verdict: Verdict, by: Person) -> None:
    assert verdict.successor is not None
    links = Link.objects.filter(
        subject=row.recommendation, kind=LinkKind.SUCCEEDED_BY, other=verdict.successor
    )
    if not links.exists():
        draft.state(
            Link(
                subject=row.recommendation,
                kind=LinkKind.SUCCEEDED_BY,
                other=verdict.successor,
                as_of=verdict.as_of,
                provenance=provenance_of(by),
            )
        )


def _check_replaced(row: RecommendationState, finding: Finding, reason: str) -> None:
    """Overtaken by events needs a successor on record, or the reason why there is none."""
    links = Link.objects.filter(subject=row.recommendation, kind=LinkKind.SUCCEEDED_BY).standing()
    if finding is Finding.OVERTAKEN_BY_EVENTS and not reason.strip() and not links.exists():
        said = "Say why nothing takes its place, or link its successor first."
        raise Invalid(fields={"no_successor_reason": said})


def cycle_of(row: RecommendationState, as_of: date) -> AuditCycle | None:
    """The body's audit cycle whose period covers the day, if the register knows one."""
    cycles = AuditCycle.objects.filter(
        body=row.body, period_start__lte=as_of, period_end__gte=as_of
    )
    return cycles.order_by("-ordinal").first()


def correct_assessment(
    *,
    by: Person,
    assessment_id: UUID,
    expected_version: int,
    reason: str,
    word: str = "",
    reasoning: str = "",
    no_successor_reason: str = "",
    withdraw: bool = False,
) -> Assessment:
    """Replace an assessment by a corrected one of the same day, or withdraw it.

    The first stays readable for ever; the correction names it. Raises ``WrongState`` when it was
    corrected before.
    """
    first = Assessment.objects.select_related("subject").filter(pk=assessment_id).first()
    if first is None:
        raise Invalid(fields={"assessment": "There is no such assessment."})
    row = find_state(by, first.subject_id)
    role = policies.check_is_auditor(by, row)
    if Assessment.objects.filter(corrects=first).exists():
        raise WrongState("This assessment was corrected before. Correct the correction.")
    why = clean_reason(reason)
    found = first.word if withdraw else find_word(row, word, first.as_of)
    finding = Finding(first.finding) if withdraw else finding_of(found, first.as_of)
    if not withdraw:
        check_later(row.recommendation, first.as_of, finding)
        _check_replaced(row, finding, no_successor_reason)
    correction = Assessment(
        subject=row.recommendation,
        as_of=first.as_of,
        as_of_precision=first.as_of_precision,
        word=found,
        finding=finding,
        no_successor_reason=clean_line(no_successor_reason, field="no_successor_reason"),
        reasoning=why if withdraw else clean_reason(reasoning, field="reasoning"),
        cycle=first.cycle,
        reopens=first.reopens,
        transcribed=first.transcribed,
        citation=first.citation,
        corrects=first,
        withdrawn=withdraw,
        provenance=provenance_of(by),
    )
    kind = "audits.assessment.withdrawn" if withdraw else "audits.assessment.corrected"
    with recording(by=by, role=role) as record:
        take(row.recommendation, expected_version=expected_version)
        draft = record.entry(
            kind,
            row.recommendation,
            before={"finding": first.finding, "as_of": first.as_of},
            after={"finding": "" if withdraw else correction.finding},
            reason=why,
        )
        draft.state(correction)
        record.derive(lambda: state.refresh([row.recommendation_id]))
    return correction
