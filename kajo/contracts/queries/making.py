"""Rows made of models. Every price goes through `prices.prices_of`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet

from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.changes.models import Change
from kajo.changes.words import ChangeState
from kajo.contracts.models import Contract, Location, Price, PriceComponent
from kajo.contracts.prices import Period, prices_of, why_hidden
from kajo.contracts.rows import (
    ComponentRow,
    ContractRow,
    LocationDetail,
    LocationRow,
    ProfileRow,
    price_rows,
)
from kajo.contracts.sorting import address_line
from kajo.contracts.words import (
    ComponentKind,
    ContractChange,
    ContractState,
    DwellingKind,
    Heating,
    HiddenPrice,
    ProductKind,
    Sauna,
    Unit,
)
from kajo.market.rows import VatTable
from kajo.metering.words import PointKind, PointStatus, PointSubKind, TimeDivision

Choice = TypeVar("Choice")


@dataclass
class PricedComponent:
    """A component with its dated prices, in order of the day."""

    component: PriceComponent
    dated: list[tuple[date, Decimal]]


def contracts() -> QuerySet[Contract]:
    """Return what a statement about contracts begins with: those that are or were in force, or will be."""
    return Contract.owned().filter(is_cancelled=False)


def withdrawn() -> Exists:
    """Tell of a contract whether somebody has withdrawn from it, and the retailer has not refused that."""
    asked = Change.owned().filter(kind=ContractChange.WITHDRAWAL, subject=OuterRef("number"))
    return Exists(asked.exclude(state=ChangeState.REFUSED))


def components_by_contract(
    access: CustomerAccess, contract_ids: Sequence[int]
) -> dict[int, list[PricedComponent]]:
    """Return each contract's components that have prices, in the order of `ComponentKind`. One query."""
    found: dict[int, dict[int, PricedComponent]] = defaultdict(dict)
    for price in _prices().of(access, contracts=list(contract_ids)):
        component = price.component
        known = found[component.contract_id].setdefault(component.pk, PricedComponent(component, []))
        known.dated.append((price.starts_on, price.price_without_vat))
    order = list(ComponentKind.values)
    ordered = {
        contract_id: sorted(
            components.values(), key=lambda known: (order.index(known.component.kind), known.component.code)
        )
        for contract_id, components in found.items()
    }
    return defaultdict(list, ordered)


@statement
def _prices() -> QuerySet[Price]:
    of_contracts = given("contracts", ArrayField(BigIntegerField()))
    found = Price.owned().filter(component__contract__id__any=of_contracts)
    return found.select_related("component").order_by("starts_on")


def contract_row(contract: Any, components: list[PricedComponent], vat: VatTable, today: date) -> ContractRow:
    """Return a contract as a list shows it, with the prices of today or its nearest day.

    :param contract: with `is_withdrawn` as `withdrawn` tells it
    """
    period = period_of(contract)
    kind = ProductKind(contract.product.kind)
    rows = component_rows(contract, components, vat, _day_of(period, today))
    shown = tuple(replace(row, prices=(row.current,)) for row in rows if row.current)
    hidden = next((row.hidden for row in rows if row.hidden), HiddenPrice.NOT_KNOWN)
    state = state_of(period, today)
    fixed_last_day = Period(contract.starts_on, contract.fixed_ends_on).last_day
    still_fixed = fixed_last_day is not None and today <= fixed_last_day
    return ContractRow(
        key=contract.key,
        number=contract.number,
        location=location_row(contract.location),
        product=contract.product.name.in_language(),
        product_kind=kind,
        spot_minutes=contract.product.spot_minutes,
        state=state,
        is_withdrawn=contract.is_withdrawn,
        is_new=state is not ContractState.ENDED and contract.starts_on > newest_before(today),
        starts_on=contract.starts_on,
        last_day=period.last_day,
        known_last_day=period.last_day or (fixed_last_day if still_fixed else None),
        fixed_last_day=fixed_last_day,
        components=shown,
        hidden=None if shown else why_hidden(kind, period) or hidden,
    )


def component_rows(
    contract: Contract, components: list[PricedComponent], vat: VatTable, day: date
) -> tuple[ComponentRow, ...]:
    """Return a contract's components with all their prices that may be shown; the day's is marked."""
    return tuple(_component_row(contract, known, vat, day) for known in components)


def _component_row(contract: Contract, known: PricedComponent, vat: VatTable, day: date) -> ComponentRow:
    prices = prices_of(ProductKind(contract.product.kind), period_of(contract), known.dated, vat)
    return ComponentRow(
        name=known.component.name.in_language(),
        kind=ComponentKind(known.component.kind),
        unit=Unit(known.component.unit),
        prices=price_rows(prices, day),
        hidden=prices.hidden,
    )


def period_of(contract: Contract) -> Period:
    """Return the days on which the contract is in force."""
    return Period(contract.starts_on, contract.ends_on)


def newest_before(today: date) -> date:
    """Return the last first day of contracts that are no longer new."""
    return today - timedelta(days=settings.NEW_CONTRACT_DAYS)


def state_of(period: Period, today: date) -> ContractState:
    """Return whether a contract of that period is valid on the day, coming or ended."""
    if today < period.starts_on:
        return ContractState.COMING
    return ContractState.VALID if period.holds(today) else ContractState.ENDED


def _day_of(period: Period, today: date) -> date:
    """Return the day whose prices a list shows: today, or the contract's nearest day to it."""
    return max(period.starts_on, min(today, period.last_day or today))


def location_row(location: Location) -> LocationRow:
    """Return a location as lists show it."""
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


def location_detail(location: Location) -> LocationDetail:
    """Return a location with Datahub's facts and the profile."""
    point = location.point
    return LocationDetail(
        location=location_row(location),
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
        profile=profile_row(location),
    )


def profile_row(location: Location) -> ProfileRow:
    """Return what is said of a location."""
    return ProfileRow(
        dwelling_kind=_said(DwellingKind, location.dwelling_kind),
        heating=_said(Heating, location.heating),
        floor_area_m2=location.floor_area_m2,
        build_year=location.build_year,
        residents=location.residents,
        main_fuse=location.main_fuse,
        sauna=_said(Sauna, location.sauna),
        electric_cars=location.electric_cars,
        solar_kwp=location.solar_kwp,
    )


def _said(choices: Callable[[str], Choice], code: str) -> Choice | None:
    return choices(code) if code else None
