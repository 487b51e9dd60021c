"""Imports of documents, their relations and the acts of the Assembly."""

from typing import Any

from ledger.importing import cells as read
from ledger.importing.cells import as_date, as_text
from ledger.importing.kinds import Cells, Column
from ledger.models import Record, Statement
from secretariat import reference
from secretariat.imports.common import BEGINNING, SYMBOL, Rows, latest
from secretariat.models import (
    Document,
    DocumentKind,
    DocumentParticulars,
    DocumentRelation,
    LegislativeAct,
    RelationKind,
)
from secretariat.reference import Reference


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


def kinds() -> Any:
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
