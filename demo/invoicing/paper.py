"""A bill as its customer gets it: the PDF that lies beside the Finvoice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from demo.invoicing.bill_words import words_in
from kajo.files.typesetting import make_pdf
from kajo.invoices.records import InvoiceRecord, InvoiceRow, InvoiceSite
from kajo.ui.formats import day, money, percent, quantity

TEMPLATE = Path(__file__).with_name("bill.typ")
HUNDRED = Decimal(100)


def bill_of(invoice: InvoiceRecord) -> bytes:
    """Return the PDF of an invoice, the same bytes for the same invoice."""
    return make_pdf(TEMPLATE, _data(invoice))


def _data(invoice: InvoiceRecord) -> dict[str, Any]:
    language, words = invoice.language, words_in(invoice.language)
    street, _, town = invoice.buyer.address.partition(", ")
    return {
        "language": language,
        "words": words,
        "title": f"{invoice.type_text} {invoice.number}",
        "heading": invoice.type_text,
        "seller": invoice.seller.model_dump(),
        "buyer": {"name": invoice.buyer.name, "street": street, "town": town},
        "facts": _facts(invoice, words),
        "sites": [_site(site, invoice, words) for site in invoice.sites],
        "vats": [
            [
                percent(rate.percent, 1, language),
                *(money(sum_ or Decimal(0), language) for sum_ in (rate.base, rate.vat)),
                money((rate.base or Decimal(0)) + (rate.vat or Decimal(0)), language),
            ]
            for rate in invoice.vats
        ],
        "total": [
            words["total"],
            money(invoice.total_without_vat or Decimal(0), language),
            money(invoice.total_vat or Decimal(0), language),
            money(invoice.total_with_vat, language),
        ],
        "payment": _payment(invoice, words),
        "texts": [*invoice.free_texts, invoice.overdue_text],
    }


def _facts(invoice: InvoiceRecord, words: dict[str, str]) -> list[tuple[str, str]]:
    facts = [
        (words["number"], invoice.number),
        (words["date"], day(invoice.dated_on, invoice.language)),
        (words["customer"], invoice.customer or ""),
    ]
    if invoice.due_on:
        facts.append((words["due"], day(invoice.due_on, invoice.language)))
    if invoice.credited_number:
        facts.append((words["credits"], invoice.credited_number))
    return facts


def _site(site: InvoiceSite, invoice: InvoiceRecord, words: dict[str, str]) -> dict[str, Any]:
    rows = [row for part in invoice.rows for row in (part.rows or (part,)) if row.gsrn in (site.gsrn, None)]
    return {
        "address": site.address,
        "facts": _site_facts(site, words, invoice.language),
        "rows": [_row(row, invoice.language) for row in rows],
    }


def _site_facts(site: InvoiceSite, words: dict[str, str], language: str) -> list[tuple[str, str]]:
    period = [day(one, language) for one in (site.starts_on, site.last_day) if one]
    return [
        (words["gsrn"], site.gsrn),
        (words["contract"], site.contract),
        (words["period"], "–".join(period)),
    ]


def _payment(invoice: InvoiceRecord, words: dict[str, str]) -> list[tuple[str, str]]:
    to_pay = invoice.total_with_vat if invoice.amount_to_pay is None else invoice.amount_to_pay
    return [
        (words["payee"], invoice.payee),
        (words["iban"], f"{invoice.iban} · {invoice.bic}"),
        (words["reference"], invoice.reference),
        (words["due"], day(invoice.due_on, invoice.language) if invoice.due_on else "–"),
        (words["to_pay"], money(to_pay, invoice.language)),
    ]


def _row(row: InvoiceRow, language: str) -> list[str]:
    price = row.unit_price_without_vat
    unit = f"c/{row.unit}" if row.price_base_quantity == HUNDRED else f"€/{row.unit}"
    period = [day(one, language) for one in (row.starts_on, row.last_day) if one]
    return [
        row.name,
        "–".join(period),
        "" if row.quantity is None else number_of(row.quantity, row.unit, language),
        "" if price is None else number_of(price, unit, language),
        money(row.amount_without_vat or Decimal(0), language),
    ]


def number_of(value: Decimal, unit: str, language: str) -> str:
    """Return a quantity without the zeros that end it."""
    return quantity(Decimal(f"{value.normalize():f}"), unit, None, language)
