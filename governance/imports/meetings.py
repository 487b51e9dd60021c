"""Sheets of meetings, actions agreed there, decisions, and reviews of ICT budgets."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from governance import rules
from governance.imports.bodies import OF_BODY
from governance.imports.common import AS_OF, KEEP, NAME, both, days_in_order, last_day, merged, the
from governance.lifecycle import (
    ActionWord,
    DecisionWord,
    MeetingKind,
    MeetingState,
    ReviewWord,
)
from governance.models import (
    ActionItem,
    ActionItemParticulars,
    BodyParticulars,
    BudgetReview,
    BudgetSubmission,
    Decision,
    DecisionLink,
    DecisionParticulars,
    Mandate,
    Meeting,
    MeetingParticulars,
    Policy,
)
from governance.rules import Life
from ledger import days
from ledger.importing.kinds import Change
from ledger.importing.reading import Fault
from projects.lifecycle import Fund
from projects.models import Project
from secretariat import cells
from secretariat.models import Entity
from secretariat.sheets import Sheet


def clean_hour(text: str) -> str:
    """A time of day such as 14:30."""
    hour, colon, minute = text.strip().partition(":")
    if not (colon and hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise ValueError("Write a time as 14:30.")
    if int(hour) > 23 or int(minute) > 59 or len(minute) != 2:
        raise ValueError("Write a time from 00:00 to 23:59.")
    return f"{int(hour):02d}:{minute}"


def lives() -> dict[str, Life]:
    """The life of every body, by its code."""
    rows = BodyParticulars.objects.current(days.FAR_FUTURE)
    said = rows.values_list("subject__code", "established_on", "ended_on")
    return {code: Life(first, last) for code, first, last in said}


def _meeting_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """A meeting lies in its body's life; what is held or planned has a day; a merger its target."""
    known = lives()
    for change in changes:
        row = merged(change)
        state, day = row["state"], last_day(row.get("day", ""))
        if day is None and state in {MeetingState.PLANNED, MeetingState.HELD}:
            yield Fault(change.line, "day", "missing", "Write the day of the meeting.")
        if (state == MeetingState.MERGED) != bool(row.get("into")):
            said = "Name the meeting it was merged into, and only for a merged one."
            yield Fault(change.line, "into", "merged", said)
        yield from _day_faults(change.line, row, day, known.get(row["body"], Life()))


def _day_faults(line: int, row: Any, day: date | None, life: Life) -> Iterable[Fault]:
    if day is None:
        return
    if said := rules.outside_life(life, day):
        yield Fault(line, "day", "life", said)
    if row["state"] == MeetingState.HELD and day > days.today():
        yield Fault(line, "day", "future", "A meeting that was held lies in the past.")
    if row.get("into") == row["code"]:
        yield Fault(line, "into", "itself", "A meeting cannot be merged into itself.")


def superseding() -> dict[str, str]:
    """Which decision each decision on record replaces, by code."""
    rows = DecisionParticulars.objects.current(days.FAR_FUTURE).filter(supersedes__isnull=False)
    return dict(rows.values_list("subject__code", "supersedes__code"))


def _decision_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """A decision replaces one that nobody replaced yet, never in a circle; it lies in the past."""
    replaced = superseding()
    for change in changes:
        row = merged(change)
        code, earlier = row["code"], row.get("supersedes", "")
        replaced.pop(code, None)
        if earlier:
            if said := rules.supersession_fault(code, earlier, replaced):
                yield Fault(change.line, "supersedes", "superseded", said)
            replaced[code] = earlier
        decided = last_day(row["decided_on"])
        if decided and decided > days.today():
            yield Fault(change.line, "decided_on", "future", "This day has not come yet.")


def _link_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    for change in changes:
        row = merged(change)
        if sum(bool(row.get(name)) for name in ("project", "policy", "mandate")) != 1:
            said = "Name one of the three: project, policy, or request or recommendation."
            yield Fault(change.line, "project", "one", said)


