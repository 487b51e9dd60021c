"""The charts as template tags (see ``ictportal.charts``)."""

from django import template

from ictportal.charts.bars import column_chart, share_bar
from ictportal.charts.bridge import bridge, signed
from ictportal.charts.markup import THINNEST, WHOLE, share_printed
from ictportal.charts.measures import measures, spark
from ictportal.charts.progress import progress
from ictportal.charts.rates import trend
from ictportal.charts.roadmap import promises, road_map
from ictportal.charts.strip import year_strip
from ictportal.charts.timeline import time_line
from ictportal.charts.voices import two_voices

__all__ = [
    "THINNEST",
    "WHOLE",
    "bridge",
    "column_chart",
    "measures",
    "progress",
    "promises",
    "road_map",
    "share_bar",
    "spark",
    "time_line",
    "trend",
    "two_voices",
    "year_strip",
]

register = template.Library()
for chart in (
    bridge,
    share_bar,
    column_chart,
    measures,
    progress,
    promises,
    road_map,
    spark,
    time_line,
    trend,
    two_voices,
    year_strip,
):
    register.simple_tag(chart)
register.filter("signed", signed)
register.filter("share_of", share_printed)
