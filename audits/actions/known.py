"""What the rows of a file refer to, read once per file instead of once per row."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from audits.lifecycle import Finding
from audits.models import (
    Assessment,
    AuditCycle,
    AuditFinding,
    Particulars,
    Recommendation,
    Report,
    Target,
    Theme,
    VocabularyWord,
    WordMapping,
)
from ledger.errors import Invalid
from ledger.importing.kinds import Cells
from secretariat.models import Citation, Document, Entity

T = TypeVar("T")


class Known:
    """The register as the rows of one file need it. Made anew for every check and every writing."""

    @cached_property
    def _reports(self) -> Mapping[str, Report]:
        rows = Report.objects.select_related("document", "body")
        return {row.document.symbol: row for row in rows}

    @cached_property
    def _findings(self) -> Mapping[tuple[Any, str], AuditFinding]:
        return {(row.report_id, row.paragraph): row for row in AuditFinding.objects.all()}

    @cached_property
    def _codes(self) -> Mapping[str, Mapping[str, Any]]:
        entities = {row.code: row for row in Entity.objects.all()}
        themes = {row.code: row for row in Theme.objects.all()}
        return {"theme": themes, "lead": entities, "entities": entities}

    @cached_property
    def _recommendations(self) -> Mapping[tuple[str, str, str], Recommendation]:
        rows = Recommendation.objects.select_related("body", "report__document")
        return {(row.report.document.symbol, row.annex, row.item): row for row in rows}

    @cached_property
    def _words(self) -> Mapping[Any, Mapping[str, VocabularyWord]]:
        found: dict[Any, dict[str, VocabularyWord]] = {}
        for row in VocabularyWord.objects.order_by("word"):
            found.setdefault(row.body_id, {})[row.word.lower()] = row
        return found

    @cached_property
    def _mappings(self) -> Mapping[Any, list[WordMapping]]:
        found: dict[Any, list[WordMapping]] = {}
        for row in WordMapping.objects.standing().order_by("as_of", "ordinal"):
            found.setdefault(row.subject_id, []).append(row)
        return found

    @cached_property
    def _cycles(self) -> list[AuditCycle]:
        return list(AuditCycle.objects.order_by("-ordinal"))

    @cached_property
    def _assessed(self) -> set[tuple[Any, date]]:
        return set(Assessment.objects.values_list("subject_id", "as_of"))

    @cached_property
    def _first_days(self) -> Mapping[Any, date]:
        found: dict[Any, date] = {}
        rows = Particulars.objects.standing().order_by("as_of", "ordinal")
        for subject, early, late in rows.values_list(
            "subject_id", "issued_not_before", "issued_not_after"
        ):
            found.setdefault(subject, early or late)
        return found

    @cached_property
    def _targets(self) -> dict[Any, str]:
        rows = Target.objects.standing().order_by("as_of", "ordinal")
        return dict(rows.values_list("subject_id", "quarter"))

    @cached_property
    def _documents(self) -> Mapping[str, Document]:
        return {row.symbol: row for row in Document.objects.all()}

    @cached_property
    def _citations(self) -> dict[tuple[str, str], Citation]:
        rows = Citation.objects.filter(value_as_printed="").select_related("document")
        return {(row.document.symbol, row.locator): row for row in rows}

    def report(self, symbol: str, *, field: str = "report") -> Report:
        """The oversight report with this symbol; raises ``Invalid`` naming the column."""
        said = f"The register does not know {symbol} as a report of an oversight body."
        return _find(self._reports, symbol, field, said)

    def audit_finding(self, report: Report, paragraph: str) -> AuditFinding | None:
        """The finding at this paragraph of the report; nothing for an empty cell."""
        if not paragraph:
            return None
        said = f"The register knows no finding at {paragraph} of {report}."
        return _find(self._findings, (report.pk, paragraph), "finding", said)

    def by_code(self, column: str, code: str) -> Any:
        """The theme or entity with this code; nothing for an empty cell."""
        if not code:
            return None
        said = f"The register does not know the {column} {code}."
        return _find(self._codes[column], code, column, said)

    def recommendation(self, cells: Cells, prefix: str = "") -> Recommendation:
        """The recommendation a row names by report, annex and item."""
        given = [cells.get(f"{prefix}{name}", "") for name in ("report", "annex", "item")]
        said = f"There is no recommendation {', '.join(filter(None, given))}."
        key = (given[0], given[1], given[2])
        return _find(self._recommendations, key, f"{prefix}item", said)

    def word(self, subject: Recommendation, word: str) -> VocabularyWord:
        """The body's own word; the refusal names the words it uses."""
        words = self._words.get(subject.body_id, {})
        uses = ", ".join(row.word for row in words.values())
        said = f"{subject.body.name} does not use “{word}”. It uses: {uses}."
        return _find(words, word.lower(), "word", said)

    def finding(self, word: VocabularyWord, day: date) -> Finding:
        """Where the word stands on the common scale on the day (later mappings reach back)."""
        mappings = self._mappings.get(word.pk, [])
        if not mappings:
            raise Invalid(fields={"word": f"“{word}” has no place on the common scale yet."})
        held = [row for row in mappings if row.as_of <= day]
        return Finding((held[-1] if held else mappings[0]).finding)

    def cycle(self, subject: Recommendation, day: date) -> AuditCycle | None:
        """The audit cycle whose period covers the day."""
        return next(
            (
                cycle
                for cycle in self._cycles
                if cycle.body_id == subject.body_id
                and cycle.period_start <= day <= cycle.period_end
            ),
            None,
        )

    def is_assessed(self, subject: Recommendation, day: date) -> bool:
        """Whether there is an assessment as at this day."""
        return (subject.pk, day) in self._assessed

    def first_day(self, subject: Recommendation) -> date | None:
        """The earliest day on which it can have been made."""
        return self._first_days.get(subject.pk)

    def target(self, subject: Recommendation) -> str:
        """The target quarter in force."""
        return self._targets.get(subject.pk, "")

    def note_target(self, subject: Recommendation, quarter: str) -> None:
        """Remember a target that an earlier row of the file sets."""
        self._targets[subject.pk] = quarter

    def citation(self, cells: Cells) -> Citation | None:
        """The citation a row names, made where it is new."""
        symbol, locator = cells.get("document", ""), cells.get("locator", "")
        if not symbol:
            return None
        key = (symbol, locator)
        if key not in self._citations:
            said = f"The register does not know the document {symbol}. Bring it in first."
            document = _find(self._documents, symbol, "document", said)
            self._citations[key] = Citation.objects.create(document=document, locator=locator)
        return self._citations[key]

    def check_document(self, cells: Cells) -> None:
        """Refuse a row whose document the register does not know."""
        symbol = cells.get("document", "")
        if symbol:
            said = f"The register does not know the document {symbol}. Bring it in first."
            _find(self._documents, symbol, "document", said)


def _find(found: Mapping[Any, T], key: Any, field: str, said: str) -> T:
    if key not in found:
        raise Invalid(said, fields={field: said})
    return found[key]


ReadRow = Callable[[Cells, Known], Any]
