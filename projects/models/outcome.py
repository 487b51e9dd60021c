"""What a project is to reach, and whether it did: apart from how far it is said to be."""

from django.db import models

from ledger.models import Record
from ledger.texts import LineField, ProseField
from projects.lifecycle import Met, Voice
from projects.models.indicator import Indicator
from projects.models.plan import about, declared
from projects.models.project import Project
from secretariat.models import SourcedStatement

SAID = [Met.YES, Met.PARTLY, Met.NO]


class ProjectObjective(Record):
    """An objective of a project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="objectives")
    code = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.code


class ObjectiveParticulars(SourcedStatement):
    """What is to be reached, and the indicator whose baseline, target and values measure it."""

    subject = models.ForeignKey(
        ProjectObjective, on_delete=models.PROTECT, related_name="particulars"
    )
    name = LineField()
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "objective particulars"
        indexes = [about("objective_particulars_of")]

    def __str__(self) -> str:
        return self.name


class ObjectiveAssessment(SourcedStatement):
    """Whether an objective is met, in the voice of the owner or, apart, of an auditor.

    ``case`` is the name under which a document counts the finding (A/74/588 para 10).
    """

    subject = models.ForeignKey(
        ProjectObjective, on_delete=models.PROTECT, related_name="assessments"
    )
    voice = models.CharField(max_length=7, choices=Voice.choices)
    met = models.CharField(max_length=6, choices=[(word.value, word.label) for word in SAID])
    case = LineField(blank=True, default="")
    reasoning = ProseField()

    class Meta:
        constraints = [
            declared("objective_voice_declared", "voice", Voice.values),
            declared("objective_met_declared", "met", [word.value for word in SAID]),
        ]
        indexes = [
            about("objective_assessment_of"),
            models.Index(fields=["subject", "voice", "-as_of", "-ordinal"], name="objective_voice"),
        ]

    def __str__(self) -> str:
        return self.get_met_display()
