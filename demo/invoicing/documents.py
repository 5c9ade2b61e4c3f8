"""An invoice's document, from what its parts come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from demo.invoicing.attachments import sites_links
from demo.invoicing.mistakes import bills_as_sent
from demo.invoicing.outcomes import Outcome, follows_a_reminder
from demo.invoicing.planning import Part, Planned
from demo.products import PRODUCTS
from demo.shapes import Customer
from kajo.contracts.words import Unit
from kajo.core.languages import LANGUAGES, ThreeTexts
from kajo.invoices.payment_numbers import check_digit, rf_of
from kajo.invoices.records import Instalment, InvoiceRecord, InvoiceRow, InvoiceSite, Party, VatClass
from kajo.invoices.words import InvoiceKind, RowKind
from kajo.pricing.rows import CENT, Bill, CostRow, VatSum, rounded
from kajo.pricing.words import CostKind, WorkedOut

CHANGE = 1
IBAN, BIC = "FI7944052020036082", "HELSFIHH"
SELLER = Party(
    name="Kajo Energia Oy",
    business_id="9977001-7",
    address="Revontulentie 1, 00100 Helsinki",
    phone="09 4245 0000",
    email="laskutus@kajo.example",
    website="https://kajo.example",
)
OVERDUE_PERCENT = Decimal("9.5")
A_MONTH = timedelta(days=30)
OVERPAID = Decimal("23.15")
IN_PARTS = {("S-100880", 0)}  # by contract and age, as the stories are: two parts, a month apart
PRICE_DECIMALS = 5  # as many as Finvoice has

KINDS: dict[CostKind, RowKind] = {
    WorkedOut.SPOT: RowKind.ENERGY,
    WorkedOut.EFFECT: RowKind.CONSUMPTION_EFFECT,
}
NAMES: dict[CostKind, ThreeTexts] = {
    WorkedOut.SPOT: ThreeTexts("Pörssisähkö", "Börsel", "Exchange electricity"),
    WorkedOut.EFFECT: ThreeTexts("Kulutusvaikutus", "Förbrukningspåverkan", "Consumption impact"),
}
PIECE_UNIT = {"fi": "kpl", "sv": "st", "en": "pc"}
REMINDER_FEE = Decimal("5.00")
MONTH_UNIT = {"fi": "kk", "sv": "mån", "en": "mo"}
TEXTS = {
    "fi": {
        "type": "Sähkölasku",
        "terms": "Eräpäivään mennessä",
        "overdue": "Viivästyskorko 9,5 %",
        "site": "Sähkön myynti",
        "reminder": "Maksumuistutus",
        "complaint": "Huomautukset laskusta ennen eräpäivää asiakaspalveluumme.",
        "refund": "tilillesi, joka päättyy 7785",
    },
    "sv": {
        "type": "Elfaktura",
        "terms": "Senast på förfallodagen",
        "overdue": "Dröjsmålsränta 9,5 %",
        "site": "Elförsäljning",
        "reminder": "Betalningspåminnelse",
        "complaint": "Anmärkningar på fakturan före förfallodagen till vår kundtjänst.",
        "refund": "ditt konto som slutar på 7785",
    },
    "en": {
        "type": "Electricity invoice",
        "terms": "By the due date",
        "overdue": "Penalty interest 9.5%",
        "site": "Electricity sales",
        "reminder": "Payment reminder",
        "complaint": "Remarks about the invoice to our customer service before the due date.",
        "refund": "to your account that ends with 7785",
    },
}


@dataclass(frozen=True)
class Billed:
    """A planned invoice with the bill of each of its parts, and what became of it."""

    planned: Planned
    bills: tuple[Bill, ...]
    outcome: Outcome


def document_of(billed: Billed) -> InvoiceRecord:
    """Return the invoice as sent."""
    planned, bills = billed.planned, bills_as_sent(billed.planned, billed.bills)
    customer, texts = planned.customer, TEXTS[planned.customer.language]
    fees = (_reminder_fee(planned),) if follows_a_reminder(planned) else ()
    sums = _sums([*(row for bill in bills for row in bill.rows)], fees)
    total = sum((one.with_vat for one in sums), Decimal(0))
    is_refund = billed.outcome is Outcome.REFUNDED
    rows = tuple(_site_row(planned, part, bill) for part, bill in zip(planned.parts, bills, strict=True))
    first = planned.parts[0]
    return InvoiceRecord(
        record="invoice",
        change_number=CHANGE,
        number=planned.number,
        customer=customer.number,
        type_text=texts["type"],
        is_final=planned.is_final,
        dated_on=planned.dated_on,
        starts_on=planned.starts_on,
        last_day=planned.last_day,
        due_on=planned.due_on,
        estimated_next_due_on=None if planned.is_final else _next_due(planned),
        total_without_vat=sum((one.without_vat for one in sums), Decimal(0)),
        total_vat=sum((one.vat for one in sums), Decimal(0)),
        total_with_vat=total,
        paid_before=total + OVERPAID if is_refund else None,
        amount_to_pay=-OVERPAID if is_refund else None,
        payee=SELLER.name,
        iban=IBAN,
        bic=BIC,
        reference=reference_of(planned),
        terms_text=texts["terms"],
        overdue_percent=OVERDUE_PERCENT,
        overdue_text=texts["overdue"],
        agreement_number=first.contract.number if len(planned.parts) == 1 else "",
        agreement_kind=PRODUCTS[first.contract.product].names[LANGUAGES.index(customer.language)],
        agreement_last_day=first.contract.last_day,
        language=customer.language,
        seller=SELLER,
        buyer=Party(
            name=customer.name, business_id=customer.business_id, address=first.location.place.address
        ),
        refund_to=texts["refund"] if is_refund else "",
        refund_on=planned.dated_on + timedelta(days=21) if is_refund else None,
        free_texts=(texts["complaint"],),
        instalments=tuple(_instalments(planned, total)),
        sites=tuple(_site(part) for part in planned.parts),
        links=sites_links(customer.language) if len(planned.parts) > 1 else (),
        vats=tuple(VatClass(percent=one.percent, base=one.without_vat, vat=one.vat) for one in sums),
        rows=(*(rows if len(rows) > 1 else rows[0].rows), *fees),
    )


def credit_note_of(invoice: InvoiceRecord, number: str, dated_on: date) -> InvoiceRecord:
    """Return the credit note that takes all of an invoice back."""
    return invoice.model_copy(
        update={
            "number": number,
            "kind": InvoiceKind.CREDIT_NOTE,
            "credited_number": invoice.number,
            "dated_on": dated_on,
            "due_on": None,
            "estimated_next_due_on": None,
            "total_without_vat": -(invoice.total_without_vat or 0),
            "total_vat": -(invoice.total_vat or 0),
            "total_with_vat": -invoice.total_with_vat,
            "vats": tuple(
                rate.model_copy(update={"base": -(rate.base or 0), "vat": -(rate.vat or 0)})
                for rate in invoice.vats
            ),
            "rows": tuple(_taken_back(row) for row in invoice.rows),
        }
    )


def reference_of(planned: Planned) -> str:
    """Return the reference to pay with: a national one, of companies as an RF reference."""
    number = with_check_digit(planned.number)
    return number if planned.customer.kind == "person" else rf_of(number)


def with_check_digit(number: str) -> str:
    return number + check_digit(number)


def _instalments(planned: Planned, total: Decimal) -> Iterator[Instalment]:
    """Yield the parts of an invoice that is paid in parts, each with a reference of its own."""
    if (planned.contract, planned.age) not in IN_PARTS:
        return
    half = (total / 2).quantize(CENT)
    for place, part in enumerate((half, total - half)):
        yield Instalment(
            due_on=planned.due_on + place * A_MONTH,
            amount=part,
            reference=with_check_digit(f"{planned.number}{place + 1}"),
        )


def _taken_back(row: InvoiceRow) -> InvoiceRow:
    return row.model_copy(
        update={
            "quantity": None if row.quantity is None else -row.quantity,
            "amount_without_vat": None if row.amount_without_vat is None else -row.amount_without_vat,
            "rows": tuple(_taken_back(sub) for sub in row.rows),
        }
    )


def _sums(rows: Sequence[CostRow], fees: Sequence[InvoiceRow]) -> list[VatSum]:
    """Return the sum of each VAT rate; VAT is reckoned once on it."""
    amounts = [(row.vat_percent, row.amount_without_vat) for row in rows]
    amounts += [(fee.vat_percent or Decimal(0), fee.amount_without_vat or Decimal(0)) for fee in fees]
    rates = dict.fromkeys(percent for percent, _ in amounts)
    return [
        VatSum(rate, sum((amount for percent, amount in amounts if percent == rate), Decimal(0)))
        for rate in rates
    ]


def _next_due(planned: Planned) -> date:
    return planned.due_on + (planned.last_day - planned.starts_on) + timedelta(days=1)


def _site(part: Part) -> InvoiceSite:
    return InvoiceSite(
        gsrn=part.location.gsrn,
        address=part.location.place.address,
        contract=part.contract.number,
        starts_on=part.starts_on,
        last_day=part.ends_on - timedelta(days=1),
    )


def _site_row(planned: Planned, part: Part, bill: Bill) -> InvoiceRow:
    """Return a row for a place of delivery, which holds its own rows."""
    rows = tuple(_row(row, part, planned.customer) for row in bill.rows)
    return InvoiceRow(
        gsrn=part.location.gsrn,
        name=TEXTS[planned.customer.language]["site"],
        description=part.location.place.address,
        amount_without_vat=bill.total_without_vat,
        rows=rows,
    )


def _reminder_fee(planned: Planned) -> InvoiceRow:
    return InvoiceRow(
        kind=RowKind.REMINDER_FEE,
        code="REMINDER",
        name=TEXTS[planned.customer.language]["reminder"],
        quantity=Decimal(1),
        unit=PIECE_UNIT[planned.customer.language],
        unit_price_without_vat=REMINDER_FEE,
        vat_percent=Decimal(0),  # a charge for being late is no sale
        amount_without_vat=REMINDER_FEE,
    )


def _row(row: CostRow, part: Part, customer: Customer) -> InvoiceRow:
    is_fee = row.unit is Unit.EUROS_PER_MONTH
    quantity = row.energy_kwh if row.months is None else rounded(row.months, 6)
    return InvoiceRow(
        kind=KINDS.get(row.kind) or RowKind(row.kind.value),
        gsrn=part.location.gsrn,
        code=row.kind.name,
        name=(row.own_name or NAMES[row.kind]).in_language(customer.language),
        starts_on=row.starts_on,
        last_day=row.last_day,
        quantity=quantity,
        unit=MONTH_UNIT[customer.language] if is_fee else "kWh",
        unit_price_without_vat=None if row.exact_price is None else rounded(row.exact_price, PRICE_DECIMALS),
        price_base_quantity=Decimal(1 if is_fee else 100),
        vat_percent=row.vat_percent,
        amount_without_vat=row.amount_without_vat,
    )
