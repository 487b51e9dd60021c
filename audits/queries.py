"""Read answers about recommendations for pages, API and exports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from audits.lifecycle import CLOSING, Claim, Finding
from audits.models import (
    AdministrationUpdate,
    Assessment,
    AuditFindingText,
    Evidence,
    FollowUp,
    Link,
    Recommendation,
    RecommendationDecision,
    RecommendationProject,
    RecommendationState,
    ResponsibleEntity,
    Target,
    Transcription,
    TranscriptionState,
)
from ledger.models import Entry
from ledger.moments import Moment

ORDERINGS = {
    "place": ("sort_key",),
    "-place": ("-sort_key",),
    "title": ("particulars__title",),
    "-title": ("-particulars__title",),
    "status": ("finding",),
    "-status": ("-finding",),
    "assessed": ("assessed_as_of",),
    "-assessed": ("-assessed_as_of",),
    "claimed": ("claimed_as_of",),
    "-claimed": ("-claimed_as_of",),
    "issued": ("issued_not_after",),
    "-issued": ("-issued_not_after",),
    "target": ("target_ends_on",),
    "-target": ("-target_ends_on",),
    "theme": ("theme__order",),
    "-theme": ("-theme__order",),
    "lead": ("lead__code",),
    "-lead": ("-lead__code",),
}


@dataclass
class Row:
    """A recommendation as lists show it: its state with what a list needs beside it."""

    state: RecommendationState
    moment: Moment
    entities: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    @property
    def recommendation(self) -> Recommendation:
        """The record itself."""
        return self.state.recommendation

    @property
    def is_open(self) -> bool:
        """Whether the last finding leaves it open."""
        return Finding(self.state.finding) not in CLOSING

    @property
    def older(self) -> str:
        """Whether it is open more than two years: yes, no, undetermined, or closed."""
        day = self.moment.as_of
        if not self.is_open:
            return "closed"
        if self.state.surely_older_from <= day:
            return "yes"
        earliest = self.state.possibly_older_from
        return "undetermined" if earliest is None or earliest <= day else "no"

    @property
    def first_target(self) -> str:
        """The quarter first named."""
        return self.targets[0].quarter if self.targets else ""

    @property
    def target(self) -> str:
        """The quarter in force."""
        return self.targets[-1].quarter if self.targets else ""

    @property
    def target_moves(self) -> int:
        """How often the target moved."""
        return max(len(self.targets) - 1, 0)

    @property
    def slip_days(self) -> int:
        """By how many days the target moved in all; negative when it is earlier now."""
        if not self.targets:
            return 0
        return (self.targets[-1].ends_on - self.targets[0].ends_on).days

    @property
    def overdue_days(self) -> int:
        """Days since the target quarter ended, while it is open."""
        if not self.targets or not self.is_open:
            return 0
        return max((self.moment.as_of - self.targets[-1].ends_on).days, 0)


def ordered(rows: QuerySet[RecommendationState], ordering: str) -> QuerySet[RecommendationState]:
    """The rows in one of the declared orders, always ending on something unique."""
    return rows.order_by(*ORDERINGS.get(ordering, ("sort_key",)), "sort_key", "recommendation")


def related(rows: QuerySet[RecommendationState]) -> QuerySet[RecommendationState]:
    """The rows joined with all a list shows of each."""
    return rows.select_related(
        "recommendation__report__document",
        "body",
        "particulars",
        "theme",
        "lead",
        "made_in__document",
        "assessment__word",
    )


def load(ids: Sequence[UUID], rows: QuerySet[RecommendationState], moment: Moment) -> list[Row]:
    """The rows with these ids, in their order, as a list shows them: two statements."""
    states = {
        state.recommendation_id: state for state in related(rows.filter(recommendation__in=ids))
    }
    return with_targets([states[key] for key in ids if key in states], moment)


def with_targets(states: Iterable[RecommendationState], moment: Moment) -> list[Row]:
    """Add the targets: one statement for any number of rows."""
    rows = {state.recommendation_id: Row(state, moment) for state in states}
    for target in targets_of(list(rows), moment):
        rows[target.subject_id].targets.append(target)
    return list(rows.values())


def with_details(states: Iterable[RecommendationState], moment: Moment) -> list[Row]:
    """Add the targets and the other responsible entities: two statements."""
    return with_entities(with_targets(states, moment))


def with_entities(rows: list[Row]) -> list[Row]:
    """Add the entities that answer beside the lead: one statement."""
    by_particulars = {row.state.particulars_id: row for row in rows}
    parts = ResponsibleEntity.objects.filter(particulars__in=list(by_particulars))
    for part in parts.order_by("entity__code").values("particulars_id", "entity__code"):
        by_particulars[part["particulars_id"]].entities.append(part["entity__code"])
    return rows


def targets_of(ids: Sequence[UUID], moment: Moment) -> QuerySet[Target]:
    """The targets set up to the moment, oldest first."""
    rows = Target.objects.filter(subject__in=ids, as_of__lte=moment.as_of)
    return rows.standing(known=moment.known).order_by("as_of", "ordinal")


def series(model: Any, subject: UUID, moment: Moment) -> Any:
    """What one series said about a recommendation up to the moment, newest first."""
    rows = model.objects.filter(subject=subject, as_of__lte=moment.as_of)
    return rows.standing(known=moment.known).order_by("-as_of", "-ordinal")


def assessments(subject: UUID, moment: Moment) -> QuerySet[Assessment]:
    """The oversight body's voice."""
    rows: QuerySet[Assessment] = series(Assessment, subject, moment)
    return rows.select_related("word", "citation__document", "entry", "cycle")


