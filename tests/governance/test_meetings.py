"""Meetings: planned, moved, prepared and attended."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from governance import actions
from governance.actions import Guest
from governance.models import AgendaItem, Meeting, MeetingFile, MeetingParticulars
from governance.queries import meetings as queries
from ledger import moments
from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.models import Entry
from ledger.moments import Moment
from secretariat import files
from tests.governance_world import BODY, Governance
from tests.world import bring_in

pytestmark = [pytest.mark.django_db]
MARCH = date(2025, 3, 10)
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def in_may() -> object:
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


# --- planning ------------------------------------------------------------------------------------
def test_the_portal_numbers_the_meetings_of_a_body_and_year(governance: Governance) -> None:
    codes = [governance.plan(day).code for day in (MARCH, date(2025, 6, 1), date(2026, 1, 5))]
    other = governance.plan(MARCH, body_id=governance.other.pk)
    assert codes == [f"{BODY}-2025-01", f"{BODY}-2025-02", f"{BODY}-2026-01"]
    assert other.code == "T-ADVISORY-2025-01"


def test_two_who_take_one_number_do_not_both_get_it(
    governance: Governance, monkeypatch: pytest.MonkeyPatch
) -> None:
    governance.plan()
    rows = Meeting.objects.none()
    monkeypatch.setattr(Meeting._default_manager, "filter", lambda **given: rows)
    with pytest.raises(Stale):
        governance.plan()


def test_a_meeting_may_lie_in_the_future(governance: Governance) -> None:
    said = governance.said(governance.plan(date(2026, 2, 2), starts_at="9:30", place="Room 4"))
    assert (said.state, said.starts_at, said.place) == ("planned", "09:30", "Room 4")
    assert said.as_of == date(2025, 5, 15)


@pytest.mark.parametrize("hour", ["25:00", "9", "9:5", "nine"])
def test_a_time_of_day_is_read_as_people_write_it(governance: Governance, hour: str) -> None:
    with pytest.raises(Invalid) as refusal:
        governance.plan(starts_at=hour)
    assert "starts_at" in refusal.value.fields


def test_a_meeting_before_the_body_existed_is_refused(governance: Governance) -> None:
    with pytest.raises(Invalid) as refusal:
        governance.plan(date(2019, 12, 31))
    assert "did not exist" in refusal.value.fields["day"][0]


def test_a_body_that_has_ended_holds_no_meetings(governance: Governance) -> None:
    row = {"code": BODY, "name": "Steering body", "level": "secretariat", "as_of": "2025-04-30"}
    bring_in("bodies", {**row, "state": "ended", "ended_on": "2025-04-30"})
    with pytest.raises(Invalid, match="attention"):
        governance.plan(date(2025, 5, 1))
    with pytest.raises(WrongState, match="ended"):
        governance.plan(MARCH)


def test_an_unknown_kind_is_refused(governance: Governance) -> None:
    with pytest.raises(Invalid) as refusal:
        governance.plan(kind="secret")
    assert "kind" in refusal.value.fields


def test_only_a_governance_secretary_plans(governance: Governance) -> None:
    for person in (governance.officer, governance.auditor, governance.focal_point):
        with pytest.raises(Forbidden):
            governance.plan(by=person)
    with pytest.raises(actions.NotFound):
        governance.plan(by=governance.reader)


def test_the_demonstration_cannot_touch_a_meeting_of_the_record(
    governance: Governance, people: Any
) -> None:
    person = people("secretary")
    person.demonstration = True
    person.save()
    with pytest.raises(Forbidden):
        governance.plan(by=person)


def test_only_the_demonstration_tells_a_history(governance: Governance) -> None:
    with pytest.raises(Forbidden):
        governance.plan(on=date(2025, 1, 1))


# --- what becomes of a meeting -------------------------------------------------------------------
def test_a_meeting_counts_as_held_from_the_day_it_was_held(governance: Governance) -> None:
    meeting = governance.plan()
    governance.hold(meeting, date(2025, 3, 12))
    for day, state in ((date(2025, 3, 11), "planned"), (date(2025, 3, 12), "held")):
        rows = queries.meetings(governance.secretary, Moment(as_of=day))
        assert rows.get(subject=meeting).state == state


def test_nothing_is_held_in_the_future_or_outside_the_bodys_life(governance: Governance) -> None:
    meeting = governance.plan()
    for day in (date(2025, 5, 16), date(2019, 1, 1)):
        with pytest.raises(Invalid) as refusal:
            governance.hold(meeting, day)
        assert "day" in refusal.value.fields


def test_a_postponed_meeting_says_why_and_to_which_day(governance: Governance) -> None:
    meeting = governance.plan()
    with pytest.raises(Invalid) as refusal:
        governance.change("postpone_meeting", meeting, new_day=date(2025, 6, 1), reason=" ")
    assert "reason" in refusal.value.fields
    said = governance.change(
        "postpone_meeting", meeting, new_day=date(2025, 6, 1), reason="The chair is away."
    )
    assert (said.state, said.day, said.reason) == (
        "postponed",
        date(2025, 6, 1),
        "The chair is away.",
    )


def test_a_meeting_is_not_postponed_to_a_day_that_has_passed(governance: Governance) -> None:
    meeting = governance.plan()
    with pytest.raises(Invalid) as refusal:
        governance.change("postpone_meeting", meeting, new_day=date(2025, 5, 14), reason="x")
    assert "new_day" in refusal.value.fields


def test_a_meeting_may_be_postponed_without_a_new_day_and_then_held(
    governance: Governance,
) -> None:
    meeting = governance.plan()
    said = governance.change("postpone_meeting", meeting, new_day=None, reason="No room.")
    assert said.day is None
    assert governance.hold(meeting, date(2025, 5, 15)).state == "held"


def test_what_was_held_or_cancelled_stays_so(governance: Governance) -> None:
    held, cancelled = governance.held(), governance.plan(date(2025, 4, 1))
    governance.change("cancel_meeting", cancelled, reason="Nothing to decide.")
    for meeting in (held, cancelled):
        with pytest.raises(WrongState):
            governance.hold(meeting)
        with pytest.raises(WrongState):
            governance.change("cancel_meeting", meeting, reason="x")
        with pytest.raises(WrongState):
            governance.change("postpone_meeting", meeting, new_day=None, reason="x")
        with pytest.raises(WrongState):
            governance.change("merge_meeting", meeting, into_code=held.code, reason="x")


def test_a_meeting_is_merged_into_another_that_still_stands(governance: Governance) -> None:
    meeting, other = governance.plan(), governance.plan(MARCH, body_id=governance.other.pk)
    gone = governance.plan(date(2025, 4, 1))
    governance.change("cancel_meeting", gone, reason="Nothing to decide.")
    for code in (meeting.code, gone.code, "T-NOWHERE"):
        with pytest.raises(Invalid) as refusal:
            governance.change("merge_meeting", meeting, into_code=code, reason="Joint.")
        assert "into_code" in refusal.value.fields
    said = governance.change("merge_meeting", meeting, into_code=other.code, reason="Joint.")
    assert said.state == "merged" and said.into == other


def test_two_secretaries_do_not_overwrite_each_other(governance: Governance) -> None:
    meeting = governance.plan()
    governance.change("postpone_meeting", meeting, new_day=None, reason="No room.")
    with pytest.raises(Stale):
        governance.change("cancel_meeting", meeting, reason="x", expected_version=1)
    assert governance.said(meeting).state == "postponed"


def test_each_step_stands_in_the_history_with_its_reason(governance: Governance) -> None:
    meeting = governance.plan()
    governance.change("postpone_meeting", meeting, new_day=None, reason="No room.")
    rows = Entry.objects.filter(subject_id=str(meeting.pk)).order_by("recorded_at", "pk")
    told = {(row.kind, row.reason) for row in rows}
    assert told == {
        ("governance.meeting.planned", ""),
        ("governance.meeting.postponed", "No room."),
    }
    assert MeetingParticulars.objects.filter(subject=meeting).count() == 2


# --- the agenda ----------------------------------------------------------------------------------
def titles(meeting: Meeting) -> list[str]:
    rows = meeting.agenda.order_by("position")
    return [f"{row.position} {row.title}" for row in rows]


def test_items_are_added_changed_moved_and_removed(governance: Governance) -> None:
    meeting = governance.plan()
    first, second, third = (governance.add(meeting, title) for title in ("A", "B", "C"))

    def change(verb: str, item: AgendaItem, **given: Any) -> None:
        version = governance.version(meeting)
        asked = {"by": governance.secretary, "item_id": item.pk, "expected_version": version}
        getattr(actions, verb)(**asked, **given)

    change("move_agenda_item", third, direction="up")
    assert titles(meeting) == ["1 A", "2 C", "3 B"]
    change("move_agenda_item", first, direction="up")
    change("move_agenda_item", first, direction="down")
    assert titles(meeting) == ["1 C", "2 A", "3 B"]
    change("change_agenda_item", second, title="B2", purpose="information")
    change("remove_agenda_item", third)
    assert titles(meeting) == ["1 A", "2 B2"]
    with pytest.raises(Invalid):
        change("move_agenda_item", first, direction="sideways")


def test_an_item_needs_a_title_and_a_declared_purpose(governance: Governance) -> None:
    meeting = governance.plan()
    for given, field in (({"title": " "}, "title"), ({"purpose": "fun"}, "purpose")):
        with pytest.raises(Invalid) as refusal:
            governance.change(
                "add_agenda_item", meeting, **{"title": "A", "purpose": "decision", **given}
            )
        assert field in refusal.value.fields


def test_there_is_no_agenda_of_a_cancelled_meeting(governance: Governance) -> None:
    meeting = governance.plan()
    governance.change("cancel_meeting", meeting, reason="Nothing to decide.")
    with pytest.raises(WrongState, match="cancelled"):
        governance.add(meeting, "A")


def test_an_item_that_is_not_there_is_not_found(governance: Governance) -> None:
    with pytest.raises(actions.NotFound):
        actions.remove_agenda_item(by=governance.secretary, item_id=9, expected_version=1)


def test_a_paper_is_kept_once_and_known_to_the_sweep(
    governance: Governance, settings: Any, tmp_path: Any
) -> None:
    settings.EVIDENCE_DIR = tmp_path
    meeting = governance.plan()
    paper = SimpleUploadedFile("../Plan <1>.pdf", PDF)
    item = governance.add(meeting, "A", upload=paper)
    again = governance.add(meeting, "B", upload=SimpleUploadedFile("same.pdf", PDF))
    assert item.file_name == "Plan 1.pdf"
    assert item.file == again.file == MeetingFile.objects.get()
    assert list(files.orphans()) == []
    changed = actions.change_agenda_item(
        by=governance.secretary,
        item_id=item.pk,
        expected_version=governance.version(meeting),
        title="A",
        purpose="decision",
    )
    assert changed.file_name == "Plan 1.pdf"


def test_a_paper_of_active_content_is_refused(
    governance: Governance, settings: Any, tmp_path: Any
) -> None:
    settings.EVIDENCE_DIR = tmp_path
    with pytest.raises(Invalid):
        governance.add(
            governance.plan(), "A", upload=SimpleUploadedFile("a.txt", b"<script>x</script>")
        )
    assert not AgendaItem.objects.exists()


# --- who took part -------------------------------------------------------------------------------
def test_who_holds_a_seat_depends_on_the_day(governance: Governance) -> None:
    assert governance.seats(date(2024, 12, 31))[0] == f"{BODY}-CHAIR"
    assert f"{BODY}-FIELD" in governance.seats(date(2024, 12, 31))
    assert f"{BODY}-FIELD" not in governance.seats(date(2025, 1, 1))


def test_members_and_guests_are_recorded_and_the_quorum_is_counted(
    governance: Governance,
) -> None:
    meeting = governance.held()
    governance.attend(
        meeting,
        Guest("Internal audit", "observer"),
        chair="present",
        finance="represented",
        support="excused",
        notes="present",
    )
    said = governance.said(meeting)
    holders = queries.members_on(said, moments.now())
    quorum = queries.quorum_of(said, meeting.attendance.all(), holders, moments.now())
    assert (quorum.there, quorum.needed, quorum.seats) == (2, 2, 3)
    assert quorum.is_reached is True
    governance.attend(meeting, chair="present", finance="", notes="present")
    quorum = queries.quorum_of(said, meeting.attendance.all(), holders, moments.now())
    assert quorum.is_reached is False and meeting.attendance.count() == 2


def test_without_a_stated_number_there_is_no_word_on_the_quorum(governance: Governance) -> None:
    meeting = governance.held(MARCH, body_id=governance.other.pk)
    quorum = queries.quorum_of(governance.said(meeting), [], [], moments.now())
    assert quorum.needed is None and quorum.is_reached is None


def test_a_non_member_who_does_not_say_as_what_is_refused(governance: Governance) -> None:
    meeting = governance.held()
    with pytest.raises(Invalid) as refusal:
        governance.attend(meeting, Guest("Internal audit", " "), chair="present")
    assert refusal.value.message == ("Internal audit holds no seat: say as what they took part.")
    assert not meeting.attendance.exists()


def test_a_seat_not_held_on_the_day_takes_no_part(governance: Governance) -> None:
    with pytest.raises(Invalid, match="attention") as refusal:
        governance.attend(governance.held(), field="present")
    assert "seats" in refusal.value.fields


def test_nobody_attends_a_meeting_that_was_not_held(governance: Governance) -> None:
    with pytest.raises(WrongState):
        governance.attend(governance.plan(), chair="present")


def test_an_undeclared_standing_is_refused(governance: Governance) -> None:
    with pytest.raises(Invalid):
        governance.attend(governance.held(), chair="asleep")


# --- actions -------------------------------------------------------------------------------------
def agree(governance: Governance, meeting: Meeting, **given: Any) -> Any:
    asked = {"title": "List the sites", "responsible": "OICT", "due_on": date(2025, 4, 30), **given}
    return actions.agree_action(by=governance.secretary, meeting_id=meeting.pk, **asked)


def carried(governance: Governance, meeting: Meeting, day: date) -> list[str]:
    moment = Moment(as_of=day)
    said = queries.meetings(governance.secretary, moment).get(subject=meeting)
    return [one.subject.code for one in queries.carried_to(said, moment)]


def test_an_open_action_stands_on_the_next_agenda_by_itself(governance: Governance) -> None:
    first, following = governance.held(), governance.held(date(2025, 5, 5))
    action = agree(governance, first)
    assert action.code == f"{first.code}-A1"
    assert carried(governance, following, date(2025, 5, 15)) == [action.code]
    assert carried(governance, first, date(2025, 5, 15)) == []
    actions.close_action(
        by=governance.secretary, action_id=action.pk, word="done", outcome="Listed."
    )
    assert carried(governance, following, date(2025, 5, 15)) == [action.code]
    coming = governance.plan(date(2025, 6, 9))
    assert carried(governance, coming, date(2025, 5, 15)) == []


def test_an_action_of_another_body_is_not_carried(governance: Governance) -> None:
    agree(governance, governance.held(MARCH, body_id=governance.other.pk))
    assert carried(governance, governance.held(date(2025, 5, 5)), date(2025, 5, 15)) == []


def test_an_action_is_agreed_only_at_a_meeting_that_was_held(governance: Governance) -> None:
    with pytest.raises(WrongState):
        agree(governance, governance.plan())
    with pytest.raises(Invalid) as refusal:
        agree(governance, governance.held(), due_on=date(2025, 3, 9))
    assert "due_on" in refusal.value.fields


def test_an_action_is_closed_once_with_what_came_of_it(governance: Governance) -> None:
    action = agree(governance, governance.held())

    def close(word: str, outcome: str) -> None:
        actions.close_action(
            by=governance.secretary, action_id=action.pk, word=word, outcome=outcome
        )

    for word, outcome, field in (("open", "x", "word"), ("done", " ", "outcome")):
        with pytest.raises(Invalid) as refusal:
            close(word, outcome)
        assert field in refusal.value.fields
    close("dropped", "Not needed any more.")
    with pytest.raises(WrongState, match="dropped already"):
        close("done", "x")
