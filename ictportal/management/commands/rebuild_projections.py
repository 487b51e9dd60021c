"""Derive every projection anew from the ledger."""

from typing import Any

from django.core.management.base import BaseCommand

from audits import state


class Command(BaseCommand):
    help = "Derives the projection of recommendations from the statements anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"recommendations: {state.rebuild()}")
