"""Reading from the store. Everything takes holdings, and the database looks them up, checks and cuts again.

`reading_type` None means as billed: of each local day the furthest type there is (community share, else
netted, else measured). Types are never added for one day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any

import numpy as np

from kajo.access.holdings import Holding
from kajo.core.times import month_of, next_month
from kajo.metering import store
from kajo.metering.local_days import number_of
from kajo.metering.rows import Gap, Intervals, PeriodSum, Series, in_kwh
from kajo.metering.words import Flow, Quality, ReadingType

Span = tuple[Holding, date, date]
"""A holding and the days asked of it, half-open."""

BLOCKS = "select head, energies, quality from kajo_intervals(%s, %s, %s, %s, %s)"
"""Day blocks as `intervals_of` takes them; `asked_of` gives the parameters."""


def read_intervals(
    holdings: Sequence[Holding],
    first_day: date,
    end_day: date,
    flow: Flow = Flow.CONSUMPTION,
    reading_type: ReadingType | None = None,
) -> Intervals:
    """Return the intervals of one location from `first_day` until before `end_day`, in order of time.

    :raises ValueError: when the holdings are of several metering points
    """
    asked = asked_of(holdings, first_day, end_day, flow, reading_type)
    return intervals_of(store.fetch(BLOCKS, asked))


def read_days(holdings: Sequence[Holding], days: Sequence[date]) -> list[Intervals]:
    """Return the consumption of one location on each of several days, by one statement.

    :raises ValueError: when the holdings are of several metering points
    """
    asked = [asked_of(holdings, day, _after(day), Flow.CONSUMPTION, None) for day in days]
    blocks = store.fetch(" union all ".join([BLOCKS] * len(days)), [*chain.from_iterable(asked)])
    return [intervals_of([row for row in blocks if row[0] >> 32 == number_of(day)]) for day in days]


def sum_by_day(
    holdings: Sequence[Holding],
    first_day: date,
    end_day: date,
    flow: Flow = Flow.CONSUMPTION,
    reading_type: ReadingType | None = None,
) -> list[PeriodSum]:
    """Return one sum for each holding and local day that has readings, by holding and day."""
    return _sum_days([(holding, first_day, end_day) for holding in holdings], flow, reading_type)


def sum_days_of_periods(holdings: Sequence[Holding], periods: Sequence[tuple[date, date]]) -> list[PeriodSum]:
    """Return the same of the consumption of several half-open periods, by one statement; no day twice."""
    spans = [(holding, *period) for period in _apart(periods) for holding in holdings]
    return _sum_days(spans, Flow.CONSUMPTION, None)


def _apart(periods: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return the same days as periods in order that do not overlap."""
    apart: list[tuple[date, date]] = []
    for first, end in sorted(periods):
        if apart and first <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], end)
        else:
            apart.append((first, end))
    return apart


def sum_by_month(
    holdings: Sequence[Holding],
    first_day: date,
    end_day: date,
    flow: Flow = Flow.CONSUMPTION,
    reading_type: ReadingType | None = None,
) -> list[PeriodSum]:
    """Return one sum for each holding and calendar month that has readings, by holding and month.

    Whole months come ready made, in one statement; those that the question or the holding cuts, or in which
    the billed reading type changes, are added up from their days in one more.
    """
    whole, changing = _whole_months(holdings, first_day, end_day, flow, reading_type)
    spans = [span for holding in holdings for span in _cut_months(holding, first_day, end_day)]
    by_id = {holding.id: holding for holding in holdings}
    spans += [(by_id[number], month, next_month(month)) for number, month in sorted(changing)]
    found = whole + _months_from_days(spans, flow, reading_type)
    place = {number: place for place, number in enumerate(by_id)}
    return sorted(found, key=lambda month: (place[month.holding_id], month.starts_on))


def list_series(holdings: Sequence[Holding]) -> list[Series]:
    """Return which flows and reading types the holdings have, from when until when."""
    rows = store.fetch("select * from kajo_series(%s)", ([holding.id for holding in holdings],))
    return [
        Series(holding, Flow(flow), ReadingType(kind), first, _after(last), whole and _after(whole))
        for holding, flow, kind, first, last, whole in rows
    ]


def list_gaps(holdings: Sequence[Holding], first_day: date, end_day: date) -> list[Gap]:
    """Return the holdings that lack whole days of readings from `first_day` until before `end_day`."""
    by_id = {holding.id: holding for holding in holdings}
    rows = store.fetch("select * from kajo_gaps(%s, %s, %s)", ([*by_id], first_day, end_day))
    return [Gap(by_id[number], days, last) for number, days, last in rows if days > 0]


def intervals_of(rows: list[tuple[int, bytes, bytes | None]]) -> Intervals:
    """Return (head, energies, quality codes) of day blocks, in order of day, as intervals."""
    heads, energies, codes = zip(*rows, strict=True) if rows else ((), (), ())
    head = np.fromiter(heads, np.int64, len(rows))
    return Intervals(
        packed=np.frombuffer(b"".join(energies), "<i4"),
        days=head >> 32,
        day_minutes=head >> 8 & 0xFF,
        day_types=head >> 16 & 0xFFFF,
        day_slots=np.fromiter(map(len, energies), np.int64, len(rows)) // 4,
        day_scales=-(head & 0xFF),
        day_codes=codes,
    )


