"""Status reports: an editable draft, then an immutable statement."""

from django.db import models
from django.db.models import Q

from ledger.models import StatementPart
from ledger.texts import LineField, ProseField
from projects.lifecycle import DraftState, Rating
from projects.models.plan import about, declared
from projects.models.project import Milestone, Project
from secretariat.models import SourcedStatement


class ReportDraft(models.Model):
    """What a project lead is writing about a quarter. An ordinary row, no statement.

    ``content`` is what was typed, field by field, so that nothing is lost before it is valid.
    ``version`` rises with every save.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="drafts")
    quarter = models.CharField(max_length=7)
    state = models.CharField(max_length=9, choices=DraftState.choices, default=DraftState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField(default=dict)
    saved_by = models.BigIntegerField()
    saved_at = models.DateTimeField()
    submitted_by = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    returned_because = ProseField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "quarter"], name="one_draft_a_quarter"),
            declared("draft_state_declared", "state", DraftState.values),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.quarter}"


def _rating() -> models.CharField:
    return models.CharField(max_length=9, choices=Rating.choices, default=Rating.NOT_RATED)


class StatusReport(SourcedStatement):
    """The published report of one project on one quarter; ``as_of`` is the quarter's last day."""

    subject = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="status_reports")
    quarter = models.CharField(max_length=7)
    quarter_no = models.PositiveIntegerField()
    percent = models.PositiveSmallIntegerField()
    method = LineField()
    percent_reason = ProseField(blank=True, default="")
    schedule = _rating()
    schedule_reason = LineField(blank=True, default="")
    cost = _rating()
    cost_reason = LineField(blank=True, default="")
    scope = _rating()
    scope_reason = LineField(blank=True, default="")
    risk = _rating()
    risk_reason = LineField(blank=True, default="")
    overall = _rating()
    overall_reason = LineField(blank=True, default="")
    achievements = ProseField(blank=True, default="")
    challenges = ProseField(blank=True, default="")
    lessons = ProseField(blank=True, default="")
    next_steps = ProseField(blank=True, default="")
    submitted_by = models.BigIntegerField()
    submitted_at = models.DateTimeField()
    published_on = models.DateField()

    class Meta:
        constraints = [
            *(
                declared(f"report_{name}_declared", name, Rating.values)
                for name in ("schedule", "cost", "scope", "risk", "overall")
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="report_percent_in_range"
            ),
            models.UniqueConstraint(
                fields=["subject", "quarter"],
                condition=Q(corrects__isnull=True),
                name="one_report_a_quarter",
            ),
        ]
        indexes = [about("status_report_of")]

    def __str__(self) -> str:
        return self.quarter


class ReportedMilestone(StatementPart):
    """What a status report said of a milestone: expected then, or reached."""

    report = models.ForeignKey(StatusReport, on_delete=models.PROTECT, related_name="milestones")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="+")
    expected = models.DateField()
    reached = models.BooleanField(default=False)
    reason = ProseField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "milestone"], name="milestone_reported_once")
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.expected}"


class ReportedRisk(StatementPart):
    """A risk as a status report described it."""

    report = models.ForeignKey(StatusReport, on_delete=models.PROTECT, related_name="risks")
    order = models.PositiveIntegerField()
    title = LineField()
    rating = models.CharField(max_length=9, choices=Rating.choices, default=Rating.NOT_RATED)
    response = ProseField(blank=True, default="")

    class Meta:
        constraints = [declared("reported_risk_declared", "rating", Rating.values)]

    def __str__(self) -> str:
        return self.title
