"""Invoices of October by the cast's contracts, right to the cent or spoilt on purpose, sent by the import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kajo.contracts.models import Contract
from kajo.invoices.models import Invoice
from kajo.pricing.queries import get_pricing
from kajo.pricing.rows import Bill
from tests.contracts.opened import opened
from tests.customer_site.invoices import bills
from tests.invoices.made_up import records_of, vat_records_of

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
Spoil = Callable[[list[dict[str, Any]]], None]


def october(contract: Contract) -> Bill:
    with opened(contract.owner.number) as access:
        return get_pricing(access, contract.key, OCTOBER, NOVEMBER).bill()


def send(number: str, contract: Contract, spoil: Spoil | None = None, **facts: Any) -> Invoice:
    """Send an invoice of October that is right but for what `spoil` does to its rows."""
    bill, location = october(contract), contract.location
    rows = records_of(bill, location.point.gsrn)
    if spoil:
        spoil(rows)
    said = facts_of(rows) | {"sites": [{"gsrn": location.point.gsrn, "contract": contract.number}]}
    payer = facts.pop("payer", contract.owner)
    bills.send(bills.bill(number, payer.number, location.point.gsrn, **{**said, **facts}))
    return bills.found(number)


def send_of_several(number: str, contracts: Sequence[Contract]) -> Invoice:
    """Send an invoice of October of several of a customer's contracts."""
    rows: list[dict[str, Any]] = []
    sites: list[dict[str, Any]] = []
    for contract in contracts:
        location = contract.location
        rows += records_of(october(contract), location.point.gsrn)
        named = {"gsrn": location.point.gsrn, "contract": contract.number, "address": location.street}
        sites.append(named)
    owner = contracts[0].owner.number
    bills.send(bills.bill(number, owner, sites[0]["gsrn"], **facts_of(rows), sites=sites))
    return bills.found(number)


def changed(kind: str, **other: str) -> Spoil:
    def spoil(rows: list[dict[str, Any]]) -> None:
        next(row for row in rows if row["kind"] == kind).update(other)

    return spoil


def facts_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the rows with the sums that follow from them."""
    net, vats = vat_records_of(rows)
    vat = sum((Decimal(one["vat"]) for one in vats), Decimal(0))
    sums = {"total_without_vat": str(net), "total_vat": str(vat), "total_with_vat": str(net + vat)}
    return {"rows": rows, "vats": vats, **sums}
