"""What a page gives to a chart. All values of a chart are in one unit.

Bars are named tuples, as the parts of a picture are: there are hundreds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

AT_MOST = 750


class Bar(NamedTuple):
    """One step of time.

    :param label: under the bar from 768 px on; empty for none
    :param short: the same on a phone
    :param long_label: how the bar is called when it is pointed at: "February 2026"
    :param value: None when nothing is known
    :param before: the same step a year earlier; drawn as a staircase
    :param below: drawn downwards from the horizon, such as production; a positive number
    :param parts: what the value is made of, in the order of `BarChart.part_names`
    :param estimated_share: which part of the value is estimated, 0–1
    :param missing_share: which part of the time has no value, 0–1
    :param corrected: whether the value was changed after it was first shown
    :param coming: whether the step is still to come
    :param href: where a click leads; a leaf has none
    """

    label: str
    long_label: str
    value: Decimal | None
    short: str = ""
    before: Decimal | None = None
    below: Decimal | None = None
    parts: tuple[Decimal, ...] = ()
    estimated_share: float = 0
    missing_share: float = 0
    corrected: bool = False
    coming: bool = False
    href: str | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether there should be a value and is none."""
        return not self.coming and self.value is None

    @property
    def is_doubtful(self) -> bool:
        """Whether anything but a measured value is to be drawn or said."""
        if self.coming:
            return False
        doubts = self.estimated_share or self.missing_share or self.corrected
        return bool(doubts) or self.value is None


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars on a horizon.

    :param unit: of every value, as it is written after a number: "kWh"
    :param key: tells the charts of one page apart
    :param size: full width of a page, or small as on a front page
    :param main_name: of the bars in the legend when something else is drawn too
    :param before_name: of the staircase: "year 2025"
    :param below_name: of the bars under the horizon
    :param part_names: of the parts, from below; the last of five is hollow
    :param now_at: how many bars have passed, with fraction; None finds the first coming bar
    :param decimals: of the values under the bars and in what is said of one
    :param per: 1, or 1000 to draw kWh as MWh; values are divided by it
    :param labels_at: under the middle of a bar, or where it starts, as hours are
    """

    bars: tuple[Bar, ...]
    unit: str
    key: str = "chart"
    size: Literal["full", "small"] = "full"
    main_name: str = ""
    before_name: str = ""
    below_name: str = ""
    part_names: tuple[str, ...] = ()
    now_at: float | None = None
    decimals: int = 0
    per: int = 1
    labels_at: Literal["middle", "start"] = "middle"

    def __post_init__(self) -> None:
        if len(self.bars) > AT_MOST:
            raise ValueError(f"A chart has at most {AT_MOST} bars; take a coarser step.")


@dataclass(frozen=True, slots=True)
class Lane:
    """A line on the chart's time axis, in a unit of its own.

    :param points: (share of the axis that has passed, value); None breaks the line
    :param kind: "step" holds each value until the next, "curve" joins them
    :param heading: name and unit
    :param words: highest and lowest, said in words
    :param ring_every: which points of a curve get a ring
    """

    points: tuple[tuple[float, Decimal | None], ...]
    kind: Literal["step", "curve"]
    heading: str
    words: str
    key: str = "lane"
    ring_every: int = 3
    decimals: int = 0


class StripBar(NamedTuple):
    """A step of an overview strip; `starts_on` and `last_on` as the date fields under it take them."""

    value: Decimal | None
    title: str
    href: str | None = None
    coming: bool = False
    starts_on: str = ""
    last_on: str = ""


@dataclass(frozen=True, slots=True)
class StripLabel:
    """A word under the strip, under the middle of the bars `start` to `end` (not included)."""

    text: str
    start: int
    end: int
    current: bool = False
    narrow: bool = True


@dataclass(frozen=True, slots=True)
class Strip:
    """All there is, small, with a window on what is shown: the bars `window_start` to `window_end`."""

    bars: tuple[StripBar, ...]
    labels: tuple[StripLabel, ...]
    heading: str
    words: str
    window_start: int
    window_end: int
    key: str = "strip"


def even_points(values: Sequence[Decimal | None]) -> tuple[tuple[float, Decimal | None], ...]:
    """Return a lane's points for values that divide the axis evenly, each at the start of its step."""
    return tuple((place / len(values), value) for place, value in enumerate(values))
