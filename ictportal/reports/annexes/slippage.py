"""The memory of dates: first promise, each later one, who approved it, and whether promises hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.queries import Row as Tracked
from audits.queries import with_targets
from ictportal.reports.annexes.counting import counted, day_said
from ictportal.reports.content import Cell, Column, Leads, Line, Section, Table
from ictportal.reports.dashboards import cells
from ictportal.reports.numbers import grouped, number
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ledger import days
from projects import slippage
from projects.milestone_figures import SLIPPED
from projects.models import BaselineParticulars
from projects.policies import viewable_by, viewable_milestones
from projects.slippage import Memory, Named
from secretariat.access import may
from secretariat.queries import entity_names
from secretariat.roles import Permission, role_name

LIST = "slippage"
#: A share of fewer promises than these says little.
SMALL = 5


def build(asked: Asked) -> Sequence[Section]:
    """Each milestone against its baselines, every date named, who keeps promises, other promises."""
    held = memories(asked)
    return (
        Section(
            "against",
            _("Dates against their baselines"),
            (number(asked, SLIPPED, tones={"passed": "bad"}), against(held)),
            lead=_(
                "The first promise never changes. Where a day has passed and nobody said what "
                "became of it, nothing is inferred from the silence."
            ),
        ),
        Section("promises", _("Every date that was named"), (promises(held),)),
        Section("reliability", _("Are promises kept?"), (reliability(asked, held),)),
        Section("schedules", _("Re-baselining of strategies"), (schedules(asked),)),
        Section("targets", _("Targets of recommendations"), (targets(asked),)),
    )


def memories(asked: Asked) -> list[Memory]:
    """The milestones with their dates, by project and code: three statements."""
    visible = viewable_milestones(asked.viewer, asked.moment, demonstration=asked.demonstration)
    states = slippage.worst_first(visible, {}, asked.moment)
    states.sort(key=lambda state: (state.project.code, state.code))
    return slippage.memories(states, asked.moment)


# --- against first and current baseline ----------------------------------------------------------
def against(held: Sequence[Memory]) -> Table:
    """Days against the first and the current baseline, the worst milestone first."""
    worst = sorted(held, key=lambda one: (-(one.state.slip_first or 0), one.state.code))
    return Table(
        key="against",
        title=_("Milestones against their first and their current baseline"),
        columns=(
            Column(_("Project")),
            Column(_("Milestone")),
            Column(_("First promised for")),
            Column(_("Current baseline")),
            Column(_("Reached or expected")),
            Column(_("Days, first"), "number"),
            Column(_("Days, current"), "number"),
            Column(_("Moved"), "number"),
            Column(_("What became of it")),
        ),
        lines=tuple(Line(_against(memory)) for memory in worst),
        lead=_(
            "Days after the first promise, and after the baseline in force; a negative number is "
            "earlier. Moved is how often the date was moved."
        ),
        sources=("A/69/517, annex I", "A/74/588, para 8 and footnote 3"),
        empty=_("On this day no milestone is on record."),
    )


def _against(memory: Memory) -> tuple[Cell, ...]:
    state = memory.state
    current = state.current
    said = slippage.date_words(current.day, current.day_precision) if current else ""
    page = Leads("slippage", query={"project": state.project.code})
    return (
        Cell(f"{state.project.code} {memory.title}", leads=page),
        Cell(state.name),
        Cell(memory.first_words or _("no day stated")),
        Cell(said or _("no day stated")),
        Cell(memory.expected_words or _("no day stated")),
        _days(state.slip_first),
        _days(state.slip_current),
        Cell(str(state.moves), number=state.moves),
        _became(memory),
    )


def _days(n: int | None) -> Cell:
    if n is None:
        return Cell("–")
    return Cell(grouped(n), number=n, tone="bad" if n > 0 else "")


def _became(memory: Memory) -> Cell:
    if memory.state.reached:
        return Cell(_("reached"), tone="good" if not memory.is_late else "partial")
    if memory.passed:
        return Cell(_("day passed in silence"), tone="bad")
    return Cell(_("ahead") if memory.state.expected else _("no day stated"), tone="none")


# --- every promise -------------------------------------------------------------------------------
def promises(held: Sequence[Memory]) -> Table:
    """All dates of each milestone in the order in which they were named."""
    return Table(
        key="promises",
        title=_("Dates in the order in which they were named"),
        columns=(
            Column(_("Named on")),
            Column(_("What it is")),
            Column(_("Date")),
            Column(_("Days after the first promise"), "number"),
            Column(_("Approved or stated by")),
            Column(_("Reason"), "long"),
            Column(_("Source")),
        ),
        lines=tuple(line for memory in held for line in _named(memory)),
        empty=_("On this day no date of a milestone is on record."),
    )


def _named(memory: Memory) -> Iterable[Line]:
    state = memory.state
    heading = f"{state.project.code} {memory.title}: {state.code} {state.name}"
    yield Line((Cell(heading),), kind="group")
    if not memory.dates:
        yield Line((Cell("–"), Cell(_("no date is on record")), *(Cell("–"),) * 5))
    for named in memory.dates:
        yield Line(_promise(named))


def _promise(named: Named) -> tuple[Cell, ...]:
    said = named.said
    kind = _("first promise") if named.is_first else str(said.get_kind_display())
    who = said.authority or role_name(said.entry.acting_role)
    return (
        Cell(day_said(said.as_of)),
        Cell(capfirst(kind)),
        Cell(named.words),
        _days(named.slip),
        Cell(who),
        Cell(said.reason or _("no reason on record")),
        Cell(source(said)),
    )


# --- reliability ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Kept:
    """The promises of some milestones, and what became of those whose first day is over."""

    memories: Sequence[Memory]

    @property
    def promised(self) -> list[Memory]:
        """Those with a first promise."""
        return [one for one in self.memories if one.state.first_day is not None]

    @property
    def known(self) -> list[Memory]:
        """Of those, the ones of which it is certain whether the first promise was kept.

        Reached on whichever day, or moved behind the first day; a day that passed in silence, or
        is still ahead, tells nothing.
        """
        return [one for one in self.promised if one.state.reached or one.is_late]

    @property
    def kept(self) -> int:
        """Reached on the first promised day or before."""
        return sum(not one.is_late for one in self.known)

    @property
    def late(self) -> int:
        """Later than first promised, by what was said last."""
        return sum(one.is_late for one in self.memories)

    @property
    def silent(self) -> int:
        """The expected day is over and nobody said what became of it."""
        return sum(one.passed for one in self.memories)

    @property
    def is_small(self) -> bool:
        """Whether there are too few promises for the share to say much."""
        return len(self.known) < SMALL


def reliability(asked: Asked, held: Sequence[Memory]) -> Table:
    """By lead entity, and by project within it, how many first promises were kept."""
    leads, names = _leads(asked), entity_names(asked.moment)
    by_project: dict[UUID, list[Memory]] = {}
    for memory in held:
        by_project.setdefault(memory.state.project_id, []).append(memory)
    by_lead: dict[Any, list[UUID]] = {}
    for project in by_project:
        by_lead.setdefault(leads.get(project), []).append(project)
    order = sorted(by_lead, key=lambda lead: (lead is None, names[lead][0] if lead else ""))
    lines = [
        line
        for lead in order
        for line in _of_lead(
            names[lead][0] if lead else _("No lead entity stated"),
            [by_project[project] for project in by_lead[lead]],
        )
    ]
    return Table(
        key="reliability",
        title=_("First promises kept, by lead entity and project"),
        columns=(
            Column(_("Lead entity and project")),
            Column(_("Milestones"), "number"),
            Column(_("Later than first promised"), "number"),
            Column(_("Day passed in silence"), "number"),
            Column(_("Outcome known"), "number"),
            Column(_("Kept"), "number"),
            Column(_("Share kept")),
        ),
        lines=tuple(lines),
        notes=(
            _("Fewer than %(n)s promises with a known outcome: the share says little.")
            % {"n": SMALL},
        ),
        lead=_(
            "A promise is kept where the milestone was reached on the first promised day or before. "
            "Its outcome is known once the milestone is reached, or is said to come later."
        ),
        empty=_("On this day no milestone is on record."),
    )


def _leads(asked: Asked) -> Mapping[UUID, UUID | None]:
    visible = viewable_by(asked.viewer, asked.moment, demonstration=asked.demonstration)
    return dict(visible.values_list("project", "lead_entity"))


def _of_lead(name: str, projects: Sequence[Sequence[Memory]]) -> Iterable[Line]:
    together = Kept([memory for own in projects for memory in own])
    yield Line((Cell(name), *_kept(together, "")), kind="total")
    for own in projects:
        state = own[0].state
        page = Leads("project-detail", (state.project.code,))
        named = Cell(f"{state.project.code} {own[0].title}", leads=page)
        yield Line((named, *_kept(Kept(own), state.project.code)))


def _kept(found: Kept, project: str) -> tuple[Cell, ...]:
    known = len(found.known)
    return (
        _count(len(found.memories), project),
        _count(found.late, project, slipped="yes"),
        _count(found.silent, project, passed="yes"),
        Cell(str(known), number=known),
        Cell(str(found.kept), number=found.kept),
        _share(found),
    )


def _count(n: int, project: str, **query: str) -> Cell:
    """A count of a project with its milestones; those of an entity have no list of their own."""
    if project:
        return cells.counted(LIST, {"project": project, **query}, n)
    return Cell(grouped(n), number=n)


def _share(found: Kept) -> Cell:
    known = len(found.known)
    if not known:
        return Cell(_("not applicable"))
    said = _("%(n)s of %(all)s") % {"n": found.kept, "all": known}
    return Cell(said, notes=(1,) if found.is_small else ())


# --- schedules of strategies ---------------------------------------------------------------------
def schedules(asked: Asked) -> Table:
    """The baselines of each strategy with who approved them and why."""
    return Table(
        key="schedules",
        title=_("Schedules of strategies, in their order"),
        columns=(
            Column(_("Strategy")),
            Column(_("Schedule")),
            Column(_("First quarter")),
            Column(_("Last quarter")),
            Column(_("Quarters"), "number"),
            Column(_("Approved or stated by")),
            Column(_("Reason"), "long"),
            Column(_("Source")),
        ),
        lines=tuple(Line(_schedule(one)) for one in _schedules(asked)),
        empty=_("On this day no strategy with a schedule is on record."),
    )


def _schedules(asked: Asked) -> Iterable[BaselineParticulars]:
    if not may(asked.viewer, Permission.READ_REGISTER):
        return ()
    moment, layer = asked.moment, {"subject__plan__demonstration": asked.demonstration}
    rows = BaselineParticulars.objects.current(moment.as_of, known=moment.known).filter(**layer)
    joined = rows.select_related("subject__plan", "citation__document")
    return joined.order_by("subject__plan__code", "subject__order", "subject__code")


def _schedule(one: BaselineParticulars) -> tuple[Cell, ...]:
    first, last = (days.quarter_number(q) for q in (one.first_quarter, one.last_quarter))
    return (
        Cell(one.subject.plan.code, leads=Leads("roadmap")),
        Cell(one.name),
        Cell(one.first_quarter),
        Cell(one.last_quarter),
        Cell(str(last - first + 1), number=last - first + 1),
        Cell(one.authority or _("not stated")),
        Cell(one.reason or _("no reason on record")),
        Cell(source(one)),
    )


# --- targets of recommendations ------------------------------------------------------------------
def targets(asked: Asked) -> Table:
    """Recommendations whose target was extended, the largest extension first."""
    rows = counted(asked, {"target": "set"}).select_related(
        "recommendation__report__document", "particulars", "lead"
    )
    moved = [row for row in with_targets(rows, asked.moment) if row.target_moves]
    moved.sort(key=lambda row: (-row.slip_days, row.state.sort_key))
    return Table(
        key="targets",
        title=_("Recommendations whose target quarter was moved"),
        columns=(
            Column(_("Recommendation")),
            Column(_("Lead entity")),
            Column(_("First target")),
            Column(_("Target in force")),
            Column(_("Times moved"), "number"),
            Column(_("Days later in all"), "number"),
            Column(_("Reasons"), "long"),
        ),
        lines=tuple(Line(_target(row)) for row in moved),
        empty=_("On this day no target of a recommendation was moved."),
    )


def _target(row: Tracked) -> tuple[Cell, ...]:
    state = row.state
    page = Leads("recommendation-detail", (str(state.recommendation_id),))
    reasons = [f"{one.quarter}: {one.reason}" for one in row.targets[1:] if one.reason]
    return (
        Cell(f"{state.recommendation}: {state.particulars.title}", leads=page),
        Cell(state.lead.code if state.lead else _("not stated")),
        Cell(row.first_target),
        Cell(row.target),
        Cell(str(row.target_moves), number=row.target_moves),
        _days(row.slip_days),
        Cell("\n".join(reasons) or _("no reason on record")),
    )


declare(
    ReportKind(
        key="slippage",
        title=later("Slippage and re-baselining"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "What was promised first, what was promised later, who approved it and why, and how "
            "often promises are kept."
        ),
        shelf=Shelf.REPORT,
        build=build,
        sources=("A/69/517, annex I", "A/74/588, para 8 and footnote 3"),
    )
)
