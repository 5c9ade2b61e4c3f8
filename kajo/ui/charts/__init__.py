"""Charts drawn on the server: pages give rows, templates get pictures."""

from kajo.ui.charts.axis import day_labels, every, hour_labels, needs_thousands
from kajo.ui.charts.rows import Bar, BarChart, Lane, Strip, StripBar, StripLabel, even_points

__all__ = [
    "Bar",
    "BarChart",
    "Lane",
    "Strip",
    "StripBar",
    "StripLabel",
    "day_labels",
    "even_points",
    "every",
    "hour_labels",
    "needs_thousands",
]
