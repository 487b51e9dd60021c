"""Plans, the road map and the memory of dates over HTTP."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ledger.moments import Moment
from ledger.rest.paging import Pages
from ledger.rest.queries import MOMENT, read_filters, read_moment, refuse_unknown
from projects import filters, plans, roadmap, slippage
from projects.api.numbers import AS_AT, LAYER, NotFound, citation, layer_of, of_provenance
from projects.controls import ControlFilter, viewable_controls
from projects.models import BaselineParticulars
from projects.plans import Claim, Node, PlanContent, PlanRow, Report
from projects.policies import viewable_milestones
from projects.roadmap import Drawing, RoadRow
from projects.slippage import Memory, Named

PAGING = ("page", "page_size")


def _stated(row: Any) -> dict[str, Any]:
    """What every statement answers: its day, its source, its layer."""
    return {
        "as_of": row.as_of,
        "citation": citation(row),
        "provenance": row.provenance,
        "note": row.note,
    }


# --- plans ---------------------------------------------------------------------------------------
def plan_out(row: PlanRow) -> dict[str, Any]:
    """A plan as lists and details show it."""
    said = row.said
    return {
        "id": str(said.subject_id),
        "code": row.code,
        "kind": said.subject.kind,
        "name": said.name,
        "name_zh": said.name_zh,
        "starts_on": said.starts_on,
        "ends_on": said.ends_on,
        "period": row.period or None,
        "predecessor": said.predecessor.code if said.predecessor else None,
        "predecessor_is_our_reading": row.our_reading if said.predecessor else None,
        "successors": [after.subject.code for after in row.successors],
        "part_of": said.part_of.code if said.part_of else None,
        "integration": said.integration or None,
        "stated_elements": said.stated_elements,
        "mission": said.mission,
        "vision": said.vision,
        **_stated(said),
    }


def element_out(node: Node) -> dict[str, Any]:
    """An element of a plan, with its place in the tree."""
    said = node.said
    return {
        "code": said.subject.code,
        "kind": node.kind,
        "parent": said.parent.code if said.parent else None,
        "order": said.order,
        "name": said.name,
        "name_zh": said.name_zh,
        "text": said.text,
        "state": said.state,
        "lacks_action": node.lacks_action,
        "projects": [state.code for state in node.projects],
        "indicators": [row.state.code for row in node.indicators],
        **_stated(said),
    }


def baseline_out(said: BaselineParticulars) -> dict[str, Any]:
    """A schedule baseline."""
    return {
        "code": said.subject.code,
        "order": said.subject.order,
        "name": said.name,
        "first_quarter": said.first_quarter,
        "last_quarter": said.last_quarter,
        "authority": said.authority,
        "reason": said.reason,
        **_stated(said),
    }


def report_out(report: Report) -> dict[str, Any]:
    """A progress report with its checklist."""
    said = report.said
    return {
        "code": said.subject.code,
        "ordinal": said.subject.ordinal,
        "report": said.report.symbol if said.report else None,
        "session": said.session,
        "declared_final": said.declared_final,
        "accepted_final": said.accepted_final,
        "shortfalls": report.shortfalls,
        "chapters": [
            {"code": one.code, "topic": one.topic, "state": one.state, **_stated(one)}
            for one in report.chapters
        ],
        **_stated(said),
    }


def claim_out(claim: Claim) -> dict[str, Any]:
    """A claimed achievement."""
    return {
        "code": claim.said.subject.code,
        "text": claim.said.text,
        "indicator": claim.indicator.state.code if claim.indicator else None,
        "measured": claim.is_measured,
        **_stated(claim.said),
    }


CONTROL = (
    "name",
    "planned_measure",
    "substitute",
    "reported_state",
    "audit_view",
    "residual_risk",
    "responsible",
    "verifies",
    "verification",
)


def _rows(rows: Iterable[Any], names: Iterable[str]) -> list[dict[str, Any]]:
    """Statements with these attributes."""
    wanted = list(names)
    return [
        {"code": row.subject.code, **{name: getattr(row, name) for name in wanted}, **_stated(row)}
        for row in rows
    ]


def content_out(content: PlanContent) -> dict[str, Any]:
    """All parts of a plan."""
    lessons = _rows(content.lessons, ("title", "text", "response"))
    for shown, lesson in zip(lessons, content.lessons, strict=True):
        shown["kind"] = lesson.subject.kind
        shown["project"] = lesson.project.code if lesson.project else None
    return {
        "recorded_elements": len(content.elements),
        "goals_without_action": content.goals_without_action,
        "elements": [element_out(node) for node in content.nodes.values()],
        "baselines": [baseline_out(said) for said in content.baselines],
        "controls": _rows(content.controls, CONTROL),
        "assumptions": _rows(content.assumptions, ("name", "state")),
        "progress_reports": [report_out(report) for report in content.reports],
        "achievements": [claim_out(claim) for claim in content.claims],
        "lessons": lessons,
    }


class ControlList(APIView):
    """The controls of security plans at a day."""

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict, operation_id="controls")
    def get(self, request: Request) -> Response:
        """A page of controls, by plan and code, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        visible = viewable_controls(request.user, moment, demonstration=layer_of(given))
        rows = filters.apply(ControlFilter, visible, given, moment)
        pages = Pages()
        page = pages.paginate_queryset(rows, request, self)
        found = [{"plan": one.subject.plan.code, **_rows([one], CONTROL)[0]} for one in page]
        return pages.get_paginated_response(found)


