"""The road map: a grid of quarters, drawn against a schedule baseline and told as a table."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ledger import days
from ledger.rest.queries import read_filters, refuse_unknown
from projects import plans, roadmap
from projects.models import BaselineParticulars, MilestoneState, PlanParticulars
from projects.roadmap import Drawing, RoadRow
from projects.slippage import date_words
from projects.views.plans import PlanPage

CARRIED = ("as_of", "known_at", "layer")


class RoadMap(PlanPage):
    """The road map of a strategy."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One drawing, or one for each baseline on the same quarters."""
        given = read_filters(request.GET, without=("layer",))
        refuse_unknown(given, ("plan", "baseline"))
        rows = list(plans.plans_at(self.moment, demonstration=self.demonstration))
        said = roadmap.chosen_plan(rows, given.get("plan", ""))
        context: dict[str, Any] = {"said": said, "moment": self.moment, "can_keep": self.can_keep}
        if said is not None:
            context |= self._drawn(said, given.get("baseline", ""))
        return render(request, "projects/roadmap.html", context)

    def _drawn(self, said: PlanParticulars, asked: str) -> dict[str, Any]:
        plan = said.subject
        baselines = roadmap.baselines_at(plan, self.moment)
        ground = roadmap.read_ground(self.request.user, plan, self.moment)
        drawn = roadmap.chosen_baselines(baselines, ground, asked)
        drawings = [roadmap.draw(ground, baseline) for baseline in drawn]
        return {
            "baselines": baselines,
            "shown": drawn[0].subject.code if len(drawn) == 1 else roadmap.ALL,
            "not_known_yet": bool(asked) and asked != roadmap.ALL and not _is_among(asked, drawn),
            "lines": [self._line(drawing, drawings) for drawing in drawings],
        }

    def _line(self, drawing: Drawing, drawings: Sequence[Drawing]) -> dict[str, Any]:
        """A drawing with what the chart needs, on the quarters of all drawings of the page."""
        first = min(each.first_no for each in drawings)
        last = max(each.last_no for each in drawings)
        return {
            "drawing": drawing,
            "chart": {
                "first": first,
                "last": last,
                "own_first": drawing.first_no,
                "own_last": drawing.last_no,
                "now": self.moment.as_of,
                "rows": [self._chart_row(row) for row in drawing.rows],
            },
        }

    def _chart_row(self, row: RoadRow) -> dict[str, Any]:
        return {
            "kind": row.kind,
            "name": row.name,
            "code": row.code,
            "depth": row.depth,
            "first": days.quarter_number(row.bar.first_quarter) if row.bar else None,
            "last": days.quarter_number(row.bar.last_quarter) if row.bar else None,
            "provenance": row.bar.provenance if row.bar else "",
            "url": self._url(row),
            "milestones": [self._mark(row, milestone) for milestone in row.milestones],
        }

    def _mark(self, row: RoadRow, milestone: MilestoneState) -> dict[str, Any]:
        """The dates of a milestone that a drawing shows: first, baseline in force, expected now."""
        expected = milestone.actual or milestone.forecast or milestone.current
        return {
            "name": f"{milestone.code} {milestone.name}",
            "first": milestone.first_day,
            "current": milestone.current_day,
            "expected": milestone.expected,
            "reached": milestone.reached,
            "late": (milestone.slip_first or 0) > 0,
            "words": date_words(expected.day, expected.day_precision) if expected else "",
            "url": self._address("slippage", project=row.code),
        }

    def _url(self, row: RoadRow) -> str:
        if row.kind == "project":
            return self._address("project-detail", row.code)
        if row.kind in roadmap.BRANCHES:
            return self._address("project-list", driver=row.code)
        return ""

    def _address(self, view: str, *args: str, **query: str) -> str:
        """An address that keeps the day, the knowledge and the layer."""
        kept = {name: self.request.GET[name] for name in CARRIED if self.request.GET.get(name)}
        tail = urlencode({**query, **kept})
        return reverse(view, args=args) + (f"?{tail}" if tail else "")


def _is_among(code: str, drawn: Sequence[BaselineParticulars]) -> bool:
    return any(said.subject.code == code for said in drawn)
