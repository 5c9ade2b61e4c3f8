"""Those who act for others by profession, and the companies that they act for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from demo.numbers import business_id, gsrn
from demo.products import FIXED, OPEN, SPOT
from demo.shapes import Contract, Customer, Firm, Link, Location, Person, Place, Profile
from kajo.access.areas import Area, Level
from kajo.access.words import Ground
from kajo.contracts.words import DwellingKind, Heating

BAKERY = "2000010"

HOUSING_COMPANIES = (
    ("Koivukuja 3", "00420", "Helsinki", "south", 2950, 1972),
    ("Aallonharja", "00210", "Helsinki", "south", 4100, 1996),
    ("Kalliorinne", "02320", "Espoo", "south", 3600, 1985),
    ("Lintupuisto", "02770", "Espoo", "south", 1800, 2004),
    ("Mansikkamäki", "01370", "Vantaa", "south", 2400, 1978),
    ("Myllynkivi", "01510", "Vantaa", "south", 5200, 2011),
    ("Pihlajapiha", "04230", "Kerava", "south", 1500, 1991),
    ("Ruusutarha", "04400", "Järvenpää", "south", 2100, 1967),
    ("Satamaranta", "00980", "Helsinki", "south", 6300, 2016),
    ("Tähtitorni", "00140", "Helsinki", "south", 3300, 1928),
    ("Vaahteramäki", "05800", "Hyvinkää", "south", 2700, 1974),
    ("Ylätalo", "05900", "Hyvinkää", "south", 1900, 1982),
)

BAKERY_PLACES: tuple[tuple[str, Place, Literal["bakery", "shop", "office"], int], ...] = (
    ("bakery", Place("Jauhokatu 2", "33500", "Tampere", "central"), "bakery", 620),
    ("bakery_shop_hall", Place("Hallintori 1", "33200", "Tampere", "central"), "shop", 85),
    ("bakery_shop_station", Place("Asema-aukio 4", "33100", "Tampere", "central"), "shop", 60),
    ("bakery_shop_north", Place("Pohjantori 6", "90100", "Oulu", "north"), "shop", 110),
    ("bakery_office", Place("Jauhokatu 2", "33500", "Tampere", "central", "B"), "office", 140),
)


def people() -> dict[str, Person]:
    return {
        "leena": Person("Leena", "Vuorinen", "owner of a bakery with five locations"),
        "tuula": Person("Tuula", "Hiltunen", "the bakery's bookkeeper, by her firm"),
        "oskari": Person("Oskari", "Westerlund", "the same bookkeeper's office", "sv"),
        "paivi": Person("Päivi", "Isotalo", "housing manager of twelve housing companies, by her firm"),
        "juhani": Person("Juhani", "Kivelä", "the same housing manager's firm"),
        "emma": Person("Emma", "Nyman", "the same housing manager's firm", "sv"),
        "aarne": Person("Aarne", "Lehtonen", "chairs a housing company's board, and owns a home there"),
    }


def firms() -> dict[str, Firm]:
    return {
        "bookkeepers": Firm("Tilitoimisto Tasapaino Oy", business_id(301), ("tuula", "oskari")),
        "housing_managers": Firm("Isännöinti Kotikivi Oy", business_id(401), ("paivi", "juhani", "emma")),
    }


def customers() -> dict[str, Customer]:
    bakery = Customer(BAKERY, "Revontulen Leipä Oy", "company", business_id(101), owners=("leena",))
    return {
        "bakery_company": bakery,
        "chairs_household": Customer("1000122", "Aarne Lehtonen", owners=("aarne",)),
    } | {
        f"housing_company_{index}": Customer(
            _housing_number(index),
            f"As Oy {name}",
            "housing_company",
            business_id(500 + 10 * index),
            owners=("aarne",) if index == 1 else (),
        )
        for index, (name, *_) in enumerate(HOUSING_COMPANIES, start=1)
    }


def locations(today: date) -> dict[str, Location]:
    return {
        **_bakery(today),
        **_housing_companies(),
        "chairs_home": Location(
            "1000122",
            gsrn(122),
            Place("Koivukuja 3", "00420", "Helsinki", staircase="A", apartment="1"),
            Profile(DwellingKind.FLAT, Heating.DISTRICT, 74, 2, 1972),
            (
                Contract(
                    "S-101220",
                    OPEN,
                    date(2022, 1, 1),
                    last_day=today + timedelta(days=8),
                    notice_given_on=today - timedelta(days=6),
                ),
            ),
        ),
    }


def links(today: date) -> tuple[Link, ...]:
    linked_on, areas = today - timedelta(days=500), (Area.CONTRACTS, Area.INVOICES, Area.MESSAGES)
    return (
        Link(
            tuple(_housing_number(index) for index in range(1, len(HOUSING_COMPANIES) + 1)),
            "housing_managers",
            {**dict.fromkeys(areas, Level.WRITE), Area.REPORTING: Level.READ},
            linked_on,
            Ground.MANAGEMENT_CONTRACT,
            "Päivi Isotalo, isännöitsijä",
        ),
        Link(
            (BAKERY,),
            "bookkeepers",
            {Area.CONTRACTS: Level.READ, Area.INVOICES: Level.WRITE},
            linked_on,
            Ground.POWER_OF_ATTORNEY,
            "Leena Vuorinen, toimitusjohtaja",
        ),
    )


def _housing_number(index: int) -> str:
    return f"30000{index:02d}"


def _bakery(today: date) -> dict[str, Location]:
    starts_on = date(today.year - 1, 2, 1)
    last_day = date(today.year + 1, 1, 31)
    return {
        name: Location(
            BAKERY,
            gsrn(201 + index),
            place,
            Profile(DwellingKind.BUSINESS, Heating.DISTRICT, area, trade=trade),
            (
                Contract(f"Y-200{index}", OPEN, date(2021, 1, 1), starts_on - timedelta(days=1)),
                Contract(f"Y-201{index}", FIXED, starts_on, last_day, last_day),
            ),
        )
        for index, (name, place, trade, area) in enumerate(BAKERY_PLACES)
    }


def _housing_companies() -> dict[str, Location]:
    return {
        f"housing_company_{index}_common": Location(
            _housing_number(index),
            gsrn(300 + index),
            Place(street, postcode, city, station),
            Profile(DwellingKind.HOUSING_COMPANY, Heating.DISTRICT, area, build_year=year),
            (Contract(f"T-30{index:02d}", SPOT if index % 3 else OPEN, date(2020 + index % 3, 1, 1)),),
            hourly_until=date(2024, 1 + index % 9, 1) if index % 2 else None,
        )
        for index, (name, postcode, city, station, area, year) in enumerate(HOUSING_COMPANIES, start=1)
        for street in (f"{name} 1" if not name[-1].isdigit() else name,)
    }
