"""Chains of requests: which later one recalls, follows or endorses which earlier one, by session."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from governance.lifecycle import FindingWord, LinkKind
from governance.models import Mandate, MandateLink, MandateState
from ledger.moments import Moment
from secretariat.models import DocumentParticulars

Address = Callable[[str], str]
#: What comes first of what happens at one session.
ORDER = {"asked": 0, "due": 1}


@dataclass(frozen=True)
class Step:
    """Another request of a chain, and how the later of the two speaks of the earlier."""

    mandate: Mandate
    link: MandateLink
    #: Whether it comes after the one whose chain it is.
    later: bool
    session: int | None

    @property
    def kind(self) -> str:
        """``recalls``, ``follows`` or ``endorses``."""
        return str(self.link.kind)


def sessions_of(documents: Iterable[UUID], moment: Moment) -> dict[UUID, int]:
    """The session of the Assembly of each document that names one: one statement for all."""
    rows = DocumentParticulars.objects.filter(subject__in=set(documents), session__isnull=False)
    standing = rows.standing(known=moment.known).order_by("as_of", "ordinal")
    return {row.subject_id: int(row.session or 0) for row in standing}


class Chains:
    """Every link that stands at a moment in one layer: two statements for any number of rows."""

    def __init__(self, moment: Moment, *, demonstration: bool) -> None:
        links = _links(moment, demonstration)
        ends = [end for link in links for end in (link.subject, link.other)]
        self.sessions = sessions_of((end.document_id for end in ends), moment)
        self._later: dict[UUID, list[MandateLink]] = defaultdict(list)
        self._earlier: dict[UUID, list[MandateLink]] = defaultdict(list)
        for link in links:
            self._later[link.other_id].append(link)
            self._earlier[link.subject_id].append(link)

    def of(self, mandate: UUID) -> list[Step]:
        """What comes before and after it, by session and code."""
        found = [*self._walk(mandate, later=False), *self._walk(mandate, later=True)]
        return sorted(found, key=lambda step: (step.session or 0, step.mandate.code))

    def earlier(self, mandate: UUID) -> list[Step]:
        """What it recalls, follows or endorses, directly or through others."""
        return [step for step in self.of(mandate) if not step.later]

    def later(self, mandate: UUID) -> list[Step]:
        """What recalls, follows or endorses it, directly or through others."""
        return [step for step in self.of(mandate) if step.later]

    def _walk(self, start: UUID, *, later: bool) -> Iterator[Step]:
        """Every request reached in one direction, each once."""
        seen, ahead = {start}, [start]
        while ahead:
            at = ahead.pop(0)
            for link in (self._later if later else self._earlier)[at]:
                other = link.subject if later else link.other
                if other.pk not in seen:
                    seen.add(other.pk)
                    ahead.append(other.pk)
                    yield Step(other, link, later, self.sessions.get(other.document_id))


def _links(moment: Moment, demonstration: bool) -> list[MandateLink]:
    """The links that stand, one for each pair and kind."""
    rows = MandateLink.objects.filter(
        subject__demonstration=demonstration, as_of__lte=moment.as_of
    ).standing(known=moment.known)
    joined = rows.select_related("subject__document", "other__document", "citation__document")
    found = {
        (link.subject_id, link.kind, link.other_id): link
        for link in joined.order_by("as_of", "ordinal")
    }
    return list(found.values())


# --- the time line -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Mark:
    """What happened, or is due, at a session."""

    session: int
    kind: str
    code: str
    document: str
    paragraph: str
    url: str


@dataclass
class Line:
    """A chain on the time line, named after the request that began it."""

    state: MandateState
    url: str
    marks: list[Mark] = field(default_factory=list)
    #: How many requests are to be answered through it.
    carries: int = 0


def time_line(
    states: Sequence[MandateState], chains: Chains, moment: Moment, address: Address
) -> list[Line]:
    """A line for each request that is due at a session, was taken up later, or was answered.

    What comes through another request is counted on the line of that one. ``address`` gives the
    page of a request by its code.
    """
    drawing = _Drawing(states, chains, moment, address)
    lines = [
        drawing.line(state)
        for state in states
        if not chains.earlier(state.mandate_id) and not state.vehicle_id
    ]
    told = [line for line in lines if len({mark.kind for mark in line.marks}) > 1]
    return sorted(told, key=lambda line: (line.marks[0].session, line.state.code))


class _Drawing:
    """What the lines of one drawing share."""

    def __init__(
        self,
        states: Sequence[MandateState],
        chains: Chains,
        moment: Moment,
        address: Address,
    ) -> None:
        self.chains, self.address = chains, address
        self.by_id = {state.mandate_id: state for state in states}
        self.carries = Counter(state.vehicle_id for state in states)
        documents = {state.document_id for state in states}
        documents |= {place.document_id for state in states if (place := _answered_in(state))}
        self.sessions = {**chains.sessions, **sessions_of(documents, moment)}

    def line(self, state: MandateState) -> Line:
        """The chain that a request begins."""
        marks = [*self._own(state), *self._later(state)]
        if any(mark.kind == LinkKind.RECALLS for mark in marks):
            marks = [mark for mark in marks if mark.kind != FindingWord.NOT_FULFILLED]
        marks.sort(key=lambda mark: (mark.session, ORDER.get(mark.kind, len(ORDER))))
        return Line(state, self.address(state.code), marks, self.carries[state.mandate_id])

    def _own(self, state: MandateState) -> Iterator[Mark]:
        if session := self.sessions.get(state.document_id):
            yield self._mark(state.mandate, session, "asked")
        if state.due_session:
            yield self._mark(state.mandate, state.due_session, "due")
        place = _answered_in(state)
        session = self.sessions.get(place.document_id) if place else None
        if state.finding and place and session:
            document, url = place.document.symbol, self.address(state.code)
            word = str(state.finding.word)
            yield Mark(session, word, state.code, document, place.locator, url)

    def _later(self, state: MandateState) -> Iterator[Mark]:
        for step in self.chains.later(state.mandate_id):
            if step.session:
                yield self._mark(step.mandate, step.session, step.kind)
            taken_up = self.by_id.get(step.mandate.pk)
            if taken_up is not None and taken_up.due_session:
                yield self._mark(step.mandate, taken_up.due_session, "due")

    def _mark(self, mandate: Mandate, session: int, kind: str) -> Mark:
        url = self.address(mandate.code)
        return Mark(session, kind, mandate.code, mandate.document.symbol, mandate.paragraph, url)


def _answered_in(state: MandateState) -> Any:
    """The place of the later document that says what became of a request."""
    return state.finding.citation if state.finding else None
