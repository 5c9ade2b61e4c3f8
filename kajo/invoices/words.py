"""Codes of invoices, and their names on screens."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kajo.contracts.words import InvoicingMethod, method_word


class InvoiceKind(TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class InvoiceState(TextChoices):
    """Worked out from facts and the day; never kept."""

    OPEN = "open", pgettext_lazy("invoice", "Open")
    PAID = "paid", _("Paid")
    PARTLY_PAID = "partly_paid", _("Partly paid")
    OVERDUE = "overdue", _("Overdue")
    POSTPONED = "postponed", _("Postponed")
    REMINDED = "reminded", _("Reminded")
    COLLECTION = "collection", _("In collection")
    CREDITED = "credited", _("Credited")


Channel = InvoicingMethod
"""An invoice is delivered by one of the ways of invoicing."""

channel_word = method_word


class RowKind(TextChoices):
    """What a row is paid for; those of a contract's price are called as its components are."""

    ENERGY = "energy", _("Energy")
    ENERGY_DAY = "energy_day", _("Energy, day")
    ENERGY_NIGHT = "energy_night", _("Energy, night")
    ENERGY_WINTER_DAY = "energy_winter_day", _("Energy, winter day")
    ENERGY_OTHER = "energy_other", _("Energy, other time")
    MARGIN = "margin", _("Margin")
    CONSUMPTION_EFFECT = "consumption_effect", _("Consumption impact")
    BASIC_FEE = "basic_fee", _("Basic fee")
    DISCOUNT = "discount", _("Discount")
    GREEN_SUPPLEMENT = "green_supplement", _("Renewable supplement")
    DISTRIBUTION = "distribution", _("Distribution")
    ELECTRICITY_TAX = "electricity_tax", _("Electricity tax")
    REMINDER_FEE = "reminder_fee", _("Reminder fee")
    ROUNDING = "rounding", _("Rounding")
    OTHER = "other", pgettext_lazy("row of an invoice", "Other")


ENERGY_KINDS = (
    RowKind.ENERGY,
    RowKind.ENERGY_DAY,
    RowKind.ENERGY_NIGHT,
    RowKind.ENERGY_WINTER_DAY,
    RowKind.ENERGY_OTHER,
)


class Source(TextChoices):
    """The form in which an invoice came."""

    FINVOICE = "finvoice", _("Finvoice")
    JSON = "json", _("JSON Lines")


class FileKind(TextChoices):
    """What a stored file is of an invoice."""

    ORIGINAL = "original", _("Original document")
    PDF = "pdf", _("PDF")
    ATTACHMENT = "attachment", _("Attachment")


class Notice(TextChoices):
    """What was odd about an invoice when it came. It was taken all the same, and the page says so."""

    WRONG_REFERENCE = (
        "wrong_reference",
        _("The check digit of the reference number is wrong. Ask us before you pay."),
    )
    WRONG_IBAN = (
        "wrong_iban",
        _("The check digits of the account number are wrong. Ask us before you pay."),
    )
    WRONG_BIC = "wrong_bic", _("The bank's identifier (BIC) is not a possible one.")
    NO_PAYMENT_DETAILS = "no_payment_details", _("The account or the reference number is missing.")
    WRONG_TOTAL = "wrong_total", _("The sum without VAT and the VAT do not add up to the total.")
    WRONG_ROWS = "wrong_rows", _("The rows do not add up to the sum without VAT.")
    WRONG_VAT = "wrong_vat", _("VAT by rate does not add up to the VAT of the invoice.")
    WRONG_ROW = "wrong_row", _("On a row, quantity times price is not the row's sum. The row's sum holds.")
    WRONG_AMOUNT_TO_PAY = (
        "wrong_amount_to_pay",
        _("The amount to pay is not the total less what had been paid."),
    )
    PARTS_OF_CENTS = "parts_of_cents", _("A sum has parts of cents; it is shown rounded.")
    CREDITED_NOT_THERE = "credited_not_there", _("The invoice that this one credits is not in the service.")
    BROKEN_PDF = "broken_pdf", _("The PDF of the invoice is broken.")
    BREAKS_SCHEMA = (
        "breaks_schema",
        _("The invoice departs from the Finvoice standard. What is not shown here is in the original."),
    )


UNPAYABLE = frozenset({Notice.WRONG_REFERENCE, Notice.WRONG_IBAN, Notice.NO_PAYMENT_DETAILS})
"""With one of these the page offers no way to pay: the money could go astray."""
