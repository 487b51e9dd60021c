"""Reporting over HTTP: status reports, their publication, objectives and what is said of them."""

from collections.abc import Callable, Mapping
from typing import Any

from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ledger import days, moments
from ledger.errors import Invalid
from ledger.moments import Moment
from ledger.rest.repeats import once
from ledger.rest.versions import etag, expected_version
from projects import actions, policies, queries, reporting
from projects.api import inputs, outputs
from projects.api.portfolio import Series, load_state
from projects.models import ObjectiveState, ProjectState, ReportDraft, StatusReport
from projects.state import objectives_at
from secretariat.api.authentication import caller

#: Members of a report that are no fields of its form.
BESIDE = frozenset({"quarter"})


def state_now(request: Request, code: str) -> ProjectState:
    """The project as it stands now."""
    return load_state(request, code, moments.now())


def read(shape: type[inputs.Strict], request: Request) -> dict[str, Any]:
    """What was sent, in shape; raises a validation error naming each member."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    values: dict[str, Any] = given.validated_data
    return values


# --- status reports ------------------------------------------------------------------------------
def content_of(sent: Mapping[str, Any], known: list[str]) -> dict[str, str]:
    """The fields of a report as the form would send them; raises ``Invalid`` naming the others."""
    unknown = sorted(set(sent) - set(known) - BESIDE)
    faults = dict.fromkeys(unknown, "This member is not known.")
    content: dict[str, str] = {}
    for name in set(sent) & set(known):
        value = sent[name]
        if isinstance(value, bool):
            content[name] = "yes" if value else ""
        elif isinstance(value, str | int):
            content[name] = str(value)
        elif value is not None:
            faults[name] = "Send a text, a whole number or true."
    if faults:
        raise Invalid(fields=faults)
    return content


class StatusReports(Series):
    """The published reports of a project; a report is handed in here."""

    def rows(self, state: ProjectState, moment: Moment) -> list[Any]:
        """The newest quarter first."""
        found = queries.status_reports(state.project_id, moment)
        published = found.filter(published_on__lte=moment.as_of)
        joined = published.prefetch_related("milestones__milestone", "risks")
        return [outputs.report(row) for row in joined]

    @extend_schema(request=OpenApiTypes.OBJECT, responses={201: dict})
    def post(self, request: Request, code: str) -> Response:
        """Hand in the report on a quarter: the fields of the form, as flat members.

        Nothing is kept when a field is no good. With ``correction_reason`` a published report is
        corrected.
        """
        state = state_now(request, code)

        def act() -> Response:
            policies.check_can_report(request.user, state.project)
            expected_version(request, state.project.version)
            return self._submit(request, state)

        return once(request, caller(request).number, act)

    def _submit(self, request: Request, state: ProjectState) -> Response:
        sent = dict(request.data)
        period = actions.clean_quarter(str(sent.get("quarter") or ""), state)
        quarter = days.quarter_of(period.last)
        before = actions.before_report(state, period)
        content = content_of(sent, reporting.names(before))
        correcting = actions.published(state, quarter) is not None
        reporting.read_report(content, before, correcting=correcting)
        draft = actions.submit_report(
            by=caller(request),
            project_id=state.project_id,
            quarter=quarter,
            content=content,
            expected_version=_draft_version(state, quarter),
            correcting=correcting,
        )
        body = {"quarter": quarter, "state": draft.state, "correcting": correcting}
        return Response(body, status=201, headers={"ETag": etag(state.project.version)})


def _draft_version(state: ProjectState, quarter: str) -> int:
    rows = ReportDraft.objects.filter(project=state.project_id, quarter=quarter)
    return rows.values_list("version", flat=True).first() or 0


class Publication(APIView):
    """The second person's yes to a report."""

    @extend_schema(request=None, responses={201: dict})
    def post(self, request: Request, code: str, quarter: str) -> Response:
        """Publish the report that was handed in: now it is stated, and never changes."""
        state = state_now(request, code)

        def act() -> Response:
            policies.check_can_publish(request.user, state.project, None)
            expected_version(request, state.project.version)
            drafts = policies.viewable_drafts(request.user).filter(project=state.project_id)
            draft = drafts.filter(quarter=quarter).first()
            if draft is None:
                raise actions.NotFound("No report on this quarter waits for publication.")
            made = actions.publish_report(by=caller(request), draft_id=draft.pk)
            stated = StatusReport.objects.prefetch_related("milestones__milestone", "risks")
            tag = etag(state_now(request, code).project.version)
            body = outputs.report(stated.get(pk=made.pk))
            return Response(body, status=201, headers={"ETag": tag})

        return once(request, caller(request).number, act)


# --- objectives ----------------------------------------------------------------------------------
class Objectives(Series):
    """The objectives of a project: both voices, and what measures them."""

    def rows(self, state: ProjectState, moment: Moment) -> list[Any]:
        """By code."""
        joined = objectives_at(moment).select_related(
            "particulars__citation__document",
            "indicator",
            "owner__citation__document",
            "auditor__citation__document",
        )
        found = list(joined.filter(project=state.project_id).order_by("code"))
        indicators = [one.indicator_id for one in found if one.indicator_id]
        values = queries.values(indicators, moment)
        return [
            outputs.objective(one, values.get(one.indicator_id, []) if one.indicator_id else [])
            for one in found
        ]


class OfObjective(APIView):
    """A change that concerns one objective of a project."""

    def objective(self, state: ProjectState, code: str) -> ObjectiveState:
        """The objective of the project with this code; else 404."""
        rows = objectives_at(moments.now()).filter(project=state.project_id, code=code)
        found = rows.select_related("objective__project").first()
        if found is None:
            raise actions.NotFound("This project has no such objective.")
        return found

    def perform(
        self,
        request: Request,
        code: str,
        objective: str,
        shape: type[inputs.Strict],
        check: Callable[[Any, Any], Any],
        act: Callable[..., Any],
        show: Callable[[Any], dict[str, Any]],
    ) -> Response:
        """Refuse who may not, read the version and the shape, act once, answer 201."""
        state = state_now(request, code)
        found = self.objective(state, objective)

        def change() -> Response:
            check(request.user, state.project)
            expected_version(request, state.project.version)
            given = read(shape, request)
            made = act(by=caller(request), objective_id=found.objective_id, **given)
            tag = etag(state_now(request, code).project.version)
            return Response(show(made), status=201, headers={"ETag": tag})

        return once(request, caller(request).number, change)


def check_can_speak(viewer: Any, project: Any) -> None:
    """Owner or auditor: whose word it is to be shows only in what is sent."""
    if not policies.can(policies.check_can_judge, viewer, project):
        policies.check_can_say_met(viewer, project)


class Assessments(OfObjective):
    """Whether an objective is met, in the voice of the owner or of an auditor."""

    @extend_schema(request=inputs.ObjectiveWordInput, responses={201: dict})
    def post(self, request: Request, code: str, objective: str) -> Response:
        """Say it; a second word of one voice on one day corrects the first."""
        return self.perform(
            request,
            code,
            objective,
            inputs.ObjectiveWordInput,
            check_can_speak,
            actions.assess_objective,
            outputs.assessment,
        )


class Measurements(OfObjective):
    """What was measured for an objective."""

    @extend_schema(request=inputs.MeasurementInput, responses={201: dict})
    def post(self, request: Request, code: str, objective: str) -> Response:
        """Record it, in the unit of the indicator, with the evidence."""
        return self.perform(
            request,
            code,
            objective,
            inputs.MeasurementInput,
            policies.check_can_measure,
            actions.record_measurement,
            outputs.measurement,
        )
