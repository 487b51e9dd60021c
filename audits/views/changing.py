"""Pages with which people speak: assess, update, reopen, correct, transcribe, describe, link."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits import actions, forms, policies
from audits.actions.particulars import described_with
from audits.models import Assessment, Report, Theme, Transcription, TranscriptionState
from audits.views.acting import RecommendationAction
from secretariat.queries import entities_at, names_of


class Assess(RecommendationAction):
    """Record what the oversight body found."""

    form_class = forms.AssessmentForm
    title = _("Assess this recommendation")
    button = _("Record the assessment")
    done = _("Assessment recorded.")  # type: ignore[assignment]
    needs_words = True

    def recorded(self) -> Mapping[str, Any]:
        """The finding in force."""
        held = self.row.assessment
        if held is None:
            return {"word": "", "as_of": "", "reasoning": ""}
        return {"word": held.word.word, "as_of": held.as_of, "reasoning": held.reasoning}

    def check(self) -> None:
        """Only an auditor of the body from outside, while it is open."""
        policies.check_can_assess(self.request.user, self.row)

    def act(self, given: Mapping[str, Any]) -> Assessment:
        """Assess."""
        return actions.assess_recommendation(
            **self.about(),
            expected_version=given["version"],
            word=given["word"],
            as_of=given["as_of"],
            reasoning=given["reasoning"],
            successor_id=given["successor"],
            no_successor_reason=given["no_successor_reason"],
        )


class Reopen(RecommendationAction):
    """Begin a new episode of a closed recommendation."""

    form_class = forms.ReopeningForm
    title = _("Reopen this recommendation")
    button = _("Reopen")
    done = _("Recommendation reopened.")  # type: ignore[assignment]
    needs_words = True

    def check(self) -> None:
        """Only an auditor of the body from outside, while it is closed."""
        policies.check_can_reopen(self.request.user, self.row)

    def act(self, given: Mapping[str, Any]) -> Assessment:
        """Reopen."""
        return actions.reopen_recommendation(
            **self.about(),
            expected_version=given["version"],
            word=given["word"],
            as_of=given["as_of"],
            reasoning=given["reasoning"],
        )


class Correct(RecommendationAction):
    """Put a better assessment in the place of one, or withdraw it."""

    form_class = forms.CorrectionForm
    title = _("Correct an assessment")
    button = _("Record the correction")
    done = _("Correction recorded; the first stays readable.")  # type: ignore[assignment]
    needs_words = True

    def subject_id(self) -> UUID:
        """The recommendation of the assessment."""
        found = Assessment.objects.filter(pk=self.kwargs["assessment"]).first()
        if found is None:
            raise Http404
        self.assessment = found
        return found.subject_id

    def check(self) -> None:
        """Only an auditor of the body from outside."""
        policies.check_is_auditor(self.request.user, self.row)

    def get_initial(self) -> dict[str, Any]:
        """What is being corrected."""
        held = self.assessment
        return {
            **super().get_initial(),
            "word": held.word.word,
            "reasoning": held.reasoning,
        }

    def act(self, given: Mapping[str, Any]) -> Assessment:
        """Correct or withdraw."""
        return actions.correct_assessment(
            by=self.person,
            assessment_id=self.assessment.pk,
            expected_version=given["version"],
            reason=given["reason"],
            word=given["word"],
            reasoning=given["reasoning"],
            no_successor_reason=given["no_successor_reason"],
            withdraw=given["withdraw"],
        )


class Update(RecommendationAction):
    """Record the Administration's update."""

    form_class = forms.UpdateForm
    title = _("Update this recommendation")
    button = _("Record the update")
    done = _("Update recorded.")  # type: ignore[assignment]

    def check(self) -> None:
        """Only those who speak for the Administration."""
        policies.check_can_update(self.request.user, self.row)

    def get_initial(self) -> dict[str, Any]:
        """The claim and target in force."""
        row = self.row
        return {
            **super().get_initial(),
            "claim": row.claim,
            "target": row.target.quarter if row.target else "",
            "classification": row.classification,
        }

    def act(self, given: Mapping[str, Any]) -> Any:
        """Update."""
        words = {name: value for name, value in given.items() if name != "version"}
        return actions.update_recommendation(
            **self.about(), expected_version=given["version"], **words
        )


