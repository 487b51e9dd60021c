"""What stands around one thing: decisions, requests, recommendations and questions in writing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audits.filters import Rows
from audits.models import RecommendationState
from audits.policies import viewable_by
from governance.lifecycle import DecisionWord, MandateStatus
from governance.models import DecisionLink, MandateState, QuestionLink
from governance.policies import standing, viewable_mandates
from governance.queries.decisions import decisions
from governance.queries.mandates import mandate_rows, related
from governance.queries.questions import QuestionRow, ordered, questions
from ictportal.reports.annexes.assembly_requests import asked_table
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.annexes.voices import found, response, sources_of
from ictportal.reports.content import Cell, Column, Leads, Line, Table
from ictportal.reports.dashboards.cells import marked
from ictportal.reports.register import Asked
from ictportal.reports.rows.listed import source

LATE = frozenset({MandateStatus.OVERDUE, MandateStatus.PARTLY, MandateStatus.UNDOCUMENTED})


# --- decisions -----------------------------------------------------------------------------------
def decisions_about(asked: Asked, condition: Q) -> list[Any]:
    """The decisions that meet a condition, the latest first."""
    rows = decisions(asked.viewer, asked.moment, demonstration=asked.demonstration)
    return list(rows.filter(condition).order_by("-decided_on", "subject__code"))


def linked(asked: Asked, **about: Any) -> list[UUID]:
    """The decisions that a link ties to a project, policy or request."""
    rows = standing(
        asked.viewer, DecisionLink, asked.moment, demonstration=asked.demonstration
    ).filter(**about)
    return list(rows.order_by("subject__code").values_list("subject", flat=True))


def decision_table(rows: Iterable[Any]) -> Table:
    """What was decided, who carries it out by when, and what came of it."""
    return Table(
        key="decisions",
        title=_("Related decisions"),
        columns=(
            Column(_("Decision")),
            Column(_("What was decided"), "long"),
            Column(_("Body")),
            Column(_("Decided on")),
            Column(_("Responsible office")),
            Column(_("Due on")),
            Column(_("State")),
            Column(_("What came of it"), "long"),
        ),
        lines=tuple(Line(_decision(row)) for row in rows),
        empty=_("No related decision of a governing body is on record."),
    )


def _decision(row: Any) -> tuple[Cell, ...]:
    page = Leads("decision-detail", (row.subject.code,))
    later = row.superseded_by
    outcome = _("superseded by %(code)s") % {"code": later} if later else row.outcome
    return (
        Cell(row.subject.code, leads=page),
        Cell(row.title),
        Cell(row.subject.body.code),
        Cell(day_said(row.decided_on)),
        Cell(row.responsible or _("not stated")),
        Cell(day_said(row.due_on) or _("not dated")),
        marked(row.word, row.get_word_display()),
        Cell(outcome or "–"),
    )


def past_due(asked: Asked, rows: Iterable[Any]) -> list[Any]:
    """Those in force that are still to be carried out after their day, the oldest first."""
    late = [
        row
        for row in rows
        if row.due_on
        and row.due_on < asked.moment.as_of
        and row.word == DecisionWord.OPEN
        and not row.superseded_by
    ]
    return sorted(late, key=lambda row: (row.due_on, row.subject.code))


# --- requests ------------------------------------------------------------------------------------
def requests_about(asked: Asked, condition: Q) -> list[MandateState]:
    """The requests and recommendations that meet a condition, by code."""
    rows = viewable_mandates(asked.viewer, asked.moment, demonstration=asked.demonstration)
    return list(related(rows.filter(condition)).order_by("document__symbol", "code"))


def request_table(asked: Asked, states: Sequence[MandateState]) -> Table:
    """What is asked, how it stands, and what was said."""
    rows = mandate_rows(states, asked.moment, demonstration=asked.demonstration) if states else []
    return asked_table(
        rows,
        title=_("Related requests and recommendations of the Assembly"),
        empty=_("No related request or recommendation of the Assembly is on record."),
    )


# --- recommendations of oversight bodies ---------------------------------------------------------
def visible(asked: Asked) -> Rows:
    """The recommendations that the viewer may see."""
    return viewable_by(asked.viewer, asked.moment, demonstration=asked.demonstration)


def recommendation_table(asked: Asked, rows: Sequence[RecommendationState]) -> Table:
    """Both voices on each recommendation, in the order given."""
    return Table(
        key="recommendations",
        title=_("Recommendations of oversight bodies"),
        columns=(
            Column(_("Recommendation")),
            Column(_("Lead entity")),
            Column(_("The Administration says"), "long"),
            Column(_("The oversight body finds"), "long"),
            Column(_("Finding")),
        ),
        lines=tuple(Line(_recommendation(asked, state)) for state in rows),
        sources=sources_of(rows),
        empty=_("No related recommendation that you may see is on record."),
    )


def _recommendation(asked: Asked, state: RecommendationState) -> tuple[Cell, ...]:
    page = Leads("recommendation-detail", (str(state.recommendation_id),))
    return (
        Cell(f"{state.recommendation}: {state.particulars.title}", leads=page),
        Cell(state.lead.code if state.lead else _("not stated")),
        Cell(response(asked.viewer, state, state.update)),
        Cell(found(state)),
        Cell(capfirst(state.get_finding_display())),
    )


# --- questions in writing ------------------------------------------------------------------------
def questions_about(asked: Asked, **about: Any) -> list[QuestionRow]:
    """The questions in writing that a link ties to it, in the order in which they were asked."""
    layer: Mapping[str, bool] = {"demonstration": asked.demonstration}
    links = standing(asked.viewer, QuestionLink, asked.moment, **layer).filter(**about)
    ids = list(links.values_list("subject", flat=True))
    rows = questions(asked.viewer, asked.moment, **layer).filter(subject__in=ids)
    return [QuestionRow(said, asked.moment.as_of) for said in ordered(rows, "asked")]


def question_table(rows: Iterable[QuestionRow]) -> Table:
    """What was asked in writing before, and how it stands."""
    return Table(
        key="questions",
        title=_("Questions already put in writing"),
        columns=(
            Column(_("Question")),
            Column(_("Asked by, on")),
            Column(_("What is asked"), "long"),
            Column(_("State")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_question(row)) for row in rows),
        empty=_("No question about it was put in writing."),
    )


def _question(row: QuestionRow) -> tuple[Cell, ...]:
    said = row.said
    return (
        Cell(said.subject.code, leads=Leads("question-detail", (said.subject.code,))),
        Cell(f"{capfirst(said.get_asked_by_display())}, {day_said(said.asked_on)}"),
        Cell(said.title),
        Cell(capfirst(str(row.state.label))),
        Cell(source(said)),
    )
