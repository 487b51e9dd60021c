"""Read answers about the road map: its rows and their bars under a schedule baseline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ledger import days
from ledger.errors import Invalid
from ledger.moments import Moment
from projects import queries
from projects.lifecycle import ElementKind, PlanKind
from projects.models import (
    BaselineParticulars,
    ElementParticulars,
    MilestoneState,
    Plan,
    PlanElement,
    PlanParticulars,
    RoadmapBar,
    ScheduleBaseline,
)
from projects.plans import Node, elements_at, roots, tree
from projects.policies import viewable_by, viewable_milestones

#: Asks for a drawing against each baseline, one under the other.
ALL = "all"
BRANCHES = (ElementKind.DRIVER, ElementKind.ENABLER)


@dataclass
class RoadRow:
    """A line of the grid: a phase, a branch, a row, or a project with its milestones."""

    kind: str
    code: str
    name: str
    name_zh: str = ""
    depth: int = 0
    said: ElementParticulars | None = None
    bar: RoadmapBar | None = None
    milestones: list[MilestoneState] = field(default_factory=list)
    projects: int = 0

    @property
    def takes_bar(self) -> bool:
        """Whether the road map gives such a line quarters."""
        return self.kind in {ElementKind.ROADMAP_ROW, ElementKind.PHASE}


@dataclass
class Drawing:
    """The road map against one baseline."""

    baseline: BaselineParticulars
    rows: list[RoadRow]

    @property
    def first_no(self) -> int:
        """The number of its first quarter."""
        return days.quarter_number(self.baseline.first_quarter)

    @property
    def last_no(self) -> int:
        """The number of its last quarter."""
        return days.quarter_number(self.baseline.last_quarter)

    @property
    def quarters(self) -> list[str]:
        """Its quarters, the first one first."""
        return [days.quarter_named(no) for no in range(self.first_no, self.last_no + 1)]

    @property
    def bars(self) -> int:
        """How many rows of the road map have a bar."""
        return sum(row.bar is not None for row in self.rows if row.kind == ElementKind.ROADMAP_ROW)

    @property
    def bars_wanted(self) -> int:
        """How many rows of the road map there are."""
        return sum(row.kind == ElementKind.ROADMAP_ROW for row in self.rows)

    @property
    def phases(self) -> list[RoadRow]:
        """The phases, with or without a bar."""
        return [row for row in self.rows if row.kind == ElementKind.PHASE]


def default_plan(plans: Iterable[PlanParticulars]) -> PlanParticulars | None:
    """The strategy whose road map is shown unasked: the first with rows, else the first."""
    strategies = [said for said in plans if said.subject.kind == PlanKind.STRATEGY]
    with_rows = set(
        PlanElement.objects.filter(
            kind=ElementKind.ROADMAP_ROW, plan__in=[said.subject_id for said in strategies]
        ).values_list("plan", flat=True)
    )
    ranked = sorted(strategies, key=lambda said: said.subject_id not in with_rows)
    return ranked[0] if ranked else None


def baselines_at(plan: Plan, moment: Moment) -> list[BaselineParticulars]:
    """The schedule baselines of a plan known at the moment, the first one first."""
    rows = BaselineParticulars.objects.current(moment.as_of, known=moment.known)
    rows = rows.filter(subject__plan=plan).select_related("subject", "citation__document")
    return list(rows.order_by("subject__order", "subject__code"))


def bars_at(plan: Plan, moment: Moment) -> dict[tuple[UUID, UUID], RoadmapBar]:
    """The bars in force, by row and baseline."""
    rows = RoadmapBar.objects.filter(subject__plan=plan, as_of__lte=moment.as_of)
    standing = rows.standing(known=moment.known).select_related("citation__document")
    latest = queries.latest_per(
        standing.order_by("-as_of", "-ordinal"), "subject_id", "baseline_id"
    )
    return {(bar.subject_id, bar.baseline_id): bar for bar in latest}


def usual_baseline(
    baselines: Sequence[BaselineParticulars], bars: Mapping[tuple[UUID, UUID], RoadmapBar]
) -> BaselineParticulars | None:
    """The newest baseline bars are on record for; without any the one first printed."""
    with_bars = {baseline for _row, baseline in bars}
    drawn = [said for said in baselines if said.subject_id in with_bars]
    return (drawn[-1] if drawn else baselines[0]) if baselines else None


@dataclass
class Ground:
    """What every drawing of a plan's road map shares, read once."""

    plan: Plan
    nodes: dict[UUID, Node]
    bars: dict[tuple[UUID, UUID], RoadmapBar]
    milestones: dict[UUID, list[RoadRow]]
    projects: dict[UUID, int]


