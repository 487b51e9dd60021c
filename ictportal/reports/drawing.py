"""Charts of reports: plain data in, a drawing of ``ictportal.charts`` out.

The shape of ``data`` by kind; a mapping may carry ``opens`` (the rows behind it, as plain data):

- ``shares``: ``parts`` (key, label, count, tone), ``unit``
- ``columns``: as shares, and ``mark_after`` and ``mark_label`` for a line between two columns
- ``trend``: ``points`` (day, numerator, denominator)
- ``measures``: ``points`` (value, day, period, role or series), ``unit``
- ``heat``: ``columns`` and ``rows`` (labels), ``cells`` (row, column, count), ``unit``
- ``roadmap``: as ``charts.roadmap.road_map`` takes it
- ``strip``: ``lanes`` as ``charts.strip.year_strip`` takes them, ``first``, ``last``, ``now``
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from ictportal.charts.bars import column_chart, share_bar
from ictportal.charts.heat import heat_map
from ictportal.charts.markup import Address
from ictportal.charts.measures import measures
from ictportal.charts.rates import trend
from ictportal.charts.roadmap import road_map
from ictportal.charts.strip import year_strip
from ictportal.reports.content import Chart, Leads, Opens, from_plain
from ictportal.reports.links import Links, NoLinks

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
Drawer = Callable[[Chart, Any], SafeString]


def _shares(chart: Chart, data: Any) -> SafeString:
    return share_bar(data["parts"], chart.title, chart.description, data.get("unit", ""))


def _columns(chart: Chart, data: Any) -> SafeString:
    return column_chart(
        data["parts"],
        chart.title,
        chart.description,
        data.get("unit", ""),
        data.get("mark_after", 0),
        data.get("mark_label", ""),
    )


def _measures(chart: Chart, data: Any) -> SafeString:
    return measures(data["points"], chart.title, chart.description, data.get("unit", ""))


def _heat(chart: Chart, data: Any) -> SafeString:
    return heat_map(
        data["rows"],
        data["columns"],
        data["cells"],
        chart.title,
        chart.description,
        data.get("unit", ""),
    )


def _strip(chart: Chart, data: Any) -> SafeString:
    return year_strip(
        data["lanes"],
        data["first"],
        data["last"],
        chart.title,
        chart.description,
        data.get("now"),
    )


DRAWERS: Mapping[str, Drawer] = {
    "shares": _shares,
    "columns": _columns,
    "trend": lambda chart, data: trend(data["points"], chart.title, chart.description),
    "measures": _measures,
    "heat": _heat,
    "roadmap": lambda chart, data: road_map(data, chart.title, chart.description),
    "strip": _strip,
}


def draw(chart: Chart, links: Links | None = None) -> SafeString:
    """The drawing with its table; ``links`` says where its rows open (nowhere on paper)."""
    return DRAWERS[chart.kind](chart, _ready(chart.data, links or NoLinks()))


def address_of(opens: Opens | None, links: Links) -> str:
    """Where rows open, with how many there are."""
    url = links.rows(opens)
    return Address(url, opens.count) if opens and url else url


def _ready(data: Any, links: Links) -> Any:
    """The data with days as dates, and an address where there are rows or a page to open."""
    if isinstance(data, Mapping):
        found = {name: _ready(value, links) for name, value in data.items()}
        if data.get("opens"):
            found["url"] = address_of(from_plain(Opens, data["opens"]), links)
        elif data.get("leads"):
            found["url"] = links.page(from_plain(Leads, data["leads"]))
        return found
    if isinstance(data, list | tuple):
        return [_ready(item, links) for item in data]
    if isinstance(data, str) and _ISO_DAY.match(data):
        return date.fromisoformat(data)
    return data
