"""Made-up policies, procedures and guidelines: where each began, and how it moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from governance.actions.policies import Issue, move_policy
from governance.models import Policy
from ictportal.demonstration.governance.hands import Calendar, Office
from ictportal.demonstration.portfolio.hands import Row, bring

POLICY, PROCEDURE, GUIDELINE = "policy", "technical_procedure", "guideline"
#: Years back, month, day.
Day = tuple[int, int, int]
REASONS = {
    "drafting": "Made up: a working group of three offices writes it.",
    "before_committee": "Made up: the working group agrees on the text.",
    "in_force": "Made up: the committee agreed, and it was issued.",
    "due_for_revision": "Made up: its review is due.",
    "under_revision": "Made up: the working group has begun to revise it.",
    "withdrawn": "Made up: what it settled is settled elsewhere now.",
}
SENT_BACK = "Made up: the committee sent it back; it does not say who answers for a decision."


@dataclass(frozen=True)
class Text:
    """A policy: where it stood first and since when, and the moves that followed.

    ``review`` is the day of its next review in days from today, for one in force from the start;
    ``renewed`` the same for one that a move brings into force.
    """

    code: str
    title: str
    kind: str
    owner: str
    about: str
    state: str
    since: Day
    review: int | None = None
    moves: tuple[tuple[str, Day], ...] = ()
    renewed: int = 900


TEXTS: tuple[Text, ...] = (
    Text(
        *("DG-USE", "Use of ICT at work", POLICY, "DEMO-ICT"),
        *("what is allowed with the tools of the office", "in_force", (6, 2, 1), -300),
        (("under_revision", (1, 3, 2)), ("in_force", (1, 10, 1))),
    ),
    Text(
        *("DG-DEVICES", "Own devices at work", POLICY, "DEMO-ICT"),
        *("what a colleague's own device may hold", "before_committee", (2, 1, 12)),
        moves=(("in_force", (2, 6, 1)),),
    ),
    Text(
        *("DG-PERSONS", "Data of persons", POLICY, "DEMO-HQ"),
        *("who may see names, and for how long they are kept", "in_force", (5, 9, 1), -250),
        (("due_for_revision", (1, 3, 1)), ("under_revision", (1, 6, 15))),
    ),
    Text(
        *("DG-AUTOMATIC", "Decisions taken by a program", POLICY, "DEMO-ICT"),
        *("who answers for what a program decides", "not_started", (2, 6, 1)),
        moves=(
            ("drafting", (2, 11, 4)),
            ("before_committee", (1, 5, 6)),
            ("drafting", (1, 9, 23)),
        ),
    ),
    Text(
        *("DG-CLOUD", "Services bought outside", POLICY, "DEMO-ICT"),
        *("what may be kept with a supplier", "not_started", (1, 2, 3)),
    ),
    Text(
        *("DG-INCIDENTS", "Telling of an incident", POLICY, "DEMO-ICT"),
        *("whom to tell, and within how many hours", "in_force", (3, 5, 1), 400),
    ),
    Text(
        *("DG-REPAIR", "Repair after a failure", PROCEDURE, "DEMO-OPS"),
        *("in which order systems come back", "in_force", (5, 4, 1), -100),
    ),
    Text(
        *("DG-ACCESS", "Rights in systems", PROCEDURE, "DEMO-FIN"),
        *("who gives a right, and who takes it back", "in_force", (6, 10, 1), -430),
    ),
    Text(
        *("DG-COPIES", "Copies kept apart", PROCEDURE, "DEMO-OPS"),
        *("how often a copy is made and where it is kept", "in_force", (4, 8, 1), -60),
        (("due_for_revision", (1, 11, 18)),),
    ),
    Text(
        *("DG-EXCHANGE", "Data exchanged between systems", PROCEDURE, "DEMO-ICT"),
        *("the one standard that links follow", "not_started", (3, 9, 1)),
        moves=(
            ("drafting", (2, 2, 5)),
            ("before_committee", (1, 3, 11)),
            ("in_force", (1, 7, 1)),
        ),
    ),
    Text(
        *("DG-PASSWORDS", "Choosing a password", GUIDELINE, "DEMO-ICT"),
        *("how a password is chosen", "in_force", (6, 3, 1), -700),
        (("withdrawn", (2, 10, 1)),),
    ),
    Text(
        *("DG-BUYING", "Buying devices", GUIDELINE, "DEMO-FIN"),
        *("which devices offices choose from", "in_force", (3, 1, 15), 300),
    ),
    Text(
        *("DG-WEB", "Pages for the public", GUIDELINE, "DEMO-CONF"),
        *("how pages look, in all languages", "in_force", (3, 11, 2), 500),
    ),
    Text(
        *("DG-ELSEWHERE", "Working from elsewhere", GUIDELINE, "DEMO-HR"),
        *("what is needed outside the office", "drafting", (2, 4, 1)),
        moves=(("before_committee", (1, 12, 2)),),
    ),
    Text(
        *("DG-SKILLS", "Lessons for everybody", GUIDELINE, "DEMO-HR"),
        *("which lessons everybody takes", "not_started", (1, 1, 20)),
    ),
)
#: Unit, name, and one word for each of the last three years, the latest last: done, none, unknown.
UNITS = (
    ("DG-UNIT-REGIONS", "Regional offices of the demonstration", "ddn"),
    ("DG-UNIT-MISSIONS", "Field missions of the demonstration", "ndd"),
    ("DG-UNIT-HQ", "Units of Headquarters of the demonstration", "ddd"),
    ("DG-UNIT-CONF", "Conference rooms of the demonstration", "dn?"),
)
WORDS = {"d": "done", "n": "none", "?": "not_stated"}
RESULTS = ("Made up: rights of those who left were still open.", "Made up: no case was found.")


def lay(office: Office, calendar: Calendar) -> None:
    """Each policy where it began, moved as its history says; and who was reviewed in which year."""
    by = office.secretary
    bring("policies", by, [_row(number, text, calendar) for number, text in enumerate(TEXTS)])
    found = {policy.code: policy for policy in Policy.objects.filter(demonstration=True)}
    for text in TEXTS:
        for number, (state, day) in enumerate(text.moves, start=1):
            _move(office, calendar, text, found[text.code], number, state, day)
    bring("compliance_reviews", by, _reviews(calendar))


def _row(number: int, text: Text, calendar: Calendar) -> Row:
    since = calendar.iso(*text.since)
    issued = since if text.review is not None else ""
    review = calendar.today + timedelta(days=text.review or 0)
    return {
        "code": text.code,
        "title": text.title,
        "kind": text.kind,
        "state": text.state,
        "number": f"DG/{number + 1:02d}",
        "edition": "1" if issued else "",
        "owner": text.owner,
        "issued_on": issued,
        "review_on": review.isoformat() if issued else "",
        "text": f"Made up: settles {text.about}.",
        "as_of": since,
    }


def _move(
    office: Office,
    calendar: Calendar,
    text: Text,
    policy: Policy,
    number: int,
    state: str,
    day: Day,
) -> None:
    on = calendar.day(*day)
    back = state == "drafting" and number > 1
    review = calendar.today + timedelta(days=text.renewed)
    edition = "2" if text.review is not None else "1"
    move_policy(
        by=office.secretary,
        policy_id=policy.pk,
        expected_version=policy.version + number - 1,
        state=state,
        reason=SENT_BACK if back else REASONS[state],
        issue=Issue(issued_on=on, edition=edition, review_on=review)
        if state == "in_force"
        else None,
        on=on,
    )


def _reviews(calendar: Calendar) -> Iterator[Row]:
    for place, (code, name, said) in enumerate(UNITS):
        for back, letter in zip((3, 2, 1), said, strict=True):
            done = letter == "d"
            yield {
                "code": code,
                "name": name,
                "year": str(calendar.year - back),
                "word": WORDS[letter],
                "policy": "DG-ACCESS" if done else "",
                "result": RESULTS[(place + back) % 2] if done else "",
                "as_of": calendar.iso(back, 12, 31),
            }
