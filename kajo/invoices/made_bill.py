"""A picture for an invoice that came without one: its data, typeset, and marked as not the original."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.invoices.detail_rows import InvoiceDetail, LineRow
from kajo.invoices.payment_numbers import show_iban, show_reference
from kajo.invoices.rows import SiteRow
from kajo.invoices.sellers import seller_of
from kajo.invoices.showing import exact, row_price, title_of, unit_word
from kajo.ui import formats

TEMPLATE = Path(__file__).with_name("paper") / "bill.typ"
Pair = tuple[str, str]


def bill_data(detail: InvoiceDetail, *, customer: str) -> dict[str, Any]:
    """Return what the template shows, in the invoice's own language where it has one.

    Only the document itself is in it: what was paid or postponed since does not change it.

    :param customer: whose invoice it is, as it stands at the top
    """
    language = formats.base_language(detail.language or formats.page_language())
    with translation.override(language):
        return {
            "language": language,
            "title": title_of(detail.invoice),
            "mark": _("Made from the invoice's data; not the original."),
            "seller": _seller(detail),
            "buyer": [customer],
            "facts": list(_facts(detail)),
            "columns": [
                pgettext("of an invoice", "Row"), _("Quantity"), _("Price, VAT 0%"), _("VAT"), _("€, VAT 0%"),
            ],
            "sites": _sites(detail),
            "why": _why(detail),
            "sum": _("What the sum is made of"),
            "totals": list(_totals(detail)),
            "pay": _("Payment details"),
            "payment": list(_payment(detail)),
            "more": _("More of the invoice"),
            "texts": list(detail.texts),
            "page": _("Page"),
        }  # fmt: skip


def _seller(detail: InvoiceDetail) -> list[str]:
    seller = seller_of(detail)
    return [
        part for part in (seller.name, seller.business_id, seller.address, seller.phone, seller.email) if part
    ]


def _facts(detail: InvoiceDetail) -> Iterator[Pair]:
    invoice, agreement = detail.invoice, detail.agreement
    yield _("Date of the invoice"), _day(invoice.dated_on)
    if invoice.starts_on:
        yield (
            _("Invoicing period"),
            formats.day_range(invoice.starts_on, invoice.ends_on, formats.page_language()),
        )
    if agreement.number or agreement.kind:
        yield _("Contract"), " · ".join(part for part in (agreement.kind, agreement.number) if part)
    for site in invoice.sites[:10]:
        yield _("Location of use"), f"{site.address} · {site.gsrn}"
    if invoice.energy_kwh is not None:
        yield _("Consumption"), formats.quantity(invoice.energy_kwh, "kWh", None, formats.page_language())
    if detail.credited_number:
        yield _("Credits the invoice"), detail.credited_number


def _sites(detail: InvoiceDetail) -> list[dict[str, Any]]:
    return [
        {
            "heading": _heading(of_site.site),
            "rows": [
                _row(each, is_part)
                for line in of_site.lines
                for each, is_part in ((line, False), *((part, True) for part in line.parts))
            ],
        }
        for of_site in detail.site_lines
    ]


def _heading(site: SiteRow | None) -> str:
    return site.address.strip() or site.gsrn if site else _("The whole invoice")


def _row(line: LineRow, is_part: bool) -> dict[str, Any]:
    notes = [*([line.description] if line.description != line.name else []), *line.free_texts]
    if line.starts_on:
        notes.append(formats.day_range(line.starts_on, line.ends_on, formats.page_language()))
    price, amount = line.unit_price_without_vat, line.amount_without_vat
    quantity = f"{exact(line.quantity, least=0)}{formats.HARD_SPACE}{unit_word(line.unit)}".strip()
    cells = [
        "" if line.quantity is None else quantity,
        "" if price is None else row_price(line, price),
        "" if line.vat_percent is None else formats.percent(line.vat_percent, 1, formats.page_language()),
        "" if amount is None else formats.number(amount, 2, formats.page_language()),
    ]
    name = line.name or str(line.kind.label)
    return {
        "name": f"– {name}" if is_part else name,
        "notes": [note for note in notes if note],
        "cells": cells,
    }


def _why(detail: InvoiceDetail) -> str:
    if not detail.details_hidden:
        return ""
    day = _day(settings.INVOICE_DETAILS_FROM)
    return _("Rows and VAT are shown of invoices dated %(day)s or later.") % {"day": day}


def _totals(detail: InvoiceDetail) -> Iterator[tuple[str, str, bool]]:
    if detail.total_without_vat is not None:
        yield _("Total without VAT"), _money(detail.total_without_vat), False
    for vat in detail.vats:
        yield (
            _("VAT %(percent)s") % {"percent": formats.percent(vat.percent, 1, formats.page_language())},
            _money(vat.vat),
            False,
        )
    yield _("Total, incl. VAT"), _money(detail.invoice.total_with_vat), True
    if detail.rounding:
        yield _("Rounding"), _money(detail.rounding), False
    if detail.paid_before:
        yield _("Paid before the invoice"), _money(detail.paid_before), False
    if detail.amount_to_pay != detail.invoice.total_with_vat:
        yield _("To pay"), _money(detail.amount_to_pay), True


def _payment(detail: InvoiceDetail) -> Iterator[Pair]:
    payment = detail.payment
    if detail.invoice.is_credit_note or detail.amount_to_pay <= 0:
        return
    lines = (
        (_("Payee"), payment.payee),
        (_("Account number (IBAN)"), show_iban(payment.iban)),
        ("BIC", payment.bic),
        (_("Reference number"), show_reference(payment.reference)),
        (_("Due date"), _day(detail.original_due_on)),
        (_("Sum"), _money(detail.amount_to_pay)),
        (_("Terms of payment"), detail.overdue.terms),
    )
    yield from ((label, value) for label, value in lines if value)


def _day(day: date | None) -> str:
    return formats.day(day, formats.page_language()) if day else ""


def _money(value: Decimal | None) -> str:
    return formats.money(value, formats.page_language())
