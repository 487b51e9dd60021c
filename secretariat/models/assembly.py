"""Sessions of the General Assembly and their parts: a calendar of the portal's own."""

from django.db import models
from django.db.models import F, Q

from ledger.models import Record
from secretariat.models.statement import SourcedStatement


class SessionPartName(models.TextChoices):
    """The parts of a session."""

    MAIN = "main", "main part"
    FIRST_RESUMED = "first_resumed", "first part of the resumed session"
    SECOND_RESUMED = "second_resumed", "second part of the resumed session"


class SessionPart(Record):
    """One part of one session."""

    session = models.PositiveIntegerField()
    part = models.CharField(max_length=14, choices=SessionPartName.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "part"], name="session_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.session}, {self.get_part_display()}"


class SessionPartDates(SourcedStatement):
    """When a part of a session is held. The sources print no dates: these are the portal's own."""

    subject = models.ForeignKey(SessionPart, on_delete=models.PROTECT, related_name="dates")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="session_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"
