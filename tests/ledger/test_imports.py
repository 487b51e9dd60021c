"""The one importer: check, difference, apply whole or not at all, and again without change."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection

from audits.models import Assessment, Particulars, Recommendation
from ledger.errors import Forbidden, WrongState
from ledger.importing.applying import apply_import, check_import
from ledger.importing.kinds import all_kinds, export_rows, get
from ledger.importing.writing import csv_bytes, xlsx_bytes
from ledger.models import Entry, ImportRecord
from secretariat.access import system
from secretariat.models import Entity, Person
from tests.world import World, bring_in

pytestmark = pytest.mark.django_db
HEADER = "report,annex,item,title,issued_not_before,issued_not_after,theme,lead\n"
REPORT = "A/79/5 (Vol. I)"


def check(
    kind: str, content: str | bytes, by: Person | None = None, name: str = "f.csv"
) -> ImportRecord:
    data = content.encode() if isinstance(content, str) else content
    return check_import(kind=kind, content=data, file_name=name, by=by or system(), reason="test")


def new_rows(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def test_a_file_is_checked_then_applied_and_the_second_time_changes_nothing(world: World) -> None:
    text = new_rows(
        f"{REPORT},,para 20,First,2024-07-24,2024-07-24,information-security,DGACM",
        "a/79/5 vol i,,para 21,Second,2024-07-24,2024-07-24,,OLA",
    )
    record = check("recommendations", text, world.officer)
    assert (record.state, record.added, record.faults) == ("checked", 2, [])
    assert not Recommendation.objects.filter(item="para 20").exists()
    apply_import(record=record, by=world.officer)
    assert Recommendation.objects.filter(item__in=["para 20", "para 21"]).count() == 2
    again = check("recommendations", text, world.officer)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    with pytest.raises(WrongState):
        apply_import(record=record, by=world.officer)


def test_every_faulty_row_is_named_by_line_column_and_rule_and_nothing_is_written(
    world: World,
) -> None:
    entries = Entry.objects.count()
    record = check(
        "recommendations",
        new_rows(
            f"{REPORT},,para 20,Good,2024-07-24,2024-07-24,,",
            "nonsense,,para 21,Bad symbol,2024-07-24,2024-07-24,,",
            f"{REPORT},,para 20,Twice,2024-07-24,2024-07-24,,",
            f"{REPORT},,,No item,2024-07-24,2024-07-24,,",
            f"{REPORT},,para 22,Bad day,2024-02-30,2024-07-24,,",
        ),
        world.officer,
    )
    found = {(fault["line"], fault["column"]) for fault in record.faults}
    assert found == {(3, "report"), (4, "item"), (5, "item"), (6, "issued_not_before")}
    assert {fault["rule"] for fault in record.faults} >= {"value", "twice", "required"}
    assert record.state == "refused"
    with pytest.raises(WrongState):
        apply_import(record=record, by=world.officer)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A/99/999,,p,T,2024-07-24,2024-07-24,,", "report"),
        (f"{REPORT},,p,T,2024-07-24,2024-07-24,weather,", "theme"),
        (f"{REPORT},,p,T,2024-07-24,2024-07-24,,NOWHERE", "lead"),
        (f"{REPORT},,p,T,2024-07-24,,,", "issued_not_after"),
        (f"{REPORT},,p,T,2025-07-24,2024-07-24,,", "issued_not_before"),
        (f"{REPORT},,p,T,2024-07-24,2999-07-24,,", "issued_not_after"),
        (f"{REPORT},,p,,2024-07-24,2024-07-24,,", "title"),
    ],
)
def test_rules_of_the_domain_are_checked_before_anything_is_written(
    world: World, row: str, column: str
) -> None:
    record = check("recommendations", new_rows(row), world.officer)
    assert (record.state, [fault["column"] for fault in record.faults]) == ("refused", [column])


def test_a_changed_row_shows_before_and_after_and_becomes_a_statement(world: World) -> None:
    text = new_rows(
        f"{REPORT},,para 10,A better title,2024-07-24,2024-07-24,information-security,DGACM"
    )
    record = check("recommendations", text, world.officer)
    assert record.changed == 1
    assert record.differences[0]["cells"] == [
        {"column": "title", "before": "Keep an asset register", "after": "A better title"}
    ]
    apply_import(record=record, by=world.officer)
    titles = Particulars.objects.filter(subject=world.recommendation).order_by("ordinal")
    assert [row.title for row in titles] == ["Keep an asset register", "A better title"]


#: Kinds of which the sources print nothing: one row of each, so that it can go round.
NOT_IN_THE_SOURCES = {
    "roadmap_bars": {
        "element": "ROW-NETWORK",
        "baseline": "BASELINE-2013",
        "first_quarter": "2013-Q3",
        "last_quarter": "2014-Q2",
        "as_of": "2014-08-31",
    },
    "seats": {
        "code": "ICT-BOARD-CHAIR",
        "body": "ICT-BOARD",
        "office": "An office",
        "role": "chair",
        "starts_on": "2017-01-01",
        "as_of": "2017-01-01",
    },
    "action_items": {
        "code": "GLOBAL-ALLIANCE-ICT-2006-01-A1",
        "meeting": "GLOBAL-ALLIANCE-ICT-2006-01",
        "title": "Something to do",
        "responsible": "An office",
        "word": "open",
        "as_of": "2006-06-20",
    },
    "budget_reviews": {
        "code": "BUDGET-1",
        "entity": "OICT",
        "name": "An initiative",
        "year": "2020",
        "word": "not_reviewed",
        "as_of": "2019-12-31",
    },
    "provision_compliance": {
        "provision": "SGB-2016-11-2-2-G",
        "entity": "OICT",
        "word": "compliant",
        "as_of": "2019-12-31",
    },
    "entity_alignment": {"entity": "OICT", "word": "harmonized", "as_of": "2019-12-31"},
    "questions": {
        "code": "QUESTION-1",
        "asked_by": "acabq",
        "title": "A question",
        "text": "What became of it?",
        "asked_on": "2019-11-01",
        "as_of": "2019-11-01",
    },
    "question_links": {"question": "QUESTION-1", "project": "P10", "as_of": "2019-11-01"},
    "question_answers": {
        "question": "QUESTION-1",
        "text": "It was carried out.",
        "as_of": "2019-11-20",
    },
    "question_figures": {
        "question": "QUESTION-1",
        "figure": "certification.response",
        "measure": "numerator",
        "figure_as_of": "2018-12-31",
        "value": "5",
        "as_printed": "5",
        "as_of": "2019-11-20",
    },
    "recommendation_decisions": {
        "report": "A/74/177",
        "annex": "annex I",
        "item": "1",
        "decision": "MANAGEMENT-COMMITTEE-2019-D01",
        "as_of": "2019-12-31",
    },
    "project_budgets": {
        "project": "P01",
        "year": "2016",
        "fund": "regular",
        "budget": "1000000",
        "as_of": "2015-12-31",
    },
}
#: What must be on record first.
STANDS_ON = dict.fromkeys(("question_links", "question_answers"), ("questions",))
STANDS_ON["question_figures"] = ("questions", "question_answers")


@pytest.mark.parametrize("kind", [kind.key for kind in all_kinds()])
def test_what_is_exported_comes_back_without_a_change(kind: str) -> None:
    declared = get(kind)
    if kind in NOT_IN_THE_SOURCES:
        for needed in (*STANDS_ON.get(kind, ()), kind):
            bring_in(needed, NOT_IN_THE_SOURCES[needed])
    rows = export_rows(declared)
    assert rows, f"there is nothing of {kind} in the record"
    as_csv = check(kind, b"".join(csv_bytes(declared.exported, rows)))
    as_xlsx = check(
        kind, xlsx_bytes(declared.exported, rows, sheet="Rows", about=[]), name="f.xlsx"
    )
    for record in (as_csv, as_xlsx):
        assert record.faults == []
        assert (record.added, record.changed, record.unchanged) == (0, 0, len(rows))


def test_the_exported_list_comes_back_without_a_change(world: World, client: Any) -> None:
    client.force_login(world.officer)
    names = "place,title,theme,lead,status,assessed,claim,issued,age,target,priority,acceptance"
    answer = client.get("/recommendations/export.csv", {"columns": names})
    content = b"".join(answer.streaming_content)
    record = check("recommendations", content, world.officer)
    assert record.faults == []
    assert (record.added, record.changed) == (0, 0)
    assert record.unchanged == content.count(b"\r\n") - 1


def test_assessments_of_an_annex_take_two_people(world: World, client: Any) -> None:
    text = (
        "report,annex,item,word,as_of,reasoning,document,locator\n"
        f"{REPORT},,para 10,implemented,2024-12-31,Marked so,A/74/177,annex I\n"
    )
    record = check("assessments", text, world.officer)
    assert record.faults == []
    client.force_login(world.officer)
    assert client.post(f"/imports/{record.pk}/").status_code == 403
    client.force_login(world.approver)
    assert client.post(f"/imports/{record.pk}/").status_code == 302
    row = Assessment.objects.get(subject=world.recommendation)
    assert (row.finding, row.transcribed, row.provenance) == ("implemented", True, "documented")


def test_a_word_of_another_body_and_a_second_assessment_of_a_day_are_refused(world: World) -> None:
    head = "report,annex,item,word,as_of,reasoning\n"
    bad = check("assessments", head + f"{REPORT},,para 10,in progress,2024-12-31,x\n")
    assert bad.faults[0]["column"] == "word"
    world.assess()
    twice = check("assessments", head + f"{REPORT},,para 10,implemented,2024-12-31,x\n")
    assert twice.state == "refused"


def test_ids_of_another_recommendation_are_refused(world: World) -> None:
    text = (
        "id,report,annex,item,title,issued_not_after\n"
        f"{world.second.pk},{REPORT},,para 10,Keep an asset register,2024-07-24\n"
    )
    record = check("recommendations", text, world.officer)
    if record.state == "checked":
        with pytest.raises(Exception, match="another recommendation"):
            apply_import(record=record, by=world.officer)


def test_demonstration_people_cannot_bring_in_the_record(world: World) -> None:
    world.officer.demonstration = True
    world.officer.save()
    text = new_rows(f"{REPORT},,para 10,Changed,2024-07-24,2024-07-24,information-security,DGACM")
    record = check("recommendations", text, world.officer)
    with pytest.raises(Forbidden):
        apply_import(record=record, by=world.officer)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"\xff\xfe\x00", None),
        ("code,name\nÄ,x\n".encode("latin-1"), "encoding"),
        (b"name\nx\n", "header_missing"),
        (b"code,code,name\na,b,c\n", "header_twice"),
        (b"code,name,colour\na,b,c\n", "header_unknown"),
        (b"PK\x03\x04 not a workbook", "not_a_workbook"),
        (b'code,name\n"a,b\n', None),
        (b"code,name\na,b\x00c\n", "control_character"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_a_rule(
    content: bytes, rule: str | None
) -> None:
    record = check("entities", content)
    assert record.state == "refused"
    assert rule is None or rule in {fault["rule"] for fault in record.faults}
    assert all(fault["said"] for fault in record.faults)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffcode;name;as_of\nNEW-1;One;2020\n",
        "name\tas_of\tcode\nOne\t2020\tNEW-1\n",
        "NAME , Code,As of\nOne,NEW-1,2020-12-31\n",
    ],
)
def test_separators_marks_and_order_do_not_matter(text: str) -> None:
    record = check("entities", text)
    assert (record.faults, record.added) == ([], 1)
    apply_import(record=record, by=system())
    assert Entity.objects.filter(code="NEW-1").exists()


def test_a_workbook_with_ghost_rows_reads_its_true_rows() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.append(["code", "name", "as_of"])
    sheet.append(["NEW-2", "Two", "2020-12-31"])
    for _ in range(20_000):
        sheet.append([None, None, None])
    out = io.BytesIO()
    book.save(out)
    record = check("entities", out.getvalue(), name="ghosts.xlsx")
    assert (record.faults, record.added) == ([], 1)


def test_loading_again_reloads_nothing(people: Callable[..., Person]) -> None:
    before = ImportRecord.objects.count()
    call_command("load_reference", verbosity=0)
    assert ImportRecord.objects.count() == before


def test_a_thousand_rows_cost_a_bounded_number_of_statements(
    world: World, django_assert_max_num_queries: Any
) -> None:
    rows = [f"{REPORT},,para {n},Title {n},2024-07-24,2024-07-24,," for n in range(1000, 2000)]
    record = check("recommendations", new_rows(*rows), world.officer)
    assert record.added == 1000
    limit = 50 if connection.vendor == "postgresql" else 90  # SQLite takes 999 values a statement
    with django_assert_max_num_queries(limit):
        apply_import(record=record, by=world.officer)
    assert Recommendation.objects.filter(item__startswith="para 1").count() >= 1000
