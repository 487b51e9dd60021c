"""Reports as files and by delivery: what is fetched, by whom, and what is sent when."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ictportal.models import ReportSubscription
from ictportal.periodic import send_reports
from ictportal.reports import actions, file_jobs, register, subscriptions
from ictportal.reports.content import Cell, Column, Line, Section, Table
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf
from ictportal.reports.writing import here, pdf
from ledger import jobs
from ledger.errors import Invalid
from ledger.history import sentence
from ledger.models import Entry, Job, JobState
from ledger.moments import Moment
from secretariat import files
from secretariat.models import Notice, Person, RoleGrant
from tests.editions import an_edition
from tests.world import World

pytestmark = pytest.mark.django_db
FORMULA = "=HYPERLINK(1)"
OFFICE = "application/vnd.openxmlformats-officedocument"
NO_PDF = pdf.missing()
needs_pdf = pytest.mark.skipif(bool(NO_PDF), reason=NO_PDF)


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def big() -> Iterator[ReportKind]:
    """A report with as many lines as it is asked for; its register is left as it was."""

    def build(asked: Asked) -> list[Section]:
        lines = tuple(
            Line((Cell(FORMULA if n == 0 else f"Row {n}"), Cell(str(n), number=n)))
            for n in range(int(asked.parameters.get("lines", "3")))
        )
        columns = (Column("What"), Column("How many", "number"))
        return [Section("rows", "Rows", (Table("rows", "Rows", columns, lines),))]

    def sizes(asked: Asked) -> list[tuple[str, str]]:
        return [(size, size) for size in ("3", "2001", "3001", "10001")]

    kind = ReportKind(
        key="big",
        title="Many lines",
        about="For tests.",
        shelf=Shelf.REPORT,
        build=build,
        choices=(Choice("lines", "Lines", sizes),),
    )
    register.declare(kind)
    yield kind
    del register._kinds["big"]


def seen_by(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask(client: Client, form: str, **query: str) -> Any:
    return client.get(reverse("report-file", args=["big", form]), query)


def promised(client: Client, form: str, **query: str) -> Job:
    """Ask for a file that takes a while."""
    answer = ask(client, form, **query)
    assert answer.status_code == 302, answer.content
    return Job.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])


def done(job: Job) -> Job:
    """Do the job."""
    assert jobs.run(job.pk)
    job.refresh_from_db()
    return job


def fetch(client: Client, job: Job) -> Any:
    return client.get(
        reverse("report-file-download", args=[job.pk, job.result.get("name", "none.csv")])
    )


# --- at once -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        ("docx", f"{OFFICE}.wordprocessingml.document"),
    ],
)
def test_a_short_report_is_answered_at_once_with_its_type_and_name(
    world: World, big: ReportKind, form: str, media_type: str
) -> None:
    answer = ask(seen_by(world.secretary), form, as_of="2024-12-31")
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    assert answer["Content-Disposition"] == f'attachment; filename="big-2024-12-31.{form}"'
    assert not Job.objects.filter(kind__in=file_jobs.KINDS).exists()


def test_a_file_of_the_demonstration_says_so_in_its_name(world: World, big: ReportKind) -> None:
    answer = ask(seen_by(world.secretary), "csv", as_of="2024-12-31", layer="demonstration")
    assert "big-2024-12-31-demonstration.csv" in answer["Content-Disposition"]


def test_a_file_is_marked_with_the_highest_class_its_person_may_read_of(
    world: World, big: ReportKind
) -> None:
    officer, secretary = seen_by(world.officer), seen_by(world.secretary)
    marked = ask(officer, "csv", as_of="2024-12-31")
    assert "big-2024-12-31-confidential.csv" in marked["Content-Disposition"]
    assert "Confidential" in marked.content.decode()
    plain = ask(secretary, "csv", as_of="2024-12-31")
    assert "confidential" not in plain["Content-Disposition"]
    # Nothing of the demonstration is confidential here.
    other = ask(officer, "csv", as_of="2024-12-31", layer="demonstration")
    assert "confidential" not in other["Content-Disposition"]


def test_what_was_ever_said_in_confidence_marks_the_file(world: World, big: ReportKind) -> None:
    other = seen_by(world.other_auditor)
    assert "strictly" not in ask(other, "csv")["Content-Disposition"]
    world.update(classification="strictly_confidential")
    assert "-strictly-confidential.csv" in ask(other, "csv")["Content-Disposition"]
    assert "strictly" not in ask(seen_by(world.officer), "csv")["Content-Disposition"]


def test_formulas_in_cells_are_harmless(world: World, big: ReportKind) -> None:
    said = ask(seen_by(world.officer), "csv").content.decode()
    assert f"'{FORMULA}" in said
    assert f",{FORMULA}" not in said and f"\n{FORMULA}" not in said


@pytest.mark.parametrize("query", [{"nonsense": "1"}, {"lines": "7"}])
def test_a_wrong_choice_is_refused_with_the_way_back(
    world: World, big: ReportKind, query: dict[str, str]
) -> None:
    answer = ask(seen_by(world.officer), "csv", as_of="2024-12-31", **query)
    assert answer.status_code == 400
    [name] = query
    assert f"/reports/big/?{name}={query[name]}&amp;as_of=2024-12-31" in answer.content.decode()


def test_unknown_forms_and_reports_are_not_there(world: World, big: ReportKind) -> None:
    client = seen_by(world.officer)
    assert ask(client, "exe").status_code == 404
    assert client.get(reverse("report-file", args=["none", "csv"])).status_code == 404


# --- limits --------------------------------------------------------------------------------------
def test_word_over_ten_thousand_lines_is_refused_in_words(world: World, big: ReportKind) -> None:
    answer = ask(seen_by(world.officer), "docx", lines="10001")
    assert answer.status_code == 400
    assert "10,001 lines, over 10,000: take CSV or XLSX" in answer.content.decode()
    assert not Job.objects.filter(kind=file_jobs.KIND).exists()


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ({"find_library": lambda name: None}, "the library Pango is missing"),
        (
            {"find_library": lambda name: name, "families": lambda: frozenset({"Noto Sans"})},
            "fonts are missing: Noto Sans Arabic, Noto Sans CJK SC",
        ),
    ],
)
def test_where_pdf_cannot_be_made_its_sentence_stands_for_the_link(
    world: World, big: ReportKind, monkeypatch: Any, lost: dict[str, Any], said: str
) -> None:
    for name, instead in lost.items():
        monkeypatch.setattr(here, name, instead)
    here.missing.cache_clear()
    try:
        client = seen_by(world.officer)
        page = client.get("/reports/big/").content.decode()
        assert said in page
        assert "file.pdf" not in page
        assert "file.docx" in page
        answer = ask(client, "pdf")
        assert answer.status_code == 400
        assert said in answer.content.decode()
    finally:
        here.missing.cache_clear()


@needs_pdf
def test_the_cheap_look_at_the_machine_agrees_with_the_exact_one() -> None:
    assert {form: here.missing(form) for form in ("pdf", "docx")} == {"pdf": "", "docx": ""}


# --- promised ------------------------------------------------------------------------------------
def test_a_long_report_is_promised_waited_for_and_fetched(world: World, big: ReportKind) -> None:
    client = seen_by(world.secretary)
    job = promised(client, "csv", lines="2001", as_of="2024-12-31")
    assert promised(client, "csv", lines="2001", as_of="2024-12-31") == job
    page = reverse("report-file-job", args=[job.pk])
    waiting = client.get(page).content.decode()
    assert 'http-equiv="refresh" content="3"' in waiting
    assert fetch(client, job)["Location"] == page
    done(job)
    ready = client.get(page).content.decode()
    assert "http-equiv" not in ready
    assert "big-2024-12-31.csv" in ready
    answer = fetch(client, job)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="big-2024-12-31.csv"' in answer["Content-Disposition"]
    assert "Row 2000" in answer.content.decode()


@needs_pdf
def test_a_pdf_is_made_by_a_job(world: World, big: ReportKind) -> None:
    client = seen_by(world.secretary)
    job = done(promised(client, "pdf", as_of="2024-12-31"))
    assert job.state == JobState.DONE, job.error
    answer = fetch(client, job)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_nobody_else_sees_the_file_or_that_it_is_there(world: World, big: ReportKind) -> None:
    job = done(promised(seen_by(world.officer), "csv", lines="2001"))
    for other in (world.approver, world.administrator, world.reader):
        client = seen_by(other)
        assert client.get(reverse("report-file-job", args=[job.pk])).status_code == 404
        assert fetch(client, job).status_code == 404
    assert fetch(seen_by(world.officer), job).status_code == 200


def test_after_the_register_changed_the_file_is_made_anew(world: World, big: ReportKind) -> None:
    client = seen_by(world.officer)
    first = done(promised(client, "csv", lines="2001"))
    assert promised(client, "csv", lines="2001") == first
    world.update()
    assert promised(client, "csv", lines="2001") != first


def test_a_file_that_failed_is_made_anew_when_asked_again(world: World, big: ReportKind) -> None:
    client = seen_by(world.officer)
    job = promised(client, "csv", lines="2001")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="The disk is full.")
    page = client.get(reverse("report-file-job", args=[job.pk])).content.decode()
    assert "The disk is full." in page
    assert "/reports/big/file.csv?lines=2001" in page
    assert promised(client, "csv", lines="2001") != job


def test_a_file_is_kept_for_a_week_and_then_swept(world: World, big: ReportKind) -> None:
    client = seen_by(world.officer)
    job = done(promised(client, "csv", lines="2001"))
    digest = job.result["sha256"]
    assert digest in file_jobs.digests()
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(days=8))
    assert digest not in file_jobs.digests()
    assert files.path_of(digest) in set(files.orphans())
    page = client.get(fetch(client, job)["Location"]).content.decode()
    assert "no longer kept" in page
    assert promised(client, "csv", lines="2001") != job


def test_a_file_made_with_other_roles_is_not_given_out(world: World, big: ReportKind) -> None:
    client = seen_by(world.officer)
    job = done(promised(client, "csv", lines="2001"))
    RoleGrant.objects.filter(person=world.officer).update(role="administrator")
    answer = fetch(client, job)
    assert answer.status_code == 302
    assert "Your roles have changed" in client.get(answer["Location"]).content.decode()
    assert promised(client, "csv", lines="2001") != job


def test_a_right_lost_before_the_job_runs_makes_no_file(world: World, big: ReportKind) -> None:
    job = promised(seen_by(world.officer), "csv", lines="2001")
    RoleGrant.objects.filter(person=world.officer).update(role="reader")
    done(job)
    assert job.state == JobState.FAILED
    assert "read the live register" in job.error
    assert job.result == {}


# --- editions ------------------------------------------------------------------------------------
def test_a_reader_takes_a_report_of_an_edition_as_it_was_frozen(world: World) -> None:
    issue = an_edition(world)
    code = issue.subject.code
    client = seen_by(world.reader)
    address = reverse("edition-report-file", args=[code, "recommendations", "csv"])
    assert address in client.get(f"/editions/{code}/reports/recommendations/").content.decode()
    before = client.get(address)
    assert f'filename="{code}-recommendations-2024-12-31.csv"' in before["Content-Disposition"]
    assert f"{code}: The state of ICT" in before.content.decode()
    world.assess("implemented")
    assert client.get(address).content == before.content
    gone = reverse("edition-report-file", args=[code, "none", "csv"])
    assert client.get(gone).status_code == 404


@needs_pdf
def test_a_pdf_of_an_edition_is_made_by_a_job_for_its_reader(world: World) -> None:
    code = an_edition(world).subject.code
    client = seen_by(world.reader)
    answer = client.get(reverse("edition-report-file", args=[code, "recommendations", "pdf"]))
    job = done(Job.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2]))
    assert job.state == JobState.DONE, job.error
    assert fetch(client, job).content.startswith(b"%PDF-")
    assert fetch(seen_by(world.officer), job).status_code == 404


def test_a_report_of_a_confidential_edition_is_marked_and_not_there_for_readers(
    world: World,
) -> None:
    code = an_edition(world, classification="confidential").subject.code
    address = reverse("edition-report-file", args=[code, "recommendations", "csv"])
    assert "-confidential.csv" in seen_by(world.officer).get(address)["Content-Disposition"]
    assert seen_by(world.reader).get(address).status_code == 404


# --- sent ----------------------------------------------------------------------------------------
def sent_to(person: Person, **given: Any) -> ReportSubscription:
    """A subscription that began on 15 January 2026."""
    asked = {"report": "big", "parameters": {"lines": "3"}, "form": "csv", "rhythm": "monthly"}
    with time_machine.travel("2026-01-15T15:00:00Z"):
        return actions.subscribe(by=person, **{**asked, **given})


def night(day: date) -> int:
    """The step of the night of this day, on the morning after."""
    with time_machine.travel(f"{day + timedelta(days=1)}T09:00:00Z"):
        return send_reports(Moment(day))["reports sent"]


def test_a_report_is_asked_for_on_its_page_and_ended_in_the_list(
    world: World, big: ReportKind
) -> None:
    client = seen_by(world.officer)
    form = reverse("subscription-new", args=["big"]) + "?lines=3"
    assert form in client.get("/reports/big/?lines=3&as_of=2024-12-31").content.decode()
    wrong = client.post(form, {"form": "exe", "rhythm": "monthly"})
    assert wrong.status_code == 400
    answer = client.post(form, {"form": "csv", "rhythm": "quarterly"}, follow=True)
    assert "Many lines" in answer.content.decode()
    [row] = ReportSubscription.objects.all()
    assert (row.person, row.parameters, row.active) == (world.officer.pk, {"lines": "3"}, True)
    twice = client.post(form, {"form": "csv", "rhythm": "quarterly"})
    assert twice.status_code == 400
    assert "sent to you already" in twice.content.decode()
    end = reverse("subscription-end", args=[row.pk])
    assert seen_by(world.approver).post(end).status_code == 404
    assert "Ended" in client.post(end, follow=True).content.decode()
    assert client.post(end).status_code == 409
    rows = Entry.objects.filter(subject_id=str(row.pk)).order_by("recorded_at")
    assert [sentence(entry.kind) for entry in rows] == [
        "asked to have a report sent",
        "ended having a report sent",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"report": "none"},
        {"form": "exe"},
        {"rhythm": "daily"},
        {"parameters": {"lines": "7"}},
        {"parameters": {"nonsense": "1"}},
    ],
)
def test_what_cannot_be_sent_is_refused(
    world: World, big: ReportKind, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        sent_to(world.officer, **wrong)
    assert not ReportSubscription.objects.exists()


def test_a_monthly_report_is_promised_once_after_each_month(world: World, big: ReportKind) -> None:
    row = sent_to(world.officer)
    nights = [date(2026, 1, 30), date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 1)]
    assert [night(day) for day in nights] == [0, 1, 0, 0]
    # The night of the end of February was missed: the next one makes it up.
    assert [night(date(2026, 3, 3)), night(date(2026, 3, 4))] == [1, 0]
    # An old night run again changes nothing.
    assert night(date(2026, 1, 31)) == 0
    days = [job.arguments["as_of"] for job in Job.objects.order_by("created_at")]
    assert days == ["2026-01-31", "2026-02-28"]
    row.refresh_from_db()
    assert (row.last_period, row.said) == (date(2026, 2, 28), "")


def test_a_quarterly_report_waits_for_the_quarter_and_an_ended_one_for_nothing(
    world: World, big: ReportKind
) -> None:
    row = sent_to(world.officer, rhythm="quarterly")
    assert [night(date(2026, 1, 31)), night(date(2026, 3, 31))] == [0, 1]
    actions.end_subscription(by=world.officer, subscription_id=row.pk)
    assert night(date(2026, 6, 30)) == 0


def test_the_notice_leads_to_the_file_and_the_mail_says_nothing(
    world: World, big: ReportKind
) -> None:
    sent_to(world.officer)
    night(date(2026, 1, 31))
    told = Notice.objects.get(person=world.officer, kind=subscriptions.NOTICE)
    assert "“Many lines” as at 31 January 2026" in told.text
    assert "Restrict access" not in told.text and "para 12" not in told.text
    done(Job.objects.get())
    client = seen_by(world.officer)
    with time_machine.travel("2026-02-01T12:00:00Z"):
        Job.objects.update(finished_at=timezone.now())
        page = client.get(told.path)
        assert page.status_code == 200
        assert "big-2026-01-31-confidential.csv" in page.content.decode()
        assert fetch(client, Job.objects.get()).status_code == 200
        assert "Fetch the file" in client.get(reverse("subscriptions")).content.decode()
    [letter] = [one for one in mail.outbox if one.to == [world.officer.email]]
    assert "Many lines" not in letter.subject + letter.body


def test_who_lost_the_right_gets_nothing_and_the_list_says_why(
    world: World, big: ReportKind
) -> None:
    sent_to(world.officer)
    sent_to(world.approver)
    RoleGrant.objects.filter(person=world.officer).update(role="reader")
    assert night(date(2026, 1, 31)) == 1
    assert not Notice.objects.filter(person=world.officer).exists()
    assert Notice.objects.filter(person=world.approver).count() == 1
    page = seen_by(world.officer).get(reverse("subscriptions")).content.decode()
    assert "Not sent" in page
    assert "read the live register" in page


def test_a_choice_that_is_gone_is_told_and_does_not_stop_the_others(
    world: World, big: ReportKind
) -> None:
    row = sent_to(world.officer)
    sent_to(world.approver)
    ReportSubscription.objects.filter(pk=row.pk).update(parameters={"lines": "7"})
    assert night(date(2026, 1, 31)) == 1
    row.refresh_from_db()
    assert row.said == "“7” cannot be chosen here."
    del register._kinds["big"]
    try:
        assert night(date(2026, 2, 28)) == 0
        page = seen_by(world.approver).get(reverse("subscriptions"))
        assert "There is no such report" in page.content.decode()
    finally:
        register.declare(big)


def test_the_list_costs_the_same_for_one_and_for_many(world: World, big: ReportKind) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            seen_by_officer.get(reverse("subscriptions"))
        return len(seen)

    seen_by_officer = seen_by(world.officer)
    sent_to(world.officer)
    night(date(2026, 1, 31))
    seen_by_officer.get(reverse("subscriptions"))
    once = cost()
    for form in ("xlsx", "docx"):
        for lines in ("3", "2001", "3001"):
            sent_to(world.officer, form=form, parameters={"lines": lines})
    night(date(2026, 2, 28))
    assert cost() == once
