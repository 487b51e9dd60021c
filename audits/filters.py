"""The one set of filters of recommendations: page, API, export, figures and saved links use it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from audits import ageing
from audits.lifecycle import (
    CLOSING,
    Acceptance,
    Claim,
    Finding,
    LinkKind,
    Priority,
)
from audits.models import (
    FollowUp,
    Link,
    OversightBody,
    RecommendationProject,
    RecommendationState,
    Report,
    ResponsibleEntity,
    Theme,
)
from ledger.errors import Invalid
from ledger.moments import Moment
from projects.models import Project
from secretariat.models import Classification, Entity, Provenance
from secretariat.symbols import normal

Rows = QuerySet[RecommendationState]
YES_NO = [("yes", "yes"), ("no", "no")]
#: What asks for rows of which something is not stated.
NONE = "none"
TARGETS = [
    ("overdue", "target date passed"),
    ("due_30", "due within 30 days"),
    ("due_60", "due within 60 days"),
    ("due_90", "due within 90 days"),
    ("due", "target date passed, open or closed"),
    ("set", "a target is set"),
    ("none", "no target"),
]
VOICES = [
    ("claimed_not_assessed", "closure requested, not assessed since"),
    ("differ", "the two voices differ"),
    ("unanswered", "no update from the Administration"),
]


class Words(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """One or several declared words, separated by commas."""


class RecommendationFilter(django_filters.FilterSet):
    """What can be asked of the list of recommendations. Needs the moment it is asked at."""

    q = django_filters.CharFilter(method="search", label="Text, symbol or paragraph")
    body = django_filters.CharFilter(method="by_body", label="Oversight body")
    made_in = django_filters.CharFilter(method="by_made_in", label="Made in")
    followed_up_in = django_filters.CharFilter(method="by_follow_up", label="Followed up in")
    entity = django_filters.CharFilter(method="by_entity", label="Responsible entity")
    lead = django_filters.CharFilter(method="by_lead", label="Lead entity")
    joint = django_filters.ChoiceFilter(
        method="by_joint", choices=YES_NO, label="Several entities answer"
    )
    theme = django_filters.CharFilter(method="by_theme", label="Theme")
    project = django_filters.CharFilter(method="by_project", label="Project")
    year = django_filters.NumberFilter(
        method="by_year", label="Year of issue", min_value=1945, max_value=2200
    )
    year_known = django_filters.ChoiceFilter(
        method="by_year_known", choices=YES_NO, label="Year of issue known"
    )
    status = Words(field_name="finding", choices=Finding.choices, label="Finding")
    claim = Words(field_name="claim", choices=Claim.choices, label="Claim")
    acceptance = Words(field_name="acceptance", choices=Acceptance.choices, label="Acceptance")
    priority = Words(field_name="priority", choices=Priority.choices, label="Priority")
    open = django_filters.ChoiceFilter(method="by_open", choices=YES_NO, label="Open")
    older_than_two_years = django_filters.ChoiceFilter(
        method="by_older",
        choices=[*YES_NO, ("undetermined", "undetermined")],
        label="Open more than two years",
    )
    ageing = django_filters.ChoiceFilter(
        method="by_ageing", choices=list(ageing.LABELS.items()), label="Age"
    )
    target = django_filters.ChoiceFilter(method="by_target", choices=TARGETS, label="Target")
    voices = django_filters.ChoiceFilter(method="by_voices", choices=VOICES, label="Two voices")
    reiterated = django_filters.ChoiceFilter(
        method="by_reiterated", choices=YES_NO, label="Reiterated later"
    )
    reiterates = django_filters.ChoiceFilter(
        method="by_reiterates", choices=YES_NO, label="Repeats an earlier one"
    )
    classification = Words(
        field_name="classification", choices=Classification.choices, label="Classification"
    )
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = RecommendationState
        fields: list[str] = []

    def __init__(self, *args: Any, moment: Moment, **kwargs: Any) -> None:
        self.moment = moment
        super().__init__(*args, **kwargs)

    @property
    def as_of(self) -> date:
        """The day the question is asked for."""
        return self.moment.as_of

    def search(self, rows: Rows, name: str, value: str) -> Rows:
        """Title, text, and the symbol and paragraph as people type them."""
        text = value.strip()[:300]
        found = Q(particulars__title__icontains=text) | Q(particulars__text__icontains=text)
        try:
            symbol = normal(text)
        except ValueError:
            symbol = text
        found |= Q(recommendation__report__document__symbol__icontains=symbol)
        found |= Q(recommendation__report__document__symbol__icontains=text)
        found |= Q(recommendation__item__icontains=text)
        return rows.filter(found)

    def by_body(self, rows: Rows, name: str, value: str) -> Rows:
        """The body with this code."""
        return rows.filter(body=_known(OversightBody, name, value, code=value))

    def by_made_in(self, rows: Rows, name: str, value: str) -> Rows:
        """Made in the report with this symbol."""
        return rows.filter(made_in=_report(name, value))

    def by_follow_up(self, rows: Rows, name: str, value: str) -> Rows:
        """Listed, up to the day, among those the report followed up."""
        listed = FollowUp.objects.filter(report=_report(name, value), as_of__lte=self.as_of)
        standing = listed.standing(known=self.moment.known)
        return rows.filter(Exists(standing.filter(subject=OuterRef("recommendation"))))

    def by_entity(self, rows: Rows, name: str, value: str) -> Rows:
        """The entity leads or answers too."""
        entity = _known(Entity, name, value, code=value)
        answers = ResponsibleEntity.objects.filter(
            particulars=OuterRef("particulars"), entity=entity
        )
        return rows.filter(Q(lead=entity) | Q(Exists(answers)))

    def by_lead(self, rows: Rows, name: str, value: str) -> Rows:
        """Led by this entity; *none*: no lead is stated."""
        if value == NONE:
            return rows.filter(lead__isnull=True)
        return rows.filter(lead=_known(Entity, name, value, code=value))

    def by_joint(self, rows: Rows, name: str, value: str) -> Rows:
        """Answered for by an entity beside the lead, or by the lead alone."""
        several = several_answer()
        return rows.filter(several if value == "yes" else ~several)

    def by_theme(self, rows: Rows, name: str, value: str) -> Rows:
        """The theme with this code; ``none`` where no theme is stated."""
        if value == NONE:
            return rows.filter(theme__isnull=True)
        return rows.filter(theme=_known(Theme, name, value, code=value))

    def by_project(self, rows: Rows, name: str, value: str) -> Rows:
        """Concerning the project with this code."""
        project = _known(Project, name, value, code=value)
        links = RecommendationProject.objects.filter(project=project, as_of__lte=self.as_of)
        standing = links.standing(known=self.moment.known)
        return rows.filter(Exists(standing.filter(subject=OuterRef("recommendation"))))

    def by_year(self, rows: Rows, name: str, value: int) -> Rows:
        """Issued in this year by both bounds."""
        first, last = date(int(value), 1, 1), date(int(value), 12, 31)
        return rows.filter(issued_not_before__gte=first, issued_not_after__lte=last)

    def by_year_known(self, rows: Rows, name: str, value: str) -> Rows:
        """Both bounds of the issue date fall into one year, or they do not."""
        return rows.filter(year_known() if value == "yes" else ~year_known())

    def by_open(self, rows: Rows, name: str, value: str) -> Rows:
        """Open or closed by the last finding."""
        closed = Q(finding__in=sorted(CLOSING))
        return rows.filter(~closed if value == "yes" else closed)

    def by_older(self, rows: Rows, name: str, value: str) -> Rows:
        """Open, and older than two years: surely, surely not, or undetermined."""
        rule = {
            "yes": ageing.older,
            "no": ageing.not_older,
            "undetermined": ageing.undetermined,
        }[value]
        return rows.filter(rule(self.as_of))

    def by_ageing(self, rows: Rows, name: str, value: str) -> Rows:
        """Open, and of this age."""
        return rows.filter(ageing.classes(self.as_of)[value])

    def by_target(self, rows: Rows, name: str, value: str) -> Rows:
        """Where the target stands against the day."""
        if value == "none":
            return rows.filter(target_ends_on__isnull=True)
        if value == "set":
            return rows.filter(target_ends_on__isnull=False)
        if value == "due":
            return rows.filter(target_ends_on__lte=self.as_of)
        if value == "overdue":
            return rows.filter(ageing.OPEN, target_ends_on__lt=self.as_of)
        last = self.as_of + timedelta(days=int(value.removeprefix("due_")))
        return rows.filter(ageing.OPEN, target_ends_on__range=(self.as_of, last))

    def by_voices(self, rows: Rows, name: str, value: str) -> Rows:
        """How the Administration's claim stands to the body's finding."""
        return rows.filter(
            {"differ": differ, "claimed_not_assessed": waiting}.get(value, unanswered)()
        )

    def by_reiterated(self, rows: Rows, name: str, value: str) -> Rows:
        """A later recommendation repeats it."""
        repeated = Exists(self._links().filter(other=OuterRef("recommendation")))
        return rows.filter(repeated if value == "yes" else ~repeated)

    def by_reiterates(self, rows: Rows, name: str, value: str) -> Rows:
        """It repeats an earlier one."""
        repeats = Exists(self._links().filter(subject=OuterRef("recommendation")))
        return rows.filter(repeats if value == "yes" else ~repeats)

    def _links(self) -> QuerySet[Link]:
        links = Link.objects.filter(kind=LinkKind.REITERATES, as_of__lte=self.as_of)
        return links.standing(known=self.moment.known)

    def by_provenance(self, rows: Rows, name: str, value: list[str]) -> Rows:
        """Of these layers."""
        return rows.filter(provenance__in=value)


def several_answer() -> Q:
    """An entity answers beside the lead, or some answer without one."""
    answers = ResponsibleEntity.objects.filter(particulars=OuterRef("particulars"))
    beside = Q(Exists(answers.filter(~Q(entity=OuterRef("lead")))))
    return Q(lead__isnull=False) & beside | Q(lead__isnull=True) & Q(Exists(answers))


def year_known() -> Q:
    """Both bounds of the issue date fall into one year."""
    return Q(issued_not_before__year=F("issued_not_after__year"))


def waiting() -> Q:
    """Closure was requested, and the body has not assessed it since."""
    after = Q(assessed_as_of__isnull=True) | Q(assessed_as_of__lt=F("claimed_as_of"))
    return ageing.OPEN & Q(claim=Claim.CLOSURE_REQUESTED) & after


def differ() -> Q:
    """The body assessed after the claim and did not follow it."""
    claims = Q(claim__in=[Claim.CLOSURE_REQUESTED, Claim.NOT_ACCEPTED])
    assessed = Q(assessed_as_of__gte=F("claimed_as_of"))
    not_done = Q(finding__in=[Finding.UNDER_IMPLEMENTATION, Finding.NOT_IMPLEMENTED])
    done = Q(finding=Finding.IMPLEMENTED, claim=Claim.NOT_ACCEPTED)
    return (claims & assessed & not_done) | done


def unanswered() -> Q:
    """Open, and the Administration has said nothing."""
    return ageing.OPEN & Q(claimed_as_of__isnull=True)


def apply(rows: Rows, given: Mapping[str, Any], moment: Moment) -> Rows:
    """The rows that meet all filters; raises ``Invalid`` naming each parameter that is no good."""
    unknown = sorted(set(given) - set(RecommendationFilter.base_filters))
    if unknown:
        known = ", ".join(sorted(RecommendationFilter.base_filters))
        raise Invalid(
            fields=dict.fromkeys(unknown, f"There is no such filter. Known are: {known}.")
        )
    chosen = RecommendationFilter(given, queryset=rows, moment=moment)
    if not chosen.is_valid():
        raise Invalid(
            fields={name: [str(said) for said in saids] for name, saids in chosen.errors.items()}
        )
    found: Rows = chosen.qs
    return found


def _known(model: Any, name: str, value: str, **lookup: str) -> Any:
    found = model.objects.filter(**lookup).first()
    if found is None:
        raise Invalid(fields={name: f"The register does not know “{value[:80]}”."})
    return found


def _report(name: str, value: str) -> Report:
    try:
        symbol = normal(value)
    except ValueError as error:
        raise Invalid(fields={name: str(error)}) from error
    found: Report = _known(Report, name, value, document__symbol=symbol)
    return found
