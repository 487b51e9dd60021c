"""Projects over HTTP: the list, one project, and what it reports. Amounts behind a total."""

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ledger.errors import Invalid
from ledger.moments import Moment
from ledger.rest.paging import Pages
from ledger.rest.queries import MOMENT, read_filters, read_moment, refuse_unknown
from ledger.rest.versions import etag
from projects import figures, filters, policies, queries
from projects.actions import NotFound
from projects.api import outputs
from projects.api.numbers import AS_AT, amount_out
from projects.filters import ProjectFilter
from projects.models import ProjectState
from projects.queries import Row
from projects.reports_due import STATES, Calendar
from projects.state import milestones_at

FILTERS = [
    OpenApiParameter(name, str, description=str(field.label or name))
    for name, field in ProjectFilter.base_filters.items()
]
STATE = OpenApiParameter("state", str, description=f"One of: {', '.join(STATES)}.")
AMOUNTS = [
    OpenApiParameter(name, str, description=f"Narrows to one {name}.")
    for name in sorted(figures.AMOUNT_PARAMETERS)
]
#: Entries whose words are about a draft.
OF_DRAFTS = frozenset({"projects.report.returned"})


def related(rows: Any) -> Any:
    """The rows joined with all an answer shows of each."""
    joined = queries.related(rows).select_related("percent_said__citation__document")
    return joined.prefetch_related(
        "particulars__objectives__element", "particulars__paragraphs__citation__document"
    )


def detailed(
    request: Request, states: Sequence[ProjectState], moment: Moment, demonstration: bool
) -> list[Row]:
    """The projects with their milestones and the words about their objectives."""
    viewer = request.user
    objectives = policies.viewable_objectives(viewer, moment, demonstration=demonstration)
    return queries.with_details(
        states,
        policies.viewable_milestones(viewer, moment, demonstration=demonstration),
        objectives.select_related("owner__citation__document", "auditor__citation__document"),
        {},
    )


def ordering_of(request: Request) -> str:
    """The order asked for; raises ``Invalid`` for one that is not declared."""
    ordering = request.query_params.get("ordering", "code")
    if ordering.removeprefix("-") not in queries.ORDERINGS:
        said = f"Order by one of: {', '.join(queries.ORDERINGS)}."
        raise Invalid(said, fields={"ordering": said})
    return ordering


class ProjectList(APIView):
    """Projects at a day."""

    @extend_schema(parameters=[*AS_AT, *FILTERS], responses=dict, operation_id="projects")
    def get(self, request: Request) -> Response:
        """A page of projects that the caller may see, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        layer = figures.is_demonstration(given)
        visible = policies.viewable_by(request.user, moment, demonstration=layer)
        rows = filters.apply(ProjectFilter, visible, given, moment)
        ordered = queries.ordered(rows, ordering_of(request), queries.ORDERINGS)
        pages = Pages()
        page = pages.paginate_queryset(related(ordered), request, self)
        found = detailed(request, page, moment, layer)
        return pages.get_paginated_response([outputs.project(row) for row in found])


def load_state(request: Request, code: str, moment: Moment) -> ProjectState:
    """The project with this code at the moment, if the caller may see it; else 404."""
    for demonstration in (False, True):
        rows = policies.viewable_by(request.user, moment, demonstration=demonstration)
        found: ProjectState | None = related(rows).filter(code=code).first()
        if found is not None:
            return found
    raise NotFound("There is no such project on this day.")


class ProjectDetail(APIView):
    """One project."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="project")
    def get(self, request: Request, code: str) -> Response:
        """The project as it stood, with what it bears on and its closing."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        state = load_state(request, code, moment)
        [row] = detailed(request, [state], moment, state.demonstration)
        body = {**outputs.project(row), **_around(state, moment), "as_of": moment.as_of}
        return Response(body, headers={"ETag": etag(state.project.version)})


def _around(state: ProjectState, moment: Moment) -> dict[str, Any]:
    pk = state.project_id
    return {
        "links": [
            {
                **outputs.statement(link),
                "kind": link.kind,
                "other": link.other.code,
                "what": link.what,
            }
            for link in queries.links(pk, moment)
        ],
        "links_in": [
            {"kind": link.kind, "project": link.subject.code}
            for link in queries.links_in(pk, moment)
        ],
        "portfolio_events": [
            {**outputs.statement(event), "kind": event.kind, "reason": event.reason}
            for event in queries.portfolio_events(pk, moment)
        ],
        "closures": [
            {
                **outputs.statement(one),
                "result": one.result,
                "reasons": one.reasons,
                "systemic_causes": one.systemic_causes,
                "organizational_factors": one.organizational_factors,
                "lessons": one.lessons,
            }
            for one in queries.closures(pk, moment)
        ],
    }


class Series(APIView):
    """One series about a project, read at a moment."""

    def rows(self, state: ProjectState, moment: Moment) -> list[Any]:
        """The rows of the series as values."""
        raise NotImplementedError

    @extend_schema(parameters=AS_AT, responses=dict)
    def get(self, request: Request, code: str) -> Response:
        """What was said up to the moment."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        state = load_state(request, code, moment)
        rows = self.rows(state, moment)
        tag = etag(state.project.version)
        return Response({"count": len(rows), "results": rows}, headers={"ETag": tag})


