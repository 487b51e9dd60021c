"""Explanation of changes: why a number of recommendations is another one on another day.

A number is the count of a list. The rows are counted at each standpoint by the very filters of
that list, and :mod:`audits.causes` says of every row that entered or left why it did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min

from audits import causes, filters
from audits.causes import (
    AGE,
    DEFINITION_CHANGED,
    DUE,
    NOT_REPRODUCED,
    RELATIONS,
    Facts,
    Stand,
    Step,
    Watched,
)
from audits.figures import (
    IMPLEMENTATION_RATE,
    NOT_FULLY_IMPLEMENTED,
    OLDER,
    STATUS,
    population,
)
from audits.filters import Rows
from audits.lifecycle import NOT_DONE, Finding
from audits.models import RecommendationState
from audits.state import states_at
from ledger.days import anniversary
from ledger.errors import Invalid
from ledger.figures import Figure
from ledger.moments import Moment, parse_moment
from secretariat.models import Provenance

#: Parameters of a question that are no filters.
ASKED = ("number", "before", "before_known_at", "after", "cause", "way")
WAYS = ("added", "removed")
#: Most ids in one statement: SQLite takes 32,766 values.
AT_ONCE = 30_000

AGED = ("finding", AGE, "issued_not_before", "issued_not_after")
#: What each filter of the list of recommendations reads.
READS: Mapping[str, tuple[str, ...]] = {
    "q": ("particulars_id",),
    "body": ("body_id",),
    "made_in": ("made_in_id",),
    "followed_up_in": (RELATIONS,),
    "entity": ("lead_id", "particulars_id"),
    "lead": ("lead_id",),
    "joint": ("lead_id", "particulars_id"),
    "theme": ("theme_id",),
    "project": (RELATIONS,),
    "year": ("issued_not_before", "issued_not_after"),
    "year_known": ("issued_not_before", "issued_not_after"),
    "status": ("finding",),
    "claim": ("claim",),
    "acceptance": ("acceptance",),
    "priority": ("priority",),
    "open": ("finding",),
    "older_than_two_years": (*AGED, "surely_older_from", "possibly_older_from"),
    "ageing": AGED,
    "target": ("finding", "target_ends_on", DUE),
    "voices": ("finding", "assessed_as_of", "claim", "claimed_as_of"),
    "reiterated": (RELATIONS,),
    "reiterates": (RELATIONS,),
    "classification": ("classification",),
    "provenance": ("provenance",),
}
COLUMNS = (*causes.PARTICULARS, *causes.VOICES, "sort_key")


@dataclass(frozen=True)
class Number:
    """A count that can be explained.

    ``rows`` is the filter whose list it counts; ``whole`` names the number it is a share of, if
    any; ``figure`` shows it.
    """

    key: str
    label: str
    rows: Mapping[str, str]
    figure: Figure
    whole: str = ""

    @property
    def reads(self) -> frozenset[str]:
        """What decides whether it counts a recommendation that meets the filters."""
        return frozenset(name for filter_ in self.rows for name in READS[filter_])


def _numbers() -> dict[str, Number]:
    """Every number of the tracker's figures, by key."""
    not_done = {"status": ",".join(sorted(NOT_DONE))}
    older = {"older_than_two_years": "yes"}
    found = [
        Number(
            word.value,
            word.label.capitalize(),
            {"status": word.value},
            IMPLEMENTATION_RATE if word is Finding.IMPLEMENTED else STATUS,
            "all",
        )
        for word in Finding
    ]
    found += [
        Number(
            "not_fully_implemented", "Not fully implemented", not_done, NOT_FULLY_IMPLEMENTED, "all"
        ),
        Number("older_than_two_years", "Open more than two years", older, OLDER, "open"),
        Number("open", "Open", {"open": "yes"}, OLDER),
        Number("all", "All recommendations", {}, STATUS),
    ]
    return {number.key: number for number in found}


NUMBERS = _numbers()


@dataclass(frozen=True)
class Standpoint:
    """A moment, and what was printed of it: the value with the version of its definition."""

    moment: Moment
    printed: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class Question:
    """Which number is explained, between which standpoints, over which rows."""

    number: Number
    before: Standpoint
    after: Standpoint
    parameters: Mapping[str, str]

    @property
    def whole(self) -> "Question | None":
        """The same question about what the number is a share of; nothing printed is known of it."""
        if not self.number.whole:
            return None
        before, after = Standpoint(self.before.moment), Standpoint(self.after.moment)
        return Question(NUMBERS[self.number.whole], before, after, self.parameters)

    @property
    def watched(self) -> Watched:
        """What can bring a row into the number or take it out; rights depend on classification."""
        given = {name for filter_ in self.parameters for name in READS.get(filter_, ())}
        return Watched(rule=self.number.reads, filters=frozenset(given | {"classification"}))


