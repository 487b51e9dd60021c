"""The first person of an installation."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ledger.errors import DomainError, Invalid
from secretariat.access import system
from secretariat.actions import add_person, grant_role
from secretariat.roles import Role


class Command(BaseCommand):
    help = "Adds a person with the role of administrator; asks for the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass("Password (15 characters or more): ")
        try:
            with transaction.atomic():
                person = add_person(
                    by=system(), email=options["email"], name=options["name"], password=password
                )
                grant_role(
                    by=system(),
                    person=person,
                    role=Role.ADMINISTRATOR,
                    reason="First administrator of the installation",
                )
        except Invalid as refusal:
            raise CommandError(str(refusal.fields)) from refusal
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{person.email} can sign in as administrator.")
