"""The demonstration's governance: every state of every screen, apart from the record, and alive."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models, transaction
from django.test import override_settings

from governance import actions, certification, lifecycle, policies
from governance import models as governance
from governance.actions.certification import Answered, certify
from governance.cadence import Outcome
from governance.lifecycle import (
    ActionWord,
    BodyState,
    Cadence,
    CertifiedWord,
    DecisionWord,
    FindingWord,
    Kept,
    LinkKind,
    MandateStatus,
    MeetingKind,
    MeetingState,
    OutputWord,
    PolicyKind,
    PolicyState,
    ReviewWord,
    SeatRole,
    Standing,
    Verb,
)
from governance.outputs import outputs_due
from governance.performance import known_bodies, perform
from governance.queries import questions
from governance.queries.meetings import carried_to
from governance.storage import read
from ictportal.demonstration import ground, people
from ictportal.demonstration.governance import story
from ictportal.demonstration.governance.certification import EVIDENCE, OFFICE
from ictportal.demonstration.portfolio import projects, strategy
from ictportal.demonstration.portfolio.hands import Team
from ledger import days, figures, flags, moments
from ledger.models import Statement
from ledger.moments import Moment
from ledger.verify import verify
from secretariat.access import system
from secretariat.models import Entity, Notice, Person, Provenance, RoleGrant
from secretariat.reconciliation import reconcile
from secretariat.sheets import current, get_sheet

AREAS = (
    "governance.",
    "mandates.",
    "questions.",
    "policies.",
    "certification.",
    "compliance.",
    "delegation.",
)
SHEETS = ("bodies", "terms_of_reference", "meetings", "decisions", "mandates", "policies")


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """The governance, told once for this file on the plans and projects that it names."""
    with (
        django_db_blocker.unblock(),
        override_settings(EVIDENCE_DIR=tmp_path_factory.mktemp("papers")),
        transaction.atomic(),
    ):
        before = record_figures()
        ground.lay(people.administrator("a"))
        people.add_others({member.email: "a" for member in people.CAST})
        strategy.lay(Team())
        projects.lay(Team())
        story.tell(())
        yield {"before": before, **_people()}
        transaction.set_rollback(True)


def _people() -> dict[str, Person]:
    return {p.email.partition("@")[0]: p for p in Person.objects.filter(demonstration=True)}


Told = dict[str, Any]
pytestmark = pytest.mark.django_db


def record_figures() -> dict[str, Any]:
    """What the figures of governance say of the record now and at the end of 2018."""
    then = Moment(as_of=date(2018, 12, 31))
    return {
        (figure.key, at.as_of): _numbers(figure.answer(system(), at, {}))
        for figure in figures.all_figures()
        for at in (moments.now(), then)
        if figure.key.startswith(AREAS)
    }


def _numbers(answer: figures.Answer) -> tuple[Any, ...]:
    parts = [(part.key, part.count) for part in answer.parts]
    return (answer.status, answer.value, answer.numerator, answer.denominator, parts)


def series() -> list[Any]:
    """Every kind of statement of governance."""
    found = [getattr(governance, name) for name in governance.__all__]
    return [model for model in found if issubclass(model, Statement)]


def ours(model: type[models.Model]) -> Any:
    """The statements about the demonstration's subjects."""
    return model._default_manager.filter(subject__demonstration=True)


def now(model: Any) -> Any:
    """What stands about them today."""
    return policies.current(system(), model, moments.now(), demonstration=True)


def words(model: Any, field: str) -> Counter[str]:
    """How many of what stands today say each word."""
    return Counter(now(model).values_list(field, flat=True))


def years() -> list[int]:
    """The years of which every meeting is on record, the present one last."""
    first = now(governance.BodyParticulars).get(subject__code="DEMO-BOARD").recorded_from
    return list(range(first.year, days.today().year + 1))


def performed(year: int, moment: Moment | None = None) -> dict[str, Any]:
    """How each body did in a year, by code."""
    known = known_bodies(system(), moment or moments.now(), demonstration=True)
    return {one.body.code: perform(one, days.parse_period(str(year))) for one in known}


def last_year() -> int:
    """The year before the present one."""
    return days.today().year - 1


