"""From bars to a picture."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from django.utils.translation import gettext, pgettext

from kajo.ui import formats
from kajo.ui.charts.picture import Column, Key, Picture, Place, Post, Rect, per_cent
from kajo.ui.charts.plot import MOST_WITH_GAP, MOST_WITH_WIDE_GAP, Plot, plot_of
from kajo.ui.charts.rows import Bar, BarChart

MOST_LABELLED: Final = 12
WORD_FITS_FROM: Final = 0.12
POST_HEIGHT: Final = 0.13


def draw_bars(chart: BarChart, language: str) -> Picture:
    """Return the picture of a chart, its texts in the language."""
    plot = plot_of(chart)
    spots = list(enumerate(chart.bars))
    now = _now_of(chart)
    voids, words = _voids(chart, plot)
    stairs, risers = _staircase(chart, plot)
    has_values = len(chart.bars) <= MOST_LABELLED and chart.size == "full"
    return Picture(
        key=chart.key,
        size=chart.size,
        horizon=per_cent(plot.horizon),
        now=per_cent(now / max(plot.count, 1)),
        has_coming=now < plot.count,
        ticks=tuple(_ticks(chart, plot, language)),
        columns=tuple(_column(chart, plot, place, bar, language) for place, bar in spots),
        voids=tuple(voids),
        void_words=tuple(words),
        posts=tuple(_posts(chart, plot)),
        rails=tuple(_rails(chart, plot)),
        diamonds=tuple(_diamonds(chart, plot)),
        stairs=stairs,
        risers=risers,
        labels=tuple(_labels(chart, plot, language, has_values=has_values)),
        short_labels=tuple(_short_labels(chart, plot)),
        has_values=has_values,
        is_dense=plot.count > MOST_WITH_GAP,
    )


def legend_of(chart: BarChart) -> tuple[Key, ...]:
    """Return the legend: only what the chart shows."""
    return tuple(_legend(chart))


def _now_of(chart: BarChart) -> float:
    if chart.now_at is not None:
        return min(max(chart.now_at, 0), len(chart.bars))
    return next((float(place) for place, bar in enumerate(chart.bars) if bar.coming), float(len(chart.bars)))


def _ticks(chart: BarChart, plot: Plot, language: str) -> Iterator[Place]:
    goes_below = any(bar.below for bar in chart.bars)
    for tick in plot.axis.ticks:
        shown = abs(tick) if goes_below else tick
        yield Place(
            "100%",
            per_cent(plot.y(tick * chart.per)),
            formats.number(shown, plot.axis.decimals, language),
            is_strong=tick == 0,
        )


def _column(chart: BarChart, plot: Plot, place: int, bar: Bar, language: str) -> Column:
    rects: list[Rect] = []
    if bar.parts:
        rects += _stack(plot, place, bar)
    elif bar.value is not None and not bar.coming:
        rects += _solid(plot, place, bar, bar.value)
    if bar.below and not bar.coming:
        rects.append(_rect("bar-below", plot, place, plot.horizon, plot.height(bar.below)))
    return Column(
        plot.step_lefts[place],
        plot.step_width,
        describe(chart, bar, language),
        bar.href,
        tuple(rects),
    )


def _rect(kind: str, plot: Plot, place: int, y: float, height: float) -> Rect:
    return Rect(kind, plot.bar_lefts[place], per_cent(y), plot.bar_width, per_cent(height))


def _solid(plot: Plot, place: int, bar: Bar, value: Decimal) -> list[Rect]:
    height = plot.height(value)
    top = plot.horizon if value < 0 else plot.horizon - height
    if not bar.estimated_share:
        return [_rect("bar-main", plot, place, top, height)] if height else []
    hatched = height * min(max(bar.estimated_share, 0), 1)
    measured = height - hatched
    rects = []
    if measured > 0:
        rects.append(_rect("bar-main", plot, place, top + hatched, measured))
    if hatched > 0:
        rects.append(_rect("bar-estimated", plot, place, top, hatched))
    return rects


def _stack(plot: Plot, place: int, bar: Bar) -> Iterator[Rect]:
    up = down = plot.horizon
    for order, part in enumerate(bar.parts, start=1):
        height = plot.height(part)
        if part > 0:
            up -= height
            yield _rect(f"bar-part part-{order}", plot, place, up, height)
        elif part < 0:
            yield _rect(f"bar-part part-{order}", plot, place, down, height)
            down += height


def describe(chart: BarChart, bar: Bar, language: str) -> str:
    """Return what is said of a bar: "February 2026: 2,042 kWh, estimated, year before 2,264 kWh"."""
    words: list[str] = []
    if bar.value is not None and not bar.coming:
        words.append(_write(chart, bar.value, language))
    if bar.below:
        words.append(f"{chart.below_name} {_write(chart, bar.below, language)}".strip())
    if bar.is_doubtful:
        words += _quality(bar)
    if bar.before is not None:
        words.append(_before_words(language) % {"value": _write(chart, bar.before, language)})
    return f"{bar.long_label}: {', '.join(words)}" if words else bar.long_label


def _write(chart: BarChart, value: Decimal, language: str) -> str:
    shown = value if chart.per == 1 else value / chart.per
    return formats.quantity(shown, chart.unit, chart.decimals, language)


@cache
def _before_words(_language: str) -> str:
    """Return the words in the current language, which is named so that each has its own."""
    return gettext("a year before %(value)s")


def _quality(bar: Bar) -> Iterator[str]:
    if bar.is_unknown:
        yield pgettext("readings", "missing")
    elif bar.missing_share > 0:
        yield pgettext("readings", "partly missing")
    if bar.estimated_share >= 1:
        yield pgettext("readings", "estimated")
    elif bar.estimated_share > 0:
        yield pgettext("readings", "partly estimated")
    if bar.corrected:
        yield pgettext("readings", "corrected")


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of places side by side."""
    for _, run in groupby(enumerate(places), key=lambda spot: spot[1] - spot[0]):
        side_by_side = [place for _, place in run]
        yield side_by_side[0], side_by_side[-1]


