"""Strategies and other plans, what they are made of, and what is reported about them."""

from django.db import models
from django.db.models import Q

from ledger.days import Precision
from ledger.models import Record
from ledger.texts import LineField, ProseField
from projects.lifecycle import (
    AssumptionWord,
    ChapterState,
    ElementKind,
    ElementState,
    Fund,
    Integration,
    LessonKind,
    PlanKind,
    Verification,
)
from secretariat.models import Document, SourcedStatement


def declared(name: str, field: str, values: list[str]) -> models.CheckConstraint:
    """A rule of the table: the column holds a declared word."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


def about(name: str) -> models.Index:
    """The index that finds what stands about a subject on a day."""
    return models.Index(fields=["subject", "-as_of", "-ordinal"], name=name)


class Plan(Record):
    """A strategy, framework, security plan or programme plan."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=14, choices=PlanKind.choices)

    class Meta:
        constraints = [declared("plan_kind_declared", "kind", PlanKind.values)]

    def __str__(self) -> str:
        return self.code


class PlanParticulars(SourcedStatement):
    """What a plan is called, which years it covers, and what it follows or is part of."""

    subject = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="particulars")
    name = LineField()
    name_zh = LineField(blank=True, default="")
    starts_on = models.DateField(null=True, blank=True)
    starts_precision = models.CharField(max_length=8, choices=Precision.choices, default="year")
    ends_on = models.DateField(null=True, blank=True)
    ends_precision = models.CharField(max_length=8, choices=Precision.choices, default="year")
    predecessor = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    part_of = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    integration = models.CharField(
        max_length=11, choices=Integration.choices, blank=True, default=""
    )
    stated_elements = models.PositiveIntegerField(null=True, blank=True)
    mission = ProseField(blank=True, default="")
    vision = ProseField(blank=True, default="")

    class Meta:
        verbose_name_plural = "plan particulars"
        constraints = [
            declared("plan_integration_declared", "integration", Integration.values),
            declared("plan_starts_declared", "starts_precision", Precision.values),
            declared("plan_ends_declared", "ends_precision", Precision.values),
        ]
        indexes = [about("plan_particulars_of")]

    def __str__(self) -> str:
        return self.name


class PlanElement(Record):
    """An objective, driver, phase, road map row, goal, action …: a part of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="elements")
    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=14, choices=ElementKind.choices)

    class Meta:
        constraints = [declared("element_kind_declared", "kind", ElementKind.values)]

    def __str__(self) -> str:
        return self.code


class ElementParticulars(SourcedStatement):
    """What an element is called, where it stands in its plan, and how far it is."""

    subject = models.ForeignKey(PlanElement, on_delete=models.PROTECT, related_name="particulars")
    parent = models.ForeignKey(
        PlanElement, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.PositiveIntegerField(default=0)
    name = LineField()
    name_zh = LineField(blank=True, default="")
    text = ProseField(blank=True, default="")
    state = models.CharField(
        max_length=11, choices=ElementState.choices, default=ElementState.NOT_STATED
    )

    class Meta:
        verbose_name_plural = "element particulars"
        constraints = [declared("element_state_declared", "state", ElementState.values)]
        indexes = [about("element_particulars_of")]

    def __str__(self) -> str:
        return self.name


class ScheduleBaseline(Record):
    """An approved schedule of a plan, such as 2013-2017 and its revision 2014-2020."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="baselines")
    code = models.CharField(max_length=60, unique=True)
    order = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class BaselineParticulars(SourcedStatement):
    """The quarters a schedule covers, who approved it, and why."""

    subject = models.ForeignKey(
        ScheduleBaseline, on_delete=models.PROTECT, related_name="particulars"
    )
    name = LineField()
    first_quarter = models.CharField(max_length=7)
    last_quarter = models.CharField(max_length=7)
    authority = LineField(blank=True, default="")
    reason = ProseField(blank=True, default="")

    class Meta:
        verbose_name_plural = "baseline particulars"
        indexes = [about("baseline_particulars_of")]

    def __str__(self) -> str:
        return self.name


class RoadmapBar(SourcedStatement):
    """The quarters a row of the road map takes under a baseline."""

    subject = models.ForeignKey(PlanElement, on_delete=models.PROTECT, related_name="bars")
    baseline = models.ForeignKey(ScheduleBaseline, on_delete=models.PROTECT, related_name="bars")
    first_quarter = models.CharField(max_length=7)
    last_quarter = models.CharField(max_length=7)

    class Meta:
        indexes = [about("roadmap_bar_of")]

    def __str__(self) -> str:
        return f"{self.first_quarter} to {self.last_quarter}"


