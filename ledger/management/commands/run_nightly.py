"""The nightly run of one day, without any service."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger import days, nightly
from ledger.errors import DomainError


class Command(BaseCommand):
    help = "Takes the snapshots, evaluates the flags and runs the checks of one as-of day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", required=True, help="a day such as 2018-12-31")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            night = nightly.run_night(days.parse_period(options["as_of"]).last)
        except (ValueError, DomainError) as error:
            raise CommandError(str(error)) from error
        for name, count in night.counts.items():
            self.stdout.write(f"{name}: {count}")
        if night.errors:
            raise CommandError("\n".join(night.errors))
