"""A day's intervals put together and compared: nothing is lost, nor divided that was measured whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.core.times import slots_in_day
from kajo.metering.local_days import number_of
from kajo.metering.packing import PACKED_NO_VALUE
from kajo.metering.rows import Intervals
from kajo.metering.words import Flow, Quality, ReadingType
from kajo.reporting.intervals import DayRows, intervals_of
from kajo.reporting.periods import Step, period_of
from kajo.reporting.rows import RowState
from kajo.reporting.sums import total

SPRING, AUTUMN, ORDINARY = date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 10)
Energies = Sequence[int | None]


def day_of(day: date, energies_wh: Energies, codes: Sequence[int] | None = None) -> Intervals:
    """Return a day's intervals as the store gives them; their length follows from how many there are."""
    minutes = 15 if len(energies_wh) > 25 else 60
    count = [len(energies_wh)] if energies_wh else []
    return Intervals(
        packed=np.array([PACKED_NO_VALUE if e is None else e for e in energies_wh], np.int32),
        days=np.array([number_of(day)] * len(count), np.int64),
        day_minutes=np.array([minutes] * len(count), np.int64),
        day_types=np.array([ReadingType.BN01] * len(count), np.int64),
        day_slots=np.array(count, np.int64),
        day_scales=np.zeros(len(count), np.int64),
        day_codes=tuple(bytes(codes) if codes else None for _ in count),
    )


def rows_of(
    day: date,
    ours: Energies,
    theirs: Energies = (),
    made: Energies | None = None,
    *,
    by_hours: bool = False,
    codes: Sequence[int] | None = None,
) -> DayRows:
    def read_days(_holdings: object, days: Sequence[date]) -> list[Intervals]:
        return [day_of(one, ours, codes) if one == day else day_of(one, theirs) for one in days]

    def read(_holdings: object, first: date, _end: date, _flow: Flow) -> Intervals:
        return day_of(first, made or ())

    reading = "kajo.reporting.intervals"
    with patch(f"{reading}.read_days", read_days), patch(f"{reading}.read_intervals", read):
        return intervals_of([], period_of(Step.DAY, day), has_production=made is not None, by_hours=by_hours)


@st.composite
def days(draw: st.DrawFn, minutes: int = 15) -> tuple[date, list[int | None]]:
    day = draw(st.sampled_from([SPRING, AUTUMN, ORDINARY]) | st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    slots = slots_in_day(day, minutes)
    value = st.none() | st.integers(0, 5_000)
    return day, draw(st.lists(value, min_size=slots, max_size=slots))


def known_wh(energies: Energies) -> int:
    return sum(energy for energy in energies if energy is not None)


@given(days(), st.booleans())
def test_the_rows_of_a_day_add_up_to_what_was_measured(
    drawn: tuple[date, list[int | None]], by_hours: bool
) -> None:
    day, energies = drawn
    found = rows_of(day, energies, by_hours=by_hours)
    assert (total(row.energy_kwh for row in found.rows) or 0) * 1000 == known_wh(energies)
    assert len(found.rows) == len(energies) // (4 if by_hours else 1)


@given(days())
def test_rows_follow_one_another_without_a_gap(drawn: tuple[date, list[int | None]]) -> None:
    rows = rows_of(*drawn).rows
    for one, other in pairwise(rows):
        assert one.ends_at is not None and other.starts_at is not None
        assert one.ends_at.timestamp() == other.starts_at.timestamp()


@given(days())
def test_an_hour_is_missing_only_when_all_its_quarters_are(drawn: tuple[date, list[int | None]]) -> None:
    day, energies = drawn
    for place, row in enumerate(rows_of(day, energies, by_hours=True).rows):
        quarters = energies[place * 4 : place * 4 + 4]
        assert (row.energy_kwh is None) == (quarters == [None] * 4)
        assert row.missing_share == quarters.count(None) / 4
        assert (row.state is RowState.MISSING) == (None in quarters)


@given(days())
def test_the_compared_day_keeps_its_whole_energy(drawn: tuple[date, list[int | None]]) -> None:
    day, energies = drawn
    before = slots_in_day(day - timedelta(days=364), 60)
    assert rows_of(day, energies, [1000] * before).last_year_kwh == before


def test_a_gap_in_the_middle_of_an_hour_leaves_the_rest_of_it_known() -> None:
    energies: list[int | None] = [100] * 96
    energies[41] = None
    row = rows_of(ORDINARY, energies, by_hours=True).rows[10]
    assert (row.energy_kwh, row.missing_share, row.is_partly) == (Decimal("0.3"), 0.25, True)


def test_an_hour_that_comes_twice_is_two_rows() -> None:
    rows = rows_of(AUTUMN, list(range(25))).rows
    assert [row.energy_kwh for row in rows[3:5]] == [Decimal("0.003"), Decimal("0.004")]
    assert [row.is_repeated for row in rows[2:6]] == [False, True, True, False]


def test_hours_of_last_year_are_shared_evenly_among_quarters() -> None:
    found = rows_of(ORDINARY, [100] * 96, [400] * 24)
    assert found.divided_last_year
    assert {row.same_days_kwh for row in found.rows} == {Decimal("0.1")}
    assert not rows_of(ORDINARY, [100] * 96, [400] * 24, by_hours=True).divided_last_year


def test_quarters_of_last_year_are_put_together_to_hours() -> None:
    found = rows_of(ORDINARY, [400] * 24, [100] * 96)
    assert not found.has_quarters and not found.divided_last_year
    assert {row.same_days_kwh for row in found.rows} == {Decimal("0.4")}


def test_hours_are_never_divided_to_quarters_of_this_day() -> None:
    found = rows_of(ORDINARY, [400] * 24)
    assert (found.minutes, len(found.rows), found.has_quarters) == (60, 24, False)


def test_production_by_hours_beside_consumption_by_quarters_makes_hours() -> None:
    found = rows_of(ORDINARY, [100] * 96, made=[900] * 24)
    assert found.minutes == 60
    assert {(row.energy_kwh, row.production_kwh) for row in found.rows} == {(Decimal("0.4"), Decimal("0.9"))}


def test_production_alone_is_shown_beside_missing_consumption() -> None:
    rows = rows_of(ORDINARY, [], made=[900] * 24).rows
    assert {row.state for row in rows} == {RowState.MISSING}
    assert {row.production_kwh for row in rows} == {Decimal("0.9")}


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        ([Quality.OK] * 4, RowState.MEASURED),
        ([Quality.OK, Quality.REVISED, Quality.OK, Quality.OK], RowState.CORRECTED),
        ([Quality.OK, Quality.REVISED, Quality.EST, Quality.OK], RowState.ESTIMATED),
    ],
)
def test_of_several_states_the_weakest_is_said(codes: list[Quality], state: RowState) -> None:
    found = rows_of(ORDINARY, [100] * 96, by_hours=True, codes=[*codes, *[Quality.OK] * 92])
    assert found.rows[0].state is state
    energies: list[int | None] = [100] * 95 + [None]
    last = [Quality.OK] * 92 + [Quality.EST, Quality.REVISED, Quality.OK, Quality.MISSING]
    assert rows_of(ORDINARY, energies, by_hours=True, codes=last).rows[-1].state is RowState.MISSING


def test_a_day_without_readings_has_no_rows() -> None:
    assert rows_of(ORDINARY, []).rows == []
