"""Read answers about requests and recommendations for pages, API and exports."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from governance.chains import Chains, Step
from governance.lifecycle import MandateStatus
from governance.models import (
    DecisionLink,
    DecisionParticulars,
    MandateFinding,
    MandatePart,
    MandateParticulars,
    MandateState,
)
from ledger.moments import Moment
from projects.queries import latest_per, series
from secretariat.models import SessionPartDates, SessionPartName

ORDERINGS = {
    "session": ("due_on", "due_session"),
    "code": ("code",),
    "title": ("title",),
    "authority": ("authority",),
    "verb": ("verb",),
    "status": ("status",),
    "document": ("document__symbol",),
}
PAST_DUE = frozenset({MandateStatus.OVERDUE, MandateStatus.UNDOCUMENTED, MandateStatus.PARTLY})


@dataclass
class MandateRow:
    """A request or recommendation as lists show it."""

    state: MandateState
    as_of: date
    parts: list[MandatePart] = field(default_factory=list)
    chain: list[Step] = field(default_factory=list)

    @property
    def days_past_due(self) -> int | None:
        """Days since its due day, by the portal's calendar; ``None`` unless past due and open."""
        if self.state.status not in PAST_DUE or self.state.due_on is None:
            return None
        return max((self.as_of - self.state.due_on).days, 0)


def ordered(rows: QuerySet[MandateState], ordering: str) -> Any:
    """The rows in one of the declared orders, a minus turning it; what has no value comes last."""
    down = ordering.startswith("-")
    names = ORDERINGS.get(ordering.lstrip("-"), ORDERINGS["session"])
    turned = [
        F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in names
    ]
    return rows.order_by(*turned, "code")


def related(rows: QuerySet[MandateState]) -> QuerySet[MandateState]:
    """The rows joined with all a list shows of each."""
    return rows.select_related(
        "mandate__document",
        "document",
        "particulars__citation__document",
        "particulars__endorsed_by",
        "particulars__project",
        "vehicle__document",
        "finding__citation__document",
    )


def mandate_rows(
    states: Iterable[MandateState], moment: Moment, *, demonstration: bool
) -> list[MandateRow]:
    """The states with their parts and chains: three statements for any number of rows."""
    found = list(states)
    parts = parts_of([state.mandate_id for state in found], moment)
    chains = Chains(moment, demonstration=demonstration)
    return [
        MandateRow(state, moment.as_of, parts[state.mandate_id], chains.of(state.mandate_id))
        for state in found
    ]


def parts_of(mandates: Sequence[UUID], moment: Moment) -> dict[UUID, list[MandatePart]]:
    """The parts of these requests as last stated, by letter."""
    rows = MandatePart.objects.filter(subject__in=mandates, as_of__lte=moment.as_of)
    standing = rows.standing(known=moment.known).select_related("citation__document")
    held = {
        (part.subject_id, part.letter): part
        for part in standing.order_by("letter", "as_of", "ordinal")
    }
    found: dict[UUID, list[MandatePart]] = defaultdict(list)
    for (mandate, _letter), part in held.items():
        found[mandate].append(part)
    return found


def findings(mandate: UUID, moment: Moment) -> list[MandateFinding]:
    """What later documents said of a request, newest first."""
    return list(series(MandateFinding, mandate, moment))


def said(mandate: UUID, moment: Moment) -> list[MandateParticulars]:
    """Every wording of a request that stood, newest first."""
    return list(series(MandateParticulars, mandate, moment))


def titles(rows: QuerySet[MandateState], mandates: Sequence[UUID]) -> dict[UUID, str]:
    """What these requests ask, in a few words; nothing is read for none."""
    if not mandates:
        return {}
    return dict(rows.filter(mandate__in=mandates).values_list("mandate", "title"))


def decisions_about(moment: Moment, **about: Any) -> list[tuple[DecisionLink, Any]]:
    """The decisions that a link ties to a mandate, policy or project, with what they say."""
    rows = DecisionLink.objects.filter(as_of__lte=moment.as_of, **about)
    standing = rows.standing(known=moment.known).order_by("-as_of", "-ordinal")
    links = latest_per(standing.select_related("subject__body", "citation__document"), "subject_id")
    words = DecisionParticulars.objects.filter(
        subject__in=[link.subject_id for link in links]
    ).current(moment.as_of, known=moment.known)
    held = {word.subject_id: word for word in words}
    return [(link, held.get(link.subject_id)) for link in links]


# --- the calendar --------------------------------------------------------------------------------
@dataclass(frozen=True)
class NextPart:
    """The part of a session that is on, or comes next, by the portal's own calendar."""

    session: int
    name: str
    starts_on: date
    ends_on: date
    as_of: date

    @property
    def days(self) -> int:
        """Days until it opens; 0 once it has."""
        return max((self.starts_on - self.as_of).days, 0)

    @property
    def is_on(self) -> bool:
        """Whether it is under way on the day shown."""
        return self.starts_on <= self.as_of


def next_part(moment: Moment) -> NextPart | None:
    """The part of a session that the day falls into or that follows it; ``None`` past the calendar.

    The sources print no dates of sessions: these are the portal's.
    """
    return _first_part(moment, ends_on__gte=moment.as_of)


def next_opening(moment: Moment) -> NextPart | None:
    """The main part with which the next session opens; ``None`` past the calendar."""
    return _first_part(moment, starts_on__gt=moment.as_of, subject__part=SessionPartName.MAIN)


def _first_part(moment: Moment, **where: Any) -> NextPart | None:
    rows = SessionPartDates.objects.filter(**where)
    standing = rows.standing(known=moment.known).select_related("subject")
    first = standing.order_by("starts_on", "ordinal").first()
    if first is None:
        return None
    return NextPart(
        session=first.subject.session,
        name=first.subject.get_part_display(),
        starts_on=first.starts_on,
        ends_on=first.ends_on,
        as_of=moment.as_of,
    )
