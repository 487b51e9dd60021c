"""The figures of governing bodies: as the auditors counted, each part opening exactly its rows."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from governance.models import Body
from ledger import flags
from ledger.moments import parse_moment
from secretariat.models import Person
from tests import bodies

pytestmark = pytest.mark.django_db
MEETINGS = "/api/v1/figures/governance.meetings/"
FRAMEWORK = "/api/v1/figures/governance.framework/"
OUTPUTS = "/api/v1/figures/governance.outputs/"


@pytest.fixture
def secretary(people: Callable[..., Person]) -> Person:
    return people("secretary")


@pytest.fixture
def client(secretary: Person, api: Callable[..., APIClient]) -> APIClient:
    return api(secretary, "read")


def asked(client: APIClient, path: str, **query: str) -> Any:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def listed(client: APIClient, url: str) -> int:
    """How many rows the list behind an address has."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return int(asked(client, parts.path, **query)["count"])


# --- on the loaded record ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "held", "required"),
    [("ICT-EXECUTIVE-COMMITTEE", 0, 1), ("ICT-BOARD", 2, 8)],
)
def test_2018_is_as_the_board_of_auditors_found_it(
    client: APIClient, body: str, held: int, required: int
) -> None:
    found = asked(client, MEETINGS, body=body, period="2018", as_of="2018-12-31")
    assert (found["numerator"], found["denominator"]) == (held, required)
    assert found["status"] == "missed"
    assert found["observed_through"] == "2018-12-31"
    assert "A/74/588, para 14" in found["citations"]


@pytest.mark.parametrize("body", ["ICT-EXECUTIVE-COMMITTEE", "ICT-BOARD"])
def test_inside_2018_nothing_is_stated_and_it_is_never_nought(client: APIClient, body: str) -> None:
    found = asked(client, MEETINGS, body=body, period="2018", as_of="2018-06-30")
    assert found["status"] == "not_stated"
    assert found["numerator"] is None and found["value"] is None


def test_neither_of_the_two_bodies_kept_the_framework_in_2018(client: APIClient) -> None:
    found = asked(client, FRAMEWORK, period="2018", as_of="2018-12-31")
    assert (found["numerator"], found["denominator"]) == (0, 2)
    parts = {part["key"]: part["count"] for part in found["parts"]}
    assert parts == {"kept": 0, "not_kept": 2}


def test_the_sum_of_2018_is_two_of_nine_with_a_part_for_each_body(client: APIClient) -> None:
    found = asked(client, MEETINGS, period="2018", as_of="2018-12-31")
    assert (found["numerator"], found["denominator"], found["status"]) == (2, 9, "missed")
    assert {part["key"]: part["count"] for part in found["parts"]} == {
        "ICT-BOARD": 2,
        "ICT-EXECUTIVE-COMMITTEE": 0,
    }


def test_the_annual_report_of_2018_was_missed_and_the_updates_are_not_stated(
    client: APIClient,
) -> None:
    found = asked(client, OUTPUTS, period="2018", as_of="2018-12-31")
    assert (found["numerator"], found["denominator"]) == (0, 1)
    assert {part["key"]: part["count"] for part in found["parts"]} == {
        "missed": 1,
        "not_stated": 4,
    }


# --- counts equal lists --------------------------------------------------------------------------
@pytest.mark.parametrize("path", [FRAMEWORK, OUTPUTS])
@pytest.mark.parametrize("as_of", ["2018-12-31", "2018-06-30", "2019-03-31", "2021-12-31"])
def test_each_part_opens_a_list_of_exactly_so_many_rows(
    client: APIClient, path: str, as_of: str
) -> None:
    kept = bodies.body("T-KEPT", recorded_from="2018-01-01")
    bodies.terms(kept, "per_year")
    bodies.meeting(kept, "2018-03-01")
    bodies.output(kept)
    bodies.delivery("T-KEPT-REPORT", "2018", "delivered")
    found = asked(client, path, as_of=as_of)
    assert listed(client, found["rows_url"]) == (found["numerator"] or 0)
    for part in found["parts"]:
        assert listed(client, part["rows_url"]) == part["count"], part


def test_a_body_that_met_but_owes_a_report_does_not_keep_the_framework(
    client: APIClient,
) -> None:
    code = bodies.body("T-NO-REPORT", recorded_from="2018-01-01")
    bodies.terms(code, "per_year")
    bodies.meeting(code, "2018-03-01")
    bodies.output(code)
    found = asked(client, FRAMEWORK, body=code, period="2018", as_of="2019-01-31")
    assert (found["numerator"], found["denominator"]) == (0, 1)
    bodies.delivery("T-NO-REPORT-REPORT", "2018", "delivered")
    found = asked(client, FRAMEWORK, body=code, period="2018", as_of="2019-01-31")
    assert (found["numerator"], found["denominator"]) == (1, 1)


