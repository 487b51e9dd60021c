"""Read answers about strategies and other plans: what they are made of and what is reported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ledger import days
from ledger.moments import Moment
from projects import numbers, queries
from projects.lifecycle import (
    AssumptionWord,
    ChapterState,
    ElementKind,
    LessonKind,
    PortfolioMove,
    Verification,
)
from projects.models import (
    AchievementClaim,
    AssumptionState,
    BaselineParticulars,
    ControlStatement,
    ElementParticulars,
    LessonText,
    Plan,
    PlanParticulars,
    ProgressReportParticulars,
    ProjectState,
    ReportChapter,
    ServedObjective,
)
from projects.numbers import IndicatorRow
from projects.policies import viewable_by, viewable_indicators
from secretariat.models import Provenance

#: Shortfalls of a progress report come first.
CHAPTER_ORDER = (
    ChapterState.MISSING,
    ChapterState.TOO_GENERAL,
    ChapterState.NOT_STATED,
    ChapterState.COVERED,
)
UNVERIFIED = frozenset({Verification.NOT_VERIFIED, Verification.CANNOT_VERIFY})
#: Elements without a section of their own: they stand by kind at the end.
OTHER_HEADS = {
    ElementKind.ROADMAP_ROW: "Rows of the road map outside drivers and enablers",
    ElementKind.ACTION: "Actions",
    ElementKind.PLANNED_ACTION: "Planned actions",
    ElementKind.DELIVERABLE: "Deliverables",
    ElementKind.RISK: "Risks",
    ElementKind.INTERLINKAGE: "Interlinkages",
}
LESSON_HEADS = {
    LessonKind.LESSON: "Lessons learned",
    LessonKind.CHALLENGE: "Challenges",
    LessonKind.ISSUE: "Issues",
    LessonKind.INITIATIVE: "Initiatives",
}


def is_our_reading(said: Any) -> bool:
    """Whether the source does not print this: it is reconstructed, or its note says so."""
    return said.provenance == Provenance.RECONSTRUCTED or "our reading" in said.note.casefold()


def period_of(said: PlanParticulars) -> str:
    """The years a plan covers as they are written; empty where no source prints them."""
    first = _written(said.starts_on, said.starts_precision)
    last = _written(said.ends_on, said.ends_precision)
    return first if first == last else f"{first or '…'}\N{EN DASH}{last or '…'}"


def _written(day: date | None, precision: str) -> str:
    return days.period_text(day, precision) if day else ""


# --- plans ---------------------------------------------------------------------------------------
@dataclass
class PlanRow:
    """A plan with its neighbours in the chain."""

    said: PlanParticulars
    predecessor: PlanParticulars | None = None
    whole: PlanParticulars | None = None
    successors: list[PlanParticulars] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The code of the plan."""
        return self.said.subject.code

    @property
    def period(self) -> str:
        """The years it covers."""
        return period_of(self.said)

    @property
    def our_reading(self) -> bool:
        """Whether its place after its predecessor is the portal's own reading."""
        return self.said.predecessor_id is not None and is_our_reading(self.said)


def plans_at(moment: Moment, *, demonstration: bool = False) -> QuerySet[PlanParticulars]:
    """What is said of every plan known at the moment, by kind and first year."""
    rows = PlanParticulars.objects.current(moment.as_of, known=moment.known)
    found: QuerySet[PlanParticulars] = rows.filter(subject__demonstration=demonstration)
    return found.select_related("subject", "predecessor", "part_of", "citation__document").order_by(
        "subject__kind", "starts_on", "as_of", "subject__code"
    )


def plan_rows(moment: Moment, *, demonstration: bool = False) -> list[PlanRow]:
    """Every plan with what it follows, what follows it, and what it is to become part of."""
    rows = {
        said.subject_id: PlanRow(said) for said in plans_at(moment, demonstration=demonstration)
    }
    for row in rows.values():
        if row.said.part_of_id in rows:
            row.whole = rows[row.said.part_of_id].said
        if row.said.predecessor_id in rows:
            before = rows[row.said.predecessor_id]
            row.predecessor = before.said
            before.successors.append(row.said)
    return list(rows.values())


def chains(rows: Iterable[PlanRow]) -> list[list[PlanRow]]:
    """The lines of plans that follow each other, each from its first; single plans are left out."""
    held = {row.said.subject_id: row for row in rows}
    starts = [row for row in held.values() if row.predecessor is None and row.successors]
    return [line for start in starts for line in _lines(start, held, [])]


