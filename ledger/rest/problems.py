"""One shape for every refusal: problem details (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from ledger.errors import DomainError, Invalid

TITLES: Mapping[int, str] = {
    400: "The request is not understood",
    401: "Sign-in needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Not possible now",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported content",
    422: "Another request had this key",
    428: "Version needed",
    429: "Too many requests",
    507: "Storage full",
}


class VersionNeeded(DomainError):
    """A change without ``If-Match``."""

    code = "version_needed"
    status = 428


def problem(
    status: int, code: str, detail: str, fields: Mapping[str, list[str]] | None = None
) -> Response:
    """A problem as an answer."""
    body: dict[str, Any] = {
        "type": f"urn:ict-portal:problem:{code}",
        "title": TITLES.get(status, "The request failed"),
        "status": status,
        "code": code,
        "detail": detail,
    }
    if fields:
        body["errors"] = [
            {"field": name, "message": said} for name, saids in fields.items() for said in saids
        ]
    return Response(body, status=status, content_type="application/problem+json")


def answer(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to any exception an endpoint raised; ``None`` for what nobody foresaw."""
    if isinstance(error, DomainError):
        fields = error.fields if isinstance(error, Invalid) else None
        return problem(error.status, error.code, error.message, fields)
    if isinstance(error, Http404):
        return problem(404, "not_found", "There is nothing here, or you may not see it.")
    if isinstance(error, PermissionDenied):
        return problem(403, "forbidden", "You may not do this.")
    if isinstance(error, exceptions.ValidationError):
        return problem(400, "invalid", "Some fields need attention.", _fields(error.detail))
    if isinstance(error, exceptions.APIException):
        return _framework(error)
    return None


def _framework(error: exceptions.APIException) -> Response:
    code = getattr(error.detail, "code", None) or error.default_code
    response = problem(error.status_code, str(code), str(error.detail))
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _fields(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for name, inner in detail.items():
            found |= _fields(inner, f"{prefix}.{name}" if prefix else str(name))
        return found
    said = detail if isinstance(detail, list) else [detail]
    return {prefix or "request": [str(item) for item in said]}