def test_the_flag_of_bodies_behind_opens_exactly_the_bodies_it_counts(
    secretary: Person, client: APIClient
) -> None:
    bodies.as_in_2018()
    flag = flags.get("governance.behind_cadence")
    for as_of in ("2018-12-31", "2019-06-30", "2019-12-31", "2020-12-31"):
        raised = list(flag.find(secretary, parse_moment(as_of, None)))
        rows = asked(client, "/api/v1/bodies/", **flag.rows, as_of=as_of)["results"]
        assert {row["code"] for row in rows} == {one.code for one in raised}, as_of
    assert raised == []  # what happened in 2018 is no longer a finding of 2020


def test_the_flag_says_since_when_and_which_rows_prove_it(secretary: Person) -> None:
    _committee, board, _policy = bodies.as_in_2018()
    raised = flags.get("governance.behind_cadence").find(
        secretary, parse_moment("2019-03-31", None)
    )
    [one] = [one for one in raised if one.code == board]
    assert one.since.isoformat() == "2018-12-31" and len(one.proof) == 2
    assert one.label == "The T-BOARD: 2 of 8 in 2018"


def test_changed_terms_without_a_report_to_the_assembly_are_flagged(secretary: Person) -> None:
    code = bodies.body("T-CHANGED")
    bodies.terms(code, "quarterly", valid_to="2019-12-31")
    bodies.terms(code, "every_weeks", 6, valid_from="2020-01-01")
    flag = flags.get("governance.terms_unreported")
    for as_of, found in (("2019-12-31", 0), ("2020-01-01", 1)):
        raised = flag.find(secretary, parse_moment(as_of, None))
        assert sum(one.code == code for one in raised) == found, as_of


def test_a_missed_output_is_flagged_since_the_end_of_its_period(secretary: Person) -> None:
    code = bodies.body("T-OWES")
    bodies.output(code)
    bodies.delivery("T-OWES-REPORT", "2018", "missed", as_of="2018-12-31")
    raised = flags.get("governance.output_missed").find(secretary, parse_moment("2019-06-30", None))
    [one] = [one for one in raised if one.code == code]
    assert one.since.isoformat() == "2018-12-31" and len(one.proof) == 2


# --- outputs -------------------------------------------------------------------------------------
def test_silence_about_an_output_is_missed_only_where_all_is_recorded(client: APIClient) -> None:
    silent, recorded = bodies.body("T-SILENT"), bodies.body("T-REC", recorded_from="2018-01-01")
    for code in (silent, recorded):
        bodies.output(code, "quarterly")
    words = {
        code: [
            row["word"]
            for row in asked(
                client, "/api/v1/outputs/", body=code, period="2018", as_of="2018-07-01"
            )["results"]
        ]
        for code in (silent, recorded)
    }
    assert words[silent] == ["not_stated", "not_stated", "open", "open"]
    assert words[recorded] == ["missed", "missed", "open", "open"]


def test_a_word_for_a_quarter_wins_over_the_word_for_its_year(client: APIClient) -> None:
    code = bodies.body("T-BOTH")
    bodies.output(code, "quarterly")
    bodies.delivery("T-BOTH-REPORT", "2018", "not_stated")
    bodies.delivery("T-BOTH-REPORT", "2018-Q2", "delivered")
    rows = asked(client, "/api/v1/outputs/", body=code, period="2018", as_of="2019-06-30")
    assert [row["word"] for row in rows["results"]] == [
        "not_stated",
        "delivered",
        "not_stated",
        "not_stated",
    ]


# --- refusals and cost ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"body": "NO-SUCH"}, "body"),
        ({"period": "soon"}, "period"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_faulty_parameter_is_named(client: APIClient, query: dict[str, str], field: str) -> None:
    answer = client.get(MEETINGS, query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


def test_figures_and_lists_cost_the_same_for_few_and_for_many_bodies(
    secretary: Person, client: APIClient
) -> None:
    page = Client()
    page.force_login(secretary)
    urls = {
        MEETINGS: client,
        FRAMEWORK: client,
        "/api/v1/bodies/?framework=not_kept&period=2020": client,
        "/api/v1/bodies/?page_size=500": client,
        "/api/v1/outputs/?page_size=500": client,
        "/bodies/?period=2020": page,
        "/bodies/export.csv": page,
        "/outputs/?period=2020": page,
        "/governance/?period=2020": page,
    }
    bodies.many(3, "T-FEW")
    few = {url: cost(who, url) for url, who in urls.items()}
    bodies.many(30)
    assert Body.objects.filter(code__startswith="T-MANY").count() == 30
    assert {url: cost(who, url) for url, who in urls.items()} == few
    assert few["/bodies/?period=2020"] <= 20 and few[MEETINGS] <= 10


def cost(client: Any, url: str) -> int:
    """How many statements an address costs, what is read only now and then aside."""
    return min(_statements(client, url) for _again in range(3))


def _statements(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer)
    return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in seen)
