"""The market's tables: which price holds, VAT by day, temperatures and degree days."""

from __future__ import annotations

import csv
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.core.refusals import ImportRefused
from kajo.market import queries
from kajo.market.degree_days import degree_days, sum_degree_days
from kajo.market.formats import temperatures
from kajo.market.imports import write_spot_prices
from kajo.market.rows import DayTemperatureRow, VatTable
from kajo.market.spot_curve import NO_PRICE, UNITS_IN_CENT_PER_KWH, SpotCurve
from kajo.market.words import Supply
from tests.import_api.files import take_in, vat_rate

DATA = Path(__file__).parents[1] / "data"
ZONE = "10YBE----------2"
SALES, DISTRIBUTION = Supply.ELECTRICITY_SALES, Supply.DISTRIBUTION


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 10, day, hour, minute, tzinfo=UTC)


def prices_of(curve: SpotCurve) -> list[Decimal | None]:
    """Return the price of each quarter-hour in €/MWh, None where none is known."""
    units_in_euro_per_mwh = UNITS_IN_CENT_PER_KWH // 10
    prices = curve.quarters.tolist()
    return [None if price == NO_PRICE else Decimal(price) / units_in_euro_per_mwh for price in prices]


@pytest.mark.django_db
def test_hourly_prices_are_the_means_of_quarters(tmp_path: Path) -> None:
    take_in(tmp_path, (DATA / "prices" / "entsoe_BE_60M_15M_mix.xml").read_bytes())
    hours = prices_of(queries.get_spot_curve(ZONE, at(5, 22), at(8, 22)).by_hour())[::4]
    assert len(hours) == 72
    assert hours[14] == Decimal("-0.01")  # of 6 October, 12:00
    assert hours[48] == Decimal("64.98")  # of 7 October, 22:00


@pytest.mark.django_db
def test_quarters_are_taken_before_the_hour_and_never_added_to_it() -> None:
    write_spot_prices([(ZONE, 60, at(7, hour), Decimal(50), 1) for hour in (10, 11)])
    write_spot_prices([(ZONE, 15, at(7, 10, minute), Decimal(minute), 1) for minute in (0, 15, 30, 45)])
    write_spot_prices([(ZONE, 15, at(7, 11), Decimal(7), 1)])
    curve = queries.get_spot_curve(ZONE, at(7, 10), at(7, 12))
    assert curve.first == at(7, 10).timestamp()
    assert prices_of(curve) == [0, 15, 30, 45, 50, 50, 50, 50]
    assert prices_of(curve.by_hour()) == [Decimal("22.5")] * 4 + [50] * 4


@pytest.mark.django_db
def test_prices_of_another_zone_are_another_matter() -> None:
    write_spot_prices([(ZONE, 60, at(7, 10), Decimal(50), 1)])
    assert prices_of(queries.get_spot_curve("10YFI-1--------U", at(7, 10), at(7, 11))) == []


@pytest.mark.django_db
def test_an_older_price_never_replaces_a_newer_one() -> None:
    def write(price: int, change_number: int) -> tuple[int, int]:
        counts = write_spot_prices([(ZONE, 60, at(7, 10), Decimal(price), change_number)])
        return counts.changed, counts.unchanged

    assert write(50, 5) == (1, 0)
    assert write(40, 4) == (0, 1)
    assert write(60, 5) == (0, 1)
    assert write(50, 6) == (0, 1)
    assert write(70, 7) == (1, 0)
    assert prices_of(queries.get_spot_curve(ZONE, at(7, 10), at(7, 11))) == [70] * 4


@pytest.mark.django_db
def test_vat_of_electricity_was_lower_for_five_months_and_of_distribution_was_not(tmp_path: Path) -> None:
    rates = [("2013-01-01", "24"), ("2022-12-01", "10"), ("2023-05-01", "24"), ("2024-09-01", "25.5")]
    records = [vat_rate(*rate) for rate in rates]
    records += [vat_rate(*rate, supply="distribution") for rate in (rates[0], rates[3])]
    take_in(tmp_path, records)
    table = queries.get_vat_table()
    assert table.find_percent(SALES, date(2022, 11, 30)) == 24
    assert table.find_percent(SALES, date(2022, 12, 1)) == 10
    assert table.find_percent(SALES, date(2023, 4, 30)) == 10
    assert table.find_percent(DISTRIBUTION, date(2023, 4, 30)) == 24
    assert table.find_percent(SALES, date(2023, 5, 1)) == 24
    assert table.find_percent(SALES, date(2012, 12, 31)) is None