# --- the layer -----------------------------------------------------------------------------------
def test_every_kind_of_statement_is_there_and_demonstration(told: Told) -> None:
    for model in series():
        rows = ours(model)
        assert rows.exists(), model
        assert set(rows.values_list("provenance", flat=True)) == {Provenance.DEMONSTRATION}, model
        stray = model._default_manager.filter(provenance=Provenance.DEMONSTRATION)
        assert not stray.exclude(subject__demonstration=True).exists(), model


def test_nothing_speaks_for_a_day_to_come(told: Told) -> None:
    for model in series():
        assert not ours(model).filter(as_of__gt=days.today()).exists(), model


def test_decisions_and_requests_name_only_what_is_of_the_demonstration(told: Told) -> None:
    for model, name in (
        (governance.DecisionLink, "project"),
        (governance.DecisionLink, "policy"),
        (governance.DecisionLink, "mandate"),
        (governance.MandateParticulars, "project"),
    ):
        named = ours(model).filter(**{f"{name}__isnull": False})
        assert named.exists(), (model, name)
        assert not named.filter(**{f"{name}__demonstration": False}).exists(), (model, name)


def test_the_figures_of_the_record_do_not_change(told: Told) -> None:
    assert record_figures() == told["before"]
    assert len(told["before"]) >= 14


def test_the_memory_is_whole_with_it(told: Told) -> None:
    assert verify() == []


def test_its_rows_can_be_edited_in_their_sheets(told: Told) -> None:
    """What a sheet shows, its own cells accept."""
    for key in SHEETS:
        sheet = get_sheet(key)
        cleans = {cell.name: cell.column.clean for cell in sheet.all_cells}
        rows = [row for row in current(sheet).values() if row["code"][:3] in {"DEM", "DG-"}]
        assert rows, key
        for row in rows:
            assert row == {name: cleans[name](text) if text else "" for name, text in row.items()}


def test_every_flag_of_governance_is_raised_on_some_day(told: Told) -> None:
    """Most today; the missing delegation before it was issued, silence once a round is over."""
    past = {
        "delegation.missing": Moment(as_of=date(2020, 12, 31)),
        "certification.no_response": Moment(as_of=_rounds()[0].said.opened_on - timedelta(days=1)),
    }
    for flag in flags.all_flags():
        if flag.key.startswith((*AREAS, "budgets.")):
            moment = past.get(flag.key, moments.now())
            assert flag.find(told["secretary"], moment, demonstration=True).count(), flag.key


# --- questions -----------------------------------------------------------------------------------
def test_questions_are_answered_late_waiting_and_overdue(told: Told) -> None:
    rows = questions.questions(told["secretary"], moments.now(), demonstration=True)
    found = Counter(rows.values_list("state", flat=True))
    assert found == {"answered": 5, "late": 1, "overdue": 1, "waiting": 1}


def test_one_answer_no_longer_agrees(told: Told) -> None:
    lines = questions.quoted(told["secretary"], moments.now(), demonstration=True)
    assert [line.printed.subject.code for line in lines if line.outcome == "differs"] == [
        "DEMO-Q05"
    ]
    assert "matches" in {line.outcome for line in lines}


def test_made_up_reports_print_numbers_that_match_and_differ(told: Told) -> None:
    lines = reconcile(told["officer"], moments.now(), demonstration=True)
    assert Counter(line.outcome for line in lines) == {"matches": 4, "differs": 2}
    assert [line.is_unexplained for line in lines].count(True) == 1


# --- bodies --------------------------------------------------------------------------------------
def test_bodies_are_in_place_ended_and_planned(told: Told) -> None:
    assert set(words(governance.BodyParticulars, "state")) == set(BodyState)
    assert now(governance.BodyParticulars).exclude(name_zh="").exists()
    assert ours(governance.BodyAlias).count() >= 5


def test_every_cadence_but_an_unstated_one_was_in_force(told: Told) -> None:
    found = set(words(governance.TermsParticulars, "cadence"))
    assert found == set(Cadence) - {Cadence.NOT_STATED}