def updates(subject: UUID, moment: Moment) -> QuerySet[AdministrationUpdate]:
    """The Administration's voice."""
    rows: QuerySet[AdministrationUpdate] = series(AdministrationUpdate, subject, moment)
    return rows.select_related("citation__document", "entry", "on_behalf_of")


def evidence(subject: UUID, moment: Moment) -> QuerySet[Evidence]:
    """Every move of evidence."""
    rows: QuerySet[Evidence] = series(Evidence, subject, moment)
    return rows.select_related("file", "entry", "answers")


def links(subject: UUID, moment: Moment) -> QuerySet[Link]:
    """Links from this recommendation to others."""
    rows: QuerySet[Link] = series(Link, subject, moment)
    return rows.select_related("other__report__document", "citation__document")


def links_in(subject: UUID, moment: Moment) -> QuerySet[Link]:
    """Links from others to this recommendation."""
    rows = Link.objects.filter(other=subject, as_of__lte=moment.as_of)
    return (
        rows.standing(known=moment.known)
        .select_related("subject__report__document", "citation__document")
        .order_by("-as_of", "-ordinal")
    )


def follow_ups(subject: UUID, moment: Moment) -> QuerySet[FollowUp]:
    """Reports that followed it up."""
    rows: QuerySet[FollowUp] = series(FollowUp, subject, moment)
    return rows.select_related("report__document", "citation__document")


def projects_of(subject: UUID, moment: Moment) -> QuerySet[RecommendationProject]:
    """The projects a recommendation concerns."""
    rows: QuerySet[RecommendationProject] = series(RecommendationProject, subject, moment)
    return rows.select_related("project", "citation__document").order_by("project__code")


def decisions_of(subject: UUID, moment: Moment) -> QuerySet[RecommendationDecision]:
    """The decisions of governing bodies that act on a recommendation."""
    rows: QuerySet[RecommendationDecision] = series(RecommendationDecision, subject, moment)
    return rows.select_related("decision", "citation__document").order_by("decision__code")


def decided_on(decision: UUID, moment: Moment) -> dict[UUID, RecommendationDecision]:
    """The recommendations that a decision acts on, each with the link that says so."""
    rows = RecommendationDecision.objects.filter(decision=decision, as_of__lte=moment.as_of)
    said = rows.standing(known=moment.known).select_related("citation__document")
    return {link.subject_id: link for link in said}


def concerning(moment: Moment) -> QuerySet[RecommendationProject]:
    """Every link between a recommendation and a project that stands at the moment."""
    rows = RecommendationProject.objects.filter(as_of__lte=moment.as_of)
    found: QuerySet[RecommendationProject] = rows.standing(known=moment.known)
    return found


