"""Imports of recommendations and of what was said about them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from audits.actions import bulk
from audits.actions.known import Known, ReadRow
from audits.lifecycle import Acceptance, Claim, LinkKind, Priority
from audits.models import (
    AdministrationUpdate,
    Assessment,
    FollowUp,
    Link,
    Particulars,
    Recommendation,
    ResponsibleEntity,
)
from ledger.days import Precision, parse_quarter
from ledger.errors import DomainError
from ledger.importing import cells as read
from ledger.importing.cells import as_text
from ledger.importing.kinds import Cells, Change, Column, ImportKind, Key
from ledger.importing.reading import Fault
from secretariat import reference
from secretariat.models import Classification, Provenance
from secretariat.reference import SOURCE, cited
from secretariat.roles import Permission

Rows = Mapping[Key, Cells]


def place(subject: Recommendation) -> dict[str, str]:
    """The natural key of a recommendation as cells."""
    return {
        "report": subject.report.document.symbol,
        "annex": subject.annex,
        "item": subject.item,
    }


def _joined(model: Any, *related: str) -> Any:
    return model.objects.standing().select_related(
        "subject__report__document", "citation__document", *related
    )


def _recommendations() -> Rows:
    rows = (
        Particulars.objects.current(date.max)
        .filter(subject__voidings__isnull=True)
        .select_related(
            "subject__report__document",
            "subject__finding",
            "citation__document",
            "theme",
            "lead",
            "made_in__document",
        )
        .order_by("subject__sort_key")
    )
    others: dict[Any, list[str]] = {}
    for part in ResponsibleEntity.objects.select_related("entity").order_by("entity__code"):
        others.setdefault(part.particulars_id, []).append(part.entity.code)
    return {
        tuple(place(row.subject).values()): _recommendation_cells(row, others.get(row.pk, []))
        for row in rows
    }


def _recommendation_cells(row: Particulars, others: Sequence[str]) -> Cells:
    return {
        "id": str(row.subject_id),
        **place(row.subject),
        "finding": row.subject.finding.paragraph if row.subject.finding else "",
        "title": row.title,
        "text": row.text,
        "theme": row.theme.code if row.theme else "",
        "lead": row.lead.code if row.lead else "",
        "entities": ", ".join(others),
        "priority": row.priority,
        "acceptance": row.acceptance,
        "classification": row.classification,
        "made_in": row.made_in.document.symbol if row.made_in else "",
        "issued_not_before": as_text(row.issued_not_before),
        "issued_not_after": as_text(row.issued_not_after),
        "root_cause": row.root_cause,
        "corrective_action": row.corrective_action,
        "as_of": as_text(row.as_of),
        "as_of_precision": row.as_of_precision,
        "provenance": row.provenance,
        "note": row.note,
        **cited(row),
    }


def _follow_ups() -> Rows:
    rows = _joined(FollowUp, "report__document").order_by("subject__sort_key")
    return {
        (*place(row.subject).values(), row.report.document.symbol): {
            **place(row.subject),
            "followed_up_in": row.report.document.symbol,
            "follow_annex": row.annex,
            "follow_item": row.item,
            **_said(row),
        }
        for row in rows
    }


def _assessments() -> Rows:
    rows = _joined(Assessment, "word").order_by("subject__sort_key", "as_of")
    return {
        (*place(row.subject).values(), as_text(row.as_of)): {
            **place(row.subject),
            "word": row.word.word,
            "reasoning": row.reasoning,
            **_said(row),
        }
        for row in rows
    }


def _updates() -> Rows:
    rows = _joined(AdministrationUpdate).order_by("subject__sort_key", "as_of")
    return {
        (*place(row.subject).values(), as_text(row.as_of)): {
            **place(row.subject),
            "claim": row.claim,
            "target": row.target,
            "narrative": row.narrative,
            **_said(row),
        }
        for row in rows
    }


def _links() -> Rows:
    rows = _joined(Link, "other__report__document").order_by("subject__sort_key")
    return {
        (*place(row.subject).values(), row.kind, *place(row.other).values()): {
            **place(row.subject),
            "kind": row.kind,
            **{f"other_{name}": cell for name, cell in place(row.other).items()},
            **_said(row),
        }
        for row in rows
    }


def _said(row: Any) -> dict[str, str]:
    return {
        "as_of": as_text(row.as_of),
        "as_of_precision": row.as_of_precision,
        "provenance": row.provenance,
        "note": row.note,
        **cited(row),
    }


def _quarter(text: str) -> str:
    parse_quarter(text.upper())
    return text.upper()


def checked(read_row: ReadRow) -> Callable[[Sequence[Change]], Sequence[Fault]]:
    """A check that reads each changed row as the action will, and names what it refuses."""

    def check(changes: Sequence[Change]) -> Sequence[Fault]:
        known = Known()
        return [fault for change in changes for fault in _faults(read_row, known, change)]

    return check


def _faults(read_row: ReadRow, known: Known, change: Change) -> Iterator[Fault]:
    try:
        read_row({**(change.before or {}), **change.after}, known)
    except DomainError as error:
        fields: Mapping[str, Sequence[str]] = getattr(error, "fields", {}) or {"": [error.message]}
        for name, saids in fields.items():
            yield Fault(change.line, name or None, error.code, " ".join(saids))


REPORT = Column("report", "symbol of the report", required=True, clean=reference.symbol)
ANNEX = Column("annex", "annex, where the row stands in one", clean=read.short(60))
ITEM = Column("item", "paragraph, or item of the annex", required=True, clean=read.short(60))
AS_OF = Column("as_of", "the day it speaks for", required=True, clean=read.day)
SAID = (
    Column("as_of_precision", "how exactly the day is known", clean=read.one_of(Precision.values)),
    Column("provenance", "layer", clean=read.one_of(Provenance.values)),
    *SOURCE,
    Column("note", "remark", clean=read.line),
)
DERIVED = (
    "body",
    "status",
    "assessed_as_of",
    "claim",
    "claimed_as_of",
    "first_target",
    "target",
    "target_moves",
    "age",
)


def kinds() -> Iterator[ImportKind]:
    """The kinds of this module, in the order in which they depend on each other."""
    yield _recommendation_kind()
    yield _kind(
        "recommendation_links",
        "Links between recommendations",
        [
            Column("kind", "how they relate", required=True, clean=read.one_of(LinkKind.values)),
            Column("other_report", "report of the other", required=True, clean=reference.symbol),
            Column("other_annex", "annex of the other", clean=read.short(60)),
            Column("other_item", "item of the other", required=True, clean=read.short(60)),
        ],
        ("kind", "other_report", "other_annex", "other_item"),
        _links,
        bulk.record_links,
        bulk.read_link,
    )
    yield _kind(
        "follow_ups",
        "Reports that followed recommendations up",
        [
            Column("followed_up_in", "symbol", required=True, clean=reference.symbol),
            Column("follow_annex", "annex", clean=read.short(60)),
            Column("follow_item", "item", clean=read.short(60)),
        ],
        ("followed_up_in",),
        _follow_ups,
        bulk.record_follow_ups,
        bulk.read_follow_up,
    )
    yield _kind(
        "assessments",
        "Assessments of a published annex",
        [
            Column("word", "the body's word as printed", required=True, clean=read.line),
            Column("reasoning", "what it said, in our words", required=True, clean=read.prose),
        ],
        ("as_of",),
        _assessments,
        bulk.record_assessments,
        bulk.read_assessment,
        permission=Permission.TRANSCRIBE,
        second_person=Permission.CONFIRM,
    )
    yield _kind(
        "administration_updates",
        "Updates of the Administration",
        [
            Column("claim", "what it claims", required=True, clean=read.one_of(Claim.values)),
            Column("target", "target quarter", clean=_quarter),
            Column("narrative", "what it said, in our words", required=True, clean=read.prose),
        ],
        ("as_of",),
        _updates,
        bulk.record_updates,
        bulk.read_update,
    )


def _kind(
    key: str,
    name: str,
    columns: Sequence[Column],
    rest_of_key: Sequence[str],
    current: Callable[[], Rows],
    write: Callable[[Any, str, Sequence[Change]], None],
    read_row: ReadRow,
    *,
    permission: Permission = Permission.IMPORT,
    second_person: str = "",
) -> ImportKind:
    return ImportKind(
        key=key,
        name=name,
        columns=[REPORT, ANNEX, ITEM, *columns, AS_OF, *SAID],
        natural_key=["report", "annex", "item", *rest_of_key],
        permission=permission,
        current=current,
        write=write,
        check=checked(read_row),
        changeable=False,
        second_person=second_person,
    )


def _recommendation_kind() -> ImportKind:
    return ImportKind(
        key="recommendations",
        name="Recommendations",
        columns=[
            Column("id", "id of the register, if known", identity=True),
            REPORT,
            ANNEX,
            ITEM,
            Column("finding", "paragraph of the finding it stands under", clean=read.short(60)),
            Column("title", "what it asks for, in our words", clean=read.line),
            Column("text", "the recommendation in our words", clean=read.prose),
            Column("theme", "code of the theme"),
            Column("lead", "code of the lead entity"),
            Column("entities", "codes of other responsible entities, with commas"),
            Column("priority", "priority", clean=read.one_of(Priority.values)),
            Column("acceptance", "acceptance", clean=read.one_of(Acceptance.values)),
            Column("classification", "classification", clean=read.one_of(Classification.values)),
            Column("made_in", "report that made it, if known", clean=reference.symbol),
            Column("issued_not_before", "earliest possible issue", clean=read.exact_day),
            Column("issued_not_after", "latest possible issue", clean=read.exact_day),
            Column("root_cause", "root cause", clean=read.prose),
            Column("corrective_action", "corrective action", clean=read.prose),
            Column("as_of", "from this day", clean=read.day),
            *SAID,
            *(Column(name, "computed; passed over", read_only=True) for name in DERIVED),
        ],
        natural_key=["report", "annex", "item"],
        permission=Permission.IMPORT,
        current=_recommendations,
        write=bulk.record_or_describe,
        check=checked(bulk.read_recommendation),
    )
