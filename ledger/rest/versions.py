"""Strong entity tags: every change says which version it saw."""

from rest_framework.request import Request

from ledger.errors import Stale
from ledger.rest.problems import VersionNeeded


def etag(version: int) -> str:
    """The strong tag of a version."""
    return f'"v{version}"'


def expected_version(request: Request, current: int) -> int:
    """The version an ``If-Match`` names.

    Raises ``VersionNeeded`` (428) without one and ``Stale`` (412) for any tag but the current.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise VersionNeeded("Send the entity tag of the version you saw in If-Match.")
    if given != etag(current):
        raise Stale(f"The record is at version {current} now. Read it again and decide again.")
    return current
