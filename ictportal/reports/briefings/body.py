"""The briefing pack of one governing body: what it has to do, what it did, what will be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance import bodies
from governance.bodies import BodyRow
from governance.flags.bodies import two_years
from governance.lifecycle import OutputWord
from governance.models import (
    BodyParticulars,
    DecisionLink,
    MeetingParticulars,
    TermsParticulars,
)
from governance.outputs import DueOutput, outputs_due
from governance.performance import known_bodies, perform
from governance.policies import current, standing
from governance.queries.bodies import cadence_said, family
from ictportal.reports.annexes import governance_performance as yearly
from ictportal.reports.briefings import around, course, likely, raised
from ictportal.reports.briefings.body_questions import RULES
from ictportal.reports.briefings.course import Event
from ictportal.reports.content import Cell, Column, Line, Section, Table
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ledger.errors import Invalid
from projects.slippage import date_words

#: The rules about bodies, and those about questions in writing.
AREAS = ("governance", "questions")


@dataclass(frozen=True)
class BodyPack:
    """All about one body at a moment."""

    asked: Asked
    row: BodyRow

    @property
    def code(self) -> str:
        """Its code."""
        return self.row.code

    @property
    def layer(self) -> dict[str, bool]:
        """The layer, as the queries of the domains take it."""
        return {"demonstration": self.asked.demonstration}

    @cached_property
    def years(self) -> list[yearly.Year]:
        """Its years of which anything is known, the oldest first."""
        return yearly.years_of(self.row)

    @cached_property
    def due(self) -> list[DueOutput]:
        """Its outputs and inputs due in the last two years, of which it is stated what became."""
        within = two_years(self.asked.moment)
        found = outputs_due(
            self.asked.viewer, self.asked.moment, within, codes=[self.code], **self.layer
        )
        return [one for one in found if one.word is not OutputWord.OPEN]

    @cached_property
    def decisions(self) -> list[Any]:
        """Its decisions, the latest first."""
        return around.decisions_about(self.asked, Q(subject__body=self.row.did.body))

    @cached_property
    def meetings(self) -> list[MeetingParticulars]:
        """Its meetings on record up to the day."""
        rows = current(self.asked.viewer, MeetingParticulars, self.asked.moment, **self.layer)
        own = rows.filter(subject__body=self.row.did.body, day__lte=self.asked.moment.as_of)
        return list(
            own.select_related("subject", "citation__document").order_by("day", "subject__code")
        )

    @cached_property
    def links(self) -> list[DecisionLink]:
        """What its decisions are about."""
        rows = standing(self.asked.viewer, DecisionLink, self.asked.moment, **self.layer)
        own = rows.filter(subject__body=self.row.did.body)
        return list(
            own.select_related("project", "mandate", "citation__document").order_by(
                "as_of", "ordinal"
            )
        )

    @cached_property
    def questions(self) -> list[Any]:
        """The questions in writing about it."""
        return around.questions_about(self.asked, body=self.row.did.body)

    @cached_property
    def flags(self) -> list[raised.Found]:
        """What the rules find about it, its terms, outputs and decisions."""
        ids = [
            self.row.did.body.pk,
            *(one.said.subject_id for one in self.due),
            *(one.subject_id for one in self.row.known.terms),
            *(row.said.subject_id for row in self.questions),
            *(one.subject_id for one in self.decisions),
        ]
        return raised.about(self.asked, AREAS, ids)


def pack(asked: Asked) -> BodyPack:
    """The pack of the body chosen, judged in the last year that tells anything."""
    code = asked.parameters["body"]
    layer = {"demonstration": asked.demonstration}
    known = known_bodies(asked.viewer, asked.moment, codes=[code], **layer)
    if not known:
        raise Invalid(fields={"body": f"“{code[:60]}” cannot be chosen here."})
    period = bodies.telling_period(known, asked.moment)
    named = family(asked.viewer, asked.moment, **layer)
    return BodyPack(asked, BodyRow(perform(known[0], period), named))


def build(asked: Asked) -> Sequence[Section]:
    """Terms, performance, outputs, questions, flags, decisions, what stands around it."""
    held = pack(asked)
    ids = [one.mandate_id for one in held.links if one.mandate_id]
    requests = around.requests_about(asked, Q(mandate__in=ids))
    return (
        Section("claimed", _("What it has to do"), (terms(held), outputs_owed(held))),
        Section("assessed", _("What it did"), (performance(held),)),
        Section("questions", _("Likely questions"), (likely.table(RULES, held),)),
        Section(
            "flags",
            _("Flags and contradictions"),
            (raised.table(asked, held.flags, held.row.said.name),),
        ),
        Section("decisions", _("Decisions"), (around.decision_table(held.decisions),)),
        Section(
            "requests", _("Requests of the Assembly"), (around.request_table(asked, requests),)
        ),
        Section("asked", _("Questions in writing"), (around.question_table(held.questions),)),
        Section("course", _("Timeline"), (course.timeline(_events(held)),)),
        Section("documents", _("Documents"), (course.documents(asked, _said(held)),)),
    )


# --- what it has to do, what it did --------------------------------------------------------------
def terms(held: BodyPack) -> Table:
    """Its terms of reference in the order of their validity."""
    return Table(
        key="terms",
        title=_("Terms of reference of %(body)s") % {"body": held.row.said.name},
        columns=(
            Column(_("From")),
            Column(_("To")),
            Column(_("State")),
            Column(_("Has to meet")),
            Column(_("Chair")),
            Column(_("Members"), "long"),
            Column(_("Role"), "long"),
            Column(_("Reported to the Assembly in")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_terms(one)) for one in held.row.known.terms),
        empty=_("On this day no terms of reference of the body are on record."),
    )


def _terms(one: TermsParticulars) -> tuple[Cell, ...]:
    chairs = " / ".join(name for name in (one.chair, one.second_chair) if name)
    return (
        Cell(date_words(one.valid_from, one.valid_from_precision)),
        Cell(date_words(one.valid_to, one.valid_to_precision) or "–"),
        Cell(capfirst(one.get_state_display())),
        Cell(cadence_said(one)),
        Cell(chairs or _("not stated")),
        Cell(one.members or _("not stated")),
        Cell(one.role or "–"),
        Cell(one.reported_in.symbol if one.reported_in else _("no document on record")),
        Cell(source(one)),
    )


def outputs_owed(held: BodyPack) -> Table:
    """What it owed in the last two years, and what became of it."""
    return yearly.output_table(
        held.due, "outputs", _("Outputs and inputs due in the year of the day and the year before")
    )


def performance(held: BodyPack) -> Table:
    """Its years, with required, held and missed."""
    return yearly.performance_table([(held.row, held.years)] if held.years else [])


# --- course --------------------------------------------------------------------------------------
def _events(held: BodyPack) -> Iterable[Event]:
    for one in held.row.known.terms:
        words = _("Terms of reference (%(state)s): %(cadence)s")
        told = {"state": one.get_state_display(), "cadence": cadence_said(one)}
        yield Event(one.valid_from, words % told, one)
    for count in held.row.known.counts:
        words = _("%(n)s meetings in %(year)s, by a count")
        yield Event(count.as_of, words % {"n": count.count, "year": count.period.year}, count)
    for meeting in held.meetings:
        words = _("Meeting %(code)s, %(state)s: %(title)s")
        told = {
            "code": meeting.subject.code,
            "state": meeting.get_state_display(),
            "title": meeting.title,
        }
        yield Event(meeting.day or meeting.as_of, words % told, meeting)
    for decision in held.decisions:
        words = _("Decision %(code)s: %(title)s")
        told = {"code": decision.subject.code, "title": decision.title}
        yield Event(decision.decided_on, words % told, decision)


def _said(held: BodyPack) -> Iterable[Any]:
    """Every statement of the pack that may cite a document."""
    yield held.row.said
    yield from held.row.known.terms
    yield from held.row.known.counts
    yield from (one.delivery or one.said for one in held.due)
    yield from held.decisions
    yield from held.meetings
    yield from held.links


# --- choices -------------------------------------------------------------------------------------
def choices(asked: Asked) -> Sequence[tuple[str, str]]:
    """The bodies on record on the day, by name."""
    rows = current(asked.viewer, BodyParticulars, asked.moment, demonstration=asked.demonstration)
    return list(rows.order_by("name", "subject__code").values_list("subject__code", "name"))


def subject(asked: Asked) -> str:
    """The body."""
    code = asked.parameters.get("body", "")
    return dict(choices(asked)).get(code, code)


declare(
    ReportKind(
        key="briefing-body",
        title=later("Briefing pack of a governing body"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "What a body has to do, what it did, what contradicts it, and what is likely to be "
            "asked."
        ),
        shelf=Shelf.BRIEFING,
        build=build,
        choices=(Choice("body", later("Governing body"), choices, required=True),),  # type: ignore[arg-type]
        subject=subject,
        in_editions=False,
    )
)
