"""The figures of the tracker. Each is one SQL aggregate over the rows its viewer may see."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from audits import ageing, filters
from audits.filters import RecommendationFilter, Rows
from audits.lifecycle import NOT_DONE, Acceptance, Finding
from audits.policies import viewable_by
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from secretariat.models import Provenance

PARA_4 = "A/74/588, para 4"
PARAMETERS = frozenset(RecommendationFilter.base_filters)


def population(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Rows:
    """The rows a figure counts: what the viewer may see, of one layer, that meets the filters."""
    demonstration = parameters.get("provenance") == Provenance.DEMONSTRATION
    rows = viewable_by(viewer, moment, demonstration=demonstration)
    return filters.apply(rows, parameters, moment)


def status(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """How many recommendations stand at each finding, and which share that is."""
    rows = population(viewer, moment, parameters)
    grouped = rows.values("finding").annotate(n=Count("pk"), last=Max("assessed_as_of"))
    found = {row["finding"]: row for row in grouped.order_by()}
    total = sum(row["n"] for row in found.values())
    parts = [
        Part(
            word.value,
            str(word.label),
            found[word]["n"],
            total,
            rows={**parameters, "status": word.value},
        )
        for word in Finding
        if word in found
    ]
    return Answer(
        status=Status.OK if total else Status.NOT_APPLICABLE,
        value=total,
        denominator=total,
        minimum=total,
        maximum=total,
        parts=parts,
        rows=parameters,
        observed_through=_latest(row["last"] for row in found.values()),
    )


def implementation_rate(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Implemented out of all, and beside it out of three narrower populations."""
    done = Q(finding=Finding.IMPLEMENTED)
    accepted = Q(acceptance=Acceptance.ACCEPTED)
    due = Q(target_ends_on__lte=moment.as_of)
    standing = ~Q(finding=Finding.OVERTAKEN_BY_EVENTS)
    rows = population(viewer, moment, parameters)
    counted = rows.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=done),
        accepted=Count("pk", filter=accepted),
        accepted_done=Count("pk", filter=accepted & done),
        due=Count("pk", filter=due),
        due_done=Count("pk", filter=due & done),
        standing=Count("pk", filter=standing),
        last=Max("assessed_as_of"),
    )
    opened = {**parameters, "status": Finding.IMPLEMENTED.value}
    parts = [
        Part("of_all", "implemented ÷ all", counted["done"], counted["all"], opened),
        Part(
            "of_accepted",
            "implemented ÷ accepted",
            counted["accepted_done"],
            counted["accepted"],
            {**opened, "acceptance": Acceptance.ACCEPTED.value},
        ),
        Part(
            "of_due",
            "implemented ÷ due",
            counted["due_done"],
            counted["due"],
            {**opened, "target": "due"},
        ),
        Part(
            "without_overtaken",
            "implemented ÷ all but those overtaken by events",
            counted["done"],
            counted["standing"],
            opened,
        ),
    ]
    return _share(counted["done"], counted["all"], opened, parts, counted["last"])


