"""Invoices of the cast, as the retailer's invoicing would send them: records of JSON Lines files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import typst

from demo.calendar import back_to
from demo.shapes import Cast, Location
from kajo.core.records import Record
from kajo.core.times import local_midnight, next_month
from kajo.invoices.payment_numbers import check_digit
from kajo.invoices.records import (
    InvoiceDeliveryRecord,
    InvoiceRecord,
    InvoiceRow,
    InvoiceSite,
    InvoiceStatusRecord,
    Party,
    PaymentRecord,
    PaymentsKnownRecord,
    VatClass,
)
from kajo.invoices.words import Channel, InvoiceKind, RowKind

CENT = Decimal("0.01")
VAT = Decimal("25.5")
ENERGY, FEE = Decimal("0.0759"), Decimal("3.54")
IBAN, BIC = "FI7944052020036082", "HELSFIHH"
SELLER = Party(
    name="Kajo Energia Oy",
    business_id="2077474-0",
    address="Revontulentie 1, 00100 Helsinki",
    phone="+358 9 0000 0000",
    email="laskutus@kajo.example",
)
REMINDER_FEE = Decimal("5.00")
REMINDER = InvoiceRow(
    kind=RowKind.REMINDER_FEE,
    name="Maksumuistutus",
    quantity=Decimal(1),
    unit="kpl",
    unit_price_without_vat=REMINDER_FEE,
    vat_percent=Decimal(),
    amount_without_vat=REMINDER_FEE,
)
CHANGE = 1


@dataclass(frozen=True)
class Bill:
    """One invoice of the demo: of which customer, locations and month, and what became of it."""

    number: str
    customer: str
    locations: tuple[Location, ...]
    month: date
    kwh: int
    channel: Channel = Channel.E_MAIL
    paid: bool = True
    reminded: bool = False
    reminds: bool = False
    has_pdf: bool = False


def invoice_lines(cast: Cast) -> Iterator[str]:
    """Yield the lines of the invoices and of what became of them."""
    for record in _records(cast):
        yield record.model_dump_json(exclude_defaults=True)


def _records(cast: Cast) -> Iterator[Record]:
    for bill in _bills(cast):
        invoice = _invoice(cast, bill)
        yield invoice
        yield InvoiceDeliveryRecord(
            record="invoice_delivery",
            change_number=CHANGE,
            invoice=bill.number,
            channel=bill.channel,
            sent_on=invoice.dated_on,
        )
        if bill.paid and invoice.due_on:
            yield PaymentRecord(
                record="payment",
                change_number=CHANGE,
                number=f"M-{bill.number}",
                invoice=bill.number,
                paid_on=invoice.due_on,
                amount=invoice.total_with_vat,
            )
        if bill.reminded and invoice.due_on:
            yield InvoiceStatusRecord(
                record="invoice_status",
                change_number=CHANGE,
                invoice=bill.number,
                reminded_on=invoice.due_on + timedelta(days=7),
            )
    yield PaymentsKnownRecord(
        record="payments_known", change_number=CHANGE, known_at=local_midnight(cast.today)
    )


def _bills(cast: Cast) -> Iterator[Bill]:
    """Yield the last months of some customers: the newest is open, and one is overdue and reminded."""
    last = back_to(cast.today, 1)
    for customer, kwh in (("spot_household", 210), ("electric_household", 1380), ("bakery_company", 9400)):
        number = cast.customers[customer].number
        locations = tuple(place for place in cast.locations.values() if place.customer == number)
        held = tuple(place for place in locations if (place.contracts[-1].last_day or date.max) > last)
        for ago in reversed(range(4)):
            yield Bill(
                f"{number}{4 - ago:02d}",
                number,
                held,
                back_to(last, ago),
                kwh + 7 * ago,
                paid=ago > 1 or (ago == 1 and customer != "electric_household"),
                reminded=ago == 1 and customer == "electric_household",
                reminds=ago == 0 and customer == "electric_household",
                has_pdf=ago == 0,
            )


def _invoice(cast: Cast, bill: Bill) -> InvoiceRecord:
    customer = next(c for c in cast.customers.values() if c.number == bill.customer)
    last_day = next_month(bill.month) - timedelta(days=1)
    rows = [_site_rows(bill, place, last_day) for place in bill.locations]
    fees = [REMINDER] if bill.reminds else []
    net = _sum(rows)
    vat = (net * VAT / 100).quantize(CENT, ROUND_HALF_UP)
    dated_on = last_day + timedelta(days=8)
    return InvoiceRecord(
        record="invoice",
        change_number=CHANGE,
        number=bill.number,
        customer=bill.customer,
        kind=InvoiceKind.INVOICE,
        dated_on=dated_on,
        starts_on=bill.month,
        last_day=last_day,
        due_on=dated_on + timedelta(days=21),
        total_without_vat=net + _sum(fees),
        total_vat=vat,
        total_with_vat=net + vat + _sum(fees),
        payee=SELLER.name,
        iban=IBAN,
        bic=BIC,
        reference=f"{bill.number}{check_digit(bill.number)}",
        overdue_percent=Decimal("9.5"),
        language=customer.language,
        seller=SELLER,
        buyer=Party(name=customer.name, business_id=customer.business_id),
        sites=tuple(_site(place) for place in bill.locations),
        vats=(
            VatClass(percent=VAT, base=net, vat=vat),
            *(VatClass(percent=Decimal(), code="E", base=REMINDER_FEE, vat=Decimal()) for fee in fees),
        ),
        rows=(*rows, *fees),
        pdf=_pdf(bill.number, f"{net + vat}") if bill.has_pdf else None,
    )


def _site(location: Location) -> InvoiceSite:
    place = location.place
    street = " ".join(part for part in (place.street, place.staircase, place.apartment) if part)
    return InvoiceSite(gsrn=location.gsrn, address=f"{street}, {place.postcode} {place.city}")


def _site_rows(bill: Bill, location: Location, last_day: date) -> InvoiceRow:
    energy = InvoiceRow(
        kind=RowKind.ENERGY,
        code="ENERGIA",
        name="Energia",
        starts_on=bill.month,
        last_day=last_day,
        quantity=Decimal(bill.kwh),
        unit="kWh",
        unit_price_without_vat=ENERGY,
        vat_percent=VAT,
        amount_without_vat=(ENERGY * bill.kwh).quantize(CENT, ROUND_HALF_UP),
    )
    fee = InvoiceRow(
        kind=RowKind.BASIC_FEE,
        code="PERUS",
        name="Perusmaksu",
        starts_on=bill.month,
        last_day=last_day,
        quantity=Decimal(1),
        unit="kk",
        unit_price_without_vat=FEE,
        vat_percent=VAT,
        amount_without_vat=FEE,
    )
    total = _sum([energy, fee])
    return InvoiceRow(
        gsrn=location.gsrn,
        name="Sähkön myynti",
        amount_without_vat=total,
        vat_percent=VAT,
        rows=(energy, fee),
    )


def _sum(rows: list[InvoiceRow]) -> Decimal:
    return sum((row.amount_without_vat or Decimal() for row in rows), Decimal())


@lru_cache
def _pdf(number: str, total: str) -> bytes:
    text = f"#set page(margin: 2cm)\n= Lasku {number}\nKajo Energia Oy\n\nYhteensä {total} €\n"
    return typst.compile(text.encode())
