"""The two sides of a contradiction, and since when each of them has stood."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from audits.lifecycle import CLOSING
from audits.models import Assessment
from ledger.flags import Raised
from ledger.moments import Moment
from projects.flags import IN_PORTFOLIO
from projects.policies import viewable_by


@dataclass(frozen=True)
class Side:
    """One thing on record: what it says, since when, the page that shows it, and its rows.

    ``tied`` is the day since which it is tied to the other side, where a link says so.
    """

    says: str
    label: str
    since: date
    tone: str
    view: str
    code: str
    proof: tuple[str, ...]
    tied: date | None = None


Pair = tuple[Side, Side]


@dataclass(frozen=True)
class Contradiction(Raised):
    """A subject with what is claimed of it and what stands against the claim."""

    claims: Sequence[Side] = ()
    against: Sequence[Side] = ()


def raised(subject: UUID, label: str, view: str, code: str, pairs: Sequence[Pair]) -> Raised:
    """The finding that these pairs make: since the first day on which one of them stood."""
    claims = tuple(dict.fromkeys(claim for claim, _other in pairs))
    against = tuple(dict.fromkeys(other for _claim, other in pairs))
    return Contradiction(
        subject_id=str(subject),
        since=min(_together(claim, other) for claim, other in pairs),
        proof=list(dict.fromkeys(row for side in (*claims, *against) for row in side.proof)),
        label=label[:300],
        view=view,
        code=code,
        claims=claims,
        against=against,
    )


def _together(claim: Side, other: Side) -> date:
    """The first day on which both stood and were tied to each other."""
    return max(claim.since, other.since, other.tied or other.since)


def rows_of(*ids: object) -> tuple[str, ...]:
    """The ids of the rows that prove a side; what is not there is left out."""
    return tuple(str(one) for one in ids if one)


# --- since when ----------------------------------------------------------------------------------
def _said(model: Any, subjects: Iterable[UUID], moment: Moment, name: str) -> Any:
    """Subject, day and word of all that a series said of these subjects, oldest first."""
    rows = model.objects.filter(subject__in=list(subjects), as_of__lte=moment.as_of)
    ordered = rows.standing(known=moment.known).order_by("as_of", "ordinal")
    return ordered.values_list("subject", "as_of", name)


def since_when(
    model: Any, subjects: Iterable[UUID], moment: Moment, name: str, words: Collection[str]
) -> dict[UUID, date]:
    """Since when a series has said one of these words without a break: one statement."""
    found: dict[UUID, date] = {}
    for subject, as_of, word in _said(model, subjects, moment, name):
        if word in words:
            found.setdefault(subject, as_of)
        else:
            found.pop(subject, None)
    return found


def reopened(recommendations: Iterable[UUID], moment: Moment) -> dict[UUID, date]:
    """When recommendations that had been closed were opened again: one statement."""
    closed: set[UUID] = set()
    found: dict[UUID, date] = {}
    for subject, as_of, finding in _said(Assessment, recommendations, moment, "finding"):
        if finding in CLOSING:
            closed.add(subject)
            found.pop(subject, None)
        elif subject in closed:
            found.setdefault(subject, as_of)
    return found


def running(viewer: Any, moment: Moment, demonstration: bool) -> Any:
    """Projects in the portfolio that nobody has closed."""
    rows = viewable_by(viewer, moment, demonstration=demonstration)
    return rows.filter(IN_PORTFOLIO, closure__isnull=True)
