"""Locations, products, contracts and their prices as the retailer's systems send them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kajo.contracts.words import (
    ComponentKind,
    DocumentKind,
    DwellingKind,
    Heating,
    InvoicingMethod,
    ProductKind,
    Renewal,
    Sauna,
    Unit,
)
from kajo.core.records import Day, Exact, Part, Record, Text, Words

CustomerNumber = Annotated[Text, Field(min_length=1, max_length=20)]
Gsrn = Annotated[str, Field(pattern=r"^[0-9]{18}$")]
ContractNumber = Annotated[Text, Field(min_length=1, max_length=50)]
Code = Annotated[Text, Field(min_length=1, max_length=50)]

MOST_CONTENT = 14_000_000  # 10 MB as base64


class Address(Part):
    """Where the location is, in the parts that Datahub has."""

    street: Text = Field(min_length=1, max_length=90, description="Street and house number, `Koivutie 4`.")
    building: Text = Field(default="", max_length=10, description="Building.")
    staircase: Text = Field(default="", max_length=10, description="Staircase, `A`.")
    apartment: Text = Field(default="", max_length=10, description="Apartment, `12`.")
    postcode: str = Field(pattern=r"^[0-9]{5}$", description="Postcode, five digits.")
    city: Text = Field(min_length=1, max_length=50, description="Post office.")
    municipality: Text = Field(default="", max_length=50, description="Municipality; empty: as `city`.")


class DatahubFacts(Part):
    """What Datahub knows. All but the last three are the metering point's, whoever holds it."""

    status: Literal["connected", "disconnected", "under_construction", "removed", "deleted"] = Field(
        default="connected", description="AE01 connected … AE05 deleted."
    )
    kind: Literal["consumption", "production"] = Field(
        default="consumption", description="AG01 consumption, AG02 production."
    )
    sub_kind: Literal["normal", "property", "production_own_use", "virtual"] = Field(
        default="normal", description="AQ01 normal … AQ04 virtual."
    )
    time_division: Literal["single", "day_night", "winter_day"] = Field(
        default="single", description="Registers: 1 single, 2 day and night, 3 winter weekday and other."
    )
    grid_company: Text = Field(default="", max_length=150, description="Name of the distributor.")
    grid_area: str = Field(
        default="",
        pattern=r"^([0-9A-Z-]{16})?$",
        description="Metering grid area, EIC code of 16 characters.",
    )
    bidding_zone: str = Field(
        default="", pattern=r"^([0-9A-Z-]{16})?$", description="Bidding zone, EIC code; empty: the setting."
    )
    meter_number: Text = Field(default="", max_length=50, description="Number on the meter.")
    time_step_minutes: Literal[15, 60] = Field(default=15, description="Length of the meter's interval.")
    main_fuse: Text = Field(default="", max_length=20, description="Main fuse, `3x25 A`.")
    remotely_switchable: bool = Field(default=False, description="Can be connected and cut from afar.")
    annual_estimate_kwh: int | None = Field(
        default=None, ge=0, le=1_000_000_000, description="This customer's estimated use in a year, kWh."
    )
    heating_depends_on_electricity: bool = Field(default=False, description="Cold without electricity.")
    energy_community: Text = Field(
        default="", max_length=50, description="Identifier of the energy community that the customer is in."
    )


class Profile(Part):
    """What the customer says of the location; comparison and temperature correction use it."""

    dwelling_kind: DwellingKind | None = Field(default=None, description="What stands there.")
    heating: Heating | None = Field(default=None, description="Main heating.")
    floor_area_m2: int | None = Field(default=None, gt=0, le=1_000_000, description="Heated floor area, m².")
    build_year: int | None = Field(default=None, ge=1200, le=2200, description="Year of building.")
    residents: int | None = Field(default=None, ge=0, le=10_000, description="How many live there.")
    main_fuse: Text = Field(
        default="", max_length=20, description="Main fuse as the customer says, `3x25 A`."
    )
    sauna: Sauna | None = Field(default=None, description="Sauna.")
    electric_cars: int | None = Field(
        default=None, ge=0, le=10_000, description="Electric cars charged there."
    )
    solar_kwp: Exact | None = Field(
        default=None, ge=0, max_digits=8, decimal_places=2, description="Solar panels, kWp."
    )


