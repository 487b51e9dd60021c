"""Many rows at once, as imports bring them: read like single ones, written in bulk statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audits import state
from audits.actions.recommendations import (
    Description,
    NewRecommendation,
    clean_description,
    record_recommendations,
    redescribe,
)
from audits.actions.voices import finding_of
from audits.lifecycle import Acceptance, Priority
from audits.models import (
    AdministrationUpdate,
    Assessment,
    AuditCycle,
    FollowUp,
    Link,
    Particulars,
    Recommendation,
    Report,
    Target,
    Theme,
    VocabularyWord,
)
from ledger import days
from ledger.days import Precision, parse_quarter
from ledger.errors import Forbidden, Invalid
from ledger.history import recording, take_all
from ledger.importing.cells import as_date
from ledger.importing.kinds import Cells, Change
from ledger.models import Record
from secretariat.access import system
from secretariat.models import Classification, Entity, Person
from secretariat.policies import check_can_import
from secretariat.reference import citation, provenance_of_row
from secretariat.roles import Permission


@dataclass(frozen=True)
class Said:
    """A statement read from a row: about which recommendation, of what kind, with what rest."""

    subject: Recommendation
    rows: Sequence[Any]


def find_report(symbol: str, *, field: str = "report") -> Report:
    """The oversight report with this symbol; raises ``Invalid`` naming the column."""
    found = Report.objects.select_related("document").filter(document__symbol=symbol).first()
    if found is None:
        said = f"The register does not know {symbol} as a report of an oversight body."
        raise Invalid(said, fields={field: said})
    return found


def find_recommendation(cells: Cells, prefix: str = "") -> Recommendation:
    """The recommendation a row names by report, annex and item; raises ``Invalid``."""
    given = {name: cells.get(f"{prefix}{name}", "") for name in ("report", "annex", "item")}
    found = (
        Recommendation.objects.select_related("body", "report__document")
        .filter(report__document__symbol=given["report"], annex=given["annex"], item=given["item"])
        .first()
    )
    if found is None:
        said = f"There is no recommendation {', '.join(filter(None, given.values()))}."
        raise Invalid(said, fields={f"{prefix}item": said})
    return found


# --- recommendations -----------------------------------------------------------------------------
def read_recommendation(cells: Cells) -> NewRecommendation:
    """A row as a recommendation; raises ``Invalid`` naming each column that is no good."""
    found = find_report(cells["report"])
    described = clean_description(_description(cells))
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
    )


def _description(cells: Cells) -> Description:
    latest = as_date(cells.get("issued_not_after", ""))
    if latest is None:
        raise Invalid(fields={"issued_not_after": "Give the latest possible date of issue."})
    made_in = cells.get("made_in", "")
    return Description(
        title=cells.get("title", ""),
        text=cells.get("text", ""),
        issued_not_after=latest,
        issued_not_before=as_date(cells.get("issued_not_before", "")),
        theme=_find(Theme, "theme", cells.get("theme", "")),
        lead=_find(Entity, "lead", cells.get("lead", "")),
        entities=_entities(cells.get("entities", "")),
        priority=cells.get("priority") or Priority.NOT_STATED,
        acceptance=cells.get("acceptance") or Acceptance.NOT_STATED,
        classification=cells.get("classification") or Classification.UNCLASSIFIED,
        made_in=find_report(made_in, field="made_in") if made_in else None,
        root_cause=cells.get("root_cause", ""),
        corrective_action=cells.get("corrective_action", ""),
    )


def _find(model: Any, column: str, code: str) -> Any:
    if not code:
        return None
    found = model.objects.filter(code=code).first()
    if found is None:
        raise Invalid(fields={column: f"The register does not know the {column} {code}."})
    return found


def _entities(text: str) -> list[Entity]:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    return [_find(Entity, "entities", code) for code in codes]


def record_or_describe(by: Person, reason: str, changes: Sequence[Change]) -> None:
    """Record the new recommendations of a file, and describe anew those that changed."""
    role = check_can_import(by, Permission.IMPORT)
    new = [change for change in changes if change.before is None]
    if new:
        rows = [_with_source(by, read_recommendation(c.after), c.after) for c in new]
        record_recommendations(by=by, role=role, rows=rows, reason=reason)
    for change in changes:
        if change.before is not None:
            cells = {**change.before, **change.after}
            _check_id(change)
            held = find_recommendation(cells)
            _check_layer(by, held)
            day = as_date(change.after.get("as_of", "")) or days.today()
            redescribe(
                by=by,
                role=role,
                recommendation=held,
                description=read_recommendation(cells).description,
                as_of=day,
                reason=reason,
            )


def _check_id(change: Change) -> None:
    before = (change.before or {}).get("id")
    if change.after.get("id", before) != before:
        said = f"Line {change.line}: this id belongs to another recommendation."
        raise Invalid(said, fields={"id": said})


def _with_source(by: Person, row: NewRecommendation, cells: Cells) -> NewRecommendation:
    return NewRecommendation(
        report=row.report,
        annex=row.annex,
        item=row.item,
        description=row.description,
        as_of=row.as_of,
        as_of_precision=row.as_of_precision,
        note=row.note,
        provenance=provenance_of_row(by, cells),
        citation=citation(cells),
    )


def _check_layer(by: Person, subject: Record) -> None:
    if by.demonstration != subject.demonstration and by.pk != system().pk:
        raise Forbidden("Demonstration and record never meet: this row belongs to the other layer.")


# --- statements ----------------------------------------------------------------------------------
def _shared(cells: Cells) -> dict[str, Any]:
    day = as_date(cells.get("as_of", ""))
    if day is None or day > days.today():
        raise Invalid(fields={"as_of": "This day is missing or has not come yet."})
    return {
        "as_of": day,
        "as_of_precision": cells.get("as_of_precision") or Precision.DAY,
        "note": cells.get("note", ""),
    }


def _check_day(subject: Recommendation, day: date) -> None:
    held = Particulars.objects.filter(subject=subject).standing().order_by("as_of").first()
    first = (held.issued_not_before or held.issued_not_after) if held else None
    if first and day < first:
        raise Invalid(fields={"as_of": f"The recommendation was not made before {first}."})


def read_assessment(cells: Cells) -> Said:
    """A row as an assessment in the body's own word."""
    subject, shared = find_recommendation(cells), _shared(cells)
    _check_day(subject, shared["as_of"])
    words = VocabularyWord.objects.filter(body=subject.body)
    word = words.filter(word__iexact=cells["word"]).first()
    if word is None:
        known = ", ".join(words.order_by("word").values_list("word", flat=True))
        said = f"{subject.body.name} does not use “{cells['word']}”. It uses: {known}."
        raise Invalid(said, fields={"word": said})
    if Assessment.objects.filter(subject=subject, as_of=shared["as_of"]).exists():
        raise Invalid(fields={"as_of": "There is an assessment as at this day already."})
    cycle = AuditCycle.objects.filter(
        body=subject.body, period_start__lte=shared["as_of"], period_end__gte=shared["as_of"]
    )
    row = Assessment(
        subject=subject,
        word=word,
        finding=finding_of(word, shared["as_of"]),
        reasoning=cells["reasoning"],
        cycle=cycle.order_by("-ordinal").first(),
        transcribed=True,
        no_successor_reason="transcribed from the annex",
        **shared,
    )
    return Said(subject, [row])


