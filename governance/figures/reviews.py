"""Figures of compliance: policies with a gap, units reviewed, provisions kept."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max

from governance.figures.bodies import is_demonstration
from governance.figures.policies import PARAMETERS as POLICY_PARAMETERS
from governance.figures.policies import named
from governance.filters.compliance import ComplianceFilter
from governance.filters.policies import gap
from governance.lifecycle import CertifiedWord, PolicyState, ReviewDone
from governance.models import ProvisionCompliance
from governance.policies import current
from governance.queries.policies import REVIEW_PARAMETERS, reviews_asked
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from projects import filters

PARAMETERS = frozenset(ComplianceFilter.base_filters)
#: What says whether a provision is kept.
JUDGED = (CertifiedWord.COMPLIANT, CertifiedWord.PARTLY, CertifiedWord.NOT_COMPLIANT)


# --- policies with a gap -------------------------------------------------------------------------
def with_gap(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Policies with a gap out of those known by name; the states of those with one are parts."""
    rows = named(viewer, moment, parameters)
    counted = rows.aggregate(n=Count("pk"), last=Max("as_of"))
    lacking = rows.filter(gap(moment)).order_by().values("state").annotate(n=Count("pk"))
    found = {row["state"]: row["n"] for row in lacking}
    lack, opened = sum(found.values()), {**parameters, "gaps": "yes"}
    parts = [
        Part(word.value, str(word.label), found[word], lack, {**opened, "state": word.value})
        for word in PolicyState
        if word in found
    ]
    return _share(lack, counted["n"], opened, parts, counted["last"])


def _share(
    numerator: int, denominator: int, rows: Mapping[str, str], parts: list[Part], last: Any
) -> Answer:
    return Answer(
        status=Status.OK if denominator else Status.NOT_APPLICABLE,
        value=numerator if denominator else None,
        numerator=numerator,
        denominator=denominator,
        minimum=numerator,
        maximum=numerator,
        parts=parts,
        rows=rows,
        observed_through=last,
    )


GAPS = declare(
    Figure(
        key="policies.gaps",
        version=1,
        name="ICT policies with a gap",
        question="Which policies are not started, due for revision or past their review?",
        unit="policies, technical procedures and guidelines",
        formula="not started, due for revision or past the day of review ÷ known by name",
        definition="Counts policies known by name. A gap is a policy that is not started or due "
        "for revision, or one in force whose day of review has passed. Of the 42 policies of "
        "February 2019 the sources name two that are due for revision; a third had not been begun.",
        sources=("A/74/588, para 18",),
        rows="policy-list",
        parameters=POLICY_PARAMETERS,
        compute=with_gap,
        words=PolicyState.values,
        counted=named,
    )
)


# --- reviews of compliance -----------------------------------------------------------------------
def reviewed(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Reviews done out of those somebody speaks of, by unit, year and policy."""
    demonstration = is_demonstration(parameters)
    found = reviews_asked(viewer, moment, parameters, demonstration=demonstration)
    held = {word: sum(one.word == word for one in found) for word in ReviewDone}
    told = held[ReviewDone.DONE] + held[ReviewDone.NONE]
    parts = [
        Part(word.value, str(word.label), n, len(found), {**parameters, "word": word.value})
        for word, n in held.items()
        if n
    ]
    rows = {**parameters, "word": ReviewDone.DONE.value}
    last = max((one.as_of for one in found), default=None)
    return _share(held[ReviewDone.DONE], told, rows, parts, last)


REVIEWED = declare(
    Figure(
        key="compliance.reviewed",
        version=1,
        name="Compliance reviewed",
        question="Was compliance with ICT policies reviewed?",
        unit="reviews by unit and year",
        formula="reviewed ÷ (reviewed + not reviewed)",
        definition="Counts each unit and year, and each policy where one is named, of which "
        "somebody says whether compliance was reviewed. A year nobody speaks of is not counted: "
        "silence is neither a review nor the lack of one. In 2018 compliance of the regional "
        "technology centres was not reviewed.",
        sources=("A/74/588, para 18",),
        rows="compliance-review-list",
        parameters=REVIEW_PARAMETERS,
        compute=reviewed,
        words=ReviewDone.values,
    )
)


# --- provisions ----------------------------------------------------------------------------------
def stated(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Any:
    """What is said of entities and provisions: visible and meeting the filters."""
    visible = current(
        viewer, ProvisionCompliance, moment, demonstration=is_demonstration(parameters)
    )
    return filters.apply(ComplianceFilter, visible, parameters, moment)


def kept(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Provisions that entities keep out of those of which it is said; every word is a part."""
    rows = stated(viewer, moment, parameters).order_by()
    grouped = rows.values("word").annotate(n=Count("pk"), last=Max("as_of"))
    found = {row["word"]: row for row in grouped}
    counts = {word: found[word]["n"] for word in CertifiedWord if word in found}
    parts = [
        Part(
            word.value,
            str(word.label),
            n,
            sum(counts.values()),
            {**parameters, "word": word.value},
        )
        for word, n in counts.items()
    ]
    return _share(
        counts.get(CertifiedWord.COMPLIANT, 0),
        sum(counts.get(word, 0) for word in JUDGED),
        {**parameters, "word": CertifiedWord.COMPLIANT.value},
        parts,
        max((row["last"] for row in found.values()), default=None),
    )


PROVISIONS_KEPT = declare(
    Figure(
        key="compliance.provisions",
        version=1,
        name="Provisions kept",
        question="Do the entities keep to the provisions on ICT?",
        unit="provisions by entity",
        formula="compliant ÷ (compliant + partly compliant + not compliant)",
        definition="Counts each entity and provision of a bulletin or resolution of which somebody "
        "says whether it is kept. What does not apply or is not stated is no part of the whole. "
        "The sources print nothing on single entities, so in the record the figure is not "
        "applicable until somebody states it: silence is not compliance.",
        sources=("A/74/588, para 27",),
        rows="compliance-list",
        parameters=PARAMETERS,
        compute=kept,
        words=CertifiedWord.values,
        counted=stated,
    )
)
