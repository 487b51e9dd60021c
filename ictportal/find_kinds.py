"""The kinds of things one can find: whose rows, by which search, in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as later

from audits import filters as audit_filters
from audits import policies as audit_policies
from governance.filters.bodies import BodyFilter
from governance.filters.decisions import DecisionFilter
from governance.filters.mandates import MandateFilter
from governance.filters.meetings import MeetingFilter
from governance.filters.policies import PolicyFilter
from governance.models import (
    BodyParticulars,
    DecisionParticulars,
    MeetingParticulars,
    PolicyParticulars,
    RoundParticulars,
)
from governance.policies import current, viewable_mandates
from ictportal import find_lines
from ictportal.find_lines import Line
from ledger.moments import Moment
from projects import filters, plans
from projects import policies as project_policies
from projects.filters import IndicatorFilter, MomentFilter, ProjectFilter
from secretariat.access import may
from secretariat.models import DocumentParticulars, EntityAlias
from secretariat.queries import entities_at
from secretariat.roles import Permission

#: Gives the rows of a kind that a viewer may see at a moment, in one layer.
Visible = Callable[[Any, Moment, bool], Any]


@dataclass(frozen=True)
class Question:
    """What was typed, and the symbols and the place in a document that it may mean."""

    text: str
    symbols: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind: its rows, its search, its order, what is *exactly this*, and where it is shown.

    ``is_filtered`` says that the list takes the same ``q``, so that its total is the count here.
    ``placed`` finds what stands at a place of a document (``A/74/588, para 4``), where it can.
    """

    key: str
    label: Any
    visible: Visible
    search: Callable[[Any, Question, Moment], Any]
    exactly: Callable[[Question], Q]
    order: tuple[str, ...]
    joined: tuple[str, ...]
    line: Callable[[Any], Line]
    page: str
    listing: str
    api_listing: str
    is_filtered: bool = True
    placed: Callable[[Question], Q] | None = None


# --- whose rows ----------------------------------------------------------------------------------
def _of(rule: Any) -> Visible:
    """The rows by a rule that takes the layer as a keyword."""

    def visible(viewer: Any, moment: Moment, demonstration: bool) -> Any:
        return rule(viewer, moment, demonstration=demonstration)

    return visible


def _current(model: Any) -> Visible:
    """What stands of one kind of statement."""

    def visible(viewer: Any, moment: Moment, demonstration: bool) -> Any:
        return current(viewer, model, moment, demonstration=demonstration)

    return visible


def _read(rule: Any) -> Visible:
    """The rows by a rule that asks nothing of the viewer: for those who may read the register."""

    def visible(viewer: Any, moment: Moment, demonstration: bool) -> Any:
        rows = rule(moment, demonstration=demonstration)
        return rows if may(viewer, Permission.READ_REGISTER) else rows.none()

    return visible


# --- by which search -----------------------------------------------------------------------------
def _by_list(shape: type[MomentFilter]) -> Callable[[Any, Question, Moment], Any]:
    """The search of the kind's own list."""

    def search(rows: Any, question: Question, moment: Moment) -> Any:
        return filters.apply(shape, rows, {"q": question.text}, moment)

    return search


def _recommendations(rows: Any, question: Question, moment: Moment) -> Any:
    return audit_filters.apply(rows, {"q": question.text}, moment)


def _named(*names: str) -> Callable[[Any, Question, Moment], Any]:
    """Rows with the text in one of these columns: for kinds whose list has no search of its own."""

    def search(rows: Any, question: Question, moment: Moment) -> Any:
        found = Q()
        for name in names:
            found |= Q(**{f"{name}__icontains": question.text})
        return rows.filter(found)

    return search


def _documents(rows: Any, question: Question, moment: Moment) -> Any:
    """By the symbol as people type it, or by either title."""
    found = Q(subject__symbol__icontains=question.text) | Q(title__icontains=question.text)
    found |= Q(title_zh__icontains=question.text)
    for symbol in question.symbols:
        found |= Q(subject__symbol__icontains=symbol)
    return rows.filter(found)


def _entities(rows: Any, question: Question, moment: Moment) -> Any:
    """By code, either name of the day, or another name."""
    aliases = EntityAlias.objects.filter(
        subject=OuterRef("pk"), name__icontains=question.text, as_of__lte=moment.as_of
    )
    text = question.text
    named = Q(code__icontains=text) | Q(name__icontains=text) | Q(name_zh__icontains=text)
    return rows.filter(named | Exists(aliases.standing(known=moment.known)))


# --- exactly this --------------------------------------------------------------------------------
def _nothing(question: Question) -> Q:
    return Q(pk__in=[])


def _own_code(question: Question) -> Q:
    return Q(code__iexact=question.text)


def _code(question: Question) -> Q:
    return Q(subject__code__iexact=question.text)


def _policy(question: Question) -> Q:
    return _code(question) | Q(number__iexact=question.text)


def _symbol(question: Question) -> Q:
    if question.place:
        return _nothing(question)
    return Q(subject__symbol__in=question.symbols)


def _place_of_recommendation(question: Question) -> Q:
    annex, _comma, item = question.place.rpartition(", ")
    return Q(
        recommendation__report__document__symbol__in=question.symbols,
        recommendation__annex__iexact=annex,
        recommendation__item__iexact=item,
    )


