"""The register of disagreements: where the oversight body did not follow the Administration."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.filters import differ
from audits.lifecycle import EvidenceMove
from audits.models import Assessment, Evidence, RecommendationState
from audits.policies import can_read, know_responsible
from ictportal.reports.annexes import voices
from ictportal.reports.annexes.counting import Query, counted, day_said
from ictportal.reports.content import Cell, Column, Leads, Line, Opens, Section, Table
from ictportal.reports.dashboards.recommendations import bodies
from ictportal.reports.numbers import grouped
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare

#: What the register of the live portal lists without a filter.
DIFFER: Query = {"voices": "differ"}


def build(asked: Asked) -> Sequence[Section]:
    """The longest disagreement first."""
    body = asked.parameters.get("body", "")
    query = {**DIFFER, **({"body": body} if body else {})}
    rows = voices.joined(counted(asked, {"body": body} if body else {}).filter(differ()))
    return (
        Section("disagreements", _("Where the two voices differ"), (table(asked, rows, query),)),
    )


def table(asked: Asked, rows: Sequence[RecommendationState], query: Query) -> Table:
    """Both voices side by side, since when they differ, and what evidence went to and fro."""
    after = assessed_after(asked, rows)
    sent = evidence(asked, rows)
    lines = [
        (since, _line(asked, state, since, len(days), sent[state.recommendation_id]))
        for state in rows
        for days in [after[state.recommendation_id]]
        for since in [days[0] if days else state.assessed_as_of]
    ]
    lines.sort(key=lambda pair: pair[0] or asked.moment.as_of)
    return Table(
        key="disagreements",
        title=_("Recommendations on which Administration and oversight body differ"),
        columns=(
            Column(_("Recommendation")),
            Column(_("The Administration says"), "long"),
            Column(_("The oversight body finds"), "long"),
            Column(_("Since")),
            Column(_("Days"), "number"),
            Column(_("Assessments since the claim"), "number"),
            Column(_("Evidence sent"), "number"),
            Column(_("Evidence returned"), "number"),
        ),
        lines=(*(line for _since, line in lines), *_total(rows, query)),
        sources=voices.sources_of(rows),
        lead=_(
            "They differ where the oversight body assessed after the claim and did not follow it. "
            "Since is the day of the first such assessment. Evidence counts what you may read."
        ),
        empty=_("Administration and oversight bodies differ on nothing at this day."),
    )


def assessed_after(
    asked: Asked, rows: Sequence[RecommendationState]
) -> Mapping[UUID, Sequence[date]]:
    """The days of assessments on or after the claim, oldest first: one statement."""
    claimed = {state.recommendation_id: state.claimed_as_of for state in rows}
    said = Assessment.objects.filter(subject__in=list(claimed), as_of__lte=asked.moment.as_of)
    standing = said.standing(known=asked.moment.known).order_by("as_of", "ordinal")
    found: dict[UUID, list[date]] = defaultdict(list)
    for subject, day in standing.values_list("subject", "as_of"):
        if day >= (claimed[subject] or day):
            found[subject].append(day)
    return found


def evidence(asked: Asked, rows: Sequence[RecommendationState]) -> Mapping[UUID, Mapping[str, int]]:
    """How often evidence the viewer may read moved, by recommendation and move: two statements."""
    states = {state.recommendation_id: state for state in rows}
    know_responsible(list(states.values()))
    said = Evidence.objects.filter(subject__in=list(states), as_of__lte=asked.moment.as_of)
    standing = said.standing(known=asked.moment.known)
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for subject, move, word in standing.values_list("subject", "move", "classification"):
        if can_read(asked.viewer, word, states[subject]):
            found[subject][move] += 1
    return found


def _line(
    asked: Asked,
    state: RecommendationState,
    since: date | None,
    cycles: int,
    moves: Mapping[str, int],
) -> Line:
    page = Leads("recommendation-detail", (str(state.recommendation_id),))
    days = (asked.moment.as_of - since).days if since else None
    counts = (cycles, moves[EvidenceMove.SUPPLIED], moves[EvidenceMove.RETURNED])
    return Line(
        (
            Cell(f"{state.recommendation}: {state.particulars.title}", leads=page),
            Cell(voices.response(asked.viewer, state, state.update)),
            Cell(_found(state)),
            Cell(day_said(since)),
            Cell("–") if days is None else Cell(grouped(days), number=days),
            *(Cell(grouped(count), number=count) for count in counts),
        )
    )


def _found(state: RecommendationState) -> str:
    """The finding in the word of the body, its day, and its reasons."""
    said: Any = state.assessment
    word = {"word": capfirst(said.word.word), "day": day_said(said.as_of)}
    return f"{_('%(word)s, as at %(day)s.') % word} {said.reasoning}"


def _total(rows: Sequence[RecommendationState], query: Query) -> Sequence[Line]:
    if not rows:
        return ()
    said = _("%(n)s recommendations") % {"n": grouped(len(rows))}
    opens = Opens("recommendation-list", dict(sorted(query.items())), len(rows))
    return (Line((Cell(said, opens=opens), *(Cell(),) * 7), kind="total"),)


def subject(asked: Asked) -> str:
    """The oversight body, if one is chosen."""
    return dict(bodies(asked)).get(asked.parameters.get("body", ""), "")


declare(
    ReportKind(
        key="disagreements",
        title=later("Register of disagreements"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "Where the oversight body did not follow the Administration: both voices, since when, on "
            "what evidence."
        ),
        shelf=Shelf.REPORT,
        build=build,
        choices=(Choice("body", later("Oversight body"), bodies),),  # type: ignore[arg-type]
        sources=("A/74/588, para 4",),
        subject=subject,
    )
)
