"""Editions: prepared by one person, issued by another, frozen, read, withdrawn and verified."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from rest_framework.test import APIClient

from audits import actions as tracker
from ictportal.editions import actions, issuing, policies, reading
from ictportal.editions.explaining import explained
from ictportal.editions.verifying import verify
from ictportal.models import (
    DraftState,
    EditionDraft,
    EditionIssue,
    EditionPart,
    PartKind,
)
from ictportal.reports.content import canonical
from ledger import days, jobs, seals
from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.models import Entry, Job, JobState
from secretariat import files
from secretariat.models import Person
from tests.editions import DAY, a_draft, an_edition, only
from tests.world import World, new_recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path
    return tmp_path


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# --- preparing -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"title": " "}, "title", "cannot be empty"),
        ({"as_of": days.today() + timedelta(days=2)}, "as_of", "has not come yet"),
        ({"as_of": date(1950, 1, 1)}, "as_of", "nothing to freeze"),
        ({"known": 10**9}, "known", "The last seal is number"),
        ({"known": 0}, "known", "The last seal is number"),
        ({"replaces": "E99"}, "replaces", "no edition E99"),
    ],
)
def test_an_edition_that_cannot_be_is_refused_naming_the_field(
    world: World, given: dict[str, Any], field: str, said: str
) -> None:
    assert a_draft(world).state == DraftState.PREPARED
    with pytest.raises(Invalid) as refusal:
        a_draft(world, **given)
    assert said in refusal.value.fields[field][0]
    assert EditionDraft.objects.count() == 1


def test_without_a_seal_number_all_that_is_recorded_counts(world: World) -> None:
    draft = a_draft(world)
    assert draft.known == seals.head()[0] > 0
    assert a_draft(world, known=3).known == 3


@pytest.mark.parametrize("who", ["lead", "auditor", "approver", "reader", "administrator"])
def test_only_the_portfolio_officer_prepares(world: World, who: str) -> None:
    with pytest.raises(Forbidden):
        a_draft(world, by=getattr(world, who))


def test_a_demonstration_person_prepares_nothing_of_the_record(
    world: World, people: Callable[..., Person]
) -> None:
    officer = people("officer")
    officer.demonstration = True
    officer.save()
    with pytest.raises(Forbidden, match="demonstration only"):
        a_draft(world, by=officer)


def test_a_refused_form_keeps_what_was_typed(world: World) -> None:
    typed = {"title": "A title", "as_of": "2999-01-01", "classification": "unclassified"}
    answer = signed_in(world.officer).post("/editions/new/", typed)
    assert answer.status_code == 400
    assert b"has not come yet" in answer.content
    assert b'value="A title"' in answer.content
    assert not EditionDraft.objects.exists()


def test_a_draft_changed_meanwhile_is_not_overwritten(world: World) -> None:
    draft = a_draft(world)
    changed = actions.change_draft(
        by=world.officer, draft_id=draft.pk, expected_version=1, title="Another title"
    )
    assert (changed.title, changed.version, changed.as_of) == ("Another title", 2, DAY)
    with pytest.raises(Stale):
        actions.change_draft(by=world.officer, draft_id=draft.pk, expected_version=1, title="Third")
    assert EditionDraft.objects.get().title == "Another title"


def test_a_dropped_draft_is_not_issued(world: World) -> None:
    draft = a_draft(world)
    actions.drop_draft(by=world.officer, draft_id=draft.pk, expected_version=1, reason="Too early.")
    with pytest.raises(WrongState, match="dropped"):
        actions.issue_edition(by=world.approver, draft_id=draft.pk, expected_version=2)


def test_a_prepared_edition_waits_on_the_home_of_the_approver(world: World) -> None:
    page = signed_in(world.approver).get("/")
    assert b"No edition waits." in page.content
    draft = a_draft(world)
    page = signed_in(world.approver).get("/")
    assert f"/editions/drafts/{draft.pk}/".encode() in page.content


# --- issuing -------------------------------------------------------------------------------------
def test_nobody_issues_what_they_prepared(world: World, people: Callable[..., Person]) -> None:
    both = people("officer")
    from secretariat.access import system
    from secretariat.actions import grant_role

    grant_role(
        by=system(),
        person=both,
        role="approver",
        scope_code="",
        valid_from=date(2010, 1, 1),
        reason="test",
    )
    draft = a_draft(world, by=both)
    with pytest.raises(Forbidden, match="second person"), only("recommendations"):
        actions.issue_edition(by=both, draft_id=draft.pk, expected_version=1)
    with only("recommendations"):
        issued = actions.issue_edition(
            by=world.approver, draft_id=draft.pk, expected_version=1, forms=()
        )
    assert issued.code == "E1"


def test_the_officer_does_not_issue(world: World) -> None:
    draft = a_draft(world)
    with pytest.raises(Forbidden):
        actions.issue_edition(by=world.officer, draft_id=draft.pk, expected_version=1)


def test_an_issued_edition_says_what_it_pins_and_lists_every_part(world: World) -> None:
    issue = an_edition(world, document="A/79/5", classification="unclassified")
    assert (issue.subject.code, issue.as_of, issue.document) == ("E1", DAY, "A/79/5")
    assert issue.prepared_by == world.officer.number
    assert issue.issued_by == world.approver.number
    listed = {(part["kind"], part["key"]): part["sha256"] for part in issue.manifest["parts"]}
    for part in issue.parts.all():
        content = (
            files.bytes_of(part.sha256) if part.kind == PartKind.FILE else canonical(part.content)
        )
        assert hashlib.sha256(content).hexdigest() == part.sha256
        assert listed.pop((part.kind, part.key)) == part.sha256
    assert not listed
    assert Entry.objects.filter(kind="ictportal.edition.issued").count() == 1


def test_an_edition_is_issued_once(world: World) -> None:
    issue = an_edition(world)
    draft = EditionDraft.objects.get(edition=issue.subject)
    with pytest.raises(WrongState, match="issued"):
        actions.issue_edition(by=world.approver, draft_id=draft.pk, expected_version=draft.version)


def test_what_was_previewed_is_what_is_issued(world: World) -> None:
    draft = a_draft(world)
    actions.change_draft(by=world.officer, draft_id=draft.pk, expected_version=1, title="Changed")
    with pytest.raises(Stale), only("recommendations"):
        actions.issue_edition(by=world.approver, draft_id=draft.pk, expected_version=1, forms=())
    assert not EditionIssue.objects.exists()


def test_a_number_that_disagrees_with_its_rows_is_never_issued(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ictportal.editions import freezing

    true = freezing.rows_of

    def one_more(asked: Any, opens: Any) -> Any:
        found = true(asked, opens)
        return type(found)(found.title, found.columns, found.lines, found.total + 1)

    monkeypatch.setattr(freezing, "rows_of", one_more)
    with pytest.raises(Invalid, match="its list recommendation-list has"):
        an_edition(world)
    assert not EditionIssue.objects.exists()


@pytest.mark.parametrize("table", ["editionissue", "editionpart"])
def test_an_edition_cannot_be_changed_by_sql(world: World, table: str) -> None:
    an_edition(world)
    for statement in (
        f"UPDATE ictportal_{table} SET as_of = as_of",
        f"DELETE FROM ictportal_{table}",
    ):
        said = statement.replace("as_of = as_of", "id = id")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(said)


# --- as a job ------------------------------------------------------------------------------------
def test_the_page_orders_a_job_and_the_job_issues(world: World) -> None:
    draft = a_draft(world)
    approver = signed_in(world.approver)
    answer = approver.post(f"/editions/drafts/{draft.pk}/issue/", {"version": "1"}, follow=True)
    assert b"It is being issued." in answer.content
    assert b'http-equiv="refresh"' in answer.content
    with only("recommendations"):
        assert jobs.run(Job.objects.get(kind=issuing.KIND).pk)
    assert approver.get(f"/editions/drafts/{draft.pk}/")["Location"] == "/editions/E1/"
    job = Job.objects.get(kind=issuing.KIND)
    assert (job.state, job.result) == (JobState.DONE, {"edition": "E1"})


def test_a_failed_issue_says_why_and_can_be_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_draft(world)
    approver = signed_in(world.approver)
    approver.post(f"/editions/drafts/{draft.pk}/issue/", {"version": "1"})

    def full(content: bytes) -> str:
        raise files.StorageFull("The store for files is full or away.")

    with monkeypatch.context() as broken, only("recommendations"):
        broken.setattr(files, "keep_made", full)
        jobs.run(Job.objects.get(kind=issuing.KIND).pk)
    page = approver.get(f"/editions/drafts/{draft.pk}/")
    assert b"The store for files is full or away." in page.content
    assert not EditionIssue.objects.exists()
    approver.post(f"/editions/drafts/{draft.pk}/issue/", {"version": "2"})
    with only("recommendations"):
        jobs.run(Job.objects.filter(kind=issuing.KIND).latest("created_at").pk)
    assert EditionIssue.objects.count() == 1


# --- verifying -----------------------------------------------------------------------------------
def test_an_edition_agrees_with_the_ledger_whatever_is_stated_afterwards(world: World) -> None:
    world.assess(as_of=date(2024, 12, 1))
    issue = an_edition(world)
    world.assess("implemented", as_of=date(2024, 12, 2))
    world.update("closure_requested", as_of=date(2024, 12, 3))
    tracker.record_recommendations(
        by=world.officer,
        role="officer",
        reason="test",
        rows=[new_recommendation("para 99", "Found out later")],
    )
    seals.seal_pending()
    verdict = verify(issue)
    assert verdict.agrees, verdict.differences[:3]
    assert verdict.compared == issue.parts.count()
    call_command("verify_edition", "E1", verbosity=0)


def test_what_was_recorded_before_the_issue_but_after_the_pinned_seal_does_not_count(
    world: World,
) -> None:
    seals.seal_pending()
    known = seals.head()[0]
    before = an_edition(world)
    world.assess("implemented", as_of=date(2024, 12, 1))
    seals.seal_pending()
    again = an_edition(world, known=known)
    now = an_edition(world)
    contents = {
        issue.subject.code: issue.parts.get(kind=PartKind.REPORT).content["sections"]
        for issue in (before, again, now)
    }
    assert contents["E1"] == contents["E2"] != contents["E3"]


def test_a_cell_that_comes_out_otherwise_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = an_edition(world)
    from audits import figures
    from ictportal.reports.dashboards import recommendations

    assert verify(issue).agrees
    monkeypatch.setattr(recommendations.audited, "STATUS", figures.NOT_FULLY_IMPLEMENTED)
    verdict = verify(issue)
    assert not verdict.agrees
    assert any(
        one.part == "report recommendations" and "blocks[0].value" in one.where
        for one in verdict.differences
    )
    with pytest.raises(CommandError, match="E1"):
        call_command("verify_edition", verbosity=0)


def test_a_damaged_file_is_found(world: World) -> None:
    issue = an_edition(world)
    part = issue.parts.get(kind=PartKind.FILE)
    path = files.path_of(part.sha256)
    path.chmod(0o600)
    path.write_bytes(b"other bytes")
    [difference] = verify(issue).differences
    assert (difference.part, difference.where) == ("file edition.csv", "sha256")
    path.unlink()
    [difference] = verify(issue).differences
    assert (difference.where, difference.computed) == ("bytes", None)


def test_the_sweep_of_files_leaves_those_of_editions(world: World) -> None:
    part = an_edition(world).parts.get(kind=PartKind.FILE)
    assert files.path_of(part.sha256) not in set(files.orphans())


# --- reading -------------------------------------------------------------------------------------
def test_every_number_of_an_edition_opens_exactly_its_kept_rows(world: World) -> None:
    issue = an_edition(world)
    report = reading.report_of(issue, "recommendations")
    assert report is not None
    assert report.opened
    for opens in report.opened:
        rows = reading.rows_of_number(issue, opens.key)
        assert rows is not None
        assert rows.total == opens.count == len(rows.lines)


def test_a_reader_reads_issued_editions_and_nothing_else(world: World) -> None:
    issue, draft = an_edition(world), a_draft(world)
    reader = signed_in(world.reader)
    for address in ("/", "/editions/", "/editions/E1/", "/editions/E1/reports/recommendations/"):
        page = reader.get(address)
        assert page.status_code == 200, address
        assert b"The state of ICT" in page.content or address.endswith("recommendations/")
        assert b"/recommendations/" not in page.content.replace(b"/reports/recommendations/", b"")
    assert str(draft.pk).encode() not in reader.get("/editions/").content
    closed = (f"/editions/drafts/{draft.pk}/", "/recommendations/", "/dashboards/recommendations/")
    for address in (*closed, "/reports/", "/find/?q=register", "/overview/"):
        assert reader.get(address).status_code in {403, 404}, address
    assert issue.subject.code == "E1"


def test_a_search_of_a_reader_finds_no_row_that_was_not_issued(world: World) -> None:
    an_edition(world)
    tracker.record_recommendations(
        by=world.officer,
        role="officer",
        reason="test",
        rows=[new_recommendation("para 98", "Wholly unissued matter", issued=date(2024, 8, 1))],
    )
    reader = signed_in(world.reader)
    assert b"Keep an asset register" in reader.get("/editions/E1/find/?q=asset+reg").content
    assert b"Nothing in this edition" in reader.get("/editions/E1/find/?q=wholly+unissued").content
    assert reader.get("/editions/E1/find/?q=").status_code == 200


def test_an_unclassified_edition_holds_no_confidential_row(world: World) -> None:
    issue = an_edition(world)
    told = canonical([part.content for part in issue.parts.all()])
    assert b"Test disaster recovery" in told
    assert b"Restrict access" not in told
    assert b"Restrict access" not in b"".join(
        files.bytes_of(part.sha256) for part in issue.parts.filter(kind=PartKind.FILE)
    )


def test_a_confidential_edition_is_not_there_for_readers(
    world: World, api: Callable[..., APIClient]
) -> None:
    issue = an_edition(world, classification="confidential")
    assert b"Restrict access" in canonical([part.content for part in issue.parts.all()])
    reader = signed_in(world.reader)
    for address in ("", "reports/recommendations/", "files/edition.csv", "find/?q=a", "changes/"):
        assert reader.get(f"/editions/E1/{address}").status_code == 404
    assert b"The state of ICT" not in reader.get("/editions/").content
    assert api(world.reader, "read").get("/api/v1/editions/").json()["count"] == 0
    assert signed_in(world.approver).get("/editions/E1/").status_code == 200


def test_a_row_made_confidential_later_stays_out_of_nothing_that_was_issued(world: World) -> None:
    issue = an_edition(world)
    state = tracker.find_state(world.officer, world.second.pk)
    tracker.describe_recommendation(
        by=world.officer,
        recommendation_id=world.second.pk,
        expected_version=world.version(world.second),
        description=_as_it_is(state, classification="confidential"),
        as_of=date(2025, 2, 1),
        reason="It names a weakness.",
    )
    seals.seal_pending()
    assert verify(issue).agrees
    later = an_edition(world, as_of=date(2025, 3, 1))
    assert b"Test disaster recovery" not in canonical([p.content for p in later.parts.all()])


def _as_it_is(state: Any, **changes: Any) -> Any:
    said = state.particulars
    names = ("title", "text", "theme", "lead", "issued_not_before", "issued_not_after", "made_in")
    return tracker.Description(**{name: getattr(said, name) for name in names}, **changes)


def test_the_api_gives_a_reader_editions_only(world: World, api: Callable[..., APIClient]) -> None:
    issue = an_edition(world)
    client = api(world.reader, "read")
    [row] = client.get("/api/v1/editions/").json()["results"]
    assert (row["code"], row["as_of"]) == ("E1", DAY.isoformat())
    told = client.get("/api/v1/editions/E1/").json()
    assert told["manifest"] == issue.manifest
    report = client.get("/api/v1/editions/E1/reports/recommendations/").json()
    assert hashlib.sha256(canonical(report["report"])).hexdigest() == report["sha256"]
    key = next(iter(issue.parts.get(kind=PartKind.OPENED).content))
    rows = client.get(f"/api/v1/editions/E1/rows/{key}/").json()
    assert rows["count"] == len(rows["results"])
    for address in ("recommendations/", "reports/", "figures/", "changes/", "find/?q=a", "flags/"):
        assert client.get(f"/api/v1/{address}").status_code == 403, address
    for address in ("E9/", "E1/reports/none/", "E1/rows/none/"):
        assert client.get(f"/api/v1/editions/{address}").status_code == 404, address
    assert client.get("/api/v1/editions/?page=2").status_code == 400


def test_the_files_of_an_edition_come_byte_for_byte(world: World) -> None:
    issue = an_edition(world, forms=("csv", "xlsx"))
    reader = signed_in(world.reader)
    for part in issue.parts.filter(kind=PartKind.FILE):
        answer = reader.get(f"/editions/E1/files/{part.key}")
        assert hashlib.sha256(answer.content).hexdigest() == part.sha256
        assert answer["Content-Disposition"] == f'attachment; filename="E1-{part.key}"'
    assert reader.get("/editions/E1/files/none.csv").status_code == 404


# --- withdrawal and correction -------------------------------------------------------------------
def test_a_withdrawn_edition_stays_readable_with_the_reason(world: World) -> None:
    an_edition(world)
    answer = signed_in(world.approver).post(
        "/editions/E1/withdraw/", {"reason": "Two rows were counted twice."}, follow=True
    )
    assert answer.status_code == 200
    page = signed_in(world.reader).get("/editions/E1/")
    assert b"This edition was withdrawn" in page.content
    assert b"Two rows were counted twice." in page.content
    assert b"withdrawn" in signed_in(world.reader).get("/editions/").content
    with pytest.raises(WrongState, match="before"):
        actions.withdraw_edition(by=world.approver, code="E1", reason="Again.")


def test_a_withdrawal_needs_a_reason_and_the_right(world: World) -> None:
    an_edition(world)
    with pytest.raises(Invalid):
        actions.withdraw_edition(by=world.approver, code="E1", reason=" ")
    with pytest.raises(Forbidden):
        actions.withdraw_edition(by=world.officer, code="E1", reason="It is wrong.")
    actions.withdraw_edition(by=world.approver, code="E1", reason="It is wrong.")


def test_a_correction_is_a_new_edition_and_both_name_each_other(world: World) -> None:
    an_edition(world)
    an_edition(world, title="The corrected state", replaces="E1")
    reader = signed_in(world.reader)
    assert b"A later edition corrects this one" in reader.get("/editions/E1/").content
    assert b"The corrected state" in reader.get("/editions/E1/").content
    assert b"corrects E1" in reader.get("/editions/").content


# --- between editions ----------------------------------------------------------------------------
def test_the_explanation_between_two_editions_sums_to_what_they_printed(world: World) -> None:
    first = an_edition(world, as_of=date(2024, 8, 1))
    world.assess("implemented", as_of=date(2024, 12, 1))
    tracker.record_recommendations(
        by=world.officer,
        role="officer",
        reason="test",
        rows=[new_recommendation("para 97", "A new one", issued=date(2024, 10, 1))],
    )
    second = an_edition(world)
    report = explained(first, second)
    for section in report.sections:
        steps = section.blocks[0]
        start, *moves, end = [line.cells[4].number for line in steps.lines]  # type: ignore[union-attr]
        assert start + sum(moves) == end, section.title
    page = signed_in(world.reader).get("/editions/E2/changes/")
    assert b"Newly issued" in page.content
    assert b"A new one" in page.content


def test_two_editions_stand_side_by_side_each_with_its_own_rows(world: World) -> None:
    an_edition(world, as_of=date(2024, 8, 1))
    an_edition(world)
    page = signed_in(world.reader).get("/editions/E2/reports/recommendations/?since=E1")
    assert b"E1, as at 1 August 2024" in page.content
    assert b"/editions/E1/rows/" in page.content
    assert b"/editions/E2/rows/" in page.content


def test_pages_of_an_edition_cost_the_same_for_few_and_many_rows(
    world: World, django_assert_max_num_queries: Any
) -> None:
    an_edition(world)
    reader = signed_in(world.reader)
    for address in ("", "reports/recommendations/", "find/?q=a"):
        with django_assert_max_num_queries(20):
            reader.get(f"/editions/E1/{address}")


def test_who_reads_confidential_rows_of_one_body_reads_no_confidential_edition(
    world: World,
) -> None:
    an_edition(world)
    an_edition(world, classification="confidential")
    seen = {"reader": 1, "auditor": 1, "focal_point": 1, "officer": 2, "outsider": 0}
    for who, count in seen.items():
        assert policies.readable_by(getattr(world, who)).count() == count, who
    assert EditionPart.objects.exists()
