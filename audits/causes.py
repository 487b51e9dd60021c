"""Why a number of recommendations changed: every change has exactly one cause. No database here.

A recommendation is looked at three times: on the earlier day as it was known then, on the earlier
day as it is known at the later standpoint, and on the later day. What differs between the first
two was *corrected late*, whatever it was. What differs between the last two takes the first of
:data:`MOVEMENTS` that holds, so the signed steps always sum to the difference.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from audits.lifecycle import Finding

#: Findings from the least to the most that is done.
PROGRESS = (
    Finding.NOT_IMPLEMENTED,
    Finding.UNDER_IMPLEMENTATION,
    Finding.OVERTAKEN_BY_EVENTS,
    Finding.CLOSED_BY_BODY,
    Finding.IMPLEMENTED,
)
#: Columns of the particulars that a filter can read.
PARTICULARS = (
    "body_id",
    "theme_id",
    "lead_id",
    "made_in_id",
    "priority",
    "acceptance",
    "classification",
    "provenance",
    "issued_not_before",
    "issued_not_after",
    "surely_older_from",
    "possibly_older_from",
    "particulars_id",
)
#: Columns of the Administration's voice, and the day the oversight body last answered it.
VOICES = ("claim", "claimed_as_of", "target_ends_on", "assessed_as_of")
#: What is read beside the columns: the day itself against the age and the target, and relations.
AGE, DUE, RELATIONS = "age", "due", "relations"


@dataclass(frozen=True)
class Facts:
    """What stood about a recommendation at one moment.

    ``inside``: it meets the filters and may be seen. ``counted``: and the number counts it.
    ``stood``: the value of every column a filter can read.
    """

    counted: bool
    inside: bool
    finding: str
    stood: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stand:
    """One recommendation at the three looks; ``None`` where it was not on record."""

    id: UUID
    before: Facts | None
    corrected: Facts | None
    after: Facts | None


@dataclass(frozen=True)
class Watched:
    """What decides a number: by the rule of the number itself, and by the filters around it."""

    rule: frozenset[str]
    filters: frozenset[str]


@dataclass(frozen=True)
class Move:
    """A recommendation that entered or left the number from the earlier to the later look.

    ``reads`` is what can have moved it: the rule of the number where it met the filters both
    times, otherwise the filters.
    """

    earlier: Facts | None
    later: Facts | None
    reads: frozenset[str]

    def changed(self, *columns: str) -> bool:
        """Whether one of these columns is read and holds another value now."""
        assert self.earlier and self.later
        earlier, later = self.earlier.stood, self.later.stood
        return any(c in self.reads and earlier.get(c) != later.get(c) for c in columns)

    @property
    def found(self) -> tuple[str, str] | None:
        """The finding before and now, where the finding is read and changed."""
        assert self.earlier and self.later
        if "finding" not in self.reads or self.earlier.finding == self.later.finding:
            return None
        return self.earlier.finding, self.later.finding


@dataclass(frozen=True)
class Cause:
    """A reason for a change: its name, what it means, and when it holds."""

    key: str
    label: str
    meaning: str
    holds: Callable[[Move], bool] = lambda move: False


def _further(move: Move) -> bool:
    """The finding stands further on than before."""
    found = move.found
    return bool(found and PROGRESS.index(Finding(found[1])) > PROGRESS.index(Finding(found[0])))


def _back(move: Move) -> bool:
    """The finding is another, and stands no further on."""
    return move.found is not None


CORRECTED_LATE = Cause(
    "corrected_late",
    "Corrected late",
    "Stated, corrected, withdrawn or voided after the earlier number was given, about its own day.",
)
DEFINITION_CHANGED = Cause(
    "definition_changed",
    "Definition changed",
    "The number was printed by an earlier version of its definition; the rows are the same.",
)
NOT_REPRODUCED = Cause(
    "not_reproduced",
    "Printed otherwise",
    "The definition is the same, but the rows you may see do not give the number printed.",
)
#: The causes of a change between the two days: the first that holds is the one.
MOVEMENTS: tuple[Cause, ...] = (
    Cause(
        "newly_issued",
        "Newly issued",
        "On record on the later day and not yet on the earlier one.",
        lambda move: move.earlier is None,
    ),
    Cause(
        "no_longer_on_record",
        "No longer on record",
        "Recorded in error: on record on the earlier day and not on the later one.",
        lambda move: move.later is None,
    ),
    Cause(
        "newly_implemented",
        "Newly implemented",
        "The oversight body found it implemented, which it was not on the earlier day.",
        lambda move: bool(move.found and move.found[1] == Finding.IMPLEMENTED),
    ),
    Cause(
        "first_assessed",
        "Assessed for the first time",
        "The oversight body gave its first finding; the finding is another than implemented.",
        lambda move: bool(move.found and move.found[0] == Finding.NOT_ASSESSED),
    ),
    Cause(
        "finding_withdrawn",
        "No longer assessed",
        "No finding of the oversight body stands any more.",
        lambda move: bool(move.found and move.found[1] == Finding.NOT_ASSESSED),
    ),
    Cause(
        "reassessed_up",
        "Reassessed: further on",
        "The finding moved towards implemented without reaching it.",
        _further,
    ),
    Cause(
        "reassessed_down",
        "Reassessed: further back",
        "The finding moved away from implemented, or the recommendation was opened again.",
        _back,
    ),
    Cause(
        "reclassified",
        "Reclassified",
        "Its classification, theme, lead, date of issue or another particular that decides whether "
        "it is counted is a different one.",
        lambda move: move.changed(*PARTICULARS),
    ),
    Cause(
        "claim_or_target",
        "Claim or target changed",
        "The claim or the target of the Administration changed, or the oversight body answered it, "
        "and a filter asks for these.",
        lambda move: move.changed(*VOICES),
    ),
    Cause(
        "grown_older",
        "Grown older",
        "Nothing was stated; it crossed two years, or another age that a filter asks for.",
        lambda move: AGE in move.reads,
    ),
    Cause(
        "target_near",
        "Target date drew near or passed",
        "Nothing was stated; the day moved on towards the target or past it, and a filter asks.",
        lambda move: DUE in move.reads,
    ),
    Cause(
        "related",
        "Followed up or linked",
        "A follow-up, a project or a repetition that a filter asks for was added or taken back.",
        lambda move: RELATIONS in move.reads,
    ),
    Cause(
        "other_particulars",
        "Other particulars changed",
        "None of the causes above.",
        lambda move: True,
    ),
)
#: All causes in the order in which they are asked and shown.
CAUSES: Mapping[str, Cause] = {
    cause.key: cause for cause in (DEFINITION_CHANGED, NOT_REPRODUCED, CORRECTED_LATE, *MOVEMENTS)
}


@dataclass(frozen=True)
class Step:
    """What one cause added to the number and took from it.

    ``unlisted`` is a difference that no row stands behind: printed by another definition.
    """

    cause: Cause
    added: tuple[UUID, ...] = ()
    removed: tuple[UUID, ...] = ()
    unlisted: int = 0

    @property
    def net(self) -> int:
        """By how many the number rose; negative where it fell."""
        return len(self.added) - len(self.removed) + self.unlisted


def steps(stands: Iterable[Stand], watched: Watched) -> list[Step]:
    """Every change of these recommendations, each under its one cause, in the order of causes."""
    added: dict[str, list[UUID]] = {key: [] for key in CAUSES}
    removed: dict[str, list[UUID]] = {key: [] for key in CAUSES}
    for stand in stands:
        for earlier, later, cause in _changes(stand, watched):
            (added if is_counted(later) else removed)[cause.key].append(stand.id)
            assert is_counted(earlier) != is_counted(later)
    return [
        Step(cause, tuple(added[key]), tuple(removed[key]))
        for key, cause in CAUSES.items()
        if added[key] or removed[key]
    ]


def is_counted(facts: Facts | None) -> bool:
    """Whether the number counts it at this look."""
    return facts is not None and facts.counted


def _changes(stand: Stand, watched: Watched) -> Iterable[tuple[Facts | None, Facts | None, Cause]]:
    before, corrected, after = stand.before, stand.corrected, stand.after
    if is_counted(before) != is_counted(corrected):
        yield before, corrected, CORRECTED_LATE
    if is_counted(corrected) != is_counted(after):
        yield corrected, after, cause_of(corrected, after, watched)


def cause_of(earlier: Facts | None, later: Facts | None, watched: Watched) -> Cause:
    """The first cause that holds of a recommendation that entered or left the number."""
    both = earlier is not None and earlier.inside and later is not None and later.inside
    move = Move(earlier, later, watched.rule if both else watched.filters)
    return next(cause for cause in MOVEMENTS if cause.holds(move))
