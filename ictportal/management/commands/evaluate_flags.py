"""Every flag of the record at a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.errors import DomainError
from ledger.flags import all_flags
from ledger.moments import parse_moment
from secretariat.access import system


class Command(BaseCommand):
    help = "Prints how many subjects each rule finds at a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moment = parse_moment(options["as_of"], None)
        except DomainError as error:
            raise CommandError(error.message) from error
        for flag in all_flags():
            self.stdout.write(f"{flag.key}: {flag.find(system(), moment).count()}")
