"""How an invoice, and quantities and prices of its rows, are written in the language that is active."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kajo.contracts.words import Unit
from kajo.invoices.detail_rows import LineRow
from kajo.invoices.rows import InvoiceRow
from kajo.ui import formats

UNITS = {
    "kwh": "kWh",
    "mon": pgettext_lazy("unit", "mo"),
    "month": pgettext_lazy("unit", "mo"),
    "kk": pgettext_lazy("unit", "mo"),
    "mån": pgettext_lazy("unit", "mo"),
    "day": pgettext_lazy("unit", "days"),
    "pv": pgettext_lazy("unit", "days"),
}
PIECES = {"", "c62", "pce", "pcs", "kpl", "st"}


def title_of(invoice: InvoiceRow) -> str:
    """Return what a document is called: Invoice 261101836."""
    names = {"number": invoice.number}
    return (_("Credit note %(number)s") if invoice.is_credit_note else _("Invoice %(number)s")) % names


def unit_word(unit: str) -> str:
    """Return the unit's word; nothing for pieces."""
    known = unit.casefold()
    return "" if known in PIECES else str(UNITS.get(known, unit))


def row_price(line: LineRow, price: Decimal) -> str:
    """Return a price of the row for one unit: 6.21 c/kWh; €3.96/mo."""
    one = price / line.price_base_quantity
    if line.unit.casefold() == "kwh":
        return f"{exact(one * 100, least=2)}{formats.HARD_SPACE}{Unit.CENTS_PER_KWH.label}"
    word = unit_word(line.unit)
    return f"{exact(one, least=2)}{formats.HARD_SPACE}€{'/' + word if word else ''}"


def exact(value: Decimal | None, *, least: int) -> str:
    """Return a number with the decimals that it has, `least` at the fewest."""
    return formats.exact(value, least, formats.page_language())
