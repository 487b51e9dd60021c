"""Imports of populations, sessions and thresholds."""

from typing import Any

from ledger.days import today
from ledger.importing import cells as read
from ledger.importing.cells import as_date, as_text
from ledger.importing.kinds import Cells, Column
from ledger.models import Record, Statement
from secretariat import reference
from secretariat.imports.common import AS_OF, BEGINNING, NAME, Rows, by_code, latest
from secretariat.models import (
    Population,
    PopulationCount,
    SessionPart,
    SessionPartDates,
    SessionPartName,
    Threshold,
    ThresholdValue,
)
from secretariat.reference import SOURCE, Reference, citation, cited, source_date


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


def kinds() -> Any:
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
