"""Imports of entities, their other names and their reporting lines."""

from typing import Any

from ledger.importing import cells as read
from ledger.importing.cells import as_date, as_text
from ledger.importing.kinds import Cells, Column
from ledger.models import Record, Statement
from secretariat import reference
from secretariat.imports.common import AS_OF, BEGINNING, CODE, ENTITY, NAME, Rows, by_code, latest
from secretariat.models import (
    Entity,
    EntityAlias,
    EntityParticulars,
    LineKind,
    NameStanding,
    ReportingLine,
)
from secretariat.reference import SOURCE, Reference, citation, cited, source_date


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


def kinds() -> Any:
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
