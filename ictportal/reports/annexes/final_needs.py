"""What each item of the final report needs: what of it is on record, and what is missing."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from governance.lifecycle import Alignment, Level
from governance.models import BodyParticulars, BudgetReview, EntityAlignment, MandateState
from governance.policies import current, viewable_mandates
from governance.queries.compliance import NOT_HARMONIZED
from governance.queries.mandates import related
from ictportal.reports.content import Cell, Leads, Opens
from ictportal.reports.numbers import number
from ictportal.reports.register import Asked
from ictportal.reports.rows.listed import source
from ledger.figures import Figure
from projects import figures as portfolio
from projects import plans
from projects.lifecycle import ChapterState, LessonKind
from projects.models import LessonText, ProjectState
from projects.plans import Report
from secretariat.access import may
from secretariat.models import PopulationCount
from secretariat.roles import Permission

#: The codes of the recommendations that the items rest on begin so.
PREFIX = "A74-588-"


@dataclass(frozen=True)
class Held:
    """One thing that an item needs: what is on record of it, and what is missing (empty: nothing)."""

    what: str
    on_record: Cell
    missing: str = ""
    source: str = ""


class Ground:
    """What the items are read from; each part is read once, and only where an item asks."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.layer = {"demonstration": asked.demonstration}
        self.reads = may(asked.viewer, Permission.READ_REGISTER)

    @cached_property
    def mandates(self) -> Mapping[str, MandateState]:
        """The recommendations of A/74/588, by code."""
        rows = viewable_mandates(self.asked.viewer, self.asked.moment, **self.layer)
        return {state.code: state for state in related(rows.filter(code__startswith=PREFIX))}

    @cached_property
    def reports(self) -> list[Report]:
        """The progress reports of the strategies, in their order."""
        if not self.reads:
            return []
        found = [one.subject for one in plans.plans_at(self.asked.moment, **self.layer)]
        held = plans.reports_at(found, self.asked.moment)
        return [report for plan in found for report in held.get(plan.pk, [])]

    @cached_property
    def lessons(self) -> list[LessonText]:
        """What is to be handed on to the next strategy."""
        rows = current(self.asked.viewer, LessonText, self.asked.moment, **self.layer)
        joined = rows.select_related("subject__plan", "citation__document")
        return list(joined.order_by("subject__code"))

    @cached_property
    def states(self) -> list[ProjectState]:
        """The projects in the portfolio."""
        rows = portfolio.population(self.asked.viewer, self.asked.moment, self.asked.layer)
        return list(rows.select_related("driver").order_by("code"))


# --- what is on record ---------------------------------------------------------------------------
def is_only_asked_for(report: Report) -> bool:
    """Whether the report is on record as one that is to come: neither symbol nor place in order."""
    return report.said.report is None and not report.said.subject.ordinal


def final_reports(ground: Ground) -> Held:
    """Progress reports on record, and whether one was accepted as the final one."""
    came = [one for one in ground.reports if not is_only_asked_for(one)]
    final = [one for one in came if one.said.accepted_final]
    return Held(
        _("Progress reports"),
        Cell(f"{len(came)}: {'; '.join(map(symbol, came))}" if came else _("none")),
        "" if final else _("No report is on record that was accepted as the final one."),
        source(came[-1].said) if came else "",
    )


def symbol(report: Report) -> str:
    """How a report is cited; in words where its symbol is not in the sources or it has not come."""
    if report.said.report:
        return str(report.said.report.symbol)
    if is_only_asked_for(report):
        return _("the report asked for")
    return _("report no. %(n)s, symbol not in the sources") % {"n": report.said.subject.ordinal}


