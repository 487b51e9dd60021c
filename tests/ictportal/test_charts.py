"""The charts: well-formed, escaped, whole, and with every row in the table behind them."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ictportal.charts import markup, voices
from ictportal.templatetags import charts

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert(\"1\")</script> & 'co'"

FOUND = [
    {
        "key": "implemented",
        "label": "Implemented",
        "count": 2,
        "url": "/rows/?status=implemented&x=1",
    },
    {"key": "under_implementation", "label": "Under implementation", "count": 36, "url": "/rows/"},
    {"key": "not_implemented", "label": "Not implemented", "count": 1, "url": ""},
]
RATES = [
    {"day": date(2017, 12, 31), "numerator": 0, "denominator": 0},
    {"day": date(2018, 12, 31), "numerator": 2, "denominator": 39, "url": "/rows/"},
    {"day": date(2020, 12, 31), "numerator": 28, "denominator": 68},
]


def a_timeline(**changes: Any) -> SimpleNamespace:
    given: dict[str, Any] = {
        "first": date(2017, 1, 1),
        "last": date(2021, 6, 30),
        "body_name": "Board of Auditors",
        "claims": [
            (date(2017, 5, 1), date(2019, 9, 30), "under_implementation", "Under implementation"),
            (date(2019, 9, 30), date(2021, 6, 30), "closure_requested", "Closure requested"),
        ],
        "findings": [
            (date(2018, 12, 31), date(2021, 6, 30), "under_implementation", "Under implementation")
        ],
        "targets": [
            (date(2017, 5, 1), "2018-Q2", date(2018, 6, 30), None),
            (date(2018, 5, 2), "2019-Q1", date(2019, 3, 31), 274),
        ],
        "differences": [(date(2019, 9, 30), date(2021, 6, 30), "they differ for two cycles")],
    }
    return SimpleNamespace(**(given | changes))


STEPS = [
    {"label": "Newly issued", "net": 4, "url": "/explanation/?cause=newly_issued"},
    {"label": "Newly implemented", "net": -6},
    {"label": "Reclassified", "net": 0},
]
DRAWN: dict[str, Callable[[], str]] = {
    "share": lambda: charts.share_bar(FOUND, title="Findings"),
    "columns": lambda: charts.column_chart(
        FOUND, title="By age", mark_after=1, mark_label="older than two years"
    ),
    "bridge": lambda: charts.bridge("2024", 70, STEPS, "2025", 68, title="Open"),
    "nasty bridge": lambda: charts.bridge(
        NASTY, 1, [{"label": NASTY, "net": -3, "url": '/"><i>'}], NASTY, -2, title=NASTY
    ),
    "trend": lambda: charts.trend(RATES, title="Rate"),
    "two voices": lambda: charts.two_voices(a_timeline()),
    "nasty share": lambda: charts.share_bar(
        [{"key": NASTY, "label": NASTY, "count": 3, "url": '/"><i>'}], title=NASTY, unit=NASTY
    ),
    "nasty columns": lambda: charts.column_chart(
        [{"key": NASTY, "label": NASTY, "count": 3, "tone": NASTY}, {"label": NASTY, "count": 0}],
        title=NASTY,
        mark_after=1,
        mark_label=NASTY,
    ),
    "nasty voices": lambda: charts.two_voices(
        a_timeline(
            body_name=NASTY,
            claims=[(date(2018, 1, 1), date(2019, 1, 1), NASTY, NASTY, '/"><i>')],
            targets=[(date(2018, 1, 1), NASTY, date(2018, 3, 31), -40)],
            differences=[(date(2018, 1, 1), date(2019, 1, 1), NASTY)],
        )
    ),
}


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)


def rows_of(figure: ET.Element) -> list[ET.Element]:
    body = figure.find(".//tbody")
    assert body is not None
    return body.findall("tr")


@pytest.mark.parametrize("name", DRAWN)
def test_every_chart_is_well_formed_and_named(name: str) -> None:
    figure = parsed(DRAWN[name]())
    assert figure.tag == "figure"
    drawing = figure.find(f".//{SVG}svg[@aria-labelledby]")
    assert drawing is not None
    named = {node.get("id") for node in drawing if node.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set(drawing.get("aria-labelledby", "").split()) == named
    assert all((node.text or "").strip() for node in drawing if node.tag == f"{SVG}desc")


@pytest.mark.parametrize("name", DRAWN)
def test_no_chart_carries_inline_style_or_script(name: str) -> None:
    for node in parsed(DRAWN[name]()).iter():
        assert not node.tag.endswith("script")
        assert not any(
            attribute == "style" or attribute.startswith("on") for attribute in node.attrib
        )


@pytest.mark.parametrize("name", [name for name in DRAWN if name.startswith("nasty")])
def test_text_from_outside_is_escaped(name: str) -> None:
    markup = DRAWN[name]()
    assert "<script" not in markup
    assert "<i>" not in markup
    assert "&lt;script&gt;" in markup


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_renders_the_same_twice(name: str) -> None:
    assert DRAWN[name]() == DRAWN[name]()


def test_a_drawing_with_links_is_a_group_and_one_without_is_an_image() -> None:
    assert 'role="group"' in charts.share_bar(FOUND)
    assert 'role="img"' in charts.share_bar([part | {"url": ""} for part in FOUND])


@pytest.mark.parametrize(
    "counts", [(2, 36, 1), (1, 1, 1), (0, 5, 0), (1, 100_000), (7,), (1,) * 40, (3, 0, 3)]
)
def test_the_widths_of_a_share_bar_sum_to_the_whole(counts: tuple[int, ...]) -> None:
    figure = parsed(charts.share_bar([{"key": str(n), "count": n} for n in counts]))
    bar = figure.find(f".//{SVG}svg[@class='bar']")
    assert bar is not None
    bars = [(float(one.get("x", 0)), float(one.get("width", 0))) for one in bar.iter(f"{SVG}rect")]
    assert sum(width for _x, width in bars) == charts.WHOLE
    assert len(bars) == sum(1 for n in counts if n), "a part with rows never disappears"
    assert min(width for _x, width in bars) >= charts.THINNEST
    places = [x for x, _width in bars]
    assert places == sorted(places)
    assert bars[-1][0] + bars[-1][1] == charts.WHOLE


@pytest.mark.parametrize("draw", [charts.share_bar, charts.column_chart])
def test_the_table_has_one_row_per_part(draw: Callable[..., str]) -> None:
    rows = rows_of(parsed(draw(FOUND)))
    said = ["".join(row.itertext()) for row in rows]
    assert said == ["Implemented25 %", "Under implementation3692 %", "Not implemented13 %"]


def test_the_table_of_a_trend_says_where_the_rate_does_not_apply() -> None:
    rows = rows_of(parsed(charts.trend(RATES)))
    assert ["".join(cell.itertext()) for cell in rows[0]] == [
        "31 December 2017",
        "0",
        "0",
        "not applicable",
    ]
    assert len(rows) == len(RATES)


def test_the_table_of_two_voices_has_a_row_for_everything_drawn() -> None:
    timeline = a_timeline()
    rows = rows_of(parsed(charts.two_voices(timeline)))
    everything = (timeline.claims, timeline.findings, timeline.targets, timeline.differences)
    assert len(rows) == sum(len(kind) for kind in everything)
    assert any("Target 2019-Q1 (+274 days)" in "".join(row.itertext()) for row in rows)


def test_what_is_claimed_is_hollow_and_what_is_found_is_solid() -> None:
    markup = charts.two_voices(a_timeline())
    assert len(re.findall(r'class="said-bar ', markup)) == 2
    assert len(re.findall(r'class="part found ', markup)) == 1


def test_columns_sum_what_stands_behind_the_line() -> None:
    markup = charts.column_chart(FOUND, mark_after=1, mark_label="older than two years")
    assert "older than two years: 37" in markup


def test_the_tallest_column_fills_the_field_and_an_empty_one_has_no_height() -> None:
    figure = parsed(charts.column_chart([{"key": "a", "count": 4}, {"key": "b", "count": 0}]))
    heights = [float(rect.get("height", 0)) for rect in figure.iter(f"{SVG}rect")]
    assert heights[0] == max(heights) > 0
    assert heights[1] == 0


@pytest.mark.parametrize("nothing", [None, [], [{"key": "implemented", "count": 0}]])
def test_without_rows_there_is_a_sentence_and_no_drawing(nothing: Any) -> None:
    for draw in (charts.share_bar, charts.column_chart):
        figure = parsed(draw(nothing, title="Findings"))
        assert figure.find(f".//{SVG}svg") is None
        assert "there are no rows" in "".join(figure.itertext())


def test_a_rate_that_never_applies_is_a_sentence() -> None:
    assert "<svg" not in charts.trend([])
    assert "<svg" not in charts.trend([RATES[0]])


def test_a_recommendation_nobody_has_spoken_of_is_a_sentence() -> None:
    silent = a_timeline(claims=[], findings=[], targets=[], differences=[])
    assert "<svg" not in charts.two_voices(silent)


@pytest.mark.parametrize(
    ("count", "total", "printed"),
    [
        (2, 39, "5 %"),
        (36, 39, "92 %"),
        (1, 39, "3 %"),
        (1, 200, "1 %"),
        (1, 201, "under 1 %"),
        (999, 1000, "over 99 %"),
        (39, 39, "100 %"),
        (0, 39, "0 %"),
    ],
)
def test_shares_are_printed_in_whole_per_cent(count: int, total: int, printed: str) -> None:
    assert markup.share_printed(count, total) == printed


@pytest.mark.parametrize("years", [0, 1, 4, 15, 40, 200])
def test_two_voices_draws_any_span_inside_its_field(years: int) -> None:
    first, last = date(2000, 3, 1), date(2000 + years, 3, 1)
    timeline = a_timeline(
        first=first,
        last=last,
        claims=[(first, last, "under_implementation", "Under implementation")],
        findings=[],
        targets=[(first, "2000-Q1", first, None), (first, "2000-Q2", last, years * 365)],
        differences=[],
    )
    figure = parsed(charts.two_voices(timeline))
    for rect in figure.iter(f"{SVG}rect"):
        assert float(rect.get("x", 0)) + float(rect.get("width", 0)) <= voices._RIGHT + 4


def test_each_step_of_a_bridge_begins_where_the_one_before_ended_and_prints_its_sign() -> None:
    figure = parsed(DRAWN["bridge"]())
    bars = [bar for bar in figure.iter(f"{SVG}rect") if "part" in bar.get("class", "")]
    first, up, down, still, last = (
        (float(bar.get("x", 0)), float(bar.get("x", 0)) + float(bar.get("width", 0)))
        for bar in bars
    )
    assert first[1] == pytest.approx(up[0], abs=0.2)
    assert up[1] == pytest.approx(down[1], abs=0.2)
    assert down[0] == pytest.approx(still[0], abs=0.2)
    assert last[1] == pytest.approx(down[0], abs=0.2)
    assert [bar.get("class") for bar in bars] == [
        f"part {c}" for c in ("total", "up", "down", "down", "total")
    ]
    assert [row[1].text for row in rows_of(figure)] == [None, "+4", "\N{MINUS SIGN}6", "0", None]
    assert [row[2].text for row in rows_of(figure)] == ["70", "74", "68", "68", "68"]
