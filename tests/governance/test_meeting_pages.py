"""The pages of meetings and decisions: what each person sees, files, conflicts, cost."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audits.models import Recommendation
from governance.actions import Guest
from governance.models import Attendance, Decision
from ledger.models import Entry
from secretariat.sheets import get_sheet
from tests.governance_world import BODY, Governance
from tests.world import SYMBOL, World, bring_in

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_may(settings: Any, tmp_path: Any) -> Any:
    settings.EVIDENCE_DIR = tmp_path
    with time_machine.travel("2025-05-15T12:00:00Z", tick=True):
        yield


def see(client: Client, person: Any, path: str, status: int = 200) -> str:
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def send(client: Client, person: Any, path: str, **given: Any) -> Any:
    client.force_login(person)
    return client.post(path, given)


# --- who sees what -------------------------------------------------------------------------------
def test_readers_of_the_register_see_the_agenda_and_no_draft_and_no_form(
    governance: Governance, client: Client
) -> None:
    meeting = governance.held()
    item = governance.add(meeting, "Data centres")
    governance.attend(meeting, Guest("Internal audit", "observer"), chair="present")
    governance.change("write_minutes", meeting, summary="Secret.", items={item.pk: "Hidden."})
    path = f"/meetings/{meeting.code}/"
    shown = see(client, governance.officer, path)
    assert "Data centres" in shown
    for hidden in ("Secret.", "Hidden.", "Internal audit", 'action="/meetings/'):
        assert hidden not in shown
    own = see(client, governance.secretary, path)
    for there in ("Secret.", "Hidden.", "Internal audit", "1 of 2 needed"):
        assert there in own


def test_approved_minutes_are_shown_to_all_and_nothing_can_be_changed(
    governance: Governance, client: Client
) -> None:
    meeting = governance.minuted()
    for person in (governance.officer, governance.secretary):
        shown = see(client, person, f"/meetings/{meeting.code}/")
        assert "Agreed to close two." in shown and "approved and locked" in shown
        assert "/agenda/" not in shown and 'name="summary"' not in shown
    for form in ("attendance", "minutes"):
        see(client, governance.secretary, f"/meetings/{meeting.code}/{form}/", 409)


def test_a_past_day_shows_what_stood_then_and_is_read_only(
    governance: Governance, client: Client
) -> None:
    meeting = governance.held()
    governance.add(meeting, "Data centres")
    path = f"/meetings/{meeting.code}/?as_of=2025-03-10"
    shown = see(client, governance.secretary, path)
    assert "shown today only" in shown and "Data centres" not in shown
    assert 'action="/meetings/' not in shown
    see(client, governance.secretary, f"/meetings/{meeting.code}/agenda/?as_of=2025-03-10", 409)


def test_carried_actions_stand_on_the_agenda_by_themselves(
    governance: Governance, client: Client
) -> None:
    first, following = governance.held(), governance.plan(date(2025, 6, 2))
    path = f"/meetings/{first.code}/actions/"
    given = {"title": "List the sites", "responsible": "OICT", "due_on": "2025-04-30"}
    assert send(client, governance.secretary, path, **given).url.endswith("#actions")
    shown = see(client, governance.officer, f"/meetings/{following.code}/")
    assert "List the sites" in shown and "due date passed" in shown


# --- forms ---------------------------------------------------------------------------------------
def test_a_guest_without_a_word_is_refused_beside_the_field_and_kept(
    governance: Governance, client: Client
) -> None:
    meeting = governance.held()
    path = f"/meetings/{meeting.code}/attendance/"
    given = {"version": governance.version(meeting), "guest-1-office": "Internal audit"}
    answer = send(client, governance.secretary, path, **given)
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert 'id="id_guest-1-present_as_error"' in shown
    assert "holds no seat: say as what they took part." in shown
    assert 'value="Internal audit"' in shown
    assert not Attendance.objects.exists()


def test_a_second_window_gets_both_versions_and_can_go_on(
    governance: Governance, client: Client
) -> None:
    meeting = governance.held()
    path, seen = f"/meetings/{meeting.code}/minutes/", governance.version(meeting)
    send(client, governance.secretary, path, version=seen, summary="First.")
    answer = send(client, governance.secretary, path, version=seen, summary="Second.")
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "First." in shown and "Second." in shown and "drafted the minutes" in shown
    assert f'name="version" value="{seen + 1}"' in shown
    again = send(client, governance.secretary, path, version=seen + 1, summary="Second.")
    assert again.status_code == 302


def test_a_second_approval_is_refused_on_the_page_too(
    governance: Governance, client: Client
) -> None:
    meeting = governance.minuted()
    given = {"version": governance.version(meeting), "approved_on": "2025-05-01"}
    path = f"/meetings/{meeting.code}/minutes/approve/"
    answer = send(client, governance.secretary, path, **given, approved_by="The body")
    assert answer.status_code == 409
    assert "approved already. Record a corrigendum" in answer.content.decode()


def test_a_meeting_goes_through_its_forms(governance: Governance, client: Client) -> None:
    person = governance.secretary
    planned = send(client, person, "/meetings/new/", body=BODY, day="2025-05-12", kind="regular")
    assert planned.url == f"/meetings/{BODY}-2025-01/#agenda"
    path = f"/meetings/{BODY}-2025-01/"
    item = {"title": "A", "purpose": "decision"}
    assert send(client, person, f"{path}agenda/", version=1, **item).url == f"{path}#agenda"
    assert send(client, person, f"{path}hold/", version=2, day="2025-05-12").status_code == 302
    decision = {"title": "Yes", "text": "It is so.", "word": "open", "project": "P01; P02"}
    made = send(client, person, f"/decisions/new/?meeting={BODY}-2025-01", **decision)
    assert made.url == f"{path}#decisions"
    assert Decision.objects.get(body=governance.body).links.count() == 2
    shown = see(client, governance.officer, "/decisions/?project=P02&period=2025-05")
    assert f"{BODY}-2025-D01" in shown


def test_an_order_seen_too_late_is_not_changed(governance: Governance, client: Client) -> None:
    meeting = governance.plan()
    governance.add(meeting, "A")
    item = governance.add(meeting, "B")
    path = f"/agenda/{item.pk}/move/"
    send(client, governance.secretary, path, version=1, direction="up")
    assert [one.title for one in meeting.agenda.order_by("position")] == ["A", "B"]
    answer = send(client, governance.secretary, path, version=3, direction="up")
    assert answer.url == f"/meetings/{meeting.code}/#agenda"
    assert [one.title for one in meeting.agenda.order_by("position")] == ["B", "A"]


# --- papers --------------------------------------------------------------------------------------
def test_a_paper_is_a_download_and_the_draft_of_minutes_is_the_secretarys(
    governance: Governance, client: Client
) -> None:
    meeting, other = governance.held(), governance.held(date(2025, 3, 11))
    paper = SimpleUploadedFile("Plan.pdf", b"%PDF-1.4\n%%EOF\n")
    item = governance.add(meeting, "A", upload=paper)
    draft = SimpleUploadedFile("Minutes.txt", b"Two close.")
    kept = governance.change("write_minutes", meeting, summary="", items={}, upload=draft)
    client.force_login(governance.officer)
    answer = client.get(f"/meetings/{meeting.code}/papers/{item.file_id}/")
    assert answer["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    assert answer.content.startswith(b"%PDF")
    see(client, governance.officer, f"/meetings/{other.code}/papers/{item.file_id}/", 404)
    minutes = f"/meetings/{meeting.code}/papers/{kept.file_id}/"
    see(client, governance.officer, minutes, 404)
    see(client, governance.secretary, minutes)
    governance.approve(meeting)
    see(client, governance.officer, minutes)


# --- lists and files -----------------------------------------------------------------------------
def test_a_count_without_days_stands_beside_the_meetings(
    governance: Governance, client: Client
) -> None:
    bring_in(
        "meeting_counts",
        {"body": BODY, "period": "2021", "count": "7", "as_printed": "met 7 times"}
        | {"as_of": "2021-12-31"},
    )
    shown = see(client, governance.officer, f"/meetings/?body={BODY}&period=2021")
    assert "Known as a number only" in shown and "met 7 times" in shown
    assert "met 7 times" not in see(
        client, governance.officer, "/meetings/?body=" + BODY + "&state=held"
    )


@pytest.mark.parametrize("name", ["meetings", "decisions"])
def test_the_files_begin_with_the_columns_of_their_import(
    governance: Governance, client: Client, name: str
) -> None:
    governance.minuted()
    first = governance.decide()
    governance.decide(supersedes=first.code)
    client.force_login(governance.officer)
    answer: Any = client.get(f"/{name}/export.csv?body={BODY}")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    columns = [cell.name for cell in get_sheet(name).all_cells]
    assert lines[0].split(",")[: len(columns)] == columns
    assert len(lines) == 1 + (1 if name == "meetings" else 2)
    assert client.get(f"/{name}/export.xlsx").status_code == 200
    assert client.get(f"/{name}/export.pdf").status_code == 404


def test_a_question_that_cannot_be_understood_is_named(
    governance: Governance, client: Client
) -> None:
    for path in ("/meetings/?period=soon", "/decisions/?due=never", "/meetings/?mood=good"):
        assert "Nothing is listed" in see(client, governance.officer, path, 400)


def test_a_decision_and_a_recommendation_name_each_other(
    governance: Governance, world: World, client: Client
) -> None:
    decision = governance.decide()
    row = {"report": SYMBOL, "annex": "", "item": "para 10", "decision": decision.code}
    bring_in("recommendation_decisions", {**row, "as_of": "2025-04-01"})
    title = "Keep an asset register"
    assert title in see(client, governance.officer, f"/decisions/{decision.code}/")
    pk = Recommendation.objects.get(pk=world.recommendation.pk).pk
    assert decision.code in see(client, governance.officer, f"/recommendations/{pk}/")
    earlier = see(client, governance.officer, f"/decisions/{decision.code}/?as_of=2025-03-31")
    assert title not in earlier


# --- cost ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/meetings/", "/decisions/", "/meetings/{code}/"])
def test_a_page_asks_as_often_for_few_rows_as_for_many(
    governance: Governance, client: Client, path: str
) -> None:
    meeting = governance.held()
    address = path.format(code=meeting.code)

    def cost() -> int:
        see(client, governance.secretary, address)
        with CaptureQueriesContext(connection) as asked:
            see(client, governance.secretary, address)
        return len(asked)

    def more(number: int) -> None:
        for n in range(number):
            governance.decide(meeting_id=meeting.pk, links=[("project", "P01")])
            governance.add(meeting, f"Item {n}")
            governance.held(date(2025, 3, 12))

    more(2)
    few, entries = cost(), Entry.objects.count()
    more(6)
    assert Entry.objects.count() > entries
    assert cost() == few
