"""The timeline of a location of use as a picture: its contracts as bars on the horizon, and what happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kajo.contracts.rows import Event, Span
from kajo.contracts.words import ContractState, EventKind
from kajo.customer_site.contracts.sentences import of_event

AHEAD = timedelta(days=240)  # of today and of what is last known
MOST_YEARS = 6  # that are named under the line
LATEST = 5  # of what is past and stands open

SHAPES = {
    EventKind.PRICE: "price",
    EventKind.VAT: "vat",
    EventKind.ENDS: "end",
    EventKind.FIXED_TERM_ENDS: "end",
    EventKind.ENDS_SOON: "end",
}


@dataclass(frozen=True)
class Bar:
    """A contract: `x` and `width` in per cent. `is_open`: it goes on beyond the picture."""

    x: float
    width: float
    label: str
    state: ContractState
    is_open: bool


@dataclass(frozen=True)
class Mark:
    """A day on the line: `x` in per cent, `shape` price, vat or end."""

    x: float
    shape: str


@dataclass(frozen=True)
class Year:
    x: float
    label: str


@dataclass(frozen=True)
class Line:
    """An event in words; `href` leads to its contract where that is another."""

    day: date
    text: str
    contract: str


@dataclass(frozen=True)
class Timeline:
    """The picture, and the same in words: what comes, the next first, and what was, the latest first."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    years: tuple[Year, ...]
    now: float
    coming: tuple[Line, ...]
    latest: tuple[Line, ...]
    earlier: tuple[Line, ...]
    shapes: frozenset[str]


def draw(spans: Sequence[Span], events: Sequence[Event], *, today: date) -> Timeline:
    """Return the timeline of a location: from its first contract until some time after the last event."""
    begins = min(span.starts_on for span in spans)
    ends = max(today, *(event.day for event in events)) + AHEAD
    days = (ends - begins).days

    def place(day: date) -> float:
        return round(max(0, min((day - begins).days, days)) / days * 100, 2)

    marks = {Mark(place(event.day), SHAPES[event.kind]) for event in events if event.kind in SHAPES}
    lines = [Line(event.day, of_event(event), event.contract) for event in events]
    past = [line for line in lines if line.day < today][::-1]
    return Timeline(
        bars=tuple(_bar(span, place(span.starts_on), place(_after(span, ends))) for span in spans),
        marks=tuple(sorted(marks, key=lambda mark: mark.x)),
        years=tuple(Year(place(date(year, 1, 1)), str(year)) for year in _years(begins, ends)),
        now=place(today),
        coming=tuple(line for line in lines if line.day >= today),
        latest=tuple(past[:LATEST]),
        earlier=tuple(past[LATEST:]),
        shapes=frozenset(mark.shape for mark in marks),
    )


def _after(span: Span, ends: date) -> date:
    return ends if span.last_day is None else span.last_day + timedelta(days=1)


def _bar(span: Span, x: float, end: float) -> Bar:
    return Bar(x, round(end - x, 2), span.product, span.state, is_open=span.last_day is None)


def _years(begins: date, ends: date) -> list[int]:
    """Return the years whose first day lies in the picture, thinned so that their names have room."""
    every = list(range(begins.year + 1, ends.year + 1))
    step = -(-len(every) // MOST_YEARS) or 1
    return every[::-1][::step][::-1]