def test_the_board_changed_its_terms_in_mid_year_and_told_the_assembly_later(told: Told) -> None:
    [_, later] = now(governance.TermsParticulars).filter(subject__body__code="DEMO-BOARD")
    assert later.valid_from == date(years()[0], 7, 1)
    assert later.reported_in is not None
    flag = flags.get("governance.terms_unreported")
    between = Moment(as_of=date(years()[0], 10, 1))
    held = [row.code for row in flag.find(told["secretary"], between, demonstration=True)]
    assert held == ["DEMO-BOARD"]
    held = [row.code for row in flag.find(told["secretary"], moments.now(), demonstration=True)]
    assert held == ["DEMO-POLICY"]


def test_a_body_ended_in_mid_year_and_two_chairs_succeed_it(told: Told) -> None:
    ended = now(governance.BodyParticulars).get(state=BodyState.ENDED)
    assert ended.ended_on == date(last_year(), 6, 30)
    later = ours(governance.BodySuccession).get(predecessor=ended.subject).subject
    terms = now(governance.TermsParticulars).get(subject__body=later)
    assert terms.valid_from == ended.ended_on + timedelta(days=1)
    assert terms.second_chair
    assert performed(last_year())[ended.subject.code].required == 2
    assert performed(last_year())[later.code].required == 2


def test_a_seat_changed_its_office_and_every_role_is_held(told: Told) -> None:
    assert set(words(governance.SeatHolding, "role")) == set(SeatRole)
    spells = Counter(ours(governance.SeatHolding).values_list("subject__code", flat=True))
    assert [code for code, number in spells.items() if number == 2] == ["DEMO-BOARD-REGIONS"]


def test_outputs_were_delivered_missed_and_some_are_not_yet_due(told: Told) -> None:
    period = days.parse_period(str(last_year()))
    moment = Moment(as_of=date(last_year(), 12, 30))
    early = outputs_due(system(), moment, period, demonstration=True)
    assert OutputWord.OPEN in {one.word for one in early}
    late = Counter(
        one.word for one in outputs_due(system(), moments.now(), period, demonstration=True)
    )
    assert late[OutputWord.MISSED] == 2
    assert late[OutputWord.DELIVERED] >= 4


# --- meetings ------------------------------------------------------------------------------------
def test_every_outcome_of_an_expected_meeting_is_there(told: Told) -> None:
    met = Counter(
        one.outcome for year in years() for did in performed(year).values() for one in did.expected
    )
    assert met[Outcome.MET] >= 20
    assert met[Outcome.LATE] == 2
    assert met[Outcome.MISSED] == 3
    summer = Moment(as_of=date(last_year(), 8, 15))
    council = performed(last_year(), summer)["DEMO-DATA-COUNCIL"]
    assert {one.outcome for one in council.expected} == {Outcome.OPEN}


def test_bodies_are_behind_on_course_and_under_way(told: Told) -> None:
    year = last_year()
    kept = {code: did.status for code, did in performed(year).items()}
    assert kept["DEMO-STEERING"] is Kept.MISSED
    assert kept["DEMO-BOARD"] is Kept.MET
    assert kept["DEMO-FORESIGHT"] is Kept.NOT_STATED
    spring = performed(year, Moment(as_of=date(year, 5, 1)))
    assert spring["DEMO-BOARD"].status is Kept.UNDER_WAY
    first = performed(years()[0])
    assert first["DEMO-ARCHITECTURE"].status is Kept.NOTHING_REQUIRED


def test_of_earlier_years_only_counts_are_known(told: Told) -> None:
    before = performed(years()[0] - 1)
    assert before["DEMO-STEERING"].count.count == 3
    assert before["DEMO-STEERING"].status is Kept.MISSED
    assert before["DEMO-BOARD"].status is Kept.NOT_STATED


def test_meetings_of_every_state_and_kind(told: Told) -> None:
    assert set(words(governance.MeetingParticulars, "state")) == set(MeetingState)
    assert set(words(governance.MeetingParticulars, "kind")) == set(MeetingKind)
    held = now(governance.MeetingParticulars).filter(state=MeetingState.HELD)
    assert 45 <= held.count() <= 75
    assert not held.filter(day__gt=days.today()).exists()
    planned = now(governance.MeetingParticulars).filter(state=MeetingState.PLANNED)
    assert planned.count() >= 4
    assert not planned.filter(day__lte=days.today()).exists()


