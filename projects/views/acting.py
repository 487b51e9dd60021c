"""Forms about one project: publish and return, objectives, measurements, milestones, closing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ledger import days
from ledger.errors import Invalid
from projects import actions, policies
from projects.forms import (
    BaselineForm,
    ClosingForm,
    DecisionForm,
    ExceptionForm,
    MeasurementForm,
    MilestoneForm,
    ObjectiveForm,
    PublishForm,
    ReturnForm,
)
from projects.lifecycle import Voice
from projects.models import BaselineProposal, Milestone, ObjectiveState, ProjectState, ReportDraft
from projects.views.reports import find_by_code, in_layer
from secretariat.pages import ActionPage


class ProjectAction(ActionPage):
    """A form about one project; ``facts`` is what the writer needs to see while writing."""

    template_name = "projects/project_action.html"
    title: Any = ""
    button: Any = _("Record")
    danger = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the project first: what one may not see is not there."""
        self.request, self.kwargs = request, kwargs
        if request.user.is_authenticated:
            try:
                self.state = self.load()
            except actions.NotFound as error:
                raise Http404 from error
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> ProjectState:
        """The project of the address."""
        return find_by_code(self.request.user, self.kwargs["code"])

    def facts(self) -> list[tuple[Any, Any]]:
        """Pairs of a name and a value, shown beside the form."""
        return [(_("Project"), f"{self.state.code} {self.state.title}")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The project beside the form."""
        return super().get_context_data(
            state=self.state,
            title=self.title,
            button=self.button,
            danger=self.danger,
            facts=self.facts(),
            **kwargs,
        )

    def get_success_url(self) -> str:
        """Back to the project, in its layer."""
        return in_layer(reverse("project-detail", args=[self.state.code]), self.state.project)


class _OfDraft(ProjectAction):
    """About a report that waits for publication."""

    draft: ReportDraft

    def load(self) -> ProjectState:
        """The draft of the address, if the person may see it, and its project."""
        self.draft = actions.find_draft(self.person, self.kwargs["draft"])
        return actions.find_project(self.request.user, self.draft.project_id)

    def facts(self) -> list[tuple[Any, Any]]:
        """Which report."""
        return [*super().facts(), (_("Quarter"), self.draft.quarter)]

    def get_success_url(self) -> str:
        """To the report."""
        address = reverse("status-report", args=[self.state.code, self.draft.quarter])
        return in_layer(address, self.state.project)


class PublishReport(_OfDraft):
    """The second person publishes."""

    form_class = PublishForm
    title = _("Publish the status report")
    button = _("Publish: it can never be changed")
    done = _("Published.")  # type: ignore[assignment]

    def check(self) -> None:
        """A portfolio officer who did not submit it."""
        policies.check_can_publish(self.request.user, self.state.project, self.draft.submitted_by)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Publish."""
        return actions.publish_report(by=self.person, draft_id=self.draft.pk)


class ReturnReport(_OfDraft):
    """The report goes back to its author."""

    form_class = ReturnForm
    title = _("Return the status report")
    button = _("Return it")
    done = _("Returned to its author.")  # type: ignore[assignment]

    def check(self) -> None:
        """A portfolio officer."""
        policies.check_can_return(self.request.user, self.state.project)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Return it."""
        return actions.return_report(by=self.person, draft_id=self.draft.pk, **given)

    def get_success_url(self) -> str:
        """To the project: the draft is its author's again."""
        return ProjectAction.get_success_url(self)


class _OfObjective(ProjectAction):
    """About an objective of a project."""

    objective: ObjectiveState

    def load(self) -> ProjectState:
        """The objective of the address and its project."""
        self.objective = actions.find_objective(self.person, self.kwargs["pk"])
        return actions.find_project(self.request.user, self.objective.project_id)

    def facts(self) -> list[tuple[Any, Any]]:
        """Which objective, and how it stands."""
        stands = self.objective.get_met_display()
        return [
            *super().facts(),
            (_("Objective"), self.objective.name),
            (_("Stands at"), stands),
        ]


class AssessObjective(_OfObjective):
    """Whether an objective is met, in the person's own voice."""

    form_class = ObjectiveForm
    title = _("Is the objective met?")
    button = _("Record this word")
    done = _("Recorded.")  # type: ignore[assignment]

    def voices(self) -> list[Voice]:
        """The voices the person may speak in."""
        project, viewer = self.state.project, self.request.user
        checks = {
            Voice.OWNER: policies.check_can_say_met,
            Voice.AUDITOR: policies.check_can_judge,
        }
        return [voice for voice, check in checks.items() if policies.can(check, viewer, project)]

    def check(self) -> None:
        """The lead, an officer, or an auditor from outside."""
        if not self.voices():
            policies.check_can_say_met(self.request.user, self.state.project)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the voices the person has."""
        return {**super().get_form_kwargs(), "voices": self.voices()}

    def get_initial(self) -> dict[str, Any]:
        """Today, and the one voice."""
        return {"as_of": days.today(), "voice": self.voices()[0].value}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Record the word."""
        return actions.assess_objective(
            by=self.person, objective_id=self.objective.objective_id, **given
        )


class MeasureObjective(_OfObjective):
    """What was measured for an objective."""

    form_class = MeasurementForm
    title = _("Record a measurement")
    button = _("Record the measurement")
    done = _("Recorded.")  # type: ignore[assignment]

    def check(self) -> None:
        """The lead or an officer; the objective needs an indicator."""
        policies.check_can_measure(self.request.user, self.state.project)

    def facts(self) -> list[tuple[Any, Any]]:
        """The indicator and its unit."""
        indicator = self.objective.indicator
        named = indicator.code if indicator else _("none: name one on the objective first")
        return [*super().facts(), (_("Indicator"), named), (_("Unit"), self._unit())]

    def _unit(self) -> str:
        indicator = self.objective.indicator
        if indicator is None:
            return ""
        rows = indicator.particulars.standing().order_by("-as_of", "-ordinal")
        return str(rows.values_list("unit", flat=True).first() or "")

    def get_initial(self) -> dict[str, Any]:
        """The indicator's unit."""
        return {"unit": self._unit(), "qualifier": "exactly"}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Record it."""
        return actions.record_measurement(
            by=self.person, objective_id=self.objective.objective_id, **given
        )


class PlanMilestone(ProjectAction):
    """A new milestone."""

    form_class = MilestoneForm
    title = _("Plan a milestone")
    button = _("Propose it")
    done = _("Recorded. An approver decides on the baseline.")  # type: ignore[assignment]

    def check(self) -> None:
        """The lead or an officer, while the project is open."""
        policies.check_can_propose(self.request.user, self.state.project)
        policies.check_is_open(self.state)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Plan it."""
        return actions.plan_milestone(by=self.person, project_id=self.state.project_id, **given)


class ProposeBaseline(ProjectAction):
    """A new baseline of a milestone."""

    form_class = BaselineForm
    title = _("Propose a new baseline")
    button = _("Propose it")
    done = _("Proposed. An approver decides.")  # type: ignore[assignment]
    milestone: Milestone

    def load(self) -> ProjectState:
        """The milestone of the address and its project."""
        found = Milestone.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.milestone = found
        return actions.find_project(self.request.user, found.project_id)

    def check(self) -> None:
        """The lead or an officer, while the project is open."""
        policies.check_can_propose(self.request.user, self.state.project)
        policies.check_is_open(self.state)

    def facts(self) -> list[tuple[Any, Any]]:
        """Which milestone."""
        return [*super().facts(), (_("Milestone"), self.milestone.code)]

    def act(self, given: Mapping[str, Any]) -> Any:
        """Propose it."""
        return actions.propose_baseline(by=self.person, milestone_id=self.milestone.pk, **given)


class DecideBaseline(ProjectAction):
    """The approver decides on a baseline."""

    form_class = DecisionForm
    title = _("Decide on a baseline")
    button = _("Record the decision")
    done = _("Decided.")  # type: ignore[assignment]
    proposal: BaselineProposal

    def load(self) -> ProjectState:
        """The proposal of the address and its project."""
        self.proposal = actions.find_proposal(self.kwargs["proposal"])
        return actions.find_project(self.request.user, self.proposal.milestone.project_id)

    def check(self) -> None:
        """An approver who did not propose it."""
        policies.check_can_approve(self.request.user, self.proposal)

    def facts(self) -> list[tuple[Any, Any]]:
        """What is proposed, by which authority, and why."""
        return [
            *super().facts(),
            (_("Milestone"), self.proposal.milestone.code),
            (_("New baseline"), self.proposal.day),
            (_("Authority"), self.proposal.authority),
            (_("Why"), self.proposal.reason),
        ]

    def act(self, given: Mapping[str, Any]) -> Any:
        """Approve or refuse."""
        if given["decision"] == "approve":
            return actions.approve_baseline(by=self.person, proposal_id=self.proposal.pk)
        if not given["reason"]:
            raise Invalid(fields={"reason": str(_("Say why it is refused."))})
        return actions.refuse_baseline(
            by=self.person, proposal_id=self.proposal.pk, reason=given["reason"]
        )


class CloseProject(ProjectAction):
    """The end of a project."""

    form_class = ClosingForm
    title = _("Close the project")
    button = _("Close the project")
    done = _("Closed.")  # type: ignore[assignment]
    danger = True

    def check(self) -> None:
        """The lead or an officer, while the project is open."""
        policies.check_can_close(self.request.user, self.state.project)
        policies.check_is_open(self.state)

    def get_initial(self) -> dict[str, Any]:
        """The version seen and today."""
        return {"version": self.state.project.version, "as_of": days.today()}

    def facts(self) -> list[tuple[Any, Any]]:
        """How far it is said to be, and what stands against closing."""
        unmet = ", ".join(row.code for row in actions.unmet_objectives(self.state))
        percent = self.state.percent
        return [
            *super().facts(),
            (_("Reported"), "–" if percent is None else f"{percent} %"),
            (_("Objectives not met"), unmet or "–"),
        ]

    def news(self) -> Mapping[str, Any]:
        """The version in force, so that a second try can go through."""
        return {"fresh_version": self.load().project.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """After a conflict the form goes on from the version in force."""
        form: forms.Form | None = kwargs.get("form")
        if form is not None and "fresh_version" in kwargs:
            form.data = {**form.data.dict(), "version": kwargs["fresh_version"]}  # type: ignore[attr-defined]
        return super().get_context_data(**kwargs)

    def act(self, given: Mapping[str, Any]) -> Any:
        """Close it."""
        rest = {name: value for name, value in given.items() if name != "version"}
        return actions.close_project(
            by=self.person,
            project_id=self.state.project_id,
            expected_version=given["version"],
            **rest,
        )


class AllowClosing(ProjectAction):
    """An approver lets a project close with an objective that is not met."""

    form_class = ExceptionForm
    title = _("Allow closing with an unmet objective")
    button = _("Allow it")
    done = _("Allowed. The exception stays on record.")  # type: ignore[assignment]

    def check(self) -> None:
        """An approver, while the project is open."""
        policies.check_can_except(self.request.user, self.state.project)
        policies.check_is_open(self.state)

    def facts(self) -> list[tuple[Any, Any]]:
        """What stands against closing."""
        unmet = ", ".join(row.code for row in actions.unmet_objectives(self.state))
        return [*super().facts(), (_("Objectives not met"), unmet or "–")]

    def act(self, given: Mapping[str, Any]) -> Any:
        """Allow it."""
        return actions.allow_closing(by=self.person, project_id=self.state.project_id, **given)
