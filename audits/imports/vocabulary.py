"""Imports of the tracker's reference data: bodies, their words, themes, reports, cycles."""

from collections.abc import Iterator, Mapping
from typing import Any

from audits.lifecycle import RECORDABLE
from audits.models import (
    AuditCycle,
    AuditFinding,
    AuditFindingText,
    OversightBody,
    Report,
    Theme,
    VocabularyWord,
    WordMapping,
)
from ledger.errors import Invalid
from ledger.importing import cells as read
from ledger.importing.cells import as_date, as_text
from ledger.importing.kinds import Cells, Column, ImportKind, Key
from ledger.models import Record, Statement
from secretariat import reference
from secretariat.imports import BEGINNING, by_code, latest
from secretariat.reference import SOURCE, Reference, citation, cited, source_date
from secretariat.symbols import normal

Rows = Mapping[Key, Cells]


def body(code: str) -> OversightBody:
    """The oversight body with this code; raises ``Invalid``."""
    found = OversightBody.objects.filter(code=code).first()
    if found is None:
        said = f"The register does not know the oversight body {code}."
        raise Invalid(said, fields={"body": said})
    return found


def report(symbol: str) -> Report:
    """The oversight report with this symbol; raises ``Invalid``."""
    found = (
        Report.objects.select_related("document").filter(document__symbol=normal(symbol)).first()
    )
    if found is None:
        said = f"The register does not know {symbol} as a report of an oversight body."
        raise Invalid(said, fields={"report": said})
    return found


def _nothing(subject: Any, cells: Cells) -> None:
    return None


def _bodies() -> Rows:
    return {
        (row.code,): {"code": row.code, "name": row.name, "name_zh": row.name_zh}
        for row in OversightBody.objects.order_by("code")
    }


def _themes() -> Rows:
    return {
        (row.code,): {
            "code": row.code,
            "order": str(row.order),
            "name": row.name,
            "name_zh": row.name_zh,
        }
        for row in Theme.objects.order_by("order")
    }


