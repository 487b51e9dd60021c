"""Minutes: drafted, approved once, then locked; corrigenda after that."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from governance import actions, policies
from governance.actions import Guest
from governance.models import Minutes, MinutesDraft
from governance.queries import meetings as queries
from ledger import moments
from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.moments import Moment
from tests.governance_world import Governance

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_may() -> object:
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


def test_the_draft_keeps_a_summary_and_what_each_item_says(governance: Governance) -> None:
    meeting = governance.held()
    first, second = governance.add(meeting, "A"), governance.add(meeting, "B")
    governance.change("write_minutes", meeting, summary="Quiet.", items={first.pk: "Agreed."})
    governance.change("write_minutes", meeting, summary="Lively.", items={second.pk: "Noted."})
    assert MinutesDraft.objects.get().summary == "Lively."
    minutes = [item.minute for item in meeting.agenda.order_by("position")]
    assert minutes == ["Agreed.", "Noted."]


def test_minutes_are_written_once_the_meeting_was_held(governance: Governance) -> None:
    meeting = governance.plan()
    with pytest.raises(WrongState, match="Record first that it was held"):
        governance.change("write_minutes", meeting, summary="x", items={})
    with pytest.raises(WrongState):
        governance.approve(meeting)


def test_an_item_of_another_meeting_is_left_alone(governance: Governance) -> None:
    meeting, other = governance.held(), governance.held(date(2025, 3, 11))
    item = governance.add(other, "A")
    governance.change("write_minutes", meeting, summary="x", items={item.pk: "Not here."})
    item.refresh_from_db()
    assert item.minute == ""


def test_a_draft_written_meanwhile_is_not_overwritten(governance: Governance) -> None:
    meeting = governance.held()
    version = governance.version(meeting)
    governance.change("write_minutes", meeting, summary="First.", items={})
    with pytest.raises(Stale):
        governance.change(
            "write_minutes", meeting, summary="Second.", items={}, expected_version=version
        )
    assert MinutesDraft.objects.get().summary == "First."


def test_approved_minutes_hold_items_attendance_and_file(
    governance: Governance, settings: Any, tmp_path: Any
) -> None:
    settings.EVIDENCE_DIR = tmp_path
    meeting = governance.held()
    item = governance.add(meeting, "Data centres", presented_by="OICT")
    governance.attend(meeting, Guest("Internal audit", "observer"), chair="present")
    governance.change(
        "write_minutes",
        meeting,
        summary="In short.",
        items={item.pk: "Two close."},
        upload=SimpleUploadedFile("signed.pdf", b"%PDF-1.4\n%%EOF\n"),
    )
    minutes = governance.approve(meeting)
    assert (minutes.as_of, minutes.approved_by) == (date(2025, 3, 20), "The steering body")
    assert minutes.file_name == "signed.pdf"
    [minuted] = minutes.items.all()
    assert (minuted.position, minuted.minute, minuted.presented_by) == (1, "Two close.", "OICT")
    attended = {one.office: one.present_as for one in minutes.attendance.all()}
    assert attended == {"Chief Information Technology Officer": "", "Internal audit": "observer"}


def test_minutes_count_from_the_day_of_their_approval(governance: Governance) -> None:
    meeting = governance.minuted(date(2025, 3, 10))
    assert queries.minutes_of(meeting, Moment(as_of=date(2025, 3, 9))) is None
    assert queries.minutes_of(meeting, moments.now()) is not None
    rows = queries.meetings(governance.secretary, moments.now())
    assert rows.get(subject=meeting).is_minuted


def test_minutes_that_say_nothing_are_not_approved(governance: Governance) -> None:
    meeting = governance.held()
    governance.add(meeting, "A")
    with pytest.raises(Invalid, match="say nothing"):
        governance.approve(meeting)


@pytest.mark.parametrize("day", [date(2025, 3, 9), date(2025, 5, 16)])
def test_approval_lies_between_the_meeting_and_today(governance: Governance, day: date) -> None:
    meeting = governance.held()
    governance.change("write_minutes", meeting, summary="x", items={})
    with pytest.raises(Invalid) as refusal:
        governance.approve(meeting, day)
    assert "approved_on" in refusal.value.fields


def test_approval_says_by_whom(governance: Governance) -> None:
    meeting = governance.held()
    governance.change("write_minutes", meeting, summary="x", items={})
    with pytest.raises(Invalid) as refusal:
        governance.change(
            "approve_minutes", meeting, approved_on=date(2025, 3, 20), approved_by=" "
        )
    assert "approved_by" in refusal.value.fields


def test_a_second_approval_is_refused(governance: Governance) -> None:
    meeting = governance.minuted()
    with pytest.raises(WrongState, match="approved already"):
        governance.approve(meeting)
    assert Minutes.objects.count() == 1


def test_approved_minutes_lock_agenda_attendance_and_draft(governance: Governance) -> None:
    meeting = governance.minuted()
    item = meeting.agenda.get()
    version = governance.version(meeting)
    one = {"by": governance.secretary, "item_id": item.pk, "expected_version": version}
    attempts = (
        lambda: governance.add(meeting, "B"),
        lambda: actions.change_agenda_item(**one, title="x", purpose="decision"),
        lambda: actions.move_agenda_item(**one, direction="up"),
        lambda: actions.remove_agenda_item(**one),
        lambda: governance.attend(meeting, chair="present"),
        lambda: governance.change("write_minutes", meeting, summary="x", items={}),
    )
    for attempt in attempts:
        with pytest.raises(WrongState, match="locked"):
            attempt()
    assert policies.is_locked(meeting)


def test_corrigenda_are_numbered_and_leave_the_minutes_as_they_are(
    governance: Governance,
) -> None:
    meeting = governance.minuted()
    given = {"text": "Three close.", "reason": "Miscounted."}
    first = governance.change("record_corrigendum", meeting, item=1, **given)
    second = governance.change("record_corrigendum", meeting, item=None, **given)
    assert (first.number, second.number) == (1, 2)
    assert [one.number for one in queries.corrigenda_of(meeting, moments.now())] == [1, 2]
    assert Minutes.objects.get().items.get().minute == "Agreed to close two."


@pytest.mark.parametrize(
    ("given", "field"), [({"item": 2}, "item"), ({"text": " "}, "text"), ({"reason": ""}, "reason")]
)
def test_a_corrigendum_names_an_item_says_what_and_why(
    governance: Governance, given: dict[str, Any], field: str
) -> None:
    meeting = governance.minuted()
    asked = {"item": None, "text": "Three.", "reason": "Miscounted.", **given}
    with pytest.raises(Invalid) as refusal:
        governance.change("record_corrigendum", meeting, **asked)
    assert field in refusal.value.fields


def test_there_is_no_corrigendum_to_a_draft(governance: Governance) -> None:
    with pytest.raises(WrongState, match="change the draft"):
        governance.change("record_corrigendum", governance.held(), item=None, text="x", reason="x")


def test_only_a_governance_secretary_approves(governance: Governance) -> None:
    meeting = governance.held()
    governance.change("write_minutes", meeting, summary="x", items={})
    for person in (governance.officer, governance.auditor):
        with pytest.raises(Forbidden):
            governance.change(
                "approve_minutes",
                meeting,
                by=person,
                approved_on=date(2025, 3, 20),
                approved_by="The steering body",
            )
