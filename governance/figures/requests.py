"""The figure of requests and recommendations. They never enter the Board of Auditors' rates."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from governance.figures.bodies import is_demonstration
from governance.filters.mandates import NO_PART, MandateFilter
from governance.lifecycle import Authority, MandateStatus
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


def overdue(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Requests of which non-fulfilment is documented, out of those that were due."""
    rows = population(viewer, moment, parameters).filter(status__in=DUE)
    late = Q(status=MandateStatus.OVERDUE)
    grouped = rows.values("authority").annotate(
        n=Count("pk"), late=Count("pk", filter=late), last=Max("said_on")
    )
    found = {row["authority"]: row for row in grouped.order_by()}
    due, done = (sum(row[name] for row in found.values()) for name in ("n", "late"))
    opened = {**parameters, "status": MandateStatus.OVERDUE.value}
    parts = [
        Part(
            word.value,
            str(word.label),
            found[word]["late"],
            found[word]["n"],
            {**opened, "authority": word.value},
        )
        for word in Authority
        if word in found and found[word]["late"]
    ]
    return Answer(
        status=Status.OK if due else Status.NOT_APPLICABLE,
        value=done if due else None,
        numerator=done,
        denominator=due,
        minimum=done,
        maximum=done,
        parts=parts,
        rows=opened,
        observed_through=max((r["last"] for r in found.values() if r["last"]), default=None),
    )


def next_due(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Requests due at the session, or part of one, that comes first, out of all not yet due."""
    rows = population(viewer, moment, parameters).filter(status=MandateStatus.NOT_YET_DUE)
    places = rows.values("due_on", "due_session", "due_part").annotate(n=Count("pk"))
    found = list(places.order_by("due_on", "due_session", "due_part"))
    if not found:
        opened = {**parameters, "status": MandateStatus.NOT_YET_DUE.value}
        return Answer(Status.NOT_APPLICABLE, None, 0, rows=opened)
    first, total = found[0], sum(row["n"] for row in found)
    return Answer(
        status=Status.OK,
        value=first["n"],
        numerator=first["n"],
        denominator=total,
        minimum=first["n"],
        maximum=first["n"],
        rows={
            **parameters,
            "status": MandateStatus.NOT_YET_DUE.value,
            "session": str(first["due_session"]),
            "part": first["due_part"] or NO_PART,
        },
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
        words=MandateStatus.values,
        counted=population,
    )
)
OVERDUE = declare(
    Figure(
        key="mandates.overdue",
        version=1,
        name="Requests and recommendations overdue",
        question="What did the Assembly ask for that is documented as not done?",
        unit="requests and recommendations",
        formula="overdue ÷ (fulfilled + partly + overdue + due date passed)",
        definition="Overdue is only what a later report or resolution says was not done, or what "
        "was to come through a report that was not submitted. What is merely past its day by the "
        "portal's calendar is not called overdue: its fulfilment is not documented.",
        sources=("A/74/588, para 8", "DRAFT-78-133, OP 3"),
        rows="mandate-list",
        parameters=PARAMETERS,
        compute=overdue,
        words=Authority.values,
        counted=population,
    )
)
NEXT_DUE = declare(
    Figure(
        key="mandates.next_due",
        version=1,
        name="Requests and recommendations due next",
        question="What is due next?",
        unit="requests and recommendations",
        formula="due at the session, or its part, that ends first ÷ not yet due",
        definition="Of all that is due at a session still to end, those of the session, or part "
        "of one, that ends first by the portal's calendar: the sources print sessions and no "
        "days. What comes through another report is due with it.",
        sources=("A/74/588, para 8", "DRAFT-78-133, OP 7"),
        rows="mandate-list",
        parameters=PARAMETERS,
        compute=next_due,
        words=(),
        counted=population,
    )
)
