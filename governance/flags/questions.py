"""The flags of questions in writing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from governance.flags.common import raise_for
from governance.lifecycle import QuestionState
from governance.queries import questions as queries
from ledger.flags import FewRaised, Raised, RaisedRows
from ledger.moments import Moment

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RaisedQuestions:
    """Findings that are questions."""

    rows: Any

    def count(self) -> int:
        """How many there are."""
        return int(self.rows.count())

    def __iter__(self) -> Iterator[Raised]:
        for said in self.rows.order_by("due_on", "subject__code"):
            yield _raised(said.subject, said.due_on + ONE_DAY, said, said.title)


def _raised(question: Any, since: Any, proof: Any, said: str) -> Raised:
    return Raised(
        subject_id=str(question.pk),
        since=since,
        proof=[str(proof.pk)],
        label=f"{question.code} {said}",
        view="question-detail",
        code=question.code,
    )


def overdue(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """The day of the answer has passed, and none is on record."""
    rows = queries.questions(viewer, moment, demonstration=demonstration)
    return RaisedQuestions(rows.filter(state=QuestionState.OVERDUE))


def answer_differs(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A figure quoted in an answer is not what the register computes for its day."""
    lines = queries.quoted(viewer, moment, demonstration=demonstration)
    found: dict[Any, Raised] = {}
    for line in lines:
        if line.outcome == "differs":
            quoted = line.printed
            said = f"{line.name}: answered {quoted.as_printed}, computed {line.computed}"
            found.setdefault(quoted.subject_id, _raised(quoted.subject, quoted.as_of, quoted, said))
    return FewRaised(list(found.values()))


raise_for(
    "questions.overdue",
    "Question not answered by its day",
    overdue,
    "A question in writing has a day by which the answer is due, that day is over, and no answer "
    "is on record. Raised since the day after.",
    "A/74/588, para 1",
    shown_in="question-list",
    rows={"state": QuestionState.OVERDUE.value},
)
raise_for(
    "questions.answer_differs",
    "An answer no longer agrees",
    answer_differs,
    "A figure that an answer in writing quotes is not what the register computes for the day the "
    "figure speaks for. Either more has become known since, or the answer was not right; the "
    "register corrects neither. Each question counts once.",
    "A/74/588, para 4",
    shown_in="question-list",
)
