"""Decisions of bodies, and the review of ICT budgets before they go on."""

from django.db import models
from django.db.models import F, Q

from governance.lifecycle import DecisionWord, ReviewWord
from governance.models.body import Body
from governance.models.mandate import Mandate
from governance.models.meeting import Meeting
from governance.models.policy import Policy
from ledger.models import Record
from ledger.texts import LineField, ProseField
from projects.lifecycle import Fund
from projects.models import Project
from projects.models.plan import about, declared
from secretariat.models import Entity, SourcedStatement


class Decision(Record):
    """A numbered decision of a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class DecisionParticulars(SourcedStatement):
    """What was decided, who decided and advised, who carries it out by when, what came of it."""

    subject = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="particulars")
    title = LineField()
    text = ProseField()
    decided_on = models.DateField()
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = LineField(blank=True, default="")
    advised_by = LineField(blank=True, default="")
    responsible = LineField(blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    word = models.CharField(max_length=13, choices=DecisionWord.choices)
    outcome = ProseField(blank=True, default="")
    supersedes = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "decision particulars"
        constraints = [
            declared("decision_word_declared", "word", DecisionWord.values),
            models.CheckConstraint(
                condition=~Q(subject=F("supersedes")), name="decision_supersedes_another"
            ),
        ]
        indexes = [about("decision_particulars_of")]

    def __str__(self) -> str:
        return self.title


class DecisionLink(SourcedStatement):
    """A decision is about a project, a policy, or a request or recommendation: one of the three."""

    subject = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="links")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="governance_links"
    )
    policy = models.ForeignKey(
        Policy, on_delete=models.PROTECT, null=True, blank=True, related_name="decision_links"
    )
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="decision_links"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, policy__isnull=True, mandate__isnull=True)
                | Q(project__isnull=True, policy__isnull=False, mandate__isnull=True)
                | Q(project__isnull=True, policy__isnull=True, mandate__isnull=False),
                name="decision_link_to_one",
            )
        ]
        indexes = [about("decision_link_of")]

    def __str__(self) -> str:
        return str(self.project or self.policy or self.mandate)


class BudgetSubmission(Record):
    """The budget of an ICT initiative of an entity for a year."""

    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.code


class BudgetReview(SourcedStatement):
    """A budget, and whether OICT reviewed it before the budget office saw it.

    All ICT initiatives and operations, of all sources of funds: ST/SGB/2016/11, section 2.2 (g),
    as told in A/74/588 para 27.
    """

    subject = models.ForeignKey(BudgetSubmission, on_delete=models.PROTECT, related_name="reviews")
    name = LineField()
    year = models.PositiveIntegerField()
    fund = models.CharField(max_length=17, choices=Fund.choices, blank=True, default="")
    amount = models.PositiveBigIntegerField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    word = models.CharField(max_length=20, choices=ReviewWord.choices)
    reviewed_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    remark = ProseField(blank=True, default="")

    class Meta:
        constraints = [
            declared("budget_fund_declared", "fund", Fund.values),
            declared("budget_review_declared", "word", ReviewWord.values),
            models.CheckConstraint(
                condition=Q(word=ReviewWord.NOT_REVIEWED, reviewed_on__isnull=True)
                | (~Q(word=ReviewWord.NOT_REVIEWED) & Q(reviewed_on__isnull=False)),
                name="budget_reviewed_on_a_day",
            ),
        ]
        indexes = [about("budget_review_of")]

    def __str__(self) -> str:
        return self.name