class LocationRecord(Record):
    """A location of use: one customer's row for a metering point. Known by customer and `gsrn`."""

    record: Literal["location"]
    customer: CustomerNumber = Field(description="Customer number.")
    gsrn: Gsrn = Field(description="Metering point, 18 digits.")
    address: Address = Field(description="Where it is.")
    datahub: DatahubFacts = Field(default=DatahubFacts(), description="What Datahub knows.")
    profile: Profile = Field(default=Profile(), description="What the customer says.")
    weather_station: Text = Field(
        default="", max_length=50, description="Station whose temperatures count, as in the temperature file."
    )

    def identity(self) -> tuple[object, ...]:
        return (self.customer, self.gsrn)


class Effect(Part):
    """How a hybrid's consumption effect (the customer's mean exchange price less the month's) is paid."""

    multiplier: Exact = Field(
        default=Decimal(1), ge=0, le=1, decimal_places=4, description="Part of the effect that is paid."
    )
    cap: Exact | None = Field(
        default=None,
        ge=0,
        le=1000,
        decimal_places=4,
        description="The effect is at most this, up or down, c/kWh.",
    )
    with_vat: bool = Field(default=False, description="The effect and its cap are of prices with VAT.")
    stops_at_zero: bool = Field(
        default=False, description="Energy and effect together are never under 0 c/kWh."
    )


Percent = Annotated[Exact, Field(ge=0, le=100, decimal_places=2)]


class Origin(Part):
    """Where a product's electricity comes from, in per cent; together 100."""

    renewable: Percent = Field(description="Renewable sources.")
    nuclear: Percent = Field(description="Nuclear power.")
    fossil: Percent = Field(description="Fossil fuels and peat.")
    year: int = Field(ge=1990, le=2200, description="Of the electricity sold in this year.")

    @model_validator(mode="after")
    def _makes_a_hundred(self) -> Self:
        if self.renewable + self.nuclear + self.fossil != 100:
            raise ValueError("renewable, nuclear and fossil together are not 100")
        return self


class ProductRecord(Record):
    """A product that contracts are made of. Known by `code`."""

    record: Literal["product"]
    code: Code = Field(description="Product code; contracts name it.")
    kind: ProductKind = Field(description="How its price is made.")
    name: Words = Field(description="Name on screens and bills.")
    spot_minutes: Literal[15, 60] | None = Field(
        default=None,
        description="Interval of the exchange price in minutes. Only and always for `spot` and `hybrid`.",
    )

    effect: Effect | None = Field(
        default=None,
        description="Consumption effect. Only for `hybrid`; left out, all of it without VAT is paid.",
    )
    origin: Origin | None = Field(default=None, description="Origin of its electricity, where known.")

    def identity(self) -> tuple[object, ...]:
        return (self.code,)

    @model_validator(mode="after")
    def _effect_is_a_hybrids(self) -> Self:
        if self.effect is not None and self.kind is not ProductKind.HYBRID:
            raise ValueError("give effect to products of kind hybrid, and to no other")
        return self

    @model_validator(mode="after")
    def _spot_has_an_interval(self) -> Self:
        if (self.kind in (ProductKind.SPOT, ProductKind.HYBRID)) != (self.spot_minutes is not None):
            raise ValueError("give spot_minutes to products of kind spot and hybrid, and to no other")
        return self


class Invoicing(Part):
    """How a contract is invoiced."""

    method: InvoicingMethod = Field(description="How invoices come.")
    invoices_a_year: int | None = Field(
        default=None, ge=1, le=53, description="How many there are in a year."
    )
    address: Text = Field(
        default="", max_length=300, description="Where they go; lines parted by a line break."
    )
    e_invoice_bank: Text = Field(default="", max_length=100, description="Bank or operator of e-invoices.")
    e_invoice_address: Text = Field(
        default="", max_length=50, description="The receiver's e-invoice address."
    )


