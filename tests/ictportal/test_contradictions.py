"""Contradictions across the domains: what each rule finds and leaves, since when, and for whom."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audits import actions as auditing
from governance import actions as governing
from governance.lifecycle import MandateStatus
from governance.models import CertificationForm, Decision
from governance.state import mandates_at
from ictportal.actions import answer_flag
from ictportal.contradictions.sides import Contradiction
from ledger import flags, seals
from ledger.models import FlagAcknowledgement
from ledger.moments import Moment, now
from ledger.nightly import run_night
from projects import actions as reporting
from projects.models import Project
from secretariat.access import system
from secretariat.models import Person
from secretariat.roles import Role
from tests.governance_world import Governance, build_governance
from tests.portfolio import ROWS, Portfolio, build_portfolio
from tests.rounds import Rounds, answers, build_rounds
from tests.world import SYMBOL, World, bring_in, build_world, new_recommendation

pytestmark = pytest.mark.django_db
GREEN, CERTIFIED, DONE, STEERS = (
    f"contradiction.{name}"
    for name in ("green_with_old", "certified_with_open", "done_but_late", "steers_closed")
)
#: The recommendation under para 10 is of 24 July 2024: older than two years from the day after.
TWO_YEARS, OLDER = date(2026, 7, 24), date(2026, 7, 25)


@dataclass
class Ground:
    """All three domains at once."""

    world: World
    portfolio: Portfolio
    governance: Governance
    rounds: Rounds

    def concern(self, item: str = "para 10", as_of: str = "2024-08-01") -> None:
        """The recommendation concerns the project."""
        row = {"report": SYMBOL, "annex": "", "item": item, "project": "T01", "as_of": as_of}
        bring_in("recommendation_projects", row)

    def act_on(self, decision: Decision, item: str = "para 10", as_of: str = "2025-06-01") -> None:
        """The decision acts on the recommendation."""
        row = {"report": SYMBOL, "annex": "", "item": item, "decision": decision.code}
        bring_in("recommendation_decisions", {**row, "as_of": as_of})

    def decide(self, kind: str, code: str = "T01", **given: Any) -> Decision:
        """A decision of 10 March 2025 about a project, policy or request."""
        return self.governance.decide(links=[(kind, code)], **given)

    def follow_up(self, decision: Decision, word: str = "done") -> None:
        """The secretary says today what came of it."""
        governing.follow_up_decision(
            by=self.governance.secretary,
            decision_id=decision.pk,
            expected_version=Decision.objects.get(pk=decision.pk).version,
            word=word,
            outcome="As minuted.",
        )

    def close(self, as_of: date = date(2025, 5, 1), code: str = "T01") -> None:
        """The officer closes the project."""
        project = Project.objects.get(code=code)
        reporting.close_project(
            by=self.portfolio.officer,
            project_id=project.pk,
            expected_version=project.version,
            result="achieved",
            as_of=as_of,
            reasons="The vendor delivered.",
            systemic_causes="Contracts are short.",
            organizational_factors="Two units shared the work.",
            lessons="Order lines a year ahead.",
        )

    def report(self, quarter: str, rating: str) -> None:
        """A published report with this overall rating."""
        said = {"overall": rating, "overall_reason": f"So it stood in {quarter}."}
        self.portfolio.publish(quarter, **said)

    def slip(self, expected: str = "2024-12-31", **given: str) -> None:
        """The report on early 2024 says when the milestone of 30 June 2024 is expected."""
        moved = {"milestone:T01-M1:expected": expected, "milestone:T01-M1:reason": "Late lines."}
        self.portfolio.publish("2024-Q1", **moved, **given)

    def certify(self, entity: str = "DGACM", **given: Any) -> None:
        """An entity certifies while the round is open, compliant with the first policy."""
        with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
            self.rounds.certify(entity, **given)


@pytest.fixture(autouse=True)
def in_september() -> Iterator[None]:
    with time_machine.travel("2026-09-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def ground(people: Callable[..., Person]) -> Ground:
    return Ground(
        world=build_world(people),
        portfolio=build_portfolio(people),
        governance=build_governance(people),
        rounds=build_rounds(people),
    )


def found(key: str, moment: Moment | None = None, viewer: Any = None) -> list[Contradiction]:
    raised = flags.get(key).find(viewer or system(), moment or now())
    rows = [one for one in raised if isinstance(one, Contradiction)]
    assert raised.count() == len(rows)
    return rows


def on(day: date) -> Moment:
    return Moment(as_of=day)


def see(viewer: Person, path: str, status: int = 200) -> str:
    client = Client()
    client.force_login(viewer)
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


# --- a green project with old recommendations ----------------------------------------------------
def test_a_project_on_track_with_an_old_recommendation_is_found_with_both_sides(
    ground: Ground,
) -> None:
    ground.concern()
    ground.report("2026-Q1", "green")
    [one] = found(GREEN)
    assert (one.label, one.since) == ("T01 Connecting the sites", OLDER)
    assert one.subject_id == str(ground.portfolio.project.pk)
    [claim], [against] = one.claims, one.against
    assert (claim.since, claim.code) == (date(2026, 3, 31), "T01")
    assert "2026-Q1" in claim.says
    assert against.code == str(ground.world.recommendation.pk)
    assert set(one.proof) == {*claim.proof, *against.proof}


def test_exactly_two_years_is_no_contradiction_and_the_day_after_is(ground: Ground) -> None:
    ground.concern()
    ground.report("2026-Q1", "green")
    assert not found(GREEN, on(TWO_YEARS))
    assert found(GREEN, on(OLDER))


def test_it_is_dated_from_the_first_report_of_the_present_run_of_green(ground: Ground) -> None:
    auditing.record_recommendations(
        by=ground.world.officer,
        role=Role.OFFICER,
        reason="test",
        rows=[new_recommendation("para 20", "Count the lines", issued=date(2023, 1, 10))],
    )
    ground.concern("para 20")
    for quarter, rating in (
        ("2025-Q2", "green"),
        ("2025-Q3", "amber"),
        ("2025-Q4", "green"),
        ("2026-Q1", "green"),
    ):
        ground.report(quarter, rating)
    assert [one.since for one in found(GREEN)] == [date(2025, 12, 31)]
    assert not found(GREEN, on(date(2025, 9, 30)))
    assert [one.since for one in found(GREEN, on(date(2025, 7, 1)))] == [date(2025, 6, 30)]


def test_it_is_dated_from_the_day_the_two_were_tied(ground: Ground) -> None:
    ground.concern(as_of="2026-08-20")
    ground.report("2026-Q1", "green")
    assert not found(GREEN, on(date(2026, 8, 19)))
    assert [one.since for one in found(GREEN)] == [date(2026, 8, 20)]


@pytest.mark.parametrize("rating", ["amber", "red"])
def test_a_project_that_is_not_on_track_is_no_contradiction(ground: Ground, rating: str) -> None:
    ground.concern()
    ground.report("2026-Q1", rating)
    assert not found(GREEN)


def test_a_closed_recommendation_is_none_and_a_reopened_one_counts_from_its_return(
    ground: Ground,
) -> None:
    ground.concern()
    ground.report("2026-Q1", "green")
    ground.world.assess("implemented", as_of=date(2026, 8, 1))
    assert not found(GREEN)
    assert [one.since for one in found(GREEN, on(date(2026, 7, 31)))] == [OLDER]
    auditing.reopen_recommendation(
        by=ground.world.auditor,
        recommendation_id=ground.world.recommendation.pk,
        expected_version=ground.world.version(),
        word="under implementation",
        as_of=date(2026, 9, 1),
        reasoning="The register is out of date again.",
    )
    assert [one.since for one in found(GREEN)] == [date(2026, 9, 1)]


def test_a_closed_project_is_no_contradiction(ground: Ground) -> None:
    ground.concern()
    ground.report("2026-Q1", "green")
    ground.close(date(2026, 9, 10))
    assert not found(GREEN)
    assert found(GREEN, on(date(2026, 9, 9)))


def test_a_recommendation_that_may_be_older_is_not_certainly_older(ground: Ground) -> None:
    new = new_recommendation("para 21", "Count again", issued=date(2025, 1, 10))
    bounds = replace(new.description, issued_not_before=date(2023, 1, 10))
    auditing.record_recommendations(
        by=ground.world.officer,
        role=Role.OFFICER,
        reason="test",
        rows=[replace(new, description=bounds)],
    )
    ground.concern("para 21", "2025-02-01")
    ground.report("2026-Q1", "green")
    assert not found(GREEN)


def test_whoever_may_not_read_the_recommendation_does_not_see_the_contradiction(
    ground: Ground,
) -> None:
    ground.concern("para 12")
    ground.report("2026-Q1", "green")
    assert len(found(GREEN, viewer=ground.world.auditor)) == 1
    assert not found(GREEN, viewer=ground.world.client)
    assert "Restrict access" in see(ground.world.auditor, "/contradictions/")
    assert "Restrict access" not in see(ground.world.client, "/contradictions/")


# --- a self-certification with an open recommendation --------------------------------------------
def test_a_policy_certified_while_a_recommendation_on_it_is_open_is_found(ground: Ground) -> None:
    ground.certify()
    ground.act_on(ground.decide("policy", "T-POLICY-A"))
    [one] = found(CERTIFIED)
    assert one.since == date(2025, 6, 1)
    assert one.subject_id == str(CertificationForm.objects.get(entity__code="DGACM").pk)
    assert [side.label for side in one.claims] == ["DGACM: T-POLICY-A"]
    assert [side.code for side in one.against] == [str(ground.world.recommendation.pk)]
    assert not found(CERTIFIED, on(date(2025, 5, 31)))


def test_it_is_dated_from_the_certification_where_that_came_last(ground: Ground) -> None:
    ground.act_on(ground.decide("policy", "T-POLICY-A"), as_of="2025-03-11")
    ground.certify()
    assert not found(CERTIFIED, on(date(2025, 5, 14)))
    assert [one.since for one in found(CERTIFIED)] == [date(2025, 5, 15)]


@pytest.mark.parametrize(
    ("policy", "item"),
    [("T-POLICY-B", "para 10"), ("T-POLICY-C", "para 10"), ("T-POLICY-A", "para 11")],
    ids=["certified not compliant", "not asked about", "of another entity"],
)
def test_what_does_not_concern_the_same_entity_and_policy_is_none(
    ground: Ground, policy: str, item: str
) -> None:
    ground.certify()
    ground.act_on(ground.decide("policy", policy), item)
    assert not found(CERTIFIED)


def test_an_entity_that_answers_beside_the_lead_counts_too(ground: Ground) -> None:
    ground.certify("OLA")
    ground.act_on(ground.decide("policy", "T-POLICY-A"))
    assert not found(CERTIFIED)
    new = new_recommendation("para 22", "Both together")
    other = replace(new.description, entities=[ground.world.focal_point.entity], lead=None)
    auditing.record_recommendations(
        by=ground.world.officer,
        role=Role.OFFICER,
        reason="test",
        rows=[replace(new, description=other)],
    )
    ground.certify()
    ground.act_on(ground.decide("policy", "T-POLICY-A"), "para 22")
    assert [len(one.against) for one in found(CERTIFIED)] == [2]


def test_a_corrected_certification_or_a_closed_recommendation_ends_it(ground: Ground) -> None:
    ground.act_on(ground.decide("policy", "T-POLICY-A"), as_of="2025-03-11")
    ground.certify()
    ground.world.assess("implemented", as_of=date(2026, 8, 1))
    assert not found(CERTIFIED)
    before = on(date(2026, 7, 31))
    assert found(CERTIFIED, before)
    with time_machine.travel("2025-05-20T12:00:00Z", tick=False):
        ground.rounds.correct(answers=answers(A=("partly", "Half of the register.")))
    assert not found(CERTIFIED, before)


def test_an_incomplete_form_claims_nothing(ground: Ground) -> None:
    ground.act_on(ground.decide("policy", "T-POLICY-A"))
    ground.certify(complete=False, signed_by="")
    assert not found(CERTIFIED)


# --- a decision carried out, its result late -----------------------------------------------------
def test_a_decision_carried_out_about_a_late_milestone_is_found(ground: Ground) -> None:
    ground.slip()
    decision = ground.decide("project")
    assert not found(DONE)
    ground.follow_up(decision)
    [one] = found(DONE)
    assert (one.subject_id, one.since) == (str(decision.pk), date(2026, 9, 15))
    [late] = one.against
    assert (late.since, late.tied) == (date(2024, 3, 31), date(2025, 3, 10))
    assert "T01-M1" in late.label
    assert "31 December 2024" in late.says


def test_a_milestone_expected_on_the_day_promised_is_not_late_and_a_day_later_is(
    ground: Ground,
) -> None:
    ground.follow_up(ground.decide("project"))
    ground.slip("2024-06-30")
    assert not found(DONE)
    moved = {"milestone:T01-M1:expected": "2024-07-01", "milestone:T01-M1:reason": "Late lines."}
    ground.portfolio.publish("2024-Q2", **moved)
    assert len(found(DONE)) == 1


def test_it_is_dated_from_the_first_word_of_the_delay(ground: Ground) -> None:
    ground.slip("2024-06-30")
    with time_machine.travel("2025-04-01T12:00:00Z", tick=False):
        ground.follow_up(ground.decide("project"))
    for quarter, expected in (("2025-Q2", "2026-12-31"), ("2025-Q3", "2027-01-31")):
        moved = {"milestone:T01-M1:expected": expected, "milestone:T01-M1:reason": "Late lines."}
        ground.portfolio.publish(quarter, **moved)
    assert [one.since for one in found(DONE)] == [date(2025, 6, 30)]
    assert not found(DONE, on(date(2025, 6, 29)))


def test_a_milestone_that_was_reached_is_no_contradiction(ground: Ground) -> None:
    ground.follow_up(ground.decide("project"))
    ground.slip()
    assert found(DONE)
    ground.portfolio.publish("2024-Q4", **{"milestone:T01-M1:reached": "yes"})
    assert not found(DONE)


def test_what_is_late_of_a_closed_project_is_no_contradiction(ground: Ground) -> None:
    ground.follow_up(ground.decide("project"))
    ground.slip()
    ground.close(date(2026, 9, 15))
    assert not found(DONE)


def overdue(*, carried: bool) -> str:
    """The code of an overdue request of the record: by its own finding, or by its vehicle's."""
    rows = mandates_at(now()).filter(status=MandateStatus.OVERDUE, finding__isnull=carried)
    return str(rows.order_by("code").values_list("code", flat=True)[0])


