"""The figure of decisions: how far what governing bodies decided is carried out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max

from governance.figures.bodies import is_demonstration
from governance.filters.decisions import DecisionFilter
from governance.lifecycle import DecisionWord
from governance.queries import decisions
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from projects import filters

PARAMETERS = frozenset(DecisionFilter.base_filters)
#: What asks for action.
TO_DO = (DecisionWord.OPEN, DecisionWord.DONE, DecisionWord.NOT_DONE)


def valid(parameters: Mapping[str, str]) -> dict[str, str]:
    """The filters, without decisions replaced by later ones where they do not speak of it."""
    return {"superseded": "no", **parameters}


def population(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Any:
    """The decisions a figure counts: visible and meeting the filters."""
    demonstration = is_demonstration(parameters)
    visible = decisions.decisions(viewer, moment, demonstration=demonstration)
    return filters.apply(DecisionFilter, visible, valid(parameters), moment)


def carried_out(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Decisions carried out of those that ask for action; every state is a part."""
    rows = population(viewer, moment, parameters)
    grouped = rows.order_by().values("word").annotate(n=Count("pk"), last=Max("as_of"))
    found = {row["word"]: row for row in grouped}
    counts = {word: found[word]["n"] for word in DecisionWord if word in found}
    asked = sum(counts.get(word, 0) for word in TO_DO)
    done, opened = counts.get(DecisionWord.DONE, 0), valid(parameters)
    parts = [
        Part(word.value, str(word.label), n, sum(counts.values()), {**opened, "word": word.value})
        for word, n in counts.items()
    ]
    return Answer(
        status=Status.OK if asked else Status.NOT_APPLICABLE,
        value=done if asked else None,
        numerator=done,
        denominator=asked,
        minimum=done,
        maximum=done,
        parts=parts,
        rows={**opened, "word": DecisionWord.DONE.value},
        observed_through=max((row["last"] for row in found.values()), default=None),
    )


CARRIED_OUT = declare(
    Figure(
        key="decisions.carried_out",
        version=1,
        name="Decisions carried out",
        question="Is what the governing bodies decide carried out?",
        unit="decisions",
        formula="carried out ÷ (to be carried out + carried out + not carried out)",
        definition="Each decision counts once, by what was said last of it; one that a later "
        "decision replaced does not count, nor one that needs no action. Every state is a part. "
        "The sources name one decision, so in the record the figure says how little of the "
        "decisions is on record, not how few there were.",
        sources=("A/69/517, para 46", "A/74/588, para 14"),
        rows="decision-list",
        parameters=PARAMETERS,
        compute=carried_out,
        words=DecisionWord.values,
        counted=population,
    )
)
