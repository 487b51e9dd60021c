"""The demonstration: people with generated passwords, and a set of its own to try every screen."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ictportal.demonstration import editions, ground, people, story
from ledger import seals
from secretariat.models import Person

ADMIN = "admin@demo.example"


class Command(BaseCommand):
    help = "Adds the demonstration once; prints the generated passwords this one time."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demonstration is never loaded in production.")
        if Person.objects.filter(email=people.CAST[0].email).exists():
            return
        passwords = {member.email: secrets.token_urlsafe(15) for member in people.CAST}
        with transaction.atomic():
            admin = people.administrator(passwords[ADMIN])
            ground.lay(admin)
            people.add_others(passwords)
            story.tell()
        seals.seal_pending()
        editions.issue()
        seals.seal_pending()
        self.stdout.write("Demonstration people (written down nowhere; shown this once):")
        for member in people.CAST:
            self.stdout.write(f"  {member.email:<28} {passwords[member.email]}  {member.what}")
