"""Many rows at once, as imports bring them: read like single ones, written in bulk statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audits import state
from audits.actions.known import Known
from audits.actions.recommendations import (
    Description,
    NewRecommendation,
    clean_description,
    record_recommendations,
    redescribe,
)
from audits.lifecycle import Acceptance, Finding, Priority
from audits.models import (
    AdministrationUpdate,
    Assessment,
    FollowUp,
    Link,
    Recommendation,
    Target,
)
from ledger import days
from ledger.days import Precision, parse_quarter
from ledger.errors import Forbidden, Invalid
from ledger.history import recording, take_all
from ledger.importing.cells import as_date
from ledger.importing.kinds import Cells, Change
from ledger.models import Record
from secretariat.access import system
from secretariat.models import Classification, Entity, Person, Provenance
from secretariat.policies import check_can_import
from secretariat.reference import provenance_of_row
from secretariat.roles import Permission, Role


@dataclass(frozen=True)
class Said:
    """A statement read from a row: about which recommendation, of what kind, with what rest."""

    subject: Recommendation
    rows: Sequence[Any]


# --- recommendations -----------------------------------------------------------------------------
def read_recommendation(cells: Cells, known: Known) -> NewRecommendation:
    """A row as a recommendation; raises ``Invalid`` naming each column that is no good."""
    found = known.report(cells["report"])
    known.check_document(cells)
    described = clean_description(_description(cells, known))
    day = as_date(cells.get("as_of", "")) or described.issued_not_after
    if day > days.today():
        raise Invalid(fields={"as_of": "This day has not come yet."})
    return NewRecommendation(
        report=found,
        annex=cells.get("annex", ""),
        item=cells["item"],
        description=described,
        as_of=day,
        as_of_precision=cells.get("as_of_precision") or Precision.DAY,
        note=cells.get("note", ""),
        finding=known.audit_finding(found, cells.get("finding", "")),
    )


def _description(cells: Cells, known: Known) -> Description:
    latest = as_date(cells.get("issued_not_after", ""))
    if latest is None:
        raise Invalid(fields={"issued_not_after": "Give the latest possible date of issue."})
    made_in = cells.get("made_in", "")
    return Description(
        title=cells.get("title", ""),
        text=cells.get("text", ""),
        issued_not_after=latest,
        issued_not_before=as_date(cells.get("issued_not_before", "")),
        theme=known.by_code("theme", cells.get("theme", "")),
        lead=known.by_code("lead", cells.get("lead", "")),
        entities=_entities(cells.get("entities", ""), known),
        priority=cells.get("priority") or Priority.NOT_STATED,
        acceptance=cells.get("acceptance") or Acceptance.NOT_STATED,
        classification=cells.get("classification") or Classification.UNCLASSIFIED,
        made_in=known.report(made_in, field="made_in") if made_in else None,
        root_cause=cells.get("root_cause", ""),
        corrective_action=cells.get("corrective_action", ""),
    )


def _entities(text: str, known: Known) -> list[Entity]:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    return [known.by_code("entities", code) for code in codes]


def record_or_describe(by: Person, reason: str, changes: Sequence[Change]) -> None:
    """Record the new recommendations of a file, and describe anew those that changed."""
    role = check_can_import(by, Permission.IMPORT)
    known = Known()
    new = [change for change in changes if change.before is None]
    if new:
        rows = [_with_source(by, known, change.after) for change in new]
        record_recommendations(by=by, role=role, rows=rows, reason=reason)
    for change in changes:
        if change.before is not None:
            _describe(by, role, known, change, reason)


def _describe(by: Person, role: Role, known: Known, change: Change, reason: str) -> None:
    cells = {**(change.before or {}), **change.after}
    _check_id(change)
    held = known.recommendation(cells)
    _check_layer(by, held)
    redescribe(
        by=by,
        role=role,
        recommendation=held,
        description=read_recommendation(cells, known).description,
        as_of=as_date(change.after.get("as_of", "")) or days.today(),
        reason=reason,
    )


def _check_id(change: Change) -> None:
    before = (change.before or {}).get("id")
    if change.after.get("id", before) != before:
        said = f"Line {change.line}: this id belongs to another recommendation."
        raise Invalid(said, fields={"id": said})


def _with_source(by: Person, known: Known, cells: Cells) -> NewRecommendation:
    row = read_recommendation(cells, known)
    return replace(row, provenance=provenance_of_row(by, cells), citation=known.citation(cells))


def _check_layer(by: Person, subject: Record) -> None:
    if by.demonstration != subject.demonstration and by.pk != system().pk:
        raise Forbidden("Demonstration and record never meet: this row belongs to the other layer.")


# --- statements ----------------------------------------------------------------------------------
def _shared(cells: Cells, known: Known) -> dict[str, Any]:
    known.check_document(cells)
    day = as_date(cells.get("as_of", ""))
    if day is None or day > days.today():
        raise Invalid(fields={"as_of": "This day is missing or has not come yet."})
    return {
        "as_of": day,
        "as_of_precision": cells.get("as_of_precision") or Precision.DAY,
        "note": cells.get("note", ""),
    }


def read_assessment(cells: Cells, known: Known) -> Said:
    """A row as an assessment in the body's own word."""
    subject, shared = known.recommendation(cells), _shared(cells, known)
    day = shared["as_of"]
    first = known.first_day(subject)
    if first and day < first:
        raise Invalid(fields={"as_of": f"The recommendation was not made before {first}."})
    if known.is_assessed(subject, day):
        raise Invalid(fields={"as_of": "There is an assessment as at this day already."})
    word = known.word(subject, cells["word"])
    finding = known.finding(word, day)
    overtaken = finding is Finding.OVERTAKEN_BY_EVENTS
    row = Assessment(
        subject=subject,
        word=word,
        finding=finding,
        reasoning=cells["reasoning"],
        cycle=known.cycle(subject, day),
        transcribed=cells.get("provenance") != Provenance.RECONSTRUCTED,
        no_successor_reason="the annex names none" if overtaken else "",
        **shared,
    )
    return Said(subject, [row])


