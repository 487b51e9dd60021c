"""Status reports: what is kept, what is refused, who publishes, what never changes again."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction

from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.moments import Moment
from projects import actions, policies
from projects.models import MilestoneDate, PercentComplete, ReportDraft, StatusReport
from projects.queries import history
from secretariat.models import Notice
from tests.portfolio import Portfolio

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_may() -> object:
    """Every test happens in the middle of May 2025."""
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


def save(portfolio: Portfolio, version: int = 0, **changes: str) -> ReportDraft:
    return actions.save_draft(
        by=portfolio.lead,
        project_id=portfolio.project.pk,
        quarter="2024-Q1",
        content={**portfolio.typed(), **changes},
        expected_version=version,
    )


def refusal(portfolio: Portfolio, quarter: str = "2024-Q2", **changes: str) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        portfolio.submit(quarter, **changes)
    return refused.value.fields


def test_a_published_report_states_percent_ratings_and_dates(portfolio: Portfolio) -> None:
    report = portfolio.publish(
        percent="45",
        **{
            "milestone:T01-M1:expected": "2024-09-30",
            "milestone:T01-M1:reason": "The vendor is late.",
        },
    )
    state = portfolio.state()
    assert (report.percent, state.percent, state.overall) == (45, 45, "green")
    assert report.as_of == date(2024, 3, 31)
    named = MilestoneDate.objects.get(subject=portfolio.milestone, kind="forecast")
    assert (named.day, named.as_of, named.reason) == (
        date(2024, 9, 30),
        date(2024, 3, 31),
        "The vendor is late.",
    )


def test_a_draft_keeps_what_is_not_valid_yet(portfolio: Portfolio) -> None:
    draft = save(portfolio, percent="forty, perhaps")
    assert draft.content["percent"] == "forty, perhaps"
    assert not StatusReport.objects.filter(subject=portfolio.project).exists()


def test_a_second_window_that_saves_late_is_refused_and_nothing_is_lost(
    portfolio: Portfolio,
) -> None:
    first = save(portfolio)
    save(portfolio, first.version, achievements="From the first window.")
    with pytest.raises(Stale):
        save(portfolio, first.version, achievements="From the second window.")
    held = ReportDraft.objects.get()
    assert held.content["achievements"] == "From the first window."


def test_two_windows_cannot_both_begin_a_draft(portfolio: Portfolio) -> None:
    save(portfolio)
    with pytest.raises(Stale):
        save(portfolio)


@pytest.mark.parametrize("typed", ["-1", "101", "4o", "", "1e2", "٤٥"])
def test_a_percent_outside_its_range_is_named(portfolio: Portfolio, typed: str) -> None:
    assert refusal(portfolio, percent=typed)["percent"] == ["Write a whole number from 0 to 100."]


def test_a_fall_in_percent_asks_why(portfolio: Portfolio) -> None:
    portfolio.publish(percent="45")
    assert "falls from 45 to 30" in refusal(portfolio, percent="30")["percent_reason"][0]
    report = portfolio.publish("2024-Q2", percent="30", percent_reason="Two sites were lost.")
    assert report.percent_reason == "Two sites were lost."


def test_a_worse_rating_asks_for_a_new_reason(portfolio: Portfolio) -> None:
    portfolio.publish()
    assert "worse than last time" in refusal(portfolio, cost="red")["cost_reason"][0]
    portfolio.publish("2024-Q2", cost="red", cost_reason="The price of lines doubled.")


def test_a_better_rating_may_keep_its_reason(portfolio: Portfolio) -> None:
    portfolio.publish(cost="red", cost_reason="The price of lines doubled.")
    assert portfolio.publish("2024-Q2", cost="amber").cost == "amber"


def test_a_moved_date_asks_why(portfolio: Portfolio) -> None:
    moved = {"milestone:T01-M1:expected": "2024-12-31"}
    with pytest.raises(Invalid) as refused:
        portfolio.submit(**moved)
    assert (
        "moves from 2024-06-30 to 2024-12-31" in refused.value.fields["milestone:T01-M1:reason"][0]
    )


def test_a_milestone_before_the_project_starts_is_named(portfolio: Portfolio) -> None:
    with pytest.raises(Invalid) as refused:
        portfolio.submit(**{"milestone:T01-M1:expected": "2022-12-31"})
    assert "starts on 2023-01-01" in refused.value.fields["milestone:T01-M1:expected"][0]


def test_a_milestone_is_not_reached_after_the_quarter(portfolio: Portfolio) -> None:
    with pytest.raises(Invalid) as refused:
        portfolio.submit(**{"milestone:T01-M1:reached": "yes"})
    assert "after the quarter" in refused.value.fields["milestone:T01-M1:expected"][0]


def test_a_reached_milestone_leaves_the_next_form(portfolio: Portfolio) -> None:
    reached = {"milestone:T01-M1:expected": "2024-03-15", "milestone:T01-M1:reached": "yes"}
    portfolio.publish(**reached)
    assert "milestone:T01-M1:expected" not in portfolio.typed("2024-Q2")


@pytest.mark.parametrize("quarter", ["2025-Q2", "2026-Q1", "2024", "soon", "2022-Q4"])
def test_a_quarter_that_cannot_be_reported_on_is_refused(
    portfolio: Portfolio, quarter: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.save_draft(
            by=portfolio.lead,
            project_id=portfolio.project.pk,
            quarter=quarter,
            content={},
            expected_version=0,
        )
    assert "quarter" in refused.value.fields


def test_a_second_report_on_a_quarter_is_refused(portfolio: Portfolio) -> None:
    portfolio.publish()
    with pytest.raises(WrongState, match="is published"):
        portfolio.submit()


def test_a_published_report_is_corrected_by_a_new_version_with_its_reason(
    portfolio: Portfolio,
) -> None:
    first = portfolio.publish(percent="45")
    draft = ReportDraft.objects.get()
    typed = {**draft.content, "percent": "44"}
    given = {
        "by": portfolio.lead,
        "project_id": portfolio.project.pk,
        "quarter": "2024-Q1",
        "expected_version": draft.version,
        "correcting": True,
    }
    with pytest.raises(Invalid) as refused:
        actions.submit_report(content=typed, **given)
    assert "correction_reason" in refused.value.fields
    again = {**given, "expected_version": ReportDraft.objects.get().version}
    draft = actions.submit_report(content={**typed, "correction_reason": "A typing slip."}, **again)
    second = actions.publish_report(by=portfolio.officer, draft_id=draft.pk)
    assert second.corrects_id == first.pk
    assert portfolio.state().percent == 44
    assert StatusReport.objects.filter(subject=portfolio.project).standing().count() == 1


def test_the_person_who_submitted_cannot_publish(portfolio: Portfolio) -> None:
    draft = actions.submit_report(
        by=portfolio.officer,
        project_id=portfolio.project.pk,
        quarter="2024-Q1",
        content=portfolio.typed(),
        expected_version=0,
    )
    with pytest.raises(Forbidden, match="another person"):
        actions.publish_report(by=portfolio.officer, draft_id=draft.pk)
    assert actions.publish_report(by=portfolio.second_officer, draft_id=draft.pk).percent == 40


def test_a_lead_cannot_publish_nor_report_on_another_project(portfolio: Portfolio) -> None:
    draft = portfolio.submit()
    with pytest.raises(Forbidden):
        actions.publish_report(by=portfolio.lead, draft_id=draft.pk)
    with pytest.raises(Forbidden):
        actions.save_draft(
            by=portfolio.other_lead,
            project_id=portfolio.project.pk,
            quarter="2024-Q1",
            content={},
            expected_version=0,
        )


def test_drafts_are_seen_by_their_lead_and_by_publishers_only(portfolio: Portfolio) -> None:
    portfolio.submit()
    seen = {
        "lead": portfolio.lead,
        "officer": portfolio.officer,
        "other lead": portfolio.other_lead,
        "auditor": portfolio.auditor,
        "reader": portfolio.reader,
    }
    who = [name for name, person in seen.items() if policies.viewable_drafts(person).exists()]
    assert who == ["lead", "officer"]


def test_a_returned_report_can_be_sent_again(portfolio: Portfolio) -> None:
    draft = portfolio.submit()
    actions.return_report(by=portfolio.officer, draft_id=draft.pk, reason="Say more about cost.")
    assert portfolio.submit().state == "submitted"
    told = Notice.objects.filter(person=portfolio.lead).values_list("text", flat=True)
    assert any("returned" in text for text in told)


def test_a_submitted_report_is_not_written_on(portfolio: Portfolio) -> None:
    draft = portfolio.submit()
    with pytest.raises(WrongState, match="waits for publication"):
        save(portfolio, draft.version)


def test_a_published_report_refuses_every_change_in_the_database(portfolio: Portfolio) -> None:
    report = portfolio.publish()
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusReport.objects.filter(pk=report.pk).update(percent=100)
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusReport.objects.filter(pk=report.pk)._raw_delete("default")


def test_missing_quarters_are_counted_from_the_first_report_on(portfolio: Portfolio) -> None:
    assert (portfolio.state().due, portfolio.state().received) == (0, 0)
    portfolio.publish("2024-Q1")
    portfolio.publish("2024-Q4")
    state = portfolio.state()
    assert (state.due, state.received) == (5, 2)


def test_a_report_that_came_late_was_missing_before(portfolio: Portfolio) -> None:
    portfolio.publish("2024-Q1")
    before = portfolio.state(moment=Moment(as_of=date(2024, 12, 31)))
    now = portfolio.state(moment=Moment(as_of=date(2025, 5, 15)))
    assert before.received == 0 and now.received == 1


def test_the_history_says_who_published_and_why_it_fell(portfolio: Portfolio) -> None:
    portfolio.publish(percent="45")
    portfolio.publish("2024-Q2", percent="30", percent_reason="Two sites were lost.")
    entries = history(portfolio.project.pk).filter(kind="projects.report.published")
    assert {(one.actor, one.acting_role, one.reason) for one in entries} == {
        (portfolio.officer.number, "officer", ""),
        (portfolio.officer.number, "officer", "Two sites were lost."),
    }
    assert PercentComplete.objects.filter(subject=portfolio.project).count() == 2
