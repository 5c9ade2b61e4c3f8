"""When a due date can be postponed, and why not. The action and the pages ask here."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kajo.invoices.rows import InvoiceRow

POSTPONE = "invoice.postpone"  # what the change is called on its way to the retailer


class WhyNot(Enum):
    """Why an invoice's due date cannot be moved, as a page says it."""

    NOTHING_TO_PAY = "nothing_to_pay"
    IN_BANK = "in_bank"
    ONCE_ALREADY = "once_already"
    LATE = "late"
    NO_DUE_DATE = "no_due_date"
    TOO_LONG = "too_long"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self]) % {"days": settings.POSTPONE_MAX_DAYS}


SENTENCES: dict[WhyNot, Promise] = {
    WhyNot.NOTHING_TO_PAY: _("There is nothing to pay on this invoice."),
    WhyNot.IN_BANK: _("This invoice is in your bank. Change the due date there."),
    WhyNot.ONCE_ALREADY: _("The due date of this invoice has been postponed once. It cannot be moved again."),
    WhyNot.LATE: _("The due date has passed, so it can no longer be postponed."),
    WhyNot.NO_DUE_DATE: _("This invoice has no due date."),
    WhyNot.TOO_LONG: _("A due date can be postponed by 1 to %(days)s days."),
}


def why_not(invoice: InvoiceRow, *, was_postponed: bool, today: date) -> WhyNot | None:
    """Return why the invoice's due date cannot be postponed on that day, or None when it can."""
    if not invoice.is_to_pay:
        return WhyNot.NOTHING_TO_PAY
    if invoice.is_in_bank:
        return WhyNot.IN_BANK
    if was_postponed:
        return WhyNot.ONCE_ALREADY
    if invoice.due_on is None:
        return WhyNot.NO_DUE_DATE
    return WhyNot.LATE if invoice.is_late or invoice.due_on < today else None


def days_to_choose(due_on: date) -> list[tuple[int, date]]:
    """Return by how many days a due date can be moved, each with the day that it becomes."""
    return [(days, due_on + timedelta(days=days)) for days in range(1, settings.POSTPONE_MAX_DAYS + 1)]
