"""The demonstration: rich enough to try every screen, apart from the record, and whole."""

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from audits import filters, queries, state, storage
from audits.figures import status
from audits.lifecycle import Acceptance, Claim, EvidenceMove, Finding, LinkKind
from audits.models import (
    AdministrationUpdate,
    Assessment,
    Evidence,
    FollowUp,
    Link,
    Particulars,
    Recommendation,
    RecommendationProject,
    RecommendationState,
    Target,
    Transcription,
    TranscriptionState,
    Voiding,
)
from ictportal.demonstration.people import CAST
from ictportal.demonstration.subjects import SUBJECTS
from ledger import flags, moments
from ledger.models import Entry, FlagAcknowledgement
from ledger.moments import Moment
from ledger.verify import verify
from secretariat import files
from secretariat.access import system
from secretariat.models import Classification, Person, Provenance

SERIES = (
    Particulars,
    AdministrationUpdate,
    Target,
    Assessment,
    Link,
    FollowUp,
    Evidence,
    Voiding,
)
BOARD = {"body": "BOA", "followed_up_in": "A/74/177"}
YEAR_END = Moment(as_of=date(2018, 12, 31))


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """The demonstration, told once for this file and taken back at its end."""
    evidence = tmp_path_factory.mktemp("evidence")
    with (
        django_db_blocker.unblock(),
        override_settings(EVIDENCE_DIR=evidence),
        transaction.atomic(),
    ):
        before = record_figures()
        out = StringIO()
        call_command("seed_demo", stdout=out)
        yield {"before": before, "out": out.getvalue()}
        transaction.set_rollback(True)


def record_figures() -> dict[str, Any]:
    """What the record says, now and at the end of 2018, without any demonstration."""
    now = status(system(), moments.now(), {})
    then = status(system(), YEAR_END, BOARD)
    return {
        "now": {part.key: part.count for part in now.parts},
        "then": {part.key: part.count for part in then.parts},
        "then_total": then.denominator,
    }


def rows(moment: Moment | None = None) -> Any:
    """The demonstration's rows at a moment."""
    return state.states_at(moment or moments.now()).filter(demonstration=True)


def year_end(year: int) -> Moment:
    """The end of a year."""
    return Moment(as_of=date(year, 12, 31))


def found(given: dict[str, str], moment: Moment | None = None) -> int:
    """How many rows meet filters."""
    moment = moment or moments.now()
    return filters.apply(rows(moment), given, moment).count()


@pytest.mark.django_db
def test_every_finding_claim_and_class_has_rows(told: Any) -> None:
    for column, values in (
        ("finding", Finding.values),
        ("claim", Claim.values),
        ("classification", Classification.values),
        ("priority", ["high", "medium", "not_stated"]),
        ("acceptance", set(Acceptance.values) - {Acceptance.NOT_STATED}),
    ):
        counts = Counter(rows().values_list(column, flat=True))
        assert not [value for value in values if not counts[value]], (column, counts)
    assert 190 <= rows().count() <= 210


@pytest.mark.django_db
def test_every_theme_and_several_entities_take_part(told: Any) -> None:
    assert rows().values("theme").distinct().count() == 10
    assert rows().values("lead").distinct().count() == 10
    assert rows().exclude(particulars__root_cause="").count() > 40


@pytest.mark.django_db
def test_implemented_grows_from_year_to_year(told: Any) -> None:
    done = [
        rows(year_end(year)).filter(finding=Finding.IMPLEMENTED).count()
        for year in range(2019, 2026)
    ]
    assert done[0] > 0
    assert all(one < other for one, other in itertools.pairwise(done)), done


@pytest.mark.django_db
def test_the_voices_differ_in_every_year(told: Any) -> None:
    for year in range(2019, 2026):
        assert found({"voices": "differ"}, year_end(year)) > 0, year
    assert found({"voices": "differ"}) > 0
    assert found({"voices": "claimed_not_assessed"}) > 0
    assert found({"voices": "unanswered"}) > 0


@pytest.mark.django_db
def test_closed_ones_were_reopened_and_some_closed_again(told: Any) -> None:
    reopened = Assessment.objects.filter(subject__demonstration=True, reopens=True)
    assert reopened.count() >= 5
    now = Counter(
        rows()
        .filter(recommendation__in=reopened.values("subject"))
        .values_list("finding", flat=True)
    )
    assert now[Finding.IMPLEMENTED]
    assert now[Finding.UNDER_IMPLEMENTATION]


@pytest.mark.django_db
def test_targets_move_later_several_times_and_earlier(told: Any) -> None:
    page = queries.with_details(rows(), moments.now())
    assert max(row.target_moves for row in page) >= 3
    assert any(
        later.ends_on < earlier.ends_on
        for row in page
        for earlier, later in zip(row.targets, row.targets[1:], strict=False)
    )
    assert any(row.overdue_days for row in page)
    moved = [target for row in page for target in row.targets[1:]]
    assert all(target.reason for target in moved)


@pytest.mark.django_db
def test_some_are_overdue_and_some_due_soon(told: Any) -> None:
    assert found({"target": "overdue"}) > 10
    assert found({"target": "due_90"}) > 3
    assert found({"older_than_two_years": "yes"}) > 10


