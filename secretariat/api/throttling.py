"""A limit per person, whichever of their tokens they use."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class PerPerson(SimpleRateThrottle):
    """Counts the requests of one person, or of one address where nobody is signed in."""

    scope = "person"

    def get_cache_key(self, request: Request, view: Any) -> str:
        """The counter's name."""
        ident = request.user.pk if request.user.is_authenticated else self.get_ident(request)
        return f"throttle:{ident}"
