"""What the page of one project shows, read from projects, audits and flags at one moment."""

from collections.abc import Sequence
from typing import Any

from audits import queries as audit_queries
from audits.policies import viewable_by as viewable_recommendations
from ictportal.project_lines import (
    BudgetLine,
    MilestoneLine,
    ObjectiveLine,
    RaisedHere,
    ReportLine,
    drawn,
)
from ledger import days
from ledger.flags import flags_of
from ledger.history import sentence
from ledger.models import Entry
from ledger.moments import Moment
from projects import actions, policies, queries
from projects.flags import RaisedMilestones, RaisedProjects
from projects.lifecycle import DraftState, ProposalState
from projects.models import (
    BaselineProposal,
    ClosingException,
    Milestone,
    ObjectiveAssessment,
    Project,
    ProjectObjective,
    ProjectState,
    ReportDraft,
)
from projects.queries import Row
from projects.reports_due import Calendar
from secretariat.access import system
from secretariat.models import Person
from secretariat.queries import entity_names, names_of
from secretariat.roles import role_name

HISTORY_SHOWN = 100
#: Words about a draft are for those who may see drafts.
OF_DRAFTS = frozenset({"projects.report.returned"})
SUBJECTS = tuple(model._meta.label_lower for model in (Project, Milestone, ProjectObjective))
Names = Any


def find_state(viewer: Any, code: str, moment: Moment, demonstration: bool) -> ProjectState | None:
    """The project with this code in one layer as it stood; ``None`` when hidden or not there."""
    rows = policies.viewable_by(viewer, moment, demonstration=demonstration)
    joined = queries.related(rows).select_related(
        "percent_said__citation__document", "closure__citation__document", "event"
    )
    found: ProjectState | None = joined.filter(code=code).first()
    return found