class Percents(Series):
    """How far the project was said to be, newest first."""

    def rows(self, state: ProjectState, moment: Moment) -> list[Any]:
        """Percentages with their method."""
        return [outputs.percent(row) for row in queries.percents(state.project_id, moment)]


class Budgets(Series):
    """Budget, forecast and actual by year and fund."""

    def rows(self, state: ProjectState, moment: Moment) -> list[Any]:
        """As last stated."""
        return [outputs.budget(row) for row in queries.budgets(state.project_id, moment)]


class Milestones(Series):
    """Milestones with every date ever named."""

    def rows(self, state: ProjectState, moment: Moment) -> list[Any]:
        """By code."""
        found = list(
            milestones_at(moment)
            .filter(project=state.project_id)
            .select_related("particulars__citation__document")
            .order_by("code")
        )
        dates = queries.milestone_dates([one.milestone_id for one in found], moment)
        return [outputs.milestone(one, dates.get(one.milestone_id, [])) for one in found]


class History(APIView):
    """Every action on a project."""

    @extend_schema(parameters=AS_AT[1:], responses=dict)
    def get(self, request: Request, code: str) -> Response:
        """Entries with reasons and seal numbers, newest first."""
        refuse_unknown(request.query_params, {"known_at", "page", "page_size"})
        moment = read_moment(request.query_params)
        state = load_state(request, code, moment)
        drafts = policies.can(policies.check_can_report, request.user, state.project)
        pages = Pages()
        rows = queries.history(state.project_id, moment.known)
        page = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(
            [outputs.entry(row, readable=drafts or row.kind not in OF_DRAFTS) for row in page]
        )


class StatusReportList(APIView):
    """Status reports of all projects: due, received, late, missing."""

    @extend_schema(
        parameters=[*AS_AT, *FILTERS, STATE], responses=dict, operation_id="status_reports"
    )
    def get(self, request: Request) -> Response:
        """A page of the reports due and received; of those in one state where one is asked for."""
        moment = read_moment(request.query_params)
        given = read_filters(request.query_params, without=("state",))
        asked = _state_asked(request.query_params)
        layer = figures.is_demonstration(given)
        visible = policies.viewable_by(request.user, moment, demonstration=layer)
        states = filters.apply(ProjectFilter, visible, given, moment).order_by("code")
        calendar = Calendar(list(states), moment)
        found = [one for one in calendar.all_due() if one.counts_as(asked or "received")]
        pages = Pages()
        page = pages.paginate_queryset(found, request, self)
        return pages.get_paginated_response([outputs.due(one) for one in page])


def _state_asked(query: Mapping[str, str]) -> str:
    asked = query.get("state", "")
    if asked and asked not in STATES:
        said = f"Choose one of: {', '.join(STATES)}."
        raise Invalid(said, fields={"state": said})
    return asked


class ResourceAmountList(APIView):
    """The amounts that a total of resources adds up."""

    @extend_schema(parameters=[*AS_AT, *AMOUNTS], responses=dict, operation_id="resource_amounts")
    def get(self, request: Request) -> Response:
        """A page of the component lines of a table, with the parameters of the figure."""
        moment = read_moment(request.query_params)
        given = {**figures.DEFAULT_AMOUNTS, **read_filters(request.query_params)}
        if "fund" in request.query_params:
            given.setdefault("fund", "")
        rows = figures.amounts(request.user, moment, given)
        joined = rows.select_related("subject__table", "citation__document").order_by(
            "row_order", "subject__row", "column_order", "subject__column"
        )
        pages = Pages()
        page = pages.paginate_queryset(joined, request, self)
        found = [{"table": row.subject.table.code, **amount_out(row)} for row in page]
        return pages.get_paginated_response(found)
