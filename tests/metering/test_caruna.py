"""Customers' own downloads from Caruna: local time, both flows in one file."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from kajo.core.refusals import ImportRefused
from kajo.metering.queries import list_series, read_intervals, sum_by_day
from kajo.metering.words import Flow
from tests.metering.loading import DATA, Home, hold, load, make_point, open_to

pytestmark = pytest.mark.django_db

HEADER = '"Ajankohta";"Laskutettava kulutus (kWh)";"Ylijäämätuotanto (kWh)";"Ulkolämpötila (°C)"'
NOTHING = "Ei kulutustietoja tällä ajanjaksolla."


@pytest.fixture
def home() -> Home:
    made = hold(make_point(), "1")
    open_to(made)
    return made


def file_of(folder: Path, *rows: tuple[str, str, str]) -> Path:
    """Write a file of (time, consumption, production)."""
    path = folder / "caruna.csv"
    lines = [f'"sunnuntai {time}";"{used}";"{made}";"-1,00"' for time, used, made in rows]
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8-sig")
    return path


def hours_of(day: date) -> list[str]:
    """Return the hours of a local day as Caruna writes them."""
    hours = [f"{day.day}.{day.month}.{day.year} {hour:02}:00" for hour in range(24)]
    if day == date(2024, 10, 27):
        hours.insert(4, hours[3])
    if day == date(2024, 3, 31):
        del hours[3]
    return hours


def test_a_month_adds_up_to_what_caruna_says(home: Home) -> None:
    report = load(DATA / "caruna" / "1.2022.csv", flow=None)
    assert (report.rows_read, report.rows_changed) == (744, 744)
    january = date(2022, 1, 1), date(2022, 2, 1)
    assert read_intervals([home.holding], *january).total_kwh == Decimal("1692.75")
    assert [series.flow for series in list_series([home.holding])] == [Flow.CONSUMPTION]


def test_both_flows_come_from_one_file(home: Home, tmp_path: Path) -> None:
    noon, one = ("1.6.2024 12:00", "0,50", NOTHING), ("1.6.2024 13:00", "0,25", "1,75")
    load(file_of(tmp_path, noon, one), flow=None)
    day = date(2024, 6, 1), date(2024, 6, 2)
    assert read_intervals([home.holding], *day, Flow.CONSUMPTION).total_kwh == Decimal("0.75")
    assert read_intervals([home.holding], *day, Flow.PRODUCTION).total_kwh == Decimal("1.75")


def test_the_hour_that_comes_twice_in_autumn_is_summer_time_first(home: Home, tmp_path: Path) -> None:
    day = date(2024, 10, 27)
    load(file_of(tmp_path, *((time, f"{n},00", NOTHING) for n, time in enumerate(hours_of(day)))), flow=None)
    intervals = read_intervals([home.holding], day, day + timedelta(days=1))
    assert len(intervals) == 25
    assert intervals.kwh.tolist() == list(range(25))
    assert np.diff(intervals.starts).astype(int).tolist() == [3600] * 24
    assert sum_by_day([home.holding], day, day + timedelta(days=1))[0].is_complete


def test_the_hour_that_spring_lacks_is_not_missed(home: Home, tmp_path: Path) -> None:
    day = date(2024, 3, 31)
    load(file_of(tmp_path, *((time, "1,00", NOTHING) for time in hours_of(day))), flow=None)
    (found,) = sum_by_day([home.holding], day, day + timedelta(days=1))
    assert (found.intervals, found.missing, found.energy_kwh) == (23, 0, Decimal(23))


def test_an_hour_that_did_not_exist_is_refused(home: Home, tmp_path: Path) -> None:
    path = file_of(tmp_path, ("31.3.2024 02:00", "1,00", NOTHING), ("31.3.2024 03:00", "1,00", NOTHING))
    with pytest.raises(ImportRefused, match=r"line 3, Ajankohta: .* did not exist"):
        load(path, flow=None)


def test_words_for_no_reading_are_missing_and_not_zero(home: Home, tmp_path: Path) -> None:
    noon, one = ("1.6.2024 12:00", "0,50", NOTHING), ("1.6.2024 13:00", NOTHING, NOTHING)
    load(file_of(tmp_path, noon, one), flow=None)
    intervals = read_intervals([home.holding], date(2024, 6, 1), date(2024, 6, 2))
    assert intervals.missing[12:14].tolist() == [False, True]


def test_whose_readings_they_are_must_be_said(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="--point GSRN"):
        load(file_of(tmp_path, ("1.6.2024 12:00", "0,50", NOTHING)), point=None, flow=None)
