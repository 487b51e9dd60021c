"""The briefing pack of one project: what is claimed, what is assessed, and what will be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.lifecycle import CLOSING
from audits.models import RecommendationState
from audits.queries import concerning
from ictportal.project_page import find_state
from ictportal.reports.annexes import closings, outcomes, slippage, voices
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.briefings import around, course, likely, raised
from ictportal.reports.briefings.course import Event
from ictportal.reports.briefings.project_questions import RULES
from ictportal.reports.content import Cell, Column, Line, Section, Table
from ictportal.reports.dashboards.portfolio import RATING_TONES
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ledger import days
from ledger.errors import Invalid
from projects import policies, queries
from projects import slippage as dates
from projects.lifecycle import Rating
from projects.models import (
    MilestoneState,
    ObjectiveAssessment,
    ObjectiveState,
    ProjectState,
    StatusReport,
)
from projects.reports_due import Calendar
from projects.slippage import Memory

#: The rules about projects, and those about questions in writing.
AREAS = ("projects", "questions")


@dataclass(frozen=True)
class ProjectPack:
    """All about one project at a moment, as far as the viewer may see it."""

    asked: Asked
    state: ProjectState

    @cached_property
    def objectives(self) -> list[ObjectiveState]:
        """Its objectives with the words of both voices."""
        rows = policies.viewable_objectives(self.asked.viewer, self.asked.moment, **self.layer)
        joined = rows.filter(project=self.state.project_id).select_related(
            "project", "owner__citation__document", "auditor__citation__document"
        )
        return list(joined.order_by("code"))

    @cached_property
    def memories(self) -> list[Memory]:
        """Its milestones with every date named."""
        rows = policies.viewable_milestones(self.asked.viewer, self.asked.moment, **self.layer)
        own = rows.filter(project=self.state.project_id)
        states: list[MilestoneState] = dates.worst_first(own, {}, self.asked.moment)
        return dates.memories(states, self.asked.moment)

    @cached_property
    def recommendations(self) -> list[RecommendationState]:
        """The recommendations that concern it and that the viewer may see, the oldest first."""
        links = concerning(self.asked.moment).filter(project=self.state.project_id)
        rows = around.visible(self.asked).filter(recommendation__in=links.values("subject"))
        found = voices.joined(rows)
        return sorted(found, key=lambda one: (one.issued_not_after, one.sort_key))

    @property
    def open(self) -> list[RecommendationState]:
        """Those of them that are open."""
        return [one for one in self.recommendations if one.finding not in CLOSING]

    @cached_property
    def decisions(self) -> list[Any]:
        """The decisions of governing bodies about it."""
        ids = around.linked(self.asked, project=self.state.project_id)
        return around.decisions_about(self.asked, Q(subject__in=ids))

    @cached_property
    def questions(self) -> list[Any]:
        """The questions in writing about it."""
        return around.questions_about(self.asked, project=self.state.project_id)

    @cached_property
    def reports(self) -> list[StatusReport]:
        """Its published reports, the newest quarter first."""
        return list(queries.status_reports(self.state.project_id, self.asked.moment))

    @cached_property
    def missing_reports(self) -> int:
        """How many reports that were due have not come."""
        due = Calendar([self.state], self.asked.moment).all_due()
        return sum(one.word == "missing" for one in due)

    @cached_property
    def flags(self) -> list[raised.Found]:
        """What the rules find about it."""
        ids = [self.state.project_id, *(row.said.subject_id for row in self.questions)]
        return raised.about(self.asked, AREAS, ids, codes=(self.state.code,))

    @property
    def layer(self) -> dict[str, bool]:
        """The layer, as the queries of the domains take it."""
        return {"demonstration": self.asked.demonstration}


def pack(asked: Asked) -> ProjectPack:
    """The pack of the project chosen; raises ``Invalid`` where it is not on record on the day."""
    code = asked.parameters["project"]
    state = find_state(asked.viewer, code, asked.moment, asked.demonstration)
    if state is None:
        raise Invalid(fields={"project": f"“{code[:60]}” cannot be chosen here."})
    return ProjectPack(asked, state)


def build(asked: Asked) -> Sequence[Section]:
    """Claims, assessments, dates, course, flags, questions, and what stands around it."""
    held = pack(asked)
    requests = around.requests_about(asked, Q(particulars__project=held.state.project_id))
    events = list(_events(held))
    return (
        Section("claimed", _("What is claimed"), (claimed(held),)),
        Section("assessed", _("What is assessed"), (assessed(held),)),
        Section("questions", _("Likely questions"), (likely.table(RULES, held),)),
        Section(
            "flags",
            _("Flags and contradictions"),
            (raised.table(asked, held.flags, held.state.title),),
        ),
        Section("dates", _("Dates promised"), (slippage.promises(held.memories),)),
        Section("closing", _("Closing"), (closings.closing_table(_ended(held)),)),
        Section(
            "recommendations",
            _("Recommendations"),
            (around.recommendation_table(asked, held.recommendations),),
        ),
        Section("decisions", _("Decisions"), (around.decision_table(held.decisions),)),
        Section(
            "requests", _("Requests of the Assembly"), (around.request_table(asked, requests),)
        ),
        Section("asked", _("Questions in writing"), (around.question_table(held.questions),)),
        Section("course", _("Timeline"), (course.timeline(events),)),
        Section("documents", _("Documents"), (course.documents(asked, _said(held, events)),)),
    )


def _ended(held: ProjectPack) -> list[ProjectState]:
    ended = held.state.closure_id or held.state.percent == 100
    return [held.state] if ended else []


# --- claimed and assessed ------------------------------------------------------------------------
def claimed(held: ProjectPack) -> Table:
    """What the project and its leaders say of it."""
    return Table(
        key="claimed",
        title=_("In the words of the project"),
        columns=(Column(_("What")), Column(_("As stated"), "long"), Column(_("Source"))),
        lines=tuple(Line(cells) for cells in _claims(held)),
    )


def _claims(held: ProjectPack) -> Iterable[tuple[Cell, ...]]:
    state = held.state
    lead = state.lead_entity.code if state.lead_entity else _("not stated")
    yield Cell(_("Lead entity")), Cell(lead), Cell(source(state.particulars))
    said = {"n": state.percent, "day": day_said(state.percent_as_of)}
    per_cent = _("%(n)s, as at %(day)s") % said if state.percent is not None else _("not stated")
    yield Cell(_("Per cent complete")), Cell(per_cent), Cell(source(state.percent_said))
    if not held.reports:
        nothing = _("no status report is on record")
        yield Cell(_("Last status report")), Cell(nothing, tone="none"), Cell("")
        return
    yield from _of_report(held.reports[0])


def _of_report(report: StatusReport) -> Iterable[tuple[Cell, ...]]:
    rating, place = Rating(report.overall), Cell(source(report))
    told = f"{report.quarter}: {capfirst(str(rating.label))}"
    yield Cell(_("Last status report")), Cell(told, tone=RATING_TONES[rating]), place
    words = (
        (_("Reason for the rating"), report.overall_reason),
        (_("Achievements"), report.achievements),
        (_("Challenges"), report.challenges),
        (_("Lessons"), report.lessons),
        (_("Next steps"), report.next_steps),
    )
    yield from ((Cell(what), Cell(text), place) for what, text in words if text)


def assessed(held: ProjectPack) -> Table:
    """What owner and auditors say of each objective."""
    return outcomes.objectives_of([held.state], {held.state.project_id: held.objectives})


# --- course --------------------------------------------------------------------------------------
def _events(held: ProjectPack) -> Iterable[Event]:
    """All that was stated about the project, its objectives and milestones."""
    pk, moment = held.state.project_id, held.asked.moment
    for move in queries.portfolio_events(pk, moment):
        yield Event(move.as_of, f"{capfirst(move.get_kind_display())}: {move.reason}", move)
    for one in queries.percents(pk, moment):
        words = _("Reported at %(n)s per cent (%(method)s)")
        yield Event(one.as_of, words % {"n": one.percent, "method": one.method}, one)
    for report in held.reports:
        words = _("Status report on %(quarter)s published: %(rating)s")
        told = {"quarter": report.quarter, "rating": report.get_overall_display()}
        yield Event(report.published_on, words % told, report)
    yield from _dates_named(held)
    yield from _words_on_objectives(held)
    for closure in queries.closures(pk, moment):
        quarter = days.quarter_named(closure.quarter_no)
        words = _("Closed in %(quarter)s: %(result)s")
        told = {"quarter": quarter, "result": closure.get_result_display()}
        yield Event(closure.as_of, words % told, closure)
    for decision in held.decisions:
        words = _("Decision %(code)s: %(title)s")
        told = {"code": decision.subject.code, "title": decision.title}
        yield Event(decision.decided_on, words % told, decision)


def _dates_named(held: ProjectPack) -> Iterable[Event]:
    for memory in held.memories:
        for named in memory.dates:
            kind = _("first promise") if named.is_first else named.said.get_kind_display()
            words = _("%(milestone)s: %(kind)s %(date)s") % {
                "milestone": memory.state.name,
                "kind": kind,
                "date": named.words,
            }
            yield Event(named.said.as_of, words, named.said)


def _words_on_objectives(held: ProjectPack) -> Iterable[Event]:
    names = {one.objective_id: one.name for one in held.objectives}
    rows = ObjectiveAssessment.objects.filter(
        subject__in=list(names), as_of__lte=held.asked.moment.as_of
    ).standing(known=held.asked.moment.known)
    for one in rows.select_related("citation__document").order_by("as_of", "ordinal"):
        words = _("%(voice)s: “%(objective)s” is %(word)s") % {
            "voice": capfirst(one.get_voice_display()),
            "objective": names[one.subject_id],
            "word": one.get_met_display(),
        }
        yield Event(one.as_of, words, one)


def _said(held: ProjectPack, events: Iterable[Event]) -> Iterable[Any]:
    """Every statement of the pack that may cite a document."""
    particulars = held.state.particulars
    yield particulars
    paragraphs = particulars.paragraphs.select_related("citation__document")
    yield from (one.citation for one in paragraphs.order_by("pk"))
    yield from (event.said for event in events if event.said is not None)
    for state in held.recommendations:
        yield from (state.particulars, state.assessment)
    yield from (row.said for row in held.questions)


# --- choices -------------------------------------------------------------------------------------
def projects(asked: Asked) -> Sequence[tuple[str, str]]:
    """The projects on record on the day, by code."""
    rows = policies.viewable_by(asked.viewer, asked.moment, demonstration=asked.demonstration)
    found = rows.order_by("code").values_list("code", "title")
    return [(code, f"{code} {title}") for code, title in found]


def subject(asked: Asked) -> str:
    """The project."""
    code = asked.parameters.get("project", "")
    return dict(projects(asked)).get(code, code)


declare(
    ReportKind(
        key="briefing-project",
        title=later("Briefing pack of a project"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "What is claimed of a project, what is assessed, what contradicts it, and what is "
            "likely to be asked."
        ),
        shelf=Shelf.BRIEFING,
        build=build,
        choices=(Choice("project", later("Project"), projects, required=True),),  # type: ignore[arg-type]
        subject=subject,
        in_editions=False,
    )
)
