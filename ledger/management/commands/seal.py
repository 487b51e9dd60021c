"""Seal what awaits it and print the head of the chain."""

from typing import Any

from django.core.management.base import BaseCommand

from ledger import seals


class Command(BaseCommand):
    help = "Seals committed history entries and prints the last seal as NO:HASH."

    def handle(self, *args: Any, **options: Any) -> None:
        seals.seal_pending()
        no, digest = seals.head()
        self.stdout.write(f"{no}:{digest}")
