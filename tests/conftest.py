"""The cast and the set-up that every test starts from."""

import os

os.environ.setdefault("PORTAL_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("EMAIL_URL", "memorymail://")
if os.environ.get("PORTAL_TEST_SERVICES") != "1":
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django.plugin import blocking_manager_key
from rest_framework.test import APIClient

from ledger import days
from secretariat.access import system
from secretariat.actions import grant_role, make_token
from secretariat.models import Entity, Person
from tests.governance_world import Governance, build_governance
from tests.portfolio import Portfolio, build_portfolio
from tests.world import World, build_world

SERVICES = os.environ.get("PORTAL_TEST_SERVICES") == "1"
STRICT = os.environ.get("CI_STRICT") == "1"
BROWSER = os.path.exists(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """Without services or Chromium, skip and say so.

    Where a skip is a failure, what needs services is left to the run that has them.
    """
    if STRICT and not SERVICES:
        left = [item for item in items if "services" in item.keywords]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    for item in items:
        if "services" in item.keywords and not SERVICES:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL, Redis and a worker"))
        if "browser" in item.keywords and not BROWSER:
            item.add_marker(pytest.mark.skip(reason="needs Chromium"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Where a skip is a failure, say which were skipped and fail."""
    skipped = terminalreporter.stats.get("skipped", [])
    if STRICT and skipped:
        for report in skipped:
            terminalreporter.write_line(f"SKIPPED is a failure here: {report.nodeid}")
        terminalreporter._session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The reference data and the documented rows, loaded once, the way every install loads them."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)


RAN = pytest.StashKey[bool]()


def pytest_runtest_call(item: Any) -> None:
    """Note that the test ran: a skipped one leaves nothing to bring back."""
    item.stash[RAN] = True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: Any, nextitem: Any) -> Any:
    """A test that commits ends in a flush: bring the record back for those after it."""
    result = yield
    marker = item.get_closest_marker("django_db")
    ran = nextitem is not None and item.stash.get(RAN, False)
    if ran and marker and marker.kwargs.get("transaction"):
        with item.config.stash[blocking_manager_key].unblock():
            call_command("load_reference", verbosity=0)
    return result


@pytest.fixture
def people(db: None) -> Callable[..., Person]:
    """Make a person with one role."""

    def make(role: str, scope: str = "", *, entity: str = "", name: str = "") -> Person:
        number = Person.objects.count()
        person = Person.objects.create(
            email=f"{role}{number}@example.org",
            name=name or f"{role.title()} {number}",
            entity=Entity.objects.filter(code=entity).first() if entity else None,
        )
        person.set_unusable_password()
        person.save()
        grant_role(
            by=system(),
            person=person,
            role=role,
            scope_code=scope,
            valid_from=date(2010, 1, 1),
            reason="test",
        )
        return person

    return make


@pytest.fixture
def world(people: Callable[..., Person]) -> World:
    """Two entities, the cast, and three recommendations of the Board of Auditors."""
    return build_world(people)


@pytest.fixture
def portfolio(people: Callable[..., Person]) -> Portfolio:
    """One project of the record with everybody around it."""
    return build_portfolio(people)


@pytest.fixture
def governance(people: Callable[..., Person]) -> Governance:
    """Two bodies of the record with terms, seats and a secretary."""
    return build_governance(people)


@pytest.fixture
def api() -> Callable[..., APIClient]:
    """A client of the API with a token of a person."""

    def client(person: Person, scope: str = "write") -> APIClient:
        _token, secret = make_token(by=system(), owner=person, scope=scope)
        made = APIClient()
        made.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return made

    return client


@pytest.fixture
def today() -> date:
    """The office's day."""
    return days.today()
