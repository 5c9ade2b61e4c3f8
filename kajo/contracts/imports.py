"""Writing products, contracts and prices as the retailer's systems send them.

Each writer gets every thing at most once, writes those that are new or have a higher change number than the
kept one, and notes references to things that are not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from kajo.contracts.holding_imports import settle_holdings
from kajo.contracts.models import Contract, Location, Price, PriceComponent, Product
from kajo.contracts.records import (
    ContractRecord,
    Effect,
    Invoicing,
    PriceComponentRecord,
    ProductRecord,
)
from kajo.core.jobs import tell
from kajo.core.records import Counts, Line, newer_than
from kajo.core.refusals import Faults, not_there

BATCH = 1000
INVOICING = (
    "invoicing_method",
    "invoices_a_year",
    "invoicing_address",
    "e_invoice_bank",
    "e_invoice_address",
)


def write_products(lines: Sequence[Line[ProductRecord]], faults: Faults) -> Counts:
    """Write products."""
    known = Product.objects.filter(code__in=[line.record.code for line in lines])
    newer = newer_than(
        {(code,): change for code, change in known.values_list("code", "change_number")}, lines
    )
    Product.objects.bulk_create(
        [_product(line.record) for line in newer],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            *("change_number", "kind", "name_fi", "name_sv", "name_en", "spot_minutes"),
            *("effect_multiplier", "effect_cap", "effect_with_vat", "effect_stops_at_zero"),
            *("origin_renewable", "origin_nuclear", "origin_fossil", "origin_year"),
        ],
    )
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _product(record: ProductRecord) -> Product:
    effect, origin = record.effect or Effect(), record.origin
    return Product(
        code=record.code,
        change_number=record.change_number,
        kind=record.kind,
        name_fi=record.name.fi,
        name_sv=record.name.sv,
        name_en=record.name.en,
        spot_minutes=record.spot_minutes,
        effect_multiplier=effect.multiplier,
        effect_cap=effect.cap,
        effect_with_vat=effect.with_vat,
        effect_stops_at_zero=effect.stops_at_zero,
        origin_renewable=origin.renewable if origin else None,
        origin_nuclear=origin.nuclear if origin else None,
        origin_fossil=origin.fossil if origin else None,
        origin_year=origin.year if origin else None,
    )


def write_contracts(lines: Sequence[Line[ContractRecord]], faults: Faults) -> Counts:
    """Write contracts, and the holdings that follow from them."""
    kept = {
        number: (change, customer, point_id)
        for number, change, customer, point_id in Contract.everything.filter(
            number__in=[line.record.number for line in lines]
        ).values_list("number", "change_number", "owner__number", "location__point")
    }
    newer = newer_than({(number,): change for number, (change, _, _) in kept.items()}, lines)
    locations = {
        (customer, gsrn): (location_id, owner_id, point_id)
        for customer, gsrn, location_id, owner_id, point_id in Location.everything.filter(
            owner__number__in={line.record.customer for line in newer},
            point__gsrn__in={line.record.gsrn for line in newer},
        ).values_list("owner__number", "point__gsrn", "id", "owner_id", "point_id")
    }
    products = dict(
        Product.objects.filter(code__in={line.record.product for line in newer}).values_list("code", "id")
    )
    for line in newer:
        _check_contract(line, kept, locations, products, faults)
    faults.refuse_if_any()
    Contract.everything.bulk_create(
        [
            _contract(
                line.record,
                *locations[line.record.customer, line.record.gsrn][:2],
                products[line.record.product],
            )
            for line in newer
        ],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=[
            *("change_number", "location", "product", "starts_on", "ends_on", "fixed_ends_on", "renewal"),
            *("notice_days", "notice_given_on", "is_cancelled", "made_on", "is_made_at_distance"),
            *("withdraw_until_on", "payer", "partners", "property_manager", *INVOICING),
        ],
        batch_size=BATCH,
    )
    points = {locations[line.record.customer, line.record.gsrn][2] for line in newer}
    points |= {kept[line.record.number][2] for line in newer if line.record.number in kept}
    settle_holdings(points, {line.record.number: line.number for line in newer}, faults)
    tell("contracts written", points=points)
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _check_contract(
    line: Line[ContractRecord],
    kept: dict[str, tuple[int, str, int]],
    locations: dict[tuple[str, str], tuple[int, int, int]],
    products: dict[str, int],
    faults: Faults,
) -> None:
    record = line.record
    if record.number in kept and kept[record.number][1] != record.customer:
        problem = (
            f"contract {record.number} is another customer's; end it and send a new one with its own number"
        )
        faults.add(line.number, "customer", problem)
    elif (record.customer, record.gsrn) not in locations:
        problem = (
            f"customer {record.customer} has no location at {record.gsrn}; send it first, or in the same file"
        )
        faults.add(line.number, "gsrn", problem)
    if record.product not in products:
        faults.add(line.number, "product", not_there("product", record.product))


def _contract(record: ContractRecord, location_id: int, owner_id: int, product_id: int) -> Contract:
    return Contract(
        number=record.number,
        change_number=record.change_number,
        owner_id=owner_id,
        location_id=location_id,
        product_id=product_id,
        starts_on=record.starts_on,
        ends_on=_day_after(record.last_day),
        fixed_ends_on=_day_after(record.fixed_last_day),
        renewal=record.renewal or "",
        notice_days=record.notice_days,
        notice_given_on=record.notice_given_on,
        is_cancelled=record.cancelled,
        made_on=record.made_on,
        is_made_at_distance=record.made_at_distance,
        withdraw_until_on=_day_after(record.withdraw_last_day),
        payer=record.payer,
        partners=record.partners,
        property_manager=record.property_manager,
        **_invoicing(record.invoicing),
    )


def _invoicing(said: Invoicing | None) -> dict[str, Any]:
    if said is None:
        return {}
    return {
        "invoicing_method": said.method,
        "invoices_a_year": said.invoices_a_year,
        "invoicing_address": said.address,
        "e_invoice_bank": said.e_invoice_bank,
        "e_invoice_address": said.e_invoice_address,
    }


def write_price_components(lines: Sequence[Line[PriceComponentRecord]], faults: Faults) -> Counts:
    """Write price components, each with all its dated prices."""
    numbers = {line.record.contract for line in lines}
    contracts = {
        number: (contract_id, owner_id)
        for number, contract_id, owner_id in Contract.everything.filter(number__in=numbers).values_list(
            "number", "id", "owner_id"
        )
    }
    for line in lines:
        if line.record.contract not in contracts:
            faults.add(line.number, "contract", not_there("contract", line.record.contract))
    faults.refuse_if_any()
    kept = PriceComponent.everything.filter(contract__number__in=numbers)
    changes = kept.values_list("contract__number", "code", "change_number")
    newer = newer_than({(number, code): change for number, code, change in changes}, lines)
    components = PriceComponent.everything.bulk_create(
        [_component(line.record, *contracts[line.record.contract]) for line in newer],
        update_conflicts=True,
        unique_fields=["contract", "code"],
        update_fields=["change_number", "kind", "unit", "name_fi", "name_sv", "name_en"],
        batch_size=BATCH,
    )
    Price.everything.filter(component__in=[component.pk for component in components]).delete()
    Price.everything.bulk_create(
        [
            Price(
                owner_id=component.owner_id,
                component=component,
                starts_on=price.starts_on,
                price_without_vat=price.price_without_vat,
            )
            for component, line in zip(components, newer, strict=True)
            for price in line.record.prices
        ],
        batch_size=BATCH,
    )
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _component(record: PriceComponentRecord, contract_id: int, owner_id: int) -> PriceComponent:
    return PriceComponent(
        owner_id=owner_id,
        contract_id=contract_id,
        code=record.code,
        change_number=record.change_number,
        kind=record.kind,
        unit=record.unit,
        name_fi=record.name.fi,
        name_sv=record.name.sv,
        name_en=record.name.en,
    )


def _day_after(last_day: date | None) -> date | None:
    return None if last_day is None else last_day + timedelta(days=1)
