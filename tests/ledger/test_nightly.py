"""The nightly run leaves the same rows however often it runs, and its gaps are made up or seen."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from ledger import jobs, nightly
from ledger.models import FigureSnapshot, FlagObservation, Job, JobState, NightlyRun
from secretariat.access import system
from secretariat.models import Notice, Person
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = "2018-12-31"


def rows() -> dict[str, Any]:
    return {
        "figures": list(FigureSnapshot.objects.order_by("figure").values_list("figure", "answer")),
        "flags": sorted(FlagObservation.objects.values_list("rule", "subject_id", "since")),
        "notices": Notice.objects.count(),
        "nights": NightlyRun.objects.count(),
    }


def test_twice_leaves_the_same_rows(world: World) -> None:
    call_command("run_nightly", as_of=DAY, verbosity=0)
    first = rows()
    call_command("run_nightly", as_of=DAY, verbosity=0)
    assert rows() == first
    assert first["nights"] == 1
    kept = dict(first["figures"])["recommendations.older_than_two_years"]
    assert (kept["numerator"], kept["denominator"]) == (12, 37)
    older = [row for row in first["flags"] if row[0] == "recommendations.older_than_two_years"]
    assert len(older) == 12
    assert {row[2] for row in older} == {date(2018, 12, 31)}


def test_a_failed_step_is_written_down_and_the_others_run(world: World, monkeypatch: Any) -> None:
    monkeypatch.setitem(nightly._steps, "broken", lambda moment: 1 / 0)
    night = nightly.run_night(date(2018, 12, 31))
    assert night.state == JobState.FAILED
    assert "ZeroDivisionError" in night.errors[0]
    assert FigureSnapshot.objects.filter(as_of=DAY).count() == 18


def test_the_future_and_nonsense_are_refused() -> None:
    for text in ("2999-01-01", "soon"):
        with pytest.raises(CommandError):
            call_command("run_nightly", as_of=text, verbosity=0)


def test_missed_nights_are_promised_once_each() -> None:
    with time_machine.travel("2026-03-10T12:00:00Z"):
        NightlyRun.objects.create(as_of=date(2026, 3, 6))
        assert nightly.plan_nights() == 3
        assert nightly.plan_nights() == 3
        keys = sorted(Job.objects.values_list("key", flat=True))
        assert keys == [f"nightly:2026-03-0{n}" for n in (7, 8, 9)]
        for job in list(Job.objects.all()):
            assert jobs.run(job.pk)
            assert not jobs.run(job.pk)
        assert nightly.plan_nights() == 0
        assert set(NightlyRun.objects.values_list("state", flat=True)) == {"queued", "done"}


def test_after_a_long_silence_only_a_month_is_made_up_and_the_rest_stays_a_gap() -> None:
    with time_machine.travel("2026-03-10T12:00:00Z"):
        NightlyRun.objects.create(as_of=date(2025, 1, 1))
        assert nightly.plan_nights() == 31


def test_a_job_abandoned_by_its_worker_is_taken_up_again(world: World) -> None:
    job = jobs.enqueue(kind="nightly", key="nightly:test", arguments={"as_of": DAY}, by=system())
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_until="2020-01-01T00:00Z")
    assert job.pk in jobs.waiting_jobs()
    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_a_refused_job_fails_with_its_sentence() -> None:
    job = jobs.enqueue(
        kind="nightly", key="nightly:bad", arguments={"as_of": "2999-01-01"}, by=system()
    )
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "This day has not come yet.")


def test_people_are_told_once_in_the_portal_and_once_by_mail(world: World) -> None:
    world.update("closure_requested", target="2024-Q4", as_of=date(2024, 9, 30))
    for _ in range(2):
        nightly.run_night(date(2024, 9, 30))
        nightly.run_night(date(2024, 12, 1))
    told = sorted(Notice.objects.values_list("person__email", "kind"))
    auditors = [email for email, kind in told if kind == "audits.closure_requested"]
    assert auditors == sorted([world.auditor.email, world.insider.email])
    assert (world.focal_point.email, "audits.target_in_30_days") in told
    assert len(mail.outbox) == 3
    assert all("Keep an asset register" not in message.body for message in mail.outbox)


def test_the_same_run_counts_the_same_through_a_job_and_the_command(
    people: Callable[..., Person],
) -> None:
    job = jobs.enqueue(kind="nightly", key=f"nightly:{DAY}", arguments={"as_of": DAY}, by=system())
    jobs.run(job.pk)
    through_job = rows()
    call_command("run_nightly", as_of=DAY, verbosity=0)
    assert rows() == through_job