def open_per_project(visible: QuerySet[RecommendationState], moment: Moment) -> dict[UUID, int]:
    """How many of the visible recommendations that concern a project are open, by project."""
    still_open = visible.exclude(finding__in=sorted(CLOSING)).values("recommendation")
    links = concerning(moment).filter(subject__in=still_open)
    counted = links.values("project").annotate(n=Count("subject", distinct=True)).order_by()
    return {row["project"]: row["n"] for row in counted}


def history(subject: UUID, known: int | None = None) -> QuerySet[Entry]:
    """Every action on a recommendation, newest first, with its seal."""
    rows = Entry.objects.filter(
        subject_type=Recommendation._meta.label_lower, subject_id=str(subject)
    )
    if known is not None:
        rows = rows.filter(seal__no__lte=known)
    return rows.select_related("seal").order_by("-recorded_at", "-pk")


def finding_text(recommendation: Recommendation, moment: Moment) -> AuditFindingText | None:
    """The auditors' finding the recommendation stands under, as it was stated up to the moment."""
    if recommendation.finding_id is None:
        return None
    texts = AuditFindingText.objects.filter(subject=recommendation.finding_id)
    current = texts.current(moment.as_of, known=moment.known)
    found: AuditFindingText | None = current.select_related("citation__document", "subject").first()
    return found


def proposals(demonstration: bool) -> QuerySet[Transcription]:
    """Transcriptions that wait for the second person, oldest first."""
    return (
        Transcription.objects.filter(
            state=TranscriptionState.PROPOSED, recommendation__demonstration=demonstration
        )
        .select_related("recommendation__report__document", "word", "document")
        .order_by("proposed_at", "pk")
    )


class Stretch(NamedTuple):
    """A time during which one voice said one thing."""

    start: date
    end: date
    key: str
    label: str


class Mark(NamedTuple):
    """A target as it was set."""

    set_on: date
    quarter: str
    ends_on: date
    slip_days: int


class Difference(NamedTuple):
    """A time during which the two voices differed."""

    start: date
    end: date
    label: str


@dataclass(frozen=True)
class TwoVoices:
    """Both voices on one time line."""

    first: date
    last: date
    claims: list[Stretch]
    findings: list[Stretch]
    targets: list[Mark]
    differences: list[Difference]
    body_name: str


def two_voices(
    state: RecommendationState,
    claims: Sequence[AdministrationUpdate],
    findings: Sequence[Assessment],
    targets: Sequence[Target],
    moment: Moment,
) -> TwoVoices:
    """The time line of a recommendation. The series come newest first, the targets oldest first."""
    end = moment.as_of
    said = _stretches([(c.as_of, c.claim, c.get_claim_display()) for c in reversed(claims)], end)
    found = _stretches(
        [(f.as_of, f.finding, f.get_finding_display()) for f in reversed(findings)], end
    )
    marks = [
        Mark(t.as_of, t.quarter, t.ends_on, (t.ends_on - targets[0].ends_on).days) for t in targets
    ]
    days = [state.issued_not_after, *(s.start for s in (*said, *found)), *(m.set_on for m in marks)]
    return TwoVoices(
        first=min(days),
        last=max([end, *(m.ends_on for m in marks)]),
        claims=said,
        findings=found,
        targets=marks,
        differences=_differences(said, found),
        body_name=state.body.name,
    )


def _stretches(points: Sequence[tuple[date, str, str]], end: date) -> list[Stretch]:
    ends = [*(point[0] for point in points[1:]), end][: len(points)]
    return [
        Stretch(start, until, key, label)
        for (start, key, label), until in zip(points, ends, strict=True)
    ]


def _differences(said: Sequence[Stretch], found: Sequence[Stretch]) -> list[Difference]:
    """Where a request for closure meets a later finding that it is not done."""
    open_words = {Finding.UNDER_IMPLEMENTATION.value, Finding.NOT_IMPLEMENTED.value}
    return [
        Difference(max(c.start, f.start), min(c.end, f.end), f"{c.label} – {f.label}")
        for c in said
        for f in found
        if c.key == Claim.CLOSURE_REQUESTED
        and f.key in open_words
        and f.start >= c.start
        and max(c.start, f.start) < min(c.end, f.end)
    ]
