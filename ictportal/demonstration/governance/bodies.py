"""Made-up governing bodies: their terms of reference, seats, and what they owe."""

from collections.abc import Iterator
from datetime import date, timedelta

from ictportal.demonstration.governance.documents import act, session_of
from ictportal.demonstration.governance.hands import Calendar, Office, Sessions
from ictportal.demonstration.portfolio.hands import Row, bring

STEERING, BOARD, POLICY = "DEMO-STEERING", "DEMO-BOARD", "DEMO-POLICY"
ARCHITECTURE, DATA = "DEMO-ARCHITECTURE", "DEMO-DATA"
COUNCIL, FORESIGHT = "DEMO-DATA-COUNCIL", "DEMO-FORESIGHT"
SINCE = "2018-03-01"

#: Code, name, Chinese name, body above it, what it is for.
BODIES = (
    (
        *(STEERING, "Demonstration Steering Committee", "演示指导委员会", ""),
        "Made up: agrees on the aims and the money of ICT, and settles what others could not.",
    ),
    (
        *(BOARD, "Demonstration ICT Board", "演示信通技术局", STEERING),
        "Made up: looks at every project and at what the offices share.",
    ),
    (
        *(POLICY, "Demonstration Policy Committee", "演示政策委员会", BOARD),
        "Made up: reads each draft of a policy twice and sends it on or back.",
    ),
    (
        *(ARCHITECTURE, "Demonstration Architecture Board", "", BOARD),
        "Made up: says which systems fit together before they are bought.",
    ),
    (
        *(DATA, "Demonstration Data Panel", "", BOARD),
        "Made up: kept the list of data sets and of those who answer for them.",
    ),
)
ALIASES = (
    (STEERING, "Demonstration Steering Group", "en"),
    (BOARD, "Demonstration ICT Committee", "en"),
    (BOARD, "演示信通技术委员会", "zh"),
    (POLICY, "Demonstration Policy Group", "en"),
    (DATA, "Demonstration Panel on Data", "en"),
)
#: Body, end of the code, what it is, holder, entity; then from when on which office follows.
SEATS: tuple[tuple[str, ...], ...] = (
    (STEERING, "CHAIR", "chair", "Head of Headquarters", "DEMO-HQ"),
    (STEERING, "FIN", "member", "Head of Finance", "DEMO-FIN"),
    (STEERING, "OPS", "member", "Head of Operations", "DEMO-OPS"),
    (STEERING, "HR", "member", "Head of Human Resources", "DEMO-HR"),
    (STEERING, "ICT", "ex_officio", "Chief of ICT", "DEMO-ICT"),
    (STEERING, "SECRETARY", "secretary", "Planning unit of ICT", "DEMO-ICT"),
    (BOARD, "CHAIR", "chair", "Chief of ICT", "DEMO-ICT"),
    (BOARD, "FIN", "member", "Systems unit of Finance", "DEMO-FIN"),
    (BOARD, "OPS", "member", "Systems unit of Operations", "DEMO-OPS"),
    (BOARD, "CONF", "member", "Conference Service", "DEMO-CONF"),
    (BOARD, "REGIONS", "member", "Regional Office, East", "DEMO-REG1", "Regional Office, West"),
    (BOARD, "SECRETARY", "secretary", "Planning unit of ICT", "DEMO-ICT"),
    (POLICY, "CHAIR", "chair", "Standards unit of ICT", "DEMO-ICT"),
    (POLICY, "FIN", "member", "Controls unit of Finance", "DEMO-FIN"),
    (POLICY, "HR", "member", "Rules unit of Human Resources", "DEMO-HR"),
    (POLICY, "FIELD", "member", "Field Mission One", "DEMO-MIS1"),
    (ARCHITECTURE, "CHAIR", "chair", "Architecture unit of ICT", "DEMO-ICT"),
    (ARCHITECTURE, "OPS", "member", "Systems unit of Operations", "DEMO-OPS"),
    (ARCHITECTURE, "CONF", "member", "Conference Service", "DEMO-CONF"),
    (DATA, "CHAIR", "chair", "Records unit of Headquarters", "DEMO-HQ"),
    (DATA, "ICT", "member", "Data unit of ICT", "DEMO-ICT"),
    (COUNCIL, "CHAIR-1", "co_chair", "Records unit of Headquarters", "DEMO-HQ"),
    (COUNCIL, "CHAIR-2", "co_chair", "Data unit of ICT", "DEMO-ICT"),
    (COUNCIL, "FIN", "member", "Reporting unit of Finance", "DEMO-FIN"),
    (COUNCIL, "OPS", "member", "Planning unit of Operations", "DEMO-OPS"),
)


