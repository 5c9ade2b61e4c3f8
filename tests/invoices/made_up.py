"""Invoices made up for tests of the check: what a right one says of a bill, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from kajo.contracts.words import Unit
from kajo.invoices.checking.matching import Days, Site
from kajo.invoices.detail_rows import LineRow, VatRow
from kajo.invoices.words import RowKind
from kajo.pricing.rows import Bill, CostRow, VatSum, rounded
from kajo.pricing.words import WorkedOut

KINDS = {WorkedOut.SPOT: RowKind.ENERGY, WorkedOut.EFFECT: RowKind.CONSUMPTION_EFFECT}


def line_of(row: CostRow, **other: Any) -> LineRow:
    """Return the row of an invoice that says exactly what a cost row comes to."""
    is_fee = row.unit is Unit.EUROS_PER_MONTH
    line = LineRow(
        kind=KINDS.get(row.kind) or RowKind(row.kind.value),
        name=row.name,
        description="",
        quantity=row.energy_kwh if row.months is None else rounded(row.months, 6),
        unit="kk" if is_fee else "kWh",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        unit_price_without_vat=None if row.exact_price is None else rounded(row.exact_price, 5),
        unit_price_with_vat=None,
        price_base_quantity=Decimal(1 if is_fee else 100),
        vat_percent=row.vat_percent,
        amount_without_vat=row.amount_without_vat,
        amount_with_vat=None,
        average_price=None,
        discount_percent=None,
        discount=None,
        charge=None,
        free_texts=(),
        is_subtotal=False,
    )
    return replace(line, **other)


def lines_of(bill: Bill) -> list[LineRow]:
    return [line_of(row) for row in bill.rows]


def vats_of(lines: Iterable[LineRow]) -> list[VatRow]:
    """Return VAT as an invoice states it: once on the sum of the rows of each rate."""
    rows = list(lines)
    percents = dict.fromkeys(line.vat_percent for line in rows if line.vat_percent is not None)
    sums = [
        VatSum(
            percent,
            sum((r.amount_without_vat or Decimal(0) for r in rows if r.vat_percent == percent), Decimal(0)),
        )
        for percent in percents
    ]
    return [VatRow(one.percent, "S", one.without_vat, one.vat) for one in sums]


def site_of(bill: Bill) -> Site:
    """Return a site that knows the bill and each of its rows' own days, and no other readings."""

    def bill_of(days: Days) -> Bill:
        rows = (row for row in bill.rows if days[0] <= row.starts_on and row.ends_on <= days[1])
        return replace(bill, rows=tuple(rows))

    return Site(days=(bill.starts_on, bill.ends_on), bill_of=bill_of, others_of=lambda days: [])


def records_of(bill: Bill, gsrn: str) -> list[dict[str, Any]]:
    """Return the rows of an invoice record that says exactly what a bill comes to."""
    return [_record(line, gsrn) for line in lines_of(bill)]


def vat_records_of(rows: Iterable[dict[str, Any]]) -> tuple[Decimal, list[dict[str, str]]]:
    """Return the sum without VAT, and VAT reckoned once on the sum of each rate."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        percent = row["vat_percent"]
        sums[percent] = sums.get(percent, Decimal(0)) + Decimal(row["amount_without_vat"])
    rates = [VatSum(Decimal(percent), base) for percent, base in sums.items()]
    vats = [{"percent": str(one.percent), "base": str(one.without_vat), "vat": str(one.vat)} for one in rates]
    return sum(sums.values(), Decimal(0)), vats


def _record(line: LineRow, gsrn: str) -> dict[str, Any]:
    assert line.starts_on and line.ends_on
    return {
        "kind": line.kind.value,
        "gsrn": gsrn,
        "name": line.name,
        "starts_on": line.starts_on.isoformat(),
        "last_day": (line.ends_on - timedelta(days=1)).isoformat(),
        "quantity": f"{line.quantity:f}",
        "unit": line.unit,
        "unit_price_without_vat": f"{line.unit_price_without_vat:f}",
        "price_base_quantity": str(line.price_base_quantity),
        "vat_percent": f"{(line.vat_percent or Decimal(0)).normalize():f}",
        "amount_without_vat": str(line.amount_without_vat),
    }