@pytest.mark.parametrize("carried", [False, True], ids=["itself", "through another"])
def test_a_decision_carried_out_about_an_overdue_request_is_found(
    ground: Ground, carried: bool
) -> None:
    code = overdue(carried=carried)
    decision = ground.decide("mandate", code)
    assert not found(DONE)
    ground.follow_up(decision)
    [one] = found(DONE)
    assert [side.code for side in one.against] == [code]
    assert one.since == date(2026, 9, 15)


def test_a_decision_about_a_request_not_known_as_overdue_is_none(ground: Ground) -> None:
    rows = mandates_at(now()).filter(status=MandateStatus.UNDOCUMENTED).order_by("code")
    ground.follow_up(ground.decide("mandate", rows.first().code))
    assert not found(DONE)


# --- a body that steers what is closed -----------------------------------------------------------
def test_an_open_decision_about_a_closed_project_is_found_since_the_closing(
    ground: Ground,
) -> None:
    decision = ground.decide("project")
    assert not found(STEERS)
    ground.close()
    [one] = found(STEERS)
    assert (one.subject_id, one.since) == (str(decision.pk), date(2025, 5, 1))
    assert "T-STEERING" in one.claims[0].says
    assert "achieved" in one.against[0].says
    assert not found(STEERS, on(date(2025, 4, 30)))


