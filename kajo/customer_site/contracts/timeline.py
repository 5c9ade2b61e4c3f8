"""The timeline of a location of use as a picture: its contracts as bars on the horizon, and what happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from kajo.contracts.rows import Event, Span
from kajo.contracts.words import EventKind
from kajo.customer_site.contracts.sentences import of_event

AHEAD = timedelta(days=240)  # of today and of what is last known
MOST_YEARS = 6  # that are named under the line
LATEST = 5  # of what is past and stands open

PHONE, WIDE = 288, 704  # px: the least width of the picture, and the least of it from 768 px on
LETTER, MARGINS = 7, 16  # px: what a letter in a bar takes, and the space before and after a name

SHAPES = {
    EventKind.PRICE: "price",
    EventKind.VAT: "vat",
    EventKind.ENDS: "end",
    EventKind.FIXED_TERM_ENDS: "end",
    EventKind.ENDS_SOON: "end",
}


# What a day looks like on the line.
MARKS = {
    "price": SafeString('<path class="mark-price" d="M0-6V6"/>'),
    "vat": SafeString('<circle class="mark-vat" r="5"/>'),
    "end": SafeString('<path class="mark-end" d="M0-7 7 0 0 7-7 0Z"/>'),
}
NAMES: dict[str, Promise] = {
    "price": gettext_lazy("Price changes"),
    "vat": gettext_lazy("VAT changes"),
    "end": gettext_lazy("Ends"),
}


@dataclass(frozen=True)
class Key:
    """What a mark of the picture means."""

    mark: SafeString
    label: str


class Naming(StrEnum):
    """Where a bar is called by its name; elsewhere by its number, which the legend explains."""

    EVERYWHERE = "by-name"
    WHERE_WIDE = "by-name-where-wide"
    NOWHERE = "by-number"


@dataclass(frozen=True)
class Line:
    """An event in words; `href` leads to its contract where that is another."""

    day: date
    text: str
    href: str


@dataclass(frozen=True)
class Timeline:
    """The picture, and the same in words: what comes, the next first, and what was, the latest first.

    `bars`, `marks` and `years` are SVG, placed in per cent; `now` is today's place. `names` are of the bars.
    """

    naming: Naming
    names: tuple[str, ...]
    bars: SafeString
    marks: SafeString
    years: SafeString
    now: float
    keys: tuple[Key, ...]
    coming: tuple[Line, ...]
    latest: tuple[Line, ...]
    earlier: tuple[Line, ...]


def draw(
    spans: Sequence[Span], events: Sequence[Event], hrefs: Mapping[str, str], *, today: date
) -> Timeline:
    """Return the timeline of a location: from its first contract until some time after the last event.

    :param hrefs: addresses of contracts by key; one that is left out gets no link
    """
    begins = min(span.starts_on for span in spans)
    ends = max(today, *(event.day for event in events)) + AHEAD
    days = (ends - begins).days

    def place(day: date) -> float:
        return round(max(0, min((day - begins).days, days)) / days * 100, 2)

    marks = sorted({(place(event.day), SHAPES[event.kind]) for event in events if event.kind in SHAPES})
    shapes = {shape for _, shape in marks}
    lines = [Line(event.day, of_event(event), hrefs.get(event.contract, "")) for event in events]
    past = [line for line in lines if line.day < today][::-1]
    bars = [_bar(span, place, ends) for span in spans]
    return Timeline(
        naming=_naming_of(bars),
        names=tuple(bar.name for bar in bars),
        bars=format_html_join("", BAR, ((*astuple(bar), n) for n, bar in enumerate(bars, start=1))),
        marks=format_html_join("", MARK, ((x, MARKS[shape]) for x, shape in marks)),
        years=format_html_join("", YEAR, ((place(date(y, 1, 1)), y) for y in _years(begins, ends))),
        now=place(today),
        keys=tuple(Key(mark, str(NAMES[shape])) for shape, mark in MARKS.items() if shape in shapes),
        coming=tuple(line for line in lines if line.day >= today),
        latest=tuple(past[:LATEST]),
        earlier=tuple(past[LATEST:]),
    )


BAR = (
    '<svg x="{}%" y="24" width="{}%" height="36">'
    '<rect class="span {}" x="1" y="0" width="100%" height="100%"/><text class="name" x="10" y="24">{}</text>'
    '<text class="nr" x="50%" y="24" text-anchor="middle">{}</text></svg>'
)
MARK = '<svg x="{}%" y="60" width="1" height="1" class="mark">{}</svg>'
YEAR = '<text class="year" x="{}%" y="98" text-anchor="middle">{}</text>'


@dataclass(frozen=True)
class Bar:
    """A contract on the line: `x` and `width` in per cent of the picture."""

    x: float
    width: float
    state: str
    name: str


def _bar(span: Span, place: Callable[[date], float], ends: date) -> Bar:
    x = place(span.starts_on)
    after = ends if span.last_day is None else span.last_day + timedelta(days=1)
    return Bar(x, round(place(after) - x, 2), span.state.value, span.product)


def _naming_of(bars: Sequence[Bar]) -> Naming:
    """Return where every name has room in its bar."""
    needed = max((len(bar.name) * LETTER + MARGINS) / max(bar.width, 0.01) * 100 for bar in bars)
    if needed <= PHONE:
        return Naming.EVERYWHERE
    return Naming.WHERE_WIDE if needed <= WIDE else Naming.NOWHERE


def _years(begins: date, ends: date) -> list[int]:
    """Return the years whose first day lies in the picture, thinned so that their names have room."""
    every = list(range(begins.year + 1, ends.year + 1))
    step = -(-len(every) // MOST_YEARS) or 1
    return every[::-1][::step][::-1]