@dataclass(frozen=True)
class Look:
    """One look at the register: all rows that meet the filters, and the ids of those counted."""

    moment: Moment
    rows: Rows
    counted: frozenset[UUID]


@dataclass(frozen=True)
class Explanation:
    """A number at two standpoints and the steps between: their nets sum to the difference."""

    question: Question
    before: int
    after: int
    steps: Sequence[Step]
    stands: Mapping[UUID, Stand]
    looks: tuple[Look, Look, Look]

    @property
    def difference(self) -> int:
        """By how many the number rose; negative where it fell."""
        return self.after - self.before

    def step(self, key: str) -> Step:
        """The step with this cause; an empty one where the cause changed nothing."""
        found = next((step for step in self.steps if step.cause.key == key), None)
        return found or Step(causes.CAUSES[key])

    def counting(self, step: Step, way: str) -> Look:
        """The look at which the rows that a step added, or removed, were counted."""
        before, corrected, after = self.looks
        if step.cause is causes.CORRECTED_LATE:
            return corrected if way == "added" else before
        return after if way == "added" else corrected


def explain(viewer: Any, question: Question) -> Explanation:
    """The number at both standpoints, and every row between them under its one cause.

    A fixed number of statements, whatever the number of rows: the rows counted at each look, and
    what stood about those that moved.
    """
    looks = _looks(viewer, question)
    before, corrected, after = (look.counted for look in looks)
    stands = _stands(looks, (before ^ corrected) | (corrected ^ after))
    printed = _printed_steps(question, len(before), len(after))
    return Explanation(
        question=question,
        before=_shown(question.before, len(before)),
        after=_shown(question.after, len(after)),
        steps=[*printed, *causes.steps(stands.values(), question.watched)],
        stands=stands,
        looks=looks,
    )


def _shown(standpoint: Standpoint, computed: int) -> int:
    return computed if standpoint.printed is None else standpoint.printed


def _printed_steps(question: Question, before: int, after: int) -> list[Step]:
    """What separates the printed values from the computed ones: no row stands behind it."""
    gaps = {DEFINITION_CHANGED: 0, NOT_REPRODUCED: 0}
    for standpoint, computed, sign in ((question.before, before, 1), (question.after, after, -1)):
        version = standpoint.version
        same = version in {None, question.number.figure.version}
        gap = computed - _shown(standpoint, computed)
        gaps[NOT_REPRODUCED if same else DEFINITION_CHANGED] += sign * gap
    return [Step(cause, unlisted=gap) for cause, gap in gaps.items() if gap]


def _looks(viewer: Any, question: Question) -> tuple[Look, Look, Look]:
    """As known then, the same day as known at the later standpoint, the later day."""
    then, after = question.before.moment, question.after.moment
    corrected = replace(after, as_of=then.as_of)
    first = _look(viewer, question, then)
    second = first if then.known == corrected.known else _look(viewer, question, corrected)
    third = second if corrected.as_of == after.as_of else _look(viewer, question, after)
    return first, second, third


def _look(viewer: Any, question: Question, moment: Moment) -> Look:
    rows = population(viewer, moment, question.parameters)
    counted = filters.apply(rows, question.number.rows, moment)
    return Look(moment, rows, frozenset(counted.values_list("recommendation", flat=True)))


def _stands(looks: tuple[Look, Look, Look], moved: frozenset[UUID]) -> dict[UUID, Stand]:
    """What stood about the rows that moved, in the order of lists."""
    read: dict[int, dict[UUID, Facts]] = {}
    for look in looks:
        if id(look) not in read:
            read[id(look)] = _facts(look, list(moved))
    before, corrected, after = (read[id(look)] for look in looks)
    stands = [Stand(pk, before.get(pk), corrected.get(pk), after.get(pk)) for pk in moved]
    return {stand.id: stand for stand in sorted(stands, key=_place)}


def _place(stand: Stand) -> tuple[str, str]:
    facts = stand.after or stand.corrected or stand.before
    assert facts is not None
    return facts.stood["sort_key"], str(stand.id)


