"""The columns of invoices in a file for a bookkeeper: net sum, VAT by rate, gross sum and place of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.files.csv_files import Cell
from kajo.invoices.queries.books import BookedInvoice, Vats
from kajo.ui import formats


def invoice_head() -> list[Cell]:
    """Return what the columns of an invoice are called, but for VAT by rate."""
    return [
        _("Invoice"),
        pgettext("of an invoice", "Kind"),
        _("Date of the invoice"),
        _("First day of the period"),
        _("Last day of the period"),
        _("Due date"),
        _("State"),
        _("Location of use"),
        _("Metering point number (GSRN)"),
        _("Reference number"),
        _("Consumption, kWh"),
        _("Without VAT, €"),
        _("VAT, €"),
        _("With VAT, €"),
        _("To pay, €"),
    ]


def rate_heads(rates: Iterable[Decimal]) -> list[Cell]:
    """Return what the columns of VAT by rate are called: two each."""
    return [text for rate in rates for text in _rate_head(rate)]


def invoice_row(one: BookedInvoice) -> list[Cell]:
    """Return the cells of an invoice, but for VAT by rate."""
    invoice = one.invoice
    return [
        invoice.number,
        str(invoice.kind.label),
        invoice.dated_on,
        invoice.starts_on,
        invoice.last_day,
        invoice.due_on,
        str(invoice.state.label),
        " | ".join(site.address for site in invoice.sites if site.address),
        " | ".join(site.gsrn for site in invoice.sites),
        one.reference,
        invoice.energy_kwh,
        one.total_without_vat,
        one.total_vat,
        invoice.total_with_vat,
        invoice.open_amount,
    ]


def rate_cells(rates: Sequence[Decimal], vats: Vats) -> list[Cell]:
    """Return what was taxed at each of the rates, and the tax."""
    return [value for rate in rates for value in vats.get(rate, (None, None))]


def _rate_head(rate: Decimal) -> tuple[str, str]:
    percent = formats.percent(rate, 1, formats.page_language())
    return _("Without VAT at %(rate)s, €") % {"rate": percent}, _("VAT at %(rate)s, €") % {"rate": percent}
