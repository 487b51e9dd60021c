"""Seals, known_at, corrections, and what verify finds."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from audits import actions, figures
from audits.models import Assessment, Particulars
from ledger import guards, seals
from ledger.errors import Stale
from ledger.models import AwaitingSeal, Entry, Seal
from ledger.moments import Moment, parse_moment
from ledger.verify import verify
from tests.world import World

pytestmark = pytest.mark.django_db


def status(world: World, moment: Moment) -> dict[str, int]:
    answer = figures.STATUS.answer(world.officer, moment, {"made_in": "A/79/5 (Vol. I)"})
    return {part.key: part.count for part in answer.parts}


def test_the_documented_record_is_whole_and_sealed_without_gap() -> None:
    seals.seal_pending()
    assert verify() == []
    numbers = list(Seal.objects.order_by("no").values_list("no", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert not AwaitingSeal.objects.exists()


def test_yesterdays_known_at_answers_yesterdays_value_after_a_hundred_writes(world: World) -> None:
    with time_machine.travel("2026-03-01T12:00:00Z", tick=True):
        world.assess()
        seals.seal_pending()
    with time_machine.travel("2026-03-02T12:00:00Z", tick=True):
        for n in range(100):
            world.update(as_of=date(2024, 9, 1) + timedelta(days=n))
        row = Assessment.objects.get(subject=world.recommendation)
        actions.correct_assessment(
            by=world.auditor,
            assessment_id=row.pk,
            expected_version=world.version(),
            word="implemented",
            reasoning="The register is complete.",
            reason="The wrong row was read.",
        )
        seals.seal_pending()
        now = status(world, parse_moment("2025-06-30", None))
        then = status(world, parse_moment("2025-06-30", "2026-03-01"))
    assert now == {"implemented": 1, "not_assessed": 2}
    assert then == {"under_implementation": 1, "not_assessed": 2}


def test_both_readings_of_a_day_agree(world: World) -> None:
    """The projection and the ledger as known now are two ways to the same rows."""
    world.update("closure_requested", target="2025-Q1")
    world.assess("implemented", as_of=date(2025, 6, 30))
    seals.seal_pending()
    for text in ("2024-07-23", "2024-07-24", "2024-10-01", "2025-06-30", "2026-01-01"):
        projected = status(world, parse_moment(text, None))
        ledger = status(world, parse_moment(text, (timezone.now() + timedelta(days=1)).isoformat()))
        assert projected == ledger, text


def test_a_correction_replaces_and_a_withdrawal_leaves_nothing(world: World) -> None:
    first: Any = world.assess("implemented")
    day = parse_moment("2025-01-31", None)
    assert status(world, day)["implemented"] == 1
    actions.correct_assessment(
        by=world.auditor,
        assessment_id=first.pk,
        expected_version=world.version(),
        reason="Entered for the wrong recommendation.",
        withdraw=True,
    )
    assert status(world, day) == {"not_assessed": 3}
    assert Assessment.objects.filter(pk=first.pk).exists()


def test_a_change_from_a_day_on_leaves_earlier_days_as_they_were(world: World) -> None:
    world.assess()
    moment = parse_moment("2025-01-31", None)
    before = status(world, moment)
    actions.void_recommendation(
        by=world.officer,
        recommendation_id=world.second.pk,
        expected_version=world.version(world.second),
        reason="Recorded twice.",
    )
    assert before == {"under_implementation": 1, "not_assessed": 2}
    assert status(world, moment) == {"under_implementation": 1, "not_assessed": 1}


def test_a_stale_version_is_refused_and_nothing_is_written(world: World) -> None:
    world.update()
    entries = Entry.objects.count()
    with pytest.raises(Stale):
        world.assess(expected_version=1)
    assert Entry.objects.count() == entries


def test_each_action_writes_one_entry_with_who_when_what_why(world: World) -> None:
    before = Entry.objects.count()
    world.assess()
    entry = Entry.objects.order_by("-recorded_at").first()
    assert entry is not None
    assert Entry.objects.count() == before + 1
    assert (entry.actor, entry.acting_role) == (world.auditor.pk, "auditor")
    assert entry.before["finding"] == "not_assessed"
    assert entry.after["finding"] == "under_implementation"
    assert entry.reason == "The minutes were looked at."
    assert world.auditor.email not in str(entry.__dict__)


@pytest.fixture
def unguarded(db: None) -> Any:
    """A copy as an owner of the database would have it: the guards are off."""
    seals.seal_pending()
    guards.remove(connection)
    yield
    guards.install(connection)


def faults() -> list[str]:
    return [str(fault) for fault in verify() if "guard" not in str(fault)]


def sql(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def key(row: Any) -> Any:
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def test_a_changed_row_is_found_with_the_number_of_its_entry(unguarded: None) -> None:
    row = Assessment.objects.select_related("entry__seal").order_by("pk")[3]
    sql("UPDATE audits_assessment SET reasoning = 'other' WHERE id = %s", key(row))
    assert [f"entry {row.entry.seal.no}:" in fault for fault in faults()] == [True]


def test_a_removed_row_is_found_with_the_number_of_its_entry(unguarded: None) -> None:
    row = Assessment.objects.select_related("entry__seal").order_by("pk")[5]
    sql("DELETE FROM audits_recommendationstate")
    sql("DELETE FROM audits_assessment WHERE id = %s", key(row))
    assert [f"entry {row.entry.seal.no}:" in fault for fault in faults()] == [True]


def test_an_inserted_row_is_found_with_the_number_of_its_entry(unguarded: None) -> None:
    row = Particulars.objects.select_related("entry__seal").order_by("pk")[0]
    names = [f.column for f in Particulars._meta.concrete_fields]
    shown = ", ".join("%s" if name == "id" else name for name in names)
    new_id = Particulars._meta.pk.get_db_prep_value(
        "11111111-1111-4111-8111-111111111111", connection
    )
    sql(
        f"INSERT INTO audits_particulars ({', '.join(names)}) SELECT {shown}"
        " FROM audits_particulars WHERE id = %s",
        new_id,
        key(row),
    )
    assert [f"entry {row.entry.seal.no}:" in fault for fault in faults()] == [True]


def test_a_changed_entry_a_removed_seal_and_a_cut_tail_are_found(unguarded: None) -> None:
    published = seals.head()
    entry = Entry.objects.select_related("seal").order_by("seal__no")[7]
    sql("UPDATE ledger_entry SET reason = 'other' WHERE id = %s", key(entry))
    assert any(f"entry {entry.seal.no}:" in fault for fault in faults())
    sql("UPDATE ledger_entry SET reason = %s WHERE id = %s", entry.reason, key(entry))
    assert faults() == []
    sql("DELETE FROM ledger_seal WHERE no = 20")
    assert any("entry 20:" in fault for fault in faults())
    sql("DELETE FROM ledger_seal WHERE no > 20")
    assert any("tail was cut" in str(fault) for fault in verify(head=published))