def _unknown(chart: BarChart) -> list[int]:
    return [place for place, bar in enumerate(chart.bars) if bar.is_unknown]


def _span(plot: Plot, first: int, last: int) -> tuple[float, float]:
    return plot.left(first), plot.left(last) + plot.width - plot.left(first)


def _voids(chart: BarChart, plot: Plot) -> tuple[list[Rect], list[Place]]:
    voids, words = [], []
    for first, last in _runs(_unknown(chart)):
        x, width = _span(plot, first, last)
        voids.append(Rect("void", per_cent(x), "0%", per_cent(width), per_cent(plot.horizon)))
        if chart.size == "full":
            words.append(_void_word(x, width))
    return voids, words


def _void_word(x: float, width: float) -> Place:
    """Put the word into the gap when it has room there, else beside it."""
    text = pgettext("readings", "missing")
    if width >= WORD_FITS_FROM:
        return Place(per_cent(x + width / 2), text=text)
    if x + width > 1 - WORD_FITS_FROM:
        return Place(per_cent(x), text=text, anchor="end")
    return Place(per_cent(x + width), text=text, anchor="start")


def _posts(chart: BarChart, plot: Plot) -> Iterator[Post]:
    for first, last in _runs(_unknown(chart)):
        x, width = _span(plot, first, last)
        for side in (x, x + width):
            yield Post(per_cent(side), "0%", per_cent(plot.horizon))
    for place, bar in enumerate(chart.bars):
        if bar.missing_share and bar.value is not None and not bar.coming:
            foot = min(plot.y(bar.value), plot.horizon)
            for side in (plot.left(place), plot.left(place) + plot.width):
                yield Post(per_cent(side), per_cent(max(foot - POST_HEIGHT, 0)), per_cent(foot))


