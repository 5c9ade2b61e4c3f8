"""The measures of a picture of bars: where its steps and bars are, and how high."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from kajo.ui.charts.axis import Axis, make_axis
from kajo.ui.charts.picture import per_cent
from kajo.ui.charts.rows import BarChart

WIDE_GAP: Final = 0.26
NARROW_GAP: Final = 0.20
MOST_WITH_WIDE_GAP: Final = 31
MOST_WITH_GAP: Final = 200
NO_SEAM: Final = 1.04


@dataclass(frozen=True, slots=True)
class Plot:
    """Where things are in a plot; places are shares of it, 0–1 from the left and from the top.

    :param horizon: where zero is
    :param whole: the value that would be as high as the plot
    :param gap: between two bars, as a share of a step
    :param width: of a bar
    :param step_width: as SVG wants it, as `bar_width` is
    :param step_lefts: where each step starts, as SVG wants it; `bar_lefts` where its bar does
    """

    count: int
    axis: Axis
    horizon: float
    whole: float
    gap: float
    width: float
    step_width: str
    bar_width: str
    step_lefts: tuple[str, ...]
    bar_lefts: tuple[str, ...]

    def step(self, place: float) -> float:
        """Where the step starts."""
        return place / self.count

    def left(self, place: int) -> float:
        """Where the bar starts."""
        return (place + self.gap / 2) / self.count

    def height(self, value: Decimal) -> float:
        return abs(float(value)) / self.whole

    def y(self, value: Decimal) -> float:
        return self.horizon - float(value) / self.whole


def plot_of(chart: BarChart) -> Plot:
    """Return the measures that a chart needs."""
    count, axis = len(chart.bars), _axis_of(chart)
    gap = 0.0
    if count <= MOST_WITH_GAP:
        gap = WIDE_GAP if count <= MOST_WITH_WIDE_GAP else NARROW_GAP
    # Without gaps a hair more, so that rounding leaves no seam between neighbours.
    width = (1 - gap if gap else NO_SEAM) / max(count, 1)
    return Plot(
        count=count,
        axis=axis,
        horizon=float(axis.top / axis.span),
        whole=float(axis.span * chart.per),
        gap=gap,
        width=width,
        step_width=per_cent(1 / max(count, 1)),
        bar_width=per_cent(width),
        step_lefts=_lefts(count, 0),
        bar_lefts=_lefts(count, gap),
    )


@lru_cache(maxsize=100)
def _lefts(count: int, gap: float) -> tuple[str, ...]:
    return tuple(per_cent((place + gap / 2) / count) for place in range(count))


def _axis_of(chart: BarChart) -> Axis:
    highs, lows = [Decimal(0)], [Decimal(0)]
    for bar in chart.bars:
        known = [value for value in (bar.value, bar.before) if value is not None]
        highs += known
        lows += known
        if bar.below:
            lows.append(-bar.below)
        if bar.parts:
            highs.append(sum((part for part in bar.parts if part > 0), Decimal(0)))
            lows.append(sum((part for part in bar.parts if part < 0), Decimal(0)))
    return make_axis(max(highs) / chart.per, min(lows) / chart.per)
