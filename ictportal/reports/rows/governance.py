"""The lists of governance: bodies with their meetings, outputs, decisions, and what is asked of all."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from governance import bodies, counted
from governance.bodies import BodyRow
from governance.cadence import Outcome
from governance.counted import CountedRow
from governance.filters.decisions import DecisionFilter
from governance.filters.mandates import MandateFilter
from governance.filters.meetings import MeetingFilter
from governance.filters.questions import QuestionFilter
from governance.outputs import DueOutput
from governance.policies import viewable_mandates
from governance.queries import decisions, mandates, meetings, questions
from governance.queries.mandates import MandateRow
from governance.queries.questions import QuestionRow
from ictportal.reports.rows.listed import Listed, Sought, code_of, provenance, source, word
from projects import filters

#: What became of an expected meeting, in words.
OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.MET: _("held in its time"),
    Outcome.LATE: _("held late"),
    Outcome.MISSED: _("missed"),
    Outcome.OPEN: _("not yet due"),
}


# --- bodies, their meetings and outputs ----------------------------------------------------------
def _bodies(sought: Sought) -> Iterable[BodyRow]:
    return bodies.body_rows(
        sought.viewer, sought.moment, sought.given, demonstration=sought.demonstration
    )


def _outputs(sought: Sought) -> Iterable[DueOutput]:
    return bodies.output_rows(sought.viewer, sought.moment, sought.given, **sought.layer)


def _counted(sought: Sought) -> Iterable[CountedRow]:
    return counted.counted_rows(sought.viewer, sought.moment, sought.parameters)


def _counted_key(row: CountedRow) -> str:
    """Body and meeting; body, first day and number of an expected one; body and counted period."""
    slot = row.expected.slot if row.expected else None
    own = f"{slot.first.isoformat()}:{slot.number}" if slot else row.code or row.did.period_name
    return f"{row.did.body.code}:{own}"


def _counted_source(row: CountedRow) -> str:
    """What tells of the meeting; of an expected one the terms of reference in force."""
    return source(row.said or row.did.known.in_force)


def _body_source(row: BodyRow) -> str:
    return source(row.did.count or row.latest or row.said)


def _meetings(sought: Sought) -> Iterable[Any]:
    visible = meetings.meetings(sought.viewer, sought.moment, **sought.layer)
    found = filters.apply(MeetingFilter, visible, sought.given, sought.moment)
    ordered = meetings.ordered(found, "-day", meetings.ORDERINGS)
    return meetings.with_body_names(ordered, sought.moment)


# --- decisions, requests, questions --------------------------------------------------------------
def _decisions(sought: Sought) -> Iterable[Any]:
    visible = decisions.decisions(sought.viewer, sought.moment, **sought.layer)
    found = filters.apply(DecisionFilter, visible, sought.given, sought.moment)
    ordered = meetings.ordered(found, "-decided", decisions.ORDERINGS)
    return meetings.with_body_names(ordered, sought.moment)


def _requests(sought: Sought) -> Iterable[MandateRow]:
    """The requests without their parts and chains: one statement."""
    visible = viewable_mandates(sought.viewer, sought.moment, **sought.layer)
    found = filters.apply(MandateFilter, visible, sought.given, sought.moment)
    states = mandates.related(mandates.ordered(found, "session"))
    return [MandateRow(state, sought.moment.as_of) for state in states]


def _questions(sought: Sought) -> Iterable[QuestionRow]:
    visible = questions.questions(sought.viewer, sought.moment, **sought.layer)
    found = filters.apply(QuestionFilter, visible, sought.given, sought.moment)
    rows = questions.ordered(found, "-asked")
    return (QuestionRow(said, sought.moment.as_of) for said in rows)


LISTS: Mapping[str, Listed] = {
    "body-list": Listed(
        title=_("Governing bodies"),
        find=_bodies,
        key=lambda row: row.said.subject_id,
        columns=(
            (_("Body"), lambda row: row.said.name),
            (_("Level"), lambda row: word("level")(row.said)),
            (_("State"), lambda row: word("state")(row.said)),
            (_("Has to meet"), lambda row: row.cadence),
            (_("Period"), lambda row: row.did.period_name),
            (_("Meetings held"), lambda row: row.did.held),
            (_("Meetings required"), lambda row: row.did.required),
            (_("Met as often as required"), lambda row: capfirst(row.did.status.label)),
            (_("Next meeting due by"), lambda row: row.known.next_due),
            (_("Source"), _body_source),
            (_("Provenance"), lambda row: provenance(row.said.provenance)),
        ),
    ),
    "counted-meeting-list": Listed(
        title=_("Meetings behind the number"),
        find=_counted,
        key=_counted_key,
        columns=(
            (_("Body"), lambda row: row.did.known.said.name),
            (_("Period"), lambda row: row.did.period_name),
            (_("Meeting"), lambda row: row.code),
            (_("Day"), lambda row: row.day),
            (_("Expected from"), lambda row: row.expected.slot.first if row.expected else None),
            (_("Expected by"), lambda row: row.expected.slot.last if row.expected else None),
            (
                _("What became of it"),
                lambda row: capfirst(str(OUTCOMES[row.expected.outcome])) if row.expected else "",
            ),
            (_("Meetings"), lambda row: row.stands_for),
            (_("Source"), _counted_source),
        ),
        total=lambda rows: counted.total(list(rows)),
    ),
    "output-list": Listed(
        title=_("Outputs and inputs of governing bodies"),
        find=_outputs,
        key=lambda one: f"{one.said.subject.code}:{one.period_name}",
        columns=(
            (_("Body"), lambda one: one.body_code),
            (_("Output or input"), lambda one: one.said.name),
            (_("Way"), lambda one: word("way")(one.said)),
            (_("Due"), lambda one: word("rhythm")(one.said)),
            (_("Period"), lambda one: one.period_name),
            (_("What became of it"), lambda one: capfirst(one.word.label)),
            (_("Delivered on"), lambda one: one.delivery.delivered_on if one.delivery else None),
            (_("Source"), lambda one: source(one.delivery or one.said)),
            (_("Provenance"), lambda one: provenance((one.delivery or one.said).provenance)),
        ),
    ),
    "meeting-list": Listed(
        title=_("Meetings"),
        find=_meetings,
        key=lambda row: row.subject_id,
        columns=(
            (_("Code"), lambda row: row.subject.code),
            (_("Body"), lambda row: row.body_name),
            (_("Day"), lambda row: row.day),
            (_("Meeting"), lambda row: row.title),
            (_("Kind"), word("kind")),
            (_("State"), word("state")),
            (_("Merged into"), lambda row: code_of(row.into)),
            (_("Minutes approved"), lambda row: row.is_minuted),
            (_("Source"), source),
            (_("Provenance"), lambda row: provenance(row.provenance)),
        ),
    ),
    "decision-list": Listed(
        title=_("Decisions"),
        find=_decisions,
        key=lambda row: row.subject_id,
        columns=(
            (_("Number"), lambda row: row.subject.code),
            (_("Body"), lambda row: row.body_name),
            (_("Decision"), lambda row: row.title),
            (_("Decided on"), lambda row: row.decided_on),
            (_("Responsible office"), lambda row: row.responsible),
            (_("Due on"), lambda row: row.due_on),
            (_("State"), word("word")),
            (_("Superseded by"), lambda row: row.superseded_by),
            (_("Source"), source),
            (_("Provenance"), lambda row: provenance(row.provenance)),
        ),
    ),
    "mandate-list": Listed(
        title=_("Requests and recommendations"),
        find=_requests,
        key=lambda row: row.state.mandate_id,
        columns=(
            (_("Act or report"), lambda row: row.state.mandate),
            (_("Whose word"), lambda row: word("authority")(row.state)),
            (_("Verb"), lambda row: word("verb")(row.state)),
            (_("What is asked"), lambda row: row.state.title),
            (_("Addressee"), lambda row: row.state.particulars.addressee),
            (_("Comes through"), lambda row: code_of(row.state.vehicle)),
            (_("Due as printed"), lambda row: row.state.particulars.due_text),
            (_("Due at session"), lambda row: row.state.due_session),
            (_("Due on by the portal's calendar"), lambda row: row.state.due_on),
            (_("Status"), lambda row: word("status")(row.state)),
            (_("Days past due"), lambda row: row.days_past_due),
            (_("Days late"), lambda row: row.state.days_late),
            (_("Source"), lambda row: source(row.state.finding or row.state.particulars)),
            (_("Provenance"), lambda row: provenance(row.state.provenance)),
        ),
    ),
    "question-list": Listed(
        title=_("Questions in writing"),
        find=_questions,
        key=lambda row: row.said.subject_id,
        columns=(
            (_("Who asked"), lambda row: word("asked_by")(row.said)),
            (_("Number"), lambda row: row.said.number),
            (_("Question"), lambda row: row.said.title),
            (_("About"), lambda row: row.said.concerns.symbol if row.said.concerns else ""),
            (_("Responsible office"), lambda row: code_of(row.said.office)),
            (_("Asked on"), lambda row: row.said.asked_on),
            (_("Due on"), lambda row: row.said.due_on),
            (_("State"), lambda row: capfirst(row.state.label)),
            (_("Answered on"), lambda row: row.said.answered_on),
            (_("Days late"), lambda row: row.days_late),
            (_("Source"), lambda row: source(row.said)),
            (_("Provenance"), lambda row: provenance(row.said.provenance)),
        ),
    ),
}
