"""The ground of the demonstration: entities, an oversight body with its own words, reports."""

from collections.abc import Mapping, Sequence
from datetime import date

from ledger.importing.kinds import Change, get
from secretariat.models import Person

FIRST_YEAR = 2018
YEARS = range(FIRST_YEAR, 2026)

ENTITIES = (
    ("DEMO-HQ", "Demonstration Headquarters"),
    ("DEMO-ICT", "Demonstration Office of ICT"),
    ("DEMO-FIN", "Demonstration Department of Finance"),
    ("DEMO-OPS", "Demonstration Department of Operations"),
    ("DEMO-HR", "Demonstration Office of Human Resources"),
    ("DEMO-CONF", "Demonstration Conference Service"),
    ("DEMO-REG1", "Demonstration Regional Office, East"),
    ("DEMO-REG2", "Demonstration Regional Office, West"),
    ("DEMO-MIS1", "Demonstration Field Mission One"),
    ("DEMO-MIS2", "Demonstration Field Mission Two"),
)
WORDS = (
    ("carried out", "implemented"),
    ("being carried out", "under_implementation"),
    ("not carried out", "not_implemented"),
    ("overtaken by events", "overtaken_by_events"),
    ("closed by the auditors", "closed_by_body"),
)
BODY = "DEMO-AUDIT"


def report_symbol(year: int) -> str:
    """The symbol of the demonstration body's report on a year; no document of the UN has it."""
    return f"DEMO/AUD/{year}/1"


def issued_on(year: int) -> date:
    """The day the report on a year is issued: 20 July of the next."""
    return date(year + 1, 7, 20)


def lay(by: Person) -> None:
    """Bring the ground in through the imports' own writers, as the demonstration administrator."""
    _write(by, "entities", [_entity(code, name) for code, name in ENTITIES])
    _write(by, "reporting_lines", [_line(code) for code, _ in ENTITIES[1:]])
    _write(by, "documents", [_document(year) for year in YEARS])
    _write(by, "oversight_bodies", [{"code": BODY, "name": "Demonstration Board of Audit"}])
    _write(by, "vocabulary", [_word(word, finding) for word, finding in WORDS])
    _write(by, "reports", [{"symbol": report_symbol(year), "body": BODY} for year in YEARS])
    _write(by, "cycles", [_cycle(year) for year in YEARS])


def _write(by: Person, kind: str, rows: Sequence[Mapping[str, str]]) -> None:
    declared = get(kind)
    changes = [
        Change(
            line=number,
            key=tuple(row.get(name, "") for name in declared.natural_key),
            before=None,
            after=row,
        )
        for number, row in enumerate(rows, start=2)
    ]
    declared.write(by, "Demonstration", changes)


def _entity(code: str, name: str) -> dict[str, str]:
    return {"code": code, "name": name, "name_standing": "our_rendering", "as_of": "2017-01-01"}


def _line(code: str) -> dict[str, str]:
    return {"entity": code, "superior": "DEMO-HQ", "kind": "solid", "as_of": "2017-01-01"}


def _document(year: int) -> dict[str, str]:
    issued = issued_on(year).isoformat()
    return {
        "symbol": report_symbol(year),
        "kind": "other",
        "title": f"Demonstration audit report on ICT for {year}",
        "issued_not_before": issued,
        "issued_not_after": issued,
    }


def _word(word: str, finding: str) -> dict[str, str]:
    return {"body": BODY, "word": word, "finding": finding, "as_of": "2017-01-01"}


def _cycle(year: int) -> dict[str, str]:
    return {
        "body": BODY,
        "ordinal": str(year - FIRST_YEAR + 1),
        "name": f"Demonstration audit of {year}",
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "fieldwork_start": f"{year + 1}-02-12",
        "fieldwork_end": f"{year + 1}-03-14",
        "report": report_symbol(year),
    }
