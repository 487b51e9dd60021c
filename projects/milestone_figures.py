"""The figure of promised dates: which milestones are later than was first promised."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from projects.figures import is_demonstration
from projects.filters import later_than_promised
from projects.models import MilestoneState
from projects.policies import viewable_milestones
from projects.slippage import narrowed


def population(
    viewer: Any, moment: Moment, parameters: Mapping[str, str]
) -> QuerySet[MilestoneState]:
    """The milestones a figure counts: visible to the viewer, of the project asked for."""
    visible = viewable_milestones(viewer, moment, demonstration=is_demonstration(parameters))
    given = {name: value for name, value in parameters.items() if name != "provenance"}
    found: QuerySet[MilestoneState] = narrowed(visible, given)
    return found


def slipped(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Milestones later than first promised, out of those that were promised for a day."""
    promised = Q(first_day__isnull=False, expected__isnull=False)
    silent = Q(actual__isnull=True, expected__lt=moment.as_of)
    said = Coalesce("actual__as_of", "forecast__as_of", "current__as_of")
    counted = population(viewer, moment, parameters).aggregate(
        all=Count("pk"),
        promised=Count("pk", filter=promised),
        late=Count("pk", filter=later_than_promised()),
        silent=Count("pk", filter=silent),
        last=Max(said),
    )
    passed = {**parameters, "passed": "yes"}
    return Answer(
        status=Status.OK if counted["promised"] else Status.NOT_APPLICABLE,
        value=counted["late"] if counted["promised"] else None,
        numerator=counted["late"],
        denominator=counted["promised"],
        minimum=counted["late"],
        maximum=counted["late"],
        parts=[Part("passed", "day passed in silence", counted["silent"], counted["all"], passed)],
        rows={**parameters, "slipped": "yes"},
        observed_through=counted["last"],
    )


SLIPPED = declare(
    Figure(
        key="milestones.slipped",
        version=1,
        name="Milestones later than first promised",
        question="Which dates were not kept?",
        unit="milestones",
        formula="expected or reached after the first baseline ÷ with a first baseline",
        definition="A milestone counts as later when the day it was reached, or else is forecast "
        "or planned for, lies after the day of its first baseline; one without a baseline is not "
        "counted. Where the expected day has passed and nobody said that it was reached, it is a "
        "part of its own: nothing is derived from the silence.",
        sources=("A/74/588, paras 8, 10", "A/69/517, annex I"),
        rows="slippage",
        parameters=frozenset({"project", "provenance"}),
        compute=slipped,
        words=("passed",),
    )
)
