"""What a check comes to, and why a row differs or nothing can be known."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """What a check comes to, from best to worst."""

    AGREES = "agrees", _("Agrees")
    NOT_CHECKED = "not_checked", _("Not checked")
    EXPLAINED = "explained", _("Differs, the reason is known")
    UNKNOWN = "unknown", _("Cannot be known")
    DIFFERS = "differs", _("Differs")


class Reason(TextChoices):
    """Why a row differs. The facts that a sentence names are the finding's."""

    CORRECTED_SINCE = (
        "corrected_since",
        _("The invoice follows the readings as they were until %(day)s, when they were corrected."),
    )
    ESTIMATED_THEN = (
        "estimated_then",
        _("The invoice follows readings of which some were estimates; they were corrected on %(day)s."),
    )
    COMPLETED_SINCE = (
        "completed_since",
        _("Some readings were missing when the invoice was made; they came on %(day)s."),
    )
    NOT_NETTED = (
        "not_netted",
        _("The invoice follows what was measured, before it was netted against own production."),
    )
    ROUNDED = "rounded", _("The invoice rounds the energy or the price before it multiplies them.")
    VAT_BY_ROW = "vat_by_row", _("The invoice rounds VAT row by row; it is reckoned once on the sum.")
    MISSING_READINGS = (
        "missing_readings",
        _("Readings of %(hours)s h are missing. What was used then is not in our sum."),
    )
    WRONG_QUANTITY = "wrong_quantity", _("The energy is not what the readings add up to.")
    WRONG_MONTHS = "wrong_months", _("The fee is not of the days that the contract held.")
    WRONG_PRICE = "wrong_price", _("The price is not the one that the contract has.")
    WRONG_SUM = "wrong_sum", _("The quantity times the price is not the sum of the row.")
    WRONG_VAT_RATE = "wrong_vat_rate", _("The VAT rate of these days is %(percent)s %%.")
    VAT_IN_ROW = "vat_in_row", _("The row has VAT in it already, and the invoice adds VAT to it once more.")
    VAT_TWICE = "vat_twice", _("VAT has been added twice.")
    WRONG_VAT = "wrong_vat", _("The VAT is not the rate's part of the sum.")
    WRONG_BASE = "wrong_base", _("The rows of this rate do not add up to the sum that the VAT is of.")
    WRONG_TOTAL = "wrong_total", _("The sums and the VAT do not add up to the total.")
    NOT_ON_INVOICE = "not_on_invoice", _("The contract has this price; the invoice has no such row.")
    NO_SUCH_PRICE = "no_such_price", _("The contract has no such price.")
    NOT_OF_CONTRACT = "not_of_contract", _("Not a part of the contract's price: taken as the invoice says.")
    UNEXPLAINED = "unexplained", _("We do not know why.")


NO_MISTAKE = frozenset(
    {
        Reason.CORRECTED_SINCE,
        Reason.ESTIMATED_THEN,
        Reason.COMPLETED_SINCE,
        Reason.NOT_NETTED,
        Reason.ROUNDED,
        Reason.VAT_BY_ROW,
    }
)
"""Reasons by which a difference is understood, and nobody made a mistake in the invoice."""


class WhyUnchecked(TextChoices):
    """Why an invoice or one of its sites cannot be checked at all."""

    CREDIT_NOTE = "credit_note", _("This is a credit note. Check the invoice that it credits.")
    DETAILS_HIDDEN = (
        "details_hidden",
        _("The rows of invoices this old are not shown, so they are not checked."),
    )
    NO_ROWS = "no_rows", _("The invoice has no rows.")
    NO_PERIOD = "no_period", _("The invoice does not say which days it is of.")
    PAYER = (
        "payer",
        _("The contract is another customer's. Whoever only pays does not see its readings or prices."),
    )
    NO_CONTRACT = "no_contract", _("The contract that this was billed by is not known.")
