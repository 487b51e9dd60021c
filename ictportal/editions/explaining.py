"""The explanation of changes between two editions: from what one printed to what the other did."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from audits import queries
from audits.causes import Step
from audits.explanation import (
    NUMBERS,
    WAYS,
    Explanation,
    Question,
    Standpoint,
    explain,
    findings,
    moved_rows,
)
from audits.lifecycle import Finding
from audits.views.registers import board_parameters
from ictportal.editions.reading import report_of
from ictportal.editions.verifying import pinned
from ictportal.models import EditionIssue
from ictportal.reports.content import Cell, Column, Line, Number, Report, Section, Table
from ictportal.reports.register import Asked
from ictportal.templatetags.portal import uno_date

#: The numbers explained, and where an edition prints them: figure, then part, or the field of it.
PRINTED: Mapping[str, tuple[str, str]] = {
    "all": ("recommendations.status", "denominator"),
    "implemented": ("recommendations.status", "implemented"),
    "not_fully_implemented": ("recommendations.not_fully_implemented", "numerator"),
    "open": ("recommendations.older_than_two_years", "denominator"),
    "older_than_two_years": ("recommendations.older_than_two_years", "minimum"),
}
REPORT = "recommendations"


def explained(before: EditionIssue, after: EditionIssue) -> Report:
    """Each number of recommendations from one edition to a later one of the same layer.

    The steps sum to the difference of what the two editions printed. Rows are read at what the
    editions pin, up to the class that both may show: nothing is shown that was not issued.
    """
    printed = {issue.pk: report_of(issue, REPORT) for issue in (before, after)}
    sections = [
        section
        for key in PRINTED
        if (section := _section(key, before, after, printed[before.pk], printed[after.pk]))
    ]
    return Report(
        key="changes",
        title=_("Explanation of changes"),
        as_of=after.as_of.isoformat(),
        known=after.known,
        layer="demonstration" if after.subject.demonstration else "record",
        sections=tuple(sections),
    )


def _section(
    key: str, before: EditionIssue, after: EditionIssue, then: Report | None, now: Report | None
) -> Section | None:
    """One number explained; nothing where neither edition printed it."""
    first, second = _standpoint(before, then, key), _standpoint(after, now, key)
    if first.printed is None or second.printed is None:
        return None
    parameters = board_parameters(after.subject.demonstration)
    question = Question(NUMBERS[key], first, second, parameters)
    found = explain(_reader(before, after).viewer, question)
    lead = _("%(before)s in %(first)s, %(after)s in %(second)s: a difference of %(gap)s.") % {
        "before": found.before,
        "first": before.subject.code,
        "after": found.after,
        "second": after.subject.code,
        "gap": f"{found.difference:+d}",
    }
    title = str(question.number.label)
    return Section(key, title, tuple(_tables(found, before, after)), lead)


def _reader(before: EditionIssue, after: EditionIssue) -> Asked:
    """Whoever may read both editions."""
    both = [pinned(issue).asked for issue in (before, after)]
    return min(both, key=lambda asked: len(asked.viewer.rights))


def _standpoint(issue: EditionIssue, report: Report | None, key: str) -> Standpoint:
    """What the edition pins, and the value it printed with the version of its definition."""
    figure, name = PRINTED[key]
    told = next((one for one in report.numbers if one.figure == figure), None) if report else None
    moment = pinned(issue).asked.moment
    return Standpoint(moment, _value(told, name), told.version) if told else Standpoint(moment)


def _value(told: Number, name: str) -> int | None:
    if name in Finding.values:
        return next((part.count for part in told.parts if part.key == name), 0)
    value: int | None = getattr(told, name)
    return value


def _tables(found: Explanation, before: EditionIssue, after: EditionIssue) -> Iterator[Table]:
    yield Table(
        key=f"steps-{found.question.number.key}",
        title=_("What changed the number"),
        columns=(
            Column(_("Cause")),
            Column(_("What it means"), "long"),
            Column(_("Added"), "number"),
            Column(_("Removed"), "number"),
            Column(_("Net"), "number"),
        ),
        lines=(
            _end(before, found.before),
            *(_step(step) for step in found.steps),
            _end(after, found.after),
        ),
    )
    rows = tuple(_moved(found))
    if rows:
        yield Table(
            key=f"rows-{found.question.number.key}",
            title=_("Which recommendations"),
            columns=(
                Column(_("Recommendation")),
                Column(_("What it asks for"), "long"),
                Column(_("Cause")),
                Column(_("Finding before")),
                Column(_("Finding after")),
                Column(_("Effect"), "number"),
            ),
            lines=rows,
            folded=True,
        )


def _end(issue: EditionIssue, value: int) -> Line:
    said = _("%(code)s, as at %(day)s") % {
        "code": issue.subject.code,
        "day": uno_date(issue.as_of),
    }
    cells = (Cell(said), Cell(), Cell(), Cell(), Cell(f"{value:,}", value))
    return Line(cells, kind="total")


def _step(step: Step) -> Line:
    added, removed = (len(rows) for rows in (step.added, step.removed))
    return Line(
        (
            Cell(str(step.cause.label)),
            Cell(str(step.cause.meaning)),
            Cell(f"{added:,}", added),
            Cell(f"{removed:,}", removed),
            Cell(f"{step.net:+,}", step.net),
        )
    )


def _moved(found: Explanation) -> Iterator[Line]:
    """Every recommendation that entered or left the number, under its cause."""
    for step in found.steps:
        for way in WAYS:
            ids = [pk for _way, pk in moved_rows(found, step, way)]
            look = found.counting(step, way)
            for row in queries.load(ids, look.rows, look.moment):
                yield _row(found, step, way, row)


def _row(found: Explanation, step: Step, way: str, row: Any) -> Line:
    pk: UUID = row.state.recommendation_id
    was, now = (_word(word) for word in findings(found, step, pk))
    effect = 1 if way == "added" else -1
    return Line(
        (
            Cell(str(row.recommendation)),
            Cell(row.state.particulars.title),
            Cell(str(step.cause.label)),
            Cell(was),
            Cell(now),
            Cell(f"{effect:+d}", effect),
        )
    )


def _word(finding: str) -> str:
    return str(Finding(finding).label) if finding in Finding.values else "–"
