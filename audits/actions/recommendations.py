"""Recommendations themselves: recorded, described, linked, followed up, voided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from audits import policies, state
from audits.actions.common import clean_reason, find_state
from audits.lifecycle import Acceptance, Priority
from audits.models import (
    AuditFinding,
    Particulars,
    Recommendation,
    Report,
    ResponsibleEntity,
    Theme,
)
from audits.sorting import sort_key
from ledger import days
from ledger.days import Precision, anniversary
from ledger.errors import Invalid
from ledger.history import Draft, Recording, recording, take
from ledger.texts import clean_line, clean_prose
from secretariat.models import Citation, Classification, Entity, Person
from secretariat.provenance import provenance_of
from secretariat.roles import Role

OLD_AFTER_YEARS = 2


@dataclass(frozen=True)
class Description:
    """All that can change about a recommendation, as one value."""

    title: str
    issued_not_after: date
    issued_not_before: date | None = None
    text: str = ""
    theme: Theme | None = None
    lead: Entity | None = None
    entities: Sequence[Entity] = ()
    priority: str = Priority.NOT_STATED
    acceptance: str = Acceptance.NOT_STATED
    classification: str = Classification.UNCLASSIFIED
    made_in: Report | None = None
    root_cause: str = ""
    corrective_action: str = ""


@dataclass(frozen=True)
class NewRecommendation:
    """A recommendation to record: its identity, its description, and the source of both."""

    report: Report
    item: str
    description: Description
    as_of: date
    annex: str = ""
    as_of_precision: str = Precision.DAY
    provenance: str = ""
    citation: Citation | None = None
    note: str = ""
    finding: AuditFinding | None = None


def clean_description(given: Description) -> Description:
    """The description with its texts in normal form; raises ``Invalid`` naming each field."""
    if given.issued_not_before and given.issued_not_before > given.issued_not_after:
        raise Invalid(
            fields={"issued_not_before": "The earliest possible date lies after the latest."}
        )
    if given.issued_not_after > days.today():
        raise Invalid(fields={"issued_not_after": "This day has not come yet."})
    for name, words in (("priority", Priority), ("acceptance", Acceptance)):
        if getattr(given, name) not in words.values:
            raise Invalid(fields={name: f"Choose one of: {', '.join(words.values)}."})
    if given.classification not in Classification.values:
        raise Invalid(fields={"classification": "Choose one of the three classes."})
    return replace(
        given,
        title=clean_line(given.title, field="title", required=True),
        text=clean_prose(given.text, field="text"),
        root_cause=clean_prose(given.root_cause, field="root_cause"),
        corrective_action=clean_prose(given.corrective_action, field="corrective_action"),
    )


def record_recommendations(
    *, by: Person, role: Role, rows: Sequence[NewRecommendation], reason: str
) -> list[Recommendation]:
    """Record new recommendations, one history entry each, in one transaction.

    ``role`` is the role that permitted it (an import checks the right to import). Raises
    ``Invalid`` when one is on record already.
    """
    with recording(by=by, role=role) as record:
        made = [_new(by, row) for row in rows]
        Recommendation.objects.bulk_create(made, batch_size=500)
        for recommendation, row in zip(made, rows, strict=True):
            _describe_new(record, recommendation, row, reason, by)
        record.derive(lambda: state.refresh([recommendation.pk for recommendation in made]))
    return made


def _new(by: Person, row: NewRecommendation) -> Recommendation:
    return Recommendation(
        body_id=row.report.body_id,
        report=row.report,
        annex=row.annex,
        item=clean_line(row.item, field="item", required=True)[:60],
        finding=row.finding,
        demonstration=by.demonstration,
        sort_key=sort_key(row.report.document.symbol, row.annex, row.item),
    )


def _describe_new(
    record: Recording,
    recommendation: Recommendation,
    row: NewRecommendation,
    reason: str,
    by: Person,
) -> None:
    given = clean_description(row.description)
    draft = record.entry(
        "audits.recommendation.recorded",
        recommendation,
        after={"identity": str(recommendation), "title": given.title},
        reason=reason,
    )
    draft.state(
        _particulars(
            draft,
            recommendation,
            given,
            as_of=row.as_of,
            as_of_precision=row.as_of_precision,
            provenance=row.provenance or provenance_of(by),
            citation=row.citation,
            note=row.note,
        )
    )


def _particulars(
    draft: Draft, recommendation: Recommendation, given: Description, **shared: Any
) -> Particulars:
    particulars = Particulars(
        subject=recommendation,
        title=given.title,
        text=given.text,
        theme=given.theme,
        lead=given.lead,
        priority=given.priority,
        acceptance=given.acceptance,
        classification=given.classification,
        made_in=given.made_in,
        issued_not_before=given.issued_not_before,
        issued_not_after=given.issued_not_after,
        surely_older_from=first_day_older(given.issued_not_after),
        possibly_older_from=first_day_older(given.issued_not_before)
        if given.issued_not_before
        else None,
        root_cause=given.root_cause,
        corrective_action=given.corrective_action,
        **shared,
    )
    for entity in given.entities:
        if given.lead is None or entity.pk != given.lead.pk:
            draft.part(ResponsibleEntity(particulars=particulars, entity=entity))
    return particulars


def first_day_older(issued: date) -> date:
    """The first day on which something issued then is older than two years (A/74/588 para 4)."""
    return anniversary(issued, OLD_AFTER_YEARS) + timedelta(days=1)


def description_of(particulars: Particulars) -> Description:
    """The description that stands in a statement."""
    return Description(
        title=particulars.title,
        text=particulars.text,
        theme=particulars.theme,
        lead=particulars.lead,
        entities=[part.entity for part in particulars.entities.select_related("entity")],
        priority=particulars.priority,
        acceptance=particulars.acceptance,
        classification=particulars.classification,
        made_in=particulars.made_in,
        issued_not_before=particulars.issued_not_before,
        issued_not_after=particulars.issued_not_after,
        root_cause=particulars.root_cause,
        corrective_action=particulars.corrective_action,
    )


def describe_recommendation(
    *,
    by: Person,
    recommendation_id: UUID,
    expected_version: int,
    description: Description,
    as_of: date,
    reason: str,
    from_the_start: bool = False,
) -> Particulars:
    """Change the particulars from a day on, or from the start where they were wrong.

    ``from_the_start`` corrects the statement in force: past days show the new value too, and the
    old one stays readable by ``known_at``.
    """
    row = find_state(by, recommendation_id)
    role = policies.check_can_keep(by, row)
    held = row.particulars
    if as_of > days.today() or as_of < held.as_of:
        said = f"Choose a day from {held.as_of.isoformat()} up to today."
        raise Invalid(fields={"as_of": said})
    return redescribe(
        by=by,
        role=role,
        recommendation=row.recommendation,
        description=description,
        as_of=held.as_of if from_the_start else as_of,
        reason=clean_reason(reason),
        expected_version=expected_version,
    )


def redescribe(
    *,
    by: Person,
    role: Role,
    recommendation: Recommendation,
    description: Description,
    as_of: date,
    reason: str,
    expected_version: int | None = None,
) -> Particulars:
    """Write new particulars from a day on; on the day of earlier ones they correct those."""
    given = clean_description(description)
    series = Particulars.objects.filter(subject=recommendation).standing()
    held = series.order_by("-as_of", "-ordinal").first()
    assert held is not None
    with recording(by=by, role=role) as record:
        take(recommendation, expected_version=expected_version)
        draft = record.entry(
            "audits.recommendation.described",
            recommendation,
            before=_shown(description_of(held)),
            after=_shown(given),
            reason=reason,
        )
        statement: Particulars = draft.state(
            _particulars(
                draft,
                recommendation,
                given,
                as_of=as_of,
                corrects=series.filter(as_of=as_of).order_by("-ordinal").first(),
                provenance=provenance_of(by),
                citation=held.citation,
            )
        )
        record.derive(lambda: state.refresh([recommendation.pk]))
    return statement


def _shown(given: Description) -> dict[str, Any]:
    return {
        "title": given.title,
        "theme": given.theme.code if given.theme else "",
        "lead": given.lead.code if given.lead else "",
        "entities": sorted(entity.code for entity in given.entities),
        "priority": given.priority,
        "acceptance": given.acceptance,
        "classification": given.classification,
        "issued": [given.issued_not_before, given.issued_not_after],
    }