def lay(office: Office, calendar: Calendar, sessions: Sessions) -> None:
    """The bodies and all they are bound by, before the first of their meetings."""
    by = office.secretary
    bring("bodies", by, _bodies(calendar))
    bring("body_aliases", by, _aliases())
    bring("body_successions", by, _successions(calendar))
    bring("terms_of_reference", by, _terms(calendar, sessions))
    bring("seats", by, _seats(calendar))
    bring("mandated_outputs", by, _outputs(calendar))
    bring("output_deliveries", by, _deliveries(calendar))
    bring("meeting_counts", by, _counts(calendar))


def abolish(office: Office, calendar: Calendar) -> None:
    """The panel ends in the middle of last year; its successor has met since."""
    last = next(row for row in _bodies(calendar) if row["code"] == DATA)
    ended = changed_on(calendar)[0]
    row = {**last, "state": "ended", "ended_on": ended, "as_of": ended}
    bring("bodies", office.secretary, [row])


def changed_on(calendar: Calendar) -> tuple[str, str]:
    """The last day of the panel, and the first of its successor: the middle of last year."""
    return calendar.iso(1, 6, 30), calendar.iso(1, 7, 1)


def _bodies(calendar: Calendar) -> Iterator[Row]:
    recorded = calendar.first.isoformat()
    for code, name, name_zh, parent, task in BODIES:
        yield _body(code, name, parent, task, SINCE, name_zh=name_zh, recorded_from=recorded)
    begins = changed_on(calendar)[1]
    task = "Made up: two offices share the care for data, which the panel had alone."
    name = "Demonstration Data Council"
    yield _body(COUNCIL, name, BOARD, task, begins, recorded_from=begins)
    task = "Made up: is to look five years ahead once a year."
    planned = {"state": "planned", "as_of": calendar.iso(1, 11, 15), "established_on": ""}
    yield _body(FORESIGHT, "Demonstration Foresight Forum", STEERING, task, **planned)


def _body(
    code: str, name: str, parent: str, task: str, since: str = "", **given: str
) -> dict[str, str]:
    row = {
        "code": code,
        "name": name,
        "level": "secretariat",
        "state": "in_place",
        "parent": parent,
        "task": task,
        "supported_by": "Planning unit of ICT",
        "established_on": since,
        "as_of": since,
    }
    return {**row, **given}


def _aliases() -> Iterator[Row]:
    for body, name, language in ALIASES:
        yield {"body": body, "name": name, "language": language, "as_of": "2019-01-31"}


def _successions(calendar: Calendar) -> Iterator[Row]:
    begins = changed_on(calendar)[1]
    yield {"body": COUNCIL, "predecessor": DATA, "as_of": begins}


def _terms(calendar: Calendar, sessions: Sessions) -> Iterator[Row]:
    """The ICT Board changes in the middle of a year and says so; the Policy Committee does not."""
    middle, new_year = date(calendar.first.year, 7, 1), date(calendar.year - 1, 1, 1)
    quarterly = _term(BOARD, 2, "quarterly", 1, middle.isoformat(), quorum="3")
    since = new_year.isoformat()
    told = act(session_of(calendar.year - 2))
    ended, begins = changed_on(calendar)
    chairs = {"chair": "Records unit of Headquarters", "second_chair": "Data unit of ICT"}
    proposed = {"state": "proposed", "as_of": calendar.iso(1, 11, 15)}
    yield _term(STEERING, 1, "quarterly", 1, SINCE, quorum="3")
    yield _term(BOARD, 1, "every_weeks", 6, SINCE, valid_to=_before(middle), quorum="3")
    yield quarterly
    yield _told(quarterly, session_of(middle.year), sessions)
    yield _term(POLICY, 1, "per_year", 4, SINCE, valid_to=_before(new_year), quorum="2")
    yield _term(POLICY, 2, "per_year", 6, since, quorum="3")
    yield _term(ARCHITECTURE, 1, "as_needed", 1, SINCE, valid_to=_before(new_year))
    yield _term(ARCHITECTURE, 2, "before_session", 1, since, reported_in=told)
    yield _term(DATA, 1, "quarterly", 1, SINCE, valid_to=ended)
    yield _term(COUNCIL, 1, "quarterly", 1, begins, quorum="2", **chairs)
    yield _term(FORESIGHT, 1, "per_year", 1, calendar.iso(-1, 1, 1), **proposed)


