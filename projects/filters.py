"""The filters of projects and indicators: page, API, export and figures use the same."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ledger.errors import Invalid
from ledger.moments import Moment
from projects.lifecycle import (
    IndicatorGroup,
    IndicatorKind,
    Met,
    PortfolioMove,
    Rating,
    TitleStatus,
)
from projects.models import (
    IndicatorState,
    Plan,
    PlanElement,
    ProjectState,
    ServedObjective,
)
from projects.state import objectives_at
from secretariat.models import Entity, Provenance
from secretariat.queries import threshold

YES_NO = [("yes", "yes"), ("no", "no")]
GAPS = [
    ("objective", "no objective"),
    ("driver", "no driver"),
    ("owner", "no owner"),
    ("any", "any of the three"),
]
REPORTS = [("missing", "a report is missing"), ("complete", "all reports received")]


class Words(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """One or several declared words, separated by commas."""


class Several(django_filters.BaseInFilter, django_filters.CharFilter):
    """One or several codes, separated by commas."""


def complete_but_unmet() -> Q:
    """Reported at 100 per cent while an objective is unmet (A/74/588 para 10)."""
    return Q(percent=100, unmet__gt=0)


def missing_report() -> Q:
    """A status report that is due has not been published."""
    return Q(first_due_no__isnull=False, received__lte=F("last_due_no") - F("first_due_no"))


def later_than_promised() -> Q:
    """A milestone whose date, by what was said last, is later than its first baseline."""
    return Q(expected__gt=F("first_day"))


def gap(name: str) -> Q:
    """What every project needs and this one lacks: an objective, a driver or an owner."""
    gaps = {
        "objective": Q(served=0),
        "driver": Q(driver__isnull=True),
        "owner": Q(lead_entity__isnull=True),
    }
    return gaps.get(name) or (gaps["objective"] | gaps["driver"] | gaps["owner"])


class MomentFilter(django_filters.FilterSet):
    """Filters of rows as they stood at a moment."""

    def __init__(self, *args: Any, moment: Moment, **kwargs: Any) -> None:
        self.moment = moment
        super().__init__(*args, **kwargs)

    def by_provenance(self, rows: Any, name: str, value: list[str]) -> Any:
        """Of these layers."""
        return rows.filter(provenance__in=value)


class ProjectFilter(MomentFilter):
    """What can be asked of the portfolio."""

    q = django_filters.CharFilter(method="search", label="Code, title or text")
    code = django_filters.CharFilter(field_name="code", label="Code")
    plan = django_filters.CharFilter(method="by_plan", label="Strategy")
    driver = django_filters.CharFilter(method="by_driver", label="Driver or enabler")
    objective = django_filters.CharFilter(method="by_objective", label="Objective served")
    entity = django_filters.CharFilter(method="by_entity", label="Lead entity")
    title_status = Words(field_name="title_status", choices=TitleStatus.choices, label="Title")
    portfolio = django_filters.ChoiceFilter(
        method="by_portfolio",
        choices=[("in", "in the portfolio"), ("left", "left the portfolio")],
        label="Portfolio",
    )
    closed = django_filters.ChoiceFilter(method="by_closed", choices=YES_NO, label="Closed")
    overall = Words(field_name="overall", choices=Rating.choices, label="Overall rating")
    complete = django_filters.ChoiceFilter(
        method="by_complete", choices=YES_NO, label="Reported at 100 %"
    )
    met = django_filters.ChoiceFilter(method="by_met", choices=Met.choices, label="Objectives")
    complete_but_unmet = django_filters.ChoiceFilter(
        method="by_unmet", choices=YES_NO, label="Reported complete, objective unmet"
    )
    case = django_filters.CharFilter(method="by_case", label="Case as printed")
    reports = django_filters.ChoiceFilter(method="by_reports", choices=REPORTS, label="Reports")
    stale = django_filters.ChoiceFilter(
        method="by_stale", choices=[("yes", "yes")], label="Last report stale"
    )
    slipped = django_filters.ChoiceFilter(
        method="by_slipped", choices=YES_NO, label="A milestone slipped"
    )
    gap = django_filters.ChoiceFilter(method="by_gap", choices=GAPS, label="What is lacking")
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = ProjectState
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Code, title in either language, description."""
        text = value.strip()[:300]
        return rows.filter(
            Q(code__iexact=text)
            | Q(title__icontains=text)
            | Q(particulars__title_zh__icontains=text)
            | Q(particulars__description__icontains=text)
        )

    def by_plan(self, rows: Any, name: str, value: str) -> Any:
        """Of the plan with this code."""
        return rows.filter(plan=known(Plan, name, value))

    def by_driver(self, rows: Any, name: str, value: str) -> Any:
        """Of this driver or enabler."""
        return rows.filter(driver=known(PlanElement, name, value))

    def by_objective(self, rows: Any, name: str, value: str) -> Any:
        """Serving this objective."""
        element = known(PlanElement, name, value)
        served = ServedObjective.objects.filter(
            particulars=OuterRef("particulars"), element=element
        )
        return rows.filter(Exists(served))

    def by_entity(self, rows: Any, name: str, value: str) -> Any:
        """Led by this entity."""
        return rows.filter(lead_entity=known(Entity, name, value))

    def by_portfolio(self, rows: Any, name: str, value: str) -> Any:
        """In the portfolio, or left."""
        inside = Q(event_kind=PortfolioMove.ENTRY)
        return rows.filter(inside if value == "in" else ~inside)

    def by_closed(self, rows: Any, name: str, value: str) -> Any:
        """Closed or open."""
        return rows.filter(closure__isnull=value == "no")

    def by_complete(self, rows: Any, name: str, value: str) -> Any:
        """Reported at 100 per cent."""
        full = Q(percent=100)
        return rows.filter(full if value == "yes" else ~full | Q(percent__isnull=True))

    def by_met(self, rows: Any, name: str, value: str) -> Any:
        """By the word on all objectives together."""
        unmet, met = Q(unmet__gt=0), Q(objectives__gt=0, met=F("objectives"))
        words = {Met.NO: unmet, Met.PARTLY: unmet & Q(met__gt=0), Met.YES: met}
        return rows.filter(words.get(Met(value), ~unmet & ~met))

    def by_unmet(self, rows: Any, name: str, value: str) -> Any:
        """Reported complete, objective unmet."""
        found = complete_but_unmet()
        return rows.filter(found if value == "yes" else ~found | Q(percent__isnull=True))

    def by_case(self, rows: Any, name: str, value: str) -> Any:
        """An objective is unmet in the case a document names so."""
        cases = objectives_at(self.moment).filter(
            project=OuterRef("project"), case=value, met__in=[Met.NO, Met.PARTLY]
        )
        return rows.filter(Exists(cases))

    def by_reports(self, rows: Any, name: str, value: str) -> Any:
        """Whether every report that is due was received."""
        missing = missing_report()
        due = Q(first_due_no__lte=F("last_due_no"))
        return rows.filter(missing if value == "missing" else due & ~missing)

    def by_stale(self, rows: Any, name: str, value: str) -> Any:
        """The last report speaks for a quarter that ended too long ago."""
        after = threshold("report_stale_after_days", self.moment)
        last = self.moment.as_of - timedelta(days=after)
        return rows.filter(closure__isnull=True, report__as_of__lt=last)

    def by_slipped(self, rows: Any, name: str, value: str) -> Any:
        """A milestone is later than first promised."""
        return rows.filter(slipped__gt=0) if value == "yes" else rows.filter(slipped=0)

    def by_gap(self, rows: Any, name: str, value: str) -> Any:
        """Lacking an objective, a driver or an owner."""
        return rows.filter(gap(value))


