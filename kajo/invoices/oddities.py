"""What is odd about an invoice that is taken all the same: a document is its sender's to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from kajo.invoices.parsed import Odd, counted_rows
from kajo.invoices.payment_numbers import is_bic, is_iban, is_reference
from kajo.invoices.records import InvoiceRecord, InvoiceRow
from kajo.invoices.words import InvoiceKind, Notice
from kajo.pricing.rows import CENT

HALF_A_CENT = CENT / 2
PDF_BEGINS = b"%PDF-"
BEGINS_WITHIN = 1024  # readers of PDF look so far for its beginning


def list_odd(facts: InvoiceRecord, pdf: bytes | None) -> list[Odd]:
    """Return what is odd about the invoice by itself."""
    return [*_payment(facts), *_sums(facts), *_rows(facts), *_pdf(pdf)]


def _payment(facts: InvoiceRecord) -> Iterator[Odd]:
    wrong: tuple[tuple[str, Callable[[str], bool], Notice], ...] = (
        (facts.reference, is_reference, Notice.WRONG_REFERENCE),
        (facts.iban, is_iban, Notice.WRONG_IBAN),
        (facts.bic, is_bic, Notice.WRONG_BIC),
        *((part.reference, is_reference, Notice.WRONG_REFERENCE) for part in facts.instalments),
    )
    for number, is_right, notice in wrong:
        if number and not is_right(number):
            yield Odd(notice, {"number": number})
    to_pay = facts.total_with_vat if facts.amount_to_pay is None else facts.amount_to_pay
    if to_pay > 0 and facts.kind is InvoiceKind.INVOICE and not (facts.iban and facts.reference):
        yield Odd(Notice.NO_PAYMENT_DETAILS)


def _sums(facts: InvoiceRecord) -> Iterator[Odd]:
    net, vat, gross = facts.total_without_vat, facts.total_vat, facts.total_with_vat
    if net is not None and vat is not None and net + vat != gross:
        yield _differ(Notice.WRONG_TOTAL, gross, net + vat)
    rows = [row for row in counted_rows(facts.rows) if row.amount_without_vat is not None]
    of_rows = sum((row.amount_without_vat or Decimal() for row in rows), Decimal())
    if rows and net is not None and of_rows != net:
        yield _differ(Notice.WRONG_ROWS, net, of_rows)
    of_rates = sum((rate.vat or Decimal() for rate in facts.vats), Decimal())
    if facts.vats and vat is not None and of_rates != vat:
        yield _differ(Notice.WRONG_VAT, vat, of_rates)
    to_pay = gross + (facts.rounding or 0) - (facts.paid_before or 0)
    if facts.amount_to_pay is not None and to_pay > 0 and facts.amount_to_pay != to_pay:
        yield _differ(Notice.WRONG_AMOUNT_TO_PAY, facts.amount_to_pay, to_pay)


def _rows(facts: InvoiceRecord) -> Iterator[Odd]:
    for row in counted_rows(facts.rows):
        computed = _computed(row)
        if computed is not None and row.amount_without_vat is not None:
            amount, leeway = computed
            if abs(amount - row.amount_without_vat) > leeway:
                facts_of_row = {"row": row.name or row.code}
                odd = _differ(Notice.WRONG_ROW, row.amount_without_vat, amount)
                yield Odd(odd.code, facts_of_row | odd.facts)


def _computed(row: InvoiceRow) -> tuple[Decimal, Decimal] | None:
    """Return quantity × price less discounts, and by how much the price's own rounding may have moved it."""
    quantity, price = row.quantity, row.unit_price_without_vat
    if quantity is None or price is None:
        return None
    times = quantity / row.price_base_quantity
    full = times * price
    discount = row.discount
    if discount is None:
        discount = full * (row.discount_percent or 0) / 100
    rounded_by = Decimal((0, (5,), int(price.as_tuple().exponent) - 1))
    return full - discount + (row.charge or 0), abs(times) * rounded_by + HALF_A_CENT


def _differ(code: Notice, said: Decimal, computed: Decimal) -> Odd:
    return Odd(code, {"said": f"{said:f}", "computed": f"{computed.quantize(CENT, ROUND_HALF_UP):f}"})


def _pdf(pdf: bytes | None) -> Iterator[Odd]:
    if pdf is not None and PDF_BEGINS not in pdf[:BEGINS_WITHIN]:
        yield Odd(Notice.BROKEN_PDF)
