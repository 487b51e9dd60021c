"""Made-up decisions: taken at meetings, followed up, replaced, and what they are about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from governance import actions
from governance.models import Body, Decision, Meeting, MeetingParticulars
from ictportal.demonstration.governance.bodies import BOARD, COUNCIL, DATA, POLICY, STEERING
from ictportal.demonstration.governance.hands import Calendar, Office
from ictportal.demonstration.governance.meetings import Place

ICT, OPS, FIN, HR = "Chief of ICT", "Head of Operations", "Head of Finance", "Head of HR"
DONE, NOT_DONE, NOTHING = "done", "not_done", "nothing_to_do"
OUTCOMES = {
    DONE: "Made up: done and shown at the next meeting.",
    NOT_DONE: "Made up: not done; the money went to something more urgent.",
}


@dataclass(frozen=True)
class Taken:
    """A decision: body, years back and quarter of the meeting, what, who carries it out by when.

    ``word`` is what it came to in the end; ``after`` the days until somebody said so. ``replaces``
    is the place in the list of the one it replaces.
    """

    body: str
    back: int
    quarter: int
    title: str
    text: str
    responsible: str = ICT
    in_days: int | None = 120
    word: str = ""
    after: int = 100
    about: tuple[tuple[str, str], ...] = ()
    replaces: int | None = None
    advised_by: str = ""


TAKEN: tuple[Taken, ...] = (
    Taken(
        *(BOARD, 2, 3, "Rooms with servers close by region"),
        "Made up: the smallest rooms of each region close first.",
        about=(("project", "DP02"),),
        advised_by="Architecture unit of ICT",
    ),
    Taken(
        *(BOARD, 1, 1, "Rooms with servers close by age"),
        "Made up: the rooms with the oldest machines close first, whatever the region.",
        OPS,
        about=(("project", "DP02"),),
        replaces=0,
    ),
    Taken(
        *(BOARD, 1, 4, "Rooms with servers close by risk"),
        "Made up: the rooms without a second supply of power close first.",
        OPS,
        365,
        about=(("project", "DP02"), ("mandate", "DEMO-R13")),
        replaces=1,
    ),
    Taken(
        *(STEERING, 2, 1, "One sign-in for everybody"),
        "Made up: the offices that are left join before the year ends.",
        word=DONE,
        after=240,
        about=(("project", "DP01"),),
    ),
    Taken(
        *(STEERING, 2, 2, "No project without a sponsor"),
        "Made up: a project without a sponsor is stopped after a quarter.",
        in_days=None,
        word=NOTHING,
    ),
    Taken(
        *(STEERING, 2, 3, "Money for the help desk at night"),
        "Made up: four posts for three years, then the desk pays for itself.",
        FIN,
        word=DONE,
        about=(("project", "DP03"),),
    ),
    Taken(
        *(STEERING, 2, 4, "A report on costs for the Assembly"),
        "Made up: Finance and ICT write it together.",
        FIN,
        180,
        NOT_DONE,
        200,
        about=(("mandate", "DEMO-R03"), ("mandate", "DEMO-R07")),
    ),
    Taken(
        *(STEERING, 1, 1, "Applications without an owner are switched off"),
        "Made up: after a warning of sixty days.",
        word=DONE,
        about=(("project", "DP04"), ("mandate", "DEMO-R01")),
    ),
    Taken(
        *(STEERING, 1, 3, "The new supplier of links"),
        "Made up: agreed by letter, as all members answered within a week.",
        FIN,
        60,
        DONE,
        45,
    ),
    Taken(
        *(STEERING, 1, 4, "The report on costs comes first"),
        "Made up: no other report is begun before it is written.",
        FIN,
        150,
        about=(("mandate", "DEMO-R11"),),
    ),
    Taken(
        *(BOARD, 2, 1, "Two data rooms instead of nine"),
        "Made up: the count of machines is accepted as the base.",
        OPS,
        word=DONE,
        after=200,
        about=(("project", "DP02"),),
    ),
    Taken(
        *(BOARD, 2, 2, "The short messages for field staff stop"),
        "Made up: nobody asked for it, so its money goes back.",
        word=DONE,
        about=(("project", "DP12"),),
    ),
    Taken(
        *(BOARD, 2, 4, "Repair of the payroll system"),
        "Made up: the fault is repaired before any new function.",
        word=DONE,
        after=30,
        in_days=30,
        about=(("project", "DP08"),),
    ),
    Taken(
        *(BOARD, 1, 1, "Tests of the emergency plan twice a year"),
        "Made up: once by day, once by night, with all offices.",
        OPS,
        word=DONE,
        after=180,
        about=(("project", "DP14"), ("mandate", "DEMO-R02")),
    ),
    Taken(
        *(BOARD, 1, 2, "One standard for exchanging data"),
        "Made up: taken together with the architecture board.",
        in_days=200,
        about=(("policy", "DG-EXCHANGE"),),
        advised_by="Demonstration Architecture Board",
    ),
    Taken(
        *(BOARD, 1, 4, "Licences are bought together"),
        "Made up: offices say in January what they need.",
        FIN,
        90,
        NOT_DONE,
        120,
        about=(("project", "DP18"),),
    ),
    Taken(
        *(BOARD, 1, 4, "A day for all machines without updates"),
        "Made up: what cannot be updated leaves the network that day.",
        in_days=400,
        about=(("project", "DP10"),),
    ),
    Taken(
        *(POLICY, 2, 1, "Policy on the use of own devices goes on"),
        "Made up: the draft goes to the ICT Board with two changes.",
        word=DONE,
        about=(("policy", "DG-DEVICES"),),
    ),
    Taken(
        *(POLICY, 2, 3, "Guideline on passwords withdrawn"),
        "Made up: one sign-in makes it pointless.",
        word=DONE,
        after=60,
        about=(("policy", "DG-PASSWORDS"),),
    ),
    Taken(
        *(POLICY, 1, 1, "Answers without evidence do not count"),
        "Made up: from the next round of self-certification on.",
        in_days=None,
        word=NOTHING,
    ),
    Taken(
        *(POLICY, 1, 2, "Policy on data of persons is revised"),
        "Made up: the law of two host countries has changed.",
        in_days=300,
        about=(("policy", "DG-PERSONS"),),
    ),
    Taken(
        *(POLICY, 1, 3, "Draft on automatic decisions sent back"),
        "Made up: it does not say who answers for a decision.",
        in_days=180,
        about=(("policy", "DG-AUTOMATIC"),),
    ),
    Taken(
        *(DATA, 2, 4, "Each data set has one owner"),
        "Made up: sets without an owner are listed by office.",
        "Records unit of Headquarters",
        word=DONE,
        after=150,
        about=(("project", "DP11"),),
    ),
    Taken(
        *(COUNCIL, 1, 3, "The council takes over the list of data sets"),
        "Made up: as it stands, with its open questions.",
        "Data unit of ICT",
        60,
        DONE,
        50,
    ),
    Taken(
        *(COUNCIL, 1, 4, "Names of persons leave old reports"),
        "Made up: reports older than ten years are checked, one office after the other.",
        "Records unit of Headquarters",
        365,
        about=(("policy", "DG-PERSONS"), ("project", "DP06")),
    ),
    Taken(
        *(STEERING, 0, 1, "A second look at the map service"),
        "Made up: its benefit is measured before its second part begins.",
        in_days=400,
        about=(("project", "DP09"),),
    ),
    Taken(
        *(BOARD, 0, 1, "Websites of three offices move first"),
        "Made up: the three that are read most.",
        in_days=270,
        about=(("project", "DP13"),),
    ),
    Taken(
        *(COUNCIL, 0, 1, "One day for counting"),
        "Made up: all offices count on the last day of the quarter.",
        "Data unit of ICT",
        90,
        DONE,
        80,
    ),
)


class Register:
    """The secretary, who numbers the decisions and says what came of them."""

    def __init__(self, office: Office, calendar: Calendar, held: dict[Place, Meeting]) -> None:
        self.by, self.today, self.held = office.secretary, calendar.today, held
        self.bodies = {body.code: body for body in Body.objects.filter(demonstration=True)}
        self.made: dict[int, Decision] = {}

    def record_all(self) -> None:
        """Each decision of a meeting that was held, those of a body in the order of their days."""
        for place, taken in self._in_order():
            self.made[place] = self._record(taken)
            if taken.word in OUTCOMES:
                self._follow_up(self.made[place], taken)

    def _in_order(self) -> Iterator[tuple[int, Taken]]:
        ordered = sorted(enumerate(TAKEN), key=lambda row: (-row[1].back, row[1].quarter))
        return ((place, taken) for place, taken in ordered if _place(taken) in self.held)

    def _record(self, taken: Taken) -> Decision:
        meeting = self.held[_place(taken)]
        day = MeetingParticulars.objects.current(self.today).get(subject=meeting).day
        assert day is not None
        earlier = self.made[taken.replaces] if taken.replaces is not None else None
        return actions.record_decision(
            by=self.by,
            body_id=self.bodies[taken.body].pk,
            title=taken.title,
            text=taken.text,
            decided_on=day,
            meeting_id=meeting.pk,
            advised_by=taken.advised_by,
            responsible=taken.responsible,
            due_on=day + timedelta(days=taken.in_days) if taken.in_days else None,
            word=NOTHING if taken.word == NOTHING else "open",
            supersedes=earlier.code if earlier else None,
            links=taken.about,
        )

    def _follow_up(self, decision: Decision, taken: Taken) -> None:
        decided = actions.find_decision(self.by, decision.pk).decided_on
        actions.follow_up_decision(
            by=self.by,
            decision_id=decision.pk,
            expected_version=decision.version,
            word=taken.word,
            outcome=OUTCOMES[taken.word],
            on=min(decided + timedelta(days=taken.after), self.today),
        )


def _place(taken: Taken) -> Place:
    return (taken.body, taken.back, taken.quarter)
