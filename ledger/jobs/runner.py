"""Two threads of the web process that do the jobs where no Celery is configured."""

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections

from ledger import jobs, nightly, seals

log = logging.getLogger(__name__)


def start_if_embedded() -> None:
    """Start the job and the clock thread, unless Celery does the work."""
    if settings.JOBS_RUN_IN == "threads":
        _start("jobs", work_once, pause=1.0)
        _start("clock", tick_once, pause=60.0)


def work_once() -> None:
    """Do every waiting job, then seal what it wrote."""
    for job_id in jobs.waiting_jobs():
        jobs.run(job_id)
    seals.seal_pending()


def tick_once() -> None:
    """Plan the nights that are due."""
    nightly.plan_nights()


def _start(name: str, step: Callable[[], None], *, pause: float) -> None:
    threading.Thread(target=_loop, args=(step, pause), name=name, daemon=True).start()


def _loop(step: Callable[[], None], pause: float) -> None:
    while True:
        try:
            close_old_connections()
            step()
        except Exception:  # one bad round must not end the thread
            log.exception("The %s thread stumbled.", threading.current_thread().name)
        finally:
            close_old_connections()
        time.sleep(pause)
