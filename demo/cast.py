"""The people, homes and companies of every test and of the demo. All of them are made up.

What a customer is and has stands in one function each; the names are those that tests use.
"""

from __future__ import annotations

from datetime import date, timedelta

from demo import neighbours, offices
from demo.calendar import back_to
from demo.contacts import reachable
from demo.numbers import gsrn
from demo.products import FIXED, HYBRID, NIGHT, OPEN, SPOT
from demo.shapes import (
    Cast,
    Contract,
    Customer,
    Flaws,
    Location,
    Person,
    Place,
    Profile,
    Right,
    Stretch,
)
from kajo.access.areas import Area, Level
from kajo.contracts.words import DwellingKind, Heating, Renewal, Sauna

TODAY = date(2026, 11, 24)
PASSWORD = "revontulten kajo"  # of everybody in the demo, and of nobody else

# Contracts that tests call by a name.
CONTRACTS = {
    "spot_contract": "S-100111",
    "contract_before_spot": "S-100110",
    "fixed_contract": "S-100221",
    "coming_contract": "S-100222",
    "cottage_contract": "S-100230",
    "hidden_contract": "S-100240",
    "kalles_contract": "S-100330",
    "solar_contract": "S-100440",
    "movers_old_contract": "S-100550",
    "movers_new_contract": "S-100560",
    "newcomers_contract": "S-100660",
    "ended_contract": "S-100770",
    "night_contract": "S-100880",
    "hybrid_contract": "S-100990",
    "contract_given_notice": "S-101220",
    "real_contract": "S-100100",
    "bakery_contract": "Y-2010",
    "housing_company_1_contract": "T-3001",
}


def cast_of(today: date, *, neighbours_wanted: int = 44) -> Cast:
    """Return the cast as it is on a day: what is recent or still to come moves with it."""
    people, customers, locations = _people(), _customers(), _locations(today)
    people |= offices.people()
    customers |= offices.customers()
    locations |= offices.locations(today)
    more_customers, more_locations = neighbours.settle(today, neighbours_wanted)
    return Cast(
        today=today,
        people=people,
        firms=offices.firms(),
        customers={name: reachable(customer) for name, customer in (customers | more_customers).items()},
        locations=locations | more_locations,
        rights=_rights(today),
        links=offices.links(today),
    )


def moving_day(today: date) -> date:
    """Return the first of November on which the newcomer's contract began: at least two weeks ago."""
    this_year = date(today.year, 11, 1)
    return this_year if today >= this_year + timedelta(days=14) else date(today.year - 1, 11, 1)


def coming_day(today: date) -> date:
    """Return when the coming contract starts: the fifteenth of the month after next."""
    return back_to(today, -2).replace(day=15)


def _people() -> dict[str, Person]:
    return {
        "sanna": Person("Sanna", "Saarinen", "a flat on an exchange-priced contract"),
        "vaino": Person("Väinö", "Korhonen", "electric heating, a cottage and an old contract of 2019"),
        "kalle": Person("Kalle", "Lindqvist", "a terraced house; has let Bertta see his reporting", "sv"),
        "bertta": Person("Bertta", "Lindqvist", "sees Kalle's reporting service, and nothing else"),
        "maija": Person("Maija", "Niemelä", "solar panels and a ground-source heat pump"),
        "venla": Person("Venla", "Niemelä", "may act for Maija in every area, but is not an owner"),
        "iida": Person("Iida", "Koskinen", "moved at the end of October: her old home and the new one"),
        "elias": Person("Elias", "Mäkelä", "entered Iida's old home on 1 November", "en"),
        "pentti": Person("Pentti", "Heikkinen", "only a contract that has ended"),
        "timo": Person("Timo", "Laaksonen", "storing electric heating, priced by night and day"),
        "noora": Person("Noora", "Åberg", "an electric car, and a price with consumption impact", "sv"),
        "ville": Person("Ville", "Rantanen", "a home whose readings are real Datahub files", "en"),
        "raimo": Person("Raimo", "Salonen", "his right to see Väinö's data has expired"),
        "olli": Person("Olli", "Turunen", "no customers at all"),
        "helena": Person("Helena", "Karppinen", "customer service", is_staff=True),
        "markus": Person(
            "Markus",
            "Sjöblom",
            "corporate customer service: links customers to managers",
            "sv",
            is_staff=True,
            is_corporate_service=True,
        ),
    }


