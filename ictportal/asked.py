"""All that is asked: requests of the Assembly and recommendations of its advisers and auditors.

The two kinds stand side by side and are counted apart: they never enter one rate.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from audits import filters as audit_filters
from audits import queries as audit_queries
from audits.lifecycle import CLOSING
from audits.models import RecommendationState
from audits.policies import viewable_by
from audits.queries import Row
from governance.filters.mandates import MandateFilter
from governance.lifecycle import Authority, MandateStatus
from governance.models import MandateState
from governance.policies import viewable_mandates
from governance.queries import mandates as mandate_queries
from governance.queries.mandates import MandateRow
from ledger.errors import Invalid
from ledger.importing.cells import as_text
from ledger.moments import Moment
from projects import filters

#: Who speaks in a request: the code of the asker, and the name.
ASKERS: Mapping[str, tuple[str, Any]] = {
    Authority.ACABQ: ("ACABQ", _("Advisory Committee on Administrative and Budgetary Questions")),
    Authority.ASSEMBLY: ("ASSEMBLY", _("General Assembly")),
    Authority.DRAFT: ("DRAFT", _("Draft resolution before the Assembly")),
}
#: Requests that were answered by what a later document says.
ANSWERED = Q(status=MandateStatus.FULFILLED)
COLUMNS = (
    "asker",
    "reference",
    "title",
    "due",
    "due_on",
    "state",
    "open",
    "days_past_due",
    "days_late",
    "provenance",
    "id",
)


@dataclass(frozen=True)
class Question:
    """What is looked for among all that is asked: each part empty when it does not matter."""

    asker: str = ""
    open: str = ""
    q: str = ""


@dataclass(frozen=True)
class Tally:
    """How much one asker asked for, and how much of it is open."""

    key: str
    name: str
    asked: int
    closed: int

    @property
    def open(self) -> int:
        """What is neither fulfilled nor closed by the asker."""
        return self.asked - self.closed


@dataclass(frozen=True)
class Item:
    """One thing asked: a request or a recommendation, as its own list shows it."""

    asker: str
    request: MandateRow | None = None
    recommendation: Row | None = None


class Asked(Sequence[Item]):
    """What a person may see of all that is asked, requests first, then body by body.

    A page of it costs the same number of statements, however much there is.
    """

    def __init__(
        self, viewer: Any, moment: Moment, question: Question, *, demonstration: bool = False
    ) -> None:
        self.moment, self.layer = moment, demonstration
        mandates = viewable_mandates(viewer, moment, demonstration=demonstration)
        self._all_requests = mandates.exclude(status=MandateStatus.NOTHING_DUE)
        self._all_recommendations = viewable_by(viewer, moment, demonstration=demonstration)
        self.tallies = _by_asker([*self._authorities(), *self._bodies()])
        self.names = {tally.key: tally.name for tally in self.tallies}
        _check(question, self.names)
        self.requests = self._requests(question)
        self.recommendations = self._recommendations(question)
        self._first = self.requests.count()
        self._length = self._first + self.recommendations.count()

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: Any) -> Any:
        start, stop, _step = at.indices(len(self))
        own = self.requests[start : min(stop, self._first)] if start < self._first else []
        others = (
            self.recommendations[max(start - self._first, 0) : stop - self._first]
            if stop > self._first
            else []
        )
        return [*self._told_requests(own), *self._told_recommendations(others)]

    def _authorities(self) -> Iterator[Tally]:
        grouped = self._all_requests.values("authority").annotate(
            n=Count("pk"), done=Count("pk", filter=ANSWERED)
        )
        for row in grouped.order_by("authority"):
            key, name = ASKERS[row["authority"]]
            yield Tally(key, str(name), row["n"], row["done"])

    def _bodies(self) -> Iterator[Tally]:
        closed = Count("pk", filter=Q(finding__in=sorted(CLOSING)))
        grouped = self._all_recommendations.values("body__code", "body__name").annotate(
            n=Count("pk"), done=closed
        )
        for row in grouped.order_by("body__code"):
            yield Tally(row["body__code"], row["body__name"], row["n"], row["done"])

    def _requests(self, question: Question) -> QuerySet[MandateState]:
        spoken = [word for word, (key, _name) in ASKERS.items() if key == question.asker]
        if question.asker and not spoken:
            return self._all_requests.none()
        given = {"q": question.q, "authority": ",".join(spoken)}
        found = filters.apply(MandateFilter, self._all_requests, _filled(given), self.moment)
        if question.open:
            found = found.filter(~ANSWERED if question.open == "yes" else ANSWERED)
        return mandate_queries.related(found.order_by("authority", "document__symbol", "code"))

    def _recommendations(self, question: Question) -> QuerySet[RecommendationState]:
        rows = self._all_recommendations
        if question.asker:
            rows = rows.filter(body__code=question.asker)
        given = {"q": question.q, "open": question.open}
        found = audit_filters.apply(rows, _filled(given), self.moment)
        return audit_queries.related(found.order_by("body__code", "sort_key", "recommendation"))

    def _told_requests(self, states: Any) -> Iterator[Item]:
        for state in states:
            row = MandateRow(state, self.moment.as_of)
            yield Item(str(ASKERS[state.authority][1]), request=row)

    def _told_recommendations(self, states: Any) -> Iterator[Item]:
        found = list(states)
        if found:
            for row in audit_queries.with_targets(found, self.moment):
                yield Item(self.names[row.state.body.code], recommendation=row)


def _by_asker(tallies: Iterable[Tally]) -> list[Tally]:
    """One tally for each asker: the Advisory Committee speaks in both kinds."""
    found: dict[str, Tally] = {}
    for one in tallies:
        held = found.get(one.key, Tally(one.key, one.name, 0, 0))
        found[one.key] = Tally(
            held.key, held.name, held.asked + one.asked, held.closed + one.closed
        )
    return list(found.values())


def _filled(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value}


def _check(question: Question, askers: dict[str, str]) -> None:
    """Refuse words that mean nothing here."""
    faults = {}
    if question.asker and question.asker not in askers:
        faults["asker"] = f"Choose one of: {', '.join(askers) or 'none'}."
    if question.open not in {"", "yes", "no"}:
        faults["open"] = "Choose yes or no."
    if faults:
        raise Invalid(fields=faults)


def cells(item: Item) -> list[object]:
    """One thing asked as the cells of its line."""
    if item.request:
        return _request_cells(item.asker, item.request)
    assert item.recommendation is not None
    return _recommendation_cells(item.asker, item.recommendation)


def _request_cells(asker: str, row: MandateRow) -> list[object]:
    state = row.state
    due = state.particulars.due_text or (str(state.due_session) if state.due_session else "")
    is_open = "no" if state.status == MandateStatus.FULFILLED else "yes"
    cell: list[object] = [asker, str(state.mandate), state.title, due, as_text(state.due_on)]
    late = [row.days_past_due or "", state.days_late or ""]
    return [*cell, state.status, is_open, *late, state.provenance, str(state.mandate_id)]


def _recommendation_cells(asker: str, row: Row) -> list[object]:
    state = row.state
    word = state.assessment.word.word if state.assessment else state.finding
    due = as_text(state.target_ends_on)
    cell: list[object] = [asker, str(row.recommendation), state.particulars.title, row.target, due]
    is_open = "yes" if row.is_open else "no"
    late = [row.overdue_days or "", ""]
    return [*cell, word, is_open, *late, state.provenance, str(state.recommendation_id)]
