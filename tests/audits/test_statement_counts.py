"""Lists and figures cost a fixed number of statements, whatever the number of rows."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from audits import actions
from secretariat.roles import Role
from tests.world import World, new_recommendation

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parent / "statement_counts.json"
LIMITS = {"api list": 8, "html list": 10, "figure": 8}
MADE_IN = {"made_in": "A/79/5 (Vol. I)"}


def count(act: Callable[[], Any]) -> int:
    act()  # what is read once per process is not counted
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert act().status_code == 200
    return sum(
        1
        for query in seen
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    )


def more(world: World, number: int, start: int) -> None:
    rows = [new_recommendation(f"para {start + n}", f"Title {n}") for n in range(number)]
    actions.record_recommendations(by=world.officer, role=Role.OFFICER, rows=rows, reason="test")


def measure(world: World, api: Callable[..., APIClient]) -> dict[str, int]:
    client, page = api(world.focal_point, "read"), Client()
    page.force_login(world.focal_point)
    found = {}
    for when, day in (("today", {}), ("a past day", {"as_of": "2025-06-30"})):
        query = {**MADE_IN, **day}
        for size in (50, 100):
            sized = {**query, "page_size": str(size)}
            found[f"api list of {size}, {when}"] = count(
                lambda sized=sized: client.get("/api/v1/recommendations/", sized)
            )
        found[f"html list, {when}"] = count(
            lambda query=query: page.get("/recommendations/", query)
        )
        for key in ("status", "implementation_rate", "older_than_two_years", "ageing"):
            path = f"/api/v1/figures/recommendations.{key}/"
            found[f"figure {key}, {when}"] = count(
                lambda path=path, query=query: client.get(path, query)
            )
        found[f"home, {when}"] = count(lambda day=day: page.get("/", day))
    return found


def test_statements_are_as_recorded_and_do_not_grow(
    world: World, api: Callable[..., APIClient]
) -> None:
    more(world, 10, 100)
    few = measure(world, api)
    more(world, 110, 1000)
    many = measure(world, api)
    assert few == many
    if os.environ.get("RECORD_STATEMENT_COUNTS"):  # on purpose only; the difference shows in review
        FILE.write_text(json.dumps(many, indent=2) + "\n")
    assert many == json.loads(FILE.read_text())
    for name, number in many.items():
        limit = next((most for kind, most in LIMITS.items() if name.startswith(kind)), None)
        assert limit is None or number <= limit, (name, number)
