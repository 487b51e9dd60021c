"""Reading an edition: its reports, the rows behind its numbers, and what it has of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ictportal.editions.freezing import OPENED
from ictportal.models import EditionIssue, EditionPart, EditionWithdrawal, PartKind
from ictportal.reports import register
from ictportal.reports.content import Leads, Opens, Report, report_from
from ictportal.reports.register import Shelf

FOUND = 100


@dataclass(frozen=True)
class EditionLinks:
    """Numbers of an edition open the rows it keeps; nothing leads to the live register."""

    code: str

    def rows(self, opens: Opens | None) -> str:
        """The kept rows of a number."""
        return reverse("edition-rows", args=[self.code, opens.key]) if opens else ""

    def page(self, leads: Leads | None) -> str:
        """Nothing: the page about one thing is live."""
        return ""


@dataclass(frozen=True)
class BetweenLinks(EditionLinks):
    """Links of a table that sets two editions side by side.

    Rows that carry the day of the earlier edition are kept by that one.
    """

    earlier: str
    earlier_day: str

    def rows(self, opens: Opens | None) -> str:
        """The kept rows in the edition that keeps them."""
        if opens is None or opens.as_of != self.earlier_day:
            return super().rows(opens)
        return EditionLinks(self.earlier).rows(replace(opens, as_of=""))


@dataclass(frozen=True)
class KeptRows:
    """The rows behind a number as the edition keeps them, and how many they stand for."""

    title: str
    day: str
    columns: Sequence[str]
    lines: Sequence[Sequence[str]]
    total: int


@dataclass(frozen=True)
class FoundLine:
    """A row of an edition that has the text asked for."""

    list: str
    cells: Sequence[str]


def parts_of(issue: EditionIssue, kind: PartKind) -> QuerySet[EditionPart]:
    """The parts of one kind, in order, without their content."""
    rows = EditionPart.objects.filter(issue=issue, kind=kind).defer("content")
    return rows.order_by("place", "key")


def shelves(issue: EditionIssue) -> Mapping[str, list[EditionPart]]:
    """The dashboards and the reports of an edition; those no longer made are reports."""
    found: dict[str, list[EditionPart]] = {"dashboards": [], "reports": []}
    for part in parts_of(issue, PartKind.REPORT):
        found["dashboards" if is_dashboard(part.key) else "reports"].append(part)
    return found


def is_dashboard(key: str) -> bool:
    """Whether a report stands on the shelf of dashboards."""
    return key in {kind.key for kind in register.shelved(Shelf.DASHBOARD)}


def report_of(issue: EditionIssue, key: str) -> Report | None:
    """One report as it was frozen; ``None`` where the edition has none of this name."""
    plain = _content(issue, PartKind.REPORT, key)
    return report_from(plain) if plain else None


def rows_of_number(issue: EditionIssue, key: str) -> KeptRows | None:
    """The rows a number opens (``Opens.key``), in the order of its list."""
    kept: Any = _content(issue, PartKind.OPENED, OPENED)
    told = kept.get(key) if kept else None
    if told is None:
        return None
    table: Any = _content(issue, PartKind.ROWS, told["rows"])
    return KeptRows(
        title=told["title"],
        day=told["rows"].rpartition("@")[2],
        columns=table["columns"],
        lines=[table["lines"][name] for name in told["lines"]],
        total=told["total"],
    )


def find_in(issue: EditionIssue, text: str) -> list[FoundLine]:
    """Rows of the edition with the text in any cell, the first hundred; its own day only."""
    sought, day = text.casefold(), f"@{issue.as_of.isoformat()}"
    parts = EditionPart.objects.filter(issue=issue, kind=PartKind.ROWS, key__endswith=day)
    found = [
        FoundLine(part.title, cells)
        for part in parts.order_by("place")
        for cells in (part.content or {"lines": {}})["lines"].values()
        if any(sought in cell.casefold() for cell in cells)
    ]
    return found[:FOUND]


def withdrawal_of(issue: EditionIssue) -> EditionWithdrawal | None:
    """The withdrawal of the edition, if it was withdrawn."""
    return EditionWithdrawal.objects.filter(subject=issue.subject_id).first()


def replaced_by(issue: EditionIssue) -> EditionIssue | None:
    """The edition that corrects this one."""
    rows = EditionIssue.objects.filter(replaces=issue.subject_id).select_related("subject")
    return rows.order_by("recorded_at").last()


def _content(issue: EditionIssue, kind: PartKind, key: str) -> Any:
    rows = EditionPart.objects.filter(issue=issue, kind=kind, key=key)
    return rows.values_list("content", flat=True).first()
