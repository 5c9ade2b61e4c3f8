"""Invoices that are wrong on purpose, so that there is something for "Check this invoice" to find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from demo.invoicing.planning import Planned
from kajo.contracts.words import ComponentKind
from kajo.pricing.rows import Bill, CostRow
from kajo.pricing.words import WorkedOut

Mistake = Callable[[CostRow], CostRow]

ENERGY = (ComponentKind.ENERGY, WorkedOut.SPOT)
TOO_MUCH_KWH = Decimal(150)
TOO_DEAR = Fraction(1, 2)  # c/kWh


def wrong_quantity(row: CostRow) -> CostRow:
    """Bill more than was used, at the right price."""
    more = (row.energy_kwh or Decimal(0)) + TOO_MUCH_KWH
    return replace(row, energy_kwh=more, exact_amount=(row.exact_price or 0) * Fraction(more) / 100)


def wrong_price(row: CostRow) -> CostRow:
    """Bill what was used, at half a cent a kilowatt-hour more than the contract has."""
    return replace(row, exact_amount=row.exact_amount + TOO_DEAR * Fraction(row.energy_kwh or 0) / 100)


def double_vat(row: CostRow) -> CostRow:
    """Put the VAT in the price of a row; the invoice adds it to the sum of the rows once more."""
    return replace(row, exact_amount=row.exact_amount * (1 + Fraction(row.vat_percent) / 100))


# By contract and age, as the stories are: each in the invoice before the newest.
MISTAKES: dict[tuple[str, int], Mistake] = {
    ("S-100221", 1): wrong_quantity,
    ("S-100330", 1): wrong_price,
    ("S-100111", 1): double_vat,
}


def bills_as_sent(planned: Planned, bills: tuple[Bill, ...]) -> tuple[Bill, ...]:
    """Return the bills as the invoice has them: its mistake is in the first row of energy."""
    mistake = MISTAKES.get((planned.contract, planned.age))
    return bills if mistake is None else (_spoilt(bills[0], mistake), *bills[1:])


def _spoilt(bill: Bill, mistake: Mistake) -> Bill:
    place = next(place for place, row in enumerate(bill.rows) if row.kind in ENERGY)
    return replace(bill, rows=(*bill.rows[:place], mistake(bill.rows[place]), *bill.rows[place + 1 :]))
