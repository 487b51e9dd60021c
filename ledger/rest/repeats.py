"""A request sent twice acts once: its answer is kept in the transaction of its action."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.digests import canonical
from ledger.errors import DomainError
from ledger.models import IdempotentAnswer


class KeyTaken(DomainError):
    """The key was used with another request."""

    code = "key_taken"
    status = 422


def once(request: Request, actor: int, act: Callable[[], Response]) -> Response:
    """Do ``act``, or give the answer it gave before under the same ``Idempotency-Key``."""
    key = request.headers.get("Idempotency-Key", "").strip()[:200]
    if not key:
        return act()
    digest = _digest(request)
    if held := _held(actor, key, digest):
        return held
    try:
        with transaction.atomic():
            response = act()
            _keep(actor, key, digest, response)
            return response
    except IntegrityError:
        if held := _held(actor, key, digest):
            return held
        raise


def _digest(request: Request) -> str:
    body = canonical([request.method, request.path, _plain_data(request)])
    return hashlib.sha256(body.encode()).hexdigest()


def _plain_data(request: Request) -> Any:
    files = {name: hashlib.sha256(f.read()).hexdigest() for name, f in request.FILES.items()}
    for upload in request.FILES.values():
        upload.seek(0)
    sent: Any = request.data
    return [{k: str(v) for k, v in sent.items() if k not in files}, files]


def _held(actor: int, key: str, digest: str) -> Response | None:
    kept = IdempotentAnswer.objects.filter(actor=actor, key=key).first()
    if kept is None:
        return None
    if kept.request_digest != digest:
        raise KeyTaken("This Idempotency-Key was used with another request.")
    return Response(kept.body, status=kept.status, headers=kept.headers)


def _keep(actor: int, key: str, digest: str, response: Response) -> None:
    IdempotentAnswer.objects.create(
        actor=actor,
        key=key,
        request_digest=digest,
        status=response.status_code,
        body=json.loads(JSONRenderer().render(response.data)),
        headers={
            name: response[name] for name in ("ETag", "Location") if response.has_header(name)
        },
        recorded_at=timezone.now(),
    )
