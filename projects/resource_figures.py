"""The figures of printed tables: posts by component, and comparisons that differ."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Max, Sum

from ledger.errors import Invalid
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from projects.comparisons import DIFFERS, MATCHES, OUTCOMES, Outcome, compared, touching
from projects.figures import AMOUNT_PARAMETERS, COMPONENTS, amounts, is_demonstration
from projects.lifecycle import Unit
from projects.models import TableParticulars
from secretariat.access import may
from secretariat.roles import Permission

DEFAULT_POSTS = {"table": "29C.15", "year": "2021", "measure": "posts"}
#: The components of the programme budget by their names in A/75/6 (Sect. 29C).
COMPONENT_NAMES: Mapping[str, str] = {
    "executive_direction": "executive direction and management",
    "subprogramme_1": "subprogramme 1",
    "subprogramme_2": "subprogramme 2",
    "subprogramme_3": "subprogramme 3",
}


def posts(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """The posts of the components in a table of posts; raises ``Invalid`` for another table."""
    given = {**DEFAULT_POSTS, **parameters}
    _check_counts_posts(given["table"], moment)
    rows = amounts(viewer, moment, given).values("component")
    grouped = rows.annotate(n=Sum("thousandths"), last=Max("as_of")).order_by("component")
    found = {row["component"]: row for row in grouped}
    counts = {name: found[name]["n"] // 1000 for name in COMPONENTS if name in found}
    total, opened = sum(counts.values()), {**given}
    return Answer(
        status=Status.OK if found else Status.NOT_APPLICABLE,
        value=total if found else None,
        denominator=total,
        minimum=total,
        maximum=total,
        parts=[
            Part(name, COMPONENT_NAMES[name], n, total, {**opened, "component": name})
            for name, n in counts.items()
        ],
        rows=opened,
        observed_through=max((row["last"] for row in found.values()), default=None),
    )


def _check_counts_posts(code: str, moment: Moment) -> None:
    table = TableParticulars.objects.filter(subject__code=code)
    units = table.current(moment.as_of, known=moment.known).values_list("unit", flat=True)
    if any(unit != Unit.POSTS for unit in units):
        raise Invalid(fields={"table": "This table does not count posts."})


def population(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> list[Outcome]:
    """The comparisons a figure counts: in force on the day, about the table asked for."""
    if not may(viewer, Permission.READ_REGISTER):
        return []
    found = compared(moment, is_demonstration(parameters))
    return touching(found, parameters.get("table", ""))


def differing(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Comparisons that come out differently, out of those that can be computed."""
    found = population(viewer, moment, parameters)
    counts = Counter(one.outcome for one in found)
    computed = counts[DIFFERS] + counts[MATCHES]
    return Answer(
        status=Status.OK if computed else Status.NOT_APPLICABLE,
        value=counts[DIFFERS] if computed else None,
        numerator=counts[DIFFERS],
        denominator=computed,
        minimum=counts[DIFFERS],
        maximum=counts[DIFFERS],
        parts=[
            Part(outcome, word, counts[outcome], len(found), {**parameters, "outcome": outcome})
            for outcome, word in OUTCOMES.items()
            if counts[outcome]
        ],
        rows={**parameters, "outcome": DIFFERS},
        observed_through=max((one.source.as_of for one in found if one.source), default=None),
    )


POSTS = declare(
    Figure(
        key="resources.posts",
        version=1,
        name="Posts by component",
        question="How many posts, and for what?",
        unit="posts",
        formula="sum of the component lines of a table of posts, by component",
        definition="Adds the posts of executive direction and the three subprogrammes over all "
        "sources of funds, as printed, and no line that is itself a total. Without parameters: "
        "the posts proposed for 2021 in table 29C.15, whose printed title speaks of financial "
        "resources.",
        sources=("A/75/6 (Sect. 29C), table 29C.15",),
        rows="resource-amount-list",
        parameters=AMOUNT_PARAMETERS,
        compute=posts,
        words=COMPONENTS,
        counted=lambda viewer, moment, given: amounts(viewer, moment, {**DEFAULT_POSTS, **given}),
    )
)
DIFFERING = declare(
    Figure(
        key="comparisons.differing",
        version=1,
        name="Printed numbers that differ from computed ones",
        question="Do the documents add up?",
        unit="comparisons",
        formula="differs ÷ (differs + matches)",
        definition="Each comparison holds a printed number against a sum, share or other print. "
        "Both numbers stand and neither is corrected. Contradictions in words, and comparisons "
        "that need a number which is not on record, are parts of their own and in no rate. "
        "Projects reported complete with an objective unmet count among those that differ.",
        sources=("A/69/517, annex III", "A/75/6 (Sect. 29C), tables 29C.11-29C.21"),
        rows="discrepancies",
        parameters=frozenset({"table", "provenance"}),
        compute=differing,
        words=tuple(OUTCOMES),
    )
)
