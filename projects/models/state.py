"""How projects, milestones, objectives and indicators stood at a moment.

These models have no table: they are always read from a query over the statements
(``projects.state``), so any day, and any day as it was known on another, is right by construction.
"""

from datetime import date
from typing import ClassVar

from django.db import models

from projects.lifecycle import (
    IndicatorGroup,
    IndicatorKind,
    Met,
    PortfolioMove,
    Rating,
    TitleStatus,
)
from projects.models.indicator import Indicator, IndicatorParticulars, IndicatorValue
from projects.models.outcome import ObjectiveAssessment, ObjectiveParticulars, ProjectObjective
from projects.models.plan import Plan, PlanElement
from projects.models.project import (
    Closure,
    Milestone,
    MilestoneDate,
    MilestoneParticulars,
    PercentComplete,
    PortfolioEvent,
    Project,
    ProjectParticulars,
)
from projects.models.report import StatusReport
from secretariat.models import Entity


def _to(model: type[models.Model], null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(model, on_delete=models.DO_NOTHING, null=null, related_name="+")


class ProjectState(models.Model):
    """A project at a moment. Numbers of quarters are those of ``ledger.days``."""

    project = _to(Project)
    code = models.CharField(max_length=20)
    plan = _to(Plan)
    demonstration = models.BooleanField()
    particulars = _to(ProjectParticulars)
    title = models.TextField()
    title_status = models.CharField(max_length=8, choices=TitleStatus.choices)
    provenance = models.CharField(max_length=13)
    driver = _to(PlanElement, null=True)
    lead_entity = _to(Entity, null=True)
    event = _to(PortfolioEvent, null=True)
    event_kind = models.CharField(max_length=5, choices=PortfolioMove.choices)
    percent_said = _to(PercentComplete, null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    percent_as_of = models.DateField(null=True)
    report = _to(StatusReport, null=True)
    report_no = models.PositiveIntegerField(null=True)
    overall = models.CharField(max_length=9, choices=Rating.choices)
    closure = _to(Closure, null=True)
    objectives = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    unmet = models.PositiveIntegerField()
    served = models.PositiveIntegerField()
    milestones = models.PositiveIntegerField()
    slipped = models.PositiveIntegerField()
    first_due_no = models.PositiveIntegerField(null=True)
    last_due_no = models.PositiveIntegerField()
    received = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["ProjectState"]] = models.Manager()

    class Meta:
        managed = False
        db_table = "projects_projectstate"

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def due(self) -> int:
        """How many status reports were due up to the moment."""
        if self.first_due_no is None:
            return 0
        return max(self.last_due_no - self.first_due_no + 1, 0)

    @property
    def objective_word(self) -> Met:
        """Whether its objectives are met, all taken together."""
        if self.unmet:
            return Met.NO
        if self.objectives and self.met == self.objectives:
            return Met.YES
        return Met.NOT_ASSESSED

    @property
    def is_complete_but_unmet(self) -> bool:
        """Reported at 100 per cent while an objective is unmet (A/74/588 para 10)."""
        return self.percent == 100 and self.unmet > 0


class MilestoneState(models.Model):
    """A milestone at a moment.

    ``expected`` is the day it was reached, or is forecast for, or the current baseline. Where
    that day has passed and nobody says it was reached, nothing is derived from the silence.
    """

    milestone = _to(Milestone)
    project = _to(Project)
    code = models.CharField(max_length=40)
    particulars = _to(MilestoneParticulars)
    name = models.TextField()
    demonstration = models.BooleanField()
    first = _to(MilestoneDate, null=True)
    current = _to(MilestoneDate, null=True)
    forecast = _to(MilestoneDate, null=True)
    actual = _to(MilestoneDate, null=True)
    first_day = models.DateField(null=True)
    current_day = models.DateField(null=True)
    expected = models.DateField(null=True)
    moves = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["MilestoneState"]] = models.Manager()

    class Meta:
        managed = False
        db_table = "projects_milestonestate"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def reached(self) -> bool:
        """Whether it was reached by the moment."""
        return self.actual_id is not None

    def has_passed(self, as_of: date) -> bool:
        """Whether the expected day is over and nobody has said that it was reached."""
        return not self.reached and self.expected is not None and self.expected < as_of

    @property
    def slip_first(self) -> int | None:
        """Days between the first baseline and what is expected now; negative when earlier."""
        if self.expected is None or self.first_day is None:
            return None
        return (self.expected - self.first_day).days

    @property
    def slip_current(self) -> int | None:
        """Days between the baseline in force and what is expected now."""
        if self.expected is None or self.current_day is None:
            return None
        return (self.expected - self.current_day).days


class ObjectiveState(models.Model):
    """An objective of a project at a moment, with the word of each voice.

    ``met`` is the auditor's word where there is one, else the owner's.
    """

    objective = _to(ProjectObjective)
    project = _to(Project)
    code = models.CharField(max_length=40)
    particulars = _to(ObjectiveParticulars)
    name = models.TextField()
    demonstration = models.BooleanField()
    indicator = _to(Indicator, null=True)
    owner = _to(ObjectiveAssessment, null=True)
    auditor = _to(ObjectiveAssessment, null=True)
    met = models.CharField(max_length=12, choices=Met.choices)
    case = models.TextField()

    objects: ClassVar[models.Manager["ObjectiveState"]] = models.Manager()

    class Meta:
        managed = False
        db_table = "projects_objectivestate"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndicatorState(models.Model):
    """An indicator at a moment: its last value of each role, and what the actual is held against.

    ``aim`` is the planned or target number of the period of the last actual value, or the last
    target; all numbers are in thousandths of the unit.
    """

    indicator = _to(Indicator)
    code = models.CharField(max_length=60)
    demonstration = models.BooleanField()
    particulars = _to(IndicatorParticulars)
    group = models.CharField(max_length=9, choices=IndicatorGroup.choices)
    kind = models.CharField(max_length=14, choices=IndicatorKind.choices)
    element = _to(PlanElement, null=True)
    parent = _to(Indicator, null=True)
    order = models.PositiveIntegerField()
    name = models.TextField()
    unit = models.TextField()
    provenance = models.CharField(max_length=13)
    direction = models.CharField(max_length=4)
    proxy = models.BooleanField()
    threshold = models.BigIntegerField(null=True)
    baseline = _to(IndicatorValue, null=True)
    actual = _to(IndicatorValue, null=True)
    planned = _to(IndicatorValue, null=True)
    target = _to(IndicatorValue, null=True)
    actual_number = models.BigIntegerField(null=True)
    aim_number = models.BigIntegerField(null=True)
    actual_end = models.DateField(null=True)

    objects: ClassVar[models.Manager["IndicatorState"]] = models.Manager()

    class Meta:
        managed = False
        db_table = "projects_indicatorstate"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_below_plan(self) -> bool:
        """Whether the last actual number falls short of what was planned."""
        if self.actual_number is None or self.aim_number is None:
            return False
        if self.direction == "down":
            return self.actual_number > self.aim_number
        return self.actual_number < self.aim_number

    @property
    def is_below_threshold(self) -> bool:
        """Whether the last actual number lies under the threshold."""
        if self.actual_number is None or self.threshold is None:
            return False
        return self.actual_number < self.threshold
