"""Real parts: a Celery worker on Redis and PostgreSQL, killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from audits import actions, figures
from ledger import jobs, nightly, seals
from ledger.errors import DomainError
from ledger.models import AwaitingSeal, FigureSnapshot, FlagObservation, Job, JobState, Seal
from ledger.moments import Moment
from ledger.verify import verify
from secretariat.access import system
from tests.world import World

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True), pytest.mark.serial]
ROOT = Path(__file__).parent.parent
NIGHTS = [date(2018, 12, 31) + timedelta(days=n) for n in range(8)]


def start_worker() -> "subprocess.Popen[bytes]":
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "ictportal",
            "worker",
            "--pool",
            "solo",
            "-l",
            "WARNING",
        ],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "EMAIL_URL": "memorymail://"},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill(worker: "subprocess.Popen[bytes]") -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(timeout=10)


@pytest.fixture
def worker() -> Iterator[dict[str, Any]]:
    held = {"process": start_worker()}
    yield held
    kill(held["process"])


def wait_for(condition: Any, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the worker did not finish in time"
        time.sleep(0.1)


def results() -> dict[str, Any]:
    shots = FigureSnapshot.objects.order_by("as_of", "figure").values_list(
        "as_of", "figure", "answer"
    )
    flags = FlagObservation.objects.order_by("as_of", "rule", "subject_id")
    return {"figures": list(shots), "flags": list(flags.values_list("as_of", "rule", "subject_id"))}


def test_a_promised_job_is_done_by_the_worker(world: World, worker: dict[str, Any]) -> None:
    nightly.promise_night(NIGHTS[0])
    wait_for(lambda: Job.objects.filter(state=JobState.DONE).count() == 1)
    assert FigureSnapshot.objects.filter(as_of=NIGHTS[0]).count() == 18


def test_a_worker_killed_in_the_middle_and_restarted_gives_the_same_figures(
    world: World, worker: dict[str, Any]
) -> None:
    for night in NIGHTS:
        nightly.promise_night(night)
    wait_for(lambda: Job.objects.exclude(state=JobState.QUEUED).exists())
    for _ in range(3):
        kill(worker["process"])
        Job.objects.filter(state=JobState.RUNNING).update(lease_until=timezone.now())
        worker["process"] = start_worker()
        time.sleep(1.0)
    for _ in range(200):
        for job_id in jobs.waiting_jobs():
            jobs._tell_carrier(job_id)
        if Job.objects.filter(state=JobState.DONE).count() == len(NIGHTS):
            break
        time.sleep(0.5)
    assert Job.objects.filter(state=JobState.DONE).count() == len(NIGHTS)
    disturbed = results()
    calm = {
        night: {
            figure.key: nightly.answer_as_json(figure.answer(system(), Moment(as_of=night), {}))
            for figure in (figures.STATUS, figures.OLDER, figures.AGEING)
        }
        for night in NIGHTS
    }
    for as_of, figure, answer in disturbed["figures"]:
        if figure in calm[as_of]:
            assert answer == calm[as_of][figure]
    assert len(disturbed["figures"]) == 18 * len(NIGHTS)
    assert len(disturbed["flags"]) == len(set(disturbed["flags"]))


def test_without_the_broker_a_promise_is_kept_and_answers_at_once(
    world: World, monkeypatch: Any
) -> None:
    monkeypatch.setattr(jobs.current_app.conf, "broker_url", "redis://127.0.0.1:1/0", raising=False)
    with transaction.atomic():
        nightly.promise_night(NIGHTS[0])
    job = Job.objects.get()
    assert job.pk in jobs.waiting_jobs()
    assert settings.JOBS_RUN_IN == "celery"


def test_twenty_writers_with_one_version_have_one_winner(world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write(n: int) -> str:
        try:
            world.assess(expected_version=1, reasoning=f"Writer {n}")
        except DomainError as refused:
            return refused.code
        finally:
            connections.close_all()
        return "won"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(write, range(20)))
    assert outcomes.count("won") == 1
    assert set(outcomes) <= {"won", "stale", "wrong_state"}


def test_parallel_writers_and_sealers_leave_one_chain_without_fork_or_gap(world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write(n: int) -> None:
        try:
            for _ in range(20):
                try:
                    world.update(as_of=date(2024, 9, 1) + timedelta(days=n))
                    break
                except DomainError:
                    time.sleep(0.02 * (n % 5 + 1))
            seals.seal_pending()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(30)))
    seals.seal_pending()
    numbers = list(Seal.objects.order_by("no").values_list("no", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert not AwaitingSeal.objects.exists()
    assert verify() == []
    assert (
        actions.find_state(world.officer, world.recommendation.pk).claim == "under_implementation"
    )
