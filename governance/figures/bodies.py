"""The figures of governing bodies: did they meet, did they deliver, does the framework work."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from governance import outputs
from governance.lifecycle import Kept, OutputWord
from governance.models import Body
from governance.outputs import DueOutput
from governance.performance import Performance, known_bodies, parse_period, perform
from ledger.days import Period
from ledger.errors import Invalid
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from secretariat.models import Provenance

PARAMETERS = frozenset({"body", "period", "provenance"})
PARA_14 = "A/74/588, para 14"
#: Statuses under which a number of meetings is known.
TOLD = frozenset({Kept.MET, Kept.MISSED, Kept.UNDER_WAY})


def is_demonstration(parameters: Mapping[str, str]) -> bool:
    """Whether the demonstration layer is asked for; without a word it is the record."""
    return parameters.get("provenance") == Provenance.DEMONSTRATION


def period_of(parameters: Mapping[str, str], moment: Moment) -> Period:
    """The period asked for; without one the last calendar year that has ended on the day."""
    return parse_period(period_name(parameters, moment))


def codes_of(parameters: Mapping[str, str]) -> list[str] | None:
    """The one body asked for, or ``None`` for all; raises ``Invalid`` for an unknown one."""
    code = parameters.get("body")
    if code is None:
        return None
    if not Body.objects.filter(code=code, demonstration=is_demonstration(parameters)).exists():
        raise Invalid(fields={"body": f"The register does not know “{code[:80]}”."})
    return [code]


def performances(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> list[Performance]:
    """How each body asked for did in the period asked for."""
    period = period_of(parameters, moment)
    known = known_bodies(
        viewer,
        moment,
        demonstration=is_demonstration(parameters),
        codes=codes_of(parameters),
    )
    return [perform(one, period) for one in known if is_asked(one.said, parameters)]


def is_asked(said: Any, parameters: Mapping[str, str]) -> bool:
    """Whether a statement is of the provenance asked for; without a word each is."""
    asked = parameters.get("provenance")
    return not asked or said.provenance in asked.split(",")


def meetings(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Meetings held out of those required; of one body with what became of each expected one."""
    rows = performances(viewer, moment, parameters)
    if "body" in parameters:
        return _of_one(rows[0], parameters) if rows else _nothing(parameters)
    return _of_all(rows, {"period": period_name(parameters, moment), **parameters})


def _nothing(parameters: Mapping[str, str]) -> Answer:
    return Answer(status=Status.NOT_APPLICABLE, value=None, denominator=0, rows=dict(parameters))


def _of_one(row: Performance, parameters: Mapping[str, str]) -> Answer:
    inside = {**parameters, "period": row.period_name}
    parts = [
        Part(word.value, word.value, number, row.required, {**inside, "outcome": word.value})
        for word, number in row.outcomes().items()
        if row.expected
    ]
    return Answer(
        status=row.status.value,
        value=row.held,
        numerator=row.held,
        denominator=row.required,
        minimum=row.held if row.held is not None else row.at_least,
        maximum=row.held,
        parts=parts,
        rows=inside,
        observed_through=row.observed_through,
    )


def _of_all(rows: Sequence[Performance], parameters: Mapping[str, str]) -> Answer:
    """Sums over the bodies of which a number is required and known; each is a part."""
    told = [row for row in rows if row.status in TOLD]
    held = sum(row.held or 0 for row in told)
    required = sum(row.required for row in told)
    parts = [
        Part(
            row.body.code,
            row.known.said.name,
            row.held or 0,
            row.required,
            {**parameters, "body": row.body.code},
        )
        for row in told
    ]
    return Answer(
        status=_together(row.status for row in rows),
        value=held if told else None,
        numerator=held if told else None,
        denominator=required,
        minimum=held,
        maximum=held if told else None,
        parts=parts,
        rows=parameters,
        observed_through=_latest(row.observed_through for row in told),
    )


def _together(words: Iterable[Kept]) -> str:
    """The status of several bodies: the worst of those that have one."""
    found = set(words)
    order = (Kept.MISSED, Kept.UNDER_WAY, Kept.MET, Kept.NOT_STATED)
    return next((word.value for word in order if word in found), Status.NOT_APPLICABLE)


def _latest(several: Iterable[date | None]) -> date | None:
    return max((day for day in several if day is not None), default=None)


