"""Sums of several holdings of one location: exact, and only of days that were held."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kajo.access.holdings import Holding
from kajo.metering.rows import PeriodSum
from kajo.metering.words import Quality, ReadingType
from kajo.reporting.rows import change_in_percent
from kajo.reporting.sums import by_start, held_days, total

FIRST = date(2026, 1, 1)
energies = st.none() | st.integers(0, 10**9).map(lambda thousandths: Decimal(thousandths).scaleb(-6))
offsets = st.integers(0, 800)


def sum_of(day: date, energy_kwh: Decimal | None) -> PeriodSum:
    return PeriodSum(
        holding_id=1,
        starts_on=day,
        ends_on=day + timedelta(days=1),
        energy_kwh=energy_kwh,
        reading_types=(ReadingType.BN01,),
        days=1,
        intervals=96,
        missing=96 if energy_kwh is None else 0,
        estimated=0,
        corrected=0,
        qualities=frozenset({Quality.OK}),
        complete_until=None,
    )


@given(st.lists(st.tuples(offsets, energies), max_size=60))
def test_months_and_days_add_up_to_the_same(parts: list[tuple[int, Decimal | None]]) -> None:
    sums = [sum_of(FIRST + timedelta(days=offset), energy) for offset, energy in parts]
    by_day, by_month = by_start(sums), by_start(sums, month=True)
    in_all = total(energy for _, energy in parts)
    assert total(one.energy_kwh for one in by_day.values()) == in_all
    assert total(one.energy_kwh for one in by_month.values()) == in_all
    assert sum(one.days for one in by_month.values()) == len(parts)
    assert all(month.day == 1 for month in by_month)


@given(st.lists(energies))
def test_what_is_missing_is_not_zero(known: list[Decimal | None]) -> None:
    assert (total(known) is None) == all(energy is None for energy in known)


@given(st.lists(st.tuples(offsets, offsets), max_size=4), offsets, offsets)
def test_held_days_are_counted_day_by_day(spans: list[tuple[int, int]], one: int, other: int) -> None:
    holdings = [
        Holding(number, 1, 1, 1, FIRST + timedelta(days=min(span)), FIRST + timedelta(days=max(span)))
        for number, span in enumerate(spans)
    ]
    first, end = (FIRST + timedelta(days=offset) for offset in sorted((one, other)))
    days = [first + timedelta(days=step) for step in range((end - first).days)]
    assert held_days(holdings, first, end) == sum(h.covers(day) for h in holdings for day in days)


def test_there_is_no_change_from_nothing() -> None:
    assert change_in_percent(Decimal(5), None) is None
    assert change_in_percent(Decimal(5), Decimal(0)) is None
    assert change_in_percent(Decimal(5), Decimal(4)) == 25