def test_a_meeting_was_postponed_and_then_held(told: Told) -> None:
    postponed = ours(governance.MeetingParticulars).filter(state=MeetingState.POSTPONED)
    held = now(governance.MeetingParticulars).filter(
        state=MeetingState.HELD, subject__in=postponed.values("subject")
    )
    assert held.count() == 2
    gone = now(governance.MeetingParticulars).filter(
        state__in=[MeetingState.CANCELLED, MeetingState.MERGED, MeetingState.POSTPONED]
    )
    assert not gone.filter(reason="").exists()


def test_a_meeting_merged_with_one_of_another_body_counts_for_both(told: Told) -> None:
    merged = now(governance.MeetingParticulars).get(state=MeetingState.MERGED)
    assert merged.into.body != merged.subject.body
    did = performed(merged.day.year)[merged.subject.body.code]
    assert (did.held, did.status) == (1, Kept.MET)


def test_minutes_are_approved_but_those_of_the_last_meetings(told: Told) -> None:
    held = now(governance.MeetingParticulars).filter(state=MeetingState.HELD)
    open_ones = held.exclude(subject__in=ours(governance.Minutes).values("subject"))
    assert 2 <= open_ones.count() <= 5
    assert min(row.day for row in open_ones) > days.today() - timedelta(days=130)
    drafts = governance.MinutesDraft.objects.filter(meeting__in=open_ones.values("subject"))
    assert drafts.count() == open_ones.count()


def test_minutes_hold_items_members_and_guests(told: Told) -> None:
    for minutes in ours(governance.Minutes).prefetch_related("items", "attendance"):
        written = minutes.subject.particulars.filter(kind=MeetingKind.WRITTEN).exists()
        assert written or 3 <= len(minutes.items.all()) <= 5
        assert written or minutes.attendance.exists()
        assert not minutes.items.filter(minute="").exists()
    there = governance.MinutedAttendance.objects.filter(minutes__subject__demonstration=True)
    assert set(there.values_list("standing", flat=True)) == set(Standing)
    assert there.filter(seat__isnull=True).exclude(present_as="").count() >= 10


def test_two_corrigenda_and_papers_that_can_be_read(told: Told) -> None:
    assert ours(governance.Corrigendum).count() == 2
    items = governance.AgendaItem.objects.filter(meeting__demonstration=True, file__isnull=False)
    assert items.values("file").distinct().count() == 2
    assert ours(governance.Minutes).filter(file__isnull=False).count() == 1
    assert all(b"made up" in read(item.file) or b"office" in read(item.file) for item in items)


def test_actions_are_done_dropped_open_and_overdue(told: Told) -> None:
    assert set(words(governance.ActionItemParticulars, "word")) == set(ActionWord)
    open_ones = now(governance.ActionItemParticulars).filter(word=ActionWord.OPEN)
    assert open_ones.filter(due_on__lt=days.today()).exists()
    assert open_ones.filter(due_on__gte=days.today()).exists()


def test_an_open_action_stands_on_the_next_agenda(told: Told) -> None:
    held = now(governance.MeetingParticulars).filter(state=MeetingState.HELD)
    rows = held.filter(subject__body__code="DEMO-BOARD").select_related("subject__body")
    assert sum(bool(carried_to(row, moments.now())) for row in rows) >= 3


# --- decisions -----------------------------------------------------------------------------------
def test_decisions_of_every_word_with_a_chain_of_three(told: Told) -> None:
    assert set(words(governance.DecisionParticulars, "word")) == set(DecisionWord)
    assert 24 <= now(governance.DecisionParticulars).count() <= 30
    replacing = now(governance.DecisionParticulars).filter(supersedes__isnull=False)
    last = replacing.exclude(subject__in=replacing.values("supersedes")).get()
    [middle] = replacing.filter(subject=last.supersedes)
    assert middle.supersedes not in {row.subject for row in replacing}


def test_decisions_fall_on_the_day_of_their_meeting_and_some_are_overdue(told: Told) -> None:
    rows = now(governance.DecisionParticulars).select_related("meeting", "subject")
    held = dict(now(governance.MeetingParticulars).values_list("subject", "day"))
    assert all(row.decided_on == held[row.meeting_id] for row in rows)
    open_ones = rows.filter(word=DecisionWord.OPEN)
    assert open_ones.filter(due_on__lt=days.today()).exists()
    assert open_ones.filter(due_on__gte=days.today()).exists()


