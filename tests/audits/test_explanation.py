"""Explanation of changes: the parts always sum to the difference, each change has one cause."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from audits import actions, figures
from audits.causes import CAUSES, Facts, Stand, Step, Watched, is_counted, steps
from audits.explanation import (
    NUMBERS,
    READS,
    Explanation,
    Question,
    Standpoint,
    explain,
    first_day,
    moved_rows,
)
from audits.filters import RecommendationFilter
from audits.lifecycle import CLOSING, Finding
from audits.models import Theme
from ledger.errors import DomainError
from ledger.moments import Moment
from ledger.seals import head, seal_pending
from secretariat.roles import Role
from tests.histories import do_something, version
from tests.world import World, new_recommendation

FIRST, LAST = date(2018, 12, 31), date(2025, 12, 31)
MADE_IN = {"made_in": "A/79/5 (Vol. I)"}


def net(found: list[Step]) -> int:
    return sum(step.net for step in found)


# --- the pure core -------------------------------------------------------------------------------
FINDINGS = list(Finding)
RULES: dict[str, tuple[Callable[[dict[str, Any], int], bool], frozenset[str]]] = {
    "all": (lambda f, day: True, frozenset()),
    "implemented": (lambda f, day: f["finding"] == Finding.IMPLEMENTED, frozenset({"finding"})),
    "open": (lambda f, day: f["finding"] not in CLOSING, frozenset({"finding"})),
    "older": (
        lambda f, day: f["finding"] not in CLOSING and f["surely_older_from"] <= day,
        frozenset({"finding", "surely_older_from", "age"}),
    ),
}
FILTERS: dict[str, tuple[Callable[[dict[str, Any], int], bool], frozenset[str]]] = {
    "none": (lambda f, day: True, frozenset()),
    "theme": (lambda f, day: f["theme_id"] == 1, frozenset({"theme_id"})),
    "claim": (lambda f, day: f["claim"] == "x", frozenset({"claim"})),
    "due": (lambda f, day: f["target_ends_on"] <= day, frozenset({"target_ends_on", "due"})),
    "status": (
        lambda f, day: f["finding"] != Finding.NOT_ASSESSED and f["theme_id"] == 1,
        frozenset({"finding", "theme_id"}),
    ),
}


def some_fields(chance: random.Random, last: dict[str, Any] | None = None) -> dict[str, Any]:
    """What stands about a recommendation: some of it changed since the look before."""
    drawn = {
        "finding": chance.choice(FINDINGS),
        "theme_id": chance.randint(1, 3),
        "claim": chance.choice("xyz"),
        "classification": chance.choice(("unclassified", "unclassified", "confidential")),
        "surely_older_from": chance.randint(1, 9),
        "target_ends_on": chance.randint(1, 9),
    }
    return {k: v if last is None or chance.random() < 0.3 else last[k] for k, v in drawn.items()}


def a_history(chance: random.Random, rule: str, kept: str) -> tuple[list[Stand], Watched]:
    counts, read = RULES[rule]
    meets, watched = FILTERS[kept]
    first, last = sorted(chance.sample(range(10), 2))

    def facts(fields: dict[str, Any] | None, day: int) -> Facts | None:
        if fields is None:
            return None
        inside = meets(fields, day) and fields["classification"] == "unclassified"
        return Facts(inside and counts(fields, day), inside, fields["finding"], fields)

    stands = []
    for _ in range(chance.randint(0, 40)):
        fields = [some_fields(chance)]
        fields += [some_fields(chance, fields[0])]
        fields += [some_fields(chance, fields[1])]
        seen = [None if chance.random() < 0.15 else one for one in fields]
        looks = [facts(one, day) for one, day in zip(seen, (first, first, last), strict=True)]
        stands.append(Stand(UUID(int=chance.getrandbits(128)), *looks))
    return stands, Watched(read, watched | {"classification"})


@pytest.mark.parametrize("seed", range(10))
def test_in_a_hundred_random_histories_the_parts_sum_and_each_change_has_one_cause(
    seed: int,
) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        stands, watched = a_history(
            chance, chance.choice(list(RULES)), chance.choice(list(FILTERS))
        )
        found = steps(stands, watched)
        before, corrected, after = (
            {s.id for s in stands if is_counted(getattr(s, look))}
            for look in ("before", "corrected", "after")
        )
        assert net(found) == len(after) - len(before)
        late = [step for step in found if step.cause.key == "corrected_late"]
        moved = [step for step in found if step.cause.key != "corrected_late"]
        assert {pk for step in late for pk in step.added} == corrected - before
        assert {pk for step in late for pk in step.removed} == before - corrected
        added = [pk for step in moved for pk in step.added]
        removed = [pk for step in moved for pk in step.removed]
        assert len(added + removed) == len({*added, *removed}), "a change stands under two causes"
        assert (set(added), set(removed)) == (after - corrected, corrected - after)
        assert "other_particulars" not in {step.cause.key for step in found}
        check_truth({stand.id: stand for stand in stands}, moved)


def check_truth(stands: dict[UUID, Stand], moved: list[Step]) -> None:
    """What a cause says of a recommendation is so."""
    for step in moved:
        for pk in (*step.added, *step.removed):
            was, now = stands[pk].corrected, stands[pk].after
            key = step.cause.key
            assert (key == "newly_issued") == (was is None)
            assert (key == "no_longer_on_record") == (now is None)
            if was is None or now is None:
                continue
            if key == "newly_implemented":
                assert now.finding == Finding.IMPLEMENTED != was.finding
            elif key.startswith("reassessed") or key in {"first_assessed", "finding_withdrawn"}:
                assert was.finding != now.finding != Finding.IMPLEMENTED
            elif key == "grown_older":
                assert was.stood["surely_older_from"] == now.stood["surely_older_from"]
                assert was.inside and now.inside
            elif key == "target_near":
                assert was.stood["target_ends_on"] == now.stood["target_ends_on"]
            elif key == "reclassified":
                assert was.stood != now.stood


def test_every_filter_of_the_list_says_what_it_reads() -> None:
    assert set(READS) == set(RecommendationFilter.base_filters)


# --- against the figures -------------------------------------------------------------------------
def as_figures_answer(viewer: Any, moment: Moment, given: dict[str, str]) -> dict[str, int]:
    """The same numbers from the figures."""
    status = figures.STATUS.answer(viewer, moment, given)
    older = figures.OLDER.answer(viewer, moment, given)
    todo = figures.NOT_FULLY_IMPLEMENTED.answer(viewer, moment, given)
    rate = figures.IMPLEMENTATION_RATE.answer(viewer, moment, given)
    parts = {part.key: part.count for part in status.parts}
    found = {word.value: parts.get(word.value, 0) for word in Finding}
    assert (rate.numerator, rate.denominator) == (found["implemented"], status.denominator)
    return {
        **found,
        "not_fully_implemented": todo.numerator or 0,
        "older_than_two_years": older.minimum or 0,
        "open": older.denominator,
        "all": status.denominator,
    }


def question(
    number: str, before: Moment | date, after: Moment | date, given: dict[str, str] | None = None
) -> Question:
    def at(moment: Moment | date) -> Standpoint:
        return Standpoint(moment if isinstance(moment, Moment) else Moment(as_of=moment))

    return Question(NUMBERS[number], at(before), at(after), given or {})


def check_sums(found: Explanation) -> None:
    assert net(list(found.steps)) == found.difference == found.after - found.before
    assert "other_particulars" not in {step.cause.key for step in found.steps}


@pytest.mark.django_db
@pytest.mark.parametrize("number", NUMBERS)
def test_from_the_end_of_2018_to_any_later_day_the_record_is_explained(
    world: World, number: str
) -> None:
    expected = {}
    for day in (FIRST, date(2019, 7, 19), date(2019, 12, 31), date(2020, 12, 31), LAST):
        given = {"body": "BOA"}
        expected[day] = as_figures_answer(world.officer, Moment(as_of=day), given)[number]
        found = explain(world.officer, question(number, FIRST, day, given))
        assert (found.before, found.after) == (expected[FIRST], expected[day])
        check_sums(found)


@pytest.mark.django_db
def test_random_histories_are_explained_as_the_figures_answer_then_and_now(world: World) -> None:
    chance = random.Random(74588)
    made = actions.record_recommendations(
        by=world.officer,
        role=Role.OFFICER,
        reason="test",
        rows=[
            new_recommendation(
                f"para {100 + n}", f"Random {n}", issued=date(2019, 1, 1) + timedelta(days=31 * n)
            )
            for n in range(60)
        ],
    )
    days = [date(2019, 6, 30) + timedelta(days=chance.randint(0, 2300)) for _ in range(6)]
    shown: list[tuple[Moment, dict[str, int]]] = []
    for _ in range(3):
        for _ in range(60):
            try:
                do_something(world, chance, chance.choice(made).pk)
            except DomainError:
                continue
        actions.void_recommendation(
            by=world.officer,
            recommendation_id=(gone := made.pop()).pk,
            expected_version=version(gone.pk),
            reason="Twice.",
        )
        seal_pending()
        known = head()[0]
        for day in days:
            answered = as_figures_answer(world.officer, Moment(as_of=day), MADE_IN)
            shown.append((Moment(as_of=day, known=known), answered))
    used: set[str] = set()
    for _ in range(40):
        number = chance.choice(list(NUMBERS))
        one, other = sorted(chance.sample(range(len(shown)), 2))
        (then, first), (later, last) = shown[one], shown[other]
        if then.as_of > later.as_of:
            continue
        found = explain(world.officer, question(number, then, later, MADE_IN))
        assert (found.before, found.after) == (first[number], last[number])
        check_sums(found)
        used |= {step.cause.key for step in found.steps}
        compare_filtered(world, chance, number, then, later)
    assert used >= {"corrected_late", "newly_issued", "newly_implemented", "grown_older"}


def compare_filtered(
    world: World, chance: random.Random, number: str, then: Moment, later: Moment
) -> None:
    """The same question asked with filters, and by somebody who may not see everything."""
    given = {
        **MADE_IN,
        **chance.choice(
            (
                {"theme": Theme.objects.all()[0].code},
                {"priority": "high"},
                {"target": "due"},
                {"claim": "closure_requested"},
                {"open": "yes", "ageing": "2-3"},
                {"classification": "unclassified"},
                {},
            )
        ),
    }
    viewer = chance.choice((world.officer, world.lead, world.focal_point))
    found = explain(viewer, question(number, then, later, given))
    assert found.before == as_figures_answer(viewer, then, given)[number]
    assert found.after == as_figures_answer(viewer, later, given)[number]
    check_sums(found)


# --- each cause by name --------------------------------------------------------------------------
def causes_between(
    world: World, number: str, before: Any, after: Any, viewer: Any = None, **given: str
) -> dict[str, tuple[int, int]]:
    found = explain(viewer or world.officer, question(number, before, after, {**MADE_IN, **given}))
    check_sums(found)
    return {step.cause.key: (len(step.added), len(step.removed)) for step in found.steps}


@pytest.mark.django_db
def test_the_life_of_a_recommendation_is_told_cause_by_cause(world: World) -> None:
    world.assess("not implemented", as_of=date(2024, 9, 30))
    world.assess("under implementation", as_of=date(2024, 12, 31))
    world.assess("implemented", as_of=date(2025, 3, 31))
    start, end = date(2024, 6, 30), date(2025, 12, 31)
    ask = causes_between
    assert ask(world, "all", start, end) == {"newly_issued": (3, 0)}
    assert ask(world, "not_implemented", date(2024, 8, 1), date(2024, 9, 30)) == {
        "first_assessed": (1, 0)
    }
    assert ask(world, "not_implemented", date(2024, 9, 30), date(2024, 12, 31)) == {
        "reassessed_up": (0, 1)
    }
    assert ask(world, "open", date(2024, 12, 31), end) == {"newly_implemented": (0, 1)}
    assert ask(world, "implemented", date(2024, 12, 31), end) == {"newly_implemented": (1, 0)}
    actions.reopen_recommendation(
        by=world.auditor,
        recommendation_id=world.recommendation.pk,
        expected_version=world.version(),
        word="under implementation",
        as_of=date(2025, 6, 30),
        reasoning="It came back.",
    )
    assert ask(world, "implemented", date(2025, 3, 31), end) == {"reassessed_down": (0, 1)}


@pytest.mark.django_db
def test_exactly_two_years_is_not_grown_older_and_the_day_after_is(world: World) -> None:
    issued = date(2024, 7, 24)
    same = causes_between(world, "older_than_two_years", issued, date(2026, 7, 24))
    grown = causes_between(world, "older_than_two_years", date(2026, 7, 24), date(2026, 7, 25))
    assert (same, grown) == ({}, {"grown_older": (3, 0)})


@pytest.mark.django_db
def test_a_changed_theme_reclassifies_and_a_changed_target_moves_where_a_filter_asks(
    world: World,
) -> None:
    theme = Theme.objects.exclude(code="information-security")[0]
    held = actions.find_state(world.officer, world.second.pk).particulars
    actions.describe_recommendation(
        by=world.officer,
        recommendation_id=world.second.pk,
        expected_version=version(world.second.pk),
        description=replace(actions.description_of(held), theme=theme),
        as_of=date(2025, 2, 1),
        reason="test",
        from_the_start=False,
    )
    first, last = date(2024, 12, 31), date(2025, 12, 31)
    assert causes_between(world, "all", first, last) == {}
    assert causes_between(world, "all", first, last, theme="information-security") == {
        "reclassified": (0, 1)
    }
    world.update(target="2025-Q3", as_of=date(2025, 1, 31))
    assert causes_between(world, "all", first, last, target="due") == {"claim_or_target": (1, 0)}
    assert causes_between(world, "all", date(2025, 2, 1), last, target="due") == {
        "target_near": (1, 0)
    }


@pytest.mark.django_db
def test_what_is_stated_afterwards_about_the_earlier_day_is_corrected_late(world: World) -> None:
    seal_pending()
    then = Moment(as_of=date(2024, 12, 31), known=head()[0])
    world.assess("implemented", as_of=date(2024, 10, 31))
    actions.void_recommendation(
        by=world.officer,
        recommendation_id=world.second.pk,
        expected_version=version(world.second.pk),
        reason="Recorded twice.",
    )
    assert causes_between(world, "implemented", then, date(2024, 12, 31)) == {
        "corrected_late": (1, 0)
    }
    assert causes_between(world, "all", then, date(2025, 12, 31)) == {"corrected_late": (0, 1)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("version_then", "cause"), [(0, "definition_changed"), (1, "not_reproduced")]
)
def test_a_value_printed_by_another_definition_is_told_apart_from_one_printed_otherwise(
    world: World, version_then: int, cause: str
) -> None:
    asked = question("open", date(2024, 12, 31), date(2025, 12, 31), MADE_IN)
    before = replace(asked.before, printed=7, version=version_then)
    found = explain(world.officer, replace(asked, before=before))
    assert (found.before, found.after) == (7, 3)
    assert [(step.cause.key, step.unlisted) for step in found.steps] == [(cause, -4)]
    check_sums(found)
    after = replace(asked.after, printed=7, version=version_then)
    both = explain(world.officer, replace(asked, before=before, after=after))
    assert (both.before, both.after, list(both.steps)) == (7, 7, [])
    later = explain(world.officer, replace(asked, after=after))
    assert (later.difference, net(list(later.steps))) == (4, 4)


@pytest.mark.django_db
def test_who_may_not_see_a_class_is_told_only_of_what_became_visible(world: World) -> None:
    held = actions.find_state(world.officer, world.confidential.pk).particulars
    actions.describe_recommendation(
        by=world.officer,
        recommendation_id=world.confidential.pk,
        expected_version=version(world.confidential.pk),
        description=replace(actions.description_of(held), classification="unclassified"),
        as_of=date(2025, 2, 1),
        reason="test",
        from_the_start=False,
    )
    first, last = date(2024, 12, 31), date(2025, 12, 31)
    assert causes_between(world, "all", first, last) == {}
    told = causes_between(world, "all", first, last, viewer=world.lead)
    assert told == {"reclassified": (1, 0)}


# --- page and API --------------------------------------------------------------------------------
@pytest.fixture
def page(world: World) -> Client:
    world.assess("implemented", as_of=date(2025, 3, 31))
    client = Client()
    client.force_login(world.officer)
    return client


ASKED = {**MADE_IN, "before": "2024-06-30", "after": "2025-12-31", "number": "open"}


@pytest.mark.django_db
def test_each_count_on_the_page_opens_exactly_its_rows(page: Client) -> None:
    shown = page.get("/explanation/", {**ASKED, "before": "2024-12-31"})
    assert shown.status_code == 200
    found = shown.context["number"]
    assert [line.step.cause.key for line in found.lines] == ["newly_implemented"]
    for explained in (found, shown.context["whole"]):
        for line in explained.lines if explained else ():
            for url, ids in (
                (line.added_url, line.step.added),
                (line.removed_url, line.step.removed),
            ):
                if not ids:
                    assert url == ""
                    continue
                opened = page.get(url)
                rows = [one["row"].state.recommendation_id for one in opened.context["rows"]]
                assert opened.context["total"] == len(ids)
                assert set(rows) == set(ids)
                assert str(rows[0]) in opened.content.decode()


@pytest.mark.django_db
def test_the_ends_open_the_lists_they_count(page: Client) -> None:
    for number in NUMBERS:
        shown = page.get("/explanation/", {**ASKED, "number": number, "before": "2024-12-31"})
        ends = shown.context["number"]
        for query, counted in (
            (ends.before_rows, ends.explanation.before),
            (ends.after_rows, ends.explanation.after),
        ):
            assert page.get(f"/recommendations/?{query}").context["total"] == counted


@pytest.mark.django_db
def test_the_frame_of_the_page_shows_the_later_day_however_it_was_asked(page: Client) -> None:
    for query in ({"as_of": "2025-06-30"}, {"after": "2025-06-30"}):
        shown = page.get("/explanation/", {"before": "2024-12-31", **query})
        assert shown.context["shell"].moment.as_of == date(2025, 6, 30)
        assert "after=" not in shown.context["shell"].previous_quarter_url
    alone = page.get("/explanation/", {"as_of": "2025-06-30"})
    assert alone.context["question"].before.moment.as_of == date(2024, 6, 30)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"before": "2026-01-01"}, "before", "lies after 2025-12-31"),
        ({"before": "1950-01-01"}, "before", "holds no recommendation before"),
        ({"before": "soon"}, "before", "Write a day as"),
        ({"after": "2999-12-31"}, "after", "has not come yet"),
        ({"before_known_at": "once"}, "before_known_at", "Write an instant"),
        ({"number": "most"}, "number", "Choose one of"),
        ({"theme": "weather"}, "theme", "does not know"),
        ({"colour": "blue"}, "colour", "no such filter"),
        ({"cause": "luck"}, "cause", "Choose one of"),
        ({"cause": "newly_issued", "way": "up"}, "way", "Choose one of"),
    ],
)
def test_a_question_that_makes_no_sense_is_named_and_what_was_typed_stays(
    page: Client,
    world: World,
    api: Callable[..., APIClient],
    change: dict[str, str],
    field: str,
    said: str,
) -> None:
    asked = {**ASKED, **change}
    shown = page.get("/explanation/", asked)
    assert shown.status_code == 400
    assert said in shown.content.decode()
    assert field in shown.context["faults"]
    assert f'value="{asked["before"]}"' in shown.content.decode()
    answer = api(world.officer).get("/api/v1/explanation/", asked)
    assert answer.status_code == 400
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_where_nothing_changed_the_page_says_so(page: Client) -> None:
    shown = page.get("/explanation/", {**ASKED, "before": "2025-12-31", "number": "all"})
    assert "Nothing changed" in shown.content.decode()


@pytest.mark.django_db
def test_page_and_api_give_the_same_steps_and_the_same_rows(
    page: Client, world: World, api: Callable[..., APIClient]
) -> None:
    client = api(world.officer, "read")
    body = client.get("/api/v1/explanation/", ASKED).json()
    shown = page.get("/explanation/", ASKED).context["number"].explanation
    assert (body["before"]["value"], body["after"]["value"]) == (shown.before, shown.after)
    assert [(part["key"], part["net"]) for part in body["parts"]] == [
        (step.cause.key, step.net) for step in shown.steps
    ]
    assert sum(part["net"] for part in body["parts"]) == body["difference"] == 2
    for part, step in zip(body["parts"], shown.steps, strict=True):
        rows = client.get(part["rows_url"]).json()
        assert rows["count"] == part["added"] + part["removed"]
        assert [(row["way"], row["id"]) for row in rows["results"]] == [
            (way, str(pk)) for way, pk in moved_rows(shown, step)
        ]
    rate = client.get("/api/v1/explanation/", {**ASKED, "number": "implemented"}).json()
    assert (rate["out_of"]["number"], rate["out_of"]["difference"]) == ("all", 3)


@pytest.mark.django_db
def test_what_was_known_then_is_asked_by_its_day(page: Client) -> None:
    asked = {**ASKED, "before": "2025-12-31", "before_known_at": "2020-01-01", "number": "all"}
    shown = page.get("/explanation/", asked)
    assert [step.cause.key for step in shown.context["number"].explanation.steps] == [
        "corrected_late"
    ]
    assert page.get(shown.context["number"].lines[0].url).context["total"] == 3


#: What is asked beside, and how many statements read it at the most: on the page and over the API.
STATEMENTS: dict[str, tuple[dict[str, str], int, int]] = {
    "two days": ({}, 14, 11),
    "as known then": ({"before_known_at": "2020-01-01"}, 19, 16),
    "rows of a cause": ({"cause": "newly_issued"}, 16, 14),
}


def statements(ask: Callable[[], Any]) -> int:
    assert ask().status_code == 200  # what is read once per process is not counted
    with CaptureQueriesContext(connection) as seen:
        ask()
    return sum(one["sql"].startswith("SELECT") for one in seen)


@pytest.mark.django_db
def test_an_explanation_costs_the_same_for_few_rows_and_for_many(
    page: Client, world: World, api: Callable[..., APIClient]
) -> None:
    client = api(world.officer, "read")

    def measure() -> dict[str, tuple[int, int]]:
        return {
            name: (
                statements(lambda more=more: page.get("/explanation/", {**ASKED, **more})),
                statements(lambda more=more: client.get("/api/v1/explanation/", {**ASKED, **more})),
            )
            for name, (more, *_recorded) in STATEMENTS.items()
        }

    few = measure()
    rows = [new_recommendation(f"para {500 + n}", f"Many {n}") for n in range(120)]
    actions.record_recommendations(by=world.officer, role=Role.OFFICER, rows=rows, reason="test")
    assert measure() == few
    for name, (_more, on_page, in_api) in STATEMENTS.items():
        assert few[name][0] <= on_page and few[name][1] <= in_api, name


@pytest.mark.django_db
def test_an_empty_layer_is_explained_by_nothing(page: Client) -> None:
    assert first_day(demonstration=True) is None
    shown = page.get("/explanation/", {"layer": "demonstration", "before": "2001-01-01"})
    assert shown.status_code == 200
    assert shown.context["number"].explanation.steps == []


def test_every_cause_has_its_meaning_in_words() -> None:
    assert all(cause.label and cause.meaning.endswith(".") for cause in CAUSES.values())
