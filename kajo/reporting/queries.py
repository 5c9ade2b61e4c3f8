"""Reading a report: one location, one period. A constant number of statements, whatever is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kajo.access.holdings import Holding, list_holdings
from kajo.access.policy import CustomerAccess
from kajo.contracts.queries import get_location
from kajo.contracts.rows import LocationRow
from kajo.metering.queries import list_series, sum_by_day, sum_by_month
from kajo.metering.rows import Series
from kajo.metering.words import Flow, ReadingType
from kajo.reporting.intervals import intervals_of
from kajo.reporting.periods import Period, Step, period_of
from kajo.reporting.rows import Report, ReportRow, StripRow
from kajo.reporting.sums import Sum, by_start, held_days, total


@dataclass(frozen=True)
class Known:
    """What is known of a location before anything is added up: who held it when, and what was received."""

    location: LocationRow
    holdings: list[Holding]
    consumption: list[Series]
    has_production: bool

    @property
    def data_from(self) -> date | None:
        return min((series.starts_on for series in self.consumption), default=None)

    @property
    def data_until(self) -> date | None:
        return max((series.ends_on for series in self.consumption), default=None)

    @property
    def complete_until(self) -> date | None:
        return max((s.complete_until for s in self.consumption if s.complete_until), default=None)

    def expected(self, starts_on: date, ends_on: date) -> int:
        """Return on how many days of a period readings should be there by now."""
        if self.data_until is None or self.data_from is None:
            return 0
        return held_days(self.holdings, max(starts_on, self.data_from), min(ends_on, self.data_until))


def get_report(access: CustomerAccess, location: str, period: Period, *, by_hours: bool = False) -> Report:
    """Return a location's report of a period.

    :raises Http404: when the customer has no such location
    :raises PermissionDenied: without the reporting area
    """
    known = _known(access, location)
    if period.step is Step.DAY:
        return _day_report(known, period, by_hours=by_hours)
    return _report_of_parts(known, period)


def newest_day(access: CustomerAccess, location: str) -> date | None:
    """Return the last day with readings at a location, or None. Three queries."""
    until = _known(access, location).data_until
    return until and until - timedelta(days=1)


def _known(access: CustomerAccess, location: str) -> Known:
    row = get_location(access, location).location
    holdings = list_holdings(access, location_id=row.id)
    series = list_series(holdings) if holdings else []
    return Known(
        location=row,
        holdings=holdings,
        consumption=[one for one in series if one.flow is Flow.CONSUMPTION],
        has_production=any(one.flow is Flow.PRODUCTION for one in series),
    )


def _report_of_parts(known: Known, period: Period) -> Report:
    before = period.a_year_before
    by_month = period.step is Step.YEAR
    add_up = sum_by_month if by_month else sum_by_day
    ours = by_start(add_up(known.holdings, period.starts_on, period.ends_on), month=by_month)
    theirs = by_start(add_up(known.holdings, before.starts_on, before.ends_on), month=by_month)
    made: dict[date, Sum] = {}
    if known.has_production:
        found = add_up(known.holdings, period.starts_on, period.ends_on, Flow.PRODUCTION)
        made = by_start(found, month=by_month)
    rows = [
        _row(known, part, ours.get(part.starts_on), theirs.get(_start_before(period, part)), made)
        for part in period.parts
    ]
    rows = _compare_same_days(known, period, rows) if by_month else rows
    return _report(known, period, rows, _kinds(ours))


def _row(
    known: Known, part: Period, ours: Sum | None, theirs: Sum | None, made: dict[date, Sum]
) -> ReportRow:
    expected = known.expected(part.starts_on, part.ends_on)
    missing_days = max(0, expected - (ours.days if ours else 0))
    last_year = theirs.energy_kwh if theirs else None
    return ReportRow(
        starts_on=part.starts_on,
        energy_kwh=ours.energy_kwh if ours else None,
        last_year_kwh=last_year,
        same_days_kwh=last_year if expected == part.days else None,
        production_kwh=made[part.starts_on].energy_kwh if part.starts_on in made else None,
        missing_share=_missing_share(ours, expected, missing_days),
        estimated_share=ours.estimated / ours.intervals if ours else 0.0,
        corrected=bool(ours and ours.corrected),
        coming=not expected,
        missing_days=missing_days,
        period=part if expected else None,
    )


def _missing_share(ours: Sum | None, expected: int, missing_days: int) -> float:
    if not expected:
        return 0.0
    of_received = ours.missing / ours.intervals if ours and ours.intervals else 0.0
    return (missing_days + (expected - missing_days) * of_received) / expected


def _start_before(period: Period, part: Period) -> date:
    day = period.day_before(part.starts_on)
    return day.replace(day=1) if part.step is Step.MONTH else day


def _compare_same_days(known: Known, period: Period, rows: list[ReportRow]) -> list[ReportRow]:
    """Compare a month that is not full with as many days of the year before. One query where there is one."""
    cut = [row for row in rows if row.period and not row.coming and row.same_days_kwh is None]
    if not cut or known.data_until is None or known.data_from is None:
        return rows
    fixed = {}
    for row in cut:
        month = row.period or period
        first = period.day_before(max(month.starts_on, known.data_from))
        end = period.day_before(min(month.ends_on, known.data_until) - timedelta(days=1)) + timedelta(days=1)
        days = by_start(sum_by_day(known.holdings, first, end))
        fixed[row.starts_on] = (
            total(day.energy_kwh for day in days.values()) if len(days) == (end - first).days else None
        )
    return [replace(row, same_days_kwh=fixed.get(row.starts_on, row.same_days_kwh)) for row in rows]


def _day_report(known: Known, period: Period, *, by_hours: bool) -> Report:
    found = intervals_of(known.holdings, period, has_production=known.has_production, by_hours=by_hours)
    rows = [replace(row, coming=not known.expected(period.starts_on, period.ends_on)) for row in found.rows]
    report = _report(known, period, rows, found.reading_types)
    return replace(report, minutes=found.minutes, has_quarters=found.has_quarters)


def _report(
    known: Known, period: Period, rows: Sequence[ReportRow], kinds: tuple[ReadingType, ...]
) -> Report:
    comparable = [row for row in rows if not row.coming]
    before = [row.same_days_kwh for row in comparable]
    return Report(
        location=known.location,
        period=period,
        rows=tuple(rows),
        strip=_strip(known, period),
        total_kwh=total(row.energy_kwh for row in rows),
        same_days_kwh=total(before) if before and None not in before else None,
        production_kwh=total(row.production_kwh for row in rows),
        has_production=known.has_production,
        reading_types=kinds,
        held_from=min((holding.starts_on for holding in known.holdings), default=period.starts_on),
        held_until=_held_until(known.holdings),
        has_data_from=known.data_from,
        has_data_until=known.data_until,
        complete_until=known.complete_until,
    )


def _held_until(holdings: Sequence[Holding]) -> date | None:
    ends = [holding.ends_on for holding in holdings]
    return None if None in ends or not ends else max(end for end in ends if end)


def _kinds(sums: dict[date, Sum]) -> tuple[ReadingType, ...]:
    return tuple(sorted({kind for one in sums.values() for kind in one.reading_types}))


def _strip(known: Known, period: Period) -> tuple[StripRow, ...]:
    """Return all months for a year or month, else the days of the month."""
    if known.data_from is None or known.data_until is None:
        return ()
    if period.step in (Step.YEAR, Step.MONTH):
        parts = _months(known.data_from, known.data_until)
        sums = by_start(sum_by_month(known.holdings, parts[0].starts_on, parts[-1].ends_on), month=True)
    else:
        month = period_of(Step.MONTH, period.starts_on)
        parts, sums = month.parts, by_start(sum_by_day(known.holdings, month.starts_on, month.ends_on))
    return tuple(
        StripRow(
            period=part,
            energy_kwh=sums[part.starts_on].energy_kwh if part.starts_on in sums else None,
            coming=part.starts_on >= known.data_until,
            current=period.starts_on < part.ends_on and part.starts_on < period.ends_on,
        )
        for part in parts
    )


def _months(first: date, end: date) -> list[Period]:
    """Return the months of whole years from the first reading's to the last one's."""
    years = range(first.year, (end - timedelta(days=1)).year + 1)
    return [month for year in years for month in period_of(Step.YEAR, date(year, 1, 1)).parts]
