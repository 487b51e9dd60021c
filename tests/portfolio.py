"""A small portfolio: one project of the record with a lead, made by the real actions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ledger import days
from projects import actions, reporting
from projects.models import Milestone, Project, ProjectObjective, ReportDraft, StatusReport
from secretariat.models import Person
from secretariat.roles import Role
from tests.world import bring_in

START = "2023-01-01"


@dataclass
class Portfolio:
    """Who is here and the project they work on."""

    lead: Person
    other_lead: Person
    officer: Person
    second_officer: Person
    approver: Person
    auditor: Person
    reader: Person
    project: Project

    @property
    def milestone(self) -> Milestone:
        """Its one milestone."""
        return Milestone.objects.get(code="T01-M1")

    @property
    def objective(self) -> ProjectObjective:
        """Its one objective."""
        return ProjectObjective.objects.get(code="T01-O1")

    def typed(self, quarter: str = "2024-Q1", **changes: str) -> dict[str, str]:
        """A complete report, as typed, with what the test changes."""
        state = actions.find_project(self.lead, self.project.pk)
        before = actions.before_report(state, days.parse_quarter(quarter))
        opened = reporting.opening(before)
        filled = {
            "percent": opened["percent"] or "40",
            "method": opened["method"] or "weighted milestones",
            "achievements": "The second site was connected.",
        }
        for name in reporting.RATED:
            filled[name] = opened[name] or "green"
            filled[f"{name}_reason"] = opened[f"{name}_reason"] or "As planned."
        return {**opened, **filled, **changes}

    def submit(self, quarter: str = "2024-Q1", **changes: str) -> ReportDraft:
        """The lead hands a report in."""
        held = ReportDraft.objects.filter(project=self.project, quarter=quarter).first()
        return actions.submit_report(
            by=self.lead,
            project_id=self.project.pk,
            quarter=quarter,
            content=self.typed(quarter, **changes),
            expected_version=held.version if held else 0,
        )

    def publish(self, quarter: str = "2024-Q1", **changes: str) -> StatusReport:
        """The lead hands a report in and the officer publishes it."""
        draft = self.submit(quarter, **changes)
        return actions.publish_report(by=self.officer, draft_id=draft.pk)

    def state(self, **moment: Any) -> Any:
        """The project as it stands."""
        return actions.find_project(self.officer, self.project.pk, **moment)


def build_portfolio(people: Callable[..., Person]) -> Portfolio:
    """One project that started in 2023, with a milestone, an objective and its indicator."""
    bring_in(
        "entities",
        {"code": "DGACM", "name": "A department", "as_of": "2015-01-01"},
    )
    for kind, row in ROWS:
        bring_in(kind, row)
    return Portfolio(
        lead=people(Role.LEAD, "T01"),
        other_lead=people(Role.LEAD, "P01"),
        officer=people(Role.OFFICER),
        second_officer=people(Role.OFFICER),
        approver=people(Role.APPROVER),
        auditor=people(Role.AUDITOR, "BOA"),
        reader=people(Role.READER),
        project=Project.objects.get(code="T01"),
    )


ROWS: list[tuple[str, dict[str, str]]] = [
    (
        "indicators",
        {
            "code": "T-SITES",
            "group": "assets",
            "kind": "measure",
            "name": "Sites connected",
            "unit": "sites",
            "direction": "up",
            "as_of": START,
        },
    ),
    (
        "projects",
        {
            "code": "T01",
            "plan": "STRATEGY-2014",
            "title": "Connecting the sites",
            "title_status": "working",
            "driver": "DRIVER-MODERNIZATION",
            "lead_entity": "DGACM",
            "starts_on": START,
            "as_of": START,
        },
    ),
    (
        "portfolio_events",
        {"project": "T01", "kind": "entry", "reason": "Approved.", "as_of": START},
    ),
    ("milestones", {"code": "T01-M1", "project": "T01", "name": "All sites", "as_of": START}),
    (
        "milestone_dates",
        {"milestone": "T01-M1", "kind": "baseline", "date": "2024-06-30", "as_of": START},
    ),
    (
        "project_objectives",
        {
            "code": "T01-O1",
            "project": "T01",
            "name": "Every site is connected",
            "indicator": "T-SITES",
            "as_of": START,
        },
    ),
]
