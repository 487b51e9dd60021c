"""The information-security action plan: what it asks for, what was reported, what is verified."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from ictportal.reports.content import (
    Block,
    Cell,
    Chart,
    Column,
    Leads,
    Line,
    Number,
    Section,
    Table,
)
from ictportal.reports.dashboards import gauges
from ictportal.reports.dashboards.cells import counted, marked, or_silent
from ictportal.reports.numbers import number, trend, year_ends
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ledger.figures import Status
from projects import plans
from projects.controls import VERIFIED, viewable_controls
from projects.lifecycle import ElementKind, IndicatorGroup, PlanKind
from projects.models import ControlStatement, ElementParticulars
from projects.plans import PlanRow
from secretariat.access import may
from secretariat.roles import Permission

LIST = "control-list"
YEARS = 5
TONES = {
    "verified": "good",
    "not_verified": "bad",
    "cannot_verify": "partial",
    "not_stated": "none",
}


def build(asked: Asked) -> Sequence[Section]:
    """How much is verified, the controls, the plans that follow each other, what is measured."""
    chain = security_plans(asked)
    controls = list(
        viewable_controls(asked.viewer, asked.moment, demonstration=asked.demonstration)
    )
    return (
        Section("verified", _("Is the action plan carried out?"), cards(asked, chain, controls)),
        Section("controls", _("The controls on record"), (every_control(controls),)),
        Section(
            "plans",
            _("The plans that follow each other"),
            (every_plan(asked, chain, controls),),
            lead=_("A source may state how many points a plan has without naming them."),
        ),
        Section("measured", _("What is measured"), measured(asked)),
    )


def security_plans(asked: Asked) -> list[PlanRow]:
    """The security plans of the layer, the earlier before the one that follows it."""
    if not may(asked.viewer, Permission.READ_REGISTER):
        return []
    rows = plans.plan_rows(asked.moment, demonstration=asked.demonstration)
    found = [row for row in rows if row.said.subject.kind == PlanKind.SECURITY_PLAN]
    return sorted(found, key=lambda row: (row.said.as_of, row.code))


# --- figures -------------------------------------------------------------------------------------
def cards(
    asked: Asked, chain: Sequence[PlanRow], controls: Sequence[ControlStatement]
) -> tuple[Block, ...]:
    """How many controls are verified, of all and of those that another measure replaces."""
    whole = replace(number(asked, VERIFIED, tones=TONES), note=_stated(chain, controls))
    if whole.status == Status.NOT_APPLICABLE:
        return (or_silent(whole, _("No control of a security plan is on record on this day.")),)
    replaced = number(
        asked,
        VERIFIED,
        {"substituted": "yes"},
        title=_("Verified, of controls with something else in their place"),
        tones=TONES,
    )
    told = tuple(_warned(one) for one in (whole, replaced) if one.denominator)
    return (*told, *over_years(asked))


def over_years(asked: Asked) -> tuple[Chart, ...]:
    """The share verified at the end of each year, where more than one has something to count."""
    title = _("Controls verified, of those on record")
    course = trend(asked, VERIFIED, year_ends(asked, YEARS), title=title)
    known = [point for point in course.data["points"] if point["denominator"]]
    return (course,) if len(known) > 1 else ()


def _warned(one: Number) -> Number:
    """Red where nothing at all is verified."""
    return replace(one, tone="bad") if one.denominator and not one.numerator else one


def _stated(chain: Sequence[PlanRow], controls: Sequence[ControlStatement]) -> str:
    """How many points the plan of the controls is said to have, and how many are on record."""
    held = {control.subject.plan_id for control in controls}
    plan = next((row for row in reversed(chain) if row.said.subject_id in held), None)
    if plan is None or plan.said.stated_elements is None:
        return ""
    own = sum(control.subject.plan_id == plan.said.subject_id for control in controls)
    said = ngettext(
        "The plan is stated to have %(points)s points; %(n)s of its controls is on record.",
        "The plan is stated to have %(points)s points; %(n)s of its controls are on record.",
        own,
    )
    return said % {"points": plan.said.stated_elements, "n": own}


# --- controls ------------------------------------------------------------------------------------
def every_control(controls: Sequence[ControlStatement]) -> Table:
    """Every control: planned, in its place, reported, found by the auditors, verified."""
    return Table(
        key="controls",
        title=_("Every control on record"),
        columns=(
            Column(_("Control")),
            Column(_("Verification")),
            Column(_("Planned measure"), "long"),
            Column(_("In its place"), "long"),
            Column(_("What was reported"), "long"),
            Column(_("The auditors' view"), "long"),
            Column(_("Risk that remains"), "long"),
            Column(_("Responsible")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_control(one)) for one in controls),
        empty=_("No control of a security plan is on record on this day."),
    )


def _control(one: ControlStatement) -> tuple[Cell, ...]:
    nothing = _("not stated")
    return (
        Cell(one.name, leads=Leads("plan-detail", (one.subject.plan.code,))),
        marked(one.verification, one.get_verification_display()),
        Cell(one.planned_measure),
        Cell(one.substitute or "–"),
        Cell(one.reported_state or nothing),
        Cell(one.audit_view or nothing),
        Cell(one.residual_risk or nothing),
        Cell(one.responsible or nothing),
        Cell(source(one)),
    )


# --- plans ---------------------------------------------------------------------------------------
def every_plan(
    asked: Asked, chain: Sequence[PlanRow], controls: Sequence[ControlStatement]
) -> Table:
    """Each security plan with how many points it is stated to have and how many are on record."""
    named = _named(asked, chain)
    return Table(
        key="plans",
        title=_("Security plans"),
        columns=(
            Column(_("Plan")),
            Column(_("Years")),
            Column(_("Follows")),
            Column(_("Points stated"), "number"),
            Column(_("Named"), "number"),
            Column(_("Controls on record"), "number"),
            Column(_("Source")),
        ),
        lines=tuple(Line(_plan(row, named, controls)) for row in chain),
        notes=(_("That one plan follows the other is, where it is marked, the portal's reading."),)
        if any(row.our_reading for row in chain)
        else (),
        empty=_("No security plan is on record on this day."),
    )


def _named(asked: Asked, chain: Sequence[PlanRow]) -> dict[object, int]:
    """How many elements of each plan are named: one statement."""
    rows = ElementParticulars.objects.current(asked.moment.as_of, known=asked.moment.known)
    held = rows.filter(
        subject__plan__in=[row.said.subject_id for row in chain], subject__kind=ElementKind.ELEMENT
    )
    found: dict[object, int] = {}
    for plan in held.values_list("subject__plan", flat=True):
        found[plan] = found.get(plan, 0) + 1
    return found


def _plan(
    row: PlanRow, named: dict[object, int], controls: Sequence[ControlStatement]
) -> tuple[Cell, ...]:
    plan, stated = row.said.subject_id, row.said.stated_elements
    own = sum(control.subject.plan_id == plan for control in controls)
    return (
        Cell(row.said.name, leads=Leads("plan-detail", (row.code,))),
        Cell(row.period or _("not stated")),
        Cell(
            row.predecessor.name if row.predecessor else "–", notes=(1,) if row.our_reading else ()
        ),
        Cell(_("not stated") if stated is None else f"{stated}", number=stated),
        Cell(f"{named.get(plan, 0)}", number=named.get(plan, 0)),
        counted(LIST, {"plan": row.code}, own),
        Cell(source(row.said)),
    )


# --- measured ------------------------------------------------------------------------------------
def measured(asked: Asked) -> tuple[Block, ...]:
    """The indicators of security: the course of some, then all."""
    rows = gauges.of_group(asked, IndicatorGroup.SECURITY)
    told = gauges.said_of(
        rows,
        "indicators",
        _("Indicators of security"),
        _("No indicator of security is on record on this day."),
    )
    moving = [row for row in rows if row.has_trend]
    return (*gauges.charts(moving), told)


declare(
    ReportKind(
        key="security-plan",
        title=later("Information-security action plan"),  # type: ignore[arg-type]
        about=later(
            "What the security plans ask for, what was reported, and whether anybody has verified it."
        ),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        sources=("A/74/588, paras 19-20", "A/69/517, paras 18-20"),
    )
)