def _theme(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    held = Theme.objects.filter(code=cells["code"]).first()
    if held is not None:
        return held, False
    return Theme(
        code=cells["code"],
        order=int(cells["order"]),
        name=cells["name"],
        name_zh=cells.get("name_zh", ""),
        demonstration=demonstration,
    ), True


def _words() -> Rows:
    return {
        (row.subject.body.code, row.subject.word): {
            "body": row.subject.body.code,
            "word": row.subject.word,
            "finding": row.finding,
            "as_of": as_text(row.as_of),
            "note": row.note,
            **cited(row),
        }
        for row in latest(WordMapping)
    }


def _word(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    owner = body(cells["body"])
    held = VocabularyWord.objects.filter(body=owner, word=cells["word"]).first()
    if held is not None:
        return held, False
    return VocabularyWord(body=owner, word=cells["word"], demonstration=demonstration), True


def _mapping(subject: Any, cells: Cells) -> Statement:
    return WordMapping(
        subject=subject,
        as_of=as_date(cells.get("as_of", "")) or BEGINNING,
        finding=cells["finding"],
        note=cells.get("note", ""),
        citation=citation(cells),
    )


def _reports() -> Rows:
    rows = Report.objects.select_related("document", "body").order_by("document__symbol")
    return {
        (row.document.symbol,): {"symbol": row.document.symbol, "body": row.body.code}
        for row in rows
    }


def _report(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    document = reference.document(cells["symbol"])
    held = Report.objects.filter(document=document).first()
    if held is not None:
        return held, False
    return Report(document=document, body=body(cells["body"]), demonstration=demonstration), True


def _cycles() -> Rows:
    rows = AuditCycle.objects.select_related("body", "report__document")
    return {
        (row.body.code, str(row.ordinal)): {
            "body": row.body.code,
            "ordinal": str(row.ordinal),
            "name": row.name,
            "period_start": as_text(row.period_start),
            "period_end": as_text(row.period_end),
            "fieldwork_start": as_text(row.fieldwork_start),
            "fieldwork_end": as_text(row.fieldwork_end),
            "report": row.report.document.symbol if row.report else "",
        }
        for row in rows.order_by("body__code", "ordinal")
    }


def _cycle(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    owner, ordinal = body(cells["body"]), int(cells["ordinal"])
    held = AuditCycle.objects.filter(body=owner, ordinal=ordinal).first()
    if held is not None:
        return held, False
    dates: dict[str, Any] = {
        name: as_date(cells.get(name, ""))
        for name in ("period_start", "period_end", "fieldwork_start", "fieldwork_end")
    }
    return AuditCycle(
        body=owner,
        ordinal=ordinal,
        name=cells["name"],
        report=report(cells["report"]) if cells.get("report") else None,
        demonstration=demonstration,
        **dates,
    ), True


def _findings() -> Rows:
    return {
        (row.subject.report.document.symbol, row.subject.paragraph): {
            "report": row.subject.report.document.symbol,
            "paragraph": row.subject.paragraph,
            "title": row.title,
            "text": row.text,
            "as_of": as_text(row.as_of),
            "note": row.note,
            **cited(row),
        }
        for row in latest(AuditFindingText)
    }


def _finding(cells: Cells, demonstration: bool) -> tuple[Record, bool]:
    owner = report(cells["report"])
    held = AuditFinding.objects.filter(report=owner, paragraph=cells["paragraph"]).first()
    if held is not None:
        return held, False
    paragraph = cells["paragraph"]
    return AuditFinding(report=owner, paragraph=paragraph, demonstration=demonstration), True


def _finding_text(subject: Any, cells: Cells) -> Statement:
    return AuditFindingText(
        subject=subject,
        as_of=source_date(cells),
        title=cells["title"],
        text=cells.get("text", ""),
        note=cells.get("note", ""),
        citation=citation(cells),
    )


CODE = Column("code", "short code", required=True, clean=read.short(60))
NAME = Column("name", "name", required=True, clean=read.line)
NAME_ZH = Column("name_zh", "official Chinese name", clean=read.line)
BODY = Column("body", "code of the oversight body", required=True)


def kinds() -> Iterator[ImportKind]:
    """The kinds of this module."""
    yield reference.kind(
        "oversight_bodies",
        "Oversight bodies",
        [CODE, NAME, NAME_ZH],
        ["code"],
        _bodies,
        Reference(by_code(OversightBody, name="name", name_zh="name_zh"), _nothing),
    )
    yield reference.kind(
        "vocabulary",
        "Status words of oversight bodies",
        [
            BODY,
            Column("word", "the word as printed", required=True, clean=read.line),
            Column(
                "finding",
                "its place on the common scale",
                required=True,
                clean=read.one_of(sorted(RECORDABLE)),
            ),
            Column("as_of", "from this day", clean=read.day),
            Column("note", "remark", clean=read.line),
            *SOURCE,
        ],
        ["body", "word"],
        _words,
        Reference(_word, _mapping),
    )
    yield reference.kind(
        "themes",
        "Themes",
        [
            CODE,
            Column("order", "place in the list", required=True, clean=read.whole_number),
            NAME,
            NAME_ZH,
            Column("document", "symbol of the document that says so", read_only=True),
            Column("locator", "paragraph in it", read_only=True),
        ],
        ["code"],
        _themes,
        Reference(_theme, _nothing),
    )
    yield reference.kind(
        "reports",
        "Reports of oversight bodies",
        [Column("symbol", "document symbol", required=True, clean=reference.symbol), BODY],
        ["symbol"],
        _reports,
        Reference(_report, _nothing),
    )
    yield reference.kind(
        "cycles",
        "Audit cycles",
        [
            BODY,
            Column("ordinal", "number in the series", required=True, clean=read.whole_number),
            NAME,
            Column("period_start", "first day covered", required=True, clean=read.exact_day),
            Column("period_end", "last day covered", required=True, clean=read.exact_day),
            Column("fieldwork_start", "first day of fieldwork", clean=read.exact_day),
            Column("fieldwork_end", "last day of fieldwork", clean=read.exact_day),
            Column("report", "symbol of its report", clean=reference.symbol),
        ],
        ["body", "ordinal"],
        _cycles,
        Reference(_cycle, _nothing),
    )
    yield reference.kind(
        "findings",
        "Findings of the auditors",
        [
            Column("report", "symbol of the report", required=True, clean=reference.symbol),
            Column("paragraph", "paragraph", required=True, clean=read.short(60)),
            Column("title", "the finding in a line", required=True, clean=read.line),
            Column("text", "the finding in our words", clean=read.prose),
            Column("as_of", "the day it speaks for", required=True, clean=read.day),
            Column("note", "remark", clean=read.line),
            *SOURCE,
        ],
        ["report", "paragraph"],
        _findings,
        Reference(_finding, _finding_text),
    )
