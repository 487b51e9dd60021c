"""Three editions, five hundred changes afterwards, and every table comes out byte for byte."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from audits import actions as tracker
from ictportal.editions import freezing, verifying
from ictportal.models import EditionIssue, EditionPart, PartKind
from ictportal.reports import register
from ictportal.reports.content import canonical, report_from
from ictportal.reports.writing import FORMS, About
from ledger import seals
from ledger.errors import DomainError
from ledger.models import Entry
from secretariat.models import Person
from secretariat.roles import Role
from tests.editions import an_edition
from tests.governance_world import governed
from tests.histories import do_something
from tests.portfolio import Portfolio, build_portfolio
from tests.world import World, new_recommendation

pytestmark = pytest.mark.django_db

DAYS = (date(2022, 12, 31), date(2023, 12, 31), date(2024, 12, 31))
CHANGES = 500
ALL = [kind.key for kind in register.all_reports() if kind.in_editions]


def recommendations(world: World, count: int) -> list[Any]:
    """Recommendations issued month after month from 2019."""
    rows = [
        new_recommendation(
            f"para {100 + n}", f"Random {n}", issued=date(2019, 1, 1) + timedelta(days=31 * n)
        )
        for n in range(count)
    ]
    return tracker.record_recommendations(
        by=world.officer, role=Role.OFFICER, reason="test", rows=rows
    )


def change_at_random(
    world: World,
    portfolio: Portfolio,
    meet: Any,
    made: list[Any],
    chance: random.Random,
    count: int,
) -> None:
    """So many entries of history about recommendations, projects and meetings."""
    until = Entry.objects.count() + count
    while Entry.objects.count() < until:
        try:
            if chance.random() < 0.95:
                do_something(world, chance, chance.choice(made).pk)
            elif chance.random() < 0.5:
                year, quarter = chance.randint(2023, 2025), chance.randint(1, 4)
                portfolio.publish(f"{year}-Q{quarter}", percent=str(chance.randint(41, 99)))
            else:
                meet(date(2023, 1, 1) + timedelta(days=chance.randint(0, 900)))
        except DomainError:
            continue


def test_three_editions_come_out_byte_for_byte_after_five_hundred_changes(
    world: World, people: Callable[..., Person], settings: Any, tmp_path: Path
) -> None:
    settings.EVIDENCE_DIR = tmp_path
    chance = random.Random(588)
    portfolio, made = build_portfolio(people), recommendations(world, 40)
    cast = {
        n: getattr(world, n) for n in ("secretary", "officer", "focal_point", "auditor", "reader")
    }
    meet = governed(**cast).held
    issues = []
    for day in DAYS:
        change_at_random(world, portfolio, meet, made, chance, 40)
        seals.seal_pending()
        issues.append(an_edition(world, reports=ALL, as_of=day))
    kept = {issue.pk: tables(issue) for issue in issues}
    change_at_random(world, portfolio, meet, made, chance, CHANGES)
    seals.seal_pending()
    for issue in issues:
        again = freezing.frozen(verifying.pinned(issue), only=ALL)
        assert {key: canonical(plain) for key, plain in again.reports.items()} == kept[issue.pk]
        assert as_csv(again.reports) == as_csv({part.key: part.content for part in reports(issue)})
    verdict = verifying.verify(issues[0])
    assert verdict.agrees, [str(one) for one in verdict.differences[:3]]
    assert (
        len({canonical(sorted(told.items(), key=str)) for told in map(readable, kept.values())})
        == 3
    )


def reports(issue: EditionIssue) -> list[EditionPart]:
    return list(issue.parts.filter(kind=PartKind.REPORT))


def tables(issue: EditionIssue) -> dict[str, bytes]:
    return {part.key: canonical(part.content) for part in reports(issue)}


def readable(told: dict[str, bytes]) -> dict[str, str]:
    return {key: content.decode() for key, content in told.items()}


def as_csv(told: dict[str, Any]) -> dict[str, bytes]:
    return {key: FORMS["csv"].write(report_from(plain), About()) for key, plain in told.items()}