def test_a_period_is_cut_where_the_vat_changes_and_negative_prices_stay_negative() -> None:
    table = VatTable({SALES: [(date(2013, 1, 1), Decimal(24)), (date(2024, 9, 1), Decimal("25.5"))]})
    before, after = table.split(SALES, date(2024, 8, 1), None)
    assert (before.ends_on, after.starts_on, after.ends_on) == (date(2024, 9, 1), date(2024, 9, 1), None)
    assert after.with_vat(Decimal("14.934")) == Decimal("18.74217")
    assert before.with_vat(Decimal("4.83")) == Decimal("5.9892")
    assert after.with_vat(Decimal("-2")) == Decimal("-2.51")
    (unknown,) = table.split(SALES, date(2010, 1, 1), date(2010, 2, 1))
    assert unknown.with_vat(Decimal(1)) is None


@given(
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    st.lists(st.dates(date(2009, 1, 1), date(2031, 1, 1)), unique=True),
)
def test_cut_periods_follow_each_other_without_gaps(starts_on: date, changes: list[date]) -> None:
    table = VatTable({SALES: [(day, Decimal(number)) for number, day in enumerate(sorted(changes))]})
    ends_on = starts_on + timedelta(days=900)
    parts = table.split(SALES, starts_on, ends_on)
    assert (parts[0].starts_on, parts[-1].ends_on) == (starts_on, ends_on)
    assert all(one.ends_on == other.starts_on for one, other in pairwise(parts))
    assert all(part.percent == table.find_percent(SALES, part.starts_on) for part in parts)


@pytest.mark.parametrize(
    ("day", "mean", "expected"),
    [
        (date(2017, 1, 5), "-20.5", "37.5"),
        (date(2017, 4, 30), "10", "7"),
        (date(2017, 4, 30), "10.1", "0"),
        (date(2017, 6, 30), "11.9", "0"),
        (date(2017, 7, 1), "11.9", "5.1"),
        (date(2017, 9, 30), "12", "5"),
        (date(2017, 9, 30), "12.1", "0"),
        (date(2017, 7, 15), "20", "0"),
    ],
)
def test_degree_days_stop_at_ten_degrees_in_spring_and_twelve_in_autumn(
    day: date, mean: str, expected: str
) -> None:
    assert degree_days(day, Decimal(mean)) == Decimal(expected)


def test_published_degree_days_of_winter_months_follow_from_mean_temperatures() -> None:
    published = (DATA / "weather" / "fmi_hdd_2021_published.csv").read_text().splitlines()
    places = csv.DictReader((line for line in published if not line.startswith("#")), delimiter=";")
    checked = 0
    for place in places:
        for month, roman in ((1, "I"), (2, "II"), (3, "III")):
            if not place[f"T_{roman}"]:
                continue
            mean = Decimal(place[f"T_{roman}"])
            days = [date(2021, month, day + 1) for day in range(monthrange(2021, month)[1])]
            computed = sum_degree_days(DayTemperatureRow("", day, mean) for day in days)
            assert abs(computed - Decimal(place[roman])) <= 2, (place["place"], roman)
            checked += 1
    assert checked == 45


@pytest.mark.django_db
def test_temperatures_are_read_with_comma_or_point_and_blanks_are_missing(tmp_path: Path) -> None:
    rows = (
        "station;date;°C",
        "Kaisaniemi;2026-01-01;-12,3",
        "Kaisaniemi;2026-01-02;",
        "Ivalo;2026-01-01;-30.25",
    )
    text = "\ufeff" + "\r\n".join(rows)
    report = take_in(tmp_path, text)
    assert (report.kind, report.counts.read, report.counts.missing) == ("temperatures", 3, 1)
    days = queries.list_day_temperatures("Kaisaniemi", date(2026, 1, 1), date(2026, 2, 1))
    assert days == [DayTemperatureRow("Kaisaniemi", date(2026, 1, 1), Decimal("-12.3"))]


def test_every_bad_temperature_is_told_with_its_line() -> None:
    rows = ("A;2026-01-01;1", "A;2026-01-01;2", ";2026-01-02;1", "A;1.1.2026;1", "A;2026-01-03;cold", "A;1")
    text = "\n".join(["station;date;°C", *rows])
    with pytest.raises(ImportRefused) as refused:
        temperatures.parse(text.encode(), "t.csv")
    assert [(fault.line, fault.field) for fault in refused.value.faults] == [
        (3, "°C"),
        (4, "station"),
        (5, "date"),
        (6, "°C"),
        (7, None),
    ]
