"""What pages, CSV files and the API show of contracts and locations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kajo.contracts.prices import Prices, sentence_of
from kajo.contracts.words import (
    ComponentKind,
    ContractState,
    DwellingKind,
    Heating,
    HiddenPrice,
    ProductKind,
    Sauna,
    Unit,
)
from kajo.metering.words import PointKind, PointStatus, PointSubKind, TimeDivision


@dataclass(frozen=True)
class LocationRow:
    """A location of use. `id` is for finding its holdings and stands on no page."""

    id: int
    key: str
    gsrn: str
    address: str
    postcode: str
    city: str

    @property
    def whole_address(self) -> str:
        return f"{self.address}, {self.postcode} {self.city}"


@dataclass(frozen=True)
class ProfileRow:
    """What the customer says of a location; None where nothing was said."""

    dwelling_kind: DwellingKind | None
    heating: Heating | None
    floor_area_m2: int | None
    build_year: int | None
    residents: int | None
    sauna: Sauna | None
    electric_cars: int | None
    solar_kwp: Decimal | None


@dataclass(frozen=True)
class LocationDetail:
    """A location with what Datahub knows of it and its profile."""

    location: LocationRow
    municipality: str
    status: PointStatus
    kind: PointKind
    sub_kind: PointSubKind
    time_division: TimeDivision
    time_step_minutes: int
    meter_number: str
    main_fuse: str
    remotely_switchable: bool
    grid_company: str
    bidding_zone: str
    weather_station: str
    annual_estimate_kwh: int | None
    heating_depends_on_electricity: bool
    energy_community: str
    profile: ProfileRow


@dataclass(frozen=True)
class PriceRow:
    """A component's price over the days that have it; `last_day` None: until further notice."""

    starts_on: date
    last_day: date | None
    price_without_vat: Decimal
    vat_percent: Decimal | None
    price_with_vat: Decimal | None
    is_current: bool


@dataclass(frozen=True)
class ComponentRow:
    """A part of a contract's price with its dated prices, and why some or all are not shown."""

    name: str
    kind: ComponentKind
    unit: Unit
    prices: tuple[PriceRow, ...]
    hidden: HiddenPrice | None

    @property
    def why_hidden(self) -> str:
        return sentence_of(self.hidden)

    @property
    def current(self) -> PriceRow | None:
        return next((price for price in self.prices if price.is_current), None)


@dataclass(frozen=True)
class ContractRow:
    """A contract in a list.

    `components` hold one price each: today's, of a coming contract the first day's, of an ended one the last
    day's. `hidden` says why, when there are none.
    """

    key: str
    number: str
    location: LocationRow
    product: str
    product_kind: ProductKind
    spot_minutes: int | None
    state: ContractState
    starts_on: date
    last_day: date | None
    fixed_last_day: date | None
    components: tuple[ComponentRow, ...]
    hidden: HiddenPrice | None

    @property
    def why_hidden(self) -> str:
        return sentence_of(self.hidden)


@dataclass(frozen=True)
class ContractList:
    """A customer's contracts in three groups, each in the order in which a page shows it."""

    valid: tuple[ContractRow, ...]
    coming: tuple[ContractRow, ...]
    ended: tuple[ContractRow, ...]

    @property
    def total(self) -> int:
        return len(self.valid) + len(self.coming) + len(self.ended)


@dataclass(frozen=True)
class ContractDetail:
    """A contract with all its components and all their prices that may be shown."""

    contract: ContractRow
    notice_days: int
    components: tuple[ComponentRow, ...]


def price_rows(prices: Prices, day: date) -> tuple[PriceRow, ...]:
    """Return prices as rows; the one of `day` is marked as current."""
    return tuple(
        PriceRow(
            starts_on=price.period.starts_on,
            last_day=price.period.last_day,
            price_without_vat=price.price_without_vat,
            vat_percent=price.vat_percent,
            price_with_vat=price.price_with_vat,
            is_current=price.period.holds(day),
        )
        for price in prices.periods
    )
