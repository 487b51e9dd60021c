"""The pages of self-certification: rounds, one round, the form, and the lists behind the figures."""

from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from secretariat.models import Person
from tests.rounds import ROUND, Rounds, a_round, build_rounds, policy, printed_round
from tests.world import bring_in

pytestmark = [pytest.mark.django_db]
FORM = f"/self-certification/{ROUND}/DGACM/"


@pytest.fixture(autouse=True)
def in_may() -> object:
    """Every test happens in the middle of May 2025."""
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def rounds(people: Callable[..., Person]) -> Rounds:
    return build_rounds(people)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def posted(**changes: str) -> dict[str, str]:
    """A complete form as the page sends it."""
    return {
        "version": "0",
        "action": "certify",
        "answer:T-POLICY-A:word": "compliant",
        "answer:T-POLICY-A:evidence": "The register of assets.",
        "answer:T-POLICY-B:word": "not_compliant",
        "answer:T-POLICY-B:evidence": "",
        "signed_by": "Executive Office",
        "remark": "",
        **changes,
    }


def test_the_focal_point_certifies_on_the_page_and_sees_it_confirmed(rounds: Rounds) -> None:
    answer = signed_in(rounds.focal_point).post(FORM, posted(), follow=True)
    page = answer.content.decode()
    assert "DGACM has self-certified." in page and "Executive Office" in page
    assert "self-certified, not verified" in page
    assert rounds.form().is_complete


def test_a_form_is_saved_as_incomplete_and_opens_with_what_was_saved(rounds: Rounds) -> None:
    client = signed_in(rounds.focal_point)
    half = posted(action="save", signed_by="", **{"answer:T-POLICY-B:word": ""})
    page = client.post(FORM, half, follow=True).content.decode()
    assert "Saved as incomplete" in page and "The register of assets." in page
    assert client.post(FORM, posted(version="1")).status_code == 302
    assert rounds.form().is_complete


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(rounds: Rounds) -> None:
    given = posted(**{"answer:T-POLICY-A:evidence": "", "remark": "Words that must stay."})
    answer = signed_in(rounds.focal_point).post(FORM, given)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Say what shows that the entity complies with T-POLICY-A." in page
    assert "Words that must stay." in page


def test_two_windows_that_disagree_show_both_versions(rounds: Rounds) -> None:
    client = signed_in(rounds.focal_point)
    client.post(FORM, posted(action="save", signed_by="First office"))
    answer = client.post(FORM, posted(signed_by="Second office"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First office" in page and "Second office" in page
    assert client.post(FORM, posted(version="1", signed_by="Second office")).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "٣"])
def test_a_form_without_a_version_is_stale(rounds: Rounds, version: str) -> None:
    answer = signed_in(rounds.focal_point).post(FORM, posted(version=version))
    assert answer.status_code == 409


def test_a_complete_form_sent_again_says_how_to_correct_it(rounds: Rounds) -> None:
    client = signed_in(rounds.focal_point)
    client.post(FORM, posted())
    answer = client.post(FORM, posted(version="1"))
    assert answer.status_code == 409
    assert "correct it with a reason" in answer.content.decode()
    changed = posted(version="1", reason="Wrong office.", signed_by="Legal Office")
    page = client.post(f"{FORM}?correct=yes", changed, follow=True).content.decode()
    assert "is corrected" in page and "Legal Office" in page and "Wrong office." in page


def test_others_of_the_staff_read_the_form_and_cannot_fill_it_in(rounds: Rounds) -> None:
    rounds.certify()
    for person in (rounds.other_focal_point, rounds.secretary, rounds.auditor):
        client = signed_in(person)
        page = client.get(FORM).content.decode()
        assert "The register of assets." in page and 'name="signed_by"' not in page
        assert client.post(FORM, posted(version="1")).status_code == 403


