"""Three editions of the demonstration, a year apart: prepared by the officer, issued by the approver."""

from datetime import date

from ictportal.editions.actions import issue_edition, prepare_edition
from secretariat.models import Person

DAYS = (date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))
#: Made at once and small; a PDF takes a machine with fonts, and longer.
FORMS = ("xlsx", "csv")


def issue() -> None:
    """Prepare and issue each."""
    officer = Person.objects.get(email="officer@demo.example")
    approver = Person.objects.get(email="approver@demo.example")
    for day in DAYS:
        draft = prepare_edition(
            by=officer,
            title=f"Demonstration: state of ICT at the end of {day.year}",
            as_of=day,
            demonstration=True,
            note="Made up to try editions, their comparison and their explanation.",
        )
        issue_edition(by=approver, draft_id=draft.pk, expected_version=draft.version, forms=FORMS)
