"""What happens around every request."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ledger import moments
from ledger.errors import DomainError, Invalid
from ledger.history import correlated

Answer = Callable[[HttpRequest], HttpResponse]


class CorrelationId:
    """One id for everything a request records; answered in ``X-Correlation-Id``."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with correlated(uuid.uuid4()) as chosen:
            request.correlation_id = chosen  # type: ignore[attr-defined]
            response = self.get_response(request)
        response["X-Correlation-Id"] = str(chosen)
        return response


class PrivateAnswers:
    """No answer about the record stays in a cache; browsers get no more than they need."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        return response


class SessionLimits:
    """A session ends after three hours without a request and after twelve hours in any case."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            logout(request)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        now = timezone.now()
        began = _instant(request.session.get("began"))
        seen = _instant(request.session.get("seen"))
        if began is None or seen is None:
            request.session["began"] = request.session["seen"] = now.isoformat()
            return False
        if now - began > timedelta(seconds=settings.SESSION_TOTAL_SECONDS):
            return True
        if now - seen > timedelta(seconds=settings.SESSION_IDLE_SECONDS):
            return True
        if now - seen > timedelta(seconds=settings.SESSION_TOUCH_SECONDS):
            request.session["seen"] = now.isoformat()
        return False


def _instant(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None


class AsAt:
    """Reads the day, the instant and the layer a page is asked for into ``request.moment``."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.moment = moments.now()  # type: ignore[attr-defined]
        request.layer = "record"  # type: ignore[attr-defined]
        if not request.path.startswith("/api/"):
            try:
                self._read(request)
            except DomainError as error:
                said = list(error.fields.values()) if isinstance(error, Invalid) else []
                context = {"said": [line for lines in said for line in lines] or [error.message]}
                return render(request, "errors/moment.html", context, status=400)
        return self.get_response(request)

    def _read(self, request: HttpRequest) -> None:
        given = request.GET
        if given.get("as_of") or given.get("known_at"):
            request.moment = moments.parse_moment(  # type: ignore[attr-defined]
                given.get("as_of"), given.get("known_at")
            )
        if given.get("layer") == "demonstration":
            request.layer = "demonstration"  # type: ignore[attr-defined]


class Refusals:
    """Turns a refusal no page expected into a page that says why and what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal; anything else stays what it was."""
        if not isinstance(error, DomainError):
            return None
        fields = error.fields if isinstance(error, Invalid) else {}
        context = {"said": error.message, "fields": fields, "status": error.status}
        return render(request, "errors/refused.html", context, status=error.status)
