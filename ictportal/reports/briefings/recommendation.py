"""The briefing pack of one recommendation: both voices, what moved, and what will be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits import queries
from audits.models import AdministrationUpdate, Assessment, Evidence, RecommendationState
from audits.policies import can_read
from audits.queries import Row
from ictportal.reports.annexes import voices
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.briefings import around, course, likely, raised
from ictportal.reports.briefings.course import Event
from ictportal.reports.briefings.recommendation_questions import RULES
from ictportal.reports.content import Cell, Column, Leads, Line, Section, Table
from ictportal.reports.numbers import grouped
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ledger.errors import Invalid
from projects import policies
from projects import queries as project_queries
from projects.models import ProjectState

OLDER = {
    "yes": later("open, older than two years"),
    "no": later("open, not older than two years"),
    "undetermined": later("open; whether older than two years is undetermined"),
    "closed": later("closed"),
}


@dataclass(frozen=True)
class RecommendationPack:
    """All about one recommendation at a moment, as far as the viewer may read it."""

    asked: Asked
    row: Row

    @property
    def state(self) -> RecommendationState:
        """Where it stands."""
        return self.row.state

    @property
    def pk(self) -> UUID:
        """Its id."""
        return self.state.recommendation_id

    def readable(self, rows: Iterable[Any]) -> list[Any]:
        """Those of a class that the viewer may read; the others are left out."""
        viewer = self.asked.viewer
        return [one for one in rows if can_read(viewer, one.classification, self.state)]

    @cached_property
    def updates(self) -> list[AdministrationUpdate]:
        """What the Administration said, the newest first."""
        return self.readable(queries.updates(self.pk, self.asked.moment))

    @cached_property
    def assessments(self) -> list[Assessment]:
        """What the oversight body found, the newest first."""
        return list(queries.assessments(self.pk, self.asked.moment))

    @cached_property
    def evidence(self) -> list[Evidence]:
        """Every move of evidence, the newest first."""
        rows = queries.evidence(self.pk, self.asked.moment)
        return self.readable(rows.select_related("citation__document"))

    @cached_property
    def repeats(self) -> list[RecommendationState]:
        """Earlier recommendations that it repeats, as far as the viewer may see them."""
        links = queries.links(self.pk, self.asked.moment)
        return self._seen(link.other_id for link in links)

    @cached_property
    def repeated_by(self) -> list[RecommendationState]:
        """Later ones that repeat or succeed it."""
        links = queries.links_in(self.pk, self.asked.moment)
        return self._seen(link.subject_id for link in links)

    def _seen(self, ids: Iterable[UUID]) -> list[RecommendationState]:
        wanted = sorted(set(ids))
        rows = around.visible(self.asked).filter(recommendation__in=wanted)
        return voices.joined(rows) if wanted else []

    @cached_property
    def projects(self) -> list[ProjectState]:
        """The projects that it concerns."""
        links = queries.projects_of(self.pk, self.asked.moment)
        rows = policies.viewable_by(
            self.asked.viewer, self.asked.moment, demonstration=self.asked.demonstration
        )
        own = rows.filter(project__in=[link.project_id for link in links])
        return list(project_queries.related(own).order_by("code"))

    @cached_property
    def decisions(self) -> list[Any]:
        """The decisions of governing bodies that act on it."""
        links = queries.decisions_of(self.pk, self.asked.moment)
        ids = [link.decision_id for link in links]
        return around.decisions_about(self.asked, Q(subject__in=ids))

    @cached_property
    def questions(self) -> list[Any]:
        """The questions in writing that name it."""
        named = str(self.state.recommendation)
        return around.questions_about(self.asked, recommendation=named)

    @cached_property
    def flags(self) -> list[raised.Found]:
        """What the rules find about it."""
        return raised.about(self.asked, ("recommendations",), [self.pk], codes=(str(self.pk),))


def pack(asked: Asked) -> RecommendationPack:
    """The pack of the recommendation chosen; raises ``Invalid`` for one that is not to be seen."""
    given = asked.parameters["recommendation"]
    rows = around.visible(asked).filter(recommendation=UUID(given))
    found = voices.joined(rows)
    if not found:
        raise Invalid(fields={"recommendation": f"“{given[:60]}” cannot be chosen here."})
    [row] = queries.with_details(found, asked.moment)
    return RecommendationPack(asked, row)


def build(asked: Asked) -> Sequence[Section]:
    """Both voices; questions; flags; targets and evidence; what stands around it; its course."""
    held = pack(asked)
    others = [*held.repeats, *held.repeated_by]
    events = list(_events(held))
    return (
        Section("voices", _("What is claimed and what is assessed"), (sides(held),)),
        Section("questions", _("Likely questions"), (likely.table(RULES, held),)),
        Section(
            "flags",
            _("Flags and contradictions"),
            (raised.table(asked, held.flags, held.state.particulars.title),),
        ),
        Section("targets", _("Targets"), (targets(held),)),
        Section("projects", _("Projects"), (projects(held),)),
        Section(
            "others",
            _("Earlier and later recommendations"),
            (around.recommendation_table(asked, others),),
        ),
        Section("decisions", _("Decisions"), (around.decision_table(held.decisions),)),
        Section("asked", _("Questions in writing"), (around.question_table(held.questions),)),
        Section("course", _("Timeline"), (course.timeline(events),)),
        Section("documents", _("Documents"), (course.documents(asked, _said(held, events)),)),
    )


# --- both voices ---------------------------------------------------------------------------------
def sides(held: RecommendationPack) -> Table:
    """What is asked, what the Administration says, what the oversight body finds."""
    return Table(
        key="sides",
        title=_("%(which)s in both voices") % {"which": held.state.recommendation},
        columns=(Column(_("What")), Column(_("In words"), "long"), Column(_("Source"))),
        lines=tuple(Line(cells) for cells in _sides(held)),
        sources=voices.sources_of([held.state]),
    )


def _sides(held: RecommendationPack) -> Iterable[tuple[Cell, ...]]:
    state, said = held.state, held.state.particulars
    text = f"{said.title}\n{said.text}".strip()
    yield Cell(_("What is asked")), Cell(text), Cell(source(said))
    entities = [state.lead.code if state.lead else "", *held.row.entities]
    names = ", ".join(dict.fromkeys(code for code in entities if code))
    yield Cell(_("Who answers for it")), Cell(names or _("not stated")), Cell(source(said))
    claim = voices.response(held.asked.viewer, state, state.update)
    shown = state.update if state.update in held.updates else None
    yield Cell(_("The Administration says")), Cell(claim), Cell(source(shown))
    finding = capfirst(state.get_finding_display())
    words = f"{finding}. {voices.found(state)}"
    yield Cell(_("The oversight body finds")), Cell(words), Cell(source(state.assessment))
    yield Cell(_("Age")), Cell(capfirst(str(OLDER[held.row.older]))), Cell(source(said))


def targets(held: RecommendationPack) -> Table:
    """Every target quarter, with the reason for each extension."""
    first = held.row.targets[0] if held.row.targets else None
    return Table(
        key="targets",
        title=_("Target quarters in the order in which they were set"),
        columns=(
            Column(_("Set on")),
            Column(_("Target")),
            Column(_("Days after the first target"), "number"),
            Column(_("Reason"), "long"),
        ),
        lines=tuple(
            Line(
                (
                    Cell(day_said(one.as_of)),
                    Cell(one.quarter),
                    _days((one.ends_on - first.ends_on).days if first else 0),
                    Cell(one.reason or ("–" if one is first else _("no reason on record"))),
                )
            )
            for one in held.row.targets
        ),
        empty=_("No target of the recommendation is on record."),
    )


def _days(n: int) -> Cell:
    return Cell(grouped(n), number=n, tone="bad" if n > 0 else "")


def projects(held: RecommendationPack) -> Table:
    """The projects that it concerns, with what they report of themselves."""
    return Table(
        key="projects",
        title=_("Projects that the recommendation concerns"),
        columns=(
            Column(_("Project")),
            Column(_("Overall rating")),
            Column(_("Per cent reported"), "number"),
            Column(_("Objectives not met or partly met"), "number"),
        ),
        lines=tuple(
            Line(
                (
                    Cell(
                        f"{one.code} {one.title}",
                        leads=Leads("project-detail", (one.code,)),
                    ),
                    Cell(capfirst(one.get_overall_display())),
                    Cell(
                        _("not stated") if one.percent is None else str(one.percent),
                        number=one.percent,
                    ),
                    Cell(str(one.unmet), number=one.unmet),
                )
            )
            for one in held.projects
        ),
        empty=_("No project that it concerns is on record."),
    )


# --- course --------------------------------------------------------------------------------------
def _events(held: RecommendationPack) -> Iterable[Event]:
    """All that both voices said, what moved, and where it was followed up."""
    state = held.state
    day = {"day": day_said(state.issued_not_after)}
    yield Event(state.issued_not_after, _("Issued not after %(day)s") % day, state.particulars)
    for update in held.updates:
        words = _("The Administration (%(claim)s): %(text)s")
        told = {"claim": update.get_claim_display(), "text": update.narrative}
        yield Event(update.as_of, words % told, update)
    for found in held.assessments:
        words = _("The oversight body (%(word)s): %(text)s")
        yield Event(found.as_of, words % {"word": found.word.word, "text": found.reasoning}, found)
    for target in held.row.targets:
        yield Event(target.as_of, _("Target: %(quarter)s") % {"quarter": target.quarter}, None)
    for one in held.evidence:
        words = _("Evidence %(move)s: %(text)s")
        yield Event(one.as_of, words % {"move": one.get_move_display(), "text": one.said}, one)
    for follow_up in queries.follow_ups(held.pk, held.asked.moment):
        words = _("Followed up in %(report)s")
        told = {"report": follow_up.report.document.symbol}
        yield Event(follow_up.as_of, words % told, follow_up)


def _said(held: RecommendationPack, events: Iterable[Event]) -> Iterable[Any]:
    """Every statement of the pack that may cite a document."""
    yield from (event.said for event in events if event.said is not None)
    yield from held.decisions
    yield from (row.said for row in held.questions)


# --- choices -------------------------------------------------------------------------------------
def choices(asked: Asked) -> Sequence[tuple[str, str]]:
    """The recommendations that the viewer may see, in order of place."""
    rows = around.visible(asked).order_by("body__code", "sort_key", "recommendation")
    found = rows.select_related("recommendation__report__document", "particulars")
    return [(str(one.recommendation_id), _named(one)) for one in found]


def _named(state: RecommendationState) -> str:
    return f"{state.recommendation}: {state.particulars.title}"


def subject(asked: Asked) -> str:
    """The recommendation."""
    given = asked.parameters.get("recommendation", "")
    return next((label for value, label in choices(asked) if value == given), given)


declare(
    ReportKind(
        key="briefing-recommendation",
        title=later("Briefing pack of a recommendation"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "What is claimed, what is assessed, what was promised and sent, and what is likely to "
            "be asked."
        ),
        shelf=Shelf.BRIEFING,
        build=build,
        choices=(
            Choice("recommendation", later("Recommendation"), choices, required=True),  # type: ignore[arg-type]
        ),
        subject=subject,
        in_editions=False,
    )
)