def _told(terms: dict[str, str], session: int, sessions: Sessions) -> dict[str, str]:
    """The same terms, once a resolution has taken note of them."""
    return {**terms, "reported_in": act(session), "as_of": sessions.closes(session).isoformat()}


def _term(
    body: str, number: int, cadence: str, times: int, begins: str, **given: str
) -> dict[str, str]:
    row = {
        "code": f"{body}-TERMS-{number}",
        "body": body,
        "state": "in_force",
        "valid_from": begins,
        "chair": next((seat[3] for seat in SEATS if seat[:3] == (body, "CHAIR", "chair")), ""),
        "members": "Made up: the offices that hold its seats.",
        "cadence": cadence,
        "cadence_number": str(times),
        "role": "Made up: meets, decides and writes down what it decided.",
        "as_of": begins,
    }
    return {**row, **given}


def _before(day: date) -> str:
    return (day - timedelta(days=1)).isoformat()


def _seats(calendar: Calendar) -> Iterator[Row]:
    """Each seat since its body began; where an office follows, since the start of last year."""
    for body, end, role, office, entity, *later in SEATS:
        since = changed_on(calendar)[1] if body == COUNCIL else SINCE
        seat = {"code": f"{body}-{end}", "body": body, "role": role, "entity": entity}
        last = calendar.iso(2, 12, 31) if later else ""
        if body == DATA:
            last = changed_on(calendar)[0]
        yield {**seat, "office": office, "starts_on": since, "ends_on": last, "as_of": since}
        for follower in later:
            begins = calendar.iso(1, 1, 1)
            moved = {"office": follower, "entity": "DEMO-REG2", "starts_on": begins}
            yield {**seat, **moved, "as_of": begins}


def _outputs(calendar: Calendar) -> Iterator[Row]:
    first = calendar.first.isoformat()
    for code, body, name, way, rhythm in (
        ("DG-BOARD-REPORT", BOARD, "Annual report of the ICT Board", "output", "yearly"),
        ("DG-POLICY-LIST", POLICY, "List of policies to be revised", "output", "yearly"),
        ("DG-STEERING-UPDATES", STEERING, "Update on all projects", "input", "quarterly"),
    ):
        yield {
            **{"code": code, "body": body, "name": name, "way": way, "rhythm": rhythm},
            **{"due_from": first, "as_of": first},
        }


def _deliveries(calendar: Calendar) -> Iterator[Row]:
    """The annual report of last year was not written, and one update never came."""
    today = calendar.today.isoformat()
    for back in range(calendar.year - calendar.first.year, -1, -1):
        rows = [*_yearly(calendar, back), *_quarterly(calendar, back)]
        yield from (row for row in rows if row["as_of"] <= today)


def _yearly(calendar: Calendar, back: int) -> Iterator[Row]:
    year, word = str(calendar.year - back), "missed" if back == 1 else "delivered"
    yield _delivery("DG-BOARD-REPORT", year, word, calendar.iso(back - 1, 1, 31))
    yield _delivery("DG-POLICY-LIST", year, "delivered", calendar.iso(back - 1, 1, 20))


def _quarterly(calendar: Calendar, back: int) -> Iterator[Row]:
    for number, (month, day) in enumerate(((4, 15), (7, 15), (10, 15), (1, 15)), start=1):
        came = calendar.iso(back - (number == 4), month, day)
        word = "missed" if (back, number) == (1, 3) else "delivered"
        yield _delivery("DG-STEERING-UPDATES", f"{calendar.year - back}-Q{number}", word, came)


def _delivery(output: str, period: str, word: str, day: str) -> Row:
    came = day if word == "delivered" else ""
    return {"output": output, "period": period, "word": word, "delivered_on": came, "as_of": day}


def _counts(calendar: Calendar) -> Iterator[Row]:
    """Of the years before the meetings were recorded only numbers are known, and not of all."""
    for back, held in ((1, 3), (2, 4)):
        year = calendar.first.year - back
        last = date(year, 12, 31).isoformat()
        for body, count in ((STEERING, held), (POLICY, held + 1)):
            row = {"body": body, "period": str(year), "count": str(count), "as_of": last}
            yield {**row, "as_printed": f"{count} meetings"}
