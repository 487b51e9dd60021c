"""What each side may say, and what is refused, from the same set-up."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audits import actions
from audits.actions import NotFound
from audits.models import (
    AdministrationUpdate,
    Assessment,
    Evidence,
    EvidenceFile,
    RecommendationState,
    Target,
)
from audits.state import differences
from ledger.errors import DomainError, Forbidden, Invalid, WrongState
from ledger.models import Entry
from secretariat.files import orphans, path_of, sweep
from tests.world import World

pytestmark = pytest.mark.django_db


def now(world: World) -> RecommendationState:
    return actions.find_state(world.officer, world.recommendation.pk)


def test_a_finding_closes_and_a_claim_never_does(world: World) -> None:
    world.update("closure_requested")
    assert now(world).finding == "not_assessed"
    world.assess("implemented")
    assert now(world).finding == "implemented"


def test_an_auditor_of_the_responsible_department_is_refused(world: World) -> None:
    with pytest.raises(Forbidden, match="belong to an entity that answers"):
        world.assess(by=world.insider)
    assert world.assess()


def test_an_auditor_of_another_body_is_refused(world: World) -> None:
    with pytest.raises(Forbidden, match="Only an auditor of"):
        world.assess(by=world.other_auditor)


@pytest.mark.parametrize("who", ["officer", "focal_point", "administrator", "approver", "lead"])
def test_nobody_but_an_auditor_assesses(world: World, who: str) -> None:
    with pytest.raises(Forbidden):
        world.assess(by=getattr(world, who))


def test_a_focal_point_speaks_for_the_own_entity_only(world: World) -> None:
    with pytest.raises(Forbidden):
        world.update(by=world.other_focal_point)
    assert world.update()
    assert world.update(by=world.other_focal_point, recommendation_id=world.second.pk)


def test_a_reader_and_a_stranger_find_nothing(world: World) -> None:
    for person in (world.reader, world.outsider):
        with pytest.raises(NotFound):
            actions.find_state(person, world.recommendation.pk)


def test_words_of_another_body_and_unknown_words_are_refused_with_the_known_ones(
    world: World,
) -> None:
    for word in ("in progress", "done", ""):
        with pytest.raises(Invalid) as refused:
            world.assess(word)
        assert "under implementation" in refused.value.fields["word"][0]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("as_of", {"as_of": date(2999, 1, 1)}),
        ("as_of", {"as_of": date(2020, 1, 1)}),
        ("reasoning", {"reasoning": "  "}),
        ("reasoning", {"reasoning": "a\x00b"}),
        ("reasoning", {"reasoning": "a\ud800"}),
        ("reasoning", {"reasoning": "x" * 20_001}),
    ],
)
def test_an_assessment_that_breaks_a_rule_names_its_field(
    world: World, field: str, given: dict[str, Any]
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Invalid) as refused:
        world.assess(**given)
    assert field in refused.value.fields
    assert Entry.objects.count() == entries


def test_overtaken_needs_a_successor_or_the_reason_for_none(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.assess("overtaken by events")
    assert "successor" in refused.value.fields
    world.assess("overtaken by events", successor_id=world.second.pk)
    link = world.recommendation.links.get()
    assert (link.kind, link.other_id) == ("succeeded_by", world.second.pk)


def test_one_assessment_a_day_and_none_after_closure_without_reopening(world: World) -> None:
    world.assess("implemented")
    with pytest.raises(WrongState):
        world.assess("under implementation", as_of=date(2025, 6, 30))
    reopened: Any = actions.reopen_recommendation(
        by=world.auditor,
        recommendation_id=world.recommendation.pk,
        expected_version=world.version(),
        word="under implementation",
        as_of=date(2025, 6, 30),
        reasoning="It came back.",
    )
    assert reopened.reopens
    assert now(world).finding == "under_implementation"
    assert Assessment.objects.filter(subject=world.recommendation).count() == 2
    with pytest.raises(WrongState, match="Correct that one"):
        world.assess("implemented", as_of=date(2025, 6, 30))


def test_the_first_target_stays_and_each_move_needs_its_reason(world: World) -> None:
    world.update(target="2025-Q1")
    with pytest.raises(Invalid) as refused:
        world.update(target="2025-Q4", as_of=date(2024, 10, 1))
    assert "target_reason" in refused.value.fields
    world.update(
        target="2025-Q4", target_reason="Procurement took longer.", as_of=date(2024, 10, 1)
    )
    world.update(target="2025-Q3", target_reason="Earlier after all.", as_of=date(2024, 11, 1))
    quarters = Target.objects.filter(subject=world.recommendation).order_by("ordinal")
    assert [row.quarter for row in quarters] == ["2025-Q1", "2025-Q4", "2025-Q3"]


@pytest.mark.parametrize("target", ["2025", "Q2 2025", "2025-Q9", "2020-Q1"])
def test_targets_are_quarters_after_the_issue(world: World, target: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.update(target=target)
    assert "target" in refused.value.fields


def test_nothing_is_kept_when_the_history_fails(world: World, monkeypatch: Any) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no history")

    version = world.version()
    monkeypatch.setattr("ledger.history.Entry.objects.bulk_create", broken)
    with pytest.raises(RuntimeError):
        world.assess()
    assert world.version() == version
    assert not Assessment.objects.filter(subject=world.recommendation).exists()


def test_a_transcription_takes_two_people(world: World) -> None:
    proposal = actions.propose_transcription(
        by=world.officer,
        recommendation_id=world.recommendation.pk,
        word="implemented",
        as_of=date(2024, 12, 31),
        reasoning="The annex marks it so.",
        symbol="a/74/177",
        locator="annex I, item 3",
    )
    assert now(world).finding == "not_assessed"
    with pytest.raises(Forbidden):
        actions.confirm_transcription(by=world.officer, transcription_id=proposal.pk)
    made = actions.confirm_transcription(by=world.approver, transcription_id=proposal.pk)
    assert (made.finding, made.transcribed, str(made.citation)) == (
        "implemented",
        True,
        "A/74/177, annex I, item 3",
    )
    with pytest.raises(WrongState):
        actions.confirm_transcription(by=world.approver, transcription_id=proposal.pk)


def test_a_refused_transcription_states_nothing(world: World) -> None:
    proposal = actions.propose_transcription(
        by=world.officer,
        recommendation_id=world.recommendation.pk,
        word="implemented",
        as_of=date(2024, 12, 31),
        reasoning="The annex marks it so.",
        symbol="A/74/177",
        locator="annex I",
    )
    actions.refuse_transcription(
        by=world.approver, transcription_id=proposal.pk, reason="Other row."
    )
    assert not Assessment.objects.filter(subject=world.recommendation).exists()


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def evidence_store(settings: Any, tmp_path: Any) -> Any:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


def supply(world: World, name: str = "minutes.pdf", content: bytes = PDF, **given: Any) -> Evidence:
    return actions.supply_evidence(
        **{
            "by": world.focal_point,
            "recommendation_id": world.recommendation.pk,
            "expected_version": world.version(),
            "upload": SimpleUploadedFile(name, content),
            "said": "The signed minutes.",
            **given,
        }
    )


def test_evidence_goes_round_and_keeps_its_bytes(world: World, evidence_store: Any) -> None:
    asked = actions.request_evidence(
        by=world.auditor,
        recommendation_id=world.recommendation.pk,
        expected_version=world.version(),
        said="Send the minutes.",
    )
    given = supply(world, request_id=asked.pk)
    assert given.file is not None
    assert path_of(given.file.sha256).read_bytes() == PDF
    judged = actions.review_evidence(
        by=world.auditor,
        recommendation_id=world.recommendation.pk,
        expected_version=world.version(),
        evidence_id=given.pk,
        move="returned",
        said="The signature is missing.",
    )
    assert judged.answers_id == given.pk
    with pytest.raises(WrongState):
        actions.review_evidence(
            by=world.auditor,
            recommendation_id=world.recommendation.pk,
            expected_version=world.version(),
            evidence_id=given.pk,
            move="accepted",
            said="Now it is there.",
        )
    assert list(orphans()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html><script>alert(1)</script></html>"),
        ("picture.svg", b"<svg onload='x'/>"),
        ("note.txt", b"<script>alert(1)</script>"),
        ("note.txt", b"a\x00b"),
        ("empty.pdf", b""),
        ("false.pdf", b"MZ this is no pdf"),
        ("macro.docx", b"PK\x03\x04[Content_Types].xml vbaProject.bin"),
        ("macro.xlsm", b"PK\x03\x04"),
        ("program.exe", b"MZ"),
    ],
)
def test_active_false_and_empty_files_are_refused(
    world: World, evidence_store: Any, name: str, content: bytes
) -> None:
    with pytest.raises(Invalid) as refused:
        supply(world, name, content)
    assert "file" in refused.value.fields
    assert not EvidenceFile.objects.exists()
    assert list(orphans()) == []


def test_the_size_limit_is_exact_to_the_byte(
    world: World, evidence_store: Any, settings: Any
) -> None:
    settings.EVIDENCE_LIMIT_BYTES = len(PDF)
    supply(world)
    with pytest.raises(Invalid):
        supply(world, content=PDF + b"\n")


def test_a_file_left_by_a_crash_is_found_as_an_orphan(
    world: World, evidence_store: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("ledger.history.Entry.objects.bulk_create", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        supply(world)
    assert [path.read_bytes() for path in orphans()] == [PDF]
    assert not EvidenceFile.objects.exists()
    assert sweep() == 0
    monkeypatch.setattr("secretariat.files.ORPHAN_SECONDS", -1)
    assert sweep() == 1
    assert list(orphans()) == []


def test_demonstration_people_read_the_record_and_change_nothing_in_it(world: World) -> None:
    world.auditor.demonstration = True
    world.auditor.save()
    assert actions.find_state(world.auditor, world.recommendation.pk)
    with pytest.raises(Forbidden, match="Demonstration people"):
        world.assess()


def test_particulars_change_from_a_day_on_or_from_the_start(world: World) -> None:
    held = actions.description_of(now(world).particulars)
    given = {
        "by": world.officer,
        "recommendation_id": world.recommendation.pk,
        "description": actions.Description(**{**held.__dict__, "title": "Another title"}),
        "reason": "The wording was improved.",
    }
    with pytest.raises(Invalid):
        actions.describe_recommendation(
            **given, expected_version=world.version(), as_of=date(2020, 1, 1)
        )
    actions.describe_recommendation(
        **given, expected_version=world.version(), as_of=date(2025, 1, 1)
    )
    titles = {
        state.from_day: state.particulars.title
        for state in RecommendationState.objects.filter(recommendation=world.recommendation)
    }
    assert titles == {
        date(2024, 7, 24): "Keep an asset register",
        date(2025, 1, 1): "Another title",
    }


def test_the_projection_is_what_the_ledger_says_on_any_day(world: World) -> None:
    world.update("closure_requested", target="2025-Q1")
    world.assess("under implementation")
    world.update("closure_requested", as_of=date(2025, 2, 1))
    for n in range(0, 900, 60):
        assert differences(date(2024, 7, 1) + timedelta(days=n)) == []
    RecommendationState.objects.filter(recommendation=world.recommendation).update(
        claim="not_accepted"
    )
    assert differences(date(2025, 3, 1)) == [world.recommendation.pk]


def test_refusals_are_domain_errors_with_codes(world: World) -> None:
    with pytest.raises(DomainError) as refused:
        world.assess(by=world.insider)
    assert (refused.value.code, refused.value.status) == ("forbidden", 403)
    assert not AdministrationUpdate.objects.filter(subject=world.recommendation).exists()


def test_a_move_of_the_target_cannot_lie_before_the_one_in_force(world: World) -> None:
    world.update(target="2025-Q1")
    with pytest.raises(Invalid) as refused:
        world.update(target="2030-Q4", target_reason="Late.", as_of=date(2024, 8, 1))
    assert "as_of" in refused.value.fields


def correct(world: World, row: Any, word: str, **given: Any) -> Assessment:
    return actions.correct_assessment(
        by=world.auditor,
        assessment_id=row.pk,
        expected_version=world.version(),
        word=word,
        reasoning="Read again.",
        reason="The wrong row was read.",
        **given,
    )


def test_a_correction_obeys_the_rules_of_an_assessment(world: World) -> None:
    first = world.assess(as_of=date(2024, 8, 31))
    second: Any = world.assess(as_of=date(2024, 12, 31))
    with pytest.raises(WrongState, match="later assessment found it open"):
        correct(world, first, "implemented")
    with pytest.raises(Invalid) as refused:
        correct(world, second, "overtaken by events")
    assert "no_successor_reason" in refused.value.fields
    better = correct(
        world, second, "overtaken by events", no_successor_reason="The system is gone."
    )
    assert better.corrects_id == second.pk
    with pytest.raises(WrongState, match="corrected before"):
        correct(world, second, "implemented")


def test_a_withdrawn_day_is_stated_again_by_correcting_the_withdrawal(world: World) -> None:
    first: Any = world.assess()
    gone = actions.correct_assessment(
        by=world.auditor,
        assessment_id=first.pk,
        expected_version=world.version(),
        reason="Wrong recommendation.",
        withdraw=True,
    )
    with pytest.raises(WrongState, match="withdrawn"):
        world.assess()
    correct(world, gone, "implemented")
    assert now(world).finding == "implemented"


def link(world: World, subject: Any, other: Any, **given: Any) -> Any:
    asked = {"kind": "reiterates", "as_of": date(2024, 8, 1), "reason": "Raised again.", **given}
    return actions.link_recommendation(
        by=world.officer,
        recommendation_id=subject.pk,
        expected_version=world.version(subject),
        other_id=other.pk,
        **asked,
    )


def test_links_run_forward_and_never_in_a_circle(world: World) -> None:
    with pytest.raises(Invalid):
        link(world, world.second, world.recommendation, as_of=date(2020, 1, 1))
    link(world, world.second, world.recommendation)
    with pytest.raises(WrongState, match="circle"):
        link(world, world.recommendation, world.second)
    with pytest.raises(WrongState, match="on record"):
        link(world, world.second, world.recommendation)
    with pytest.raises(Invalid):
        link(world, world.second, world.second)


def test_one_transcription_of_a_day_waits_at_a_time(world: World) -> None:
    given = {
        "by": world.officer,
        "recommendation_id": world.recommendation.pk,
        "word": "implemented",
        "as_of": date(2024, 12, 31),
        "reasoning": "As printed.",
        "symbol": "A/74/177",
        "locator": "annex I",
    }
    actions.propose_transcription(**given)
    with pytest.raises(WrongState, match="second person"):
        actions.propose_transcription(**given)