def not_fully_implemented(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Under implementation or not implemented, out of all."""
    words = sorted(NOT_DONE)
    rows = population(viewer, moment, parameters)
    counted = rows.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(finding__in=words)),
        last=Max("assessed_as_of"),
    )
    opened = {**parameters, "status": ",".join(words)}
    return _share(counted["open"], counted["all"], opened, (), counted["last"])


def older_than_two_years(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Open recommendations older than two years, out of all open ones.

    ``minimum`` counts those older by even the latest possible issue date, ``maximum`` adds those
    whose bounds leave it open.
    """
    as_of = moment.as_of
    rules = {
        "yes": ageing.older(as_of),
        "no": ageing.not_older(as_of),
        "undetermined": ageing.undetermined(as_of),
    }
    labels = {
        "yes": "more than two years",
        "no": "two years or less",
        "undetermined": "undetermined",
    }
    rows = population(viewer, moment, parameters)
    counted = rows.aggregate(
        open=Count("pk", filter=ageing.OPEN),
        last=Max("assessed_as_of"),
        **{key: Count("pk", filter=rule) for key, rule in rules.items()},
    )
    parts = [
        Part(
            key,
            labels[key],
            counted[key],
            counted["open"],
            {**parameters, "older_than_two_years": key},
        )
        for key in rules
        if counted[key]
    ]
    opened = {**parameters, "older_than_two_years": "yes"}
    return _share(
        counted["yes"],
        counted["open"],
        opened,
        parts,
        counted["last"],
        open_to=counted["undetermined"],
    )


def ageing_classes(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Open recommendations by age."""
    rules = ageing.classes(moment.as_of)
    rows = population(viewer, moment, parameters)
    counted = rows.aggregate(
        open=Count("pk", filter=ageing.OPEN),
        last=Max("assessed_as_of"),
        **{f"class_{n}": Count("pk", filter=rule) for n, rule in enumerate(rules.values())},
    )
    counts = {key: counted[f"class_{n}"] for n, key in enumerate(rules)}
    parts = [
        Part(key, ageing.LABELS[key], count, counted["open"], {**parameters, "ageing": key})
        for key, count in counts.items()
        if count
    ]
    return Answer(
        status=Status.OK if counted["open"] else Status.NOT_APPLICABLE,
        value=counted["open"],
        denominator=counted["open"],
        minimum=counted["open"],
        maximum=counted["open"],
        parts=parts,
        rows={**parameters, "open": "yes"},
        observed_through=counted["last"],
    )


def _share(
    numerator: int,
    denominator: int,
    rows: Mapping[str, str],
    parts: Any,
    last: date | None,
    *,
    open_to: int = 0,
) -> Answer:
    """A count out of a whole; ``open_to`` more may belong to it where the sources leave it open."""
    answered = Status.UNDETERMINED if open_to else Status.OK
    return Answer(
        status=answered if denominator else Status.NOT_APPLICABLE,
        value=None if open_to or not denominator else numerator,
        numerator=numerator,
        denominator=denominator,
        minimum=numerator,
        maximum=numerator + open_to,
        parts=list(parts),
        rows=rows,
        observed_through=last,
    )


def _latest(days: Any) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _declare(key: str, name: str, compute: Any, **about: Any) -> Figure:
    return declare(
        Figure(
            key=f"recommendations.{key}",
            version=1,
            name=name,
            unit="recommendations",
            rows="recommendation-list",
            parameters=PARAMETERS,
            compute=compute,
            counted=population,
            **about,
        )
    )


STATUS = _declare(
    "status",
    "Recommendations by status",
    status,
    words=Finding.values,
    question="Which recommendations are carried out?",
    formula="count of recommendations per finding; share = count ÷ all counted",
    definition="Each recommendation counts once, at the last finding of its oversight body that "
    "speaks for the day or an earlier one. A claim of the Administration changes nothing. One "
    "that no finding speaks for counts as not assessed.",
    sources=(PARA_4,),
)
IMPLEMENTATION_RATE = _declare(
    "implementation_rate",
    "Implementation rate",
    implementation_rate,
    words=("of_all", "of_accepted", "of_due", "without_overtaken"),
    question="What share is implemented?",
    formula="implemented ÷ all; beside it ÷ accepted, ÷ due, ÷ all but overtaken by events",
    definition="Implemented means found so by the oversight body. Not accepted and overtaken by "
    "events never count as implemented. Due are those whose target quarter has ended. Nothing "
    "out of nothing is not applicable.",
    sources=(PARA_4, "A/74/588, para 4 (2 of 39: 5 per cent)"),
)
NOT_FULLY_IMPLEMENTED = _declare(
    "not_fully_implemented",
    "Not fully implemented",
    not_fully_implemented,
    words=(),
    question="How much is still to do?",
    formula="(under implementation + not implemented) ÷ all",
    definition="The two findings that say that something remains to be done, taken together.",
    sources=("A/74/588, para 4 (37 of 39: 95 per cent)",),
)
OLDER = _declare(
    "older_than_two_years",
    "Open more than two years",
    older_than_two_years,
    words=("yes", "no", "undetermined"),
    question="What is open after two years?",
    formula="open and day > issue date + 2 years ÷ open",
    definition="Exactly two years is not older; 29 February plus two years is 28 February. Where "
    "the sources give the issue date as two bounds, a recommendation is older when even the "
    "latest possible date is, not older when even the earliest is not, and otherwise "
    "undetermined: the figure then answers a minimum and a maximum.",
    sources=("A/74/588, para 4 (12 of 37)",),
)
AGEING = _declare(
    "ageing",
    "Open recommendations by age",
    ageing_classes,
    words=tuple(ageing.LABELS),
    question="How old is what is open?",
    formula="count of open recommendations per class of age since issue",
    definition="Classes are more than 0 up to 1 year, 1 to 2, 2 to 3, 3 to 5, and more than 5. A "
    "recommendation stands in a class when both bounds of its issue date do; the others stand in "
    "three classes of their own, so that all classes add up to all that is open.",
    sources=(PARA_4,),
)