def _facts(look: Look, moved: list[UUID]) -> dict[UUID, Facts]:
    """What stood about these rows at a look, whether or not they met the filters."""
    found: dict[UUID, Facts] = {}
    for start in range(0, len(moved), AT_ONCE):
        some = moved[start : start + AT_ONCE]
        met = look.rows.filter(recommendation__in=some)
        inside = set(met.values_list("recommendation", flat=True))
        rows = states_at(look.moment).filter(recommendation__in=some)
        for row in rows.values("recommendation", "finding", *COLUMNS):
            pk, finding = row.pop("recommendation"), row["finding"]
            found[pk] = Facts(pk in look.counted, pk in inside, finding, row)
    return found


def first_day(*, demonstration: bool) -> date | None:
    """The first day for which a layer holds a recommendation."""
    states = RecommendationState.objects.filter(demonstration=demonstration)
    found: date | None = states.aggregate(first=Min("from_day"))["first"]
    return found


def read_question(
    given: Mapping[str, str], parameters: Mapping[str, str], moment: Moment
) -> Question:
    """The question as people and programs write it; without a later day it ends at ``moment``.

    Without an earlier day it begins a year before the later one. Raises ``Invalid`` naming every
    parameter that is no good.
    """
    faults: dict[str, str] = {}
    key = given.get("number") or Finding.IMPLEMENTED
    if key not in NUMBERS:
        faults["number"] = f"Choose one of: {', '.join(NUMBERS)}."
    later = replace(moment, as_of=_day(given, "after", faults) or moment.as_of)
    earlier = _day(given, "before", faults)
    known = _known(given, later, faults)
    if not faults:
        earlier = _check_days(earlier, later, parameters, faults)
    if faults or earlier is None:
        raise Invalid(fields=faults)
    before = replace(known, as_of=earlier)
    return Question(NUMBERS[key], Standpoint(before), Standpoint(later), parameters)


def _day(given: Mapping[str, str], name: str, faults: dict[str, str]) -> date | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        return parse_moment(text, None).as_of
    except Invalid as refusal:
        faults[name] = refusal.message
        return None


def _known(given: Mapping[str, str], later: Moment, faults: dict[str, str]) -> Moment:
    """As of when the earlier number was known: as the later one unless said otherwise."""
    text = given.get("before_known_at", "").strip()
    if not text:
        return later
    try:
        known = parse_moment(None, text)
    except Invalid as refusal:
        faults["before_known_at"] = refusal.fields["known_at"][0]
        return later
    assert known.known is not None
    if later.known is not None and known.known > later.known:
        faults["before_known_at"] = "This lies after what the later number is known by."
    return known


def _check_days(
    earlier: date | None, later: Moment, parameters: Mapping[str, str], faults: dict[str, str]
) -> date:
    """The earlier day, checked against the later one and the first day on record."""
    demonstration = parameters.get("provenance") == Provenance.DEMONSTRATION
    first = first_day(demonstration=demonstration) or date.min
    day = earlier or min(max(anniversary(later.as_of, -1), first), later.as_of)
    if day > later.as_of:
        faults["before"] = f"{day} lies after {later.as_of}. The earlier day comes first."
    elif earlier and day < first:
        said = f"The register holds no recommendation before {first}."
        faults["before"] = f"{said} Choose that day or a later one."
    return day


def moved_rows(explanation: Explanation, step: Step, way: str = "") -> list[tuple[str, UUID]]:
    """The rows that a step added or removed, in the order of lists; both without a ``way``."""
    ways = (way,) if way else WAYS
    return [(one, pk) for one in ways for pk in (step.added if one == "added" else step.removed)]


def read_step(explanation: Explanation, given: Mapping[str, str]) -> tuple[Step, str]:
    """The step and the way whose rows are asked for; raises ``Invalid`` naming the parameter."""
    key, way = given.get("cause", ""), given.get("way", "")
    if key not in causes.CAUSES:
        raise Invalid(fields={"cause": f"Choose one of: {', '.join(causes.CAUSES)}."})
    if way and way not in WAYS:
        raise Invalid(fields={"way": f"Choose one of: {', '.join(WAYS)}."})
    return explanation.step(key), way


def findings(explanation: Explanation, step: Step, pk: UUID) -> tuple[str, str]:
    """What was found of a moved row before and after the step; empty where it was not on record.

    A finding of a time when the classification was another is not told.
    """
    stand = explanation.stands[pk]
    late = step.cause is causes.CORRECTED_LATE
    pair = (stand.before, stand.corrected) if late else (stand.corrected, stand.after)
    classes = {facts.stood["classification"] for facts in pair if facts}
    if len(classes) > 1:
        return "", ""
    was, now = (facts.finding if facts else "" for facts in pair)
    return was, now