def _customers() -> dict[str, Customer]:
    return {
        "spot_household": Customer("1000011", "Sanna Saarinen", owners=("sanna",)),
        "electric_household": Customer("1000022", "Väinö Korhonen", owners=("vaino",)),
        "kalles_household": Customer("1000033", "Kalle Lindqvist", language="sv", owners=("kalle",)),
        "solar_household": Customer("1000044", "Maija Niemelä", owners=("maija",)),
        "movers_household": Customer("1000055", "Iida Koskinen", owners=("iida",)),
        "newcomers_household": Customer("1000066", "Elias Mäkelä", language="en", owners=("elias",)),
        "ended_household": Customer("1000077", "Pentti Heikkinen", owners=("pentti",)),
        "night_household": Customer("1000088", "Timo Laaksonen", owners=("timo",)),
        "hybrid_household": Customer("1000099", "Noora Åberg", language="sv", owners=("noora",)),
        "real_household": Customer("1000100", "Ville Rantanen", language="en", owners=("ville",)),
    }


def _locations(today: date) -> dict[str, Location]:
    return {
        **_sannas(today),
        **_vainos(today),
        **_other_homes(today),
        **_movers(today),
        "real_home": Location(
            "1000100",
            gsrn(100),
            Place("Kantatie 7", "33880", "Lempäälä", "central"),
            Profile(DwellingKind.DETACHED, Heating.GROUND_SOURCE, 168, 4, 2004, Sauna.ELECTRIC, 1, 8.8),
            (Contract("S-100100", SPOT, date(2024, 12, 1), date(2025, 9, 30)),),
            readings="real",
        ),
    }


def _sannas(today: date) -> dict[str, Location]:
    return {
        "spot_home": Location(
            "1000011",
            gsrn(11),
            Place("Rantakatu 12", "00530", "Helsinki", staircase="A", apartment="3"),
            Profile(DwellingKind.FLAT, Heating.DISTRICT, 58, 2, 1974, Sauna.NONE),
            (
                Contract("S-100110", OPEN, date(2021, 5, 1), date(2023, 8, 31)),
                Contract("S-100111", SPOT, date(2023, 9, 1), has_confirmation=True),
            ),
            flaws=Flaws(
                missing=(Stretch(today - timedelta(days=20), 5, 9),),
                estimated=(Stretch(today - timedelta(days=15)),),
                corrected=(Stretch(today - timedelta(days=10), 12, 18),),
            ),
        )
    }


def _vainos(today: date) -> dict[str, Location]:
    coming = coming_day(today)
    fixed_start, fixed_last = coming.replace(year=coming.year - 2), coming - timedelta(days=1)
    return {
        "electric_home": Location(
            "1000022",
            gsrn(22),
            Place("Kuusitie 4", "33720", "Tampere", "central"),
            Profile(DwellingKind.DETACHED, Heating.DIRECT_ELECTRIC, 142, 4, 1986, Sauna.ELECTRIC),
            (
                Contract("S-100220", OPEN, date(2019, 11, 1), fixed_start - timedelta(days=1)),
                Contract("S-100221", FIXED, fixed_start, fixed_last, fixed_last, Renewal.ENDS),
                Contract(
                    "S-100222",
                    FIXED,
                    coming,
                    fixed_last_day=coming.replace(year=coming.year + 2) - timedelta(days=1),
                    renewal=Renewal.CONTINUES,
                    made_on=today - timedelta(days=5),
                    withdraw_last_day=today + timedelta(days=9),
                    has_confirmation=True,
                ),
            ),
            hourly_until=date(2024, 5, 1),
            flaws=Flaws(
                estimated=(Stretch(today - timedelta(days=16)),),
                corrected=(Stretch(today - timedelta(days=370)),),
            ),
        ),
        "cottage": Location(
            "1000022",
            gsrn(23),
            Place("Mökkitie 48", "35990", "Kolho", "central"),
            Profile(DwellingKind.HOLIDAY_HOME, Heating.DIRECT_ELECTRIC, 54, 0, 1998, Sauna.WOOD),
            (Contract("S-100230", OPEN, date(2022, 6, 1)),),
            hourly_until=date(2025, 2, 1),
        ),
        "old_flat": Location(
            "1000022",
            gsrn(24),
            Place("Satakunnankatu 5", "33210", "Tampere", "central", "B", "21"),
            Profile(DwellingKind.FLAT, Heating.DISTRICT, 66, 2, 1961, Sauna.NONE),
            (Contract("S-100240", OPEN, date(2017, 6, 1), date(2019, 10, 31)),),
            readings="none",
        ),
    }


