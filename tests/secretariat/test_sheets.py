"""Rows of sheets: added, changed, corrected and withdrawn one at a time, by page and by API."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from ictportal.views.sheets import main_cells
from ledger.errors import Forbidden, Invalid, Stale
from ledger.importing.applying import apply_import, check, check_import
from ledger.importing.kinds import export_rows, get
from ledger.importing.writing import csv_bytes
from ledger.models import Entry
from ledger.moments import Moment, now
from ledger.verify import verify
from projects.models import Lesson, LessonText, PlanParticulars
from secretariat import rows
from secretariat.models import Person, Provenance
from secretariat.roles import Permission
from secretariat.sheets import Sheet, all_sheets, find_statement, get_sheet, withdraw_row

pytestmark = pytest.mark.django_db

LESSON = {
    "code": "L-TEST",
    "plan": "STRATEGY-2014",
    "kind": "lesson",
    "title": "Ask early",
    "text": "Entities that were asked early took part.",
    "as_of": "2019-06-30",
    "document": "A/74/588",
    "locator": "para 10",
}
NEW = "/registers/lessons/new/"
ROW = "/registers/lessons/row/?key=L-TEST"
GONE = "/registers/lessons/row/withdraw/?key=L-TEST"
API = "/api/v1/registers/lessons/rows/"


def lessons() -> Sheet:
    return get_sheet("lessons")


@pytest.fixture
def officer(people: Callable[..., Person]) -> Person:
    return people("officer", name="Olga Officer")


@pytest.fixture
def page(officer: Person) -> Client:
    return signed_in(officer)


@pytest.fixture
def shown(people: Callable[..., Person]) -> Person:
    """A portfolio officer of the demonstration."""
    person = people("officer", name="Demo Officer")
    person.demonstration = True
    person.save()
    return person


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def typed(page: Client, address: str, why: str = "Because.", /, **cells: str) -> dict[str, str]:
    """What the browser would send: the form as it was opened, with some cells typed over."""
    form = page.get(address).context["form"]
    sent = {f.name: str(f.value() or "") for f in form if not f.field.disabled}
    return {**sent, **{f"cell-{name}": text for name, text in cells.items()}, "reason": why}


def add(page: Client, why: str = "Because.", /, **cells: str) -> Any:
    return page.post(NEW, typed(page, NEW, why, **{**LESSON, **cells}))


def change(page: Client, why: str = "Because.", /, **cells: str) -> Any:
    return page.post(ROW, typed(page, ROW, why, **cells))


def standing() -> Any:
    return find_statement(lessons(), ("L-TEST",))


def test_a_row_is_added_with_source_reason_and_history(page: Client, officer: Person) -> None:
    answer = add(page, "Found in the third report.")
    assert (answer.status_code, answer["Location"]) == (302, ROW)
    said = standing()
    assert (said.title, said.as_of, str(said.citation)) == (
        "Ask early",
        date(2019, 6, 30),
        "A/74/588, para 10",
    )
    assert said.provenance == Provenance.DOCUMENTED
    entry = said.entry
    assert (entry.actor, entry.acting_role) == (officer.number, "officer")
    assert entry.reason == "Found in the third report."
    assert (entry.before, entry.after["title"]) == ({}, "Ask early")
    text = page.get(ROW).content.decode()
    assert "Olga Officer" in text
    assert "Found in the third report." in text
    assert "Row added." in text


def test_the_address_prefills_a_new_row_and_leads_back(page: Client) -> None:
    address = NEW + "?plan=STRATEGY-2014&kind=issue&next=/registers/plans/"
    form = page.get(address).context["form"]
    assert form["cell-plan"].value() == "STRATEGY-2014"
    assert form["cell-kind"].value() == "issue"
    answer = page.post(address, typed(page, address, **LESSON))
    assert answer["Location"] == "/registers/plans/"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_the_way_back_never_leaves_the_portal(page: Client, evil: str) -> None:
    address = f"{NEW}?next={evil}"
    assert page.post(address, typed(page, address, **LESSON))["Location"] == ROW


def test_known_codes_are_offered_with_their_names(page: Client) -> None:
    text = page.get(NEW).content.decode()
    name = PlanParticulars.objects.current(now().as_of).get(subject__code="STRATEGY-2014").name
    assert '<option value="STRATEGY-2014">' in text
    assert name in text
    assert '<option value="A/74/588">' in text


def test_a_change_of_a_later_day_leaves_the_earlier_statement(page: Client) -> None:
    add(page)
    assert change(page, title="Ask very early", as_of="2020-06-30").status_code == 302
    row = rows.row_at(lessons(), ("L-TEST",), now())
    then = rows.row_at(lessons(), ("L-TEST",), Moment(as_of=date(2019, 12, 31)))
    assert row is not None
    assert then is not None
    assert (row.cells["title"], then.cells["title"]) == ("Ask very early", "Ask early")
    assert row.statement.corrects is None
    assert row.statement.entry.before["title"] == "Ask early"


def test_a_change_of_the_same_day_corrects(page: Client) -> None:
    add(page)
    first = standing()
    change(page, "The title was misread.", title="Ask first")
    assert standing().corrects_id == first.pk
    text = page.get(ROW).content.decode()
    assert "Corrected since" in text
    assert "<del>Ask early</del>" in text
    assert "<ins>Ask first</ins>" in text
    assert "The title was misread." in text


def test_a_change_of_an_earlier_day_is_kept_and_said(page: Client) -> None:
    add(page)
    answer = page.post(ROW, typed(page, ROW, title="Earlier", as_of="2018-12-31"), follow=True)
    assert "a later statement still stands" in answer.content.decode()
    assert standing().title == "Ask early"


def test_the_key_and_what_was_fixed_cannot_be_changed(page: Client) -> None:
    add(page)
    change(page, code="L-OTHER", plan="ITSSD-PLAN", kind="issue", title="New")
    lesson = Lesson.objects.get(code="L-TEST")
    assert (lesson.plan.code, lesson.kind) == ("STRATEGY-2014", "lesson")
    assert not Lesson.objects.filter(code="L-OTHER").exists()
    with pytest.raises(Invalid) as refused:
        rows.record_row(
            by=Person.objects.get(name="Olga Officer"),
            sheet=lessons(),
            given={"code": "L-TEST", "kind": "issue"},
            reason="Because.",
            seen=rows.tag_of(rows.row_of(lessons(), standing())),
        )
    assert "fixed" in refused.value.fields["cells.kind"][0]


def test_nothing_changed_is_refused_kindly(page: Client) -> None:
    add(page)
    entries = Entry.objects.count()
    answer = change(page)
    assert answer.status_code == 400
    assert "Nothing differs from what is on record" in answer.content.decode()
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("plan", "NO-PLAN", "does not know “NO-PLAN”"),
        ("document", "A/99/999", "does not know “A/99/999”"),
        ("as_of", "soon", ""),
        ("as_of", "2999", "has not ended yet"),
        ("code", "a;b", "none of the signs"),
        ("title", "", "required"),
        ("title", "x" * 301, "the limit is 300"),
        ("kind", "poem", "not one of the available choices"),
    ],
)
def test_each_fault_stands_at_its_field_and_the_rest_stays_typed(
    page: Client, cell: str, text: str, said: str
) -> None:
    answer = add(page, **{cell: text})
    assert answer.status_code == 400
    errors = answer.context["form"].errors
    assert list(errors) == [f"cell-{cell}"]
    assert said in errors[f"cell-{cell}"][0]
    assert "Entities that were asked early took part." in answer.content.decode()
    assert not Lesson.objects.filter(code="L-TEST").exists()


def test_the_rule_of_a_sheet_speaks_at_its_field(page: Client) -> None:
    address = "/registers/plan_elements/new/"
    cells = {"code": "X-1", "plan": "STRATEGY-2014", "kind": "objective", "name": "X"}
    first = page.post(address, typed(page, address, **cells))
    assert first.status_code == 302
    again = {**cells, "code": "X-2", "kind": "driver", "parent": "X-1"}
    answer = page.post(address, typed(page, address, **again))
    assert "cell-parent" in answer.context["form"].errors


def test_a_reason_is_needed_even_where_a_cell_is_called_reason(page: Client) -> None:
    address = "/registers/portfolio_events/new/"
    cells = {"project": "P01", "kind": "exit", "reason": "It ended.", "as_of": "2020-12-31"}
    answer = page.post(address, typed(page, address, "", **cells))
    assert list(answer.context["form"].errors) == ["reason"]
    assert page.post(address, typed(page, address, "Minutes.", **cells)).status_code == 302
    key = ("P01", "exit", "2020-12-31")
    said = find_statement(get_sheet("portfolio_events"), key)
    assert (said.reason, said.entry.reason) == ("It ended.", "Minutes.")


def test_adding_what_is_on_record_says_so_at_the_key(page: Client) -> None:
    add(page)
    answer = add(page, title="Another")
    assert answer.status_code == 400
    assert "on record already" in answer.context["form"].errors["cell-code"][0]


def test_a_row_that_moved_on_shows_both_versions_and_takes_the_new_one(page: Client) -> None:
    add(page)
    mine = typed(page, ROW, title="What I typed")
    change(page, title="What they wrote")
    late = page.post(ROW, mine)
    text = late.content.decode()
    assert late.status_code == 409
    assert "This row changed while you were writing" in text
    lines = {line["label"]: line for line in late.context["versions"]}
    assert lines["Title"]["recorded"] == "What they wrote"
    assert lines["Title"]["typed"] == "What I typed"
    assert standing().title == "What they wrote"
    mine["digest"] = late.context["form"]["digest"].value()
    assert page.post(ROW, mine).status_code == 302
    assert standing().title == "What I typed"


def test_a_row_withdrawn_meanwhile_is_said_and_nothing_typed_is_lost(page: Client) -> None:
    add(page)
    mine = typed(page, ROW, title="What I typed")
    withdraw(page)
    late = page.post(ROW, mine)
    assert late.status_code == 409
    assert "withdrawn while you were writing" in late.content.decode()
    assert "What I typed" in late.content.decode()
    mine["digest"] = late.context["form"]["digest"].value() or ""
    assert page.post(ROW, mine).status_code == 302
    assert standing().title == "What I typed"


def withdraw(page: Client, reason: str = "Recorded in error.") -> Any:
    digest = page.get(ROW).context["withdrawing"]["digest"].value()
    return page.post(GONE, {"digest": digest, "reason": reason})


def test_a_withdrawn_row_leaves_the_list_and_stays_in_the_history(page: Client) -> None:
    add(page)
    answer = withdraw(page)
    assert (answer.status_code, answer["Location"]) == (302, "/registers/lessons/")
    assert standing() is None
    assert page.get("/registers/lessons/", {"q": "L-TEST"}).context["total"] == 0
    gone = LessonText.objects.get(subject__code="L-TEST", withdrawn=True)
    assert str(gone.citation) == "A/74/588, para 10"
    assert gone.entry.reason == "Recorded in error."
    text = page.get(ROW).content.decode()
    assert "Nothing stands under this key" in text
    assert "Recorded in error." in text
    assert add(page, title="Once more").status_code == 302
    assert standing().title == "Once more"
    assert verify() == []


def test_withdrawing_brings_back_what_was_said_before(page: Client) -> None:
    add(page)
    change(page, title="Later", as_of="2020-06-30")
    assert withdraw(page)["Location"] == ROW
    assert standing().title == "Ask early"


def test_a_withdrawal_needs_a_reason_and_the_version_that_stands(page: Client) -> None:
    add(page)
    answer = withdraw(page, reason="")
    assert answer.status_code == 400
    assert list(answer.context["withdrawing"].errors) == ["reason"]
    stale = page.post(GONE, {"digest": "old", "reason": "Why not."})
    assert stale.status_code == 409
    assert standing() is not None
    with pytest.raises(Invalid):
        withdraw_row(lessons(), Person.objects.get(name="Olga Officer"), ("L-TEST",), " ")


def test_a_past_day_shows_that_day_and_is_read_only(page: Client) -> None:
    add(page)
    change(page, title="Later", as_of="2020-06-30")
    past = page.get(ROW + "&as_of=2019-12-31")
    assert past.context["row"].cells["title"] == "Ask early"
    assert past.context["form"] is None
    assert "withdrawing" not in past.context
    assert [one.statement.as_of.year for one in past.context["told"]] == [2019]
    posted = page.post(ROW + "&as_of=2019-12-31", {"reason": "x"})
    assert posted.status_code == 409
    assert page.get(NEW + "?as_of=2019-12-31").status_code == 409
    assert page.get(ROW + "&as_of=2018-12-31").status_code == 404


def test_a_reader_gets_nothing_and_an_auditor_reads(people: Callable[..., Person]) -> None:
    reader, auditor = signed_in(people("reader")), signed_in(people("auditor", "BOA"))
    for address in ("/registers/", "/registers/plans/", "/registers/plans/row/?key=STRATEGY-2014"):
        assert reader.get(address).status_code == 403
        assert auditor.get(address).status_code == 200
    assert auditor.get(NEW).status_code == 403
    assert auditor.post("/registers/plans/row/?key=STRATEGY-2014", {}).status_code == 403
    assert auditor.get("/registers/plans/").context["may_change"] is False


def test_the_demonstration_has_its_own_rows(page: Client, shown: Person) -> None:
    demo = signed_in(shown)
    layer = "layer=demonstration"
    plan = {"code": "DEMO-X", "kind": "strategy", "name": "A demonstration", "as_of": "2020"}
    address = f"/registers/plans/new/?{layer}"
    assert "cell-provenance" not in demo.get(address).context["form"].fields
    answer = demo.post(address, typed(demo, address, **plan))
    assert answer["Location"] == f"/registers/plans/row/?key=DEMO-X&{layer}"
    made = PlanParticulars.objects.get(subject__code="DEMO-X")
    assert made.subject.demonstration
    assert made.provenance == Provenance.DEMONSTRATION
    taken = page.post("/registers/plans/new/", typed(page, "/registers/plans/new/", **plan))
    assert "taken" in taken.context["form"].errors["cell-code"][0]
    assert page.get("/registers/plans/", {"q": "DEMO-X"}).context["total"] == 0
    assert page.get(f"/registers/plans/?q=DEMO-X&{layer}").context["total"] == 1
    assert page.get("/registers/plans/row/?key=DEMO-X").status_code == 404
    assert page.get(f"/registers/plans/row/?key=DEMO-X&{layer}").context["form"] is None
    assert "DEMO-X" not in page.get(NEW).content.decode()


def test_a_demonstration_person_cannot_touch_the_record(shown: Person) -> None:
    demo = signed_in(shown)
    assert demo.get("/registers/plans/new/").status_code == 403
    page = demo.get("/registers/plans/row/?key=STRATEGY-2014")
    assert page.context["form"] is None
    sent = {"cell-name": "Mine", "reason": "x", "digest": page.context["row"].tag}
    assert demo.post("/registers/plans/row/?key=STRATEGY-2014", sent).status_code == 403
    gone = "/registers/plans/row/withdraw/?key=STRATEGY-2014"
    assert demo.post(gone, sent).status_code == 403
    with pytest.raises(Forbidden):
        rows.record_row(
            by=shown,
            sheet=get_sheet("plans"),
            given={"code": "STRATEGY-2014", "name": "Mine"},
            reason="x",
            seen=page.context["row"].tag,
        )


def test_the_layers_do_not_name_each_other(officer: Person, shown: Person) -> None:
    plan = {"code": "DEMO-X", "kind": "strategy", "name": "D", "as_of": "2020"}
    rows.record_row(by=shown, sheet=get_sheet("plans"), given=plan, reason="x", seen="")
    for person, other, code in ((officer, "DEMO-X", "L-1"), (shown, "STRATEGY-2014", "L-2")):
        with pytest.raises(Invalid) as refused:
            given = {**LESSON, "code": code, "plan": other}
            rows.record_row(by=person, sheet=lessons(), given=given, reason="x", seen="")
        assert "belongs to" in refused.value.fields["cells.plan"][0]
    given = {**LESSON, "plan": "DEMO-X"}
    assert rows.record_row(by=shown, sheet=lessons(), given=given, reason="x", seen="")


def test_a_row_cannot_bring_the_demonstration_into_the_record(officer: Person) -> None:
    with pytest.raises(Invalid):
        given = {**LESSON, "provenance": "demonstration"}
        rows.record_row(by=officer, sheet=lessons(), given=given, reason="x", seen="")


@pytest.mark.parametrize("key", [sheet.key for sheet in all_sheets()])
def test_every_sheet_is_listed_shown_and_goes_round_unchanged(
    key: str, people: Callable[..., Person]
) -> None:
    sheet, kind = get_sheet(key), get(key)
    keeper = "secretary" if sheet.permission is Permission.KEEP_GOVERNANCE else "officer"
    page = signed_in(people(keeper))
    content = b"".join(csv_bytes(kind.exported, export_rows(kind)))
    checked = check(kind, content, f"{key}.csv")
    assert (checked.faults, checked.changes) == ([], [])
    listed = page.get(f"/registers/{key}/")
    assert listed.status_code == 200
    assert listed.context["total"] == rows.count_at(sheet, now()) == checked.rows
    for line in listed.context["lines"][:2]:
        shown = page.get(f"/registers/{key}/row/?{line['row'].query}")
        assert shown.status_code == 200
        assert shown.context["row"].cells == line["row"].cells
        again = page.post(
            f"/registers/{key}/row/?{line['row'].query}",
            typed(page, f"/registers/{key}/row/?{line['row'].query}"),
        )
        assert "Nothing differs" in again.content.decode() or again.status_code == 403


def test_an_import_cannot_change_what_is_fixed(officer: Person) -> None:
    rows.record_row(by=officer, sheet=lessons(), given=LESSON, reason="x", seen="")
    content = b"code,plan,kind,title,as_of\nL-TEST,STRATEGY-2014,issue,Ask early,2019-06-30\n"
    checked = check(get("lessons"), content, "l.csv")
    assert [(fault.column, fault.rule) for fault in checked.faults] == [("kind", "fixed")]


def test_an_import_and_a_page_write_the_same(officer: Person, page: Client) -> None:
    add(page)
    head = ",".join(LESSON)
    line = ",".join({**LESSON, "code": "L-FILE"}.values())
    record = check_import(
        kind="lessons", content=f"{head}\n{line}\n".encode(), file_name="l.csv", by=officer
    )
    apply_import(record=record, by=officer)
    mine, theirs = (
        rows.row_of(lessons(), find_statement(lessons(), (code,))) for code in ("L-TEST", "L-FILE")
    )
    assert {**mine, "code": ""} == {**theirs, "code": ""}


def test_search_and_cells_narrow_the_list(page: Client) -> None:
    add(page, text="A wholly singular zyzzyva.")
    found = page.get("/registers/lessons/", {"q": "ZYZZYVA singular"}).context
    assert [line["row"].key for line in found["lines"]] == [("L-TEST",)]
    assert found["chips"][0].url == "/registers/lessons/"
    exact = page.get("/registers/lessons/", {"kind": "lesson", "code": "L-TEST"}).context
    assert exact["total"] == 1
    nothing = page.get("/registers/lessons/", {"q": "nothing like this"})
    assert "Nothing matches" in nothing.content.decode()


def test_text_is_shown_as_text(page: Client) -> None:
    add(page, "<i>why</i>", title="<script>alert(1)</script>", text="<b>x</b>")
    for address in ("/registers/lessons/?q=L-TEST", ROW):
        text = page.get(address).content.decode()
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert "<b>x</b>" not in text
        assert "<i>why</i>" not in text


def test_keys_with_bars_find_their_row() -> None:
    key = ("a|b", "c", "")
    assert rows.parse_key(rows.key_text(key)) == key
    assert rows.parse_key("P01|entry|2015") == ("P01", "entry", "2015")


def test_the_list_has_room_for_six_columns() -> None:
    for sheet in all_sheets():
        names = [cell.name for cell in main_cells(sheet)]
        most = max(7, len({*sheet.natural_key, "as_of"}) + 1)
        assert 2 <= len(names) <= most, sheet.key
        assert set(names) >= set(sheet.natural_key) - {"document", "locator"}


def count(page: Client, address: str) -> int:
    page.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert page.get(address).status_code == 200
    return len(seen)


def test_the_list_costs_a_fixed_number_of_queries(page: Client, officer: Person) -> None:
    address = "/registers/lessons/"
    few = count(page, address), count(page, "/registers/"), count(page, address + "?q=a")
    for number in range(30):
        given = {**LESSON, "code": f"L-{number}", "locator": f"para {number}"}
        rows.record_row(by=officer, sheet=lessons(), given=given, reason="x", seen="")
    many = count(page, address), count(page, "/registers/"), count(page, address + "?q=a")
    assert few == many
    assert many[0] <= 8


def test_two_people_recording_at_once_do_not_overwrite(officer: Person) -> None:
    row = rows.record_row(by=officer, sheet=lessons(), given=LESSON, reason="x", seen="")
    change = {"code": "L-TEST", "title": "One"}
    rows.record_row(by=officer, sheet=lessons(), given=change, reason="x", seen=row.tag)
    with pytest.raises(Stale):
        change = {"code": "L-TEST", "title": "Two"}
        rows.record_row(by=officer, sheet=lessons(), given=change, reason="x", seen=row.tag)


def test_the_api_lists_registers_and_rows_at_a_day(
    api: Callable[..., APIClient], officer: Person
) -> None:
    client = api(officer)
    found = client.get("/api/v1/registers/").json()
    assert found["count"] == len(all_sheets())
    assert {one["key"]: one["rows"] for one in found["results"]}["projects"] == 20
    rows.record_row(by=officer, sheet=lessons(), given=LESSON, reason="x", seen="")
    page = client.get(API, {"code": "L-TEST"}).json()
    assert page["count"] == 1
    assert page["results"][0]["cells"]["title"] == "Ask early"
    assert client.get(API, {"code": "L-TEST", "as_of": "2018-12-31"}).json()["count"] == 0
    assert client.get(API, {"code": "L-TEST", "known_at": "2020-01-01"}).json()["count"] == 0
    assert client.get(API, {"provenance": "demonstration"}).json()["count"] == 0
    assert client.get(API, {"page_size": "2"}).json()["next"]
    assert client.get(API, {"no_cell": "x"}).status_code == 400
    assert client.get("/api/v1/registers/nothing/rows/").status_code == 404


def test_the_api_records_changes_and_names_each_fault(
    api: Callable[..., APIClient], officer: Person
) -> None:
    client = api(officer)
    body = {"cells": LESSON, "reason": "Why."}
    made = client.post(API, body, format="json")
    assert made.status_code == 201
    assert made.json()["etag"] == made["ETag"]
    change = {"cells": {"code": "L-TEST", "title": "Ask first"}, "reason": "Misread."}
    assert client.post(API, change, format="json").status_code == 428
    stale = client.post(API, change, format="json", HTTP_IF_MATCH='"old"')
    assert stale.status_code == 412
    done = client.post(API, change, format="json", HTTP_IF_MATCH=made["ETag"])
    assert done.status_code == 201
    assert done.json()["cells"]["text"] == LESSON["text"]
    faulty = {"cells": {**LESSON, "code": "L-2", "plan": "NO", "kind": "poem"}, "reason": "x"}
    refused = client.post(API, faulty, format="json")
    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == ["cells.kind"]
    unknown = {"cells": {**LESSON, "code": "L-2", "plan": "NO", "locator": "x"}, "reason": "x"}
    errors = client.post(API, unknown, format="json").json()["errors"]
    assert [error["field"] for error in errors] == ["cells.plan"]
    empty = client.post(API, {"cells": {"code": "L-3", "title": [1]}, "reason": ""}, format="json")
    assert {error["field"] for error in empty.json()["errors"]} == {"reason"}
    missing = client.post(API, {"cells": {"code": "L-3"}, "reason": "x"}, format="json")
    names = {error["field"] for error in missing.json()["errors"]}
    assert names == {"cells.plan", "cells.kind", "cells.title", "cells.as_of"}
    strange = {"cells": {**LESSON, "code": "L-4", "colour": "red"}, "reason": "x"}
    errors = client.post(API, strange, format="json").json()["errors"]
    assert [error["field"] for error in errors] == ["cells.colour"]


def test_the_api_acts_once_under_one_key_and_refuses_who_may_not(
    api: Callable[..., APIClient], officer: Person, people: Callable[..., Person]
) -> None:
    body = {"cells": LESSON, "reason": "Why."}
    once = {"format": "json", "HTTP_IDEMPOTENCY_KEY": "k-1"}
    first, second = (api(officer).post(API, body, **once) for _time in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert LessonText.objects.filter(subject__code="L-TEST").count() == 1
    for role, scope in (("auditor", "BOA"), ("administrator", ""), ("reader", "")):
        assert api(people(role, scope)).post(API, body, format="json").status_code == 403
    assert api(officer, "read").post(API, body, format="json").status_code == 403


def test_history_and_statements_are_sealed_whole(page: Client) -> None:
    add(page)
    change(page, title="Other")
    withdraw(page)
    assert LessonText.objects.filter(subject__code="L-TEST").count() == 3
    assert verify() == []
