"""The lists of recommendations: all of them, where the two voices differ, printed and computed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audits import filters, queries
from audits.lifecycle import Acceptance
from audits.models import RecommendationState
from audits.policies import viewable_by
from audits.queries import Row
from ictportal.reports.rows.listed import Listed, Sought, code_of, provenance, source, word
from ledger.rest.queries import refuse_unknown
from secretariat.models import Classification
from secretariat.reconciliation import Line, narrowed, reconcile

#: So many rows are read in one statement.
AT_ONCE = 10_000
#: Whether it is open more than two years, in words.
OLDER: Mapping[str, Any] = {
    "yes": _("yes"),
    "no": _("no"),
    "undetermined": _("undetermined"),
    "closed": _("closed"),
}


def _told(states: Any, sought: Sought) -> Iterable[Row]:
    """The rows without the course of their targets, in order; each is read once for a report."""
    ids = list(states.values_list("recommendation", flat=True))
    unread = [pk for pk in ids if pk not in sought.read]
    for start in range(0, len(unread), AT_ONCE):
        wanted = states.filter(recommendation__in=unread[start : start + AT_ONCE])
        joined = queries.related(wanted).select_related("target")
        sought.read.update({one.recommendation_id: Row(one, sought.moment) for one in joined})
    return [sought.read[pk] for pk in ids]


def _all(sought: Sought) -> Iterable[Row]:
    visible = viewable_by(sought.viewer, sought.moment, **sought.layer)
    found = filters.apply(visible, sought.given, sought.moment)
    return _told(queries.ordered(found, "place"), sought)


def _differing(sought: Sought) -> Iterable[Row]:
    """Those of which the two voices differ, the longest disagreement first."""
    refuse_unknown(sought.given, ())
    visible = viewable_by(sought.viewer, sought.moment, **sought.layer)
    found = visible.filter(filters.differ())
    return _told(found.order_by("claimed_as_of", "sort_key", "recommendation"), sought)


def _word_of_the_body(state: RecommendationState) -> str:
    return state.assessment.word.word if state.assessment else ""


COLUMNS: tuple[tuple[Any, Any], ...] = (
    (_("Recommendation"), lambda row: row.recommendation),
    (_("What it asks for"), lambda row: row.state.particulars.title),
    (_("Theme"), lambda row: row.state.theme.name if row.state.theme else ""),
    (_("Lead"), lambda row: code_of(row.state.lead)),
    (_("Finding"), lambda row: word("finding")(row.state)),
    (_("In the words of the oversight body"), lambda row: _word_of_the_body(row.state)),
    (_("Assessed as at"), lambda row: row.state.assessed_as_of),
    (_("Claim"), lambda row: word("claim")(row.state)),
    (_("Claimed as at"), lambda row: row.state.claimed_as_of),
    (_("Issued not after"), lambda row: row.state.issued_not_after),
    (_("Open more than two years"), lambda row: OLDER[row.older]),
    (_("Target"), lambda row: row.state.target.quarter if row.state.target else ""),
    (_("Acceptance"), lambda row: capfirst(Acceptance(row.state.acceptance).label)),
    (_("Classification"), lambda row: capfirst(Classification(row.state.classification).label)),
    (_("Provenance"), lambda row: provenance(row.state.provenance)),
)


def _reconciled(sought: Sought) -> Iterable[Line]:
    """Printed numbers beside computed ones; a figure is asked for each, once a day and question."""
    if not sought.may_read:
        return ()
    lines = reconcile(sought.viewer, sought.moment, demonstration=sought.demonstration)
    return narrowed(lines, sought.given)


LISTS: Mapping[str, Listed] = {
    "recommendation-list": Listed(
        title=_("Recommendations"),
        find=_all,
        key=lambda row: row.state.recommendation_id,
        columns=COLUMNS,
    ),
    "disagreements": Listed(
        title=_("Where the two voices differ"),
        find=_differing,
        key=lambda row: row.state.recommendation_id,
        columns=COLUMNS,
    ),
    "reconciliation": Listed(
        title=_("Printed and computed"),
        find=_reconciled,
        key=lambda line: line.printed.pk,
        columns=(
            (_("Figure"), lambda line: line.name),
            (_("As at"), lambda line: line.day),
            (_("As printed"), lambda line: line.printed.as_printed),
            (_("Computed"), lambda line: line.computed),
            (_("Outcome"), lambda line: capfirst(line.outcome_label)),
            (_("Explanation"), lambda line: line.printed.explanation),
            (_("Source"), lambda line: source(line.printed)),
        ),
    ),
}
