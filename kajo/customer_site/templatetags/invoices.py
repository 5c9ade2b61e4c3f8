"""Template tags of the pages of invoices."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy

from kajo.contracts.words import Unit
from kajo.customer_site.invoices.describing import SHAPES
from kajo.invoices.checking.rows import Amounts
from kajo.invoices.checking.words import Verdict
from kajo.invoices.detail_rows import LineRow
from kajo.invoices.words import InvoiceState
from kajo.ui import formats
from kajo.ui.templatetags.kajo import status

register = template.Library()


@register.simple_tag
def invoice_state(state: InvoiceState) -> SafeString:
    """`{% invoice_state row.state %}`: shape and word"""
    return status(SHAPES[state.value], str(state.label))


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


@register.simple_tag
def unit_word(unit: str) -> str:
    """`{% unit_word line.unit %}`: the unit in the page's language; nothing for pieces"""
    known = unit.casefold()
    return "" if known in PIECES else str(UNITS.get(known, unit))


@register.simple_tag
def row_price(line: LineRow, price: Decimal) -> str:
    """`{% row_price line line.unit_price_without_vat %}` → 6.21 c/kWh; €3.96/mo"""
    one = price / line.price_base_quantity
    if line.unit.casefold() == "kwh":
        return f"{_exact(one * 100, least=2)}{formats.HARD_SPACE}{Unit.CENTS_PER_KWH.label}"
    word = unit_word(line.unit)
    return f"{_exact(one, least=2)}{formats.HARD_SPACE}€{'/' + word if word else ''}"


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
        factors.append(_exact(_at_most(amounts.quantity, KWH_DECIMALS), least=0) + unit)
    if amounts.price is not None:
        price = _exact(_at_most(amounts.price, PRICE_DECIMALS), least=2)
        factors.append(f"{price}{formats.HARD_SPACE}{price_unit}")
    return " × ".join(factors)


def _at_most(value: Decimal, decimals: int) -> Decimal:
    return formats.round_half_up(value, decimals)


@register.filter
def quantity(value: Decimal | None) -> str:
    """Write a quantity with the decimals that it has, and no more: 1,193.5"""
    return _exact(value, least=0)


@register.filter
def unit_price(value: Decimal | None) -> str:
    """Write a price with two decimals, or with as many more as it has."""
    return _exact(value, least=2)


def _exact(value: Decimal | None, *, least: int) -> str:
    if value is None:
        return formats.DASH
    places = max(least, -int(value.normalize().as_tuple().exponent))
    return formats.number(value, places, get_language() or "en")
