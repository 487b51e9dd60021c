"""Plans: the list with its chains, and the page of one plan."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.errors import Invalid
from ledger.rest.queries import read_filters
from projects import filters, inputs, plans
from projects.controls import ControlFilter, viewable_controls
from projects.lifecycle import ElementKind, PlanKind, Verification
from projects.plans import PlanRow
from projects.views.files import Answer, file_answer
from secretariat.access import may
from secretariat.pages import Page
from secretariat.roles import Permission

HEADS = {
    PlanKind.STRATEGY: "Strategies",
    PlanKind.FRAMEWORK: "Frameworks",
    PlanKind.SECURITY_PLAN: "Security plans",
    PlanKind.PROGRAMME_PLAN: "Programme plans",
}


class PlanPage(Page):
    """A page about plans."""

    @property
    def can_keep(self) -> bool:
        """Whether this person may change what is shown: today, and in the own layer."""
        own = self.person.demonstration == self.demonstration
        return own and self.moment.is_now and may(self.person, Permission.KEEP_PORTFOLIO)

    def row(self, code: str) -> PlanRow:
        """The plan with this code on the day, first of the layer shown; 404 when there is none."""
        for demonstration in (self.demonstration, not self.demonstration):
            rows = plans.plan_rows(self.moment, demonstration=demonstration)
            for row in rows:
                if row.code == code:
                    return row
        raise Http404


class PlanList(PlanPage):
    """Every plan."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The plans by kind, and the lines of those that follow each other."""
        rows = plans.plan_rows(self.moment, demonstration=self.demonstration)
        grouped = [
            (head, [row for row in rows if row.said.subject.kind == kind])
            for kind, head in HEADS.items()
        ]
        context = {
            "groups": [(head, found) for head, found in grouped if found],
            "chains": plans.chains(rows),
            "total": len(rows),
            "can_keep": self.can_keep,
            "moment": self.moment,
        }
        return render(request, "projects/plan_list.html", context)


class PlanDetail(PlanPage):
    """One plan."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The plan as it stood at the moment; each section only where it has rows."""
        row = self.row(code)
        found = plans.content(request.user, row, self.moment)
        left = inputs.left_by_projects(found.plan, self.moment)
        same_layer = row.said.subject.demonstration == self.demonstration
        context = {
            "row": row,
            "content": found,
            "chain": self._chain(row),
            "objectives": found.of(ElementKind.OBJECTIVE),
            "drivers": found.of(ElementKind.DRIVER),
            "enablers": found.of(ElementKind.ENABLER),
            "phases": found.of(ElementKind.PHASE),
            "goals": found.of(ElementKind.GOAL),
            "subprogrammes": found.of(ElementKind.SUBPROGRAMME),
            "has_road_map": any(n.kind == ElementKind.ROADMAP_ROW for n in found.nodes.values()),
            "left": left,
            "has_inputs": bool(found.lessons or left),
            "can_keep": same_layer and self.can_keep,
            "moment": self.moment,
        }
        return render(request, "projects/plan_detail.html", context)

    def _chain(self, row: PlanRow) -> list[PlanRow]:
        """The line of plans this one stands in."""
        rows = plans.plan_rows(self.moment, demonstration=row.said.subject.demonstration)
        lines = plans.chains(rows)
        return next((line for line in lines if row.code in {one.code for one in line}), [])


class PlanInputs(PlanPage):
    """What the next strategy can learn from a plan, as a file."""

    def get(self, request: HttpRequest, code: str, form: str) -> Answer:
        """CSV or XLSX of lessons, challenges, issues and initiatives with their sources."""
        plan = self.row(code).said.subject
        rows = inputs.inputs(plan, self.moment)
        return file_answer(
            self, form, f"inputs-{code.lower()}", inputs.INPUT_COLUMNS, rows, {"plan": code}
        )


class ControlList(Page):
    """The controls of security plans: planned, in place, verified."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Those that meet the filters of the address; faulty ones are named."""
        visible = viewable_controls(request.user, self.moment, demonstration=self.demonstration)
        given = read_filters(request.GET, without=("layer",))
        faults: Mapping[str, list[str]] = {}
        try:
            rows = filters.apply(ControlFilter, visible, given, self.moment)
        except Invalid as refusal:
            rows, faults = visible.none(), refusal.fields
        context = {
            "rows": rows,
            "words": Verification.choices,
            "asked": given,
            "faults": faults,
            "moment": self.moment,
        }
        status = 400 if faults else 200
        return render(request, "projects/control_list.html", context, status=status)
