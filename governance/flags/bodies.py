"""The flags of governing bodies and their terms of reference."""

from typing import Any

from governance import outputs
from governance.flags.common import raise_for
from governance.models import (
    TermsParticulars,
)
from governance.performance import Performance, first_missed, known_bodies
from governance.policies import current
from ledger import days
from ledger.flags import FewRaised, Raised, RaisedRows
from ledger.moments import Moment


def two_years(moment: Moment) -> days.Period:
    """The year before the one of the day, and that year: what a body is measured by."""
    this = moment.as_of.year
    first, last = days.parse_period(f"{this - 1:04d}"), days.parse_period(f"{this:04d}")
    return days.Period(first.first, last.last, days.Precision.YEAR)


def behind_cadence(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """A body met less often than it has to, in the year of the day or the year before."""
    known = known_bodies(viewer, moment, demonstration=demonstration)
    found = (first_missed(one) for one in known)
    return FewRaised([_behind(one) for one in found if one is not None])


def _behind(did: Performance) -> Raised:
    proof = [str(one.pk) for one in did.known.terms if one.cadence]
    proof += [str(did.count.pk)] if did.count else []
    return Raised(
        subject_id=str(did.body.pk),
        since=did.since,
        proof=proof,
        label=f"{did.known.said.name}: {did.held} of {did.required} in {did.period_name}",
        view="body-detail",
        code=did.body.code,
    )


def output_missed(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """An output or input was not delivered, in the year of the day or the year before."""
    found = outputs.outputs_due(viewer, moment, two_years(moment), demonstration=demonstration)
    first: dict[Any, Raised] = {}
    for one in outputs.shortfalls(found):
        first.setdefault(one.said.subject_id, _not_delivered(one))
    return FewRaised(list(first.values()))


def _not_delivered(one: outputs.DueOutput) -> Raised:
    proof = [str(one.said.pk), *([str(one.delivery.pk)] if one.delivery else [])]
    return Raised(
        subject_id=str(one.said.subject_id),
        since=one.period.last,
        proof=proof,
        label=f"{one.body_code}: {one.said.name}, {one.period_name}",
        view="body-detail",
        code=one.body_code,
    )


def terms_unreported(viewer: Any, moment: Moment, demonstration: bool) -> RaisedRows:
    """Terms of reference took the place of others, and no report of it to the Assembly is known."""
    rows = current(viewer, TermsParticulars, moment, demonstration=demonstration)
    joined = rows.select_related("subject__body").order_by("subject__body__code", "valid_from")
    found, before = [], None
    for row in joined:
        if row.subject.body_id == before and row.reported_in_id is None:
            found.append(_unreported(row))
        before = row.subject.body_id
    return FewRaised([one for one in found if one.since <= moment.as_of])


def _unreported(row: TermsParticulars) -> Raised:
    return Raised(
        subject_id=str(row.subject_id),
        since=row.valid_from,
        proof=[str(row.pk)],
        label=f"{row.subject.body.code}: {row.subject.code}",
        view="body-detail",
        code=row.subject.body.code,
    )


raise_for(
    "governance.behind_cadence",
    "Body behind its cadence",
    behind_cadence,
    "In the year of the day or in the year before, a body met less often than the terms of "
    "reference valid on each day say. Raised since the first expected meeting was missed, or "
    "since the end of the year where only a count is known.",
    "A/74/588, para 14",
    shown_in="body-list",
    rows={"behind": "yes"},
    severity="serious",
)
raise_for(
    "governance.output_missed",
    "Mandated output missed",
    output_missed,
    "In the year of the day or in the year before, an output of a body or an input to it was not "
    "delivered for a whole period.",
    "A/74/588, para 14",
    shown_in="output-list",
)
raise_for(
    "governance.terms_unreported",
    "Terms of reference changed without report",
    terms_unreported,
    "Terms of reference follow earlier ones of the same body, and no document that told the "
    "Assembly of the change is on record.",
    "A/74/588, para 16",
    shown_in="body-list",
)
