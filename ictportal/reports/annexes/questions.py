"""Questions put in writing and the answers given in writing, with the figures these quote."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance.filters.questions import QuestionFilter
from governance.lifecycle import Asker, QuestionState
from governance.models import QuestionAnswer, QuestionLink
from governance.policies import standing
from governance.queries.questions import QuestionRow, links_of, ordered, questions, quoted
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.annexes.voices import sources
from ictportal.reports.content import Cell, Column, Leads, Line, Section, Table
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare
from projects import filters
from secretariat.reconciliation import Line as Held


@dataclass(frozen=True)
class Written:
    """A question with what it is about, its answers, and the figures these quote."""

    row: QuestionRow
    links: Sequence[QuestionLink]
    answers: Sequence[QuestionAnswer]
    held: Sequence[Held]


def build(asked: Asked) -> Sequence[Section]:
    """The questions in the order in which they were asked, and the figures quoted."""
    found = list(written(asked))
    return (
        Section("questions", _("Questions and written answers"), (_questions(found),)),
        Section("figures", _("Figures quoted in answers"), (_figures(found),)),
    )


def written(asked: Asked) -> Iterator[Written]:
    """What is chosen, each with its answers: as many statements for any number of questions."""
    layer: dict[str, Any] = {"demonstration": asked.demonstration}
    rows = questions(asked.viewer, asked.moment, **layer)
    found = list(ordered(_chosen(asked, rows), "asked"))
    ids = [row.subject_id for row in found]
    links = links_of(asked.viewer, ids, asked.moment, **layer)
    answers = _answers(asked, ids)
    held: dict[UUID, list[Held]] = defaultdict(list)
    for line in quoted(asked.viewer, asked.moment, **layer) if found else ():
        held[line.printed.subject_id].append(line)
    for said in found:
        pk = said.subject_id
        yield Written(QuestionRow(said, asked.moment.as_of), links[pk], answers[pk], held[pk])


def _chosen(asked: Asked, rows: Any) -> Any:
    return filters.apply(QuestionFilter, rows, dict(asked.parameters), asked.moment)


def _answers(asked: Asked, ids: Sequence[UUID]) -> Mapping[UUID, list[QuestionAnswer]]:
    said = standing(asked.viewer, QuestionAnswer, asked.moment, demonstration=asked.demonstration)
    rows = said.filter(subject__in=ids).select_related("office", "citation__document")
    found: dict[UUID, list[QuestionAnswer]] = defaultdict(list)
    for answer in rows.order_by("as_of", "ordinal"):
        found[answer.subject_id].append(answer)
    return found


# --- the tables ----------------------------------------------------------------------------------
def _questions(found: Sequence[Written]) -> Table:
    return Table(
        key="questions",
        title=_("Questions put in writing and the answers given"),
        columns=(
            Column(_("Question")),
            Column(_("Asked by, on")),
            Column(_("What is asked"), "long"),
            Column(_("What it is about")),
            Column(_("Written answer"), "long"),
            Column(_("State")),
        ),
        lines=tuple(Line(_cells(one)) for one in found),
        sources=sources(*(s for one in found for s in (one.row.said, *one.answers))),
        empty=_("No question put in writing is on record at this day."),
    )


def _cells(one: Written) -> tuple[Cell, ...]:
    said = one.row.said
    number = f"{said.subject.code} ({said.number})" if said.number else said.subject.code
    return (
        Cell(number, leads=Leads("question-detail", (said.subject.code,))),
        Cell(f"{capfirst(said.get_asked_by_display())}, {day_said(said.asked_on)}"),
        Cell(f"{said.title}\n{said.text}"),
        Cell("; ".join(str(link) for link in one.links)),
        Cell("\n".join(map(_answer, one.answers)) or _("No answer in writing is on record.")),
        Cell(capfirst(str(one.row.state.label))),
    )


def _answer(answer: QuestionAnswer) -> str:
    office = f", {answer.office.code}" if answer.office else ""
    return f"{day_said(answer.as_of)}{office}: {answer.text}"


def _figures(found: Sequence[Written]) -> Table:
    lines = [(one.row.said.subject.code, line) for one in found for line in one.held]
    return Table(
        key="quoted",
        title=_("Figures quoted in answers, as printed and as the register computes them"),
        columns=(
            Column(_("Question")),
            Column(_("Figure")),
            Column(_("As at")),
            Column(_("As printed"), "number"),
            Column(_("Computed"), "number"),
            Column(_("Outcome")),
        ),
        lines=tuple(Line(_held(code, line)) for code, line in lines),
        sources=sources(*(line.printed for _code, line in lines)),
        empty=_("No answer quotes a figure of the register."),
    )


def _held(code: str, line: Held) -> tuple[Cell, ...]:
    computed = "–" if line.computed is None else str(line.computed)
    return (
        Cell(code, leads=Leads("question-detail", (code,))),
        Cell(str(line.name)),
        Cell(day_said(line.day)),
        Cell(line.printed.as_printed),
        Cell(computed),
        Cell(capfirst(str(line.outcome_label))),
    )


def askers(asked: Asked) -> Sequence[tuple[str, str]]:
    """Who can put a question in writing."""
    return [(word.value, capfirst(str(word.label))) for word in Asker]


def states(asked: Asked) -> Sequence[tuple[str, str]]:
    """How a question can stand."""
    return [(word.value, capfirst(str(word.label))) for word in QuestionState]


declare(
    ReportKind(
        key="questions",
        title=later("Questions and written answers"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "What was asked in writing, what was answered, and whether the figures still agree."
        ),
        shelf=Shelf.REPORT,
        build=build,
        choices=(
            Choice("asked_by", later("Who asked"), askers),  # type: ignore[arg-type]
            Choice("state", later("State"), states),  # type: ignore[arg-type]
        ),
    )
)
