"""Is it alive, is it ready: no names for strangers."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ledger.guards import missing_guards
from ledger.models import Job, JobState


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Each part answers yes or no; 503 when one does not."""
    parts = {name: _holds(check) for name, check in CHECKS.items()}
    ready = all(parts.values())
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever is broken, the answer is no
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _guards() -> bool:
    return not missing_guards(connection)


def _cache() -> bool:
    cache.set("readyz", "yes", 5)
    return bool(cache.get("readyz") == "yes")


def _jobs() -> bool:
    """No job waits longer than ten minutes: somebody works."""
    late = timezone.now() - timedelta(minutes=10)
    return not Job.objects.filter(state=JobState.QUEUED, created_at__lt=late).exists()


def _storage() -> bool:
    settings.EVIDENCE_DIR.mkdir(parents=True, exist_ok=True)
    return True


CHECKS = {
    "database": _database,
    "migrations": _migrations,
    "guards": _guards,
    "cache": _cache,
    "jobs": _jobs,
    "storage": _storage,
}
