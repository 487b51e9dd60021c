"""The flags of the portfolio: what they find, since when, and that they can be answered."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from ictportal.actions import answer_flag
from ledger import flags
from ledger.figures import get
from ledger.models import FlagAcknowledgement
from ledger.moments import Moment, now
from ledger.nightly import run_night
from projects.actions import assess_objective
from projects.models import Project
from secretariat.access import system
from tests.portfolio import Portfolio
from tests.world import bring_in

pytestmark = pytest.mark.django_db
MARCH_2019 = Moment(as_of=date(2019, 3, 31))


@pytest.fixture(autouse=True)
def in_may() -> Any:
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


def found(key: str, moment: Moment | None = None) -> dict[str, date]:
    """What a rule finds: label and day."""
    raised = flags.get(key).find(system(), moment or now())
    rows = {one.label: one.since for one in raised}
    assert raised.count() >= len(rows)
    return rows


def test_the_four_projects_called_complete_are_flagged_since_the_end_of_2018() -> None:
    rows = found("projects.complete_but_unmet", MARCH_2019)
    assert {label[:3] for label in rows} == {"P07", "P08", "P10", "P11"}
    assert set(rows.values()) == {date(2018, 12, 31)}
    assert not found("projects.complete_but_unmet", Moment(as_of=date(2018, 12, 30)))


def test_a_complete_project_whose_objective_is_met_is_counted_but_not_flagged(
    portfolio: Portfolio,
) -> None:
    portfolio.publish("2025-Q1", percent="100")
    assess_objective(
        by=portfolio.lead,
        objective_id=portfolio.objective.pk,
        voice="owner",
        met="yes",
        reasoning="Every site answers.",
        as_of=date(2025, 3, 31),
    )
    answer = get("projects.complete_but_unmet").answer(system(), now(), {})
    assert (answer.numerator, answer.denominator) == (4, 5)
    assert "T01 Connecting the sites" not in found("projects.complete_but_unmet")


def test_a_missing_report_is_flagged_since_it_was_due(portfolio: Portfolio) -> None:
    assert "T01 Connecting the sites" not in found("projects.report_missing")
    portfolio.publish("2024-Q1")
    assert found("projects.report_missing")["T01 Connecting the sites"] == date(2024, 7, 30)


def test_an_old_last_report_is_stale(portfolio: Portfolio) -> None:
    portfolio.publish("2024-Q1")
    assert found("projects.report_stale")["T01 Connecting the sites"] == date(2024, 8, 29)


def test_a_project_without_objective_is_flagged(portfolio: Portfolio) -> None:
    assert found("projects.gap")["T01 Connecting the sites"] == date(2023, 1, 1)


def test_a_slipped_milestone_is_flagged_since_it_was_said(portfolio: Portfolio) -> None:
    assert "T01-M1 All sites" not in found("projects.milestone_slipped")
    moved = {"milestone:T01-M1:expected": "2024-12-31", "milestone:T01-M1:reason": "Late lines."}
    portfolio.publish("2024-Q1", **moved)
    assert found("projects.milestone_slipped")["T01-M1 All sites"] == date(2024, 3, 31)


def test_complete_without_a_closing_is_flagged() -> None:
    rows = found("projects.closing_without_reasons", MARCH_2019)
    assert {label[:3] for label in rows} == {"P07", "P08", "P10", "P11"}


def test_another_number_of_projects_than_the_sources_count_is_flagged(portfolio: Portfolio) -> None:
    assert not found("projects.count_differs", MARCH_2019)
    assert next(iter(found("projects.count_differs"))).startswith("21 projects")


def test_a_goal_without_action_is_flagged() -> None:
    assert found("plans.goal_without_action")


def test_a_control_nobody_verified_is_flagged() -> None:
    assert found("plans.control_unverified")


def test_a_broken_assumption_is_flagged_once_it_is_stated() -> None:
    before = found("plans.assumption_broken")
    held = next(iter(_assumptions()))
    bring_in("assumptions", {**held, "state": "broken", "as_of": "2025-01-31"})
    assert len(found("plans.assumption_broken")) == len(before) + 1


def _assumptions() -> list[dict[str, str]]:
    from ledger.importing.kinds import get as kind

    return [dict(row) for row in kind("assumptions").current().values() if row["state"] != "broken"]


def test_what_ends_within_a_year_is_flagged() -> None:
    assert found("resources.funding_ends", Moment(as_of=date(2017, 6, 30)))
    assert not found("resources.funding_ends", Moment(as_of=date(2016, 6, 30)))


def test_the_missed_compliance_rate_is_below_plan() -> None:
    assert any("ticket" in label.lower() for label in found("indicators.below_plan"))


def test_printed_numbers_that_differ_are_flagged_by_their_code() -> None:
    codes = {label.split()[0] for label in found("resources.printed_differs")}
    assert len({code.split("-")[0] for code in codes}) >= 15


def test_every_flag_of_the_portfolio_can_be_answered_and_the_answer_stays(
    portfolio: Portfolio,
) -> None:
    keys = [flag.key for flag in flags.all_flags() if not flag.key.startswith("recommendations.")]
    for key in keys:
        for raised in list(flags.get(key).find(system(), now()))[:1]:
            answer_flag(
                by=portfolio.officer, rule=key, subject_id=raised.subject_id, answer="Known."
            )
    answered = set(FlagAcknowledgement.objects.values_list("rule", flat=True))
    assert "projects.complete_but_unmet" in answered and len(answered) >= 8


def test_reader_and_stranger_find_nothing(people: Callable[..., Any]) -> None:
    reader = people("reader")
    for flag in flags.all_flags():
        assert flag.find(reader, now()).count() == 0, flag.key


def test_a_night_keeps_the_figures_and_flags_of_the_portfolio() -> None:
    night = run_night(date(2025, 5, 14))
    assert night.errors == []
    assert night.counts["flag projects.complete_but_unmet"] == 4


def test_the_total_of_the_components_is_below_the_printed_total_and_says_why() -> None:
    answer = get("resources.total").answer(system(), now(), {})
    assert answer.value == 179_558_400
    assert {part.key: part.count for part in answer.parts} == {
        "regular": 51_959_800,
        "other_assessed": 81_394_200,
        "extrabudgetary": 46_204_400,
    }


def test_an_indicator_answers_its_last_value() -> None:
    answer = get("indicators.value").answer(system(), now(), {"code": "DR-READY-SHARE"})
    assert answer.value == 38
    assert Project.objects.filter(demonstration=False).count() >= 20