def read_update(cells: Cells) -> Said:
    """A row as the Administration's update, with its target where it names one."""
    subject, shared = find_recommendation(cells), _shared(cells)
    target = cells.get("target", "")
    update = AdministrationUpdate(
        subject=subject,
        claim=cells["claim"],
        target=target,
        narrative=cells["narrative"],
        **shared,
    )
    if not target:
        return Said(subject, [update])
    ends_on = parse_quarter(target).last
    held = Target.objects.filter(subject=subject).standing().order_by("-as_of").first()
    if held and held.quarter == target:
        return Said(subject, [update])
    reason = "as stated in the update" if held else ""
    aim = Target(subject=subject, quarter=target, ends_on=ends_on, reason=reason, **shared)
    return Said(subject, [update, aim])


def read_follow_up(cells: Cells) -> Said:
    """A row as the listing in a follow-up report."""
    subject = find_recommendation(cells)
    row = FollowUp(
        subject=subject,
        report=find_report(cells["followed_up_in"], field="followed_up_in"),
        annex=cells.get("follow_annex", ""),
        item=cells.get("follow_item", ""),
        **_shared(cells),
    )
    return Said(subject, [row])


def read_link(cells: Cells) -> Said:
    """A row as a link to another recommendation."""
    subject, other = find_recommendation(cells), find_recommendation(cells, "other_")
    if subject.pk == other.pk:
        raise Invalid(fields={"other_item": "A recommendation cannot be linked to itself."})
    return Said(subject, [Link(subject=subject, kind=cells["kind"], other=other, **_shared(cells))])


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
    read_row: Callable[[Cells], Said],
    kind: str,
    permission: Permission = Permission.IMPORT,
) -> None:
    role = check_can_import(by, permission)
    read = [(change, read_row(change.after)) for change in changes]
    subjects = {said.subject.pk for _, said in read}
    with recording(by=by, role=role) as record:
        versions = take_all(Recommendation, sorted(subjects))
        for change, said in read:
            _check_layer(by, said.subject)
            said.subject.version = versions[said.subject.pk]
            draft = record.entry(kind, said.subject, after=change.after, reason=reason)
            for row in said.rows:
                row.provenance = provenance_of_row(by, change.after)
                row.citation = citation(change.after)
                draft.state(row)
    state.refresh(sorted(subjects))
