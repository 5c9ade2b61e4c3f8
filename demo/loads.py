"""What a location uses and makes in each quarter-hour: watts, by weather, weekday, habit and chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demo.calendar import Calendar, Flags, Floats
from demo.shapes import Profile
from demo.weather import Weather
from kajo.contracts.words import DwellingKind, Heating, Sauna

# How busy a home is by the hour of the wall clock, on a workday and on a day off: 1 on average.
WORKDAY = (
    0.4,
    0.3,
    0.3,
    0.3,
    0.3,
    0.5,
    1.0,
    1.3,
    1.0,
    0.8,
    0.7,
    0.7,
    0.7,
    0.7,
    0.8,
    1.1,
    1.6,
    2.0,
    2.0,
    1.9,
    1.8,
    1.6,
    1.2,
    0.8,
)
DAY_OFF = (
    0.5,
    0.4,
    0.3,
    0.3,
    0.3,
    0.4,
    0.5,
    0.8,
    1.1,
    1.4,
    1.5,
    1.5,
    1.5,
    1.4,
    1.3,
    1.4,
    1.7,
    1.9,
    1.9,
    1.8,
    1.6,
    1.4,
    1.1,
    0.8,
)
SATURDAY = (0.06, 0.06, 0.25, 0.08, 0.2, 0.85, 0.25)  # the chance of a sauna, Monday first

# Heat that leaves a home, W per m² and degree, and how much a heat pump multiplies electricity.
LOSS = {"new": 0.62, "old": 0.84}
EVERY_NIGHT = (22, 7)


@dataclass(frozen=True)
class Load:
    """Watts bought from and sold to the grid, per quarter-hour."""

    bought: Floats
    sold: Floats | None


@dataclass(frozen=True)
class Setting:
    """Where and when: the calendar, the weather there and the location's own dice."""

    calendar: Calendar
    weather: Weather
    rng: np.random.Generator

    def of_day(self, values: Floats | Flags) -> Floats:
        """Spread a value of each day over its quarter-hours."""
        spread: Floats = values[self.calendar.day].astype(np.float64)
        return spread

    def by_hour(self, workday: tuple[float, ...], day_off: tuple[float, ...]) -> Floats:
        """Return a day's shape, given by the hour, for each quarter-hour."""
        hours = np.arange(25) + 0.5
        quarters = np.arange(96) / 4 + 0.125
        shapes = np.array([np.interp(quarters, hours, (*shape, shape[0])) for shape in (workday, day_off)])
        shape: Floats = shapes[self.calendar.is_day_off.astype(int)[self.calendar.day], self.calendar.quarter]
        return shape

    def noise(self, evenness: float) -> Floats:
        """Return noise around 1: the greater the evenness, the closer to it."""
        return self.rng.gamma(evenness, 1 / evenness, len(self.calendar.starts))


def load_of(profile: Profile, setting: Setting) -> Load:
    """Return what a location of that profile buys, and what it sells when it has panels."""
    if profile.dwelling is DwellingKind.HOUSING_COMPANY:
        return Load(_common_parts(profile, setting), None)
    if profile.dwelling is DwellingKind.BUSINESS:
        return Load(_business(profile, setting), None)
    used = _household(profile, setting)
    if not profile.solar_kwp:
        return Load(used, None)
    made = 1000 * profile.solar_kwp * 0.97 * setting.weather.sunshine
    made *= 1 - 0.9 * (setting.of_day(setting.weather.daily_mean) < -4)  # snow on the panels
    return Load(np.clip(used - made, 0, None), np.clip(made - used, 0, None))


