"""The months or days of a period as rows, beside those of the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kajo.core.times import days_between, months_between
from kajo.metering.queries import sum_by_day, sum_by_month, sum_days_of_periods
from kajo.metering.words import Flow
from kajo.reporting.known import Known
from kajo.reporting.periods import ONE_DAY, Period, Step, period_of
from kajo.reporting.rows import ReportRow, StripRow
from kajo.reporting.sums import Sum, by_start, total

Sums = Mapping[date, Sum]
NOTHING: Sums = {}


@dataclass(frozen=True)
class Parts:
    """The rows of a period, the energy of the same days a year before, and the overview."""

    rows: list[ReportRow]
    same_days_kwh: Decimal | None
    strip: tuple[StripRow, ...]


def months_of(known: Known, period: Period) -> Parts:
    """Return a period by months. Its months, last year's and the overview are read together.

    One query; one more for each month that a holding cuts in, that is not full yet, or with production.
    """
    overview = _all_months(known) or period.parts
    before = period.a_year_before
    first = min(overview[0].starts_on, before.starts_on)
    end = max(overview[-1].ends_on, period.ends_on)
    sums = by_start(sum_by_month(known.holdings, first, end), month=True)
    made = NOTHING
    if known.has_production:
        found = sum_by_month(known.holdings, period.starts_on, period.ends_on, Flow.PRODUCTION)
        made = by_start(found, month=True)
    rows = [_month(known, period, part, sums, made) for part in period.parts]
    compared = [row.same_days_kwh for row in rows if not row.coming]
    return Parts(
        rows=rows,
        same_days_kwh=total(compared) if None not in compared else None,
        strip=_strip(known, period, overview, sums) if known.series else (),
    )


def days_of(known: Known, period: Period) -> Parts:
    """Return a period by days, with the overview that suits it.

    Its days, those of the year before and those of the overview are read together, by one query; one more for
    an overview of months, and one with production.
    """
    overview = _month_around(period) if period.step is Step.WEEK and known.series else []
    asked = [period, period.a_year_before, *overview]
    spans = [(part.starts_on, part.ends_on) for part in asked]
    sums = by_start(sum_days_of_periods(known.holdings, spans))
    made = NOTHING
    if known.has_production:
        made = by_start(sum_by_day(known.holdings, period.starts_on, period.ends_on, Flow.PRODUCTION))
    rows = [
        _row(known, part, sums.get(day), sums.get(period.compared_day(day)), made.get(day))
        for part, day in ((part, part.starts_on) for part in period.parts)
    ]
    strip = _strip(known, period, overview, sums) if overview else strip_of(known, period)
    return Parts(rows, _same_days(known, period, sums), strip)


def strip_of(known: Known, period: Period) -> tuple[StripRow, ...]:
    """Return all months for what is longer than a week, else the days of the month. One query."""
    if not known.series:
        return ()
    if period.step in (Step.WEEK, Step.DAY):
        overview = _month_around(period)
        found = sum_by_day(known.holdings, overview[0].starts_on, overview[-1].ends_on)
    else:
        overview = _all_months(known)
        found = sum_by_month(known.holdings, overview[0].starts_on, overview[-1].ends_on)
    sums = by_start(found, month=overview[0].step is Step.MONTH)
    return _strip(known, period, overview, sums)


def _month(known: Known, period: Period, part: Period, sums: Sums, made: Sums) -> ReportRow:
    theirs = sums.get(part.a_year_before.starts_on)
    row = _row(known, part, sums.get(part.starts_on), theirs, made.get(part.starts_on))
    first, end = known.window(part)
    if (first, end) == (part.starts_on, part.ends_on) or first == end or theirs is None:
        return row
    if known.expected_days(part) < (end - first).days:
        return row
    first, last = period.compared_day(first), period.compared_day(end - ONE_DAY)
    days = by_start(sum_by_day(known.holdings, first, last + ONE_DAY))
    return row._replace(same_days_kwh=_whole(days, first, last))


def _row(known: Known, part: Period, ours: Sum | None, theirs: Sum | None, made: Sum | None) -> ReportRow:
    expected = known.expected_days(part)
    missing_days = max(0, expected - (ours.days if ours else 0))
    last_year = theirs.energy_kwh if theirs and theirs.days == part.a_year_before.days else None
    return ReportRow(
        starts_on=part.starts_on,
        energy_kwh=ours.energy_kwh if ours else None,
        last_year_kwh=last_year,
        same_days_kwh=last_year if expected == part.days else None,
        production_kwh=made.energy_kwh if made else None,
        missing_share=_missing_share(ours, expected, missing_days),
        estimated_share=ours.estimated / ours.intervals if ours else 0.0,
        corrected=bool(ours and ours.corrected),
        coming=not expected,
        missing_days=missing_days,
        reading_types=tuple(sorted(ours.reading_types)) if ours else (),
        period=part if expected else None,
    )


def _missing_share(ours: Sum | None, expected: int, missing_days: int) -> float:
    if not expected:
        return 0.0
    of_received = ours.missing / ours.intervals if ours and ours.intervals else 0.0
    return (missing_days + (expected - missing_days) * of_received) / expected


def _same_days(known: Known, period: Period, theirs: Sums) -> Decimal | None:
    """Return the energy of the days a year before that match those known, or None when one has nothing."""
    first, end = known.window(period)
    if first == end or known.expected_days(period) < (end - first).days:
        return None
    if (first, end) == (period.starts_on, period.ends_on):
        before = period.a_year_before
        return _whole(theirs, before.starts_on, before.last_day)
    return _whole(theirs, period.compared_day(first), period.compared_day(end - ONE_DAY))


def _whole(days: Sums, first: date, last: date) -> Decimal | None:
    found = [one.energy_kwh for day, one in days.items() if first <= day <= last]
    return total(found) if len(found) == (last - first).days + 1 else None


def _strip(known: Known, period: Period, overview: list[Period], sums: Sums) -> tuple[StripRow, ...]:
    return tuple(
        StripRow(
            period=part,
            energy_kwh=sums[part.starts_on].energy_kwh if part.starts_on in sums else None,
            coming=known.data_until is None or part.starts_on >= known.data_until,
            current=period.starts_on < part.ends_on and part.starts_on < period.ends_on,
        )
        for part in overview
    )


def _month_around(period: Period) -> list[Period]:
    """Return the days of the month in which a week or a day begins, until the end of a week that goes on."""
    month = period_of(Step.MONTH, period.starts_on)
    days = days_between(month.starts_on, max(month.ends_on, period.ends_on))
    return [Period(Step.DAY, day, day + ONE_DAY) for day in days]


def _all_months(known: Known) -> list[Period]:
    """Return the months from the first reading until the end of the last one's year, or until one left."""
    if known.data_from is None or known.data_until is None:
        return []
    last = period_of(Step.YEAR if known.held_until is None else Step.MONTH, known.data_until - ONE_DAY)
    return [period_of(Step.MONTH, month) for month in months_between(known.data_from, last.ends_on)]
