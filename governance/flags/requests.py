"""The flags of requests and recommendations."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from governance.flags.common import raise_for
from governance.lifecycle import (
    MandateStatus,
)
from governance.models import (
    MandateState,
)
from governance.policies import viewable_mandates
from ledger.flags import Raised, RaisedRows
from ledger.moments import Moment

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RaisedMandates:
    """Findings that are requests or recommendations."""

    rows: QuerySet[MandateState]

    def count(self) -> int:
        """How many there are."""
        return self.rows.count()

    def __iter__(self) -> Iterator[Raised]:
        for state in self.rows.select_related("particulars").order_by("code"):
            said = [state.particulars_id, state.finding_id]
            due = state.due_on + ONE_DAY if state.due_on else None
            yield Raised(
                subject_id=str(state.mandate_id),
                since=due or state.said_on or state.particulars.as_of,
                proof=[str(one) for one in said if one],
                label=f"{state.code} {state.title}",
                view="mandate-detail",
                code=state.code,
            )


def _mandates(status: MandateStatus) -> Callable[[Any, Moment, bool], RaisedRows]:
    def search(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
        rows = viewable_mandates(viewer, moment, demonstration=demonstration)
        return RaisedMandates(rows.filter(status=status))

    return search


raise_for(
    "mandates.overdue",
    "Request or recommendation overdue",
    _mandates(MandateStatus.OVERDUE),
    "A later report or resolution says that what was asked was not done, or that the report was "
    "not submitted through which it was to come. Raised since its due day by the portal's "
    "calendar of sessions.",
    "DRAFT-78-133, OP 3",
    shown_in="mandate-list",
    rows={"status": MandateStatus.OVERDUE.value},
    severity="serious",
)
raise_for(
    "mandates.undocumented",
    "Due date passed, fulfilment not documented",
    _mandates(MandateStatus.UNDOCUMENTED),
    "The session at which something was due is over by the portal's calendar, and no later "
    "document on record says what became of it. That is not the same as overdue.",
    "A/74/588, paras 11, 17, 21, 24",
    shown_in="mandate-list",
    rows={"status": MandateStatus.UNDOCUMENTED.value},
)
