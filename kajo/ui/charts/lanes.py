"""Lanes under a chart and the overview strip."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import groupby
from typing import Final

from kajo.ui import formats
from kajo.ui.charts.axis import make_axis
from kajo.ui.charts.picture import Column, Place, Rect, per_cent
from kajo.ui.charts.rows import Lane, Strip

GRIPS_MEET: Final = 44 / 288  # a window of a smaller share has no room for both grips on the narrowest page


@dataclass(frozen=True, slots=True)
class LanePicture:
    """A lane ready to be drawn; `line` and `area` are paths in a 100 × 100 grid."""

    key: str
    kind: str
    heading: str
    words: str
    ticks: tuple[Place, ...]
    line: str
    area: str
    rings: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class StripPicture:
    """An overview strip ready to be drawn."""

    key: str
    heading: str
    words: str
    columns: tuple[Column, ...]
    labels: tuple[Place, ...]
    narrow_labels: tuple[Place, ...]
    window: Rect
    window_end: str
    is_narrow: bool
    now: str
    has_coming: bool
    days: str


def draw_lane(lane: Lane, language: str) -> LanePicture:
    """Return the picture of a lane."""
    low, high, ticks = _lane_range([value for _, value in lane.points if value is not None], lane.kind)
    span = high - low or Decimal(1)

    def y(value: Decimal) -> float:
        return float((high - value) / span) * 100

    runs = [
        [(at * 100, value) for at, value in run if value is not None]
        for known, run in groupby(lane.points, key=lambda point: point[1] is not None)
        if known
    ]
    ends = _run_ends(lane)
    lines, areas = [], []
    for run, end in zip(runs, ends, strict=True):
        spots = [(x, y(value)) for x, value in run]
        line = _step_path(spots, end) if lane.kind == "step" else _curve_path(spots)
        lines.append(line)
        if lane.kind == "step":
            areas.append(f"{line}V{y(Decimal(0)):.3f}H{spots[0][0]:.3f}Z")
    return LanePicture(
        key=lane.key,
        kind=lane.kind,
        heading=lane.heading,
        words=lane.words,
        ticks=tuple(
            Place(
                "100%",
                f"{y(tick):.3f}%",
                formats.number(tick.normalize(), None, language),
                is_strong=tick == 0,
            )
            for tick in ticks
        ),
        line="".join(lines),
        area="".join(areas),
        rings=tuple(
            Place(per_cent(at), f"{y(value):.3f}%")
            for place, (at, value) in enumerate(lane.points)
            if lane.kind == "curve" and value is not None and place % lane.ring_every == 0
        ),
    )


def _run_ends(lane: Lane) -> list[float]:
    """Where each unbroken run ends, 0–100: at the gap after it, or at the end of the axis."""
    ends: list[float] = []
    for place, (_, value) in enumerate(lane.points):
        if value is not None and (place + 1 == len(lane.points) or lane.points[place + 1][1] is None):
            ends.append(lane.points[place + 1][0] * 100 if place + 1 < len(lane.points) else 100.0)
    return ends


def _lane_range(values: list[Decimal], kind: str) -> tuple[Decimal, Decimal, list[Decimal]]:
    """Return the lowest and the highest value that the lane can show, and its ticks."""
    if not values:
        return Decimal(0), Decimal(1), [Decimal(0)]
    low, high = min(values), max(values)
    far_from_zero = kind == "curve" and (low > high - low or high < low - high)
    if far_from_zero:
        axis = make_axis(high - low)
        first = (low / axis.step).to_integral_value(ROUND_FLOOR) * axis.step
        ticks = [first + axis.step * place for place in range(6)]
    else:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
        axis = make_axis(high, low)
        ticks = axis.ticks
    shown = [tick for tick in ticks if low <= tick <= high]
    return low, high, _ends_of(shown or [low])


def _ends_of(ticks: list[Decimal]) -> list[Decimal]:
    """A lane is low: only zero and the outermost ticks are written."""
    return sorted({min(ticks), max(ticks), *(tick for tick in ticks if tick == 0)})


def _step_path(spots: list[tuple[float, float]], end: float) -> str:
    path = f"M{spots[0][0]:.3f} {spots[0][1]:.3f}"
    for x, y in spots[1:]:
        path += f"H{x:.3f}V{y:.3f}"
    return f"{path}H{end:.3f}"


def _curve_path(spots: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in spots)


def draw_strip(strip: Strip) -> StripPicture:
    """Return the picture of an overview strip."""
    count = max(len(strip.bars), 1)
    highest = max((bar.value for bar in strip.bars if bar.value is not None), default=Decimal(1)) or Decimal(
        1
    )
    now = next((place for place, bar in enumerate(strip.bars) if bar.coming), count)
    columns = []
    for place, bar in enumerate(strip.bars):
        inside = strip.window_start <= place < strip.window_end
        rects: tuple[Rect, ...] = ()
        if bar.value is not None and not bar.coming:
            height = float(max(bar.value, Decimal(0)) / highest) * 0.86
            kind = "strip-chosen" if inside else "strip-idle"
            rects = (
                Rect(
                    kind,
                    per_cent((place + 0.18) / count),
                    per_cent(1 - height),
                    per_cent(0.64 / count),
                    per_cent(height),
                ),
            )
        columns.append(Column(per_cent(place / count), per_cent(1 / count), bar.title, bar.href, rects))
    labels = [
        (
            label,
            Place(per_cent((label.start + label.end) / 2 / count), text=label.text, is_strong=label.current),
        )
        for label in strip.labels
    ]
    return StripPicture(
        key=strip.key,
        heading=strip.heading,
        words=strip.words,
        columns=tuple(columns),
        labels=tuple(place for _, place in labels),
        narrow_labels=tuple(place for label, place in labels if label.narrow),
        window=Rect(
            "window",
            per_cent(strip.window_start / count),
            "0%",
            per_cent((strip.window_end - strip.window_start) / count),
            "100%",
        ),
        window_end=per_cent(strip.window_end / count),
        is_narrow=(strip.window_end - strip.window_start) / count < GRIPS_MEET,
        now=per_cent(now / count),
        has_coming=now < count,
        days=";".join(f"{bar.starts_on}/{bar.last_on}" for bar in strip.bars),
    )