@pytest.mark.django_db
def test_corrections_a_withdrawal_and_a_voided_one(told: Any) -> None:
    corrections = Assessment.objects.filter(subject__demonstration=True, corrects__isnull=False)
    assert corrections.filter(withdrawn=False).count() == 2
    assert corrections.filter(withdrawn=True).count() == 1
    voided = Voiding.objects.get(subject__demonstration=True)
    assert not RecommendationState.objects.filter(recommendation=voided.subject_id).exists()


@pytest.mark.django_db
def test_evidence_goes_back_and_forth(told: Any) -> None:
    moves = Counter(Evidence.objects.values_list("move", flat=True))
    assert not [move for move in EvidenceMove.values if not moves[move]]
    supplied = Evidence.objects.filter(move=EvidenceMove.SUPPLIED).select_related("file")
    for row in supplied:
        assert row.file is not None
        content = storage.read(row.file)
        assert files.check_content(content, row.file_name) == row.file.content_type


@pytest.mark.django_db
def test_transcriptions_wait_are_confirmed_and_refused(told: Any) -> None:
    states = Counter(Transcription.objects.values_list("state", flat=True))
    assert states[TranscriptionState.PROPOSED] == 1
    assert states[TranscriptionState.CONFIRMED] >= 1
    assert states[TranscriptionState.REFUSED] == 1
    assert Assessment.objects.filter(transcribed=True, subject__demonstration=True).exists()


@pytest.mark.django_db
def test_links_lead_from_later_to_earlier_and_to_successors(told: Any) -> None:
    links = Link.objects.filter(subject__demonstration=True).select_related(
        "subject__report__document", "other__report__document"
    )
    kinds = Counter(link.kind for link in links)
    assert kinds[LinkKind.REITERATES] >= 5
    assert kinds[LinkKind.SUCCEEDED_BY] >= 3
    for link in links:
        one, other = link.subject.report.document.symbol, link.other.report.document.symbol
        assert (one > other) == (link.kind == LinkKind.REITERATES)


@pytest.mark.django_db
def test_recommendations_concern_projects_of_the_demonstration(told: Any) -> None:
    ties = RecommendationProject.objects.filter(subject__demonstration=True)
    assert ties.count() >= 20
    assert ties.values("project").distinct().count() >= 10
    assert not ties.filter(project__demonstration=False).exists()
    assert set(ties.values_list("provenance", flat=True)) == {Provenance.DEMONSTRATION}


@pytest.mark.django_db
def test_flags_are_raised_and_some_are_answered(told: Any) -> None:
    auditor = Person.objects.get(email="auditor@demo.example")
    silent = {"recommendations.printed_differs"}
    for flag in flags.all_flags():
        told_here = flag.key.startswith(("recommendations.", "contradiction."))
        if told_here and flag.key not in silent:
            assert flag.find(auditor, moments.now(), demonstration=True).count(), flag.key
    assert FlagAcknowledgement.objects.count() >= 6


@pytest.mark.django_db
def test_every_statement_is_demonstration_on_a_demonstration_subject(told: Any) -> None:
    for model in SERIES:
        here = model._default_manager.filter(subject__demonstration=True)
        assert here.exists(), model
        assert set(here.values_list("provenance", flat=True)) == {Provenance.DEMONSTRATION}
        stray = model._default_manager.filter(provenance=Provenance.DEMONSTRATION)
        assert not stray.exclude(subject__demonstration=True).exists(), model
    assert not Link.objects.filter(subject__demonstration=True, other__demonstration=False).exists()
    assert not Recommendation.objects.filter(demonstration=True, body__demonstration=False).exists()
    assert not rows().filter(lead__demonstration=False).exists()


@pytest.mark.django_db
def test_nothing_lies_in_the_future(told: Any) -> None:
    today = moments.now().as_of
    for model in SERIES:
        assert not model._default_manager.filter(as_of__gt=today).exists(), model


@pytest.mark.django_db
def test_the_figures_of_the_record_do_not_change(told: Any) -> None:
    assert record_figures() == told["before"]
    assert told["before"]["then_total"] == 39


@pytest.mark.django_db
def test_the_projection_says_what_the_ledger_says(told: Any) -> None:
    for year in (2019, 2022, 2025):
        assert state.differences(date(year, 12, 31)) == []
    assert state.differences(moments.now().as_of) == []


@pytest.mark.django_db
def test_the_memory_is_whole(told: Any) -> None:
    assert verify() == []


@pytest.mark.django_db
def test_a_second_time_nothing_happens(told: Any) -> None:
    before = Entry.objects.count(), Person.objects.count()
    out = StringIO()
    call_command("seed_demo", stdout=out)
    assert (Entry.objects.count(), Person.objects.count()) == before
    assert out.getvalue() == ""


@pytest.mark.django_db
def test_the_passwords_are_shown_once_and_work(told: Any) -> None:
    shown = dict(line.split()[:2] for line in told["out"].splitlines()[1:])
    assert set(shown) == {member.email for member in CAST}
    for email, password in shown.items():
        assert Person.objects.get(email=email).check_password(password)


def test_subjects_differ() -> None:
    assert len({subject.title for subject in SUBJECTS}) == len(SUBJECTS) == 60
