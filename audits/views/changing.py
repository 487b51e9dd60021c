"""Pages with which people speak: assess, update, reopen, correct, transcribe, describe, link."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms import BoundField, Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits import actions, forms, policies, queries
from audits.actions.particulars import described_with
from audits.models import (
    Assessment,
    Evidence,
    RecommendationState,
    Report,
    Theme,
    Transcription,
    TranscriptionState,
    VocabularyWord,
)
from audits.queries import Row
from audits.views.detail import mark_readable
from ledger import days
from secretariat.pages import ActionPage
from secretariat.queries import entities_at, names_of


def in_words(field: BoundField, value: Any) -> str:
    """A value of a form field the way a person reads it: the words of its choices, not the keys."""
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in values if one not in (None, ""))


class RecommendationAction(ActionPage):
    """A form about one recommendation, with both voices beside it."""

    template_name = "audits/recommendation_action.html"
    title: Any = ""
    button: Any = _("Record")
    needs_words = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the recommendation first: what one may not see is not there."""
        self.request, self.kwargs = request, kwargs
        self.state = self._load() if request.user.is_authenticated else None
        return super().dispatch(request, *args, **kwargs)

    def _load(self) -> RecommendationState:
        try:
            return actions.find_state(self.request.user, self.subject_id())
        except actions.NotFound as error:
            raise Http404 from error

    def subject_id(self) -> UUID:
        """The recommendation of the address."""
        pk: UUID = self.kwargs["pk"]
        return pk

    @property
    def row(self) -> RecommendationState:
        """The recommendation as it stands now."""
        assert self.state is not None
        return self.state

    def get_initial(self) -> dict[str, Any]:
        """The version seen and today."""
        return {"version": self.row.recommendation.version, "as_of": days.today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the body's words where the form asks for one."""
        kwargs = super().get_form_kwargs()
        if self.needs_words:
            words = VocabularyWord.objects.filter(body=self.row.body).order_by("word")
            kwargs["words"] = list(words.values_list("word", flat=True))
        return kwargs

    def about(self) -> dict[str, Any]:
        """Whom the action concerns and in which version."""
        return {"by": self.person, "recommendation_id": self.row.recommendation_id}

    def news(self) -> Mapping[str, Any]:
        """What the other side wrote since the version the person saw; the form takes the new one."""
        seen = int(self.request.POST.get("version", 0))
        fresh = self._load()
        news = [
            said
            for said in (
                *queries.updates(fresh.recommendation_id, self.moment),
                *queries.assessments(fresh.recommendation_id, self.moment),
                *queries.evidence(fresh.recommendation_id, self.moment),
            )
            if said.ordinal > seen
        ]
        self.state = fresh
        readable = [said for said in news if hasattr(said, "classification")]
        mark_readable(self.request.user, readable, fresh)
        return {"news": news, "fresh_version": fresh.recommendation.version, "seen": seen}

    def recorded(self) -> Mapping[str, Any]:
        """What is on record in the terms of the form, to stand beside what was typed."""
        given = {"version", "as_of"}
        return {name: held for name, held in self.get_initial().items() if name not in given}

    def versions(self, form: Form) -> list[dict[str, Any]]:
        """Field by field, what is recorded now and what the person typed."""
        recorded = self.recorded()
        return [
            {
                "label": field.label,
                "recorded": in_words(field, recorded[field.name]),
                "typed": in_words(field, field.value()),
            }
            for field in form.visible_fields()
            if field.name in recorded
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The recommendation and both voices beside the form."""
        pk = self.row.recommendation_id
        form = kwargs.get("form")
        if form is not None and form.is_bound and "fresh_version" in kwargs:
            form.data = form.data.copy()
            form.data["version"] = kwargs["fresh_version"]
            kwargs["versions"] = self.versions(form)
        updates = list(queries.updates(pk, self.moment)[:5])
        mark_readable(self.request.user, updates, self.row)
        rows = queries.load(
            [pk],
            policies.viewable_by(
                self.request.user, self.moment, demonstration=self.row.demonstration
            ),
            self.moment,
        )
        return super().get_context_data(
            row=rows[0] if rows else Row(self.row, self.moment),
            updates=updates,
            assessments=list(queries.assessments(pk, self.moment)[:5]),
            title=self.title,
            button=self.button,
            moment=self.moment,
            **kwargs,
        )

    def get_success_url(self) -> str:
        """Back to the recommendation, in its layer."""
        url = reverse("recommendation-detail", args=[self.row.recommendation_id])
        return f"{url}?layer=demonstration" if self.row.demonstration else url


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
