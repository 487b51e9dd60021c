"""The dashboard of rationalization: baseline, last count and target as the sources have them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ictportal.reports.content import Words
from tests.dashboards import dashboard, figure, sealed, texts, wrong_rows
from tests.world import bring_in

pytestmark = pytest.mark.django_db
AUDIT = date(2019, 3, 31)


def counted(number: str, day: str = "2020-12-31") -> dict[str, str]:
    return {
        "indicator": "DATA-CENTRES",
        "role": "actual",
        "period": day,
        "state": "number",
        "value": number,
        "unit": "data centres",
        "as_of": day,
    }


def test_baselines_and_targets_stand_as_printed_and_no_later_count_is_made_up() -> None:
    report = dashboard("rationalization", AUDIT)
    lines = texts(report, "fewer")
    said = {name: (cells[1], cells[2], cells[3]) for name, cells in lines.items()}
    day = "(31 August 2014)"
    assert said == {
        "Applications across the Organization": (f"nearly 2,000 {day}", "not stated", "not stated"),
        "Data centres": (f"44 {day}", "not stated", f"2 {day}"),
        "ICT service desks": (f"more than 130 {day}", "not stated", f"5 {day}"),
        "Server rooms": (f"177 {day}", "not stated", "not stated"),
        "ICT units": (f"70 {day}", "not stated", "not stated"),
    }
    targets = [cells[3] for cells in texts(report, "centres").values()]
    assert targets == [f"{n} {day}" for n in (2, 3, 4, 5)]


def test_projects_called_complete_with_an_objective_unmet_stand_beside_it() -> None:
    told = figure(dashboard("rationalization", AUDIT), "projects.complete_but_unmet")
    assert (told.numerator, told.denominator, told.tone) == (4, 4, "bad")


def test_silence_is_told_in_words_until_somebody_counts() -> None:
    def said() -> str:
        blocks = dashboard("rationalization", date(2021, 1, 1)).sections[0].blocks
        return " ".join(one.paragraphs[0] for one in blocks if isinstance(one, Words))

    assert "progress nobody has counted" in said()
    bring_in("indicator_values", counted("30"))
    assert "progress nobody has counted" not in said()


def test_a_later_count_shows_its_change_and_not_at_an_earlier_seal() -> None:
    before = sealed()
    bring_in("indicator_values", counted("30"))
    sealed()
    day = date(2021, 1, 1)
    cells = texts(dashboard("rationalization", day), "fewer")["Data centres"]
    assert cells[2:6] == ["30 (31 December 2020)", "2 (31 August 2014)", "-14", "-28"]
    then = texts(dashboard("rationalization", day, known=before), "fewer")["Data centres"]
    assert then[2] == "not stated"


@pytest.mark.parametrize("day", [AUDIT, None])
def test_every_number_opens_as_many_rows_as_it_says(day: date | None) -> None:
    report = dashboard("rationalization", day)
    assert report.opened and wrong_rows(report, day) == []


def test_before_anything_is_on_record_the_dashboard_says_so() -> None:
    report = dashboard("rationalization", date(2005, 1, 1))
    assert all(one.lines or one.empty for one in report.tables)
    assert any(isinstance(one, Words) for one in report.sections[0].blocks)


def test_more_counts_take_no_more_statements() -> None:
    bring_in("indicator_values", counted("40", "2019-12-31"))
    day = date(2022, 1, 1)
    with CaptureQueriesContext(connection) as few:
        dashboard("rationalization", day)
    bring_in("indicator_values", *(counted(str(n), f"2020-{n:02}-28") for n in range(2, 9)))
    with CaptureQueriesContext(connection) as many:
        dashboard("rationalization", day)
    assert len(many) == len(few)