# --- requests ------------------------------------------------------------------------------------
def mandates(moment: Moment | None = None) -> Any:
    """The demonstration's requests at a moment."""
    return policies.viewable_mandates(system(), moment or moments.now(), demonstration=True)


def test_requests_of_every_status_verb_and_finding(told: Told) -> None:
    states = Counter(mandates().values_list("status", flat=True))
    assert set(states) == set(MandateStatus), states
    assert set(mandates().values_list("verb", flat=True)) == set(Verb)
    assert set(ours(governance.MandateFinding).values_list("word", flat=True)) == set(FindingWord)
    assert set(ours(governance.MandateLink).values_list("kind", flat=True)) == set(LinkKind)


def test_some_came_in_time_and_one_late(told: Told) -> None:
    late = {row.code: row.days_late for row in mandates() if row.days_late is not None}
    assert late["DEMO-R01"] == 0
    assert late["DEMO-R02"] > 0


def test_one_is_recalled_at_two_later_sessions_and_carries_another(told: Told) -> None:
    rows = {row.code: row for row in mandates()}
    for code in ("DEMO-R03", "DEMO-R07", "DEMO-R11"):
        assert rows[code].status == MandateStatus.OVERDUE
    sessions = [rows[code].due_session for code in ("DEMO-R03", "DEMO-R07", "DEMO-R11")]
    assert sessions == list(range(sessions[0], sessions[0] + 3))
    carried = rows["DEMO-R04"]
    assert (carried.vehicle.code, carried.status) == ("DEMO-R03", MandateStatus.OVERDUE)


def test_a_request_has_four_parts_in_several_states(told: Told) -> None:
    parts = ours(governance.MandatePart).order_by("letter")
    assert [part.letter for part in parts] == list("abcd")
    assert len({part.state for part in parts}) == 3


# --- policies ------------------------------------------------------------------------------------
def test_policies_of_every_kind_and_state(told: Told) -> None:
    assert set(words(governance.PolicyParticulars, "kind")) == set(PolicyKind)
    assert set(words(governance.PolicyParticulars, "state")) == set(PolicyState)
    in_force = now(governance.PolicyParticulars).filter(state=PolicyState.IN_FORCE)
    assert in_force.filter(review_on__lt=days.today()).count() == 2
    assert in_force.filter(review_on__gte=days.today()).count() >= 4


def test_a_draft_was_sent_back_and_another_became_a_procedure(told: Told) -> None:
    rows = ours(governance.PolicyParticulars).order_by("as_of")
    back = rows.filter(subject__code="DG-AUTOMATIC").values_list("state", flat=True)
    assert list(back) == ["not_started", "drafting", "before_committee", "drafting"]
    issued = rows.filter(subject__code="DG-EXCHANGE").last()
    assert (issued.state, issued.issued_on) == (PolicyState.IN_FORCE, issued.as_of)


def test_compliance_was_reviewed_in_some_years_and_not_in_others(told: Told) -> None:
    rows = ours(governance.ComplianceReview)
    assert set(rows.values_list("word", flat=True)) == set(lifecycle.ReviewDone)
    assert rows.values("year").distinct().count() == 3


# --- self-certification --------------------------------------------------------------------------
def _rounds() -> list[Any]:
    return certification.rounds_at(system(), moments.now(), demonstration=True)


def test_one_round_is_over_and_one_is_open(told: Told) -> None:
    [present, before] = _rounds()
    assert (present.is_open, before.is_over) == (True, True)
    assert (before.response.numerator, before.response.denominator) == (6, 8)
    assert (present.response.numerator, present.response.denominator) == (3, 8)
    assert 0 < before.coverage.numerator < before.coverage.denominator


