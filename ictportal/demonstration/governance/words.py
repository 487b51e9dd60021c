"""What the made-up bodies talk about, and what their minutes say of it."""

from collections.abc import Mapping
from typing import NamedTuple


class Topic(NamedTuple):
    """An item for an agenda: its title, purpose, who presents it, and what is minuted."""

    title: str
    purpose: str
    presented_by: str
    minute: str


_COMMON = (
    Topic(
        "Adoption of the agenda",
        "decision",
        "Chair",
        "The agenda was adopted as it was sent out.",
    ),
    Topic(
        "Actions of earlier meetings",
        "information",
        "Secretary of the body",
        "Each open action was read out. Two offices asked for more time and gave a new day.",
    ),
)
_STEERING = (
    Topic(
        "How the projects stand",
        "discussion",
        "Chief of ICT",
        "Two projects are off course. Their sponsors explained why, and will come back with a plan "
        "at the next meeting.",
    ),
    Topic(
        "Money for the next year",
        "decision",
        "Head of Finance",
        "The total stays as it is. Projects that begin have to say what they replace.",
    ),
    Topic(
        "What the auditors found",
        "discussion",
        "Chief of ICT",
        "The open recommendations were gone through by age. Those older than two years come first.",
    ),
    Topic(
        "Shared services for regional offices",
        "decision",
        "Head of Operations",
        "Both regional offices use the shared services from the coming quarter on.",
    ),
    Topic(
        "Staff who leave and what they know",
        "information",
        "Head of Human Resources",
        "Eleven colleagues retire within two years. A list says who takes over from whom.",
    ),
    Topic(
        "Aims of the strategy",
        "discussion",
        "Chief of ICT",
        "Three aims are reached in part. How the rest is measured has to be said before the year "
        "ends.",
    ),
)
_BOARD = (
    Topic(
        "Projects that ask for a new date",
        "decision",
        "Planning unit of ICT",
        "One date was agreed and one was not: the reasons given were the same as last time.",
    ),
    Topic(
        "Applications nobody owns",
        "discussion",
        "Architecture unit of ICT",
        "The list has grown shorter by nineteen. What is left without an owner is switched off.",
    ),
    Topic(
        "Test of the emergency plan",
        "information",
        "Systems unit of Operations",
        "The test took nine hours and found four faults, of which three are repaired.",
    ),
    Topic(
        "Contracts that end within a year",
        "discussion",
        "Systems unit of Finance",
        "Six contracts end. For two of them the offices ask for offers together.",
    ),
    Topic(
        "Incidents of the quarter",
        "information",
        "Security unit of ICT",
        "No incident reached more than one office. Messages that pretend to come from the payroll "
        "were the most frequent.",
    ),
    Topic(
        "Rooms with servers",
        "decision",
        "Systems unit of Operations",
        "One more local room is closed. Its machines move to the shared rooms.",
    ),
)
_POLICY = (
    Topic(
        "Draft on the use of own devices",
        "decision",
        "Standards unit of ICT",
        "The second reading is done. Two sentences on lost devices were made clearer.",
    ),
    Topic(
        "Guideline on working from elsewhere",
        "discussion",
        "Rules unit of Human Resources",
        "It stays short. Examples move to an annex that can change more often.",
    ),
    Topic(
        "Policies whose review is due",
        "information",
        "Standards unit of ICT",
        "Four are due within the year; the owners were told.",
    ),
    Topic(
        "How answers to self-certification are read",
        "discussion",
        "Controls unit of Finance",
        "An answer without evidence counts as no answer.",
    ),
)
_ARCHITECTURE = (
    Topic(
        "Standards for exchanging data",
        "decision",
        "Architecture unit of ICT",
        "One standard replaces three. Old links may run on for two years.",
    ),
    Topic(
        "Systems proposed for purchase",
        "discussion",
        "Conference Service",
        "Two of five fit what is there. The others have to show what they replace.",
    ),
)
_DATA = (
    Topic(
        "List of data sets",
        "information",
        "Data unit of ICT",
        "The list holds 164 sets. Of 21 it is not known who answers for them.",
    ),
    Topic(
        "Who may see what",
        "decision",
        "Records unit of Headquarters",
        "Sets with names of persons are open to those alone who work with them.",
    ),
    Topic(
        "Numbers that differ between two reports",
        "discussion",
        "Records unit of Headquarters",
        "Both offices count from the same day on.",
    ),
)
TOPICS: Mapping[str, tuple[Topic, ...]] = {
    "DEMO-STEERING": _STEERING,
    "DEMO-BOARD": _BOARD,
    "DEMO-POLICY": _POLICY,
    "DEMO-ARCHITECTURE": _ARCHITECTURE,
    "DEMO-DATA": _DATA,
    "DEMO-DATA-COUNCIL": _DATA,
}
FIRST, SECOND = _COMMON
SUMMARIES = (
    "The meeting took two hours. All items were dealt with.",
    "The meeting went through its agenda; one item was left for the next meeting.",
    "A short meeting. Most of it was given to the first two items.",
)
#: Guests: office, and as what it took part.
GUESTS = (
    ("Demonstration Board of Audit", "observer"),
    ("Project office", "for the item on projects"),
    ("Procurement unit", "adviser on contracts"),
)
#: Actions: what is to be done, by whom, in how many days, and what came of it.
ACTIONS = (
    ("Send a plan for the two projects off course", "Planning unit of ICT", 40, "Sent and read."),
    ("List systems without an owner", "Architecture unit of ICT", 60, "The list has 31 rows."),
    ("Ask the regional offices for a date", "Systems unit of Operations", 30, "Both named one."),
    ("Count licences that nobody uses", "Systems unit of Finance", 75, "A fifth is not used."),
    ("Write down who stands in for whom", "Rules unit of Human Resources", 90, "Written down."),
    ("Repeat the test with all offices", "Security unit of ICT", 120, "Repeated, two faults."),
    ("Bring the draft in plain words", "Standards unit of ICT", 45, "Brought and agreed."),
    ("Compare the two offers", "Procurement unit", 50, "The second is cheaper over five years."),
)
DROPPED = "Made up: the office was joined with another, so the question no longer arises."
CANCELLED = "Made up: four of six members were away for the closing of accounts."
POSTPONED = "Made up: the paper on money was not ready."
NO_DAY_YET = "Made up: the two chairs have not found a day yet."
MERGED = "Made up: both bodies had the same item on their agenda, so they met together."
EXTRAORDINARY = "The fault in the payroll system"
WRITTEN = "Choice of the new supplier, by letter"
PAPER = (
    "Demonstration: this paper is made up.",
    "1. What is known: nine rooms with servers, of which four are closed.",
    "2. What is asked: to close one more before the end of the year.",
)
FIGURES = ("office,rooms,closed", "Finance,2,1", "Operations,4,2", "Conference Service,3,1")
