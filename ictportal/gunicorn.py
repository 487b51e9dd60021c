"""How the web server runs: one process with threads on SQLite, more in production.

The job and clock threads start here, in the worker that serves, and nowhere else: commands,
tests and Celery workers must not run other people's jobs.
"""

import gc
import os
from typing import Any

worker_class = "gthread"
workers = int(os.environ.get("PORTAL_WORKERS", "1"))
threads = int(os.environ.get("PORTAL_THREADS", "8"))
timeout = 60
accesslog = None
control_socket_disable = True
forwarded_allow_ips = os.environ.get("PORTAL_PROXIES", "127.0.0.1")


def post_worker_init(worker: Any) -> None:
    """Start the embedded job runner when no Celery is configured; settle the heap."""
    from ledger.jobs import runner

    runner.start_if_embedded()
    gc.collect()
    gc.freeze()