def read_ground(viewer: Any, plan: Plan, moment: Moment) -> Ground:
    """Elements, bars, projects and milestones: a fixed number of statements."""
    nodes = tree(elements_at(plan, moment))
    milestones, projects = _projects(viewer, plan, moment)
    return Ground(plan, nodes, bars_at(plan, moment), milestones, projects)


def _projects(
    viewer: Any, plan: Plan, moment: Moment
) -> tuple[dict[UUID, list[RoadRow]], dict[UUID, int]]:
    """Projects with milestones, and the number of projects, by driver."""
    layer = {"demonstration": plan.demonstration}
    marks: dict[UUID, list[MilestoneState]] = {}
    dated = viewable_milestones(viewer, moment, **layer).filter(project__plan=plan)
    for milestone in dated.select_related("first", "current", "forecast", "actual").order_by(
        "code"
    ):
        marks.setdefault(milestone.project_id, []).append(milestone)
    rows: dict[UUID, list[RoadRow]] = {}
    counts: dict[UUID, int] = {}
    for state in viewable_by(viewer, moment, **layer).filter(plan=plan).order_by("code"):
        if state.driver_id is None:
            continue
        counts[state.driver_id] = counts.get(state.driver_id, 0) + 1
        if state.project_id in marks:
            row = RoadRow("project", state.code, state.title, milestones=marks[state.project_id])
            rows.setdefault(state.driver_id, []).append(row)
    return rows, counts


def draw(ground: Ground, baseline: BaselineParticulars) -> Drawing:
    """The lines of the road map against one baseline: phases, then branch by branch."""
    tops = roots(ground.nodes)
    lines = [_line(ground, node, baseline, 0) for node in tops if node.kind == ElementKind.PHASE]
    for kind in BRANCHES:
        for node in tops:
            if node.kind == kind:
                lines.extend(_branch(ground, node, baseline))
    for node in tops:
        lines.extend(_under(ground, [node], baseline, 0))
    return Drawing(baseline, lines)


def _branch(ground: Ground, node: Node, baseline: BaselineParticulars) -> Iterator[RoadRow]:
    yield _line(ground, node, baseline, 0)
    yield from _under(ground, node.children, baseline, 1)
    for row in ground.milestones.get(node.said.subject_id, []):
        row.depth = 1
        yield row


def _under(
    ground: Ground, nodes: Iterable[Node], baseline: BaselineParticulars, depth: int
) -> Iterator[RoadRow]:
    for node in nodes:
        if node.kind == ElementKind.ROADMAP_ROW:
            yield _line(ground, node, baseline, depth)
            yield from _under(ground, node.children, baseline, depth + 1)


def _line(ground: Ground, node: Node, baseline: BaselineParticulars, depth: int) -> RoadRow:
    said = node.said
    return RoadRow(
        kind=node.kind,
        code=said.subject.code,
        name=said.name,
        name_zh=said.name_zh,
        depth=depth,
        said=said,
        bar=ground.bars.get((said.subject_id, baseline.subject_id)),
        projects=ground.projects.get(said.subject_id, 0),
    )


def chosen_plan(rows: Sequence[PlanParticulars], asked: str) -> PlanParticulars | None:
    """The plan asked for, or the usual one; raises ``Invalid`` for a code of no plan here."""
    if not asked:
        return default_plan(rows)
    for said in rows:
        if said.subject.code == asked:
            return said
    raise Invalid(fields={"plan": f"On this day the register knows no plan “{asked[:80]}”."})


def chosen_baselines(
    baselines: Sequence[BaselineParticulars], ground: Ground, asked: str
) -> list[BaselineParticulars]:
    """The baselines to draw against.

    One that is not known yet on the day gives way to the usual one; a code of none is refused.
    """
    if asked == ALL:
        return list(baselines)
    found = [said for said in baselines if said.subject.code == asked]
    known = ScheduleBaseline.objects.filter(plan=ground.plan, code=asked)
    if asked and not found and not known.exists():
        said = f"The plan has no schedule baseline “{asked[:80]}”."
        raise Invalid(fields={"baseline": said})
    usual = usual_baseline(baselines, ground.bars)
    return found or ([usual] if usual else [])
