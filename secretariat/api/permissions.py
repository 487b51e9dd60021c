"""Who may call the API at all; what they then see is decided by the policies."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from secretariat.access import is_person, may
from secretariat.models import ApiToken, TokenScope
from secretariat.roles import Permission


class SignedInWithScope(BasePermission):
    """Signed in with the right to read the register; writing needs a token that may write."""

    message = "Your roles do not let you read the live register."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Refusal comes before any validation."""
        if not is_person(request.user) or not may(request.user, Permission.READ_REGISTER):
            return False
        token = request.auth
        if isinstance(token, ApiToken) and request.method not in SAFE_METHODS:
            self.message = "This token may only read."
            return token.scope == TokenScope.WRITE
        return True