def test_a_decision_taken_after_the_closing_counts_from_its_own_day(ground: Ground) -> None:
    ground.close()
    ground.decide("project", decided_on=date(2025, 6, 10))
    assert [one.since for one in found(STEERS)] == [date(2025, 6, 10)]
    assert not found(STEERS, on(date(2025, 6, 9)))


@pytest.mark.parametrize("word", ["done", "not_done", "nothing_to_do"])
def test_a_decision_that_is_settled_is_no_contradiction(ground: Ground, word: str) -> None:
    decision = ground.decide("project")
    ground.close()
    ground.follow_up(decision, word)
    assert not found(STEERS)
    assert found(STEERS, on(date(2026, 9, 14)))


def test_a_decision_that_was_replaced_is_no_contradiction(ground: Ground) -> None:
    decision = ground.decide("project")
    ground.close()
    ground.governance.decide(decided_on=date(2025, 6, 10), supersedes=decision.code)
    assert not found(STEERS)


def test_what_was_known_earlier_is_answered_as_it_was_known(ground: Ground) -> None:
    decision = ground.decide("project")
    ground.close()
    seals.seal_pending()
    then = Moment(as_of=now().as_of, known=seals.head()[0])
    ground.follow_up(decision)
    seals.seal_pending()
    assert found(STEERS, then)
    assert not found(STEERS)
    assert not found(STEERS, Moment(as_of=now().as_of, known=0))