class ContractRecord(Record):
    """A sales contract of one location. Known by `number`."""

    record: Literal["contract"]
    number: ContractNumber = Field(description="Contract number.")
    customer: CustomerNumber = Field(description="Customer number. Cannot change.")
    gsrn: Gsrn = Field(description="Metering point; the customer has a location for it.")
    product: Code = Field(description="Product code.")
    starts_on: Day = Field(description="First day.")
    last_day: Day | None = Field(default=None, description="Last day; empty: until further notice.")
    fixed_last_day: Day | None = Field(
        default=None, description="Last day of the fixed term, if there is one."
    )
    renewal: Renewal | None = Field(
        default=None, description="What follows the fixed term, where there is one."
    )
    notice_days: int = Field(default=14, ge=0, le=365, description="The customer's period of notice in days.")
    notice_given_on: Day | None = Field(
        default=None, description="Day on which notice was given; `last_day` says when the contract ends."
    )
    cancelled: bool = Field(
        default=False, description="True: the contract never came into force, and is shown nowhere."
    )
    made_on: Day | None = Field(default=None, description="Day on which the contract was made.")
    made_at_distance: bool = Field(
        default=False, description="Made online, by phone or by post, so that it can be withdrawn from."
    )
    withdraw_last_day: Day | None = Field(
        default=None,
        description="Last day on which the customer can withdraw. Only and always with `made_at_distance`.",
    )
    payer: Text = Field(default="", max_length=150, description="Who pays; empty: the customer.")
    partners: list[Annotated[Text, Field(min_length=1, max_length=150)]] = Field(
        default=[], max_length=20, description="Others who made the contract with the customer."
    )
    property_manager: Text = Field(
        default="", max_length=150, description="Housing manager who looks after the contract."
    )
    invoicing: Invoicing | None = Field(default=None, description="How it is invoiced, where known.")

    def identity(self) -> tuple[object, ...]:
        return (self.number,)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        for name in ("last_day", "fixed_last_day"):
            day = getattr(self, name)
            if day is not None and day < self.starts_on:
                raise ValueError(f"{name} is before starts_on; if the contract never began, set cancelled")
        return self

    @model_validator(mode="after")
    def _what_hangs_on_another_comes_with_it(self) -> Self:
        if self.renewal is not None and self.fixed_last_day is None:
            raise ValueError("renewal says what follows the fixed term; give fixed_last_day too")
        if self.notice_given_on is not None and self.last_day is None:
            raise ValueError("notice was given; give last_day too")
        if self.made_at_distance != (self.withdraw_last_day is not None):
            raise ValueError("give withdraw_last_day to contracts made at a distance, and to no other")
        return self


class DatedPrice(Part):
    """A price from a day until the next price of the component begins."""

    starts_on: Day = Field(description="First day.")
    price_without_vat: Exact = Field(
        ge=Decimal("-100000"),
        le=Decimal("100000"),
        decimal_places=6,
        description='Price without VAT in the component\'s unit, as text: `"7.35"`; a discount is `"-0.50"`.',
    )


class PriceComponentRecord(Record):
    """A part of a contract's price with all its dated prices. Known by contract and `code`."""

    record: Literal["price_component"]
    contract: ContractNumber = Field(description="Contract number.")
    code: Code = Field(description="The sender's code, unique in the contract.")
    kind: ComponentKind = Field(description="What it is paid for.")
    name: Words = Field(description="Name on screens and bills.")
    unit: Unit = Field(description="Unit of its prices.")
    prices: list[DatedPrice] = Field(
        max_length=1000,
        description="All its prices; what is not in the list is removed. Empty: no component.",
    )

    def identity(self) -> tuple[object, ...]:
        return (self.contract, self.code)

    @model_validator(mode="after")
    def _a_discount_lowers_the_price(self) -> Self:
        if self.kind is ComponentKind.DISCOUNT and any(price.price_without_vat > 0 for price in self.prices):
            raise ValueError("the price of a discount is over 0; write it with a minus, since it is added")
        return self

    @model_validator(mode="after")
    def _one_price_a_day(self) -> Self:
        days = [price.starts_on for price in self.prices]
        if len(set(days)) != len(days):
            raise ValueError("two prices start on the same day; keep one of them")
        return self


class ContractDocumentRecord(Record):
    """A document of a contract, such as its confirmation. Known by contract and `code`."""

    record: Literal["contract_document"]
    contract: ContractNumber = Field(description="Contract number.")
    code: Code = Field(description="The sender's code, unique in the contract.")
    kind: DocumentKind = Field(description="What it is.")
    name: Text = Field(min_length=1, max_length=150, description="Name of the file, `vahvistus.pdf`.")
    dated_on: Day = Field(description="Date of the document.")
    content: str = Field(
        min_length=1,
        max_length=MOST_CONTENT,
        description="The file itself, a PDF of at most 10 MB, as base64.",
    )

    def identity(self) -> tuple[object, ...]:
        return (self.contract, self.code)
