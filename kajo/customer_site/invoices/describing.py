"""What the pages say of invoices in words, where a template alone would be hard to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from kajo.access.areas import Area
from kajo.access.customers import is_person
from kajo.access.policy import CustomerAccess
from kajo.customer_site.invoices.codes import codes_of
from kajo.invoices.detail_rows import InvoiceDetail, LineRow, Link, OddRow
from kajo.invoices.payment_numbers import compact, show_iban, show_reference
from kajo.invoices.rows import LATE, NOTHING, InvoicePage, InvoiceRow, StateSum
from kajo.invoices.sellers import seller_of
from kajo.invoices.showing import title_of
from kajo.invoices.words import UNPAYABLE, Channel, FileKind, RowKind, channel_word
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


SAYS_NOTHING = {"", "pdf", "url", "link", "linkki", "länk"}  # names of links, in small letters


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


def about(access: CustomerAccess, detail: InvoiceDetail) -> dict[str, Any]:
    """Return what the templates of one invoice say of it."""
    invoice = detail.invoice
    before = detail.same_period
    is_company = are_companys(access, [invoice])
    return {
        "detail": detail,
        "invoice": invoice,
        "title": title_of(invoice),
        "known_until": detail.payments_known_until,
        "details_from": settings.INVOICE_DETAILS_FROM,
        "postpone_days": settings.POSTPONE_MAX_DAYS,
        "has_tax": has_tax(detail),
        "change": before and change_percent(invoice.energy_kwh or NOTHING, before.energy_kwh),
        "named_links": named_links(detail),
        "odd": [(odd.notice, words_of(odd)) for odd in detail.notices],
        "seller": seller_of(detail),
        "channel": invoice.channel and channel_word(invoice.channel, is_company=is_company),
        "in_bank": in_bank_words(invoice, is_company=is_company),
        "payment_heading": _("Payment details"),
        "payment_lines": payment_lines(detail),
        "codes_note": _("There is nothing to pay: the sum is in your favour.")
        if detail.amount_to_pay < 0
        else "",
        "offers_payment": offers_payment(detail),
        **(codes_of(detail) if offers_payment(detail) else {}),
    }


def are_companys(access: CustomerAccess, invoices: Iterable[InvoiceRow]) -> bool:
    """Tell whether some are e-invoices to a company, which go to its own system and not to a bank. One query
    where there are e-invoices, else none."""
    return any(one.channel is Channel.E_INVOICE for one in invoices) and not is_person(access)


def in_bank_words(invoice: InvoiceRow, *, is_company: bool) -> tuple[str, str] | None:
    """Return (title, text) of where an invoice is that the customer's bank or system has to pay, if it is."""
    if not (invoice.is_in_bank and invoice.is_to_pay):
        return None
    if is_company:
        title = _("This invoice was sent to your company's own system as an e-invoice")
        text = _("Do not pay it twice: look first whether it is among the payments there.")
        late = _(
            "Do not pay it twice. It has not been paid: look first whether it is among the payments there."
        )
    else:
        title = _("This invoice is in your bank as an e-invoice")
        text = _("Do not pay it twice. Change the due date in your bank.")
        late = _("Do not pay it twice. It has not been paid: look first whether your bank has it waiting.")
    if invoice.channel is Channel.DIRECT_DEBIT:
        title = _("Your bank pays this invoice by direct debit")
    return title, late if invoice.is_late else text


def offers_payment(detail: InvoiceDetail) -> bool:
    """Tell whether the page helps to pay: not what a bank or a collector has, nor what could go astray."""
    return detail.invoice.is_payable_here and not UNPAYABLE & {odd.notice for odd in detail.notices}


def words_of(odd: OddRow) -> str:
    """Return what was odd about the invoice, with the sums that differ."""
    words = str(odd.notice.label)
    if odd.said is None or odd.computed is None:
        return words
    sums = {"said": _money(odd.said), "computed": _money(odd.computed)}
    told = _("The invoice says %(said)s; computed it is %(computed)s.") % sums
    return f"{words} {odd.row}: {told}" if odd.row else f"{words} {told}"


def _money(value: Decimal) -> str:
    return formats.money(value, formats.page_language())


def payment_lines(detail: InvoiceDetail) -> list[PaymentLine]:
    """Return what a bank asks for; with buttons that copy it where the page helps to pay."""
    payment, language = detail.payment, formats.page_language()
    helps = offers_payment(detail)
    reference, account = compact(payment.reference), compact(payment.iban)
    is_open = detail.invoice.is_to_pay
    total = payment.sum_to_pay if is_open else detail.amount_to_pay
    lines = [
        PaymentLine(_("Payee"), payment.payee),
        PaymentLine(_("Account number (IBAN)"), show_iban(account), account if helps else ""),
        PaymentLine("BIC", payment.bic),
        PaymentLine(_("Reference number"), show_reference(reference), reference if helps else ""),
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


def named_links(detail: InvoiceDetail) -> list[tuple[str, Link]]:
    """Return the links of the invoice's own, each with a name that says what it is.

    One to the invoice's own PDF is left out where that is in the service.
    """
    has_pdf = any(file.kind is FileKind.PDF for file in detail.files)
    return [(_name_of(link), link) for link in detail.links if not (link.is_bill and has_pdf)]


def _name_of(link: Link) -> str:
    if link.name.casefold() not in SAYS_NOTHING:
        return link.name
    if link.is_bill:
        return _("The invoice as a PDF")
    return link.file_name or link.url or link.name


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
