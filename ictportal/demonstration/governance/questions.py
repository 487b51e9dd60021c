"""Made-up questions in writing over three sessions, and what was answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ictportal.demonstration.governance.documents import FIRST_SESSION, answer, answered_on
from ictportal.demonstration.governance.hands import Office, Sessions
from ictportal.demonstration.governance.quoting import Number, as_given
from ictportal.demonstration.portfolio.hands import Row, bring
from secretariat.models import Measure

#: Days from the report to the questions, and from these to the day of the answers.
TO_ASK, TO_ANSWER = timedelta(days=7), timedelta(days=10)
#: How long ago the question that still waits was asked.
LATELY = timedelta(days=4)


@dataclass(frozen=True)
class Asked:
    """A question: sessions back, its number, what is asked of which office, and what it is about.

    ``answers`` are days after the question with their texts; ``numbers`` what the first one gives.
    """

    code: str
    back: int
    number: str
    title: str
    text: str
    office: str = "DEMO-ICT"
    asked_by: str = "acabq"
    about: tuple[Mapping[str, str], ...] = ()
    answers: Mapping[int, str] = field(default_factory=dict)
    numbers: tuple[Number, ...] = ()
    lately: bool = False


ASKED: tuple[Asked, ...] = (
    Asked(
        *("DEMO-Q01", 2, "1", "How often the bodies met"),
        "Made up: how many meetings were required of all bodies last year, and how many were held?",
        about=({"body": "DEMO-BOARD"},),
        answers={8: "Made up: the numbers of the year stand in the table; the minutes are there."},
        numbers=(
            Number("governance.meetings", parameters="period={before}"),
            Number("governance.meetings", Measure.DENOMINATOR, "period={before}"),
        ),
    ),
    Asked(
        *("DEMO-Q02", 2, "4", "Which requests were met"),
        "Made up: of all that was requested and is due, how much was done?",
        about=({"mandate": "DEMO-R03"},),
        answers={24: "Made up: the count took longer because two offices answered late."},
        numbers=(
            Number("mandates.fulfilled"),
            Number("mandates.fulfilled", Measure.DENOMINATOR),
        ),
    ),
    Asked(
        *("DEMO-Q03", 2, "7", "What the count of applications showed"),
        "Made up: which offices run applications that nobody answers for?",
        about=({"project": "DP04"}, {"mandate": "DEMO-R01"}),
        answers={9: "Made up: three offices did; each has named somebody since."},
    ),
    Asked(
        *("DEMO-Q04", 1, "2", "How many recommendations are on record"),
        "Made up: how many recommendations of the auditors does the Administration follow up?",
        about=({"recommendation": "Demonstration auditors, last report, item 1"},),
        answers={7: "Made up: all of the last years are followed up until they are closed."},
        numbers=(Number("recommendations.status", Measure.DENOMINATOR),),
    ),
    Asked(
        *("DEMO-Q05", 1, "5", "Requests fulfilled since the last report"),
        "Made up: how many of the requests that were due are fulfilled today?",
        about=({"mandate": "DEMO-R07"}, {"mandate": "DEMO-R08"}),
        answers={10: "Made up: the number counts one report that was withdrawn afterwards."},
        numbers=(
            Number("mandates.fulfilled", beside=1),
            Number("mandates.fulfilled", Measure.DENOMINATOR),
        ),
    ),
    Asked(
        *("DEMO-Q06", 1, "6", "What the bodies must deliver"),
        "Made up: which of the outputs the terms of reference ask for came last year?",
        office="DEMO-HR",
        asked_by="fifth_committee",
        about=({"body": "DEMO-BOARD"},),
        answers={
            6: "Made up: all but one came; the annex names each.",
            15: "Made up: in addition, the late outputs came in January.",
        },
    ),
    Asked(
        *("DEMO-Q07", 0, "3", "What the emergency rooms cost"),
        "Made up: what does each of the two rooms cost in a year, and who pays for it?",
        about=({"mandate": "DEMO-R13"},),
    ),
    Asked(
        *("DEMO-Q08", 0, "9", "Which offices took part in the tests"),
        "Made up: the auditors ask for the names of the offices that took part.",
        office="DEMO-CONF",
        asked_by="oversight",
        lately=True,
    ),
)


def lay(office: Office, sessions: Sessions) -> None:
    """What was asked, what it is about, what was answered, and the numbers of the answers."""
    by = office.secretary
    bring("questions", by, [_row(asked, sessions) for asked in ASKED])
    bring("question_links", by, _links(sessions))
    bring("question_answers", by, _answers(sessions))
    bring("question_figures", by, _numbers(office, sessions))


def asked_on(asked: Asked, sessions: Sessions) -> date:
    """A week after the report to the session; the one that waits a few days ago."""
    if asked.lately:
        return sessions.today - LATELY
    return answered_on(sessions.last - asked.back) + TO_ASK


def _row(asked: Asked, sessions: Sessions) -> Row:
    day, session = asked_on(asked, sessions), sessions.last - asked.back
    return {
        "code": asked.code,
        "asked_by": asked.asked_by,
        "number": asked.number,
        "title": asked.title,
        "text": asked.text,
        "asked_on": day.isoformat(),
        "due_on": (day + TO_ANSWER).isoformat(),
        "session": str(session),
        "concerns": answer(session),
        "office": asked.office,
        "as_of": day.isoformat(),
    }


def _links(sessions: Sessions) -> Iterator[Row]:
    for asked in ASKED:
        as_of = asked_on(asked, sessions).isoformat()
        for about in asked.about:
            yield {"question": asked.code, **about, "as_of": as_of}


def _answers(sessions: Sessions) -> Iterator[Row]:
    for asked in ASKED:
        for after, text in asked.answers.items():
            day = asked_on(asked, sessions) + timedelta(days=after)
            row = {"question": asked.code, "text": text, "office": asked.office}
            yield {**row, "as_of": day.isoformat()}


def _numbers(office: Office, sessions: Sessions) -> Iterator[Row]:
    """The numbers of the first answers, each of the day of the report asked about."""
    for asked in ASKED:
        session = sessions.last - asked.back
        of = answered_on(session)
        year = str(FIRST_SESSION + session - 1)
        for number in asked.numbers:
            day = asked_on(asked, sessions) + timedelta(days=min(asked.answers))
            given = as_given(office.secretary, _of_year(number, year), of)
            if given is not None:
                days = {"figure_as_of": of.isoformat(), "as_of": day.isoformat()}
                yield {"question": asked.code, **given, **days}


def _of_year(number: Number, year: str) -> Number:
    return replace(number, parameters=number.parameters.replace("{before}", year))