class IndicatorFilter(MomentFilter):
    """What can be asked of the indicators."""

    q = django_filters.CharFilter(method="search", label="Code, name or text")
    group = Words(field_name="group", choices=IndicatorGroup.choices, label="Group")
    kind = Words(field_name="kind", choices=IndicatorKind.choices, label="Kind")
    element = django_filters.CharFilter(method="by_element", label="Part of a plan")
    code = django_filters.CharFilter(field_name="code", label="Code")
    codes = Several(field_name="code", lookup_expr="in", label="Codes")
    proxy = django_filters.ChoiceFilter(method="by_proxy", choices=YES_NO, label="Proxy")
    measured = django_filters.ChoiceFilter(method="by_measured", choices=YES_NO, label="Measured")
    below_plan = django_filters.ChoiceFilter(method="by_below", choices=YES_NO, label="Below plan")
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = IndicatorState
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Code, name in either language, definition."""
        text = value.strip()[:300]
        return rows.filter(
            Q(code__icontains=text)
            | Q(name__icontains=text)
            | Q(particulars__name_zh__icontains=text)
            | Q(particulars__definition__icontains=text)
        )

    def by_element(self, rows: Any, name: str, value: str) -> Any:
        """Of this element of a plan."""
        return rows.filter(element=known(PlanElement, name, value))

    def by_proxy(self, rows: Any, name: str, value: str) -> Any:
        """A proxy or not."""
        return rows.filter(proxy=value == "yes")

    def by_measured(self, rows: Any, name: str, value: str) -> Any:
        """With an actual number or without."""
        return rows.filter(actual_number__isnull=value == "no")

    def by_below(self, rows: Any, name: str, value: str) -> Any:
        """The last actual number falls short of what was planned."""
        return rows.filter(below_plan() if value == "yes" else not_below_plan())


def below_plan() -> Q:
    """The last actual number falls short of what was planned for it."""
    under = ~Q(direction="down") & Q(actual_number__lt=F("aim_number"))
    over = Q(direction="down", actual_number__gt=F("aim_number"))
    return under | over


def not_below_plan() -> Q:
    """The last actual number reaches what was planned for it."""
    reached = ~Q(direction="down") & Q(actual_number__gte=F("aim_number"))
    kept = Q(direction="down", actual_number__lte=F("aim_number"))
    return reached | kept


def apply(
    shape: type[MomentFilter], rows: QuerySet[Any], given: Mapping[str, Any], moment: Moment
) -> QuerySet[Any]:
    """The rows that meet all filters; raises ``Invalid`` naming each parameter that is no good."""
    unknown = sorted(set(given) - set(shape.base_filters))
    if unknown:
        words = ", ".join(sorted(shape.base_filters))
        raise Invalid(
            fields=dict.fromkeys(unknown, f"There is no such filter. Known are: {words}.")
        )
    chosen = shape(given, queryset=rows, moment=moment)
    if not chosen.is_valid():
        raise Invalid(
            fields={name: [str(said) for said in saids] for name, saids in chosen.errors.items()}
        )
    found: QuerySet[Any] = chosen.qs
    return found


def known(model: Any, name: str, value: str) -> Any:
    """The record with this code; raises ``Invalid`` naming the parameter."""
    found = model.objects.filter(code=value).first()
    if found is None:
        raise Invalid(fields={name: f"The register does not know “{value[:80]}”."})
    return found