def test_forms_are_complete_incomplete_late_missing_and_corrected(told: Told) -> None:
    [present, before] = _rounds()
    forms = {row.entity.code: row for row in certification.forms(before, moments.now())}
    assert [code for code, row in forms.items() if row.is_late] == ["DEMO-REG1"]
    states = Counter(row.state for row in certification.forms(present, moments.now()))
    assert states == {"complete": 3, "incomplete": 1, "none": 4}
    assert ours(governance.SelfCertification).filter(corrects__isnull=False).count() == 1
    answers = governance.CertifiedPolicy.objects.filter(certification__subject__demonstration=True)
    said = set(answers.values_list("word", flat=True))
    assert said == set(CertifiedWord) - {CertifiedWord.NOT_STATED}


def test_finance_can_certify_today(told: Told) -> None:
    [present, _] = _rounds()
    word = CertifiedWord.COMPLIANT
    with transaction.atomic():
        made = certify(
            by=told["focal-point"],
            round_id=present.said.subject_id,
            entity_id=Entity.objects.get(code="DEMO-FIN").pk,
            answers={policy.code: Answered(word, EVIDENCE[word]) for policy in present.policies},
            signed_by=OFFICE,
            complete=True,
            expected_version=0,
        )
        assert made.as_of == days.today()
        assert _rounds()[0].response.numerator == 4
        transaction.set_rollback(True)


def test_those_who_certify_beside_the_cast_cannot_sign_in(told: Told) -> None:
    cast = {member.email for member in people.CAST}
    others = Person.objects.filter(demonstration=True).exclude(email__in=cast)
    assert others.count() == 4
    assert not any(person.has_usable_password() for person in others)
    grants = RoleGrant.objects.filter(person__in=others)
    assert {grant.role for grant in grants} == {"focal_point"}
    assert grants.values("scope_code").distinct().count() == 4


def test_only_reminders_are_unread(told: Told) -> None:
    unread = Notice.objects.filter(person__demonstration=True, read_at__isnull=True)
    assert set(unread.values_list("kind", flat=True)) == {"certification_reminder"}
    assert unread.filter(person=told["focal-point"]).count() == 1


# --- authority -----------------------------------------------------------------------------------
def test_a_delegation_for_ict_was_missing_and_is_in_force(told: Told) -> None:
    figure = figures.get("delegation.in_force")
    layer = {"provenance": "demonstration"}
    then = figure.answer(system(), Moment(as_of=date(2020, 12, 31)), layer)
    assert then.numerator == 0
    assert figure.answer(system(), moments.now(), layer).numerator == 1
    covers = set(words(governance.DelegationParticulars, "covers_ict"))
    assert covers == {"yes", "no"}


def test_the_matrix_is_full_and_says_every_word(told: Told) -> None:
    cells = now(governance.ProvisionCompliance)
    assert cells.count() == 48
    assert set(cells.values_list("word", flat=True)) == set(CertifiedWord)


def test_measures_authorities_lines_and_alignment_are_there(told: Told) -> None:
    assert set(words(governance.ProtectionMeasureState, "urgency")) == set(lifecycle.Urgency)
    assert set(words(governance.ProtectionMeasureState, "state")) == set(lifecycle.MeasureState)
    assert set(words(governance.EntityAlignment, "word")) == set(lifecycle.Alignment)
    assert now(governance.AuthorityParticulars).filter(valid_to__lt=days.today()).exists()
    assert now(governance.AccountabilityLine).count() >= 5


def test_budgets_of_two_years_with_every_word_and_one_sent_on_early(told: Told) -> None:
    rows = now(governance.BudgetReview)
    assert rows.values("year").distinct().count() == 2
    assert set(rows.values_list("word", flat=True)) == set(ReviewWord)
    assert rows.filter(sent_on__lt=models.F("reviewed_on")).count() == 1


# --- and it goes on ------------------------------------------------------------------------------
def test_the_secretary_approves_minutes_that_wait(told: Told) -> None:
    held = now(governance.MeetingParticulars).filter(state=MeetingState.HELD)
    waiting = held.exclude(subject__in=ours(governance.Minutes).values("subject"))
    meeting = waiting.earliest("day").subject
    with transaction.atomic():
        minutes = actions.approve_minutes(
            by=told["secretary"],
            meeting_id=meeting.pk,
            expected_version=meeting.version,
            approved_on=days.today(),
            approved_by="The members",
        )
        assert minutes.items.count() >= 3
        transaction.set_rollback(True)
