"""Random histories of recommendations, made by the real actions."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from audits import actions
from audits.models import Assessment, Recommendation, Theme
from tests.world import World


def do_something(world: World, chance: random.Random, pk: Any) -> None:
    """One random act on one recommendation; a rule may refuse it."""
    day = date(2020, 1, 1) + timedelta(days=chance.randint(0, 2100))
    known = {"by": world.officer, "recommendation_id": pk, "expected_version": version(pk)}
    act = chance.choice(("assess", "assess", "assess", "reopen", "update", "describe", "correct"))
    auditor = {**known, "by": world.auditor, "as_of": day, "reasoning": "Looked at."}
    if act == "assess":
        words = ("implemented", "under implementation", "not implemented", "overtaken by events")
        actions.assess_recommendation(
            word=chance.choice(words), no_successor_reason="None.", **auditor
        )
    elif act == "reopen":
        actions.reopen_recommendation(word="not implemented", **auditor)
    elif act == "update":
        actions.update_recommendation(
            claim=chance.choice(("closure_requested", "under_implementation")),
            as_of=day,
            narrative="Words.",
            target=chance.choice(("2021-Q2", "2023-Q4", "2025-Q3")),
            target_reason="Later.",
            **known,
        )
    elif act == "describe":
        describe(world, pk, day, chance)
    else:
        correct(world, chance, pk)


def version(pk: Any) -> int:
    return Recommendation.objects.values_list("version", flat=True).get(pk=pk)


def describe(world: World, pk: Any, day: date, chance: random.Random) -> None:
    held = actions.find_state(world.officer, pk).particulars
    issued = held.issued_not_after + timedelta(days=chance.choice((0, 0, -400)))
    changed = replace(
        actions.description_of(held),
        theme=chance.choice(list(Theme.objects.all()[:3])),
        priority=chance.choice(("high", "medium")),
        classification=chance.choice(("unclassified", "confidential")),
        issued_not_before=issued,
        issued_not_after=issued,
    )
    actions.describe_recommendation(
        by=world.officer,
        recommendation_id=pk,
        expected_version=version(pk),
        description=changed,
        as_of=day,
        reason="test",
        from_the_start=chance.random() < 0.3,
    )


def correct(world: World, chance: random.Random, pk: Any) -> None:
    said = list(Assessment.objects.filter(subject=pk))
    if not said:
        return
    actions.correct_assessment(
        by=world.auditor,
        assessment_id=chance.choice(said).pk,
        expected_version=version(pk),
        reason="Misread.",
        word=chance.choice(("under implementation", "implemented")),
        reasoning="Read again.",
        withdraw=chance.random() < 0.3,
    )
