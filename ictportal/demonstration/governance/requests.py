"""Made-up requests and recommendations over four sessions, and what became of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from governance.actions.mandates import record_finding
from governance.models import Mandate
from ictportal.demonstration.governance.documents import (
    act,
    advice,
    advised_on,
    answer,
    answered_on,
    draft,
)
from ictportal.demonstration.governance.hands import Office, Sessions
from ictportal.demonstration.portfolio.hands import Row, bring

TO_COME = "next"
#: Verbs that ask for nothing by a day are of the resolution or of its draft.
RESOLUTION, ADVISERS, DRAFT = "assembly", "acabq", "draft"


@dataclass(frozen=True)
class Asked:
    """A request: how many sessions before the last one it was made, by whom, and what it asks.

    ``due`` is counted like ``back``: so many sessions before the last one; ``next`` is the next
    part of a session to come. ``through`` is the request whose answer carries this one's.
    """

    code: str
    back: int
    paragraph: str
    authority: str
    verb: str
    title: str
    text: str
    due: int | str | None = None
    part: str = "main"
    deliverable: str = ""
    through: str = ""
    project: str = ""
    endorsed: bool = False
    addressee: str = "Demonstration Office of ICT"


ASKED: tuple[Asked, ...] = (
    Asked(
        *("DEMO-R01", 3, "para 4", RESOLUTION, "requests", "Count of all applications"),
        "Made up: every office counts its applications and names who answers for each.",
        due=2,
        deliverable="Table of applications by office",
        project="DP04",
    ),
    Asked(
        *("DEMO-R02", 3, "para 12", ADVISERS, "recommends", "Test of the emergency rooms"),
        "Made up: both rooms are tested at night, with everybody at home.",
        due=2,
        part="second_resumed",
        deliverable="Report on the test",
        endorsed=True,
    ),
    Asked(
        *("DEMO-R03", 3, "para 7", RESOLUTION, "requests", "Full report on what ICT costs"),
        "Made up: all costs of all offices, with those paid from other funds.",
        due=2,
        deliverable="Report on costs",
    ),
    Asked(
        *("DEMO-R04", 3, "para 14", ADVISERS, "recommends", "Costs of contractors told apart"),
        "Made up: the report on costs tells contractors apart from staff.",
        through="DEMO-R03",
        deliverable="Chapter of the report on costs",
        endorsed=True,
    ),
    Asked(
        *("DEMO-R05", 3, "para 15", ADVISERS, "stresses", "One voice towards suppliers"),
        "Made up: offices that buy the same thing speak with the supplier together.",
    ),
    Asked(
        *("DEMO-R06", 2, "para 2", RESOLUTION, "notes", "Note taken of the yearly report"),
        "Made up: the report is noted.",
        addressee="",
    ),
    Asked(
        *("DEMO-R07", 2, "para 5", RESOLUTION, "requests", "Report on costs, asked for again"),
        "Made up: the report on costs did not come; it is asked for without further delay.",
        due=1,
        deliverable="Report on costs",
    ),
    Asked(
        *("DEMO-R08", 2, "para 9", ADVISERS, "recommends", "Four lists for a fair comparison"),
        "Made up: four lists, each by office and year, so that offices can be compared.",
        due=1,
        deliverable="Four lists",
        endorsed=True,
    ),
    Asked(
        *("DEMO-R09", 2, "para 11", ADVISERS, "trusts", "Lessons told in the next report"),
        "Made up: what went wrong is told as openly as what went well.",
        due=1,
        deliverable="Chapter on lessons",
        project="DP12",
    ),
    Asked(
        *("DEMO-R10", 1, "para 1", RESOLUTION, "endorses", "Advice on the four lists endorsed"),
        "Made up: the advice of the year before is endorsed.",
        addressee="",
    ),
    Asked(
        *("DEMO-R11", 1, "para 6", RESOLUTION, "requests", "Report on costs, the third time"),
        "Made up: the report on costs is still missing and is to come to the next session.",
        due=0,
        deliverable="Report on costs",
    ),
    Asked(
        *("DEMO-R12", 1, "para 8", ADVISERS, "recommends", "A plan for regional offices"),
        "Made up: a plan says which office gets which service, and when.",
        due=0,
        deliverable="Plan for regional offices",
    ),
    Asked(
        *("DEMO-R13", 0, "para 3", RESOLUTION, "requests", "What the emergency rooms are worth"),
        "Made up: the tests of two years are compared and the cost of each room is told.",
        due=TO_COME,
        deliverable="Comparison of the tests",
    ),
    Asked(
        *("DEMO-R14", 0, "para 10", ADVISERS, "trusts", "Names of the offices that were asked"),
        "Made up: the comparison names the offices that took part.",
        through="DEMO-R13",
    ),
    Asked(
        *("DEMO-R15", 0, "para 2", DRAFT, "encourages", "Offices encouraged to share rooms"),
        "Made up: offices that have the room take in the machines of others.",
    ),
)
#: Of R08: letter, title, how far, what shows it.
PARTS = (
    ("a", "Devices by office", "done", "Table 1 of the report"),
    ("b", "Licences by office", "done", "Table 2 of the report"),
    ("c", "Hours without a link", "under_way", "Counted for six of ten offices"),
    ("d", "Costs by user", "not_started", ""),
)
#: Later, how it speaks of the earlier, earlier.
LINKS = (
    ("DEMO-R07", "recalls", "DEMO-R03"),
    ("DEMO-R11", "recalls", "DEMO-R07"),
    ("DEMO-R10", "endorses", "DEMO-R08"),
    ("DEMO-R13", "follows", "DEMO-R02"),
)
#: Request, what is said, in the answer or the resolution of which session back, place, text.
FOUND = (
    ("DEMO-R01", "fulfilled", answer, 2, "para 3", "Made up: the table is there and complete."),
    ("DEMO-R03", "not_fulfilled", act, 2, "para 5", "Made up: the report has not come."),
    ("DEMO-R07", "not_fulfilled", act, 1, "para 6", "Made up: it is missing a second time."),
    ("DEMO-R08", "partly", answer, 1, "table 4", "Made up: two of the four lists are there."),
    ("DEMO-R11", "not_fulfilled", act, 0, "para 4", "Made up: it is missing a third time."),
    ("DEMO-R12", "fulfilled", answer, 0, "annex", "Made up: the plan names ten offices."),
)
#: Recorded by the secretary at the desk, the others from a file: it came two sessions later.
LATE = ("DEMO-R02", "fulfilled", 1, "para 9", "Made up: the report on the test, a year late.")


def lay(office: Office, sessions: Sessions) -> None:
    """What was asked, its parts and chains, and what later documents say of it."""
    by = office.secretary
    bring("mandates", by, [_row(asked, sessions) for asked in ASKED])
    bring("mandate_parts", by, _parts(sessions))
    bring("mandate_links", by, _links(sessions))
    bring("mandate_findings", by, _findings(sessions))
    _find_late(office, sessions)


def asked_on(asked: Asked, sessions: Sessions) -> date:
    """The day of the document that asks."""
    session = sessions.last - asked.back
    return advised_on(session) if asked.authority == ADVISERS else sessions.closes(session)


def _row(asked: Asked, sessions: Sessions) -> Row:
    session = sessions.last - asked.back
    document = {RESOLUTION: act, ADVISERS: advice, DRAFT: draft}[asked.authority]
    return {
        "code": asked.code,
        "act": document(session),
        "paragraph": asked.paragraph,
        "authority": asked.authority,
        "verb": asked.verb,
        "title": asked.title,
        "text": asked.text,
        "addressee": asked.addressee,
        "deliverable": asked.deliverable,
        "vehicle": asked.through,
        "project": asked.project,
        "endorsed_by": act(session) if asked.endorsed else "",
        "as_of": asked_on(asked, sessions).isoformat(),
        **_due(asked, sessions),
    }


def _due(asked: Asked, sessions: Sessions) -> Mapping[str, str]:
    """The session and part; where the calendar ends, the session after the last."""
    if asked.due is None:
        return {}
    session, part = sessions.last + 1, "main"
    if isinstance(asked.due, int):
        session, part = sessions.last - asked.due, asked.part
    elif sessions.ahead:
        session, part = sessions.ahead[0].session, sessions.ahead[0].part
    words = {"due_session": str(session), "due_part": part}
    return {**words, "due_text": f"made up: at session {session}"}


def _parts(sessions: Sessions) -> Iterator[Row]:
    day = answered_on(sessions.last - 1).isoformat()
    for letter, title, state, evidence in PARTS:
        row = {"mandate": "DEMO-R08", "letter": letter, "title": title, "state": state}
        yield {**row, "evidence": evidence, "as_of": day}


def _links(sessions: Sessions) -> Iterator[Row]:
    days = {asked.code: asked_on(asked, sessions) for asked in ASKED}
    for later, kind, earlier in LINKS:
        as_of = days[later].isoformat()
        yield {"mandate": later, "kind": kind, "other": earlier, "as_of": as_of}


def _findings(sessions: Sessions) -> Iterator[Row]:
    for code, word, said_in, back, place, text in FOUND:
        session = sessions.last - back
        day = sessions.closes(session) if said_in is act else answered_on(session)
        yield {
            **{"mandate": code, "word": word, "text": text, "as_of": day.isoformat()},
            **{"document": said_in(session), "locator": place},
        }


def _find_late(office: Office, sessions: Sessions) -> None:
    code, word, back, place, text = LATE
    mandate = Mandate.objects.get(code=code)
    session = sessions.last - back
    record_finding(
        by=office.secretary,
        mandate_id=mandate.pk,
        expected_version=mandate.version,
        word=word,
        document=answer(session),
        locator=place,
        as_of=answered_on(session),
        text=text,
    )
