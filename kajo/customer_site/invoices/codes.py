"""What a bank's app can read from an invoice that is to be paid."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kajo.core import times
from kajo.invoices.bank_barcode import NoBarcode, barcode_digits, barcode_svg, shown_digits
from kajo.invoices.detail_rows import InvoiceDetail, PaymentDetails
from kajo.invoices.epc_qr import NoQr, epc_payload, qr_svg


def codes_of(detail: InvoiceDetail) -> dict[str, Any]:
    """Return the barcode and the QR code for the payment block, and why there is no barcode."""
    return {**_barcode(detail.payment), "qr": _qr(detail.payment)}


def _barcode(payment: PaymentDetails) -> dict[str, Any]:
    try:
        digits = barcode_digits(
            iban=payment.iban, reference=payment.reference, amount=payment.sum_to_pay, due_on=payment.due_on
        )
    except NoBarcode:
        return {
            "codes_note": _(
                "There is no virtual bar code: it takes Finnish accounts and sums under a million euros."
            )
        }
    return {
        "barcode": barcode_svg(digits),
        "barcode_digits": digits,
        "barcode_shown": shown_digits(digits),
    }


def _qr(payment: PaymentDetails) -> str:
    """Return the QR code; a due date that has passed is left out, since no bank pays on it."""
    due_on = payment.due_on if payment.due_on and payment.due_on >= times.today() else None
    try:
        payload = epc_payload(
            payee=payment.payee,
            iban=payment.iban,
            bic=payment.bic,
            reference=payment.reference,
            amount=payment.sum_to_pay,
            due_on=due_on,
        )
    except NoQr:
        return ""
    return qr_svg(payload, _("QR code of the payment for your bank's app"))
