"""The figures of the portfolio. Each counts what its viewer may see at a moment, in SQL."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, Value, When

from ledger.errors import Invalid
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from projects import filters
from projects.filters import IndicatorFilter, ProjectFilter
from projects.lifecycle import CellState, Fund, Met, Rating, Unit, ValueRole
from projects.models import IndicatorValue, ResourceAmount, TableParticulars
from projects.policies import viewable_by, viewable_indicators, viewable_objectives
from secretariat.access import may
from secretariat.models import Provenance
from secretariat.roles import Permission

PARA_10 = "A/74/588, para 10"
PARAMETERS = frozenset(ProjectFilter.base_filters)
COMPONENTS = ("executive_direction", "subprogramme_1", "subprogramme_2", "subprogramme_3")
AMOUNT_PARAMETERS = frozenset({"table", "year", "measure", "fund", "component", "provenance"})
DEFAULT_AMOUNTS = {"table": "29C.14", "year": "2021", "measure": "estimate"}
#: How many dollars one thousandth of a table's unit is.
DOLLARS = {Unit.USD_MILLION: 1000, Unit.USD_THOUSAND: 1}


def is_demonstration(parameters: Mapping[str, str]) -> bool:
    """Whether the demonstration layer is asked for; without a word it is the record."""
    return parameters.get("provenance") == Provenance.DEMONSTRATION


def population(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> QuerySet[Any]:
    """The projects a figure counts: visible to the viewer, meeting the filters; those in the
    portfolio, unless the filters ask for those that left."""
    visible = viewable_by(viewer, moment, demonstration=is_demonstration(parameters))
    return filters.apply(ProjectFilter, visible, within(parameters), moment)


def within(parameters: Mapping[str, str]) -> dict[str, str]:
    """The filters, with the portfolio as it is now where they do not speak of it."""
    return {"portfolio": "in", **parameters}


def by_rating(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """How many projects of the portfolio stand at each overall rating of their last report."""
    rows = population(viewer, moment, parameters)
    grouped = rows.values("overall").annotate(n=Count("pk"), last=Max("report__as_of"))
    found = {row["overall"]: row for row in grouped.order_by()}
    total = sum(row["n"] for row in found.values())
    opened = within(parameters)
    parts = [
        Part(
            word.value, str(word.label), found[word]["n"], total, {**opened, "overall": word.value}
        )
        for word in Rating
        if word in found
    ]
    return Answer(
        status=Status.OK if total else Status.NOT_APPLICABLE,
        value=total,
        denominator=total,
        minimum=total,
        maximum=total,
        parts=parts,
        rows=opened,
        observed_through=_latest(row["last"] for row in found.values()),
    )


def reports_received(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Status reports received out of those due, over all quarters up to the moment."""
    rows = population(viewer, moment, parameters)
    due = Case(
        When(
            first_due_no__lte=F("last_due_no"), then=F("last_due_no") - F("first_due_no") + Value(1)
        ),
        default=Value(0),
    )
    counted = rows.aggregate(
        due=Sum(due), received=Sum("received"), projects=Count("pk"), last=Max("report__as_of")
    )
    inside = within(parameters)
    opened = {**inside, "state": "received"}
    missing = (counted["due"] or 0) - (counted["received"] or 0)
    parts = [
        Part("missing", "missing", missing, counted["due"] or 0, {**inside, "state": "missing"})
    ]
    return _share(counted["received"] or 0, counted["due"] or 0, opened, parts, counted["last"])