def due_outputs(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> list[DueOutput]:
    """The outputs and inputs that were due in the period asked for."""
    found = outputs.outputs_due(
        viewer,
        moment,
        period_of(parameters, moment),
        demonstration=is_demonstration(parameters),
        codes=codes_of(parameters),
    )
    return [one for one in found if is_asked(one.said, parameters)]


def outputs_delivered(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Outputs and inputs delivered out of those due of which somebody says what became of them."""
    found = due_outputs(viewer, moment, parameters)
    parameters = {"period": period_name(parameters, moment), **parameters}
    counted = outputs.count(found)
    told = counted[OutputWord.DELIVERED] + counted[OutputWord.MISSED]
    parts = [
        Part(word.value, str(word.label), number, len(found), {**parameters, "word": word.value})
        for word, number in counted.items()
        if number
    ]
    days_said = (one.delivery.as_of for one in found if one.delivery is not None)
    return Answer(
        status=_output_status(counted, told),
        value=counted[OutputWord.DELIVERED] if told else None,
        numerator=counted[OutputWord.DELIVERED] if told else None,
        denominator=told,
        minimum=counted[OutputWord.DELIVERED],
        maximum=counted[OutputWord.DELIVERED] + counted[OutputWord.NOT_STATED],
        parts=parts,
        rows={**parameters, "word": OutputWord.DELIVERED.value},
        observed_through=_latest(days_said),
    )


def _output_status(counted: Mapping[OutputWord, int], told: int) -> str:
    if counted[OutputWord.MISSED]:
        return Kept.MISSED.value
    if told:
        return Kept.MET.value
    return Kept.NOT_STATED.value if counted[OutputWord.NOT_STATED] else Status.NOT_APPLICABLE


def working(
    rows: Sequence[Performance], due: Sequence[DueOutput]
) -> tuple[list[Performance], list[Performance]]:
    """The bodies whose meetings are known and required, and those of them without a shortfall."""
    missed = {one.body_code for one in outputs.shortfalls(due)}
    told = [row for row in rows if row.status in TOLD]
    kept = [row for row in told if row.status is not Kept.MISSED and row.body.code not in missed]
    return told, kept


def framework(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Bodies that met as often and delivered what they must, out of those of which it is known."""
    rows = performances(viewer, moment, parameters)
    rows, kept = working(rows, due_outputs(viewer, moment, parameters))
    inside = {"period": period_name(parameters, moment), **parameters}
    parts = [
        Part("kept", "as required", len(kept), len(rows), {**inside, "framework": "kept"}),
        Part(
            "not_kept",
            "not as required",
            len(rows) - len(kept),
            len(rows),
            {**inside, "framework": "not_kept"},
        ),
    ]
    return Answer(
        status=Status.OK if rows else Status.NOT_APPLICABLE,
        value=len(kept) if rows else None,
        numerator=len(kept) if rows else None,
        denominator=len(rows),
        minimum=len(kept),
        maximum=len(kept),
        parts=parts if rows else (),
        rows={**inside, "framework": "kept"},
        observed_through=_latest(row.observed_through for row in rows),
    )


def period_name(parameters: Mapping[str, str], moment: Moment) -> str:
    """The period asked for as it is written."""
    ended = (moment.as_of + timedelta(days=1)).year - 1
    return parameters.get("period") or f"{ended:04d}"


MEETINGS = declare(
    Figure(
        key="governance.meetings",
        version=1,
        name="Meetings held and required",
        question="Did the governing bodies meet as often as their terms of reference say?",
        unit="meetings",
        formula="meetings held in the period ÷ meetings required in it",
        definition="Required are the full intervals that lie in the period under the terms of "
        "reference in force on each day: every six weeks makes 8 in 2018, quarterly 4, at least "
        "once a year 1; of a year in which a rule holds for a part, the part, rounded down. "
        "Proposed terms require nothing. Held are meetings of the body itself and meetings of "
        "another body it was merged into; not written procedures, nor what was postponed or "
        "cancelled. An expected meeting is missed only after its last day; late when the next "
        "interval holds one too many. Where a source gives only the count of a year, the count "
        "answers from the day it speaks for, and before it the figure is not stated. Without a "
        "period, the last calendar year that has ended; without a body, the sums over the bodies "
        "of which a number is required and known.",
        sources=(PARA_14, "A/69/517, paras 47-48"),
        rows="counted-meeting-list",
        parameters=PARAMETERS,
        compute=meetings,
    )
)
OUTPUTS = declare(
    Figure(
        key="governance.outputs",
        version=1,
        name="Mandated outputs delivered",
        question="Did the governing bodies deliver and receive what they must?",
        unit="outputs and inputs",
        formula="delivered ÷ (delivered + not delivered)",
        definition="Counts each whole year or quarter for which terms of reference ask for an "
        "output of the body or an input to it. What nobody states is neither delivered nor "
        "missed: it is a part of its own. In 2018 the annual report of the ICT Board was not "
        "written; how many quarterly project updates came is not stated.",
        sources=(PARA_14,),
        rows="output-list",
        parameters=PARAMETERS,
        compute=outputs_delivered,
        words=OutputWord.values,
    )
)
FRAMEWORK = declare(
    Figure(
        key="governance.framework",
        version=1,
        name="Governance framework operational",
        question="Does the governance framework work?",
        unit="governing bodies",
        formula="bodies without a shortfall ÷ bodies whose meetings are known and required",
        definition="A body counts as working when in the period it met as often as its terms of "
        "reference say and missed no mandated output. The Board of Auditors asked that the "
        "framework be made operational.",
        sources=(PARA_14,),
        rows="body-list",
        parameters=PARAMETERS,
        compute=framework,
        words=("kept", "not_kept"),
    )
)
