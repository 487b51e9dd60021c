"""Self-certification: who answers, what is refused, what counts, who is reminded."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
import time_machine

from governance import certification, notifications
from governance.actions.certification import Answered, remind_entities
from governance.certification import Share
from governance.models import CertificationForm, RoundParticulars, SelfCertification
from ledger import moments
from ledger.errors import Forbidden, Invalid, Stale, WrongState
from ledger.models import Entry
from ledger.moments import Moment
from projects.actions import NotFound
from secretariat.models import Entity, Notice, Person
from secretariat.roles import Role
from tests.rounds import ROUND, Rounds, a_round, answers, build_rounds, policy, printed_round
from tests.world import bring_in

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_may() -> object:
    """Every test begins in the middle of May 2025."""
    with time_machine.travel("2025-05-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def rounds(people: Callable[..., Person]) -> Rounds:
    return build_rounds(people)


def refusal(rounds: Rounds, **given: object) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        rounds.certify(**given)
    return refused.value.fields


# --- what is stated ------------------------------------------------------------------------------
def test_a_complete_form_counts_as_a_response(rounds: Rounds) -> None:
    assert rounds.state().response == Share(0, 3)
    rounds.certify()
    assert rounds.state().response == Share(1, 3)
    waiting = certification.not_responded(certification.forms(rounds.state(), moments.now()))
    assert [row.entity.code for row in waiting] == ["OLA", "T-OFFICE"]


def test_an_incomplete_form_is_kept_and_is_no_response(rounds: Rounds) -> None:
    rounds.certify(complete=False, answers={"T-POLICY-A": Answered("", "Half.")}, signed_by="")
    form = rounds.form()
    assert (form.state, form.is_complete) == ("incomplete", False)
    [answer] = form.answers.values()
    assert (answer.word, answer.evidence) == ("not_stated", "Half.")
    assert rounds.state().response.numerator == 0


def test_an_incomplete_form_is_completed_later(rounds: Rounds) -> None:
    rounds.certify(complete=False)
    rounds.certify()
    assert rounds.form().is_complete
    assert SelfCertification.objects.filter(subject__round=rounds.round).count() == 2


def test_a_complete_form_certified_twice_is_refused_with_its_own_sentence(rounds: Rounds) -> None:
    rounds.certify()
    for complete in (True, False):
        with pytest.raises(WrongState) as refused:
            rounds.certify(complete=complete)
        said = "DGACM has self-certified in this round already; correct it with a reason."
        assert refused.value.message == said
    assert SelfCertification.objects.filter(subject__round=rounds.round).count() == 1


def test_a_correction_replaces_the_statement_and_says_why(rounds: Rounds) -> None:
    first = rounds.certify()
    with time_machine.travel("2025-06-20T12:00:00Z", tick=False):
        second = rounds.correct(answers=answers(B=("partly", "Two sites of three.")))
        form = rounds.form()
    assert (second.corrects, second.as_of) == (first, first.as_of)
    assert [answer.word for answer in form.answers.values()] == ["compliant", "partly"]
    assert not form.is_late
    entry = Entry.objects.get(pk=second.entry_id)
    assert entry.reason == "The register was read wrongly."
    assert (entry.before["T-POLICY-B"], entry.after["T-POLICY-B"]) == ("not_compliant", "partly")


def test_a_correction_can_be_corrected_again(rounds: Rounds) -> None:
    rounds.certify()
    rounds.correct(answers=answers(B=("partly", "Two sites.")))
    rounds.correct(answers=answers(B=("compliant", "Three sites.")))
    assert rounds.state().response == Share(1, 3)
    assert [answer.word for answer in rounds.form().answers.values()] == ["compliant"] * 2


def test_only_a_complete_form_can_be_corrected_and_only_with_a_reason(rounds: Rounds) -> None:
    with pytest.raises(WrongState, match="has not self-certified"):
        rounds.correct()
    rounds.certify(complete=False)
    with pytest.raises(WrongState, match="has not self-certified"):
        rounds.correct()
    rounds.certify()
    with pytest.raises(Invalid) as refused:
        rounds.correct(reason="  ")
    assert set(refused.value.fields) == {"reason"}


def test_the_past_shows_what_was_certified_then(rounds: Rounds) -> None:
    rounds.certify()
    before = Moment(as_of=date(2025, 5, 14))
    assert rounds.state(before).response == Share(0, 3)
    assert rounds.form(moment=before).state == "none"


# --- what is refused -----------------------------------------------------------------------------
def test_a_complete_form_answers_for_each_policy(rounds: Rounds) -> None:
    given = {"T-POLICY-A": Answered("not_applicable")}
    assert set(refusal(rounds, answers=given)) == {"answer:T-POLICY-B:word"}


@pytest.mark.parametrize("word", ["compliant", "partly"])
def test_compliance_needs_evidence_and_the_row_is_named(rounds: Rounds, word: str) -> None:
    fields = refusal(rounds, answers=answers(B=(word, " ")))
    assert fields == {
        "answer:T-POLICY-B:evidence": ["Say what shows that the entity complies with T-POLICY-B."]
    }


@pytest.mark.parametrize("word", ["not_compliant", "not_applicable"])
def test_other_words_need_no_evidence(rounds: Rounds, word: str) -> None:
    rounds.certify(answers=answers(B=(word, "")))
    assert rounds.form().is_complete


@pytest.mark.parametrize("word", ["not_stated", "splendid"])
def test_a_word_nobody_can_say_is_named(rounds: Rounds, word: str) -> None:
    assert "answer:T-POLICY-B:word" in refusal(rounds, answers=answers(B=(word, "")))


def test_a_policy_the_round_does_not_ask_about_is_named(rounds: Rounds) -> None:
    assert set(refusal(rounds, answers=answers(C=("compliant", "So.")))) == {
        "answer:T-POLICY-C:word"
    }


def test_a_complete_form_is_signed_by_an_office(rounds: Rounds) -> None:
    assert refusal(rounds, signed_by=" ") == {"signed_by": ["Name the office that signs."]}


def test_a_focal_point_certifies_for_the_own_entity_alone(rounds: Rounds) -> None:
    for person in (rounds.other_focal_point, rounds.secretary, rounds.auditor):
        with pytest.raises(Forbidden):
            rounds.certify(by=person)


def test_a_reader_finds_no_round(rounds: Rounds) -> None:
    with pytest.raises(NotFound):
        rounds.certify(by=rounds.reader)


def test_an_entity_or_round_that_is_not_there_is_not_found(rounds: Rounds) -> None:
    for name in ("entity_id", "round_id"):
        with pytest.raises(NotFound):
            rounds.certify(**{name: uuid4()})


def test_an_entity_that_is_not_asked_is_refused(
    rounds: Rounds, people: Callable[..., Person]
) -> None:
    entity = Entity.objects.get(code="OICT")
    with pytest.raises(WrongState, match="OICT is not asked"):
        rounds.certify(by=people(Role.FOCAL_POINT, "OICT"), entity_id=entity.pk)


def test_a_round_that_has_not_begun_takes_no_answer(rounds: Rounds) -> None:
    with time_machine.travel("2025-03-15T12:00:00Z", tick=False):
        bring_in("certification_rounds", a_round(as_of="2025-03-01"))
        with pytest.raises(WrongState, match="opens on 2025-04-01"):
            rounds.certify()


def test_an_answer_after_the_last_day_is_taken_and_marked_late(rounds: Rounds) -> None:
    with time_machine.travel("2025-06-01T16:00:00Z", tick=False):
        rounds.certify()
        rounds.certify("OLA", complete=False)
        assert rounds.form().is_late and rounds.state().is_over
        assert rounds.state().response == Share(1, 3)


def test_an_answer_on_the_last_day_is_in_time(rounds: Rounds) -> None:
    with time_machine.travel("2025-05-31T16:00:00Z", tick=False):
        rounds.certify()
        assert not rounds.form().is_late and rounds.state().is_open


def test_a_second_window_that_saves_late_is_refused(rounds: Rounds) -> None:
    rounds.certify(complete=False, expected_version=0)
    for seen in (0, 7):
        with pytest.raises(Stale):
            rounds.certify(expected_version=seen)
    assert rounds.form().state == "incomplete"


def test_two_windows_cannot_both_make_the_form(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds.certify(complete=False)
    nothing = CertificationForm.objects.none()
    monkeypatch.setattr(CertificationForm.objects, "filter", lambda **given: nothing)
    with pytest.raises(Stale):
        rounds.certify(expected_version=0)


def test_only_the_demonstration_certifies_on_a_past_day(rounds: Rounds) -> None:
    with pytest.raises(Forbidden):
        rounds.certify(on=date(2025, 4, 10))
    Person.objects.filter(pk=rounds.focal_point.pk).update(demonstration=True)
    rounds.focal_point.demonstration = True
    Entity.objects.filter(code="DGACM").update(demonstration=True)
    for day in (date(2025, 3, 31), date(2025, 5, 16)):
        assert set(refusal(rounds, on=day)) == {"on"}
    assert rounds.certify(on=date(2025, 4, 10)).as_of == date(2025, 4, 10)


def test_a_demonstration_person_certifies_for_no_entity_of_the_record(rounds: Rounds) -> None:
    rounds.focal_point.demonstration = True
    with pytest.raises(Forbidden, match="Demonstration people"):
        rounds.certify()


# --- response and coverage -----------------------------------------------------------------------
def test_printed_totals_count_and_are_taken_from_the_rounds_own_statement(rounds: Rounds) -> None:
    bring_in("certification_rounds", printed_round())
    moment = Moment(as_of=date(2019, 3, 31))
    state = certification.round_at(rounds.auditor, "T-PRINTED", moment)
    assert state is not None and not state.is_known_by_name
    assert state.response == Share(5, 70, printed=True)
    assert state.coverage == Share(2, 42, printed=True)
    assert certification.response(state.said, moment) == state.response
    assert certification.coverage(state.said, moment) == state.coverage
    with pytest.raises(WrongState, match="not known by name"):
        remind_entities(by=rounds.secretary, round_id=state.said.subject_id)


def test_coverage_counts_the_policies_in_force_when_the_round_opened(rounds: Rounds) -> None:
    before = rounds.state().coverage
    assert before.numerator == 2 and not before.printed
    bring_in("policies", policy("T-POLICY-E", "Since January", as_of="2025-01-31"))
    bring_in("policies", policy("T-POLICY-F", "Since May", as_of="2025-05-01"))
    assert rounds.state().coverage == Share(2, before.denominator + 1)


def test_a_policy_withdrawn_before_the_opening_is_covered_no_more(rounds: Rounds) -> None:
    before = rounds.state().coverage
    bring_in("policies", policy("T-POLICY-B", "B", state="withdrawn", as_of="2025-03-01"))
    assert rounds.state().coverage == Share(1, before.denominator - 1)


def test_what_is_known_later_does_not_change_what_was_known(rounds: Rounds) -> None:
    known = Moment(as_of=date(2025, 5, 15), known=0)
    rounds.certify()
    assert certification.round_at(rounds.auditor, ROUND, known) is None


def test_the_latest_round_is_the_one_opened_last_on_or_before_the_day(rounds: Rounds) -> None:
    bring_in("certification_rounds", a_round(code="T-NEXT", opened_on="2025-06-01"))
    found = certification.latest_round(rounds.auditor, moments.now())
    assert found is not None and found.code == ROUND
    with time_machine.travel("2025-06-02T12:00:00Z", tick=False):
        found = certification.latest_round(rounds.auditor, moments.now())
    assert found is not None and found.code == "T-NEXT"
    assert certification.latest_round(rounds.reader, moments.now()) is None
    early = certification.latest_round(rounds.auditor, Moment(as_of=date(2010, 1, 1)))
    assert early is None


def test_reading_rounds_costs_the_same_for_one_and_for_many(
    rounds: Rounds, django_assert_num_queries: Callable[..., object]
) -> None:
    for n in range(9):
        bring_in("certification_rounds", a_round(code=f"T-MORE-{n}"))
    moment = moments.now()
    certification.rounds_at(rounds.auditor, moment)
    one = RoundParticulars.objects.filter(subject__code=ROUND)
    with django_assert_num_queries(7):
        certification._states(one, moment, False)
    with django_assert_num_queries(7):
        certification.rounds_at(rounds.auditor, moment)


# --- reminders -----------------------------------------------------------------------------------
def test_focal_points_of_entities_that_have_not_responded_are_reminded_once_a_day(
    rounds: Rounds,
) -> None:
    rounds.certify()
    assert remind_entities(by=rounds.secretary, round_id=rounds.round.pk) == 1
    told = Notice.objects.get(kind="certification_reminder")
    assert (told.person, told.path) == (
        rounds.other_focal_point,
        f"/self-certification/{ROUND}/OLA/",
    )
    assert remind_entities(by=rounds.secretary, round_id=rounds.round.pk) == 0
    assert Entry.objects.filter(kind="governance.round.reminded").count() == 1
    with time_machine.travel("2025-05-16T12:00:00Z", tick=False):
        assert remind_entities(by=rounds.secretary, round_id=rounds.round.pk) == 1


def test_only_the_secretary_reminds_and_only_once_a_round_has_begun(rounds: Rounds) -> None:
    with pytest.raises(Forbidden):
        remind_entities(by=rounds.focal_point, round_id=rounds.round.pk)
    with time_machine.travel("2025-03-15T12:00:00Z", tick=False):
        bring_in("certification_rounds", a_round(as_of="2025-03-01"))
        with pytest.raises(WrongState, match="opens on"):
            remind_entities(by=rounds.secretary, round_id=rounds.round.pk)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2025, 5, 17), "certification_due"),
        (date(2025, 5, 28), "certification_due_soon"),
        (date(2025, 6, 1), "certification_late"),
    ],
)
def test_the_night_reminds_before_and_after_the_last_day(
    rounds: Rounds, day: date, kind: str
) -> None:
    rounds.certify()
    assert notifications.remind_rounds(Moment(as_of=day)) == 1
    assert Notice.objects.get(kind=kind).person == rounds.other_focal_point
    assert notifications.remind_rounds(Moment(as_of=day)) == 0


def test_the_night_is_silent_on_other_days(rounds: Rounds) -> None:
    bring_in("certification_rounds", printed_round())
    for day in (date(2025, 5, 16), date(2025, 5, 31), date(2025, 6, 2), date(2019, 1, 1)):
        assert notifications.remind_rounds(Moment(as_of=day)) == 0
