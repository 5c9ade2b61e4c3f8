"""Customers' own downloads from Datahub's portal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from kajo.core.models import ImportRun
from kajo.core.refusals import ImportRefused
from kajo.metering.imports import find_format
from kajo.metering.models import MeteringDay
from kajo.metering.queries import list_series, read_intervals, sum_by_day, sum_by_month
from kajo.metering.words import Flow, Quality, ReadingType
from tests.metering.loading import (
    DATAHUB,
    GSRN,
    HEADER,
    OTHER_GSRN,
    Home,
    datahub_file,
    hold,
    load,
    make_point,
    open_to,
)

pytestmark = pytest.mark.django_db

ENGLISH = "MeteringPointGSRN;Product Type;Resolution;Unit Type;Reading Type;Start Time;Quantity;Quality"
YEAR = date(2025, 1, 1), date(2025, 10, 1)


@pytest.fixture
def home() -> Home:
    made = hold(make_point(), "1")
    open_to(made)
    return made


def test_a_year_of_quarters_adds_up_to_what_datahub_says(home: Home) -> None:
    report = load(DATAHUB / "liukuri_consumption-test.csv")
    assert (report.rows_read, report.rows_changed, report.rows_missing) == (26_204, 26_204, 0)
    intervals = read_intervals([home.holding], *YEAR)
    assert intervals.total_kwh == Decimal("9057.93")
    assert intervals.starts[0] == np.datetime64("2024-12-31T22:00")
    assert intervals.starts[-1] == np.datetime64("2025-09-30T20:45")
    assert len(np.unique(intervals.starts)) == 26_204
    months = sum_by_month([home.holding], *YEAR)
    assert sum(month.energy_kwh or 0 for month in months) == Decimal("9057.93")
    assert all(month.is_complete and month.quality is Quality.OK for month in months)
    days = sum_by_day([home.holding], *YEAR)
    assert {day.starts_on: day.intervals for day in days if day.intervals != 96} == {date(2025, 3, 30): 92}
    assert [series.reading_type for series in list_series([home.holding])] == [ReadingType.BN02]


def test_production_stands_beside_consumption(home: Home) -> None:
    load(DATAHUB / "liukuri_consumption-test.csv")
    load(DATAHUB / "liukuri_production-test.csv", flow=Flow.PRODUCTION)
    assert read_intervals([home.holding], *YEAR, Flow.CONSUMPTION).total_kwh == Decimal("9057.93")
    assert read_intervals([home.holding], *YEAR, Flow.PRODUCTION).total_kwh == Decimal("3158.27")


def test_a_file_without_a_final_newline_or_a_byte_order_mark_is_read_whole(home: Home) -> None:
    load(DATAHUB / "liukuri_quarter-consumption-test.csv")
    (day,) = sum_by_day([home.holding], date(2025, 9, 1), date(2025, 11, 1))
    assert (day.starts_on, day.intervals, day.energy_kwh) == (date(2025, 10, 1), 96, Decimal("31.06"))


def test_seven_columns_without_a_reading_type_are_measured_values(home: Home) -> None:
    report = load(DATAHUB / "liukuri_consumption.csv")
    assert report.rows_read == 6_909
    intervals = read_intervals([home.holding], date(2022, 1, 1), date(2023, 1, 1))
    assert intervals.total_kwh == Decimal("6566.01")
    assert intervals.reading_types == (ReadingType.BN01,)


def test_null_is_missing_and_not_zero(home: Home) -> None:
    report = load(DATAHUB / "liukuri_consumption-with-null.csv")
    assert (report.rows_read, report.rows_missing) == (624, 9)
    intervals = read_intervals([home.holding], date(2022, 10, 1), date(2022, 10, 27))
    assert intervals.total_kwh == Decimal("654.72")
    assert int(intervals.missing.sum()) == 9
    (october,) = sum_by_month([home.holding], date(2022, 10, 1), date(2022, 11, 1))
    assert (october.energy_kwh, october.missing, october.is_complete) == (Decimal("654.72"), 9, False)
    assert october.quality is Quality.PMISSING
    assert october.complete_until == date(2022, 10, 26)


def test_blank_fields_and_decimal_points_are_read(home: Home, tmp_path: Path) -> None:
    load(
        datahub_file(
            tmp_path,
            "PT1H;;2025-01-14T22:00:00Z;1.5;OK",
            "PT1H;BN01;2025-01-14T23:00:00Z;;MISSING",
            "PT1H;BN01;2025-01-15T00:00:00Z;0,250000;EST",
        )
    )
    intervals = read_intervals([home.holding], date(2025, 1, 15), date(2025, 1, 16))
    assert intervals.total_kwh == Decimal("1.75")
    assert intervals.missing[:3].tolist() == [False, True, False]
    assert intervals.estimated[:3].tolist() == [False, False, True]


def test_hours_before_and_quarters_after_stand_in_one_file(home: Home, tmp_path: Path) -> None:
    quarters = (DATAHUB / "liukuri_quarter-consumption-test.csv").read_text().splitlines()[1:]
    hours = [
        f";;PT1H;kWh;BN02;2025-09-{29 + (h + 21) // 24:02}T{(h + 21) % 24:02}:00:00Z;1,0;OK"
        for h in range(24)
    ]
    path = tmp_path / "both.csv"
    path.write_text("\r\n".join([HEADER, *hours, *quarters]))
    load(path)
    intervals = read_intervals([home.holding], date(2025, 9, 30), date(2025, 10, 2))
    assert intervals.day_minutes.tolist() == [60, 15]
    assert intervals.total_kwh == Decimal("24") + Decimal("31.06")


def test_two_resolutions_within_a_local_day_are_refused_with_the_day_named(
    home: Home, tmp_path: Path
) -> None:
    path = datahub_file(
        tmp_path, "PT1H;BN01;2025-01-15T08:00:00Z;1,0;OK", "PT15M;BN01;2025-01-15T09:00:00Z;0,2;OK"
    )
    with pytest.raises(ImportRefused, match=r"readings.csv, line 3, Resoluutio: local day 2025-01-15"):
        load(path)
    assert not MeteringDay.objects.exists()
    assert not ImportRun.objects.exists()


def test_english_headers_mean_the_same(home: Home, tmp_path: Path) -> None:
    text = (DATAHUB / "liukuri_quarter-consumption-test.csv").read_text()
    path = tmp_path / "english.csv"
    path.write_text(text.replace(text.splitlines()[0], ENGLISH), encoding="utf-8-sig")
    load(path)
    assert sum_by_day([home.holding], *YEAR) == []
    assert sum_by_day([home.holding], date(2025, 10, 1), date(2025, 10, 2))[0].energy_kwh == Decimal("31.06")


def test_a_file_saved_again_in_latin_letters_is_known(home: Home, tmp_path: Path) -> None:
    text = (DATAHUB / "liukuri_quarter-consumption-test.csv").read_text()
    path = tmp_path / "latin.csv"
    path.write_text(text, encoding="iso-8859-1")
    load(path)
    assert len(read_intervals([home.holding], date(2025, 10, 1), date(2025, 10, 2))) == 96


@pytest.mark.parametrize("spoilt", ["", "0", "6,43007E+17", "64300696602279127"])
def test_an_id_that_is_none_counts_as_absent(home: Home, tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "spoilt.csv"
    path.write_text(f"{HEADER}\n{spoilt};8,71687E+12;PT1H;kWh;BN01;2025-01-15T08:00:00Z;1,0;OK\n")
    assert load(path).rows_changed == 1
    with pytest.raises(ImportRefused, match="--point GSRN and --flow"):
        load(path, point=None, flow=None)
    with pytest.raises(ImportRefused, match=r"--point GSRN$"):
        load(path, point=None)
    with pytest.raises(ImportRefused, match="--flow consumption or production"):
        load(path, flow=None)


def test_the_file_of_another_point_is_refused(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(f"{HEADER}\n{OTHER_GSRN};;PT1H;kWh;BN01;2025-01-15T08:00:00Z;1,0;OK\n")
    with pytest.raises(ImportRefused, match=f"line 2, Mittauspisteen tunnus: “{OTHER_GSRN}” is another"):
        load(path)
    with pytest.raises(ImportRefused, match="is not known; load its location first"):
        load(path, point=None)
    make_point(OTHER_GSRN)
    assert load(path, point=None).rows_changed == 1


def test_several_points_in_one_file_go_to_their_own(home: Home, tmp_path: Path) -> None:
    other = hold(make_point(OTHER_GSRN), "2")
    open_to(home, other)
    row = "{};8716867000030;PT1H;kWh;BN01;2025-01-15T08:00:00Z;{};OK"
    path = tmp_path / "two.csv"
    path.write_text("\n".join([HEADER, row.format(GSRN, "1,5"), row.format(OTHER_GSRN, "2,5")]))
    load(path, point=None)
    day = date(2025, 1, 15), date(2025, 1, 16)
    assert read_intervals([home.holding], *day).total_kwh == Decimal("1.5")
    assert read_intervals([other.holding], *day).total_kwh == Decimal("2.5")


def test_a_wrong_check_digit_is_told_and_taken(tmp_path: Path) -> None:
    make_point("643000000000000000")
    path = datahub_file(tmp_path, "PT1H;BN01;2025-01-15T08:00:00Z;1,0;OK")
    report = load(path, point="643000000000000000")
    assert report.warnings == ("the check digit of metering point 643000000000000000 is wrong",)


@pytest.mark.parametrize(
    ("row", "place", "problem"),
    [
        ("PT1H;BN01;2025-01-15T08:00:00Z;1,2345678;OK", "Määrä", "“1,2345678” is not an energy"),
        ("PT1H;BN01;2025-01-15T08:00:00Z;-1,0;OK", "Määrä", "“-1,0” is not an energy"),
        ("PT1H;BN01;2025-01-15T08:00:00Z;1e3;OK", "Määrä", "“1e3” is not an energy"),
        ("PT1H;BN01;2025-01-15T08:00:00Z;1,0;GOOD", "Laatu", "“GOOD” is not known"),
        ("PT1H;BN09;2025-01-15T08:00:00Z;1,0;OK", "Lukeman tyyppi", "“BN09” is not known"),
        ("PT7M;BN01;2025-01-15T08:00:00Z;1,0;OK", "Resoluutio", "“PT7M” is not known"),
        (";BN01;2025-01-15T08:00:00Z;1,0;OK", "Resoluutio", "nothing is not known"),
        ("PT1H;BN01;2025-01-15 08:00;1,0;OK", "Alkuaika", "“2025-01-15 08:00” is not a time"),
        ("PT1H;BN01;2025-02-30T08:00:00Z;1,0;OK", "Alkuaika", "is not a time"),
        ("PT1H;BN01;2025-01-15T08:15:00Z;1,0;OK", "Alkuaika", "begins between two intervals"),
        ("PT1H;BN01;1999-01-15T08:00:00Z;1,0;OK", "Alkuaika", "is not in the years 2000–2099"),
        ("PT1H;BN01;2025-01-15T07:00:00Z;7,0;OK", "Määrä", "two different values for one interval"),
        ("PT1H;BN01;2025-01-15T07:00:00Z;1,0;OK;;", None, "has more fields than there are columns"),
        ("PT1H;BN01;2025-01-15T08:00:00Z;1,", None, "has fewer fields than there are columns"),
    ],
)
def test_a_bad_row_is_named_and_leaves_nothing(
    home: Home, tmp_path: Path, row: str, place: str | None, problem: str
) -> None:
    path = tmp_path / "bad.csv"
    good = "PT1H;BN01;2025-01-15T07:00:00Z;1,0;OK"
    first, *rest = row.split(";")
    bad = ";".join(["", "", first, "kWh", *rest])
    path.write_text("\n".join([HEADER, ";;PT1H;kWh;" + good.partition(";")[2], "", bad, ""]))
    with pytest.raises(ImportRefused) as refusal:
        load(path)
    (fault,) = refusal.value.faults
    assert (fault.file, fault.line, fault.field) == ("bad.csv", 4, place)
    assert problem in fault.problem
    assert not MeteringDay.objects.exists()


def test_reactive_energy_and_other_units_are_refused(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "reactive.csv"
    path.write_text(f"{HEADER}\n;8716867000047;PT1H;kvarh;BN01;2025-01-15T08:00:00Z;1,0;OK\n")
    with pytest.raises(ImportRefused, match="is reactive energy"):
        load(path)
    path.write_text(f"{HEADER}\n;;PT1H;MWh;BN01;2025-01-15T08:00:00Z;1,0;OK\n")
    with pytest.raises(ImportRefused, match="“MWh” is not kWh"):
        load(path)


def test_a_value_said_twice_is_taken_once(home: Home, tmp_path: Path) -> None:
    row = "PT1H;BN01;2025-01-15T08:00:00Z;1,0;OK"
    report = load(datahub_file(tmp_path, row, row))
    assert (report.rows_read, report.rows_changed, report.rows_unchanged) == (2, 1, 1)


def test_other_tables_are_not_taken_for_readings() -> None:
    assert find_format(b"name;age\nAino;34\n") is None
    assert find_format(b"") is None
