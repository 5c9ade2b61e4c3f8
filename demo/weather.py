"""Made-up weather: three stations with Finnish winters. No number here was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from demo.calendar import Calendar, Floats

EPOCH = date(2018, 1, 1)  # weather is drawn from here on, so that a day's does not depend on `today`


@dataclass(frozen=True)
class Station:
    """A station's climate: yearly mean and half swing of the daily mean, °C, and its latitude."""

    name: str
    mean: float
    swing: float
    latitude: float
    seed: int


STATIONS = {
    "south": Station("Etelä-Suomi", 6.6, 12.2, 60.2, 101),
    "central": Station("Keski-Suomi", 4.3, 13.2, 62.2, 102),
    "north": Station("Pohjois-Suomi", 2.4, 13.9, 65.0, 103),
}


@dataclass(frozen=True)
class Weather:
    """Temperature in °C and sunshine 0…1, per quarter-hour, and the daily means."""

    daily_mean: Floats
    temperature: Floats
    sunshine: Floats


@lru_cache(maxsize=8)
def weather_of(station: str, calendar: Calendar) -> Weather:
    """Return a station's weather on the days of the calendar."""
    place = STATIONS[station]
    daily = daily_means(place, calendar)
    season = calendar.season[calendar.day]
    noon = (calendar.midnights[:-1] + calendar.midnights[1:]) / 2
    swing_of_day = 3.2 - 2.2 * np.cos(season)
    temperature = np.interp(calendar.starts, noon, daily) + swing_of_day * np.cos(
        (calendar.hour - 15) * np.pi / 12
    )
    return Weather(daily, temperature, _sunshine(place, calendar))


def daily_means(place: Station, calendar: Calendar) -> Floats:
    """Return the mean temperature of each day, °C to one decimal."""
    days = np.arange((calendar.ends_on - EPOCH).days)
    season = 2 * np.pi * days / 365.25  # EPOCH is a New Year's Day
    normal = place.mean - place.swing * np.cos(season - 0.42)  # coldest in the last week of January
    strength = 2.6 + 2.0 * np.cos(season - 0.3)  # winters vary more than summers
    anomaly = drifting(np.random.default_rng(place.seed), len(days), 0.82) * strength
    daily: Floats = np.round(normal + anomaly, 1)[-len(calendar.days) :]
    return daily


def drifting(rng: np.random.Generator, count: int, memory: float) -> Floats:
    """Return noise of unit variance, each value remembering the one before."""
    shocks = rng.standard_normal(count) * np.sqrt(1 - memory**2)
    values = np.empty(count)
    value = 0.0
    for index, shock in enumerate(shocks):
        value = memory * value + shock
        values[index] = value
    return values


def _sunshine(place: Station, calendar: Calendar) -> Floats:
    """Return the part of full sunshine that falls on a roof, by the sun's height and the day's clouds."""
    declination = np.radians(-23.44) * np.cos(calendar.season + 0.17)
    latitude = np.radians(place.latitude)
    solar_hour = (calendar.starts % 86_400) / 3600 + 0.125 + 1.67  # the sun, not the clock: 25° east
    turn = (solar_hour - 12) * np.pi / 12
    height = (np.sin(latitude) * np.sin(declination))[calendar.day] + (
        np.cos(latitude) * np.cos(declination)
    )[calendar.day] * np.cos(turn)
    days_since = -calendar.index_of(EPOCH)
    clear = np.random.default_rng(place.seed + 1000).beta(1.1, 0.9, days_since + len(calendar.days))
    clear = clear[days_since:]
    flicker = np.random.default_rng(place.seed + 2000).uniform(0.75, 1.1, len(calendar.starts))
    sunny = (0.18 + 0.82 * clear)[calendar.day] * flicker
    sunshine: Floats = np.clip(np.clip(height, 0, None) ** 1.15 * sunny, 0, 1)
    return sunshine


def temperature_lines(calendar: Calendar) -> Iterator[str]:
    """Yield the lines of a temperature file: every station's daily means."""
    yield "station;date;°C"
    for place in STATIONS.values():
        for day, mean in zip(calendar.days, daily_means(place, calendar), strict=True):
            yield f"{place.name};{day};{mean:.1f}"