def _rails(chart: BarChart, plot: Plot) -> Iterator[Rect]:
    bars = [(place, bar) for place, bar in enumerate(chart.bars) if bar.is_doubtful]
    estimated = [place for place, bar in bars if bar.estimated_share]
    missing = [place for place, bar in bars if bar.missing_share or bar.value is None]
    for kind, places in (("rail-estimated", estimated), ("rail-missing", missing)):
        for first, last in _runs(places):
            joined = [(first, last)] if len(chart.bars) > MOST_WITH_WIDE_GAP else _singly(first, last)
            for start, end in joined:
                x, width = _span(plot, start, end)
                yield Rect(kind, per_cent(x), per_cent(plot.horizon), per_cent(width), "7")


def _singly(first: int, last: int) -> list[tuple[int, int]]:
    return [(place, place) for place in range(first, last + 1)]


def _diamonds(chart: BarChart, plot: Plot) -> Iterator[Place]:
    for place, bar in enumerate(chart.bars):
        if bar.corrected and bar.value is not None:
            highest = max(bar.value, bar.before if bar.before is not None else bar.value, Decimal(0))
            yield Place(per_cent(plot.step(place + 0.5)), per_cent(plot.y(highest)))


def _staircase(chart: BarChart, plot: Plot) -> tuple[str, str]:
    """Return the treads and the risers as SVG paths in a 100 × 100 grid."""
    treads: list[str] = []
    risers: list[str] = []
    edges, height = _edges(plot.count), ""
    for place, bar in enumerate(chart.bars):
        if bar.before is None:
            height = ""
            continue
        y = f"{plot.y(bar.before) * 100:.3f}"
        if y == height:  # the tread goes on
            treads[-1] = f"{treads[-1].rsplit('H', 1)[0]}H{edges[place + 1]}"
        else:
            treads.append(f"M{edges[place]} {y}H{edges[place + 1]}")
            if height:
                risers.append(f"M{edges[place]} {height}V{y}")
        height = y
    return "".join(treads), "".join(risers)


@lru_cache(maxsize=50)
def _edges(count: int) -> list[str]:
    """Return where steps begin and end, in a grid that is 100 wide."""
    return [f"{place / count * 100:.3f}" for place in range(count + 1)]


def _labels(chart: BarChart, plot: Plot, language: str, *, has_values: bool) -> Iterator[Place]:
    for place, bar in enumerate(chart.bars):
        value = ""
        if has_values and not bar.coming:
            shown = None if bar.value is None else bar.value / chart.per
            value = formats.number(shown, chart.decimals, language)
        if bar.label or value:
            yield Place(_label_x(chart, plot, place), text=bar.label, value=value)


def _short_labels(chart: BarChart, plot: Plot) -> Iterator[Place]:
    for place, bar in enumerate(chart.bars):
        if bar.short:
            yield Place(_label_x(chart, plot, place), text=bar.short)


def _label_x(chart: BarChart, plot: Plot, place: int) -> str:
    return per_cent(plot.step(place + (0.5 if chart.labels_at == "middle" else 0)))


def _legend(chart: BarChart) -> Iterator[Key]:
    bars = [bar for bar in chart.bars if not bar.coming]
    if chart.part_names:
        yield from (Key(f"part-{order}", name) for order, name in enumerate(chart.part_names, start=1))
    else:
        yield Key("main", chart.main_name or pgettext("readings", "measured"))
    if any(bar.below for bar in bars):
        yield Key("below", chart.below_name)
    if any(bar.estimated_share > 0 for bar in bars):
        yield Key("estimated", pgettext("readings", "estimated"))
    if any(bar.missing_share > 0 and bar.value is not None for bar in bars):
        yield Key("missing", pgettext("readings", "partly missing"))
    if any(bar.is_unknown for bar in bars):
        yield Key("missing", pgettext("readings", "missing"))
    if any(bar.corrected for bar in bars):
        yield Key("corrected", pgettext("readings", "corrected"))
    if any(bar.before is not None for bar in chart.bars):
        yield Key("before", chart.before_name)
