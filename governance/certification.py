"""Rounds of self-certification: who was asked about what, who answered, who has not responded."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from governance import policies
from governance.lifecycle import IN_FORCE, CertifiedWord, FormState, PolicyState
from governance.models import (
    CertificationForm,
    CertifiedPolicy,
    Policy,
    PolicyParticulars,
    RoundEntity,
    RoundParticulars,
    RoundPolicy,
    SelfCertification,
)
from ledger.moments import Moment
from projects.slippage import date_words
from secretariat.models import Entity
from secretariat.queries import entity_names


@dataclass(frozen=True)
class Share:
    """So many of so many; ``printed`` when a document prints both and the register does not count."""

    numerator: int
    denominator: int
    printed: bool = False


@dataclass(frozen=True)
class RoundState:
    """A round as it stood at a moment: asked entities, policies asked about, what came back."""

    said: RoundParticulars
    entities: tuple[Entity, ...]
    policies: tuple[Policy, ...]
    complete: int
    in_force: frozenset[UUID]
    as_of: date

    @property
    def code(self) -> str:
        """The code of the round."""
        return self.said.subject.code

    @property
    def opened(self) -> str:
        """When the round began, as exactly as it is stated."""
        return date_words(self.said.opened_on, self.said.opened_precision)

    @property
    def is_known_by_name(self) -> bool:
        """Whether it is on record which entities were asked; else only printed totals speak."""
        return bool(self.entities)

    @property
    def is_open(self) -> bool:
        """Whether the round has begun and its last day for answers has not passed."""
        return self.has_begun and not self.is_over

    @property
    def has_begun(self) -> bool:
        """Whether answers can be given."""
        return self.said.opened_on <= self.as_of

    @property
    def is_over(self) -> bool:
        """Whether the last day for answers has passed."""
        return self.said.closes_on is not None and self.said.closes_on < self.as_of

    @property
    def response(self) -> Share:
        """Complete forms of entities asked; the printed numbers where a document prints them."""
        said = self.said
        return _share(said.printed_complete, said.printed_asked, self.complete, len(self.entities))

    @property
    def coverage(self) -> Share:
        """Policies asked about of those in force when the round opened; printed numbers first."""
        said = self.said
        covered = sum(policy.pk in self.in_force for policy in self.policies)
        return _share(said.printed_covered, said.printed_in_force, covered, len(self.in_force))


def _share(part: int | None, whole: int | None, counted: int, of: int) -> Share:
    return Share(
        counted if part is None else part,
        of if whole is None else whole,
        printed=part is not None and whole is not None,
    )


@dataclass(frozen=True)
class FormRow:
    """The form of one entity in a round; ``said`` is what it last certified, if anything."""

    entity: Entity
    name: str
    version: int = 0
    said: SelfCertification | None = None
    answers: Mapping[UUID, CertifiedPolicy] = field(default_factory=dict)
    closes_on: date | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the entity has responded: an incomplete form is no response."""
        return self.said is not None and self.said.state == FormState.COMPLETE

    @property
    def state(self) -> str:
        """``complete``, ``incomplete`` or ``none``."""
        return str(self.said.state) if self.said else "none"

    @property
    def is_late(self) -> bool:
        """Whether it was certified after the last day for answers."""
        late = self.said is not None and self.closes_on is not None
        return late and self.said.as_of > self.closes_on  # type: ignore[union-attr,operator]

    @property
    def counts(self) -> list[tuple[CertifiedWord, int]]:
        """How many policies the entity says each word of; words nobody says are left out."""
        said = [answer.word for answer in self.answers.values()]
        return [(word, said.count(word)) for word in CertifiedWord if word in said]


def rounds_at(viewer: Any, moment: Moment, *, demonstration: bool = False) -> list[RoundState]:
    """The rounds a person may see at a moment, the one opened last first."""
    rows = policies.current(viewer, RoundParticulars, moment, demonstration=demonstration)
    ordered = rows.order_by("-opened_on", "-subject__code")
    return _states(ordered, moment, demonstration)


def round_at(viewer: Any, code: str, moment: Moment) -> RoundState | None:
    """The round with this code, of whichever layer; ``None`` when it is not there or hidden."""
    for demonstration in (False, True):
        rows = policies.current(viewer, RoundParticulars, moment, demonstration=demonstration)
        found = _states(rows.filter(subject__code=code), moment, demonstration)
        if found:
            return found[0]
    return None


def latest_round(viewer: Any, moment: Moment, *, demonstration: bool = False) -> RoundState | None:
    """The round opened last on or before the day; ``None`` before the first."""
    begun = (one for one in rounds_at(viewer, moment, demonstration=demonstration) if one.has_begun)
    return next(begun, None)


def response(said: RoundParticulars, moment: Moment) -> Share:
    """Complete forms of entities asked, as the round itself states or the register counts."""
    return _one(said, moment).response


def coverage(said: RoundParticulars, moment: Moment) -> Share:
    """Policies asked about of those in force at the opening, as stated or counted."""
    return _one(said, moment).coverage


def _one(said: RoundParticulars, moment: Moment) -> RoundState:
    rows = RoundParticulars.objects.filter(pk=said.pk)
    return _states(rows, moment, said.subject.demonstration)[0]


