"""The imports of the organization: documents, acts, entities, populations, sessions, thresholds."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ledger.days import today
from ledger.importing import cells as read
from ledger.importing.cells import as_date, as_text
from ledger.importing.kinds import Cells, Column, Key, declare
from ledger.models import Record, Statement
from secretariat import reference
from secretariat.models import (
    Document,
    DocumentKind,
    DocumentParticulars,
    DocumentRelation,
    Entity,
    EntityAlias,
    EntityParticulars,
    LegislativeAct,
    LineKind,
    Measure,
    NameStanding,
    Population,
    PopulationCount,
    PrintedFigure,
    PrintedValue,
    RelationKind,
    ReportingLine,
    SessionPart,
    SessionPartDates,
    SessionPartName,
    Threshold,
    ThresholdValue,
)
from secretariat.reference import SOURCE, Reference, citation, cited, source_date

BEGINNING = date(1945, 10, 24)
Rows = Mapping[Key, Cells]


def by_code(model: Any, **defaults: str) -> Any:
    """Finds a record by its code, or makes it with fields taken from the row."""

    def find(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
        held = model.objects.filter(code=cells["code"]).first()
        if held is not None:
            return held, False
        extra = {name: cells.get(column, "") for name, column in defaults.items()}
        return model(code=cells["code"], demonstration=demonstration, **extra), True

    return find


def latest(model: Any) -> list[Any]:
    """The newest standing statement of every subject."""
    rows = model.objects.current(date.max).select_related("subject")
    if any(field.name == "citation" for field in model._meta.concrete_fields):
        rows = rows.select_related("citation__document")
    return list(rows.order_by("subject_id"))


# --- documents ---------------------------------------------------------------------------------
def _documents() -> Rows:
    return {
        (row.subject.symbol,): {
            "symbol": row.subject.symbol,
            "kind": row.subject.kind,
            "title": row.title,
            "title_zh": row.title_zh,
            "session": as_text(row.session),
            "issued_not_before": as_text(row.issued_not_before),
            "issued_not_after": as_text(row.issued_not_after),
            "available": as_text(row.subject.available),
        }
        for row in latest(DocumentParticulars)
    }


def _document(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    held = Document.objects.filter(symbol=cells["symbol"]).first()
    return (
        (held, False)
        if held
        else (
            Document(
                symbol=cells["symbol"],
                kind=cells["kind"],
                available=cells.get("available") == "yes",
                demonstration=demonstration,
            ),
            True,
        )
    )


def _document_particulars(subject: Any, cells: Cells) -> Statement:
    issued = as_date(cells.get("issued_not_before", ""))
    return DocumentParticulars(
        subject=subject,
        as_of=issued or BEGINNING,
        title=cells["title"],
        title_zh=cells.get("title_zh", ""),
        session=int(cells["session"]) if cells.get("session") else None,
        issued_not_before=issued,
        issued_not_after=as_date(cells.get("issued_not_after", "")),
    )


def _relations() -> Rows:
    rows = DocumentRelation.objects.standing().select_related("subject", "other")
    return {
        (row.subject.symbol, row.kind, row.other.symbol): {
            "symbol": row.subject.symbol,
            "kind": row.kind,
            "other": row.other.symbol,
            "locator": row.locator,
        }
        for row in rows.order_by("subject__symbol")
    }


def _relation_subject(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    return reference.document(cells["symbol"]), False


def _relation(subject: Any, cells: Cells) -> Statement:
    return DocumentRelation(
        subject=subject,
        as_of=BEGINNING,
        kind=cells["kind"],
        other=reference.document(cells["other"]),
        locator=cells.get("locator", ""),
    )


def _acts() -> Rows:
    acts = LegislativeAct.objects.select_related("document").order_by("document__symbol", "section")
    return {
        (act.document.symbol, act.section): {
            "symbol": act.document.symbol,
            "section": act.section,
            "adopted_on": as_text(act.adopted_on),
        }
        for act in acts
    }


def _act(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    document = reference.document(cells["symbol"])
    section = cells.get("section", "")
    held = LegislativeAct.objects.filter(document=document, section=section).first()
    if held is not None:
        return held, False
    adopted = as_date(cells.get("adopted_on", ""))
    act = LegislativeAct(
        document=document, section=section, adopted_on=adopted, demonstration=demonstration
    )
    return act, True


def _nothing(subject: Any, cells: Cells) -> None:
    return None


# --- entities ----------------------------------------------------------------------------------
def _entities() -> Rows:
    return {
        (row.subject.code,): {
            "code": row.subject.code,
            "name": row.name,
            "name_standing": row.name_standing,
            "name_zh": row.name_zh,
            "name_zh_standing": row.name_zh_standing,
            "retired_on": as_text(row.retired_on),
            "as_of": as_text(row.as_of),
            **cited(row),
        }
        for row in latest(EntityParticulars)
    }


def _entity_particulars(subject: Any, cells: Cells) -> Statement:
    return EntityParticulars(
        subject=subject,
        as_of=source_date(cells),
        name=cells["name"],
        name_standing=cells.get("name_standing") or NameStanding.OUR_RENDERING,
        name_zh=cells.get("name_zh", ""),
        name_zh_standing=cells.get("name_zh_standing") or NameStanding.OFFICIAL,
        retired_on=as_date(cells.get("retired_on", "")),
        citation=citation(cells),
    )


def _known_entity(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    return entity(cells["entity"]), False


def entity(code: str) -> Entity:
    """The entity with this code; raises ``Invalid``."""
    found = Entity.objects.filter(code=code).first()
    if found is None:
        said = f"The register does not know the entity {code}."
        raise reference.Invalid(said, fields={"entity": said})
    return found


def _aliases() -> Rows:
    rows = EntityAlias.objects.standing().select_related("subject", "citation__document")
    return {
        (row.subject.code, row.name): {
            "entity": row.subject.code,
            "name": row.name,
            "language": row.language,
            **cited(row),
        }
        for row in rows.order_by("subject__code", "name")
    }


def _alias(subject: Any, cells: Cells) -> Statement:
    return EntityAlias(
        subject=subject,
        as_of=BEGINNING,
        name=cells["name"],
        language=cells["language"],
        citation=citation(cells),
    )


def _lines() -> Rows:
    rows = ReportingLine.objects.standing().select_related(
        "subject", "superior", "citation__document"
    )
    return {
        (row.subject.code, row.superior.code, as_text(row.as_of)): {
            "entity": row.subject.code,
            "superior": row.superior.code,
            "kind": row.kind,
            "as_of": as_text(row.as_of),
            "ended_on": as_text(row.ended_on),
            **cited(row),
        }
        for row in rows.order_by("subject__code", "as_of")
    }


def _line(subject: Any, cells: Cells) -> Statement:
    return ReportingLine(
        subject=subject,
        superior=entity(cells["superior"]),
        kind=cells["kind"],
        as_of=source_date(cells),
        ended_on=as_date(cells.get("ended_on", "")),
        citation=citation(cells),
    )


# --- populations, sessions, thresholds -----------------------------------------------------------
def _populations() -> Rows:
    return {
        (row.subject.code,): {
            "code": row.subject.code,
            "name": row.name,
            "count": str(row.count),
            "as_printed": row.as_printed,
            "as_of": as_text(row.as_of),
            **cited(row),
        }
        for row in latest(PopulationCount)
    }


def _population_count(subject: Any, cells: Cells) -> Statement:
    return PopulationCount(
        subject=subject,
        as_of=source_date(cells),
        name=cells["name"],
        count=int(cells["count"]),
        as_printed=cells.get("as_printed") or cells["count"],
        citation=citation(cells, printed=cells.get("as_printed", "")),
    )


def _sessions() -> Rows:
    return {
        (str(row.subject.session), row.subject.part): {
            "session": str(row.subject.session),
            "part": row.subject.part,
            "starts_on": as_text(row.starts_on),
            "ends_on": as_text(row.ends_on),
        }
        for row in latest(SessionPartDates)
    }


def _session_part(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    held = SessionPart.objects.filter(session=int(cells["session"]), part=cells["part"]).first()
    if held is not None:
        return held, False
    return SessionPart(session=int(cells["session"]), part=cells["part"]), True


def _session_dates(subject: Any, cells: Cells) -> Statement:
    return SessionPartDates(
        subject=subject,
        as_of=BEGINNING,
        starts_on=source_date(cells, "starts_on"),
        ends_on=source_date(cells, "ends_on"),
        note="calendar of the portal's own; the sources print no dates",
    )


def _thresholds() -> Rows:
    return {
        (row.subject.code,): {
            "code": row.subject.code,
            "name": row.subject.name,
            "unit": row.subject.unit,
            "value": str(row.value),
            "as_of": as_text(row.as_of),
            "note": row.note,
        }
        for row in latest(ThresholdValue)
    }


def _threshold_value(subject: Any, cells: Cells) -> Statement:
    return ThresholdValue(
        subject=subject,
        as_of=as_date(cells.get("as_of", "")) or today(),
        value=int(cells["value"]),
        note=cells.get("note", ""),
    )


# --- printed figures -----------------------------------------------------------------------------
def _printed() -> Rows:
    rows = PrintedValue.objects.standing().select_related("subject", "citation__document")
    return {
        (row.subject.code,): {
            "code": row.subject.code,
            "figure": row.subject.figure,
            "parameters": urlencode(row.subject.parameters),
            "part": row.subject.part,
            "measure": row.subject.measure,
            "value": str(row.value),
            "as_printed": row.as_printed,
            "as_of": as_text(row.as_of),
            "explanation": row.explanation,
            **cited(row),
        }
        for row in rows.order_by("subject__code")
    }


def _printed_figure(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    held = PrintedFigure.objects.filter(code=cells["code"]).first()
    if held is not None:
        return held, False
    figure = PrintedFigure(
        code=cells["code"],
        figure=cells["figure"],
        parameters=dict(parse_qsl(cells.get("parameters", ""))),
        part=cells.get("part", ""),
        measure=cells["measure"],
        demonstration=demonstration,
    )
    return figure, True


def _printed_value(subject: Any, cells: Cells) -> Statement:
    return PrintedValue(
        subject=subject,
        as_of=source_date(cells),
        value=int(cells["value"]),
        as_printed=cells["as_printed"],
        explanation=cells.get("explanation", ""),
        citation=citation(cells, printed=cells["as_printed"]),
    )


AS_OF = Column("as_of", "the day it speaks for", clean=read.day)
NAME = Column("name", "name", required=True, clean=read.line)
CODE = Column("code", "short code", required=True, clean=read.short(40))
SYMBOL = Column("symbol", "document symbol", required=True, clean=reference.symbol)
ENTITY = Column("entity", "code of the entity", required=True)


def declare_all() -> None:
    """Declare the kinds, in the order in which they are loaded."""
    for kind in (_document_kinds(), _entity_kinds(), _other_kinds()):
        for declared in kind:
            declare(declared)


def _document_kinds() -> Any:
    yield reference.kind(
        "documents",
        "Documents",
        [
            SYMBOL,
            Column(
                "kind", "kind of document", required=True, clean=read.one_of(DocumentKind.values)
            ),
            Column("title", "title in our words", required=True, clean=read.line),
            Column("title_zh", "official Chinese title", clean=read.line),
            Column("session", "session of the Assembly", clean=read.whole_number),
            Column("issued_not_before", "earliest possible date of issue", clean=read.exact_day),
            Column("issued_not_after", "latest possible date of issue", clean=read.exact_day),
            Column("available", "is the text at hand", clean=read.yes_or_no),
        ],
        ["symbol"],
        _documents,
        Reference(_document, _document_particulars),
    )
    yield reference.kind(
        "document_relations",
        "Relations between documents",
        [
            SYMBOL,
            Column(
                "kind", "how it speaks of it", required=True, clean=read.one_of(RelationKind.values)
            ),
            Column("other", "the other document", required=True, clean=reference.symbol),
            Column("locator", "where it says so", clean=read.line),
        ],
        ["symbol", "kind", "other"],
        _relations,
        Reference(_relation_subject, _relation),
    )
    yield reference.kind(
        "acts",
        "Acts of the Assembly",
        [
            SYMBOL,
            Column("section", "section", clean=read.short(40)),
            Column("adopted_on", "day of adoption", clean=read.exact_day),
        ],
        ["symbol", "section"],
        _acts,
        Reference(_act, _nothing),
    )


def _entity_kinds() -> Any:
    standing = read.one_of(NameStanding.values)
    yield reference.kind(
        "entities",
        "Entities",
        [
            CODE,
            NAME,
            Column("name_standing", "official or our rendering", clean=standing),
            Column("name_zh", "Chinese name", clean=read.line),
            Column("name_zh_standing", "official or our rendering", clean=standing),
            Column("retired_on", "last day of the entity", clean=read.exact_day),
            AS_OF,
            *SOURCE,
        ],
        ["code"],
        _entities,
        Reference(by_code(Entity), _entity_particulars),
    )
    yield reference.kind(
        "entity_aliases",
        "Other names of entities",
        [ENTITY, NAME, Column("language", "language", required=True), *SOURCE],
        ["entity", "name"],
        _aliases,
        Reference(_known_entity, _alias),
    )
    yield reference.kind(
        "reporting_lines",
        "Reporting lines",
        [
            ENTITY,
            Column("superior", "code of the superior", required=True),
            Column("kind", "solid or dotted", required=True, clean=read.one_of(LineKind.values)),
            Column("as_of", "from this day", required=True, clean=read.day),
            Column("ended_on", "last day", clean=read.exact_day),
            *SOURCE,
        ],
        ["entity", "superior", "as_of"],
        _lines,
        Reference(_known_entity, _line),
    )


def _other_kinds() -> Any:
    number = read.whole_number
    yield reference.kind(
        "populations",
        "Named populations",
        [
            Column("code", "short code", required=True, clean=read.short(60)),
            NAME,
            Column("count", "how many", required=True, clean=number),
            Column("as_printed", "as the document prints it", clean=read.line),
            AS_OF,
            *SOURCE,
        ],
        ["code"],
        _populations,
        Reference(by_code(Population), _population_count),
    )
    yield reference.kind(
        "sessions",
        "Sessions of the Assembly",
        [
            Column("session", "number", required=True, clean=number),
            Column("part", "part", required=True, clean=read.one_of(SessionPartName.values)),
            Column("starts_on", "first day", required=True, clean=read.exact_day),
            Column("ends_on", "last day", required=True, clean=read.exact_day),
        ],
        ["session", "part"],
        _sessions,
        Reference(_session_part, _session_dates),
    )
    yield reference.kind(
        "thresholds",
        "Thresholds",
        [
            Column("code", "short code", required=True, clean=read.short(60)),
            NAME,
            Column("unit", "unit", required=True, clean=read.short(20)),
            Column("value", "value", required=True, clean=number),
            AS_OF,
            Column("note", "remark", clean=read.line),
        ],
        ["code"],
        _thresholds,
        Reference(by_code(Threshold, name="name", unit="unit"), _threshold_value),
    )
    yield reference.kind(
        "printed_figures",
        "Figures as printed",
        [
            Column("code", "short code", required=True, clean=read.short(80)),
            Column("figure", "key of the figure", required=True, clean=read.short(80)),
            Column("parameters", "filters of the figure, as in an address", clean=read.line),
            Column("part", "part of the figure", clean=read.short(60)),
            Column("measure", "what is printed", required=True, clean=read.one_of(Measure.values)),
            Column("value", "the number", required=True, clean=number),
            Column("as_printed", "as the document prints it", required=True, clean=read.line),
            Column("as_of", "the day it speaks for", required=True, clean=read.day),
            Column("explanation", "why it may differ", clean=read.line),
            *SOURCE,
        ],
        ["code"],
        _printed,
        Reference(_printed_figure, _printed_value),
    )
