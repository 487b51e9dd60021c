"""The flags raised about one recommendation, for its page."""

from dataclasses import dataclass
from datetime import date

from audits.flags import RaisedStates
from audits.models import RecommendationState
from audits.queries import Row
from ledger.flags import Flag, flags_of
from ledger.moments import Moment
from secretariat.access import system


@dataclass(frozen=True)
class RaisedHere:
    """A flag about the recommendation the page shows."""

    flag: Flag
    since: date


def raised_about(row: Row, moment: Moment) -> list[RaisedHere]:
    """Every flag raised about the recommendation at the moment.

    The viewer may see the row already, so the rules are asked as the register sees it.
    """
    found = []
    register = system()
    for flag in flags_of("recommendations"):
        raised = flag.find(register, moment, demonstration=row.state.demonstration)
        if isinstance(raised, RaisedStates):
            state = _one(raised, row)
            if state is not None:
                found.append(RaisedHere(flag, state.since))  # type: ignore[attr-defined]
    return found


def _one(raised: RaisedStates, row: Row) -> RecommendationState | None:
    return raised.rows.filter(recommendation=row.state.recommendation_id).first()
