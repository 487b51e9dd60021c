"""The figure of requests and recommendations. They never enter the Board of Auditors' rates."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, QuerySet

from governance.figures.bodies import is_demonstration
from governance.filters.mandates import MandateFilter
from governance.lifecycle import MandateStatus
from governance.models import MandateState
from governance.policies import viewable_mandates
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from projects import filters

PARAMETERS = frozenset(MandateFilter.base_filters)
#: What counts as due, besides what was fulfilled: its day has come, or non-fulfilment is documented.
DUE = (
    MandateStatus.FULFILLED,
    MandateStatus.PARTLY,
    MandateStatus.OVERDUE,
    MandateStatus.UNDOCUMENTED,
)


def population(
    viewer: Any, moment: Moment, parameters: Mapping[str, str]
) -> QuerySet[MandateState]:
    """The requests and recommendations a figure counts: visible and meeting the filters."""
    visible = viewable_mandates(viewer, moment, demonstration=is_demonstration(parameters))
    found: QuerySet[MandateState] = filters.apply(MandateFilter, visible, parameters, moment)
    return found


def fulfilled(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Requests fulfilled out of those that were due; every status is a part."""
    rows = population(viewer, moment, parameters)
    grouped = rows.values("status").annotate(n=Count("pk"), last=Max("said_on")).order_by()
    found = {row["status"]: row["n"] for row in grouped}
    lasts = [row["last"] for row in grouped if row["last"]]
    due = sum(found.get(word, 0) for word in DUE)
    done = found.get(MandateStatus.FULFILLED, 0)
    total = sum(found.values())
    parts = [
        Part(word.value, str(word.label), found[word], total, {**parameters, "status": word.value})
        for word in MandateStatus
        if word in found
    ]
    return Answer(
        status=Status.OK if due else Status.NOT_APPLICABLE,
        value=done if due else None,
        numerator=done,
        denominator=due,
        minimum=done,
        maximum=done + found.get(MandateStatus.UNDOCUMENTED, 0),
        parts=parts,
        rows={**parameters, "status": MandateStatus.FULFILLED.value},
        observed_through=max(lasts, default=None),
    )


FULFILLED = declare(
    Figure(
        key="mandates.fulfilled",
        version=1,
        name="Requests and recommendations fulfilled",
        question="What did the Assembly ask for, and is it late?",
        unit="requests and recommendations",
        formula="fulfilled ÷ (fulfilled + partly + overdue + due date passed)",
        definition="Due is what a later document speaks about and what was to come at a session "
        "that is over by the portal's calendar. Overdue is only what a later report or resolution "
        "says was not done, or what was to come through a report that was not submitted; where the "
        "day has passed and no document says what became of it, fulfilment is not documented, and "
        "the maximum counts it as possible. Only a later report or resolution makes one fulfilled. "
        "Never counted among the recommendations of oversight bodies.",
        sources=("A/74/588, paras 8-30", "DRAFT-78-133, OP 3"),
        rows="mandate-list",
        parameters=PARAMETERS,
        compute=fulfilled,
    )
)
