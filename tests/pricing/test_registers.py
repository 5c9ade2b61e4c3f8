"""Day and night, winter day and other time: by the clock on the wall, to the sums of a real file."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings

from kajo.contracts.words import ComponentKind
from kajo.core.times import HELSINKI
from kajo.pricing.calculation import work_out
from kajo.pricing.checks import register_times_can_be_read
from kajo.pricing.registers import DEFAULT, Rule, TimeTable, times_of
from kajo.pricing.usage import Usage
from kajo.pricing.words import Register
from tests.pricing.made_up import VAT, component, starts_of, terms

HOME = Path(__file__).parents[1] / "data" / "datahub" / "liukuri_consumption-test.csv"
JANUARY, OCTOBER = date(2025, 1, 1), date(2025, 10, 1)


@pytest.fixture(scope="module")
def home() -> Usage:
    """Nine months of a real home's quarter-hours."""
    with HOME.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    starts = [int(datetime.fromisoformat(row["Alkuaika"]).timestamp()) for row in rows]
    energy = [int(Decimal(row["Määrä"].replace(",", ".")).scaleb(6)) for row in rows]
    return Usage(np.array(starts), np.full(len(rows), 15), np.array(energy))


@pytest.mark.parametrize(
    ("kinds", "sums"),
    [
        ((ComponentKind.ENERGY_DAY, ComponentKind.ENERGY_NIGHT), ("3742.49", "5315.44")),
        ((ComponentKind.ENERGY_WINTER_DAY, ComponentKind.ENERGY_OTHER), ("2080.23", "6977.70")),
    ],
)
def test_a_homes_registers_add_up_to_known_sums(
    home: Usage, kinds: tuple[ComponentKind, ...], sums: tuple[str, ...]
) -> None:
    contract = terms(*(component(kind, "6") for kind in kinds))
    bill = work_out(contract, home, JANUARY, OCTOBER, vat=VAT)
    assert [row.energy_kwh for row in bill.rows] == [Decimal(kwh) for kwh in sums]
    assert bill.energy_kwh == Decimal("9057.93")


def hours_of(day: date, ends_on: date, register: Register, times: TimeTable = DEFAULT) -> list[int]:
    """Return the hours on the wall at which a register counts, one for each quarter-hour that does."""
    starts = starts_of(day, ends_on)
    counted = starts[times.falls_in(register, starts)]
    return [datetime.fromtimestamp(second, HELSINKI).hour for second in counted.tolist()]


def test_night_is_from_ten_to_seven() -> None:
    night = hours_of(date(2026, 6, 9), date(2026, 6, 10), Register.NIGHT)
    assert sorted(set(night)) == [0, 1, 2, 3, 4, 5, 6, 22, 23]
    day = hours_of(date(2026, 6, 9), date(2026, 6, 10), Register.DAY)
    assert sorted(set(day)) == list(range(7, 22))


def test_the_repeated_hour_is_night_twice() -> None:
    night = hours_of(date(2026, 10, 25), date(2026, 10, 26), Register.NIGHT)
    assert (len(night), night.count(3)) == (40, 8)


def test_the_hour_that_is_left_out_in_spring_is_nobodys() -> None:
    night = hours_of(date(2026, 3, 29), date(2026, 3, 30), Register.NIGHT)
    assert (len(night), night.count(3), night.count(6), night.count(7)) == (32, 0, 4, 0)


def test_winter_day_knows_months_and_sundays() -> None:
    first_of_november = date(2025, 11, 1)  # a Saturday
    assert sorted(set(hours_of(first_of_november, date(2025, 11, 2), Register.WINTER_DAY))) == list(
        range(7, 22)
    )
    assert hours_of(date(2025, 11, 2), date(2025, 11, 3), Register.WINTER_DAY) == []
    assert hours_of(date(2025, 10, 31), first_of_november, Register.WINTER_DAY) == []
    assert len(hours_of(date(2026, 3, 31), date(2026, 4, 1), Register.WINTER_DAY)) == 60
    assert len(hours_of(date(2025, 11, 2), date(2025, 11, 3), Register.OTHER_TIME)) == 96


def test_a_distributor_can_have_times_of_its_own(settings: Settings) -> None:
    lines = ("44Y1001A1001A46L night 1-12 1-7 21-6", "44Y1001A1001A46L winter_day 12-2 1-5 8-24")
    settings.ENV = replace(settings.ENV, register_times=lines)
    times = times_of("44Y1001A1001A46L")
    night = hours_of(date(2026, 6, 9), date(2026, 6, 10), Register.NIGHT, times)
    assert sorted(set(night)) == [0, 1, 2, 3, 4, 5, 21, 22, 23]
    assert times.winter_day == Rule(
        Register.WINTER_DAY, 8, 0, months=frozenset({12, 1, 2}), weekdays=frozenset({1, 2, 3, 4, 5})
    )
    assert times_of("44Y0000000000000") == DEFAULT
    assert register_times_can_be_read() == []


@pytest.mark.parametrize(
    "line", ["", "night 1-12 1-7 21-6", "A dawn 1-12 1-7 4-6", "A night 0-12 1-7 21-6", "A night 1-12 1-7 21"]
)
def test_times_that_cannot_be_read_stop_the_server(line: str, settings: Settings) -> None:
    settings.ENV = replace(settings.ENV, register_times=(line,))
    (fault,) = register_times_can_be_read()
    assert repr(line) in fault.msg


def test_every_quarter_of_ten_years_is_where_the_wall_clock_says() -> None:
    starts = starts_of(date(2020, 1, 1), date(2030, 1, 1))[::7]
    wall = [datetime.fromtimestamp(second, HELSINKI) for second in starts.tolist()]
    night = [at.hour >= 22 or at.hour < 7 for at in wall]
    winter = [at.month in (11, 12, 1, 2, 3) and at.isoweekday() < 7 and 7 <= at.hour < 22 for at in wall]
    assert DEFAULT.falls_in(Register.NIGHT, starts).tolist() == night
    assert DEFAULT.falls_in(Register.WINTER_DAY, starts).tolist() == winter
