"""Policies: where they stand, how they move, what is lacking, and the reviews of compliance."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from governance.actions.policies import Issue, move_policy
from governance.lifecycle import POLICY_MOVES, PolicyState
from governance.models import Policy, PolicyParticulars
from governance.queries import policies as queries
from ledger import days
from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.models import Entry
from ledger.moments import now, parse_moment
from secretariat.models import Person
from tests.world import bring_in

pytestmark = pytest.mark.django_db
DAY = "2020-01-31"
LIST = "/api/v1/policies/"
NAMED_GAPS = {"OBSOLETE-EQUIPMENT", "DATA-MANAGEMENT", "OUTSOURCING"}


def policy(code: str, state: str, **given: str) -> dict[str, str]:
    row = {"code": code, "title": f"Policy {code}", "kind": "policy", "state": state, "as_of": DAY}
    return {**row, **given}


@pytest.fixture
def secretary(people: Callable[..., Person]) -> Person:
    bring_in(
        "policies",
        policy("T-NEW", "not_started"),
        policy("T-BEFORE", "before_committee", number="ICT-7"),
        policy("T-OLD", "in_force", issued_on="2018-01-01", review_on="2021-01-01"),
        policy("T-GUIDE", "in_force", kind="guideline", owner="OICT", issued_on="2019-01-01"),
        policy("T-GONE", "withdrawn"),
    )
    return people("secretary")


@pytest.fixture
def page(secretary: Person) -> Client:
    client = Client()
    client.force_login(secretary)
    return client


@pytest.fixture
def client(secretary: Person, api: Callable[..., APIClient]) -> APIClient:
    return api(secretary)


def one(code: str) -> Policy:
    return Policy.objects.get(code=code)


def stands(code: str) -> PolicyParticulars:
    return PolicyParticulars.objects.filter(subject__code=code).current(days.today()).get()


def move(by: Person, code: str, state: str, **given: Any) -> PolicyParticulars:
    held = one(code)
    asked = {"policy_id": held.pk, "expected_version": held.version, "reason": "As agreed."}
    return move_policy(by=by, state=state, **{**asked, **given})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- moves ---------------------------------------------------------------------------------------
def test_a_policy_goes_from_the_working_group_to_the_committee_to_issuance(
    secretary: Person,
) -> None:
    move(secretary, "T-NEW", "drafting")
    move(secretary, "T-NEW", "before_committee")
    issue = Issue(issued_on=days.today(), issued_as="A/74/588", number="ICT-9", edition="1.0")
    move(secretary, "T-NEW", "in_force", issue=issue)
    said = stands("T-NEW")
    assert (said.state, said.number, said.issued_on) == ("in_force", "ICT-9", days.today())
    assert said.issued_as is not None
    told = [version.state for version in queries.versions(one("T-NEW").pk, now())]
    assert told == ["in_force", "before_committee", "drafting", "not_started"]
    assert said.title == "Policy T-NEW"


@pytest.mark.parametrize("state", PolicyState)
def test_only_declared_moves_are_possible(secretary: Person, state: PolicyState) -> None:
    for code, held in (("T-NEW", PolicyState.NOT_STARTED), ("T-GONE", PolicyState.WITHDRAWN)):
        if state in POLICY_MOVES[held]:
            continue
        with pytest.raises(WrongState, match="cannot become"):
            move(secretary, code, state.value)


def test_issuing_needs_the_day(secretary: Person) -> None:
    with pytest.raises(Invalid) as refused:
        move(secretary, "T-BEFORE", "in_force")
    assert "name the day" in refused.value.fields["issued_on"][0]


@pytest.mark.parametrize(
    ("issue", "field"),
    [
        ({"issued_on": days.today() + timedelta(days=1)}, "issued_on"),
        ({"issued_on": date(2020, 2, 1), "review_on": date(2020, 2, 1)}, "review_on"),
        ({"issued_on": date(2020, 2, 1), "issued_as": "A/99/999"}, "issued_as"),
        ({"issued_on": date(2020, 2, 1), "issued_as": "no symbol"}, "issued_as"),
    ],
)
def test_an_issue_that_cannot_be_is_refused_at_its_field(
    secretary: Person, issue: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        move(secretary, "T-BEFORE", "in_force", issue=Issue(**issue))
    assert set(refused.value.fields) == {field}


def test_a_policy_that_is_confirmed_keeps_its_issue_but_not_the_review_that_is_over(
    secretary: Person,
) -> None:
    move(secretary, "T-OLD", "due_for_revision")
    move(secretary, "T-OLD", "in_force")
    said = stands("T-OLD")
    assert (said.issued_on, said.review_on) == (date(2018, 1, 1), None)


def test_a_move_needs_a_reason_and_stands_in_the_history(secretary: Person) -> None:
    with pytest.raises(Invalid) as refused:
        move(secretary, "T-NEW", "drafting", reason="  ")
    assert "reason" in refused.value.fields
    move(secretary, "T-NEW", "drafting")
    entry = Entry.objects.get(kind="governance.policy.moved")
    assert (entry.reason, entry.before, entry.after["state"]) == (
        "As agreed.",
        {"state": "not_started"},
        "drafting",
    )


def test_an_unknown_state_and_a_policy_that_moved_on_are_refused(secretary: Person) -> None:
    with pytest.raises(Invalid):
        move(secretary, "T-NEW", "finished")
    seen = one("T-NEW").version
    move(secretary, "T-NEW", "drafting")
    with pytest.raises(Stale):
        move(secretary, "T-NEW", "before_committee", expected_version=seen)


def test_only_the_secretary_moves_a_policy_and_only_today(
    secretary: Person, people: Callable[..., Person]
) -> None:
    with pytest.raises(Forbidden):
        move(people("officer"), "T-NEW", "drafting")
    with pytest.raises(Forbidden, match="on the day"):
        move(secretary, "T-NEW", "drafting", on=date(2021, 1, 1))


def test_the_demonstration_tells_a_history_in_order(people: Callable[..., Person]) -> None:
    teller = people("secretary")
    teller.demonstration = True
    teller.save()
    held = Policy.objects.create(code="D-1", demonstration=True)
    row = policy("D-1", "not_started")
    from ledger.importing.kinds import Change, get

    get("policies").write(teller, "test", [Change(line=2, key=("D-1",), before=None, after=row)])
    moved = move(teller, "D-1", "drafting", on=date(2021, 5, 1))
    assert (moved.as_of, moved.provenance) == (date(2021, 5, 1), "demonstration")
    with pytest.raises(Invalid):
        move(teller, "D-1", "before_committee", on=date(2021, 4, 30))
    with pytest.raises(Invalid):
        move(teller, "D-1", "before_committee", on=days.today() + timedelta(days=1))
    assert held.demonstration


# --- gaps and totals -----------------------------------------------------------------------------
def test_gaps_are_what_never_began_is_due_for_revision_or_past_its_review(
    client: APIClient,
) -> None:
    def gaps(as_of: str) -> set[str]:
        rows = client.get(LIST, {"gaps": "yes", "as_of": as_of}).json()["results"]
        return {row["code"] for row in rows}

    assert gaps("2021-01-01") == NAMED_GAPS | {"T-NEW"}
    assert gaps("2021-01-02") == NAMED_GAPS | {"T-NEW", "T-OLD"}
    without = client.get(LIST, {"gaps": "no"}).json()["results"]
    assert {"T-BEFORE", "T-GUIDE", "T-GONE"} <= {row["code"] for row in without}
    assert not any(row["gap"] for row in without)


def test_the_totals_as_printed_say_how_many_are_not_known_by_name(
    people: Callable[..., Person],
) -> None:
    viewer = people("officer")
    found = queries.totals(viewer, parse_moment("2019-03-31", None))
    assert [(one.count.count, one.named, one.unnamed) for one in found] == [
        (42, 2, 40),
        (22, 0, 22),
    ]
    assert {str(one.count.citation) for one in found} == {"A/74/588, para 18"}
    assert queries.totals(viewer, parse_moment("2019-02-27", None)) == []


def test_a_policy_named_later_does_not_change_what_was_printed_of_its_day(
    secretary: Person,
) -> None:
    assert [one.named for one in queries.totals(secretary, now())] == [2, 0]


def test_no_review_of_the_regional_centres_in_2018(people: Callable[..., Person]) -> None:
    years, rows = queries.review_matrix(queries.reviews(people("officer"), now()))
    held = {row.code: dict(row.cells) for row in rows}
    [said] = held["REGIONAL-TECHNOLOGY-CENTRES"][2018]
    assert said.word == "none"
    assert 2018 in years


# --- API -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "guideline"}, {"T-GUIDE"}),
        ({"state": "withdrawn,before_committee"}, {"T-GONE", "T-BEFORE"}),
        ({"owner": "OICT"}, {"T-GUIDE"}),
        ({"in_force": "yes"}, {"T-OLD", "T-GUIDE"}),
        ({"q": "ict-7"}, {"T-BEFORE"}),
        ({"owner": "none", "in_force": "yes"}, {"T-OLD"}),
    ],
)
def test_each_filter_narrows_the_list(
    client: APIClient, asked: dict[str, str], found: set[str]
) -> None:
    rows = client.get(LIST, asked).json()["results"]
    assert {row["code"] for row in rows if row["code"].startswith("T-")} == found


@pytest.mark.parametrize(
    "asked", [{"gaps": "some"}, {"owner": "NOBODY"}, {"colour": "red"}, {"ordering": "colour"}]
)
def test_a_faulty_question_is_refused(client: APIClient, asked: dict[str, str]) -> None:
    assert client.get(LIST, asked).status_code == 400


def test_a_policy_is_moved_with_the_tag_of_the_version_seen(client: APIClient) -> None:
    path, sent = f"{LIST}T-NEW/moves/", {"state": "drafting", "reason": "A group was set up."}
    assert client.post(path, sent, format="json").status_code == 428
    seen = client.get(f"{LIST}T-NEW/")["ETag"]
    made = client.post(path, sent, format="json", HTTP_IF_MATCH=seen)
    assert made.status_code == 201, made.json()
    assert made.json()["state"] == "drafting"
    assert made.json()["next_states"] == ["not_started", "before_committee"]
    assert made.json()["versions"][0]["reason"] == "A group was set up."
    assert client.post(path, sent, format="json", HTTP_IF_MATCH=seen).status_code == 412
    jump = {"state": "in_force", "reason": "At once."}
    wrong = client.post(path, jump, format="json", HTTP_IF_MATCH=made["ETag"])
    assert wrong.status_code == 409


def test_who_does_not_keep_governance_cannot_move_a_policy(
    client: APIClient, people: Callable[..., Person], api: Callable[..., APIClient]
) -> None:
    other = api(people("officer"))
    tag = other.get(f"{LIST}T-NEW/")["ETag"]
    sent = {"state": "drafting", "reason": "Why not."}
    response = other.post(f"{LIST}T-NEW/moves/", sent, format="json", HTTP_IF_MATCH=tag)
    assert response.status_code == 403


# --- pages ---------------------------------------------------------------------------------------
def test_the_register_shows_totals_gaps_and_passed_reviews(page: Client) -> None:
    body = text(page.get("/policies/"))
    assert "40 are not known by name; 2 in force are named below." in body
    assert "22 are not known by name; 0 in force are named below." in body
    assert "review day passed" in body
    listed = text(page.get("/policies/", {"gaps": "yes"}))
    assert "Policy T-NEW" in listed
    assert "Policy T-GUIDE" not in listed


def test_a_policy_with_a_broken_question_or_without_rows_says_why(page: Client) -> None:
    assert page.get("/policies/", {"state": "lost"}).status_code == 400
    assert "Nothing matches" in text(page.get("/policies/", {"q": "no such words"}))
    assert "Nothing is recorded on this day" in text(
        page.get("/policies/", {"as_of": "2001-01-01"})
    )


def test_the_page_of_a_policy_offers_its_moves_to_who_may(
    page: Client, people: Callable[..., Person]
) -> None:
    body = text(page.get("/policies/T-NEW/"))
    assert "Move it on" in body
    assert "/registers/policies/row/?key=T-NEW" in body
    assert "Move it on" not in text(page.get("/policies/T-GONE/"))
    assert "Move it on" not in text(page.get("/policies/T-NEW/", {"as_of": "2020-06-30"}))
    reading = Client()
    reading.force_login(people("auditor", "BOA"))
    assert "Move it on" not in text(reading.get("/policies/T-NEW/"))


def test_the_secretary_moves_a_policy_on_the_page(page: Client) -> None:
    form = {"version": one("T-BEFORE").version, "state": "in_force", "reason": "Agreed."}
    refused = page.post("/policies/T-BEFORE/move/", form)
    assert refused.status_code == 400
    assert "name the day" in text(refused)
    done = page.post("/policies/T-BEFORE/move/", {**form, "issued_on": "2024-05-01"})
    assert (done.status_code, done["Location"]) == (302, "/policies/T-BEFORE/")
    stale = page.post("/policies/T-BEFORE/move/", {**form, "state": "under_revision"})
    assert stale.status_code == 409
    assert stands("T-BEFORE").number == "ICT-7"


def test_the_list_as_a_file_has_the_columns_of_the_sheet(page: Client) -> None:
    response = page.get("/policies/export.csv", {"in_force": "yes", "owner": "OICT"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0].lstrip("\ufeff").startswith("code,title,title_zh,kind,state,number,edition")
    assert len(lines) == 2


def test_reviews_are_shown_by_unit_and_year(page: Client) -> None:
    row = {
        "code": "T-UNIT",
        "name": "A unit",
        "year": "2022",
        "word": "done",
        "as_of": "2023-01-31",
    }
    bring_in("compliance_reviews", {**row, "policy": "T-OLD"}, {**row, "policy": "T-GUIDE"})
    body = text(page.get("/compliance-reviews/"))
    assert "A unit" in body
    assert "Not reviewed" in body
    assert "Reviewed" in text(page.get("/policies/T-OLD/"))
    past = text(page.get("/compliance-reviews/", {"as_of": "2001-01-01"}))
    assert "Nothing is recorded on this day" in past


def test_the_list_costs_the_same_for_few_rows_and_for_many(page: Client) -> None:
    def cost() -> int:
        for _again in range(2):
            assert page.get("/policies/").status_code == 200
        with CaptureQueriesContext(connection) as seen:
            page.get("/policies/")
        return len(seen)

    few = cost()
    bring_in("policies", *[policy(f"M-{n}", "in_force", owner="OICT") for n in range(60)])
    assert cost() == few