def _other_homes(today: date) -> dict[str, Location]:
    return {
        "kalles_home": Location(
            "1000033",
            gsrn(33),
            Place("Lärkstigen 3", "65230", "Vaasa", "central", "B"),
            Profile(DwellingKind.TERRACED, Heating.DISTRICT, 96, 2, 2008, Sauna.ELECTRIC),
            (Contract("S-100330", OPEN, date(2020, 3, 15)),),
        ),
        "solar_home": Location(
            "1000044",
            gsrn(44),
            Place("Aurinkorinne 9", "20900", "Turku"),
            Profile(DwellingKind.DETACHED, Heating.GROUND_SOURCE, 155, 4, 2012, Sauna.ELECTRIC, 1, 9.6),
            (Contract("S-100440", SPOT, date(2022, 4, 1), partners=("Venla Niemelä",)),),
        ),
        "ended_home": Location(
            "1000077",
            gsrn(77),
            Place("Tervaraitti 16", "90420", "Oulu", "north"),
            Profile(DwellingKind.DETACHED, Heating.OIL, 120, 1, 1958, Sauna.WOOD),
            (Contract("S-100770", FIXED, date(2023, 5, 1), date(2026, 4, 30), date(2025, 4, 30)),),
            hourly_until=date(2024, 10, 1),
        ),
        "night_home": Location(
            "1000088",
            gsrn(88),
            Place("Hiilloskuja 2", "40630", "Jyväskylä", "central"),
            Profile(DwellingKind.DETACHED, Heating.STORING_ELECTRIC, 131, 3, 1979, Sauna.ELECTRIC),
            (Contract("S-100880", NIGHT, date(2018, 9, 1)),),
            has_night_meter=True,
        ),
        "hybrid_home": Location(
            "1000099",
            gsrn(99),
            Place("Strandvägen 21", "02360", "Espoo"),
            Profile(DwellingKind.SEMI_DETACHED, Heating.AIR_TO_WATER, 118, 4, 2019, Sauna.ELECTRIC, 1),
            (
                Contract(
                    "S-100990",
                    HYBRID,
                    date(2024, 2, 1),
                    fixed_last_day=today + timedelta(days=20),
                    renewal=Renewal.CONTINUES,
                ),
            ),
        ),
    }


def _movers(today: date) -> dict[str, Location]:
    moved = moving_day(today)
    last_day = moved - timedelta(days=1)
    place = Place("Vanhapolku 8", "15140", "Lahti", staircase="C", apartment="14")
    home = Profile(DwellingKind.FLAT, Heating.DISTRICT, 47, 1, 1969, Sauna.NONE)
    return {
        "movers_old_home": Location(
            "1000055", gsrn(55), place, home, (Contract("S-100550", OPEN, date(2021, 8, 1), last_day),)
        ),
        "movers_new_home": Location(
            "1000055",
            gsrn(56),
            Place("Uusikuja 1", "15830", "Lahti", apartment="2"),
            Profile(DwellingKind.TERRACED, Heating.GROUND_SOURCE, 84, 2, 2022, Sauna.ELECTRIC),
            (Contract("S-100560", SPOT, moved - timedelta(days=7), has_confirmation=True),),
        ),
        "newcomers_home": Location(
            "1000066",
            gsrn(55),
            place,
            Profile(DwellingKind.FLAT, Heating.DISTRICT, 47, 2, 1969, Sauna.NONE),
            (
                Contract(
                    "S-100660",
                    SPOT,
                    moved,
                    made_on=moved - timedelta(days=10),
                    withdraw_last_day=moved + timedelta(days=4),
                    has_confirmation=True,
                ),
            ),
        ),
    }


def _rights(today: date) -> tuple[Right, ...]:
    def ago(days: int) -> date:
        return today - timedelta(days=days)

    consumption, all_areas = {Area.REPORTING: Level.READ}, dict.fromkeys(Area, Level.WRITE)
    advised = dict.fromkeys((Area.CONTRACTS, Area.REPORTING), Level.READ)
    return (
        Right("1000033", "kalle", "bertta", consumption, ago(200)),
        Right("1000044", "maija", "venla", all_areas, ago(90)),
        Right("1000022", "vaino", "raimo", advised, ago(400), last_day=ago(91)),
    )