def _place_of_request(question: Question) -> Q:
    return Q(document__symbol__in=question.symbols, mandate__paragraph__iexact=question.place)


# --- the kinds -----------------------------------------------------------------------------------
def _current_documents(moment: Moment, *, demonstration: bool) -> Any:
    """What stands of the documents issued by the day; one without a date is there from the start."""
    rows = DocumentParticulars.objects.current(moment.as_of, known=moment.known)
    return rows.filter(subject__demonstration=demonstration)


KINDS: tuple[Kind, ...] = (
    Kind(
        key="recommendations",
        label=later("Recommendations of the oversight bodies"),
        visible=_of(audit_policies.viewable_by),
        search=_recommendations,
        exactly=_nothing,
        order=("sort_key", "recommendation"),
        joined=("recommendation__report__document", "particulars"),
        line=find_lines.recommendation,
        page="recommendation-detail",
        listing="recommendation-list",
        api_listing="api-recommendation-list",
        placed=_place_of_recommendation,
    ),
    Kind(
        key="projects",
        label=later("Projects"),
        visible=_of(project_policies.viewable_by),
        search=_by_list(ProjectFilter),
        exactly=_own_code,
        order=("code",),
        joined=("particulars", "lead_entity"),
        line=find_lines.project,
        page="project-detail",
        listing="project-list",
        api_listing="api-project-list",
    ),
    Kind(
        key="indicators",
        label=later("Indicators"),
        visible=_of(project_policies.viewable_indicators),
        search=_by_list(IndicatorFilter),
        exactly=_own_code,
        order=("group", "order", "code"),
        joined=("particulars",),
        line=find_lines.indicator,
        page="indicator-detail",
        listing="indicator-list",
        api_listing="api-indicator-list",
    ),
    Kind(
        key="plans",
        label=later("Strategies and plans"),
        visible=_read(plans.plans_at),
        search=_named("subject__code", "name", "name_zh", "mission", "vision"),
        exactly=_code,
        order=("subject__code",),
        joined=("subject",),
        line=find_lines.plan,
        page="plan-detail",
        listing="plan-list",
        api_listing="api-plans",
        is_filtered=False,
    ),
    Kind(
        key="bodies",
        label=later("Governing bodies"),
        visible=_current(BodyParticulars),
        search=_by_list(BodyFilter),
        exactly=_code,
        order=("name", "subject__code"),
        joined=("subject",),
        line=find_lines.body,
        page="body-detail",
        listing="body-list",
        api_listing="api-body-list",
    ),
    Kind(
        key="meetings",
        label=later("Meetings"),
        visible=_current(MeetingParticulars),
        search=_by_list(MeetingFilter),
        exactly=_code,
        order=("-day", "subject__code"),
        joined=("subject__body",),
        line=find_lines.meeting,
        page="meeting-detail",
        listing="meeting-list",
        api_listing="api-meeting-list",
    ),
    Kind(
        key="decisions",
        label=later("Decisions"),
        visible=_current(DecisionParticulars),
        search=_by_list(DecisionFilter),
        exactly=_code,
        order=("-decided_on", "subject__code"),
        joined=("subject",),
        line=find_lines.decision,
        page="decision-detail",
        listing="decision-list",
        api_listing="api-decision-list",
    ),
    Kind(
        key="requests",
        label=later("Requests and recommendations of the Assembly"),
        visible=_of(viewable_mandates),
        search=_by_list(MandateFilter),
        exactly=_own_code,
        order=("code",),
        joined=("document", "mandate"),
        line=find_lines.request,
        page="mandate-detail",
        listing="mandate-list",
        api_listing="api-mandate-list",
        placed=_place_of_request,
    ),
    Kind(
        key="policies",
        label=later("Policies"),
        visible=_current(PolicyParticulars),
        search=_by_list(PolicyFilter),
        exactly=_policy,
        order=("subject__code",),
        joined=("subject",),
        line=find_lines.policy,
        page="policy-detail",
        listing="policy-list",
        api_listing="api-policy-list",
    ),
    Kind(
        key="rounds",
        label=later("Rounds of self-certification"),
        visible=_current(RoundParticulars),
        search=_named("subject__code", "name"),
        exactly=_code,
        order=("-opened_on", "subject__code"),
        joined=("subject",),
        line=find_lines.round,
        page="certification-round",
        listing="certification-list",
        api_listing="api-certification-rounds",
        is_filtered=False,
    ),
    Kind(
        key="documents",
        label=later("Documents"),
        visible=_read(_current_documents),
        search=_documents,
        exactly=_symbol,
        order=("subject__symbol",),
        joined=("subject",),
        line=find_lines.document,
        page="document",
        listing="documents",
        api_listing="api-documents",
        is_filtered=False,
    ),
    Kind(
        key="entities",
        label=later("Entities"),
        visible=_read(entities_at),
        search=_entities,
        exactly=_own_code,
        order=("code",),
        joined=(),
        line=find_lines.entity,
        page="entity",
        listing="entities",
        api_listing="api-entities",
        is_filtered=False,
    ),
)