def _states(rows: Any, moment: Moment, demonstration: bool) -> list[RoundState]:
    """Rounds with their parts: a constant number of statements for any number of rounds."""
    joined = rows.select_related("subject", "citation__document")
    saids = list(joined.prefetch_related("entities__entity", "policies__policy"))
    if not saids:
        return []
    complete = _complete(saids, moment)
    stated = _policies_stated(moment, demonstration)
    return [_state(said, complete, stated, moment) for said in saids]


def _state(
    said: RoundParticulars,
    complete: Mapping[UUID, Collection[UUID]],
    stated: Sequence[tuple[UUID, str, date]],
    moment: Moment,
) -> RoundState:
    entities = sorted((part.entity for part in said.entities.all()), key=str)
    asked = {entity.pk for entity in entities}
    return RoundState(
        said=said,
        entities=tuple(entities),
        policies=tuple(sorted((part.policy for part in said.policies.all()), key=str)),
        complete=len(asked.intersection(complete.get(said.subject_id, ()))),
        in_force=_in_force(stated, min(said.opened_on, moment.as_of)),
        as_of=moment.as_of,
    )


def _complete(saids: Iterable[RoundParticulars], moment: Moment) -> dict[UUID, set[UUID]]:
    """The entities with a complete form, by round."""
    rows = SelfCertification.objects.current(moment.as_of, known=moment.known)
    held = rows.filter(
        state=FormState.COMPLETE, subject__round__in=[said.subject_id for said in saids]
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for round_id, entity_id in held.values_list("subject__round", "subject__entity"):
        found[round_id].add(entity_id)
    return found


def _policies_stated(moment: Moment, demonstration: bool) -> list[tuple[UUID, str, date]]:
    """What was said of every policy up to the moment, oldest first."""
    rows = PolicyParticulars.objects.filter(
        subject__demonstration=demonstration, as_of__lte=moment.as_of
    ).standing(known=moment.known)
    return list(rows.order_by("as_of", "ordinal").values_list("subject", "state", "as_of"))


def _in_force(stated: Iterable[tuple[UUID, str, date]], day: date) -> frozenset[UUID]:
    """The policies that bound at the end of a day."""
    last = {policy: state for policy, state, as_of in stated if as_of <= day}
    return frozenset(policy for policy, state in last.items() if PolicyState(state) in IN_FORCE)


def forms(state: RoundState, moment: Moment) -> list[FormRow]:
    """One row per entity asked, by code, with what it last certified."""
    names = entity_names(moment)
    versions = dict(
        CertificationForm.objects.filter(round=state.said.subject_id).values_list(
            "entity", "version"
        )
    )
    held = _certified(state, moment)
    return [
        _form(entity, names[entity.pk][0], versions.get(entity.pk, 0), held, state)
        for entity in state.entities
    ]


def _form(
    entity: Entity,
    name: str,
    version: int,
    held: Mapping[UUID, SelfCertification],
    state: RoundState,
) -> FormRow:
    said = held.get(entity.pk)
    answers = {one.policy_id: one for one in said.answers.all()} if said else {}
    return FormRow(entity, name, version, said, answers, state.said.closes_on)


def _certified(state: RoundState, moment: Moment) -> dict[UUID, SelfCertification]:
    rows = SelfCertification.objects.current(moment.as_of, known=moment.known)
    held = rows.filter(subject__round=state.said.subject_id).select_related("subject", "entry")
    return {row.subject.entity_id: row for row in held.prefetch_related("answers__policy")}


def not_responded(rows: Iterable[FormRow]) -> list[FormRow]:
    """The entities that have not responded: those without a complete form."""
    return [row for row in rows if not row.is_complete]


def asked_entities(viewer: Any, moment: Moment, *, demonstration: bool = False) -> Any:
    """A row for every entity asked in every round a person may see, with the ``state`` of its form.

    The state is ``complete``, ``incomplete`` or ``none``; a round of which only totals are printed
    has no rows.
    """
    rounds = policies.current(viewer, RoundParticulars, moment, demonstration=demonstration)
    said = SelfCertification.objects.current(moment.as_of, known=moment.known).filter(
        subject__round=OuterRef("particulars__subject"), subject__entity=OuterRef("entity")
    )
    rows = RoundEntity.objects.filter(particulars__in=rounds.values("pk"))
    stated = rows.annotate(state=Coalesce(Subquery(said.values("state")[:1]), Value("none")))
    joined = stated.select_related(
        "particulars__subject", "particulars__citation__document", "entity"
    )
    return joined.order_by("-particulars__opened_on", "particulars__subject__code", "entity__code")


def policies_in_force(viewer: Any, state: RoundState, moment: Moment) -> Any:
    """The policies in force when a round opened, each with whether the round has it ``covered``."""
    day = min(state.said.opened_on, moment.as_of)
    rows = PolicyParticulars.objects.current(day, known=moment.known).filter(state__in=IN_FORCE)
    layer = state.said.subject.demonstration
    asked = RoundPolicy.objects.filter(particulars=state.said.pk, policy=OuterRef("subject"))
    seen = policies.viewable(viewer, rows, demonstration=layer).annotate(covered=Exists(asked))
    return seen.select_related("subject", "citation__document").order_by("subject__code")


def policy_titles(state: RoundState, moment: Moment) -> list[tuple[Policy, str]]:
    """The policies a round asks about with their titles at the moment; the code where unknown."""
    rows = PolicyParticulars.objects.filter(subject__in=state.policies)
    titles = dict(rows.current(moment.as_of, known=moment.known).values_list("subject", "title"))
    return [(policy, titles.get(policy.pk, policy.code)) for policy in state.policies]
