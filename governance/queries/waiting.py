"""What waits for those who keep governance: meetings without a word, minutes, actions past due."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from governance.lifecycle import AHEAD, ActionWord, MeetingState
from governance.models import ActionItemParticulars
from governance.policies import current
from governance.queries.meetings import meetings
from ledger.moments import Moment
from secretariat.models import Provenance

SHOWN = 6
#: Meetings that were run in the portal; of those told from a document nobody approves minutes here.
OWN = (Provenance.ENTERED, Provenance.DEMONSTRATION)


@dataclass(frozen=True)
class Waiting:
    """The first rows of a list of what waits, and how many there are."""

    rows: Sequence[Any]
    total: int


def waiting(viewer: Any, moment: Moment, *, demonstration: bool = False) -> dict[str, Waiting]:
    """Four lists, each with its total: what has passed without a word, what is not minuted, actions
    past due, and the meetings to come."""
    rows = meetings(viewer, moment, demonstration=demonstration)
    ahead = rows.filter(state__in=list(AHEAD))
    held = rows.filter(state=MeetingState.HELD, provenance__in=OWN, is_minuted=False)
    return {
        "passed": _first(ahead.filter(day__lt=moment.as_of).order_by("day", "subject__code")),
        "unminuted": _first(held.order_by("day", "subject__code")),
        "actions": _first(_past_due(viewer, moment, demonstration)),
        "coming": _first(ahead.filter(day__gte=moment.as_of).order_by("day", "subject__code")),
    }


def _past_due(viewer: Any, moment: Moment, demonstration: bool) -> QuerySet[Any]:
    rows = current(viewer, ActionItemParticulars, moment, demonstration=demonstration)
    late = rows.filter(word=ActionWord.OPEN, due_on__lt=moment.as_of)
    found: QuerySet[Any] = late.select_related("subject__meeting__body")
    return found.order_by("due_on", "subject__code")


def _first(rows: QuerySet[Any]) -> Waiting:
    return Waiting(list(rows[:SHOWN]), rows.count())
