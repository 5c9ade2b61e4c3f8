"""What a holder sees: own days, nothing of anybody else's, and the reading type that is billed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kajo.access.models import Holding as HoldingRow
from kajo.core.times import days_between, local_midnight
from kajo.metering.queries import list_series, read_intervals, sum_by_day, sum_by_month
from kajo.metering.words import Flow, ReadingType
from tests.metering.loading import (
    GSRN,
    OTHER_GSRN,
    Home,
    datahub_file,
    hold,
    load,
    make_point,
    open_to,
    proof_of,
)

pytestmark = pytest.mark.django_db

AUTUMN = date(2025, 9, 1), date(2025, 12, 1)
MOVED = date(2025, 11, 1)

Days = Callable[..., None]


@pytest.fixture
def load_days(tmp_path: Path) -> Days:
    """Load an hour's 1 kWh each of the hours of the days, in a file of its own."""

    def load_them(first: date, end: date, *, kwh: str = "1", kind: str = "BN01", point: str = GSRN) -> None:
        begins, ends = local_midnight(first).astimezone(UTC), local_midnight(end).astimezone(UTC)
        hours = int((ends - begins) / timedelta(hours=1))
        rows = [
            f"PT1H;{kind};{begins + timedelta(hours=n):%Y-%m-%dT%H:%M:%SZ};{kwh};OK" for n in range(hours)
        ]
        load(datahub_file(tmp_path, *rows, name=f"{first}{end}{kwh}{kind}.csv"), point=point)

    return load_them


def hours_in(first: date, end: date) -> Decimal:
    seconds = local_midnight(end).timestamp() - local_midnight(first).timestamp()
    return Decimal(int(seconds)) / 3600


def test_the_one_who_moved_out_and_the_one_who_moved_in_share_no_hour(load_days: Days) -> None:
    point = make_point()
    former = hold(point, "1", ends_on=MOVED)
    present = hold(point, "2", starts_on=MOVED)
    load_days(*AUTUMN)
    open_to(former, present)
    seen = [read_intervals([home.holding], *AUTUMN) for home in (former, present)]
    assert [intervals.total_kwh for intervals in seen] == [
        hours_in(AUTUMN[0], MOVED),
        hours_in(MOVED, AUTUMN[1]),
    ]
    assert not set(seen[0].starts.tolist()) & set(seen[1].starts.tolist())
    assert seen[1].starts[0] == np.datetime64("2025-10-31T22:00")
    months = {home.holding.id: sum_by_month([home.holding], *AUTUMN) for home in (former, present)}
    assert [month.starts_on for month in months[former.holding.id]] == [date(2025, 9, 1), date(2025, 10, 1)]
    assert [month.starts_on for month in months[present.holding.id]] == [MOVED]
    days = [day.starts_on for day in sum_by_day([present.holding], *AUTUMN)]
    assert days == days_between(MOVED, AUTUMN[1])


def test_a_month_that_is_cut_is_added_up_from_its_days(load_days: Days) -> None:
    home = hold(make_point(), "1", starts_on=date(2025, 9, 20), ends_on=date(2025, 11, 3))
    open_to(home)
    load_days(*AUTUMN)
    months = sum_by_month([home.holding], *AUTUMN)
    assert [(month.starts_on, month.ends_on, month.energy_kwh, month.days) for month in months] == [
        (date(2025, 9, 20), date(2025, 10, 1), Decimal(11 * 24), 11),
        (date(2025, 10, 1), date(2025, 11, 1), Decimal(31 * 24 + 1), 31),
        (date(2025, 11, 1), date(2025, 11, 3), Decimal(2 * 24), 2),
    ]
    assert all(month.is_complete for month in months)
    (part,) = sum_by_month([home.holding], date(2025, 10, 5), date(2025, 10, 7))
    assert (part.starts_on, part.ends_on, part.energy_kwh) == (
        date(2025, 10, 5),
        date(2025, 10, 7),
        Decimal(48),
    )


def test_the_former_holder_who_comes_back_sees_both_times_in_order(load_days: Days) -> None:
    point = make_point()
    first = hold(point, "1", ends_on=date(2025, 9, 10))
    hold(point, "2", starts_on=date(2025, 9, 10), ends_on=date(2025, 9, 20))
    again = hold(point, "1", starts_on=date(2025, 9, 20))
    open_to(first)
    load_days(*AUTUMN)
    intervals = read_intervals([again.holding, first.holding], date(2025, 9, 1), date(2025, 10, 1))
    assert intervals.total_kwh == Decimal(20 * 24)
    assert (np.diff(intervals.starts) > np.timedelta64(0)).all()


def test_two_homes_of_one_customer_are_summed_apart(load_days: Days) -> None:
    one, two = hold(make_point(), "1"), hold(make_point(OTHER_GSRN), "1")
    open_to(one)
    load_days(*AUTUMN)
    load_days(*AUTUMN, kwh="2", point=OTHER_GSRN)
    months = sum_by_month([two.holding, one.holding], date(2025, 9, 1), date(2025, 10, 1))
    assert [(month.holding_id, month.energy_kwh) for month in months] == [
        (two.holding.id, Decimal(2 * 720)),
        (one.holding.id, Decimal(720)),
    ]
    with pytest.raises(ValueError, match="several metering points"):
        read_intervals([one.holding, two.holding], *AUTUMN)