class PlanList(APIView):
    """Plans at a day."""

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict, operation_id="plans")
    def get(self, request: Request) -> Response:
        """A page of plans, with the total."""
        refuse_unknown(request.query_params, {*MOMENT, *PAGING, "provenance"})
        given = read_filters(request.query_params)
        rows = plans.plan_rows(read_moment(request.query_params), demonstration=layer_of(given))
        wanted = {id(said) for said in of_provenance([row.said for row in rows], given)}
        pages = Pages()
        found = [row for row in rows if id(row.said) in wanted]
        page = pages.paginate_queryset(found, request, self)
        return pages.get_paginated_response([plan_out(row) for row in page])


class PlanDetail(APIView):
    """One plan."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="plan")
    def get(self, request: Request, code: str) -> Response:
        """The plan with its elements, baselines, reports, claims, controls and lessons."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        row = plan_of(code, moment)
        body = {**plan_out(row), **content_out(plans.content(request.user, row, moment))}
        return Response({**body, "plan_as_of": row.said.as_of, "as_of": moment.as_of})


def plan_of(code: str, moment: Moment) -> PlanRow:
    """The plan with this code, of either layer; raises ``NotFound``."""
    for demonstration in (False, True):
        for row in plans.plan_rows(moment, demonstration=demonstration):
            if row.code == code:
                return row
    raise NotFound("There is no such plan on this day.")


# --- milestones ----------------------------------------------------------------------------------
def date_out(named: Named) -> dict[str, Any]:
    """One date named for a milestone."""
    said = named.said
    return {
        "id": str(said.pk),
        "kind": said.kind,
        "date": said.day,
        "precision": said.day_precision,
        "said_on": said.as_of,
        "authority": said.authority,
        "reason": said.reason,
        "days_after_first": named.slip,
        "citation": citation(said),
        "provenance": said.provenance,
        "note": said.note,
    }


def milestone_out(memory: Memory) -> dict[str, Any]:
    """A milestone with its slip and every date."""
    state = memory.state
    return {
        "id": str(state.milestone_id),
        "code": state.code,
        "name": state.name,
        "project": state.project.code,
        "project_title": memory.title,
        "first": state.first_day,
        "current": state.current_day,
        "forecast": state.forecast.day if state.forecast else None,
        "actual": state.actual.day if state.actual else None,
        "expected": state.expected,
        "slip_days_first": state.slip_first,
        "slip_days_current": state.slip_current,
        "moves": state.moves,
        "reached": True if state.reached else None,
        "passed_without_word": memory.passed,
        "dates": [date_out(named) for named in memory.dates],
        "citation": citation(state.particulars),
        "provenance": state.particulars.provenance,
    }