def _lines(
    row: PlanRow, held: Mapping[UUID, PlanRow], before: Sequence[PlanRow]
) -> Iterable[list[PlanRow]]:
    line = [*before, row]
    following = [
        held[said.subject_id] for said in row.successors if held[said.subject_id] not in line
    ]
    if not following:
        yield line
    for each in following:
        yield from _lines(each, held, line)


# --- elements ------------------------------------------------------------------------------------
@dataclass
class Node:
    """An element with what stands under it, what measures it, and which projects serve it."""

    said: ElementParticulars
    children: list["Node"] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    projects: list[ProjectState] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What the element is."""
        return self.said.subject.kind

    @property
    def lacks_action(self) -> bool:
        """A goal under which no action stands."""
        actions = [child for child in self.children if child.kind == ElementKind.ACTION]
        return self.kind == ElementKind.GOAL and not actions


def elements_at(plan: Plan, moment: Moment) -> list[ElementParticulars]:
    """What is said of each element of a plan, in order."""
    rows = ElementParticulars.objects.current(moment.as_of, known=moment.known)
    rows = rows.filter(subject__plan=plan).select_related("subject", "parent", "citation__document")
    return list(rows.order_by("order", "subject__code"))


def tree(elements: Iterable[ElementParticulars]) -> dict[UUID, Node]:
    """The elements as nodes, each with its children in order."""
    nodes = {said.subject_id: Node(said) for said in elements}
    for node in nodes.values():
        parent = nodes.get(node.said.parent_id) if node.said.parent_id else None
        if parent and parent is not node:
            parent.children.append(node)
    return nodes


def roots(nodes: Mapping[UUID, Node]) -> list[Node]:
    """The nodes that stand under none other."""
    return [node for node in nodes.values() if node.said.parent_id not in nodes]


# --- one plan ------------------------------------------------------------------------------------
@dataclass
class Report:
    """A progress report with its checklist, shortfalls first."""

    said: ProgressReportParticulars
    chapters: list[ReportChapter] = field(default_factory=list)

    @property
    def shortfalls(self) -> int:
        """Topics that are missing or dealt with too generally."""
        short = {ChapterState.MISSING, ChapterState.TOO_GENERAL}
        return sum(chapter.state in short for chapter in self.chapters)


@dataclass
class Claim:
    """A claimed achievement, with the indicator that measures it if one does."""

    said: AchievementClaim
    indicator: IndicatorRow | None = None

    @property
    def is_measured(self) -> bool:
        """Whether an indicator with an actual number stands behind the claim."""
        return self.indicator is not None and self.indicator.state.actual_number is not None


@dataclass
class PlanContent:
    """All that a plan's page shows."""

    row: PlanRow
    nodes: dict[UUID, Node]
    baselines: list[BaselineParticulars]
    reports: list[Report]
    claims: list[Claim]
    lessons: list[LessonText]
    controls: list[ControlStatement]
    assumptions: list[AssumptionState]

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.row.said.subject

    def of(self, kind: ElementKind) -> list[Node]:
        """The top elements of a kind."""
        return [node for node in roots(self.nodes) if node.kind == kind]

    @property
    def elements(self) -> list[Node]:
        """The elements that count against the number a plan is said to have."""
        return [node for node in self.nodes.values() if node.kind == ElementKind.ELEMENT]

    @property
    def others(self) -> list[tuple[str, list[Node]]]:
        """What stands at the top and has no section of its own, by kind."""
        found = [(head, self.of(kind)) for kind, head in OTHER_HEADS.items()]
        return [(head, nodes) for head, nodes in found if nodes]

    @property
    def goals_without_action(self) -> int:
        """How many goals nobody is to act upon."""
        return sum(node.lacks_action for node in self.nodes.values())

    @property
    def unverified(self) -> int:
        """How many controls nobody beside the responsible office has verified."""
        return sum(control.verification in UNVERIFIED for control in self.controls)

    @property
    def broken(self) -> int:
        """How many assumptions do not hold."""
        return sum(one.state == AssumptionWord.BROKEN for one in self.assumptions)

    @property
    def lessons_by_kind(self) -> list[tuple[str, list[LessonText]]]:
        """Lessons, challenges, issues and initiatives."""
        found = [
            (head, [one for one in self.lessons if one.subject.kind == kind])
            for kind, head in LESSON_HEADS.items()
        ]
        return [(head, lessons) for head, lessons in found if lessons]


