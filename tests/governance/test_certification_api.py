"""Self-certification over HTTP: what is read, what is taken, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from governance.models import SelfCertification
from secretariat.models import Person
from tests.rounds import ROUND, Rounds, a_round, build_rounds, printed_round
from tests.world import bring_in

pytestmark = [pytest.mark.django_db]
ALL = "/api/v1/certification-rounds/"
ONE = f"{ALL}{ROUND}/"
POST = f"{ONE}certifications/"
GIVEN = {
    "entity": "DGACM",
    "answers": {
        "T-POLICY-A": {"word": "compliant", "evidence": "The register of assets."},
        "T-POLICY-B": {"word": "not_compliant"},
    },
    "signed_by": "Executive Office",
}


@pytest.fixture(autouse=True)
def in_may() -> object:
    """Every test happens in the middle of May 2025."""
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def rounds(people: Callable[..., Person]) -> Rounds:
    return build_rounds(people)


@pytest.fixture
def client(rounds: Rounds, api: Callable[..., APIClient]) -> APIClient:
    """The focal point of DGACM."""
    return api(rounds.focal_point)


def send(client: APIClient, tag: str | None = '"v0"', key: str = "", **given: Any) -> Any:
    extra: dict[str, Any] = {"HTTP_IF_MATCH": tag} if tag else {}
    if key:
        extra["HTTP_IDEMPOTENCY_KEY"] = key
    return client.post(POST, {**GIVEN, **given}, format="json", **extra)


def test_a_round_answers_with_its_figures_entities_and_tags(
    rounds: Rounds, client: APIClient
) -> None:
    rounds.certify()
    body = client.get(ONE).json()
    assert body["response"] == {"numerator": 1, "denominator": 3, "printed": False}
    assert body["coverage"]["numerator"] == 2
    assert body["not_responded"] == ["OLA", "T-OFFICE"]
    first = body["entities"][0]
    assert (first["entity"], first["state"], first["etag"]) == ("DGACM", "complete", '"v1"')
    assert first["answers"][1] == {
        "policy": "T-POLICY-B",
        "word": "not_compliant",
        "evidence": "",
    }
    assert body["as_of"] == "2025-05-15"


def test_a_printed_round_answers_5_of_70_and_2_of_42_and_no_names(
    rounds: Rounds, client: APIClient
) -> None:
    bring_in("certification_rounds", printed_round())
    body = client.get(f"{ALL}T-PRINTED/?as_of=2019-03-31").json()
    assert body["response"] == {"numerator": 5, "denominator": 70, "printed": True}
    assert body["coverage"] == {"numerator": 2, "denominator": 42, "printed": True}
    assert body["entities"] == [] and body["known_by_name"] is False


def test_rounds_are_listed_newest_first_and_the_past_knows_fewer(
    rounds: Rounds, client: APIClient
) -> None:
    bring_in("certification_rounds", printed_round())
    codes = [row["code"] for row in client.get(ALL).json()["results"]]
    assert codes.index(ROUND) < codes.index("T-PRINTED")
    past = [row["code"] for row in client.get(f"{ALL}?as_of=2019-03-31").json()["results"]]
    assert "T-PRINTED" in past and ROUND not in past


def test_an_unknown_parameter_or_round_is_refused(client: APIClient) -> None:
    assert client.get(f"{ALL}?colour=blue").status_code == 400
    assert client.get(f"{ONE}?page=2").status_code == 400
    assert client.get(f"{ALL}NOWHERE/").status_code == 404
    assert client.post(f"{ALL}NOWHERE/certifications/", GIVEN, format="json").status_code == 404
    assert client.get(f"{ONE}?as_of=2025-03-31").status_code == 404


def test_layers_do_not_mix(rounds: Rounds, client: APIClient) -> None:
    shown = client.get(f"{ALL}?provenance=demonstration").json()["results"]
    assert ROUND not in {row["code"] for row in shown}
    entered = client.get(f"{ALL}?provenance=reconstructed").json()["results"]
    assert ROUND not in {row["code"] for row in entered}


def test_a_focal_point_certifies_and_gets_the_new_tag(rounds: Rounds, client: APIClient) -> None:
    answer = send(client)
    assert (answer.status_code, answer["ETag"]) == (201, '"v1"')
    assert answer.json()["state"] == "complete"
    assert rounds.state().response.numerator == 1


def test_an_incomplete_form_is_saved_and_completed(rounds: Rounds, client: APIClient) -> None:
    first = send(client, complete=False, answers={"T-POLICY-A": {}}, signed_by="")
    assert first.json()["state"] == "incomplete"
    assert send(client, first["ETag"]).json()["state"] == "complete"


def test_a_change_says_which_version_it_saw(rounds: Rounds, client: APIClient) -> None:
    assert send(client, None).status_code == 428
    assert send(client, '"v3"').status_code == 412
    assert not SelfCertification.objects.filter(subject__round=rounds.round).exists()


def test_a_request_sent_twice_acts_once(rounds: Rounds, client: APIClient) -> None:
    first, second = (send(client, key="one") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert SelfCertification.objects.filter(subject__round=rounds.round).count() == 1


def test_certifying_twice_is_refused_with_its_sentence(client: APIClient) -> None:
    send(client)
    answer = send(client, '"v1"')
    assert answer.status_code == 409
    assert "has self-certified in this round already" in answer.json()["detail"]


def test_a_complete_form_is_corrected_with_a_reason(rounds: Rounds, client: APIClient) -> None:
    send(client)
    answer = send(client, '"v1"', signed_by="Legal Office", correction_reason="Wrong office.")
    assert (answer.status_code, answer.json()["signed_by"]) == (201, "Legal Office")
    made = SelfCertification.objects.get(subject__round=rounds.round, corrects__isnull=False)
    assert made.entry.reason == "Wrong office."


def test_faults_are_named_by_the_members_of_the_request(client: APIClient) -> None:
    answers = {"T-POLICY-A": {"word": "compliant"}, "T-POLICY-X": {"word": "partly"}}
    faults = send(client, answers=answers, signed_by="").json()["errors"]
    assert {fault["field"] for fault in faults} == {
        "answers.T-POLICY-A.evidence",
        "answers.T-POLICY-B.word",
        "answers.T-POLICY-X.word",
        "signed_by",
    }


@pytest.mark.parametrize(
    "given", [{"entity": "NOBODY"}, {"colour": "blue"}, {"answers": []}, {"answers": {"A": "b"}}]
)
def test_a_request_in_no_shape_is_a_400(client: APIClient, given: dict[str, Any]) -> None:
    assert send(client, **given).status_code == 400


def test_nobody_else_certifies_for_an_entity(rounds: Rounds, api: Callable[..., APIClient]) -> None:
    for person in (rounds.other_focal_point, rounds.secretary, rounds.auditor, rounds.reader):
        assert send(api(person)).status_code in {403, 404}
    assert not SelfCertification.objects.filter(subject__round=rounds.round).exists()


def test_the_rows_of_the_figures_are_those_they_count(rounds: Rounds, client: APIClient) -> None:
    rounds.certify()
    rounds.certify("OLA", complete=False)
    asked = f"/api/v1/certification-answers/?round={ROUND}"
    assert client.get(asked).json()["count"] == 3
    [row] = client.get(f"{asked}&state=complete").json()["results"]
    assert (row["entity"], row["state"]) == ("DGACM", "complete")
    assert client.get(f"{asked}&state=incomplete,none").json()["count"] == 2
    assert client.get(f"{asked}&entity=OLA").json()["results"][0]["state"] == "incomplete"
    covered = f"/api/v1/certification-policies/?round={ROUND}"
    assert client.get(covered).json()["count"] == rounds.state().coverage.denominator
    found = client.get(f"{covered}&covered=yes").json()["results"]
    assert [row["code"] for row in found] == ["T-POLICY-A", "T-POLICY-B"]
    assert "T-POLICY-C" in {
        row["code"] for row in client.get(f"{covered}&covered=no").json()["results"]
    }


def test_without_a_round_the_rows_are_those_of_the_last_that_has_begun(
    rounds: Rounds, client: APIClient
) -> None:
    bring_in("certification_rounds", a_round(code="T-NEXT", opened_on="2025-06-01"))
    found = client.get("/api/v1/certification-policies/?covered=yes").json()
    assert found["count"] == 2
    for asked in ("certification-answers", "certification-policies"):
        assert client.get(f"/api/v1/{asked}/?round=NOWHERE").status_code == 400
