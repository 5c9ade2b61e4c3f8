"""Reading a customer's contracts and locations. Every price goes through `prices.prices_of`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from kajo.access.policy import CustomerAccess
from kajo.contracts.models import Contract, Location, Price, PriceComponent
from kajo.contracts.prices import Period, prices_of, why_hidden
from kajo.contracts.rows import (
    ComponentRow,
    ContractDetail,
    ContractList,
    ContractRow,
    LocationDetail,
    LocationRow,
    ProfileRow,
    price_rows,
)
from kajo.contracts.sorting import address_line
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
from kajo.market.queries import get_vat_table
from kajo.market.rows import VatTable
from kajo.metering.words import PointKind, PointStatus, PointSubKind, TimeDivision

Choice = TypeVar("Choice")


def list_contracts(access: CustomerAccess, *, today: date) -> ContractList:
    """Return the customer's contracts: valid by address, coming by first day, ended latest first.

    Three queries, however many contracts there are.
    """
    contracts = list(_contracts(access).order_by("location__sort_key", "starts_on", "id"))
    components = _components_by_contract(access, [contract.pk for contract in contracts])
    vat = get_vat_table()
    groups: dict[ContractState, list[ContractRow]] = defaultdict(list)
    for contract in contracts:
        row = _row(contract, components[contract.pk], vat, today)
        groups[row.state].append(row)
    groups[ContractState.COMING].sort(key=lambda row: row.starts_on)
    groups[ContractState.ENDED].sort(key=lambda row: row.last_day or date.max, reverse=True)
    return ContractList(
        valid=tuple(groups[ContractState.VALID]),
        coming=tuple(groups[ContractState.COMING]),
        ended=tuple(groups[ContractState.ENDED]),
    )


def get_contract(access: CustomerAccess, key: str, *, today: date) -> ContractDetail:
    """Return one of the customer's contracts with all its prices that may be shown, by three queries.

    :raises Http404: when the customer has no such contract
    """
    contract = _contracts(access).filter(key=key).first()
    if contract is None:
        raise Http404
    components, vat = _components_by_contract(access, [contract.pk])[contract.pk], get_vat_table()
    return ContractDetail(
        contract=_row(contract, components, vat, today),
        notice_days=contract.notice_days,
        components=tuple(_component_row(contract, known, vat, today) for known in components),
    )


def list_locations(access: CustomerAccess) -> list[LocationRow]:
    """Return the customer's locations that have ever had a contract, by address. One query."""
    locations = Location.of(access).select_related("point").order_by("sort_key", "id")
    return [_location_row(location) for location in locations]


def get_location_row(access: CustomerAccess, key: str) -> LocationRow:
    """Return one of the customer's locations as a list shows it. One query.

    :raises Http404: when the customer has no such location
    """
    shown = ("id", "point__gsrn", "street", "building", "staircase", "apartment", "postcode", "city")
    found = Location.of(access).filter(key=key).values_list(*shown)
    for number, gsrn, street, building, staircase, apartment, postcode, city in found:
        address = address_line(street=street, building=building, staircase=staircase, apartment=apartment)
        return LocationRow(number, key, gsrn, address, postcode, city)
    raise Http404


def get_location(access: CustomerAccess, key: str) -> LocationDetail:
    """Return one of the customer's locations with Datahub's facts and the profile. One query.

    :raises Http404: when the customer has no such location
    """
    location = Location.of(access).select_related("point").filter(key=key).first()
    if location is None:
        raise Http404
    point = location.point
    return LocationDetail(
        location=_location_row(location),
        municipality=location.municipality,
        status=PointStatus(point.status),
        kind=PointKind(point.kind),
        sub_kind=PointSubKind(point.sub_kind),
        time_division=TimeDivision(point.time_division),
        time_step_minutes=point.time_step_minutes,
        meter_number=point.meter_number,
        main_fuse=point.main_fuse,
        remotely_switchable=point.remotely_switchable,
        grid_company=point.grid_company,
        bidding_zone=point.bidding_zone,
        weather_station=point.weather_station,
        annual_estimate_kwh=location.annual_estimate_kwh,
        heating_depends_on_electricity=location.heating_depends_on_electricity,
        energy_community=location.energy_community,
        profile=_profile_row(location),
    )


