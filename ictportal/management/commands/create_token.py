"""Make an API token on the command line and print the token alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.errors import DomainError, Invalid
from secretariat.access import system
from secretariat.actions import make_token
from secretariat.models import Person, TokenScope


class Command(BaseCommand):
    help = "Prints a new token for a person; it is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--scope", choices=TokenScope.values, default=TokenScope.READ)
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *args: Any, **options: Any) -> None:
        owner = Person.objects.filter(email=options["email"].lower(), is_active=True).first()
        if owner is None:
            raise CommandError(f"There is nobody with the address {options['email']}.")
        try:
            _, secret = make_token(
                by=system(),
                owner=owner,
                scope=options["scope"],
                lifetime_days=options["days"],
                name="made on the command line",
            )
        except Invalid as refusal:
            raise CommandError(str(refusal.fields)) from refusal
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(secret)
