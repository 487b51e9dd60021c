"""Questions put in writing, and the answers given in writing with the figures they quote."""

from django.db import models
from django.db.models import F, Q

from governance.lifecycle import Asker
from governance.models.body import Body
from governance.models.mandate import Mandate
from ledger.days import Precision
from ledger.models import Record
from ledger.texts import LineField, ProseField
from projects.models import Project
from projects.models.plan import about, declared
from secretariat.models import Document, Entity, Measure, SourcedStatement


class Question(Record):
    """A question that a reader of the reports put in writing."""

    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class QuestionParticulars(SourcedStatement):
    """Who asks what, when, about which report, and by when which office is to answer.

    ``number`` is the one printed in the list of questions; ``text`` is the question in own words.
    """

    subject = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="particulars")
    asked_by = models.CharField(max_length=16, choices=Asker.choices)
    number = LineField(blank=True, default="")
    title = LineField()
    text = ProseField()
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    session = models.PositiveIntegerField(null=True, blank=True)
    concerns = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(
        Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "question particulars"
        constraints = [
            declared("question_asker_declared", "asked_by", Asker.values),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(asked_on__lte=F("due_on")),
                name="question_days_in_order",
            ),
        ]
        indexes = [about("question_particulars_of")]

    def __str__(self) -> str:
        return self.title


class QuestionLink(SourcedStatement):
    """A question is about a project, a body, a request, or a recommendation: one of the four.

    A recommendation of an oversight body is named by its symbol and place, in words.
    """

    subject = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="links")
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="governance_questions",
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="question_links"
    )
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="question_links"
    )
    recommendation = LineField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(project__isnull=False, body=None, mandate=None, recommendation="")
                    | Q(project=None, body__isnull=False, mandate=None, recommendation="")
                    | Q(project=None, body=None, mandate__isnull=False, recommendation="")
                    | Q(project=None, body=None, mandate=None) & ~Q(recommendation="")
                ),
                name="question_link_to_one",
            )
        ]
        indexes = [about("question_link_of")]

    def __str__(self) -> str:
        return str(self.project or self.body or self.mandate or self.recommendation)


class QuestionAnswer(SourcedStatement):
    """What was answered in writing on a day, and by which office. A later one adds to it."""

    subject = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = ProseField()
    office = models.ForeignKey(
        Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [about("question_answer_of")]

    def __str__(self) -> str:
        return f"{self.subject}, {self.as_of.isoformat()}"


class QuotedFigure(SourcedStatement):
    """A number that the answer of this day gives, and the figure of the portal it is of.

    ``figure_as_of`` is the day the number speaks for.
    """

    subject = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="quoted")
    figure = models.CharField(max_length=80)
    parameters = models.JSONField(default=dict)
    part = models.CharField(max_length=60, blank=True, default="")
    measure = models.CharField(max_length=11, choices=Measure.choices)
    figure_as_of = models.DateField()
    figure_as_of_precision = models.CharField(
        max_length=8, choices=Precision.choices, default=Precision.DAY
    )
    value = models.IntegerField()
    as_printed = LineField()
    explanation = LineField(blank=True, default="")

    class Meta:
        constraints = [
            declared("quoted_measure_declared", "measure", Measure.values),
            declared("quoted_day_declared", "figure_as_of_precision", Precision.values),
            models.CheckConstraint(
                condition=Q(figure_as_of__lte=F("as_of")), name="quoted_of_a_day_before"
            ),
        ]
        indexes = [about("quoted_figure_of")]

    def __str__(self) -> str:
        return self.as_printed
