"""Open recommendations by department responsible, as the Secretary-General sums them up."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits import actions
from ictportal.reports.content import Table
from ledger.seals import head, seal_pending
from secretariat.models import Entity, Person
from secretariat.roles import Role
from tests.ictportal.reporting import (
    asked,
    is_steady,
    made,
    numbers,
    rows,
    table,
    texts,
    total,
    wrong_rows,
)
from tests.world import World, new_recommendation

pytestmark = pytest.mark.django_db
DAY = date(2025, 1, 31)


def summary(viewer: Person, day: date = DAY, known: int | None = None) -> Table:
    return table(made("by-department", asked(viewer, day, known=known)), "by-department")


def line(found: Table, name: str) -> list[int]:
    return next(numbers(one) for one in found.lines if texts(one)[0] == name)


def joint(world: World) -> None:
    """A recommendation for which two entities answer."""
    actions.record_recommendations(
        by=world.officer,
        role=Role.OFFICER,
        reason="test",
        rows=[
            new_recommendation(
                "para 13",
                "Answer together",
                entities=(Entity.objects.get(code="OLA"),),
            )
        ],
    )


def spoken(world: World) -> None:
    """One of each: closure requested, a target set, and two that nobody spoke of."""
    joint(world)
    world.update("closure_requested")
    world.update(
        "under_implementation",
        recommendation_id=world.second.pk,
        by=world.other_focal_point,
        target="2025-Q2",
    )


def test_the_columns_are_those_of_the_summary(world: World) -> None:
    headings = [column.heading for column in summary(world.officer).columns]
    assert headings == [
        "Department responsible",
        "Total",
        "Closure requested",
        "Not accepted",
        "Under implementation",
        "Target date set",
        "No target date",
        "No status stated",
    ]


def test_a_line_counts_what_the_administration_states(world: World) -> None:
    spoken(world)
    found = summary(world.officer)
    assert line(found, "A department") == [1, 1, 0, 0, 0, 0, 1]
    assert line(found, "Another department") == [1, 0, 0, 1, 1, 0, 0]
    assert line(found, "Multiple departments") == [0, 0, 0, 0, 0, 0, 1]


def test_the_rule_of_the_row_holds_in_every_line(world: World) -> None:
    spoken(world)
    for one in summary(world.officer).lines:
        whole, requested, refused, under, target, none, _unstated = numbers(one)
        assert whole == requested + refused + under
        assert under == target + none


def test_the_total_is_the_sum_and_with_what_is_not_stated_all_that_is_open(world: World) -> None:
    spoken(world)
    found = summary(world.officer)
    sums = [sum(column) for column in zip(*map(numbers, rows(found)), strict=True)]
    assert sums == numbers(total(found))
    open_ones = made("status-and-ageing", asked(world.officer, DAY, body="BOA"))
    ageing = numbers(total(table(open_ones, "ageing-by-body")))
    assert sums[0] + sums[-1] == ageing[0]


def test_what_is_closed_by_the_body_is_no_longer_in_it(world: World) -> None:
    spoken(world)
    before = numbers(total(summary(world.officer)))
    world.assess("implemented")
    after = numbers(total(summary(world.officer)))
    assert (before[1], after[1]) == (1, 0)


def test_every_count_opens_as_many_rows(world: World) -> None:
    spoken(world)
    for viewer in (world.officer, world.secretary):
        question = asked(viewer, DAY)
        report = made("by-department", question)
        assert report.opened and wrong_rows(question, report) == []


def test_who_may_not_see_a_confidential_one_does_not_count_it(world: World) -> None:
    seen, hidden = (numbers(total(summary(v))) for v in (world.officer, world.secretary))
    assert seen[-1] == hidden[-1] + 1


def test_a_claim_not_known_yet_is_not_counted(world: World) -> None:
    seal_pending()
    known, _digest = head()
    world.update("closure_requested")
    seal_pending()
    assert numbers(total(summary(world.officer)))[1] == 1
    assert numbers(total(summary(world.officer, known=known)))[1] == 0


def test_the_record_states_no_status_and_hides_nothing(people: Callable[..., Person]) -> None:
    found = summary(people("officer"), date(2018, 12, 31))
    assert line(found, "Department not stated") == [0, 0, 0, 0, 0, 0, 37]
    assert total(found).cells[-1].notes == (1,) and len(found.notes) == 1


def test_it_costs_the_same_statements_for_one_and_for_many(world: World) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as context:
            summary(world.officer)
        return len(context)

    cost()
    few = cost()
    spoken(world)
    assert cost() == few


def test_it_says_the_same_twice(world: World) -> None:
    spoken(world)
    assert is_steady("by-department", asked(world.officer, DAY))
