"""The made-up readings: the same every time, and shaped as real ones are."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from demo.calendar import Calendar
from demo.cast import TODAY, cast_of
from demo.history import NO_VALUE, Rows, Sent, history_days, readings_of
from demo.shapes import Location
from demo.weather import STATIONS, weather_of
from kajo.core.times import local_midnight, slots_in_day
from kajo.metering.words import Flow, Quality

CAST = cast_of(TODAY)
HISTORY = history_days(TODAY)


def readings(name: str, calendar: Calendar = HISTORY) -> list[Sent]:
    return list(readings_of(CAST.locations[name], calendar))


def of_day(rows: Rows, day: date) -> Rows:
    begins, ends = (local_midnight(d).timestamp() for d in (day, day + timedelta(days=1)))
    return rows.take((rows.start >= begins) & (rows.start < ends))


def sum_kwh(rows: Rows, starts_on: date, ends_on: date) -> float:
    begins, ends = local_midnight(starts_on).timestamp(), local_midnight(ends_on).timestamp()
    inside = (rows.start >= begins) & (rows.start < ends) & (rows.energy_wh != NO_VALUE)
    return float(rows.energy_wh[inside].sum()) / 1000


def test_history_is_three_whole_years_and_this_month_until_yesterday() -> None:
    assert (HISTORY.starts_on, HISTORY.days[-1]) == (date(2023, 11, 1), date(2026, 11, 23))
    assert history_days(date(2027, 3, 1)).starts_on == date(2024, 3, 1)


def test_same_question_gets_the_same_rows() -> None:
    (once,), (again,) = readings("spot_home"), readings("spot_home")
    assert np.array_equal(once.first.energy_wh, again.first.energy_wh)
    assert np.array_equal(once.corrections.energy_wh, again.corrections.energy_wh)


def test_two_homes_alike_do_not_use_alike() -> None:
    (one,), (other,) = readings("neighbour_1_home"), readings("neighbour_5_home")
    assert not np.array_equal(one.first.energy_wh[-960:], other.first.energy_wh[-960:])


def test_numbers_of_the_whole_history_stay_as_they_are() -> None:
    sent = [part for location in CAST.locations.values() for part in readings_of(location, HISTORY)]
    first = [part.first for part in sent]
    energy = np.concatenate([rows.energy_wh for rows in first])
    quality = np.concatenate([rows.quality for rows in first])
    assert len(CAST.locations) == 75
    assert len(energy) == 7_258_304
    assert sum(len(part.corrections) for part in sent) == 656
    assert round(energy[energy != NO_VALUE].sum() / 1000) == 3_528_345  # kWh
    assert [int((quality == code).sum()) for code in (Quality.EST, Quality.MISSING)] == [2272, 716]


@pytest.mark.parametrize(
    ("day", "quarters"),
    [(date(2026, 3, 29), 92), (date(2026, 10, 25), 100), (date(2025, 10, 26), 100), (date(2026, 7, 1), 96)],
)
def test_days_have_as_many_quarters_as_the_clock_gives_them(day: date, quarters: int) -> None:
    (sent,) = readings("kalles_home")
    assert slots_in_day(day, 15) == quarters
    assert len(of_day(sent.first, day)) == quarters


def test_hours_become_quarters_on_the_day_of_the_change() -> None:
    (sent,) = readings("electric_home")
    changed = CAST.locations["electric_home"].hourly_until
    assert changed is not None
    assert set(of_day(sent.first, changed - timedelta(days=1)).minutes) == {60}
    assert set(of_day(sent.first, changed).minutes) == {15}
    assert len(of_day(sent.first, date(2024, 3, 31))) == 23


def test_who_moved_out_and_who_moved_in_share_no_quarter() -> None:
    (left,), (entered,) = readings("movers_old_home"), readings("newcomers_home")
    assert left.first.gsrn == entered.first.gsrn
    moved = int(local_midnight(date(2026, 11, 1)).timestamp())
    assert int(left.first.start[-1]) == moved - 900
    assert int(entered.first.start[0]) == moved


def test_history_ends_with_the_last_quarter_of_yesterday() -> None:
    (sent,) = readings("spot_home")
    assert int(sent.first.start[-1]) == int(local_midnight(TODAY).timestamp()) - 900


def test_contract_that_ended_has_no_later_readings() -> None:
    (sent,) = readings("ended_home")
    assert int(sent.first.start[-1]) < local_midnight(date(2026, 5, 1)).timestamp()


def test_only_panels_sell() -> None:
    assert [part.first.flow for part in readings("solar_home")] == [Flow.CONSUMPTION, Flow.PRODUCTION]
    made = readings("solar_home")[1].first
    june = sum_kwh(made, date(2026, 6, 1), date(2026, 7, 1))
    december = sum_kwh(made, date(2025, 12, 1), date(2026, 1, 1))
    assert june > 20 * december
    night = of_day(made, date(2026, 12, 1) - timedelta(days=20))
    assert night.energy_wh[:20].sum() == 0


def test_electric_heating_makes_winter_dear() -> None:
    (sent,) = readings("electric_home")
    january = sum_kwh(sent.first, date(2026, 1, 1), date(2026, 2, 1))
    july = sum_kwh(sent.first, date(2026, 7, 1), date(2026, 8, 1))
    assert january > 4 * july


def test_storing_heaters_load_by_night() -> None:
    (sent,) = readings("night_home")
    winter = of_day(sent.first, date(2026, 1, 20)).energy_wh
    assert winter[:28].sum() + winter[88:].sum() > 2 * winter[28:88].sum()


def test_office_rests_on_sunday() -> None:
    (sent,) = readings("bakery_office")
    sunday, monday = (of_day(sent.first, date(2026, 5, day)).energy_wh.sum() for day in (17, 18))
    assert sunday < monday / 2


def test_winters_are_finnish() -> None:
    for station in STATIONS:
        daily = weather_of(station, HISTORY).daily_mean
        months = np.array([day.month for day in HISTORY.days])
        assert daily[np.isin(months, (1, 2))].mean() < -3
        assert 13 < daily[np.isin(months, (6, 7, 8))].mean() < 20
        assert daily.min() > -40


def test_flaws_are_where_the_cast_says() -> None:
    home: Location = CAST.locations["spot_home"]
    (sent,) = readings("spot_home")
    flaws = home.flaws
    gap, guess, mended = (kind[0].day for kind in (flaws.missing, flaws.estimated, flaws.corrected))
    missing = of_day(sent.first, gap)
    assert (missing.quality == Quality.MISSING).sum() == 16
    assert set(missing.energy_wh[missing.quality == Quality.MISSING]) == {NO_VALUE}
    assert set(of_day(sent.first, guess).quality) == {Quality.EST}
    first, later = of_day(sent.first, mended), of_day(sent.corrections, mended)
    assert (first.quality == Quality.EST).sum() == len(later) == 24
    assert set(later.quality) == {Quality.REVISED}
    assert not np.array_equal(first.energy_wh[first.quality == Quality.EST], later.energy_wh)


def test_left_out_hours_are_not_in_the_file() -> None:
    flawed = [home for home in CAST.locations.values() if home.flaws.left_out]
    assert flawed
    for home in flawed:
        (sent,) = readings_of(home, HISTORY)
        stretch = home.flaws.left_out[0]
        rows = of_day(sent.first, stretch.day)
        assert len(rows) < slots_in_day(stretch.day, int(rows.minutes[0]))
