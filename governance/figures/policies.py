"""The figure of policies: how many bind, how many of them are known by name, where each stands."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max

from governance.figures.bodies import is_demonstration
from governance.filters.policies import PolicyFilter
from governance.lifecycle import IN_FORCE, PolicyKind, PolicyState
from governance.models import PolicyParticulars
from governance.policies import current
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from projects import filters
from secretariat.models import PopulationCount

PARAMETERS = frozenset(PolicyFilter.base_filters)
#: The totals that a document prints, by the kind of policy asked for.
PRINTED: Mapping[str, str] = {
    "": "ict-policies-2019",
    PolicyKind.TECHNICAL_PROCEDURE: "ict-technical-procedures-2019",
}


def printed_total(moment: Moment, parameters: Mapping[str, str]) -> PopulationCount | None:
    """The total a document prints for just this question; ``None`` for a narrower one."""
    if set(parameters) - {"kind"} or parameters.get("kind", "") not in PRINTED:
        return None
    code = PRINTED[parameters.get("kind", "")]
    counts = PopulationCount.objects.filter(subject__code=code)
    return counts.current(moment.as_of, known=moment.known).first()


def named(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Any:
    """The policies known by name that a figure counts: visible and meeting the filters."""
    demonstration = is_demonstration(parameters)
    visible = current(viewer, PolicyParticulars, moment, demonstration=demonstration)
    return filters.apply(PolicyFilter, visible, parameters, moment)


def count(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Policies in force known by name, out of all that are in force; each state is a part."""
    rows = named(viewer, moment, parameters)
    grouped = rows.values("state").annotate(n=Count("pk"), last=Max("as_of")).order_by()
    found = {row["state"]: row["n"] for row in grouped}
    known = sum(n for state, n in found.items() if state in IN_FORCE)
    printed = printed_total(moment, parameters)
    total = printed.count if printed else known
    lasts = [row["last"] for row in grouped] + ([printed.as_of] if printed else [])
    parts = [
        Part(
            word.value,
            str(word.label),
            found[word],
            sum(found.values()),
            {**parameters, "state": word.value},
        )
        for word in PolicyState
        if word in found
    ]
    return Answer(
        status=Status.OK if total or found else Status.NOT_APPLICABLE,
        value=total if total or found else None,
        numerator=known,
        denominator=total,
        minimum=known,
        maximum=total,
        parts=parts,
        rows={**parameters, "in_force": "yes"},
        observed_through=max(lasts, default=None),
    )


COUNT = declare(
    Figure(
        key="policies.count",
        version=1,
        name="ICT policies in force",
        question="Which ICT policies are in force, and which are known by name?",
        unit="policies, technical procedures and guidelines",
        formula="in force and known by name ÷ in force",
        definition="In force are policies issued and not withdrawn, also while due for or under "
        "revision. Where a document prints only a total, the total is the whole and the "
        "difference is not known by name: 42 policies in February 2019, of which 22 technical "
        "procedures. The parts are the named ones by state, not started ones among them.",
        sources=("A/74/588, para 18",),
        rows="policy-list",
        parameters=PARAMETERS,
        compute=count,
        words=PolicyState.values,
        counted=named,
    )
)
