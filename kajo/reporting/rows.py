"""What a report shows: one row a bar, and what is said of them all. A page and its CSV take the same rows.

Rows of which there are hundreds are named tuples: one is made in a third of the time of a frozen dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from kajo.contracts.rows import LocationRow
from kajo.metering.words import ReadingType
from kajo.reporting.periods import ONE_DAY, Period, Step, period_of


class RowState(StrEnum):
    """How far a row's value can be trusted; the weakest of its parts decides."""

    MEASURED = "measured"
    CORRECTED = "corrected"
    ESTIMATED = "estimated"
    MISSING = "missing"
    COMING = "coming"


WEAKEST_FIRST = (RowState.MISSING, RowState.ESTIMATED, RowState.CORRECTED, RowState.MEASURED)


class ReportRow(NamedTuple):
    """A month, day, hour or quarter-hour. Energies are in kWh, exact; None where nothing is known.

    `last_year_kwh` is of the whole part a year before; `same_days_kwh` of as many days as this one has yet.
    `period` is what a click opens; an interval has none, but `starts_at` and `ends_at`. Shares are 0 to 1.
    `is_repeated` marks both of the hours that the clock shows twice in autumn. `coming`: nothing is expected
    yet, or nothing of this customer's.
    """

    starts_on: date
    energy_kwh: Decimal | None
    last_year_kwh: Decimal | None = None
    same_days_kwh: Decimal | None = None
    production_kwh: Decimal | None = None
    missing_share: float = 0.0
    estimated_share: float = 0.0
    corrected: bool = False
    coming: bool = False
    missing_days: int = 0
    reading_types: tuple[ReadingType, ...] = ()
    period: Period | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_repeated: bool = False

    @property
    def state(self) -> RowState:
        if self.coming:
            return RowState.COMING
        if self.energy_kwh is None or self.missing_share:
            return RowState.MISSING
        if self.estimated_share:
            return RowState.ESTIMATED
        return RowState.CORRECTED if self.corrected else RowState.MEASURED

    @property
    def is_partly(self) -> bool:
        """Whether only a part of the row is in its state."""
        if self.state is RowState.MISSING:
            return self.energy_kwh is not None
        return self.state is RowState.ESTIMATED and self.estimated_share < 1

    @property
    def change(self) -> Decimal | None:
        """The difference to the same days a year before, in per cent."""
        return change_in_percent(self.energy_kwh, self.same_days_kwh)


class StripRow(NamedTuple):
    """A month or day of the overview."""

    period: Period
    energy_kwh: Decimal | None
    coming: bool
    current: bool


@dataclass(frozen=True)
class Report:
    """One location's consumption in one period, with production where there is any.

    `has_data_until` is the day after the last one with readings, as far as the customer held the location;
    `complete_until` the day after the last one without a gap. `total_kwh` and the year before's are of the
    days until then. `minutes` is the length of a day's intervals; `divided_last_year` says that the year
    before was measured in longer ones, which are divided evenly.
    """

    location: LocationRow
    period: Period
    rows: tuple[ReportRow, ...]
    strip: tuple[StripRow, ...]
    total_kwh: Decimal | None
    same_days_kwh: Decimal | None
    production_kwh: Decimal | None
    has_production: bool
    reading_types: tuple[ReadingType, ...]
    held_from: date
    held_until: date | None
    has_data_from: date | None
    has_data_until: date | None
    complete_until: date | None
    has_other_locations: bool
    minutes: int | None = None
    has_quarters: bool = False
    divided_last_year: bool = False

    @cached_property
    def known_rows(self) -> tuple[ReportRow, ...]:
        """The rows that a table and a file hold: of those to come there is nothing to say."""
        return tuple(row for row in self.rows if not row.coming)

    @property
    def change(self) -> Decimal | None:
        return change_in_percent(self.total_kwh, self.same_days_kwh)

    @cached_property
    def has_comparison(self) -> bool:
        return any(row.same_days_kwh is not None for row in self.known_rows)

    @cached_property
    def state(self) -> RowState:
        """The weakest state of the rows."""
        states = {row.state for row in self.known_rows}
        return next((state for state in WEAKEST_FIRST if state in states), RowState.MISSING)

    @property
    def highest(self) -> ReportRow | None:
        known = [row for row in self.known_rows if row.energy_kwh is not None]
        return max(known, key=lambda row: row.energy_kwh or 0, default=None)

    @property
    def previous(self) -> Period | None:
        """The period before, or the last one with readings when this lies after them all."""
        earlier = self.period.previous
        if self.has_data_from is None or self.has_data_until is None or earlier.ends_on <= self.has_data_from:
            return None
        if earlier.starts_on >= self.has_data_until and earlier.step is not Step.SPAN:
            return period_of(earlier.step, self.has_data_until - ONE_DAY)
        return earlier

    @property
    def next(self) -> Period | None:
        """The period after, or the first one with readings when this lies before them all."""
        later = self.period.next
        if (
            self.has_data_from is None
            or self.has_data_until is None
            or later.starts_on >= self.has_data_until
        ):
            return None
        if later.ends_on <= self.has_data_from and later.step is not Step.SPAN:
            return period_of(later.step, self.has_data_from)
        return later

    def count(self, state: RowState) -> int:
        return sum(row.state is state for row in self.rows)


@dataclass(frozen=True)
class ReportedLocation:
    """A location in the list to choose from, with the days of which there are readings of this customer's."""

    location: LocationRow
    data_from: date | None
    data_until: date | None
    held_from: date | None
    held_until: date | None

    def is_coming(self, today: date) -> bool:
        return self.held_from is None or self.held_from > today

    def has_ended(self, today: date) -> bool:
        return self.held_until is not None and self.held_until <= today


def change_in_percent(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return how much more or less there is than before, or None when there is nothing to compare with."""
    if now is None or not before:
        return None
    return (now - before) / before * 100
