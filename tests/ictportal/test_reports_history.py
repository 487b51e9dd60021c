"""The history export: every change of a period, as far as the viewer may see it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ictportal.reports.annexes.history import said
from ictportal.reports.content import Line, Table
from ictportal.reports.register import get
from ictportal.reports.writing.about import About
from ictportal.reports.writing.csv import write
from ledger import days
from ledger.errors import Invalid
from ledger.models import AwaitingSeal, Entry
from ledger.seals import head, seal_pending
from secretariat.models import Person
from tests.ictportal.reporting import asked, is_steady, made, rows, table, texts, whole_text
from tests.world import World

pytestmark = pytest.mark.django_db


def this_quarter() -> str:
    return days.quarter_of(days.today())


def changes(viewer: Person, known: int | None = None) -> Table:
    return table(made("history", asked(viewer, known=known, period=this_quarter())), "history")


def about(found: Table, words: str) -> list[list[str]]:
    return [texts(line) for line in rows(found) if any(words in text for text in texts(line))]


def test_a_change_says_who_when_what_before_after_and_why(world: World) -> None:
    world.assess(reasoning="The minutes were looked at.")
    seal_pending()
    found = changes(world.officer)
    assert [column.heading for column in found.columns] == [
        "Seal",
        "When",
        "Person, by number",
        "Role",
        "What was done",
        "Subject",
        "Before",
        "After",
        "Why",
    ]
    line = texts(rows(found)[-1])
    assert int(line[0]) == head()[0]
    assert line[2:4] == [str(world.auditor.number), "Auditor"]
    assert line[5].startswith("Recommendation: A/79/5 (Vol. I), para 10")
    assert world.auditor.name not in whole_text(
        made("history", asked(world.officer, period=this_quarter()))
    )


def test_they_stand_in_the_order_of_their_seals(world: World) -> None:
    world.assess()
    seal_pending()
    seals = [int(texts(line)[0]) for line in rows(changes(world.officer))]
    assert seals == sorted(seals) and len(seals) > 2000


def test_a_change_that_is_not_sealed_yet_says_so(world: World) -> None:
    seal_pending()
    world.assess()
    assert texts(rows(changes(world.officer))[-1])[0] == "not sealed yet"


def test_only_what_was_known_is_there(world: World) -> None:
    seal_pending()
    known, _digest = head()
    world.assess(reasoning="Said later.")
    seal_pending()
    assert len(rows(changes(world.officer))) == len(rows(changes(world.officer, known))) + 1


def test_who_may_not_see_a_recommendation_does_not_see_what_was_done_to_it(world: World) -> None:
    assert about(changes(world.officer), "Restrict access")
    assert not about(changes(world.secretary), "Restrict access")


def test_classified_words_stay_closed(world: World) -> None:
    world.update(narrative="The site in question is A.", classification="confidential")
    kind = Entry.objects.latest("recorded_at").kind
    [entry] = Entry.objects.filter(kind=kind, subject_id=str(world.recommendation.pk))
    assert entry.after or entry.reason
    assert "The words are classified." in str(rows(changes(world.secretary))[-1])
    assert "The words are classified." not in str(rows(changes(world.officer))[-1])


def test_changes_to_people_are_for_administrators(world: World) -> None:
    Entry.objects.bulk_create([entry_about(world.lead)])
    assert about(changes(world.administrator), "Person: ")
    assert not about(changes(world.officer), "Person: ")


def entry_about(person: Person, number: int = 0) -> Entry:
    return Entry(
        recorded_at=datetime.now(UTC),
        actor=person.number,
        acting_role="administrator",
        kind="secretariat.test",
        subject_type="secretariat.person",
        subject_id=str(person.pk),
        after={"active": number},
        correlation_id="00000000-0000-0000-0000-000000000000",
        digest="0" * 64,
    )


def test_who_reads_editions_alone_sees_nothing(world: World) -> None:
    found = changes(world.reader)
    assert not rows(found) and found.empty


def test_more_than_ten_thousand_changes_become_a_file(world: World) -> None:
    Entry.objects.bulk_create([entry_about(world.lead, n) for n in range(10_001)], batch_size=500)
    with CaptureQueriesContext(connection) as context:
        report = made("history", asked(world.administrator, period=this_quarter()))
    assert len(rows(report.tables[0])) > 10_000
    assert len(context) < 80
    assert write(report, About()).count(b"\r\n") > 10_000


def test_a_period_has_to_be_chosen_and_is_one_in_which_something_was_recorded(
    world: World,
) -> None:
    for given in ({}, {"period": "1999"}, {"period": "soon"}):
        with pytest.raises(Invalid) as refusal:
            made("history", asked(world.officer, **given))
        assert list(refusal.value.fields) == ["period"]
    assert not get("history").in_editions


def test_the_periods_are_years_and_quarters_the_last_one_first(world: World) -> None:
    [choice] = get("history").choices
    values = [value for value, _label in choice.options(asked(world.officer))]
    assert values[:2] == [str(days.today().year), this_quarter()]


def test_a_value_is_told_in_a_line() -> None:
    assert said({"b": ["x", "y"], "a": {"k": 1}, "c": "", "d": None}) == "a: k 1\nb: x; y"


def test_it_says_the_same_twice(world: World) -> None:
    seal_pending()
    assert not AwaitingSeal.objects.exists()
    assert is_steady("history", asked(world.officer, period=this_quarter()))
    assert isinstance(rows(changes(world.officer))[0], Line)