def read_update(cells: Cells, known: Known) -> Said:
    """A row as the Administration's update, with its target where it names a new one."""
    subject, shared = known.recommendation(cells), _shared(cells, known)
    target, held = cells.get("target", ""), known.target(subject)
    update = AdministrationUpdate(
        subject=subject,
        claim=cells["claim"],
        target=target,
        narrative=cells["narrative"],
        **shared,
    )
    if not target or held == target:
        return Said(subject, [update])
    known.note_target(subject, target)
    reason = "as stated in the update" if held else ""
    ends_on = parse_quarter(target).last
    aim = Target(subject=subject, quarter=target, ends_on=ends_on, reason=reason, **shared)
    return Said(subject, [update, aim])


def read_follow_up(cells: Cells, known: Known) -> Said:
    """A row as the listing in a follow-up report."""
    subject = known.recommendation(cells)
    row = FollowUp(
        subject=subject,
        report=known.report(cells["followed_up_in"], field="followed_up_in"),
        annex=cells.get("follow_annex", ""),
        item=cells.get("follow_item", ""),
        **_shared(cells, known),
    )
    return Said(subject, [row])


def read_link(cells: Cells, known: Known) -> Said:
    """A row as a link to another recommendation."""
    subject, other = known.recommendation(cells), known.recommendation(cells, "other_")
    if subject.pk == other.pk:
        raise Invalid(fields={"other_item": "A recommendation cannot be linked to itself."})
    row = Link(subject=subject, kind=cells["kind"], other=other, **_shared(cells, known))
    return Said(subject, [row])


def record_assessments(by: Person, reason: str, changes: Sequence[Change]) -> None:
    """Transcribe the assessments of a published annex."""
    role = Permission.CONFIRM if by.pk != system().pk else Permission.TRANSCRIBE
    _record(by, reason, changes, read_assessment, "audits.recommendation.assessed", role)


def record_updates(by: Person, reason: str, changes: Sequence[Change]) -> None:
    """Record updates of the Administration."""
    _record(by, reason, changes, read_update, "audits.recommendation.updated")


def record_follow_ups(by: Person, reason: str, changes: Sequence[Change]) -> None:
    """Record which reports followed recommendations up."""
    _record(by, reason, changes, read_follow_up, "audits.recommendation.followed_up")


def record_links(by: Person, reason: str, changes: Sequence[Change]) -> None:
    """Record links between recommendations."""
    _record(by, reason, changes, read_link, "audits.recommendation.linked")


def _record(
    by: Person,
    reason: str,
    changes: Sequence[Change],
    read_row: Callable[[Cells, Known], Said],
    kind: str,
    permission: Permission = Permission.IMPORT,
) -> None:
    role = check_can_import(by, permission)
    known = Known()
    read = [(change, read_row(change.after, known)) for change in changes]
    subjects = {said.subject.pk for _, said in read}
    with recording(by=by, role=role) as record:
        versions = take_all(Recommendation, sorted(subjects))
        for change, said in read:
            _check_layer(by, said.subject)
            said.subject.version = versions[said.subject.pk]
            draft = record.entry(kind, said.subject, after=change.after, reason=reason)
            for row in said.rows:
                row.provenance = provenance_of_row(by, change.after)
                row.citation = known.citation(change.after)
                draft.state(row)
        record.derive(lambda: state.refresh(sorted(subjects)))
