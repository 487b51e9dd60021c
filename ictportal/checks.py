"""System checks of a production set-up."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def production_is_complete(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """``ictportal.E001`` and ``E002``: counters per process, or a database for one machine."""
    if not settings.PRODUCTION or settings.CHECK_ONLY:
        return []
    found: list[CheckMessage] = []
    if not settings.REDIS_URL:
        hint = "Without it every sign-in limit counts per process. Set REDIS_URL."
        found.append(Error("Production needs Redis.", hint=hint, id="ictportal.E001"))
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        hint = "SQLite serves one machine. Set DATABASE_URL."
        found.append(Error("Production needs PostgreSQL.", hint=hint, id="ictportal.E002"))
    return found
