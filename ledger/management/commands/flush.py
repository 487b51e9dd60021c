"""``flush`` empties tables. The record cannot be emptied, except by the test suite."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections

from ledger import guards


class Command(flush.Command):
    """Refused outside tests; in tests the guards step aside for the length of the flush."""

    def handle(self, **options: Any) -> None:
        if not settings.TESTING:
            raise CommandError("The record cannot be flushed.")
        connection = connections[options["database"]]
        guards.remove(connection)
        super().handle(**options)
        guards.install(connection)