class ProjectPage:
    """Everything about one project at one moment, for one viewer."""

    def __init__(self, state: ProjectState, viewer: Person, moment: Moment) -> None:
        self.state, self.viewer, self.moment = state, viewer, moment
        self.pk, self.project = state.project_id, state.project
        self.layer = state.demonstration

    def context(self) -> dict[str, Any]:
        """All that the page shows."""
        names = queries.element_names(self.moment)
        objectives, milestones = self._objectives(), self._milestones()
        percents = list(queries.percents(self.pk, self.moment))
        row = Row(
            self.state,
            milestones=[line.state for line in milestones],
            objectives=[line.state for line in objectives],
        )
        return {
            "row": row,
            "state": self.state,
            "particulars": self.state.particulars,
            **self._particulars(names),
            "objectives": objectives,
            "milestones": milestones,
            "percents": percents,
            "progress": drawn(percents, objectives, milestones, self.moment),
            **self._reports(),
            **self._related(),
            "budgets": [BudgetLine(one) for one in queries.budgets(self.pk, self.moment)],
            "events": list(queries.portfolio_events(self.pk, self.moment)),
            "closures": list(queries.closures(self.pk, self.moment)),
            "exceptions": list(queries.series(ClosingException, self.pk, self.moment)),
            "flags": self._flags(),
            "history": self._history(objectives, milestones),
            "moment": self.moment,
            **self._rights(),
        }

    def _particulars(self, names: Names) -> dict[str, Any]:
        said = self.state.particulars
        served = [one.element_id for one in said.objectives.all()]
        driver, lead = self.state.driver_id, self.state.lead_entity_id
        entities = entity_names(self.moment) if lead else {}
        paragraphs = said.paragraphs.select_related("citation__document")
        return {
            "driver": names.get(driver),
            "served": [names[one] for one in served if one in names],
            "lead": entities.get(lead, ("", "")),
            "paragraphs": sorted(
                (one.citation for one in paragraphs), key=lambda c: (c.document.symbol, c.pk)
            ),
        }

    # --- outcomes ------------------------------------------------------------------------------
    def _objectives(self) -> list[ObjectiveLine]:
        rows = policies.viewable_objectives(self.viewer, self.moment, demonstration=self.layer)
        joined = rows.filter(project=self.pk).select_related(
            "particulars__citation__document",
            "indicator",
            "owner__citation__document",
            "auditor__citation__document",
        )
        lines = {state.objective_id: ObjectiveLine(state) for state in joined.order_by("code")}
        said = ObjectiveAssessment.objects.filter(
            subject__in=list(lines), as_of__lte=self.moment.as_of
        ).standing(known=self.moment.known)
        for word in said.select_related("citation__document").order_by("-as_of", "-ordinal"):
            lines[word.subject_id].words.append(word)
        self._measure(list(lines.values()))
        return list(lines.values())

    def _measure(self, lines: Sequence[ObjectiveLine]) -> None:
        indicators = {line.state.indicator_id for line in lines if line.state.indicator_id}
        values = queries.values(list(indicators), self.moment)
        for line in lines:
            measured = line.state.indicator_id
            for value in values.get(measured, ()) if measured else ():
                line.values[value.role] = value  # oldest period first: the last one stays

    def _milestones(self) -> list[MilestoneLine]:
        rows = policies.viewable_milestones(self.viewer, self.moment, demonstration=self.layer)
        states = list(
            rows.filter(project=self.pk)
            .select_related("particulars__citation__document", "first", "current")
            .order_by("code")
        )
        dates = queries.milestone_dates([state.milestone_id for state in states], self.moment)
        waiting = self._waiting()
        return [
            MilestoneLine(
                state,
                state.has_passed(self.moment.as_of),
                dates.get(state.milestone_id, []),
                [one for one in waiting if one.milestone_id == state.milestone_id],
            )
            for state in states
        ]

    def _waiting(self) -> list[BaselineProposal]:
        """Baselines that wait now, each with whether the viewer may decide."""
        if not self.moment.is_now:
            return []
        rows = BaselineProposal.objects.filter(
            milestone__project=self.pk, state=ProposalState.PROPOSED
        )
        found = list(rows.select_related("milestone__project").order_by("proposed_at"))
        names = names_of(one.proposed_by for one in found)
        for one in found:
            one.proposer = names.get(one.proposed_by, "")  # type: ignore[attr-defined]
            may = policies.can(policies.check_can_approve, self.viewer, one)
            one.can_decide = may  # type: ignore[attr-defined]
        return found

    # --- reports -------------------------------------------------------------------------------
    def _reports(self) -> dict[str, Any]:
        calendar = Calendar([self.state], self.moment)
        due = {
            one.quarter.name: ReportLine(
                one.quarter.name, one.word, one.quarter.due_on, one.quarter.report
            )
            for one in calendar.all_due()
        }
        for report in calendar.held.values():
            due.setdefault(report.quarter, ReportLine(report.quarter, "received", None, report))
        lines = sorted(due.values(), key=lambda line: line.quarter, reverse=True)
        return {
            "reports": lines,
            "missing": [line for line in lines if line.word == "missing"],
            "last_quarter": days.quarter_named(self.state.report_no)
            if self.state.report_no is not None
            else "",
            "drafts": self._drafts(),
        }

    def _drafts(self) -> list[ReportDraft]:
        """Drafts now, for those who report on the project and those who publish."""
        if not self.moment.is_now:
            return []
        rows = policies.viewable_drafts(self.viewer).filter(project=self.pk)
        found = list(rows.select_related("project").order_by("-quarter"))
        names = names_of(draft.saved_by for draft in found)
        for draft in found:
            draft.author = names.get(draft.saved_by, "")  # type: ignore[attr-defined]
            draft.own = draft.saved_by == self.viewer.number  # type: ignore[attr-defined]
            publish = policies.can(
                policies.check_can_publish, self.viewer, self.project, draft.submitted_by
            )
            draft.can_publish = publish and draft.state == DraftState.SUBMITTED  # type: ignore[attr-defined]
        return found

    # --- around --------------------------------------------------------------------------------
    def _related(self) -> dict[str, Any]:
        visible = viewable_recommendations(self.viewer, self.moment, demonstration=self.layer)
        links = {
            link.subject_id: link
            for link in audit_queries.concerning(self.moment)
            .filter(project=self.pk)
            .select_related("citation__document")
        }
        found = audit_queries.load(list(links), visible, self.moment)
        found.sort(key=lambda row: row.state.sort_key)
        out, inward = queries.links(self.pk, self.moment), queries.links_in(self.pk, self.moment)
        titles = self._titles({one.other_id for one in out} | {one.subject_id for one in inward})
        for one in out:
            one.title = titles.get(one.other_id, "")  # type: ignore[attr-defined]
        for one in inward:
            one.title = titles.get(one.subject_id, "")  # type: ignore[attr-defined]
        return {
            "links": out,
            "links_in": inward,
            "recommendations": [(row, links[row.state.recommendation_id]) for row in found],
        }

    def _titles(self, projects: set[Any]) -> dict[Any, str]:
        rows = policies.viewable_by(self.viewer, self.moment, demonstration=self.layer)
        if not projects:
            return {}
        return dict(rows.filter(project__in=list(projects)).values_list("project", "title"))

    def _flags(self) -> list[RaisedHere]:
        """Every flag about the project or its milestones; the viewer may see the project already."""
        found = []
        register = system()
        for flag in flags_of("projects"):
            raised = flag.find(register, self.moment, demonstration=self.layer)
            narrowed: Any = ()
            if isinstance(raised, RaisedProjects):
                narrowed = RaisedProjects(raised.rows.filter(project=self.pk), raised.tell)
            elif isinstance(raised, RaisedMilestones):
                narrowed = RaisedMilestones(raised.rows.filter(project=self.pk))
            for one in narrowed:
                about = one.label if isinstance(narrowed, RaisedMilestones) else ""
                found.append(RaisedHere(flag, one.since, about))
        return found

    def _history(
        self, objectives: Sequence[ObjectiveLine], milestones: Sequence[MilestoneLine]
    ) -> list[Entry]:
        """Every action on the project, its objectives and its milestones, newest first."""
        ids = [
            self.pk,
            *(line.state.objective_id for line in objectives),
            *(line.state.milestone_id for line in milestones),
        ]
        rows = Entry.objects.filter(
            subject_type__in=SUBJECTS, subject_id__in=[str(one) for one in ids]
        )
        if self.moment.known is not None:
            rows = rows.filter(seal__no__lte=self.moment.known)
        ordered = rows.select_related("seal").order_by("-recorded_at", "-pk")
        return self._told(list(ordered[:HISTORY_SHOWN]))

    def _told(self, entries: list[Entry]) -> list[Entry]:
        names = names_of(entry.actor for entry in entries)
        drafts = policies.can(policies.check_can_report, self.viewer, self.project)
        for entry in entries:
            entry.actor_name = names.get(entry.actor, str(entry.actor))  # type: ignore[attr-defined]
            entry.sentence = sentence(entry.kind)  # type: ignore[attr-defined]
            entry.role_name = role_name(entry.acting_role)  # type: ignore[attr-defined]
            entry.readable = drafts or entry.kind not in OF_DRAFTS  # type: ignore[attr-defined]
        return entries

    # --- rights --------------------------------------------------------------------------------
    def _rights(self) -> dict[str, bool]:
        """Which buttons the viewer gets: none on a past day, few once the project is closed."""
        checks = {
            "can_report": policies.check_can_report,
            "can_measure": policies.check_can_measure,
            "can_say_met": policies.check_can_say_met,
            "can_judge": policies.check_can_judge,
            "can_propose": policies.check_can_propose,
            "can_close": policies.check_can_close,
            "can_except": policies.check_can_except,
            "can_keep": policies.check_can_keep,
        }
        now = self.moment.is_now
        rights = {
            name: now and policies.can(check, self.viewer, self.project)
            for name, check in checks.items()
        }
        is_open = self.state.closure_id is None
        for name in ("can_propose", "can_close", "can_except"):
            rights[name] = rights[name] and is_open
        if rights["can_except"]:
            rights["can_except"] = not actions.may_close_complete(self.state)
        return {**rights, "can_act": any(rights.values())}