def asked_of(
    holdings: Sequence[Holding], first_day: date, end_day: date, flow: Flow, reading_type: ReadingType | None
) -> tuple[Any, ...]:
    """Return what is asked of one location: holdings' ids, days, flow and reading type.

    :raises ValueError: when the holdings are of several metering points
    """
    if len({holding.point_id for holding in holdings}) > 1:
        raise ValueError("intervals of several metering points make no series")
    ids = [holding.id for holding in holdings]
    return ids, first_day, end_day, int(flow), reading_type and int(reading_type)


def _sum_days(spans: Sequence[Span], flow: Flow, reading_type: ReadingType | None) -> list[PeriodSum]:
    rows = store.fetch(
        "select * from kajo_days(%s, %s, %s, %s, %s)",
        (
            [holding.id for holding, _, _ in spans],
            [first for _, first, _ in spans],
            [end for _, _, end in spans],
            int(flow),
            reading_type and int(reading_type),
        ),
    )
    return [_period_sum(row, _after(row[1])) for row in rows]


def _whole_months(
    holdings: Sequence[Holding], first_day: date, end_day: date, flow: Flow, reading_type: ReadingType | None
) -> tuple[list[PeriodSum], set[tuple[int, date]]]:
    """Return the months that one reading type covers, and (holding, month) where the billed type changes."""
    rows = store.fetch(
        "select * from kajo_months(%s, %s, %s, %s, %s)",
        (
            [holding.id for holding in holdings],
            first_day,
            end_day,
            int(flow),
            reading_type and int(reading_type),
        ),
    )
    by_month: dict[tuple[int, date], list[PeriodSum]] = defaultdict(list)
    for row in rows:
        by_month[row[0], row[1]].append(_period_sum(row, next_month(row[1])))
    furthest = {key: kinds[-1] for key, kinds in by_month.items()}
    changing = {
        key
        for key, month in furthest.items()
        if len(by_month[key]) > 1 and month.days < (month.ends_on - month.starts_on).days
    }
    return [month for key, month in furthest.items() if key not in changing], changing


def _period_sum(row: tuple[Any, ...], ends_on: date) -> PeriodSum:
    holding, starts_on, kind, total, days, until, missing, estimated, corrected, bits, intervals = row
    return PeriodSum(
        holding_id=holding,
        starts_on=starts_on,
        ends_on=ends_on,
        energy_kwh=in_kwh(total) if missing < intervals else None,
        reading_types=(ReadingType(kind),),
        days=days,
        intervals=intervals,
        missing=missing,
        estimated=estimated,
        corrected=corrected,
        qualities=_qualities(bits),
        complete_until=until,
    )


def _cut_months(holding: Holding, first_day: date, end_day: date) -> list[Span]:
    """Return the parts of months at either end of what the holding has of the period."""
    first, end = max(first_day, holding.starts_on), min(end_day, holding.ends_on or end_day)
    if first >= end:
        return []
    parts = []
    for month in sorted({month_of(first), month_of(end - timedelta(days=1))}):
        part = max(first, month[0]), min(end, month[1])
        if part != month:
            parts.append((holding, *part))
    return parts


def _months_from_days(spans: Sequence[Span], flow: Flow, reading_type: ReadingType | None) -> list[PeriodSum]:
    if not spans:
        return []
    by_month: dict[tuple[int, date], list[PeriodSum]] = defaultdict(list)
    for day in _sum_days(spans, flow, reading_type):
        by_month[day.holding_id, day.starts_on.replace(day=1)].append(day)
    asked = ((first, end, by_month.get((holding.id, first.replace(day=1)))) for holding, first, end in spans)
    return [_added_up(first, end, days) for first, end, days in asked if days]


def _added_up(starts_on: date, ends_on: date, days: list[PeriodSum]) -> PeriodSum:
    energies = [day.energy_kwh for day in days if day.energy_kwh is not None]
    return PeriodSum(
        holding_id=days[0].holding_id,
        starts_on=starts_on,
        ends_on=ends_on,
        energy_kwh=sum(energies, Decimal(0)) if energies else None,
        reading_types=tuple(sorted({kind for day in days for kind in day.reading_types})),
        days=len(days),
        intervals=sum(day.intervals for day in days),
        missing=sum(day.missing for day in days),
        estimated=sum(day.estimated for day in days),
        corrected=sum(day.corrected for day in days),
        qualities=frozenset[Quality]().union(*(day.qualities for day in days)),
        complete_until=max((day.complete_until for day in days if day.complete_until), default=None),
    )


@cache
def _qualities(bits: int) -> frozenset[Quality]:
    return frozenset(quality for quality in Quality if bits >> quality & 1)


def _after(day: date) -> date:
    return day + timedelta(days=1)
