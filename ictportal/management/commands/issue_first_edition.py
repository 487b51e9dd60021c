"""The edition that comes with the product: the Record as at 31 March 2019."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from ictportal.editions.actions import issue_edition, prepare_edition
from ictportal.models import EditionIssue
from ledger.history import correlated
from secretariat.access import system

DAY = date(2019, 3, 31)
TITLE = "The Record as at 31 March 2019"
NOTE = (
    "Issued by the register itself from the documents that come with it, so that readers have a "
    "first edition; no two persons prepared and issued it."
)
FORMS = ("docx", "xlsx", "csv")


class Command(BaseCommand):
    help = "Issues the first edition of the Record once; later runs change nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if EditionIssue.objects.filter(subject__demonstration=False).exists():
            return
        with correlated():
            draft = prepare_edition(
                by=system(), title=TITLE, as_of=DAY, demonstration=False, note=NOTE
            )
            edition = issue_edition(
                by=system(), draft_id=draft.pk, expected_version=draft.version, forms=FORMS
            )
        self.stdout.write(f"Issued {edition.code}: {TITLE}")