def complete_but_unmet(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Projects reported at 100 per cent with an objective unmet, out of all reported so."""
    rows = population(viewer, moment, parameters)
    unmet = filters.complete_but_unmet()
    counted = rows.aggregate(
        complete=Count("pk", filter=Q(percent=100)),
        unmet=Count("pk", filter=unmet),
        last=Max("percent_as_of"),
    )
    opened = {**within(parameters), "complete_but_unmet": "yes"}
    ids = rows.filter(unmet).values("project")
    objectives = viewable_objectives(
        viewer, moment, demonstration=is_demonstration(parameters)
    ).filter(project__in=list(ids.values_list("project", flat=True)), met__in=[Met.NO, Met.PARTLY])
    cases = objectives.exclude(case="").values("case").annotate(n=Count("project", distinct=True))
    parts = [
        Part(
            _slug(row["case"]),
            row["case"],
            row["n"],
            counted["unmet"],
            {**opened, "case": row["case"]},
        )
        for row in cases.order_by("case")
    ]
    return _share(counted["unmet"], counted["complete"], opened, parts, counted["last"])


def _slug(text: str) -> str:
    return "_".join(text.lower().split())[:60]


def indicator_value(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """The last measured value of one indicator; without one named, how many are measured."""
    visible = viewable_indicators(viewer, moment, demonstration=is_demonstration(parameters))
    rows = filters.apply(IndicatorFilter, visible, parameters, moment)
    if "code" not in parameters:
        return _measured(rows, parameters)
    state = rows.select_related("actual", "baseline", "planned", "target").first()
    if state is None:
        said = f"The register does not know “{parameters['code'][:60]}” on this day."
        raise Invalid(said, fields={"code": said})
    said_values = {role: getattr(state, role) for role in ValueRole.values}
    parts = [
        Part(role, _printed(value), 1, 1, {"code": state.code})
        for role, value in said_values.items()
        if value is not None
    ]
    return Answer(
        status=Status.OK if state.actual_number is not None else Status.UNDETERMINED,
        value=_number(state.actual_number),
        denominator=1,
        parts=parts,
        rows={"code": state.code},
        observed_through=state.actual_end,
    )


def _measured_values(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Any:
    """The values that an answer about indicators rests on."""
    visible = viewable_indicators(viewer, moment, demonstration=is_demonstration(parameters))
    rows = filters.apply(IndicatorFilter, visible, parameters, moment)
    return IndicatorValue.objects.filter(pk__in=rows.values("actual"))


def _measured(rows: QuerySet[Any], parameters: Mapping[str, str]) -> Answer:
    counted = rows.aggregate(
        all=Count("pk"),
        measured=Count("pk", filter=Q(actual_number__isnull=False)),
        last=Max("actual_end"),
    )
    opened = {**parameters, "measured": "yes"}
    return _share(counted["measured"], counted["all"], opened, [], counted["last"])


def _printed(value: IndicatorValue) -> str:
    number = _number(value.thousandths)
    shown = value.text if number is None else f"{value.get_qualifier_display()} {number}"
    return f"{value.get_role_display()}: {shown}"[:300]


def _number(thousandths: int | None) -> int | Decimal | None:
    if thousandths is None:
        return None
    whole, rest = divmod(thousandths, 1000)
    return whole if not rest else Decimal(thousandths).scaleb(-3).normalize()


def resources_total(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """The sum of the component lines of a table of resources, in dollars, by source of funds."""
    given = {**DEFAULT_AMOUNTS, **parameters}
    rows = amounts(viewer, moment, given)
    table = TableParticulars.objects.filter(subject__code=given["table"])
    unit = table.current(moment.as_of, known=moment.known).values_list("unit", flat=True).first()
    if unit is not None and Unit(unit) not in DOLLARS:
        said = "This table is not printed in money."
        raise Invalid(said, fields={"table": said})
    rate = DOLLARS[Unit(unit)] if unit else 1
    grouped = rows.values("fund").annotate(n=Sum("thousandths"), last=Max("as_of")).order_by("fund")
    found = [(row["fund"], (row["n"] or 0) * rate, row["last"]) for row in grouped]
    total = sum(amount for _fund, amount, _last in found)
    opened = {
        **parameters,
        "table": given["table"],
        "year": given["year"],
        "measure": given["measure"],
    }
    parts = [
        Part(fund or "none", str(Fund(fund).label), amount, total, {**opened, "fund": fund})
        for fund, amount, _last in found
    ]
    return Answer(
        status=Status.OK if found else Status.NOT_APPLICABLE,
        value=total,
        denominator=total,
        minimum=total,
        maximum=total,
        parts=parts,
        rows=opened,
        observed_through=_latest(last for _fund, _amount, last in found),
    )


def amounts(viewer: Any, moment: Moment, given: Mapping[str, str]) -> QuerySet[ResourceAmount]:
    """The amounts of the components, without the totals a table prints; refuses unknown filters."""
    unknown = sorted(set(given) - AMOUNT_PARAMETERS)
    if unknown:
        words = ", ".join(sorted(AMOUNT_PARAMETERS))
        raise Invalid(
            fields=dict.fromkeys(unknown, f"There is no such filter. Known are: {words}.")
        )
    rows = ResourceAmount.objects.current(moment.as_of, known=moment.known)
    if not may(viewer, Permission.READ_REGISTER):
        rows = rows.none()
    asked = {
        "subject__table__code": given["table"],
        "year": given["year"],
        "measure": given["measure"],
        **({"fund": given["fund"]} if "fund" in given else {}),
    }
    component = {"component": given["component"]} if "component" in given else {}
    found: QuerySet[ResourceAmount] = rows.filter(
        subject__demonstration=is_demonstration(given),
        component__in=COMPONENTS,
        state=CellState.NUMBER,
        **asked,
        **component,
    )
    return found


def _share(
    numerator: int,
    denominator: int,
    rows: Mapping[str, str],
    parts: list[Part],
    last: date | None,
) -> Answer:
    return Answer(
        status=Status.OK if denominator else Status.NOT_APPLICABLE,
        value=numerator if denominator else None,
        numerator=numerator,
        denominator=denominator,
        minimum=numerator,
        maximum=numerator,
        parts=parts,
        rows=rows,
        observed_through=last,
    )


def _latest(days: Any) -> date | None:
    return max((day for day in days if day is not None), default=None)


TITLES = "Of the 20 titles, 5 are documented and 15 are working titles."

BY_RATING = declare(
    Figure(
        key="projects.by_rating",
        version=1,
        name="Projects by overall rating",
        question="How do the projects stand?",
        unit="projects",
        formula="count of projects in the portfolio per overall rating of the last status report",
        definition="Each project that has entered the portfolio and not left it counts once, at "
        "the overall rating of its last published status report; without one it is not rated. "
        + TITLES,
        sources=("A/74/588, paras 2, 10",),
        rows="project-list",
        parameters=PARAMETERS,
        compute=by_rating,
        words=Rating.values,
        counted=population,
    )
)
REPORTS_RECEIVED = declare(
    Figure(
        key="projects.reports_received",
        version=1,
        name="Status reports received",
        question="Did the projects report?",
        unit="status reports",
        formula="published reports on quarters due ÷ quarters due",
        definition="A report is due for every quarter from the first one stated for the project, "
        "or from its first report where none is stated, as soon as the days set by the "
        "administrator have passed since the quarter's end; not after the quarter in which the "
        "project was closed or left. Where no duty is stated and nothing was reported, nothing is "
        "due: the sources do not state how many updates were delivered in 2018. " + TITLES,
        sources=("A/74/588, para 14 (a)",),
        rows="status-report-list",
        parameters=PARAMETERS,
        compute=reports_received,
        words=("missing",),
        counted=population,
    )
)
COMPLETE_BUT_UNMET = declare(
    Figure(
        key="projects.complete_but_unmet",
        version=1,
        name="Reported complete, objective unmet",
        question="Which projects are called complete while their objective is unmet?",
        unit="projects",
        formula="percent complete = 100 and an objective not met or partly met ÷ percent complete = 100",
        definition="The percentage is the last one stated for the day or earlier. An objective is "
        "unmet by the auditor's last word, or the owner's where no auditor has spoken. The parts "
        "are the cases as a document counts them; one case may stand on several projects. "
        "A/74/588, para 10, names three cases; that application consolidation and website "
        "rationalization stand on two projects is the portal's split. " + TITLES,
        sources=(PARA_10, "A/74/588, para 19 (c)"),
        rows="project-list",
        parameters=PARAMETERS,
        compute=complete_but_unmet,
        counted=population,
    )
)
INDICATOR_VALUE = declare(
    Figure(
        key="indicators.value",
        version=1,
        name="Value of an indicator",
        question="What was measured?",
        unit="the indicator's own unit",
        formula="the last actual value of the indicator named by code; without one, measured ÷ all",
        definition="The actual value of the latest period that was stated for the day or earlier, "
        "with its qualifier as printed. Baseline, planned and target values are its parts. An "
        "indicator whose value the sources do not print is undetermined.",
        sources=("A/69/517, paras 53-54",),
        rows="indicator-list",
        parameters=frozenset(IndicatorFilter.base_filters),
        compute=indicator_value,
        words=ValueRole.values,
        counted=_measured_values,
    )
)
RESOURCES_TOTAL = declare(
    Figure(
        key="resources.total",
        version=1,
        name="Resources by source of funds",
        question="What does it cost, and who pays?",
        unit="United States dollars",
        formula="sum of the component lines of a table, by source of funds",
        definition="Adds executive direction and the three subprogrammes as printed, before "
        "recosting unless the measure says otherwise, and no line that is itself a total. "
        "Without parameters: the estimates for 2021 of table 29C.14. The printed total of that "
        "table takes the regular budget after recosting, so it is higher.",
        sources=("A/75/6 (Sect. 29C), table 29C.14",),
        rows="resource-amount-list",
        parameters=AMOUNT_PARAMETERS,
        compute=resources_total,
        words=("none", *(word for word in Fund.values if word)),
        counted=lambda viewer, moment, given: amounts(viewer, moment, {**DEFAULT_AMOUNTS, **given}),
    )
)
