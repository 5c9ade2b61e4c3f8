"""The cast as the retailer's systems would send it: the lines of JSON Lines files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from demo.documents import confirmation_of
from demo.invoicing.planning import channel_of, months_a_bill
from demo.products import COMPONENT_NAMES, PRODUCTS, Component
from demo.shapes import Cast, Contract, Customer, Location, Place
from demo.weather import STATIONS
from kajo.contracts.records import (
    Address,
    ContractRecord,
    DatahubFacts,
    DatedPrice,
    Invoicing,
    LocationRecord,
    Origin,
    PriceComponentRecord,
    ProductRecord,
)
from kajo.contracts.records import Profile as ProfileRecord
from kajo.contracts.words import DwellingKind, Heating, InvoicingMethod
from kajo.core.records import Record, Words
from kajo.information.records import CustomerAddress, CustomerContact, CustomerRecord
from kajo.information.words import AddressUse

CHANGE = 1
BIG = (DwellingKind.HOUSING_COMPANY, DwellingKind.BUSINESS)
ELECTRIC = (Heating.DIRECT_ELECTRIC, Heating.STORING_ELECTRIC, Heating.GROUND_SOURCE, Heating.AIR_TO_WATER)
GRID_COMPANIES = {
    "south": "Rannikon Verkko Oy",
    "central": "Järvialueen Verkko Oy",
    "north": "Jokivarren Verkko Oy",
}
YEARLY_KWH_PER_M2 = {
    Heating.DIRECT_ELECTRIC: 125,
    Heating.STORING_ELECTRIC: 135,
    Heating.GROUND_SOURCE: 62,
    Heating.AIR_TO_WATER: 80,
}


def lines_of(cast: Cast) -> Iterator[str]:
    """Yield the lines of the register: customers, locations, products, contracts and their prices."""
    homes = {location.customer: location.place for location in reversed(cast.locations.values())}
    for customer in cast.customers.values():
        yield _customer_line(customer, homes.get(customer.number))
    for record in _records(cast):
        yield record.model_dump_json(exclude_defaults=True)


def _records(cast: Cast) -> Iterator[Record]:
    for location in cast.locations.values():
        yield _location(location)
    yield from _products(cast.today.year - 1)
    for location in cast.locations.values():
        customer = cast.customers[_name_of(cast, location.customer)]
        for contract in location.contracts:
            yield _contract(location, customer, contract)
            yield from _prices(contract)
            if contract.has_confirmation:
                yield confirmation_of(customer, location, contract)


def _customer_line(customer: Customer, home: Place | None) -> str:
    """Return a customer's line. A record has only the hash of its identity code."""
    record = CustomerRecord(
        record="customer",
        change_number=CHANGE,
        number=customer.number,
        kind=customer.kind,
        name=customer.name,
        business_id=customer.business_id,
        language=customer.language,
        contacts=[
            CustomerContact(
                kind=contact.kind,
                value=contact.value,
                uses=list(contact.uses),
                is_primary=contact.is_primary,
            )
            for contact in customer.contacts
        ],
        addresses=_addresses(customer, home) if home else [],
    )
    line = record.model_dump(mode="json", exclude_defaults=True)
    if customer.identity_code:
        line["identity_code"] = customer.identity_code
    return json.dumps(line, ensure_ascii=False)


def _addresses(customer: Customer, home: Place) -> list[CustomerAddress]:
    """Return the address of the first location, and for a company the box that its invoices go to."""
    found = [
        CustomerAddress(
            use=AddressUse.POSTAL, street=home.line, postcode=home.postcode, city=home.city.upper()
        )
    ]
    if customer.kind == "company":
        box = {"street": "PL 114", "postcode": "00101", "city": "HELSINKI"}
        found.append(CustomerAddress(use=AddressUse.INVOICING, recipient=f"{customer.name}, laskut", **box))
    return found


def _name_of(cast: Cast, number: str) -> str:
    return next(name for name, customer in cast.customers.items() if customer.number == number)