class ProgressReport(Record):
    """One of the series of progress reports on a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="progress_reports")
    code = models.CharField(max_length=60, unique=True)
    ordinal = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.code


class ProgressReportParticulars(SourcedStatement):
    """Where a progress report appeared, and whether it was called, and taken as, the last."""

    subject = models.ForeignKey(
        ProgressReport, on_delete=models.PROTECT, related_name="particulars"
    )
    report = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    session = models.PositiveIntegerField(null=True, blank=True)
    declared_final = models.BooleanField(null=True, blank=True)
    accepted_final = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "progress report particulars"
        indexes = [about("progress_report_of")]

    def __str__(self) -> str:
        return str(self.subject_id)


class ReportChapter(SourcedStatement):
    """Whether a progress report deals with a topic it should."""

    subject = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, related_name="chapters")
    code = models.CharField(max_length=60)
    order = models.PositiveIntegerField(default=0)
    topic = LineField()
    state = models.CharField(max_length=11, choices=ChapterState.choices)

    class Meta:
        constraints = [declared("chapter_state_declared", "state", ChapterState.values)]
        indexes = [about("report_chapter_of")]

    def __str__(self) -> str:
        return self.topic


class Achievement(Record):
    """Something that is claimed to have been achieved."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="achievements")
    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class AchievementClaim(SourcedStatement):
    """The claim in the portal's words, with the indicator that measures it, if one does."""

    subject = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="claims")
    text = ProseField()
    indicator = models.ForeignKey(
        "projects.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [about("achievement_claim_of")]

    def __str__(self) -> str:
        return self.text[:80]


class Lesson(Record):
    """A lesson, challenge, issue or initiative, handed on to the next strategy."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lessons")
    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=LessonKind.choices)

    class Meta:
        constraints = [declared("lesson_kind_declared", "kind", LessonKind.values)]

    def __str__(self) -> str:
        return self.code


class LessonText(SourcedStatement):
    """What was learned, and what was done about it."""

    subject = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="texts")
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = LineField()
    text = ProseField(blank=True, default="")
    response = ProseField(blank=True, default="")

    class Meta:
        indexes = [about("lesson_text_of")]

    def __str__(self) -> str:
        return self.title


class Control(Record):
    """A control that a security plan asks for."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="controls")
    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class ControlStatement(SourcedStatement):
    """What was planned, what stands in its place, what the auditors say, and who verifies it."""

    subject = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="statements")
    name = LineField()
    planned_measure = ProseField()
    substitute = ProseField(blank=True, default="")
    reported_state = LineField(blank=True, default="")
    audit_view = ProseField(blank=True, default="")
    residual_risk = ProseField(blank=True, default="")
    responsible = LineField(blank=True, default="")
    verifies = LineField(blank=True, default="")
    verification = models.CharField(max_length=13, choices=Verification.choices)

    class Meta:
        constraints = [declared("verification_declared", "verification", Verification.values)]
        indexes = [about("control_statement_of")]

    def __str__(self) -> str:
        return self.name


class Assumption(Record):
    """Something a plan takes for granted."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="assumptions")
    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class AssumptionState(SourcedStatement):
    """Whether an assumption holds."""

    subject = models.ForeignKey(Assumption, on_delete=models.PROTECT, related_name="states")
    name = LineField()
    state = models.CharField(max_length=10, choices=AssumptionWord.choices)

    class Meta:
        constraints = [declared("assumption_state_declared", "state", AssumptionWord.values)]
        indexes = [about("assumption_state_of")]

    def __str__(self) -> str:
        return self.name


class FundingEnd(Record):
    """Money or posts that end on a day."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class FundingEndStatement(SourcedStatement):
    """What ends, on which day, and which project loses it."""

    subject = models.ForeignKey(FundingEnd, on_delete=models.PROTECT, related_name="statements")
    name = LineField()
    fund = models.CharField(max_length=17, choices=Fund.choices, blank=True, default="")
    ends_on = models.DateField()
    ends_precision = models.CharField(max_length=8, choices=Precision.choices, default="day")
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            declared("funding_end_fund_declared", "fund", Fund.values),
            declared("funding_end_precision_declared", "ends_precision", Precision.values),
        ]
        indexes = [about("funding_end_of")]

    def __str__(self) -> str:
        return self.name
