"""What the cast is made of: plain data, before any of it is in a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kajo.access.areas import Area, Level
from kajo.access.words import Ground
from kajo.contracts.sorting import address_line
from kajo.contracts.words import DwellingKind, Heating, Renewal, Sauna
from kajo.information.words import ContactKind, ContactUse

Language = Literal["fi", "sv", "en"]


@dataclass(frozen=True)
class Person:
    """Somebody who signs in. `about` says in a line who it is."""

    first_name: str
    last_name: str
    about: str
    language: Language = "fi"
    is_staff: bool = False
    is_corporate_service: bool = False

    @property
    def username(self) -> str:
        """The user ID: `vaino.korhonen`."""
        return f"{self.first_name}.{self.last_name}".lower().translate(str.maketrans("åäö", "aao"))

    @property
    def email(self) -> str:
        return f"{self.username}@example.org"


@dataclass(frozen=True)
class Firm:
    """An office that acts for customers; of its members, named as in Cast, the first is the administrator."""

    name: str
    business_id: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Contact:
    """How the retailer's register reaches a customer."""

    kind: ContactKind
    value: str
    uses: tuple[ContactUse, ...] = (ContactUse.GENERAL,)
    is_primary: bool = False


@dataclass(frozen=True)
class Customer:
    """A customer of the retailer, and its owners, named as in Cast."""

    number: str
    name: str
    kind: Literal["person", "company", "housing_company"] = "person"
    business_id: str = ""
    language: Language = "fi"
    owners: tuple[str, ...] = ()
    identity_code: str = ""
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class Place:
    """An address, and the station whose weather it has."""

    street: str
    postcode: str
    city: str
    station: str = "south"
    staircase: str = ""
    apartment: str = ""

    @property
    def line(self) -> str:
        """The address on one line, without the postcode."""
        return address_line(
            street=self.street, building="", staircase=self.staircase, apartment=self.apartment
        )

    @property
    def town(self) -> str:
        return f"{self.postcode} {self.city}"

    @property
    def address(self) -> str:
        return f"{self.line}, {self.town}"


@dataclass(frozen=True)
class Profile:
    """What uses electricity at a location. `trade` tells business premises apart."""

    dwelling: DwellingKind
    heating: Heating
    floor_area_m2: int
    residents: int | None = None
    build_year: int | None = None
    sauna: Sauna | None = None
    electric_cars: int = 0
    solar_kwp: float = 0.0
    trade: Literal["", "bakery", "shop", "office"] = ""


@dataclass(frozen=True)
class Stretch:
    """Hours of one local day, by the wall clock: from `from_hour` until before `to_hour`."""

    day: date
    from_hour: int = 0
    to_hour: int = 24


@dataclass(frozen=True)
class Flaws:
    """What is wrong with a location's readings. A corrected stretch was first sent as an estimate."""

    missing: tuple[Stretch, ...] = ()
    left_out: tuple[Stretch, ...] = ()
    estimated: tuple[Stretch, ...] = ()
    corrected: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class Contract:
    """A sales contract, its last days shown to people and so inclusive.

    One with a `withdraw_last_day` was made at a distance; `has_confirmation`: the retailer sent it as a PDF.
    """

    number: str
    product: str
    starts_on: date
    last_day: date | None = None
    fixed_last_day: date | None = None
    renewal: Renewal | None = None
    notice_given_on: date | None = None
    made_on: date | None = None
    withdraw_last_day: date | None = None
    payer: str = ""
    partners: tuple[str, ...] = ()
    has_confirmation: bool = False


@dataclass(frozen=True)
class Location:
    """One customer's location of use, with its contracts, the earliest first.

    `hourly_until`: the first day whose readings are quarter-hours; before it they are hours.
    `readings`: made up here, the real files, or none.
    """

    customer: str
    gsrn: str
    place: Place
    profile: Profile
    contracts: tuple[Contract, ...]
    hourly_until: date | None = None
    has_night_meter: bool = False
    readings: Literal["made up", "real", "none"] = "made up"
    flaws: Flaws = field(default_factory=Flaws)


@dataclass(frozen=True)
class Right:
    """What an owner of a customer gave to a person, who opened it; both named as in Cast."""

    customer: str
    given_by: str
    person: str
    levels: Mapping[Area, Level]
    given_on: date
    last_day: date | None = None


@dataclass(frozen=True)
class Link:
    """Customers that corporate customer service linked to a firm, named as in Cast, and on what paper."""

    customers: tuple[str, ...]
    firm: str
    levels: Mapping[Area, Level]
    linked_on: date
    ground: Ground
    asked_by: str


@dataclass(frozen=True)
class Cast:
    """Everybody and everything, by the names that the cast and the tests call them."""

    today: date
    people: dict[str, Person]
    firms: dict[str, Firm]
    customers: dict[str, Customer]
    locations: dict[str, Location]
    rights: tuple[Right, ...]
    links: tuple[Link, ...]
