"""Every figure of the record at a day, as the nightly run counts it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.errors import DomainError, Invalid
from ledger.figures import all_figures
from ledger.moments import parse_moment
from secretariat.access import system


class Command(BaseCommand):
    help = "Prints every figure at a day: key, numerator, denominator, parts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moment = parse_moment(options["as_of"], None)
            for figure in all_figures():
                answer = figure.answer(system(), moment, {})
                parts = ", ".join(f"{part.key} {part.count}" for part in answer.parts)
                counted = answer.numerator if answer.numerator is not None else answer.value
                self.stdout.write(f"{figure.key}: {counted} of {answer.denominator} ({parts})")
        except Invalid as error:
            raise CommandError(str(error.fields)) from error
        except DomainError as error:
            raise CommandError(error.message) from error
