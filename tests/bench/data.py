"""100,000 recommendations with 400,000 statements about them, the same on every machine."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from audits.actions.recommendations import first_day_older
from audits.models import (
    AdministrationUpdate,
    Assessment,
    Particulars,
    Recommendation,
    ResponsibleEntity,
    Target,
)
from audits.sorting import sort_key
from ledger.days import parse_quarter, quarter_of
from ledger.models import Entry
from tests.bench.copying import Writer
from tests.bench.ground import Ground

SEED = 20261120
RECOMMENDATIONS = 100_000
LAST_DAY = date(2025, 12, 31)
#: How many of 100 recommendations have 0, 1, 2 … of a series: 1.5, 1.2 and 0.3 on average.
UPDATES = (15, 40, 28, 14, 3)
ASSESSMENTS = (25, 42, 22, 10, 1)
TARGETS = {2: 5, 1: 20}
FIRST_FINDINGS = {"under_implementation": 80, "not_implemented": 20}
LAST_FINDINGS = {
    "implemented": 45,
    "under_implementation": 35,
    "not_implemented": 8,
    "overtaken_by_events": 8,
    "closed_by_body": 4,
}
CLAIMS = {"under_implementation": 50, "closure_requested": 35, "not_accepted": 5, "not_stated": 10}
CLASSES = {"unclassified": 94, "confidential": 5, "strictly_confidential": 1}
PRIORITIES = {"high": 20, "medium": 50, "not_stated": 30}
ACCEPTANCES = {"accepted": 80, "partly": 6, "not_accepted": 4, "not_stated": 10}
NOUNS = [
    "register",
    "backup",
    "access",
    "contract",
    "asset",
    "server",
    "licence",
    "policy",
    "training",
    "budget",
]
VERBS = [
    "review",
    "establish",
    "document",
    "consolidate",
    "monitor",
    "test",
    "update",
    "approve",
    "report",
    "retire",
]


@dataclass(frozen=True)
class Plan:
    """How much is said about one recommendation."""

    updates: int
    assessments: int
    targets: int


@dataclass
class Life:
    """One recommendation on its way through the years."""

    row: Recommendation
    issued: date
    version: int = 0


class Maker:
    """Makes rows with one source of chance, so that the same seed makes the same rows."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.chance = random.Random(SEED)
        self.writer = Writer()
        self.sentences = [self._sentence() for _ in range(500)]

    def uuid(self) -> UUID:
        """An identifier as ``uuid4`` makes them, from our chance."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def pick(self, weights: dict[str, int]) -> str:
        """One of the words by weight."""
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def text(self, sentences: int) -> str:
        """A passage of so many sentences."""
        return " ".join(self.chance.choices(self.sentences, k=sentences))

    def _sentence(self) -> str:
        nouns = " and the ".join(self.chance.sample(NOUNS, 3))
        return f"The entity should {self.chance.choice(VERBS)} the {nouns} of its offices."

    def days(self, issued: date, count: int) -> list[date]:
        """So many different days after the issue, in order."""
        last = min(issued + timedelta(days=6 * 365), LAST_DAY)
        span = range((last - issued).days)
        return sorted(issued + timedelta(days=1 + n) for n in self.chance.sample(span, count))


def fill(ground: Ground) -> None:
    """Write everything in one transaction."""
    maker = Maker(ground)
    with transaction.atomic():
        for number, plan in enumerate(plans(maker.chance)):
            _live(maker, number, plan)
            maker.writer.send()
        maker.writer.send(all=True)
        maker.writer.seal()


def plans(chance: random.Random) -> list[Plan]:
    """One plan per recommendation; over all of them the numbers come out exactly."""
    updates, assessments = _spread(chance, UPDATES), _spread(chance, ASSESSMENTS)
    targets = [0] * RECOMMENDATIONS
    order = chance.sample(range(RECOMMENDATIONS), RECOMMENDATIONS)
    for many, percent in TARGETS.items():
        free = [n for n in order if not targets[n] and updates[n] >= many]
        for n in free[: percent * RECOMMENDATIONS // 100]:
            targets[n] = many
    return [Plan(*found) for found in zip(updates, assessments, targets, strict=True)]


def _spread(chance: random.Random, percents: tuple[int, ...]) -> list[int]:
    found = [n for n, share in enumerate(percents) for _ in range(share * RECOMMENDATIONS // 100)]
    chance.shuffle(found)
    return found


def _live(maker: Maker, number: int, plan: Plan) -> None:
    reports = maker.ground.reports
    place = number * len(reports) // RECOMMENDATIONS
    report = reports[place]
    year = 2014 + place // 8
    issued = date(year, 3, 1) + timedelta(days=20 * (place % 8) + maker.chance.randrange(20))
    symbol, item = report.document.symbol, f"para {number % 1100 + 1}"
    row = Recommendation(
        id=maker.uuid(),
        body_id=report.body_id,
        report_id=report.pk,
        item=item,
        sort_key=sort_key(symbol, "", item),
        version=1 + plan.updates + plan.assessments,
    )
    maker.writer.record(row)
    life = Life(row, issued)
    for act in (_recorded, *_voices(maker, life, plan)):
        act(maker, life)


def _voices(maker: Maker, life: Life, plan: Plan) -> Iterator[Any]:
    """Updates and assessments in the order of their days."""
    said = maker.days(life.issued, plan.updates)
    found = maker.days(life.issued, plan.assessments)
    acts = [
        *((day, 0, _Update(day, n < plan.targets)) for n, day in enumerate(said)),
        *((day, 1, _Finding(day, day == found[-1])) for day in found),
    ]
    yield from (act for _, _, act in sorted(acts, key=lambda known: known[:2]))


def _recorded(maker: Maker, life: Life) -> None:
    entry = _entry(maker, life, "recorded", life.issued, {"title": life.row.item})
    chance, ground = maker.chance, maker.ground
    first = chance.choices([life.issued, life.issued - timedelta(days=30), None], [85, 10, 5])[0]
    row = Particulars(
        **_said(maker, life, entry, life.issued),
        title=maker.text(1)[:120],
        text=maker.text(4),
        theme=chance.choice([*ground.themes, None]),
        lead=chance.choice([*ground.entities, None]),
        priority=maker.pick(PRIORITIES),
        acceptance=maker.pick(ACCEPTANCES),
        classification=maker.pick(CLASSES),
        made_in_id=life.row.report_id if chance.random() < 0.9 else None,
        issued_not_before=first,
        issued_not_after=life.issued,
        surely_older_from=first_day_older(life.issued),
        possibly_older_from=first_day_older(first) if first else None,
    )
    others = chance.sample(ground.entities, chance.choices([0, 1, 2], [80, 15, 5])[0])
    parts = [
        ResponsibleEntity(id=maker.uuid(), entry=entry, particulars=row, entity=other)
        for other in others
        if other.pk != row.lead_id
    ]
    maker.writer.write(entry, [row, *parts])


@dataclass(frozen=True)
class _Update:
    day: date
    with_target: bool

    def __call__(self, maker: Maker, life: Life) -> None:
        entry = _entry(maker, life, "updated", self.day, {"as_of": self.day.isoformat()})
        quarter = quarter_of(self.day + timedelta(days=maker.chance.randrange(90, 900)))
        update = AdministrationUpdate(
            **_said(maker, life, entry, self.day),
            claim=maker.pick(CLAIMS),
            target=quarter if self.with_target else "",
            narrative=maker.text(3),
        )
        rows: list[Any] = [update]
        if self.with_target:
            shared = _said(maker, life, entry, self.day)
            ends_on = parse_quarter(quarter).last
            rows.append(Target(**shared, quarter=quarter, ends_on=ends_on))
        maker.writer.write(entry, rows)


@dataclass(frozen=True)
class _Finding:
    day: date
    is_last: bool

    def __call__(self, maker: Maker, life: Life) -> None:
        entry = _entry(maker, life, "assessed", self.day, {"as_of": self.day.isoformat()})
        finding = maker.pick(LAST_FINDINGS if self.is_last else FIRST_FINDINGS)
        row = Assessment(
            **_said(maker, life, entry, self.day),
            word=maker.ground.words[life.row.body_id][finding],
            finding=finding,
            reasoning=maker.text(2),
        )
        maker.writer.write(entry, [row])


def _entry(maker: Maker, life: Life, kind: str, day: date, after: dict[str, str]) -> Entry:
    """The entry of one action, recorded a few weeks after the day it speaks for."""
    life.version += 1
    minutes = maker.chance.randrange(30 * 24 * 60)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Entry(
        id=maker.uuid(),
        recorded_at=noon + timedelta(days=14, minutes=minutes),
        actor=maker.ground.officer.number,
        acting_role="officer",
        kind=f"audits.recommendation.{kind}",
        subject_type="audits.recommendation",
        subject_id=str(life.row.pk),
        after=after,
        correlation_id=maker.uuid(),
    )


def _said(maker: Maker, life: Life, entry: Entry, day: date) -> dict[str, Any]:
    return {
        "id": maker.uuid(),
        "subject": life.row,
        "as_of": day,
        "recorded_at": entry.recorded_at,
        "ordinal": life.version,
        "entry": entry,
    }