def _household(profile: Profile, setting: Setting) -> Floats:
    at_home = _days_at_home(profile, setting)
    home = setting.of_day(at_home)
    residents = max(profile.residents or 0, 1)
    calendar = setting.calendar
    dark = np.clip(np.cos(calendar.season), -0.4, 1)
    habit = setting.rng.lognormal(0, 0.22)
    lively = habit * (30 + 55 * residents + 0.4 * profile.floor_area_m2) * (1 + 0.25 * setting.of_day(dark))
    activity = lively * setting.by_hour(WORKDAY, DAY_OFF) * setting.noise(2.2)
    standby = 38 + 0.55 * profile.floor_area_m2 + 22 * setting.noise(6)
    load = standby + activity * (0.06 + 0.94 * home)
    _run(load, setting, at_home * 0.75, hour=17.6, spread=1.3, watts=1700, quarters=3)
    _run(load, setting, at_home * min(0.25 * residents, 0.9), hour=19.5, spread=2.5, watts=1500, quarters=4)
    if profile.sauna is Sauna.ELECTRIC:
        evenings = np.array(SATURDAY)[calendar.weekday] * at_home
        _run(load, setting, evenings, hour=18.7, spread=0.8, watts=6200, quarters=5)
    if profile.electric_cars:
        _run(load, setting, at_home * 0.62, hour=22.4, spread=1.6, watts=3600, quarters=11)
    return load + _heating(profile, setting, home)


def _days_at_home(profile: Profile, setting: Setting) -> Floats:
    """Return 1 for each day at home and 0 for each away: summer weeks, or most days of a cottage."""
    calendar, rng = setting.calendar, setting.rng
    months = np.array([day.month for day in calendar.days])
    if profile.dwelling is DwellingKind.HOLIDAY_HOME:
        summer = (months >= 6) & (months <= 8)
        going = rng.random(len(months)) < np.where(summer, 0.75, 0.3)
        there = np.where(summer, going, going & (calendar.weekday >= 4))
        return there.astype(np.float64)
    at_home = np.ones(len(months))
    for year in sorted({day.year for day in calendar.days}):
        leaves = int(rng.integers(170, 205))
        nights = int(rng.integers(5, 16))
        for index, day in enumerate(calendar.days):
            if day.year == year and leaves <= day.timetuple().tm_yday < leaves + nights:
                at_home[index] = 0
    at_home[rng.random(len(months)) < 0.02] = 0
    return at_home


def _run(
    load: Floats,
    setting: Setting,
    chances: Floats,
    *,
    hour: float,
    spread: float,
    watts: float,
    quarters: int,
) -> None:
    """Add an appliance that runs on some days from about an hour on, for so many quarter-hours."""
    calendar, rng = setting.calendar, setting.rng
    runs = np.flatnonzero(rng.random(len(calendar.days)) < chances)
    begins = calendar.first[runs] + np.clip(rng.normal(hour, spread, len(runs)) * 4, 0, 91).astype(np.int64)
    for step in range(quarters):
        where = begins + step
        fading = 1.0 if step < 2 else 0.7
        np.add.at(load, where[where < len(load)], watts * fading * rng.uniform(0.85, 1.0))


def _heating(profile: Profile, setting: Setting, home: Floats) -> Floats:
    """Return what heating and hot water take from the grid."""
    if profile.heating not in HEATERS:
        return np.zeros(len(home))
    weather = setting.weather
    outdoors = _smoothed(weather.temperature, 40)
    loss = LOSS["new" if (profile.build_year or 1980) >= 2000 else "old"] * profile.floor_area_m2
    indoors = np.where(home > 0, 16.2, 8.0 if profile.dwelling is DwellingKind.HOLIDAY_HOME else 14.5)
    heat = loss * np.clip(indoors - outdoors, 0, None) - 700 * _smoothed(weather.sunshine, 12)
    water = 95.0 * max(profile.residents or 0, 1) * home
    return HEATERS[profile.heating](np.clip(heat, 0, None), water, setting)


def _direct(heat: Floats, water: Floats, setting: Setting) -> Floats:
    return heat * setting.noise(14) + _by_night(water, setting)


def _storing(heat: Floats, water: Floats, setting: Setting) -> Floats:
    return _by_night(0.85 * heat + water, setting) * setting.noise(30) + 0.15 * heat * setting.noise(8)


