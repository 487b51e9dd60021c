"""What an edition freezes: every report, the rows behind every number, and files of it all."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from ictportal.models import EditionPart, PartKind
from ictportal.reports import register
from ictportal.reports.content import Opens, Report, as_plain, canonical, digest
from ictportal.reports.register import Asked, ReportKind
from ictportal.reports.rows import Rows, rows_of
from ledger.errors import Invalid
from ledger.moments import Moment
from secretariat.access import EditionReader
from secretariat.models import Classification
from secretariat.roles import Permission

OPENED = "opened"
#: Editions are written in one language, whoever issues them.
LANGUAGE = "en"
_RIGHTS = {
    Classification.UNCLASSIFIED: {Permission.READ_REGISTER},
    Classification.CONFIDENTIAL: {Permission.READ_REGISTER, Permission.READ_CONFIDENTIAL},
    Classification.STRICTLY_CONFIDENTIAL: {
        Permission.READ_REGISTER,
        Permission.READ_CONFIDENTIAL,
        Permission.READ_STRICTLY_CONFIDENTIAL,
    },
}
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Pinned:
    """What an edition pins: the day, the last seal, the layer and the class it may show."""

    as_of: date
    known: int
    demonstration: bool
    classification: str

    @property
    def asked(self) -> Asked:
        """The question every report of the edition answers."""
        rights = frozenset(_RIGHTS[Classification(self.classification)])
        moment = Moment(as_of=self.as_of, known=self.known)
        return Asked(EditionReader(rights), moment, self.demonstration)


@dataclass
class Content:
    """Reports by key, rows by list and day, and which rows each number opens, as plain JSON."""

    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    opened: dict[str, dict[str, Any]] = field(default_factory=dict)

    def keep(self, opens: Opens, found: Rows, day: str) -> None:
        """Keep the rows of one number; rows that several numbers open are kept once."""
        key = f"{opens.view}@{opens.as_of or day}"
        table = self.rows.setdefault(
            key, {"title": found.title, "columns": list(found.columns), "lines": {}}
        )
        table["lines"].update({name: list(cells) for name, cells in found.lines.items()})
        self.opened[opens.key] = {
            "rows": key,
            "title": found.title,
            "total": found.total,
            "lines": list(found.lines),
        }


def kinds(pinned: Pinned) -> list[ReportKind]:
    """The dashboards and reports that belong into an edition of the layer."""
    return [
        kind
        for kind in register.all_reports()
        if kind.in_editions and not (kind.record_only and pinned.demonstration)
    ]


def no_progress(done: int, total: int, said: str) -> None:
    """Nobody is waiting."""


def frozen(
    pinned: Pinned, progress: Progress = no_progress, *, only: Collection[str] | None = None
) -> Content:
    """Everything the edition shows, computed from the ledger at what it pins.

    ``only`` names the reports to compute; without it, all that belong into an edition. Raises
    ``Invalid`` when a number and the list it opens do not agree: such an edition is never issued.
    """
    content, asked = Content(), pinned.asked
    belonging = [kind for kind in kinds(pinned) if only is None or kind.key in only]
    with translation.override(LANGUAGE):
        for place, kind in enumerate(belonging):
            progress(place, len(belonging), str(kind.title))
            _freeze_report(content, asked, kind)
    content.rows = {key: content.rows[key] for key in sorted(content.rows)}
    return content


def _freeze_report(content: Content, asked: Asked, kind: ReportKind) -> None:
    report = kind.made(asked)
    content.reports[kind.key] = settled(as_plain(report))
    for opens in report.opened:
        if opens.key not in content.opened:
            content.keep(opens, rows_of(asked, opens), report.as_of)
        _check_count(opens, content.opened[opens.key]["total"], report)


def _check_count(opens: Opens, total: int, report: Report) -> None:
    """Every number is held against its rows, also where another number opened them before."""
    if opens.count is not None and total != opens.count:
        said = _("In “%(report)s” a number says %(n)s, but its list %(list)s has %(rows)s rows.")
        raise Invalid(
            said % {"report": report.title, "n": opens.count, "list": opens.view, "rows": total}
        )


def settled(plain: Any) -> Any:
    """Plain JSON as it comes back from the database: lists for tuples, words for lazy words."""
    if isinstance(plain, dict):
        return {str(name): settled(value) for name, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [settled(item) for item in plain]
    if plain is None or isinstance(plain, bool | int):
        return plain
    return str(plain)


def parts(content: Content) -> Iterable[EditionPart]:
    """The content as rows to write, without their issue."""
    for place, (key, plain) in enumerate(content.reports.items()):
        yield _part(PartKind.REPORT, key, plain["title"], plain, place)
    for place, (key, plain) in enumerate(content.rows.items()):
        yield _part(PartKind.ROWS, key, plain["title"], plain, place)
    yield _part(PartKind.OPENED, OPENED, str(PartKind.OPENED.label), content.opened)


def _part(kind: PartKind, key: str, title: str, plain: Any, place: int = 0) -> EditionPart:
    return EditionPart(
        kind=kind,
        key=key,
        title=title,
        place=place,
        content=plain,
        sha256=digest(plain),
        size=len(canonical(plain)),
        media_type="application/json",
    )
