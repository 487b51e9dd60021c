"""Which decisions of governing bodies act on which recommendations."""

from django.db import models
from django.db.models import Q

from audits.models.recommendation import Recommendation
from governance.models import Decision
from secretariat.models import SourcedStatement


class RecommendationDecision(SourcedStatement):
    """A decision of a governing body acts on a recommendation."""

    subject = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="decision_links"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="audits_recommendations"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "decision"],
                condition=Q(corrects__isnull=True),
                name="recommendation_decision_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.decision}"
