"""Requests and recommendations: chains, lateness, findings, and the pages that show them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.actions.mandates import record_finding
from governance.chains import Chains, time_line
from governance.models import Mandate, MandateState
from governance.policies import viewable_mandates
from governance.queries import mandates as queries
from ledger import days
from ledger.errors import Forbidden, Invalid, Stale
from ledger.figures import get
from ledger.models import Entry
from ledger.moments import Moment, now, parse_moment
from secretariat.models import Person
from tests.governance.requests_world import build_requests, found, many

pytestmark = pytest.mark.django_db
THROUGH_PARA_8 = {f"A74-588-P{n:02}" for n in (9, 10, 18, 26, 27, 28, 29)}
SOURCE_REFUSED = "Only a later report or resolution closes a request"


@pytest.fixture
def secretary(people: Callable[..., Person]) -> Person:
    build_requests()
    return people("secretary")


@pytest.fixture
def page(secretary: Person) -> Client:
    client = Client()
    client.force_login(secretary)
    return client


def mandate(code: str = "T-5") -> Mandate:
    return Mandate.objects.get(code=code)


def record(by: Person, code: str = "T-5", **given: Any) -> Any:
    one = mandate(code)
    asked = {"mandate_id": one.pk, "expected_version": one.version, "as_of": date(2024, 12, 1)}
    return record_finding(**{**asked, **found(by), **given})


def state(viewer: Person, code: str, as_of: str | None = None) -> MandateState:
    return viewable_mandates(viewer, parse_moment(as_of, None)).get(code=code)


def row(viewer: Person, code: str, as_of: str | None = None) -> queries.MandateRow:
    moment = parse_moment(as_of, None)
    states = viewable_mandates(viewer, moment).filter(code=code)
    return queries.mandate_rows(queries.related(states), moment, demonstration=False)[0]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- status and lateness -------------------------------------------------------------------------
def test_a_day_that_merely_passed_is_not_overdue(secretary: Person) -> None:
    assert state(secretary, "T-5", "2022-12-24").status == "not_yet_due"
    assert state(secretary, "T-5", "2022-12-25").status == "undocumented"
    assert row(secretary, "T-5", "2022-12-31").days_past_due == 7


def test_what_was_to_come_through_an_unfulfilled_request_is_overdue_with_it(
    secretary: Person,
) -> None:
    record(secretary, word="not_fulfilled", document="A/RES/78/901", as_of=date(2023, 12, 24))
    assert state(secretary, "T-5").status == state(secretary, "T-6").status == "overdue"
    assert state(secretary, "T-7").status == "not_dated"
    assert state(secretary, "T-5", "2023-12-23").status == "undocumented"


def test_lateness_is_kept_after_fulfilment(secretary: Person) -> None:
    record(secretary, as_of=date(2023, 1, 3))
    held = state(secretary, "T-5")
    assert (held.status, held.days_late) == ("fulfilled", 10)
    assert row(secretary, "T-5").days_past_due is None


# --- findings ------------------------------------------------------------------------------------
@pytest.mark.parametrize("lacking", [{"document": ""}, {"locator": "  "}])
def test_a_finding_without_document_or_place_is_refused(
    secretary: Person, lacking: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        record(secretary, **lacking)
    assert SOURCE_REFUSED in refused.value.fields[next(iter(lacking))][0]
    assert state(secretary, "T-5").status == "undocumented"


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"document": "A/70/900"}, "document", "older than the request"),
        ({"document": "A/76/901"}, "document", "The document that asks"),
        ({"document": "A/99/999"}, "document", "does not know"),
        ({"as_of": days.today() + timedelta(days=1)}, "as_of", "has not come yet"),
        ({"as_of": date(2021, 10, 30)}, "as_of", "nothing came of it before"),
        ({"word": "done"}, "word", "Choose one of"),
    ],
)
def test_a_finding_that_cannot_be_is_refused_at_its_field(
    secretary: Person, given: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record(secretary, **given)
    assert said in refused.value.fields[field][0]


def test_only_the_secretary_records_a_finding(
    secretary: Person, people: Callable[..., Person]
) -> None:
    for other in (people("officer"), people("auditor", "BOA"), people("focal_point", "OICT")):
        with pytest.raises(Forbidden):
            record(other)


def test_a_finding_on_a_version_that_moved_on_is_refused(secretary: Person) -> None:
    seen = mandate().version
    record(secretary)
    with pytest.raises(Stale):
        record(secretary, expected_version=seen)


def test_a_second_finding_of_one_day_corrects_the_first(secretary: Person) -> None:
    first = record(secretary)
    second = record(secretary, word="partly")
    assert second.corrects == first
    assert [one.word for one in queries.findings(mandate().pk, now())] == ["partly"]


def test_a_finding_writes_its_history_with_the_reason(secretary: Person) -> None:
    record(secretary)
    entry = Entry.objects.get(kind="governance.request.found")
    assert (entry.reason, entry.after["document"]) == ("The report came.", "A/79/902")


# --- chains --------------------------------------------------------------------------------------
def test_a_chain_is_seen_from_both_ends(secretary: Person) -> None:
    [after] = row(secretary, "T-5").chain
    assert (after.mandate.code, after.kind, after.later, after.session) == (
        "T-LATER",
        "recalls",
        True,
        78,
    )
    [before] = row(secretary, "T-LATER").chain
    assert (before.mandate.code, before.later, before.session) == ("T-5", False, 76)
    assert row(secretary, "T-5", "2023-12-23").chain == []


def test_the_time_line_runs_from_the_asking_to_the_last_session(secretary: Person) -> None:
    moment = now()
    states = list(
        queries.related(viewable_mandates(secretary, moment).filter(code__startswith="T-"))
    )
    chains = Chains(moment, demonstration=False)
    lines = time_line(states, chains, moment, lambda code: f"/{code}/")
    assert [line.state.code for line in lines] == ["T-5"]
    assert lines[0].carries == 1
    assert [(mark.session, mark.kind) for mark in lines[0].marks] == [
        (76, "asked"),
        (77, "due"),
        (78, "recalls"),
        (79, "due"),
    ]


# --- the calendar --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "session", "left", "is_on"),
    [("2020-09-01", 75, 14, False), ("2020-10-01", 75, 0, True), ("2025-09-08", 80, 8, False)],
)
def test_the_next_session_is_counted_from_the_day_shown(
    db: None, day: str, session: int, left: int, is_on: bool
) -> None:
    coming = queries.next_part(Moment(date.fromisoformat(day)))
    assert coming is not None
    assert (coming.session, coming.days, coming.is_on) == (session, left, is_on)


def test_past_the_calendar_there_is_no_next_session(db: None) -> None:
    assert queries.next_part(Moment(date(2199, 1, 1))) is None


# --- pages ---------------------------------------------------------------------------------------
def test_the_list_shows_reference_verb_due_day_and_status(page: Client) -> None:
    body = text(page.get("/requests/", {"document": "A/76/901"}))
    assert "A/76/901, para. 5" in body
    assert "<em>recommends</em>" in body
    assert "77th session, main part" in body
    assert "by the portal's calendar" in body.replace("&#x27;", "'")
    assert "Due date passed, fulfilment not documented" in body
    assert "recalled as not submitted in" in body


def test_the_list_is_grouped_by_session_unless_another_order_is_asked(page: Client) -> None:
    assert "Due at the 77th session" in text(page.get("/requests/"))
    assert "Due at the 77th session" not in text(page.get("/requests/", {"sort": "title"}))


def test_the_time_line_is_drawn_with_its_table(page: Client) -> None:
    body = text(page.get("/requests/", {"view": "timeline", "document": "A/76/901"}))
    assert "<svg" in body
    assert "78: recalled as not submitted, A/RES/78/901, para 3" in body
    assert "Show as a table" in body


@pytest.mark.parametrize("view", ["", "timeline"])
def test_a_faulty_filter_is_named_and_lists_nothing(page: Client, view: str) -> None:
    response = page.get("/requests/", {"status": "late", "view": view} if view else {"status": "x"})
    assert response.status_code == 400
    assert "<code>status</code>" in text(response)


def test_a_list_without_rows_says_why(page: Client) -> None:
    assert "Nothing matches" in text(page.get("/requests/", {"q": "no such words"}))
    nothing = text(page.get("/requests/", {"layer": "demonstration", "as_of": "2001-01-01"}))
    assert "Nothing is recorded on this day" in nothing


def test_the_page_of_a_request_shows_all_that_stood(page: Client, secretary: Person) -> None:
    record(secretary, word="not_fulfilled", document="A/RES/78/901", as_of=date(2023, 12, 24))
    body = text(page.get("/requests/T-5/"))
    assert "The sources do not say" in body  # who endorsed it
    assert "Recalls it as not submitted" in body
    assert "To come through this one" in body
    assert "A report on T-6" in body
    assert "Recorded what became of the request" in body
    assert "/registers/mandates/row/?key=T-5" in body
    through = text(page.get("/requests/T-6/"))
    assert "Its answer was to come through another request" in through


def test_a_past_day_is_read_only(page: Client) -> None:
    past = {"as_of": "2023-06-30"}
    assert "Record what became of it" not in text(page.get("/requests/T-5/", past))
    assert page.get("/requests/T-5/finding/", past).status_code == 409
    assert page.get("/requests/T-5/", {"as_of": "2021-10-30"}).status_code == 404


def test_the_secretary_records_a_finding_on_the_page(page: Client) -> None:
    form = {
        "version": mandate().version,
        "word": "fulfilled",
        "document": "A/79/902",
        "locator": "para 2",
        "as_of": "2024-12-01",
    }
    refused = page.post("/requests/T-5/finding/", {**form, "locator": ""})
    assert refused.status_code == 400
    assert SOURCE_REFUSED in text(refused)
    response = page.post("/requests/T-5/finding/", form)
    assert (response.status_code, response["Location"]) == (302, "/requests/T-5/#findings")
    stale = page.post("/requests/T-5/finding/", form)
    assert stale.status_code == 409
    assert f'name="version" value="{mandate().version}"' in text(stale)


def test_the_list_as_a_file_has_the_columns_of_the_sheet(page: Client) -> None:
    response = page.get("/requests/export.csv", {"document": "A/76/901", "sort": "code"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0].lstrip("\ufeff").startswith("code,act,paragraph,authority,verb,title")
    assert [line.split(",")[0] for line in lines[1:]] == ["T-5", "T-6", "T-7", "T-8"]
    assert page.get("/requests/export.pdf").status_code == 404


def count(act: Callable[[], Any]) -> int:
    assert act().status_code == 200
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


@pytest.mark.parametrize("view", ["", "timeline"])
def test_the_list_costs_the_same_for_20_rows_and_for_200(page: Client, view: str) -> None:
    asked = {"view": view} if view else {}
    many(20)
    few = count(lambda: page.get("/requests/", asked))
    for code in range(20, 200, 60):
        extra(code, code + 60)
    assert count(lambda: page.get("/requests/", asked)) == few


def extra(first: int, last: int) -> None:
    from tests.governance.requests_world import asked
    from tests.world import bring_in

    rows = [asked(f"M-{n:03}", f"para {n + 100}") for n in range(first, last)]
    bring_in("mandates", *rows)


# --- the record ----------------------------------------------------------------------------------
def test_para_8_and_what_comes_through_it_is_overdue_and_nothing_else(
    people: Callable[..., Person],
) -> None:
    viewer = people("officer")
    at = viewable_mandates(viewer, parse_moment("2023-12-31", None))
    overdue = set(at.filter(status="overdue").values_list("code", flat=True))
    assert overdue == {"A74-588-P08", *THROUGH_PARA_8}
    others = {f"A74-588-P{n:02}" for n in (12, 13, 16, 17, 20, 21)} | {"A74-7-ADD17-UMOJA"}
    held = set(at.filter(code__in=others).values_list("code", flat=True))
    assert held == others


def test_para_8_shows_its_chain_to_the_78th_session(people: Callable[..., Person]) -> None:
    chain = row(people("officer"), "A74-588-P08", "2024-12-31").chain
    assert [(step.mandate.code, step.kind, step.session) for step in chain] == [
        ("DRAFT-78-133-OP03", "recalls", 78)
    ]


def test_requests_never_enter_the_rates_of_the_board_of_auditors(
    secretary: Person, people: Callable[..., Person]
) -> None:
    figure, viewer = get("recommendations.status"), people("officer")
    before = figure.answer(viewer, now(), {"body": "BOA"})
    many(30)
    record(secretary)
    assert figure.answer(viewer, now(), {"body": "BOA"}) == before