class MilestoneList(APIView):
    """The memory of dates at a day."""

    @extend_schema(
        parameters=[
            *AS_AT,
            LAYER,
            OpenApiParameter("project", str, description="The code of a project."),
            OpenApiParameter("slipped", str, description="yes: later than first promised; no."),
            OpenApiParameter(
                "passed",
                str,
                description="yes: the day is over and nobody said it was reached; no.",
            ),
        ],
        responses=dict,
        operation_id="milestones",
    )
    def get(self, request: Request) -> Response:
        """A page of milestones, the worst first, with the total."""
        known = {*MOMENT, *PAGING, "provenance", *slippage.FILTERS}
        refuse_unknown(request.query_params, known)
        given = read_filters(request.query_params)
        moment = read_moment(request.query_params)
        visible = viewable_milestones(request.user, moment, demonstration=layer_of(given))
        layers = given.pop("provenance", "")
        states = slippage.worst_first(visible, given, moment)
        wanted = set(of_provenance([s.particulars for s in states], {"provenance": layers}))
        pages = Pages()
        found = [state for state in states if state.particulars in wanted]
        page = pages.paginate_queryset(found, request, self)
        return pages.get_paginated_response(
            [milestone_out(memory) for memory in slippage.memories(page, moment)]
        )


# --- road map ------------------------------------------------------------------------------------
def road_row_out(row: RoadRow) -> dict[str, Any]:
    """A line of the road map; ``bar`` is null where none is on record."""
    bar = row.bar
    quarters = bar and {
        "first_quarter": bar.first_quarter,
        "last_quarter": bar.last_quarter,
        **_stated(bar),
    }
    return {
        "kind": row.kind,
        "code": row.code,
        "name": row.name,
        "name_zh": row.name_zh,
        "depth": row.depth,
        "bar": quarters,
        "milestones": [milestone.code for milestone in row.milestones],
    }


def drawing_out(drawing: Drawing) -> dict[str, Any]:
    """The road map against one baseline."""
    return {
        "baseline": baseline_out(drawing.baseline),
        "quarters": drawing.quarters,
        "bars": drawing.bars,
        "bars_wanted": drawing.bars_wanted,
        "rows": [road_row_out(row) for row in drawing.rows],
    }


class RoadMap(APIView):
    """The road map of a plan."""

    @extend_schema(
        parameters=[
            *AS_AT,
            LAYER,
            OpenApiParameter("plan", str, description="The code of a plan."),
            OpenApiParameter("baseline", str, description="The code of a baseline, or “all”."),
        ],
        responses=dict,
        operation_id="roadmap",
    )
    def get(self, request: Request) -> Response:
        """The rows and their bars against a baseline, or against each."""
        refuse_unknown(request.query_params, {*MOMENT, "provenance", "plan", "baseline"})
        given = read_filters(request.query_params)
        moment = read_moment(request.query_params)
        rows = list(plans.plans_at(moment, demonstration=layer_of(given)))
        said = roadmap.chosen_plan(rows, given.get("plan", ""))
        if said is None:
            raise NotFound("There is no strategy on this day.")
        ground = roadmap.read_ground(request.user, said.subject, moment)
        baselines = roadmap.baselines_at(said.subject, moment)
        drawn = roadmap.chosen_baselines(baselines, ground, given.get("baseline", ""))
        return Response(
            {
                "plan": said.subject.code,
                "as_of": moment.as_of,
                "baselines": [baseline.subject.code for baseline in baselines],
                "drawings": [drawing_out(roadmap.draw(ground, each)) for each in drawn],
            }
        )
