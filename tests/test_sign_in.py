"""Coming in, staying in, and being shut out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from ledger.errors import Forbidden, Invalid, WrongState
from secretariat import actions
from secretariat.access import system
from secretariat.models import ApiToken, Person, RoleGrant
from tests.world import World

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery-staple"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def auditor(world: World) -> Person:
    world.auditor.set_password(PASSWORD)
    world.auditor.save()
    return world.auditor


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_the_right_password_lets_in_and_the_address_may_be_typed_in_any_case(
    auditor: Person,
) -> None:
    client = Client()
    assert sign_in(client, auditor.email.upper()).status_code == 302
    assert client.get("/").status_code == 200


def test_known_and_unknown_addresses_get_the_same_answer(auditor: Person) -> None:
    known = sign_in(Client(), auditor.email, "wrong-wrong-wrong-wrong")
    unknown = sign_in(Client(), "nobody@example.org", "wrong-wrong-wrong-wrong")
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


def test_guessing_is_slowed_even_with_the_right_password_at_the_end(auditor: Person) -> None:
    client = Client()
    for _ in range(12):
        sign_in(client, auditor.email, "wrong-wrong-wrong-wrong")
    sign_in(client, auditor.email)
    assert client.get("/").status_code == 302


def test_nobody_can_open_an_account_alone() -> None:
    assert Client().get("/accounts/signup/").status_code == 404


@pytest.mark.parametrize(("hours", "lets_in"), [(2.99, True), (3.01, False)])
def test_a_session_ends_after_three_idle_hours(
    auditor: Person, hours: float, lets_in: bool
) -> None:
    client = Client()
    start = timezone.now()
    with time_machine.travel(start):
        sign_in(client, auditor.email)
        client.get("/")
    with time_machine.travel(start + timedelta(hours=hours)):
        assert (client.get("/").status_code == 200) is lets_in


@pytest.mark.parametrize(("hours", "lets_in"), [(11.99, True), (12.02, False)])
def test_a_session_ends_after_twelve_hours_in_any_case(
    auditor: Person, hours: float, lets_in: bool
) -> None:
    client = Client()
    start = timezone.now()
    with time_machine.travel(start):
        sign_in(client, auditor.email)
        client.get("/")
    for n in range(1, 12):
        with time_machine.travel(start + timedelta(hours=n)):
            assert client.get("/").status_code == 200
    with time_machine.travel(start + timedelta(hours=hours)):
        assert (client.get("/").status_code == 200) is lets_in


@pytest.mark.parametrize(
    "password", ["short", "password12345678", "United Nations 2024", "UmojaUmojaUmoja", "1" * 20]
)
def test_weak_passwords_are_refused(world: World, password: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_person(
            by=world.administrator, email="new@example.org", name="New", password=password
        )
    assert "password" in refused.value.fields


def test_an_administrator_adds_people_grants_and_ends_roles(world: World) -> None:
    person = actions.add_person(
        by=world.administrator, email="New@Example.org", name="New", password=PASSWORD
    )
    assert person.email == "new@example.org"
    with pytest.raises(Invalid):
        actions.add_person(by=world.administrator, email="new@example.org", name="Twice")
    grant = actions.grant_role(
        by=world.administrator, person=person, role="auditor", scope_code="BOA", reason="Joined."
    )
    world.assess(by=Person.objects.get(pk=person.pk))
    actions.revoke_role(by=world.administrator, grant=grant, reason="Left.")
    with pytest.raises(Exception, match="no such recommendation"):
        world.assess(
            "implemented", by=Person.objects.get(pk=person.pk), recommendation_id=world.second.pk
        )
    with pytest.raises(WrongState):
        actions.revoke_role(by=world.administrator, grant=grant, reason="Again.")


@pytest.mark.parametrize(
    ("role", "scope", "field"),
    [
        ("auditor", "", "scope_code"),
        ("officer", "OICT", "scope_code"),
        ("focal_point", "NOWHERE", "scope_code"),
        ("king", "", "role"),
        ("system", "", "role"),
    ],
)
def test_grants_that_make_no_sense_are_refused(
    world: World, role: str, scope: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.grant_role(
            by=world.administrator, person=world.outsider, role=role, scope_code=scope, reason="x"
        )
    assert field in refused.value.fields


def test_nobody_changes_the_own_roles_and_only_administrators_change_others(world: World) -> None:
    given = {"role": "officer", "reason": "x"}
    with pytest.raises(Forbidden):
        actions.grant_role(by=world.administrator, person=world.administrator, **given)
    with pytest.raises(Forbidden):
        actions.grant_role(by=world.officer, person=world.outsider, **given)


def test_rights_end_at_the_next_request_in_page_and_api(
    world: World, api: Callable[..., Any], client: Client
) -> None:
    caller = api(world.officer)
    client.force_login(world.officer)
    assert client.get("/recommendations/").status_code == 200
    for grant in RoleGrant.objects.filter(person=world.officer):
        actions.revoke_role(by=world.administrator, grant=grant, reason="Left.")
    assert client.get("/recommendations/").status_code == 403
    assert caller.get("/api/v1/recommendations/").status_code == 403
    actions.set_person_active(
        by=world.administrator, person=world.officer, active=False, reason="Left."
    )
    assert caller.get("/api/v1/recommendations/").status_code == 401
    assert client.get("/recommendations/").status_code == 302


def test_tokens_are_hashed_expire_and_can_be_revoked(world: World, api: Callable[..., Any]) -> None:
    token, secret = actions.make_token(
        by=system(), owner=world.officer, scope="read", lifetime_days=10
    )
    assert secret not in str(ApiToken.objects.values())
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        caller = api(world.officer)
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert caller.get("/api/v1/me/").status_code == 401
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert caller.get("/api/v1/me/").status_code == 200
    actions.revoke_token(by=world.officer, token=token)
    assert caller.get("/api/v1/me/").status_code == 401
    for days in (0, 366):
        with pytest.raises(Invalid):
            actions.make_token(by=system(), owner=world.officer, scope="read", lifetime_days=days)


def test_every_answer_is_private_and_carries_the_policy(world: World, client: Client) -> None:
    client.force_login(world.officer)
    answer = client.get("/recommendations/")
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Correlation-Id"]


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "javascript:x"])
def test_sign_in_sends_nobody_elsewhere(auditor: Person, target: str) -> None:
    client = Client()
    answer = client.post(
        "/accounts/login/", {"login": auditor.email, "password": PASSWORD, "next": target}
    )
    assert "evil" not in answer.get("Location", "") and "javascript" not in answer.get(
        "Location", ""
    )


def test_alive_and_ready_say_nothing_to_strangers() -> None:
    assert Client().get("/healthz").json() == {"alive": True}
    ready = Client().get("/readyz")
    assert ready.status_code == 200
    assert set(ready.json()["parts"].values()) == {True}