@pytest.mark.parametrize("key", [GREEN, CERTIFIED, DONE, STEERS])
def test_at_the_beginning_of_knowledge_nothing_contradicts(ground: Ground, key: str) -> None:
    everything(ground)
    assert found(key)
    seals.seal_pending()
    known = Moment(as_of=now().as_of, known=seals.head()[0])
    assert [one.since for one in found(key, known)] == [one.since for one in found(key)]
    assert not found(key, Moment(as_of=now().as_of, known=0))


# --- answers, nights, the page -------------------------------------------------------------------
def everything(ground: Ground, number: int = 1) -> None:
    """Every rule finds something; two of them so often as told."""
    ground.concern()
    ground.slip()
    ground.report("2026-Q1", "green")
    ground.certify()
    ground.act_on(ground.decide("policy", "T-POLICY-A"))
    bring_in("projects", {**dict(ROWS)["projects"], "code": "T02"})
    many(ground, number)
    ground.close(code="T02")


def many(ground: Ground, number: int) -> None:
    """So many decisions of either kind more."""
    for _n in range(number):
        ground.follow_up(ground.decide("project"))
        ground.follow_up(ground.decide("mandate", overdue(carried=True)))
        ground.decide("project", "T02")


def test_an_answer_stays_when_the_contradiction_goes_and_when_it_comes_back(
    ground: Ground,
) -> None:
    everything(ground)
    for key in (GREEN, CERTIFIED, DONE, STEERS):
        one = found(key)[0]
        answer_flag(
            by=ground.world.officer, rule=key, subject_id=one.subject_id, answer=f"Known: {key}."
        )
    body = see(ground.world.officer, "/contradictions/")
    assert all(f"Known: {key}." in body for key in (GREEN, CERTIFIED, DONE, STEERS))
    one = found(STEERS)[0]
    ground.follow_up(Decision.objects.get(pk=one.subject_id))
    assert f"Known: {STEERS}." not in see(ground.world.officer, "/contradictions/")
    kept = FlagAcknowledgement.objects.filter(rule=STEERS, subject_id=one.subject_id)
    assert [row.answer for row in kept] == [f"Known: {STEERS}."]
    assert f"Known: {STEERS}." in see(
        ground.world.officer, f"/flags/{STEERS}/{one.subject_id}/answer/"
    )
    with pytest.raises(DatabaseError, match="cannot be overwritten"), transaction.atomic():
        kept.delete()


