"""Ordinary households, so that a home has others to be compared with. Drawn anew the same every time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from demo.numbers import gsrn
from demo.products import FIXED, HYBRID, NIGHT, OPEN, PACKAGE, SPOT, SPOT_HOUR
from demo.shapes import Contract, Customer, Flaws, Location, Place, Profile, Stretch
from kajo.contracts.words import DwellingKind, Heating, Sauna

FIRST_NAMES = (
    "Aino Eero Helmi Ilmari Inka Jarkko Kaisa Lauri Liisa Mikael Minna Niilo Oona Petri Pihla Reijo "
    "Saara Seppo Sofia Taavi Tiina Toivo Ulla Viljami"
)
LAST_NAMES = (
    "Ahonen Anttila Eklund Forsman Hakala Halonen Hyvönen Jokela Kallio Kettunen Koivisto Lahti Laine "
    "Lindholm Miettinen Nurmi Ojala Peltola Pesonen Räsänen Salmela Toivonen Uusitalo Väisänen"
)
STREETS = "Haapatie Kaislakuja Kielopolku Leppäkatu Männikkötie Niittykuja Onnentie Pajupolku Rinnetie"
CITIES = (
    ("00320", "Helsinki", "south"),
    ("02230", "Espoo", "south"),
    ("20540", "Turku", "south"),
    ("33580", "Tampere", "central"),
    ("40520", "Jyväskylä", "central"),
    ("90250", "Oulu", "north"),
)

# dwelling, heating, least and most floor area, share of ten
KINDS: tuple[tuple[DwellingKind, Heating, int, int, int], ...] = (
    (DwellingKind.FLAT, Heating.DISTRICT, 32, 94, 4),
    (DwellingKind.DETACHED, Heating.DIRECT_ELECTRIC, 88, 186, 3),
    (DwellingKind.TERRACED, Heating.DISTRICT, 62, 112, 2),
    (DwellingKind.DETACHED, Heating.GROUND_SOURCE, 122, 215, 1),
)
TURNS = [kind for kind in KINDS for _ in range(kind[4])]
EMPLOYER = "Revontulen Leipä Oy"  # pays the electricity of one neighbour
PRODUCTS_IN_TURN = (OPEN, SPOT, FIXED, SPOT, OPEN, HYBRID, SPOT, PACKAGE, NIGHT, SPOT_HOUR)


def settle(today: date, wanted: int) -> tuple[dict[str, Customer], dict[str, Location]]:
    """Return that many households, each with its home. More of them never changes the earlier ones."""
    customers, locations = {}, {}
    for index in range(wanted):
        name = f"neighbour_{index + 1}"
        customers[name] = _customer(index)
        locations[f"{name}_home"] = _home(index, today)
    return customers, locations


def _customer(index: int) -> Customer:
    first_names, last_names = FIRST_NAMES.split(), LAST_NAMES.split()
    first = first_names[index * 7 % len(first_names)]
    last = last_names[(index * 5 + index // 24) % len(last_names)]
    return Customer(
        _number(index), f"{first} {last}", language="sv" if last in ("Eklund", "Forsman") else "fi"
    )


def _number(index: int) -> str:
    return f"11{index:05d}"


def _home(index: int, today: date) -> Location:
    rng = np.random.default_rng([7, index])
    dwelling, heating, least, most, _ = TURNS[index * 3 % len(TURNS)]
    postcode, city, station = CITIES[int(rng.integers(len(CITIES)))]
    streets = STREETS.split()
    flat = dwelling is DwellingKind.FLAT
    place = Place(
        f"{streets[int(rng.integers(len(streets)))]} {rng.integers(1, 60)}",
        postcode,
        city,
        station,
        "ABC"[int(rng.integers(3))] if flat else "",
        str(rng.integers(1, 40)) if flat else "",
    )
    profile = Profile(
        dwelling,
        heating,
        int(rng.integers(least, most + 1)),
        int(rng.integers(1, 3 if flat else 6)),
        int(rng.integers(1950, 2023)),
        Sauna.NONE if flat and rng.random() < 0.6 else Sauna.ELECTRIC,
        int(not flat and rng.random() < 0.25),
    )
    product = PRODUCTS_IN_TURN[index % len(PRODUCTS_IN_TURN)]
    starts_on = date(int(rng.integers(2017, 2024)), int(rng.integers(1, 13)), 1)
    return Location(
        _number(index),
        gsrn(1001 + index),
        place,
        profile,
        _contracts(index, product, starts_on, today),
        hourly_until=date(2024, int(rng.integers(1, 13)), 1) if rng.random() < 0.4 else None,
        has_night_meter=product == NIGHT,
        flaws=_flaws(rng, today),
    )


def _contracts(index: int, product: str, starts_on: date, today: date) -> tuple[Contract, ...]:
    number = f"S-2{index:05d}"
    if product != FIXED:
        return (Contract(number, product, starts_on, payer=EMPLOYER if index == 0 else ""),)
    fixed_start = date(today.year - 1, today.month, 1)
    fixed_last = date(today.year + 1, today.month, 1) - timedelta(days=1)
    return (
        Contract(f"{number}0", OPEN, starts_on, fixed_start - timedelta(days=1)),
        Contract(f"{number}1", FIXED, fixed_start, None, fixed_last),
    )


def _flaws(rng: np.random.Generator, today: date) -> Flaws:
    """Return a few faults: every other home has some."""

    def stretches(most: int) -> tuple[Stretch, ...]:
        days = rng.choice(np.arange(14, 700), size=int(rng.integers(0, most + 1)), replace=False)
        hours = rng.integers(0, 20, len(days))
        return tuple(
            Stretch(today - timedelta(days=int(day)), int(hour), int(rng.integers(hour + 1, 25)))
            for day, hour in zip(days, hours, strict=True)
        )

    if rng.random() < 0.5:
        return Flaws()
    return Flaws(missing=stretches(2), left_out=stretches(1), estimated=stretches(4), corrected=stretches(2))
