"""A final bill in words: how it stands, what it leaves, and where a refund goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kajo.access.policy import CustomerAccess
from kajo.invoices.rows import FinalBill, FinalBillRow, InvoiceRow
from kajo.ui import formats


@dataclass(frozen=True)
class FinalNotice:
    """A final bill as a notice that leads to it."""

    tone: str
    title: str
    text: str
    href: str


def notice_of(access: CustomerAccess, found: FinalBillRow, *, today: date) -> FinalNotice:
    """Return how a final bill stands, of which home it is, and what follows."""
    invoice, final = found.invoice, found.final
    needs_something = invoice.is_late or (final.owed and not final.refund_to)
    places = ", ".join(site.address for site in invoice.sites[:1] if site.address)
    return FinalNotice(
        tone="warn" if needs_something else "info",
        title=_title(invoice, final),
        text=" ".join(filter(None, [f"{places}." if places else "", words_of(invoice, final, today=today)])),
        href=access.url("invoice-detail", key=invoice.key),
    )


def words_of(invoice: InvoiceRow, final: FinalBill, *, today: date) -> str:
    """Return what a final bill leaves, to whom, and where and when a refund is paid."""
    last = _("This is the last invoice of the contract.")
    return " ".join([last, *_left(invoice, final, today)])


def _left(invoice: InvoiceRow, final: FinalBill, today: date) -> list[str]:
    language = formats.page_language()
    if final.owed:
        owed = _("It leaves %(sum)s in your favour.") % {"sum": formats.money(final.owed, language)}
        if not final.refund_to:
            where = _("We do not know yet where to pay it: give an account number to customer service.")
        else:
            where = _("It is paid to %(where)s.") % {"where": final.refund_to}
        if final.refund_on is None:
            return [owed, where]
        is_past = final.refund_on < today
        when = _("The day of payment was %(day)s.") if is_past else _("The day of payment is %(day)s.")
        return [owed, where, when % {"day": formats.day(final.refund_on, language)}]
    if invoice.is_to_pay:
        return [_("%(sum)s of it is to be paid.") % {"sum": formats.money(invoice.open_amount, language)}]
    return [_("There is nothing to pay or to refund on it.")]


def _title(invoice: InvoiceRow, final: FinalBill) -> str:
    language = formats.page_language()
    if final.owed:
        facts = {"number": invoice.number, "sum": formats.money(final.owed, language)}
        return _("Final invoice %(number)s: %(sum)s in your favour") % facts
    if invoice.is_to_pay:
        facts = {"number": invoice.number, "day": formats.day(invoice.due_on, language)}
        return _("Final invoice %(number)s is due %(day)s") % facts
    return _("Final invoice %(number)s: %(state)s") % {
        "number": invoice.number,
        "state": invoice.state.label.lower(),
    }
