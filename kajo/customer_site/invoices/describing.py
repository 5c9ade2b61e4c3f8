"""What the pages say of invoices in words, where a template alone would be hard to read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kajo.access.areas import Area
from kajo.access.policy import CustomerAccess
from kajo.customer_site.invoices.codes import codes_of
from kajo.invoices.detail_rows import InvoiceDetail, LineRow
from kajo.invoices.rows import (
    LATE,
    NOTHING,
    InvoicePage,
    InvoiceRow,
    StateSum,
)
from kajo.invoices.sellers import seller_of
from kajo.invoices.words import UNPAYABLE, RowKind
from kajo.ui import formats
from kajo.ui.frame import MenuLink
from kajo.ui.parts import PaymentLine

SHAPES = {
    "open": "open",
    "paid": "done",
    "partly_paid": "waiting",
    "overdue": "overdue",
    "postponed": "waiting",
    "reminded": "overdue",
    "collection": "overdue",
    "credited": "reversed",
}


@dataclass(frozen=True)
class Late:
    """What is late: how many and how much, and the invoice itself where the page shows the only one."""

    sums: StateSum
    invoice: InvoiceRow | None


def late_of(page: InvoicePage) -> Late | None:
    """Return what of the selection is late, or None when nothing is."""
    sums = sum((row for state, row in page.sums.items() if state in LATE), StateSum())
    if not sums.count:
        return None
    seen = [row for row in page.rows if row.is_late]
    return Late(sums, seen[0] if sums.count == 1 and seen else None)


def has_tax(detail: InvoiceDetail) -> bool:
    """Tell whether the invoice itself has electricity tax, as only joint invoicing has."""
    return any(line.kind is RowKind.ELECTRICITY_TAX for line in lines_of(detail))


def lines_of(detail: InvoiceDetail) -> list[LineRow]:
    """Return all rows of an invoice, a row's own parts after it."""
    rows = [line for of_site in detail.site_lines for line in of_site.lines]
    return [each for line in rows for each in (line, *line.parts)]


def change_percent(now: Decimal, before: Decimal) -> Decimal | None:
    """Return by how many per cent the energy has changed, or None where there was none before."""
    return (now - before) / before * 100 if before > 0 else None


def about(detail: InvoiceDetail) -> dict[str, Any]:
    """Return what the templates of one invoice say of it."""
    invoice = detail.invoice
    before = detail.same_period
    return {
        "detail": detail,
        "invoice": invoice,
        "title": title_of(invoice),
        "known_until": detail.payments_known_until,
        "details_from": settings.INVOICE_DETAILS_FROM,
        "postpone_days": settings.POSTPONE_MAX_DAYS,
        "has_tax": has_tax(detail),
        "change": before and change_percent(invoice.energy_kwh or NOTHING, before.energy_kwh),
        "seller": seller_of(detail),
        "payment_heading": _("Payment details"),
        "payment_lines": payment_lines(detail),
        "offers_payment": offers_payment(detail),
        **(codes_of(detail) if offers_payment(detail) else {}),
    }


def title_of(invoice: InvoiceRow) -> str:
    if invoice.is_credit_note:
        return _("Credit note %(number)s") % {"number": invoice.number}
    return _("Invoice %(number)s") % {"number": invoice.number}


def offers_payment(detail: InvoiceDetail) -> bool:
    """Tell whether the page helps to pay: not what a bank or a collector has, nor what could go astray."""
    return detail.invoice.is_payable_here and not UNPAYABLE & {*detail.notices}


def payment_lines(detail: InvoiceDetail) -> list[PaymentLine]:
    """Return what a bank asks for; with buttons that copy it where the page helps to pay."""
    payment, language = detail.payment, get_language() or "en"
    helps = offers_payment(detail)
    reference = "".join(payment.reference.split())
    account = "".join(payment.iban.split())
    is_open = detail.invoice.is_to_pay
    total = payment.sum_to_pay if is_open else detail.amount_to_pay
    lines = [
        PaymentLine(_("Payee"), payment.payee),
        PaymentLine(_("Account number (IBAN)"), in_fours(account), account if helps else ""),
        PaymentLine("BIC", payment.bic),
        PaymentLine(_("Reference number"), grouped(reference), reference if helps else ""),
        PaymentLine(_("Due date"), formats.day(payment.due_on, language) if payment.due_on else ""),
        PaymentLine(_("Sum"), formats.money(total, language), copied_sum(total) if helps else ""),
    ]
    paid = [
        PaymentLine(
            _("Paid %(day)s") % {"day": formats.day(one.paid_on, language)},
            formats.money(one.amount, language),
        )
        for one in detail.payments
    ]
    return [line for line in [*lines, *paid] if line.value]


def copied_sum(value: Decimal) -> str:
    """Return a sum as Finnish banks take it: with a comma and no blanks."""
    return f"{value:.2f}".replace(".", ",")


def grouped(reference: str) -> str:
    """Write a reference by fives from the right, 12 34567 89012; an RF reference by fours from the left."""
    if reference[:2].upper() == "RF":
        return in_fours(reference)
    return _apart(reference[::-1], 5)[::-1]


def in_fours(account: str) -> str:
    """Write an account number by fours: FI21 1234 5600 0007 85."""
    return _apart(account, 4)


def _apart(text: str, size: int) -> str:
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def links_of(access: CustomerAccess, detail: InvoiceDetail) -> list[MenuLink]:
    """Return where one can go on from an invoice: what its own days and locations say elsewhere."""
    invoice, links = detail.invoice, []
    own = [site for site in invoice.sites if site.location_key]
    if access.may(Area.REPORTING) and len(own) == 1 and invoice.starts_on and invoice.last_day:
        days = urlencode({"from": invoice.starts_on.isoformat(), "to": invoice.last_day.isoformat()})
        report = access.url("report-location", location=own[0].location_key)
        links.append(MenuLink(_("See the consumption of these days"), f"{report}?{days}"))
    if not invoice.is_credit_note and not detail.details_hidden:
        explained = access.url("invoice-explain", key=invoice.key)
        links.append(MenuLink(_("Why the sum is more or less than before"), explained))
    return links


def may_check(access: CustomerAccess, detail: InvoiceDetail) -> bool:
    """Tell whether the page leads to the check: there are rows, and the reader may see what it shows."""
    has_rows = bool(detail.site_lines) and not detail.invoice.is_credit_note
    return has_rows and all(access.may(area) for area in (Area.CONTRACTS, Area.REPORTING))