def _location(location: Location) -> LocationRecord:
    place, profile = location.place, location.profile
    return LocationRecord(
        record="location",
        change_number=CHANGE,
        customer=location.customer,
        gsrn=location.gsrn,
        address=Address(
            street=place.street,
            staircase=place.staircase,
            apartment=place.apartment,
            postcode=place.postcode,
            city=place.city,
        ),
        datahub=_datahub_facts(location),
        profile=ProfileRecord(
            dwelling_kind=profile.dwelling,
            heating=profile.heating,
            floor_area_m2=profile.floor_area_m2,
            build_year=profile.build_year,
            residents=profile.residents,
            main_fuse=_fuse(location),
            sauna=profile.sauna,
            electric_cars=profile.electric_cars,
            solar_kwp=Decimal(str(profile.solar_kwp)) if profile.solar_kwp else None,
        ),
        weather_station=STATIONS[place.station].name,
    )


def _fuse(location: Location) -> str:
    profile = location.profile
    if profile.dwelling in BIG:
        return "3x63 A"
    return "3x35 A" if profile.solar_kwp or profile.electric_cars else "3x25 A"


def _datahub_facts(location: Location) -> DatahubFacts:
    profile = location.profile
    per_m2 = (
        14 if profile.dwelling is DwellingKind.HOUSING_COMPANY else YEARLY_KWH_PER_M2.get(profile.heating, 38)
    )
    return DatahubFacts(
        sub_kind="property" if profile.dwelling is DwellingKind.HOUSING_COMPANY else "normal",
        time_division="day_night" if location.has_night_meter else "single",
        grid_company=GRID_COMPANIES[location.place.station],
        meter_number=location.gsrn[-8:],
        main_fuse=_fuse(location),
        remotely_switchable=profile.dwelling not in BIG,
        annual_estimate_kwh=round(profile.floor_area_m2 * per_m2, -2),
        heating_depends_on_electricity=profile.heating in ELECTRIC,
    )


def _products(year: int) -> Iterator[ProductRecord]:
    for code, product in PRODUCTS.items():
        yield ProductRecord(
            record="product",
            change_number=CHANGE,
            code=code,
            kind=product.kind,
            name=_words(product.names),
            spot_minutes=product.spot_minutes,
            origin=_origin(product.origin, year),
        )


def _origin(shares: tuple[str, str, str], year: int) -> Origin:
    renewable, nuclear, fossil = map(Decimal, shares)
    return Origin(renewable=renewable, nuclear=nuclear, fossil=fossil, year=year)


def _contract(location: Location, customer: Customer, contract: Contract) -> ContractRecord:
    return ContractRecord(
        record="contract",
        change_number=CHANGE,
        number=contract.number,
        customer=location.customer,
        gsrn=location.gsrn,
        product=contract.product,
        starts_on=contract.starts_on,
        last_day=contract.last_day,
        fixed_last_day=contract.fixed_last_day,
        renewal=contract.renewal,
        notice_given_on=contract.notice_given_on,
        made_on=contract.made_on or contract.starts_on - timedelta(days=21),
        made_at_distance=contract.withdraw_last_day is not None,
        withdraw_last_day=contract.withdraw_last_day,
        payer=contract.payer,
        partners=list(contract.partners),
        invoicing=_invoicing(location, customer, contract),
    )


def _invoicing(location: Location, customer: Customer, contract: Contract) -> Invoicing:
    """Return how it is invoiced, as its invoices are."""
    place = location.place
    method, is_company = InvoicingMethod(channel_of(customer).value), customer.kind != "person"
    bank = "Nordea" if method is InvoicingMethod.E_INVOICE else ""
    return Invoicing(
        method=method,
        invoices_a_year=12 // months_a_bill(location, contract),
        address=f"{contract.payer or customer.name}\n{place.line}\n{place.town}",
        e_invoice_bank="Maventa" if is_company else bank,
        e_invoice_address=f"0037{customer.business_id.replace('-', '')}" if is_company else "",
    )


def _prices(contract: Contract) -> Iterator[PriceComponentRecord]:
    for component in PRODUCTS[contract.product].components:
        yield _price_component(contract, component)


def _price_component(contract: Contract, component: Component) -> PriceComponentRecord:
    prices = component.within(contract.starts_on, contract.last_day)
    return PriceComponentRecord(
        record="price_component",
        change_number=CHANGE,
        contract=contract.number,
        code=component.kind.name,
        kind=component.kind,
        name=_words(COMPONENT_NAMES[component.kind]),
        unit=component.unit,
        prices=[DatedPrice(starts_on=day, price_without_vat=price) for day, price in prices.items()],
    )


def _words(names: tuple[str, str, str]) -> Words:
    finnish, swedish, english = names
    return Words(fi=finnish, sv=swedish, en=english)