class Transcribe(RecommendationAction):
    """Propose what a published annex says."""

    form_class = forms.TranscriptionForm
    title = _("Transcribe a published assessment")
    button = _("Propose the transcription")
    done = _("Proposed. A second person has to confirm it.")  # type: ignore[assignment]
    needs_words = True

    def check(self) -> None:
        """Only the portfolio officer."""
        policies.check_can_transcribe(self.request.user, self.row)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Propose."""
        words = {name: value for name, value in given.items() if name != "version"}
        return actions.propose_transcription(**self.about(), **words)


class Decide(RecommendationAction):
    """The second person confirms or refuses a transcription."""

    form_class = forms.DecisionForm
    title = _("Confirm a transcription")
    button = _("Decide")
    done = _("Decided.")  # type: ignore[assignment]

    def subject_id(self) -> UUID:
        """The recommendation of the proposal."""
        found = Transcription.objects.filter(
            pk=self.kwargs["transcription"], state=TranscriptionState.PROPOSED
        ).first()
        if found is None:
            raise Http404
        self.proposal = found
        return found.recommendation_id

    def check(self) -> None:
        """Only an approver who did not propose it."""
        policies.check_can_confirm(self.request.user, self.row, self.proposal.proposed_by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the proposal."""
        name = names_of([self.proposal.proposed_by]).get(self.proposal.proposed_by, "")
        return super().get_context_data(proposal=self.proposal, proposer=name, **kwargs)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Confirm or refuse."""
        if given["decision"] == "confirm":
            return actions.confirm_transcription(by=self.person, transcription_id=self.proposal.pk)
        return actions.refuse_transcription(
            by=self.person, transcription_id=self.proposal.pk, reason=given["reason"]
        )


class Describe(RecommendationAction):
    """Change the particulars."""

    form_class = forms.ParticularsForm
    title = _("Change the particulars")
    button = _("Record the change")
    done = _("Particulars recorded.")  # type: ignore[assignment]

    def check(self) -> None:
        """Only the portfolio officer."""
        policies.check_can_keep(self.request.user, self.row)

    def get_initial(self) -> dict[str, Any]:
        """What is in force."""
        held = actions.description_of(self.row.particulars)
        initial = {
            name: getattr(held, name)
            for name in forms.ParticularsForm.base_fields
            if hasattr(held, name)
        }
        return {
            **super().get_initial(),
            **initial,
            "theme": held.theme.code if held.theme else "",
            "lead": held.lead.code if held.lead else "",
            "entities": [entity.code for entity in held.entities],
            "made_in": held.made_in.document.symbol if held.made_in else "",
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Themes, entities and reports of the layer."""
        layer = self.row.demonstration
        entities = [
            (e.code, e.name or e.code) for e in entities_at(self.moment, demonstration=layer)
        ]
        reports = Report.objects.filter(demonstration=layer).select_related("document")
        symbols = [
            (r.document.symbol, r.document.symbol) for r in reports.order_by("document__symbol")
        ]
        themes = [(t.code, t.name) for t in Theme.objects.order_by("order")]
        nothing = [("", _("not stated"))]
        choices = {
            "theme": [*nothing, *themes],
            "lead": [*nothing, *entities],
            "entities": entities,
            "made_in": [*nothing, *symbols],
        }
        return {**super().get_form_kwargs(), "choices": choices}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Describe."""
        return actions.describe_recommendation(
            **self.about(),
            expected_version=given["version"],
            description=described_with(self.row.particulars, given),
            as_of=given["as_of"],
            reason=given["reason"],
            from_the_start=given["from_the_start"],
        )


class LinkTo(RecommendationAction):
    """Link it to another recommendation."""

    form_class = forms.LinkForm
    title = _("Link to another recommendation")
    button = _("Record the link")
    done = _("Link recorded.")  # type: ignore[assignment]

    def check(self) -> None:
        """Only the portfolio officer."""
        policies.check_can_keep(self.request.user, self.row)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Link."""
        return actions.link_recommendation(
            **self.about(),
            expected_version=given["version"],
            kind=given["kind"],
            other_id=given["other"],
            as_of=given["as_of"],
            reason=given["reason"],
        )


class Void(RecommendationAction):
    """Void a recommendation recorded in error."""

    form_class = forms.VoidForm
    title = _("Void this recommendation")
    button = _("Void")
    done = _("Voided. It is still there as it was known before.")  # type: ignore[assignment]

    def check(self) -> None:
        """Only the portfolio officer."""
        policies.check_can_keep(self.request.user, self.row)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Void."""
        return actions.void_recommendation(
            **self.about(), expected_version=given["version"], reason=given["reason"]
        )

    def get_success_url(self) -> str:
        """Back to the list of its layer: the recommendation is gone from it."""
        url = reverse("recommendation-list")
        return f"{url}?layer=demonstration" if self.row.demonstration else url
