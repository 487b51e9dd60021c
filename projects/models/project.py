"""Projects of the portfolio and what is said about them."""

from django.db import models
from django.db.models import F, Q

from ledger.days import Precision
from ledger.models import Record, StatementPart
from ledger.texts import LineField, ProseField
from projects.lifecycle import (
    ClosingResult,
    DateKind,
    Fund,
    PortfolioMove,
    ProjectLinkKind,
    ProposalState,
    TitleStatus,
)
from projects.models.plan import Plan, PlanElement, about, declared
from secretariat.models import Citation, Entity, SourcedStatement


class Project(Record):
    """A project. It enters a portfolio and leaves it; it is never deleted."""

    code = models.CharField(max_length=20, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="projects")

    def __str__(self) -> str:
        return self.code


class ProjectParticulars(SourcedStatement):
    """All that can change about a project and is shown, filtered or counted.

    ``reports_from_no`` is the number of the first quarter a status report is due for; empty
    where no duty to report is stated (then it begins with the first report).
    """

    subject = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="particulars")
    title = LineField()
    title_status = models.CharField(max_length=8, choices=TitleStatus.choices)
    title_zh = LineField(blank=True, default="")
    driver = models.ForeignKey(
        PlanElement, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    strategic_office = LineField(blank=True, default="")
    operational_office = LineField(blank=True, default="")
    sponsor = LineField(blank=True, default="")
    project_lead = LineField(blank=True, default="")
    description = ProseField(blank=True, default="")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    reports_from_no = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "project particulars"
        constraints = [
            declared("title_status_declared", "title_status", TitleStatus.values),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on")),
                name="project_dates_in_order",
            ),
        ]
        indexes = [about("project_particulars_of")]

    def __str__(self) -> str:
        return self.title


class ServedObjective(StatementPart):
    """An objective of the strategy that a project serves."""

    particulars = models.ForeignKey(
        ProjectParticulars, on_delete=models.PROTECT, related_name="objectives"
    )
    element = models.ForeignKey(PlanElement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["particulars", "element"], name="served_once")
        ]

    def __str__(self) -> str:
        return str(self.element)


class ProjectParagraph(StatementPart):
    """A place in a document that speaks of a project."""

    particulars = models.ForeignKey(
        ProjectParticulars, on_delete=models.PROTECT, related_name="paragraphs"
    )
    citation = models.ForeignKey(Citation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["particulars", "citation"], name="paragraph_once")
        ]

    def __str__(self) -> str:
        return str(self.citation)


class PortfolioEvent(SourcedStatement):
    """A project enters the portfolio or leaves it, for a reason."""

    subject = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="portfolio_events")
    kind = models.CharField(max_length=5, choices=PortfolioMove.choices)
    quarter_no = models.PositiveIntegerField()
    reason = ProseField()

    class Meta:
        constraints = [declared("portfolio_move_declared", "kind", PortfolioMove.values)]
        indexes = [about("portfolio_event_of")]

    def __str__(self) -> str:
        return self.get_kind_display()


class ProjectLink(SourcedStatement):
    """One project depends on another, or shares a risk with it."""

    subject = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=11, choices=ProjectLinkKind.choices)
    other = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="links_in")
    what = LineField(blank=True, default="")

    class Meta:
        constraints = [
            declared("project_link_declared", "kind", ProjectLinkKind.values),
            models.CheckConstraint(condition=~Q(subject=F("other")), name="project_link_to_other"),
        ]
        indexes = [about("project_link_of")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"


class ProjectBudget(SourcedStatement):
    """Budget, forecast and actual of one fund in one year, in United States dollars."""

    subject = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="budgets")
    year = models.PositiveIntegerField()
    fund = models.CharField(max_length=17, choices=Fund.choices, blank=True, default="")
    budget = models.BigIntegerField(null=True, blank=True)
    forecast = models.BigIntegerField(null=True, blank=True)
    actual = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [declared("project_budget_fund_declared", "fund", Fund.values)]
        indexes = [about("project_budget_of")]

    def __str__(self) -> str:
        return f"{self.year} {self.get_fund_display()}"


class PercentComplete(SourcedStatement):
    """How far a project is said to be, by which method. No later rule recomputes it."""

    subject = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="percents")
    percent = models.PositiveSmallIntegerField()
    method = LineField()
    reason = ProseField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="percent_in_range"
            )
        ]
        indexes = [about("percent_complete_of")]

    def __str__(self) -> str:
        return f"{self.percent} %"


class Milestone(Record):
    """A dated step of a project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    code = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.code


class MilestoneParticulars(SourcedStatement):
    """What a milestone is."""

    subject = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="particulars")
    name = LineField()
    name_zh = LineField(blank=True, default="")

    class Meta:
        verbose_name_plural = "milestone particulars"
        indexes = [about("milestone_particulars_of")]

    def __str__(self) -> str:
        return self.name


class MilestoneDate(SourcedStatement):
    """A date of a milestone: an approved baseline, a forecast, or the day it was reached."""

    subject = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=8, choices=DateKind.choices)
    day = models.DateField()
    day_precision = models.CharField(max_length=8, choices=Precision.choices, default="day")
    authority = LineField(blank=True, default="")
    reason = ProseField(blank=True, default="")

    class Meta:
        constraints = [
            declared("milestone_date_kind_declared", "kind", DateKind.values),
            declared("milestone_day_precision_declared", "day_precision", Precision.values),
        ]
        indexes = [
            about("milestone_date_of"),
            models.Index(
                fields=["subject", "kind", "-as_of", "-ordinal"], name="milestone_date_kind_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"


class BaselineProposal(models.Model):
    """A new baseline of a milestone that waits for the approver. An ordinary row, no statement."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="proposals")
    day = models.DateField()
    day_precision = models.CharField(max_length=8, choices=Precision.choices, default="day")
    authority = LineField()
    reason = ProseField()
    state = models.CharField(
        max_length=8, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = LineField(blank=True, default="")

    class Meta:
        constraints = [
            declared("baseline_proposal_state_declared", "state", ProposalState.values),
            declared("baseline_proposal_precision", "day_precision", Precision.values),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="baseline_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.day}"


class Closure(SourcedStatement):
    """A project is closed: what came of it, why, and what was learned (A/74/588 para 10)."""

    subject = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="closures")
    result = models.CharField(max_length=8, choices=ClosingResult.choices)
    quarter_no = models.PositiveIntegerField()
    reasons = ProseField(blank=True, default="")
    systemic_causes = ProseField(blank=True, default="")
    organizational_factors = ProseField(blank=True, default="")
    lessons = ProseField(blank=True, default="")

    class Meta:
        constraints = [declared("closing_result_declared", "result", ClosingResult.values)]
        indexes = [about("closure_of")]

    def __str__(self) -> str:
        return self.get_result_display()


class ClosingException(SourcedStatement):
    """An approver lets a project close at 100 per cent although an objective is unmet."""

    subject = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="exceptions")
    reason = ProseField()

    class Meta:
        indexes = [about("closing_exception_of")]

    def __str__(self) -> str:
        return self.reason[:80]