def test_the_page_shows_as_many_rows_as_the_flag_counts_with_both_sides(ground: Ground) -> None:
    everything(ground, 2)
    for key, count in ((GREEN, 1), (CERTIFIED, 1), (DONE, 4), (STEERS, 2)):
        assert flags.get(key).find(ground.world.officer, now()).count() == count
        body = see(ground.world.officer, f"/contradictions/?rule={key}")
        assert body.count('<th scope="row"') == count
        assert f"/contradictions/?rule={key}" in see(ground.world.officer, f"/flags/{key}/")
    body = see(ground.world.officer, "/contradictions/")
    assert body.count('<th scope="row"') == 8
    for said in ("Overall: on track", "Self-certified: compliant", "Closed: achieved", "Overdue"):
        assert said in body
    assert f"/recommendations/{ground.world.recommendation.pk}/" in body
    assert '<time datetime="2025-06-01"' in body


def test_a_rule_with_more_rows_than_the_page_of_all_shows_them_on_its_own(ground: Ground) -> None:
    everything(ground, 11)
    assert "Open all 22" in see(ground.world.officer, "/contradictions/")
    body = see(ground.world.officer, f"/contradictions/?rule={DONE}")
    assert body.count('<th scope="row"') == 22


def test_a_past_day_is_shown_and_cannot_be_answered(ground: Ground) -> None:
    everything(ground)
    assert "/answer/" in see(ground.world.officer, "/contradictions/")
    body = see(ground.world.officer, "/contradictions/?as_of=2026-08-01")
    assert "Self-certified: compliant" in body and "/answer/" not in body
    assert "Self-certified" not in see(ground.world.officer, "/contradictions/?as_of=2025-05-31")
    assert "Self-certified" not in see(ground.world.officer, "/contradictions/?layer=demonstration")


