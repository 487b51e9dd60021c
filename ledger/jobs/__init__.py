"""Jobs: promises kept in the database. Celery or a thread only carries their ids."""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ledger.errors import DomainError
from ledger.history import Actor, correlated
from ledger.models import Job, JobState

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 5
Handler = Callable[["Running"], Mapping[str, Any]]
_handlers: dict[str, Handler] = {}


@dataclass
class Running:
    """A job at work: its arguments, and a way to say how far it is."""

    job: Job

    @property
    def arguments(self) -> dict[str, Any]:
        """What the job was asked."""
        arguments: dict[str, Any] = self.job.arguments
        return arguments

    def progress(self, done: int, total: int, said: str = "") -> None:
        """Say how far the job is, and keep its lease alive."""
        Job.objects.filter(pk=self.job.pk).update(
            done=done, total=total, said=said[:300], lease_until=timezone.now() + LEASE
        )


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Declare the function that does jobs of this kind. It must stand being run twice."""

    def declare(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return declare


def enqueue(*, kind: str, key: str, arguments: Mapping[str, Any], by: Actor) -> Job:
    """Promise a job in the current transaction; a key promised before returns that job.

    The carrier is told after the commit. Should it be away, the sweeper finds the row.
    """
    if kind not in _handlers:
        raise KeyError(f"{kind} is no declared kind of job.")
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "arguments": dict(arguments),
            "actor": by.number,
            "created_at": timezone.now(),
        },
    )
    if created:
        transaction.on_commit(lambda: _tell_carrier(job.pk))
    return job


def _tell_carrier(job_id: uuid.UUID) -> None:
    if settings.JOBS_RUN_IN != "celery":
        return
    try:
        current_app.send_task("ledger.run_job", kwargs={"job_id": str(job_id)}, retry=False)
    except Exception:  # the broker may fail in any way; the row is safe and will be swept
        log.warning("The broker is away; job %s waits for the sweeper.", job_id)


def waiting_jobs() -> list[uuid.UUID]:
    """Jobs nobody works on: queued, or abandoned by a worker whose lease ran out."""
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=timezone.now())
    waiting = Job.objects.filter(Q(state=JobState.QUEUED) | abandoned)
    return list(waiting.order_by("created_at").values_list("pk", flat=True)[:100])


def run(job_id: uuid.UUID) -> bool:
    """Claim the job and do it; ``False`` when somebody else has it or it is done."""
    job = _claim(job_id)
    if job is None:
        return False
    try:
        with correlated():
            result = _handlers[job.kind](Running(job))
    except DomainError as refusal:
        _finish(job, JobState.FAILED, error=refusal.message)
    except Exception as failure:
        log.exception("Job %s failed.", job_id)
        again = job.attempts < MAX_ATTEMPTS
        _finish(job, JobState.QUEUED if again else JobState.FAILED, error=type(failure).__name__)
    else:
        _finish(job, JobState.DONE, result=dict(result))
    return True


def _claim(job_id: uuid.UUID) -> Job | None:
    """Take the job by one conditional update: of two workers exactly one succeeds."""
    moment = timezone.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=moment)
    claimed = Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING,
        started_at=moment,
        lease_until=moment + LEASE,
        attempts=F("attempts") + 1,
    )
    return Job.objects.get(pk=job_id) if claimed else None


def _finish(
    job: Job, state: JobState, *, result: dict[str, Any] | None = None, error: str = ""
) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=state,
        result=result or {},
        error=error,
        finished_at=timezone.now(),
        lease_until=None,
    )
