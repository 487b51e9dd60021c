"""The pages and the API of governing bodies: one truth, at any day, and read-only in the past."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from secretariat.models import Person
from tests import bodies
from tests.world import bring_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(people: Callable[..., Person]) -> Person:
    return people("secretary")


@pytest.fixture
def page(secretary: Person) -> Client:
    return signed_in(secretary)


@pytest.fixture
def client(secretary: Person, api: Callable[..., APIClient]) -> APIClient:
    return api(secretary, "read")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def codes(context: Any) -> set[str]:
    return {line.row.code for line in context["lines"]}


def seat(body: str, office: str, starts_on: str, ends_on: str = "", role: str = "member") -> None:
    bring_in(
        "seats",
        {
            "code": f"{body}-{office}",
            "body": body,
            "office": office,
            "role": role,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "as_of": starts_on,
        },
    )


# --- the list ------------------------------------------------------------------------------------
def test_the_year_2018_stands_as_the_auditors_found_it(page: Client) -> None:
    answer = page.get("/bodies/", {"as_of": "2018-12-31"})
    lanes = {lane["name"]: lane for lane in answer.context["lanes"]}
    assert {name: lane["result"] for name, lane in lanes.items()} == {
        "ICT Board": "2 of 8",
        "ICT Executive Committee": "0 of 1",
        "ICT Policy Committee": "8 held",
    }
    text = answer.content.decode()
    assert "every 6 weeks" in text and "at least once a year" in text
    assert "no meeting in the period" in text
    assert "8 meetings in the period, dates not in the sources" in text
    assert "from 2016, day not stated" in text


def test_of_a_year_nobody_speaks_of_the_page_says_so_and_leads_to_the_last_one(
    page: Client,
) -> None:
    answer = page.get("/bodies/")
    assert answer.context["last_told"] == 2018
    text = answer.content.decode()
    assert "it is not stated, and nothing is made up" in text
    assert "?period=2018" in text
    lanes = {lane["name"]: lane["kind"] for lane in answer.context["lanes"]}
    assert lanes == {"ICT Board": "unknown", "ICT Executive Committee": "unknown"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"standing": "missed"}, {"T-BOARD", "T-COMMITTEE"}),
        ({"standing": "nothing_required"}, {"T-POLICY"}),
        ({"standing": "missed,nothing_required"}, {"T-BOARD", "T-COMMITTEE", "T-POLICY"}),
        ({"standing": "not_stated"}, set()),
        ({"framework": "not_kept"}, {"T-BOARD", "T-COMMITTEE"}),
        ({"framework": "kept"}, set()),
        ({"behind": "yes"}, {"T-BOARD", "T-COMMITTEE"}),
        ({"behind": "no"}, {"T-POLICY"}),
        ({"q": "t-boa"}, {"T-BOARD"}),
        ({"q": "council of old"}, {"T-BOARD"}),
        ({"body": "T-POLICY"}, {"T-POLICY"}),
        ({"level": "un_system"}, set()),
        ({"state": "in_place"}, {"T-BOARD", "T-COMMITTEE", "T-POLICY"}),
        ({"provenance": "documented"}, set()),
    ],
)
def test_each_filter_narrows_the_page_and_the_api_alike(
    page: Client, client: APIClient, query: dict[str, str], found: set[str]
) -> None:
    bodies.as_in_2018()
    bring_in(
        "body_aliases",
        {"body": "T-BOARD", "name": "Council of old", "language": "en", "as_of": "2010-01-01"},
    )
    asked = {"as_of": "2018-12-31", **query}
    shown = codes(page.get("/bodies/", asked).context)
    answered = {row["code"] for row in client.get("/api/v1/bodies/", asked).json()["results"]}
    assert shown == answered
    assert {code for code in shown if code.startswith("T-")} == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"standing": "lost"}, "standing"),
        ({"period": "2018-13"}, "period"),
        ({"body": "NO-SUCH"}, "body"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_faulty_filter_is_named_and_the_page_stays(
    page: Client, client: APIClient, query: dict[str, str], field: str
) -> None:
    answer = page.get("/bodies/", query)
    assert answer.status_code == 400 and list(answer.context["faults"]) == [field]
    refused = client.get("/api/v1/bodies/", query)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == field


def test_the_order_asked_for_is_kept_and_an_unknown_one_refused(
    page: Client, client: APIClient
) -> None:
    bodies.as_in_2018()
    down = page.get("/bodies/", {"sort": "-name", "as_of": "2018-12-31"})
    names = [line.row.said.name for line in down.context["lines"]]
    assert names == sorted(names, reverse=True)
    assert client.get("/api/v1/bodies/", {"ordering": "luck"}).status_code == 400


def test_the_file_tells_each_body_of_the_list_with_its_year(page: Client) -> None:
    bodies.as_in_2018()
    code = bodies.body("T-DATED", recorded_from="2018-01-01")
    bodies.terms(code, "quarterly")
    bodies.meeting(code, "2018-02-01")
    query = {"as_of": "2018-12-31", "standing": "missed"}
    answer = page.get("/bodies/export.csv", query)
    rows = {row["body"]: row for row in csv.DictReader(io.StringIO(_text(answer)))}
    assert set(rows) == codes(page.get("/bodies/", query).context)
    assert (rows["T-BOARD"]["held"], rows["T-BOARD"]["required"]) == ("2", "8")
    assert rows["T-BOARD"]["missed"] == "" and rows["T-BOARD"]["next_due"] == ""
    assert (rows[code]["met"], rows[code]["missed"]) == ("1", "3")
    assert rows["ICT-BOARD"]["document"] == "A/74/588"
    assert page.get("/bodies/export.xlsx", query).status_code == 200
    assert page.get("/bodies/export.pdf", query).status_code == 404


def _text(answer: Any) -> str:
    return b"".join(answer).decode("utf-8-sig")


# --- one body ------------------------------------------------------------------------------------
def test_the_page_of_a_body_tells_its_terms_and_that_no_report_of_the_change_is_known(
    page: Client,
) -> None:
    answer = page.get("/bodies/ICT-BOARD/", {"as_of": "2018-12-31"})
    said = [(one.code, one.is_in_force, one.unreported) for one in answer.context["terms"]]
    assert said == [("ICTB-2016", True, True), ("ICTB-2014", False, False)]
    text = answer.content.decode()
    assert "changed, and no report on record" in text
    assert "信息和通信技术局" in text
    keys = {flag.key for flag, _raised in answer.context["flags"]}
    assert keys == {
        "governance.behind_cadence",
        "governance.output_missed",
        "governance.terms_unreported",
    }


def test_the_other_names_of_a_body_find_it_and_stand_on_its_page(page: Client) -> None:
    text = page.get("/bodies/ICT-BOARD/").content.decode()
    assert "信息和通信技术委员会" in text
    found = page.get("/bodies/", {"q": "信息和通信技术委员会"})
    assert "ICT-BOARD" in codes(found.context)


def test_the_planned_merged_body_has_two_chairs_and_names_whose_place_it_takes(
    page: Client,
) -> None:
    text = page.get("/bodies/MERGED-ICT-GOVERNANCE-BODY/").content.decode()
    assert "two chairs, jointly" in text and "To take the place of" in text
    before = page.get("/bodies/ICT-BOARD/")
    assert [kin.code for kin in before.context["row"].after] == ["MERGED-ICT-GOVERNANCE-BODY"]


def test_who_sat_is_told_for_the_day_shown(page: Client, client: APIClient) -> None:
    code = bodies.body("T-SEATED")
    seat(code, "First", "2020-01-01", "2020-06-30", role="chair")
    seat(code, "Second", "2020-07-01", role="chair")
    seat(code, "Member", "2020-01-01")
    for as_of, offices in (
        ("2020-03-31", ["First", "Member"]),
        ("2020-06-30", ["First", "Member"]),
        ("2020-07-01", ["Second", "Member"]),
    ):
        seats = page.get(f"/bodies/{code}/", {"as_of": as_of}).context["seats"]
        assert [one.office for one in seats.sitting] == offices, as_of
        told = client.get(f"/api/v1/bodies/{code}/", {"as_of": as_of}).json()
        assert [one["office"] for one in told["seats"]] == offices
    assert [one.office for one in seats.former] == ["First"]


def test_each_year_of_which_something_is_known_is_drawn_newest_first(page: Client) -> None:
    code = bodies.body("T-YEARS", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly")
    bodies.meeting(code, "2020-02-01")
    bodies.count(code, "2018", 2)
    answer = page.get(f"/bodies/{code}/", {"as_of": "2021-03-31"})
    drawn = [(lane["name"], lane["kind"], lane["result"]) for lane in answer.context["lanes"]]
    assert drawn == [
        ("2021", "dated", "0 of 4"),
        ("2020", "dated", "1 of 4"),
        ("2018", "count", "2 of 4"),
    ]


def test_the_history_names_the_terms_and_seats_it_speaks_of(page: Client) -> None:
    code = bodies.body("T-HISTORY")
    bodies.terms(code, "quarterly")
    seat(code, "Chair", "2020-01-01", role="chair")
    entries = page.get(f"/bodies/{code}/").context["history"]
    assert [entry.sentence for entry in entries] == [
        "recorded: seat T-HISTORY-Chair",
        "recorded: terms of reference T-HISTORY-TERMS-2010-01-01",
        "recorded: body T-HISTORY",
    ]


def test_only_who_keeps_governance_sees_the_way_to_change_it_and_only_today(
    people: Callable[..., Person], page: Client
) -> None:
    bodies.as_in_2018()
    change = "/registers/bodies/row/?key=T-BOARD"
    assert change in page.get("/bodies/T-BOARD/").content.decode()
    assert change not in page.get("/bodies/T-BOARD/", {"as_of": "2019-01-01"}).content.decode()
    auditor = signed_in(people("auditor", "BOA"))
    assert change not in auditor.get("/bodies/T-BOARD/").content.decode()


def test_an_unknown_body_is_not_found_and_a_body_not_yet_stated_neither(
    page: Client, client: APIClient
) -> None:
    for url in ("/bodies/NO-SUCH/", "/api/v1/bodies/NO-SUCH/"):
        who = client if url.startswith("/api") else page
        assert who.get(url).status_code == 404
    assert page.get("/bodies/ICT-BOARD/", {"as_of": "2014-01-31"}).status_code == 404


def test_a_reader_sees_neither_list_nor_body(people: Callable[..., Person]) -> None:
    reader = signed_in(people("reader"))
    for url in ("/bodies/", "/bodies/ICT-BOARD/", "/outputs/", "/governance/"):
        assert reader.get(url).status_code == 403


def test_a_long_name_is_shown_whole_and_markup_in_it_stays_text(page: Client) -> None:
    name = "A committee on " + "everything and more " * 12 + "<b>bold</b>"
    bodies.body("T-LONG", name=name)
    for url in ("/bodies/?q=T-LONG", "/bodies/T-LONG/"):
        text = page.get(url).content.decode()
        assert "<b>bold</b>" not in text and "&lt;b&gt;bold&lt;/b&gt;" in text


# --- the API -------------------------------------------------------------------------------------
def test_the_api_answers_terms_and_performance_of_the_day(client: APIClient) -> None:
    told = client.get("/api/v1/bodies/ICT-BOARD/", {"as_of": "2018-12-31"})
    body = told.json()
    assert told["ETag"] == f'"v{body["version"]}"'
    terms, did = body["terms"], body["performance"]
    assert (terms["code"], terms["cadence"], terms["number"]) == ("ICTB-2016", "every_weeks", 6)
    assert (terms["valid_from"], terms["valid_from_precision"]) == ("2016-12-31", "year")
    assert terms["basis"]["document"] == "A/74/588" and terms["reported_in"] is None
    assert (did["period"], did["held"], did["required"]) == ("2018", 2, 8)
    assert did["status"] == "missed" and did["longest_gap"] is None and did["next_due"] is None
    assert [one["code"] for one in body["all_terms"]] == ["ICTB-2016", "ICTB-2014"]
    assert [one["period"] for one in body["performance_by_year"]] == ["2018"]
    assert [one["word"] for one in body["outputs"]] == ["missed"]


def test_the_performance_of_a_period_tells_each_expected_meeting(client: APIClient) -> None:
    code = bodies.body("T-API", recorded_from="2020-01-01")
    bodies.terms(code, "quarterly")
    kept = bodies.meeting(code, "2020-02-01")
    path = f"/api/v1/bodies/{code}/performance/"
    told = client.get(path, {"period": "2020", "as_of": "2020-07-01"}).json()
    assert [one["outcome"] for one in told["expected"]] == ["met", "missed", "open", "open"]
    first = told["expected"][0]
    assert (first["held_on"], first["meeting"]) == ("2020-02-01", kept)
    assert told["next_due"] == "2020-09-30"
    assert client.get(path, {"period": "2020-Q1", "as_of": "2020-06-30"}).json()["required"] == 1
    assert client.get(path, {"period": "never"}).status_code == 400
    assert client.get(path, {"colour": "red"}).status_code == 400


def test_page_and_api_agree_on_every_body(page: Client, client: APIClient) -> None:
    bodies.as_in_2018()
    for as_of in ("2018-06-30", "2018-12-31", "2019-03-31"):
        query = {"as_of": as_of, "period": "2018"}
        told = client.get("/api/v1/bodies/", {**query, "page_size": "500"}).json()["results"]
        answered = {row["code"]: row["performance"] for row in told}
        for line in page.get("/bodies/", query).context["lines"]:
            did, said = line.row.did, answered.pop(line.row.code)
            assert (did.held, did.required, did.status) == (
                said["held"],
                said["required"],
                said["status"],
            )
        assert answered == {}


def test_the_api_refuses_to_write(secretary: Person, api: Callable[..., APIClient]) -> None:
    client = api(secretary, "write")
    for path in ("/api/v1/bodies/", "/api/v1/bodies/ICT-BOARD/", "/api/v1/outputs/"):
        for method in ("put", "delete", "post", "patch"):
            assert getattr(client, method)(path).status_code == 405, (method, path)


# --- outputs -------------------------------------------------------------------------------------
def test_the_outputs_of_2018_and_their_counts_equal_their_lists(page: Client) -> None:
    query = {"period": "2018", "as_of": "2018-12-31"}
    answer = page.get("/outputs/", query)
    assert answer.context["total"] == sum(part["count"] for part in answer.context["parts"])
    for part in answer.context["parts"]:
        assert page.get(part["url"]).context["total"] == part["count"], part["label"]
    words = {part["key"]: part["count"] for part in answer.context["parts"]}
    assert words == {"missed": 1, "not_stated": 4}
    text = _text(page.get("/outputs/export.csv", query))
    assert len(text.strip().splitlines()) == 6


def test_outputs_are_narrowed_by_word_body_and_way(page: Client, client: APIClient) -> None:
    code = bodies.body("T-OWES", recorded_from="2018-01-01")
    bodies.output(code)
    for query, found in (
        ({"body": code}, 1),
        ({"body": code, "word": "missed"}, 1),
        ({"body": code, "word": "delivered"}, 0),
        ({"body": code, "way": "input"}, 0),
        ({"q": "T-OWES"}, 1),
    ):
        asked = {"period": "2018", "as_of": "2019-01-31", **query}
        assert page.get("/outputs/", asked).context["total"] == found, query
        assert client.get("/api/v1/outputs/", asked).json()["count"] == found
    assert page.get("/outputs/", {"word": "lost"}).status_code == 400
    assert client.get("/api/v1/outputs/", {"ordering": "name"}).status_code == 400
