"""Which mandated outputs and inputs were due in a period, and what became of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.lifecycle import DeliveryWord, OutputWord, Rhythm
from governance.models import BodyParticulars, OutputDelivery, OutputParticulars
from governance.policies import current, standing
from ledger import days
from ledger.days import FAR_FUTURE, Period, Precision
from ledger.moments import Moment

DAWN = date(1945, 10, 24)
Held = Mapping[tuple[Any, date, str], OutputDelivery]


@dataclass(frozen=True)
class DueOutput:
    """An output or input of one period, and what became of it."""

    said: OutputParticulars
    period: Period
    word: OutputWord
    delivery: OutputDelivery | None

    @property
    def period_name(self) -> str:
        """The period as it is written."""
        return days.period_text(self.period.last, self.period.precision)

    @property
    def body_code(self) -> str:
        """The code of the body that owes it."""
        return self.said.subject.body.code


def outputs_due(
    viewer: Any,
    moment: Moment,
    period: Period,
    *,
    demonstration: bool = False,
    codes: Collection[str] | None = None,
) -> list[DueOutput]:
    """What was due for periods that lie in ``period``, by body and output: three statements.

    A delivery somebody states counts. Without one, a period that has ended is *not delivered*
    only where all the body's affairs are recorded here; elsewhere silence is *not stated*.
    """
    layer = {"demonstration": demonstration}
    rows = current(viewer, OutputParticulars, moment, **layer)
    rows = rows.select_related("subject__body", "citation__document")
    if codes is not None:
        rows = rows.filter(subject__body__code__in=codes)
    recorded = _recorded(current(viewer, BodyParticulars, moment, **layer))
    held = _deliveries(standing(viewer, OutputDelivery, moment, **layer))
    return [
        _judged(said, one, held, recorded.get(said.subject.body_id), moment.as_of)
        for said in rows.order_by("subject__body__code", "subject__code")
        for one in _periods(said, period)
    ]


def _recorded(rows: Any) -> dict[Any, date | None]:
    return dict(rows.values_list("subject", "recorded_from"))


def _deliveries(rows: Any) -> Held:
    joined = rows.select_related("citation__document").order_by("as_of", "ordinal")
    return {(row.subject_id, row.period, row.period_precision): row for row in joined}


def _periods(said: OutputParticulars, within: Period) -> Iterator[Period]:
    """The whole years or quarters in which it was owed and whose end lies in ``within``."""
    first, last = said.due_from or DAWN, said.due_to or FAR_FUTURE
    for one in _named(said.rhythm, within):
        if first <= one.first and one.last <= last and within.first <= one.last <= within.last:
            yield one


def _named(rhythm: str, within: Period) -> Iterator[Period]:
    for year in range(within.first.year, within.last.year + 1):
        if rhythm == Rhythm.YEARLY:
            yield days.parse_period(f"{year:04d}")
        elif rhythm == Rhythm.QUARTERLY:
            yield from (days.parse_period(f"{year:04d}-Q{number}") for number in range(1, 5))


def _judged(
    said: OutputParticulars, period: Period, held: Held, recorded: date | None, as_of: date
) -> DueOutput:
    delivery = held.get((said.subject_id, period.last, period.precision))
    if delivery is not None:
        return DueOutput(said, period, _of_delivery(delivery), delivery)
    if period.last > as_of:
        return DueOutput(said, period, OutputWord.OPEN, None)
    year = held.get((said.subject_id, date(period.last.year, 12, 31), Precision.YEAR))
    if year is not None:
        return DueOutput(said, period, _of_delivery(year), year)
    missed = recorded is not None and recorded <= period.first
    return DueOutput(said, period, OutputWord.MISSED if missed else OutputWord.NOT_STATED, None)


def _of_delivery(delivery: OutputDelivery) -> OutputWord:
    return {
        DeliveryWord.DELIVERED: OutputWord.DELIVERED,
        DeliveryWord.MISSED: OutputWord.MISSED,
        DeliveryWord.NOT_STATED: OutputWord.NOT_STATED,
    }[DeliveryWord(delivery.word)]


def count(found: Sequence[DueOutput]) -> dict[OutputWord, int]:
    """How many came to what."""
    return {word: sum(one.word is word for one in found) for word in OutputWord}


def shortfalls(found: Sequence[DueOutput]) -> list[DueOutput]:
    """Those that were not delivered."""
    return [one for one in found if one.word is OutputWord.MISSED]
