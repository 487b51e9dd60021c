"""Meetings: planned, prepared, held, minuted; what is approved is locked."""

from django.db import models
from django.db.models import F, Q

from governance.lifecycle import ActionWord, MeetingKind, MeetingState, Purpose, Standing
from governance.models.body import Body, Seat
from ledger.models import Record, StatementPart
from ledger.models.entry import AppendOnly
from ledger.texts import LineField, ProseField
from projects.models.plan import about, declared
from secretariat.models import SourcedStatement


class Meeting(Record):
    """A meeting of a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class MeetingParticulars(SourcedStatement):
    """When a meeting is or was, and what became of it.

    A meeting merged into a held meeting of another body counts as held by both; merged into one
    of the same body it is not counted a second time.
    """

    subject = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="particulars")
    title = LineField(blank=True, default="")
    day = models.DateField(null=True, blank=True)
    starts_at = models.CharField(max_length=5, blank=True, default="")
    kind = models.CharField(max_length=13, choices=MeetingKind.choices)
    state = models.CharField(max_length=9, choices=MeetingState.choices)
    into = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = LineField(blank=True, default="")
    reason = ProseField(blank=True, default="")

    class Meta:
        verbose_name_plural = "meeting particulars"
        constraints = [
            declared("meeting_kind_declared", "kind", MeetingKind.values),
            declared("meeting_state_declared", "state", MeetingState.values),
            models.CheckConstraint(
                condition=Q(state=MeetingState.MERGED, into__isnull=False)
                | (~Q(state=MeetingState.MERGED) & Q(into__isnull=True)),
                name="meeting_merged_into_one",
            ),
            models.CheckConstraint(
                condition=~Q(subject=F("into")), name="meeting_merged_elsewhere"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MeetingState.PLANNED, MeetingState.HELD])
                | Q(day__isnull=False),
                name="meeting_has_its_day",
            ),
        ]
        indexes = [
            about("meeting_particulars_of"),
            models.Index(fields=["day"], name="meeting_day"),
        ]

    def __str__(self) -> str:
        return f"{self.subject.code}: {self.get_state_display()}"


class MeetingFile(AppendOnly):
    """A paper or signed minutes: bytes on disk, known by their SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


def _file() -> models.ForeignKey[MeetingFile | None, MeetingFile | None]:
    return models.ForeignKey(
        MeetingFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class AgendaItem(models.Model):
    """An item of the agenda, and what the draft of the minutes says of it. Locked by approval."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveIntegerField()
    title = LineField()
    purpose = models.CharField(max_length=11, choices=Purpose.choices)
    presented_by = LineField(blank=True, default="")
    file = _file()
    file_name = LineField(blank=True, default="")
    minute = ProseField(blank=True, default="")

    class Meta:
        constraints = [declared("agenda_purpose_declared", "purpose", Purpose.values)]
        indexes = [models.Index(fields=["meeting", "position"], name="agenda_of")]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Attendance(models.Model):
    """Who was at a meeting, before the minutes are approved: the holder of a seat, or a guest.

    Whoever holds no seat is there *as* something: an adviser, an observer, the secretariat.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = LineField()
    standing = models.CharField(max_length=11, choices=Standing.choices)
    present_as = LineField(blank=True, default="")

    class Meta:
        constraints = [
            declared("attendance_standing_declared", "standing", Standing.values),
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                condition=Q(seat__isnull=False),
                name="seat_attends_once",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | ~Q(present_as=""),
                name="guest_attends_as_something",
            ),
        ]

    def __str__(self) -> str:
        return self.office


class MinutesDraft(models.Model):
    """What the minutes say beside the items, before they are approved."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes_draft")
    summary = ProseField(blank=True, default="")
    file = _file()
    file_name = LineField(blank=True, default="")

    def __str__(self) -> str:
        return str(self.meeting)


class Minutes(SourcedStatement):
    """The approved minutes of a meeting. They never change; later changes are corrigenda."""

    subject = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    approved_on = models.DateField()
    approved_by = LineField()
    summary = ProseField(blank=True, default="")
    file = _file()
    file_name = LineField(blank=True, default="")

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(corrects__isnull=True), name="minutes_once"
            )
        ]

    def __str__(self) -> str:
        return f"minutes of {self.subject}"


class MinutedItem(StatementPart):
    """An item as the approved minutes have it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    title = LineField()
    purpose = models.CharField(max_length=11, choices=Purpose.choices)
    presented_by = LineField(blank=True, default="")
    minute = ProseField(blank=True, default="")
    file = _file()
    file_name = LineField(blank=True, default="")

    class Meta:
        constraints = [declared("minuted_purpose_declared", "purpose", Purpose.values)]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class MinutedAttendance(StatementPart):
    """Who was there, as the approved minutes have it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = LineField()
    standing = models.CharField(max_length=11, choices=Standing.choices)
    present_as = LineField(blank=True, default="")

    class Meta:
        constraints = [declared("minuted_standing_declared", "standing", Standing.values)]

    def __str__(self) -> str:
        return self.office


class Corrigendum(SourcedStatement):
    """A correction to approved minutes: numbered, with its text and reason."""

    subject = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="corrigenda")
    number = models.PositiveIntegerField()
    item = models.PositiveIntegerField(null=True, blank=True)
    text = ProseField()
    reason = ProseField()

    class Meta:
        verbose_name_plural = "corrigenda"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "number"],
                condition=Q(corrects__isnull=True),
                name="corrigendum_number_once",
            )
        ]

    def __str__(self) -> str:
        return f"Corr. {self.number}"


class ActionItem(Record):
    """Something a meeting asked somebody to do; open ones stand on the next agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="action_items")
    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class ActionItemParticulars(SourcedStatement):
    """What is to be done, by which office and when, and how far it is."""

    subject = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="particulars")
    title = LineField()
    responsible = LineField()
    due_on = models.DateField(null=True, blank=True)
    word = models.CharField(max_length=7, choices=ActionWord.choices)
    outcome = ProseField(blank=True, default="")

    class Meta:
        verbose_name_plural = "action item particulars"
        constraints = [declared("action_word_declared", "word", ActionWord.values)]
        indexes = [about("action_particulars_of")]

    def __str__(self) -> str:
        return self.title
