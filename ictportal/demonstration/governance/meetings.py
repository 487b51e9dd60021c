"""The secretary's work on the made-up meetings, through the same actions as any other."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from governance import actions
from governance.actions import Guest
from governance.lifecycle import ActionWord, MeetingKind, MeetingState, SeatRole, Standing
from governance.models import Body, Meeting
from governance.queries.meetings import seats_on
from ictportal.demonstration import papers
from ictportal.demonstration.governance import words
from ictportal.demonstration.governance.bodies import BOARD, COUNCIL, STEERING
from ictportal.demonstration.governance.hands import Calendar, Office
from ictportal.demonstration.governance.sittings import Sitting, all_sittings
from ictportal.demonstration.governance.words import Topic
from ledger import moments

#: Minutes are approved so many days after the meeting.
APPROVED_AFTER = timedelta(days=18)
#: So many of the meetings held last have no approved minutes yet.
DRAFTS = 2
#: Every third meeting has guests; standings go round in this order.
STANDINGS = (
    *(Standing.PRESENT, Standing.PRESENT, Standing.REPRESENTED, Standing.PRESENT),
    *(Standing.EXCUSED, Standing.PRESENT, Standing.PRESENT, Standing.ABSENT, Standing.PRESENT),
)
#: Body, years back, quarter, item (none: the whole), text and reason of corrections to minutes.
CORRIGENDA = (
    (STEERING, 2, 4, 2, "For “eleven” read “twelve”.", "Made up: one name was missing."),
    (BOARD, 1, 2, None, "The meeting ended at 17:30.", "Made up: the time was wrong."),
)
#: Where a paper is put beside an item, by its title: name and lines of the file.
PAPERS = {
    "Rooms with servers": ("Rooms-with-servers", words.PAPER),
    "Money for the next year": ("Rooms-by-office", words.FIGURES),
}
Place = tuple[str, int, int]


class Clerk:
    """The secretary, who plans, holds, minutes and follows up, one meeting after the other."""

    def __init__(self, office: Office, calendar: Calendar) -> None:
        self.by, self.calendar, self.today = office.secretary, calendar, calendar.today
        self.bodies = {body.code: body for body in Body.objects.filter(demonstration=True)}
        self.sittings = all_sittings(calendar)
        held = [one for one in self.sittings if _is_minuted(one)]
        self.drafts = sorted(held, key=lambda one: one.held_on)[-DRAFTS:]
        #: The first meeting held by a body in a quarter: body, years back, quarter.
        self.held: dict[Place, Meeting] = {}
        self.asked = 0

    def keep_all(self) -> None:
        """Every meeting of the history, and those to come."""
        for turn, sitting in enumerate(self.sittings):
            meeting = self._plan(sitting)
            self._move(sitting, meeting, turn)
        for body, back, quarter, item, text, reason in CORRIGENDA:
            meeting = self.held[(body, back, quarter)]
            given = {"item": item, "text": text, "reason": reason}
            day = self.calendar.day(back, 12, 18)
            self._do("record_corrigendum", meeting, on=day, **given)

    def _plan(self, sitting: Sitting) -> Meeting:
        titles = {
            MeetingKind.EXTRAORDINARY: words.EXTRAORDINARY,
            MeetingKind.WRITTEN: words.WRITTEN,
        }
        here = sitting.kind != MeetingKind.WRITTEN
        return actions.plan_meeting(
            by=self.by,
            body_id=self.bodies[sitting.body].pk,
            day=sitting.day,
            kind=sitting.kind,
            starts_at="10:00" if here else "",
            title=titles.get(sitting.kind, ""),
            place="Demonstration Headquarters, room 4" if here else "",
            on=min(sitting.day - timedelta(days=45), self.today),
        )

    def _move(self, sitting: Sitting, meeting: Meeting, turn: int) -> None:
        if sitting.state == MeetingState.HELD:
            self._hold(sitting, meeting, turn)
        elif sitting.state == MeetingState.CANCELLED:
            day = sitting.day - timedelta(days=7)
            self._do("cancel_meeting", meeting, reason=words.CANCELLED, on=day)
        elif sitting.state == MeetingState.MERGED:
            self._merge(sitting, meeting)
        elif sitting.body == COUNCIL:
            reason = words.NO_DAY_YET
            self._do("postpone_meeting", meeting, new_day=None, reason=reason, on=self.today)
        else:
            self._prepare(sitting, meeting, turn)

    def _do(self, verb: str, meeting: Meeting, **given: Any) -> Any:
        """One of the actions on a meeting, at the version in force."""
        version = Meeting.objects.values_list("version", flat=True).get(pk=meeting.pk)
        act = getattr(actions, verb)
        return act(by=self.by, meeting_id=meeting.pk, expected_version=version, **given)

    def _merge(self, sitting: Sitting, meeting: Meeting) -> None:
        assert sitting.into is not None
        body, quarter = sitting.into
        into = self.held[(body, sitting.back, quarter)]
        day = sitting.day - timedelta(days=40)
        self._do("merge_meeting", meeting, into_code=into.code, reason=words.MERGED, on=day)

    # --- a meeting that is held -------------------------------------------------------------------
    def _hold(self, sitting: Sitting, meeting: Meeting, turn: int) -> None:
        if sitting.moved_to:
            day, new_day = sitting.day - timedelta(days=5), sitting.moved_to
            reason = words.POSTPONED
            self._do("postpone_meeting", meeting, new_day=new_day, reason=reason, on=day)
        minutes = self._prepare(sitting, meeting, turn)
        self._do("hold_meeting", meeting, day=sitting.held_on)
        self.held.setdefault((sitting.body, sitting.back, sitting.quarter), meeting)
        if sitting.kind != MeetingKind.WRITTEN:
            self._attend(sitting, meeting, turn)
            self._agree(sitting, meeting, turn)
        self._minute(sitting, meeting, turn, minutes)

    def _prepare(self, sitting: Sitting, meeting: Meeting, turn: int) -> dict[int, str]:
        """The agenda; answers what will be minuted, by the id of the item."""
        minutes = {}
        for topic in _topics(sitting, turn):
            item = self._do(
                "add_agenda_item",
                meeting,
                title=topic.title,
                purpose=topic.purpose,
                presented_by=topic.presented_by,
                upload=_paper(topic),
            )
            minutes[item.pk] = topic.minute
        return minutes

    def _attend(self, sitting: Sitting, meeting: Meeting, turn: int) -> None:
        holders = seats_on(self.bodies[sitting.body], sitting.held_on, moments.now())
        seats = {
            one.subject_id: _standing(SeatRole(one.role), turn + place)
            for place, one in enumerate(holders)
        }
        guests = [Guest(*words.GUESTS[turn % len(words.GUESTS)])] if turn % 3 == 0 else []
        self._do("record_attendance", meeting, seats=seats, guests=guests)

    def _minute(
        self, sitting: Sitting, meeting: Meeting, turn: int, minutes: dict[int, str]
    ) -> None:
        """Drafted; approved too unless it was held just now. The very last one is half written."""
        if sitting == self.drafts[-1]:
            minutes = dict(list(minutes.items())[:1])
        summary = words.SUMMARIES[turn % len(words.SUMMARIES)]
        upload = papers.pdf_file("Signed-minutes", words.PAPER[:1]) if turn == 0 else None
        self._do("write_minutes", meeting, summary=summary, items=minutes, upload=upload)
        day = sitting.held_on + APPROVED_AFTER
        if sitting not in self.drafts and day <= self.today:
            self._do("approve_minutes", meeting, approved_on=day, approved_by="The members")

    # --- actions agreed ---------------------------------------------------------------------------
    def _agree(self, sitting: Sitting, meeting: Meeting, turn: int) -> None:
        for _ in range(turn % 3):
            title, office, in_days, outcome = words.ACTIONS[self.asked % len(words.ACTIONS)]
            due = sitting.held_on + timedelta(days=in_days)
            action = actions.agree_action(
                by=self.by, meeting_id=meeting.pk, title=title, responsible=office, due_on=due
            )
            self.asked += 1
            self._follow(action.pk, due, outcome)

    def _follow(self, action_id: Any, due: date, outcome: str) -> None:
        """Most are done, some of them late; a few are dropped, and a few stay open past their day."""
        done_on = due + timedelta(days=12 * (self.asked % 4) - 12)
        if done_on > self.today or self.asked % 7 == 3:
            return
        dropped = self.asked % 11 == 5
        word = ActionWord.DROPPED if dropped else ActionWord.DONE
        said = words.DROPPED if dropped else outcome
        actions.close_action(by=self.by, action_id=action_id, word=word, outcome=said, on=done_on)


def _is_minuted(sitting: Sitting) -> bool:
    return sitting.state == MeetingState.HELD and sitting.kind != MeetingKind.WRITTEN


def _topics(sitting: Sitting, turn: int) -> Sequence[Topic]:
    """Three to five items, in turn; a written procedure has one."""
    own = words.TOPICS[sitting.body]
    if sitting.kind == MeetingKind.WRITTEN:
        return [Topic(words.WRITTEN, "decision", "Procurement unit", "All members agreed.")]
    chosen = [own[(turn + number) % len(own)] for number in range(min(1 + turn % 3, len(own)))]
    return [words.FIRST, *chosen, words.SECOND]


def _paper(topic: Topic) -> Any:
    if topic.title not in PAPERS:
        return None
    name, lines = PAPERS[topic.title]
    make = papers.pdf_file if lines is words.PAPER else papers.text_file
    return make(name, lines)


def _standing(role: SeatRole, turn: int) -> str:
    """Chairs and secretaries are always there."""
    if role in {SeatRole.CHAIR, SeatRole.CO_CHAIR, SeatRole.SECRETARY}:
        return Standing.PRESENT
    return STANDINGS[turn % len(STANDINGS)]