def _review_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    for change in changes:
        row = merged(change)
        reviewed = row["word"] != ReviewWord.NOT_REVIEWED
        if reviewed != bool(row.get("reviewed_on")):
            said = "A budget that was reviewed has the day of the review, another has none."
            yield Fault(change.line, "reviewed_on", "reviewed", said)


def sheets() -> Iterator[Sheet]:
    """Meetings and what comes out of them."""
    yield Sheet(
        "meetings",
        "Meetings",
        Meeting,
        MeetingParticulars,
        finds=(cells.code(),),
        makes=(OF_BODY,),
        cells=(
            cells.text("title", "title, where it has one"),
            cells.day("day", "day"),
            cells.text("starts_at", "time at which it begins", clean=clean_hour),
            cells.word("kind", "what it is", MeetingKind, required=True),
            cells.word("state", "what became of it", MeetingState, required=True),
            cells.named("into", "code of the meeting it was merged into", Meeting),
            cells.text("place", "place"),
            cells.prose("reason", "why it was postponed, cancelled or merged"),
            AS_OF,
        ),
        permission=KEEP,
        rule=_meeting_rule,
    )
    yield Sheet(
        "action_items",
        "Actions agreed at meetings",
        ActionItem,
        ActionItemParticulars,
        finds=(cells.code(),),
        makes=(
            cells.named("meeting", "code of the meeting", Meeting, required=True, on_record=True),
        ),
        cells=(
            cells.text("title", "what is to be done", required=True),
            cells.text("responsible", "responsible office", required=True),
            cells.day("due_on", "due on"),
            cells.word("word", "how far it is", ActionWord, required=True),
            cells.prose("outcome", "what came of it"),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield from _decisions()
    yield from _budgets()


def _decisions() -> Iterator[Sheet]:
    yield Sheet(
        "decisions",
        "Decisions",
        Decision,
        DecisionParticulars,
        finds=(cells.code(),),
        makes=(OF_BODY,),
        cells=(
            cells.text("title", "title", required=True),
            cells.prose("text", "what was decided, in own words", required=True),
            cells.day("decided_on", "day", required=True),
            cells.named("meeting", "code of the meeting", Meeting),
            cells.text("decided_by", "who decided, if not the body as a whole"),
            cells.text("advised_by", "who advised"),
            cells.text("responsible", "responsible office"),
            cells.day("due_on", "due on"),
            cells.word("word", "how far it is carried out", DecisionWord, required=True),
            cells.prose("outcome", "what came of it"),
            cells.named("supersedes", "code of the decision it replaces", Decision),
            AS_OF,
        ),
        permission=KEEP,
        rule=_decision_rule,
    )
    yield Sheet(
        "decision_links",
        "What decisions are about",
        Decision,
        DecisionLink,
        finds=(the("decision", "decision"),),
        cells=(
            cells.named("project", "code of a project", Project),
            cells.named("policy", "code of a policy", Policy),
            cells.named("mandate", "code of a request or recommendation", Mandate),
            AS_OF,
        ),
        within=("project", "policy", "mandate"),
        new_records=False,
        permission=KEEP,
        rule=_link_rule,
    )


def _budgets() -> Iterator[Sheet]:
    yield Sheet(
        "budget_reviews",
        "ICT budgets reviewed by OICT",
        BudgetSubmission,
        BudgetReview,
        finds=(cells.code(),),
        makes=(cells.named("entity", "code of the entity", Entity, required=True, on_record=True),),
        cells=(
            NAME,
            cells.number("year", "budget year", required=True),
            cells.word("fund", "source of funds", Fund),
            cells.number("amount", "amount in United States dollars"),
            cells.day("submitted_on", "day it came to OICT"),
            cells.word("word", "what the review came to", ReviewWord, required=True),
            cells.day("reviewed_on", "day of the review"),
            cells.day("sent_on", "day it went on to the budget office"),
            cells.prose("remark", "remark"),
            AS_OF,
        ),
        permission=KEEP,
        rule=both(_review_rule, days_in_order("submitted_on", "sent_on")),
    )
