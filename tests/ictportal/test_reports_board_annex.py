"""The annex of the Board of Auditors: both voices, a mark under the status, totals below."""

from collections.abc import Callable
from datetime import date

import pytest

from ictportal.reports.content import Report
from ledger.seals import head, seal_pending
from secretariat.models import Person
from tests.ictportal.reporting import (
    asked,
    is_steady,
    made,
    numbers,
    rows,
    table,
    texts,
    total,
    whole_text,
    wrong_rows,
)
from tests.world import SYMBOL, World, bring_in

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
LATER = date(2025, 1, 31)


def listed(world: World) -> None:
    """The three recommendations of the test world stand in an annex."""
    bring_in(
        "follow_ups",
        *(
            {
                "report": SYMBOL,
                "item": f"para {item}",
                "followed_up_in": SYMBOL,
                "follow_annex": "annex I",
                "follow_item": str(number),
                "as_of": "2024-12-31",
            }
            for number, item in enumerate((10, 11, 12), start=1)
        ),
    )


def annex(world: World, viewer: Person | None = None, **given: int) -> Report:
    question = asked(viewer or world.officer, LATER, followed_up_in=SYMBOL, **given)  # type: ignore[arg-type]
    return made("board-annex", question)


def test_the_record_of_2018_has_39_lines_and_the_printed_totals(
    people: Callable[..., Person],
) -> None:
    question = asked(people("officer"), DAY)
    report = made("board-annex", question)
    found = table(report, "annex")
    assert [column.heading for column in found.columns] == [
        "No.",
        "Audit year",
        "Reference",
        "Recommendation",
        "Administration's response",
        "Assessment of the oversight body",
        "Implemented",
        "Under implementation",
        "Not implemented",
        "Overtaken by events",
    ]
    assert [texts(line)[0] for line in rows(found)] == [str(n) for n in range(1, 40)]
    totals, shares = [line for line in found.lines if line.kind == "total"]
    assert numbers(totals) == [39, 2, 36, 1, 0]
    assert numbers(shares) == [100, 5, 92, 3, 0]
    assert report.subject == "A/74/177"
    assert found.sources == ("A/74/588, para 4",)
    assert wrong_rows(question, report) == []


def test_every_line_has_one_mark_and_the_marks_make_the_totals(
    people: Callable[..., Person],
) -> None:
    found = table(made("board-annex", asked(people("officer"), DAY)), "annex")
    marks = [texts(line)[6:] for line in rows(found)]
    assert all(line.count("X") == 1 and set(line) <= {"X", ""} for line in marks)
    per_column = [sum(line[place] == "X" for line in marks) for place in range(4)]
    assert [sum(per_column), *per_column] == numbers(total(found))


def test_what_documents_print_stands_beside_what_is_computed(
    people: Callable[..., Person],
) -> None:
    lines = table(made("board-annex", asked(people("officer"), DAY)), "printed").lines
    said = {texts(line)[2]: texts(line)[3:] for line in lines}
    assert said["36 项"] == ["36", "Matches by construction"]


def test_an_audit_year_the_register_does_not_know_has_a_footnote(
    people: Callable[..., Person],
) -> None:
    found = table(made("board-annex", asked(people("officer"), DAY)), "annex")
    year = rows(found)[0].cells[1]
    assert (year.text, year.notes) == ("–", (1,)) and len(found.notes) == 1


def test_the_year_audited_is_that_of_the_report_that_made_it(world: World) -> None:
    listed(world)
    bring_in(
        "cycles",
        {
            "body": "BOA",
            "ordinal": "90",
            "name": "Audit of 2023",
            "period_start": "2023-01-01",
            "period_end": "2023-12-31",
            "report": SYMBOL,
        },
    )
    assert {texts(line)[1] for line in rows(table(annex(world), "annex"))} == {"2023"}


def test_both_voices_stand_in_a_line(world: World) -> None:
    listed(world)
    world.update("closure_requested", narrative="The policy is issued.")
    world.assess(reasoning="The policy does not cover field missions.")
    line = texts(rows(table(annex(world), "annex"))[0])
    assert "The policy is issued." in line[4] and "closure requested" in line[4]
    assert line[5] == "The policy does not cover field missions."
    assert line[6:] == ["", "X", "", "", ""]


def test_a_status_beyond_the_four_gets_a_column_so_that_the_sum_holds(world: World) -> None:
    listed(world)
    world.assess("implemented")
    found = table(annex(world), "annex")
    assert [column.heading for column in found.columns][-1] == "Not assessed"
    assert numbers(total(found)) == [3, 1, 0, 0, 0, 2]


def test_who_may_not_see_a_confidential_one_counts_without_it(world: World) -> None:
    listed(world)
    question = asked(world.secretary, LATER, followed_up_in=SYMBOL)
    report = annex(world, world.secretary)
    assert numbers(total(table(report, "annex")))[0] == 2
    assert "Restrict access" not in whole_text(report)
    assert wrong_rows(question, report) == []
    assert numbers(total(table(annex(world), "annex")))[0] == 3


def test_an_assessment_not_known_yet_is_not_counted(world: World) -> None:
    listed(world)
    seal_pending()
    known, _digest = head()
    world.assess("implemented")
    seal_pending()
    assert numbers(total(table(annex(world), "annex")))[1] == 1
    assert numbers(total(table(annex(world, known=known), "annex")))[1] == 0


def test_it_says_the_same_twice_and_in_words_that_there_is_no_annex(
    people: Callable[..., Person],
) -> None:
    officer = people("officer")
    assert is_steady("board-annex", asked(officer, DAY))
    empty = made("board-annex", asked(officer, date(2000, 1, 1)))
    assert not empty.tables and "No report that followed" in whole_text(empty)