def test_the_billed_type_is_the_furthest_of_each_day_and_types_are_never_added(load_days: Days) -> None:
    home = hold(make_point(), "1")
    open_to(home)
    load_days(date(2025, 9, 1), date(2025, 10, 11))
    load_days(date(2025, 10, 6), date(2025, 12, 1), kwh="0,5", kind="BN02")
    billed = sum_by_month([home.holding], *AUTUMN)
    assert [month.energy_kwh for month in billed] == [
        Decimal(720),
        Decimal(5 * 24) + Decimal(26 * 24 + 1) / 2,
        Decimal(360),
    ]
    assert [month.reading_types for month in billed] == [
        (ReadingType.BN01,),
        (ReadingType.BN01, ReadingType.BN02),
        (ReadingType.BN02,),
    ]
    assert sum(month.energy_kwh or 0 for month in billed) == read_intervals([home.holding], *AUTUMN).total_kwh
    measured = sum_by_month([home.holding], *AUTUMN, Flow.CONSUMPTION, ReadingType.BN01)
    assert [month.energy_kwh for month in measured] == [Decimal(720), Decimal(240)]
    assert [
        (series.reading_type, series.starts_on, series.ends_on) for series in list_series([home.holding])
    ] == [
        (ReadingType.BN01, date(2025, 9, 1), date(2025, 10, 11)),
        (ReadingType.BN02, date(2025, 10, 6), date(2025, 12, 1)),
    ]


def test_the_last_whole_day_is_told(load_days: Days, tmp_path: Path) -> None:
    home = hold(make_point(), "1")
    open_to(home)
    load_days(date(2025, 11, 1), date(2025, 11, 20))
    load(datahub_file(tmp_path, "PT1H;BN01;2025-11-20T05:00:00Z;1;OK"))
    (series,) = list_series([home.holding])
    assert (series.ends_on, series.complete_until) == (date(2025, 11, 21), date(2025, 11, 20))
    (month,) = sum_by_month([home.holding], date(2025, 11, 1), date(2025, 12, 1))
    assert (month.complete_until, month.missing, month.is_complete) == (date(2025, 11, 20), 23, False)


def test_nothing_is_read_of_a_customer_that_is_not_open(load_days: Days) -> None:
    one, two = hold(make_point(), "1"), hold(make_point(OTHER_GSRN), "2")
    load_days(*AUTUMN)
    open_to(two)
    assert len(read_intervals([one.holding], *AUTUMN)) == 0
    assert sum_by_month([one.holding, two.holding], *AUTUMN) == []
    assert sum_by_day([one.holding], *AUTUMN) == []
    assert list_series([one.holding]) == []


@pytest.fixture
def autumn(load_days: Days) -> Home:
    """A home whose hours of September to November are 1 kWh each."""
    home = hold(make_point(), "1")
    open_to(home)
    load_days(*AUTUMN)
    return home


near = st.dates(date(2025, 8, 25), date(2025, 12, 10))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(holding=st.tuples(near, near), asked=st.tuples(near, near))
def test_a_holding_cuts_everything_to_the_hour(
    autumn: Home, holding: tuple[date, date], asked: tuple[date, date]
) -> None:
    starts_on, ends_on = min(holding), max(holding) + timedelta(days=1)
    HoldingRow.everything.filter(pk=autumn.holding.id).update(starts_on=starts_on, ends_on=ends_on)
    proof = proof_of(HoldingRow.everything.get(pk=autumn.holding.id))
    first, end = min(asked), max(asked)
    seen = max(first, starts_on, AUTUMN[0]), min(end, ends_on, AUTUMN[1])
    expected = hours_in(*seen) if seen[0] < seen[1] else Decimal(0)
    intervals = read_intervals([proof], first, end)
    assert len(intervals) == expected
    assert (intervals.total_kwh or 0) == expected
    assert sum(day.energy_kwh or 0 for day in sum_by_day([proof], first, end)) == expected
    assert sum(month.energy_kwh or 0 for month in sum_by_month([proof], first, end)) == expected


def test_a_proof_that_says_too_much_is_cut_by_the_database(load_days: Days) -> None:
    home = hold(make_point(), "1", starts_on=date(2025, 10, 10), ends_on=date(2025, 10, 12))
    open_to(home)
    load_days(*AUTUMN)
    lie = replace(home.holding, starts_on=date(2000, 1, 1), ends_on=None)
    assert len(read_intervals([lie], *AUTUMN)) == 48
    assert len(sum_by_day([lie], *AUTUMN)) == 2
    assert sum_by_month([lie], *AUTUMN) == []


def test_a_time_stands_in_utc_and_in_order(autumn: Home) -> None:
    intervals = read_intervals([autumn.holding], date(2025, 10, 26), date(2025, 10, 27))
    assert len(intervals) == 25
    first = datetime(2025, 10, 25, 21, tzinfo=UTC)
    expected = [np.datetime64((first + timedelta(hours=n)).replace(tzinfo=None), "s") for n in range(25)]
    assert intervals.starts.tolist() == [moment.item() for moment in expected]
    assert set(intervals.minutes.tolist()) == {60}
