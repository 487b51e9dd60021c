"""Made-up documents that ask, answer and regulate; no document of the UN has their symbols."""

from collections.abc import Iterator
from datetime import date

from ictportal.demonstration.governance.hands import Sessions
from ledger.importing.kinds import Cells, Change, get
from secretariat.models import Person

BULLETIN = "DEMO/ICT/2018/8"
FIRST_SESSION = 1945
#: How many sessions back something was asked.
ASKED = 3


def session_of(year: int) -> int:
    """The session whose main part lies in a year."""
    return year - FIRST_SESSION


def act(session: int) -> str:
    """The resolution of a session."""
    return f"DEMO/ICT/{FIRST_SESSION + session}/5"


def advice(session: int) -> str:
    """The report of the advisers to a session."""
    return f"DEMO/ICT/{FIRST_SESSION + session}/6"


def answer(session: int) -> str:
    """The report to a session on what was asked before."""
    return f"DEMO/ICT/{FIRST_SESSION + session}/7"


def draft(session: int) -> str:
    """The draft resolution before a session."""
    return f"DEMO/ICT/{FIRST_SESSION + session}/9"


def advised_on(session: int) -> date:
    """The day of the advisers' report."""
    return date(FIRST_SESSION + session, 10, 15)


def answered_on(session: int) -> date:
    """The day of the report on what was asked."""
    return date(FIRST_SESSION + session, 9, 25)


def lay(admin: Person, sessions: Sessions) -> None:
    """Record them as documents, as an import does it."""
    changes = [
        Change(line=line, key=(row["symbol"],), before=None, after=row)
        for line, row in enumerate(_rows(sessions), start=2)
    ]
    get("documents").write(admin, "Demonstration", changes)


def _rows(sessions: Sessions) -> Iterator[Cells]:
    last = sessions.last
    yield _row(BULLETIN, "Demonstration bulletin on the governance of ICT", date(2018, 3, 1))
    for session in range(last - ASKED, last + 1):
        closes = sessions.closes(session)
        for symbol, what, issued in (
            (act(session), "Demonstration resolution on ICT", closes),
            (advice(session), "Demonstration report of the advisers on ICT", advised_on(session)),
            (answer(session), "Demonstration report on what was asked", answered_on(session)),
        ):
            yield _row(symbol, f"{what}, session {session}", issued, session)
    name = f"Demonstration draft resolution on ICT, session {last}"
    yield _row(draft(last), name, date(FIRST_SESSION + last, 11, 30), last)


def _row(symbol: str, title: str, issued: date, session: int | None = None) -> dict[str, str]:
    day = issued.isoformat()
    return {
        "symbol": symbol,
        "kind": "other",
        "title": title,
        "session": str(session or ""),
        "issued_not_before": day,
        "issued_not_after": day,
    }
