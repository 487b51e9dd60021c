"""Objectives, measurements, baselines and closing."""

from datetime import date

import pytest
import time_machine

from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.moments import Moment, now
from projects import actions
from projects.models import BaselineProposal, Closure, IndicatorValue
from projects.state import indicators_at, milestones_at, objectives_at
from tests.portfolio import Portfolio

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_may() -> object:
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


def say(portfolio: Portfolio, voice: str, met: str, **given: object) -> object:
    asked = {
        "by": portfolio.auditor if voice == "auditor" else portfolio.lead,
        "as_of": date(2025, 3, 31),
        "reasoning": "The lines were counted.",
        **given,
    }
    return actions.assess_objective(
        objective_id=portfolio.objective.pk, voice=voice, met=met, **asked
    )


def measure(portfolio: Portfolio, **given: str) -> IndicatorValue:
    asked = {
        "period": "2025-Q1",
        "value": "12",
        "unit": "sites",
        "evidence": "The list of lines of 31 March.",
        **given,
    }
    return actions.record_measurement(
        by=portfolio.lead, objective_id=portfolio.objective.pk, **asked
    )


def close(portfolio: Portfolio, **given: object) -> Closure:
    asked = {
        "by": portfolio.lead,
        "expected_version": portfolio.state().project.version,
        "result": "achieved",
        "as_of": date(2025, 5, 1),
        "reasons": "The vendor delivered.",
        "systemic_causes": "Contracts are short.",
        "organizational_factors": "Two units shared the work.",
        "lessons": "Order lines a year ahead.",
        **given,
    }
    return actions.close_project(project_id=portfolio.project.pk, **asked)


def test_the_auditors_word_counts_where_both_have_spoken(portfolio: Portfolio) -> None:
    say(portfolio, "owner", "yes")
    assert portfolio.state().met == 1
    say(portfolio, "auditor", "no")
    row = objectives_at(now()).get(objective=portfolio.objective)
    assert row.met == "no" and row.owner.met == "yes"
    assert portfolio.state().unmet == 1


def test_a_second_word_of_a_day_corrects_the_first(portfolio: Portfolio) -> None:
    first = say(portfolio, "owner", "yes")
    second = say(portfolio, "owner", "partly")
    assert second.corrects_id == first.pk


def test_a_lead_does_not_speak_for_the_auditors_nor_the_other_way(portfolio: Portfolio) -> None:
    with pytest.raises(Forbidden):
        say(portfolio, "auditor", "yes", by=portfolio.lead)
    with pytest.raises(Forbidden):
        say(portfolio, "owner", "yes", by=portfolio.auditor)


def test_reported_complete_with_an_unmet_objective_is_seen_on_the_day_and_not_before(
    portfolio: Portfolio,
) -> None:
    portfolio.publish("2025-Q1", percent="100")
    say(portfolio, "auditor", "no")
    assert portfolio.state().is_complete_but_unmet
    assert not portfolio.state(moment=Moment(as_of=date(2025, 3, 30))).is_complete_but_unmet