def test_an_address_that_means_nothing_is_named(ground: Ground) -> None:
    for query in ("rule=contradiction.none", "colour=red", f"rule={DONE}&page=first"):
        see(ground.world.officer, f"/contradictions/?{query}", 400)


def test_a_reader_may_not_open_the_page_and_finds_nothing(ground: Ground) -> None:
    everything(ground)
    see(ground.world.reader, "/contradictions/", 403)
    for key in (GREEN, CERTIFIED, DONE, STEERS):
        assert not found(key, viewer=ground.world.reader)


def test_a_night_keeps_what_was_found(ground: Ground) -> None:
    everything(ground)
    with time_machine.travel("2026-09-16T12:00:00Z", tick=False):
        night = run_night(date(2026, 9, 15))
    assert night.errors == []
    assert night.counts[f"flag {DONE}"] == 2
    assert night.counts[f"flag {STEERS}"] == 1


def test_the_rules_and_the_page_ask_as_often_for_few_rows_as_for_many(ground: Ground) -> None:
    everything(ground)

    def cost(act: Callable[[], Any]) -> int:
        act()
        with CaptureQueriesContext(connection) as asked:
            act()
        return len(asked)

    def costs() -> dict[str, int]:
        page = {"page": cost(lambda: see(ground.world.officer, "/contradictions/"))}
        return page | {
            key: cost(lambda key=key: found(key)) for key in (GREEN, CERTIFIED, DONE, STEERS)
        }

    few = costs()
    many(ground, 12)
    for item in ("para 30", "para 31", "para 32"):
        auditing.record_recommendations(
            by=ground.world.officer,
            role=Role.OFFICER,
            reason="test",
            rows=[new_recommendation(item, f"Title of {item}")],
        )
        ground.concern(item)
        ground.act_on(ground.decide("policy", "T-POLICY-A"), item)
    assert costs() == few
