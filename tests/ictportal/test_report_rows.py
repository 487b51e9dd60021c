"""The rows behind the numbers of reports: as many as the number says, on the day it is of."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from rest_framework.test import APIClient

from audits import actions
from governance.models import Body
from ictportal.reports.content import Number, Opens
from ictportal.reports.numbers import number
from ictportal.reports.register import Asked
from ictportal.reports.rows import LISTS, Rows, rows_of
from ledger import figures, flags, moments
from ledger.errors import Invalid
from ledger.moments import Moment
from secretariat.access import EditionReader
from secretariat.models import Person
from secretariat.roles import Permission, Role
from tests.governance_world import Governance
from tests.portfolio import Portfolio
from tests.world import World, new_recommendation

pytestmark = pytest.mark.django_db
ACABQ = date(2019, 3, 31)
EARLIER = date(2014, 12, 31)
FIGURES = [figure.key for figure in figures.all_figures()]
#: No list takes more statements, but the one that asks a figure for every printed number.
AT_MOST = 10
ASKS_FIGURES = {"reconciliation"}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")


def asked(
    viewer: Any, day: date | None = ACABQ, *, demonstration: bool = False, **parts: Any
) -> Asked:
    moment = Moment(day, **parts) if day else moments.now()
    return Asked(viewer, moment, demonstration)


def listed(view: str, as_of: str = "", **query: str) -> Opens:
    return Opens(view, query, None, as_of)


def every_list() -> Iterator[Opens]:
    """Each list without a filter, and what one rule finds."""
    yield from (listed(view) for view in LISTS if view != "flag")
    yield listed("flag", key="projects.gap")


def opened(told: Number) -> Iterator[Opens]:
    """The rows of the whole and of every part that counts rows."""
    several = [told.opens, *(part.opens for part in told.parts)]
    yield from (one for one in several if one is not None and one.count is not None)


def wrong(question: Asked, key: str, **parameters: str) -> list[Any]:
    """The rows of a figure that are not as many as its number says."""
    told = number(question, figures.get(key), parameters)
    found = ((opens, rows_of(question, opens)) for opens in opened(told))
    return [
        (opens, rows.total, len(rows.lines)) for opens, rows in found if rows.total != opens.count
    ]


def statements(act: Callable[[], Rows]) -> int:
    act()  # what is read once per process is not counted
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


# --- as many as the number says ------------------------------------------------------------------
@pytest.mark.parametrize("key", FIGURES)
def test_a_number_and_its_parts_have_as_many_rows_as_they_say(
    people: Callable[..., Person], key: str
) -> None:
    officer = people("officer")
    assert wrong(asked(officer), key) == []
    assert wrong(asked(officer, None), key) == []


def test_the_numbers_of_one_body_have_as_many_rows_as_they_say(
    people: Callable[..., Person],
) -> None:
    question = asked(people("officer"))
    codes = list(Body.objects.filter(demonstration=False).values_list("code", flat=True))
    found = [
        wrong(question, "governance.meetings", body=code, period=year)
        for code in codes
        for year in ("2006", "2018")
    ]
    assert found == [[]] * len(codes) * 2


def test_where_nobody_says_how_often_a_body_met_the_number_opens_what_is_on_record(
    people: Callable[..., Person],
) -> None:
    told = number(
        asked(people("officer"), None),
        figures.get("governance.meetings"),
        {"body": "ICT-BOARD", "period": "2025"},
    )
    assert told.status == "not_stated" and told.denominator
    assert told.opens is not None and told.opens.count == 0


def test_a_count_without_days_is_one_row_that_stands_for_its_number(
    people: Callable[..., Person],
) -> None:
    question = asked(people("officer"))
    rows = rows_of(question, listed("counted-meeting-list", body="ICT-BOARD", period="2018"))
    assert (len(rows.lines), rows.total) == (1, 2)


def test_policies_that_a_document_only_counts_stand_for_their_number(
    people: Callable[..., Person],
) -> None:
    rows = rows_of(asked(people("officer")), listed("certification-policy-list", covered="yes"))
    assert rows.total == 2 and len(rows.lines) == 1


def test_what_is_not_applicable_opens_nothing(people: Callable[..., Person]) -> None:
    question = asked(people("officer"), date(2010, 1, 1))
    assert number(question, figures.get("certification.response")).opens is None


def test_indicators_that_are_measured_are_counted_and_the_value_of_one_is_not(
    people: Callable[..., Person],
) -> None:
    question, figure = asked(people("officer")), figures.get("indicators.value")
    several = number(question, figure).opens
    one = number(question, figure, {"code": "APPLICATIONS"}).opens
    assert several is not None and several.count == rows_of(question, several).total > 0
    assert one is not None and one.count is None


def test_a_list_of_a_report_has_as_many_rows_as_the_list_of_the_api(
    people: Callable[..., Person], api: Callable[..., APIClient]
) -> None:
    officer = people("officer")
    client, compared = api(officer, "read"), {}
    for opens in every_list():
        try:
            address = reverse(f"api-{opens.view}")
        except NoReverseMatch:
            continue
        answer = client.get(address, {"as_of": ACABQ.isoformat()})
        own = rows_of(asked(officer), opens).total
        if answer.json().get("count") != own:
            compared[opens.view] = (answer.json().get("count"), own)
    assert compared == {}


def test_every_list_that_a_figure_opens_is_declared() -> None:
    assert {figure.rows for figure in figures.all_figures()} <= set(LISTS)


def test_every_rule_has_as_many_rows_as_it_finds_each_with_a_name(
    people: Callable[..., Person],
) -> None:
    question = asked(people("officer"), None)
    for flag in flags.all_flags():
        rows = rows_of(question, listed("flag", key=flag.key))
        found = flag.find(question.viewer, question.moment).count()
        assert len(rows.lines) == rows.total == found, flag.key
        assert all(line[0] for line in rows.lines.values()), flag.key


# --- what a row says -----------------------------------------------------------------------------
def test_every_row_has_a_cell_under_each_heading_in_words(people: Callable[..., Person]) -> None:
    question = asked(people("officer"), None)
    for opens in every_list():
        rows = rows_of(question, opens)
        assert rows.title and all(rows.columns)
        assert len(set(rows.columns)) == len(rows.columns)
        for line in rows.lines.values():
            assert len(line) == len(rows.columns)
            assert not {"None", "True", "False"} & set(line), opens.view
            assert not any(ID.search(cell) for cell in line), opens.view


def test_a_recommendation_is_told_in_words(world: World) -> None:
    world.assess("under implementation")
    row = rows_of(
        asked(world.officer, None), listed("recommendation-list", q="Keep an asset register")
    )
    [line] = row.lines.values()
    told = dict(zip(row.columns, line, strict=True))
    assert told["Finding"] == "Under implementation"
    assert told["Claim"] == "No status stated"
    assert told["Classification"] == "Unclassified"


# --- day, knowledge, viewer, layer ---------------------------------------------------------------
def test_the_rows_of_another_day_are_those_of_that_day(people: Callable[..., Person]) -> None:
    officer = people("officer")
    for view in ("recommendation-list", "mandate-list", "indicator-list"):
        then = rows_of(asked(officer), listed(view, as_of=EARLIER.isoformat()))
        assert then == rows_of(asked(officer, EARLIER), listed(view))
        assert then != rows_of(asked(officer), listed(view))


def test_the_rows_are_those_known_at_the_seal(people: Callable[..., Person]) -> None:
    before_all = asked(people("officer"), known=0)
    sums = {opens.key: rows_of(before_all, opens).total for opens in every_list()}
    assert set(sums.values()) == {0}


def test_whoever_may_not_read_the_register_gets_no_rows(people: Callable[..., Person]) -> None:
    reader = asked(people("reader"), None)
    assert {rows_of(reader, opens).total for opens in every_list()} == {0}


def test_the_reader_of_an_edition_gets_the_rows_that_its_numbers_count(
    people: Callable[..., Person],
) -> None:
    reader, officer = EditionReader(frozenset({Permission.READ_REGISTER})), people("officer")
    for opens in every_list():
        assert rows_of(asked(reader), opens) == rows_of(asked(officer), opens), opens


def test_the_rows_of_the_record_are_not_in_the_demonstration(
    people: Callable[..., Person],
) -> None:
    other = asked(people("officer"), None, demonstration=True)
    assert {rows_of(other, opens).total for opens in every_list()} == {0}


# --- refusals ------------------------------------------------------------------------------------
def test_a_list_that_is_not_declared_is_refused(people: Callable[..., Person]) -> None:
    with pytest.raises(KeyError, match="tokens"):
        rows_of(asked(people("officer")), listed("tokens"))


def test_a_filter_that_a_list_does_not_know_is_refused(people: Callable[..., Person]) -> None:
    question = asked(people("officer"))
    for view in LISTS:
        with pytest.raises(Invalid) as refusal:
            rows_of(question, listed(view, colour="blue"))
        assert "colour" in refusal.value.fields, view


def test_a_rule_that_is_not_declared_is_refused(people: Callable[..., Person]) -> None:
    with pytest.raises(Invalid):
        rows_of(asked(people("officer")), listed("flag", key="nothing"))


# --- statements ----------------------------------------------------------------------------------
def test_a_list_takes_few_statements_however_long_it_is(people: Callable[..., Person]) -> None:
    question = asked(people("officer"))
    counted = {
        opens.view: statements(lambda opens=opens: rows_of(question, opens))
        for opens in every_list()
        if opens.view not in {"flag", *ASKS_FIGURES}
    }
    assert {view: n for view, n in counted.items() if n > AT_MOST} == {}


def test_more_recommendations_take_no_more_statements(world: World) -> None:
    question = asked(world.officer, None)
    opens = [listed("recommendation-list", made_in="A/79/5 (Vol. I)"), listed("asked-list")]
    few = [statements(lambda one=one: rows_of(question, one)) for one in opens]
    rows = [new_recommendation(f"para {300 + n}", f"Title {n}") for n in range(12)]
    actions.record_recommendations(by=world.officer, role=Role.OFFICER, rows=rows, reason="test")
    assert rows_of(question, opens[0]).total == 15
    assert [statements(lambda one=one: rows_of(question, one)) for one in opens] == few


def test_more_meetings_take_no_more_statements(governance: Governance) -> None:
    question = asked(governance.secretary, None)
    opens = [
        listed("meeting-list", body="T-STEERING"),
        listed("counted-meeting-list", body="T-STEERING", period="2025"),
        listed("body-list"),
    ]
    governance.held(date(2025, 3, 10))
    few = [statements(lambda one=one: rows_of(question, one)) for one in opens]
    for month in (4, 5, 6, 7):
        governance.held(date(2025, month, 10))
    assert rows_of(question, opens[0]).total == 5
    assert [statements(lambda one=one: rows_of(question, one)) for one in opens] == few


def test_more_reports_take_no_more_statements(portfolio: Portfolio) -> None:
    question = asked(portfolio.officer, None)
    opens = [listed("status-report-list", state="received"), listed("project-list")]
    portfolio.publish("2024-Q1")
    few = [statements(lambda one=one: rows_of(question, one)) for one in opens]
    portfolio.publish("2024-Q2")
    assert rows_of(question, opens[0]).total == 2
    assert [statements(lambda one=one: rows_of(question, one)) for one in opens] == few
