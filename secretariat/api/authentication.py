"""Tokens and sessions."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from secretariat.actions import token_hash
from secretariat.models import ApiToken, Person

TOUCH_EVERY = timedelta(minutes=5)


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer ictp_…`` (or ``Token ictp_…``)."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        """The owner and the token; ``None`` without a header, refused when the token is no good."""
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() not in {"bearer", "token"}:
            return None
        now = timezone.now()
        token = (
            ApiToken.objects.select_related("person", "person__entity")
            .filter(hash=token_hash(secret.strip()))
            .filter(revoked_at__isnull=True, expires_at__gt=now, person__is_active=True)
            .first()
        )
        if token is None:
            raise AuthenticationFailed("This token is unknown, revoked or has expired.")
        _touch(token, now)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """What to send: makes a missing token 401, not 403."""
        return "Bearer"


def _touch(token: ApiToken, now: Any) -> None:
    """Note the use at most every five minutes: reading must not write."""
    if token.last_used_at is None or now - token.last_used_at > TOUCH_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


class SignedInAuthentication(SessionAuthentication):
    """The session of the pages, with its CSRF check."""


def caller(request: Request) -> Person:
    """Whoever calls; the permission has let only signed-in people through."""
    assert isinstance(request.user, Person)
    return request.user