def _ground_source(heat: Floats, water: Floats, setting: Setting) -> Floats:
    return (heat / 3.1 + water / 2.4) * setting.noise(3) + 45


def _air_to_water(heat: Floats, water: Floats, setting: Setting) -> Floats:
    gain = np.clip(2.6 + 0.055 * setting.weather.temperature, 1.15, 3.6)
    return heat / gain * setting.noise(4) + water / 1.9 + 35


HEATERS = {
    Heating.DIRECT_ELECTRIC: _direct,
    Heating.STORING_ELECTRIC: _storing,
    Heating.GROUND_SOURCE: _ground_source,
    Heating.AIR_TO_WATER: _air_to_water,
}


def _by_night(watts: Floats, setting: Setting) -> Floats:
    """Return the same energy of each day, taken between 22 and 7."""
    calendar = setting.calendar
    is_night = (calendar.quarter >= 4 * EVERY_NIGHT[0]) | (calendar.quarter < 4 * EVERY_NIGHT[1])
    ready = np.where(
        calendar.quarter < 4 * EVERY_NIGHT[1],
        np.linspace(1.3, 0.9, 28)[np.minimum(calendar.quarter, 27)],
        1.1,
    )
    weights = is_night * ready
    day_sums = np.add.reduceat(watts, calendar.first[:-1])
    weight_sums = np.add.reduceat(weights, calendar.first[:-1])
    return weights * setting.of_day(day_sums / weight_sums)


def _smoothed(values: Floats, quarters: int) -> Floats:
    """Return the mean of the last so many quarter-hours."""
    padded = np.concatenate([np.full(quarters, values[0]), values])
    sums = np.cumsum(padded)
    means: Floats = (sums[quarters:] - sums[:-quarters]) / quarters
    return means


def _common_parts(profile: Profile, setting: Setting) -> Floats:
    """Return what a housing company's stairs, lift, laundry, sauna and car heaters use."""
    area, calendar, temperature = profile.floor_area_m2, setting.calendar, setting.weather.temperature
    quarter = calendar.quarter
    always = 0.75 * area * setting.noise(40)
    stairs = 0.35 * area * setting.by_hour(WORKDAY, DAY_OFF) * setting.noise(3)
    dark = 0.25 * area * (setting.weather.sunshine < 0.02)
    sauna = setting.of_day(np.isin(calendar.weekday, (2, 4, 5))) * ((quarter >= 68) & (quarter < 88)) * 5500
    workday = setting.of_day(~calendar.is_day_off)
    cars = workday * ((quarter >= 20) & (quarter < 30)) * np.clip(6 - temperature, 0, 22) * 0.055 * area
    return always + stairs + dark + sauna + cars


def _business(profile: Profile, setting: Setting) -> Floats:
    """Return what a bakery, shop or office uses."""
    area, calendar = profile.floor_area_m2, setting.calendar
    opens, closes, busy, idle, weekend = TRADES[profile.trade]
    is_open = (calendar.hour >= opens) & (calendar.hour < closes)
    sunday = setting.of_day(calendar.weekday == 6)
    saturday = setting.of_day(calendar.is_day_off) - sunday
    openness = is_open * (1 - (1 - weekend) * np.clip(saturday, 0, 1)) * (1 - sunday * (1 - weekend / 2))
    cooling = np.clip(setting.weather.temperature - 17, 0, None) * 0.9
    return area * ((busy + cooling) * _smoothed(openness, 3) * setting.noise(12) + idle * setting.noise(30))


# opens, closes, W/m² when open, W/m² always, how much of it at the weekend
TRADES: dict[str, tuple[float, float, float, float, float]] = {
    "bakery": (2.5, 13.0, 62.0, 9.0, 0.6),
    "shop": (7.0, 19.0, 34.0, 11.0, 0.9),
    "office": (7.5, 17.0, 13.0, 2.6, 0.05),
}
