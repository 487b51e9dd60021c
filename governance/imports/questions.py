"""Sheets of questions in writing, what they are about, the answers, and the figures these quote."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from governance.imports.common import AS_OF, KEEP, both, days_in_order, last_day, merged, the
from governance.lifecycle import Asker
from governance.models import (
    Body,
    Mandate,
    Question,
    QuestionAnswer,
    QuestionLink,
    QuestionParticulars,
    QuotedFigure,
)
from ledger import days
from ledger.importing import cells as read
from ledger.importing.kinds import Change
from ledger.importing.reading import Fault
from projects.models import Project
from secretariat import cells
from secretariat.imports.quoted import quoted_cells, quoted_rule
from secretariat.models import Document, Entity
from secretariat.sheets import Sheet
from secretariat.symbols import normal

ABOUT = ("project", "body", "mandate", "recommendation")
OF_QUESTION = the("question", "question")


def _question_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """A question has been asked already."""
    for change in changes:
        asked = last_day(merged(change).get("asked_on", ""))
        if asked and asked > days.today():
            yield Fault(change.line, "asked_on", "future", "This day has not come yet.")


def _link_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """A row names one thing the question is about."""
    for change in changes:
        row = merged(change)
        if sum(bool(row.get(name)) for name in ABOUT) != 1:
            said = "Name one of the four: project, body, request, or recommendation."
            yield Fault(change.line, "project", "one", said)


def _asked_on() -> Mapping[str, date]:
    """The day each question on record was asked, by its code."""
    rows = QuestionParticulars.objects.current(days.FAR_FUTURE)
    return dict(rows.values_list("subject__code", "asked_on"))


def _answer_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """An answer comes after the question."""
    asked = _asked_on()
    for change in changes:
        row = merged(change)
        answered, first = last_day(row.get("as_of", "")), asked.get(row["question"])
        if answered and first and answered < first:
            said = f"The question was asked on {first.isoformat()}, after this day."
            yield Fault(change.line, "as_of", "order", said)


def _quoting_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """An answer of that day quotes the number, of a day that had come."""
    rows = QuestionAnswer.objects.standing().values_list("subject__code", "as_of")
    answered = set(rows)
    for change in changes:
        row = merged(change)
        day, of = last_day(row.get("as_of", "")), last_day(row.get("figure_as_of", ""))
        if day and (row["question"], day) not in answered:
            yield Fault(
                change.line, "as_of", "unanswered", _answers_said(row["question"], answered)
            )
        if day and of and of > day:
            said = "The number speaks for a day after the answer."
            yield Fault(change.line, "figure_as_of", "order", said)


def _answers_said(code: str, answered: Iterable[tuple[str, date]]) -> str:
    """Which days a number can be quoted on."""
    found = sorted(day.isoformat() for question, day in answered if question == code)
    if not found:
        return "No answer to this question is on record. Record the answer first."
    return f"Give the day of the answer that quotes the number: {', '.join(found)}."


def sheets() -> Iterator[Sheet]:
    """Questions and all that is said of them."""
    yield _questions()
    yield _links()
    yield _answers()
    yield _quoted()


def _questions() -> Sheet:
    return Sheet(
        "questions",
        "Questions in writing",
        Question,
        QuestionParticulars,
        finds=(cells.code(),),
        cells=(
            cells.word("asked_by", "who asks", Asker, required=True),
            cells.text("number", "number of the question as printed", clean=read.short(60)),
            cells.text("title", "what is asked, in a few words", required=True),
            cells.prose("text", "what is asked, in own words", required=True),
            cells.day("asked_on", "day it was asked", required=True),
            cells.day("due_on", "day by which the answer is due"),
            cells.number("session", "session of the Assembly it belongs to"),
            cells.named(
                "concerns",
                "symbol of the report it is about",
                Document,
                code_field="symbol",
                clean=normal,
            ),
            cells.named("office", "code of the entity that is to answer", Entity),
            AS_OF,
        ),
        permission=KEEP,
        rule=both(days_in_order("asked_on", "due_on"), _question_rule),
    )


def _links() -> Sheet:
    return Sheet(
        "question_links",
        "What questions are about",
        Question,
        QuestionLink,
        finds=(OF_QUESTION,),
        cells=(
            cells.named("project", "code of a project", Project),
            cells.named("body", "code of a governing body", Body),
            cells.named("mandate", "code of a request or recommendation", Mandate),
            cells.text("recommendation", "symbol and place of an oversight recommendation"),
            AS_OF,
        ),
        within=ABOUT,
        new_records=False,
        permission=KEEP,
        rule=_link_rule,
    )


def _answers() -> Sheet:
    return Sheet(
        "question_answers",
        "Answers in writing",
        Question,
        QuestionAnswer,
        finds=(OF_QUESTION,),
        cells=(
            cells.prose("text", "what was answered, in own words", required=True),
            cells.named("office", "code of the entity that answered", Entity),
            AS_OF,
        ),
        within=("as_of",),
        new_records=False,
        permission=KEEP,
        rule=_answer_rule,
    )


def _quoted() -> Sheet:
    return Sheet(
        "question_figures",
        "Figures quoted in answers",
        Question,
        QuotedFigure,
        finds=(OF_QUESTION,),
        cells=(
            *quoted_cells(on_record=False),
            cells.period("figure_as_of", "the day the number speaks for", required=True),
            cells.number("value", "the number", required=True),
            cells.text("as_printed", "as the answer gives it", required=True),
            cells.text("explanation", "why the register computes another number"),
            AS_OF,
        ),
        within=("figure", "parameters", "part", "measure", "figure_as_of", "as_of"),
        new_records=False,
        permission=KEEP,
        rule=both(quoted_rule, _quoting_rule),
    )