def _contracts(access: CustomerAccess) -> QuerySet[Contract]:
    return Contract.of(access).filter(is_cancelled=False).select_related("location__point", "product")


@dataclass
class _Component:
    component: PriceComponent
    dated: list[tuple[date, Decimal]]


def _components_by_contract(
    access: CustomerAccess, contract_ids: Sequence[int]
) -> dict[int, list[_Component]]:
    """Return each contract's components that have prices, in the order of `ComponentKind`. One query."""
    found: dict[int, dict[int, _Component]] = defaultdict(dict)
    prices = Price.of(access).filter(component__contract__in=contract_ids).select_related("component")
    for price in prices.order_by("starts_on"):
        component = price.component
        known = found[component.contract_id].setdefault(component.pk, _Component(component, []))
        known.dated.append((price.starts_on, price.price_without_vat))
    order = list(ComponentKind.values)
    ordered = {
        contract_id: sorted(
            components.values(), key=lambda known: (order.index(known.component.kind), known.component.code)
        )
        for contract_id, components in found.items()
    }
    return defaultdict(list, ordered)


def _row(contract: Contract, components: list[_Component], vat: VatTable, today: date) -> ContractRow:
    period = Period(contract.starts_on, contract.ends_on)
    day = _day_of(contract, today)
    kind = ProductKind(contract.product.kind)
    rows = [_component_row(contract, known, vat, day) for known in components]
    shown = tuple(replace(row, prices=(row.current,)) for row in rows if row.current)
    hidden = why_hidden(kind, period) or next(
        (row.hidden for row in rows if row.hidden), HiddenPrice.NOT_KNOWN
    )
    return ContractRow(
        key=contract.key,
        number=contract.number,
        location=_location_row(contract.location),
        product=contract.product.name.in_language(),
        product_kind=kind,
        spot_minutes=contract.product.spot_minutes,
        state=_state(period, today),
        starts_on=contract.starts_on,
        last_day=period.last_day,
        fixed_last_day=Period(contract.starts_on, contract.fixed_ends_on).last_day,
        components=shown,
        hidden=None if shown else hidden,
    )


def _component_row(contract: Contract, known: _Component, vat: VatTable, day: date) -> ComponentRow:
    period = Period(contract.starts_on, contract.ends_on)
    prices = prices_of(ProductKind(contract.product.kind), period, known.dated, vat)
    return ComponentRow(
        name=known.component.name.in_language(),
        kind=ComponentKind(known.component.kind),
        unit=Unit(known.component.unit),
        prices=price_rows(prices, day),
        hidden=prices.hidden,
    )


def _state(period: Period, today: date) -> ContractState:
    if today < period.starts_on:
        return ContractState.COMING
    return ContractState.VALID if period.holds(today) else ContractState.ENDED


def _day_of(contract: Contract, today: date) -> date:
    """Return the day whose prices a list shows: today, or the contract's nearest day to it."""
    last_day = None if contract.ends_on is None else contract.ends_on - timedelta(days=1)
    return max(contract.starts_on, today if last_day is None else min(today, last_day))


def _location_row(location: Location) -> LocationRow:
    return LocationRow(
        id=location.pk,
        key=location.key,
        gsrn=location.point.gsrn,
        address=address_line(
            street=location.street,
            building=location.building,
            staircase=location.staircase,
            apartment=location.apartment,
        ),
        postcode=location.postcode,
        city=location.city,
    )


def _profile_row(location: Location) -> ProfileRow:
    return ProfileRow(
        dwelling_kind=_said(DwellingKind, location.dwelling_kind),
        heating=_said(Heating, location.heating),
        floor_area_m2=location.floor_area_m2,
        build_year=location.build_year,
        residents=location.residents,
        sauna=_said(Sauna, location.sauna),
        electric_cars=location.electric_cars,
        solar_kwp=location.solar_kwp,
    )


def _said(choices: Callable[[str], Choice], code: str) -> Choice | None:
    return choices(code) if code else None
