"""The year strip: each expected meeting, what became of it, and counts drawn as counts."""

import re
from datetime import date
from typing import Any

from ictportal.charts.strip import year_strip
from ictportal.templatetags.portal import short_date

FIRST, LAST = date(2018, 1, 1), date(2018, 12, 31)


def lane(**given: Any) -> dict[str, Any]:
    told = {
        "name": "ICT Board",
        "url": "/bodies/ICT-BOARD/",
        "sub": "every 6 weeks",
        "result": "2 of 8",
        "tone": "bad",
        "glyph": "triangle",
        "word": "too few",
        "note": "",
    }
    return {**told, **given}


def counted(count: int, required: int, says: str) -> dict[str, Any]:
    return lane(kind="count", count=count, required=required, says=says)


def slot(first: date, last: date, outcome: str, **given: Any) -> dict[str, Any]:
    return {"first": first, "last": last, "outcome": outcome, **given}


def boxes(drawn: str, css: str) -> list[tuple[float, float]]:
    """Places and widths of the boxes of one look, those of the legend left out."""
    body = drawn.split('<ul class="legend">', maxsplit=1)[0]
    found = re.findall(rf'class="slot {css}" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', body)
    return [(float(x), float(width)) for x, width in found]


def test_two_of_eight_is_one_solid_block_and_six_hollow_places() -> None:
    drawn = year_strip([counted(2, 8, "2 held")], FIRST, LAST)
    assert len(boxes(drawn, "whole")) == 1 and len(boxes(drawn, "missed")) == 6
    [(_x, width)] = boxes(drawn, "whole")
    assert width == 147.0  # two places of eight, less the gap
    assert ">2 held</text>" in drawn


def test_none_of_one_is_a_single_hollow_place_that_says_so() -> None:
    drawn = year_strip([counted(0, 1, "no meeting in the period")], FIRST, LAST)
    assert boxes(drawn, "whole") == [] and len(boxes(drawn, "missed")) == 1
    assert ">no meeting in the period</text>" in drawn


def test_a_count_that_reaches_what_is_required_is_one_band() -> None:
    for count, required in ((8, 0), (8, 8), (9, 8)):
        drawn = year_strip([counted(count, required, f"{count} meetings")], FIRST, LAST)
        assert len(boxes(drawn, "whole")) == 1 and boxes(drawn, "missed") == []


def test_what_nobody_states_is_a_pale_band_with_the_words() -> None:
    drawn = year_strip([lane(kind="unknown", says="not stated")], FIRST, LAST)
    assert len(boxes(drawn, "unknown")) == 1 and ">not stated</text>" in drawn
    assert boxes(drawn, "missed") == [] and boxes(drawn, "whole") == []


def test_expected_meetings_lie_on_their_days_and_tell_what_became_of_them() -> None:
    quarters = [
        slot(date(2018, 1, 1), date(2018, 3, 31), "met", met_on=date(2018, 2, 1)),
        slot(date(2018, 4, 1), date(2018, 6, 30), "late", met_on=date(2018, 7, 3)),
        slot(date(2018, 7, 1), date(2018, 9, 30), "missed"),
        slot(date(2018, 10, 1), date(2018, 12, 31), "open"),
    ]
    drawn = year_strip([lane(kind="dated", expected=quarters)], FIRST, LAST)
    places = [boxes(drawn, css)[0][0] for css in ("met", "late", "missed", "open")]
    assert places == sorted(places) and places[0] < 3 and places[3] > 440
    # Table, description and tooltip tell the same words.
    for number, word in enumerate(
        (
            f"held in its time, {short_date(date(2018, 2, 1))}",
            f"held late, {short_date(date(2018, 7, 3))}",
            "missed",
            "not yet due",
        )
    ):
        days = [short_date(quarters[number][end]) for end in ("first", "last")]
        assert drawn.count(f"{' – '.join(days)}: {word}") == 3, word


def test_several_meetings_expected_in_the_same_days_stand_side_by_side() -> None:
    shared = [slot(FIRST, LAST, "met", of=4, number=number) for number in range(1, 5)]
    places = boxes(year_strip([lane(kind="dated", expected=shared)], FIRST, LAST), "met")
    assert len({x for x, _width in places}) == 4
    assert sum(width for _x, width in places) <= 600


def test_a_meeting_is_a_dot_that_opens_it_and_a_new_rule_is_a_mark() -> None:
    drawn = year_strip(
        [
            lane(
                kind="dated",
                dots=[{"day": date(2018, 5, 4), "label": "T-1", "url": "/meetings/T-1/"}],
                marks=[{"day": date(2018, 7, 1), "label": "every quarter"}],
            )
        ],
        FIRST,
        LAST,
    )
    assert '<a href="/meetings/T-1/" aria-label="4 May 2018: T-1">' in drawn
    assert "<title>1 July 2018: every quarter</title>" in drawn
    # With a link inside the drawing is a group: an image would hide it.
    assert 'role="group"' in drawn


def test_a_name_is_written_as_text_and_never_as_markup() -> None:
    drawn = year_strip([lane(name="<script>", kind="unknown", says="<b>")], FIRST, LAST)
    assert "<script>" not in drawn and "<b>not" not in drawn and "&lt;script&gt;" in drawn


def test_colour_only_repeats_what_glyph_and_word_say() -> None:
    drawn = year_strip([counted(2, 8, "2 held")], FIRST, LAST)
    assert 'class="glyph glyph-triangle"' in drawn and "too few" in drawn
    assert "2 of 8" in drawn and "style=" not in drawn and "<script" not in drawn


def test_the_day_shown_is_drawn_only_inside_the_period() -> None:
    unknown = lane(kind="unknown", says="not stated")
    for now, there in (
        (date(2018, 6, 30), True),
        (date(2018, 12, 31), False),
        (date(2019, 6, 1), False),
        (None, False),
    ):
        assert ('class="now"' in year_strip([unknown], FIRST, LAST, now=now)) is there, now


def test_the_same_lanes_are_drawn_the_same_twice_and_each_has_ids_of_its_own() -> None:
    lanes = [counted(2, 8, "2 held"), lane(name="Other", kind="unknown", says="not stated")]
    drawn = year_strip(lanes, FIRST, LAST)
    assert drawn == year_strip(lanes, FIRST, LAST)
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))


def test_without_a_body_it_says_so() -> None:
    assert "Nothing to show" in year_strip([], FIRST, LAST)


def test_fifty_two_expected_meetings_still_have_each_a_box() -> None:
    drawn = year_strip([counted(1, 52, "1 held")], FIRST, LAST)
    assert len(boxes(drawn, "missed")) == 51
    assert all(width >= 2 for _x, width in boxes(drawn, "missed"))
