"""My projects: what a person who reports on projects owes and has begun."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ledger import days
from ledger.moments import Moment
from projects import policies, queries
from projects.lifecycle import DraftState, ProposalState
from projects.models import BaselineProposal, ProjectState, ReportDraft, StatusReport
from projects.queries import Quarter
from projects.state import report_due_days
from secretariat.access import holds_everywhere
from secretariat.models import Person
from secretariat.pages import Page
from secretariat.roles import Permission


@dataclass(frozen=True)
class Own:
    """A project of one's own: its state, the quarters due, the draft begun."""

    state: ProjectState
    quarters: list[Quarter]
    draft: ReportDraft | None

    @property
    def missing(self) -> list[Quarter]:
        """Quarters without a report, the oldest first."""
        return [quarter for quarter in reversed(self.quarters) if quarter.word == "missing"]

    @property
    def next_quarter(self) -> str:
        """The quarter to report on: the first missing one, else the last that ended."""
        if self.draft is not None and self.draft.state != DraftState.SUBMITTED:
            return self.draft.quarter
        if self.missing:
            return self.missing[0].name
        return days.quarter_named(days.last_ended_quarter(days.today()))

    @property
    def is_reported(self) -> bool:
        """Whether nothing is owed."""
        return bool(self.quarters) and not self.missing


def own_projects(person: Person, moment: Moment, demonstration: bool) -> list[Own]:
    """The projects a person leads; an officer, who may report on all, sees those with a draft."""
    rows = policies.viewable_by(person, moment, demonstration=demonstration)
    drafts = _drafts(person, demonstration)
    codes = policies.own_projects(person)
    if holds_everywhere(person, Permission.REPORT) and not codes:
        codes = frozenset(draft.project.code for draft in drafts)
    found = list(queries.related(rows.filter(code__in=codes)).order_by("code"))
    reports = _reports([state.project_id for state in found], moment)
    due = report_due_days(moment)
    begun = {draft.project_id: draft for draft in drafts}
    return [
        Own(
            state,
            queries.quarters_due(state, reports.get(state.project_id, []), due),
            begun.get(state.project_id),
        )
        for state in found
    ]


def _drafts(person: Person, demonstration: bool) -> list[ReportDraft]:
    rows = policies.viewable_drafts(person).filter(project__demonstration=demonstration)
    return list(rows.select_related("project").order_by("-quarter"))


def _reports(ids: list[Any], moment: Moment) -> dict[Any, list[StatusReport]]:
    rows = StatusReport.objects.filter(subject__in=ids, as_of__lte=moment.as_of)
    found: dict[Any, list[StatusReport]] = {}
    for report in rows.standing(known=moment.known):
        found.setdefault(report.subject_id, []).append(report)
    return found


def reports_waiting(person: Person, demonstration: bool) -> QuerySet[ReportDraft]:
    """Reports handed in, the oldest first."""
    rows = policies.viewable_drafts(person).filter(
        state=DraftState.SUBMITTED, project__demonstration=demonstration
    )
    return rows.select_related("project").order_by("submitted_at")


def baselines_waiting(demonstration: bool) -> QuerySet[BaselineProposal]:
    """Proposed baselines, the oldest first."""
    rows = BaselineProposal.objects.filter(
        state=ProposalState.PROPOSED, milestone__project__demonstration=demonstration
    )
    return rows.select_related("milestone__project").order_by("proposed_at")


class MyProjects(Page):
    """The own projects, with what each owes."""

    permission = Permission.REPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Everything a lead needs to report in three minutes."""
        context = {
            "projects": own_projects(self.person, self.moment, self.demonstration),
            "moment": self.moment,
        }
        return render(request, "ictportal/my_projects.html", context)
