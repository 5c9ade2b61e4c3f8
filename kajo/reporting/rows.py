"""What a report shows: one row a bar, and what is said of them all. A page and its CSV take the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from kajo.contracts.rows import LocationRow
from kajo.metering.words import ReadingType
from kajo.reporting.periods import Period


class RowState(StrEnum):
    """How far a row's value can be trusted; the weakest of its parts decides."""

    MEASURED = "measured"
    CORRECTED = "corrected"
    ESTIMATED = "estimated"
    MISSING = "missing"
    COMING = "coming"


@dataclass(frozen=True)
class ReportRow:
    """A month, day, hour or quarter-hour. Energies are in kWh, exact; None where nothing is known.

    `last_year_kwh` is of the whole part a year before; `same_days_kwh` of as many days as this one has yet.
    `period` is what a click opens; an interval has none, but `starts_at` and `ends_at`. Shares are 0 to 1.
    `is_repeated` marks both of the hours that the clock shows twice in autumn.
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
        if self.energy_kwh is None or not self.same_days_kwh:
            return None
        return (self.energy_kwh - self.same_days_kwh) / self.same_days_kwh * 100


@dataclass(frozen=True)
class StripRow:
    """A month or day of the overview."""

    period: Period
    energy_kwh: Decimal | None
    coming: bool
    current: bool


@dataclass(frozen=True)
class Report:
    """One location's consumption in one period, with production where there is any.

    `has_data_until` is the day after the last one with readings, as far as the customer held the location;
    `total_kwh` and the year before's are of the days until then.
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
    minutes: int | None = None
    has_quarters: bool = False

    @property
    def change(self) -> Decimal | None:
        if self.total_kwh is None or not self.same_days_kwh:
            return None
        return (self.total_kwh - self.same_days_kwh) / self.same_days_kwh * 100

    @property
    def highest(self) -> ReportRow | None:
        known = [row for row in self.rows if row.energy_kwh is not None and not row.coming]
        return max(known, key=lambda row: row.energy_kwh or 0, default=None)

    @property
    def previous(self) -> Period | None:
        earlier = self.period.previous
        return earlier if self.has_data_from and earlier.ends_on > self.has_data_from else None

    @property
    def next(self) -> Period | None:
        later = self.period.next
        return later if self.has_data_until and later.starts_on < self.has_data_until else None

    def count(self, state: RowState) -> int:
        return sum(row.state is state for row in self.rows)
