"""Read answers about questions in writing for pages, API and exports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from governance import policies
from governance.lifecycle import QuestionState
from governance.models import (
    QuestionAnswer,
    QuestionLink,
    QuestionParticulars,
    QuotedFigure,
)
from ledger.moments import Moment
from secretariat.reconciliation import Line, Reader

ORDERINGS = {
    "asked": ("asked_on", "subject__code"),
    "code": ("subject__code",),
    "title": ("title", "subject__code"),
    "asked_by": ("asked_by", "asked_on", "subject__code"),
    "due": ("due_on", "subject__code"),
    "answered": ("answered_on", "subject__code"),
    "state": ("state", "asked_on", "subject__code"),
}


@dataclass(frozen=True)
class QuestionRow:
    """A question as lists show it; ``said`` carries what :func:`questions` adds."""

    said: Any
    as_of: date

    @property
    def state(self) -> QuestionState:
        """How it stands."""
        return QuestionState(self.said.state)

    @property
    def days_late(self) -> int | None:
        """How many days after its due day it was answered, or has waited; ``None`` if not late."""
        if self.state not in {QuestionState.LATE, QuestionState.OVERDUE}:
            return None
        return ((self.said.answered_on or self.as_of) - self.said.due_on).days


def questions(viewer: Any, moment: Moment, *, demonstration: bool = False) -> Any:
    """Each question as it stood, with the day of its first answer, how it stands, and numbers.

    Adds ``answered_on``, ``state``, ``answers`` and ``quoted`` (how many of each) in SQL.
    """
    rows = policies.current(viewer, QuestionParticulars, moment, demonstration=demonstration)
    answers = _of(QuestionAnswer, moment)
    first = answers.order_by("as_of", "ordinal").values("as_of")[:1]
    found = rows.annotate(
        answered_on=Subquery(first),
        answers=_counted(answers),
        quoted=_counted(_of(QuotedFigure, moment)),
    ).annotate(state=_state(moment))
    return found.select_related("subject", "concerns", "office", "citation__document")


def _of(model: Any, moment: Moment) -> Any:
    """What stood about the question of a row."""
    rows = model.objects.standing(known=moment.known)
    return rows.filter(subject=OuterRef("subject"), as_of__lte=moment.as_of)


def _counted(rows: Any) -> Coalesce:
    counted = rows.order_by().values("subject").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def _state(moment: Moment) -> Case:
    """Late is an answer after the due day; overdue a due day that passed without an answer."""
    return Case(
        When(answered_on__gt=F("due_on"), then=Value(QuestionState.LATE.value)),
        When(answered_on__isnull=False, then=Value(QuestionState.ANSWERED.value)),
        When(due_on__lt=moment.as_of, then=Value(QuestionState.OVERDUE.value)),
        default=Value(QuestionState.WAITING.value),
        output_field=CharField(),
    )


def ordered(rows: Any, ordering: str) -> Any:
    """The rows in one of the declared orders, a minus turning it; what has no value comes last."""
    first, *rest = ORDERINGS.get(ordering.lstrip("-"), ORDERINGS["asked"])
    name, down = F(first), ordering.startswith("-")
    turned = name.desc(nulls_last=True) if down else name.asc(nulls_last=True)
    return rows.order_by(turned, *rest)


def find_question(viewer: Any, code: str, moment: Moment, *, demonstration: bool) -> Any:
    """The question with this code in one layer as it stood; ``None`` when it is not there."""
    rows = questions(viewer, moment, demonstration=demonstration)
    return rows.filter(subject__code=code).first()


def links_of(
    viewer: Any, found: Iterable[UUID], moment: Moment, *, demonstration: bool = False
) -> dict[UUID, list[QuestionLink]]:
    """What each of the questions is about: one statement for any number of them."""
    rows = policies.standing(viewer, QuestionLink, moment, demonstration=demonstration)
    joined = rows.filter(subject__in=list(found)).select_related(
        "project", "body", "mandate__document", "citation__document"
    )
    links: dict[UUID, list[QuestionLink]] = defaultdict(list)
    for link in joined.order_by("as_of", "ordinal"):
        links[link.subject_id].append(link)
    return links


# --- answers and the figures they quote ----------------------------------------------------------
@dataclass(frozen=True)
class Answered:
    """An answer in writing and the figures it quotes, each held against the register."""

    said: QuestionAnswer
    lines: list[Line]

    @property
    def disagreeing(self) -> int:
        """How many of the figures the register computes differently today."""
        return sum(line.outcome == "differs" for line in self.lines)


def answers_to(viewer: Any, said: QuestionParticulars, moment: Moment) -> list[Answered]:
    """The answers to a question, the newest first, with the figures each quotes."""
    rows = QuestionAnswer.objects.filter(subject=said.subject_id, as_of__lte=moment.as_of)
    answers = rows.standing(known=moment.known).select_related(
        "office", "citation__document", "entry"
    )
    layer = said.subject.demonstration
    found = quoted(viewer, moment, demonstration=layer, question=said.subject_id)
    lines: dict[date, list[Line]] = defaultdict(list)
    for line in found:
        lines[line.printed.as_of].append(line)
    return [
        Answered(answer, lines[answer.as_of]) for answer in answers.order_by("-as_of", "-ordinal")
    ]


def quoted(
    viewer: Any, moment: Moment, *, demonstration: bool, question: UUID | None = None
) -> list[Line]:
    """Every figure that answers of a layer quote, each held against the day it speaks for."""
    rows = policies.standing(viewer, QuotedFigure, moment, demonstration=demonstration)
    asked = Q(subject=question) if question else Q()
    reader = Reader(viewer, moment)
    return [
        reader.line(one, one, one.figure_as_of, demonstration=demonstration)
        for one in rows.filter(asked)
        .select_related("subject", "citation__document")
        .order_by("subject__code", "as_of", "ordinal")
    ]
