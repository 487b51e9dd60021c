"""Decisions: numbered, followed up, superseded, linked."""

from datetime import date
from typing import Any

import pytest
import time_machine

from governance import actions, rules
from governance.filters.decisions import DecisionFilter
from governance.models import Decision, DecisionLink
from governance.queries import decisions as queries
from ledger import moments
from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.importing.kinds import Change, get
from ledger.moments import Moment
from projects.filters import apply
from tests.governance_world import BODY, Governance

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_may() -> object:
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


def codes(governance: Governance, **given: str) -> list[str]:
    moment = moments.now()
    rows = queries.decisions(governance.officer, moment).filter(subject__body=governance.body)
    return sorted(row.subject.code for row in apply(DecisionFilter, rows, given, moment))


def test_the_portal_numbers_decisions_by_body_and_year(governance: Governance) -> None:
    made = [
        governance.decide(decided_on=day) for day in (date(2024, 5, 1), *[date(2025, 3, 10)] * 2)
    ]
    assert [one.code for one in made] == [
        f"{BODY}-2024-D01",
        f"{BODY}-2025-D01",
        f"{BODY}-2025-D02",
    ]


def test_a_decision_speaks_from_the_day_it_was_made(governance: Governance) -> None:
    decision = governance.decide()
    for day, seen in ((date(2025, 3, 9), False), (date(2025, 3, 10), True)):
        rows = queries.decisions(governance.officer, Moment(as_of=day))
        assert rows.filter(subject=decision).exists() is seen


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"decided_on": date(2025, 5, 16)}, "decided_on"),
        ({"decided_on": date(2019, 5, 16)}, "decided_on"),
        ({"due_on": date(2025, 3, 9)}, "due_on"),
        ({"word": "done"}, "word"),
        ({"word": "perhaps"}, "word"),
        ({"supersedes": "T-NOTHING"}, "supersedes"),
        ({"links": [("project", "P99")]}, "project"),
        ({"links": [("dream", "P01")]}, "links"),
    ],
)
def test_what_is_wrong_is_named(governance: Governance, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        governance.decide(**given)
    assert field in refusal.value.fields
    assert not Decision.objects.filter(body=governance.body).exists()


def test_the_meeting_is_one_of_the_body_and_was_held(governance: Governance) -> None:
    meeting = governance.held()
    other = governance.held(date(2025, 3, 10), body_id=governance.other.pk)
    assert governance.decide(meeting_id=meeting.pk).particulars.get().meeting == meeting
    with pytest.raises(Invalid) as refusal:
        governance.decide(meeting_id=other.pk)
    assert "meeting" in refusal.value.fields
    with pytest.raises(WrongState):
        governance.decide(meeting_id=governance.plan(date(2025, 6, 1)).pk)


def test_a_body_decides_in_the_meeting_with_which_its_own_was_merged(
    governance: Governance,
) -> None:
    joint = governance.held(date(2025, 3, 10), body_id=governance.other.pk)
    own = governance.plan()
    governance.change("merge_meeting", own, into_code=joint.code, reason="Joint.")
    assert governance.decide(meeting_id=joint.pk).code == f"{BODY}-2025-D01"


def test_only_a_governance_secretary_decides_what_is_entered(governance: Governance) -> None:
    for person in (governance.officer, governance.auditor, governance.focal_point):
        with pytest.raises(Forbidden):
            governance.decide(by=person)


def test_a_follow_up_says_how_far_it_is_and_keeps_the_rest(governance: Governance) -> None:
    decision = governance.decide(responsible="OICT")

    def follow_up(word: str, outcome: str, version: int) -> Any:
        return actions.follow_up_decision(
            by=governance.secretary,
            decision_id=decision.pk,
            expected_version=version,
            word=word,
            outcome=outcome,
        )

    with pytest.raises(Stale):
        follow_up("done", "Closed.", 9)
    with pytest.raises(Invalid):
        follow_up("done", " ", 1)
    made = follow_up("done", "Both closed.", 1)
    assert (made.word, made.responsible, made.as_of) == ("done", "OICT", date(2025, 5, 15))
    earlier = queries.decisions(governance.officer, Moment(as_of=date(2025, 5, 14)))
    assert earlier.get(subject=decision).word == "open"
    assert len(queries.said_of(decision, moments.now())) == 2


# --- supersession --------------------------------------------------------------------------------
def test_a_decision_is_superseded_by_the_later_one_that_names_it(governance: Governance) -> None:
    first = governance.decide()
    second = governance.decide(decided_on=date(2025, 4, 1), supersedes=first.code)
    rows = queries.decisions(governance.officer, moments.now())
    assert rows.get(subject=first).superseded_by == second.code
    assert rows.get(subject=second).superseded_by is None
    before = queries.decisions(governance.officer, Moment(as_of=date(2025, 3, 31)))
    assert before.get(subject=first).superseded_by is None
    assert codes(governance, superseded="yes") == [first.code]


def test_what_is_superseded_already_is_not_superseded_again(governance: Governance) -> None:
    first = governance.decide()
    second = governance.decide(supersedes=first.code)
    with pytest.raises(Invalid) as refusal:
        governance.decide(supersedes=first.code)
    said = f"{first.code} is superseded by {second.code} already."
    assert refusal.value.fields["supersedes"] == [said]


def test_a_decision_does_not_replace_a_later_one(governance: Governance) -> None:
    later = governance.decide(decided_on=date(2025, 4, 1))
    with pytest.raises(Invalid) as refusal:
        governance.decide(supersedes=later.code)
    assert "decided later" in refusal.value.fields["supersedes"][0]


def test_no_decision_supersedes_itself_or_in_a_circle(governance: Governance) -> None:
    first = governance.decide()
    second = governance.decide(supersedes=first.code)
    third = governance.decide(supersedes=second.code)
    for code, supersedes, said in (
        (first.code, first.code, "A decision cannot supersede itself."),
        (first.code, third.code, "in a circle"),
    ):
        row = {"code": code, "body": BODY, "decided_on": "2025-03-10", "supersedes": supersedes}
        faults = get("decisions").check([Change(2, (code,), None, row)])
        assert any(said in fault.said for fault in faults), faults


def test_the_rule_of_supersession_stands_alone() -> None:
    assert rules.supersession_fault("C", "B", {"B": "A"}) == ""
    assert "circle" in rules.supersession_fault("A", "B", {"B": "A"})
    assert "already" in rules.supersession_fault("C", "A", {"B": "A"})
    assert rules.supersession_fault("D", "C", {"A": "B", "B": "A", "C": "A"}) == ""


# --- links and filters ---------------------------------------------------------------------------
def test_a_decision_is_linked_to_what_it_is_about(governance: Governance) -> None:
    decision = governance.decide(links=[("project", "P01"), ("project", "P01")])
    assert DecisionLink.objects.get(subject=decision).project.code == "P01"
    assert codes(governance, project="P01") == [decision.code]

    def link(code: str) -> None:
        actions.link_decision(
            by=governance.secretary,
            decision_id=decision.pk,
            expected_version=Decision.objects.get(pk=decision.pk).version,
            link=("project", code),
        )

    link("P02")
    with pytest.raises(Invalid) as refusal:
        link("P02")
    assert "already" in refusal.value.fields["code"][0]
    found = queries.links_of(governance.officer, [decision.pk], moments.now())
    assert [one.project.code for one in found[decision.pk]] == ["P01", "P02"]


def test_the_register_is_asked_by_body_day_state_and_words(governance: Governance) -> None:
    first = governance.decide(due_on=date(2025, 4, 1), responsible="OICT")
    second = governance.decide(title="Buy lines", due_on=date(2025, 6, 1), word="nothing_to_do")
    assert codes(governance, due="passed") == [first.code]
    assert codes(governance, due="ahead") == [second.code]
    assert codes(governance, due="none") == []
    assert codes(governance, q="lines") == [second.code]
    assert codes(governance, word="open,done") == [first.code]
    assert codes(governance, period="2025-Q1", body=BODY) == [first.code, second.code]
    assert codes(governance, period="2024") == []
    assert codes(governance, responsible="oict") == [first.code]
    with pytest.raises(Invalid):
        codes(governance, period="spring")
    with pytest.raises(Invalid):
        codes(governance, body="T-NOWHERE")


def test_a_reader_of_editions_sees_no_decision(governance: Governance) -> None:
    decision = governance.decide()
    assert not queries.decisions(governance.reader, moments.now()).exists()
    with pytest.raises(actions.NotFound):
        actions.find_decision(governance.reader, decision.pk)
