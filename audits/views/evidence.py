"""Pages with which evidence is asked for, supplied and judged."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from audits import actions, forms, policies
from audits.models import Evidence
from audits.views.acting import RecommendationAction
from audits.views.detail import mark_readable


class RequestEvidence(RecommendationAction):
    """Ask for evidence."""

    form_class = forms.EvidenceRequestForm
    title = _("Ask for evidence")
    button = _("Ask")
    done = _("Request recorded.")  # type: ignore[assignment]

    def check(self) -> None:
        """Only an auditor of the body from outside."""
        policies.check_can_review_evidence(self.request.user, self.row)

    def act(self, given: Mapping[str, Any]) -> Evidence:
        """Ask."""
        return actions.request_evidence(
            **self.about(), expected_version=given["version"], said=given["said"]
        )


class SupplyEvidence(RecommendationAction):
    """Supply a file."""

    form_class = forms.EvidenceSupplyForm
    title = _("Supply evidence")
    button = _("Supply")
    done = _("Evidence received.")  # type: ignore[assignment]

    def check(self) -> None:
        """Only those who speak for the Administration."""
        policies.check_can_supply_evidence(self.request.user, self.row)

    def act(self, given: Mapping[str, Any]) -> Evidence:
        """Supply, as the answer to a request where the address names one."""
        return actions.supply_evidence(
            **self.about(),
            expected_version=given["version"],
            upload=given["file"],
            said=given["said"],
            classification=given["classification"],
            request_id=self.kwargs.get("evidence"),
        )


class ReviewEvidence(RecommendationAction):
    """Accept supplied evidence or return it."""

    form_class = forms.EvidenceReviewForm
    title = _("Judge the evidence")
    button = _("Record the decision")
    done = _("Decision recorded.")  # type: ignore[assignment]

    def check(self) -> None:
        """Only an auditor of the body from outside."""
        policies.check_can_review_evidence(self.request.user, self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the evidence."""
        shown = Evidence.objects.filter(
            pk=self.kwargs["evidence"], subject=self.row.recommendation
        ).first()
        mark_readable(self.request.user, [shown] if shown else [], self.row)
        return super().get_context_data(judged=shown, **kwargs)

    def act(self, given: Mapping[str, Any]) -> Evidence:
        """Judge."""
        return actions.review_evidence(
            **self.about(),
            expected_version=given["version"],
            evidence_id=self.kwargs["evidence"],
            move=given["move"],
            said=given["said"],
        )
