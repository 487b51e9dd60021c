"""Write the generated pages of docs/."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ictportal.generated import pages


class Command(BaseCommand):
    help = "Writes docs/definitions.md, docs/roles.md and docs/lifecycle.md from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in pages().items():
            (settings.BASE_DIR / "docs" / name).write_text(text)
            self.stdout.write(f"docs/{name}")