def content(viewer: Any, row: PlanRow, moment: Moment) -> PlanContent:
    """A plan with all its parts: a fixed number of statements whatever their number."""
    plan = row.said.subject
    nodes = tree(elements_at(plan, moment))
    claims = [Claim(said) for said in parts_of(AchievementClaim, plan, moment)]
    _measure(viewer, plan, moment, nodes, claims)
    _serve(viewer, plan, moment, nodes)
    baselines = parts_of(BaselineParticulars, plan, moment)
    return PlanContent(
        row=row,
        nodes=nodes,
        baselines=sorted(baselines, key=lambda said: said.subject.order),
        reports=reports_at([plan], moment).get(plan.pk, []),
        claims=claims,
        lessons=parts_of(LessonText, plan, moment, "project"),
        controls=parts_of(ControlStatement, plan, moment),
        assumptions=parts_of(AssumptionState, plan, moment),
    )


def parts_of(model: Any, plan: Plan, moment: Moment, *related: str) -> list[Any]:
    rows = model.objects.current(moment.as_of, known=moment.known).filter(subject__plan=plan)
    joined = rows.select_related("subject", "citation__document", *related)
    return list(joined.order_by("subject__code"))


def _measure(
    viewer: Any, plan: Plan, moment: Moment, nodes: Mapping[UUID, Node], claims: Iterable[Claim]
) -> None:
    """Put the indicators beside the elements and claims they measure."""
    claimed = [claim.said.indicator_id for claim in claims if claim.said.indicator_id]
    visible = viewable_indicators(viewer, moment, demonstration=plan.demonstration)
    wanted = visible.filter(Q(element__plan=plan) | Q(indicator__in=claimed))
    rows = numbers.indicator_rows(
        numbers.related_indicators(wanted).order_by("order", "code"), moment
    )
    for row in rows:
        if row.state.element_id and row.state.element_id in nodes:
            nodes[row.state.element_id].indicators.append(row)
    held = {row.state.indicator_id: row for row in rows}
    for claim in claims:
        claim.indicator = held.get(claim.said.indicator_id) if claim.said.indicator_id else None


def _serve(viewer: Any, plan: Plan, moment: Moment, nodes: Mapping[UUID, Node]) -> None:
    """Put the projects of the portfolio beside the objectives and drivers they serve."""
    visible = viewable_by(viewer, moment, demonstration=plan.demonstration)
    inside = visible.filter(event_kind=PortfolioMove.ENTRY).order_by("code")
    states = {state.particulars_id: state for state in inside}
    for state in states.values():
        if state.driver_id and state.driver_id in nodes:
            nodes[state.driver_id].projects.append(state)
    served = ServedObjective.objects.filter(element__plan=plan, particulars__in=list(states))
    for one in served.order_by("particulars__subject__code"):
        if one.element_id in nodes:
            nodes[one.element_id].projects.append(states[one.particulars_id])


def reports_at(plans: Sequence[Plan], moment: Moment) -> dict[UUID, list[Report]]:
    """The progress reports of plans in their order, those without a number last."""
    said = ProgressReportParticulars.objects.current(moment.as_of, known=moment.known)
    rows = said.filter(subject__plan__in=plans).select_related(
        "subject", "report", "citation__document"
    )
    ordered = sorted(rows, key=lambda row: (not row.subject.ordinal, row.subject.ordinal))
    reports = {row.subject_id: Report(row) for row in ordered}
    for chapter in _chapters(list(reports), moment):
        reports[chapter.subject_id].chapters.append(chapter)
    found: dict[UUID, list[Report]] = {}
    for report in reports.values():
        found.setdefault(report.said.subject.plan_id, []).append(report)
    return found


def _chapters(reports: Sequence[UUID], moment: Moment) -> list[ReportChapter]:
    """Of each report and topic what was said last, shortfalls first."""
    rows = ReportChapter.objects.filter(subject__in=reports, as_of__lte=moment.as_of)
    standing = rows.standing(known=moment.known).select_related("citation__document")
    latest = queries.latest_per(standing.order_by("-as_of", "-ordinal"), "subject_id", "code")
    return sorted(latest, key=lambda one: (_shortfall_first(one), one.order, one.code))


def _shortfall_first(chapter: ReportChapter) -> int:
    return CHAPTER_ORDER.index(ChapterState(chapter.state))
