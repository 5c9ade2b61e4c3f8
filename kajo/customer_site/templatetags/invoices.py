"""Template tags of the pages of invoices."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from kajo.contracts.words import Unit
from kajo.customer_site.invoices import table
from kajo.customer_site.invoices.describing import SHAPES
from kajo.invoices.checking.rows import Amounts
from kajo.invoices.checking.words import Verdict
from kajo.invoices.payment_numbers import show_reference
from kajo.invoices.rows import InvoiceRow
from kajo.invoices.showing import exact, row_price, unit_word
from kajo.invoices.words import InvoiceState
from kajo.ui import formats
from kajo.ui.templatetags.kajo import status

register = template.Library()


@register.simple_tag
def invoice_state(state: InvoiceState) -> SafeString:
    """`{% invoice_state row.state %}`: shape and word"""
    return status(SHAPES[state.value], str(state.label))


@register.simple_tag
def invoice_rows(rows: Iterable[InvoiceRow], address: str, may_order: object) -> SafeString:
    """`{% invoice_rows page.rows list may_order %}`: the rows of the list of invoices"""
    return table.invoice_rows(rows, address, may_order=bool(may_order))


register.filter("as_reference", show_reference)  # {{ reference|as_reference }}
register.simple_tag(unit_word)  # {% unit_word line.unit %}
register.simple_tag(row_price)  # {% row_price line line.unit_price_without_vat %}


VERDICTS = {
    Verdict.AGREES: "done",
    Verdict.NOT_CHECKED: "open",
    Verdict.EXPLAINED: "corrected",
    Verdict.UNKNOWN: "missing",
    Verdict.DIFFERS: "overdue",
}
KWH_DECIMALS, PRICE_DECIMALS = 3, 4


@register.simple_tag
def verdict(found: Verdict) -> SafeString:
    """`{% verdict row.verdict %}`: shape and word"""
    return status(VERDICTS[found], str(found.label))


@register.simple_tag
def product_of(amounts: Amounts) -> str:
    """`{% product_of row.said %}` → 1,193.004 kWh × 6.2149 c/kWh; 1 × €3.96"""
    unit = f"{formats.HARD_SPACE}kWh" if amounts.is_energy else ""
    price_unit = str(Unit.CENTS_PER_KWH.label) if amounts.is_energy else "€"
    factors = []
    if amounts.quantity is not None:
        factors.append(exact(_at_most(amounts.quantity, KWH_DECIMALS), least=0) + unit)
    if amounts.price is not None:
        price = exact(_at_most(amounts.price, PRICE_DECIMALS), least=2)
        factors.append(f"{price}{formats.HARD_SPACE}{price_unit}")
    return " × ".join(factors)


def _at_most(value: Decimal, decimals: int) -> Decimal:
    return formats.round_half_up(value, decimals)


@register.filter
def quantity(value: Decimal | None) -> str:
    """Write a quantity with the decimals that it has, and no more: 1,193.5"""
    return exact(value, least=0)


@register.filter
def unsigned(value: Decimal) -> Decimal:
    """A sum whose direction the words around it say: 68.85 in your favour."""
    return abs(value)
