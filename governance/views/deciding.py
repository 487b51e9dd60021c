"""Forms about decisions: record one, say what came of it, say what it is about."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance import actions, policies
from governance.forms.meetings import DecisionForm, FollowUpForm, LinkForm
from governance.models import Decision, DecisionParticulars, MeetingParticulars
from governance.queries import decisions as queries
from governance.queries import meetings as meeting_queries
from governance.queries.history import history
from governance.views.acting import GovernanceAction, load_meeting, workspace, written
from governance.views.listing import in_layer
from ledger import days, moments
from ledger.moments import Moment


def decision_url(decision: Decision) -> str:
    """The address of a decision in its layer."""
    return in_layer(reverse("decision-detail", args=[decision.code]), decision)


def replaceable(
    viewer: Any, moment: Moment, *, demonstration: bool, body: str = ""
) -> list[tuple[str, str]]:
    """The decisions that no other has replaced, newest first, as choices."""
    rows = queries.decisions(viewer, moment, demonstration=demonstration)
    rows = rows.filter(superseded_by__isnull=True)
    if body:
        rows = rows.filter(subject__body__code=body)
    found = rows.order_by("-decided_on", "-subject__code")
    return [(row.subject.code, f"{row.subject.code}: {row.title[:80]}") for row in found]


class RecordDecision(GovernanceAction):
    """A new decision, of a meeting where the address names one."""

    form_class = DecisionForm
    title = _("Record a decision")
    button = _("Record the decision")
    done = _("The decision is in the register.")  # type: ignore[assignment]
    said: MeetingParticulars | None = None
    made: Decision | None = None

    def load(self) -> None:
        """The meeting of the address, if it names one, and the bodies of the layer."""
        code = self.request.GET.get("meeting", "")
        self.said = load_meeting(self.request.user, code) if code else None
        self.layer = self.said.subject.demonstration if self.said else self.demonstration
        self.bodies = meeting_queries.bodies(
            self.request.user, self.moment, demonstration=self.layer
        )

    def check(self) -> None:
        """The governance secretary; of a meeting once it was held."""
        policies.check_can_keep(self.request.user, self.said.subject if self.said else None)
        if self.said:
            policies.check_was_held(self.said)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer bodies and the decisions that can be replaced."""
        body = self.said.subject.body.code if self.said else ""
        return {
            **super().get_form_kwargs(),
            "bodies": [(one.subject.code, one.name) for one in self.bodies],
            "replaceable": replaceable(
                self.request.user, self.moment, demonstration=self.layer, body=body
            ),
            "meeting": self.said is not None,
        }

    def get_initial(self) -> dict[str, Any]:
        """Today, or the body that the address names."""
        return {"decided_on": days.today(), "body": self.request.GET.get("body", "")}

    def facts(self) -> list[tuple[Any, Any]]:
        """The meeting that decided."""
        if self.said is None:
            return []
        return [
            (_("Governing body"), self.said.subject.body.code),
            (_("Meeting"), self.said.subject.code),
            (_("Decided on"), written(self.said.day)),
        ]

    def act(self, given: Mapping[str, Any]) -> Any:
        """Record it."""
        names = ("title", "text", "responsible", "due_on", "word", "decided_by", "advised_by")
        self.made = actions.record_decision(
            by=self.person,
            **self._where(given),
            **{name: given[name] for name in names},
            supersedes=given["supersedes"],
            links=self.form.links,
        )
        return self.made

    def _where(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Body, day and meeting: those of the meeting, or those given."""
        if self.said is not None:
            meeting = self.said.subject
            day = self.said.day
            return {"body_id": meeting.body_id, "decided_on": day, "meeting_id": meeting.pk}
        ids = {one.subject.code: one.subject_id for one in self.bodies}
        return {"body_id": ids[given["body"]], "decided_on": given["decided_on"]}

    def form_valid(self, form: Any) -> Any:
        """Keep the form: it reads the codes of what the decision is about."""
        self.form = form
        return super().form_valid(form)

    def crumbs(self) -> list[tuple[str, Any]]:
        """The meeting, or the register."""
        if self.said:
            return [(workspace(self.said.subject), self.said.subject.code)]
        return [(reverse("decision-list"), _("Decisions"))]

    def get_success_url(self) -> str:
        """Back to the meeting, else to the decision."""
        if self.said:
            return workspace(self.said.subject, "decisions")
        return decision_url(self.made) if self.made else reverse("decision-list")


class DecisionAction(GovernanceAction):
    """A form about one decision."""

    said: DecisionParticulars

    def load(self) -> None:
        """The decision of the address, of either layer; else 404."""
        for demonstration in (False, True):
            found = queries.find_decision(
                self.request.user, self.kwargs["code"], moments.now(), demonstration=demonstration
            )
            if found is not None:
                self.said = found
                return
        raise Http404

    @property
    def decision(self) -> Decision:
        """The decision itself."""
        return self.said.subject

    def check(self) -> None:
        """The governance secretary, in the own layer."""
        policies.check_can_keep(self.request.user, self.decision)

    def get_initial(self) -> dict[str, Any]:
        """The version seen."""
        return {"version": self.decision.version}

    def about(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Who acts on what, and in which version it was seen."""
        return {
            "by": self.person,
            "decision_id": self.decision.pk,
            "expected_version": given["version"],
        }

    def facts(self) -> list[tuple[Any, Any]]:
        """Which decision, and how it stands."""
        return [
            (_("Decision"), self.decision.code),
            (_("Decided on"), written(self.said.decided_on)),
            (_("Responsible office"), self.said.responsible or _("not stated")),
            (_("State"), self.said.get_word_display()),
        ]

    def news(self) -> Mapping[str, Any]:
        """What was done to the decision since the version the person saw."""
        seen = int(self.request.POST.get("version") or 0)
        self.load()
        fresh = self.decision.version
        entries = history(self.decision, moments.now())[: max(fresh - seen, 0)]
        return {"fresh_version": fresh, "news": entries}

    def crumbs(self) -> list[tuple[str, Any]]:
        """The register, and this decision."""
        register = in_layer(reverse("decision-list"), self.decision)
        return [(register, _("Decisions")), (decision_url(self.decision), self.decision.code)]

    def get_success_url(self) -> str:
        """Back to the decision."""
        return decision_url(self.decision)


class FollowUpDecision(DecisionAction):
    """How far a decision has been carried out."""

    form_class = FollowUpForm
    title = _("What came of the decision")
    button = _("Record what came of it")
    done = _("Recorded.")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        return {**super().get_initial(), "word": self.said.word, "outcome": self.said.outcome}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Record it."""
        return actions.follow_up_decision(
            **self.about(given), word=given["word"], outcome=given["outcome"]
        )


class LinkDecision(DecisionAction):
    """What a decision is about."""

    form_class = LinkForm
    title = _("Say what the decision is about")
    button = _("Link it")
    done = _("Linked.")  # type: ignore[assignment]

    def act(self, given: Mapping[str, Any]) -> Any:
        """Link it."""
        return actions.link_decision(**self.about(given), link=(given["kind"], given["code"]))
