"""The register of disagreements: both voices, since when, and the evidence that went to and fro."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits import actions
from audits.models import Evidence
from ictportal.reports.content import Table
from ledger import days
from ledger.seals import head, seal_pending
from secretariat.models import Person
from tests.ictportal.reporting import (
    asked,
    is_steady,
    made,
    rows,
    table,
    texts,
    total,
    whole_text,
    wrong_rows,
)
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2025, 1, 31)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def register(viewer: Person, day: date = DAY, known: int | None = None) -> Table:
    return table(made("disagreements", asked(viewer, day, known=known)), "disagreements")


def differ(world: World) -> None:
    """The Administration asks for closure; the Board of Auditors does not follow."""
    world.update("closure_requested", narrative="The register of assets is kept.")
    world.assess(reasoning="The register leaves out field missions.")


def test_both_voices_stand_in_a_line_with_since_when_and_how_long(world: World) -> None:
    differ(world)
    [line] = rows(register(world.officer))
    said = texts(line)
    assert said[0].endswith("para 10: Keep an asset register")
    assert "The register of assets is kept." in said[1] and "closure requested" in said[1]
    assert said[2] == (
        "Under implementation, as at 31 December 2024. The register leaves out field missions."
    )
    assert said[3:] == ["31 December 2024", "31", "1", "0", "0"]


def test_it_counts_from_the_first_assessment_after_the_claim(world: World) -> None:
    differ(world)
    world.assess(as_of=date(2025, 1, 15), reasoning="Still not.")
    assert texts(rows(register(world.officer))[0])[3:6] == ["31 December 2024", "31", "2"]


def test_agreement_and_a_claim_nobody_assessed_are_no_disagreement(world: World) -> None:
    assert not rows(register(world.officer))
    world.update("closure_requested")
    assert not rows(register(world.officer))
    world.assess("implemented")
    assert not rows(register(world.officer))
    assert "differ on nothing" in register(world.officer).empty


def test_the_count_opens_its_rows(world: World) -> None:
    differ(world)
    question = asked(world.officer, DAY)
    report = made("disagreements", question)
    assert total(table(report, "disagreements")).cells[0].opens is not None
    assert wrong_rows(question, report) == []


def test_evidence_is_counted_for_those_who_may_read_it(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.EVIDENCE_DIR = tmp_path
    differ(world)
    actions.supply_evidence(
        by=world.focal_point,
        recommendation_id=world.recommendation.pk,
        said="The register",
        upload=SimpleUploadedFile("register.pdf", PDF),
        classification="confidential",
        expected_version=world.version(),
    )
    assert Evidence.objects.count() == 1
    today = days.today()
    assert texts(rows(register(world.officer, today))[0])[6:] == ["1", "0"]
    assert texts(rows(register(world.secretary, today))[0])[6:] == ["0", "0"]


def test_who_may_not_see_a_confidential_one_does_not_find_it(world: World) -> None:
    about = {"recommendation_id": world.confidential.pk}
    world.update("closure_requested", **about)
    world.assess(**about)
    assert len(rows(register(world.officer))) == 1
    report = made("disagreements", asked(world.secretary, DAY))
    assert not rows(report.tables[0]) and "Restrict access" not in whole_text(report)


def test_a_finding_not_known_yet_is_not_there(world: World) -> None:
    seal_pending()
    known, _digest = head()
    differ(world)
    seal_pending()
    assert rows(register(world.officer)) and not rows(register(world.officer, known=known))


def test_it_costs_the_same_statements_for_one_and_for_many(world: World) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as context:
            register(world.officer)
        return len(context)

    differ(world)
    cost()
    one = cost()
    for about in (world.second, world.confidential):
        by = world.other_focal_point if about == world.second else world.focal_point
        world.update("closure_requested", recommendation_id=about.pk, by=by)
        world.assess(recommendation_id=about.pk)
    assert len(rows(register(world.officer))) == 3
    assert cost() == one


def test_it_says_the_same_twice(world: World) -> None:
    differ(world)
    assert is_steady("disagreements", asked(world.officer, DAY))