def paragraphs(locator: str) -> frozenset[int]:
    """The numbers of the paragraphs that a place names: *paras 9-10* is 9 and 10."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", locator):
        found |= set(range(int(first), int(last or first) + 1))
    return frozenset(found)


def topics(*numbers: int) -> Callable[[Ground], Held]:
    """What these paragraphs ask the final report to deal with, and whether a report does."""

    def held(ground: Ground) -> Held:
        asked = [
            one
            for report in ground.reports
            if is_only_asked_for(report)
            for one in report.chapters
            if one.citation and paragraphs(one.citation.locator) & set(numbers)
        ]
        dealt = [one for one in asked if one.state == ChapterState.COVERED]
        lacking = [one.topic for one in asked if one.state != ChapterState.COVERED]
        said = _("%(n)s of %(all)s dealt with") % {"n": len(dealt), "all": len(asked)}
        return Held(
            _("Topics asked for"),
            Cell(said if asked else _("none on record"), number=len(dealt)),
            "; ".join(lacking),
            _sources(asked),
        )

    return held


def lessons(kind: LessonKind) -> Callable[[Ground], Held]:
    """How many lessons, challenges, issues or initiatives are on record."""

    def held(ground: Ground) -> Held:
        own = [one for one in ground.lessons if one.subject.kind == kind]
        page = Leads("plan-detail", (own[0].subject.plan.code,)) if own else None
        missing = _unanswered(own) if own else _("Nothing of this kind is on record.")
        name = str(plans.LESSON_HEADS[kind])
        return Held(name, Cell(str(len(own)), number=len(own), leads=page), missing, _sources(own))

    return held


def _unanswered(own: Sequence[LessonText]) -> str:
    """How many of them nothing is stated about what was done."""
    open_ones = [one for one in own if not one.response]
    said = _("What was done about them is not stated of %(n)s of %(all)s.")
    return said % {"n": len(open_ones), "all": len(own)} if open_ones else ""


def _sources(said: Iterable[Any]) -> str:
    return "; ".join(sorted({source(one) for one in said if source(one)}))


def figure(
    figure: Figure, what: Any, missing: Any, *, wanted: str = "all", **parameters: str
) -> Callable[[Ground], Held]:
    """A figure of the register; ``wanted``: whether all of the whole are wanted, or none of it."""

    def held(ground: Ground) -> Held:
        told = number(ground.asked, figure, parameters)
        part, whole = told.numerator, told.denominator
        named, lacking = str(what), str(missing)
        if part is None or not whole:
            nothing = _("Nothing is on record about it.")
            return Held(named, Cell(_("not stated")), nothing, "; ".join(told.sources))
        said = _("%(n)s of %(all)s") % {"n": told.value, "all": whole}
        short = part < whole if wanted == "all" else part > 0
        return Held(
            named,
            Cell(said, number=part, opens=told.opens),
            lacking if short else "",
            "; ".join(told.sources),
        )

    return held


def unclosed(ground: Ground) -> Held:
    """Projects reported complete of which no closing says why they succeeded or failed."""
    complete = [one for one in ground.states if one.percent == 100]
    bare = [one for one in complete if one.closure_id is None]
    query = {"portfolio": "in", "complete": "yes", "closed": "no"}
    text = _("%(n)s of %(all)s reported complete") % {"n": len(bare), "all": len(complete)}
    opens = Opens("project-list", query, len(bare))
    return Held(
        _("Projects without a closing"),
        Cell(text, number=len(bare), opens=opens if bare else None),
        "; ".join(f"{one.code} {one.title}" for one in bare),
    )


def unassessed(ground: Ground) -> Held:
    """Objectives of which it is not stated whether they are met."""
    all_, said = (
        sum(one.objectives for one in ground.states),
        sum(one.met + one.unmet for one in ground.states),
    )
    text = _("%(n)s of %(all)s") % {"n": said, "all": all_}
    missing = _("Of the others nobody says whether they are met.") if said < all_ else ""
    return Held(_("Objectives assessed"), Cell(text, number=said), missing)


def alignment(ground: Ground) -> Held:
    """Entities whose ICT is stated to be in line or not, and what a document counts."""
    rows = current(ground.asked.viewer, EntityAlignment, ground.asked.moment, **ground.layer)
    words = list(rows.values_list("word", flat=True))
    lagging = sum(word == Alignment.NOT_HARMONIZED for word in words)
    text = _("%(n)s entities by name, %(bad)s of them not harmonized") % {
        "n": len(words),
        "bad": lagging,
    }
    printed = _printed_alignment(ground)
    missing = _("%(printed)s; which they are is not stated.") % {"printed": printed[0]}
    return Held(
        _("Alignment of entities"),
        Cell(text, number=len(words), leads=Leads("alignment")),
        missing if printed[0] and lagging == 0 else "",
        printed[1],
    )


def _printed_alignment(ground: Ground) -> tuple[str, str]:
    """The count a document prints without names, and its place; both empty for none."""
    if ground.asked.demonstration or not ground.reads:
        return "", ""
    moment = ground.asked.moment
    rows = PopulationCount.objects.filter(subject__code=NOT_HARMONIZED)
    found = rows.current(moment.as_of, known=moment.known).select_related("citation__document")
    one = found.first()
    return (f"{one.name}: {one.as_printed or one.count}", source(one)) if one else ("", "")


def budgets(ground: Ground) -> Held:
    """ICT budgets of which the review is on record."""
    rows = current(ground.asked.viewer, BudgetReview, ground.asked.moment, **ground.layer)
    n = rows.count()
    missing = _("No review of an ICT budget by OICT is on record.") if not n else ""
    opens = Opens("budget-review-list", {}, n) if n else None
    return Held(
        _("Budgets put before OICT"),
        Cell(str(n), number=n, opens=opens),
        missing,
        "A/74/588, para 27",
    )


def innovation(ground: Ground) -> Held:
    """The projects under the driver of innovation, and which of them reported."""
    own = [one for one in ground.states if one.driver and "INNOVATION" in one.driver.code]
    silent = [one for one in own if one.report_id is None]
    code = own[0].driver.code if own and own[0].driver else ""
    opens = Opens("project-list", {"driver": code, "portfolio": "in"}, len(own)) if own else None
    said = _("No status report is on record of: %(names)s.")
    return Held(
        _("Projects of innovation"),
        Cell(str(len(own)), number=len(own), opens=opens),
        said % {"names": "; ".join(f"{one.code} {one.title}" for one in silent)} if silent else "",
    )


def system_bodies(ground: Ground) -> Held:
    """The bodies of the United Nations system on record."""
    rows = current(ground.asked.viewer, BodyParticulars, ground.asked.moment, **ground.layer)
    n = rows.filter(level=Level.UN_SYSTEM).count()
    opens = Opens("body-list", {"level": Level.UN_SYSTEM.value}, n) if n else None
    return Held(
        _("Bodies of the United Nations system"),
        Cell(str(n), number=n, opens=opens),
    )