def test_a_measurement_becomes_the_last_value_of_the_indicator(portfolio: Portfolio) -> None:
    measure(portfolio)
    state = indicators_at(now()).get(code="T-SITES")
    assert state.actual_number == 12_000


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"unit": ""}, "unit"),
        ({"unit": "lines"}, "unit"),
        ({"value": "12,5"}, "value"),
        ({"value": "many"}, "value"),
        ({"period": "2025-Q9"}, "period"),
        ({"period": "2026"}, "period"),
        ({"evidence": " "}, "evidence"),
    ],
)
def test_a_measurement_that_breaks_a_rule_names_the_field(
    portfolio: Portfolio, given: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        measure(portfolio, **given)
    assert list(refused.value.fields) == [field]
    assert not IndicatorValue.objects.filter(subject__code="T-SITES").exists()


def test_a_baseline_moves_only_when_another_person_approves(portfolio: Portfolio) -> None:
    proposal = actions.propose_baseline(
        by=portfolio.lead,
        milestone_id=portfolio.milestone.pk,
        day=date(2025, 12, 31),
        authority="Steering committee",
        reason="More sites.",
    )
    before = milestones_at(now()).get(code="T01-M1")
    assert before.current_day == date(2024, 6, 30)
    actions.approve_baseline(by=portfolio.approver, proposal_id=proposal.pk)
    after = milestones_at(now()).get(code="T01-M1")
    assert (after.first_day, after.current_day) == (date(2024, 6, 30), date(2025, 12, 31))
    assert (after.slip_first, after.moves) == (549, 1)


def test_a_refused_baseline_changes_nothing_and_cannot_be_decided_twice(
    portfolio: Portfolio,
) -> None:
    proposal = actions.propose_baseline(
        by=portfolio.lead,
        milestone_id=portfolio.milestone.pk,
        day=date(2025, 12, 31),
        authority="Steering committee",
        reason="More sites.",
    )
    actions.refuse_baseline(by=portfolio.approver, proposal_id=proposal.pk, reason="Not agreed.")
    with pytest.raises(WrongState):
        actions.approve_baseline(by=portfolio.approver, proposal_id=proposal.pk)
    assert milestones_at(now()).get(code="T01-M1").current_day == date(2024, 6, 30)


def test_a_lead_cannot_approve_a_baseline(portfolio: Portfolio) -> None:
    milestone = actions.plan_milestone(
        by=portfolio.lead,
        project_id=portfolio.project.pk,
        name="Hand-over",
        day=date(2025, 12, 31),
        authority="Steering committee",
        reason="The end of the work.",
    )
    proposal = BaselineProposal.objects.get(milestone=milestone)
    with pytest.raises(Forbidden):
        actions.approve_baseline(by=portfolio.lead, proposal_id=proposal.pk)


def test_a_milestone_before_the_project_is_refused(portfolio: Portfolio) -> None:
    with pytest.raises(Invalid):
        actions.plan_milestone(
            by=portfolio.lead,
            project_id=portfolio.project.pk,
            name="Too early",
            day=date(2022, 12, 31),
            authority="Steering committee",
            reason="None.",
        )


def test_closing_asks_for_every_reason(portfolio: Portfolio) -> None:
    with pytest.raises(Invalid) as refused:
        close(portfolio, lessons=" ")
    assert list(refused.value.fields) == ["lessons"]


def test_closing_at_full_percent_needs_met_objectives_or_an_exception(portfolio: Portfolio) -> None:
    portfolio.publish("2025-Q1", percent="100")
    with pytest.raises(WrongState, match="T01-O1"):
        close(portfolio)
    with pytest.raises(Forbidden):
        actions.allow_closing(
            by=portfolio.lead, project_id=portfolio.project.pk, reason="So be it."
        )
    actions.allow_closing(
        by=portfolio.approver, project_id=portfolio.project.pk, reason="Goes on as regular work."
    )
    assert close(portfolio).result == "achieved"


def test_closing_with_every_objective_met_needs_no_exception(portfolio: Portfolio) -> None:
    portfolio.publish("2025-Q1", percent="100")
    say(portfolio, "owner", "yes")
    close(portfolio)
    with pytest.raises(WrongState, match="closed"):
        close(portfolio)
    assert portfolio.state().closure_id is not None


def test_a_closing_from_an_old_window_is_stale(portfolio: Portfolio) -> None:
    with pytest.raises(Stale):
        close(portfolio, expected_version=0)


def test_a_closed_project_owes_no_report_after_its_last_quarter(portfolio: Portfolio) -> None:
    portfolio.publish("2024-Q1")
    close(portfolio, as_of=date(2024, 5, 1))
    assert portfolio.state().due == 2
    with pytest.raises(WrongState, match="no longer"):
        portfolio.submit("2024-Q3")
