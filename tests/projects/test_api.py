"""The API of projects: what done-when asks, versions, refusals, drafts that stay hidden."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from ledger import seals
from projects.models import IndicatorValue, ObjectiveAssessment, Project, ReportDraft, StatusReport
from secretariat.models import Person
from tests.portfolio import Portfolio
from tests.world import bring_in

pytestmark = pytest.mark.django_db
PARA_10 = {"document": "A/74/588", "locator": "para 10"}
#: What a page of the list costs, whatever the number of projects; changed on purpose only.
STATEMENTS = 12


@pytest.fixture
def lead(portfolio: Portfolio, api: Callable[..., APIClient]) -> APIClient:
    return api(portfolio.lead)


@pytest.fixture
def officer(portfolio: Portfolio, api: Callable[..., APIClient]) -> APIClient:
    return api(portfolio.officer)


def tag() -> dict[str, str]:
    version = Project.objects.get(code="T01").version
    return {"HTTP_IF_MATCH": f'"v{version}"'}


def sent(portfolio: Portfolio, quarter: str = "2024-Q1", **changes: Any) -> dict[str, Any]:
    return {"quarter": quarter, **portfolio.typed(quarter), **changes}


# --- done when -----------------------------------------------------------------------------------
def test_the_record_answers_exactly_20_projects_each_with_its_source(
    people: Callable[..., Person], api: Callable[..., APIClient]
) -> None:
    body = api(people("officer")).get("/api/v1/projects/").json()
    assert body["count"] == 20 == len(body["results"])
    assert all(row["citation"]["document"] and row["paragraphs"] for row in body["results"])
    words = [row["title_status"] for row in body["results"]]
    assert (words.count("official"), words.count("working")) == (5, 15)


def test_the_figure_of_paragraph_10_counts_four_rows_of_three_cases_as_printed(
    people: Callable[..., Person], api: Callable[..., APIClient]
) -> None:
    client = api(people("officer"))
    path = "/api/v1/figures/projects.complete_but_unmet/"
    figure = client.get(path, {"as_of": "2019-03-31"}).json()
    assert figure["numerator"] == 4
    assert {part["label"]: part["count"] for part in figure["parts"]} == {
        "Unite Service Desk": 1,
        "application consolidation and website rationalization": 2,
        "enterprise network operations": 1,
    }
    rows = client.get(figure["rows_url"]).json()
    assert rows["count"] == 4
    for row in rows["results"]:
        [unmet] = row["unmet"]
        assert unmet["citation"]["document"] == "A/74/588"
        assert unmet["citation"]["locator"].startswith(("para 10", "paras 10"))
        assert (row["percent"]["value"], row["complete_but_unmet"]) == (100, True)
    assert [row["unmet"][0]["citation"] for row in rows["results"]].count(PARA_10) >= 3
    for part in figure["parts"]:
        assert client.get(part["rows_url"]).json()["count"] == part["count"]


def test_the_parts_of_every_figure_open_rows_that_count_the_same(
    portfolio: Portfolio, officer: APIClient
) -> None:
    portfolio.publish("2024-Q1")
    keys = (
        "projects.by_rating",
        "projects.reports_received",
        "resources.total",
        "indicators.value",
    )
    for key in keys:
        figure = officer.get(f"/api/v1/figures/{key}/").json()
        rows = officer.get(figure["rows_url"])
        assert rows.status_code == 200, (key, rows.content)
        for part in figure["parts"]:
            answer = officer.get(part["rows_url"])
            assert answer.status_code == 200, part
            if key != "resources.total":
                assert answer.json()["count"] == part["count"], part


# --- reading -------------------------------------------------------------------------------------
def test_every_series_of_a_project_answers_at_any_day(
    portfolio: Portfolio, officer: APIClient
) -> None:
    portfolio.publish("2024-Q1")
    for tail in ("", "status-reports/", "milestones/", "objectives/", "percents/", "budgets/"):
        path = f"/api/v1/projects/T01/{tail}"
        answer = officer.get(path)
        assert answer.status_code == 200
        assert answer["ETag"] == tag()["HTTP_IF_MATCH"]
        assert officer.get(path, {"as_of": "2024-01-15"}).status_code == 200
        assert officer.get(path, {"colour": "red"}).status_code == 400
        assert officer.get(path, {"as_of": "2015-01-01"}).status_code == 404
    assert officer.get("/api/v1/projects/T01/history/").json()["count"] >= 3
    assert officer.get("/api/v1/projects/NOPE/").status_code == 404


def test_lists_refuse_what_they_do_not_know(officer: APIClient) -> None:
    for path, query in (
        ("projects/", {"colour": "red"}),
        ("projects/", {"driver": "NO-SUCH"}),
        ("projects/", {"ordering": "colour"}),
        ("status-reports/", {"state": "lost"}),
        ("status-reports/", {"colour": "red"}),
        ("resource-amounts/", {"colour": "red"}),
        ("projects/", {"as_of": "2999-01-01"}),
    ):
        refused = officer.get(f"/api/v1/{path}", query)
        assert refused.status_code == 400, (path, query)
        assert refused.json()["errors"]


def test_missing_and_received_reports_add_up_to_what_was_due(
    portfolio: Portfolio, officer: APIClient
) -> None:
    portfolio.publish("2024-Q1")
    portfolio.publish("2024-Q3")
    project = officer.get("/api/v1/projects/T01/").json()
    found = {
        state: officer.get("/api/v1/status-reports/", {"q": "T01", "state": state}).json()["count"]
        for state in ("received", "missing", "late")
    }
    assert found["received"] == project["reports_received"] == 2
    assert found["received"] + found["missing"] == project["reports_due"]
    figure = officer.get("/api/v1/figures/projects.reports_received/", {"q": "T01"}).json()
    assert (figure["numerator"], figure["denominator"]) == (2, project["reports_due"])


def test_a_day_as_it_was_known_before_hides_what_was_recorded_since(
    portfolio: Portfolio, officer: APIClient
) -> None:
    seals.seal_pending()
    known = {"known_at": timezone.now().isoformat()}
    portfolio.publish("2024-Q1")
    seals.seal_pending()
    path = "/api/v1/projects/T01/"
    then, now = officer.get(path, known).json(), officer.get(path).json()
    assert (then["last_report"], then["percent"]) == (None, None)
    assert (now["last_report"], now["percent"]["value"]) == ("2024-Q1", 40)
    assert officer.get(f"{path}status-reports/", known).json()["count"] == 0
    assert officer.get("/api/v1/projects/", {"known_at": "2020-01-01"}).json()["count"] == 0


def test_a_page_of_the_list_costs_the_same_for_any_number_of_projects(officer: APIClient) -> None:
    few = statements(officer)
    bring_in(
        "projects",
        *(
            {
                "code": f"X{n:03}",
                "plan": "STRATEGY-2014",
                "title": f"Project {n}",
                "title_status": "working",
                "driver": "DRIVER-INNOVATION",
                "objectives": "OBJ-PRIORITIES",
                "paragraphs": "A/69/517, para 10",
                "as_of": "2020-01-01",
            }
            for n in range(200)
        ),
    )
    assert statements(officer) == few == STATEMENTS


def statements(client: APIClient) -> int:
    client.get("/api/v1/projects/", {"page_size": "500"})
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/api/v1/projects/", {"page_size": "500"}).status_code == 200
    return sum(
        1
        for query in seen
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    )


# --- reporting -----------------------------------------------------------------------------------
def test_a_lead_hands_a_report_in_and_an_officer_publishes_it(
    portfolio: Portfolio, lead: APIClient, officer: APIClient
) -> None:
    path = "/api/v1/projects/T01/status-reports/"
    handed = lead.post(path, sent(portfolio, percent=55), format="json", **tag())
    assert (handed.status_code, handed.json()["state"]) == (201, "submitted"), handed.content
    assert officer.get(path).json()["count"] == 0
    own = lead.post(f"{path}2024-Q1/publication/", {}, format="json", **tag())
    assert own.status_code == 403
    made = officer.post(f"{path}2024-Q1/publication/", {}, format="json", **tag())
    assert made.status_code == 201, made.content
    assert (made.json()["percent"], made["ETag"]) == (55, tag()["HTTP_IF_MATCH"])
    assert officer.get(path).json()["count"] == 1
    again = officer.post(f"{path}2024-Q1/publication/", {}, format="json", **tag())
    assert again.status_code == 404


def test_a_report_needs_the_version_of_the_project(portfolio: Portfolio, lead: APIClient) -> None:
    path = "/api/v1/projects/T01/status-reports/"
    assert lead.post(path, sent(portfolio), format="json").status_code == 428
    stale = lead.post(path, sent(portfolio), format="json", HTTP_IF_MATCH='"v99"')
    assert stale.status_code == 412
    assert not ReportDraft.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"percent": "101"}, "percent"),
        ({"percent": "-1"}, "percent"),
        ({"percent": 40.5}, "percent"),
        ({"quarter": "2999-Q1"}, "quarter"),
        ({"quarter": "spring"}, "quarter"),
        ({"overall": "purple"}, "overall"),
        ({"colour": "red"}, "colour"),
        ({"milestone:T01-M1:expected": "2020-01-01"}, "milestone:T01-M1:expected"),
        ({"achievements": ""}, "achievements"),
    ],
)
def test_a_faulty_report_names_the_field_and_leaves_nothing(
    portfolio: Portfolio, lead: APIClient, change: dict[str, Any], field: str
) -> None:
    given = {**sent(portfolio), **change}
    refused = lead.post("/api/v1/projects/T01/status-reports/", given, format="json", **tag())
    assert refused.status_code == 400
    assert field in [error["field"] for error in refused.json()["errors"]]
    assert not ReportDraft.objects.exists()


def test_a_report_sent_twice_acts_once(portfolio: Portfolio, lead: APIClient) -> None:
    headers = {**tag(), "HTTP_IDEMPOTENCY_KEY": "one"}
    path = "/api/v1/projects/T01/status-reports/"
    first = lead.post(path, sent(portfolio), format="json", **headers)
    again = lead.post(path, sent(portfolio), format="json", **headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert ReportDraft.objects.get().version == 2


def test_a_published_report_is_corrected_with_a_reason_only(
    portfolio: Portfolio, lead: APIClient, officer: APIClient
) -> None:
    portfolio.publish("2024-Q1")
    path = "/api/v1/projects/T01/status-reports/"
    silent = lead.post(path, sent(portfolio, percent="45"), format="json", **tag())
    assert silent.status_code == 400
    given = sent(portfolio, percent="45", correction_reason="A site was counted twice.")
    assert lead.post(path, given, format="json", **tag()).status_code == 201
    made = officer.post(f"{path}2024-Q1/publication/", {}, format="json", **tag())
    assert made.status_code == 201, made.content
    [now] = officer.get(path).json()["results"]
    assert (now["percent"], bool(now["corrects"])) == (45, True)
    assert StatusReport.objects.filter(subject__code="T01").count() == 2


# --- objectives ----------------------------------------------------------------------------------
def test_owner_and_auditor_speak_apart(
    portfolio: Portfolio, lead: APIClient, api: Callable[..., APIClient]
) -> None:
    path = "/api/v1/projects/T01/objectives/T01-O1/assessments/"
    said = {"met": "yes", "as_of": "2024-12-31", "reasoning": "All sites are connected."}
    owner = lead.post(path, {**said, "voice": "owner"}, format="json", **tag())
    assert owner.status_code == 201, owner.content
    not_theirs = lead.post(path, {**said, "voice": "auditor"}, format="json", **tag())
    assert not_theirs.status_code == 403
    auditor = api(portfolio.auditor)
    found = auditor.post(path, {**said, "voice": "auditor", "met": "no"}, format="json", **tag())
    assert found.status_code == 201
    [objective] = lead.get("/api/v1/projects/T01/objectives/").json()["results"]
    assert (objective["owner"]["met"], objective["auditor"]["met"], objective["met"]) == (
        "yes",
        "no",
        "no",
    )
    assert lead.get("/api/v1/projects/T01/").json()["objective_word"] == "no"
    unknown = auditor.post(path, {**said, "voice": "nobody"}, format="json", **tag())
    assert unknown.status_code == 400


def test_a_measurement_needs_its_unit(portfolio: Portfolio, lead: APIClient) -> None:
    path = "/api/v1/projects/T01/objectives/T01-O1/measurements/"
    given = {"period": "2024", "value": "12", "unit": "sites", "evidence": "The list of sites."}
    for change in ({"unit": "offices"}, {"unit": ""}, {"value": "1,5"}, {"period": "soon"}):
        refused = lead.post(path, {**given, **change}, format="json", **tag())
        assert refused.status_code == 400, change
    assert not IndicatorValue.objects.filter(subject__code="T-SITES").exists()
    made = lead.post(path, given, format="json", **tag())
    assert (made.status_code, made.json()["value"]) == (201, "12"), made.content
    elsewhere = "/api/v1/projects/P01/objectives/T01-O1/measurements/"
    assert lead.post(elsewhere, given, format="json", **tag()).status_code == 404


# --- who may -------------------------------------------------------------------------------------
def test_a_reader_gets_403_everywhere_and_no_draft(
    portfolio: Portfolio, api: Callable[..., APIClient]
) -> None:
    portfolio.submit("2024-Q1", achievements="Only a draft says this.")
    reader = api(portfolio.reader)
    for tail in (
        "projects/",
        "projects/T01/",
        "projects/T01/status-reports/",
        "projects/T01/history/",
        "status-reports/",
        "resource-amounts/",
    ):
        answer = reader.get(f"/api/v1/{tail}")
        assert answer.status_code == 403
        assert "Only a draft" not in answer.content.decode()


def test_a_draft_appears_nowhere_in_the_api(
    portfolio: Portfolio, lead: APIClient, api: Callable[..., APIClient]
) -> None:
    portfolio.submit("2024-Q1", achievements="Only a draft says this.")
    for client in (lead, api(portfolio.auditor)):
        for tail in ("projects/T01/", "projects/T01/status-reports/", "status-reports/"):
            assert "Only a draft" not in client.get(f"/api/v1/{tail}").content.decode()
        received = client.get("/api/v1/status-reports/", {"q": "T01"}).json()
        assert received["count"] == 0


def test_another_lead_cannot_report_on_the_project(
    portfolio: Portfolio, api: Callable[..., APIClient]
) -> None:
    other = api(portfolio.other_lead)
    path = "/api/v1/projects/T01/"
    refused = other.post(f"{path}status-reports/", {}, format="json", **tag())
    assert refused.status_code == 403
    said = other.post(f"{path}objectives/T01-O1/assessments/", {}, format="json", **tag())
    assert said.status_code == 403
    assert not ObjectiveAssessment.objects.filter(subject__code="T01-O1").exists()