def test_the_past_is_read_only(rounds: Rounds) -> None:
    client = signed_in(rounds.focal_point)
    page = client.get(f"{FORM}?as_of=2025-05-14").content.decode()
    assert "No answer yet" in page and 'name="signed_by"' not in page
    assert client.post(f"{FORM}?as_of=2025-05-14", posted()).status_code == 409
    address = f"/self-certification/{ROUND}/?as_of=2025-05-14"
    assert signed_in(rounds.secretary).post(address).status_code == 409


def test_a_round_shows_who_has_not_responded_and_the_secretary_reminds(rounds: Rounds) -> None:
    rounds.certify()
    address = f"/self-certification/{ROUND}/"
    client = signed_in(rounds.secretary)
    page = client.get(address).content.decode()
    assert "Entities that have not responded" in page and "An office away" in page
    assert "Remind their focal points" in page
    told = client.post(address, follow=True).content.decode()
    assert "1 focal point was reminded." in told
    assert "Nobody is left to be told today" in client.post(address, follow=True).content.decode()
    assert signed_in(rounds.auditor).post(address).status_code == 403
    assert "Remind" not in signed_in(rounds.auditor).get(address).content.decode()


def test_a_round_of_printed_totals_says_that_no_names_are_known(rounds: Rounds) -> None:
    bring_in("certification_rounds", printed_round())
    client = signed_in(rounds.secretary)
    address = "/self-certification/T-PRINTED/"
    page = client.get(f"{address}?as_of=2019-03-31").content.decode()
    assert "of 70 entities" in page and "of 42 policies in force" in page
    assert "not known by name" in page and "Remind" not in page
    assert "not known by name" in client.post(address, follow=True).content.decode()
    listed = client.get("/self-certification/answers/?round=T-PRINTED")
    assert [row.number for row in listed.context["printed"]] == [5, 65]
    assert "prints the number and no names" in listed.content.decode()
    covered = client.get("/self-certification/policies/?round=T-PRINTED")
    assert [row.number for row in covered.context["printed"]] == [2, 40]


def test_lists_of_rounds_answers_and_policies_show_rows_and_empty_days(rounds: Rounds) -> None:
    rounds.certify()
    client = signed_in(rounds.auditor)
    for path, said in (
        ("", "Self-certification, spring 2025"),
        ("answers/?state=complete", "<strong>1</strong> form"),
        ("answers/?entity=OLA&state=complete", "Nothing matches"),
        ("answers/?as_of=2001-01-01", "Nothing is recorded on this day"),
        ("policies/?covered=yes", "Back-up of data"),
        ("policies/?as_of=2001-01-01", "No policy to show"),
        ("?as_of=2001-01-01", "No round on this day"),
    ):
        assert said in client.get(f"/self-certification/{path}").content.decode(), path
    for path in ("answers/?round=NOWHERE", "policies/?round=NOWHERE", "answers/?colour=blue"):
        assert client.get(f"/self-certification/{path}").status_code == 400
    for path in ("NOWHERE/", f"{ROUND}/OICT/"):
        assert client.get(f"/self-certification/{path}").status_code == 404


def test_pages_cost_the_same_for_few_entities_and_for_many(rounds: Rounds) -> None:
    rounds.certify()
    client = signed_in(rounds.auditor)
    paths = ("", f"{ROUND}/", "answers/", "policies/", f"{ROUND}/DGACM/")
    few = [cost(client, path) for path in paths]
    codes = [f"T-MORE-{n}" for n in range(12)]
    bring_in("entities", *({"code": c, "name": c, "as_of": "2020-01-01"} for c in codes))
    bring_in("policies", *(policy(f"T-POLICY-{n}", "More") for n in range(9)))
    asked = {"entities": ";".join(["DGACM", "OLA", *codes])}
    bring_in("certification_rounds", a_round(**asked), a_round(code="T-OTHER", **asked))
    rounds.certify("OLA")
    assert [cost(client, path) for path in paths] == few


def cost(client: Client, path: str) -> int:
    client.get(f"/self-certification/{path}")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/self-certification/{path}").status_code == 200
    return len(asked)
