"""Quarterly status reports of the made-up projects, through the same actions as any other."""

from datetime import date, timedelta
from uuid import UUID

from ictportal.demonstration.portfolio import words
from ictportal.demonstration.portfolio.courses import (
    COURSES,
    DRAFT,
    LAST,
    NONE,
    PUBLISHED,
    RETURNED,
    Course,
)
from ictportal.demonstration.portfolio.hands import Quarters, Team
from ictportal.demonstration.portfolio.ventures import VENTURES, Venture
from projects import actions, reporting
from projects.lifecycle import RATED
from projects.models import MilestoneState, ReportDraft
from projects.reporting import Before

LETTERS = {"g": "green", "a": "amber", "r": "red"}


def tell(team: Team) -> None:
    """Every project's reports, the oldest first."""
    ids = team.projects()
    for venture in VENTURES:
        Reporter(team, venture, ids[venture.code]).report_all()


class Reporter:
    """The lead of one project, who reports quarter by quarter; the officer publishes."""

    def __init__(self, team: Team, venture: Venture, project_id: UUID) -> None:
        self.team, self.venture = team, venture
        self.lead = team.leads[venture.code]
        self.course: Course = COURSES[venture.code]
        self.quarters = Quarters()
        self.state = actions.find_project(self.lead, project_id)

    def report_all(self) -> None:
        """Each quarter of the course that was reported on."""
        for place, percent, rating in self.course.reported:
            if place < LAST or self.course.last != NONE:
                self._report(place, percent, LETTERS[rating])

    def _report(self, place: int, percent: int, rating: str) -> None:
        period = self.quarters.period(place)
        before = actions.before_report(self.state, period)
        content = self._content(before, place, percent, rating)
        how = self.course.last if place == LAST else PUBLISHED
        save = actions.save_draft if how == DRAFT else actions.submit_report
        draft = save(
            by=self.lead,
            project_id=self.state.project_id,
            quarter=self.quarters.name(place),
            content=content,
            expected_version=0,
        )
        self._decide(draft, how, place)

    def _decide(self, draft: ReportDraft, how: str, place: int) -> None:
        if how == PUBLISHED:
            day = self._published_on(place)
            actions.publish_report(by=self.team.officer, draft_id=draft.pk, on=day)
        elif how == RETURNED:
            actions.return_report(by=self.team.officer, draft_id=draft.pk, reason=words.RETURNED)

    def _published_on(self, place: int) -> date:
        """Within the month after the quarter, or late."""
        after = 6 + (7 * place + 3 * self.venture.number) % 20
        late = 38 + self.venture.number if place in self.course.late else after
        day = self.quarters.period(place).last + timedelta(days=late)
        return min(day, self.quarters.today)

    # --- what is written --------------------------------------------------------------------------
    def _content(self, before: Before, place: int, percent: int, rating: str) -> dict[str, str]:
        content = reporting.opening(before)
        content["percent"] = str(percent)
        content["method"] = words.METHODS[self.venture.number % len(words.METHODS)]
        if before.percent is not None and percent < before.percent.percent:
            content["percent_reason"] = words.FELL
        content |= self._ratings(place, rating)
        content |= self._texts(before, place)
        for milestone in before.milestones:
            content |= self._milestone(milestone, before, place)
        return content | self._risks(place, rating)

    def _ratings(self, place: int, overall: str) -> dict[str, str]:
        """Overall as told; schedule and risk follow it, cost and scope only when it is bad."""
        said = {"overall": overall, "schedule": overall, "risk": overall}
        bad = overall == "red"
        said["cost"] = "amber" if bad or (self.venture.number + place) % 7 == 0 else "green"
        said["scope"] = "amber" if bad and self.venture.number % 2 else "green"
        if place in self.course.slips and overall == "green":
            said["schedule"] = "amber"
        content = {}
        for name in RATED:
            turn = (self.venture.number + place // 3) % 2
            content[name] = said[name]
            content[f"{name}_reason"] = words.REASONS[name][said[name]][turn]
        return content

    def _texts(self, before: Before, place: int) -> dict[str, str]:
        turn = self.venture.number + place
        open_ones = [state.name for state in before.milestones]
        step = open_ones[0] if open_ones else self.venture.steps[-1]
        said = {
            "achievements": words.ACHIEVED[turn % len(words.ACHIEVED)],
            "challenges": words.CHALLENGES[turn % len(words.CHALLENGES)],
            "lessons": words.LESSONS[(turn // 2) % len(words.LESSONS)],
            "next_steps": words.NEXT[turn % len(words.NEXT)],
        }
        n = 3 + (5 * turn) % 6
        return {name: text.format(step=step, n=n) for name, text in said.items()}

    def _milestone(self, state: MilestoneState, before: Before, place: int) -> dict[str, str]:
        """Moved where the course says so, reached when its day has come, else as it was."""
        assert state.expected is not None
        prefix = f"milestone:{state.code}"
        moving, by = self.course.slips.get(place, (0, 0))
        if state.code == self.venture.milestone(moving):
            day = state.expected + timedelta(days=91 * by)
            why = words.MOVED[(place + by) % len(words.MOVED)] if by > 0 else words.EARLIER
            return {f"{prefix}:expected": day.isoformat(), f"{prefix}:reason": why}
        if state.expected <= before.period.last:
            return {f"{prefix}:reached": "yes"}
        return {}

    def _risks(self, place: int, rating: str) -> dict[str, str]:
        content = {}
        for n in range(2 if rating == "green" else 3):
            title, response = words.RISKS[(self.venture.number + place // 4 + n) % len(words.RISKS)]
            content[f"risk:{n}:title"] = title
            content[f"risk:{n}:rating"] = rating if n == 0 else "green"
            content[f"risk:{n}:response"] = response
        return content
