"""Requests through the whole WSGI application, in this process: the same way for both sides."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from tests.bench.ground import TOKEN, focal_point


class Door:
    """Calls addresses as one ordinary user, with a token or with a session."""

    def __init__(self) -> None:
        self.person = focal_point()
        self.handler = WSGIHandler()
        client = Client()
        client.force_login(self.person)
        self.cookies = client.cookies.output(attrs=[], header="", sep="; ").strip()

    def api(self, path: str) -> Callable[[], bytes]:
        """A call of an address of the API."""
        return self._call(path, {"Authorization": f"Bearer {TOKEN}"})

    def page(self, path: str) -> Callable[[], bytes]:
        """A call of a page."""
        return self._call(path, {"Cookie": self.cookies})

    def _call(self, path: str, headers: dict[str, str]) -> Callable[[], bytes]:
        request = RequestFactory(headers=headers).get(path)

        def call() -> bytes:
            # Many thousand calls a minute by one person are no use of the portal.
            cache.delete(f"throttle:{self.person.pk}")
            return self._answer(dict(request.environ))

        return call

    def _answer(self, environ: dict[str, Any]) -> bytes:
        status: list[str] = []
        response = self.handler(environ, lambda line, headers: status.append(line))
        body = b"".join(response)
        response.close()
        assert status[0].startswith("200"), f"{environ['PATH_INFO']}: {status[0]} {body[:500]!r}"
        return body
