"""What Celery may call: carry a job id, seal, sweep, plan nights. No rule lives here."""

from uuid import UUID

from celery import shared_task

from ledger import jobs, nightly, seals


@shared_task(name="ledger.run_job")
def run_job(*, job_id: str, **kwargs: object) -> None:
    """Do one job, then seal what it wrote."""
    jobs.run(UUID(job_id))
    seals.seal_pending()


@shared_task(name="ledger.seal")
def seal(**kwargs: object) -> None:
    """Seal what was committed since the last time."""
    seals.seal_pending()


@shared_task(name="ledger.sweep")
def sweep(**kwargs: object) -> None:
    """Do jobs whose message was lost or whose worker died."""
    for job_id in jobs.waiting_jobs():
        jobs.run(job_id)


@shared_task(name="ledger.plan_nights")
def plan_nights(**kwargs: object) -> None:
    """Promise a nightly run for each night that is due."""
    nightly.plan_nights()
